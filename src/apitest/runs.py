"""
A run on disk: begun once by whoever starts it, read by every worker, concluded at the end or after a break.

RUN/ holds run.json (what was ordered), evidence.sqlite (what was asked), results.ndjson (grows while the run goes on),
results.json and report.html (written at the end, whole or not at all).
"""

import json
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from apitest import __version__
from apitest.assessment import NO_RECORDS
from apitest.contracts import digest_of
from apitest.dialects.recognition import Recognised, recognise
from apitest.errors import CouldNotAssess, RunDirectoryError, UnknownName
from apitest.evidence import Evidence
from apitest.model import (
    Contract,
    Credentials,
    Depth,
    Finding,
    Obligation,
    Outcome,
    Politeness,
    Requirement,
    Target,
    Verdict,
)
from apitest.reports import FORMATS, ndjson
from apitest.results import EntityRow, Results
from apitest.shipped import shipped
from apitest.verdicts import RunFacts, TargetFacts, results_of
from apitest.wire import Client, moment

HEADER, EVIDENCE, STREAM, RESULTS, PAGE = "run.json", "evidence.sqlite", "results.ndjson", "results.json", "report.html"
LOG = "pytest.log"
_FORM = "apitest-run/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is asked to do."""

    targets: tuple[Target, ...]
    depth: Depth = Depth.STANDARD
    seed: int = 1
    entities: tuple[str, ...] = ()
    """Entity sets to judge; empty: those of the target."""
    classes: tuple[str, ...] = ()
    """Conformance classes to judge; empty: all."""
    requirements: tuple[str, ...] = ()
    """Requirements to judge; empty: all."""
    fail_on: str = "must"
    contact: str = ""
    """Where the operator of a target can reach us; part of the User-Agent."""
    command: tuple[str, ...] = ()
    """What was typed, without what cannot change a result (workers, output)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run that has begun."""

    id: str
    order: Order
    """With each target's dialect, root and entity sets as recognised."""
    started: datetime
    trouble: Mapping[str, str]
    """Target id → why it cannot be assessed; targets without trouble are not in it."""
    recognition: Mapping[str, str]
    """Target id → what its dialect was recognised by."""
    versions: Mapping[str, str]
    """Contract family → version."""
    digests: Mapping[str, str]
    """`contracts`, `suites` → SHA-256."""

    def asked(self, contract: Contract) -> Iterator[tuple[Target, str, Requirement]]:
        """Everything to be judged: target, entity set (empty: the service as a whole), requirement."""
        for target in self.order.targets:
            if target.id not in self.trouble:
                for requirement in wanted(self.order, contract):
                    for entity in sets_of(requirement, target):
                        yield target, entity, requirement


def wanted(order: Order, contract: Contract) -> Iterator[Requirement]:
    """The requirements that an order selects, in catalogue order."""
    for requirement in contract.requirements.values():
        of_class = not order.classes or requirement.conformance_class in order.classes
        if of_class and (not order.requirements or requirement.id in order.requirements):
            yield requirement


def sets_of(requirement: Requirement, target: Target) -> tuple[str, ...]:
    """The entity sets of a target that a requirement binds; one empty name if it binds the service as a whole."""
    return tuple(name for name in target.entities if name in requirement.entities) if requirement.entities else ("",)


# --- beginning ----------------------------------------------------------------------------------------------------


def begin(order: Order, directory: Path, contract: Contract) -> Plan:
    """
    Make the run directory and recognise each target; the first requests of the run.

    Raises:
        UnknownName: an entity set, class or requirement that the contract does not know.
        RunDirectoryError: the directory cannot be written, or holds a run already.
        KeyboardInterrupt: ctrl-C; the directory can be read all the same.
    """
    _check_names(order, contract)
    _make(directory)
    started = moment().replace(microsecond=0)
    interrupted = None
    try:
        evidence = Evidence(directory / EVIDENCE)
        met: dict[str, _Met] = {}
        try:
            for target in order.targets:
                met[target.id] = _meet(target, order, evidence, contract)
        except KeyboardInterrupt as stop:
            interrupted = stop
        finally:
            evidence.close()
        plan = _plan(order, met, started, contract)
        _write(directory / HEADER, json.dumps(_as_json(plan), indent=2).encode())
        document = results_of(_facts(plan, "", complete=False), _targets(plan, {}, None), (), {}, contract)
        document["requirements"] = _every_requirement(plan, contract)
        _write(directory / STREAM, next(iter(ndjson.as_lines(document))).encode())
    except OSError as error:
        raise _unwritable(directory, error) from error
    if interrupted is not None:
        raise interrupted
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """A target after the first requests."""

    target: Target
    because: str = ""
    trouble: str = ""


def _meet(target: Target, order: Order, evidence: Evidence, contract: Contract) -> _Met:
    client = Client(target, evidence, contact=order.contact)
    try:
        found = _recognised(client, contract, order.entities or target.entities)
    except CouldNotAssess as error:
        return _Met(target=target, trouble=error.told())
    finally:
        client.close()
    entities = order.entities or target.entities or found.entities
    known = replace(target, dialect=found.dialect, url=found.root, entities=entities)
    return _Met(target=known, because=found.because)


def _plan(order: Order, met: Mapping[str, _Met], started: datetime, contract: Contract) -> Plan:
    unasked = {target.id: _Met(target=target, trouble=_UNASKED.told()) for target in order.targets}
    every = [met.get(target.id) or unasked[target.id] for target in order.targets]
    return Plan(
        id=secrets.token_hex(6),
        order=replace(order, targets=tuple(item.target for item in every)),
        started=started,
        trouble={item.target.id: item.trouble for item in every if item.trouble},
        recognition={item.target.id: item.because for item in every if item.because},
        versions=contract.versions,
        digests={"contracts": contract.digest, "suites": digest_of(shipped("suites"))},
    )


_UNASKED = CouldNotAssess(
    expected="answers to the first questions", got="an interruption", where="the beginning of the run", fix="Run again."
)


def _check_names(order: Order, contract: Contract) -> None:
    classes = {item.conformance_class for item in contract.requirements.values()}
    for kind, names, known in (
        ("entity set", order.entities, set(contract.entities)),
        ("conformance class", order.classes, classes),
        ("requirement", order.requirements, set(contract.requirements)),
    ):
        for name in names:
            if name not in known:
                raise UnknownName.among(kind, name, known)


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if (directory / HEADER).exists():
            raise RunDirectoryError(
                expected="a new or empty directory",
                got="a run that is there already",
                where=str(directory),
                fix="Give another directory with --output.",
            )
        (directory / LOG).touch()
    except OSError as error:
        raise _unwritable(directory, error) from error


def _unwritable(directory: Path, error: OSError) -> RunDirectoryError:
    return RunDirectoryError(
        expected="a directory that can be written",
        got=error.strerror or str(error),
        where=str(directory),
        fix="Give another directory with --output.",
    )


def _recognised(client: Client, contract: Contract, wanted: tuple[str, ...]) -> Recognised:
    conversation = recognise(client.target.url, contract, client.target.dialect, wanted)
    try:
        query = next(conversation)
        while True:
            query = conversation.send(client.send(query))
    except StopIteration as end:
        found: Recognised = end.value
        return found


def _every_requirement(plan: Plan, contract: Contract) -> Any:  # noqa: ANN401 - rows of the results document
    untested = [_verdict(target, entity, item) for target, entity, item in plan.asked(contract)]
    facts = _targets(plan, {}, None)
    return results_of(_facts(plan, "", complete=False), facts, untested, {}, contract)["requirements"]


# --- what workers and readers need --------------------------------------------------------------------------------


def read_plan(directory: Path) -> Plan:
    """
    Read run.json back.

    Raises:
        RunDirectoryError: there is none, or it is of another version.
    """
    path = directory / HEADER
    try:
        about = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _no_run(directory, str(error)) from error
    if about.get("form") != _FORM:
        raise _no_run(directory, f"the form {about.get('form')!r}")
    return Plan(
        id=about["id"],
        order=_order(about["order"]),
        started=datetime.fromisoformat(about["started"]),
        trouble=about["trouble"],
        recognition=about["recognition"],
        versions=about["versions"],
        digests=about["digests"],
    )


def read_results(directory: Path) -> Results:
    """
    Read the results of a run, whole or cut short.

    Raises:
        RunDirectoryError: the directory holds none that can be read.
    """
    try:
        if (directory / RESULTS).exists():
            document: Results = json.loads((directory / RESULTS).read_text("utf-8"))
            return document
        return ndjson.read_lines((directory / STREAM).read_text("utf-8").splitlines())
    except (OSError, ValueError, KeyError) as error:
        raise _no_run(directory, str(error)) from error


def suite_command(order: Order, directory: Path, workers: int) -> list[str]:  # noqa: ARG001 - the run directory says the rest
    """The child process that runs the suites; its working directory is the run directory."""
    parallel = ["-n", str(workers)] if workers else ["-p", "no:xdist"]
    return [sys.executable, "-m", "pytest", str(shipped("suites")), "--apitest-run", str(directory), "-q", *parallel]


# --- concluding ---------------------------------------------------------------------------------------------------


class Stream:
    """Writes verdicts to results.ndjson while the run goes on; whoever reads it early reads what is known."""

    def __init__(self, directory: Path, plan: Plan, contract: Contract) -> None:
        """Open the stream that `begin` headed."""
        self._file = (directory / STREAM).open("a", encoding="ascii")
        self._plan, self._contract = plan, contract

    def add(self, verdict: Verdict) -> None:
        """Write a verdict and its findings."""
        facts = _targets(self._plan, {}, None)
        document = results_of(_facts(self._plan, "", complete=False), facts, [verdict], {}, self._contract)
        lines = list(ndjson.as_lines(document))
        self._file.write("".join(lines[1:-1]))
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def finish(
    directory: Path,
    plan: Plan,
    contract: Contract,
    verdicts: Iterable[Verdict],
    walks: Mapping[tuple[str, str], EntityRow],
    *,
    missing: str = "",
) -> Results:
    """Write results.json, results.ndjson and report.html; `missing` says why some verdicts never came (empty: all did)."""
    known = {(verdict.target, verdict.entity, verdict.requirement): verdict for verdict in verdicts}
    every = [
        known.get((target.id, entity, item.id)) or _verdict(target, entity, item, missing)
        for target, entity, item in plan.asked(contract)
    ]
    evidence = Evidence(directory / EVIDENCE)
    try:
        numbers = evidence.number()
        facts = _facts(plan, f"{moment():%Y-%m-%dT%H:%M:%SZ}", complete=not missing)
        results = results_of(facts, _targets(plan, walks, evidence, every), every, numbers, contract)
        evidence.settle()
    finally:
        evidence.close()
    write_results(directory, results)
    return results


def conclude(directory: Path) -> Results:
    """The results of a run whose suites have ended; of one that broke off, what its stream holds is written out."""
    if not (directory / RESULTS).exists():
        write_results(directory, read_results(directory))
    return read_results(directory)


def write_results(directory: Path, results: Results) -> None:
    """Write a run's results in the three forms that lie in its directory, each whole or not at all."""
    for name, form in ((STREAM, "ndjson"), (PAGE, "html"), (RESULTS, "json")):
        _write(directory / name, FORMATS[form](results))


def _write(path: Path, body: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(body)
    part.replace(path)


# --- forms --------------------------------------------------------------------------------------------------------


def _facts(plan: Plan, finished: str, *, complete: bool) -> RunFacts:
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
        apitest=__version__,
    )


def _targets(
    plan: Plan,
    walks: Mapping[tuple[str, str], EntityRow],
    evidence: Evidence | None,
    verdicts: Iterable[Verdict] = (),
) -> list[TargetFacts]:
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


def _verdict(target: Target, entity: str, requirement: Requirement, reason: str = "") -> Verdict:
    return Verdict(
        requirement=requirement.id,
        obligation=requirement.obligation,
        target=target.id,
        entity=entity,
        outcome=Outcome.UNTESTED,
        examined=0,
        reason=reason or "no test of it was run",
    )


def _as_json(plan: Plan) -> dict[str, Any]:
    return {"form": _FORM, "apitest": __version__, **asdict(plan), "started": plan.started.isoformat()}


def _order(row: Mapping[str, Any]) -> Order:
    return Order(
        targets=tuple(_target(item) for item in row["targets"]),
        depth=Depth(row["depth"]),
        seed=row["seed"],
        entities=tuple(row["entities"]),
        classes=tuple(row["classes"]),
        requirements=tuple(row["requirements"]),
        fail_on=row["fail_on"],
        contact=row["contact"],
        command=tuple(row["command"]),
    )


def _target(row: Mapping[str, Any]) -> Target:
    secret = row["credentials"]
    return Target(
        id=row["id"],
        name=row["name"],
        url=row["url"],
        dialect=row["dialect"],
        entities=tuple(row["entities"]),
        treaties=tuple(row["treaties"]),
        politeness=Politeness(**row["politeness"]),
        credentials=Credentials(**secret) if secret else None,
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


def _no_run(directory: Path, got: str) -> RunDirectoryError:
    return RunDirectoryError(
        expected="the directory of a run",
        got=got,
        where=str(directory),
        fix="Give the directory that 'apitest run' named, such as apitest-runs/20260101T000000Z-basel.",
    )
