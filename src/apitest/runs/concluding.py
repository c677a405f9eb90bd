"""The end of a run: verdicts as they come, what nobody judged, and the results in the forms that lie on disk."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from apitest import __version__
from apitest.assessment import NO_RECORDS
from apitest.contracts import load_contract
from apitest.errors import CouldNotAssess
from apitest.evidence import Evidence
from apitest.evidence.database import cannot_record
from apitest.model import (
    Contract,
    Depth,
    Finding,
    Obligation,
    Outcome,
    Requirement,
    Target,
    Verdict,
)
from apitest.recorded import EVIDENCE, PAGE, RESULTS, STREAM, read_results, write_whole
from apitest.rehearsal import rows_of_recording
from apitest.reports import FORMATS, ndjson
from apitest.results import AcceptanceRow, CostRow, EntityRow, Results
from apitest.runs.excerpts import with_excerpts
from apitest.runs.planning import Plan, read_plan
from apitest.runs.timing import efficiency_of
from apitest.verdicts import RunFacts, TargetFacts, results_of, rows_of
from apitest.waivers import waived
from apitest.wire import moment

CUT_SHORT = "the run was cut short"
"""Why what had not been judged by then is untested."""

_MADE = frozenset({"fingerprint", "excerpt"})
"""What the document adds to a finding."""


class Stream:
    """Writes verdicts to results.ndjson while the run goes on; whoever reads it early reads what is known."""

    def __init__(self, directory: Path, plan: Plan, contract: Contract) -> None:
        """Open the stream that `begin` headed."""
        self._file = (directory / STREAM).open("a", encoding="ascii")
        self._plan, self._contract = plan, contract

    def add(self, verdict: Verdict) -> None:
        """
        Write a verdict and its findings.

        Raises:
            CannotRecord: they cannot be written.
        """
        row, findings = rows_of(verdict, self._contract)
        lines = [{"kind": "verdict", **row}, *({"kind": "finding", **finding} for finding in findings)]
        try:
            self._file.write("".join(map(ndjson.as_line, lines)))
            self._file.flush()
        except OSError as error:
            raise cannot_record(error.strerror or str(error), self._file.name) from error

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):  # what could not be written, which has been told
            self._file.close()


def finish(
    directory: Path,
    plan: Plan,
    contract: Contract,
    verdicts: Iterable[Verdict],
    walks: Mapping[tuple[str, str], EntityRow],
    costs: Mapping[tuple[str, str], CostRow] = MappingProxyType({}),
    *,
    missing: str = "",
) -> Results:
    """
    Write results.json, results.ndjson and report.html; `missing` says why some verdicts never came (empty: all did).

    Raises:
        CannotRecord: they cannot be written.
    """
    known = {(verdict.target, verdict.entity, verdict.requirement): verdict for verdict in verdicts}
    day = plan.started.date()
    every = [
        waived(
            known.get((target.id, entity, item.id)) or untested(target, entity, item, missing), plan.order.waivers, day
        )
        for target, entity, item in plan.asked(contract)
    ]
    evidence = Evidence(directory / EVIDENCE)
    try:
        numbers = evidence.number()
        # The clock of this machine may have been put back since; a run does not end before it began.
        finished = max(moment(), plan.started)
        facts = facts_of(plan, f"{finished:%Y-%m-%dT%H:%M:%SZ}", complete=not missing)
        facts = resting_on(facts, evidence)
        accepted = acceptance_of(plan, contract, evidence)
        results = results_of(facts, target_facts(plan, walks, evidence, every), every, numbers, contract, accepted)
        results = with_excerpts(results, evidence, numbers)
        results["efficiency"] = efficiency_of(plan.order.targets, contract, evidence, costs)
        evidence.settle()
    finally:
        evidence.close()
    write_results(directory, results, page=plan.order.page)
    return results


def acceptance_of(plan: Plan, contract: Contract, evidence: Evidence) -> list[AcceptanceRow]:
    """What the portal would make of each set, from what the run has recorded; nothing where first pages alone were read."""
    if plan.order.depth is Depth.QUICK:
        return []
    judged = [target for target in plan.order.targets if target.id not in plan.trouble]
    return rows_of_recording(contract, judged, evidence)


def conclude(directory: Path) -> Results:
    """
    The results of a run whose suites have ended; of one that broke off, what its stream holds is written out.

    Raises:
        RunDirectoryError: the directory holds no run that can be read.
    """
    if not (directory / RESULTS).exists():
        known = verdicts_of(read_results(directory))
        finish(directory, read_plan(directory), load_contract(), known, {}, missing=CUT_SHORT)
    return read_results(directory)


def verdicts_of(results: Results) -> Iterator[Verdict]:
    """The verdicts of a document again; where in the evidence a finding was seen is not among what a stream tells."""
    findings: dict[tuple[str, str, str], list[Finding]] = {}
    for found in results["findings"]:
        facts: dict[str, Any] = {key: value for key, value in found.items() if key not in _MADE} | {"exchange": ""}
        findings.setdefault((found["target"], found["entity"], found["requirement"]), []).append(Finding(**facts))
    for row in results["verdicts"]:
        yield Verdict(
            requirement=row["requirement"],
            obligation=Obligation(row["obligation"]),
            target=row["target"],
            entity=row["entity"],
            outcome=Outcome(row["outcome"]),
            examined=row["examined"],
            findings=tuple(findings.get((row["target"], row["entity"], row["requirement"]), ())),
            total=row["findings"],
            reason=row["reason"],
            root=row["root"],
            waived=row.get("waived", 0),
        )


def write_results(directory: Path, results: Results, *, page: bool = True) -> None:
    """
    Write a run's results in the three forms that lie in its directory, each whole or not at all.

    Raises:
        CannotRecord: they cannot be written.
    """
    try:
        for name, form in ((STREAM, "ndjson"), (PAGE, "html"), (RESULTS, "json")):
            if page or form != "html":
                write_whole(directory / name, FORMATS[form](results), lasting=page)
    except OSError as error:
        raise cannot_record(error.strerror or str(error), str(directory)) from error


def resting_on(facts: RunFacts, evidence: Evidence) -> RunFacts:
    """The header with the digest of what the run has recorded."""
    return replace(facts, digests={**facts.digests, "evidence": evidence.content_digest()})


def facts_of(plan: Plan, finished: str, *, complete: bool) -> RunFacts:
    """The header of the results."""
    return RunFacts(
        id=plan.id,
        started=f"{plan.started:%Y-%m-%dT%H:%M:%SZ}",
        finished=finished,
        seed=plan.order.seed,
        depth=plan.order.depth,
        complete=complete,
        contracts=plan.versions,
        digests=plan.digests,
        command=plan.order.command,
        shard="" if plan.order.shard == (1, 1) else "{}/{}".format(*plan.order.shard),
        apitest=__version__,
    )


def target_facts(
    plan: Plan,
    walks: Mapping[tuple[str, str], EntityRow],
    evidence: Evidence | None,
    verdicts: Iterable[Verdict] = (),
) -> list[TargetFacts]:
    """What was spent on each target, how far it was seen, and what kept us from seeing more."""
    rows = []
    for target in plan.order.targets:
        meter = evidence.meter(target.id) if evidence else None
        seen = {name: walks[target.id, name] for name in target.entities if (target.id, name) in walks}
        rows.append(
            TargetFacts(
                target=target,
                dialect=target.dialect,
                recognition=plan.recognition.get(target.id, ""),
                requests=meter.requests if meter else 0,
                bytes=meter.bytes if meter else 0,
                seconds=meter.seconds if meter else 0.0,
                entities=seen,
                trouble=plan.trouble.get(target.id, "")
                or _stopped(target, meter.halted if meter else "")
                or _nothing_offered(target, seen, verdicts),
            ),
        )
    return rows


def _stopped(target: Target, reason: str) -> str:
    if not reason:
        return ""
    fix = "Find out with the operator of the service what is wrong, then run again."
    return CouldNotAssess(expected="answers to the end of the run", got=reason, where=target.url, fix=fix).told()


def _nothing_offered(target: Target, seen: Mapping[str, EntityRow], verdicts: Iterable[Verdict]) -> str:
    """An empty service conforms to nothing: what is required of records was never put to the test."""
    if not seen or any(row["records"] or row["walked"] != "complete" for row in seen.values()):
        return ""
    if not any(verdict.target == target.id and verdict.reason == NO_RECORDS for verdict in verdicts):
        return ""
    return CouldNotAssess(
        expected=f"records in {' or '.join(seen)}",
        got="none",
        where=target.url,
        fix="Check that the address is the one that the portal reads, or publish records first.",
    ).told()


def untested(target: Target, entity: str, requirement: Requirement, reason: str = "") -> Verdict:
    """The verdict on what nobody judged."""
    return Verdict(
        requirement=requirement.id,
        obligation=requirement.obligation,
        target=target.id,
        entity=entity,
        outcome=Outcome.UNTESTED,
        examined=0,
        reason=reason or "no test of it was run",
    )


def verdict_as_json(verdict: Verdict) -> str:
    """A verdict as text, to be carried between processes."""
    return json.dumps(asdict(verdict))


def verdict_from_json(text: str) -> Verdict:
    """The verdict that `verdict_as_json` wrote."""
    row = json.loads(text)
    kinds = {
        "obligation": Obligation(row["obligation"]),
        "outcome": Outcome(row["outcome"]),
        "findings": tuple(Finding(**item) for item in row["findings"]),
    }
    return Verdict(**{**row, **kinds})
