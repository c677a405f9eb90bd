"""
`mea-json`: our native JSON binding (apitest project contract 1.0 §6, a proposal).

Canonical records as they are: `{items, next?, total?}`, cursors instead of offsets, RFC 3339, errors as
`application/problem+json` (RFC 9457). The order is fixed: `updated`, then `id`.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, unquote, urlencode

import orjson

from apitest.dialects.body import read_json, resolved
from apitest.dialects.dates import day_of, from_rfc3339
from apitest.dialects.listings import read_listing, read_single
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.mea_json_openapi import count_options, listing_options, native_page, problem, service_description
from apitest.dialects.openapi import OpenApiForm, document
from apitest.dialects.openapi_shapes import WireShapes, record_schemas
from apitest.dialects.speech import Layout, Question, Refused, Reply, Rows
from apitest.dialects.trusting import Wire
from apitest.dialects.values import Form
from apitest.model import (
    Condition,
    Contract,
    EntitySet,
    Exchange,
    Feature,
    Json,
    Kind,
    Page,
    Query,
    Selection,
    Shape,
)

NAME = "mea-json"
TITLE = "native JSON binding for multilateral environmental agreements"
ROOT = ""
LACKS = {
    Feature.SKIP: "mea-json continues by cursor and has no offsets.",
    Feature.ORDER: "The order of mea-json is fixed.",
    Feature.SELECT: "mea-json always sends whole records.",
    Feature.EXPAND: "mea-json always sends lists inline.",
    Feature.TYPED_DESCRIPTION: "The OpenAPI document of mea-json ships with the contract; the service does not make it.",
    Feature.TICKS: "mea-json writes dates as RFC 3339 text, not as a number of milliseconds.",
    Feature.PROTOCOL_VERSION: "mea-json stands on HTTP alone; the contract's version is told by its OpenAPI document.",
    Feature.CUSTOM_OPTIONS: "mea-json refuses parameters that it does not know, so that a mistyped filter is noticed.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(rows=("items",), next=("next",), total=("total",), sets=("resources",))
UNSAYABLE: frozenset[str] = frozenset()
PAGE_CAP = 100
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 500

_OK, _BAD, _NOT_FOUND = 200, 400, 404
_JSON_TYPE = "application/json; charset=utf-8"
_PROBLEM_TYPE = "application/problem+json"


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
    placeholder=lambda item: not item,
    wire=Wire(),
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    value = seen.value
    if isinstance(value, dict) and value.get("dialect") == NAME:
        yield Mark(words=f"its service document says so itself ('dialect': {NAME!r})")
    if isinstance(value, dict) and isinstance(value.get("resources"), list):
        yield Mark(words="its service document has 'resources'")
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        yield Mark(words="its first page has 'items'")
    if {"title", "status"} <= set(seen.error) and seen.exchange.header("content-type").startswith(_PROBLEM_TYPE):
        yield Mark(words="its errors are problem documents", weight=Weight.HINT)


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask which entity sets there are, and what the service declares of itself."""
    return Query(url=f"{base}/")


def description(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - the same for every set
    """Ask for the OpenAPI document."""
    return Query(url=f"{base}/openapi.json")


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:
    """Ask for part of a set; the order is fixed, and there are no offsets."""
    options: dict[str, str] = {}
    if selection.top is not None:
        options["limit"] = str(selection.top)
    options |= _conditions(selection.conditions)
    if selection.count:
        options["total"] = "true"
    return _query(f"{base}/{entity.name}", options)


def item(base: str, entity: EntitySet, key: str) -> Query:
    """Ask for one record."""
    return Query(url=f"{base}/{entity.name}/{quote(key, safe='', errors='surrogatepass')}")


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:
    """Ask for the number of records."""
    return _query(f"{base}/{entity.name}/count", _conditions(conditions))


def malformed(base: str, entity: EntitySet) -> dict[str, Query]:
    """Queries that the service must refuse, by the requirement they try."""
    root = f"{base}/{entity.name}"
    return {
        "query/negative-page-size-refused": _query(root, {"limit": "-1"}),
        "query/malformed-page-size-refused": _query(root, {"limit": "many"}),
        "query/unknown-option-refused": _query(root, {"limit": "1", "noSuchOption": "1"}),
        "query/malformed-filter-refused": _query(root, {"limit": "1", "updatedSince": "yesterday"}),
    }


def _query(root: str, options: Mapping[str, str]) -> Query:
    return Query(url=f"{root}?{urlencode(options, quote_via=quote)}" if options else root)


def _conditions(conditions: tuple[Condition, ...]) -> dict[str, str]:
    return {
        "updatedSince" if (item.property, item.operator) == ("updated", "ge") else item.property: str(item.value)
        for item in conditions
    }


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read `items`, `next` and `total`."""
    page, about = read_listing(FORM, exchange, entity, find=_envelope, wanted="the records under 'items'", place=place)
    total = about.get("total")
    following = resolved(exchange.query.url, about.get("next"))
    return replace(page, next=following, count=total if isinstance(total, int) else None)


def _envelope(value: Json) -> tuple[list[Json] | None, Mapping[str, Json], str]:
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        return value["items"], value, ""
    if isinstance(value, list):
        return value, {}, "a bare list of records"
    if isinstance(value, dict):
        for name in ("results", "value", "data", "d"):
            if isinstance(value.get(name), list):
                return value[name], value, f"the records under {name!r}"
    return None, {}, ""


def read_item(exchange: Exchange, entity: EntitySet) -> Page:
    """Read the record itself."""
    return read_single(FORM, exchange, entity, find=_alone, wanted="the record itself", place=LAYOUT.place_alone)


def _alone(value: Json) -> Mapping[str, Json] | None:
    return value if isinstance(value, dict) and not isinstance(value.get("items"), list) else None


def read_count(exchange: Exchange) -> int | None:
    """The number in `{"count": n}`; None: anything else."""
    value = read_json(exchange).value
    number = value.get("count") if isinstance(value, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def read_error(exchange: Exchange) -> str | None:
    """The title of a problem document; None: not in the dialect's form."""
    if not exchange.header("content-type").lower().startswith(_PROBLEM_TYPE):
        return None
    value = read_json(exchange).value
    title = value.get("title") if isinstance(value, dict) else None
    return title if isinstance(title, str) and title.strip() else None


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:
    """Canonical names of the entity sets offered that the contract knows; None: no service document."""
    value = read_json(exchange).value
    resources = value.get("resources") if isinstance(value, dict) else None
    if not isinstance(resources, list):
        return None
    offered = {entry.get("name") for entry in resources if isinstance(entry, dict) and _leads_to_its_name(entry)}
    return tuple(name for name in contract.entities if name in offered)


def _leads_to_its_name(entry: Mapping[str, Json]) -> bool:
    """Whether the address of a set, where one is given, ends in its name."""
    address = entry.get("href")
    return not isinstance(address, str) or address.partition("?")[0].rstrip("/").rpartition("/")[2] == entry.get("name")


def place(entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG001 - the same for every dialect
    """Where a pointer into a record lies in a page: `$.items[1].title[0].value`."""
    return LAYOUT.place(index, pointer)


# --- the service side ---------------------------------------------------------------------------------------------


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the service root, and its query string, as a question.

    Raises:
        Refused: nothing of that name, or malformed options.
    """
    steps = [unquote(step) for step in path.strip("/").split("/")]
    if steps in ([""], ["openapi.json"]):
        return Question(asked="service" if steps == [""] else "description")
    entity = contract.entities.get(steps[0])
    if entity is None or len(steps) > 2:  # noqa: PLR2004 - a set, and a key or `count`
        raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
    if len(steps) == 2 and steps[1] != "count":  # noqa: PLR2004
        return Question(asked="item", entity=entity.name, key=steps[1])
    options = dict(parse_qsl(query, keep_blank_values=True))
    after = options.pop("cursor", "")
    selection = Selection(top=_limit(options.pop("limit", None)), count=_flag(options.pop("total", "false")))
    return Question(
        asked="page" if len(steps) == 1 else "count",
        entity=entity.name,
        selection=selection,
        filter=" and ".join(_comparison(name, value, entity) for name, value in options.items()),
        after=_opened(after) if after else "",
    )


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) == 0:
        raise Refused(_BAD, f"The parameter 'limit' takes a whole number from 1, not {text!r}.")
    return min(int(text), PAGE_MAXIMUM)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Refused(_BAD, f"The parameter 'total' takes 'true' or 'false', not {text!r}.")
    return text == "true"


def _comparison(name: str, value: str, entity: EntitySet) -> str:
    if name == "updatedSince" and "ge" in entity.filters.get("updated", ()):
        try:
            return f"updated ge {from_rfc3339(value)}"
        except ValueError:
            raise Refused(_BAD, f"The parameter 'updatedSince' takes a date-time with offset, not {value!r}.") from None
    if "eq" not in entity.filters.get(name, ()):
        raise Refused(_BAD, f"The parameter {name!r} is not known.")
    return f"{name} eq {_literal(value, entity.shape.fields[name])}"


def _literal(value: str, shape: Shape) -> str:
    if shape.kind in (Kind.INTEGER, Kind.LONG, Kind.NUMBER):
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value, re.ASCII):
            raise Refused(_BAD, f"A number is expected, not {value!r}.")
        return value
    return "'" + value.replace("'", "''") + "'"


def _opened(cursor: str) -> str:
    try:
        opened = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        opened = ""
    if "|" not in opened:
        raise Refused(_BAD, "The parameter 'cursor' was not given out by this service.")
    return opened


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:  # noqa: ARG001
    """A listing; `next` is relative and carries the client's own parameters."""
    body: dict[str, Json] = {"items": list(rows.records)}
    if rows.total is not None:
        body["total"] = rows.total
    if rows.after:
        options = {name: value for name, value in parse_qsl(query) if name != "cursor"}
        options["cursor"] = base64.urlsafe_b64encode(rows.after.encode()).decode()
        body["next"] = f"{entity.name}?{urlencode(options, quote_via=quote)}"
    return _json(_OK, body)


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:  # noqa: ARG001
    """One record."""
    return _json(_OK, record)


def say_count(number: int) -> Reply:
    """The number in an object."""
    return _json(_OK, {"count": number})


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - the same for every dialect
    """The service description."""
    body = {
        "dialect": NAME,
        "contracts": dict(contract.versions),
        "resources": [{"name": name, "href": name} for name in contract.entities],
        "limit": {"default": PAGE_CAP, "maximum": PAGE_MAXIMUM},
        "order": ["updated", "id"],
        "timeZone": "UTC",
        "countryCodes": "alpha-2",
        "amounts": "number",
        "description": "openapi.json",
    }
    return _json(_OK, body)


def say_description(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - the same for every dialect
    """The OpenAPI document."""
    return _json(_OK, document(contract, OPENAPI))


def say_error(status: int, message: str) -> Reply:
    """A problem document."""
    body = {"type": "about:blank", "title": message, "status": status}
    return Reply(status=status, content_type=_PROBLEM_TYPE, body=orjson.dumps(body))


def _json(status: int, body: Json) -> Reply:
    return Reply(status=status, content_type=_JSON_TYPE, body=orjson.dumps(body))


# --- OpenAPI ------------------------------------------------------------------------------------------------------

OPENAPI = OpenApiForm(
    name=NAME,
    title=TITLE,
    about=(
        "Canonical records as they are: a page is an object with `items`, `next` and `total`; a page follows on a cursor, "
        "not on an offset; the order is fixed: `updated`, then `id`."
    ),
    media_type="application/json",
    error_media_type=_PROBLEM_TYPE,
    description_path="/openapi.json",
    description_media_type="application/json",
    set_path=lambda entity: f"/{entity.name}",
    item_path=lambda entity: f"/{entity.name}/{{id}}",
    count_path=lambda entity: f"/{entity.name}/count",
    listing_parameters=listing_options,
    item_parameters=lambda _entity: {},
    count_parameters=count_options,
    service_schema=lambda contract: service_description(contract, NAME),
    error_schema=problem(),
    records=lambda contract, entity: record_schemas(contract, entity, WireShapes()),
    page=native_page,
    single=lambda row: row,
    count_media_type="application/json",
    count_schema={
        "type": "object",
        "properties": {"count": {"type": "integer", "minimum": 0, "description": "The number of records."}},
        "required": ["count"],
    },
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
