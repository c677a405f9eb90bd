"""
Measuring a service: questions whose answers are timed, each while nothing else is under way at the target.

Conversations as those of the checks, that end with figures. Each series is asked in two rounds, one after the other, each
in an order of its own, so that what drifts with time is not taken for what depends on the question. Repeated questions
differ a little where they can, so that a cache does not answer them.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from statistics import median
from typing import TypeVar

from apitest.checks.conversing import Subject, Undecided
from apitest.checks.estimating import Claim, Estimate, agreed, noise_of, power_of, slope_of
from apitest.model import Condition, Exchange, Query, Selection

ROUNDS = 2
OCCASION = 101
"""From here on questions are asked to be timed; what other checks have asked before was not."""
_APART = 50
"""Between the occasions of pages and those of changes."""
FEWEST = 200
"""Records below which depth cannot show."""
NOT_MODIFIED = 304
_OK = 200
_PLACES, _REPEATS, _WINDOW = 6, 4, 10
_SIZES = (10, 100, 500)
_CHANGED = (10, 100)
_SIZE_REPEATS = 4

Item = TypeVar("Item")
Asking = Generator[Query, Exchange, Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One timed answer."""

    exchange: Exchange
    x: float
    """What was varied: records before the page, records asked for."""
    round: int
    """0 or 1."""
    records: int = 0
    """How many came."""
    kind: str = ""
    """Of a series with several kinds of question: which."""

    @property
    def seconds(self) -> float:
        """From sending to the last byte."""
        return self.exchange.seconds


def deep_pages(subject: Subject) -> Asking[tuple[Probe, ...]]:
    """
    Small pages from the beginning of the list to its end.

    Raises:
        Undecided: one was not answered.
    """
    reach = len(subject.harvest.ids) - _WINDOW - ROUNDS * _REPEATS
    found = []
    for number, place in _series(subject, "depth", range(_PLACES), _REPEATS):
        skip = reach * place // (_PLACES - 1) + number
        selection = Selection(top=_WINDOW, skip=skip, order=_order(subject), expand=())
        exchange = yield from timed(subject.listing(selection))
        found.append(Probe(exchange=exchange, x=float(skip), round=number // _REPEATS, kind=str(place)))
    return tuple(found)


def page_sizes(subject: Subject) -> Asking[tuple[Probe, ...]]:
    """Pages of several sizes, with their lists, as a harvest asks for them."""
    sizes = [size for size in _SIZES if size <= max(len(subject.harvest.ids), _SIZES[0])]
    found = []
    for number, size in _series(subject, "size", sizes, _SIZE_REPEATS):
        skip = number if _steps(subject, size) else None
        exchange = yield from timed(
            subject.listing(Selection(top=size, skip=skip, order=_order(subject))), OCCASION + number
        )
        page = subject.dialect.read_page(exchange, subject.entity)
        found.append(Probe(exchange=exchange, x=float(size), round=number // _SIZE_REPEATS, records=len(page.records)))
    return tuple(found)


def expansions(subject: Subject) -> Asking[tuple[Probe, ...]]:
    """Pages of 100 with their lists and without, and a single record without: what a request costs at least."""
    found = []
    for number, kind in _series(subject, "expand", ("with", "without", "single"), _SIZE_REPEATS):
        expand, size = None if kind == "with" else (), 1 if kind == "single" else _SIZES[1]
        skip = number if _steps(subject, _SIZES[1]) else None
        query = subject.listing(Selection(top=size, skip=skip, order=_order(subject), expand=expand))
        exchange = yield from timed(query, OCCASION + number)
        page = subject.dialect.read_page(exchange, subject.entity)
        probe = Probe(exchange=exchange, x=0.0, round=number // _SIZE_REPEATS, records=len(page.records), kind=kind)
        found.append(probe)
    return tuple(found)


def changes(subject: Subject) -> Asking[tuple[Probe, ...]]:
    """The records that have changed since moments with a few or with many changes after them, and as few of all."""
    column = subject.harvest.columns.get("updated", ())
    moments = nlargest(max(_CHANGED), (value for value in column if isinstance(value, str)))
    since = {many: moments[many - 1] for many in _CHANGED if many <= len(moments)}
    found = []
    kinds = [*(("since", many) for many in sorted(since)), *(("all", many) for many in sorted(since)[:1])]
    for number, (kind, many) in _series(subject, "changes", kinds, _SIZE_REPEATS):
        conditions = (Condition(property="updated", operator="ge", value=since[many]),) if kind == "since" else ()
        query = subject.listing(Selection(top=many, conditions=conditions, order=_order(subject)))
        exchange = yield from timed(query, OCCASION + _APART + number)
        page = subject.dialect.read_page(exchange, subject.entity)
        round_ = number // _SIZE_REPEATS
        found.append(Probe(exchange=exchange, x=float(many), round=round_, records=len(page.records), kind=kind))
    return tuple(found)


def timed(query: Query, occasion: int = OCCASION) -> Asking[Exchange]:
    """
    Ask while nothing else is under way.

    Raises:
        Undecided: the answer is none to go by.
    """
    exchange = yield replace(query, occasion=occasion, alone=True)
    if exchange.status != _OK:
        raise Undecided(f"a question that was to be timed got status {exchange.status}: {query.url}")
    return exchange


def _series(subject: Subject, purpose: str, kinds: Sequence[Item], repeats: int) -> Iterable[tuple[int, Item]]:
    """Number of the repetition and kind of question; each repetition asks each kind once, in an order of its own."""
    for number in range(ROUNDS * repeats):
        origin = f"{subject.seed}/{subject.entity.name}/{purpose}/{number}"
        order = sorted(range(len(kinds)), key=lambda place: hashlib.sha256(f"{origin}/{place}".encode()).digest())
        for place in order:
            yield number, kinds[place]


def _order(subject: Subject) -> tuple[tuple[str, bool], ...]:
    return subject.entity.newest_first if "order" in subject.dialect.FEATURES else ()


def _steps(subject: Subject, size: int) -> bool:
    """Whether pages of a size can begin a little further on, and still be full."""
    return "skip" in subject.dialect.FEATURES and len(subject.harvest.ids) >= size + ROUNDS * _SIZE_REPEATS


# --- depth --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How time grows with depth, as two rounds measured it."""

    base: float
    """Seconds of a page at the beginning."""
    reach: float
    """Records before the deepest page."""
    added: tuple[Estimate, Estimate]
    """Seconds that the deepest page takes longer, by each round."""
    power: Estimate | None
    """Of the growth; None: it does not grow."""
    noise: float
    """How far times of the same depth lie apart, as a share of their median."""
    limit: float
    """Seconds more than which a deep page takes too long."""

    @property
    def claim(self) -> Claim:
        """What both rounds say."""
        return agreed(*self.added, self.limit)

    @property
    def low(self) -> float:
        """The least that either round leaves possible."""
        return min(item.low if item.low is not None else 0.0 for item in self.added)

    @property
    def high(self) -> float | None:
        """The most that either round leaves possible; None: there is no limit to it."""
        ends = [item.high for item in self.added]
        return None if None in ends else max(end for end in ends if end is not None)


SHARE, LEAST = 0.5, 0.05
"""A deep page takes too long from half as long again on, or a twentieth of a second where that is more."""


def growth_of(probes: Sequence[Probe], seed: int) -> Growth:
    """How time grows over the pages of `deep_pages`."""
    reach = max(probe.x for probe in probes)
    slopes = [
        slope_of([(probe.x, probe.seconds) for probe in probes if probe.round == number]) for number in range(ROUNDS)
    ]
    added = [_times(slope, reach) for slope in slopes]
    groups = _by_place(probes)
    base = median(probe.seconds for probe in groups[min(groups)])
    limit = max(SHARE * base, LEAST)
    grows = agreed(added[0], added[1], limit) is Claim.OVER
    return Growth(
        base=base,
        reach=reach,
        added=(added[0], added[1]),
        power=power_of({x: tuple(p.seconds for p in group) for x, group in groups.items()}, str(seed))
        if grows
        else None,
        noise=noise_of([[probe.seconds for probe in group] for group in groups.values()]),
        limit=limit,
    )


def _by_place(probes: Sequence[Probe]) -> Mapping[float, tuple[Probe, ...]]:
    """The probes of each place, by the mean number of records before it."""
    kinds = sorted({probe.kind for probe in probes})
    groups = [tuple(probe for probe in probes if probe.kind == kind) for kind in kinds]
    return {sum(probe.x for probe in group) / len(group): group for group in groups}


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(
        value=estimate.value * factor,
        low=None if estimate.low is None else estimate.low * factor,
        high=None if estimate.high is None else estimate.high * factor,
    )


# --- all of it ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """All that was measured of a set; what its dialect does not offer, or was not answered, is empty."""

    first: Exchange | None = None
    """The first page of the walk."""
    depth: tuple[Probe, ...] = ()
    sizes: tuple[Probe, ...] = ()
    expansions: tuple[Probe, ...] = ()
    changes: tuple[Probe, ...] = ()
    unchanged: bool | None = None
    """Whether the service says of the first page that it has not changed; None: it was not asked."""


def survey(subject: Subject) -> Asking[Survey]:
    """Measure all that can be measured."""
    features, leaves = subject.dialect.FEATURES, subject.harvest.leaves
    if not leaves or not leaves[0].ids:
        return Survey()
    first = yield leaves[0].exchange.query
    enough = subject.harvest.complete and len(subject.harvest.ids) >= FEWEST
    filtered = "filter" in features and "ge" in subject.entity.filters.get("updated", ())
    return Survey(
        first=first,
        depth=(yield from _if(enough and features >= {"skip", "page-size"}, deep_pages, subject)),
        sizes=(yield from _if("page-size" in features, page_sizes, subject)),
        expansions=(yield from _if(features >= {"expand", "page-size"}, expansions, subject)),
        changes=(yield from _if(filtered and "page-size" in features, changes, subject)),
        unchanged=(yield from _said_unchanged(first)),
    )


def _if(
    offered: bool,  # noqa: FBT001 - the condition under which a series is asked
    series: Callable[[Subject], Asking[tuple[Probe, ...]]],
    subject: Subject,
) -> Asking[tuple[Probe, ...]]:
    try:
        return (yield from series(subject)) if offered else ()
    except Undecided:
        return ()


def _said_unchanged(first: Exchange) -> Asking[bool | None]:
    conditions = conditions_of(first)
    if not conditions:
        return None
    exchange = yield replace(first.query, headers=conditions)
    return exchange.status == NOT_MODIFIED


def validators_of(exchange: Exchange) -> dict[str, str]:
    """By what a page can be known again: header → value."""
    return {name: value for name in ("etag", "last-modified") if (value := exchange.header(name))}


def conditions_of(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """Headers that ask whether a page has changed; none where it cannot be known again."""
    known = validators_of(exchange)
    if "etag" in known:
        return (("if-none-match", known["etag"]),)
    return (("if-modified-since", known["last-modified"]),) if known else ()
