"""
Listings and single records of plain JSON forms, read the same way: find the rows, read each, note what departs.

A dialect says where its rows stand and how it names a place; the rest is common.
"""

from collections.abc import Callable, Mapping, Sequence

from apitest.dialects.body import Reading, excerpt, read_json
from apitest.dialects.values import Form, read_record, read_records
from apitest.model import Departure, EntitySet, Exchange, Json, Page

ANSWERS = "service/listing-answers"
ENVELOPE = "service/envelope"
ITEM_ANSWERS = "service/item-answers"
ITEM_ENVELOPE = "service/item-envelope"
_OK = 200

Found = tuple[list[Json] | None, Mapping[str, Json], str]
"""The rows (None: there are none), what surrounds them, and what is wrong with the envelope (empty: nothing)."""
Place = Callable[[EntitySet, int, str], str]
Turn = Callable[[EntitySet, Json], tuple[Json, Sequence[Departure]]]
"""A row as served → the row under the contract's names, and what was noted on the way."""


def read_listing(
    form: Form,
    exchange: Exchange,
    entity: EntitySet,
    *,
    find: Callable[[Json], Found],
    wanted: str,
    place: Place,
    turned: Turn = lambda _entity, row: (row, ()),
) -> tuple[Page, Mapping[str, Json]]:
    """
    A page without its next link and its count, and what surrounds its rows.

    `wanted` says where rows must stand; `turned` brings a row to the names of the contract where those of the wire differ.
    """
    reading = read_json(exchange)
    trouble = trouble_of(exchange, reading, ANSWERS, "a listing, status 200")
    if trouble:
        return unreadable(*trouble), {}
    rows, about, wrong = find(reading.value)
    if rows is None:
        got = f"JSON without a list of records: {excerpt(exchange.body)}"
        return unreadable(Departure(requirement=ENVELOPE, expected=wanted, got=got)), {}
    departures = list(reading.departures)
    if wrong:
        departures.append(Departure(requirement=ENVELOPE, expected=wanted, got=wrong))
    turns = [turned(entity, row) for row in rows]
    records = []
    for index, (record, notes) in enumerate(read_records(form, entity, (plain for plain, _ in turns))):
        remarks = (*turns[index][1], *notes)
        departures += [placed(note, record.id, place(entity, index, note.pointer)) for note in remarks]
        records.append(record)
    return Page(records=tuple(records), departures=tuple(departures)), about


def read_single(
    form: Form,
    exchange: Exchange,
    entity: EntitySet,
    *,
    find: Callable[[Json], Mapping[str, Json] | None],
    wanted: str,
    place: Callable[[str], str],
) -> Page:
    """A page of one record; `find` takes the record out of the document, `place` tells where a pointer lies in it."""
    reading = read_json(exchange)
    trouble = trouble_of(exchange, reading, ITEM_ANSWERS, "the record, status 200")
    if trouble:
        return unreadable(*trouble)
    found = find(reading.value)
    if found is None:
        return unreadable(Departure(requirement=ITEM_ENVELOPE, expected=wanted, got=excerpt(exchange.body)))
    record, notes = read_record(form, entity, found)
    placed_notes = (placed(note, record.id, place(note.pointer)) for note in notes)
    return Page(records=(record,), departures=(*reading.departures, *placed_notes))


def unreadable(*departures: Departure) -> Page:
    """A page that is none."""
    return Page(records=(), departures=departures, readable=False)


def placed(note: Departure, record: str | None, where: str) -> Departure:
    """A note with the record and the place it was made at."""
    return Departure(
        requirement=note.requirement,
        pointer=note.pointer,
        expected=note.expected,
        got=note.got,
        record=record,
        place=where,
    )


def json_path(pointer: str) -> str:
    """A pointer as JSONPath: `/title/0/value` → `.title[0].value`."""
    return "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in pointer.split("/")[1:])


def trouble_of(exchange: Exchange, reading: Reading, requirement: str, expected: str) -> tuple[Departure, ...]:
    """Why an answer holds nothing to read: its status, or its body; empty: it can be read."""
    if exchange.status != _OK:
        got = f"status {exchange.status}: {excerpt(exchange.body)}"
        return (Departure(requirement=requirement, expected=expected, got=got),)
    return () if reading.readable else reading.departures
