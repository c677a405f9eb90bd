"""What kinds of question a run has asked and how long the answers took, from what it has recorded."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from apitest.costs import spread
from apitest.dialects import Dialect, dialect_of, offered
from apitest.dialects.speech import Refused
from apitest.evidence import Evidence, Timing
from apitest.model import Contract, Target
from apitest.results import CostRow, EfficiencyRow, KindRow

KINDS = (
    "service",
    "description",
    "count",
    "page",
    "later-page",
    "filtered",
    "record",
    "conditional",
    "refused",
    "other",
)
"""Kinds of question, in the order in which they are told."""
_ERRORS = 400


def efficiency_of(
    targets: Iterable[Target],
    contract: Contract,
    evidence: Evidence,
    costs: Mapping[tuple[str, str], CostRow],
) -> EfficiencyRow:
    """What was measured of each target, and of each of its sets."""
    known = [target for target in targets if target.dialect != "auto"]
    return {
        "kinds": [row for target in known for row in kinds_of(target, contract, evidence.timings(target.id))],
        "sets": [costs[target.id, name] for target in known for name in target.entities if (target.id, name) in costs],
    }


def kinds_of(target: Target, contract: Contract, timings: Iterable[Timing]) -> list[KindRow]:
    """The answers of a target by the kind of question."""
    dialect = dialect_of(target.dialect)
    spoken = offered(contract, dialect)
    groups: dict[str, list[Timing]] = {}
    for timing in timings:
        groups.setdefault(_kind(timing, target, dialect, spoken), []).append(timing)
    return [_row(target.id, kind, groups[kind]) for kind in KINDS if kind in groups]


def _kind(timing: Timing, target: Target, dialect: Dialect, contract: Contract) -> str:
    if timing.conditional or timing.status >= _ERRORS:
        return "conditional" if timing.conditional else "refused"
    base, asked = urlsplit(target.url), urlsplit(timing.url)
    if not asked.path.startswith(base.path):
        return "other"
    try:
        question = dialect.hear(asked.path[len(base.path) :] or "/", asked.query, contract)
    except Refused:
        return "other"
    if question.asked == "page":
        later = question.selection.skip or question.selection.page or question.after
        return "filtered" if question.filter else "later-page" if later else "page"
    return "record" if question.asked == "item" else question.asked


def _row(target: str, kind: str, timings: list[Timing]) -> KindRow:
    return {
        "target": target,
        "kind": kind,
        "requests": len(timings),
        "received": sum(timing.received for timing in timings),
        "bytes": sum(timing.size for timing in timings),
        "seconds": {
            **spread("first-byte", [timing.first_byte for timing in timings]),
            **spread("total", [timing.seconds for timing in timings]),
        },
    }
