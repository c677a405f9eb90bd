"""From the bytes of an answer to a JSON value: what a lenient reader makes of it, and what a strict one would object to."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

import orjson

from apitest.model import Departure, Exchange, Json

_KEY = re.compile(rb'"\s*:')
_BOM = b"\xef\xbb\xbf"
_EXCERPT = 60
_DEEPEST = 250
"""Levels of lists and objects; records need ten, and readers that call themselves give up somewhere above a few hundred."""
_MOST_DIGITS = 400
_READABLE = "a JSON document that a reader can hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A body as read."""

    value: Json = None
    departures: tuple[Departure, ...] = ()
    readable: bool = True
    """False: no JSON at all; the departures say what it is instead."""


def read_json(exchange: Exchange) -> Reading:
    """
    Read a JSON body leniently and note what strict JSON does not allow.

    Notes (RFC 8259): a byte order mark, bytes that are not UTF-8, `NaN` and `Infinity`, repeated keys, no JSON at all.
    Never raises.
    """
    body = exchange.body
    departures: list[Departure] = []
    if body.startswith(_BOM):
        departures.append(
            _departure("transport/no-byte-order-mark", "a body that begins with JSON", "a byte order mark")
        )
        body = body[3:]
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _read_leniently(body, departures)
    try:
        said = orjson.dumps(value)
    except orjson.JSONEncodeError:
        # orjson reads deeper than it writes: what it cannot say back is nested too deeply for anybody.
        departures.append(_departure("transport/json-body", _READABLE, _too_deep(body)))
        return Reading(departures=tuple(departures), readable=False)
    if _may_repeat_keys(body, said):
        departures.extend(_repeated_keys(body.decode()))
    return Reading(value=value, departures=tuple(departures))


def resolved(base: str, link: Json) -> str:
    """A link of an answer, resolved against the address asked; as served if it is no address; empty: there is none."""
    if not isinstance(link, str):
        return ""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def on_origin(address: str, base: str) -> str:
    """An address with the scheme and host of the target: we never leave it, whatever a link says; empty: it is none."""
    try:
        ours, theirs = urlsplit(base), urlsplit(address.encode("utf-8", "backslashreplace").decode())
    except ValueError:
        return ""
    return urlunsplit((ours.scheme, ours.netloc, theirs.path, theirs.query, ""))


def excerpt(body: bytes) -> str:
    """The beginning of a body as a person can read it."""
    text = body[:_EXCERPT].decode("utf-8", "replace")
    return repr(text + "…" if len(body) > _EXCERPT else text)


def _may_repeat_keys(body: bytes, said: bytes) -> bool:
    """Whether a body has more keys than its value; colons tell quickly that it has not, where none is escaped."""
    if body.count(b":") == said.count(b":") and b"\\u003" not in body:
        return False
    return len(_KEY.findall(body)) != len(_KEY.findall(said))


def _read_leniently(body: bytes, departures: list[Departure]) -> Reading:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        text = body.decode("utf-8", "replace")
        # A character that the end of the body cuts is no other encoding: the document breaks off, and is told as such.
        if error.reason != "unexpected end of data" or error.end < len(body):
            got = f"the byte 0x{body[error.start]:02x} at position {error.start}"
            departures.append(_departure("transport/utf-8", "text in UTF-8", got))
    strange: list[str] = []
    try:
        value = _loaded(text, strange)
    except (ValueError, RecursionError) as error:
        got = _too_deep(body) if isinstance(error, RecursionError) else _not_json(body, error)
        departures.append(_departure("transport/json-body", "a complete JSON document", got))
        return Reading(departures=tuple(departures), readable=False)
    if _depth_over(value, _DEEPEST):
        departures.append(_departure("transport/json-body", _READABLE, _too_deep(body)))
        return Reading(departures=tuple(departures), readable=False)
    if strange:
        departures.append(_departure("transport/strict-json", "numbers as JSON allows them", strange[0]))
    return Reading(value=value, departures=tuple(departures))


def _loaded(text: str, strange: list[str]) -> Json:
    """The value of a text; of numbers that nobody can hold nothing, and a word in `strange`."""

    def constant(name: str) -> None:
        strange.append(f"{name}, which JSON does not know")

    def whole(digits: str) -> int | None:
        if len(digits) <= _MOST_DIGITS:
            return int(digits)
        strange.append(f"a number of {len(digits)} digits, which no reader can hold")
        return None

    def broken(digits: str) -> float | None:
        number = float(digits)
        if math.isfinite(number):
            return number
        strange.append(f"{digits[:_EXCERPT]}, which no reader can hold")
        return None

    return json.loads(text, parse_constant=constant, parse_int=whole, parse_float=broken)


def _depth_over(value: Json, most: int) -> bool:
    """Whether lists and objects are nested deeper than so many levels; looked at level by level, never recursively."""
    level = [value]
    for _ in range(most):
        level = [item for outer in level for item in _inside(outer) if isinstance(item, list | dict)]
        if not level:
            return False
    return True


def _inside(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep(body: bytes) -> str:
    return f"lists and objects within each other over more than {_DEEPEST} levels: {excerpt(body)}"


def _not_json(body: bytes, error: Exception) -> str:
    if not body:
        return "an empty body"
    start = body.lstrip()[:1]
    if start == b"<":
        return f"a web page or XML: {excerpt(body.lstrip())}"
    if start in (b"{", b"["):
        return f"JSON that breaks off or is malformed ({error}), {len(body)} bytes"
    return excerpt(body)


def _repeated_keys(text: str) -> Iterable[Departure]:
    repeated: Counter[str] = Counter()

    def pairs(items: list[tuple[str, Json]]) -> dict[str, Json]:
        repeated.update(key for key, times in Counter(key for key, _ in items).items() if times > 1)
        return dict(items)

    json.loads(text, object_pairs_hook=pairs)
    for key in sorted(repeated):
        yield _departure("transport/no-repeated-keys", "each key once in an object", f"the key {key!r} repeated")


def _departure(requirement: str, expected: str, got: str) -> Departure:
    return Departure(requirement=requirement, expected=expected, got=got, place="$")
