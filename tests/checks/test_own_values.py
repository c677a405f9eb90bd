"""What records share that are to have their own, and records that are gone and still there."""

from typing import Any

import pytest

from apitest.checks.own_values import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

LONG = "Requests the Secretariat to prepare a report on the matter, and to send it to all Parties. " * 2


def setting(entity_set: str) -> Setting:
    return Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)


def shared(entity_set: str, contents: list[Any]) -> list[Departure]:
    gathering = GATHERINGS["service/values-own"]
    records = [Record(id=str(at), content=content, index=at) for at, content in enumerate(contents)]
    notes = [note for record in records for note in gathering.note(record, setting(entity_set))]
    return list(gathering.judge(notes, setting(entity_set)))


def text(name: str, value: Any, **more: Any) -> dict[str, Any]:
    return {name: [{"language": "en", "value": value}], **more}


def symbol(value: Any, name: str = "UN symbol") -> dict[str, Any]:
    return {"identifiers": [{"name": name, "value": value}]}


FILE = {"files": [{"url": "https://a.example.org/all.pdf"}]}
WRONG: list[tuple[str, list[Any], list[tuple[str, str]]]] = [
    ("decisions", [text("content", LONG, treaty="basel")] * 2, [("1", "/content")]),
    (
        "projects",
        [text("description", LONG)] * 4,
        [("1", "/description"), ("2", "/description"), ("3", "/description")],
    ),
    (
        "documents",
        [symbol("UNEP/CHW.17/1"), symbol("UNEP/CHW.17/2"), symbol("UNEP/CHW.17/1")],
        [("2", "/identifiers/0/value")],
    ),
    ("national-plans", [FILE] * 4, [(str(at), "/files/0/url") for at in (1, 2, 3)]),
    ("sites", [text("name", "Lake", treaty="whc")] * 4, [(str(at), "/name") for at in (1, 2, 3)]),
]
RIGHT: list[tuple[str, list[Any]]] = [
    ("decisions", [text("content", LONG, treaty=treaty) for treaty in ("basel", "stockholm")]),
    ("decisions", [text("content", "See the file.", treaty="basel")] * 2),
    ("projects", [text("description", LONG)] * 3),
    ("documents", [symbol("x"), symbol("x", "job number"), symbol("tbd"), symbol("tbd"), symbol(7), symbol("")]),
    ("national-reports", [FILE | {"seriesId": "s"}] * 5),
    ("national-plans", [FILE] * 3),
    ("sites", [text("name", "Lake")] * 3),
    ("contacts", [FILE] * 9),
    ("documents", [{"identifiers": 7, "files": [None, "x"], "description": {}}] * 9),
]


@pytest.mark.parametrize(("entity_set", "contents", "expected"), WRONG)
def test_values_of_several_records_are_seen(entity_set: str, contents: list[Any], expected: list[Any]) -> None:
    assert expected == [(item.record, item.pointer) for item in shared(entity_set, contents)]


@pytest.mark.parametrize(("entity_set", "contents"), RIGHT)
def test_values_of_their_own_are_left_alone(entity_set: str, contents: list[Any]) -> None:
    assert shared(entity_set, contents) == []


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ({"deleted": True, "files": [{}], "answers": []}, 1),
        ({"deleted": True, "id": "1", "files": [], "finance": {}}, 0),
        ({"deleted": "yes", "files": [{}]}, 0),
        ({"files": [{}]}, 0),
    ],
)
def test_what_is_gone_has_no_content(content: Any, number: int) -> None:
    record = Record(id="1", content=content, index=0)

    assert number == len([*RECORDS["service/deleted-is-bare"](record, setting("national-reports"))])


def test_findings_are_worded_as_they_were() -> None:
    gone = Record(id="1", content={"deleted": True, "files": [{}]}, index=0)
    cases = [("service/values-own", shared(name, contents)) for name, contents, _ in WRONG]
    bare = list(RECORDS["service/deleted-is-bare"](gone, setting("projects")))
    now = worded((*cases, ("service/deleted-is-bare", bare)))

    assert kept("own_values", now) == now, RENEW
