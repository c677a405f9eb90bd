"""
Checks that ask: a conversation yields queries, is sent exchanges, and returns what it found.

It knows no socket; whoever holds one drives it. What cannot be decided is `Undecided`, never a departure.
"""

from collections.abc import Callable, Generator, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from apitest.checks.setting import Setting
from apitest.dialects import Dialect
from apitest.model import Departure, Depth, Derived, Exchange, Harvest, Json, Page, Query, Selection


class Recalling(Protocol):
    """Works something out, or remembers what that found."""

    def __call__(self, about: Hashable, work: Callable[[], Derived], /) -> Derived:
        """What follows from `about`, as `work` works it out."""


class NotAsAsked(Exception):
    """An answer to a legitimate question that is no answer to it; ends a conversation with this departure."""

    def __init__(self, departure: Departure) -> None:
        """Keep what was observed."""
        super().__init__(departure.got)
        self.departure = departure


class Undecided(Exception):
    """What was measured does not allow a verdict, and why; ends a conversation with none."""


class NotOffered(Exception):
    """The service does not offer what a requirement is about; another requirement says whether it should."""


def _anew(_about: Hashable, work: Callable[[], Derived]) -> Derived:
    return work()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Setting):
    """An entity set to converse about: its setting, its dialect and what a walk has shown."""

    dialect: Dialect
    harvest: Harvest
    total: int | None
    """What the service says there is; None: it does not say."""
    draw: Callable[[str, Sequence[Json], int], list[Json]]
    """Some of the candidates, drawn the same way for the same seed: `(purpose, candidates, how many)`."""
    depth: Depth = Depth.STANDARD
    """How much to ask."""
    seed: int = 1
    """Of the run."""
    recall: Recalling = _anew
    """What follows from nothing but what is named first: worked out, or remembered by whoever asks the same many times."""

    @property
    def base(self) -> str:
        """The service root."""
        return self.target.url

    def listing(self, selection: Selection) -> Query:
        """Ask for part of the set."""
        return self.dialect.listing(self.base, self.entity, selection)

    def page(self, exchange: Exchange) -> Page:
        """
        Read a listing.

        Raises:
            NotAsAsked: it is none.
        """
        page = self.dialect.read_page(exchange, self.entity)
        if not page.readable:
            got = page.departures[-1].got
            raise NotAsAsked(Departure(expected="a listing, as the options ask for one", got=got, exchange=exchange))
        return page


Conversation = Generator[Query, Exchange, Sequence[Departure]]
ConversationCheck = Callable[[Subject], Conversation]


def first_page(subject: Subject) -> Query:
    """
    The question for the first page, as the walk asked it.

    Raises:
        NotOffered: there is no page.
    """
    leaves = subject.harvest.leaves
    if not leaves or not leaves[0].ids:
        raise NotOffered("the set has no records")
    return leaves[0].exchange.query


def ids_of(page: Page) -> list[str | None]:
    """The ids on a page, in order."""
    return [record.id for record in page.records]


def shown(values: Sequence[object], most: int = 5) -> str:
    """Some values for a message, and how many more there are."""
    listed = ", ".join(repr(value) for value in values[:most])
    return f"{listed} and {len(values) - most} more" if len(values) > most else listed or "none"
