"""Lies are data: small changes of records, questions, answers and bytes, and honest everywhere else."""

import httpx

from apitest.dialects.speech import Reply
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act, at
from apitest.reference.service import Service
from making import CONTRACT

COUNTS = {**dict.fromkeys(CONTRACT.entities, 3), "decisions": 3}


def client(*acts: tuple[tuple[str, ...], Act]) -> httpx.Client:
    service = Service(CONTRACT, counts=COUNTS, acts=acts)
    return httpx.Client(transport=httpx.WSGITransport(app=service), base_url="http://reference.example/mea-json")


def ids(asked: httpx.Client, name: str = "decisions") -> list[str]:
    return [item["id"] for item in asked.get(f"/{name}").json()["items"]]


def test_an_act_that_does_nothing_changes_nothing() -> None:
    assert client(((), Act("nothing"))).get("/decisions").content == client().get("/decisions").content


def test_a_record_is_changed_at_its_place_only() -> None:
    changed = at(1, lambda record: {**record, "id": "other"})

    assert changed({"id": "a"}, 0) == {"id": "a"}
    assert changed({"id": "a"}, 1) == {"id": "other"}


def test_a_record_that_is_left_out_is_gone() -> None:
    assert len(ids(client((("decisions",), Act("one is missing", record=at(0, lambda _record: None)))))) == 2


def test_an_act_on_one_set_leaves_the_others_alone() -> None:
    lying = client((("meetings",), Act("one is missing", record=at(0, lambda _record: None))))

    assert (len(ids(lying)), len(ids(lying, "meetings"))) == (3, 2)


def test_two_acts_on_a_record_add_up() -> None:
    first = Act("a", record=at(0, lambda record: {**record, "number": "1"}))
    second = Act("b", record=at(0, lambda record: {**record, "number": record["number"] + "2"}))

    numbers = [item.get("number") for item in client(((), first), ((), second)).get("/decisions").json()["items"]]

    assert "12" in numbers


def test_a_reply_can_be_another() -> None:
    act = Act("an empty page", reply=lambda _reply, _scene: Reply(status=418, content_type="text/plain", body=b"tea"))

    assert client(((), act)).get("/decisions").status_code == 418


def test_the_honest_records_are_not_touched_by_a_lie() -> None:
    def spoil(record: dict[str, object]) -> dict[str, object]:
        record["id"] = "spoilt"
        return record

    client(((), Act("spoils", record=at(0, spoil))))

    assert "spoilt" not in ids(client())


def test_every_lie_and_its_near_miss_can_be_told_apart_and_read() -> None:
    for known in FAULTS.values():
        assert known.breaks in CONTRACT.requirements
        assert set(known.entities) <= set(CONTRACT.entities)
        assert all((known.lie.sentence, known.near_miss.sentence))
