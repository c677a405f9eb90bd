"""What a service says of itself, the forms of its answers, and single records."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apitest.checks.conversing import Conversation, NotOffered, Subject, shown
from apitest.checks.query import malformed_for, portal_order
from apitest.checks.setting import Gathering, Note, Setting
from apitest.dialects.body import excerpt, on_origin, read_json, resolved
from apitest.model import Departure, Depth, Exchange, Json, Kind, Page, Query, Record, Selection

_OK, _NOT_FOUND = 200, 404
_REFUSALS = range(400, 500)
ABSENT_KEY = "8f1c2d00-0000-4000-8000-000000000000"
"""Of a record that does not exist."""
_ODD_KEYS = ("žádný záznam č. 0", "нет такой записи", "没有这条记录", "لا يوجد سجل كهذا", "ningún registro así")
"""Of records that do not exist either, in signs that services stumble over."""
_FIRST_DAY, _AS_SECONDS = "1970-01-01", "1970-04-27"
"""Where the days from 1971 to 2286 come to lie if their seconds are read as milliseconds."""
_ZERO = ("1970-01-01", "1970-01-01T00:00:00Z")
_SEVERAL = 2
_LINKING, _FOLLOWED = 3, 3
"""Records whose links are looked at, and links that are followed."""
_ITEMS = (1, 4)
"""Records asked for one by one, at depth standard and at depth full."""
_TELLING = 4
"""One in so many records is among those that may be asked for, and at least so many."""


def service_document_lists_the_set(subject: Subject) -> Conversation:
    """The service document names each set that is served."""
    exchange = yield subject.dialect.service(subject.base, subject.entity)
    if exchange.status != _OK:
        return (
            Departure(expected="a service document, status 200", got=f"status {exchange.status}", exchange=exchange),
        )
    offered = subject.dialect.read_service(exchange, subject.contract)
    if offered is None:
        return (Departure(expected="a service document", got=excerpt(exchange.body), exchange=exchange),)
    if subject.entity.name not in offered:
        got = f"only {shown(offered)}" if offered else "none"
        return (Departure(expected=f"the set {subject.entity.name!r} among those listed", got=got, exchange=exchange),)
    return ()


def unknown_key_is_not_found(subject: Subject) -> Conversation:
    """A record that does not exist is answered with 404."""
    exchange = yield subject.dialect.item(subject.base, subject.entity, ABSENT_KEY)
    if exchange.status == _NOT_FOUND:
        return ()
    return (
        Departure(expected="status 404", got=f"status {exchange.status}: {excerpt(exchange.body)}", exchange=exchange),
    )


def errors_have_the_dialects_form(subject: Subject) -> Conversation:
    """An error is said in the dialect's own form."""
    expected = f"an error document with a message, in the form of {subject.dialect.NAME}"
    absent = subject.dialect.item(subject.base, subject.entity, ABSENT_KEY)
    for query in (absent, *malformed_for(subject)):
        exchange = yield query
        if not in_error_form(subject, exchange):
            stated = _stated_status(exchange)
            other = f"the status {exchange.status} in the error too, as the answer has it"
            wanted = expected if stated in (None, exchange.status) else other
            return (Departure(expected=wanted, got=excerpt(exchange.body), exchange=exchange),)
    return ()


def in_error_form(subject: Subject, exchange: Exchange) -> bool:
    """
    Whether an answer is no refusal, or one in the form of the dialect; what breaks down is told elsewhere.

    An error that names a status names that of the answer (RFC 9457, 3.1.2).
    """
    if exchange.status not in _REFUSALS:
        return True
    return subject.dialect.read_error(exchange) is not None and _stated_status(exchange) in (None, exchange.status)


def _stated_status(exchange: Exchange) -> int | None:
    """The status that an error names itself; None: it names none."""
    value = read_json(exchange).value
    stated = value.get("status", value.get("Status")) if isinstance(value, dict) else None
    return stated if type(stated) is int else None


def odd_key(subject: Subject) -> str:
    """An id of unusual signs that no record has."""
    return str(subject.draw("odd key", _ODD_KEYS, 1)[0])


def item_is_found(subject: Subject) -> Conversation:
    """A record that is listed can be asked for by its id."""
    found = []
    for record in drawn(subject):
        exchange = yield subject.dialect.item(subject.base, subject.entity, str(record.id))
        page = subject.dialect.read_item(exchange, subject.entity)
        if not page.readable:
            got = page.departures[0].got
            found.append(Departure(expected="the record", got=got, record=record.id, exchange=exchange))
        elif page.records[0].id != record.id:
            got = f"the record {page.records[0].id!r}"
            found.append(Departure(expected=f"the record {record.id!r}", got=got, record=record.id, exchange=exchange))
    return found


def item_equals_listing(subject: Subject) -> Conversation:
    """A record asked for alone is the same as in the listing."""
    found: list[Departure] = []
    for record in drawn(subject):
        exchange = yield subject.dialect.item(subject.base, subject.entity, str(record.id))
        page = subject.dialect.read_item(exchange, subject.entity)
        if not page.records or page.records[0].id != record.id:
            continue
        alone = page.records[0].content
        found += _differences(record, alone, exchange)
    return found


def _differences(listed: Record, alone: Mapping[str, Json], exchange: Exchange) -> Iterator[Departure]:
    for name in sorted({*alone, *listed.content}):
        one, other = listed.content.get(name), alone.get(name)
        if one != other and not _empty(one, other):
            yield Departure(
                expected=f"as listed: {_short(one)}",
                got=_short(other),
                pointer=f"/{name}",
                record=listed.id,
                exchange=exchange,
            )


def deferred_lists_answer(subject: Subject) -> Conversation:
    """A list that a record only links to is found at that address, as it is when it is asked for inline."""
    selection = Selection(top=_LINKING, order=portal_order(subject), expand=())
    exchange = yield subject.listing(selection)
    linking = subject.page(exchange)
    answer = yield subject.listing(replace(selection, expand=None))
    inline = _inline(subject.dialect.read_page(answer, subject.entity))
    links = [
        _Link(record=record.id, name=pointer[1:], address=resolved(exchange.query.url, link))
        for record in linking.records
        for pointer, link in record.deferred.items()
        if pointer[1:] in subject.entity.shape.fields and record.id is not None and (record.id, "") not in inline
    ]
    if not links:
        raise NotOffered("the service gives no links to lists")
    telling = [link for link in links if inline.get((link.record, link.name))]
    found: list[Departure] = []
    for link in subject.draw("links", telling or links, _FOLLOWED):
        address = on_origin(link.address, subject.base)
        if not address:
            found += _about_link(link, f"{link.address!r}, which is no address", exchange)
            continue
        answer = yield Query(url=address)
        entries = subject.dialect.read_list(answer, subject.entity, link.name)
        told = inline.get((link.record, link.name))
        if entries is None:
            found += _about_link(link, f"status {answer.status}: {excerpt(answer.body)}", answer)
        elif isinstance(told, list) and unordered(entries) != unordered(told):
            found += _about_link(link, _short([*entries]), answer, f", as it comes inline: {_short(told)}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """What stands in a record for one of its lists."""

    record: str | None
    name: str
    address: str


def _inline(page: Page) -> Mapping[tuple[str | None, str], Json]:
    """
    Record and property → the list as it came inline.

    Of what another requirement has something to say about nothing is held against the links: a record so concerned has an
    entry under no property, and where it is the answer as a whole there are no entries at all.
    """
    concerned = {departure.record for departure in page.departures}
    if None in concerned:
        return {}
    lists = {(record.id, name): value for record in page.records for name, value in record.content.items()}
    return lists | {(record, ""): True for record in concerned}


def _about_link(link: _Link, got: str, exchange: Exchange, more: str = "") -> Iterator[Departure]:
    expected = f"the list {link.name!r}{more}"
    yield Departure(expected=expected, got=got, pointer=f"/{link.name}", record=link.record, exchange=exchange)


def unordered(entries: Sequence[Json]) -> list[str]:
    """Entries of a list in a form in which their order and that of their properties means nothing."""
    return sorted(repr(sorted(entry.items()) if isinstance(entry, dict) else entry) for entry in entries)


def drawn(subject: Subject) -> list[Record]:
    """The records that are asked for one by one: of those with the longest lists on any page."""
    candidates = [
        record
        for record in subject.harvest.samples
        if record.id and isinstance(record.content.get(subject.entity.key), str)
    ]
    deep = subject.depth is Depth.FULL
    pages = [[record for record in candidates if record.id in leaf.ids] for leaf in subject.harvest.leaves]
    telling = [record for page in pages or [candidates] for record in _fullest(page)]
    return subject.draw("items", telling, _ITEMS[deep])


def _fullest(records: Sequence[Record]) -> list[Record]:
    """Of the records of a page those with the longest lists."""
    return sorted(records, key=_entries, reverse=True)[: max(_TELLING, len(records) // _TELLING)]


def _entries(record: Record) -> int:
    """How many entries the lists of a record have: the more, the more can be told of it."""
    return sum(len(value) for value in record.content.values() if isinstance(value, list))


def _empty(*values: Json) -> bool:
    """An empty collection and none at all say the same."""
    return all(value is None or value == [] for value in values)


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"  # noqa: PLR2004 - one line of a message


def dates_in_seconds(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """Dates of a property that lie in the first weeks of 1970 count seconds where milliseconds are meant."""
    many: Counter[str] = Counter()
    first: dict[str, Note] = {}
    for note in notes:
        many[note.pointer] += 1
        first.setdefault(note.pointer, note)
    for pointer, note in first.items():
        if many[pointer] >= _SEVERAL:
            yield Departure(
                expected=f"dates of {pointer[1:]!r} in this century or the last, as milliseconds since 1970",
                got=f"{many[pointer]} dates between {_FIRST_DAY} and {_AS_SECONDS}, such as {note.value}",
                pointer=pointer,
                record=note.record,
            )


def first_dates_of(record: Record, setting: Setting) -> Iterator[Note]:
    """The dates of a record that lie in the first weeks of 1970, but those that are zero, which stand for none."""
    for name in setting.once("names of dates", lambda: _names_of_dates(setting)):
        value = record.content.get(name)
        if isinstance(value, str) and _FIRST_DAY <= value < _AS_SECONDS and value not in _ZERO:
            yield Note(value=value, record=record.id, pointer=f"/{name}")


def _names_of_dates(setting: Setting) -> tuple[str, ...]:
    fields = setting.entity.shape.fields.items()
    return tuple(name for name, shape in fields if shape.kind in (Kind.DATE, Kind.DATE_TIME))


GATHERINGS = {"service/dates-in-milliseconds": Gathering(note=first_dates_of, judge=dates_in_seconds)}

CONVERSATIONS = {
    "service/document-lists-sets": service_document_lists_the_set,
    "service/unknown-key-not-found": unknown_key_is_not_found,
    "service/error-form": errors_have_the_dialects_form,
    "service/item-found": item_is_found,
    "service/item-equals-listing": item_equals_listing,
    "service/deferred-lists-answer": deferred_lists_answer,
}

DECODED = (
    "service/listing-answers",
    "service/envelope",
    "service/dates-in-dialect-form",
    "service/collections-in-dialect-form",
    "service/no-placeholders",
    "service/values-of-declared-type",
    "service/numbers-are-numbers",
    "service/property-names",
    "service/no-unknown-properties",
    "service/own-address",
)
"""Seen while a page is decoded."""
