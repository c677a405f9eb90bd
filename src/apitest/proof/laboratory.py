"""One dialect's reference endpoint on the bench: honest, lying alone, lying in batches; and all verdicts on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import httpx

from apitest.assessment import Bench
from apitest.dialects import Dialect, offered
from apitest.errors import ApitestError
from apitest.evidence import Evidence
from apitest.model import Contract, Depth, Json, Outcome, Politeness, Query, Target, Verdict
from apitest.proof.asking import Asking, Sample
from apitest.proof.batches import Place, batches_of, found_at, linked, parted, position_of, texts_of, unexplained
from apitest.proof.matrix import Trial
from apitest.proof.memory import Recent, RememberedLooks, RememberedStore, RememberedTouches
from apitest.proof.pages import RememberedDialect
from apitest.proof.tracing import Following, FollowingBench, Traces
from apitest.reference.lying import Act, Fault
from apitest.reference.pace import StandInClock
from apitest.reference.records import counts_for
from apitest.reference.service import Service, honest_store, tag_of
from apitest.reference.store import Store
from apitest.verdicts import consequences
from apitest.wire import Client, moment

_HOST = "reference.example"
_HONEST = Act("nothing is wrong")
_SEED = 1
_NOW = moment()
"""One moment for all dialects of a process, read when the lies are made: some say that something was changed just now."""
_FILES = 4
"""Files of each set that are asked for."""
_TAGS = 5_000
"""Bodies of which the entity tag is remembered."""


class Laboratory:
    """Everything that the trials in one dialect share."""

    def __init__(self, contract: Contract, dialect: Dialect) -> None:
        """Prepare; nothing is tried yet."""
        self._contract = contract
        self._store = RememberedStore(honest_store(contract, counts_for(None)))
        self._dialect = RememberedDialect(dialect, self._store)
        self._looks, self._touches = RememberedLooks(), RememberedTouches()
        self._tags: Recent[str] = Recent(_TAGS)
        self._target = target_of(contract, dialect, connections=1)
        self._now = _NOW
        self._manners = {depth: _Manner() for depth in Depth}

    @property
    def reused(self) -> int:
        """How often something was not worked out again."""
        return sum(manner.traces.reused for manner in self._manners.values())

    def _tag(self, body: bytes) -> str:
        return self._tags.of(body, lambda: tag_of(body))

    def close(self) -> None:
        """
        See that the honest records are still honest.

        Raises:
            ApitestError: a fault changed them in place.
        """
        for key in self._store.changed():
            raise ApitestError(
                expected="faults that change a copy of what they are given",
                got="one that changed the honest records in place",
                where=key,
                fix="Let the fault build a new record instead.",
            )

    def honest(self) -> Trial:
        """The endpoint that does not lie."""
        verdicts = self._honest(Depth.STANDARD, self._target.entities)
        return self._trial(None, _HONEST, _failed(consequences(verdicts, self._contract)), lie=False)

    def _honest(self, depth: Depth, entities: Sequence[str]) -> Sequence[Verdict]:
        """Verdicts on the honest endpoint, each set judged once; what they consult is noted on the way."""
        manner = self._manners[depth]
        new = tuple(name for name in entities or self._target.entities if name not in manner.judged)
        if new:
            manner.judged.update(new)
            manner.honest += self._judged([], new, depth, recording=True)[0]
        return manner.honest

    def alone(self, fault: Fault, *, lie: bool) -> Trial:
        """One lie, or one near-miss."""
        act, sets = fault.lie if lie else fault.near_miss, self._told_in(fault)
        told: list[Verdict] = []
        touched: set[int] = set()
        for depth, judged_sets in self._rounds(fault, sets):
            verdicts, changed = self.verdicts([(sets, act)], judged_sets, depth)
            told += consequences(verdicts, self._contract)
            touched |= changed
        return self._trial(fault, act, _failed(told), lie=lie, idle=not touched, followed=_followed(told))

    def _told_in(self, fault: Fault) -> tuple[str, ...]:
        """The sets that a fault acts on here; empty: the whole service."""
        if not fault.one_set:
            return fault.entities
        return tuple(name for name in fault.entities if name in self._target.entities)[:1]

    def _rounds(self, fault: Fault, sets: tuple[str, ...]) -> Iterator[tuple[Depth, tuple[str, ...]]]:
        """
        To which depth what is judged.

        Of a lie about the whole service, all sets are judged to depth standard; what takes depth full is judged of the
        service and of one set, for it would cost more than all else together.
        """
        if self._contract.requirements[fault.breaks].depth is not Depth.FULL:
            yield Depth.STANDARD, sets
        elif sets:
            yield Depth.FULL, sets
        else:
            yield Depth.STANDARD, ()
            yield Depth.FULL, self._target.entities[:1]

    def batches(self, faults: Iterable[Fault]) -> Iterator[Trial]:
        """Trials of all faults that a batch can decide."""
        for batch in batches_of(faults):
            for lie in (True, False):
                yield from self.together(batch, lie=lie)

    def together(self, batch: Sequence[Fault], *, lie: bool) -> list[Trial]:
        """The trials of a batch that it can decide; one that shows what it cannot explain is tried in parts."""
        acts = [fault.lie if lie else fault.near_miss for fault in batch]
        sets = tuple(dict.fromkeys(name for fault in batch for name in fault.entities))
        verdicts, touched = self.verdicts([(f.entities, act) for f, act in zip(batch, acts, strict=True)], sets)
        places = [place for fault, act in zip(batch, acts, strict=True) for place in self._places(fault, act)]
        untold = unexplained(verdicts, places)
        if untold:
            near = linked(places, {(entity, key): self._honestly(entity, key) for entity, key in untold.records})
            return [trial for part in parted(batch, untold, near) for trial in self.together(part, lie=lie)]
        trials = []
        for number, (fault, act) in enumerate(zip(batch, acts, strict=True)):
            told = consequences(found_at(fault, places, verdicts), self._contract)
            trial = self._trial(
                fault, act, _failed(told), lie=lie, idle=number not in touched, followed=_followed(told)
            )
            if trial.failed == ((fault.through or fault.breaks,) if lie else ()) and (trial.detected or not lie):
                trials.append(trial)
        return trials

    def _places(self, fault: Fault, act: Act) -> Iterator[Place]:
        position = position_of(act)
        for entity in fault.entities:
            records = self._store.listed(entity)
            before = records[position] if position < len(records) else None
            if before is not None:
                after = act.record(before.copy(), position)
                key = self._contract.entities[entity].key
                ids = frozenset({before.get(key), after.get(key) if after else None})
                mentions = frozenset(texts_of([before, after]))
                yield Place(fault=fault, entity=entity, position=position, ids=ids, mentions=mentions)

    def _honestly(self, entity: str, key: str | None) -> Json:
        """The honest record of an id; None: there is none."""
        return self._store.one(self._contract.entities[entity], key) if entity and key else None

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

    def verdicts(
        self,
        acts: list[tuple[tuple[str, ...], Act]],
        entities: tuple[str, ...],
        depth: Depth = Depth.STANDARD,
        *,
        afresh: bool = False,
    ) -> tuple[list[Verdict], set[int]]:
        """
        Verdicts on the endpoint as these acts have it, and the numbers of the acts that changed anything.

        `afresh`: ask over the wire and work everything out, whatever is known of the honest endpoint.
        """
        self._honest(depth, self._target.entities if depth is Depth.STANDARD else entities)
        return self._judged(acts, entities, depth, afresh=afresh)

    def _judged(
        self,
        acts: list[tuple[tuple[str, ...], Act]],
        entities: tuple[str, ...],
        depth: Depth,
        *,
        recording: bool = False,
        afresh: bool = False,
    ) -> tuple[list[Verdict], set[int]]:
        dialect, clock, manner = cast("Dialect", self._dialect), StandInClock(), self._manners[depth]
        service = Service(
            self._contract,
            acts=acts,
            store=cast("Store", self._store),
            dialects={self._dialect.NAME: dialect},
            compress=depth is Depth.FULL,
            pause=clock.wait,
            keep=self._store.keep,
            tag=self._tag,
        )
        following = Following(None if afresh else manner.traces, recording=recording)
        timed = any(act.seconds is not None for _, act in acts)
        client = Asking(
            self._target,
            service,
            {} if timed or afresh else manner.samples,
            clock,
            following.note,
            over_the_wire=timed or afresh or not acts or depth is Depth.FULL,
        )
        bench = FollowingBench(
            following,
            self._contract,
            self._target,
            cast("Client", client),
            now=self._now,
            seed=_SEED,
            depth=Depth.STANDARD,
            judged_to=depth,
            dialect=dialect,
            look=self._looks,
            touch=self._touches,
            read=self._dialect.rows_in,
        )
        try:
            return _verdicts_of(bench, entities), service.touched
        finally:
            client.close()


@dataclass(slots=True)
class _Manner:
    """What is known of the honest endpoint, judged to one depth."""

    judged: set[str] = field(default_factory=set)
    """Entity sets."""
    honest: list[Verdict] = field(default_factory=list)
    samples: dict[Query, Sample] = field(default_factory=dict)
    traces: Traces = field(default_factory=Traces)


def target_of(contract: Contract, dialect: Dialect, *, connections: int = 0) -> Target:
    """The reference endpoint as a target, with all sets that the dialect has a place for."""
    return Target(
        id="reference",
        name="reference endpoint",
        url=f"http://{_HOST}/{dialect.NAME}/{dialect.ROOT}".rstrip("/"),
        dialect=dialect.NAME,
        entities=tuple(offered(contract, dialect).entities),
        politeness=Politeness(rate=0, connections=connections, max_files=_FILES),
    )


def judged(contract: Contract, dialect: Dialect, service: Service, entities: tuple[str, ...] = ()) -> list[Verdict]:
    """All verdicts on an endpoint asked in process; `entities` narrows what is judged, not what is served."""
    target, evidence, clock = target_of(contract, dialect), Evidence(), StandInClock()
    client = Client(target, evidence, transport=httpx.WSGITransport(app=service), sleep=clock.wait, clock=clock.now)
    looks = RememberedLooks()
    bench = Bench(contract, target, client, now=moment(), seed=_SEED, depth=Depth.STANDARD, dialect=dialect, look=looks)
    try:
        return _verdicts_of(bench, entities)
    finally:
        client.close()
        evidence.close()


def _verdicts_of(bench: Bench, entities: tuple[str, ...]) -> list[Verdict]:
    served = bench.target.entities
    return [
        bench.of(entity).judge(requirement)
        for entity in ("", *(name for name in entities or served if name in served))
        for requirement in bench.requirements_of(entity)
    ]


def _failed(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED))


def _followed(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Requirements that are broken as a consequence: they have findings, and a root."""
    return tuple(dict.fromkeys(verdict.requirement for verdict in verdicts if verdict.root and verdict.findings))
