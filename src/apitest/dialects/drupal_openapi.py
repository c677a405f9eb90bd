"""
Schemas of `drupal-rest`: what the module's formatters make of the contract's types.

A text is an object from language to value, and `[]` where there is nothing; a moment is a day, but that of the last change,
which is seconds since 1970 as text; countries are an array. What only this form has is named as such.
"""

from collections.abc import Mapping
from dataclasses import replace

from apitest.dialects.drupal_records import COUNTRIES, ENTRIES, TEXT
from apitest.dialects.openapi import reference
from apitest.dialects.openapi_shapes import WireShapes, record_schemas
from apitest.model import Contract, EntitySet, Json

COUNT: Json = {
    "description": "The number of records, where $count=true asks for it.",
    "type": "object",
    "properties": {"count": {"type": "integer", "minimum": 0, "description": "Number of records in all."}},
    "required": ["count"],
    "additionalProperties": False,
}
ERROR: Json = {
    "description": "An error as Drupal says it.",
    "type": "object",
    "properties": {"message": {"type": "string", "minLength": 1, "description": "What is wrong, in a sentence."}},
    "required": ["message"],
}
_TEXTS: Json = {
    "anyOf": [
        {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    ]
}
_SECONDS: Json = {"type": "string", "pattern": "^-?[0-9]{1,11}$"}
_TREATIES: Json = {"description": "Every treaty concerned.", "type": "array", "items": {"type": "string"}}
_TERM_PAGE: Json = {"description": "Page of the term.", "type": "string"}


def _collection(items: Json) -> Json:
    return _TEXTS if items == reference(TEXT) else {"type": "array", "items": items}


_SHAPES = WireShapes(moment={"type": "string", "format": "date"}, collection=_collection)


def records(contract: Contract, entity: EntitySet) -> dict[str, Json]:
    """The record under its type name, and the types of its entries."""
    schema = entity.schema
    properties = {_name(name): _on_the_wire(name, child) for name, child in schema["properties"].items()}
    more = {"treaties": _TREATIES} if "treaty" in properties else {}
    said = {**schema, **_renamed(schema), "properties": {**properties, **more}}
    said |= {key: {**schema[key], **_renamed(schema[key])} for key in ("then", "else") if key in schema}
    found = record_schemas(contract, replace(entity, schema=said), _SHAPES)
    found.pop(TEXT, None)
    return found


def _name(name: str) -> str:
    return COUNTRIES if name == "country" else name


def _renamed(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"required": [_name(name) for name in schema["required"]]} if "required" in schema else {}


def _on_the_wire(name: str, schema: Mapping[str, Json]) -> dict[str, Json]:
    said = dict(schema)
    if name == "updated":
        return {**_SECONDS, "description": f"{schema['description']} Seconds since 1970, as text."}
    if name == "country":
        code = {"type": "string", "x-vocabulary": "countries-alpha-3"}
        return {"type": "array", "items": code, "description": schema["description"]}
    items = schema.get("items", {})
    if items.get("title") in ENTRIES:
        kept = {key: items["properties"][key] for key in ENTRIES[items["title"]] if key in items["properties"]}
        more = {"uri": _TERM_PAGE} if items["title"] == "VocabularyTerm" else {}
        required = [key for key in items.get("required", ()) if key in kept]
        said["items"] = {**items, "properties": {**kept, **more}, "required": required}
    return said


def listing_options(entity: EntitySet) -> Mapping[str, Json]:  # noqa: ARG001 - the same for every set
    """What a client may ask of a listing."""
    return {
        "_format": {"type": "string", "enum": ["json"], "description": "The form of the answer."},
        "page": {"type": "integer", "minimum": 0, "maximum": 999_999_999, "description": "Number of the page, from 0."},
        "items_per_page": {
            "type": "integer",
            "minimum": 1,
            "maximum": 999_999_999,
            "description": "Records on a page, where the site lets a client choose.",
        },
        "$count": {"type": "string", "enum": ["true"], "description": "The number of records instead of a page."},
    }


def pointer(path: tuple[str | int, ...]) -> str:
    """Where a place in a row lies in the record, as far as it can be told: of texts and countries the property."""
    first = "country" if path and path[0] == COUNTRIES else str(path[0]) if path else ""
    inner = path[1:] if len(path) > 1 and isinstance(path[1], int) and first != "country" else ()
    return "".join(f"/{step}" for step in (first, *inner) if step != "")
