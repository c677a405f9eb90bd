"""What a check is given, and the forms that a check can take."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from apitest.model import Contract, Departure, Derived, EntitySet, Json, Record, Target


def _nothing_known(entity: str) -> frozenset[str] | None:  # noqa: ARG001 - the signature of `ids_of`
    return None


def _no_facts(entity: str, name: str) -> Mapping[str, Json] | None:  # noqa: ARG001 - the signature of `facts_of`
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What something is judged against."""

    contract: Contract
    target: Target
    entity: EntitySet
    now: datetime
    """The moment of the run, UTC; a check never reads the clock."""
    unsayable: frozenset[str] = frozenset()
    """Properties that the dialect has no place for, as paths (`finance/total`)."""
    ids_of: Callable[[str], frozenset[str] | None] = _nothing_known
    """Ids of another entity set of the same target; None: not served, or not walked to its end."""
    facts_of: Callable[[str, str], Mapping[str, Json] | None] = _no_facts
    """Id → value of a property that another set keeps; None as above."""
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, work: Callable[[], Derived]) -> Derived:
        """Something that follows from the contract and the entity set alone, worked out when it is first needed."""
        if name not in self.worked_out:
            self.worked_out[name] = work()
        found: Derived = self.worked_out[name]
        return found


RecordCheck = Callable[[Record, Setting], Iterator[Departure]]
"""Looks at one record; run on each while the set is walked."""


class Note(NamedTuple):
    """What a gathering check keeps of a record until the walk is over."""

    value: Json
    record: str | None
    pointer: str


NoteTaker = Callable[[Record, Setting], Iterator[Note]]
"""Takes notes of one record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A check across records: notes are taken record by record and judged together at the end."""

    note: NoteTaker
    """Checks that share it share the notes too."""
    judge: Callable[[Sequence[Note], Setting], Iterator[Departure]]
    compared: Callable[[Json], Hashable] | None = None
    """What of the value of a note is held against others, where only what comes more than once is looked at."""
