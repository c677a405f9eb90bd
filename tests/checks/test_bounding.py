"""Where a filter ends: services that keep to what was asked for, and such that do not."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from apitest.checks import bounding
from apitest.checks.conversing import NotOffered
from apitest.checks.query import holds
from apitest.dialects.dates import to_ticks
from apitest.model import Condition, Harvest, Query
from conversing import conversed, harvest, leaf, subject
from making import exchange

IDS = tuple("abcdefghij")
STATUSES = ("active", "retired") * 5
MOMENTS = tuple(f"2024-01-{30 - number:02}T08:30:00Z" for number in range(10))
ROWS = [
    {"id": key, "status": status, "updated": moment} for key, status, moment in zip(IDS, STATUSES, MOMENTS, strict=True)
]


def walked(**columns: Any) -> Harvest:
    return harvest(leaf(*IDS), **{"status": STATUSES, "updated": MOMENTS, **columns})


def answering(change: Callable[[str], str] = lambda text: text) -> Callable[[Query], dict[str, Any]]:
    """An endpoint that applies a filter as it is, or as it is changed."""

    def answer(query: Query) -> dict[str, Any]:
        asked = change(dict(parse_qsl(urlsplit(query.url).query)).get("$filter", ""))
        parts = re.findall(r"(\w+) (\w\w) (?:datetime)?'([^']*)'", asked)
        conditions = [Condition(property=name, operator=word, value=value) for name, word, value in parts]
        kept = [row for row in ROWS if all(holds(item, row[item.property]) for item in conditions)]
        return {"d": {"results": [{**row, "updated": to_ticks(row["updated"])} for row in kept]}}

    return answer


def got(check: Any, answer: Any, seen: Harvest | None = None, dialect: str = "olingo2") -> list[str]:
    return [found.got for found in conversed(check(subject(seen or walked(), dialect=dialect)), answer)]


def test_comparisons_that_are_exact_break_nothing() -> None:
    assert got(bounding.comparisons_are_exact, answering()) == []


@pytest.mark.parametrize(
    ("asked", "applied", "told"),
    [
        (" gt ", " ge ", ["also 'g'"]),
        (" lt ", " le ", ["also 'g'"]),
        (" le ", " lt ", ["without 'g'", "without 'd'"]),
        (" ne ", " eq ", ["also 'a', 'c' and 3 more, without 'b', 'd' and 3 more"]),
    ],
)
def test_a_comparison_that_is_taken_for_another_is_told(asked: str, applied: str, told: list[str]) -> None:
    assert got(bounding.comparisons_are_exact, answering(lambda text: text.replace(asked, applied))) == told


def test_comparisons_that_are_not_answered_are_not_offered() -> None:
    with pytest.raises(NotOffered):
        got(bounding.comparisons_are_exact, exchange(b"{}", status=400))


@pytest.mark.parametrize("seen", [harvest(), walked(updated=("2024-01-30T08:30:00Z",) * 10), walked(updated=(1,) * 10)])
def test_moments_that_cannot_be_compared_give_no_occasion(seen: Harvest) -> None:
    with pytest.raises(NotOffered):
        got(bounding.comparisons_are_exact, answering(), seen)


def test_records_of_one_moment_need_no_more_than_a_page() -> None:
    many = harvest(
        leaf(*(f"{number:03}" for number in range(900))),
        updated=[f"2024-01-{10 + number // 100}T00:00:00Z" for number in range(900)],
    )

    assert got(bounding.comparisons_are_exact, answering(), many) == []


def test_what_nothing_fulfils_is_an_empty_list() -> None:
    asked: list[Query] = []

    told = conversed(bounding.nothing_found_is_empty(subject(walked())), answering(), asked=asked)

    assert told == ()
    options = dict(parse_qsl(urlsplit(asked[0].url).query))
    assert options["$filter"] == "status eq 'active' and updated ge datetime'2024-01-30T08:30:01'"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (answering(lambda _: ""), "10 records"),
        (exchange(b"none", status=404), "status 404: 'none'"),
    ],
)
def test_what_nothing_fulfils_is_neither_everything_nor_an_error(answer: Any, told: str) -> None:
    assert got(bounding.nothing_found_is_empty, answer) == [told]


@pytest.mark.parametrize("seen", [harvest(), walked(status=(None,) * 10), walked(updated=(None,) * 10)])
def test_records_of_which_something_is_not_known_give_no_occasion(seen: Harvest) -> None:
    with pytest.raises(NotOffered):
        got(bounding.nothing_found_is_empty, answering(), seen)


def test_a_walk_that_broke_off_gives_no_occasion() -> None:
    with pytest.raises(NotOffered):
        got(bounding.nothing_found_is_empty, answering(), harvest(leaf(*IDS), ending="limited"))
