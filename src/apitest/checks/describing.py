"""What a service describes of itself by machine, held against what it lists and sends: sets, types, keys, properties."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apitest.checks.conversing import Conversation, Subject, first_page, shown
from apitest.dialects.body import excerpt, read_json
from apitest.dialects.declared_types import COLLECTION, Declarations, Declared, DeclaredType, declarations
from apitest.dialects.speech import inside
from apitest.model import Departure, Exchange, Json, Kind, Shape

_OK = 200
_EDM_KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("Edm.String", "Edm.Guid"),
    Kind.INTEGER: ("Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Byte", "Edm.SByte"),
    Kind.LONG: ("Edm.Int32", "Edm.Int64"),
    Kind.NUMBER: ("Edm.Double", "Edm.Single", "Edm.Decimal", "Edm.Int32"),
    Kind.BOOLEAN: ("Edm.Boolean",),
    Kind.DATE: ("Edm.DateTime", "Edm.DateTimeOffset", "Edm.Date"),
    Kind.DATE_TIME: ("Edm.DateTime", "Edm.DateTimeOffset"),
}
_Row = Mapping[str, Json]


def description_is_well_formed(subject: Subject) -> Conversation:
    """The machine-readable description can be read."""
    exchange = yield subject.dialect.description(subject.base, subject.entity)
    if exchange.status != _OK:
        return (Departure(expected="a description, status 200", got=f"status {exchange.status}", exchange=exchange),)
    if "typed-description" not in subject.dialect.FEATURES:
        value = read_json(exchange).value
        if isinstance(value, dict) and isinstance(value.get("openapi"), str) and isinstance(value.get("paths"), dict):
            return ()
        return (Departure(expected="an OpenAPI document", got=excerpt(exchange.body), exchange=exchange),)
    if declarations(exchange.body) is None:
        return (Departure(expected="a well-formed EDMX document", got=excerpt(exchange.body), exchange=exchange),)
    return ()


# --- sets ---------------------------------------------------------------------------------------------------------


def description_is_of_what_is_served(subject: Subject) -> Conversation:
    """Each set that is served is described; the first set of a target speaks for those that are only listed or described."""
    exchange = yield subject.dialect.description(subject.base, subject.entity)
    described = _described_sets(exchange)
    if described is None:
        return ()
    found = []
    if subject.harvest.leaves and described.isdisjoint(_names_of(subject, subject.entity.name)):
        expected = f"the set {subject.entity.wire_name!r} in the description, as it is served"
        found.append(Departure(expected=expected, got=f"only {shown(sorted(described))}", exchange=exchange))
    if "service-document" not in subject.dialect.FEATURES or subject.entity.name != subject.target.entities[0]:
        return found
    answer = yield subject.dialect.service(subject.base, subject.entity)
    listed = _listed_sets(answer, subject)
    # Of those that are walked it is said set by set: here, and where the service document is looked at.
    walked = {name for entity in subject.target.entities for name in _names_of(subject, entity)}
    if listed and (more := sorted(described - listed - walked - _led_to(exchange))):
        expected = "in the description only sets that the service document lists"
        found.append(Departure(expected=expected, got=shown(more), exchange=exchange))
    if listed and (more := sorted(listed - described - walked)):
        expected = f"the sets {shown(more)} in the description, as the service document lists them"
        found.append(Departure(expected=expected, got="nothing of them", exchange=exchange))
    return found


def _names_of(subject: Subject, entity: str) -> frozenset[str]:
    known = subject.contract.entities.get(entity)
    return frozenset((known.name, known.wire_name)) if known else frozenset()


def _described_sets(exchange: Exchange) -> frozenset[str] | None:
    """The sets that a description is of; None: it cannot be read, as another requirement says."""
    if exchange.status != _OK:
        return None
    found = declarations(exchange.body)
    if found is not None:
        return frozenset(name for name, _ in found.sets)
    value = read_json(exchange).value
    paths = value.get("paths") if isinstance(value, dict) else None
    return frozenset(_collections(paths)) if isinstance(paths, dict) else None


def _led_to(exchange: Exchange) -> frozenset[str]:
    """Described sets that other records lead to, which need not be listed."""
    found = declarations(exchange.body)
    return found.inner if found else frozenset()


def _collections(paths: Mapping[str, Json]) -> Iterator[str]:
    """Of the paths of an OpenAPI document those that can be read and have single records below them, by their last part."""
    for path, item in paths.items():
        below = any(other.startswith((f"{path}/{{", f"{path}(")) for other in paths)
        if below and "{" not in path and isinstance(item, dict) and "get" in item:
            yield path.rpartition("/")[2]


def _listed_sets(exchange: Exchange, subject: Subject) -> frozenset[str]:
    """The names in a service document, known ones and others; none where it cannot be read."""
    entries = inside(read_json(exchange).value, subject.dialect.LAYOUT.sets) if exchange.status == _OK else None
    if not isinstance(entries, list):
        return frozenset()
    names = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
    return frozenset(name for name in names if isinstance(name, str))


# --- types and properties -----------------------------------------------------------------------------------------


def description_agrees_with_data(subject: Subject) -> Conversation:
    """The description declares every property that is sent, once, with its type; keys, nulls and lengths are as it says."""
    exchange = yield subject.dialect.description(subject.base, subject.entity)
    declared = declarations(exchange.body)
    kind = declared.type_of(subject.entity.wire_name) if declared else None
    if declared is None or kind is None or not subject.harvest.samples:
        return ()
    rows = _rows((yield first_page(subject)), subject)
    told = [
        *_key(subject, kind),
        *_types_of_records(subject, declared, rows),
        *_undeclared(subject, kind),
        *_twice(kind, declared, subject.entity.wire_name),
        *_facets(kind, rows, ""),
        *_entries(subject, declared, kind, rows),
    ]
    return [Departure(expected=expected, got=got, exchange=exchange) for expected, got in told]


_Told = Iterator[tuple[str, str]]
"""What is expected, and what is there instead."""


def _rows(exchange: Exchange, subject: Subject) -> list[_Row]:
    """The records of the first page as served."""
    rows = inside(read_json(exchange).value, subject.dialect.LAYOUT.rows)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _on_the_wire(subject: Subject, name: str) -> str:
    return subject.dialect.LAYOUT.names.get(name, name)


def _key(subject: Subject, kind: DeclaredType) -> _Told:
    key = _on_the_wire(subject, subject.entity.key)
    if kind.keys != (key,):
        yield f"the key {key!r} declared, by which records are asked for", shown(kind.keys)


def _types_of_records(subject: Subject, declared: Declarations, rows: Sequence[_Row]) -> _Told:
    """Names of types that records state of themselves: that of their set, one derived from it, or the name of the set."""
    entity = subject.entity
    own = dict(declared.sets)[entity.wire_name]
    derived = {name for name in declared.types if _derives(declared, name, own)}
    for stated in dict.fromkeys(filter(None, map(_stated_type, rows))):
        if stated.rpartition(".")[2].lstrip("#") not in derived | {entity.wire_name, entity.type_name, own}:
            yield f"records of the type {own!r}, as declared", repr(stated)


def _derives(declared: Declarations, name: str, base: str) -> bool:
    seen = set[str]()
    while name in declared.types and name not in seen and name != base:
        seen.add(name)
        name = declared.types[name].base
    return name == base


def _stated_type(row: _Row) -> str:
    head = row.get("__metadata")
    stated = head.get("type") if isinstance(head, dict) else row.get("@odata.type", row.get("odata.type"))
    return stated if isinstance(stated, str) else ""


def _undeclared(subject: Subject, kind: DeclaredType) -> _Told:
    types = {item.name: item.type for item in kind.properties}
    for name in sorted({name for record in subject.harvest.samples for name in record.content}):
        allowed = _EDM_KINDS.get(subject.entity.shape.fields[name].kind)
        wire = _on_the_wire(subject, name)
        if wire not in types:
            yield f"the property {wire!r} declared", "nothing in $metadata"
        elif allowed is not None and types[wire] not in allowed:
            yield f"{wire!r} declared as {' or '.join(allowed)}", types[wire]


def _twice(kind: DeclaredType, declared: Declarations, wire_name: str) -> _Told:
    for name, many in Counter(item.name for item in kind.properties).items():
        if many > 1:
            yield f"the property {name!r} declared once", f"{many} times"
    many = sum(name == wire_name for name, _ in declared.sets)
    if many > 1:
        yield f"the set {wire_name!r} declared once", f"{many} times"


def _facets(kind: DeclaredType, rows: Sequence[_Row], path: str) -> _Told:
    """Of each property what is null and must not be, and what is longer than it may be."""
    for item in kind.properties:
        if item.type == COLLECTION or item.entries:
            continue
        name = f"{path}{item.name}"
        # Records without a key are told by other requirements.
        lacking = [] if item.nullable or item.name in kind.keys else [row for row in rows if row.get(item.name) is None]
        if lacking and any(item.name in row for row in rows):
            got = "null" if item.name in lacking[0] else "nothing"
            yield f"a value of {name!r} in each record, which is declared as never null", got
        longest = max((len(text) for row in rows if isinstance(text := row.get(item.name), str)), default=0)
        if item.longest is not None and longest > item.longest:
            yield f"{name!r} of at most {item.longest} characters, as declared", f"{longest} characters"


def _entries(subject: Subject, declared: Declarations, kind: DeclaredType, rows: Sequence[_Row]) -> _Told:
    """What the entries of lists hold, against the types that are declared for them."""
    fields = subject.entity.shape.fields
    known = {_on_the_wire(subject, name): shape for name, shape in fields.items()}
    for item in dict.fromkeys(kind.properties):
        shape, inner = known.get(item.name), declared.whole(item.entries)
        if inner is None or shape is None or shape.kind not in (Kind.COLLECTION, Kind.OBJECT):
            continue
        entries = [entry for row in rows for entry in _entries_in(row.get(item.name))]
        yield from _of_entries(subject, item, shape, inner, entries)


def _of_entries(subject: Subject, item: Declared, shape: Shape, inner: DeclaredType, entries: Sequence[_Row]) -> _Told:
    names = {known for name in shape.fields for known in (name, _on_the_wire(subject, name))}
    sent = {name for entry in entries for name in entry} & names
    for name in sorted(sent - {one.name for one in inner.properties}):
        yield f"the property {item.name}/{name} declared", "nothing in $metadata"
    yield from _facets(inner, [entry for entry in entries if sent & entry.keys()], f"{item.name}/")


def _entries_in(value: Any) -> list[_Row]:  # noqa: ANN401 - JSON
    """The entries of a list, whatever its envelope; of an object that is none, the object."""
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        value = value["results"]
    found = value if isinstance(value, list) else [value]
    return [entry for entry in found if isinstance(entry, dict)]


CONVERSATIONS = {
    "service/description-well-formed": description_is_well_formed,
    "service/description-of-sets": description_is_of_what_is_served,
    "service/description-agrees": description_agrees_with_data,
}
