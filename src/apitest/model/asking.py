"""What is asked and what comes back: Query → Exchange → Page of Records → Harvest, and Departures on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from apitest.model.contract import Json

Derived = TypeVar("Derived")


MASKED = "masked-"
"""Begins an id of which nothing is kept but a digest: whose record it is stays with the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One comparison: property, `eq` or `ge`, canonical value."""

    property: str
    operator: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of an entity set is asked for, in no dialect's words."""

    top: int | None = None
    skip: int | None = None
    page: int | None = None
    """Number of the page, from 0, for services that know neither offsets nor next links."""
    order: tuple[tuple[str, bool], ...] = ()
    """Pairs of property and *descending*."""
    conditions: tuple[Condition, ...] = ()
    """All must hold."""
    expand: tuple[str, ...] | None = None
    """Collections wanted inline; None: all of them."""
    select: tuple[str, ...] = ()
    """Properties wanted; empty: all."""
    count: bool = False
    """Also say how many records there are in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A request before it is sent. Always without a body; GET or HEAD."""

    url: str
    """Absolute, percent-encoded."""
    accept: str = "application/json"
    method: str = "GET"
    occasion: int = 1
    """A query is sent once a run, whoever asks; a check that must ask again says 2, 3, …"""
    headers: tuple[tuple[str, str], ...] = ()
    """Beside `Accept`: what makes a request conditional, or refuses compression. Names in lower case."""
    alone: bool = field(default=False, compare=False)
    """Whether nothing else may be under way at the target meanwhile: its time is to be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer of *later, please* that came before the answer."""

    status: int
    """429 or 503."""
    after: str
    """`Retry-After` as it came; empty: it was not said when to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A query and what came back."""

    query: Query
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case, in the order received."""
    body: bytes
    """After content decoding."""
    seconds: float = 0.0
    """From sending to the last byte; of a replay: as recorded."""
    first_byte: float = 0.0
    """Seconds from sending to the headers of the answer."""
    received: int = 0
    """Bytes of the body over the wire, before content decoding."""
    refusals: tuple[Refusal, ...] = ()
    """What attempts before this one got, oldest first."""

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One observed difference between what is required and what came, before it is tied to a requirement."""

    expected: str
    got: str
    pointer: str = ""
    """JSON pointer into the decoded record; empty: the record or the answer as a whole."""
    requirement: str = ""
    """Set by a dialect while decoding; a check leaves it empty."""
    record: str | None = None
    """Id of the record concerned."""
    exchange: Exchange | None = None
    """The answer it was seen in, where that is not the page being examined."""
    place: str = ""
    """Where in the body, in the dialect's own terms: `$.d.results[1].end`."""
    fix: str = ""
    """A remedy more exact than the requirement's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row, decoded to the canonical form."""

    id: str | None
    content: Mapping[str, Json]
    """Canonical record: localised text as `[{language, value}]`, dates RFC 3339, navigation inline."""
    index: int
    """Position on its page, from 0."""
    extras: Mapping[str, Json] = field(default_factory=dict)
    """Properties the contract does not know, as served."""
    deferred: Mapping[str, str] = field(default_factory=dict)
    """Collections not sent inline: name → address."""
    address: str = ""
    """The record's own address as the service states it, if it does."""
    beyond_doubt: bool = False
    """Whether it fits the schema of the records of its set that are beyond doubt."""
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What one check has worked out of the content and another may need; forgotten with the record."""

    def once(self, name: str, work: Callable[[], Derived]) -> Derived:
        """Something that follows from the record alone, worked out when it is first needed."""
        if name not in self.worked_out:
            self.worked_out[name] = work()
        found: Derived = self.worked_out[name]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A decoded listing."""

    records: tuple[Record, ...]
    departures: tuple[Departure, ...] = ()
    """What decoding met that the wire form does not allow."""
    next: str = ""
    """Address of the next page as the service gives it, resolved; empty: none given."""
    count: int | None = None
    """Number of records in all, if the answer says so."""
    readable: bool = True
    """False: not a listing at all; the departures say why, and the walk ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a walk after its records are forgotten."""

    exchange: Exchange
    """Without its body."""
    ids: tuple[str | None, ...]
    next: str
    count: int | None
    size: int = 0
    """Bytes of the body, after content decoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """All of an entity set after one walk: what remains when the pages are forgotten."""

    entity: str
    leaves: Sequence[Leaf]
    ending: str
    """`complete`, or why the walk stopped: `looped`, `undecodable`, `budget`, `limited`."""
    samples: tuple[Record, ...]
    """Some records, spread over the set, for queries to be drawn from."""
    columns: Mapping[str, Sequence[Json]]
    """Filterable property → its value in every record, in walking order."""
    ids_away: Sequence[str | None] | None = None
    """The ids, where they are too many for memory; None: they are read from the leaves."""

    @property
    def ids(self) -> Sequence[str | None]:
        """Ids in walking order, over all pages."""
        if self.ids_away is not None:
            return self.ids_away
        return tuple(identifier for leaf in self.leaves for identifier in leaf.ids)

    @property
    def complete(self) -> bool:
        """Whether the walk reached the end of the set."""
        return self.ending == "complete"
