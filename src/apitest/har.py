"""
Exchanges as HTTP Archive 1.2 and back: what browsers and proxies record can be judged, and what we recorded be looked at.

Pure; personal headers never reach it, since the evidence redacts before it keeps. Reads leniently what tools write and
says what it could not use.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from apitest import __version__
from apitest.errors import UsageError
from apitest.model import Exchange, Json, Query

_VERSION = "1.2"
_SAFE = "$,'()-._~/:"
_ACCEPTS = (("json", "application/json"), ("xml", "application/xml"))
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
_NOT_KEPT = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers about a packing that the archive has already undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An archive as read."""

    exchanges: tuple[Exchange, ...]
    left_out: tuple[str, ...]
    """Entries that cannot be used, each with its number and why."""
    started: datetime | None = None
    """When the first of them was asked; None: the archive does not say."""


def as_har(exchanges: Iterable[tuple[int, Exchange]], started: datetime) -> dict[str, Json]:
    """
    The archive of numbered exchanges.

    `started`: moment of the run; the evidence keeps how long each exchange took, not when it began.
    """
    moment = started.isoformat()
    return {
        "log": {
            "version": _VERSION,
            "creator": {"name": "apitest", "version": __version__},
            "comment": "Every startedDateTime is the beginning of the run.",
            "entries": [_entry(number, exchange, moment) for number, exchange in exchanges],
        },
    }


def _entry(number: int, exchange: Exchange, moment: str) -> dict[str, Json]:
    milliseconds = round(exchange.seconds * 1000, 3)
    first = min(milliseconds, round((exchange.first_byte or exchange.seconds) * 1000, 3))
    return {
        "startedDateTime": moment,
        "time": milliseconds,
        "request": _request(exchange.query),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": first, "receive": round(milliseconds - first, 3)},
        "_apitest": {"exchange": number, "occasion": exchange.query.occasion},
    }


def _request(query: Query) -> dict[str, Json]:
    options = parse_qsl(urlsplit(query.url).query, keep_blank_values=True)
    return {
        "method": query.method,
        "url": query.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in (("Accept", query.accept), *query.headers)],
        "queryString": [{"name": name, "value": value} for name, value in options],
        "headersSize": -1,
        "bodySize": 0,
    }


def _response(exchange: Exchange) -> dict[str, Json]:
    return {
        "status": exchange.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": value} for name, value in exchange.headers],
        "content": {"size": len(exchange.body), "mimeType": exchange.header("content-type"), **_text(exchange.body)},
        "redirectURL": exchange.header("location"),
        "headersSize": -1,
        "bodySize": exchange.received or -1,
    }


def _text(body: bytes) -> dict[str, Json]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode(), "encoding": "base64"}


def from_har(document: Json, where: str = "") -> Imported:
    """
    The exchanges of an archive, the first of each query.

    Raises:
        UsageError: it is no HTTP archive, or has nothing that can be judged.
    """
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise _no_archive("an HTTP archive with log.entries", "another document", where)
    found: dict[Query, Exchange] = {}
    left_out = []
    for number, entry in enumerate(entries, start=1):
        read = _read(entry)
        if isinstance(read, str):
            left_out.append(f"entry {number}: {read}")
        else:
            found.setdefault(read.query, read)
    if not found:
        why = left_out[0] if left_out else "no entry at all"
        raise _no_archive("an answer to a GET or HEAD, with its body", why, where)
    moments = [moment for entry in entries if (moment := _moment(entry)) is not None]
    return Imported(exchanges=tuple(found.values()), left_out=tuple(left_out), started=min(moments, default=None))


def _moment(entry: Json) -> datetime | None:
    try:
        told = datetime.fromisoformat(entry["startedDateTime"])
        return told.astimezone(UTC) if told.tzinfo else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _read(entry: Json) -> Exchange | str:
    """An exchange, or why there is none."""
    try:
        request, response = entry["request"], entry["response"]
        method, url, status = str(request["method"]).upper(), str(request["url"]), int(response["status"])
        headers = tuple((str(pair["name"]).lower(), str(pair["value"])) for pair in response.get("headers", ()))
        content: Mapping[str, Any] = response.get("content") or {}
    except (KeyError, TypeError, ValueError, AttributeError):
        return "it lacks a method, an address or a status"
    if method not in ("GET", "HEAD"):
        return f"the method is {method}"
    if status <= 0:
        return "there was no answer"
    text = content.get("text")
    if not isinstance(text, str):
        if method == "GET" and content.get("size", 0):
            return "the body was not recorded"
        text = ""
    try:
        body = base64.b64decode(text, validate=True) if content.get("encoding") == "base64" else text.encode()
    except (binascii.Error, ValueError):
        return "the body is no base64"
    kept = tuple(pair for pair in headers if pair[0] not in _NOT_KEPT)
    kind = next((value for name, value in kept if name == "content-type"), "")
    accept = next((accept for part, accept in _ACCEPTS if part in kind.lower()), "*/*")
    query = Query(
        url=canonical_address(url),
        accept=accept,
        method=method,
        occasion=_occasion(entry),
        headers=_conditions(request),
    )
    return Exchange(query=query, status=status, headers=kept, body=body, seconds=_seconds(entry))


def _conditions(request: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What makes a request conditional: its answer may be that nothing has changed, and no answer to the plain one."""
    pairs = request.get("headers", ())
    named = [
        (str(pair.get("name")).lower(), str(pair.get("value")))
        for pair in (pairs if isinstance(pairs, list) else ())
        if isinstance(pair, Mapping)
    ]
    return tuple(pair for pair in named if pair[0] in _CONDITIONS)


def _occasion(entry: Mapping[str, Any]) -> int:
    """For the how manieth time it was asked, as an archive of ours says."""
    ours = entry.get("_apitest")
    told = ours.get("occasion") if isinstance(ours, Mapping) else None
    return told if isinstance(told, int) and told > 0 else 1


def _seconds(entry: Mapping[str, Any]) -> float:
    time = entry.get("time")
    return max(0.0, time / 1000) if isinstance(time, int | float) and not isinstance(time, bool) else 0.0


def canonical_address(url: str) -> str:
    """An address with its options encoded as the dialects encode them, in their own order."""
    parts = urlsplit(url)
    options = parse_qsl(parts.query, keep_blank_values=True)
    query = "&".join(f"{quote(name, safe='$')}={quote(value, safe=_SAFE)}" for name, value in options)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _no_archive(expected: str, got: str, where: str) -> UsageError:
    fix = "Record with 'save all as HAR with content' in a browser, or with a proxy, and give that file."
    return UsageError(expected=expected, got=got, where=where, fix=fix)
