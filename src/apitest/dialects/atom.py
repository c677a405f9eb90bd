"""
Atom, as OData 1 to 3 write it, rewritten as the verbose JSON that says the same.

Read where a service answers in XML although JSON was asked for; document type and entity declarations are refused.
Namespaces: OData 2.0, Atom format §2.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from apitest.dialects.dates import canonical, to_ticks
from apitest.model import Exchange, Json

_ATOM = "{http://www.w3.org/2005/Atom}"
_APP = "{http://www.w3.org/2007/app}"
_M = "{http://schemas.microsoft.com/ado/2007/08/dataservices/metadata}"
_RELATED = "http://schemas.microsoft.com/ado/2007/08/dataservices/related/"
_DEEPEST = 8
"""Levels of entries inside entries that are followed; no record of the contract is as deep."""


def labelled(exchange: Exchange) -> bool:
    """Whether an answer says that it is Atom, or XML."""
    kind = exchange.header("content-type").partition(";")[0].strip().lower()
    return kind in ("application/xml", "text/xml") or kind.endswith("+xml")


def as_verbose(body: bytes) -> Json:
    """An Atom feed, entry or service document, or an error document in XML, as verbose JSON; None: none of them."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    rewrite = _ROOTS.get(str(root.tag))
    return rewrite(root) if rewrite else None


def _service(root: Element) -> dict[str, Json]:
    return {"EntitySets": [item.get("href", "") for item in root.iter(f"{_APP}collection")]}


def _feed(feed: Element, depth: int = 0) -> dict[str, Json]:
    found: dict[str, Json] = {"results": [_entry(entry, depth) for entry in feed.findall(f"{_ATOM}entry")]}
    count = feed.findtext(f"{_M}count")
    if count is not None:
        found["__count"] = count.strip()
    for link in feed.findall(f"{_ATOM}link"):
        if link.get("rel") == "next":
            found["__next"] = link.get("href", "")
    return found


def _entry(entry: Element, depth: int) -> dict[str, Json]:
    category = entry.find(f"{_ATOM}category")
    about = {
        "uri": entry.findtext(f"{_ATOM}id") or "",
        "type": category.get("term", "") if category is not None else "",
    }
    properties = entry.find(f"{_ATOM}content/{_M}properties")
    if properties is None:
        properties = entry.find(f"{_M}properties")
    row: dict[str, Json] = {"__metadata": about}
    if properties is not None:
        row |= dict(_properties(properties, depth))
    for link in entry.findall(f"{_ATOM}link"):
        relation = link.get("rel", "")
        if relation.startswith(_RELATED) and depth < _DEEPEST:
            row[relation.removeprefix(_RELATED)] = _linked(link, depth + 1)
    return row


def _linked(link: Element, depth: int) -> Json:
    inline = link.find(f"{_M}inline")
    if inline is None:
        return {"__deferred": {"uri": link.get("href", "")}}
    feed, entry = inline.find(f"{_ATOM}feed"), inline.find(f"{_ATOM}entry")
    if feed is not None:
        return {"results": _feed(feed, depth)["results"]}
    return _entry(entry, depth) if entry is not None else {"results": []}


def _properties(element: Element, depth: int) -> Iterator[tuple[str, Json]]:
    for child in element:
        yield str(child.tag).rpartition("}")[2], _value(child, depth)


def _value(element: Element, depth: int) -> Json:
    kind, text = element.get(f"{_M}type", "Edm.String"), element.text or ""
    if element.get(f"{_M}null") == "true":
        return None
    if len(element):
        return dict(_properties(element, depth + 1)) if depth < _DEEPEST else None
    try:
        return _READ[kind](text) if kind in _READ else text
    except (ValueError, OverflowError, KeyError):
        return text


def _zoned(text: str) -> str:
    """Edm.DateTime has no zone; OData's own JSON form of the same value counts it as UTC."""
    moment = datetime.fromisoformat(text)
    return canonical(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


_READ: Mapping[str, Callable[[str], Json]] = {
    **dict.fromkeys(("Edm.Int16", "Edm.Int32", "Edm.Byte", "Edm.SByte"), int),
    **dict.fromkeys(("Edm.Double", "Edm.Single", "Edm.Decimal"), float),
    **dict.fromkeys(("Edm.DateTime", "Edm.DateTimeOffset"), lambda text: to_ticks(_zoned(text))),
    "Edm.Boolean": lambda text: {"true": True, "false": False}[text],
}
"""What a typed value is in JSON; a value that is none of its type stays text."""

_ROOTS: Mapping[str, Callable[[Element], Json]] = {
    f"{_ATOM}feed": lambda root: {"d": _feed(root)},
    f"{_ATOM}entry": lambda root: {"d": _entry(root, 0)},
    f"{_APP}service": lambda root: {"d": _service(root)},
    f"{_M}error": lambda root: {"error": {"message": {"value": root.findtext(f"{_M}message") or ""}}},
}
"""How each kind of document is rewritten."""
