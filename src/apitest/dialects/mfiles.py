"""
`mfiles`: the document services of Basel, Rotterdam and Stockholm; documents only.

Known: the paths; `value` with `odata.count` as text (OData 3; an older answer: `d.results` with `__count`); lists as bare
arrays where `$expand` asks for them; `$top`, `$skip`, `$orderby`, `$filter`, `$inlinecount` and `$metadata`; the names of
two services. The portal reads `MFilesMea.svc`: `titles`, `files` with `brsExtension`, `authors`, `tags` and `types` with
`value`. The other, `MFiles.svc`, has names in capitals: `DocumentId`, `Titles`, `Files` with `Extension`. Both are read, the
first is said.

Assumed: dates without a zone are UTC, and names of the first service that nobody recorded are those that the portal's
importer reads. Not known, and therefore not asked: single documents, links to further pages, errors, lists that are not
asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import orjson

from apitest.dialects import edmx, mfiles_openapi
from apitest.dialects.body import read_json
from apitest.dialects.listings import Found, read_listing, unreadable
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.mfiles_records import FORM, in_capitals, said, sayable, turned
from apitest.dialects.odata_words import as_written, encoded, heard, written
from apitest.dialects.openapi import OpenApiForm
from apitest.dialects.openapi_odata import DIGITS
from apitest.dialects.own_addresses import about_listing
from apitest.dialects.speech import Layout, Question, Refused, Reply, Rows
from apitest.model import Condition, Contract, Departure, EntitySet, Exchange, Feature, Json, Page, Query, Selection

__all__ = ["sayable"]

NAME = "mfiles"
TITLE = "Document services of Basel, Rotterdam and Stockholm (M-Files)"
ROOT = "mfilesInformea/MFilesMea.svc"
PATHS = ("MFilesMea.svc", "MFiles.svc")
_UNSEEN = "No request of this kind to such a service is on record."
LACKS = {
    Feature.SERVICE_DOCUMENT: "No service document of such a service is on record.",
    Feature.ITEM: _UNSEEN,
    Feature.SELECT: _UNSEEN,
    Feature.EXPAND: "What such a service sends for lists that are not asked for is not known.",
    Feature.NEXT_LINK: "No answer with a link to the next page is on record.",
    Feature.ERROR_DOCUMENT: "No error of such a service is on record, so that its form is not known.",
    Feature.STRICT_OPTIONS: "Whether the service refuses options that it does not understand is not known.",
    Feature.NUMBERS: "No property that is known to be sent is a number.",
    Feature.CLOSED_RECORDS: "Which further properties the service sends is not known.",
    Feature.TICKS: "The service writes dates as text, not as a number of milliseconds.",
    Feature.EXTENSION: "The service has properties of its own.",
    Feature.PROTOCOL_VERSION: "Whether such a service names a version of the protocol is not on record.",
    Feature.CUSTOM_OPTIONS: "What such a service does with parameters that it does not know is not on record.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(
    rows=("value",),
    total=("odata.count",),
    names={"title": "titles", "description": "descriptions", "mimeType": "brsExtension", "name": "value"},
)
WITHOUT = dict.fromkeys(
    (
        "decisions", "meetings", "national-reports", "national-plans", "sites",
        "contacts", "country-profiles", "treaties", "projects",
    ),
    "The service holds documents only.",
)  # fmt: skip
UNSAYABLE = frozenset(
    {
        "schemaVersion", "content", "thumbnailUrl", "displayOrder", "identifiers", "keywords", "referenceToEntities",
        "files/id", "files/content", "files/filename", "files/size", "authors/id", "authors/type", "types/id",
        "tags/id", "tags/language", "tags/scope", "tags/comment",
    }
)  # fmt: skip
"""What nobody saw in the service that the portal reads; some of it is read where the other service sends it."""
LOSSES = {"files/mimeType": "the extension stands for the media type"}
PAGE_CAP = PAGE_MAXIMUM = 10_000
"""Without next links, everything that is asked for comes on one page."""

_SET = "documents"
_LISTS = {"title": "titles", "description": "descriptions"}
_OK, _NOT_FOUND = 200, 404
_OWN = frozenset({"titles", "brsExtension"})


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    value = seen.value
    if isinstance(value, dict) and isinstance(value.get("value"), list):
        if "odata.count" in value or "odata.metadata" in value:
            yield Mark(words="its answer has 'value' with names that begin with 'odata.', as in OData 3")
        else:
            yield Mark(words="its answer has 'value'", weight=Weight.SHARED)
    if "odata.error" in seen.error:
        yield Mark(words="its errors are those of OData 3", weight=Weight.HINT)
    if in_capitals(seen.row):
        yield Mark(words="its records have a 'DocumentId'")
    elif _OWN & {*seen.row, *_first_file(seen.row)}:
        yield Mark(words="its records have 'titles', or files with a 'brsExtension'")


def _first_file(row: object) -> tuple[str, ...]:
    files = row.get("files") if isinstance(row, dict) else None
    first = files[0] if isinstance(files, list) and files else {}
    return tuple(first) if isinstance(first, dict) else ()


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - one set
    """Ask for the root, whose answer is not known."""
    return Query(url=f"{base}/")


def description(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - one set
    """Ask for the EDMX document."""
    return Query(url=f"{base}/$metadata", accept="application/xml")


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:
    """Ask for part of the set."""
    wanted = entity.expandable if selection.expand is None else selection.expand
    known = tuple(name for name in wanted if name not in UNSAYABLE)
    options = _renamed(written(replace(selection, expand=known), entity))
    return Query(url=_address(base, entity) + (f"?{options}" if options else ""))


def item(base: str, entity: EntitySet, key: str) -> Query:
    """There is no known address of a single document; a filter stands in."""
    return listing(base, entity, Selection(top=1, conditions=(Condition(property="id", operator="eq", value=key),)))


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:
    """Ask for the plain number of records."""
    options = written(Selection(conditions=conditions, expand=()), entity)
    return Query(url=f"{_address(base, entity)}/$count" + (f"?{options}" if options else ""), accept="*/*")


def malformed(base: str, entity: EntitySet) -> dict[str, Query]:
    """Queries that the service should refuse, by the requirement they try."""
    root = f"{_address(base, entity)}?"
    return {"query/malformed-filter-refused": Query(url=root + encoded({"$top": "1", "$filter": "treaty eq"}))}


def _address(base: str, entity: EntitySet) -> str:
    return f"{base}/{entity.wire_name}"


def _renamed(options: str, *, back: bool = False) -> str:
    """Options with the names of the wire, or back with those of the contract."""
    for name, wire in _LISTS.items():
        old, new = (wire, name) if back else (name, wire)
        options = re.sub(rf"(?<=[=,])({re.escape(old)})(?=[,&]|%20|$)", new, options)
    return options


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read `value` and `odata.count`, or what stands for them in the older answer."""
    page, about = read_listing(
        FORM, exchange, entity, find=_rows, wanted="the records under 'value'", place=place, turned=turned
    )
    number = about.get("odata.count", about.get("__count"))
    count_of = int(number) if isinstance(number, (int, str)) and str(number).isdecimal() else None
    told = about_listing(about.get("odata.metadata"), entity)
    return Page(records=page.records, departures=(*page.departures, *told), readable=page.readable, count=count_of)


def read_item(exchange: Exchange, entity: EntitySet) -> Page:  # noqa: ARG001 - there is no known address
    """There are no single records in this form."""
    expected, got = "the record", "no known address of single records in this form"
    return unreadable(Departure(requirement="service/item-answers", expected=expected, got=got))


def read_count(exchange: Exchange) -> int | None:
    """The plain digits of `/$count`; None: anything else."""
    return int(exchange.body) if re.fullmatch(rb"\d{1,18}", exchange.body) else None


def read_error(exchange: Exchange) -> str | None:
    """The message of an error as OData 3 writes it; None: another form."""
    value = read_json(exchange).value
    error = value.get("odata.error", value.get("error")) if isinstance(value, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    text = message.get("value") if isinstance(message, dict) else message
    return text if isinstance(text, str) and text.strip() else None


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
    """Canonical names of the sets in a service document of OData 3, should there be one; None: there is none."""
    value = read_json(exchange).value
    entries = value.get("value") if isinstance(value, dict) and "odata.metadata" in value else None
    if not isinstance(entries, list):
        return None
    names = {entry.get("name") for entry in entries if isinstance(entry, dict)}
    return tuple(entity.name for entity in contract.entities.values() if entity.wire_name in names)


def place(entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG001 - one set
    """Where a pointer into a record lies in a page: `$.value[1].titles[0].value`."""
    return LAYOUT.place(index, pointer)


def _rows(value: Json) -> Found:
    if isinstance(value, list):
        return value, {}, "a bare list of records"
    if isinstance(value, dict) and isinstance(value.get("value"), list):
        return value["value"], value, ""
    inner = value.get("d") if isinstance(value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        return inner["results"], inner, ""
    if isinstance(inner, list):
        return inner, {}, "the records directly under 'd'"
    for name in ("results", "items", "data"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            return value[name], value, f"the records under {name!r}"
    return None, {}, ""


# --- the service side ---------------------------------------------------------------------------------------------


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the service root, and its query string, as a question.

    Raises:
        Refused: nothing of that name, or malformed options.
    """
    path = unquote(path).strip("/")
    entity = contract.entities.get(_SET)
    if path == "$metadata":
        return Question(asked="description")
    name, _, behind = path.partition("/")
    if entity is None or name != entity.wire_name or behind not in ("", "$count"):
        raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
    selection, where = heard(_renamed(as_written(query), back=True), entity)
    asked = "count" if behind else "page"
    return Question(asked=asked, entity=entity.name, selection=selection, filter=where)  # type: ignore[arg-type]


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:  # noqa: ARG001
    """A listing, with the lists that were asked for."""
    body: dict[str, Json] = {"odata.metadata": f"{base}/$metadata#{entity.wire_name}"}
    if rows.total is not None:
        body["odata.count"] = str(rows.total)
    body["value"] = [said(record, entity, question.selection.expand or ()) for record in rows.records]
    return _json(_OK, body)


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:
    """A listing of one."""
    return say_page(Rows(records=(record,)), question, entity, base, "")


def say_count(number: int) -> Reply:
    """Plain digits."""
    return Reply(status=_OK, content_type="text/plain;charset=utf-8", body=str(number).encode())


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - there is none
    """What stands at the root is not known."""
    return say_error(_NOT_FOUND, "There is no such resource.")


def say_description(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - one set
    """The EDMX document."""
    names = edmx.Names(namespace="MFilesMea", container="MFilesMeaEntities")
    body = edmx.document(contract, names, leave_out=UNSAYABLE, renamed=LAYOUT.names)
    return Reply(status=_OK, content_type="application/xml;charset=utf-8", body=body)


def say_error(status: int, message: str) -> Reply:
    """An error document of OData 3."""
    return _json(status, {"odata.error": {"code": "", "message": {"lang": "en-US", "value": message}}})


def _json(status: int, body: Json) -> Reply:
    return Reply(
        status=status, content_type="application/json;odata=minimalmetadata;charset=utf-8", body=orjson.dumps(body)
    )


# --- OpenAPI ------------------------------------------------------------------------------------------------------


def _canonical(path: tuple[str | int, ...]) -> str:
    """Where a place in a row lies in the record; of an entry in a list the entry."""
    lists = {wire: name for name, wire in _LISTS.items()}
    return "".join(f"/{lists.get(str(step), step)}" for step in path[:2])


OPENAPI = OpenApiForm(
    name=NAME,
    title=TITLE,
    about=(
        "JSON of OData 3. Records stand under `value`, lists are bare arrays where `$expand` asks for them, dates are "
        "written without a zone. What nobody recorded of the service is left open."
    ),
    media_type="application/json",
    error_media_type="application/json",
    services=lambda _contract: {},
    description_path="/$metadata",
    description_media_type="application/xml",
    set_path=lambda entity: f"/{entity.wire_name}",
    count_path=lambda entity: f"/{entity.wire_name}/$count",
    listing_parameters=lambda entity: mfiles_openapi.listing_parameters(entity, _LISTS),
    count_parameters=mfiles_openapi.count_parameters,
    error_schema=mfiles_openapi.ERROR,
    records=lambda contract, entity: mfiles_openapi.records(contract, entity, LAYOUT.names),
    page=mfiles_openapi.page,
    count_media_type="text/plain",
    count_schema=DIGITS,
    pointer=_canonical,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
