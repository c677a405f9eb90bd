"""
Trying the honest endpoint, every lie and every near-miss, in every dialect that can carry it.

Lies about single records are tried many at a time, each in a record of its own: what is found in that record must be
the breach of the bound requirement and nothing else. Wherever such a batch shows anything that it cannot explain, its
lies are tried one by one, as all others are.
"""

import copy
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from typing import cast

import httpx

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, Dialect, offered, sayable, sets_without, unbound
from apitest.errors import ApitestError
from apitest.evidence import Evidence
from apitest.model import Contract, Depth, Finding, Json, Outcome, Politeness, Requirement, Target, Verdict
from apitest.proof.matrix import Proof, Trial
from apitest.proof.memory import RememberedDialect, RememberedLooks, RememberedStore
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act, At, Fault, unchanged
from apitest.reference.pace import StandInClock
from apitest.reference.records import counts_for
from apitest.reference.service import Service, honest_store
from apitest.reference.store import Store
from apitest.verdicts import consequences
from apitest.wire import Client, moment

_HOST = "reference.example"
_FILES = 4
"""Files of each set that are asked for."""
_HONEST = Act("nothing is wrong")


def prove(
    contract: Contract | None = None,
    *,
    dialects: Iterable[str] = (),
    faults: Iterable[str] = (),
    workers: int = 0,
    report: Callable[[str], None] = lambda _line: None,
) -> Proof:
    """
    Try everything.

    `dialects`, `faults`: names to narrow it; empty: all. `workers`: processes, one dialect each at a time; 0: as many
    as there are processors, 1: this one alone. `report` is told what has been tried.

    Raises:
        ApitestError: a fault changed honest records in place.
    """
    contract = contract or load_contract()
    wanted = tuple(faults)
    spoken = tuple(dialects) or tuple(DIALECTS)
    chosen = wanted or tuple(FAULTS)
    trials: list[Trial] = []
    for name, found in zip(spoken, _in_parallel(spoken, chosen, workers or os.cpu_count() or 1), strict=True):
        trials += found
        report(f"{name}: {len(found)} trials")
    return Proof(
        trials=tuple(trials),
        unproved=() if wanted else tuple(_unproved(contract, spoken)),
        requirements=len(contract.requirements),
        faults=len(chosen),
        dialects=spoken,
        not_carried=tuple(
            (name, dialect, reason)
            for dialect in spoken
            for name in chosen
            if (reason := hindrance(contract, FAULTS[name], DIALECTS[dialect]))
        ),
    )


def _in_parallel(dialects: Sequence[str], faults: Sequence[str], workers: int) -> Iterator[tuple[Trial, ...]]:
    if min(workers, len(dialects)) == 1:
        for name in dialects:
            yield tried(name, faults)
        return
    with ProcessPoolExecutor(min(workers, len(dialects)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(tried, dialects, [faults] * len(dialects))


def tried(dialect: str, faults: Sequence[str]) -> tuple[Trial, ...]:
    """All trials in one dialect, in the order of the faults: honest first, then each lie before its near-miss."""
    contract = load_contract()
    carried = [FAULTS[name] for name in faults if carries(contract, FAULTS[name], DIALECTS[dialect])]
    bench = _Laboratory(contract, DIALECTS[dialect])
    found = {(trial.fault, trial.lie): trial for trial in bench.batches(carried)}
    for fault in carried:
        for lie in (True, False):
            if (fault.name, lie) not in found:
                found[fault.name, lie] = bench.alone(fault, lie=lie)
    bench.close()
    return (bench.honest(), *(found[fault.name, lie] for fault in carried for lie in (True, False)))


def carries(contract: Contract, fault: Fault, dialect: Dialect) -> bool:
    """Whether a dialect can carry a fault: its requirement binds there, and so does the fault."""
    return not hindrance(contract, fault, dialect)


def hindrance(contract: Contract, fault: Fault, dialect: Dialect) -> str:
    """Why a dialect cannot carry a fault; empty: it can."""
    requirement = contract.requirements[fault.breaks]
    if fault.dialects and dialect.NAME not in fault.dialects:
        return f"The lie is one of {', '.join(fault.dialects)} alone."
    lacking = [dialect.LACKS[feature] for feature in fault.needs if feature in dialect.LACKS]
    if lacking or unbound(requirement, dialect):
        return lacking[0] if lacking else unbound(requirement, dialect)
    if lost_on_the_way(contract, fault, dialect):
        return "The dialect has no place for what it changes."
    served = offered(contract, dialect).entities
    placed = not fault.entities or any(name in served for name in fault.entities)
    if placed and binds(contract, requirement, dialect):
        return ""
    return "The dialect has no place for what it is about."


def lost_on_the_way(contract: Contract, fault: Fault, dialect: Dialect) -> bool:
    """Whether a lie changes records only, and the dialect sends the changed ones exactly as the honest ones."""
    act = fault.lie
    if act.record is unchanged or act.hear or act.answer or act.reply or not hasattr(dialect, "sayable"):
        return False
    for name in fault.entities or tuple(contract.entities):
        entity = contract.entities[name]
        for position, record in _concerned(act, name) if name not in sets_without(dialect) else ():
            changed = act.record(copy.deepcopy(record), position)
            if changed is None or sayable(dialect, changed, entity) != sayable(dialect, record, entity):
                return False
    return True


def _concerned(act: Act, entity: str) -> Iterable[tuple[int, dict[str, Json]]]:
    """The honest records that an act may change, with their positions."""
    records = _honest_store().listed(entity)
    if isinstance(act.record, At):
        position = act.record.position
        return ((position, records[position]),) if position < len(records) else ()
    return enumerate(records)


@cache
def _honest_store() -> Store:
    return honest_store(load_contract(), counts_for(None))


def binds(contract: Contract, requirement: Requirement, dialect: Dialect) -> bool:
    """Whether a service of this dialect can fulfil or break a requirement at all."""
    if unbound(requirement, dialect):
        return False
    sets = offered(contract, dialect).entities
    served = [name for name in requirement.entities if name in sets]
    if not requirement.where:
        return bool(served) or not requirement.entities
    return any(
        not contract.entities[name].bearing(requirement.where).isdisjoint(sets[name].shape.fields) for name in served
    )


def _unproved(contract: Contract, dialects: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in dialects:
        dialect = DIALECTS[name]
        proved = {fault.breaks for fault in FAULTS.values() if carries(contract, fault, dialect)}
        for requirement in contract.requirements.values():
            if binds(contract, requirement, dialect) and requirement.id not in proved:
                yield requirement.id, name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a lie of a batch stands."""

    fault: Fault
    entity: str
    position: int
    ids: frozenset[str | None]
    """The id of the record, before and after."""


class _Laboratory:
    """Everything that the trials in one dialect share."""

    def __init__(self, contract: Contract, dialect: Dialect) -> None:
        self._contract = contract
        self._store = RememberedStore(honest_store(contract, counts_for(None)))
        self._dialect = RememberedDialect(dialect, self._store)
        self._looks = RememberedLooks()

    def close(self) -> None:
        """
        See that the honest records are still honest.

        Raises:
            ApitestError: a fault changed them in place.
        """
        for question in self._store.changed():
            raise ApitestError(
                expected="faults that change a copy of what they are given",
                got="one that changed the honest records in place",
                where=str(question),
                fix="Let the fault build a new record instead.",
            )

    def honest(self) -> Trial:
        """The endpoint that does not lie."""
        verdicts, _ = self._judged([], ())
        return self._trial(None, _HONEST, _failed(consequences(verdicts, self._contract)), lie=False)

    def alone(self, fault: Fault, *, lie: bool) -> Trial:
        """One lie, or one near-miss."""
        act = fault.lie if lie else fault.near_miss
        depth = max(Depth.STANDARD, self._contract.requirements[fault.breaks].depth, key=[*Depth].index)
        verdicts, touched = self._judged([(fault.entities, act)], fault.entities, depth)
        told = consequences(verdicts, self._contract)
        failed = _failed(told)
        return self._trial(fault, act, failed, lie=lie, idle=not touched, followed=_followed(told))

    def batches(self, faults: Iterable[Fault]) -> Iterator[Trial]:
        """Trials of all faults that a batch can decide."""
        for batch in _batches(faults):
            for lie in (True, False):
                yield from self._batch(batch, lie=lie)

    def _batch(self, batch: Sequence[Fault], *, lie: bool) -> list[Trial]:
        acts = [fault.lie if lie else fault.near_miss for fault in batch]
        sets = tuple(dict.fromkeys(name for fault in batch for name in fault.entities))
        verdicts, touched = self._judged([(f.entities, act) for f, act in zip(batch, acts, strict=True)], sets)
        places = [place for fault, act in zip(batch, acts, strict=True) for place in self._places(fault, act)]
        if not _explained(verdicts, places):
            return []
        return [
            self._trial(fault, act, failed, lie=lie, idle=number not in touched)
            for number, (fault, act) in enumerate(zip(batch, acts, strict=True))
            for failed in [_failed(consequences(_found_at(fault, places, verdicts), self._contract))]
            if failed == ((fault.through or fault.breaks,) if lie else ()) and not fault.through
        ]

    def _places(self, fault: Fault, act: Act) -> Iterator[_Place]:
        position = _position(act)
        for entity in fault.entities:
            records = self._store.listed(entity)
            before = records[position] if position < len(records) else None
            if before is not None:
                after = act.record(before.copy(), position)
                ids = frozenset({before.get("id"), after.get("id") if after else None})
                yield _Place(fault=fault, entity=entity, position=position, ids=ids)

    def _trial(
        self,
        fault: Fault | None,
        act: Act,
        failed: tuple[str, ...],
        *,
        lie: bool,
        idle: bool = False,
        followed: tuple[str, ...] = (),
    ) -> Trial:
        return Trial(
            fault=fault.name if fault else "",
            breaks=fault.breaks if fault else "",
            dialect=self._dialect.NAME,
            lie=lie,
            sentence=act.sentence,
            failed=failed,
            through=fault.through if fault else "",
            followed=followed,
            idle=idle,
        )

    def _judged(
        self,
        acts: list[tuple[tuple[str, ...], Act]],
        entities: tuple[str, ...],
        depth: Depth = Depth.STANDARD,
    ) -> tuple[list[Verdict], set[int]]:
        name, clock = self._dialect.NAME, StandInClock()
        dialect = cast("Dialect", self._dialect)
        service = Service(
            self._contract,
            acts=acts,
            store=cast("Store", self._store),
            dialects={name: dialect},
            compress=depth is Depth.FULL,
            pause=clock.wait,
        )
        found = judged(self._contract, dialect, service, entities, looks=self._looks, depth=depth, clock=clock)
        return found, service.touched


def judged(
    contract: Contract,
    dialect: Dialect,
    service: Service,
    entities: tuple[str, ...] = (),
    *,
    looks: RememberedLooks | None = None,
    depth: Depth = Depth.STANDARD,
    clock: StandInClock | None = None,
) -> list[Verdict]:
    """
    All verdicts on an endpoint asked in process; `entities` narrows what is judged, not what is served.

    `clock`: the one by which the endpoint says how long it takes; nobody waits.
    """
    clock = clock or StandInClock()
    served = offered(contract, dialect).entities
    target = Target(
        id="reference",
        name="reference endpoint",
        url=f"http://{_HOST}/{dialect.NAME}/{dialect.ROOT}".rstrip("/"),
        dialect=dialect.NAME,
        entities=tuple(served),
        politeness=Politeness(rate=0, connections=0, max_files=_FILES),
    )
    evidence = Evidence()
    client = Client(target, evidence, transport=httpx.WSGITransport(app=service), sleep=clock.wait, clock=clock.now)
    bench = Bench(
        contract,
        target,
        client,
        now=moment(),
        seed=1,
        depth=Depth.STANDARD,
        judged_to=depth,
        dialect=dialect,
        look=looks or RememberedLooks(),
    )
    try:
        return [
            bench.of(entity).judge(requirement)
            for entity in ("", *(name for name in entities or served if name in served))
            for requirement in bench.requirements_of(entity)
        ]
    finally:
        client.close()
        evidence.close()


# --- batches ------------------------------------------------------------------------------------------------------


def _batches(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Faults that change one record only, so grouped that no two of a batch change the same one."""
    batches: list[tuple[set[tuple[str, int]], list[Fault]]] = []
    for fault in faults:
        if not (_changes_one_record(fault.lie) and _changes_one_record(fault.near_miss) and fault.entities):
            continue
        taken = {(entity, _position(act)) for act in (fault.lie, fault.near_miss) for entity in fault.entities}
        for used, batch in batches:
            if not used & taken:
                used.update(taken)
                batch.append(fault)
                break
        else:
            batches.append((taken, [fault]))
    return [batch for _, batch in batches if len(batch) > 1]


def _changes_one_record(act: Act) -> bool:
    return isinstance(act.record, At) and act.hear is None and act.answer is None and act.reply is None


def _position(act: Act) -> int:
    assert isinstance(act.record, At)
    return act.record.position


def _explained(verdicts: Iterable[Verdict], places: Sequence[_Place]) -> bool:
    """Whether every failure of a batch is told record by record, in records that the batch has changed."""
    known = {(place.entity, identifier) for place in places for identifier in place.ids}
    failed = [verdict for verdict in verdicts if verdict.outcome is Outcome.FAILED]
    return all(
        verdict.total == len(verdict.findings)
        and all((verdict.entity, finding.record) in known for finding in verdict.findings)
        for verdict in failed
    )


def _found_at(fault: Fault, places: Iterable[_Place], verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts as they would be if only one lie of the batch had been told."""
    here = {(place.entity, identifier) for place in places if place.fault is fault for identifier in place.ids}

    def concerns(verdict: Verdict, finding: Finding) -> bool:
        return (verdict.entity, finding.record) in here

    return [
        replace(verdict, findings=findings, total=len(findings))
        for verdict in verdicts
        if verdict.outcome is Outcome.FAILED
        for findings in [tuple(finding for finding in verdict.findings if concerns(verdict, finding))]
        if findings
    ]


def _failed(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED))


def _followed(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Requirements that are broken as a consequence: they have findings, and a root."""
    return tuple(dict.fromkeys(verdict.requirement for verdict in verdicts if verdict.root and verdict.findings))
