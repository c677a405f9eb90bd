"""Schemas of `mfiles`: a document as the service writes it that the portal reads, open to what else it may send."""

from collections.abc import Mapping

from apitest.dialects.openapi_odata import DIGITS, boxed, count_options, listing_options
from apitest.dialects.openapi_shapes import WireShapes, record_schemas
from apitest.model import Contract, EntitySet, Json

ERROR: Json = {
    "description": "An error as OData 3 writes it; none of such a service is on record.",
    "type": "object",
    "properties": {
        "odata.error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "description": "A code of the service's own."},
                "message": {
                    "type": "object",
                    "properties": {
                        "lang": {"type": "string", "description": "Language of the message."},
                        "value": {"type": "string", "minLength": 1, "description": "What is wrong, in a sentence."},
                    },
                    "required": ["value"],
                },
            },
            "required": ["message"],
        }
    },
    "required": ["odata.error"],
}
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})?$"


def records(contract: Contract, entity: EntitySet, names: Mapping[str, str]) -> dict[str, Json]:
    """The record under its type name, and the types of its entries; a list is there only where it is asked for."""
    shapes = WireShapes(
        moment={"type": "string", "pattern": _MOMENT},
        long={"type": ["string", "integer"], "pattern": "^[0-9]{1,19}$"},
        list_item=boxed,
        names=names,
    )
    found = record_schemas(contract, entity, shapes)
    record = found[entity.type_name]
    lists = {names.get(name, name) for name in entity.expandable}
    record["required"] = [name for name in record["required"] if name not in lists]
    for schema in found.values():
        schema.pop("additionalProperties", None)
    return found


def page(row: Json) -> Json:
    """A listing: `{"odata.count": "…", "value": […]}`."""
    return {
        "type": "object",
        "properties": {
            "odata.metadata": {"type": "string", "description": "Where the description is."},
            "odata.count": {**DIGITS, "description": "Number of records in all, where $inlinecount asks for it."},
            "value": {"type": "array", "items": row, "description": "The records asked for."},
        },
        "required": ["value"],
    }


def listing_parameters(entity: EntitySet, names: Mapping[str, str]) -> Mapping[str, Json]:
    """What a client may ask of a listing, in the names of the wire."""
    options = {name: schema for name, schema in listing_options(entity).items() if name != "$select"}
    lists = [names.get(name, name) for name in entity.expandable]
    return {**options, "$expand": {**options["$expand"], "items": {"type": "string", "enum": lists}}}


count_parameters = count_options
