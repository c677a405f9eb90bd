"""The `$metadata` document of OData 4 (CSDL XML 4.0), written from the contract; `declared_types` reads it back."""

from xml.etree.ElementTree import Element, SubElement, tostring

from apitest.model import Contract, Kind, Shape

NAMESPACE = "informea"
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_TYPES = {
    Kind.TEXT: "Edm.String",
    Kind.INTEGER: "Edm.Int32",
    Kind.LONG: "Edm.Int64",
    Kind.NUMBER: "Edm.Double",
    Kind.BOOLEAN: "Edm.Boolean",
    Kind.DATE: "Edm.Date",
    Kind.DATE_TIME: "Edm.DateTimeOffset",
}


def document(contract: Contract) -> bytes:
    """The document, UTF-8. Entries of lists have no key of their own, so that they are complex values, always inline."""
    root = Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    schema = SubElement(SubElement(root, "edmx:DataServices"), "Schema", {"xmlns": _EDM, "Namespace": NAMESPACE})
    container = Element("EntityContainer", {"Name": "InforMEAService"})
    complex_types: dict[str, None] = {}
    for entity in contract.entities.values():
        element = SubElement(schema, "EntityType", {"Name": entity.type_name})
        SubElement(SubElement(element, "Key"), "PropertyRef", {"Name": entity.key})
        _add_properties(schema, element, entity.type_name, entity.shape, complex_types, key=entity.key)
        SubElement(container, "EntitySet", {"Name": entity.wire_name, "EntityType": f"{NAMESPACE}.{entity.type_name}"})
    schema.append(container)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(root, encoding="utf-8"))


def type_name(shape: Shape, fallback: str) -> str:
    """The qualified name of a type: `Edm.String`, `informea.File`, `Collection(informea.File)`."""
    if shape.kind is Kind.LIST:
        return f"Collection({type_name(shape.item or shape, fallback)})"
    if shape.kind is Kind.COLLECTION:
        return f"Collection({NAMESPACE}.{shape.type_name or fallback})"
    return _TYPES.get(shape.kind) or f"{NAMESPACE}.{shape.type_name or fallback}"


def _add_properties(
    schema: Element, element: Element, owner: str, shape: Shape, known: dict[str, None], *, key: str = ""
) -> None:
    for name, inner in shape.fields.items():
        fallback = f"{owner}{name[:1].upper()}{name[1:]}"
        facts = {"Name": name, "Type": type_name(inner, fallback)}
        listed = inner.kind in (Kind.COLLECTION, Kind.LIST)
        if listed or name == key:
            facts["Nullable"] = "false"
        if inner.kind is Kind.DATE_TIME:
            facts["Precision"] = "3"
        SubElement(element, "Property", facts)
        named = inner.type_name or fallback
        if inner.kind in (Kind.COLLECTION, Kind.OBJECT) and named not in known:
            known[named] = None
            complex_type = SubElement(schema, "ComplexType", {"Name": named})
            _add_properties(schema, complex_type, named, inner, known)
