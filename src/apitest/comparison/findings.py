"""Findings and outcomes over two or more runs: what is new, mended, lasting or flapping, and what made it so."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from apitest.model import Outcome
from apitest.results import FindingRow, Results, VerdictRow

Place = tuple[str, str, str]
"""Requirement, slot, set."""
About = tuple[str, str, str, str | None, str]
"""Requirement, slot, set, record, pointer: what a finding is known again by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """One finding over the runs."""

    state: str
    """`new`, `mended`, `lasting`, `flapping`, or `untold`: the last run did not judge it."""
    requirement: str
    obligation: str
    target: str
    entity: str
    record: str | None
    pointer: str
    seen: tuple[bool | None, ...]
    """In each run; None: it was not judged there, or lies beyond the findings that were kept."""
    got: str
    expected: str
    cause: str
    """Of a new or mended one: `partner`, `yardstick` (another version of contract, suite or apitest), or `unknown`."""
    waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """A requirement whose outcome is not the same in all runs."""

    requirement: str
    obligation: str
    target: str
    entity: str
    outcomes: tuple[str, ...]
    """In each run; empty: it was not asked."""
    cause: str


class Seen:
    """A run, as others are compared with it."""

    def __init__(self, name: str, results: Results, slots: Mapping[str, str]) -> None:
        """`slots`: id of a target → the name under which the runs know it."""
        self.name, self.results, self.slots = name, results, slots

    @cached_property
    def verdicts(self) -> dict[Place, VerdictRow]:
        """The verdicts, by what they are about."""
        return {(row["requirement"], self.slots[row["target"]], row["entity"]): row for row in self.results["verdicts"]}

    @cached_property
    def findings(self) -> dict[About, FindingRow]:
        """The findings of failures, by what they are about."""
        found: dict[About, FindingRow] = {}
        for row in self.results["findings"]:
            place = (row["requirement"], self.slots[row["target"]], row["entity"])
            verdict = self.verdicts.get(place)
            if verdict is not None and verdict["outcome"] == Outcome.FAILED:
                found.setdefault((*place, row["record"], row["pointer"]), row)
        return found

    @cached_property
    def _kept(self) -> dict[Place, int]:
        kept: dict[Place, int] = {}
        for row in self.results["findings"]:
            place = (row["requirement"], self.slots[row["target"]], row["entity"])
            kept[place] = kept.get(place, 0) + 1
        return kept

    def has(self, about: About) -> bool | None:
        """Whether the run found it; None: nobody can tell."""
        if about in self.findings:
            return True
        verdict = self.verdicts.get(about[:3])
        if verdict is None or verdict["outcome"] not in (Outcome.PASSED, Outcome.FAILED):
            return None
        return None if verdict["findings"] > self._kept.get(about[:3], 0) else False


def slots_of(documents: Sequence[Results]) -> list[dict[str, str]]:
    """
    For each run: id of a target → the name that all runs share.

    Where every run has one target, it is taken for the same, whatever its id: one given by address is named after it.
    """
    ids = [[row["id"] for row in document["targets"]] for document in documents]
    if all(len(names) == 1 for names in ids):
        return [{names[0]: ids[0][0]} for names in ids]
    return [{name: name for name in names} for names in ids]


def yardstick(documents: Sequence[Results]) -> list[str]:
    """What the runs were judged by that changed from the first to the last: contracts, suites, apitest."""
    first, last = documents[0]["run"], documents[-1]["run"]
    changed = [name for name in ("contracts", "suites") if first["digests"].get(name) != last["digests"].get(name)]
    return [*changed, "apitest"] if first["apitest"] != last["apitest"] else changed


Same = Callable[[str, str, str], bool | None]
"""Slot, set and record → whether the record is the same in the first and the last run; None: nobody can tell."""


def finding_changes(runs: Sequence[Seen], changed: Sequence[str], same: Same) -> list[FindingChange]:
    """Every finding of any run, with what became of it; `changed` is the yardstick's part."""
    known = dict.fromkeys(about for run in runs for about in run.findings)
    return [_finding(about, runs, changed, same) for about in known]


def _finding(about: About, runs: Sequence[Seen], changed: Sequence[str], same: Same) -> FindingChange:
    seen = tuple(run.has(about) for run in runs)
    row = next(run.findings[about] for run in reversed(runs) if about in run.findings)
    obligation = next(run.verdicts[about[:3]]["obligation"] for run in reversed(runs) if about in run.findings)
    requirement, slot, entity, record, pointer = about
    state = _state(seen)
    return FindingChange(
        state=state,
        requirement=requirement,
        obligation=obligation,
        target=slot,
        entity=entity,
        record=record,
        pointer=pointer,
        seen=seen,
        got=row["got"],
        expected=row["expected"],
        cause=_cause(about, runs, changed, same) if state in ("new", "mended") else "",
        waived=row["waived"],
    )


def _state(seen: tuple[bool | None, ...]) -> str:
    told = [here for here in seen if here is not None]
    turns = sum(one != other for one, other in pairwise(told))
    if seen[-1] is None:
        return "untold"
    if turns > 1:
        return "flapping"
    if told[0] == told[-1]:
        return "lasting" if seen[0] is not None else "new"
    return "new" if told[-1] else "mended"


def _cause(about: About, runs: Sequence[Seen], changed: Sequence[str], same: Same) -> str:
    requirement, slot, entity, record, _ = about
    if about[:3] not in runs[0].verdicts and requirement not in runs[0].results["requirements"]:
        return "yardstick"
    if not changed:
        return "partner"
    unchanged = same(slot, entity, record) if record is not None else None
    if unchanged is None:
        return "unknown"
    return "yardstick" if unchanged else "partner"


def outcome_changes(
    runs: Sequence[Seen], findings: Sequence[FindingChange], changed: Sequence[str]
) -> list[OutcomeChange]:
    """Requirements whose outcome is not the same in all runs."""
    places = dict.fromkeys(place for run in runs for place in run.verdicts)
    return [made for place in places for made in _outcome(place, runs, findings, changed)]


def _outcome(
    place: Place, runs: Sequence[Seen], findings: Sequence[FindingChange], changed: Sequence[str]
) -> Iterator[OutcomeChange]:
    rows = [run.verdicts.get(place) for run in runs]
    outcomes = tuple(row["outcome"] if row else "" for row in rows)
    if len(set(outcomes)) > 1:
        causes = {
            item.cause for item in findings if (item.requirement, item.target, item.entity) == place and item.cause
        }
        told = next((row for row in reversed(rows) if row), None)
        yield OutcomeChange(
            requirement=place[0],
            obligation=told["obligation"] if told else "",
            target=place[1],
            entity=place[2],
            outcomes=outcomes,
            cause=causes.pop() if len(causes) == 1 else "unknown" if changed or causes else "partner",
        )
