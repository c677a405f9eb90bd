"""
What findings and outcomes amount to: requirement by requirement, class by class, target by target.

Pure: verdicts in, one results document out, and the few questions every reader asks of it (is it conformant, what
failed, what to mend first). Knows no pytest, no network and no report form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from apitest.model import Contract, Depth, Finding, Obligation, Outcome, Requirement, Target, Verdict
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
from apitest.waivers import fingerprint_of

FailOn = Literal["must", "should", "never"]
"""What makes a run unsuccessful: breaches of MUST, of MUST and SHOULD, or none."""

ACCEPTANCE = "acceptance"
"""The class that counts what breaches of the others cost at the portal."""
_REACHING = frozenset({"H-MTG-07"})
"""Rules of the portal by which what is wrong in meetings costs decisions."""
_BINDING = {obligation.value: rank for rank, obligation in enumerate(Obligation)}
_WORST = {outcome.value: rank for rank, outcome in enumerate(Outcome)}


# --- what only the run itself knows -----------------------------------------------------------------------------------


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


# --- rolling up -------------------------------------------------------------------------------------------------------


def consequences(verdicts: Iterable[Verdict], contract: Contract) -> tuple[Verdict, ...]:
    """
    Turn each failure that only follows from another failure into `cantTell`, naming the deepest cause as its root.

    The cause must have failed on the same target, on the same entity set or on the service as a whole, and must bind at
    least as strongly: a MUST is never excused by a recommendation. Findings stay on the consequence.
    """
    judged = tuple(verdicts)
    failed = frozenset((v.target, v.entity, v.requirement) for v in judged if v.outcome is Outcome.FAILED)
    return tuple(_as_consequence(verdict, contract, failed) for verdict in judged)


def _as_consequence(verdict: Verdict, contract: Contract, failed: frozenset[tuple[str, str, str]]) -> Verdict:
    if verdict.outcome is not Outcome.FAILED:
        return verdict
    causes = frozenset(
        name
        for target, entity, name in failed
        if target == verdict.target and entity in {"", verdict.entity} and _binds_as(contract, name, verdict.obligation)
    )
    root = _root(verdict.requirement, contract, causes, {verdict.requirement})
    if not root and verdict.requirement.startswith(f"{ACCEPTANCE}/"):
        everywhere = frozenset(name for target, _, name in failed if target == verdict.target)
        root = _same_rule(verdict.requirement, contract, causes, everywhere)
    if not root:
        return verdict
    return replace(verdict, outcome=Outcome.CANT_TELL, reason=f"consequence of {root}", root=root)


def _same_rule(name: str, contract: Contract, causes: frozenset[str], everywhere: frozenset[str]) -> str:
    """
    Of a requirement of acceptance: the failed requirement of another class that triggers the same rule of the portal.

    A rule that reaches from one set into another is triggered by a failure on any set.
    """
    rules = frozenset(contract.requirements[name].portal_rules)
    for other in contract.requirements.values():
        shared = rules.intersection(other.portal_rules)
        if other.conformance_class == ACCEPTANCE or not shared:
            continue
        if other.id in causes or (other.id in everywhere and shared & _REACHING):
            return other.id
    return ""


def _binds_as(contract: Contract, name: str, obligation: Obligation) -> bool:
    return _BINDING[contract.requirements[name].obligation] <= _BINDING[obligation]


def _root(name: str, contract: Contract, causes: frozenset[str], seen: set[str]) -> str:
    for required in contract.requirements[name].requires:
        if required in seen:
            continue
        seen.add(required)
        root = _root(required, contract, causes, seen) or (required if required in causes else "")
        if root:
            return root
    return ""


def outcome_of(verdicts: Iterable[Verdict]) -> Outcome:
    """
    Roll verdicts up, worst first; only MUST verdicts decide, and consequences do not count.

    Without a MUST verdict nothing can fail: a recommendation that was judged, met or not, reads `passed`. Where every
    MUST verdict is a consequence nothing can be told. No verdict at all reads `untested`.
    """
    judged = tuple(verdicts)
    musts = [verdict for verdict in judged if verdict.obligation is Obligation.MUST]
    deciding = [verdict.outcome for verdict in musts if not verdict.root]
    if deciding:
        return _worst(deciding)
    if musts:
        return Outcome.CANT_TELL
    outcomes = {verdict.outcome for verdict in judged}
    if outcomes & {Outcome.PASSED, Outcome.FAILED}:
        return Outcome.PASSED
    return _worst(outcomes)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return min(outcomes, key=lambda outcome: _WORST[outcome], default=Outcome.UNTESTED)


# --- the document -----------------------------------------------------------------------------------------------------


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
        "run": _run_row(run, _worst(Outcome(row["outcome"]) for row in rows)),
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
        "outcome": (_worst((outcome, Outcome.CANT_TELL)) if facts.trouble else outcome).value,
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


# --- what readers ask of it -------------------------------------------------------------------------------------------


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
