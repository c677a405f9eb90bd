"""HTTP archives: what was recorded comes back, and what cannot be used is told."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from apitest.errors import UsageError
from apitest.har import as_har, canonical_address, from_har
from apitest.model import Exchange, Query
from making import exchange

STARTED = datetime(2026, 1, 1, tzinfo=UTC)
URL = "http://mea.example/informea.svc/Decisions?$top=100&$orderby=updated%20desc,id"


def entry(**changes: Any) -> dict[str, Any]:
    request = {"method": "GET", "url": URL}
    response = {
        "status": 200,
        "headers": [{"name": "Content-Type", "value": "application/json"}, {"name": "Content-Encoding", "value": "br"}],
        "content": {"size": 2, "text": "{}"},
    }
    return {"request": {**request, **changes.pop("request", {})}, "response": {**response, **changes}, "time": 12.5}


def archive(*entries: Any) -> dict[str, Any]:
    return {"log": {"version": "1.2", "entries": list(entries)}}


@pytest.mark.parametrize("body", [b"{}", b"\xff\xfe", "Décision".encode(), b""])
def test_what_was_recorded_comes_back(body: bytes) -> None:
    recorded = Exchange(
        query=Query(url=URL), status=200, headers=(("content-type", "application/json"),), body=body, seconds=0.25
    )

    again = from_har(as_har([(7, recorded)], STARTED))

    assert (again.exchanges, again.left_out) == ((recorded,), ())


def test_an_entry_has_what_the_format_demands() -> None:
    (made,) = as_har([(7, exchange(b"{}", url=URL))], STARTED)["log"]["entries"]

    assert set(made) >= {"startedDateTime", "time", "request", "response", "cache", "timings"}
    assert set(made["request"]) == {
        "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize",
    }  # fmt: skip
    assert set(made["response"]) == {
        "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize",
    }  # fmt: skip
    assert made["request"]["queryString"] == [
        {"name": "$top", "value": "100"},
        {"name": "$orderby", "value": "updated desc,id"},
    ]


@pytest.mark.parametrize(
    ("kind", "accept"),
    [("application/json;charset=utf-8", "application/json"), ("text/xml", "application/xml"), ("text/plain", "*/*")],
)
def test_a_recorded_answer_is_found_by_the_question_we_ask(kind: str, accept: str) -> None:
    recorded = entry(headers=[{"name": "Content-Type", "value": kind}])

    (read,) = from_har(archive(recorded)).exchanges

    assert read.query == Query(url=URL, accept=accept)


@pytest.mark.parametrize(
    ("told", "started"),
    [
        ("2026-11-24T10:00:00+01:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("0001-01-01T00:00:00+01:00", None),
        ("2026-11-24T10:00:00", None),
        (7, None),
    ],
)
def test_a_recording_began_with_the_first_moment_that_can_be_read(told: Any, started: datetime | None) -> None:
    assert from_har(archive({**entry(), "startedDateTime": told})).started == started


def test_a_browsers_spelling_of_an_address_is_ours() -> None:
    assert canonical_address("http://mea.example/D?%24top=100&%24orderby=updated+desc%2Cid#x") == (
        "http://mea.example/D?$top=100&$orderby=updated%20desc,id"
    )


def test_headers_of_a_packing_that_was_undone_are_left_out() -> None:
    (read,) = from_har(archive(entry())).exchanges

    assert read.headers == (("content-type", "application/json"),)


def test_the_first_answer_to_a_query_counts() -> None:
    later = entry(status=500)

    (read,) = from_har(archive(entry(), later)).exchanges

    assert read.status == 200


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry(request={"method": "POST"}), "the method is POST"),
        (entry(status=0), "there was no answer"),
        (entry(content={"size": 9}), "the body was not recorded"),
        (entry(content={"size": 9, "text": "%", "encoding": "base64"}), "the body is no base64"),
        ({"request": {}}, "it lacks a method, an address or a status"),
        (None, "it lacks a method, an address or a status"),
    ],
)
def test_entries_that_cannot_be_used_are_told(wrong: Any, why: str) -> None:
    read = from_har(archive(entry(), wrong))

    assert (len(read.exchanges), read.left_out) == (1, (f"entry 2: {why}",))


@pytest.mark.parametrize("document", [{}, [], None, {"log": {"entries": {}}}])
def test_another_document_is_a_usage_error(document: Any) -> None:
    with pytest.raises(UsageError, match="got another document"):
        from_har(document, "x.har")


def test_an_archive_without_a_usable_entry_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="entry 1: the method is POST"):
        from_har(archive(entry(request={"method": "POST"})))


def test_a_body_of_base64_is_unpacked() -> None:
    packed = base64.b64encode(b"\xff").decode()

    (read,) = from_har(archive(entry(content={"size": 1, "text": packed, "encoding": "base64"}))).exchanges

    assert read.body == b"\xff"


def test_a_conditional_request_is_kept_apart_from_the_plain_one() -> None:
    plain = exchange(b"{}", url=URL)
    conditional = Exchange(
        query=Query(url=URL, headers=(("if-none-match", '"a"'),)),
        status=304,
        headers=(("content-type", "application/json"),),
        body=b"",
        seconds=0.2,
        first_byte=0.1,
    )

    again = from_har(as_har([(1, conditional), (2, plain)], STARTED))

    assert [(item.query.headers, item.status) for item in again.exchanges] == [
        ((("if-none-match", '"a"'),), 304),
        ((), 200),
    ]
