"""
How the reference endpoint lies: small named changes to what it says, each bound to the requirement it must break.

Every lie has a near-miss: a change as close to it as can be that must break nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apitest.dialects.speech import Question, Reply, Rows
from apitest.model import Feature, Json

RecordChange = Callable[[dict[str, Json], int], dict[str, Json] | None]
"""Canonical record (a private copy) and its position in the set → what is stored instead; None: left out."""


def unchanged(record: dict[str, Json], position: int) -> dict[str, Json] | None:  # noqa: ARG001
    """Leave a record as it is."""
    return record


@dataclass(frozen=True, slots=True)
class Act:
    """What the endpoint does differently, at the records, at the answer, or at the reply."""

    sentence: str
    """What it does, for a reader of the matrix."""
    record: RecordChange = unchanged
    hear: Callable[[Question], Question] | None = None
    """Changes what was asked for before it is looked up."""
    answer: Callable[[Rows, Any], Rows] | None = None
    """Changes the rows, count and next link found; the second argument is a `service.Scene`."""
    reply: Callable[[Reply, Any], Reply] | None = None
    """Changes status, headers and bytes; the second argument is a `service.Scene`."""
    file: Callable[[Reply, str], Reply] | None = None
    """Changes what is said where a file is asked for; the second argument is its address."""
    sealed: Callable[[Reply, Any], Reply] | None = None
    """As `reply`, once the entity tag is made and a condition is answered."""
    seconds: Callable[[Any], float] | None = None
    """How much longer it takes; the argument is a `service.Scene`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A lie, its near-miss, and the one requirement that the lie must break."""

    name: str
    breaks: str
    entities: tuple[str, ...]
    """Entity sets it acts on; empty: the whole service."""
    lie: Act
    near_miss: Act
    needs: tuple[Feature, ...] = ()
    """What a dialect must offer to carry it, beyond what the requirement needs."""
    dialects: tuple[str, ...] = ()
    """For odd cases: dialects that can carry it; empty: all that offer what it needs."""
    through: str = ""
    """Of a lie that breaks its requirement by breaking another: that one must fail, and the bound one follow from it."""
    one_set: bool = False
    """Whether one of its sets is enough: the proof tells it in the first that a dialect serves."""


@dataclass(frozen=True, slots=True)
class At:
    """A change of the record at one position only; what it acts on can be read off it."""

    position: int
    change: Callable[[dict[str, Json]], dict[str, Json] | None]

    def __call__(self, record: dict[str, Json], position: int) -> dict[str, Json] | None:
        """Change the record if it stands there."""
        return self.change(record) if position == self.position else record


def at(position: int, change: Callable[[dict[str, Json]], dict[str, Json] | None]) -> RecordChange:
    """Change the record at one position only."""
    return At(position, change)
