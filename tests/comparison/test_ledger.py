"""Tokens of records, pairs of them, and noise that is not held against anybody."""

from collections.abc import Mapping
from typing import Any

import pytest

from apitest.comparison.endpoints import AGAIN, NEW, OLD, SetComparison, compare_set, verdict_of
from apitest.comparison.ledger import Ledger
from apitest.comparison.tokens import differing, kind_of, pattern_of, tokens_of
from apitest.model import Record

DONE = ("complete", "complete", "complete")


def ledger(*sides: Mapping[str, Mapping[str, Any]]) -> Ledger:
    """What each side serves: id → content."""
    made = Ledger(":memory:")
    for side, records in enumerate(sides):
        made.add(side, "s", [Record(id=key, content=content, index=0) for key, content in records.items()])
    return made


def compared(*sides: Mapping[str, Mapping[str, Any]], ignore: tuple[str, ...] = ()) -> SetComparison:
    return compare_set(ledger(*sides), "s", DONE, ignore=ignore, unsayable=())


def text(**languages: str) -> list[dict[str, str]]:
    return [{"language": name, "value": value} for name, value in languages.items()]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": None, "b": [], "c": 1}, {"c": 1.0}),
        ({"t": text(en="x", fr="y")}, {"t": text(en="x", fr="y")}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": None}}),
    ],
)
def test_what_means_the_same_does_not_differ(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert differing(tokens_of(old), tokens_of(new)) == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": "1"}, {"/a": ("1", '"1"')}),
        ({"a": "x"}, {}, {"/a": ('"x"', "")}),
        ({"a": ["x"]}, {"a": ["y"]}, {"/a/1": ('"x"', '"y"')}),
        ({"t": text(en="x")}, {"t": text(en="y")}, {"/t/language=en/value": ('"x"', '"y"')}),
        (
            {"t": text(en="x", fr="y")},
            {"t": text(fr="y", en="x")},
            {"/t/(order)": ('["language=en", "language=fr"]', '["language=fr", "language=en"]')},
        ),
    ],
)
def test_what_differs_is_told_at_its_place(
    old: dict[str, Any], new: dict[str, Any], expected: dict[str, tuple[str, str]]
) -> None:
    assert expected == differing(tokens_of(old), tokens_of(new))


def test_long_values_are_told_apart_by_digest() -> None:
    one, other = tokens_of({"a": "x" * 500}), tokens_of({"a": "x" * 499 + "y"})

    assert len(one["/a"]) < 100
    assert list(differing(one, other)) == ["/a"]


def test_patterns_and_kinds() -> None:
    places = {"/t/language=en/value": "/t/*/value", "/a/12": "/a/*", "/plain": "/plain"}
    tokens = {'"x"': "string", "1": "integer", "1.5": "number", "true": "boolean"}

    assert list(places.values()) == [pattern_of(place) for place in places]
    assert list(tokens.values()) == [kind_of(token) for token in tokens]


def test_what_the_old_service_says_otherwise_each_time_is_noise() -> None:
    old, new, again = ({"1": {"seen": n, "a": 1}, "2": {"seen": n + 1, "a": 1}} for n in (10, 20, 30))

    found = compared(old, {**new, "2": {"seen": 22, "a": 2}}, again)

    assert dict(found.counts) == {("changed", "/a"): 1}
    assert dict(found.noise) == {"/seen": 2}


def test_rare_noise_does_not_hide_a_field() -> None:
    old = {str(number): {"a": 1} for number in range(20)}
    new = {key: {"a": 2} for key in old}

    found = compared(old, new, {**old, "7": {"a": 3}})

    assert found.counts["changed", "/a"] == 19


def test_a_record_that_comes_and_goes_is_noise() -> None:
    found = compared({"1": {"a": 1}, "2": {"a": 1}}, {"1": {"a": 1}}, {"1": {"a": 1}})

    assert found.total == 0


def test_what_is_added_keeps_nobody_from_switching() -> None:
    found = compared({"1": {"a": 1}}, {"1": {"a": 1, "b": 2}, "2": {}}, {"1": {"a": 1}})

    assert (found.total, verdict_of([found], [])[0]) == (2, "yes")


@pytest.mark.parametrize(
    ("endings", "missing", "verdict"),
    [(DONE, [], "yes"), (("complete", "looped", "complete"), [], "cannot tell"), (DONE, ["meetings"], "no")],
)
def test_when_it_is_safe(endings: tuple[str, str, str], missing: list[str], verdict: str) -> None:
    found = compare_set(ledger({"1": {}}, {"1": {}}, {"1": {}}), "s", endings, ignore=(), unsayable=())

    assert verdict == verdict_of([found], missing)[0]


def test_double_and_missing_ids_are_told() -> None:
    made = ledger({}, {}, {})
    made.add(OLD, "s", [Record(id="1", content={}, index=0), Record(id="1", content={}, index=1)])
    made.add(NEW, "s", [Record(id="1", content={}, index=0), Record(id=None, content={}, index=1)])
    made.add(AGAIN, "s", [Record(id="1", content={}, index=0)])

    found = compare_set(made, "s", DONE, ignore=(), unsayable=())

    assert ["more than once" in found.notes[0], "without id" in found.notes[1]] == [True, True]
