"""
Answers beside the walk, held to what its pages are held to: single records, filtered lists, numbers, documents, refusals.

Each of them is asked for anyway, by the requirement that is about it; nothing is asked for its sake here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from apitest.checks import service, transport
from apitest.checks.acquitting import shared_listing
from apitest.checks.conversing import Conversation, ConversationCheck, Subject
from apitest.checks.query import conditions_of, filtered
from apitest.checks.service import drawn, odd_key
from apitest.errors import CouldNotAssess
from apitest.model import Departure, Depth, Exchange, Page, Query, Selection

_OK = 200
_WITHOUT_LISTS = ("service/collections-in-dialect-form", "service/values-of-declared-type")
"""What says nothing of a listing whose lists were not asked for."""
_READ = (*transport.DECODED, *service.DECODED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """Something that is asked for anyway, and how it is read as records; None: it holds none."""

    query: Query
    read: Callable[[Exchange], Page] | None = None
    free: tuple[str, ...] = ()
    """Requirements on pages that do not bind it."""


def carried_likewise(requirement: str) -> ConversationCheck:
    """Whether each answer beside the walk carries what it says as a page must, by the requirement on pages."""
    check = transport.EXCHANGES[requirement]

    def judged(exchange: Exchange, subject: Subject, answer: _Answer) -> Iterator[Departure]:
        if requirement not in answer.free:
            yield from check(exchange, subject)

    return _held(judged)


def read_likewise(requirement: str) -> ConversationCheck:
    """Whether records beside the walk can be read as those of a page must, by the requirement on pages."""

    def judged(exchange: Exchange, _subject: Subject, answer: _Answer) -> Iterator[Departure]:
        bound = requirement not in answer.free and exchange.status == _OK
        page = answer.read(exchange) if answer.read and bound else None
        # What cannot be read at all is told by the requirement that asked for it.
        for departure in page.departures if page and page.readable else ():
            if departure.requirement == requirement:
                yield departure

    return _held(judged)


def _held(judged: Callable[[Exchange, Subject, _Answer], Iterator[Departure]]) -> ConversationCheck:
    def conversation(subject: Subject) -> Conversation:
        found: list[Departure] = []
        for answer in _answers(subject):
            try:
                exchange = yield answer.query
            except CouldNotAssess:
                # Whoever asked for it says so.
                continue
            found += (replace(departure, exchange=exchange) for departure in judged(exchange, subject, answer))
        return found

    return conversation


def asked_anyway(subject: Subject) -> Iterator[Query]:
    """The questions beside the walk that other requirements ask."""
    return (answer.query for answer in _answers(subject))


def _answers(subject: Subject) -> Iterator[_Answer]:
    spoken, base, entity, features = subject.dialect, subject.base, subject.entity, subject.dialect.FEATURES
    if "item" in features:
        for record in drawn(subject):
            query = spoken.item(base, entity, str(record.id))
            yield _Answer(query=query, read=lambda exchange: spoken.read_item(exchange, entity))
        yield _Answer(query=spoken.item(base, entity, odd_key(subject)))
    selection = _filtered(subject) if "filter" in features else None
    if selection:
        query = subject.listing(selection)
        yield _Answer(query=query, read=lambda exchange: spoken.read_page(exchange, entity), free=_WITHOUT_LISTS)
    if "count" in features:
        yield _Answer(query=spoken.count(base, entity), free=("transport/json-content-type",))
    if "service-document" in features:
        yield _Answer(query=spoken.service(base, entity))
    if "description" in features:
        yield _Answer(query=spoken.description(base, entity))


def _filtered(subject: Subject) -> Selection | None:
    """The filtered listing that is asked for anyway."""
    if subject.depth is not Depth.FULL:
        return shared_listing(subject)
    return next((filtered(subject, condition) for condition in conditions_of(subject)), None)


BESIDE: Mapping[str, ConversationCheck] = {
    **{name: carried_likewise(name) for name in transport.EXCHANGES},
    **{name: read_likewise(name) for name in _READ},
}
"""Requirements on the pages of a walk → the same of other answers."""
