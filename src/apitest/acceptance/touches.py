"""What a rule does to a record, and what becomes of the record: the values that pass between the other modules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from apitest.acceptance.portal import Provider, Reader
from apitest.acceptance.rules import PORTALS, Effect
from apitest.model import Contract, Json


class Lot(StrEnum):
    """What becomes of a record, worst first."""

    UNREACHED = "unreached"
    DROPPED = "dropped"
    PARTLY_LOST = "partly-lost"
    ALTERED = "altered"
    STORED = "stored"


class Touch(NamedTuple):
    """One rule deciding on one record."""

    rule: str
    effect: Effect
    pointer: str
    """JSON pointer into the record as served."""
    served: Json
    stored: Json
    """None: nothing is stored."""
    portals: tuple[str, ...] = PORTALS
    """Versions of the importer in which it decides."""
    aside: str = ""
    """Key of `rules.ASIDES`: it decides, but the record is not at fault; empty: it is."""


class Named(NamedTuple):
    """A file that is fetched if its record is stored, and kept under its name (H-FIL-04, H-MTG-04, H-DOC-07)."""

    rule: str
    name: str
    url: str
    pointer: str


class Fate(NamedTuple):
    """What becomes of one record in one version of the importer."""

    record: str | None
    position: int
    """In the list, from 1."""
    lot: Lot
    touches: tuple[Touch, ...] = ()
    """The rules that decided it, the deciding one first; empty: it is stored as served."""


@dataclass(slots=True)
class Meetings:
    """What the import of meetings left, for the decisions that follow it."""

    stored: dict[str, tuple[tuple[str, ...], Json]] = field(default_factory=dict)
    """Id → versions in which it is stored, and its first day as served."""
    refused: set[str] = field(default_factory=set)
    """Ids of meetings that were read and not stored."""
    titles: dict[tuple[str, str], Json] = field(default_factory=dict)
    """Title and treaty, both in small letters → first day."""
    named: set[str] = field(default_factory=set)
    """Titles, in small letters, whatever their treaty."""
    mapped: dict[str, int] = field(default_factory=dict)
    """Version → rows that the portal has on record."""
    counted: dict[str, int] = field(default_factory=dict)
    """Version → number of meetings that the service states."""
    known: bool = True
    """False: the meetings could not be looked at, so that nothing is said of them."""


@dataclass(slots=True, kw_only=True)
class Scene:
    """All that a record is judged against."""

    entity: str
    provider: Provider
    reader: Reader
    treaties: frozenset[str]
    """In small letters."""
    countries: frozenset[str]
    """Two and three letters, capitals."""
    tongues: frozenset[str]
    """Codes of ISO 639-1."""
    terms: Mapping[str, frozenset[str]]
    """Vocabulary → its codes, in small letters."""
    meetings: Meetings
    touches: list[Touch] = field(default_factory=list)
    """Of the record in hand."""
    late: list[Touch] = field(default_factory=list)
    """Of the record in hand, decided only as it is stored."""
    names: list[Named] = field(default_factory=list)
    """Of the record in hand."""
    always: list[Touch] = field(default_factory=list)
    """Of the record in hand: what is done to any feed and decides nothing."""

    def touch(
        self,
        rule: str,
        effect: Effect,
        pointer: str,
        served: Json = None,
        stored: Json = None,
        portals: tuple[str, ...] = PORTALS,
        aside: str = "",
    ) -> None:
        """Note that a rule decides."""
        self.touches.append(Touch(rule, effect, pointer, served, stored, portals, aside))

    def note(self, rule: str, effect: Effect, pointer: str, served: Json = None, stored: Json = None) -> None:
        """Note what is done to any feed."""
        self.always.append(Touch(rule, effect, pointer, served, stored))


def scene_of(contract: Contract, entity: str, provider: Provider, meetings: Meetings) -> Scene:
    """The scene for a set."""
    words = contract.vocabularies
    countries = {
        code
        for name in ("countries", "countries-alpha-3")
        for code, term in words[name].terms.items()
        if term.status == "active" or term.same_as == "EU"
    }
    return Scene(
        entity=entity,
        provider=provider,
        reader=provider.reader(entity),
        treaties=frozenset(code.lower() for code in words["treaties"].terms),
        countries=frozenset(countries),
        tongues=frozenset(words["languages"].terms),
        terms={name: frozenset(code.lower() for code in words[name].terms) for name in _TERMS if name in words},
        meetings=meetings,
    )


_TERMS = (
    "decision-type", "decision-status", "meeting-type", "meeting-kind", "meeting-access", "meeting-status",
    "meeting-repetition", "national-plan-type",
)  # fmt: skip
