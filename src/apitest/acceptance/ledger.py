"""What became of all records of a set in one version of the importer: counts, causes, and the first names of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from apitest.acceptance.rules import Effect, load_rules
from apitest.acceptance.touches import Fate, Lot, Touch
from apitest.model import Json

NAMES = 20
"""Records named under one cause; the rest are counted."""
EXAMPLES = 3
"""Records under one cause of which the values are kept."""
_EXTENT = 300
"""Characters of a value that are kept."""
_LOTS = {
    Effect.ABORT: Lot.DROPPED,
    Effect.DROP: Lot.DROPPED,
    Effect.LOSE: Lot.PARTLY_LOST,
    Effect.ALTER: Lot.ALTERED,
    Effect.WARN: Lot.STORED,
    Effect.NONE: Lot.STORED,
}
Key = tuple[str, Effect, str]
_RANKS = {effect: rank for rank, effect in enumerate(Effect)}


class Example(NamedTuple):
    """A record under a cause, with the value served and the value that would be stored."""

    record: str | None
    pointer: str
    served: Json
    stored: Json


@dataclass(slots=True, kw_only=True)
class Cause:
    """What one rule costs."""

    rule: str
    effect: Effect
    aside: str = ""
    """Key of `rules.ASIDES`, where the records are not at fault."""
    count: int = 0
    """Records."""
    unstored: int = 0
    """Of them, those that are not stored at all."""
    records: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    def add(self, record: str | None, touch: Touch | None) -> None:
        """Count a record, and name it while there is room."""
        self.count += 1
        if record is not None and len(self.records) < NAMES:
            self.records.append(record)
        if touch is not None and len(self.examples) < EXAMPLES:
            self.examples.append(Example(record, touch.pointer, brief(touch.served), brief(touch.stored)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The record at which the run stops."""

    record: str | None
    position: int
    """In the list, from 1."""
    rule: str


def decided(touches: Iterable[Touch], portal: str, mended: frozenset[str]) -> tuple[Lot, tuple[Touch, ...]]:
    """What becomes of a record in one version, and the rules that decide it, the deciding one first."""
    ours = [touch for touch in touches if portal in touch.portals and touch.rule not in mended]
    if not ours:
        return Lot.STORED, ()
    first = min(ours, key=lambda touch: _RANKS[touch.effect])
    return _LOTS[first.effect], (first, *(touch for touch in ours if touch is not first))


class Ledger:
    """The fates of a set in one version of the importer."""

    def __init__(self, portal: str) -> None:
        """Begin with nothing."""
        self.portal = portal
        self.lots: Counter[Lot] = Counter()
        self.causes: dict[Key, Cause] = {}
        """What costs records, or part of them."""
        self.always: dict[Key, Cause] = {}
        """What the portal does to any feed."""
        self.stop: Stop | None = None
        self.halted = ""
        """The rule by which the import ends before its end; empty: it does not."""

    @property
    def offered(self) -> int:
        """Records in all."""
        return self.lots.total()

    @property
    def stored(self) -> int:
        """Records that the portal has afterwards, as served or not."""
        return self.offered - self.lots[Lot.DROPPED] - self.lots[Lot.UNREACHED]

    @property
    def aborted(self) -> bool:
        """Whether a rule stops the whole import."""
        return bool(self.halted) and load_rules()[self.halted].effect is Effect.ABORT

    def add(self, fate: Fate, always: Iterable[Touch] = ()) -> None:
        """Count a record; `always` is what the portal does to any feed."""
        self.lots[fate.lot] += 1
        if fate.lot in (Lot.DROPPED, Lot.UNREACHED):
            self._count(self.causes, fate.touches[0], fate.record).unstored += 1
            return
        if fate.touches:
            seen = set()
            for touch in fate.touches:
                if touch.rule not in seen:
                    seen.add(touch.rule)
                    self._count(self.causes, touch, fate.record)
        for touch in always:
            self._count(self.always, touch, fate.record)

    def nameless(self, number: int, rule: str) -> None:
        """Count records that nobody has seen, and that the portal does not reach either."""
        if number > 0:
            self.lots[Lot.UNREACHED] += number
            cause = self._cause(self.causes, rule, load_rules()[rule].effect)
            cause.count += number
            cause.unstored += number

    def ranked(self) -> list[Cause]:
        """The causes, costliest first: records not stored, then records partly lost, then altered ones."""
        return sorted(
            self.causes.values(),
            key=lambda cause: (0 if cause.unstored else 1 + _RANKS[cause.effect], -cause.count, cause.rule),
        )

    def _count(self, where: dict[Key, Cause], touch: Touch, record: str | None) -> Cause:
        key = (touch.rule, touch.effect, touch.aside)
        cause = where.get(key)
        if cause is None:
            cause = self._cause(where, touch.rule, touch.effect, touch.aside)
        cause.add(record, touch if touch.pointer else None)
        return cause

    @staticmethod
    def _cause(where: dict[Key, Cause], rule: str, effect: Effect, aside: str = "") -> Cause:
        return where.setdefault((rule, effect, aside), Cause(rule=rule, effect=effect, aside=aside))


def brief(value: Json) -> Json:
    """A value as far as a reader can take it in."""
    if isinstance(value, str):
        return value if len(value) <= _EXTENT else f"{value[:_EXTENT]}… ({len(value)} characters)"
    if isinstance(value, Mapping):
        return {key: brief(item) for key, item in list(value.items())[:12] if not str(key).startswith("__")}
    if isinstance(value, list | tuple):
        return [brief(item) for item in value[:6]] + ([f"and {len(value) - 6} more"] if len(value) > 6 else [])  # noqa: PLR2004
    return value
