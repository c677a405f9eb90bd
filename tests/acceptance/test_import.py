"""The import of a set as a whole: sizes, ids, services that die, order of rules, versions, what-if."""

from typing import Any

import pytest

from apitest.acceptance.answers import Silence
from apitest.acceptance.portal import Provider, provider_of
from apitest.acceptance.touches import Fate, Meetings
from feeding import ADDRESS, MISSING, Service, causes, file, imported, lots, row, texts, wrapped
from making import target

DEAD = Silence(kind="dead", reason="no answer in time")


def meetings(number: int, **changes: Any) -> list[dict[str, Any]]:
    return [row("meetings", place, **changes) for place in range(1, number + 1)]


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 250])
def test_a_feed_of_any_size_is_stored_whole(number: int) -> None:
    service = Service(meetings(number))

    outcome = imported("meetings", service)

    assert sum(lots(outcome).values()) == number
    assert lots(outcome) == ({"stored": number} if number else {})
    assert outcome.ledgers["2018"].halted == ""


def test_it_asks_what_the_importer_asks_and_nothing_twice() -> None:
    service = Service(meetings(130))

    imported("meetings", service)

    asked = [query.url.removeprefix(ADDRESS) for query in service.asked]
    order = "&$expand=title,description&$orderby=updated%20desc,id"
    assert asked == ["/$count", f"?$top=100&$skip=0{order}", f"?$top=100&$skip=100{order}"]
    assert [query.accept for query in service.asked] == ["*/*", "application/json", "application/json"]


@pytest.mark.parametrize(
    ("provider", "entity", "expanded"),
    [
        ("cms", "decisions", "title,keywords,files,content,summary"),
        ("basel", "decisions", "title,files,keywords,summary"),
        ("cbd", "contacts", "treaties,roles"),
        ("cms", "contacts", "treaties"),
        ("cms", "national-reports", "title,files"),
        ("whc", "sites", "name"),
    ],
)
def test_each_secretariat_is_asked_for_its_own_lists(provider: str, entity: str, expanded: str) -> None:
    assert Provider(name=provider).expands(entity, "2018") == expanded


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"id": "basel"}, "basel"),
        ({"treaties": ("whc",)}, "whc"),
        ({"url": "https://odata.example.org/aewa/informea.svc"}, "aewa"),
        ({"dialect": "jaydata"}, "cbd"),
        ({"url": "https://api.example.org/x"}, ""),
    ],
)
def test_the_secretariat_is_recognised(changes: dict[str, Any], name: str) -> None:
    assert provider_of(target(**changes)).name == name
    assert provider_of(target(**changes), "plant-treaty").name == "plant_treaty"


def test_ids_of_every_kind_are_counted_and_none_is_lost() -> None:
    rows = [
        row("meetings", 1, id=7),
        row("meetings", 2, id="7"),
        row("meetings", 3, id=None),
        row("meetings", 4, id="m" * 300),
        row("meetings", 5, id="m" * 300),
        row("meetings", 6, id=1.0),
        row("meetings", 7, id=[]),
        "no record",
    ]

    outcome = imported("meetings", rows)

    assert sum(lots(outcome).values()) == len(rows)
    assert causes(outcome)["H-ENV-05"] == 4
    assert causes(outcome)["H-GEN-08"] == 1


def test_a_service_that_dies_on_page_seven_hides_what_lies_behind() -> None:
    service = Service(meetings(1000), fails={600: DEAD})

    outcome = imported("meetings", service)

    assert lots(outcome) == {"stored": 600, "unreached": 400}
    assert causes(outcome) == {"H-PAG-04": 400}
    assert outcome.ledgers["2018"].aborted is False


def test_where_a_recording_or_the_budget_ends_nothing_is_claimed() -> None:
    for kind in ("unrecorded", "budget"):
        service = Service(meetings(300), fails={200: Silence(kind=kind, reason="no more")})  # type: ignore[arg-type]

        outcome = imported("meetings", service)

        assert lots(outcome) == {"stored": 200}
        assert outcome.cut == "no more"
        assert outcome.meetings.known is False


def test_a_run_that_stops_hides_everything_behind_it() -> None:
    rows = meetings(300)
    rows[149] = row("meetings", 150, title=["First"])
    rows[10] = row("meetings", 11, title=texts(("fr", ""), ("es", "")))
    rows[200] = row("meetings", 201, title=texts(("fr", ""), ("es", "")))

    outcome = imported("meetings", rows)
    mended = imported("meetings", rows, mended=("H-GEN-05",))

    ledger = outcome.ledgers["2018"]
    assert lots(outcome) == {"stored": 148, "dropped": 2, "unreached": 150}
    assert ledger.stop is not None
    assert (ledger.stop.record, ledger.stop.position, ledger.stop.rule) == ("meetings-150", 150, "H-GEN-05")
    assert ledger.aborted
    assert causes(outcome) == {"H-GEN-05": 151, "H-TTL-03": 1}
    assert causes(mended) == {"H-TTL-03": 2 + 1}


def test_what_stops_the_run_comes_before_what_drops_the_record() -> None:
    both = row("decisions", 1, keywords=MISSING, title=wrapped(), treaty="nowhere")

    outcome = imported("decisions", [both])

    assert causes(outcome) == {"H-GEN-05": 1}


def test_a_record_that_is_dropped_keeps_no_file_name() -> None:
    same = [file("a.pdf"), file(url="https://other.example/a.pdf")]
    rows = [row("decisions", 1, files=wrapped(same[0]), treaty="nowhere"), row("decisions", 2, files=wrapped(same[1]))]

    outcome = imported("decisions", rows)

    assert "H-FIL-04" not in causes(outcome)


def test_the_two_versions_keep_their_own_file_names() -> None:
    rows = [
        row("decisions", 1, files=wrapped(file("a.pdf")), meetingId="no-such-meeting"),
        row("decisions", 2, files=wrapped(file(url="https://other.example/a.pdf"))),
    ]

    outcome = imported("decisions", rows)

    assert causes(outcome, "2017") == {"H-DEC-12": 1, "H-FIL-04": 1}
    assert causes(outcome, "2018") == {"H-DEC-12": 1}
    assert lots(outcome, "2017") == {"partly-lost": 1, "altered": 1}
    assert lots(outcome, "2018") == {"dropped": 1, "stored": 1}


def test_meetings_that_are_dropped_keep_their_own_decisions_out_and_no_others() -> None:
    held = imported("meetings", [row("meetings", 1, id="m-1"), row("meetings", 2, id="m-2", treaty="nowhere")]).meetings

    outcome = imported("decisions", [row("decisions", 1), row("decisions", 2, meetingId="m-2")], meetings=held)

    assert lots(outcome, "2017") == {"stored": 1, "partly-lost": 1}
    assert causes(outcome) == {"H-DEC-15": 1}


def test_meetings_that_come_twice_keep_all_decisions_out() -> None:
    held = imported("meetings", [*meetings(101), row("meetings", 1)]).meetings

    outcome = imported("decisions", [row("decisions", 1)], meetings=held)
    mended = imported("decisions", [row("decisions", 1, meetingId="meetings-1")], meetings=held, mended=("H-REQ-08",))

    assert causes(outcome) == {"H-REQ-08": 1}
    assert lots(outcome) == {"unreached": 1}
    assert lots(mended) == {"stored": 1}


def test_unknown_meetings_decide_nothing() -> None:
    outcome = imported("decisions", [row("decisions", 1, meetingId="m-9")], meetings=Meetings(known=False))

    assert lots(outcome) == {"stored": 1}


@pytest.mark.parametrize(
    ("service", "rule", "left"),
    [
        (Service(meetings(250), cap=60), "H-PAG-03", 190),
        (Service(meetings(250), count=b"120"), "H-CNT-03", 130),
        (Service(meetings(250), count=b"<html>"), "H-CNT-02", 250),
        (Service(meetings(250), ignores=frozenset({"top", "skip"})), "H-PAG-06", 150),
    ],
)
def test_what_is_mended_is_reckoned_anew(service: Service, rule: str, left: int) -> None:
    outcome = imported("meetings", service)
    mended = imported("meetings", service, mended=(rule,))

    assert causes(outcome) == {rule: left}
    assert lots(mended) == {"stored": 250}


def test_records_known_otherwise_count_where_the_importer_gets_no_answer() -> None:
    outcome = imported("meetings", Service([], count=(404, (), b""), fails={0: (404, (), b"")}), known=40)

    assert lots(outcome) == {"unreached": 40}
    assert causes(outcome) == {"H-CNT-02": 40}
    assert outcome.ledgers["2018"].aborted


def test_lists_that_are_only_linked_are_asked_for() -> None:
    address = "http://mea.example/informea.svc/Set('1')/keywords"
    linked = row("decisions", 1, keywords={"__deferred": {"uri": address}})

    there = Service([linked], links={address: {"d": {"results": []}}})
    gone = Service([linked], links={address: (404, (), b"")})
    unrecorded = Service([linked], links={address: Silence(kind="unrecorded", reason="no answer in the recording")})

    assert lots(imported("decisions", there)) == {"stored": 1}
    assert causes(imported("decisions", gone)) == {"H-GEN-05": 1}
    outcome = imported("decisions", unrecorded)
    assert lots(outcome) == {"stored": 1}
    assert outcome.unanswered == [f"GET {address}: no answer in the recording"]


def test_every_fate_is_told_with_what_was_served_and_what_is_stored() -> None:
    fates: list[tuple[str, Fate]] = []

    imported("meetings", [row("meetings", 1, title=texts(("en", "Two  blanks")))], fates=fates)

    (touch,) = fates[1][1].touches
    assert (touch.rule, touch.pointer, touch.served, touch.stored) == (
        "H-TTL-01", "/title/0/value", "Two  blanks", "Two blanks",
    )  # fmt: skip


def test_people_are_not_told() -> None:
    outcome = imported("contacts", [row("contacts", 1, email="a b@example.org", country="Kenya")])

    for cause in outcome.ledgers["2018"].causes.values():
        assert [(example.served, example.stored) for example in cause.examples] == [(None, None)] * len(cause.examples)


def test_names_are_capped_and_counts_are_not() -> None:
    outcome = imported("meetings", meetings(500, country="UK"))

    cause = outcome.ledgers["2018"].ranked()[0]
    assert (cause.count, len(cause.records), len(cause.examples)) == (500, 20, 3)


def junk(value: Any) -> dict[str, Any]:
    """A record of which every property has the same value."""
    names = [
        *row("decisions"),
        *row("meetings"),
        *row("documents"),
        *row("contacts"),
        "summary",
        "content",
        "name",
        "roles",
        "titles",
    ]
    return dict.fromkeys(names, value) | {"id": "x"}


@pytest.mark.parametrize(
    "entity", ["decisions", "meetings", "national-reports", "national-plans", "sites", "documents", "contacts"]
)
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        0,
        1.5,
        True,
        "x",
        [],
        {},
        [None],
        [1],
        ["x"],
        [[]],
        [{}],
        {"results": [None, {"value": []}]},
        "\ud800",
        10**30,
    ],
)
@pytest.mark.parametrize("provider", ["cms", "cbd", "basel"])
def test_no_value_is_too_strange(entity: str, value: Any, provider: str) -> None:
    rows = [junk(value)]
    secretariats = {"national-plans": "stockholm", "sites": "ramsar"}
    name = provider if provider == "cbd" else secretariats.get(entity, provider)

    outcome = imported(entity, Service(rows, envelope=lambda page: {"d": page, "value": page}), provider=name)

    assert sum(lots(outcome).values()) >= 0
    assert outcome.cut == ""
