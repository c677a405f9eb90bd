"""What a service declares of itself, held against what it sends: pages, order, country codes."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from apitest.checks.conversing import Conversation, NotOffered, Subject
from apitest.checks.reading import object_of, objects_of
from apitest.dialects.body import excerpt, read_json
from apitest.model import Departure, Json, Record, Selection

_LARGEST = 10_000
"""The greatest page that is asked for."""
_LENGTHS = {"alpha-2": 2, "alpha-3": 3}


def declarations_hold(subject: Subject) -> Conversation:
    """What a service declares of its pages, its order and its country codes holds for what it sends."""
    exchange = yield subject.dialect.service(subject.base, subject.entity)
    declared = read_json(exchange).value
    if not isinstance(declared, dict) or not {"limit", "order", "countryCodes"} & declared.keys():
        raise NotOffered("the service declares nothing of its pages, its order and its country codes")
    return [*_pages(subject, declared), *_order(subject, declared), *_countries(subject, declared)]


def _pages(subject: Subject, declared: Mapping[str, Json]) -> Iterator[Departure]:
    most = object_of(declared, "limit").get("maximum")
    if isinstance(most, bool) or not isinstance(most, int):
        return
    for leaf in subject.harvest.leaves:
        if len(leaf.ids) > most:
            expected = f"pages of at most {most} records, as declared"
            yield Departure(expected=expected, got=f"a page of {len(leaf.ids)}", exchange=leaf.exchange)
            return


def more_than_the_maximum_counts_as_it(subject: Subject) -> Conversation:
    """A page size beyond the declared maximum gets a page of the maximum."""
    declared = read_json((yield subject.dialect.service(subject.base, subject.entity))).value
    most = object_of(declared, "limit").get("maximum") if isinstance(declared, dict) else None
    if isinstance(most, bool) or not isinstance(most, int) or not 0 < most <= _LARGEST:
        raise NotOffered("the service declares no greatest page size")
    exchange = yield subject.listing(Selection(top=most + 1))
    page = subject.dialect.read_page(exchange, subject.entity)
    wanted = min(most, len(subject.harvest.ids))
    if page.readable and (len(page.records) == wanted or not subject.harvest.complete):
        return ()
    got = f"{len(page.records)} records" if page.readable else f"status {exchange.status}: {excerpt(exchange.body)}"
    return (Departure(expected=f"{wanted} records, asked for {most + 1}", got=got, exchange=exchange),)


def _order(subject: Subject, declared: Mapping[str, Json]) -> Iterator[Departure]:
    """Of records that follow each other in what was kept of the walk, by the properties that both have."""
    names = declared.get("order")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        return
    for earlier, later in pairwise(subject.harvest.samples):
        one, other = ([record.content.get(str(name)) for name in names] for record in (earlier, later))
        if _all_texts(one) and _all_texts(other) and [str(value) for value in one] > [str(value) for value in other]:
            expected = f"records in ascending order of {' and '.join(map(str, names))}, as declared"
            yield Departure(expected=expected, got=f"{earlier.id!r} before {later.id!r}", record=later.id)
            return


def _all_texts(values: list[Json]) -> bool:
    return all(isinstance(value, str) for value in values)


def _countries(subject: Subject, declared: Mapping[str, Json]) -> Iterator[Departure]:
    """Only where most codes are of the other form: of single ones, other requirements tell."""
    length = _LENGTHS.get(str(declared.get("countryCodes")))
    codes = [(record, *found) for record in subject.harvest.samples for found in _codes(record)]
    others = [found for found in codes if len(found[2]) != length and len(found[2]) in _LENGTHS.values()]
    if length and 2 * len(others) > len(codes):
        record, pointer, code = others[0]
        expected = f"country codes of {length} letters, as declared"
        got = f"{code!r}, and {len(others)} of {len(codes)} codes like it"
        yield Departure(expected=expected, got=got, pointer=pointer, record=record.id)


def _codes(record: Record) -> Iterator[tuple[str, str]]:
    country = record.content.get("country")
    if isinstance(country, str):
        yield "/country", country
    for index, place in objects_of(record.content, "countries"):
        code = place.get("code")
        if isinstance(code, str):
            yield f"/countries/{index}/code", code


CONVERSATIONS = {
    "service/declarations-hold": declarations_hold,
    "paging/size-beyond-maximum": more_than_the_maximum_counts_as_it,
}
