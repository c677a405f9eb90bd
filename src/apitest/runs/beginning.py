"""The beginning of a run: its directory, and the first requests, which recognise each target."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from apitest.contracts import digest_of
from apitest.dialects import dialect_of, offered
from apitest.dialects.recognition import Recognised, recognise
from apitest.errors import CouldNotAssess, NotRecorded, RunDirectoryError, UnknownName
from apitest.evidence import Evidence
from apitest.model import Contract, Exchange, Query, Target
from apitest.recorded import EVIDENCE, HEADER, RESULTS, STREAM, write_whole
from apitest.reports import ndjson
from apitest.runs.concluding import facts_of, target_facts, untested
from apitest.runs.planning import LOG, Order, Plan, plan_as_json, read_plan, unwritable, write_json
from apitest.shipped import shipped
from apitest.verdicts import results_of
from apitest.wire import Client, moment, shared_evidence, wait_for_others

_NOT_FOUND = 404


def begin(order: Order, directory: Path, contract: Contract, *, started: datetime | None = None) -> Plan:
    """
    Make the run directory and recognise each target; the first requests of the run.

    `started`: moment of a recording that lies there; None: now.

    Raises:
        UnknownName: an entity set, class or requirement that the contract does not know.
        RunDirectoryError: the directory cannot be written, or holds a run already.
        KeyboardInterrupt: ctrl-C; the directory can be read all the same.
    """
    check_names(order, contract)
    prepare_directory(directory)
    started = (started or moment()).replace(microsecond=0)
    try:
        evidence = shared_evidence(directory / EVIDENCE)
        try:
            # Before the first question, so that a run that is killed from here on can be finished.
            return _acquainted(directory, _plan(order, started, contract), evidence, contract)
        finally:
            evidence.close()
    except OSError as error:
        raise unwritable(directory, error) from error


def _acquainted(directory: Path, plan: Plan, evidence: Evidence, contract: Contract) -> Plan:
    """The plan after each target that is in trouble has been asked what it is; on disk before and after, however it ends."""
    _write_plan(directory, plan, contract)
    if not plan.trouble:
        return plan
    met: dict[str, _Met] = {}
    try:
        for target in plan.order.targets:
            if target.id in plan.trouble:
                met[target.id] = _meet(target, plan.order, evidence, contract)
    finally:
        plan = _having_met(plan, met)
        _write_plan(directory, plan, contract)
    return plan


def _write_plan(directory: Path, plan: Plan, contract: Contract) -> None:
    write_json(directory / HEADER, plan_as_json(plan))
    _head(directory, plan, contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """A target after the first requests."""

    target: Target
    because: str = ""
    trouble: str = ""


def _meet(target: Target, order: Order, evidence: Evidence, contract: Contract) -> _Met:
    client = Client(target, evidence, contact=order.contact)
    try:
        found = recognised(client, contract, order.entities or target.entities)
    except CouldNotAssess as error:
        return _Met(target=target, trouble=error.told())
    finally:
        client.close()
    carried = offered(contract, dialect_of(found.dialect)).entities
    wanted = order.entities or target.entities or found.entities
    entities = tuple(name for name in wanted if name in carried)
    if wanted and not entities:
        nothing = CouldNotAssess(
            expected=f"a dialect that can carry {' or '.join(wanted)}",
            got=found.dialect,
            where=target.url,
            fix="Name sets that the service offers with --entity, or leave the option out.",
        )
        return _Met(target=target, trouble=nothing.told())
    known = replace(target, dialect=found.dialect, url=found.root, entities=entities)
    return _Met(target=known, because=found.because)


def begun_again(directory: Path, contract: Contract) -> Plan:
    """
    Make a run that broke off ready to be judged from its start, on the answers that it has.

    A target that could not be recognised then is asked again what it is.

    Raises:
        RunDirectoryError: no run has begun there, or it was begun with other contracts or suites.
    """
    plan = read_plan(directory)
    now = _digests(contract)
    changed = [name for name, digest in now.items() if plan.digests.get(name) != digest]
    if changed:
        raise RunDirectoryError(
            expected=f"the {' and '.join(changed)} that the run began with",
            got="others",
            where=str(directory),
            fix="Finish it with the version of apitest that began it, or begin a new run.",
        )
    try:
        (directory / RESULTS).unlink(missing_ok=True)
        evidence = shared_evidence(directory / EVIDENCE)
        try:
            wait_for_others(evidence)
            evidence.set_going()
            return _acquainted(directory, plan, evidence, contract)
        finally:
            evidence.close()
    except OSError as error:
        raise unwritable(directory, error) from error


def begin_stream(directory: Path, contract: Contract) -> None:
    """Begin the stream of a run that is judged once more on what it has recorded."""
    _head(directory, read_plan(directory), contract)


def seal(directory: Path, contract: Contract) -> None:
    """
    Make a recording of a run: it is judged by what it holds, with what is installed now, and asks nothing more.

    Raises:
        RunDirectoryError: there is no run that has begun, or its evidence cannot be read.
    """
    plan = read_plan(directory)
    evidence = Evidence(directory / EVIDENCE)
    evidence.seal()
    evidence.close()
    targets = tuple(replace(target, credentials=None) for target in plan.order.targets)
    installed = {**_digests(contract), "code": code_digest()}
    now = replace(plan, order=replace(plan.order, targets=targets), versions=contract.versions, digests=installed)
    write_json(directory / HEADER, plan_as_json(now))
    (directory / LOG).touch()


def _head(directory: Path, plan: Plan, contract: Contract) -> None:
    """Write the first line of the stream."""
    document = results_of(facts_of(plan, "", complete=False), target_facts(plan, {}, None), (), {}, contract)
    document["requirements"] = _every_requirement(plan, contract)
    write_whole(directory / STREAM, next(iter(ndjson.as_lines(document))).encode(), lasting=True)


def _digests(contract: Contract) -> dict[str, str]:
    return {"contracts": contract.digest, "suites": digest_of(shipped("suites"))}


def code_digest() -> str:
    """SHA-256 over the modules of apitest and their names, the same in a checkout and in a wheel."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root)
        if name.parts[0] != "shipped_files":
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _plan(order: Order, started: datetime, contract: Contract) -> Plan:
    """The plan before anybody has been asked anything."""
    return Plan(
        id=secrets.token_hex(6),
        order=order,
        started=started,
        trouble={target.id: _UNASKED.told() for target in order.targets},
        recognition={},
        versions=contract.versions,
        digests={**_digests(contract), "code": code_digest()},
    )


def _having_met(plan: Plan, met: Mapping[str, _Met]) -> Plan:
    """The plan with what those who were asked turned out to be."""
    trouble = {name: why for name, why in plan.trouble.items() if name not in met}
    return replace(
        plan,
        order=replace(
            plan.order,
            targets=tuple(met[item.id].target if item.id in met else item for item in plan.order.targets),
        ),
        trouble=trouble | {name: item.trouble for name, item in met.items() if item.trouble},
        recognition={**plan.recognition, **{name: item.because for name, item in met.items() if item.because}},
    )


_UNASKED = CouldNotAssess(
    expected="answers to the first questions",
    got="an interruption",
    where="the beginning of the run",
    fix="Finish it with 'apitest run --resume RUN'.",
)


def check_names(order: Order, contract: Contract) -> None:
    """
    Hold the names of an order against the contract.

    Raises:
        UnknownName: an entity set, class or requirement that the contract does not know.
    """
    classes = {item.conformance_class for item in contract.requirements.values()}
    for kind, names, known in (
        ("entity set", order.entities, set(contract.entities)),
        ("conformance class", order.classes, classes),
        ("requirement", order.requirements, set(contract.requirements)),
    ):
        for name in names:
            if name not in known:
                raise UnknownName.among(kind, name, known)


def prepare_directory(directory: Path) -> None:
    """
    Make a run directory.

    Raises:
        RunDirectoryError: it cannot be written, or holds a run already.
    """
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
        raise unwritable(directory, error) from error


def recognised(client: Client, contract: Contract, wanted: tuple[str, ...]) -> Recognised:
    """
    Recognise the dialect of a target, in four requests at the most.

    Raises:
        CouldNotAssess: no answer, or none that tells a dialect.
    """
    conversation = recognise(client.target.url, contract, client.target.dialect, wanted)
    try:
        query = next(conversation)
        while True:
            query = conversation.send(_met_with(client, query))
    except StopIteration as end:
        found: Recognised = end.value
        return found


def _met_with(client: Client, query: Query) -> Exchange:
    """An answer; of a recording that does not hold it: as if nothing were found there."""
    try:
        return client.send(query)
    except NotRecorded:
        return Exchange(query=query, status=_NOT_FOUND, headers=(), body=b"")


def _every_requirement(plan: Plan, contract: Contract) -> Any:  # noqa: ANN401 - rows of the results document
    every = [untested(target, entity, item) for target, entity, item in plan.asked(contract)]
    facts = target_facts(plan, {}, None)
    return results_of(facts_of(plan, "", complete=False), facts, every, {}, contract)["requirements"]
