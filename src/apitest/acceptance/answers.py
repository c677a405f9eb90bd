"""What came back, as the importer understands it: a number of records, a list of rows, the ids of the rows."""

import re
from dataclasses import dataclass
from typing import Literal

import orjson

from apitest.acceptance.portal import Reader
from apitest.acceptance.values import UNASKED, Fetched
from apitest.model import Exchange, Json

OK, MISSING, MOVED = 200, 404, (301, 302)
_COUNT = re.compile(rb"\s*([+-]?\d+)")
_MARK = re.compile(rb"<m:count>(\d+)</m:count>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """In place of an exchange that did not come."""

    kind: Literal["dead", "budget", "unrecorded"]
    """The service did not answer; we may not ask; the recording does not hold it."""
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as read."""

    rows: list[Json] | None
    rule: str = ""
    """Why there are no rows."""


def worded(exchange: Exchange | Silence, hops: int) -> bool:
    """Whether the first answer says something that is no number: then no second question follows (H-CNT-02)."""
    if isinstance(exchange, Silence) or exchange.status != OK or hops:
        return False
    return exchange.body.strip() not in (b"", b"0")


def not_found(exchange: Exchange | Silence) -> bool:
    """Some services say so behind their last record."""
    return isinstance(exchange, Exchange) and exchange.status == MISSING


def number_in(exchange: Exchange | Silence) -> int:
    """The digits at the start of an answer; 0: none (H-CNT-01)."""
    match = _COUNT.match(exchange.body) if isinstance(exchange, Exchange) else None
    return int(match[1][:18]) if match else 0


def number_marked(exchange: Exchange | Silence) -> int:
    """The number in the answer to the second question; 0: none (H-CNT-02)."""
    match = _MARK.search(exchange.body) if isinstance(exchange, Exchange) else None
    return int(match[1][:18]) if match else 0


def rows_in(exchange: Exchange | Silence, reader: Reader) -> Answer:
    """The list in an answer (H-PAG-04, H-ENV-01 to H-ENV-04)."""
    if isinstance(exchange, Silence) or exchange.status != OK:
        return Answer(None, "H-PAG-04")
    try:
        value = orjson.loads(exchange.body)
    except orjson.JSONDecodeError:
        return Answer(None, "H-PAG-04")
    return _rows(value, reader)


def _rows(value: Json, reader: Reader) -> Answer:
    if reader is Reader.BASEL_DOCUMENTS:
        rows = value.get("value") if isinstance(value, dict) else None
        return Answer(rows) if isinstance(rows, list) else Answer(None, "H-ENV-03")
    if not isinstance(value, dict) or "d" not in value:
        return Answer(None, "H-ENV-04")
    inner = value["d"]
    if isinstance(inner, list):
        return Answer(inner)
    if not isinstance(inner, dict):
        return Answer(None, "H-PAG-04")
    if "results" not in inner:
        return Answer(None, "H-ENV-02")
    return Answer(inner["results"]) if isinstance(inner["results"], list) else Answer(None, "H-PAG-04")


def by_id(rows: list[Json], *, merge: bool) -> list[tuple[str | None, Json, int]]:
    """Rows by id: the last of an id wins in the place of the first (H-ENV-05); with how many it takes the place of."""
    ids = [_key(row) for row in rows]
    if not merge or len(set(ids)) == len(ids):
        return [(key, row, 0) for key, row in zip(ids, rows, strict=True)]
    kept: dict[str | None, tuple[Json, int]] = {}
    for key, row in zip(ids, rows, strict=True):
        kept[key] = (row, kept[key][1] + 1 if key in kept else 0)
    return [(key, row, lost) for key, (row, lost) in kept.items()]


def _key(row: Json) -> str | None:
    value = row.get("id") if isinstance(row, dict) else None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value == value and abs(value) < 1e18 else None  # noqa: PLR0124, PLR2004 - NaN
    return str(value) if isinstance(value, int) else None


def list_behind(exchange: Exchange | Silence, name: str, reader: Reader) -> Json:
    """What stands behind a link (H-NAV-05)."""
    if isinstance(exchange, Silence):
        return UNASKED if exchange.kind != "dead" else None
    try:
        value = orjson.loads(exchange.body) if exchange.status == OK else None
    except orjson.JSONDecodeError:
        return None
    inner = value.get("d") if isinstance(value, dict) else None
    if isinstance(inner, dict):
        return Fetched(inner["results"]) if isinstance(inner.get("results"), list) else None
    return inner if name == "files" and reader is Reader.COMMON and isinstance(inner, list) else None
