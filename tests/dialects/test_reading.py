"""What a lenient reader makes of answers that depart from their wire form, and what it notes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apitest.dialects import DIALECTS
from apitest.dialects.body import read_json
from apitest.dialects.dates import canonical, day_of, from_rfc3339, from_ticks, moment_of, to_ticks
from apitest.dialects.declared_types import declarations
from apitest.model import Page
from making import entity, exchange

OLINGO, NATIVE = DIALECTS["olingo2"], DIALECTS["mea-json"]


def noted(page: Page) -> list[str]:
    return [departure.requirement for departure in page.departures]


def olingo(row: dict[str, Any]) -> Page:
    return OLINGO.read_page(exchange({"d": {"results": [{"id": "1", **row}]}}), entity())


def native(row: dict[str, Any]) -> Page:
    return NATIVE.read_page(exchange({"items": [{"id": "1", **row}]}), entity())


@pytest.mark.parametrize(
    ("body", "requirement"),
    [
        (b"\xef\xbb\xbf{}", "transport/no-byte-order-mark"),
        (b'{"a": "\xe9"}', "transport/utf-8"),
        (b'{"a": NaN}', "transport/strict-json"),
        (b'{"a": 1, "a": 2}', "transport/no-repeated-keys"),
        (b"", "transport/json-body"),
        (b"<html>", "transport/json-body"),
        (b'{"a": ', "transport/json-body"),
        (b"oops", "transport/json-body"),
        (b'{"a": "caf\xc3', "transport/json-body"),
    ],
)
def test_a_body_that_departs_is_noted(body: bytes, requirement: str) -> None:
    reading = read_json(exchange(body))

    assert [departure.requirement for departure in reading.departures] == [requirement]
    assert reading.readable == (requirement != "transport/json-body")


@given(st.binary(max_size=80))
def test_no_body_is_an_exception(body: bytes) -> None:
    reading = read_json(exchange(body))

    assert reading.readable or reading.departures


_KEYS = st.sampled_from(["d", "results", "items", "id", "title", "published", "files", "__next"])
_SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3)


@given(st.recursive(_SCALARS, lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner)))
def test_no_document_is_an_exception(value: Any) -> None:
    for dialect in DIALECTS.values():
        page = dialect.read_page(exchange(value), entity())

        assert page.readable or page.departures


@pytest.mark.parametrize(
    ("value", "requirement"),
    [
        ({"published": "09.05.2025"}, "service/dates-in-dialect-form"),
        ({"published": 5}, "service/dates-in-dialect-form"),
        ({"displayOrder": "5"}, "service/numbers-are-numbers"),
        ({"displayOrder": "five"}, "service/values-of-declared-type"),
        ({"displayOrder": True}, "service/values-of-declared-type"),
        ({"displayOrder": 2**31}, "service/values-of-declared-type"),
        ({"displayOrder": -(2**31) - 1}, "service/values-of-declared-type"),
        ({"displayOrder": 1e18}, "service/values-of-declared-type"),
        ({"displayOrder": "2147483648"}, "service/values-of-declared-type"),
        ({"number": 5}, "service/values-of-declared-type"),
        ({"title": "Mercury"}, "service/collections-in-dialect-form"),
        ({"brs_unnumber": 1}, "service/no-unknown-properties"),
    ],
)
def test_a_value_that_departs_is_noted(value: dict[str, Any], requirement: str) -> None:
    assert noted(olingo(value)) == [requirement]
    assert noted(native(value)) == [requirement]


def test_a_whole_number_may_have_a_fraction_of_nothing() -> None:
    page = native({"displayOrder": 5.0})

    assert (page.records[0].content["displayOrder"], noted(page)) == (5, [])


def test_a_size_beyond_64_bits_is_noted() -> None:
    assert noted(native({"files": [{"size": 2**63}]})) == ["service/values-of-declared-type"]


@pytest.mark.parametrize("order", [2**31 - 1, -(2**31), 0])
def test_a_whole_number_may_be_as_wide_as_its_type(order: int) -> None:
    page = native({"displayOrder": order, "files": [{"size": 2**63 - 1}]})

    assert noted(page) == []


def test_a_placeholder_is_noted_and_dropped() -> None:
    page = olingo({"summary": {"results": [{"__metadata": {"type": "Decision"}}]}})

    assert (page.records[0].content["summary"], noted(page)) == ([], ["service/no-placeholders"])


def test_entries_that_are_no_objects_are_noted() -> None:
    assert noted(native({"title": ["Mercury"]})) == ["service/values-of-declared-type"]


def test_a_record_that_is_no_object_is_noted() -> None:
    page = NATIVE.read_page(exchange({"items": ["x"]}), entity())

    assert (page.records[0].id, noted(page)) == (None, ["service/values-of-declared-type"])


def test_a_list_that_was_asked_for_inline_and_came_as_a_link_is_noted() -> None:
    body = {"d": {"results": [{"id": "1", "title": {"__deferred": {"uri": "http://mea.example/x"}}}]}}
    url = "http://mea.example/informea.svc/Decisions?$expand=title"

    page = OLINGO.read_page(exchange(body, url=url), entity())

    assert noted(page) == ["query/expand-honoured"]
    assert page.records[0].deferred == {"/title": "http://mea.example/x"}


@pytest.mark.parametrize("body", [[], {"value": []}, {"results": []}, {"d": []}])
def test_other_envelopes_are_read_and_noted(body: Any) -> None:
    page = OLINGO.read_page(exchange(body), entity())

    assert (page.readable, noted(page)) == (True, ["service/envelope"])


@pytest.mark.parametrize("body", [[], {"value": []}, {"results": []}, {"data": []}])
def test_other_envelopes_of_the_native_form_are_read_and_noted(body: Any) -> None:
    page = NATIVE.read_page(exchange(body), entity())

    assert (page.readable, noted(page)) == (True, ["service/envelope"])


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_what_is_no_listing_is_unreadable(dialect: Any) -> None:
    pages = [
        dialect.read_page(exchange({"error": {}}), entity()),
        dialect.read_page(exchange({}, status=500), entity()),
        dialect.read_page(exchange(b"<html>"), entity()),
    ]

    assert [(page.readable, noted(page)) for page in pages] == [
        (False, ["service/envelope"]),
        (False, ["service/listing-answers"]),
        (False, ["transport/json-body"]),
    ]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_what_is_no_record_is_unreadable(dialect: Any) -> None:
    bodies = [(b"[]", 200), (b"{}", 404), (b"<html>", 200)]

    assert not any(dialect.read_item(exchange(body, status=status), entity()).readable for body, status in bodies)


def test_a_single_record_in_a_list_is_read() -> None:
    page = OLINGO.read_item(exchange({"d": {"results": [{"id": "7"}]}}), entity())

    assert page.records[0].id == "7"


@pytest.mark.parametrize("body", [b'"5"', b"\xef\xbb\xbf5", b"5\n", b"five", b""])
def test_a_count_in_another_form_is_none(body: bytes) -> None:
    assert OLINGO.read_count(exchange(body)) is None
    assert NATIVE.read_count(exchange(body)) is None


def test_where_a_finding_lies_is_said_in_the_dialects_words() -> None:
    assert OLINGO.place(entity(), 3, "/title/0/value") == "$.d.results[3].title.results[0].value"
    assert NATIVE.place(entity(), 3, "/title/0/value") == "$.items[3].title[0].value"


# --- dates --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/Date(x)/", "/Date(99999999999999999)/", "1762128000000", "/Date(0)/ "])
def test_ticks_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        from_ticks(text)


def test_an_offset_of_ticks_changes_nothing() -> None:
    assert from_ticks("/Date(1762128000000+0060)/") == from_ticks("/Date(1762128000000)/") == "2025-11-03T00:00:00Z"


@pytest.mark.parametrize("text", ["2025-11-03", "2025-11-03T00:00:00", "2025-13-01T00:00:00Z", "03/11/2025"])
def test_moments_without_offset_or_calendar_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        from_rfc3339(text)


def test_an_offset_is_worked_in() -> None:
    assert from_rfc3339("2025-11-03T01:00:00.5+01:00") == "2025-11-03T00:00:00.500Z"


def test_ticks_and_moments_agree() -> None:
    assert from_ticks(to_ticks("2025-11-03T10:11:12.013Z")) == "2025-11-03T10:11:12.013Z"
    assert canonical(moment_of("0001-01-01T00:00:00Z")) == "0001-01-01T00:00:00Z"


@pytest.mark.parametrize("text", ["2025-02-29", "2025-1-1", "20250101"])
def test_days_that_no_calendar_has_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is the message
        day_of(text)


# --- EDMX ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"<Edmx",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Edmx>&a;</Edmx>',
        b'<?xml version="1.0" encoding="x"?><Edmx/>',
    ],
)
def test_what_is_no_description_is_none(body: bytes) -> None:
    assert declarations(body) is None
