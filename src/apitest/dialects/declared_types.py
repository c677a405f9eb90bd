"""What an EDMX document of any CSDL version declares: sets, types, keys, properties with their facets. `edmx` writes one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from apitest.dialects.edmx import local_name, read_document

COLLECTION = "Collection"
"""The type of a property that holds entries."""
_MOST_BASES = 20
_A_LENGTH = re.compile("[0-9]{1,9}")
"""What is longer is no length that a text could exceed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A property, as it is declared."""

    name: str
    type: str
    """As written, `Edm.String`; `Collection` where it holds entries or leads to them."""
    nullable: bool = True
    longest: int | None = None
    """`MaxLength` in characters; None: none is said, or `Max`."""
    entries: str = ""
    """Name, without its namespace, of the type of its entries or of what it holds; empty: a plain value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredType:
    """An entity type or a complex type."""

    name: str
    base: str
    """The type that it is derived from; empty: none."""
    keys: tuple[str, ...]
    properties: tuple[Declared, ...]
    """In their order; one of a name that comes twice stands twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """All that a description declares, by names without their namespaces."""

    types: Mapping[str, DeclaredType]
    sets: tuple[tuple[str, str], ...]
    """Entity set and the name of its type, in their order; a set that comes twice stands twice."""
    inner: frozenset[str]
    """Sets that records of other sets lead to, such as their entries: they need not be listed."""

    def type_of(self, entity_set: str) -> DeclaredType | None:
        """The type of the records of a set, with what it inherits; None: the set is not declared, or its type is not."""
        name = dict(self.sets).get(entity_set)
        return None if name is None else self.whole(name)

    def whole(self, name: str) -> DeclaredType | None:
        """A type with what it inherits; None: it is not declared."""
        found, chain = self.types.get(name), list[DeclaredType]()
        while found is not None and found not in chain and len(chain) < _MOST_BASES:
            chain.append(found)
            found = self.types.get(found.base)
        if not chain:
            return None
        inherited = tuple(item for above in reversed(chain) for item in above.properties)
        keys = next((above.keys for above in chain if above.keys), ())
        return DeclaredType(name=name, base=chain[0].base, keys=keys, properties=inherited)


@lru_cache(maxsize=2)
def declarations(body: bytes) -> Declarations | None:
    """
    What an EDMX document declares; None: not a well-formed one, or one that declares entities or document types.

    Of the last documents that is remembered: each entity set asks for the same.
    """
    root = read_document(body)
    if root is None:
        return None
    leads = _leads(root)
    return Declarations(
        types={
            element.get("Name", ""): _type(element, leads)
            for element in root.iter()
            if local_name(element) in ("EntityType", "ComplexType")
        },
        sets=tuple(
            (element.get("Name", ""), _bare(element.get("EntityType", "")))
            for element in root.iter()
            if local_name(element) == "EntitySet"
        ),
        inner=frozenset(_inner(root)),
    )


def _type(element: Element, leads: Mapping[tuple[str, str], str]) -> DeclaredType:
    keys = (ref.get("Name", "") for key in element if local_name(key) == "Key" for ref in key)
    return DeclaredType(
        name=element.get("Name", ""),
        base=_bare(element.get("BaseType", "")),
        keys=tuple(keys),
        properties=tuple(_properties(element, leads)),
    )


def _properties(element: Element, leads: Mapping[tuple[str, str], str]) -> Iterator[Declared]:
    for child in element:
        name, kind = child.get("Name", ""), child.get("Type", "")
        if local_name(child) == "NavigationProperty":
            entries = _bare(kind) or leads.get((_bare(child.get("Relationship", "")), child.get("ToRole", "")), "")
            yield Declared(name=name, type=COLLECTION, entries=entries)
        elif local_name(child) == "Property":
            longest = child.get("MaxLength", "")
            yield Declared(
                name=name,
                type=COLLECTION if kind.startswith(f"{COLLECTION}(") else kind,
                nullable=child.get("Nullable", "true").lower() != "false",
                longest=int(longest) if _A_LENGTH.fullmatch(longest) else None,
                entries="" if kind.startswith("Edm.") else _bare(kind),
            )


def _leads(root: Element) -> Mapping[tuple[str, str], str]:
    """Association and role → the type at that end."""
    return {
        (association.get("Name", ""), end.get("Role", "")): _bare(end.get("Type", ""))
        for association in root.iter()
        if local_name(association) == "Association"
        for end in association
        if local_name(end) == "End"
    }


def _inner(root: Element) -> Iterator[str]:
    ways = {
        (_bare(element.get("Relationship", "")), element.get("ToRole", ""))
        for element in root.iter()
        if local_name(element) == "NavigationProperty"
    }
    for element in root.iter():
        if local_name(element) == "AssociationSet":
            name = _bare(element.get("Association", ""))
            yield from (end.get("EntitySet", "") for end in element if (name, end.get("Role", "")) in ways)
        elif local_name(element) == "NavigationPropertyBinding":
            yield element.get("Target", "").rpartition("/")[2]


def _bare(name: str) -> str:
    """The name of a type without its namespace, and without `Collection(…)`."""
    return name.removeprefix(f"{COLLECTION}(").removesuffix(")").rpartition(".")[2]
