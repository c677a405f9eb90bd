"""
The short way from the wire to a record: rows that fit a strict schema are taken over without looking at each value.

A check room may give an entity set a schema of the canonical records that are *beyond doubt*. Here it is turned into the
words of a wire form and compiled once; a row that fits is known to give rise to no note while it is read, so that reading
is only unwrapping. A row that does not fit is read value by value, as ever.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import jsonschema_rs

from apitest.dialects.dates import from_milliseconds
from apitest.model import BeyondDoubt, EntitySet, Json, Kind, Record, Shape

TICKS = r"^/Date\((?:0|-?[1-9][0-9]{0,11}|1[0-9]{12})\)/$"
"""Dates of OData 2 that lie in the years that a calendar has."""
RFC3339 = r"^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:[01][0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"
"""Canonical moments, but those on the last days of a month."""
_LONG = "^(?:0|-?[1-9][0-9]{0,14})$"
_SCALARS: Mapping[Kind, str] = {
    Kind.TEXT: "string",
    Kind.INTEGER: "integer",
    Kind.LONG: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
}
BOUNDS: Mapping[Kind, range] = {Kind.INTEGER: range(-(2**31), 2**31), Kind.LONG: range(-(2**63), 2**63)}
"""What a whole number can be, by its declared type: 32 and 64 bits with a sign."""

Change = Callable[[Json], Json]
Step = tuple[str, str, Change | None]
"""Name on the wire, name in the record, what becomes of the value (None: nothing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """What a form adds to plain JSON, as far as the short way must know it."""

    ticks: bool = False
    """Whether dates are written `/Date(ms)/`, otherwise as RFC 3339."""
    lists: tuple[str, ...] = ()
    """The items of a collection, below the property."""
    reserved: tuple[str, ...] = ()
    """Keys of an object that belong to the wire form."""
    long_as_text: bool = False
    names: tuple[tuple[str, str], ...] = ()
    """Names of properties in the record and on the wire, where they differ."""


@dataclass(frozen=True, slots=True)
class ShortWay:
    """Rows of an entity set in a wire form."""

    fits: Callable[[Json], bool]
    _take_over: Change
    _key: str

    def record(self, row: dict[str, Json], index: int) -> Record:
        """The record of a row that fits; the row becomes part of it."""
        content = self._take_over(row)
        return Record(id=content[self._key], content=content, index=index, beyond_doubt=True)


def short_way(wire: Wire | None, entity: EntitySet) -> ShortWay | None:
    """How to read rows that are beyond doubt; None: nothing is known of such rows, or not in this form."""
    doubtless = entity.beyond_doubt
    if wire is None or doubtless is None:
        return None
    if wire not in doubtless.compiled:
        doubtless.compiled[wire] = _compiled(wire, entity, doubtless)
    found: ShortWay = doubtless.compiled[wire]
    return found


def _compiled(wire: Wire, entity: EntitySet, doubtless: BeyondDoubt) -> ShortWay:
    schema = on_the_wire(wire, entity.shape, doubtless.schema)
    engine = jsonschema_rs.RegexOptions(size_limit=2**26, dfa_size_limit=2**24)
    validator = jsonschema_rs.Draft202012Validator(schema, pattern_options=engine)
    return ShortWay(validator.is_valid, _taking_over(wire, entity.shape, doubtless.schema), entity.key)


# --- the schema ---------------------------------------------------------------------------------------------------


def on_the_wire(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> dict[str, Json]:
    """
    A schema of canonical objects, in the words of a wire form.

    Properties that the schema does not mention may not occur; those that it does not require may be null.
    """
    required = schema["required"]
    properties: dict[str, Json] = dict.fromkeys(wire.reserved, True)
    for name, inner in schema["properties"].items():
        said = _property(wire, shape.fields[name], inner)
        properties[_wire_name(wire, shape, name)] = said if name in required else _or_null(said)
    return {
        **_renamed(wire, shape, schema),
        "type": "object",
        "properties": properties,
        "required": [_wire_name(wire, shape, name) for name in required],
        "additionalProperties": False,
    }


def _renamed(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> dict[str, Json]:
    """A schema whose alternatives speak of the properties by their names on the wire."""
    said = dict(schema)
    for key in {"anyOf", "allOf"} & schema.keys():
        said[key] = [_renamed(wire, shape, branch) for branch in schema[key]]
    if "properties" in schema:
        said["properties"] = {_wire_name(wire, shape, name): inner for name, inner in schema["properties"].items()}
    return said


def _property(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> dict[str, Json]:
    if shape.kind is Kind.COLLECTION:
        said: dict[str, Json] = {**schema, "type": "array", "items": on_the_wire(wire, shape, schema["items"])}
        for name in reversed(wire.lists):
            said = {"type": "object", "properties": {name: said}, "required": [name], "additionalProperties": False}
        return said
    if shape.kind is Kind.DATE_TIME:
        return {"type": "string", "pattern": TICKS if wire.ticks else RFC3339}
    if shape.kind is Kind.LONG and wire.long_as_text:
        return {"type": "string", "pattern": _LONG}
    bounds = BOUNDS.get(shape.kind)
    limits: dict[str, Json] = {"minimum": bounds.start, "maximum": bounds.stop - 1} if bounds else {}
    return {**limits, **schema, "type": _SCALARS[shape.kind]}


def _or_null(schema: Mapping[str, Json]) -> dict[str, Json]:
    listed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **listed, "type": [schema["type"], "null"]}


def _wire_name(wire: Wire, shape: Shape, name: str) -> str:
    """The name of a property on the wire; a name that the object itself uses for something else stays as it is."""
    said = dict(wire.names).get(name, name)
    return name if said in shape.fields else said


# --- taking over --------------------------------------------------------------------------------------------------


def _taking_over(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> Change:
    """What turns an object that fits into its canonical form, in place."""
    reserved, steps, may_be_null = wire.reserved, tuple(_steps(wire, shape, schema)), _may_be_null(schema)

    def take_over(value: dict[str, Json]) -> dict[str, Json]:
        for name in reserved:
            value.pop(name, None)
        if may_be_null and None in value.values():
            _drop_nulls(value)
        for said, name, change in steps:
            if said in value:
                item = value.pop(said) if said != name else value[name]
                value[name] = change(item) if change else item
        return value

    return take_over


def _may_be_null(schema: Mapping[str, Json]) -> bool:
    """Whether an object that fits may have a property that is null: one that is not required."""
    return not schema["properties"].keys() <= {*schema["required"]}


def _steps(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> Iterator[Step]:
    for name, inner in schema["properties"].items():
        said, change = _wire_name(wire, shape, name), _change(wire, shape.fields[name], inner)
        if said != name or change:
            yield said, name, change


def _change(wire: Wire, shape: Shape, schema: Mapping[str, Json]) -> Change | None:
    if shape.kind is Kind.COLLECTION:
        inner = schema["items"]
        if any(_steps(wire, shape, inner)) or _may_be_null(inner):
            return _unwrapping(wire.lists, _taking_over(wire, shape, inner))
        return _unwrapping_plain(wire.lists, wire.reserved)
    if shape.kind is Kind.DATE_TIME and wire.ticks:
        return _from_ticks
    return int if shape.kind is Kind.LONG and wire.long_as_text else None


def _unwrapping(lists: tuple[str, ...], take_over: Change) -> Change:
    def unwrap(value: Json) -> Json:
        for name in lists:
            value = value[name]
        for item in value:
            take_over(item)
        return value

    return unwrap


def _unwrapping_plain(lists: tuple[str, ...], reserved: tuple[str, ...]) -> Change:
    """The same for objects of which nothing changes but that what belongs to the wire form goes."""

    def unwrap(value: Json) -> Json:
        for name in lists:
            value = value[name]
        for name in reserved:
            for item in value:
                item.pop(name, None)
        return value

    return unwrap


def _from_ticks(text: str) -> str:
    """A date that fits `TICKS`."""
    return from_milliseconds(int(text[6:-2]))


def _drop_nulls(value: dict[str, Json]) -> None:
    for name in [name for name, item in value.items() if item is None]:
        del value[name]
