"""Relations between two answers: each check on a service that keeps them and on one that does not."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from apitest.checks import query
from apitest.checks.conversing import NotOffered, Subject, ids_of, shown
from apitest.model import Condition, Harvest, Query
from conversing import conversed, harvest, leaf, rows, subject
from making import exchange

IDS = tuple("abcdefghij")
STATUSES = ("active",) * 3 + ("retired",) * 7
MOMENTS = tuple(f"2024-01-{30 - number:02}T00:00:00Z" for number in range(10))


def walked(**columns: Any) -> Harvest:
    return harvest(leaf(*IDS), **{"status": STATUSES, "updated": MOMENTS, **columns})


def said(ids: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """Rows as the service keeps them."""
    places = [(key, IDS.index(key)) for key in ids]
    listed = [
        {"id": key, "status": STATUSES[place], "updated": f"/Date({1704067200000 + 86400000 * (29 - place)})/"}
        for key, place in places
    ]
    return {"d": {"results": listed, **more}}


def options(asked: Query) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(asked.url).query))


def honest(asked: Query) -> dict[str, Any]:
    """What a small honest service answers to the filters of these tests."""
    condition = options(asked).get("$filter", "")
    if " eq " in condition:
        wanted = condition.partition("'")[2].rstrip("'")
        kept = tuple(key for key, status in zip(IDS, STATUSES, strict=True) if status == wanted)
    else:
        since = condition.partition("'")[2].rstrip("'")
        kept = tuple(key for key, moment in zip(IDS, MOMENTS, strict=True) if moment.removesuffix("Z") >= since)
    return said(kept, __count=str(len(kept)))


def got(check: Callable[[Subject], Any], answer: Any, seen: Harvest | None = None) -> list[str]:
    return [found.got for found in conversed(check(subject(seen or walked())), answer)]


def test_no_more_come_than_were_asked_for() -> None:
    assert got(query.page_size_is_honoured, rows("a", "b", "c")) == []
    assert got(query.page_size_is_honoured, rows(*"abcd")) == ["4 records"]


def test_skipping_shows_what_the_walk_saw() -> None:
    def skipping(asked: Query) -> dict[str, Any]:
        start = int(options(asked)["$skip"])
        return rows(*IDS[start : start + 5])

    assert got(query.skip_is_honoured, skipping) == []
    assert got(query.skip_is_honoured, rows(*IDS)) == ["'a', 'b' and 3 more"] * 2


def test_a_set_of_a_window_or_less_is_not_skipped_through() -> None:
    assert got(query.skip_is_honoured, rows("x"), harvest()) == []
    assert got(query.skip_is_honoured, rows("x"), harvest(leaf(*IDS[:6]))) == []
    assert got(query.skip_is_honoured, rows("x"), harvest(leaf(*IDS[:7]))) == ["'x'"]


def test_records_come_in_the_order_asked_for() -> None:
    def ordered(*values: str) -> dict[str, Any]:
        return {
            "d": {"results": [{"id": value, "published": None, "number": value, "status": value} for value in values]}
        }

    assert got(query.order_is_honoured, ordered("1", "2")) == []
    assert got(query.order_is_honoured, ordered("1", "1")) == []
    assert len(got(query.order_is_honoured, ordered("2", "1"))) == 1


@pytest.mark.parametrize(
    ("moments", "ids", "found"),
    [
        (["3", "2", "1"], ["c", "b", "a"], 0),
        (["1", "2"], ["a", "b"], 1),
        (["1", "1"], ["a", "b"], 0),
        (["1", "1"], ["b", "a"], 1),
        ([1, None], ["b", "a"], 0),
        (["1", "2"], [None, "b"], 0),
    ],
)
def test_the_walk_came_in_a_total_order(moments: list[Any], ids: list[str | None], found: int) -> None:
    seen = harvest(leaf(*ids), updated=moments)

    assert len(list(query.walked_order_is_total(subject(seen)))) == found


def test_only_what_was_selected_comes() -> None:
    assert got(query.selection_is_honoured, rows("a")) == []
    surplus = {"d": {"results": [{"id": "a", "number": "1"}]}}
    assert got(query.selection_is_honoured, surplus) == ["also 'number'"]


def test_filters_are_answered() -> None:
    assert got(query.filter_is_answered, honest) == []


@pytest.mark.parametrize("check", [query.filter_is_sound, query.filter_is_complete, query.count_agrees_with_filter])
def test_an_honest_service_keeps_its_filters(check: Callable[[Subject], Any]) -> None:
    assert got(check, honest) == []


def test_a_filter_that_is_ignored_is_not_sound() -> None:
    told = got(query.filter_is_sound, said(IDS, __count="10"))

    assert told == ["a record with status 'retired'", "a record with updated '2024-01-21T00:00:00Z'"]


def test_a_bound_that_is_cut_to_its_day_lets_one_record_too_many_through() -> None:
    def cutting(asked: Query) -> dict[str, Any]:
        return honest(Query(url=re.sub(r"T\d\d:\d\d:\d\d", "T00:00:00", unquote(asked.url))))

    assert got(query.filter_is_sound, cutting) == ["a record with updated '2024-01-21T00:00:00Z'"]


def test_a_filtered_page_that_is_cut_short_is_not_complete_whatever_number_it_gives() -> None:
    def cutting(asked: Query) -> dict[str, Any]:
        whole = honest(asked)
        whole["d"]["results"] = whole["d"]["results"][:2]
        return whole

    assert got(query.filter_is_complete, cutting) == [
        "without 'c'",
        "without 'c', 'd' and 6 more",
        "without 'c', 'd' and 5 more",
    ]


@pytest.mark.parametrize(
    ("value", "bound", "kept"),
    [
        ("2025-01-01T00:00:00.500Z", "2025-01-01T00:00:00Z", True),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", True),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:01Z", False),
        (None, "2025-01-01T00:00:00Z", False),
    ],
)
def test_a_bound_in_time_is_within(value: str | None, bound: str, kept: bool) -> None:
    assert query.holds(Condition(property="updated", operator="ge", value=bound), value) is kept


@pytest.mark.parametrize(
    ("value", "behind"),
    [
        ("2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z"),
        ("2025-01-01T00:00:00.250Z", "2025-01-01T00:00:01.250Z"),
        ("9999-12-31T23:59:59Z", ""),
        ("yesterday", ""),
        (None, ""),
    ],
)
def test_behind_a_moment_comes_the_next_second(value: str | None, behind: str) -> None:
    assert query.a_second_behind(value) == behind


def test_a_filter_that_loses_records_is_not_complete() -> None:
    def losing(asked: Query) -> dict[str, Any]:
        whole = honest(asked)
        whole["d"]["results"] = whole["d"]["results"][:-1]
        whole["d"]["__count"] = str(len(whole["d"]["results"]))
        return whole

    assert len(got(query.filter_is_complete, losing)) == 3


def test_a_filtered_listing_of_several_pages_is_not_called_incomplete() -> None:
    partial = said(IDS[:1], __count="3", __next="http://mea.example/informea.svc/Decisions?$skiptoken=1")

    assert got(query.filter_is_complete, partial) == []


def test_a_count_that_forgets_the_filter_is_found() -> None:
    def forgetting(asked: Query) -> dict[str, Any]:
        whole = honest(asked)
        whole["d"]["__count"] = "10"
        return whole

    assert set(got(query.count_agrees_with_filter, forgetting)) == {"the number 10"}


def test_a_count_that_was_asked_for_is_given() -> None:
    assert got(query.inline_count_is_given, honest) == []
    assert got(query.inline_count_is_given, said(IDS[:3])) == ["none"]
    assert got(query.inline_count_is_given, said(()), harvest()) == []


def test_a_service_without_filters_is_another_requirement() -> None:
    with pytest.raises(NotOffered):
        got(query.filter_is_sound, b"<html>")


@pytest.mark.parametrize("name", sorted(name for name in query.CONVERSATIONS if name.endswith("-refused")))
def test_what_is_malformed_is_refused(name: str) -> None:
    check = query.CONVERSATIONS[name]

    assert conversed(check(subject(walked())), exchange(b"{}", status=400)) == ()
    (found,) = conversed(check(subject(walked())), rows("a"))
    assert found.got.startswith("status 200")
    assert "refused with a status from 400 to 499" in found.expected


def test_a_dialect_without_such_a_question_is_not_asked() -> None:
    assert conversed(query.refused("query/none", "nothing")(subject(walked())), rows()) == ()


@pytest.mark.parametrize(
    ("values", "text"), [([], "none"), (["a"], "'a'"), (["a", "b", "c"], "'a', 'b' and 1 more"), ([1, None], "1, None")]
)
def test_values_are_shown_in_a_message(values: list[Any], text: str) -> None:
    assert shown(values, 2) == text


def test_ids_of_a_page_keep_their_order() -> None:
    one = subject(walked())

    assert ids_of(one.page(exchange(rows("b", "a")))) == ["b", "a"]


@pytest.mark.parametrize("operator", ["eq", "ge"])
def test_values_fulfil_a_condition_together_as_one_by_one(operator: str) -> None:
    condition = Condition(property="status", operator=operator, value="active")
    column: list[Any] = ["active", "retired", "", None, 3, True, ["active"], {"active": 1}]

    assert query.fulfilling(condition, column) == [query.holds(condition, value) for value in column]
