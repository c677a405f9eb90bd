"""What is peculiar to `mea-json` in its OpenAPI document: parameters, pages, problems, the service description."""

from collections.abc import Mapping

from apitest.model import Contract, EntitySet, Json, Kind

_NAMES = {"integer": "integer", "long": "integer", "number": "number", "boolean": "boolean"}


def listing_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a listing."""
    return {
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": 2147483647,
            "description": "At most so many records; more than the declared maximum counts as that maximum.",
        },
        "cursor": {"type": "string", "minLength": 1, "description": "Where to go on, as given out under 'next'."},
        "total": {"type": "boolean", "description": "Whether to say how many records there are in all."},
        **count_options(entity),
    }


def count_options(entity: EntitySet) -> Mapping[str, Json]:
    """What a client may ask of a count."""
    options: dict[str, Json] = {}
    if "ge" in entity.filters.get("updated", ()):
        about = "Only records changed at or after this moment."
        options["updatedSince"] = {"type": "string", "format": "date-time", "description": about}
    for name, operators in entity.filters.items():
        if "eq" in operators:
            options[name] = _exact(entity, name)
    return options


def _exact(entity: EntitySet, name: str) -> Json:
    kind = entity.shape.fields[name].kind
    form = {"format": kind.value} if kind in (Kind.DATE, Kind.DATE_TIME) else {}
    return {"type": _NAMES.get(kind.value, "string"), **form, "description": f"Only records with exactly this {name}."}


def native_page(row: Json) -> Json:
    """A listing: `{"items": […], "next": …, "total": …}`."""
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": row, "description": "The records of this page."},
            "next": {
                "type": ["string", "null"],
                "format": "uri-reference",
                "minLength": 1,
                "description": "Address of the next page, relative to this one; null or absent on the last.",
            },
            "total": {"type": "integer", "minimum": 0, "description": "Number of records in all, where asked for."},
        },
        "required": ["items"],
    }


def problem() -> Json:
    """A problem document (RFC 9457)."""
    return {
        "description": "A problem document (RFC 9457).",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "Which kind of problem it is."},
            "title": {"type": "string", "minLength": 1, "description": "What is wrong, in a sentence."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The status of the answer."},
            "detail": {"type": "string", "description": "What is wrong this time."},
            "instance": {"type": "string", "format": "uri-reference", "description": "Where it went wrong."},
        },
        "required": ["title"],
    }


def service_description(contract: Contract, name: str) -> Json:
    """What the service declares of itself."""
    resource = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "description": "Name of the entity set."},
            "href": {"type": "string", "format": "uri-reference", "description": "Its address."},
        },
        "required": ["name", "href"],
    }
    known = ", ".join(contract.entities)
    return {
        "description": "What the service offers, and how.",
        "type": "object",
        "properties": {
            "dialect": {"const": name, "type": "string", "description": "The wire form."},
            "contracts": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Contract → version.",
            },
            "resources": {"type": "array", "items": resource, "description": f"Of the contract: {known}."},
            "limit": {
                "type": "object",
                "properties": {
                    "default": {"type": "integer", "minimum": 1, "description": "Records on a page, unless asked."},
                    "maximum": {"type": "integer", "minimum": 1, "description": "Records on a page at most."},
                },
                "required": ["default", "maximum"],
                "description": "Sizes of pages.",
            },
            "order": {"type": "array", "items": {"type": "string"}, "description": "The fixed order of listings."},
            "timeZone": {"type": "string", "description": "Of moments without one; there should be none."},
            "countryCodes": {"enum": ["alpha-2", "alpha-3"], "type": "string", "description": "ISO 3166-1."},
            "amounts": {"enum": ["number", "string"], "type": "string", "description": "How money is written."},
            "description": {"type": "string", "format": "uri-reference", "description": "This OpenAPI document."},
        },
        "required": ["dialect", "contracts", "resources", "limit"],
    }
