"""
One target, asked and judged: the single way from a requirement to its verdict, whoever schedules it.

The suites ask for one requirement after the other under pytest; the proof does so in a loop. A walk is made when the
first requirement needs it, and every record-level check runs in that one pass.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from apitest.acceptance.importing import Touching
from apitest.acceptance.records import touches_of
from apitest.acceptance.requirements import HALTING, REQUIRED
from apitest.assessment.binding import NEEDS_NO_LISTING, listed, not_judged, put_to_records
from apitest.assessment.rows import row_of
from apitest.assessment.sparing import few_collections
from apitest.assessment.talking import beside_the_walk, outcome_of, reason_of, surveyed, talked
from apitest.checks import CONVERSATIONS, HARVESTS
from apitest.checks.beyond_doubt import with_knowledge
from apitest.checks.conversing import ConversationCheck, NotOffered, Subject, Undecided
from apitest.checks.examining import CAP, Checks, Examination, Judge, Seen, finding_of, judge_notes, look_at
from apitest.checks.measuring import Survey, survey
from apitest.checks.setting import Setting
from apitest.costs import costs_of
from apitest.dialects import Dialect, dialect_of
from apitest.errors import NOT_IN_RECORDING, BudgetSpent, CouldNotAssess, NotRecorded
from apitest.fuzzing import FUZZED, draw
from apitest.model import (
    Contract,
    Departure,
    Depth,
    EntitySet,
    Finding,
    Harvest,
    Json,
    Outcome,
    Record,
    Requirement,
    Target,
    Verdict,
)
from apitest.rehearsal import Rehearsal, departures_of
from apitest.results import CostRow, EntityRow
from apitest.shapes import CONVERSATIONS as SHAPED
from apitest.wire import Client, Walk

NO_RECORDS = "the set has no records"
"""Why what is required of records is inapplicable."""
TALKS: Mapping[str, ConversationCheck] = {**CONVERSATIONS, **SHAPED, **FUZZED}
"""All checks that ask for more, by requirement."""
_QUICK_PAGES = 2
_HOLD_OF_NOTHING = ("transport", "service", "paging")
"""Classes that an empty set fulfils; what is required of records is inapplicable where there are none."""


class Bench:
    """A target and all that is needed to judge it."""

    def __init__(
        self,
        contract: Contract,
        target: Target,
        client: Client,
        *,
        now: datetime,
        seed: int,
        depth: Depth,
        dialect: Dialect | None = None,
        look: Callable[[Record, Setting, Checks], Seen] = look_at,
        judge: Judge = judge_notes,
        touch: Touching = touches_of,
        judged_to: Depth | None = None,
    ) -> None:
        """
        Prepare; nothing is asked yet. `target.dialect` is a dialect's name, not `auto`.

        `judged_to`: requirements of deeper depths that are to be judged all the same, with as little asked as at `depth`.

        `dialect`, `look`, `judge` and `touch` stand in for the dialect, `look_at`, `judge_notes` and `touches_of` where
        what they found is to be remembered.
        """
        self.contract, self.target, self.client = contract, target, client
        self.now, self.seed, self.depth, self.judged_to = now, seed, depth, judged_to or depth
        self.dialect: Dialect = dialect or dialect_of(target.dialect)
        self.look, self.judge, self.touch = look, judge, touch
        self._sets: dict[str, Assessment] = {}

    def of(self, entity: str) -> "Assessment":
        """The assessment of an entity set; an empty name: of the service as a whole."""
        if entity not in self._sets:
            self._sets[entity] = self.assessment(entity)
        return self._sets[entity]

    def known(self, entity: str) -> EntitySet:
        """An entity set, with what is known of the target in the schema of its records that are beyond doubt."""
        asked = self.contract.entities[entity]
        return replace(asked, beyond_doubt=with_knowledge(asked, self.contract, self.target))

    def assessment(self, entity: str) -> "Assessment":
        """A new assessment of an entity set."""
        return Assessment(self, entity)

    def ids_of(self, entity: str) -> frozenset[str] | None:
        """The ids of another set of the same target; None: not served, not walked to its end, or not at this depth."""
        if entity not in self.target.entities or self.depth is Depth.QUICK:
            return None
        try:
            harvest = self.of(entity).harvest
        except CouldNotAssess:
            return None
        return frozenset(key for key in harvest.ids if key is not None) if harvest.complete else None

    def facts_of(self, entity: str, name: str) -> Mapping[str, Json] | None:
        """Id → value of a property that another set keeps; None as `ids_of`."""
        if self.ids_of(entity) is None:
            return None
        harvest = self.of(entity).harvest
        return {key: value for key, value in zip(harvest.ids, harvest.columns[name], strict=True) if key is not None}

    @cached_property
    def rehearsal(self) -> Rehearsal:
        """The portal's import, as it would go."""
        return self.rehearsed(frozenset())

    @cached_property
    def free_rehearsal(self) -> Rehearsal:
        """The portal's import as if nothing kept other records out: each rule by itself."""
        return self.rehearsed(HALTING)

    def rehearsed(self, mended: frozenset[str]) -> Rehearsal:
        """A new rehearsal, in which some rules of the portal shall not decide."""
        return Rehearsal(
            self.contract,
            self.target,
            self.client.send,
            evidence=self.client.evidence,
            mended=mended,
            touch=self.touch,
        )

    def requirements_of(self, entity: str) -> list[Requirement]:
        """What binds an entity set, in catalogue order; an empty name: what binds the service as a whole."""
        every = self.contract.requirements.values()
        return [item for item in every if (entity in item.entities if entity else not item.entities)]


class Assessment:
    """An entity set of a target, walked once, judged requirement by requirement."""

    def __init__(self, bench: Bench, entity: str) -> None:
        """Prepare; nothing is asked yet."""
        self._bench, self.entity = bench, entity
        self.trouble = ""
        """Why the walk broke off for no breach of the service; empty: it did not."""
        self._untold = Outcome.CANT_TELL
        """What that makes of a requirement that was not seen to be broken."""
        name = entity or next(iter(bench.target.entities), next(iter(bench.contract.entities)))
        self._setting = Setting(
            contract=bench.contract,
            target=bench.target,
            entity=bench.known(name),
            now=bench.now,
            unsayable=bench.dialect.UNSAYABLE,
            ids_of=bench.ids_of,
            facts_of=bench.facts_of,
        )

    @cached_property
    def total(self) -> int | None:
        """
        What the service says there is; None: it does not say so in its dialect's form.

        Raises:
            NoAnswer, BudgetSpent: as `Client.send`.
        """
        dialect = self._bench.dialect
        if "count" not in dialect.FEATURES:
            return None
        try:
            exchange = self._bench.client.send(dialect.count(self._bench.target.url, self._setting.entity))
        except NotRecorded:
            return None
        return dialect.read_count(exchange)

    @cached_property
    def walked(self) -> tuple[Examination, Harvest]:
        """The set as walked, and what a look at every record found."""
        bench = self._bench
        binding = put_to_records(bench.requirements_of(self.entity), bench.target, bench.dialect, bench.judged_to)
        examination = Examination(self._setting, bench.dialect, binding, bench.look, bench.judge)
        walk = Walk(
            bench.client,
            bench.dialect,
            self._setting.entity,
            total=self.total,
            most_pages=_QUICK_PAGES if bench.depth is Depth.QUICK else None,
        )
        ending = ""
        try:
            with few_collections():
                for exchange, page in walk:
                    examination.take(exchange, page)
        except CouldNotAssess as trouble:
            # What was seen until then still counts: a breach is a breach, but nothing can be said to hold.
            self.trouble, self._untold = reason_of(trouble), outcome_of(trouble)
            ending = "budget" if isinstance(trouble, BudgetSpent) else "broken-off"
        examination.finish()
        return examination, examination.harvest(ending or walk.ending)

    @property
    def costs(self) -> CostRow | None:
        """What a harvest of the set costs; depth full asks more for it. None: it is not walked to be judged, or not yet."""
        walked = self.entity and "walked" in self.__dict__ and self._bench.depth is not Depth.QUICK
        return self._costs if walked and self.harvest.leaves else None

    @cached_property
    def _costs(self) -> CostRow:
        bench = self._bench
        try:
            if bench.depth is Depth.FULL:
                return costs_of(self.subject, surveyed(survey(self.subject), bench.client.send))
            return costs_of(self.subject, Survey(first=bench.client.send(self.harvest.leaves[0].exchange.query)))
        except CouldNotAssess:
            return costs_of(self.subject, Survey())

    @property
    def seen(self) -> EntityRow | None:
        """How much of the set was seen; None: it has not been walked."""
        if not self.entity or "walked" not in self.__dict__:
            return None
        return row_of(self.harvest, self.walked[0], self._bench.dialect, self._bench.contract.entities[self.entity])

    @property
    def harvest(self) -> Harvest:
        """
        The set as walked.

        Raises:
            NoAnswer, BudgetSpent: the service could not even be asked how many records there are.
        """
        return self.walked[1]

    @cached_property
    def subject(self) -> Subject:
        """The set as a conversation needs it."""
        bench = self._bench
        harvest = (
            self.harvest if self.entity else Harvest(entity="", leaves=(), ending="unasked", samples=(), columns={})
        )
        origin = f"{bench.seed}/{self._setting.entity.name}"
        return Subject(
            contract=bench.contract,
            target=bench.target,
            entity=self._setting.entity,
            now=bench.now,
            ids_of=bench.ids_of,
            facts_of=bench.facts_of,
            dialect=bench.dialect,
            harvest=harvest,
            total=self.total if self.entity else None,
            draw=lambda purpose, candidates, many: draw(f"{origin}/{purpose}", candidates, many),
            depth=bench.depth,
            seed=bench.seed,
        )

    def judge(self, requirement: Requirement) -> Verdict:
        """The verdict on a requirement; trouble in asking makes it cantTell, never failed."""
        bench = self._bench
        settled = not_judged(requirement, self.entity, bench.target, bench.dialect, bench.depth, bench.judged_to)
        if settled:
            return self._verdict(requirement, settled[0], reason=settled[1])
        try:
            return self._judged(requirement)
        except CouldNotAssess as trouble:
            return self._verdict(requirement, outcome_of(trouble), reason=reason_of(trouble))

    def _judged(self, requirement: Requirement) -> Verdict:
        if requirement.id in TALKS:
            return self._conversed(requirement)
        if requirement.id in REQUIRED:
            return self._accepted(requirement)
        examination, harvest = self.walked
        if requirement.id in HARVESTS:
            departures = [*HARVESTS[requirement.id](self.subject)]
            return self._found(requirement, departures, examined=len(harvest.ids), broken=examination.broken)
        tally = examination.tallies[requirement.id]
        if tally.total:
            return self._verdict(
                requirement,
                Outcome.FAILED,
                findings=tuple(tally.kept),
                total=tally.total,
                examined=examination.examined,
            )
        seen = examination.examined
        found = (
            []
            if self.trouble
            else beside_the_walk(requirement, examination, lambda: self.subject, self._bench.client.send)
        )
        if found:
            return self._found(requirement, found, examined=seen)
        return self._spotless(requirement, seen, examination.broken)

    def _accepted(self, requirement: Requirement) -> Verdict:
        """What the portal would lose by one rule of its importer."""
        examination, harvest = self.walked
        rule = REQUIRED[requirement.id]
        halts = rule in HALTING
        outcome = (self._bench.rehearsal if halts else self._bench.free_rehearsal).of(self.entity)
        departures, total = departures_of(outcome, rule)
        if departures:
            found = self._found(requirement, departures, examined=len(harvest.ids))
            return replace(found, total=max(total, len(found.findings)))
        if outcome.cut == NOT_IN_RECORDING:
            return self._verdict(requirement, Outcome.UNTESTED, reason=outcome.unanswered[0])
        if outcome.cut:
            return self._verdict(requirement, Outcome.CANT_TELL, reason=outcome.cut)
        return self._spotless(requirement, examination.examined, "" if halts else examination.broken)

    def _spotless(self, requirement: Requirement, examined: int, broken: str) -> Verdict:
        root = broken
        if self.harvest.ending == "looped" and requirement.id != "paging/walk-ends":
            root = root or "paging/walk-ends"
        if root:
            return self._follows(requirement, root, examined)
        if self.trouble:
            return self._verdict(requirement, self._untold, examined=examined, reason=self.trouble)
        if not examined and requirement.conformance_class not in _HOLD_OF_NOTHING:
            return self._verdict(requirement, Outcome.INAPPLICABLE, reason=NO_RECORDS)
        bearing = self._setting.entity.bearing(requirement.where)
        if requirement.where and bearing.isdisjoint(self.walked[0].carried):
            proposed = "*" in requirement.where
            reason = "no record has any of the proposed properties" if proposed else f"no record has {listed(bearing)}"
            return self._verdict(requirement, Outcome.INAPPLICABLE, examined=examined, reason=reason)
        unread = [name for name in requirement.beside if self._bench.ids_of(name) is None]
        if unread:
            reason = f"{listed(unread)} could not be read to the end"
            return self._verdict(requirement, Outcome.CANT_TELL, examined=examined, reason=reason)
        return self._verdict(requirement, Outcome.PASSED, examined=examined)

    def _conversed(self, requirement: Requirement) -> Verdict:
        if self.entity and requirement.id not in NEEDS_NO_LISTING:
            broken = self.walked[0].broken
            if broken:
                return self._follows(requirement, broken, 0)
            if self.trouble:
                return self._verdict(requirement, self._untold, reason=self.trouble)
        try:
            departures, asked = talked(TALKS[requirement.id](self.subject), self._bench.client.send)
        except NotOffered as without:
            return self._verdict(requirement, Outcome.INAPPLICABLE, reason=str(without))
        except Undecided as doubt:
            return self._verdict(requirement, Outcome.CANT_TELL, reason=str(doubt))
        if not asked and not departures:
            return self._verdict(requirement, Outcome.INAPPLICABLE, reason="the records give no occasion to ask")
        return self._found(requirement, [*departures], examined=asked)

    def _follows(self, requirement: Requirement, root: str, examined: int) -> Verdict:
        reason = f"consequence of {root}"
        return self._verdict(requirement, Outcome.CANT_TELL, examined=examined, root=root, reason=reason)

    def _found(
        self, requirement: Requirement, departures: list[Departure], *, examined: int, broken: str = ""
    ) -> Verdict:
        if not departures:
            if requirement.id in HARVESTS:
                return self._spotless(requirement, examined, broken)
            return self._verdict(requirement, Outcome.PASSED, examined=examined)
        findings = tuple(finding_of(item, requirement, self._setting, item.exchange) for item in departures[:CAP])
        return self._verdict(requirement, Outcome.FAILED, findings=findings, total=len(departures), examined=examined)

    def _verdict(
        self,
        requirement: Requirement,
        outcome: Outcome,
        *,
        examined: int = 0,
        findings: tuple[Finding, ...] = (),
        total: int = 0,
        reason: str = "",
        root: str = "",
    ) -> Verdict:
        return Verdict(
            requirement=requirement.id,
            obligation=requirement.obligation,
            target=self._bench.target.id,
            entity=self.entity,
            outcome=outcome,
            examined=examined,
            findings=findings,
            total=total,
            reason=reason,
            root=root,
        )
