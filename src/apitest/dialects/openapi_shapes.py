"""
From the contract's schema of a canonical record to the schemas of its wire form, type by type.

Strict: types are closed, optional properties may be null, codes of closed vocabularies are listed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from apitest.dialects.openapi import reference
from apitest.model import Contract, EntitySet, Json, Vocabulary

_KEPT = ("description", "format", "minimum", "maximum", "contentEncoding", "pattern", "minLength", "examples")

_BESIDE = {"countries": "countries-alpha-3"}
"""Vocabulary → another, of which a property may take codes as well."""
_CONDITIONS = ("if", "then", "else")


def _as_it_is(schema: Json) -> Json:
    return schema


@dataclass(frozen=True, slots=True, kw_only=True)
class WireShapes:
    """How a wire form writes what the canonical record holds, as schemas."""

    moment: Json = field(default_factory=lambda: {"type": "string", "format": "date-time"})
    day: Json = field(default_factory=lambda: {"type": "string", "format": "date"})
    long: Json = field(default_factory=lambda: {"type": "integer"})
    collection: Callable[[Json], Json] = lambda items: {"type": "array", "items": items}
    """Schema of an item → schema of a collection of the record."""
    inner_collection: Callable[[Json], Json] = lambda items: {"type": "array", "items": items}
    """The same, of a collection inside a collection."""
    list_item: Callable[[Json], Json] = _as_it_is
    """Schema of a plain value → schema of an item in a list of them."""
    head: Json | None = None
    """Schema of `__metadata` in a record, where the wire form has it."""
    inner_head: Json | None = None
    """The same, in an object inside a record; never required there."""
    remarks: str = ""
    """Pattern of names that are the wire form's own remarks in any object; empty: it makes none."""
    leave_out: frozenset[str] = frozenset()
    """Properties that the dialect cannot say."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Canonical name of a property → its name on the wire, where the two differ."""


def record_schemas(contract: Contract, entity: EntitySet, shapes: WireShapes) -> dict[str, Json]:
    """The record under its type name, and every type that it uses; codes of closed vocabularies under `…Code`."""
    found: dict[str, Json] = {}
    maker = _Maker(contract, shapes, found)
    properties = {name: child for name, child in entity.schema["properties"].items() if name not in shapes.leave_out}
    schema = {**entity.schema, "properties": properties, "description": f"One of the {entity.title}."}
    found[entity.type_name] = maker.closed(schema, shapes.head, outermost=True)
    return found


@dataclass(frozen=True, slots=True)
class _Maker:
    contract: Contract
    shapes: WireShapes
    found: dict[str, Json]

    def closed(self, schema: Mapping[str, Json], head: Json | None, *, outermost: bool = False) -> dict[str, Json]:
        known, names = schema["properties"], self.shapes.names
        # A name that the type itself uses for something else stays as it is.
        wire = {name: names[name] if names.get(name, name) not in known else name for name in known}
        required = [name for name in schema.get("required", ()) if name in known]
        properties = {
            wire[name]: self.property_of(child, optional=name not in required, outermost=outermost)
            for name, child in known.items()
        }
        required = [wire[name] for name in required]
        if head is not None:
            properties = {"__metadata": head, **properties}
            required = ["__metadata", *required] if outermost else required
        made = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        made |= {key: schema[key] for key in _CONDITIONS if key in schema}
        if self.shapes.remarks:
            made["patternProperties"] = {self.shapes.remarks: {"description": "A remark of the wire form."}}
        return {"description": schema["description"], **made} if "description" in schema else made

    def property_of(self, schema: Mapping[str, Json], *, optional: bool, outermost: bool) -> Json:
        wire = self.value(schema, outermost=outermost)
        return _nullable(wire) if optional else wire

    def value(self, schema: Mapping[str, Json], *, outermost: bool = False) -> dict[str, Json]:
        kind = schema.get("type")
        if kind is None:
            return _about(schema)
        if kind == "object":
            return self._named(schema) | _about(schema)
        if kind == "array":
            wrap = self.shapes.collection if outermost else self.shapes.inner_collection
            return {**wrap(self._item(schema["items"])), **_about(schema)}
        return self._scalar(schema)

    def _item(self, schema: Mapping[str, Json]) -> Json:
        if schema.get("type") == "object":
            reference_to = self._named(schema)
            if "description" in schema and "title" in schema:
                self.found[schema["title"]].setdefault("description", schema["description"])
            return reference_to
        return self.shapes.list_item(self.value(schema))

    def _named(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        name = schema.get("title", "")
        bare = {key: value for key, value in schema.items() if key != "description"}
        if not name:
            return self.closed(bare, self.shapes.inner_head)
        if name not in self.found:
            self.found[name] = self.closed(bare, self.shapes.inner_head)
        return reference(name)

    def _scalar(self, schema: Mapping[str, Json]) -> dict[str, Json]:
        form, about = schema.get("format"), _about(schema)
        wires = {"date-time": self.shapes.moment, "date": self.shapes.day}
        if form == "int64":
            return {**_bounded(self.shapes.long, schema), **about}
        if form in wires:
            return {**wires[form], **about}
        vocabulary = self.contract.vocabularies.get(schema.get("x-vocabulary", ""))
        if vocabulary is not None and vocabulary.terms and not vocabulary.open:
            name = f"{''.join(part.capitalize() for part in vocabulary.name.split('-'))}Code"
            alone = [vocabulary, self.contract.vocabularies.get(_BESIDE.get(vocabulary.name, ""))]
            listed = sorted({code for each in alone if each is not None for code in _codes(each)})
            codes = {"type": "string", "description": f"{vocabulary.title}.", "enum": listed}
            self.found[name] = codes
            return {**reference(name), **about}
        open_list = {"x-vocabulary": vocabulary.name} if vocabulary is not None else {}
        kept = {key: schema[key] for key in _KEPT if key in schema}
        return {"type": schema["type"], **kept, **open_list}


def _codes(vocabulary: Vocabulary) -> list[str]:
    """The codes that may be sent: neither other names for them nor those withdrawn."""
    return sorted(term.code for term in vocabulary.terms.values() if term.status == "active")


def _bounded(long: Json, schema: Mapping[str, Json]) -> dict[str, Json]:
    """A 64-bit integer with its bounds: as a number, as digits without a sign, or as either."""
    bounded = {
        **long,
        **{key: schema[key] for key in ("minimum", "maximum") if key in schema and "integer" in long["type"]},
    }
    if "pattern" in long and schema.get("minimum", -1) >= 0:
        bounded["pattern"] = long["pattern"].replace("-?", "")
    return bounded


def _about(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"description": schema["description"]} if "description" in schema else {}


def _nullable(schema: dict[str, Json]) -> Json:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    about = _about(schema)
    bare = {key: value for key, value in schema.items() if key != "description"}
    choices = bare["anyOf"] if set(bare) == {"anyOf"} else [bare]
    return {**about, "anyOf": [*choices, {"type": "null"}]}
