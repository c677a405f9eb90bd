"""
What a harvest of a set costs, from what was recorded: figures for a report, and the harvest as it would be once mended.

A harvest is reckoned as an importer makes it that asks one question after the other, at the target's own rate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from apitest.checks.conversing import Subject
from apitest.checks.efficiency import PAGE, packed_size, requests_a_record
from apitest.checks.estimating import Claim, quantile
from apitest.checks.measuring import Growth, Probe, Survey, growth_of, validators_of
from apitest.model import Leaf, Refusal
from apitest.results import CostRow, DepthRow, HarvestRow, Seconds, SizeRow

_MEDIAN, _HIGH = 0.5, 0.95
_DIGITS = 6


def costs_of(subject: Subject, survey: Survey) -> CostRow:
    """All figures of a set."""
    pages = [_page_of(leaf) for leaf in subject.harvest.leaves if leaf.ids]
    growth = growth_of(survey.depth, subject.seed) if survey.depth else None
    refusals = [refusal for page in pages for refusal in page.refusals]
    records, size = len(subject.harvest.ids), sum(page.size for page in pages)
    received = sum(page.received for page in pages)
    packed = received
    if survey.first is not None and received >= size and survey.first.body:
        packed = round(size * packed_size(survey.first.body) / len(survey.first.body))
    return {
        "target": subject.target.id,
        "entity": subject.entity.name,
        "records": records,
        "requests": len(pages),
        "received": received,
        "bytes": size,
        "packed": packed,
        "deferred": round(records * requests_a_record(subject)),
        "refused": len(refusals),
        "untold": sum(not refusal.after for refusal in refusals),
        "validator": _validator(subject),
        "depth": _depth_row(survey.depth, growth) if growth else None,
        "sizes": _rows(survey.sizes),
        "expanded": _row([probe for probe in survey.expansions if probe.kind == "with"]),
        "bare": _row([probe for probe in survey.expansions if probe.kind == "without"]),
        "changes": _rows(_since(survey)),
        "harvest": _harvests(subject, survey, growth, packed, pages),
    }


def _since(survey: Survey) -> list[Probe]:
    return [probe for probe in survey.changes if probe.kind == "since"]


class _Page(NamedTuple):
    """What a page of the walk has cost."""

    received: int
    """Bytes over the wire; of a recording that does not say, those of the body."""
    size: int
    seconds: float
    refusals: tuple[Refusal, ...]


def _page_of(leaf: Leaf) -> _Page:
    exchange = leaf.exchange
    return _Page(exchange.received or leaf.size, leaf.size, exchange.seconds, exchange.refusals)


def _validator(subject: Subject) -> str:
    """What tells whether the first page of records has changed; empty: nothing does."""
    first = next((leaf.exchange for leaf in subject.harvest.leaves if leaf.ids), None)
    return next(iter(validators_of(first)), "") if first else ""


def spread(name: str, values: Sequence[float]) -> Seconds:
    """Median and 95th percentile with their intervals, each under a name of its own."""
    middle, high = quantile(values, _MEDIAN), quantile(values, _HIGH)
    told = {"median": middle, "p95": high}
    return {
        f"{name}-{which}{end}": None if value is None else round(value, _DIGITS)
        for which, estimate in told.items()
        for end, value in (("", estimate.value), ("-low", estimate.low), ("-high", estimate.high))
    }


def _rows(probes: Sequence[Probe]) -> list[SizeRow]:
    sizes = sorted({probe.x for probe in probes})
    made = [_row([probe for probe in probes if probe.x == size]) for size in sizes]
    return [row for row in made if row is not None]


def _row(probes: Sequence[Probe]) -> SizeRow | None:
    if not probes:
        return None
    seconds = spread("total", [probe.seconds for probe in probes])
    records, middle = probes[0].records, seconds["total-median"]
    seconds["records-a-second"] = round(records / middle, 1) if records and middle else None
    received = probes[0].exchange.received or len(probes[0].exchange.body)
    return {"most": round(probes[0].x), "records": records, "received": received, "seconds": seconds}


def _depth_row(probes: Sequence[Probe], growth: Growth) -> DepthRow:
    power = growth.power
    ordered = sorted(probes, key=lambda probe: (probe.x, probe.round))
    return {
        "reach": round(growth.reach),
        "at": [round(probe.x) for probe in ordered],
        "seconds": {
            "points": [round(probe.seconds, _DIGITS) for probe in ordered],
            "base": round(growth.base, _DIGITS),
            "added-low": round(growth.low, _DIGITS),
            "added-high": None if growth.high is None else round(growth.high, _DIGITS),
            "limit": round(growth.limit, _DIGITS),
            "claim": growth.claim.value,
            "power": power.value if power else None,
            "power-low": power.low if power else None,
            "power-high": power.high if power else None,
            "noise": round(growth.noise, 3),
        },
    }


# --- a harvest as it is and as it could be ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A harvest: seconds of each of its pages, how many lists are fetched beside, what comes over the wire."""

    pages: tuple[float, ...]
    beside: int
    bytes: int

    def row(self, mend: str, *, gap: float, small: float) -> HarvestRow:
        waits = sum(max(gap, seconds) for seconds in self.pages) + self.beside * max(gap, small) + max(gap, small)
        requests = 1 + len(self.pages) + self.beside
        return {"mend": mend, "requests": requests, "bytes": self.bytes, "seconds": round(waits, 3)}


def _harvests(
    subject: Subject, survey: Survey, growth: Growth | None, packed: int, pages: Sequence[_Page]
) -> list[HarvestRow]:
    if not pages or not subject.harvest.complete:
        return []
    today = _Plan(
        pages=tuple(page.seconds for page in pages),
        beside=round(len(subject.harvest.ids) * requests_a_record(subject)),
        bytes=sum(page.received for page in pages),
    )
    rate = subject.target.politeness.rate
    gap, small = (1 / rate if rate else 0.0), growth.base if growth else median(today.pages)
    mends = _mends(subject, growth, packed, today)
    rows = [today.row("", gap=gap, small=small)]
    best = today
    for name, mend in mends.items():
        rows.append(mend(today).row(name, gap=gap, small=small))
        best = mend(best)
    if len(mends) > 1:
        rows.append(best.row("all", gap=gap, small=small))
    if survey.unchanged is not None:
        again = _Plan(pages=today.pages, beside=today.beside, bytes=0 if survey.unchanged else today.bytes)
        rows.append(again.row("again", gap=gap, small=small))
    since = _since(survey)
    few = [probe for probe in since if probe.x == min(probe.x for probe in since)]
    if few:
        only = _Plan(pages=(median(p.seconds for p in few),), beside=0, bytes=few[0].exchange.received)
        rows.append(only.row("changes", gap=gap, small=small))
    return rows


def _mends(subject: Subject, growth: Growth | None, packed: int, today: _Plan) -> dict[str, Callable[[_Plan], _Plan]]:
    """What can be mended: requirement → the harvest without its breach."""
    needed = -(-len(subject.harvest.ids) // PAGE)
    mends: dict[str, Callable[[_Plan], _Plan]] = {}
    if len(today.pages) > needed + 1:
        mends["efficiency/requests-few"] = lambda plan: _Plan(
            pages=(sum(plan.pages) / needed,) * needed, beside=plan.beside, bytes=plan.bytes
        )
    if today.beside:
        mends["efficiency/lists-inline"] = lambda plan: _Plan(pages=plan.pages, beside=0, bytes=plan.bytes)
    if growth is not None and growth.claim is Claim.OVER:
        mends["efficiency/deep-pages-as-fast"] = lambda plan: _Plan(
            pages=tuple(min(seconds, plan.pages[0]) for seconds in plan.pages), beside=plan.beside, bytes=plan.bytes
        )
    if packed < today.bytes:
        mends["efficiency/compressed"] = lambda plan: _Plan(pages=plan.pages, beside=plan.beside, bytes=packed)
    return mends
