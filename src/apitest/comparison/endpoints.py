"""Two services beside one another: what the second says otherwise, with what is only noise taken away."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from apitest.comparison.ledger import Ledger, Pair
from apitest.comparison.tokens import differing, pattern_of

OLD, NEW, AGAIN = 0, 1, 2
"""Sides: the old service, the new one, and the old one asked a second time."""
_NOISY = 0.2
"""A field of which the old service differs from itself in so many of its differences is noise altogether."""
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that differs, or a record that one side lacks."""

    entity: str
    record: str
    pointer: str
    """Empty: the record as a whole."""
    old: str
    new: str

    @property
    def kind(self) -> str:
        """`missing` and `additional` records; `lost`, `added` and `changed` values."""
        if not self.pointer:
            return "missing" if self.old else "additional"
        return "lost" if not self.new else "changed" if self.old else "added"


@dataclass(kw_only=True)
class SetComparison:
    """One set of records, compared."""

    entity: str
    endings: tuple[str, str, str]
    records: tuple[int, int]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Kind and pattern → number of differences."""
    shown: list[Difference] = field(default_factory=list)
    noise: Counter[str] = field(default_factory=Counter)
    """Pattern → values in which the old service differs from itself."""
    ignored: Counter[str] = field(default_factory=Counter)
    unsayable: tuple[str, ...] = ()
    """Properties that one of the two dialects cannot carry: not compared."""
    notes: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Differences that are neither noise nor ignored."""
        return sum(self.counts.values())


def compare_set(
    ledger: Ledger, entity: str, endings: tuple[str, str, str], *, ignore: Iterable[str], unsayable: Iterable[str]
) -> SetComparison:
    """Compare what the ledger holds of a set; nothing is kept but counts and the first differences."""
    made = SetComparison(
        entity=entity,
        endings=endings,
        records=(ledger.records[OLD, entity], ledger.records[NEW, entity]),
        unsayable=tuple(sorted(unsayable)),
    )
    made.notes += _notes(ledger, entity)
    for pair in ledger.pairs(entity, OLD, AGAIN):
        made.noise.update(pattern_of(place) for place in _places(pair))
    skip = _Skip(tuple(ignore), frozenset(made.unsayable))
    noisy = _noisy(ledger, made)
    for found in _differences(ledger, entity):
        pattern = pattern_of(found.pointer)
        if skip.ignores(pattern, found.pointer):
            made.ignored[pattern] += 1
        elif not skip.cannot_be_said(pattern) and pattern not in noisy and not _is_noise(ledger, found):
            made.counts[found.kind, pattern] += 1
            if len(made.shown) < SHOWN:
                made.shown.append(found)
    return made


def _notes(ledger: Ledger, entity: str) -> Iterator[str]:
    for side, name in ((OLD, "old"), (NEW, "new")):
        doubles, nameless = ledger.doubles.get((side, entity), []), ledger.nameless[side, entity]
        if doubles:
            yield (f"the {name} service lists {len(doubles)} ids more than once, such as {doubles[0]!r}")
        if nameless:
            yield (f"the {name} service lists {nameless} records without id, which cannot be compared")


@dataclass(frozen=True, slots=True)
class _Skip:
    pointers: tuple[str, ...]
    properties: frozenset[str]

    def ignores(self, pattern: str, place: str) -> bool:
        """Whether a pointer or what it is part of was named; `*` stands for every entry of a list."""
        return any(here == name or here.startswith(f"{name}/") for name in self.pointers for here in (pattern, place))

    def cannot_be_said(self, pattern: str) -> bool:
        """Whether one of the dialects cannot carry it."""
        return bool(pattern) and pattern.split("/")[1] in self.properties


def _differences(ledger: Ledger, entity: str) -> Iterator[Difference]:
    for pair in ledger.pairs(entity, OLD, NEW):
        for place, (old, new) in _places(pair).items():
            yield Difference(entity=entity, record=pair.id, pointer=place, old=old, new=new)


def _places(pair: Pair) -> Mapping[str, tuple[str, str]]:
    if pair.old is None or pair.new is None:
        return {"": ("the record", "") if pair.new is None else ("", "the record")}
    return differing(pair.old, pair.new)


def _noisy(ledger: Ledger, made: SetComparison) -> frozenset[str]:
    """Patterns that are noise altogether."""
    if not made.noise:
        return frozenset()
    raw = Counter(pattern_of(found.pointer) for found in _differences(ledger, made.entity))
    return frozenset(name for name, number in made.noise.items() if name and number >= _NOISY * raw[name])


def _is_noise(ledger: Ledger, found: Difference) -> bool:
    """Whether the old service, asked twice, differs from itself at this very place."""
    first, again = (ledger.tokens(found.entity, side, found.record) for side in (OLD, AGAIN))
    if found.pointer and first is not None and again is not None:
        return first.get(found.pointer, "") != again.get(found.pointer, "")
    return (first is None) != (again is None)


def verdict_of(sets: Iterable[SetComparison], missing: Iterable[str]) -> tuple[str, list[str]]:
    """`yes`, `no` or `cannot tell`, and the reasons. What the new service adds keeps nobody from switching."""
    every, reasons, untold = list(sets), [], []
    reasons += [f"the new service does not offer {name}" for name in missing]
    for item in every:
        for kind, word in (
            ("missing", "records missing"),
            ("lost", "values gone"),
            ("changed", "values that differ"),
        ):
            number = sum(count for (own, _), count in item.counts.items() if own == kind)
            if number:
                reasons.append(f"{item.entity}: {number:,} {word}")
        reasons += [f"{item.entity}: {note}" for note in item.notes if note.startswith("the new service")]
        untold += [
            f"{item.entity}: the walk of the {name} service ended early ({ending})"
            for name, ending in zip(("old", "new", "old (second)"), item.endings, strict=True)
            if ending != "complete"
        ]
    if untold:
        return ("no" if reasons else "cannot tell"), reasons + untold
    if not every and not reasons:
        return "cannot tell", ["the two have no set in common"]
    return ("no", reasons) if reasons else ("yes", ["every record of the old service comes from the new one as it was"])
