"""EDMX (CSDL 2 to 4) → a promise: sets, properties with their EDM types, keys and navigation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from apitest.comparison.forms import Form, Offer, Promise
from apitest.dialects.edmx import local_name, read_document

_JSON = {
    "Edm.Boolean": "boolean",
    "Edm.Byte": "integer",
    "Edm.SByte": "integer",
    "Edm.Int16": "integer",
    "Edm.Int32": "integer",
    "Edm.Single": "number",
    "Edm.Double": "number",
}
"""EDM type → JSON type; the others are written as text."""
_FOURTH = "4"
_FACETS = {"MaxLength": "maxLength", "Precision": "x-precision", "Scale": "x-scale"}
_DEEPEST = 6


def promise_of_metadata(body: bytes, name: str, sets: Mapping[str, str]) -> Promise | None:
    """The promise of an EDMX document; `sets`: name on the wire → canonical name. None: it is no such document."""
    root = read_document(body)
    if root is None:
        return None
    book = _Book(fourth=root.get("Version", "").startswith(_FOURTH))
    for element in root.iter():
        book.enter(element)
    offers = [book.offer(element, sets) for element in root.iter() if local_name(element) == "EntitySet"]
    own = {form.rpartition(".")[0] for form in book.set_types.values()}
    return Promise(
        name=name,
        kind="EDMX",
        version=root.get("Version", ""),
        protocol="4" if book.fourth else "2",
        namespace=", ".join(sorted(own)),
        offers={offer.name: offer for offer in offers if offer.name not in book.inner_sets},
    )


@dataclass
class _Book:
    """Everything that a document declares, by name."""

    fourth: bool
    types: dict[str, Element] = field(default_factory=dict)
    ends: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Association and role → type, multiplicity."""
    set_types: dict[str, str] = field(default_factory=dict)
    inner_sets: set[str] = field(default_factory=set)
    """Sets that other sets alone lead to, such as the files of decisions, and that no contract knows as sets."""

    def enter(self, element: Element) -> None:
        kind, name = local_name(element), element.get("Name", "")
        if kind in ("EntityType", "ComplexType", "EnumType", "TypeDefinition"):
            self.types[name] = element
        elif kind == "Association":
            for end in element:
                self.ends[name, end.get("Role", "")] = end.get("Type", ""), end.get("Multiplicity", "*")
        elif kind == "EntitySet":
            self.set_types[name] = element.get("EntityType", "")

    def offer(self, element: Element, sets: Mapping[str, str]) -> Offer:
        name, told = element.get("Name", ""), _short(element.get("EntityType", ""))
        entity = sets.get(name, "")
        if not entity and sets.keys() & self.set_types.keys() and self._led_to(told):
            self.inner_sets.add(name)
        form = self._object(told, 0, ())
        return Offer(name=entity or name, entity=entity, answer=form, key=self._key(told))

    def _led_to(self, type_name: str) -> bool:
        return any(_short(kind) == type_name and many == "*" for kind, many in self.ends.values())

    def _key(self, type_name: str) -> tuple[tuple[str, str], ...]:
        element = self.types.get(type_name)
        parts = [] if element is None else [child for child in element.iter() if local_name(child) == "PropertyRef"]
        kinds = {} if element is None else {child.get("Name", ""): child.get("Type", "") for child in element}
        return tuple((part.get("Name", ""), kinds.get(part.get("Name", ""), "")) for part in parts)

    def _object(self, type_name: str, depth: int, trail: tuple[str, ...]) -> Form:
        element = self.types.get(type_name)
        if element is None or depth > _DEEPEST or type_name in trail:
            return Form(types=frozenset({"object"}), name=type_name)
        if local_name(element) == "EnumType":
            codes = tuple(f'"{member.get("Name", "")}"' for member in element if local_name(member) == "Member")
            return Form(types=frozenset({"string"}), codes=codes, name=type_name)
        base = _short(element.get("BaseType", ""))
        fields = dict(self._object(base, depth + 1, (*trail, type_name)).fields) if base else {}
        for child in element:
            if local_name(child) == "Property":
                fields[child.get("Name", "")] = self._property(child, depth, (*trail, type_name))
            elif local_name(child) == "NavigationProperty":
                fields[child.get("Name", "")] = self._navigation(child, depth, (*trail, type_name))
        return Form(types=frozenset({"object"}), fields=fields, name=type_name)

    def _property(self, element: Element, depth: int, trail: tuple[str, ...]) -> Form:
        told = element.get("Type", "Edm.String")
        form = self._typed(told, depth, trail)
        nullable = element.get("Nullable", "true") != "false" and "array" not in form.types
        limits = {_FACETS[key]: _number(value) for key, value in element.attrib.items() if key in _FACETS}
        types = form.types | {"null"} if nullable else form.types
        return replace(form, types=types, edm=told, limits={key: n for key, n in limits.items() if n is not None})

    def _typed(self, told: str, depth: int, trail: tuple[str, ...]) -> Form:
        if told.startswith("Collection("):
            inner = self._typed(told.removeprefix("Collection(").removesuffix(")"), depth, trail)
            return Form(types=frozenset({"array"}), item=inner)
        if told.startswith("Edm."):
            long = told == "Edm.Int64" and self.fourth
            decimal = told == "Edm.Decimal" and self.fourth
            kind = "integer" if long else "number" if decimal else _JSON.get(told, "string")
            return Form(types=frozenset({kind}))
        return self._object(_short(told), depth + 1, trail)

    def _navigation(self, element: Element, depth: int, trail: tuple[str, ...]) -> Form:
        told = element.get("Type", "")
        if not told:
            role = _short(element.get("Relationship", "")), element.get("ToRole", "")
            kind, many = self.ends.get(role, ("", "*"))
            told = f"Collection({kind})" if many == "*" else kind
        listed = told.startswith("Collection(")
        inner = self._object(_short(told.removeprefix("Collection(").removesuffix(")")), depth + 1, trail)
        form = Form(types=frozenset({"array"}), item=inner) if listed else inner
        return replace(form, edm=told, navigation=True)


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _number(text: str) -> int | None:
    """A facet; `Max`, `variable` and `floating` set no limit."""
    return int(text) if text.isdecimal() else None
