"""Verbose JSON of OData 1 and 2 as it is said; `verbose.py` has the styles that the dialects differ in, and reads it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from apitest.dialects.dates import to_ticks
from apitest.dialects.speech import Layout, Question, Reply, Rows, inside
from apitest.dialects.verbose import Style
from apitest.model import EntitySet, Json, Kind, Shape

JSON_TYPE = "application/json;charset=utf-8"
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What an answer links to."""

    record: Callable[[str], str]
    """Of a record, by its id."""
    following: str = ""
    """Of the next page; empty: there is none."""


def say_rows(style: Style, rows: Rows, question: Question, entity: EntitySet, addresses: Addresses) -> Reply:
    """A listing."""
    said = [say_record(style, record, question, entity, addresses) for record in rows.records]
    body: Json = said
    for step in reversed(style.layout.rows):
        body = {step: body}
    for path, value in ((style.layout.total, rows.total), (style.layout.next, addresses.following)):
        if path and value not in (None, ""):
            inside(body, path[:-1])[path[-1]] = str(value)
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps(body))


def say_one(
    style: Style, record: Mapping[str, Json], question: Question, entity: EntitySet, addresses: Addresses
) -> Reply:
    """A single record."""
    said = say_record(style, record, question, entity, addresses)
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": said}))


def say_list(style: Style, record: Mapping[str, Json], name: str, entity: EntitySet) -> Reply:
    """One list of a record, by itself."""
    body = _list(style, entity, name, entity.shape.fields[name], record.get(name) or ())
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": body}))


def say_error(status: int, message: str) -> Reply:
    """An error document."""
    body = {"error": {"code": None, "message": {"lang": "en", "value": message}}}
    return Reply(status=status, content_type=JSON_TYPE, body=orjson.dumps(body))


def say_sets(names: Sequence[str]) -> Reply:
    """The service document."""
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": {"EntitySets": list(names)}}))


def say_record(
    style: Style, record: Mapping[str, Json], question: Question, entity: EntitySet, addresses: Addresses
) -> dict[str, Json]:
    """A record: plain properties, and lists inline where they were asked for or always are."""
    own = addresses.record(str(record.get(entity.key)))
    head = {"id": own, "uri": own, "type": style.type_of(entity)}
    row: dict[str, Json] = {"__metadata": head if style.with_id else {"uri": own, "type": head["type"]}}
    wanted = question.selection.select or tuple(entity.shape.fields)
    expanded = question.selection.expand or ()
    lists: dict[str, Json] = {}
    names = wire_names(style.layout, entity)
    fields = entity.shape.fields.items()
    for name, shape in sorted(fields) if style.alphabetical else fields:
        if name not in wanted:
            continue
        wire = names.get(name, name)
        if shape.kind not in (Kind.COLLECTION, Kind.LIST):
            if name in record:
                row[wire] = _value(style, entity, name, shape, record[name])
        elif style.inline or name in expanded:
            if record.get(name) or not style.inline:
                lists[wire] = _list(style, entity, name, shape, record.get(name, ()))
        else:
            lists[wire] = {"__deferred": {"uri": f"{own}/{wire}"}}
    return row | lists


def wire_names(layout: Layout, entity: EntitySet) -> Mapping[str, str]:
    """Names that differ on the wire, but those that the set itself uses for something else."""
    return {name: wire for name, wire in layout.names.items() if wire not in entity.shape.fields}


def _list(style: Style, entity: EntitySet, name: str, shape: Shape, items: Json) -> Json:
    said: Json = (
        [_item(style, entity, name, shape, item) for item in items] if isinstance(items, (list, tuple)) else items
    )
    for step in reversed(style.layout.lists):
        said = {step: said}
    return said


def _item(style: Style, entity: EntitySet, name: str, shape: Shape, item: Json) -> Json:
    if shape.kind is Kind.LIST:
        value = _value(style, entity, name, shape.item, item) if shape.item else item
        return {"value": value} if style.boxed else value
    return _object(style, entity, name, shape, item)


def _object(style: Style, entity: EntitySet, name: str, shape: Shape, item: Json) -> Json:
    if not isinstance(item, dict):
        return item
    row: dict[str, Json] = {"__metadata": {"type": style.inner_type(entity, name, shape)}}
    pairs = sorted(item.items()) if style.alphabetical else item.items()
    for child, value in pairs:
        row[style.layout.names.get(child, child)] = _value(style, entity, child, shape.fields.get(child), value)
    return row


def _value(style: Style, entity: EntitySet, name: str, shape: Shape | None, value: Json) -> Json:
    if shape is None or value is None:
        return value
    if shape.kind in (Kind.COLLECTION, Kind.LIST):
        return _list(style, entity, name, shape, value) if isinstance(value, list) else value
    if shape.kind is Kind.OBJECT:
        return _object(style, entity, name, shape, value)
    if shape.kind in (Kind.DATE, Kind.DATE_TIME):
        return _ticks(value)
    if shape.kind is Kind.LONG and isinstance(value, int):
        return str(value)
    return value


def _ticks(value: Json) -> Json:
    try:
        return to_ticks(value)
    except (ValueError, TypeError, AttributeError):
        return value
