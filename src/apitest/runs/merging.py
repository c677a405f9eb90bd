"""The parts of one run, judged on several machines, joined to the run that they are of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from apitest.errors import RunDirectoryError
from apitest.evidence import Evidence, copied
from apitest.model import Contract, Finding, Politeness, Verdict
from apitest.recorded import EVIDENCE, HEADER, read_results
from apitest.results import CostRow, EntityRow, Results
from apitest.runs.beginning import prepare_directory
from apitest.runs.concluding import (
    acceptance_of,
    facts_of,
    resting_on,
    target_facts,
    verdicts_of,
    write_results,
)
from apitest.runs.excerpts import with_excerpts
from apitest.runs.locking import alone_in
from apitest.runs.planning import Plan, plan_as_json, read_plan, write_json
from apitest.runs.timing import efficiency_of
from apitest.verdicts import results_of

_SAME: Mapping[str, Callable[[Plan], object]] = {
    "contracts": lambda plan: plan.digests.get("contracts"),
    "suites": lambda plan: plan.digests.get("suites"),
    "seed": lambda plan: plan.order.seed,
    "depth": lambda plan: plan.order.depth,
    "number of parts": lambda plan: plan.order.shard[1],
    "targets": lambda plan: [(target.id, target.url, target.dialect, target.entities) for target in plan.order.targets],
    "command": lambda plan: plan.order.command,
    "waivers": lambda plan: plan.order.waivers,
}
"""What all parts of a run have in common: its name for a reader, and how to read it off."""


def merge(directories: Sequence[Path], output: Path, contract: Contract) -> Results:
    """
    Join the parts of a run into a run directory.

    Raises:
        RunDirectoryError: a part is missing, double or of another run, was cut short, or cannot be read; nothing is
            written then.
    """
    parts = [(directory, read_plan(directory), read_results(directory)) for directory in directories]
    _belong_together(parts)
    with alone_in(output, "apitest merge"):
        return _merged(parts, output, contract)


def _merged(parts: Sequence[tuple[Path, Plan, Results]], output: Path, contract: Contract) -> Results:
    prepare_directory(output)
    plan = _whole([plan for _, plan, _ in parts])
    copied(parts[0][0] / EVIDENCE, output / EVIDENCE)
    evidence = Evidence(output / EVIDENCE)
    try:
        for directory, _, _ in parts[1:]:
            evidence.absorb(directory / EVIDENCE)
        verdicts = [verdict for directory, _, results in parts for verdict in _traced(directory, results)]
        numbers = evidence.number()
        finished = max(results["run"]["finished"] for _, _, results in parts)
        facts = target_facts(plan, _walks(results for _, _, results in parts), evidence, verdicts)
        accepted = acceptance_of(plan, contract, evidence)
        header = resting_on(facts_of(plan, finished, complete=True), evidence)
        merged = results_of(header, facts, verdicts, numbers, contract, accepted)
        merged = with_excerpts(merged, evidence, numbers)
        merged["efficiency"] = efficiency_of(
            plan.order.targets, contract, evidence, _costs(every for _, _, every in parts)
        )
        evidence.settle()
    finally:
        evidence.close()
    write_json(output / HEADER, plan_as_json(plan))
    write_results(output, merged)
    return merged


def _belong_together(parts: Sequence[tuple[Path, Plan, Results]]) -> None:
    first = parts[0][1]
    for directory, plan, results in parts:
        for name, read in _SAME.items():
            if read(plan) != read(first):
                raise _refused(f"the {name} of {parts[0][0]}", f"other {name}", directory)
        if not results["run"]["complete"]:
            raise _refused("a part that was judged to its end", "one that was cut short", directory)
    wanted = range(1, first.order.shard[1] + 1)
    seen = [plan.order.shard[0] for _, plan, _ in parts]
    for part in wanted:
        if seen.count(part) != 1:
            got = "none" if part not in seen else f"{seen.count(part)} of them"
            where = ", ".join(str(directory) for directory, _, _ in parts)
            raise _refused(f"part {part} of {len(wanted)} once", got, where)


def _whole(plans: Sequence[Plan]) -> Plan:
    """The plan of the run as one; the target's own limits again, which its parts had divided among them."""
    first, parts = plans[0], len(plans)
    targets = tuple(replace(target, politeness=_undivided(target.politeness, parts)) for target in first.order.targets)
    return replace(
        first,
        order=replace(first.order, shard=(1, 1), targets=targets),
        started=min(plan.started for plan in plans),
        trouble={name: why for plan in reversed(plans) for name, why in plan.trouble.items()},
    )


def _undivided(part: Politeness, parts: int) -> Politeness:
    return replace(
        part,
        rate=part.rate * parts,
        connections=part.connections * parts,
        max_requests=part.max_requests * parts,
        max_bytes=part.max_bytes * parts,
    )


def _traced(directory: Path, results: Results) -> Iterable[Verdict]:
    """The verdicts of a part, their findings tied to the exchanges again by digest instead of by number."""
    evidence = Evidence(directory / EVIDENCE, reading=True)
    digests = {number: digest for digest, number in evidence.number().items()}
    evidence.close()
    rows = iter(results["findings"])

    def traced(finding: Finding) -> Finding:
        number = next(rows)["exchange"]
        return replace(finding, exchange=digests.get(number, "") if number is not None else "")

    for verdict in verdicts_of(results):
        yield replace(verdict, findings=tuple(traced(finding) for finding in verdict.findings))


def _walks(documents: Iterable[Results]) -> Mapping[tuple[str, str], EntityRow]:
    return {
        (target["id"], name): row
        for results in documents
        for target in results["targets"]
        for name, row in target["entities"].items()
    }


def _costs(documents: Iterable[Results]) -> Mapping[tuple[str, str], CostRow]:
    return {
        (row["target"], row["entity"]): row
        for results in documents
        if "efficiency" in results
        for row in results["efficiency"]["sets"]
    }


def _refused(expected: str, got: str, where: Path | str) -> RunDirectoryError:
    return RunDirectoryError(
        expected=expected,
        got=got,
        where=str(where),
        fix="Give every part of one run once: those that --shard 1/N to N/N left, begun with the same options.",
    )
