"""
`odata-v4`: OData 4.01 JSON, as a secretariat would offer it that begins today.

`value` with `@odata.count` and `@odata.nextLink`, RFC 3339, `$count=true`, lists inline as collections of complex
values, errors as `{"error": {"code", "message"}}`. Control information is read at any level (minimal, full, none), with
and without the prefix `odata.`; relative links are resolved against the context (OData JSON 4.01 §4.3).
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

import orjson

from apitest.dialects import csdl, odata_v4_openapi, openapi_odata
from apitest.dialects.body import read_json, resolved
from apitest.dialects.dates import day_of, from_rfc3339
from apitest.dialects.listings import Found, placed, read_listing, read_single
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.modern_words import heard, metadata_level, written
from apitest.dialects.odata_words import encoded
from apitest.dialects.openapi_shapes import record_schemas
from apitest.dialects.own_addresses import about_listing, about_record
from apitest.dialects.speech import Layout, Question, Refused, Reply, Rows, Versions, inside
from apitest.dialects.values import Form
from apitest.model import Condition, Contract, EntitySet, Exchange, Feature, Json, Kind, Page, Query, Selection

NAME = "odata-v4"
TITLE = "OData 4.01 JSON"
ROOT = "informea.svc"
LACKS = {
    Feature.EXPAND: "odata-v4 sends lists inline, as collections of complex values; there is nothing to expand.",
    Feature.EXTENSION: "odata-v4 stands for services of the published interface; mea-json carries what is proposed.",
    Feature.TICKS: "odata-v4 writes dates as RFC 3339 text, not as a number of milliseconds.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(rows=("value",), next=("@odata.nextLink",), total=("@odata.count",), sets=("value",))
UNSAYABLE: frozenset[str] = frozenset()
PAGE_CAP = 200
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 500

_OK, _NOT_FOUND = 200, 404
VERSIONS = Versions(header="OData-Version", example="4.0", families=("4.",), demanded=True)
_VERSION = ((VERSIONS.header, VERSIONS.example),)
_PATH = re.compile(
    r"(?P<set>[A-Za-z]+)(?:\((?:id=)?'(?P<key>(?:[^']|'')*)'\)|(?P<count>/\$count)|/(?P<segment>[^$/][^/]*))?"
)


class _ControlInformation:
    """Every name with `@`: OData's own remarks, never a property of the record (OData JSON 4.01 §4.6)."""

    def __contains__(self, name: object) -> bool:
        return "@" in str(name)


_REMARKS = _ControlInformation()


def _unwrap(value: Json) -> tuple[list[Json] | None, str]:
    if isinstance(value, list):
        return value, ""
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return value["results"], "an array"
    return None, "an array"


FORM = Form(
    read_moment=from_rfc3339,
    read_day=day_of,
    moment_form="a date-time with offset (RFC 3339)",
    unwrap=_unwrap,
    reserved=_REMARKS,
    placeholder=lambda item: all(name in _REMARKS for name in item),
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    value = seen.value
    if isinstance(value, dict) and isinstance(value.get("value"), list):
        context = _remark(value, "context")
        if isinstance(context, str):
            yield Mark(words=f"its answer has 'value' with the context {context!r}")
        elif "odata.metadata" not in value and "odata.count" not in value:
            yield Mark(words="its answer has 'value'", weight=Weight.SHARED)
    if seen.has_header("odata-version") or isinstance(inside(seen.error, ("error", "message")), str):
        yield Mark(words="its errors or headers are those of OData 4", weight=Weight.HINT)
    if seen.schema and seen.schema.version.startswith("4."):
        yield Mark(words=f"its description has the version {seen.schema.version!r}")


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask which entity sets there are."""
    return Query(url=f"{base}/")


def description(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask for the CSDL document."""
    return Query(url=f"{base}/$metadata", accept="application/xml")


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:
    """Ask for part of a set; lists are inline, whatever is to be expanded."""
    options = written(selection, entity)
    return Query(url=f"{base}/{entity.wire_name}" + (f"?{options}" if options else ""))


def item(base: str, entity: EntitySet, key: str) -> Query:
    """Ask for one record."""
    return Query(url=f"{base}/{entity.wire_name}('{_key(key)}')")


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:
    """Ask for the plain number of records."""
    options = written(Selection(conditions=conditions), entity)
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
    """Read `value`, `@odata.nextLink` and `@odata.count`."""
    addresses: list[Json] = []

    def find(value: Json) -> Found:
        found = _rows(value)
        addresses.extend(_remark(row, "id") if isinstance(row, dict) else None for row in found[0] or ())
        return found

    page, about = read_listing(FORM, exchange, entity, find=find, wanted="the records under 'value'", place=place)
    following, number = _remark(about, "nextLink"), _remark(about, "count")
    told = [*about_listing(_remark(about, "context"), entity)] if page.readable else []
    for address, record in zip(addresses, page.records, strict=False):
        if address is not None:
            notes = about_record(address, record.id, exchange, entity, "/@odata.id")
            told += [placed(note, record.id, LAYOUT.place(record.index, note.pointer)) for note in notes]
    return Page(
        records=page.records,
        departures=(*page.departures, *told),
        readable=page.readable,
        next=_resolved(exchange, about, following) if isinstance(following, str) else "",
        count=int(number) if isinstance(number, (int, str)) and str(number).isdecimal() else None,
    )


def read_item(exchange: Exchange, entity: EntitySet) -> Page:
    """Read the record itself."""
    return read_single(
        FORM,
        exchange,
        entity,
        find=lambda value: None if not isinstance(value, dict) or isinstance(value.get("value"), list) else value,
        wanted="the record itself",
        place=LAYOUT.place_alone,
    )


def read_count(exchange: Exchange) -> int | None:
    """The plain digits of `/$count`; None: anything else."""
    return int(exchange.body) if re.fullmatch(rb"\d{1,18}", exchange.body) else None


def read_error(exchange: Exchange) -> str | None:
    """The message of an error document `{"error": {"code", "message"}}`; None: another form."""
    value = read_json(exchange).value
    error = value.get("error") if isinstance(value, dict) else None
    code, message = (error.get("code"), error.get("message")) if isinstance(error, dict) else (None, None)
    return message if isinstance(code, str) and code and isinstance(message, str) and message.strip() else None


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
    """Canonical names of the entity sets offered that the contract knows; None: no service document of OData 4."""
    value = read_json(exchange).value
    entries = value.get("value") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not isinstance(_remark(value, "context"), str):
        return None
    names = {entry.get("url", entry.get("name")) for entry in entries if isinstance(entry, dict)}
    last = {str(name).rstrip("/").rpartition("/")[2] for name in names}
    return tuple(entity.name for entity in contract.entities.values() if entity.wire_name in last)


def place(entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG001 - the same for every dialect
    """Where a pointer into a record lies in a page: `$.value[1].title[0].value`."""
    return LAYOUT.place(index, pointer)


def _rows(value: Json) -> Found:
    if isinstance(value, list):
        return value, {}, "a bare list of records"
    if isinstance(value, dict) and isinstance(value.get("value"), list):
        return value["value"], value, ""
    inner = value.get("d", value) if isinstance(value, dict) else None
    if isinstance(inner, list):
        return inner, {}, "the records directly under 'd'"
    if isinstance(inner, dict):
        for name in ("results", "items", "data"):
            if isinstance(inner.get(name), list):
                return inner[name], inner, f"the records under {name!r}"
    return None, {}, ""


def _remark(about: Mapping[str, Json], name: str) -> Json:
    """Control information, which OData 4.01 also writes without its prefix."""
    return about.get(f"@odata.{name}", about.get(f"@{name}"))


def _resolved(exchange: Exchange, about: Mapping[str, Json], link: str) -> str:
    context = _remark(about, "context")
    base = resolved(exchange.query.url, context) or exchange.query.url
    return resolved(base, link)


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
    key = match["segment"] if match["key"] is None else match["key"].replace("''", "'")
    if key is not None:
        return Question(asked="item", entity=entity.name, key=key, selection=selection)
    return Question(asked="count" if match["count"] else "page", entity=entity.name, selection=selection, filter=where)


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
    """A listing; what is left goes behind `@odata.nextLink` with the client's own options."""
    level = metadata_level(query)
    body: dict[str, Json] = {"@odata.context": f"{base}/$metadata#{entity.wire_name}{_projected(question)}"}
    if level == "none":
        body = {}
    if rows.total is not None:
        body["@odata.count"] = rows.total
    body["value"] = [_said(record, question, entity, base, level) for record in rows.records]
    if rows.next is not None:
        kept = [part for part in query.split("&") if part and not part.startswith(_PAGING)]
        size = [f"$top={rows.next.top}"] if rows.next.top is not None else []
        options = "&".join([*kept, *size, f"$skip={rows.next.skip}"])
        body["@odata.nextLink"] = f"{base}/{entity.wire_name}?{options}"
    return _json(_OK, body, level)


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:
    """One record."""
    head = {"@odata.context": f"{base}/$metadata#{entity.wire_name}{_projected(question)}/$entity"}
    return _json(_OK, head | _said(record, question, entity, base, "minimal"))


def say_count(number: int) -> Reply:
    """Plain digits."""
    return Reply(status=_OK, content_type="text/plain;charset=utf-8", body=str(number).encode(), headers=_VERSION)


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - of all sets
    """The service document."""
    sets = [
        {"name": entity.wire_name, "kind": "EntitySet", "url": entity.wire_name}
        for entity in contract.entities.values()
    ]
    return _json(_OK, {"@odata.context": f"{base}/$metadata", "value": sets})


def say_description(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - of all sets
    """The CSDL document."""
    return Reply(
        status=_OK,
        content_type="application/xml;charset=utf-8",
        body=csdl.document(contract),
        headers=_VERSION,
    )


def say_error(status: int, message: str) -> Reply:
    """An error document."""
    return _json(status, {"error": {"code": str(status), "message": message}})


_PAGING = ("$skip=", "$top=", "%24skip=", "%24top=", "skip=", "top=")


def _projected(question: Question) -> str:
    return f"({','.join(question.selection.select)})" if question.selection.select else ""


def _said(record: Mapping[str, Json], question: Question, entity: EntitySet, base: str, level: str) -> dict[str, Json]:
    """A record as it is, lists that it lacks as empty ones, with as much control information as was asked for."""
    wanted = question.selection.select or tuple(entity.shape.fields)
    row: dict[str, Json] = {}
    if level == "full":
        address = f"{entity.wire_name}('{_key(str(record.get(entity.key)))}')"
        row = {
            "@odata.type": f"#{csdl.NAMESPACE}.{entity.type_name}",
            "@odata.id": f"{base}/{address}",
            "@odata.editLink": address,
        }
    for name, shape in entity.shape.fields.items():
        listed = shape.kind in (Kind.COLLECTION, Kind.LIST)
        if name not in wanted or (name not in record and not listed):
            continue
        if level == "full" and (listed or shape.kind in (Kind.DATE, Kind.DATE_TIME, Kind.LONG)):
            row[f"{name}@odata.type"] = "#" + csdl.type_name(shape, "").replace("Edm.", "")
        row[name] = record.get(name, [])
    return row


def _key(key: str) -> str:
    return quote(key.replace("'", "''"), safe="", errors="surrogatepass")


def _json(status: int, body: Json, level: str = "minimal") -> Reply:
    label = f"application/json;odata.metadata={level};charset=utf-8"
    return Reply(status=status, content_type=label, body=orjson.dumps(body), headers=_VERSION)


# --- OpenAPI ------------------------------------------------------------------------------------------------------

OPENAPI = openapi_odata.ODataForm(
    name=NAME,
    title=TITLE,
    about=(
        "Records stand under `value`, dates are RFC 3339, lists are inline; names with `@` are control information, of "
        "which there is more or less as `$format` asks."
    ),
    listing_parameters=odata_v4_openapi.listing_options,
    item_parameters=openapi_odata.projecting_options,
    count_parameters=odata_v4_openapi.count_options,
    service_schema=odata_v4_openapi.service_document,
    error_schema=odata_v4_openapi.ERROR,
    records=lambda contract, entity: record_schemas(contract, entity, odata_v4_openapi.SHAPES),
    page=odata_v4_openapi.page,
    single=lambda row: row,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
