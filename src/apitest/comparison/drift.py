"""What the records themselves have become: which came, went and changed; which fields are sent that no contract knows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from apitest.comparison.endpoints import Difference
from apitest.comparison.ledger import Ledger
from apitest.comparison.tokens import differing, known_patterns, pattern_of
from apitest.model import EntitySet

SHOWN = 50


@dataclass(kw_only=True)
class SetDrift:
    """One set of one target, from the first run to the last."""

    target: str
    entity: str
    endings: tuple[str, ...]
    """How the walk of each run ended; empty: the set was not there."""
    records: tuple[int, ...]
    appeared: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    changed: int = 0
    """Records that are in both and differ."""
    by_place: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: list[Difference] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Places never filled before that no contract names: drift."""
    first_used: list[str] = field(default_factory=list)
    """Places never filled before that the contract names: growth."""
    gone: list[str] = field(default_factory=list)
    """Places that nobody fills any more, though records that did are still there."""
    widened: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """Place → kinds of values before and now, where a kind is new."""

    @property
    def whole(self) -> bool:
        """Whether first and last run walked the set to its end, so that what is missing is really gone."""
        return {self.endings[0], self.endings[-1]} == {"complete"}


def set_drift(ledger: Ledger, target: str, entity: EntitySet, endings: tuple[str, ...]) -> SetDrift:
    """Compare the first side with the last; what earlier sides saw counts as seen before."""
    key, last = f"{target}/{entity.name}", len(endings) - 1
    sizes = tuple(ledger.records[side, key] for side in range(last + 1))
    made = SetDrift(target=target, entity=entity.name, endings=endings, records=sizes)
    dropped: set[str] = set()
    for pair in ledger.pairs(key, 0, last):
        if pair.old is None or pair.new is None:
            (made.vanished if pair.new is None else made.appeared).append(pair.id)
            continue
        made.changed += 1
        for place, (old, new) in differing(pair.old, pair.new).items():
            found = Difference(entity=entity.name, record=pair.id, pointer=place, old=old, new=new)
            made.by_place[found.kind, pattern_of(place)] += 1
            dropped |= {pattern_of(place)} if found.kind == "lost" else set()
            if len(made.shown) < SHOWN:
                made.shown.append(found)
    _fields(made, ledger, key, frozenset(known_patterns(entity.shape)), dropped)
    return made


def _fields(made: SetDrift, ledger: Ledger, key: str, known: frozenset[str], dropped: set[str]) -> None:
    last = len(made.endings) - 1
    now = ledger.patterns.get((last, key), {})
    before: dict[str, Counter[str]] = {}
    for side in range(last):
        for place, kinds in ledger.patterns.get((side, key), {}).items():
            before.setdefault(place, Counter()).update(kinds)
    if not before or not now:
        return
    for place in sorted(now):
        if place not in before:
            (made.first_used if place in known else made.unknown).append(place)
        elif _widened(set(before[place]), set(now[place]), known=place in known):
            made.widened[place] = (tuple(sorted(before[place])), tuple(sorted(now[place])))
    made.gone = sorted(place for place in before if place not in now and place in dropped)


def _widened(before: set[str], now: set[str], *, known: bool) -> bool:
    """Whether kinds of values are new; a number that the contract allows may be whole one day and not the next."""
    fresh = now - before
    return bool(fresh - {"integer", "number"} if known and before & {"integer", "number"} else fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDrift:
    """A set of one target held against the contract, over all runs."""

    target: str
    entity: str
    records: int
    unknown: Mapping[str, tuple[int, tuple[str, ...]]]
    """Place that no contract names → in how many records of all runs, with which kinds of values."""
    unused: tuple[str, ...]
    """Places of the contract that nobody ever filled, without those that the dialect cannot carry."""


def contract_drift(
    ledger: Ledger, target: str, entity: EntitySet, sides: int, unsayable: frozenset[str]
) -> ContractDrift:
    """Both ways: what is sent beyond the contract, and what of the contract is never sent."""
    key = f"{target}/{entity.name}"
    seen: dict[str, Counter[str]] = {}
    for side in range(sides):
        for place, kinds in ledger.patterns.get((side, key), {}).items():
            seen.setdefault(place, Counter()).update(kinds)
    known = tuple(known_patterns(entity.shape))
    return ContractDrift(
        target=target,
        entity=entity.name,
        records=sum(ledger.records[side, key] for side in range(sides)),
        unknown={
            place: (kinds.total(), tuple(sorted(kinds))) for place, kinds in sorted(seen.items()) if place not in known
        },
        unused=_highest([place for place in known if place.split("/")[1] not in unsayable], seen),
    )


def _highest(places: Sequence[str], seen: Mapping[str, object]) -> tuple[str, ...]:
    """Places that nobody fills; of a list that nobody sends, the list alone."""
    used = {"/".join(place.split("/")[:depth]) for place in seen for depth in range(2, place.count("/") + 2)}
    unused: dict[str, None] = {}
    for place in places:
        if place in seen:
            continue
        steps = place.split("/")
        heads = ("/".join(steps[:depth]) for depth in range(2, len(steps) + 1))
        unused[next((head for head in heads if head not in used), place)] = None
    return tuple(unused)
