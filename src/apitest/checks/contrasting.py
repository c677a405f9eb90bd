"""
Two ways of asking, timed in turn: whether the one that should pay does.

As with depth, a single figure decides nothing: *over* where two rounds agree that all of the interval of the difference lies
over the limit, *under* where all of it lies under, and else nobody can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, Undecided
from apitest.checks.estimating import Claim, Estimate, agreed, difference_of, noise_of
from apitest.checks.measuring import LEAST, ROUNDS, SHARE, Probe, changes, expansions, page_sizes
from apitest.checks.telling import in_seconds, span
from apitest.model import Departure

_LARGE, _SMALL = 100, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """How much longer one way of asking takes than the other, as two rounds measured it."""

    usual: float
    """Seconds of the other way, the median."""
    longer: tuple[Estimate, Estimate]
    """Seconds, by each round."""
    limit: float
    noise: float
    """How far times of the same question lie apart, as a share of their median."""
    probes: tuple[Probe, ...]
    """Of the way that should pay."""

    @property
    def claim(self) -> Claim:
        """What both rounds say."""
        return agreed(*self.longer, self.limit)


def contrast(
    probes: Sequence[Probe], others: Sequence[Probe], *, times: float = 1.0, limit: float | None = None
) -> Contrast:
    """
    Hold probes against others, whose seconds count so many times.

    `limit` in seconds; None: half of what the others take, or a twentieth of a second where that is more.
    """
    usual = median(probe.seconds for probe in others) * times
    longer = [
        difference_of(
            [probe.seconds for probe in probes if probe.round == number],
            [probe.seconds * times for probe in others if probe.round == number],
        )
        for number in range(ROUNDS)
    ]
    return Contrast(
        usual=usual,
        longer=(longer[0], longer[1]),
        limit=max(SHARE * usual, LEAST) if limit is None else max(limit, LEAST),
        noise=noise_of([[probe.seconds for probe in group] for group in (probes, others)]),
        probes=tuple(probes),
    )


def _judged(found: Contrast, *, expected: str, other: str) -> tuple[Departure, ...]:
    """
    The departure that a contrast amounts to, if it is one.

    Raises:
        Undecided: it cannot be told.
    """
    if found.claim is Claim.UNDER:
        return ()
    ends = [span(item.low, item.high) for item in found.longer]
    if found.claim is Claim.UNCLEAR:
        raise Undecided(
            f"two measurements say that it takes {' and '.join(ends)} longer, where {in_seconds(found.limit)} is the "
            f"limit; times of the same question differ by {found.noise:.0%}"
        )
    lows = [item.low for item in found.longer if item.low is not None]
    highs = [item.high for item in found.longer if item.high is not None]
    got = (
        f"{in_seconds(found.usual)} {other}, {span(min(lows), max(highs))} longer so "
        f"({len(found.probes)} answers timed in two rounds that agree, noise {found.noise:.0%})"
    )
    slowest = max(found.probes, key=lambda probe: probe.seconds)
    return (Departure(expected=expected, got=got, exchange=slowest.exchange),)


def _enough(subject: Subject) -> None:
    records = len(subject.harvest.ids)
    if not subject.harvest.complete or records < _LARGE:
        raise NotOffered(f"{records} records are too few for time to show; {_LARGE} are needed")


def large_pages_are_as_fast(subject: Subject) -> Conversation:
    """A record takes no longer on a large page than on a small one."""
    _enough(subject)
    probes = yield from page_sizes(subject)
    large, small = ([probe for probe in probes if probe.x == size] for size in (_LARGE, _SMALL))
    if {probe.records for probe in large} != {_LARGE} or {probe.records for probe in small} != {_SMALL}:
        raise NotOffered(f"pages of {_LARGE} and of {_SMALL} records did not come as asked for")
    times = _LARGE / _SMALL
    expected = f"no longer for a page of {_LARGE} than for {times:.0f} pages of {_SMALL}"
    return _judged(contrast(large, small, times=times), expected=expected, other=f"for {times:.0f} pages of {_SMALL}")


def lists_are_as_fast(subject: Subject) -> Conversation:
    """The lists of a page come sooner with it than by a request for each record."""
    _enough(subject)
    probes = yield from expansions(subject)
    full, bare, single = ([probe for probe in probes if probe.kind == kind] for kind in ("with", "without", "single"))
    records = min(probe.records for probe in full)
    asked_apart = records * median(probe.seconds for probe in single)
    found = contrast(full, bare, limit=asked_apart)
    expected = f"at most {in_seconds(found.limit)} more for the lists of {records} records, as a request for each takes"
    return _judged(found, expected=expected, other=f"for {records} records without their lists")


def changes_are_as_fast(subject: Subject) -> Conversation:
    """What has changed since a moment comes as fast as a page of as many records."""
    _enough(subject)
    if "ge" not in subject.entity.filters.get("updated", ()):
        raise NotOffered("the set cannot be asked for what has changed since a moment")
    probes = yield from changes(subject)
    since, every = (
        [probe for probe in probes if probe.x == _SMALL and probe.kind == kind] for kind in ("since", "all")
    )
    if not since:
        raise NotOffered("the moments of change of the records are not known")
    expected = f"{_SMALL} changed records as fast as any {_SMALL}"
    return _judged(contrast(since, every), expected=expected, other=f"for any {_SMALL} records")


CONVERSATIONS: dict[str, ConversationCheck] = {
    "efficiency/large-pages-as-fast": large_pages_are_as_fast,
    "efficiency/lists-as-fast": lists_are_as_fast,
    "efficiency/changes-as-fast": changes_are_as_fast,
}
