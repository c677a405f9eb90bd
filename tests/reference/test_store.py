"""The records of the reference endpoint: filtered, ordered, cut into pages, refused where a filter is none."""

from typing import Any

import pytest

from apitest.dialects.speech import Refused
from apitest.model import Selection
from apitest.reference.store import Store, in_order
from making import CONTRACT, entity

DECISIONS = entity()
RECORDS = [
    {"id": "a", "updated": "2024-01-01T00:00:00Z", "number": "D-1", "status": "active", "title": [{"value": "T"}]},
    {"id": "b", "updated": "2024-01-03T00:00:00Z", "number": "d-2", "status": "retired"},
    {"id": "c", "updated": "2024-01-02T00:00:00Z", "status": "active"},
]


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store(CONTRACT.entities.values())
    made.fill("decisions", RECORDS)
    return made


def ids(rows: Any) -> str:
    return "".join(record["id"] for record in rows.records)


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("", "bca"),
        ("status eq 'active'", "ca"),
        ("status ne 'active'", "b"),
        ("not (status eq 'active')", "b"),
        ("status eq 'active' and id gt 'a'", "c"),
        ("id eq 'a' or id eq 'b'", "ba"),
        ("id ge 'b'", "bc"),
        ("id lt 'b'", "a"),
        ("id le 'b'", "ba"),
        ("updated ge 2024-01-02T00:00:00Z", "bc"),
        ("number eq null", "c"),
        ("number ne null", "ba"),
        ("startswith(number, 'D')", "a"),
        ("endswith(number, '2')", "b"),
        ("contains(tolower(number), 'd-')", "ba"),
        ("toupper(number) eq 'D-2'", "b"),
        ("length(number) eq 3", "ba"),
        ("true eq true", "bca"),
        ("length(number) gt 2.5", "ba"),
    ],
)
def test_a_filter_keeps_what_fulfils_it(store: Store, where: str, kept: str) -> None:
    assert ids(store.rows(DECISIONS, Selection(), where, 10)) == kept
    assert store.count(DECISIONS, where) == len(kept)


@pytest.mark.parametrize(
    "where",
    [
        "status eq",
        ")",
        "nothing eq 1",
        "title eq 'T'",
        "startswith(number)",
        "status eq duration'P1D'",
        "round(1) eq 1",
        "  ,",
    ],
)
def test_a_filter_that_is_none_is_refused(store: Store, where: str) -> None:
    with pytest.raises(Refused) as raised:
        store.rows(DECISIONS, Selection(), where, 10)

    assert raised.value.status == 400


@pytest.mark.parametrize(
    ("selection", "cap", "kept", "following"),
    [
        (Selection(top=2), 10, "bc", None),
        (Selection(top=2, skip=1), 10, "ca", None),
        (Selection(), 2, "bc", Selection(skip=2)),
        (Selection(top=3), 2, "bc", Selection(top=1, skip=2)),
        (Selection(order=(("id", False),)), 10, "abc", None),
        (Selection(order=(("status", False), ("id", True))), 10, "cab", None),
        (Selection(skip=9), 10, "", None),
    ],
)
def test_a_page_holds_what_was_asked_and_says_where_it_goes_on(
    store: Store, selection: Selection, cap: int, kept: str, following: Selection | None
) -> None:
    rows = store.rows(DECISIONS, selection, "", cap)

    assert (ids(rows), rows.next) == (kept, following)


def test_a_cursor_leads_through_a_fixed_order(store: Store) -> None:
    first = store.continued(DECISIONS, Selection(top=2, count=True), "", "", 10)
    second = store.continued(DECISIONS, Selection(top=2), "", first.after, 10)

    assert (ids(first), first.total, ids(second), second.after) == ("ac", 3, "b", "")


def test_one_record_is_found_by_its_id(store: Store) -> None:
    assert store.one(DECISIONS, "a") == RECORDS[0]
    assert store.one(DECISIONS, "z") is None


def test_a_copy_can_be_changed_without_the_original(store: Store) -> None:
    copied = store.copy()

    copied.put("decisions", "a", None)
    copied.put("decisions", "b", {"id": "b", "status": "other"})

    assert (copied.count(DECISIONS), store.count(DECISIONS)) == (2, 3)
    assert copied.one(DECISIONS, "b") == {"id": "b", "status": "other"}
    assert [record["id"] for record in store.listed("decisions")] == ["b", "c", "a"]


def test_the_natural_order_is_newest_first() -> None:
    assert [record["id"] for record in in_order(RECORDS)] == ["b", "c", "a"]
