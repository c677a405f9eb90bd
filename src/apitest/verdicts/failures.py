"""What readers ask of results: what failed, what to mend first, and whether a run was successful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from apitest.model import Obligation, Outcome
from apitest.results import FindingRow, RequirementRow, Results, VerdictRow

FailOn = Literal["must", "should", "never"]
"""What makes a run unsuccessful: breaches of MUST, of MUST and SHOULD, or none."""
_BINDING = {obligation.value: rank for rank, obligation in enumerate(Obligation)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A requirement that failed at a target, over all its entity sets."""

    requirement: str
    row: RequirementRow
    entities: tuple[str, ...]
    """Where it failed; an empty name is the service as a whole."""
    examined: int
    total: int
    """Findings in all, also those beyond the cap."""
    records: int
    """Different records concerned; 0: the finding is about the service, not about records."""
    findings: tuple[FindingRow, ...]
    blocked: tuple[str, ...]
    """Requirements that cannot be judged until this one is mended."""
    waived: bool
    """Every finding is accepted by a waiver."""


def failures(results: Results, target: str) -> tuple[Failure, ...]:
    """All failed requirements of a target: most binding first, then most records concerned, then catalogue order."""
    failed: dict[str, list[VerdictRow]] = {}
    for verdict in results["verdicts"]:
        if verdict["target"] == target and verdict["outcome"] == Outcome.FAILED:
            failed.setdefault(verdict["requirement"], []).append(verdict)
    findings: dict[tuple[str, str], list[FindingRow]] = {}
    for row in results["findings"] if failed else ():
        if row["target"] == target:
            findings.setdefault((row["requirement"], row["entity"]), []).append(row)
    waiting: dict[str, dict[str, None]] = {}
    for verdict in results["verdicts"] if failed else ():
        if verdict["root"] and verdict["target"] == target:
            waiting.setdefault(verdict["root"], {})[verdict["requirement"]] = None
    found = [
        _failure(results["requirements"][name], verdicts, findings, tuple(waiting.get(name, ())))
        for name, verdicts in failed.items()
    ]
    return tuple(sorted(found, key=lambda failure: (_BINDING[failure.row["obligation"]], -failure.records)))


def costliest(results: Results, target: str) -> tuple[Failure, ...]:
    """Choose the three things to mend first; neither what a waiver accepts nor what is merely optional."""
    pressing = (f for f in failures(results, target) if not f.waived and f.row["obligation"] != Obligation.MAY)
    return tuple(pressing)[:3]


def _failure(
    row: RequirementRow,
    verdicts: Sequence[VerdictRow],
    found: Mapping[tuple[str, str], Sequence[FindingRow]],
    blocked: tuple[str, ...],
) -> Failure:
    name = verdicts[0]["requirement"]
    entities = tuple(verdict["entity"] for verdict in verdicts)
    findings = tuple(seen for entity in dict.fromkeys(entities) for seen in found.get((name, entity), ()))
    return Failure(
        requirement=name,
        row=row,
        entities=entities,
        examined=sum(verdict["examined"] for verdict in verdicts),
        total=sum(verdict["findings"] for verdict in verdicts),
        records=sum(_concerned(v, found.get((name, v["entity"]), ())) for v in verdicts),
        findings=findings,
        blocked=blocked,
        waived=all(verdict["findings"] and verdict["waived"] >= verdict["findings"] for verdict in verdicts),
    )


def _concerned(verdict: VerdictRow, findings: Sequence[FindingRow]) -> int:
    records = {finding["record"] for finding in findings if finding["record"] is not None}
    if not records or verdict["findings"] <= len(findings):
        return len(records)
    # Beyond the cap the records are not known by name: as many as there are findings, but not more than were looked at.
    return max(len(records), min(verdict["findings"], verdict["examined"]))


def exit_status(results: Results, fail_on: FailOn = "must") -> int:
    """
    Exit status of a run: 0 conformant, 1 not conformant, 3 could not assess; 1 wins over 3.

    A breach that a waiver accepts does not count. 3 when a MUST cannot be told for no fault of the target, when a
    target could not be assessed, when the run was cut short, or when nothing was judged at all.
    """
    deciding = {"must": {"MUST"}, "should": {"MUST", "SHOULD"}, "never": set[str]()}[fail_on]
    found = (failure for row in results["targets"] for failure in failures(results, row["id"]))
    if any(failure.row["obligation"] in deciding and not failure.waived for failure in found):
        return 1
    verdicts = results["verdicts"]
    judged = any(verdict["outcome"] in {Outcome.PASSED, Outcome.FAILED} for verdict in verdicts)
    untold = any(
        v["outcome"] == Outcome.CANT_TELL and v["obligation"] == Obligation.MUST and not v["root"] for v in verdicts
    )
    trouble = any(row["trouble"] for row in results["targets"])
    return 3 if untold or trouble or not judged or not results["run"]["complete"] else 0
