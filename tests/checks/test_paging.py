"""The feed as a whole: each check on a walk that conforms and on one that does not."""

from typing import Any

import pytest

from apitest.checks import paging
from apitest.checks.conversing import NotAsAsked, NotOffered
from conversing import BASE, conversed, harvest, leaf, rows, subject
from making import exchange

HUNDRED = tuple(f"{number:03}" for number in range(100))


def got(
    check: paging.HarvestCheck, *arguments: object, total: int | None = None, ending: str = "complete"
) -> list[str]:
    return [found.got for found in check(subject(harvest(*arguments, ending=ending), total=total))]


def test_a_walk_that_looped_did_not_end() -> None:
    assert got(paging.walk_ends, leaf("a"), leaf("b")) == []
    assert got(paging.walk_ends, leaf("a"), leaf("a"), ending="looped") == [
        "page 2 again, with nothing new, after 1 records"
    ]


def test_each_record_comes_once() -> None:
    assert got(paging.ids_are_distinct, leaf("a", None), leaf("b", None)) == []
    assert got(paging.ids_are_distinct, leaf("a", "b"), leaf("b")) == ["'b' on page 1 and again on page 2"]
    assert got(paging.ids_are_distinct, leaf("a"), leaf("a"), ending="looped") == []


@pytest.mark.parametrize(
    ("total", "ending", "found"), [(2, "complete", 0), (3, "complete", 1), (3, "limited", 0), (None, "complete", 0)]
)
def test_the_count_is_that_of_a_full_walk(total: int | None, ending: str, found: int) -> None:
    assert len(got(paging.count_equals_ids, leaf("a", "b", "a"), total=total, ending=ending)) == found


@pytest.mark.parametrize(("body", "found"), [(b"12", 0), (b"twelve", 1), (b"", 1)])
def test_the_count_is_plain(body: bytes, found: int) -> None:
    assert len(conversed(paging.count_is_plain(subject(harvest())), body)) == found


def test_a_count_with_an_error_status_is_none() -> None:
    (departure,) = conversed(paging.count_is_plain(subject(harvest())), exchange(b"12", status=500))

    assert departure.got.startswith("status 500")


def test_pages_are_full_while_more_follow() -> None:
    assert got(paging.pages_are_full, leaf(*HUNDRED), leaf("x")) == []
    assert got(paging.pages_are_full, leaf("a"), leaf("b")) == ["1 on page 1"]
    assert got(paging.pages_are_full, leaf("a"), leaf("b"), ending="limited") == []


def test_pages_of_another_size_join_the_same_way() -> None:
    walked = subject(harvest(leaf(*HUNDRED), leaf("x", "y", "z")))

    assert conversed(paging.pages_join(walked), rows("097", "098", "099", "x", "y", "z")) == ()
    (departure,) = conversed(paging.pages_join(walked), rows("097", "098", "x", "y", "z"))
    assert (departure.got, departure.record) == ("'x'", "099")


def native(*ids: str, **more: str) -> dict[str, Any]:
    return {"items": [{"id": key} for key in ids], **more}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (native("a", "b", "c", next="decisions?cursor=c"), native("d", "e"), []),
        (native("a", "b", "c"), {}, ["no next link"]),
        (native("a", "b", "c", next="http://localhost:1/decisions"), native("d", "e"), []),
        (native("a", "b", "c", next="decisions?cursor=c"), native("a", "b", "c"), ["'a', 'b' and 1 more"]),
        (native("a", "b", "c", next="decisions?cursor=c"), native(), ["none"]),
        (native("a", "b", "c", next="decisions?cursor=c"), native("d"), ["no next link"]),
        (native("a", "b", "c", next="decisions?cursor=c"), b"no", ["status 200: 'no'"]),
        (native("a", "b", "c", "d", "e"), {}, []),
    ],
)
def test_small_pages_are_joined_by_their_links(first: dict[str, Any], second: dict[str, Any], told: list[str]) -> None:
    walked = subject(harvest(leaf(*"abcde")), dialect="mea-json")
    answers = iter((first, second))

    found = conversed(paging.pages_join(walked), lambda _asked: next(answers))

    assert [departure.got for departure in found] == told


def test_what_was_listed_is_listed_again() -> None:
    walked = subject(harvest(leaf("a", "b")))

    assert conversed(paging.records_stay(walked), rows("b", "a")) == ()
    assert conversed(paging.records_stay(walked), rows("a", "c")) == ()
    (departure,) = conversed(paging.records_stay(walked), rows("a"))
    assert (departure.expected, departure.got) == ("the 2 records of before, 'b' among them", "1 records, without")


def test_one_page_joins_nothing() -> None:
    assert conversed(paging.pages_join(subject(harvest(leaf("a")))), rows()) == ()


def test_the_same_question_gets_the_same_order() -> None:
    walked = subject(harvest(leaf("a", "b")))

    assert conversed(paging.order_is_stable(walked), rows("a", "b")) == ()
    assert conversed(paging.order_is_stable(walked), rows("a", "c")) == ()
    (departure,) = conversed(paging.order_is_stable(walked), rows("b", "a"))
    assert (departure.expected, departure.got) == ("as before: 'a', 'b'", "'b', 'a'")


def test_the_same_question_gets_the_same_ids() -> None:
    walked = subject(harvest(leaf("a", "b")))

    assert conversed(paging.ids_are_stable(walked), rows("b", "a")) == ()
    assert conversed(paging.ids_are_stable(walked), rows("a")) == ()
    (departure,) = conversed(paging.ids_are_stable(walked), rows("a", "c"))
    assert departure.expected == "the ids of before: 'b'"


@pytest.mark.parametrize("check", [paging.order_is_stable, paging.ids_are_stable, paging.records_stay])
def test_an_empty_set_gives_no_occasion(check: paging.HarvestCheck) -> None:
    with pytest.raises(NotOffered, match="no records"):
        conversed(check(subject(harvest())), rows())  # type: ignore[arg-type]


def test_an_answer_that_is_no_listing_ends_the_conversation() -> None:
    with pytest.raises(NotAsAsked):
        conversed(paging.order_is_stable(subject(harvest(leaf("a")))), b"<html>")


def test_behind_the_last_record_nothing_comes() -> None:
    walked = subject(harvest(leaf("a")))

    assert conversed(paging.past_the_end_is_empty(walked), rows()) == ()
    assert conversed(paging.past_the_end_is_empty(walked), rows("a"))[0].got == "1 records"
    assert conversed(paging.past_the_end_is_empty(walked), exchange(b"x", status=404))[0].got.startswith("status 404")
    assert conversed(paging.past_the_end_is_empty(subject(harvest(ending="looped"))), rows("a")) == ()


def test_a_next_link_promises_more() -> None:
    link = f"{BASE}/Decisions?$skiptoken=1"

    assert got(paging.last_page_has_no_next, leaf("a", next=link), leaf("b")) == []
    assert got(paging.last_page_has_no_next, leaf("a", next=link), leaf()) == ["a link to an empty page"]
    assert got(paging.last_page_has_no_next, leaf("a", next=link), leaf(), ending="limited") == []


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("", []),
        (f"{BASE}/Decisions?$skiptoken=1", []),
        ("http://localhost/informea.svc/Decisions?$skiptoken=1", ["http://localhost"]),
    ],
)
def test_a_next_link_stays_with_its_service(link: str, found: list[str]) -> None:
    answer = rows("a", **({"__next": link} if link else {}))

    assert [item.got for item in conversed(paging.next_stays_on_origin(subject(harvest())), answer)] == found


def test_a_next_link_keeps_what_was_asked() -> None:
    walked = subject(harvest(leaf("a"), updated=["2024-01-01T00:00:00Z"]))
    asked: list[object] = []

    kept = conversed(
        paging.next_keeps_the_options(walked), lambda query: rows("a", __next=f"{query.url}&$skiptoken=1"), asked=asked
    )
    lost = conversed(paging.next_keeps_the_options(walked), rows("a", __next=f"{BASE}/Decisions?$skiptoken=1"))
    none = conversed(paging.next_keeps_the_options(walked), rows("a"))

    assert (kept, none) == ((), ())
    assert "$filter" in lost[0].expected
    assert "%24filter" in asked[0].url or "$filter" in asked[0].url  # type: ignore[attr-defined]


def test_a_changed_option_is_a_lost_one() -> None:
    walked = subject(harvest())

    (found,) = conversed(
        paging.next_keeps_the_options(walked), lambda query: rows("a", __next=query.url.replace("id", "updated"))
    )

    assert "$orderby" in found.expected


def test_a_service_that_does_not_answer_such_a_listing_is_another_matter() -> None:
    with pytest.raises(NotOffered):
        conversed(paging.next_stays_on_origin(subject(harvest())), b"<html>")
