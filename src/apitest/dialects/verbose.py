"""
OData 2.0 verbose JSON (`d`, `results`, `__metadata`, `__deferred`), read and said; shared by the dialects of that family.

Reading is lenient: each envelope that can be understood is, and what the form does not allow is noted.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

import orjson

from apitest.dialects.body import excerpt, read_json
from apitest.dialects.dates import from_ticks, to_ticks
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.speech import Layout, Question, Reply, Rows
from apitest.dialects.values import EXPANDED, Form, read_record
from apitest.model import Departure, EntitySet, Exchange, Json, Kind, Page, Shape

JSON_TYPE = "application/json;charset=utf-8"
ENVELOPE = "service/envelope"
ANSWERS = "service/listing-answers"
_OK = 200


def unwrap_results(value: Json) -> tuple[list[Json] | None, str]:
    """The items of `{"results": […]}`."""
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return value["results"], ""
    if isinstance(value, list):
        return value, "an object with 'results'"
    return None, "an object with 'results'"


def unwrap_list_item(item: Json) -> Json:
    """OData 2.0 has no collections of plain values: each is an object with `value`."""
    return item.get("value") if isinstance(item, dict) else item


def deferred_address(value: Json) -> str:
    """The address in `{"__deferred": {"uri": …}}`."""
    if isinstance(value, dict) and isinstance(value.get("__deferred"), dict):
        return str(value["__deferred"].get("uri", ""))
    return ""


def day_from_ticks(text: str) -> str:
    """
    A full-date that OData 2.0 can only send as midnight UTC.

    Raises:
        ValueError: another form, or a time of day.
    """
    moment = from_ticks(text)
    day, _, rest = moment.partition("T")
    if rest != "00:00:00Z":
        raise ValueError(text)
    return day


FORM = Form(
    read_moment=from_ticks,
    read_day=day_from_ticks,
    moment_form="a date as /Date(milliseconds)/",
    unwrap=unwrap_results,
    unwrap_item=unwrap_list_item,
    reserved=frozenset({"__metadata"}),
    deferred=deferred_address,
    placeholder=lambda item: set(item) <= {"__metadata"},
    long_as_text=True,
)


LAYOUT = Layout(
    rows=("d", "results"),
    item=("d",),
    next=("d", "__next"),
    total=("d", "__count"),
    sets=("d", "EntitySets"),
    lists=("results",),
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What speaks for the family: shared by all its dialects."""
    inner = seen.value.get("d") if isinstance(seen.value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("EntitySets"), list):
        yield Mark(words="its service document has 'd' with 'EntitySets'", weight=Weight.SHARED)
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        yield Mark(words="its first page has 'd' with 'results'", weight=Weight.SHARED)


# --- reading ------------------------------------------------------------------------------------------------------


def read_rows(form: Form, exchange: Exchange, entity: EntitySet) -> Page:
    """A listing: `{"d": {"results": […], "__next": …, "__count": …}}`."""
    reading = read_json(exchange)
    if exchange.status != _OK:
        got = f"status {exchange.status}: {excerpt(exchange.body)}"
        return unreadable(Departure(requirement=ANSWERS, expected="a listing, status 200", got=got))
    if not reading.readable:
        return unreadable(*reading.departures)
    rows, about, wrong = _envelope(reading.value)
    if rows is None:
        got = f"JSON without a list of records: {excerpt(exchange.body)}"
        return unreadable(Departure(requirement=ENVELOPE, expected="the records under 'd' and 'results'", got=got))
    departures = list(reading.departures)
    if wrong:
        departures.append(Departure(requirement=ENVELOPE, expected="the records under 'd' and 'results'", got=wrong))
    return _page(form, exchange, entity, rows, about, departures)


def unreadable(*departures: Departure) -> Page:
    """A page that is none."""
    return Page(records=(), departures=departures, readable=False)


def _envelope(value: Json) -> tuple[list[Json] | None, Mapping[str, Json], str]:
    inner = value.get("d") if isinstance(value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        return inner["results"], inner, ""
    if isinstance(inner, list):
        return inner, {}, "the records directly under 'd'"
    if isinstance(value, list):
        return value, {}, "a bare list of records"
    if isinstance(value, dict) and isinstance(value.get("value"), list):
        return value["value"], {}, "the records under 'value'"
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return value["results"], value, "the records under 'results' without 'd'"
    return None, {}, ""


def _page(
    form: Form,
    exchange: Exchange,
    entity: EntitySet,
    rows: list[Json],
    about: Mapping[str, Json],
    departures: list[Departure],
) -> Page:
    expanded = _expanded(exchange.query.url)
    records = []
    for index, row in enumerate(rows):
        record, notes = read_record(form, entity.shape, row, index)
        for pointer in record.deferred:
            if pointer[1:] in expanded:
                notes.append(
                    Departure(
                        requirement=EXPANDED,
                        pointer=pointer,
                        expected="the collection inline, as asked with $expand",
                        got="only a link to it",
                    ),
                )
        departures += [_of(note, record.id, LAYOUT.place(index, note.pointer)) for note in notes]
        records.append(record)
    following = about.get("__next")
    count = about.get("__count")
    return Page(
        records=tuple(records),
        departures=tuple(departures),
        next=urljoin(exchange.query.url, following) if isinstance(following, str) else "",
        count=int(count) if isinstance(count, (str, int)) and str(count).isdecimal() else None,
    )


def _of(note: Departure, record: str | None, where: str) -> Departure:
    return Departure(
        requirement=note.requirement,
        pointer=note.pointer,
        expected=note.expected,
        got=note.got,
        record=record,
        place=where,
    )


def _expanded(url: str) -> frozenset[str]:
    options = dict(parse_qsl(urlsplit(url).query))
    return frozenset(options.get("$expand", "").split(","))


def read_one(form: Form, exchange: Exchange, entity: EntitySet) -> Page:
    """A single record: `{"d": {…}}`."""
    reading = read_json(exchange)
    if exchange.status != _OK:
        got = f"status {exchange.status}: {excerpt(exchange.body)}"
        return unreadable(Departure(requirement="service/item-answers", expected="the record, status 200", got=got))
    if not reading.readable:
        return unreadable(*reading.departures)
    inner = reading.value.get("d") if isinstance(reading.value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("results"), list) and inner["results"]:
        inner = inner["results"][0]
    if not isinstance(inner, dict):
        got = excerpt(exchange.body)
        return unreadable(Departure(requirement="service/item-envelope", expected="the record under 'd'", got=got))
    record, notes = read_record(form, entity.shape, inner, 0)
    return Page(records=(record,), departures=tuple(_of(n, record.id, LAYOUT.place_alone(n.pointer)) for n in notes))


def read_message(exchange: Exchange) -> str | None:
    """The message of an error document `{"error": {"message": {"value": …}}}`; None: another form."""
    value = read_json(exchange).value
    error = value.get("error") if isinstance(value, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    text = message.get("value") if isinstance(message, dict) else message
    return text if isinstance(text, str) and text.strip() else None


def read_sets(exchange: Exchange) -> tuple[str, ...] | None:
    """The names in a service document `{"d": {"EntitySets": […]}}`; None: another form."""
    value = read_json(exchange).value
    inner = value.get("d") if isinstance(value, dict) else None
    names = inner.get("EntitySets") if isinstance(inner, dict) else None
    return tuple(str(name) for name in names) if isinstance(names, list) else None


# --- saying -------------------------------------------------------------------------------------------------------


def say_rows(rows: Rows, question: Question, entity: EntitySet, base: str, following: str) -> Reply:
    """A listing."""
    inner: dict[str, Json] = {"results": [said(record, question, entity, base) for record in rows.records]}
    if rows.total is not None:
        inner = {"__count": str(rows.total), **inner}
    if following:
        inner["__next"] = following
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": inner}))


def say_one(record: Mapping[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:
    """A single record."""
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": said(record, question, entity, base)}))


def say_error(status: int, message: str) -> Reply:
    """An error document."""
    body = {"error": {"code": None, "message": {"lang": "en", "value": message}}}
    return Reply(status=status, content_type=JSON_TYPE, body=orjson.dumps(body))


def say_sets(names: Sequence[str]) -> Reply:
    """The service document."""
    return Reply(status=_OK, content_type=JSON_TYPE, body=orjson.dumps({"d": {"EntitySets": list(names)}}))


def said(record: Mapping[str, Json], question: Question, entity: EntitySet, base: str) -> dict[str, Json]:
    """A record in verbose JSON: scalars by name, then collections, inline where they were asked for."""
    address = f"{base}/{entity.wire_name}('{quote(str(record.get('id')), safe='')}')"
    head = {"id": address, "uri": address, "type": f"informea.{entity.type_name}"}
    wanted = question.selection.select or tuple(entity.shape.fields)
    expanded = question.selection.expand or ()
    row: dict[str, Json] = {"__metadata": head}
    collections: dict[str, Json] = {}
    for name, shape in sorted(entity.shape.fields.items()):
        if name not in wanted:
            continue
        if shape.kind in (Kind.COLLECTION, Kind.LIST):
            if name not in expanded:
                collections[name] = {"__deferred": {"uri": f"{address}/{name}"}}
            else:
                collections[name] = {"results": [_item(shape, item) for item in record.get(name, ())]}
        elif name in record:
            row[name] = _value(shape, record[name])
    return row | collections


def _item(shape: Shape, item: Json) -> Json:
    if shape.kind is Kind.LIST:
        return {"value": _value(shape.item, item) if shape.item else item}
    return _object(shape, item)


def _object(shape: Shape, item: Json) -> Json:
    if not isinstance(item, dict):
        return item
    row: dict[str, Json] = {"__metadata": {"type": f"informea.{shape.type_name}"}}
    return row | {name: _value(shape.fields.get(name), value) for name, value in sorted(item.items())}


def _value(shape: Shape | None, value: Json) -> Json:
    if shape is None or value is None:
        return value
    if shape.kind in (Kind.COLLECTION, Kind.LIST):
        return {"results": [_item(shape, item) for item in value]} if isinstance(value, list) else value
    if shape.kind is Kind.OBJECT:
        return _object(shape, value)
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
