"""One pass over a set: what it finds and where, what it counts, and what remains of it."""

from dataclasses import replace
from typing import Any

import pytest

from apitest.checks.examining import CAP, Examination, curl, finding_of, look_at
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS
from apitest.evidence import digest_of
from apitest.model import Departure, Exchange, Leaf, Page, Query, Record
from apitest.shelves import Shelf
from making import CONTRACT, NOW, entity, exchange, target


def languages(entity_set: str, *records: Any, dialect: str = "olingo2") -> dict[str, int]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    examination = Examination(setting, DIALECTS[dialect], [], look_at)
    page = Page(records=tuple(Record(id=str(at), content=item, index=at) for at, item in enumerate(records)))
    examination.take(exchange(b""), page)
    return examination.languages


def test_records_are_counted_by_the_languages_of_their_titles() -> None:
    both = {"title": [{"language": "en", "value": "Waste"}, {"language": "fr", "value": "Déchets"}]}
    twice = {"title": [{"language": "en", "value": "Waste"}, {"language": "en", "value": "Wastes"}]}

    counted = languages("decisions", both, twice, {})

    assert counted == {"en": 2, "fr": 1, "es": 0, "ru": 0, "ar": 0, "zh": 0}


@pytest.mark.parametrize(
    "title", [None, "Waste", {}, [1], [{"language": ["en"], "value": "x"}], [{"language": "en", "value": ""}], [{}]]
)
def test_what_is_no_text_in_a_language_is_not_counted(title: Any) -> None:
    assert not any(languages("decisions", {"title": title}).values())


def test_a_name_stands_for_a_title_and_a_set_without_either_has_no_figure() -> None:
    assert languages("sites", {"name": [{"language": "fr", "value": "Parc"}]})["fr"] == 1
    assert languages("reporting-status", {"id": "1"}, dialect="mea-json") == {}


# --- findings -----------------------------------------------------------------------------------------------------

BASE = "http://mea.example/informea.svc"
SETTING = Setting(contract=CONTRACT, target=target(), entity=entity("decisions"), now=NOW)
GIVEN, LINKS, COOKIES, ENVELOPE = (
    "decisions/id-given",
    "decisions/links-distinct",
    "transport/no-cookies",
    "service/envelope",
)


def walk(*pages: tuple[Exchange, Page], about: tuple[str, ...] = (GIVEN, LINKS, COOKIES, ENVELOPE)) -> Examination:
    examination = Examination(SETTING, DIALECTS["olingo2"], [CONTRACT.requirements[name] for name in about], look_at)
    for served, page in pages:
        examination.take(served, page)
    examination.finish()
    return examination


def page_of(*records: Record, **more: Any) -> Page:
    return Page(records=records, **more)


def row(key: str | None, index: int = 0, **content: Any) -> Record:
    return Record(id=key, content=content | ({"id": key} if key else {}), index=index)


def first(number: int = 1, body: bytes = b"", **more: Any) -> Exchange:
    return exchange(body, url=f"{BASE}/Decisions?page={number}", **more)


def found(examination: Examination) -> dict[str, list[tuple[str | None, str, str]]]:
    tallies = examination.tallies.items()
    return {name: [(item.record, item.got, item.where) for item in tally.kept] for name, tally in tallies if tally.kept}


def test_a_finding_in_a_record_says_where_in_the_answer_it_is() -> None:
    examination = walk((first(), page_of(row("a"), row(None, 1))), (first(2), page_of(row(None, 4))))

    assert found(examination) == {
        GIVEN: [
            (None, "nothing", f"GET {BASE}/Decisions?page=1  $.d.results[1].id"),
            (None, "nothing", f"GET {BASE}/Decisions?page=2  $.d.results[4].id"),
        ]
    }


def test_a_finding_across_records_is_seen_in_the_page_of_its_record() -> None:
    same = "https://mea.example/d"

    examination = walk((first(), page_of(row("a", link=same))), (first(2), page_of(row("b", link=same))))

    told = "'https://mea.example/d', as in 1 other records, first in 'a'"
    assert found(examination) == {LINKS: [("b", told, f"GET {BASE}/Decisions?page=2")]}


def test_an_answer_is_looked_at_once_and_its_departures_are_its_own() -> None:
    envelope = Departure(requirement=ENVELOPE, expected="rows", got="none", place="$.d")
    others = Departure(requirement="service/item-answers", expected="a record", got="none")
    served = first(headers=(("set-cookie", "a=b"),))

    examination = walk((served, page_of(departures=(envelope, others))), (first(2), page_of()))

    where = f"GET {BASE}/Decisions?page=1"
    assert found(examination) == {
        ENVELOPE: [(None, "none", f"{where}  $.d")],
        COOKIES: [(None, "a Set-Cookie header", f"{where}  header Set-Cookie")],
    }
    assert set(examination.tallies) == {GIVEN, LINKS, COOKIES, ENVELOPE}


def test_only_what_is_asked_for_is_judged() -> None:
    examination = walk((first(headers=(("set-cookie", "a=b"),)), page_of(row(None))), about=(LINKS,))

    assert found(examination) == {}


def test_findings_beyond_the_cap_are_counted() -> None:
    examination = walk((first(), page_of(*(row(None, index) for index in range(CAP + 7)))))

    assert (len(examination.tallies[GIVEN].kept), examination.tallies[GIVEN].total) == (CAP, CAP + 7)


def test_a_page_that_is_none_names_what_broke_it() -> None:
    departures = (
        Departure(requirement=COOKIES, expected="", got=""),
        Departure(requirement=ENVELOPE, expected="", got=""),
    )

    examination = walk((first(), page_of(departures=departures, readable=False)))

    assert (walk((first(), page_of())).broken, examination.broken) == ("", ENVELOPE)


# --- what remains -------------------------------------------------------------------------------------------------


def test_a_leaf_remembers_everything_of_a_page_but_its_records() -> None:
    served = first(body=b"12345")
    page = page_of(row("a"), row(None, 1), next=f"{BASE}/Decisions?page=2", count=2)

    (leaf,) = walk((served, page)).harvest("complete").leaves

    assert leaf == Leaf(exchange=first(), ids=("a", None), next=page.next, count=2, size=5)


def test_columns_hold_what_can_be_filtered_with_for_each_record() -> None:
    pages = (first(), page_of(row("a", treaty="basel", updated="x"), row("b", 1, status="active", number="1")))

    harvest = walk(pages).harvest("looped")

    assert (harvest.entity, harvest.ending, harvest.ids) == ("decisions", "looped", ("a", "b"))
    assert {*entity("decisions").filters, *entity("decisions").kept, "updated"} == {*harvest.columns}
    assert [harvest.columns[name] for name in ("treaty", "status", "updated")] == [
        ("basel", None),
        (None, "active"),
        ("x", None),
    ]


def test_what_is_too_much_for_memory_comes_back_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [
        (first(page), page_of(*(row(f"{page}-{at % 3}", at, link=f"l{at}", treaty="basel") for at in range(4))))
        for page in range(9)
    ]
    plain, tallies = walk(*pages).harvest("complete"), walk(*pages).tallies
    monkeypatch.setattr("apitest.shelves.AT_ONCE", 5)
    monkeypatch.setattr("apitest.checks.examining._LEAVES_AT_ONCE", 2)

    examination = walk(*pages)
    harvest = examination.harvest("complete")

    assert (tallies[LINKS].total, examination.tallies) == (32, tallies)
    assert isinstance(harvest.ids, Shelf)
    assert ([*harvest.ids], [*harvest.leaves]) == ([*plain.ids], [*plain.leaves])
    assert {name: (*column,) for name, column in harvest.columns.items()} == plain.columns


def test_findings_across_records_name_the_page_of_their_record() -> None:
    pages = [(first(page), page_of(row(f"{page}", link="l"), row(None, 1, link="l"))) for page in range(30)]

    tally = walk(*pages).tallies[LINKS]

    assert (tally.total, len(tally.kept)) == (59, CAP)
    assert [finding.where for finding in tally.kept[:3]] == [f"GET {first(page).query.url}" for page in (0, 1, 0)]


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ((3,), ["0-0", "0-1", "0-2"]),
        ((16,), [f"0-{at}" for at in range(0, 16, 2)]),
        ((17,), [f"0-{at}" for at in range(0, 16, 2)]),
        ((8, 8, 8), [f"{page}-{at}" for page in range(3) for at in range(8)]),
        ((8, 8, 8, 8), [f"{page}-{at}" for page in range(3) for at in range(8)] + ["3-7"]),
    ],
)
def test_samples_are_spread_over_pages_and_the_last_record_stays(sizes: tuple[int, ...], kept: list[str]) -> None:
    pages = [
        (first(page), page_of(*(row(f"{page}-{at}", at) for at in range(size)))) for page, size in enumerate(sizes)
    ]

    assert [record.id for record in walk(*pages).harvest("complete").samples] == kept


def test_what_at_least_one_record_has_is_known_and_records_are_counted() -> None:
    examination = walk(
        (first(), page_of(row("a", treaty="basel"))), (first(2), page_of(row("b", link="x"), row("c", 1)))
    )

    assert (examination.examined, examination.carried) == (3, {"id", "treaty", "link"})


# --- a finding ----------------------------------------------------------------------------------------------------


def test_a_finding_has_all_that_its_reader_needs() -> None:
    requirement = CONTRACT.requirements[GIVEN]
    departure = Departure(
        expected="an id", got="nothing", pointer="/id", record="7", place="$.d.results[0].id", fix="Do."
    )

    finding = finding_of(departure, requirement, SETTING, first())

    assert (finding.requirement, finding.target, finding.entity, finding.record) == (GIVEN, "mea", "decisions", "7")
    assert (finding.pointer, finding.expected, finding.got, finding.fix) == ("/id", "an id", "nothing", "Do.")
    assert finding.where == f"GET {BASE}/Decisions?page=1  $.d.results[0].id"
    assert finding.exchange == digest_of("mea", first().query)
    assert finding.reproduce == f"curl -sS -H 'Accept: application/json' '{BASE}/Decisions?page=1'"


def test_a_finding_without_an_answer_names_the_service() -> None:
    requirement = replace(CONTRACT.requirements[GIVEN], entities=())

    finding = finding_of(Departure(expected="x", got="y"), requirement, SETTING, None)

    assert (finding.where, finding.exchange, finding.reproduce, finding.entity) == (BASE, "", "", "")
    assert finding.fix == requirement.fix


def test_a_command_asks_as_we_asked() -> None:
    asked = Query(url=f"{BASE}/a b", method="HEAD", accept="text/plain", headers=(("if-none-match", '"1"'),))

    assert curl(asked) == f"curl -sS -I -H 'Accept: text/plain' -H 'if-none-match: \"1\"' '{BASE}/a b'"
