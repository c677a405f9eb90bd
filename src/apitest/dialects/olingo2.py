"""
`olingo2`: toolkit 2.x of InforMEA (Apache Olingo 2): CMS, AEWA, ASCOBANS, World Heritage, CITES, Ramsar.

OData 2.0 verbose JSON, `__metadata` with id, uri and a type `informea.*`, string keys as `('x')`, scalars before
collections, collections only on `$expand`. It cannot say `protocolVersion`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from apitest.dialects import edmx, openapi_odata, verbose
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.odata_words import encoded, heard, written
from apitest.dialects.openapi import OpenApiForm
from apitest.dialects.openapi_shapes import record_schemas
from apitest.dialects.speech import Question, Refused, Reply, Rows
from apitest.model import Condition, Contract, EntitySet, Exchange, Feature, Json, Page, Query, Selection

NAME = "olingo2"
TITLE = "InforMEA toolkit 2.x (OData 2.0, Olingo)"
ROOT = "informea.svc"
LACKS = {Feature.EXTENSION: "The toolkit serves the published interface only."}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = verbose.LAYOUT
UNSAYABLE = frozenset({"protocolVersion"})
"""Properties that the official implementation cannot send."""
PAGE_CAP = 200
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 200

_NOT_FOUND = 404
_PATH = re.compile(r"(?P<set>[A-Za-z]+)(\('(?P<key>(?:[^']|'')*)'\))?(?P<count>/\$count)?")


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    if seen.type_name.startswith("informea.") and "id" in seen.metadata:
        yield Mark(words=f"its records have a type {seen.type_name!r} and an id in '__metadata'")
    if seen.schema and edmx.NAMESPACE in seen.schema.namespaces:
        yield Mark(words=f"its description has the namespace {edmx.NAMESPACE!r}")


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask which entity sets there are."""
    return Query(url=f"{base}/")


def description(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask for the EDMX document."""
    return Query(url=f"{base}/$metadata", accept="application/xml")


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:
    """Ask for part of a set."""
    options = written(selection, entity)
    return Query(url=f"{base}/{entity.wire_name}" + (f"?{options}" if options else ""))


def item(base: str, entity: EntitySet, key: str) -> Query:
    """Ask for one record, its collections inline."""
    options = written(Selection(), entity)
    return Query(url=f"{base}/{entity.wire_name}('{_key(key)}')" + (f"?{options}" if options else ""))


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:
    """Ask for the plain number of records."""
    options = written(Selection(conditions=conditions, expand=()), entity)
    return Query(url=f"{base}/{entity.wire_name}/$count" + (f"?{options}" if options else ""), accept="*/*")


def malformed(base: str, entity: EntitySet) -> dict[str, Query]:
    """Queries that the service must refuse, by the requirement they try."""
    root = f"{base}/{entity.wire_name}?"
    return {
        "query/negative-page-size-refused": Query(url=root + encoded({"$top": "-1"})),
        "query/malformed-page-size-refused": Query(url=root + encoded({"$top": "many"})),
        "query/unknown-property-refused": Query(url=root + encoded({"$top": "1", "$orderby": "noSuchProperty"})),
        "query/unknown-option-refused": Query(url=root + encoded({"$top": "1", "$noSuchOption": "1"})),
        "query/malformed-filter-refused": Query(url=root + encoded({"$top": "1", "$filter": "treaty eq"})),
    }


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read `d.results`, `d.__next` and `d.__count`."""
    return verbose.read_rows(verbose.FORM, exchange, entity)


def read_item(exchange: Exchange, entity: EntitySet) -> Page:
    """Read `d`."""
    return verbose.read_one(verbose.FORM, exchange, entity)


def read_count(exchange: Exchange) -> int | None:
    """The plain digits of `/$count`; None: anything else."""
    return int(exchange.body) if re.fullmatch(rb"\d{1,18}", exchange.body) else None


def read_error(exchange: Exchange) -> str | None:
    """The message of an error document; None: not in the dialect's form."""
    return verbose.read_message(exchange)


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
    """Canonical names of the entity sets offered that the contract knows; None: no service document."""
    names = verbose.read_sets(exchange)
    if names is None:
        return None
    return tuple(entity.name for entity in contract.entities.values() if entity.wire_name in names)


def place(entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG001 - the same for every dialect
    """Where a pointer into a record lies in a page."""
    return LAYOUT.place(index, pointer)


# --- the service side ---------------------------------------------------------------------------------------------


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the service root, and its query string, as a question.

    Raises:
        Refused: nothing of that name, or malformed options.
    """
    path = unquote(path).strip("/")
    if path in ("", "$metadata"):
        return Question(asked="description" if path else "service")
    match = _PATH.fullmatch(path)
    names = {entity.wire_name: entity for entity in contract.entities.values()}
    if match is None or match["set"] not in names:
        raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
    entity = names[match["set"]]
    selection, where = heard(query, entity)
    if match["key"] is not None:
        return Question(asked="item", entity=entity.name, key=match["key"].replace("''", "'"), selection=selection)
    return Question(asked="count" if match["count"] else "page", entity=entity.name, selection=selection, filter=where)


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
    """A listing; what is left goes behind `__next` with the client's own options."""
    following = ""
    if rows.next is not None:
        kept = [
            part
            for part in query.split("&")
            if part and not part.startswith(("$skip=", "$top=", "%24skip=", "%24top="))
        ]
        size = [f"$top={rows.next.top}"] if rows.next.top is not None else []
        following = f"{base}/{entity.wire_name}?" + "&".join([*kept, *size, f"$skip={rows.next.skip}"])
    sayable = replace(rows, records=tuple(_sayable(record) for record in rows.records))
    return verbose.say_rows(sayable, question, entity, base, following)


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:
    """One record."""
    return verbose.say_one(_sayable(record), question, entity, base)


def say_count(number: int) -> Reply:
    """Plain digits."""
    return Reply(status=200, content_type="text/plain;charset=utf-8", body=str(number).encode())


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - the same for every dialect
    """The service document."""
    return verbose.say_sets([entity.wire_name for entity in contract.entities.values()])


def say_description(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - the same for every dialect
    """The EDMX document."""
    body = edmx.document(contract, leave_out=UNSAYABLE)
    return Reply(status=200, content_type="application/xml;charset=utf-8", body=body)


def say_error(status: int, message: str) -> Reply:
    """An error document."""
    return verbose.say_error(status, message)


def _sayable(record: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in record.items() if name not in UNSAYABLE}


def _key(key: str) -> str:
    return quote(key.replace("'", "''"), safe="")


# --- OpenAPI ------------------------------------------------------------------------------------------------------

_SHAPES = openapi_odata.verbose_shapes(required=("id", "uri", "type"), leave_out=UNSAYABLE)

OPENAPI = OpenApiForm(
    name=NAME,
    title=TITLE,
    about=(
        "OData 2.0 verbose JSON. Records stand under `d` and `results`, dates are `/Date(milliseconds)/`, collections "
        "come inline where `$expand` asks for them and as links elsewhere."
    ),
    media_type="application/json",
    error_media_type="application/json",
    description_path="/$metadata",
    description_media_type="application/xml",
    set_path=lambda entity: f"/{entity.wire_name}",
    item_path=lambda entity: f"/{entity.wire_name}('{{id}}')",
    count_path=lambda entity: f"/{entity.wire_name}/$count",
    listing_parameters=openapi_odata.listing_options,
    item_parameters=openapi_odata.item_options,
    count_parameters=openapi_odata.count_options,
    service_schema=openapi_odata.verbose_service,
    error_schema=openapi_odata.ERROR,
    records=lambda contract, entity: record_schemas(contract, entity, _SHAPES),
    page=openapi_odata.verbose_page,
    single=openapi_odata.verbose_single,
    count_media_type="text/plain",
    count_schema=openapi_odata.DIGITS,
    selects=True,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
