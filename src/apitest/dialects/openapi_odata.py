"""What the OData dialects have in common in their OpenAPI documents: query options, verbose JSON, error documents."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from apitest.dialects.openapi import OpenApiForm
from apitest.dialects.openapi_shapes import WireShapes
from apitest.model import Contract, EntitySet, Json, Kind

TICKS: Json = {"type": "string", "pattern": r"^/Date\(-?[0-9]{1,17}([+-][0-9]{1,4})?\)/$"}
"""A date in OData 2.0 JSON: milliseconds since 1970 in UTC."""
LONG_TEXT: Json = {"type": ["string", "integer"], "pattern": r"^-?[0-9]{1,19}$"}
"""A 64-bit integer in OData 2.0 JSON: text; that services outside the toolkits write a number is a habit, no breach."""
DIGITS: Json = {"type": "string", "pattern": r"^[0-9]{1,18}$"}
ERROR: Json = {
    "description": "An OData error document.",
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": ["string", "null"], "description": "A code of the service's own."},
                "message": {
                    "type": "object",
                    "properties": {
                        "lang": {"type": "string", "description": "Language of the message."},
                        "value": {"type": "string", "minLength": 1, "description": "What is wrong, in a sentence."},
                    },
                    "required": ["value"],
                },
                "innererror": {"type": "object", "description": "Details for the service's own developers."},
            },
            "required": ["message"],
        }
    },
    "required": ["error"],
}
DEFERRED: Json = {
    "type": "object",
    "properties": {
        "__deferred": {
            "type": "object",
            "properties": {"uri": {"type": "string", "format": "uri", "description": "Where the collection is."}},
            "required": ["uri"],
            "additionalProperties": False,
        }
    },
    "required": ["__deferred"],
    "additionalProperties": False,
}
MOMENT = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_TEXT = r"'([^'\u0000-\u001f]|'')*'"


def results(items: Json) -> dict[str, Json]:
    """A collection inline: `{"results": […]}`."""
    return {
        "type": "object",
        "properties": {"results": {"type": "array", "items": items}},
        "required": ["results"],
        "additionalProperties": False,
    }


def results_or_link(items: Json) -> dict[str, Json]:
    """A collection, inline where it was asked for with `$expand`, else a link to it."""
    return {"anyOf": [results(items), DEFERRED]}


def array(items: Json) -> dict[str, Json]:
    """A collection inline, as a bare array."""
    return {"type": "array", "items": items}


def array_or_link(items: Json) -> dict[str, Json]:
    """The same, or a link to it where it was not asked for with `$expand`."""
    return {"anyOf": [array(items), DEFERRED]}


def boxed(value: Json) -> dict[str, Json]:
    """OData 2.0 has no collections of plain values: each is an object with `value`."""
    return {"type": "object", "properties": {"value": value}, "required": ["value"], "additionalProperties": False}


def _bare(value: Json) -> Json:
    return value


def head(*required: str) -> Json:
    """`__metadata` of a record; `required` of id, uri and type."""
    return {
        "type": "object",
        "description": "What the record is, and its own address.",
        "properties": {
            "id": {"type": "string", "description": "The record's own address, as an identifier."},
            "uri": {"type": "string", "format": "uri", "description": "The record's own address."},
            "type": {"type": "string", "minLength": 1, "description": "Name of the type in $metadata."},
        },
        "required": list(required),
    }


INNER_HEAD: Json = {
    "type": "object",
    "description": "What the object is.",
    "properties": {"type": {"type": "string", "minLength": 1, "description": "Name of the type in $metadata."}},
}


def verbose_shapes(
    *,
    required: tuple[str, ...],
    leave_out: frozenset[str] = frozenset(),
    collection: Callable[[Json], Json] = results_or_link,
    names: Mapping[str, str] | None = None,
    boxes: bool = True,
) -> WireShapes:
    """How OData 2.0 verbose JSON writes a record; `required` of `__metadata`'s id, uri and type."""
    return WireShapes(
        moment=TICKS,
        day={**TICKS, "description": "A day, as midnight in UTC."},
        long=LONG_TEXT,
        collection=collection,
        inner_collection=collection,
        list_item=boxed if boxes else _bare,
        head=head(*required),
        inner_head=INNER_HEAD,
        leave_out=leave_out,
        names=names or {},
    )


def entries(collection: Json) -> Json:
    """Schema of an entry of a collection, whatever else may stand in its place: a null, a link."""
    inline = next(choice for choice in collection["anyOf"] if choice.get("type") != "null" and choice != DEFERRED)
    found: Json = inline["items"] if "items" in inline else inline["properties"]["results"]["items"]
    return found


def alone(collection: Callable[[Json], Json]) -> Callable[[Json], Json]:
    """A collection at an address of its own: `{"d": …}`."""
    return lambda items: {"type": "object", "properties": {"d": collection(items)}, "required": ["d"]}


def verbose_page(row: Json) -> Json:
    """A listing: `{"d": {"results": […], "__count": …, "__next": …}}`."""
    inner = {
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": row, "description": "The records of this page."},
            "__count": {**DIGITS, "description": "Number of records in all, where $inlinecount asks for it."},
            "__next": {
                "type": ["string", "null"],
                "format": "uri-reference",
                "minLength": 1,
                "description": "Address of the next page; null or absent on the last.",
            },
        },
        "required": ["results"],
    }
    return {"type": "object", "properties": {"d": inner}, "required": ["d"]}


def direct_page(row: Json) -> Json:
    """A listing of OData 1: `{"d": […]}`."""
    rows = {"type": "array", "items": row, "description": "The records asked for."}
    return {"type": "object", "properties": {"d": rows}, "required": ["d"]}


def page_without_next(row: Json) -> Json:
    """A listing that is always whole: `{"d": {"results": […], "__count": …}}`."""
    page = verbose_page(row)
    inner = page["properties"]["d"]
    kept = {name: schema for name, schema in inner["properties"].items() if name != "__next"}
    return {**page, "properties": {"d": {**inner, "properties": kept}}}


def verbose_single(row: Json) -> Json:
    """A single record: `{"d": {…}}`."""
    return {"type": "object", "properties": {"d": row}, "required": ["d"]}


def verbose_service(contract: Contract) -> Json:
    """The service document: `{"d": {"EntitySets": […]}}`."""
    known = [entity.wire_name for entity in contract.entities.values()]
    sets = {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "description": f"Names of the entity sets; of the contract: {', '.join(known)}.",
    }
    inner = {"type": "object", "properties": {"EntitySets": sets}, "required": ["EntitySets"]}
    return {"type": "object", "properties": {"d": inner}, "required": ["d"]}


# --- query options ------------------------------------------------------------------------------------------------


def listing_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a listing (OData 2.0 URI conventions §4)."""
    return {
        **paging_options(entity),
        "$inlinecount": {
            "type": "string",
            "enum": ["allpages", "none"],
            "description": "Whether to say how many records there are in all.",
        },
        **count_options(entity),
        **item_options(entity),
    }


def paging_options(entity: EntitySet) -> Mapping[str, Json]:
    """Which part of a listing, in which order."""
    orders = [f"{name}{direction}" for name in entity.sortable for direction in ("", " asc", " desc")]
    return {
        "$top": {"type": "integer", "minimum": 0, "maximum": 2147483647, "description": "At most so many records."},
        "$skip": {"type": "integer", "minimum": 0, "maximum": 2147483647, "description": "Behind so many records."},
        "$orderby": chosen("Properties to order by, in that order.", orders),
    }


def item_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a single record."""
    paths = [path for name in entity.expandable for path in (name, *_below(name, entity))]
    return {"$expand": chosen("Collections wanted inline.", paths), **projecting_options(entity)}


def projecting_options(entity: EntitySet) -> Mapping[str, Json]:
    """Which properties, in which form."""
    return {
        "$select": chosen("Properties wanted; all where it is absent.", [*entity.shape.fields]),
        "$format": {"type": "string", "enum": ["json"], "description": "The form of the answer, as Accept would say."},
    }


def count_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a count."""
    return filter_option(entity, f"datetime'{MOMENT}'")


def filter_option(entity: EntitySet, moment: str) -> Mapping[str, Json]:
    """Comparisons that a client may filter with, joined by 'and'; `moment`: pattern of a date's literal."""
    term = "|".join(
        f"{re.escape(name)} {operator} {_literal(entity, name, moment)}"
        for name, operators in entity.filters.items()
        for operator in operators
    )
    about = "Only records that fulfil it: comparisons of " + ", ".join(
        f"{name} ({', '.join(operators)})" for name, operators in entity.filters.items()
    )
    return {"$filter": {"type": "string", "pattern": f"^({term})( and ({term}))*$", "description": f"{about}."}}


def _literal(entity: EntitySet, name: str, moment: str) -> str:
    kind = entity.shape.fields[name].kind
    if kind in (Kind.DATE, Kind.DATE_TIME):
        return moment
    return "-?[0-9]{1,9}" if kind in (Kind.INTEGER, Kind.LONG, Kind.NUMBER) else _TEXT


def _below(name: str, entity: EntitySet) -> list[str]:
    inner = entity.shape.fields[name].fields
    return [f"{name}/{child}" for child, shape in inner.items() if shape.kind is Kind.COLLECTION]


def chosen(about: str, names: list[str]) -> Json:
    """An option that takes some of these names, with commas between them."""
    items = {"type": "string", "enum": names}
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True, "description": about}


# --- the form -----------------------------------------------------------------------------------------------------


def _set_path(entity: EntitySet) -> str:
    return f"/{entity.wire_name}"


def _item_path(entity: EntitySet) -> str:
    return f"/{entity.wire_name}('{{id}}')"


def _count_path(entity: EntitySet) -> str:
    return f"/{entity.wire_name}/$count"


@dataclass(frozen=True, slots=True, kw_only=True)
class ODataForm(OpenApiForm):
    """What the OData dialects share: JSON, keys in parentheses, a count in digits, documents in the form of OData 2."""

    media_type: str = "application/json"
    error_media_type: str = "application/json"
    description_path: str = "/$metadata"
    description_media_type: str = "application/xml"
    set_path: Callable[[EntitySet], str] = _set_path
    item_path: Callable[[EntitySet], str] | None = _item_path
    count_path: Callable[[EntitySet], str] | None = _count_path
    listing_parameters: Callable[[EntitySet], Mapping[str, Json]] = listing_options
    item_parameters: Callable[[EntitySet], Mapping[str, Json]] = item_options
    count_parameters: Callable[[EntitySet], Mapping[str, Json]] = count_options
    service_schema: Callable[[Contract], Json] = verbose_service
    error_schema: Json = field(default_factory=lambda: ERROR)
    page: Callable[[Json], Json] = verbose_page
    single: Callable[[Json], Json] = verbose_single
    count_media_type: str = "text/plain"
    count_schema: Json = field(default_factory=lambda: DIGITS)
    selects: bool = True
