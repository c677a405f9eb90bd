"""Two ways of asking, timed: each check on a service where the one pays and on one where it does not, by given times."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from apitest.checks import contrasting
from apitest.checks.conversing import NotOffered, Subject, Undecided
from apitest.model import Departure, Exchange, Query
from conversing import conversed, harvest, leaf, rows, subject
from making import exchange

LARGE = contrasting.large_pages_are_as_fast
LISTS = contrasting.lists_are_as_fast
CHANGES = contrasting.changes_are_as_fast
Check = Callable[[Subject], Any]


def walked(records: int = 300, **facts: Any) -> Subject:
    ids = [f"{number:05}" for number in range(records)]
    pages = [leaf(*ids[start : start + 100]) for start in range(0, records, 100)]
    moments = [f"2026-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z" for number in range(records)]
    return subject(harvest(*pages, **{"updated": moments, **facts}))


def option(query: Query, name: str) -> str:
    return parse_qs(urlsplit(query.url).query).get(name, [""])[0]


def top(query: Query) -> int:
    return int(option(query, "$top") or 0)


def serving(seconds: Callable[[Query], float], most: int = 1000) -> Callable[[Query], Exchange]:
    def answer(query: Query) -> Exchange:
        ids = [f"{number:05}" for number in range(min(top(query), most))]
        return replace(exchange(rows(*ids), url=query.url), query=query, seconds=seconds(query))

    return answer


def said(check: Check, seconds: Callable[[Query], float], **facts: Any) -> tuple[Departure, ...]:
    return conversed(check(walked(**facts)), serving(seconds))


def by_size(power: float) -> Callable[[Query], float]:
    return lambda query: 0.02 + (top(query) / 100) ** power


def by_lists(extra: float, single: float = 0.01) -> Callable[[Query], float]:
    return lambda query: single if top(query) == 1 else 0.2 + (extra if option(query, "$expand") else 0.0)


def by_filter(extra: float) -> Callable[[Query], float]:
    return lambda query: 0.1 + (extra if option(query, "$filter") else 0.0)


@pytest.mark.parametrize(
    ("check", "slow", "got"),
    [
        (LARGE, by_size(2), "300 ms for 10 pages of 10, 720 ms to 720 ms longer so"),
        (LISTS, by_lists(1.2), "200 ms for 100 records without their lists, 1.20 s to 1.20 s longer so"),
        (CHANGES, by_filter(0.4), "100 ms for any 10 records, 400 ms to 400 ms longer so"),
    ],
)
def test_what_takes_longer_than_it_should_is_told_with_its_times(
    check: Check, slow: Callable[[Query], float], got: str
) -> None:
    (found,) = said(check, slow)

    assert found.got == f"{got} (8 answers timed in two rounds that agree, noise 0%)"
    assert found.exchange is not None


@pytest.mark.parametrize(
    ("check", "quick"),
    [
        (LARGE, by_size(1)),
        (LARGE, lambda _query: 0.3),
        (LISTS, by_lists(0.9)),
        (LISTS, by_lists(-0.1)),
        (CHANGES, by_filter(0.04)),
        (CHANGES, by_filter(-0.05)),
    ],
    ids=["in-step", "alike", "a-little-longer", "sooner", "a-moment-longer", "sooner-too"],
)
def test_what_pays_is_no_departure(check: Check, quick: Callable[[Query], float]) -> None:
    assert said(check, quick) == ()


@pytest.mark.parametrize(("check", "slow"), [(LARGE, by_size(1.5)), (LISTS, by_lists(1.2)), (CHANGES, by_filter(0.1))])
def test_where_noise_covers_it_nobody_can_tell(check: Check, slow: Callable[[Query], float]) -> None:
    draw = random.Random(3)

    with pytest.raises(Undecided, match=r"longer, where .* is the limit; times of the same question differ by \d+%"):
        said(check, lambda query: slow(query) + (draw.expovariate(1.5) if top(query) > 1 else 0.0))


@pytest.mark.parametrize(("check", "slow"), [(LARGE, by_size(2)), (LISTS, by_lists(1.2)), (CHANGES, by_filter(0.4))])
def test_one_round_alone_is_no_proof(check: Check, slow: Callable[[Query], float]) -> None:
    asked: list[Query] = []

    def seconds(query: Query) -> float:
        return slow(query) if len(asked) <= 12 or top(query) == 1 else 0.1

    with pytest.raises(Undecided):
        conversed(check(walked()), serving(seconds), asked=asked)


@pytest.mark.parametrize("check", [LARGE, LISTS, CHANGES])
@pytest.mark.parametrize("facts", [{"records": 99}, {"ending": "broken-off"}])
def test_few_records_and_walks_that_broke_off_say_nothing(check: Check, facts: dict[str, Any]) -> None:
    with pytest.raises(NotOffered, match="too few"):
        said(check, lambda _query: 0.1, **facts)


def test_pages_that_are_not_as_large_as_asked_for_are_not_compared() -> None:
    with pytest.raises(NotOffered, match="did not come as asked for"):
        conversed(LARGE(walked()), serving(by_size(2), most=50))


def test_without_moments_of_change_nothing_is_said_of_changes() -> None:
    with pytest.raises(NotOffered, match="moments of change"):
        said(CHANGES, by_filter(1), updated=[None] * 300)


def test_an_answer_that_is_none_decides_nothing() -> None:
    with pytest.raises(Undecided, match="status 500"):
        conversed(LISTS(walked()), exchange(b"", status=500))
