"""What every answer must be before its content counts."""

import pytest

from apitest.checks import transport
from apitest.checks.transport import ExchangeCheck
from apitest.model import Exchange, Query
from conversing import conversed, harvest, subject
from making import exchange

SETTING = subject(harvest())


@pytest.mark.parametrize(
    ("check", "name", "value", "found"),
    [
        (transport.content_type_is_json, "content-type", "application/json;odata=verbose", 0),
        (transport.content_type_is_json, "content-type", "application/problem+json", 0),
        (transport.content_type_is_json, "content-type", "application/geo+json", 0),
        (transport.content_type_is_json, "content-type", "text/html", 1),
        (transport.content_type_is_json, "x", "", 1),
        (transport.charset_is_utf_8, "content-type", 'application/json; charset="UTF-8"', 0),
        (transport.charset_is_utf_8, "content-type", "application/json", 0),
        (transport.charset_is_utf_8, "content-type", "application/json;charset=iso-8859-1", 1),
        (transport.no_cookie_is_set, "set-cookie", "a=b", 1),
        (transport.no_cookie_is_set, "vary", "Cookie", 0),
    ],
)
def test_headers_say_what_the_body_is(check: ExchangeCheck, name: str, value: str, found: int) -> None:
    assert len(list(check(exchange({}, headers=((name, value),)), SETTING))) == found


def test_a_body_that_is_no_json_may_be_labelled_as_it_is() -> None:
    page = exchange(b"<html>", headers=(("content-type", "text/html"),))

    assert list(transport.content_type_is_json(page, SETTING)) == []


def test_head_tells_the_media_type_of_get() -> None:
    def answer(asked: Query) -> Exchange:
        kind = "text/html" if asked.method == "HEAD" else "application/json;charset=utf-8"
        return exchange({}, headers=(("content-type", kind),))

    (departure,) = conversed(transport.head_is_answered(subject(harvest())), answer)

    assert (departure.expected, departure.got) == ("the media type 'application/json', as to GET", "'text/html'")


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("HGHHG", 1),  # HEAD has one, GET another
        ("HGHHH", 0),  # changed meanwhile
        ("HGHGG", 0),  # in turn
        ("GHGHG", 0),
        ("GGHHH", 0),
    ],
)
def test_a_tag_of_head_is_held_against_that_of_get_only_where_both_stay(tags: str, found: int) -> None:
    turn = iter(tags)

    def answer(_asked: Query) -> Exchange:
        return exchange({}, headers=(("etag", f'"{next(turn)}"'),))

    assert len(conversed(transport.head_is_answered(subject(harvest())), answer)) == found


@pytest.mark.parametrize(("status", "found"), [(200, 0), (204, 0), (405, 1)])
@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
def test_head_is_answered_like_get(status: int, found: int, dialect: str) -> None:
    asked: list[object] = []

    departures = conversed(
        transport.head_is_answered(subject(harvest(), dialect=dialect)), exchange(b"", status=status), asked=asked
    )

    assert len(departures) == found
    assert asked[0].method == "HEAD"
