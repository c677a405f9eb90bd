"""A dialect for a test: the native JSON with its records under `rows` and a service document of its own."""

from collections.abc import Iterator
from dataclasses import replace

import orjson

from apitest.dialects import mea_json
from apitest.dialects.body import read_json
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.mea_json import (
    FEATURES,
    LACKS,
    PAGE_CAP,
    PAGE_MAXIMUM,
    UNSAYABLE,
    count,
    description,
    hear,
    item,
    listing,
    malformed,
    read_count,
    read_error,
    read_item,
    say_count,
    say_description,
    say_error,
    say_item,
    service,
)
from apitest.dialects.speech import Question, Reply, Rows
from apitest.model import Contract, EntitySet, Exchange, Json, Page

__all__ = [
    "FEATURES", "LACKS", "PAGE_CAP", "PAGE_MAXIMUM", "UNSAYABLE", "count", "description", "hear", "item",
    "listing", "malformed", "read_count", "read_error", "read_item", "say_count", "say_description", "say_error",
    "say_item", "service",
]  # fmt: skip

NAME = "toy-json"
TITLE = "JSON of a toy"
ROOT = "toy"
LAYOUT = replace(mea_json.LAYOUT, rows=("rows",), sets=("offers",))


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    if isinstance(seen.value, dict) and isinstance(seen.value.get("offers"), list):
        yield Mark(words="its service document has 'offers'")
    if isinstance(seen.value, dict) and isinstance(seen.value.get("rows"), list):
        yield Mark(words="its first page has 'rows'")


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read a listing."""
    value = read_json(exchange).value
    if isinstance(value, dict) and "rows" in value:
        exchange = replace(exchange, body=_renamed(value, "rows", "items"))
    return mea_json.read_page(exchange, entity)


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
    """A listing."""
    reply = mea_json.say_page(rows, question, entity, base, query)
    return replace(reply, body=_renamed(orjson.loads(reply.body), "items", "rows"))


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
    """The sets that are offered; None: no service document."""
    value = read_json(exchange).value
    names = value.get("offers") if isinstance(value, dict) else None
    return tuple(name for name in contract.entities if name in names) if isinstance(names, list) else None


def say_service(contract: Contract, base: str, question: Question) -> Reply:
    """The sets that are offered."""
    return Reply(status=200, content_type="application/json", body=orjson.dumps({"offers": list(contract.entities)}))


def place(entity: EntitySet, index: int, pointer: str) -> str:
    """Where a pointer into a record lies in a page."""
    return LAYOUT.place(index, pointer)


def _renamed(value: dict[str, Json], old: str, new: str) -> bytes:
    return orjson.dumps({new if name == old else name: item for name, item in value.items()})
