"""
The verbose JSON of OData 1 and 2, rewritten as the Atom that says the same; `atom` reads it back.

Feeds, entries, links to lists and lists inline, the number of records, the next link, service documents and errors (OData
2.0, Atom format). Characters that XML 1.0 does not know become U+FFFD: Atom cannot carry them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

from apitest.dialects.dates import from_ticks
from apitest.dialects.speech import Question, Reply, inside
from apitest.model import EntitySet, Json, Kind, Shape

FEED_TYPE = "application/atom+xml;type=feed;charset=utf-8"
ENTRY_TYPE = "application/atom+xml;type=entry;charset=utf-8"
SERVICE_TYPE = "application/atomsvc+xml;charset=utf-8"
XML_TYPE = "application/xml;charset=utf-8"

_SERVICES = "http://schemas.microsoft.com/ado/2007/08/dataservices"
_SPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:d": _SERVICES, "xmlns:m": f"{_SERVICES}/metadata"}
_UPDATED = "2026-01-01T00:00:00Z"
"""Atom wants a time of change for whatever it says; that of the record stands among its properties."""
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML 1.0 document may hold (XML 1.0 §2.2)."""
_OK = 200
_INT32 = range(-(2**31), 2**31)
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a feed or an entry is about."""

    name: str
    """Of the entity set, or of the list."""
    shape: Shape
    """Of a record, or of an entry of the list."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Name on the wire → canonical name, where the two differ."""


def in_atom(
    reply: Reply, question: Question | None, entity: EntitySet | None, root: str, names: Mapping[str, str] = _NOTHING
) -> Reply:
    """
    A reply in verbose JSON, said in Atom; what is no such JSON (a number, a description) stays as it is.

    `root` is that of the service, `names` those on the wire that differ, to the canonical ones.
    """
    if "json" not in reply.content_type:
        return reply
    try:
        value = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return reply
    if reply.status != _OK:
        return replace(reply, content_type=XML_TYPE, body=error(_message(value)))
    inner = value.get("d") if isinstance(value, dict) else None
    said = _about_records(inner, question, entity, root, names) if question and entity else None
    if said is None and isinstance(inner, dict) and isinstance(inner.get("EntitySets"), list):
        said = SERVICE_TYPE, service(inner["EntitySets"], root)
    return replace(reply, content_type=said[0], body=said[1]) if said else reply


def _about_records(
    inner: Json, question: Question, entity: EntitySet, root: str, names: Mapping[str, str]
) -> tuple[str, bytes] | None:
    said = Said(name=entity.wire_name, shape=entity.shape, names=names)
    address = f"{root}/{entity.wire_name}"
    if question.asked == "page":
        return FEED_TYPE, feed(inner, said, address)
    if question.asked == "list":
        shape = list_item(entity.shape.fields[question.listed])
        wire = next((wire for wire, name in names.items() if name == question.listed), question.listed)
        return FEED_TYPE, feed(inner, replace(said, name=wire, shape=shape), f"{address}('{question.key}')/{wire}")
    if question.asked == "item" and isinstance(inner, dict):
        return ENTRY_TYPE, entry(inner, said, address)
    return None


def _message(value: Json) -> str:
    message = inside(value, ("error", "message")) or inside(value, ("message",))
    return str(inside(message, ("value",)) or message or "")


def feed(value: Json, said: Said, address: str) -> bytes:
    """A listing or one list: `{"results": […], "__count": …, "__next": …}`, or a bare list of rows."""
    around = value if isinstance(value, dict) else {"results": value}
    root = _feed(around.get("results"), said, address)
    root.attrib = {**_SPACES, **root.attrib}
    if around.get("__count") is not None:
        count = Element("m:count")
        count.text = str(around["__count"])
        root.insert(0, count)
    if around.get("__next"):
        SubElement(root, "link", {"rel": "next", "href": _plain(str(around["__next"]))})
    return _written(root)


def entry(value: Mapping[str, Json], said: Said, address: str) -> bytes:
    """A single record."""
    root = _entry(value, said, address)
    root.attrib = {**_SPACES, **root.attrib}
    return _written(root)


def service(names: Json, base: str) -> bytes:
    """A service document (RFC 5023 §8)."""
    spaces = {"xmlns": "http://www.w3.org/2007/app", "xmlns:atom": _SPACES["xmlns"], "xml:base": f"{base}/"}
    root = Element("service", spaces)
    workspace = SubElement(root, "workspace")
    _add_text(workspace, "atom:title", "Default")
    for name in names if isinstance(names, list) else ():
        collection = SubElement(workspace, "collection", {"href": str(name)})
        _add_text(collection, "atom:title", str(name))
    return _written(root)


def error(message: str) -> bytes:
    """An error document."""
    root = Element("m:error", {"xmlns:m": _SPACES["xmlns:m"]})
    _add_text(root, "m:code", "")
    _add_text(root, "m:message", message, **{"xml:lang": "en"})
    return _written(root)


def _written(root: Element) -> bytes:
    # A reader takes a bare carriage return for a line end (XML 1.0 §2.11).
    body: bytes = tostring(root, encoding="utf-8").replace(b"\r", b"&#13;")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _feed(rows: Json, said: Said, address: str) -> Element:
    root = Element("feed")
    _add_text(root, "title", said.name, type="text")
    _add_text(root, "id", address)
    _add_text(root, "updated", _UPDATED)
    SubElement(root, "link", {"rel": "self", "title": said.name, "href": _plain(address)})
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            root.append(_entry(row, said, f"{address}({number})"))
    return root


def _entry(row: Mapping[str, Json], said: Said, address: str) -> Element:
    about = row.get("__metadata")
    about = about if isinstance(about, dict) else {}
    own = str(about.get("uri") or address)
    root = Element("entry")
    _add_text(root, "id", own)
    _add_text(root, "title", "", type="text")
    _add_text(root, "updated", _UPDATED)
    SubElement(SubElement(root, "author"), "name")
    for name, value, shape in _properties(row, said):
        if _is_list(value, shape):
            root.append(_link(name, value, shape, said, own))
    if about.get("type"):
        SubElement(root, "category", {"term": _plain(str(about["type"])), "scheme": f"{_SERVICES}/scheme"})
    content = SubElement(SubElement(root, "content", {"type": "application/xml"}), "m:properties")
    for name, value, shape in _properties(row, said):
        if not _is_list(value, shape):
            _add_value(content, name, value, shape, said)
    return root


def _properties(row: Mapping[str, Json], said: Said) -> Iterator[tuple[str, Json, Shape | None]]:
    """Properties as on the wire, with their shape; None: the contract does not know it."""
    for name, value in row.items():
        if name != "__metadata" and _NAME.fullmatch(name):
            yield name, value, said.shape.fields.get(name) or said.shape.fields.get(said.names.get(name, ""))


def _is_list(value: Json, shape: Shape | None) -> bool:
    if isinstance(value, dict) and ("__deferred" in value or isinstance(value.get("results"), list)):
        return True
    listed = shape is not None and shape.kind in (Kind.COLLECTION, Kind.LIST)
    return isinstance(value, list) and (listed or shape is None)


def _link(name: str, value: Json, shape: Shape | None, said: Said, own: str) -> Element:
    address = f"{own}/{name}"
    if isinstance(value, dict) and isinstance(value.get("__deferred"), dict):
        address = str(value["__deferred"].get("uri", ""))
    kind = "application/atom+xml;type=feed"
    link = Element("link", {"rel": f"{_SERVICES}/related/{name}", "type": kind, "title": name, "href": _plain(address)})
    rows = value.get("results") if isinstance(value, dict) else value
    if isinstance(rows, list):
        item = Shape(kind=Kind.OBJECT) if shape is None else list_item(shape)
        inside = Said(name=name, shape=item, names=said.names)
        boxed = [row if isinstance(row, dict) else {"value": row} for row in rows]
        SubElement(link, "m:inline").append(_feed(boxed, inside, address))
    return link


def list_item(shape: Shape) -> Shape:
    """The shape of an entry of a list; that of plain values is an object with `value`."""
    if shape.kind is Kind.COLLECTION or shape.item is None:
        return shape
    return Shape(kind=Kind.OBJECT, fields={"value": shape.item})


def _add_value(parent: Element, name: str, value: Json, shape: Shape | None, said: Said) -> None:
    element = SubElement(parent, f"d:{name}")
    if value is None:
        element.set("m:null", "true")
    elif isinstance(value, dict):
        about = value.get("__metadata")
        if isinstance(about, dict) and about.get("type"):
            element.set("m:type", _plain(str(about["type"])))
        inside = Said(name=name, shape=shape or Shape(kind=Kind.OBJECT), names=said.names)
        for child, item, inner in _properties(value, inside):
            _add_value(element, child, item, inner, said)
    else:
        kind, text = _typed(value, shape)
        if kind:
            element.set("m:type", kind)
        element.text = _plain(text)


def _typed(value: Json, shape: Shape | None) -> tuple[str, str]:
    """The type of a value, empty for text, and the value as Atom writes it."""
    kind = shape.kind if shape else Kind.ANY
    if isinstance(value, bool):
        return "Edm.Boolean", "true" if value else "false"
    if isinstance(value, float) or (kind is Kind.NUMBER and isinstance(value, int)):
        return "Edm.Double", repr(value)
    if isinstance(value, int):
        return "Edm.Int32" if value in _INT32 and kind is not Kind.LONG else "Edm.Int64", str(value)
    return _typed_text(value, kind) if isinstance(value, str) else ("", str(value))


def _typed_text(value: str, kind: Kind) -> tuple[str, str]:
    if kind is Kind.LONG and value.removeprefix("-").isdecimal():
        return "Edm.Int64", value
    if kind in (Kind.DATE, Kind.DATE_TIME):
        try:
            return "Edm.DateTime", from_ticks(value).removesuffix("Z")
        except ValueError:
            pass
    return "", value


def _add_text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = _plain(text)


def _plain(text: str) -> str:
    return _UNKNOWN.sub("\ufffd", text)
