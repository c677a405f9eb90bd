"""The comparison of runs as text, Markdown and JSON."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from apitest.comparison.drift import ContractDrift, SetDrift
from apitest.comparison.findings import FindingChange, OutcomeChange
from apitest.comparison.telling import markdown_cell

_SHOWN = 20
_CAUSES = {
    "partner": "",
    "yardstick": " (the contract, the suite or apitest changed, not the service)",
    "unknown": " (contract, suite or apitest changed too: nobody can tell which of the two made it)",
    "": "",
}
_STATES = {
    "new": "New findings",
    "mended": "Mended",
    "flapping": "Flapping: there and gone again without end",
    "untold": "Not judged by the last run",
    "lasting": "Lasting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsCompared:
    """Everything that two or more runs amount to."""

    names: tuple[str, ...]
    yardstick: tuple[str, ...]
    notes: tuple[str, ...]
    outcomes: tuple[OutcomeChange, ...]
    findings: tuple[FindingChange, ...]
    sets: tuple[SetDrift, ...]
    contract: tuple[ContractDrift, ...]

    @property
    def breaking(self) -> list[str]:
        """What of it makes exit status 1, in words."""
        accepted = self._accepted()
        worse = [i for i in self.outcomes if _is_worse(i) and (i.requirement, i.target, i.entity) not in accepted]
        fresh = [
            item for item in self.findings if item.state == "new" and item.obligation == "MUST" and not item.waived
        ]
        reasons = []
        if worse:
            reasons.append(f"{_counted(len(worse), 'requirement')} (MUST) met before and not met any more")
        if fresh:
            reasons.append(f"{_counted(len(fresh), 'new finding')} (MUST)")
        for item in self.sets:
            if item.records[0] and not item.records[-1] and not item.endings[-1]:
                reasons.append(f"{item.target}: {item.entity} is not offered any more")
            if item.gone:
                reasons.append(f"{item.target}: {item.entity} lost {', '.join(item.gone)}")
            if item.widened:
                reasons.append(f"{item.target}: {item.entity} has other kinds of values at {', '.join(item.widened)}")
        return reasons

    def _accepted(self) -> set[tuple[str, str, str]]:
        """Where a waiver accepts every finding that the last run made."""
        last = [item for item in self.findings if item.seen[-1]]
        every = {(item.requirement, item.target, item.entity) for item in last}
        return every - {(item.requirement, item.target, item.entity) for item in last if not item.waived}


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _is_worse(item: OutcomeChange) -> bool:
    told = [outcome for outcome in item.outcomes if outcome in ("passed", "failed")]
    return item.obligation == "MUST" and told[:1] == ["passed"] and item.outcomes[-1] == "failed"


Section = tuple[str, list[str]]


def _sections(found: RunsCompared, *, drift: bool) -> Iterator[Section]:
    if found.yardstick:
        parts = ", ".join(found.yardstick)
        yield "Judged by another yardstick", [f"Changed between the runs: {parts}. What follows from that says so."]
    yield from ((text, []) for text in found.notes)
    outcomes = [
        f"{item.requirement} ({item.obligation}) {item.target} {item.entity}: "
        f"{' → '.join(outcome or 'not asked' for outcome in item.outcomes)}{_CAUSES[item.cause]}"
        for item in found.outcomes
    ]
    yield "Requirements with another outcome", _few(outcomes)
    for state, heading in _STATES.items():
        own = [item for item in found.findings if item.state == state]
        detail = _few([_finding(item) for item in own]) if state != "lasting" else []
        if own:
            yield f"{heading}: {len(own):,}", detail
    for item in found.sets:
        yield f"{item.target}: {item.entity}", list(_records(item))
    if drift:
        for drifted in found.contract:
            yield f"Against the contract: {drifted.target}, {drifted.entity}", list(_contract(drifted))


def _few(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], f"and {len(lines) - _SHOWN:,} more"]


def _finding(item: FindingChange) -> str:
    place = f"{item.target} {item.entity} {item.record or ''} {item.pointer}".replace("  ", " ").strip()
    accepted = ", accepted by a waiver" if item.waived else ""
    marks = "".join({True: "x", False: ".", None: "?"}[here] for here in item.seen)
    shown = f" [{marks}]" if item.state == "flapping" else ""
    return f"{item.requirement} ({item.obligation}{accepted}) {place}: got {item.got}{shown}{_CAUSES[item.cause]}"


def _records(item: SetDrift) -> Iterator[str]:
    yield f"records: {' → '.join(f'{number:,}' for number in item.records)}"
    if not item.whole:
        ends = ", ".join(ending or "not offered" for ending in item.endings)
        yield f"the walks did not all reach the end ({ends}): what is missing may only be unread"
    for names, word in ((item.appeared, "appeared"), (item.vanished, "vanished")):
        if names:
            yield f"{len(names):,} {word}: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}"  # noqa: PLR2004
    if item.changed:
        yield f"{item.changed:,} changed"
        yield from (f"  {number:,} × {kind} at {place}" for (kind, place), number in sorted(item.by_place.items()))
        yield from (f"  {f.record} {f.pointer}: {f.old or 'nothing'} → {f.new or 'nothing'}" for f in item.shown[:5])
    for places, words in (
        (item.unknown, "drift: fields never seen before that no contract names"),
        (item.gone, "drift: fields that nobody fills any more"),
        (item.first_used, "growth: fields of the contract filled for the first time"),
    ):
        if places:
            yield f"{words}: {', '.join(places)}"
    for place, (before, now) in item.widened.items():
        yield f"drift: {place} held {' or '.join(before)}, now {' or '.join(now)}"


def _contract(item: ContractDrift) -> Iterator[str]:
    yield f"{item.records:,} records in all runs"
    for place, (number, kinds) in item.unknown.items():
        yield f"sent, and no contract knows it: {place} ({' or '.join(kinds)}, {number:,} times)"
    if item.unused:
        yield f"in the contract, and nobody ever sent it: {', '.join(item.unused)}"


def runs_as_text(found: RunsCompared, *, drift: bool) -> str:
    """For the terminal."""
    lines = ["  →  ".join(found.names), ""]
    for heading, body in _sections(found, drift=drift):
        if body or not heading.startswith("Requirements"):
            lines += [heading, *(f"  {line}" for line in body), ""]
    return "\n".join([*lines, _verdict(found)]) + "\n"


def _verdict(found: RunsCompared) -> str:
    return f"Breaking: {'; '.join(found.breaking)}." if found.breaking else "Nothing breaking."


def runs_as_markdown(found: RunsCompared, *, drift: bool) -> str:
    """For a page or a merge request."""
    lines = [
        f"# {' → '.join(markdown_cell(name) for name in found.names)}",
        "",
        f"**{markdown_cell(_verdict(found))}**",
        "",
    ]
    for heading, body in _sections(found, drift=drift):
        if body or not heading.startswith("Requirements"):
            lines += [f"## {markdown_cell(heading)}", "", *(f"- {markdown_cell(line.strip())}" for line in body), ""]
    return "\n".join(lines).rstrip() + "\n"


def runs_as_document(found: RunsCompared) -> dict[str, Any]:
    """For other programs."""
    states = Counter(item.state for item in found.findings)
    return {
        "schema": "apitest-compare/1",
        "compared": "runs",
        "runs": list(found.names),
        "yardstick": list(found.yardstick),
        "notes": list(found.notes),
        "breaking": found.breaking,
        "outcomes": [asdict(item) for item in found.outcomes],
        "counts": {state: states[state] for state in _STATES},
        "findings": [asdict(item) for item in found.findings],
        "sets": [_set_document(item) for item in found.sets],
        "contract": [asdict(item) for item in found.contract],
    }


def _set_document(item: SetDrift) -> dict[str, Any]:
    counts = [{"kind": kind, "place": place, "count": n} for (kind, place), n in sorted(item.by_place.items())]
    return {
        "target": item.target,
        "entity": item.entity,
        "walked": list(item.endings),
        "records": list(item.records),
        "appeared": item.appeared,
        "vanished": item.vanished,
        "changed": item.changed,
        "by-place": counts,
        "shown": [asdict(found) for found in item.shown],
        "drift": {
            "unknown": item.unknown,
            "gone": item.gone,
            "widened": {place: {"before": before, "now": now} for place, (before, now) in item.widened.items()},
        },
        "growth": {"first-used": item.first_used},
    }
