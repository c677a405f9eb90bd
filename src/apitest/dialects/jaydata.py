"""
`jaydata`: the service of the Convention on Biological Diversity (JayData's odata-server).

`d.results` with lists inline as bare arrays, whatever `$expand` says; types without a namespace; dates with milliseconds;
`404` with "No record found" where a listing is empty, and `{"statusCode": n}` for every other error. Lists that have no
entry should be left out; the placeholders that the service really sends are a breach and read as such.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import orjson

from apitest.dialects import edmx, openapi_odata, verbose, verbose_saying
from apitest.dialects.body import read_json
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.odata2 import Family
from apitest.dialects.openapi_shapes import record_schemas
from apitest.dialects.speech import Reply
from apitest.model import EntitySet, Exchange, Feature, Json, Page

NAME = "jaydata"
TITLE = "JayData service (Convention on Biological Diversity)"
ROOT = "informea.svc"
LACKS = {
    Feature.EXTENSION: "The service serves the published interface only.",
    Feature.EXPAND: "In jaydata lists always come inline, whatever $expand says.",
    Feature.NEXT_LINK: "A jaydata service sends all that is asked for on one page; it gives no next links.",
    Feature.EMPTY_PAGE: "A jaydata service answers 404 'No record found' where a listing is empty; that is its custom.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = replace(verbose.RESULTS, next=(), lists=())
VERSIONS = verbose.VERSIONS
WITHOUT = {"documents": "The schema of the service (InforMEA API 1.5.6) has no documents."}
UNSAYABLE: frozenset[str] = frozenset()
"""Properties that the official implementation cannot send."""
PAGE_CAP = PAGE_MAXIMUM = 9_999
"""What the service loads at the most."""

_NOT_FOUND = 404
_NOTHING_FOUND = b"No record found"


def _placeholder(item: Mapping[str, Json]) -> bool:
    """An entry with `__metadata` alone, or with that and the id of the record around it, as the service writes it."""
    about = item.get("__metadata")
    return set(item) <= {"__metadata"} or (
        set(item) == {"__metadata", "id"} and isinstance(about, dict) and "uri" in about
    )


FAMILY = Family(
    style=verbose.Style(
        layout=LAYOUT,
        type_of=lambda entity: entity.type_name,
        inner_type=lambda _entity, _name, shape: shape.type_name.replace("LocalizedString", "LocalizableString"),
        inline=True,
        boxed=False,
        placeholder=_placeholder,
    ),
    names=edmx.Names(namespace="Default", container="Container"),
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    if seen.type_name and "." not in seen.type_name and isinstance(seen.value.get("d"), dict):
        yield Mark(words=f"its records have a type without a namespace, {seen.type_name!r}")
    if seen.exchange.status == _NOT_FOUND and _NOTHING_FOUND in seen.exchange.body:
        yield Mark(words="it answers 404 with 'No record found' to an empty listing")
    if seen.served_by("express") or "statusCode" in seen.error:
        yield Mark(words="its server is Express", weight=Weight.HINT)
    if set(seen.value if isinstance(seen.value, dict) else ()) == {"statusCode"}:
        yield Mark(words="its errors are {'statusCode': …}")


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read a listing; `404` with its own words means that there are no records."""
    if exchange.status == _NOT_FOUND and _NOTHING_FOUND in exchange.body:
        return Page(records=())
    return FAMILY.read_page(exchange, entity)


def read_error(exchange: Exchange) -> str | None:
    """What `{"statusCode": n}` says; None: not in the dialect's form."""
    value = read_json(exchange).value
    code = value.get("statusCode") if isinstance(value, dict) else None
    if not isinstance(code, int):
        return "No record found" if _NOTHING_FOUND in exchange.body else verbose.read_atom_message(exchange)
    return str(value.get("message") or f"status code {code}")


def say_error(status: int, message: str) -> Reply:
    """An error: its number, and a message beside it."""
    body = {"statusCode": status, "message": message}
    return Reply(status=status, content_type=verbose_saying.JSON_TYPE, body=orjson.dumps(body))


service, description = FAMILY.service, FAMILY.description
listing, item, count, malformed = FAMILY.listing, FAMILY.item, FAMILY.count, FAMILY.malformed
read_item, read_count = FAMILY.read_item, FAMILY.read_count
read_service, place = FAMILY.read_service, FAMILY.place
hear, say_page, say_item, say_count = FAMILY.hear, FAMILY.say_page, FAMILY.say_item, FAMILY.say_count
say_service, say_description = FAMILY.say_service, FAMILY.say_description
say_in_atom = FAMILY.say_in_atom


# --- OpenAPI ------------------------------------------------------------------------------------------------------

_SHAPES = openapi_odata.verbose_shapes(required=("id", "uri", "type"), collection=openapi_odata.array, boxes=False)

_ERROR = {
    "description": "An error of the service: its number.",
    "type": "object",
    "properties": {
        "statusCode": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The status of the answer."},
        "message": {"type": "string", "description": "What is wrong, in a sentence."},
    },
    "required": ["statusCode"],
}

OPENAPI = openapi_odata.ODataForm(
    name=NAME,
    title=TITLE,
    about=(
        "Verbose JSON of OData. Records stand under `d` and `results`, dates are `/Date(milliseconds)/`, collections always "
        "come inline, as bare arrays; a listing without records may be answered with status 404."
    ),
    error_schema=_ERROR,
    records=lambda contract, entity: record_schemas(contract, entity, _SHAPES),
    page=openapi_odata.page_without_next,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
