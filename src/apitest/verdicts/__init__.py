"""
What findings and outcomes amount to: requirement by requirement, class by class, target by target.

Pure: verdicts in, one results document out, and the few questions every reader asks of it (is it conformant, what
failed, what to mend first). Knows no pytest, no network and no report form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from apitest.model import Contract, Depth, Finding, Outcome, Requirement, Target, Verdict
from apitest.results import (
    SCHEMA,
    AcceptanceRow,
    EntityRow,
    FindingRow,
    RequirementRow,
    Results,
    RunRow,
    TargetRow,
    VerdictRow,
)
from apitest.verdicts.failures import FailOn, Failure, costliest, exit_status, failures
from apitest.verdicts.rolling import consequences, outcome_of, worst_of
from apitest.waivers import fingerprint_of

__all__ = [
    "FailOn",
    "Failure",
    "RunFacts",
    "TargetFacts",
    "consequences",
    "costliest",
    "exit_status",
    "failures",
    "outcome_of",
    "results_of",
    "rows_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """The header of a run."""

    id: str
    started: str
    """UTC, `YYYY-MM-DDTHH:MM:SSZ`; so is `finished`, which is empty where the run was cut short."""
    finished: str
    seed: int
    depth: Depth
    complete: bool
    """Whether everything that was planned was also done."""
    contracts: Mapping[str, str]
    """Family → version."""
    digests: Mapping[str, str]
    """`contracts`, `suites`, `code`, and at the end `evidence` → SHA-256."""
    command: tuple[str, ...]
    """The command line, word by word, without secrets."""
    apitest: str
    """Version of apitest."""
    shard: str = ""
    """`2/3`: the second of three parts; empty: the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What was spent on one target and how far it was seen."""

    target: Target
    dialect: str
    recognition: str = ""
    """What the dialect was recognised by; empty: it was configured."""
    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0
    entities: Mapping[str, EntityRow] = field(default_factory=dict)
    trouble: str = ""
    """Why the target could not be assessed; empty: it could."""


def results_of(
    run: RunFacts,
    targets: Sequence[TargetFacts],
    verdicts: Iterable[Verdict],
    numbers: Mapping[str, int],
    contract: Contract,
    acceptance: Sequence[AcceptanceRow] = (),
) -> Results:
    """
    Build the results document, the same for any order in which the verdicts arrive.

    `numbers`: digest of an exchange → its number in the evidence. Consequences are worked out here; verdicts that went
    through `consequences()` before stay as they are.
    """
    ordered = _in_order(consequences(verdicts, contract), targets, contract)
    rows = [_target_row(facts, [v for v in ordered if v.target == facts.target.id]) for facts in targets]
    used = {verdict.requirement for verdict in ordered}
    return {
        "schema": SCHEMA,
        "run": _run_row(run, worst_of(Outcome(row["outcome"]) for row in rows)),
        "targets": rows,
        "requirements": {name: _requirement_row(r) for name, r in contract.requirements.items() if name in used},
        "verdicts": [_verdict_row(verdict) for verdict in ordered],
        "findings": [_finding_row(f, numbers, contract) for verdict in ordered for f in verdict.findings],
        "acceptance": list(acceptance),
    }


def rows_of(verdict: Verdict, contract: Contract) -> tuple[VerdictRow, list[FindingRow]]:
    """One verdict and its findings as the document has them, before their exchanges are numbered."""
    return _verdict_row(verdict), [_finding_row(finding, {}, contract) for finding in verdict.findings]


def _in_order(verdicts: Iterable[Verdict], targets: Sequence[TargetFacts], contract: Contract) -> list[Verdict]:
    place = {facts.target.id: index for index, facts in enumerate(targets)}
    catalogue = {name: index for index, name in enumerate(contract.requirements)}
    sets = {name: index for index, name in enumerate(("", *contract.entities))}
    return sorted(verdicts, key=lambda v: (place[v.target], catalogue[v.requirement], sets[v.entity]))


def _run_row(run: RunFacts, outcome: Outcome) -> RunRow:
    return {
        "id": run.id,
        "apitest": run.apitest,
        "started": run.started,
        "finished": run.finished,
        "seed": run.seed,
        "depth": run.depth.value,
        "complete": run.complete,
        "outcome": outcome.value,
        "contracts": dict(run.contracts),
        "digests": dict(run.digests),
        "command": list(run.command),
        "shard": run.shard,
    }


def _target_row(facts: TargetFacts, verdicts: Sequence[Verdict]) -> TargetRow:
    classes: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        classes.setdefault(verdict.requirement.partition("/")[0], []).append(verdict)
    outcome, polite = outcome_of(verdicts), facts.target.politeness
    return {
        "id": facts.target.id,
        "name": facts.target.name,
        "url": facts.target.url,
        "dialect": facts.dialect,
        "recognition": facts.recognition,
        "outcome": (worst_of((outcome, Outcome.CANT_TELL)) if facts.trouble else outcome).value,
        "trouble": facts.trouble,
        "requests": facts.requests,
        "bytes": facts.bytes,
        "seconds": round(facts.seconds, 3),
        "entities": {name: row.copy() for name, row in facts.entities.items()},
        "classes": {name: outcome_of(members).value for name, members in classes.items()},
        "limits": {
            "requests": polite.max_requests,
            "bytes": polite.max_bytes,
            "seconds": polite.max_seconds,
            "rate": polite.rate,
            "connections": polite.connections,
        },
    }


def _requirement_row(requirement: Requirement) -> RequirementRow:
    return {
        "obligation": requirement.obligation.value,
        "sentence": requirement.sentence,
        "source": str(requirement.source),
        "source-kind": requirement.source.kind.value,
        "cost": requirement.cost,
        "fix": requirement.fix,
        "mender": requirement.mender.value,
        "portal-rules": list(requirement.portal_rules),
        "right": requirement.right,
        "wrong": requirement.wrong,
    }


def _verdict_row(verdict: Verdict) -> VerdictRow:
    return {
        "requirement": verdict.requirement,
        "obligation": verdict.obligation.value,
        "target": verdict.target,
        "entity": verdict.entity,
        "outcome": verdict.outcome.value,
        "examined": verdict.examined,
        "findings": max(verdict.total, len(verdict.findings)),
        "reason": verdict.reason,
        "root": verdict.root,
        "waived": max(verdict.waived, sum(finding.waived for finding in verdict.findings)),
    }


def _finding_row(finding: Finding, numbers: Mapping[str, int], contract: Contract) -> FindingRow:
    return {
        "requirement": finding.requirement,
        "target": finding.target,
        "entity": finding.entity,
        "record": finding.record,
        "pointer": finding.pointer,
        "expected": finding.expected,
        "got": finding.got,
        "where": finding.where,
        "fix": finding.fix or contract.requirements[finding.requirement].fix,
        "exchange": numbers.get(finding.exchange),
        "reproduce": finding.reproduce,
        "fingerprint": fingerprint_of(finding),
        "waived": finding.waived,
    }
