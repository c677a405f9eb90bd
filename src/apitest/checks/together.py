"""
Answers held against each other as wholes: options that are asked for together, and records that come in several answers.

They look at the questions that acquit others (`acquitting`), and so ask nothing of their own at depth standard. Where an
option fails alone too, its own requirement says so, and what is found here follows from that.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from apitest.checks.acquitting import (
    FilteredWindow,
    Window,
    as_expanded_with_all,
    as_in_the_whole_record,
    filtered_window,
    only_what_was_selected,
    other_end,
    window_of,
)
from apitest.checks.combining import SCALARS
from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, ids_of, shown
from apitest.checks.query import conditions_of, filtered, words
from apitest.dialects.body import excerpt
from apitest.model import Departure, Depth, Exchange, Page, Record, Selection

_FILTERS = 3
"""Filtered lists whose records are looked at, at depth full."""


# --- options together ---------------------------------------------------------------------------------------------


def options_have_their_effects_together(subject: Subject) -> Conversation:
    """Options asked for together have the effects that each has alone."""
    window, listed = window_of(subject), filtered_window(subject)
    if window is None and listed is None:
        raise NotOffered("the records give no occasion to ask for several options at once")
    found = list((yield from _of_the_window(subject, window)) if window else ())
    found += (yield from _of_the_filter(subject, listed)) if listed else ()
    return found


def _of_the_window(subject: Subject, window: Window) -> Conversation:
    exchange = yield subject.listing(window.selection)
    page = subject.dialect.read_page(exchange, subject.entity)
    departures = [*_other_records(page, exchange, list(window.wanted), _as_asked(window.selection))]
    if departures:
        return departures
    names = [name for name in window.selection.select if name not in (window.selection.expand or ())]
    if len(names) > 1 and not (only_what_was_selected(window, page) and as_in_the_whole_record(window, page)):
        departures += _told(exchange, f"of each record {shown(window.selection.select, 9)}, as in the walk", page)
    elif window.selection.expand and not as_expanded_with_all(window, page):
        departures += _told(exchange, f"the lists {shown(window.selection.expand, 9)}, as in the walk", page)
    return [*departures, *_other_number(page, exchange, len(subject.harvest.ids), _as_asked(window.selection))]


def _of_the_filter(subject: Subject, listed: FilteredWindow) -> Conversation:
    exchange = yield subject.listing(listed.selection)
    page = subject.dialect.read_page(exchange, subject.entity)
    many, asked = len(listed.wanted), _as_asked(listed.selection)
    if not page.readable or {*ids_of(page)} != listed.wanted:
        got = f"{len(page.records)} records" if page.readable else _status(exchange)
        return (Departure(expected=f"{many} records, asked for {asked}", got=got, exchange=exchange),)
    disordered = [*_disorder(page, exchange, listed.selection)]
    if disordered:
        return disordered
    back, wanted = other_end(subject, listed, ids_of(page))
    answer = yield subject.listing(back)
    small, asked = subject.dialect.read_page(answer, subject.entity), _as_asked(back)
    departures = [*_other_records(small, answer, wanted, asked)]
    return departures or [*_other_number(small, answer, many, asked)]


def _other_records(page: Page, exchange: Exchange, wanted: Sequence[str | None], asked: str) -> Iterator[Departure]:
    """Fewer than were asked for may come, but none else and not none."""
    got = ids_of(page)
    if not page.readable or not got or got != list(wanted)[: len(got)]:
        told = shown(got, 2) if page.readable else _status(exchange)
        yield Departure(expected=f"{shown(wanted, 2)}, asked for {asked}", got=told, exchange=exchange)


def _other_number(page: Page, exchange: Exchange, many: int, asked: str) -> Iterator[Departure]:
    if page.count is not None and page.count != many:
        expected = f"the number {many}, asked for {asked}"
        yield Departure(expected=expected, got=f"the number {page.count}", exchange=exchange)


def _disorder(page: Page, exchange: Exchange, selection: Selection) -> Iterator[Departure]:
    name = selection.order[0][0] if selection.order else ""
    values = [value for record in page.records if isinstance(value := record.content.get(name), str)]
    wrong = next((pair for pair in pairwise(values) if pair[0] > pair[1]), None)
    if wrong:
        expected = f"{name!r} in ascending order, asked for {_as_asked(selection)}"
        yield Departure(expected=expected, got=f"{wrong[0]!r} before {wrong[1]!r}", exchange=exchange)


def _told(exchange: Exchange, expected: str, page: Page) -> Iterator[Departure]:
    content = page.records[0].content
    yield Departure(expected=expected, got=shown(sorted(content), 9), record=page.records[0].id, exchange=exchange)


def _status(exchange: Exchange) -> str:
    return f"status {exchange.status}: {excerpt(exchange.body)}"


def _as_asked(selection: Selection) -> str:
    """A selection in words."""
    parts = [" and ".join(words(item) for item in selection.conditions)] if selection.conditions else []
    parts += [f"behind {selection.skip}"] if selection.skip else []
    parts += [f"at most {selection.top}"] if selection.top is not None else []
    parts += [f"by {', '.join(name for name, _ in selection.order)}"] if selection.order else []
    parts += [f"only {', '.join(selection.select)}"] if selection.select else []
    parts += [f"with {', '.join(selection.expand)}"] if selection.expand else []
    return "; ".join(parts)


# --- the same record ----------------------------------------------------------------------------------------------


def records_are_as_listed(subject: Subject) -> Conversation:
    """A record is the same under a filter, and on a page of another size, as in the full list."""
    known = {record.id: record for record in subject.harvest.samples if record.id is not None}
    found: list[Departure] = []
    for selection in _selections(subject):
        exchange = yield subject.listing(selection)
        for record in subject.dialect.read_page(exchange, subject.entity).records:
            whole = known.get(record.id) if record.id is not None else None
            found += _differences(subject, whole, record, exchange) if whole else ()
    return found


def _selections(subject: Subject) -> list[Selection]:
    """What is asked for anyway, whole records only."""
    if subject.depth is Depth.FULL:
        return [filtered(subject, condition) for condition in conditions_of(subject)[-_FILTERS:]]
    listed = filtered_window(subject)
    if listed is None:
        raise NotOffered("the records give no occasion to ask for some of them with a filter")
    walked = [key for key in subject.harvest.ids if key in listed.wanted]
    return [listed.selection, other_end(subject, listed, walked)[0]]


def _differences(subject: Subject, whole: Record, part: Record, exchange: Exchange) -> Iterator[Departure]:
    fields = subject.entity.shape.fields
    scalars = {name for name in whole.content if name in fields and fields[name].kind in SCALARS}
    # A list that was not asked for says nothing.
    told = {name for name in part.content if name in scalars or "expand" not in subject.dialect.FEATURES}
    for name in sorted(scalars | told):
        one, other = whole.content.get(name), part.content.get(name)
        if one != other and not (_empty(one) and _empty(other)):
            yield Departure(
                expected=f"as in the full list: {shown([one])}",
                got=shown([other]),
                pointer=f"/{name}",
                record=whole.id,
                exchange=exchange,
            )
            return


def _empty(value: object) -> bool:
    return value is None or value == []


CONVERSATIONS: Mapping[str, ConversationCheck] = {
    "query/options-together": options_have_their_effects_together,
    "query/records-as-listed": records_are_as_listed,
}
