"""The EDMX document of OData 2.0 (CSDL 2.0), written from the contract; `declared_types` reads it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from apitest.model import Contract, Kind, Shape

_EDMX = "http://schemas.microsoft.com/ado/2007/06/edmx"
_M = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
_EDM = "http://schemas.microsoft.com/ado/2008/09/edm"
_TYPES = {
    Kind.TEXT: "Edm.String",
    Kind.INTEGER: "Edm.Int32",
    Kind.LONG: "Edm.Int64",
    Kind.NUMBER: "Edm.Double",
    Kind.BOOLEAN: "Edm.Boolean",
    Kind.DATE: "Edm.DateTime",
    Kind.DATE_TIME: "Edm.DateTime",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a description calls its schema and its container."""

    namespace: str
    container: str


_NOTHING: Mapping[str, str] = {}


def document(
    contract: Contract,
    names: Names,
    *,
    leave_out: frozenset[str] = frozenset(),
    renamed: Mapping[str, str] = _NOTHING,
) -> bytes:
    """
    The EDMX document, UTF-8.

    `leave_out`: properties that the dialect cannot send; `renamed`: canonical name → name on the wire.
    """
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "1.0"})
    services = SubElement(root, "edmx:DataServices", {"xmlns:m": _M, "m:DataServiceVersion": "2.0"})
    schema = SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": names.namespace})
    container = Element("EntityContainer", {"Name": names.container, "m:IsDefaultEntityContainer": "true"})
    writer = _Writer(schema, container, names.namespace, leave_out, renamed)
    for entity in contract.entities.values():
        writer.add_entity(entity.type_name, entity.wire_name, entity.shape, key=entity.key)
    schema.append(container)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8"))


class _Writer:
    """Adds types, associations and sets, each once."""

    def __init__(
        self, schema: Element, container: Element, namespace: str, leave_out: frozenset[str], renamed: Mapping[str, str]
    ) -> None:
        self.schema, self.container, self.leave_out = schema, container, leave_out
        self.namespace, self.renamed = namespace, renamed
        self.complex_types: set[str] = set()
        self.taken: frozenset[str] = frozenset()
        """Names that the set being written uses itself."""

    def add_entity(self, type_name: str, set_name: str, shape: Shape, *, key: str = "") -> None:
        """Add a set; without a key: of entries of a list, which have an `Id` of the server's own."""
        element = SubElement(self.schema, "EntityType", {"Name": type_name})
        SubElement(SubElement(element, "Key"), "PropertyRef", {"Name": key or "Id"})
        SubElement(self.container, "EntitySet", {"Name": set_name, "EntityType": f"{self.namespace}.{type_name}"})
        if not key:
            SubElement(element, "Property", {"Name": "Id", "Type": "Edm.String", "Nullable": "false"})
        for name, inner in shape.fields.items():
            if name in self.leave_out:
                continue
            if key:
                self.taken = frozenset(shape.fields)
            if inner.kind in (Kind.COLLECTION, Kind.LIST):
                self._add_collection(element, type_name, set_name, name, inner)
            else:
                self._add_property(element, type_name, name, inner, key=key)

    def _add_property(self, element: Element, owner: str, name: str, shape: Shape, *, key: str = "") -> None:
        type_name = _TYPES.get(shape.kind) or self._complex(shape, f"{owner}{name[:1].upper()}{name[1:]}")
        attributes = {"Name": self._wire(name), "Type": type_name, "Nullable": "false" if name == key else "true"}
        SubElement(element, "Property", attributes)

    def _wire(self, name: str) -> str:
        wire = self.renamed.get(name, name)
        return name if wire in self.taken else wire

    def _complex(self, shape: Shape, fallback: str) -> str:
        name = shape.type_name or fallback
        if name not in self.complex_types:
            self.complex_types.add(name)
            element = Element("ComplexType", {"Name": name})
            for child, inner in shape.fields.items():
                if inner.kind not in (Kind.COLLECTION, Kind.LIST):
                    self._add_property(element, name, child, inner)
            self.schema.append(element)
        return f"{self.namespace}.{name}"

    def _add_collection(self, element: Element, owner: str, owner_set: str, name: str, shape: Shape) -> None:
        child = f"{owner}{name[:1].upper()}{name[1:]}"
        association = f"{owner}_{name}"
        SubElement(
            element,
            "NavigationProperty",
            {
                "Name": self._wire(name),
                "Relationship": f"{self.namespace}.{association}",
                "FromRole": owner,
                "ToRole": child,
            },
        )
        item = (
            shape if shape.kind is Kind.COLLECTION else Shape(kind=Kind.OBJECT, fields={"value": shape.item or shape})
        )
        self.add_entity(child, child, item)
        ends = Element("Association", {"Name": association})
        SubElement(ends, "End", {"Type": f"{self.namespace}.{owner}", "Multiplicity": "1", "Role": owner})
        SubElement(ends, "End", {"Type": f"{self.namespace}.{child}", "Multiplicity": "*", "Role": child})
        self.schema.append(ends)
        links = Element("AssociationSet", {"Name": association, "Association": f"{self.namespace}.{association}"})
        SubElement(links, "End", {"EntitySet": owner_set, "Role": owner})
        SubElement(links, "End", {"EntitySet": child, "Role": child})
        self.container.append(links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The names in an EDMX document."""

    namespaces: tuple[str, ...]
    containers: tuple[str, ...]
    sets: tuple[str, ...]
    version: str
    """Of the document (`1.0`: OData 1 to 3, `4.0`: OData 4)."""


def outline(body: bytes) -> Outline | None:
    """The names in an EDMX document of any CSDL version; None: not a well-formed one."""
    root = read_document(body)
    if root is None:
        return None

    def named(kind: str, attribute: str = "Name") -> tuple[str, ...]:
        return tuple(element.get(attribute, "") for element in root.iter() if local_name(element) == kind)

    return Outline(
        namespaces=named("Schema", "Namespace"),
        containers=named("EntityContainer"),
        sets=named("EntitySet"),
        version=root.get("Version", ""),
    )


def read_document(body: bytes) -> Element | None:
    """The root of an EDMX document; None: not a well-formed one, or one that declares entities or document types."""
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return root if local_name(root) == "Edmx" else None


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
