"""
Verbose JSON of OData 1 and 2 (`d`, `results`, `__metadata`, `__deferred`): the styles of that family, and reading it.

Reading is lenient: each envelope that can be understood is, and what the form does not allow is noted. An Atom feed that
comes although JSON was asked for is noted as such and read all the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from apitest.dialects.atom import as_verbose, labelled
from apitest.dialects.body import Reading, excerpt, read_json, resolved
from apitest.dialects.dates import from_ticks
from apitest.dialects.listings import ANSWERS, ENVELOPE, ITEM_ANSWERS, ITEM_ENVELOPE, placed, trouble_of, unreadable
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.own_addresses import about_record
from apitest.dialects.speech import Layout, Versions, inside
from apitest.dialects.trusting import Wire
from apitest.dialects.values import COLLECTIONS, EXPANDED, Form, Reader, read_record, read_records
from apitest.model import Departure, EntitySet, Exchange, Json, Page, Record, Shape

_OK = 200
_RESULTS = "an object with 'results'"
_ARRAY = "an array"


# --- what differs within the family ---------------------------------------------------------------------------------


def unwrap_results(value: Json) -> tuple[list[Json] | None, str]:
    """The items of `{"results": […]}`."""
    return _unwrapped(value, _RESULTS)


def unwrap_array(value: Json) -> tuple[list[Json] | None, str]:
    """The items of a bare array."""
    return _unwrapped(value, _ARRAY)


def _unwrapped(value: Json, wanted: str) -> tuple[list[Json] | None, str]:
    if isinstance(value, list):
        return value, "" if wanted == _ARRAY else wanted
    inner = value.get("results") if isinstance(value, dict) else None
    if isinstance(inner, list):
        return inner, "" if wanted == _RESULTS else wanted
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        return inner["results"], f"{wanted}, once" if wanted == _RESULTS else wanted
    return None, wanted


def unwrap_list_item(item: Json) -> Json:
    """OData 2.0 has no collections of plain values: each is an object with `value`."""
    return item.get("value") if isinstance(item, dict) else item


def deferred_address(value: Json) -> str:
    """The address in `{"__deferred": {"uri": …}}`."""
    if isinstance(value, dict) and isinstance(value.get("__deferred"), dict):
        return str(value["__deferred"].get("uri", ""))
    return ""


def only_metadata(item: Mapping[str, Json]) -> bool:
    """Whether an entry holds a place and nothing else."""
    return set(item) <= {"__metadata"}


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


RESULTS = Layout(
    rows=("d", "results"),
    item=("d",),
    next=("d", "__next"),
    total=("d", "__count"),
    sets=("d", "EntitySets"),
    lists=("results",),
)
VERSIONS = Versions(header="DataServiceVersion", example="2.0", families=("1.", "2."), demanded=False)
"""Of OData 1 and 2, where an answer may name its version (MS-ODATA 2.2.5.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a dialect of the family writes: where things stand, what types are called, what comes inline."""

    layout: Layout = RESULTS
    type_of: Callable[[EntitySet], str]
    """The name of a record's type in `__metadata`."""
    inner_type: Callable[[EntitySet, str, Shape], str]
    """The name of the type of an entry in a list: entity set, property, shape."""
    with_id: bool = True
    """Whether `__metadata` of a record has an `id` beside its `uri`."""
    inline: bool = False
    """Whether lists always come inline, whatever `$expand` says."""
    boxed: bool = True
    """Whether a plain value in a list is an object with `value`, as OData 2.0 has no lists of plain values."""
    alphabetical: bool = False
    """Whether plain properties come by name, and lists behind them."""
    placeholder: Callable[[Mapping[str, Json]], bool] = only_metadata

    @property
    def form(self) -> Form:
        """The same, as it is read."""
        return Form(
            read_moment=from_ticks,
            read_day=day_from_ticks,
            moment_form="a date as /Date(milliseconds)/",
            unwrap=unwrap_results if self.layout.lists else unwrap_array,
            unwrap_item=unwrap_list_item,
            reserved=frozenset({"__metadata"}),
            deferred=deferred_address,
            placeholder=self.placeholder,
            long_as_text=True,
            names={wire: name for name, wire in self.layout.names.items()},
            wire=Wire(
                ticks=True,
                lists=self.layout.lists,
                reserved=("__metadata",),
                long_as_text=True,
                names=tuple(self.layout.names.items()),
            ),
        )


def marks(seen: Seen) -> Iterator[Mark]:
    """What speaks for the family: shared by all its dialects."""
    if seen.has_header("dataserviceversion") or isinstance(inside(seen.error, ("error", "message")), dict):
        yield Mark(words="its errors or headers are those of OData 1 or 2", weight=Weight.HINT)
    if seen.atom:
        yield Mark(words="it answers in Atom, as OData 1 to 3 write it", weight=Weight.SHARED)
        return
    inner = seen.value.get("d") if isinstance(seen.value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("EntitySets"), list):
        yield Mark(words="its service document has 'd' with 'EntitySets'", weight=Weight.SHARED)
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        yield Mark(words="its first page has 'd' with 'results'", weight=Weight.SHARED)


# --- reading ------------------------------------------------------------------------------------------------------


def read_body(exchange: Exchange) -> tuple[Reading, bool]:
    """
    A body as JSON, and whether it is Atom, read as the JSON that says the same.

    Atom that is labelled as what it is, is another form of the family; any other XML in place of JSON is noted.
    """
    reading = read_json(exchange)
    value = None if reading.readable else as_verbose(exchange.body)
    if value is None:
        return reading, False
    return Reading(value=value, departures=() if labelled(exchange) else reading.departures), True


def in_atom(style: Style) -> Style:
    """How a dialect writes in Atom, once that is rewritten: lists are feeds, whatever they are in its JSON."""
    return replace(style, layout=replace(RESULTS, names=style.layout.names), placeholder=only_metadata)


def read_rows(style: Style, exchange: Exchange, entity: EntitySet) -> Page:
    """A listing, such as `{"d": {"results": […], "__next": …, "__count": …}}`."""
    reading, is_atom = read_body(exchange)
    trouble = trouble_of(exchange, reading, ANSWERS, "a listing, status 200")
    if trouble:
        return unreadable(*trouble)
    style = in_atom(style) if is_atom else style
    rows, about, wrong = _envelope(reading.value, style.layout)
    if rows is None:
        got = f"JSON without a list of records: {excerpt(exchange.body)}"
        return unreadable(Departure(requirement=ENVELOPE, expected=_where(style.layout), got=got))
    departures = list(reading.departures)
    if wrong and not departures:
        departures.append(Departure(requirement=ENVELOPE, expected=_where(style.layout), got=wrong))
    return _page(style, exchange, entity, rows, about, departures)


def _where(layout: Layout) -> str:
    steps = " and ".join(repr(step) for step in layout.rows)
    return f"the records under {steps}" if len(layout.rows) > 1 else f"the records directly under {steps}"


_KNOWN = {
    ("d", "results"): "the records under 'd' and 'results'",
    ("d", "results", "results"): "the records under 'd' and twice 'results'",
    ("d",): "the records directly under 'd'",
    ("value",): "the records under 'value'",
    ("results",): "the records under 'results' without 'd'",
    (): "a bare list of records",
}
"""Envelopes that are understood, wherever they belong."""


def _envelope(value: Json, layout: Layout) -> tuple[list[Json] | None, Mapping[str, Json], str]:
    for path, words in _KNOWN.items():
        rows = inside(value, path)
        if isinstance(rows, list):
            around = [inside(value, path[:depth]) for depth in range(len(path))]
            about = {name: item for level in around for name, item in level.items()}
            return rows, about, "" if path == layout.rows else words
    return None, {}, ""


def _page(
    style: Style,
    exchange: Exchange,
    entity: EntitySet,
    rows: list[Json],
    about: Mapping[str, Json],
    departures: list[Departure],
) -> Page:
    expanded = _expanded(exchange.query.url)
    addresses = [_address_in(row) for row in rows]  # before they are read, which may use them up
    records = []
    for index, (record, notes) in enumerate(read_records(style.form, entity, rows)):
        links = _links(style, record.deferred, expanded) if record.deferred else []
        departures += [placed(note, record.id, style.layout.place(index, note.pointer)) for note in notes + links]
        records.append(record)
    departures += _misleading(style, addresses, records, exchange, entity)
    count = about.get("__count")
    return Page(
        records=tuple(records),
        departures=tuple(departures),
        next=resolved(exchange.query.url, about.get("__next")),
        count=int(count) if isinstance(count, (str, int)) and str(count).isdecimal() else None,
    )


def _address_in(row: Json) -> str:
    """The address that a row gives as its own; empty: none."""
    head = row.get("__metadata") if isinstance(row, dict) else None
    address = head.get("uri") if isinstance(head, dict) else None
    return address if isinstance(address, str) else ""


def _misleading(
    style: Style, addresses: list[str], records: list[Record], exchange: Exchange, entity: EntitySet
) -> Iterator[Departure]:
    """A departure for each record that gives an address as its own that is not."""
    pointer = "/__metadata/uri"
    for address, record in zip(addresses, records, strict=True):
        if address:
            for note in about_record(address, record.id, exchange, entity, pointer):
                yield placed(note, record.id, style.layout.place(record.index, pointer))


def _links(style: Style, deferred: Mapping[str, str], expanded: frozenset[str]) -> list[Departure]:
    """Lists that came as links although they were to come inline."""
    if style.inline:
        expected, requirement = "the list inline, as always in this dialect", COLLECTIONS
    else:
        expected, requirement = "the collection inline, as asked with $expand", EXPANDED
    return [
        Departure(requirement=requirement, pointer=pointer, expected=expected, got="only a link to it")
        for pointer in deferred
        if style.inline or pointer[1:] in expanded
    ]


def _expanded(url: str) -> frozenset[str]:
    options = dict(parse_qsl(urlsplit(url).query))
    return frozenset(options.get("$expand", "").split(","))


def read_one(style: Style, exchange: Exchange, entity: EntitySet) -> Page:
    """A single record: `{"d": {…}}`."""
    reading, is_atom = read_body(exchange)
    trouble = trouble_of(exchange, reading, ITEM_ANSWERS, "the record, status 200")
    if trouble:
        return unreadable(*trouble)
    style = in_atom(style) if is_atom else style
    found = inside(reading.value, ("d",))
    if isinstance(found, dict) and isinstance(found.get("results"), list) and found["results"]:
        found = found["results"][0]
    if not isinstance(found, dict):
        got = excerpt(exchange.body)
        return unreadable(Departure(requirement=ITEM_ENVELOPE, expected="the record under 'd'", got=got))
    record, notes = read_record(style.form, entity, found)
    placed_notes = (placed(note, record.id, style.layout.place_alone(note.pointer)) for note in notes)
    return Page(records=(record,), departures=(*reading.departures, *placed_notes))


def read_list(style: Style, exchange: Exchange, shape: Shape) -> tuple[Json, ...] | None:
    """The entries of a list that stands by itself: `{"d": {"results": […]}}`; None: no such list."""
    if exchange.status != _OK:
        return None
    reading, is_atom = read_body(exchange)
    style = in_atom(style) if is_atom else style
    rows, _about, wrong = _envelope(reading.value, style.layout)
    if rows is None or wrong:
        return None
    wrapped: Json = rows
    for step in reversed(style.layout.lists):
        wrapped = {step: wrapped}
    return tuple(Reader(style.form).read_value(shape, wrapped, ""))


def read_message(exchange: Exchange) -> str | None:
    """The message of an error document `{"error": {"message": {"value": …}}}`; None: another form."""
    message = inside(read_body(exchange)[0].value, ("error", "message"))
    text = message.get("value") if isinstance(message, dict) else message
    return text if isinstance(text, str) and text.strip() else None


def read_atom_message(exchange: Exchange) -> str | None:
    """The message of an error document in Atom; None: another form."""
    reading, is_atom = read_body(exchange)
    return str(inside(reading.value, ("error", "message", "value")) or "") or None if is_atom else None


def read_sets(exchange: Exchange) -> tuple[str, ...] | None:
    """The names in a service document `{"d": {"EntitySets": […]}}`, or in that of Atom; None: another form."""
    names = inside(read_body(exchange)[0].value, ("d", "EntitySets"))
    return tuple(str(name) for name in names) if isinstance(names, list) else None
