"""What is peculiar to `odata-v4` in its OpenAPI document: query options, control information, error documents."""

from collections.abc import Mapping

from apitest.dialects.openapi_odata import MOMENT, filter_option, paging_options, projecting_options
from apitest.dialects.openapi_shapes import WireShapes
from apitest.model import Contract, EntitySet, Json

_CONTEXT: Json = {"type": "string", "format": "uri-reference", "description": "Where the answer is described."}
SHAPES = WireShapes(remarks="@")
"""Every name with `@` is OData's own remark, never a property (OData JSON 4.01 §4.6)."""
ERROR: Json = {
    "description": "An OData error document.",
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "minLength": 1, "description": "A code of the service's own."},
                "message": {"type": "string", "minLength": 1, "description": "What is wrong, in a sentence."},
                "target": {"type": ["string", "null"], "description": "What is at fault, such as a query option."},
                "details": {"type": "array", "items": {"type": "object"}, "description": "More of the same."},
                "innererror": {"type": "object", "description": "Details for the service's own developers."},
            },
            "required": ["code", "message"],
        }
    },
    "required": ["error"],
}


def count_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a count."""
    return filter_option(entity, f"{MOMENT}Z")


def listing_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a listing; lists are inline, and there is nothing to expand."""
    about = "Whether to say how many records there are in all."
    return {
        **paging_options(entity),
        "$count": {"type": "boolean", "description": about},
        **count_options(entity),
        **projecting_options(entity),
    }


def page(row: Json) -> Json:
    """A listing: `{"@odata.context": …, "@odata.count": …, "value": […], "@odata.nextLink": …}`."""
    return {
        "type": "object",
        "properties": {
            "@odata.context": _CONTEXT,
            "@odata.count": {
                "type": "integer",
                "minimum": 0,
                "description": "Number of records in all, where asked for.",
            },
            "value": {"type": "array", "items": row, "description": "The records of this page."},
            "@odata.nextLink": {
                "type": ["string", "null"],
                "format": "uri-reference",
                "minLength": 1,
                "description": "Address of the next page; null or absent on the last.",
            },
        },
        "required": ["value"],
    }


def service_document(contract: Contract) -> Json:
    """The service document."""
    entry = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "description": "Name of the entity set."},
            "kind": {"type": "string", "description": "EntitySet, where it is not said otherwise."},
            "url": {"type": "string", "format": "uri-reference", "description": "Its address."},
        },
        "required": ["name", "url"],
    }
    known = ", ".join(entity.wire_name for entity in contract.entities.values())
    return {
        "description": "What the service offers.",
        "type": "object",
        "properties": {
            "@odata.context": _CONTEXT,
            "value": {"type": "array", "items": entry, "description": f"Of the contract: {known}."},
        },
        "required": ["value"],
    }
