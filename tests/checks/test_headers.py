"""What the headers of an answer say of it: each true and false."""

from datetime import UTC, datetime
from typing import Any

import pytest

from apitest.checks import headers, transport
from apitest.model import Exchange, Leaf, Query
from conversing import conversed, harvest, subject
from making import NOW, exchange

SETTING = subject(harvest())
TEXTS = {"d": {"results": [{"title": [{"language": tag, "value": "T"} for tag in ("en", "fr", "en")]}]}}
TODAY, TOMORROW_BUT_ONE = "Thu, 01 Jan 2026 00:00:00 GMT", "Sat, 03 Jan 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"date": TODAY}, 0),
        ({"date": "2026-01-01"}, 1),
        ({"date": "Fri, 99 Jan 99999"}, 1),
        ({"date": TOMORROW_BUT_ONE}, 1),
        ({"date": "Thu, 01 Jan 1970 00:00:00 GMT"}, 1),
        ({"date": "Mon, 01 Dec 2025 00:00:00 GMT", "age": "2678400"}, 0),
        ({"age": "some days"}, 1),
        ({"age": "-5"}, 1),
        ({"last-modified": TODAY}, 0),
        ({"last-modified": "Thu, 01 Jan 2026 00:00:00"}, 0),
        ({"last-modified": "yesterday"}, 1),
        ({"last-modified": TOMORROW_BUT_ONE}, 1),
        ({"last-modified": TODAY, "date": "Wed, 31 Dec 2025 23:59:59 GMT"}, 1),
        ({"last-modified": TODAY, "date": "Fri, 01 Jan 2999 00:00:00 GMT"}, 1),
        ({"content-language": "en"}, 0),
        ({"content-language": "fr, en-GB"}, 0),
        ({"content-language": "fr"}, 1),
        ({"content-language": "ar"}, 1),
        ({"content-language": "English, please"}, 1),
        ({"content-encoding": "gzip"}, 1),
        ({"content-encoding": "gzip", "vary": "Accept"}, 1),
        ({"content-encoding": "gzip", "vary": "Accept, Accept-Encoding"}, 0),
        ({"content-encoding": "gzip", "vary": "*"}, 0),
        ({"content-encoding": "identity"}, 0),
        ({"allow": "GET, HEAD"}, 0),
        ({"allow": "POST"}, 1),
        ({"x-other": "POST"}, 0),
    ],
)
def test_headers_say_what_is_so(said: dict[str, str], found: int) -> None:
    page = exchange(TEXTS, headers=tuple(said.items()))

    assert len([*headers.headers_are_true(page, SETTING)]) == found


def test_all_values_of_vary_count() -> None:
    page = exchange(TEXTS, headers=(("vary", "Accept"), ("content-encoding", "br"), ("vary", "Accept-Encoding")))

    assert [*headers.headers_are_true(page, SETTING)] == []


def test_texts_without_languages_may_be_in_any() -> None:
    assert [*headers.headers_are_true(exchange({}, headers=(("content-language", "fr"),)), SETTING)] == []


@pytest.mark.parametrize(
    ("allowed", "status", "found"), [("GET", 405, 1), ("POST", 405, 0), ("POST", 404, 0), ("GET, HEAD", 200, 0)]
)
def test_what_is_refused_is_not_allowed(allowed: str, status: int, found: int) -> None:
    page = exchange({}, status=status, headers=(("allow", allowed),))

    assert len([*headers.headers_are_true(page, SETTING)]) == found


def page_of(*moments: Any, changed: str) -> Any:
    """A set on one page whose records were changed then, and the page when it says."""
    said = (("last-modified", changed),) if changed else ()
    leaf = Leaf(exchange=exchange(headers=said), ids=tuple(f"r{n}" for n in range(len(moments))), next="", count=None)
    return subject(harvest(leaf, updated=moments))


@pytest.mark.parametrize(
    ("moments", "changed", "found"),
    [
        (("2025-12-01T00:00:00Z", "2025-12-03T10:00:00.500Z"), "Wed, 03 Dec 2025 10:00:00 GMT", 0),
        (("2025-12-01T00:00:00Z", "2025-12-03T10:00:00Z"), "Wed, 03 Dec 2025 09:59:59 GMT", 1),
        (("2025-12-01T00:00:00Z", None, 7), "Sun, 30 Nov 2025 00:00:00 GMT", 1),
        (("2025-12-01T00:00:00Z",), "", 0),
        (("2025-12-01T00:00:00Z",), "lately", 0),
        (("lately",), "Sun, 30 Nov 2025 00:00:00 GMT", 0),
        ((), "Sun, 30 Nov 2025 00:00:00 GMT", 0),
    ],
)
def test_a_page_changes_with_its_records(moments: tuple[Any, ...], changed: str, found: int) -> None:
    told = [*headers.last_change_is_not_before_records(page_of(*moments, changed=changed))]

    assert len(told) == found


def test_where_changes_are_not_known_nothing_is_said_of_the_page() -> None:
    leaf = Leaf(exchange=exchange(headers=(("last-modified", TODAY),)), ids=("a",), next="", count=None)

    assert [*headers.last_change_is_not_before_records(subject(harvest(leaf)))] == []


@pytest.mark.parametrize(
    ("get", "head", "got"),
    [
        ({"content-length": "120"}, {"content-length": "120"}, []),
        ({"content-length": "120"}, {"content-length": "0"}, ["'0'"]),
        ({"content-length": "120", "content-encoding": "gzip"}, {"content-length": "400"}, []),
        ({"content-length": "120"}, {}, []),
        ({"etag": '"a"'}, {"etag": '"b"'}, ["'\"b\"'"]),
        ({}, {"allow": "GET"}, ["'GET'"]),
        ({}, {"allow": "GET, HEAD"}, []),
    ],
)
def test_head_has_the_headers_of_get(get: dict[str, str], head: dict[str, str], got: list[str]) -> None:
    def answer(asked: Query) -> Exchange:
        return exchange({}, headers=tuple((head if asked.method == "HEAD" else get).items()))

    assert [one.got for one in conversed(transport.head_is_answered(subject(harvest())), answer)] == got


def test_moments_are_in_utc() -> None:
    assert headers.moment_in(TODAY) == NOW == datetime(2026, 1, 1, tzinfo=UTC)
