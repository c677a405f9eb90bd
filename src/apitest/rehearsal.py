"""
The portal's import, rehearsed: drives the conversations of `acceptance` through the wire or through a recording.

A live rehearsal asks in the importer's own words. A run asks nothing twice: its walk has the same page size and order, so
that its answers serve, and only a form that the importer cannot read is asked for in the importer's words.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from apitest.acceptance.answers import Silence, rows_in
from apitest.acceptance.importing import Asking, Outcome, Reading, SetImport, Sink, Touching
from apitest.acceptance.ledger import Cause, Ledger
from apitest.acceptance.portal import (
    SETS,
    Provider,
    address_of,
    count_query,
    page_query,
    provider_of,
    second_count_query,
)
from apitest.acceptance.records import touches_of
from apitest.acceptance.requirements import HALTING
from apitest.acceptance.rules import ASIDES, PORTALS, load_rules
from apitest.acceptance.touches import Lot, Meetings, scene_of
from apitest.dialects import DIALECTS, Dialect, dialect_of
from apitest.errors import NOT_IN_RECORDING, BudgetSpent, CouldNotAssess, NoAnswer, NotRecorded
from apitest.evidence import Evidence, digest_of
from apitest.evidence import Failure as Recorded
from apitest.model import Contract, Departure, EntitySet, Exchange, Json, Query, Selection, Target
from apitest.results import AcceptanceRow, ExampleRow, OtherRow, RuleRow
from apitest.wire import ORDER, PAGE_SIZE, Walk, on_origin

Send = Callable[[Query], Exchange]
NEWEST = PORTALS[-1]
READABLE = frozenset({"olingo2", "wcf-v1", "wcf-v2", "odata4j", "jaydata", "mfiles"})
"""Dialects that the importer reads."""
_FAMILY = frozenset({"olingo2", "wcf-v1", "wcf-v2", "odata4j", "jaydata", "mfiles", "odata-v4"})
"""Dialects in which a walk asks as the importer does, whatever it makes of the answers."""
_NEXT = re.compile(rb'"(?:__next|odata\.nextLink|@odata\.nextLink)"\s*:\s*("(?:[^"\\]|\\.)*")')
_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Answering:
    """Stands where a client stands, and answers for a target in its own way: out of a recording, say."""

    target: Target
    send: Send


class Rehearsal:
    """The import of a target's sets; each set once, meetings before the decisions that wait for them."""

    def __init__(
        self,
        contract: Contract,
        target: Target,
        send: Send,
        *,
        evidence: Evidence | None = None,
        provider: Provider | None = None,
        portal: str = NEWEST,
        mended: frozenset[str] = frozenset(),
        sink: Callable[[str], Sink] | None = None,
        known: Mapping[str, int] | None = None,
        touch: Touching = touches_of,
        read: Reading = rows_in,
    ) -> None:
        """
        Prepare; nothing is asked yet.

        `evidence`: of a run, whose answers serve; without it the importer's own words are used. `known`: number of
        records of a set as seen otherwise. `sink`: entity set → whoever is told each fate.
        """
        self.contract, self.target, self.portal = contract, target, portal
        self.provider = provider or provider_of(target)
        self._send, self._evidence, self._mended, self._sink = send, evidence, mended, sink
        self._known, self._touch, self._read = known or {}, touch, read
        self._dialect = dialect_of(target.dialect)
        self._outcomes: dict[str, Outcome] = {}

    @property
    def sets(self) -> tuple[str, ...]:
        """Entity sets of the target that the importer knows, meetings first."""
        return tuple(name for name in SETS if name in self.target.entities and name in self.contract.entities)

    def of(self, entity: str) -> Outcome:
        """What becomes of a set."""
        if entity not in self._outcomes:
            self._outcomes[entity] = self._imported(entity)
        return self._outcomes[entity]

    def row(self, entity: str) -> AcceptanceRow:
        """A set as the results document has it."""
        return row_of(self.of(entity), self.target.id, self.provider, self.portal)

    def _imported(self, entity: str) -> Outcome:
        meetings = self.of("meetings").meetings if entity == "decisions" and self._has_meetings() else Meetings()
        scene = scene_of(self.contract, entity, self.provider, meetings)
        own = {"sink": self._sink(entity)} if self._sink else {}
        words = _Words(self, self.contract.entities[entity])
        conversation = SetImport(
            scene, words.asking(), mended=self._mended, touch=self._touch, read=self._read, **own
        ).talk()
        answer: Exchange | Silence | None = None
        try:
            while True:
                query: Query = conversation.send(answer) if answer is not None else next(conversation)
                answer = words.heard(query)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome

    def _has_meetings(self) -> bool:
        return "meetings" in self.contract.entities

    def known(self, entity: EntitySet) -> int:
        """How many records there are, as seen otherwise, or as the service says in its own form."""
        if entity.name in self._known:
            return self._known[entity.name]
        if self.target.dialect in READABLE:
            return 0
        answer = self.answer(self._dialect.count(self.target.url, entity))
        stated = self._dialect.read_count(answer) if isinstance(answer, Exchange) else None
        return self._listed(entity) if stated is None else stated

    def _listed(self, entity: EntitySet) -> int:
        """Records that the service lists in its own form, as far as it is followed."""
        ids = set[str | None]()
        walk = Walk(Answering(self.target, self._send), self._dialect, entity)
        with contextlib.suppress(CouldNotAssess):
            for _, page in walk:
                ids.update(record.id for record in page.records)
        return len(ids)

    def answer(self, query: Query) -> Exchange | Silence:
        """What comes back, or why nothing does; never from another host."""
        url = on_origin(urljoin(self.target.url, query.url), self.target.url)
        try:
            return self._send(Query(url=url, accept=query.accept))
        except BudgetSpent as trouble:
            return Silence(kind="budget", reason=trouble.got)
        except NoAnswer as trouble:
            return Silence(kind="dead", reason=trouble.got)
        except CouldNotAssess as trouble:
            return Silence(kind="unrecorded", reason=trouble.got)

    def recorded(self, query: Query) -> bool:
        """Whether the run has the answer already."""
        return self._evidence is not None and self._evidence.holds(digest_of(self.target.id, query))

    @property
    def walks(self) -> bool:
        """Whether the walk's own questions serve."""
        return self._evidence is not None and self.target.dialect in _FAMILY

    @property
    def dialect(self) -> Dialect:
        """The target's wire form."""
        return self._dialect


class _Words:
    """In which words one set is asked for; remembers the link to the next page."""

    def __init__(self, rehearsal: Rehearsal, entity: EntitySet) -> None:
        self._rehearsal, self._entity = rehearsal, entity
        self._address = address_of(rehearsal.dialect, rehearsal.target.url, entity)
        self._following = ""

    def asking(self) -> Asking:
        """The importer's own words, or those of the walk that is on record."""
        rehearsal, entity = self._rehearsal, self._entity
        own = count_query(self._address)
        walked = rehearsal.dialect.count(rehearsal.target.url, entity)
        return Asking(
            count=walked if rehearsal.walks and not rehearsal.recorded(own) else own,
            second_count=second_count_query(self._address),
            page=self._page,
            known=rehearsal.known(entity),
        )

    def _page(self, skip: int, follows: bool) -> Query:  # noqa: FBT001 - the signature of `Asking.page`
        rehearsal = self._rehearsal
        expands = rehearsal.provider.expands(self._entity.name, rehearsal.portal)
        own = page_query(self._address, skip, expands)
        if not rehearsal.walks or rehearsal.recorded(own):
            return own
        selection = Selection(top=PAGE_SIZE, skip=skip if "skip" in rehearsal.dialect.FEATURES else None, order=ORDER)
        walked = rehearsal.dialect.listing(rehearsal.target.url, self._entity, selection)
        if follows and self._following and not rehearsal.recorded(walked):
            return Query(url=on_origin(urljoin(f"{self._address}/", self._following), rehearsal.target.url))
        return walked

    def heard(self, query: Query) -> Exchange | Silence:
        """Ask, and keep the link to the next page."""
        answer = self._rehearsal.answer(query)
        if self._rehearsal.walks and isinstance(answer, Exchange):
            link = _NEXT.search(answer.body)
            self._following = json.loads(link[1]) if link else ""
        return answer


# --- rows of the results document -------------------------------------------------------------------------------------


def row_of(outcome: Outcome, target: str, provider: Provider, portal: str) -> AcceptanceRow:
    """A set as the results document has it, in one version of the importer and beside the other."""
    ledger = outcome.ledgers[portal]
    other = next(name for name in PORTALS if name != portal)
    stop = ledger.stop
    return {
        "target": target,
        "entity": outcome.entity,
        "portal": portal,
        "provider": provider.name,
        "offered": ledger.offered,
        "stored": ledger.stored,
        "altered": ledger.lots[Lot.ALTERED],
        "partly-lost": ledger.lots[Lot.PARTLY_LOST],
        "dropped": ledger.lots[Lot.DROPPED],
        "unreached": ledger.lots[Lot.UNREACHED],
        "aborted": ledger.aborted,
        "halted": ledger.halted,
        "stop": None
        if stop is None
        else {
            "record": stop.record,
            "position": stop.position,
            "rule": stop.rule,
            "behind": ledger.offered - stop.position,
        },
        "by-rule": _costs(ledger),
        "always": [_rule(cause) for cause in ledger.always.values()],
        "other": _other(other, outcome.ledgers[other]),
        "complete": not outcome.cut,
        "notes": list(outcome.unanswered),
    }


def _costs(ledger: Ledger) -> list[RuleRow]:
    """One row a rule and effect; the record at which the import stops counts together with those behind it."""
    return [_rule(cause) for cause in ledger.ranked()]


def _rule(cause: Cause) -> RuleRow:
    rule, aside = load_rules()[cause.rule], ASIDES.get(cause.aside)
    return {
        "rule": cause.rule,
        "effect": cause.effect.value.lower(),
        "count": cause.count,
        "unstored": cause.unstored,
        "records": list(cause.records),
        "cause": aside.cause if aside else rule.cause,
        "says": rule.says,
        "fix": aside.fix if aside else rule.fix,
        "mender": aside.mender if aside else rule.mender.value if rule.mender else "",
        "examples": [_example(*example) for example in cause.examples],
    }


def _example(record: str | None, pointer: str, served: Json, stored: Json) -> ExampleRow:
    return {"record": record, "pointer": pointer, "served": _as_text(served), "stored": _as_text(stored)}


def _as_text(value: Json) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _other(portal: str, ledger: Ledger) -> OtherRow:
    return {
        "portal": portal,
        "stored": ledger.stored,
        "altered": ledger.lots[Lot.ALTERED],
        "partly-lost": ledger.lots[Lot.PARTLY_LOST],
        "dropped": ledger.lots[Lot.DROPPED],
        "unreached": ledger.lots[Lot.UNREACHED],
    }


def departures_of(outcome: Outcome, rule: str) -> tuple[list[Departure], int]:
    """What a rule costs a set in the version of the importer in which it costs more, as departures; and how many records."""
    if rule == "H-REQ-08":
        return _unread_meetings(outcome)
    every = (cause for ledger in outcome.ledgers.values() for cause in ledger.causes.values())
    cause = max(
        (cause for cause in every if cause.rule == rule and not cause.aside),
        key=lambda cause: (cause.count, cause.effect.value),
        default=None,
    )
    if cause is None:
        return [], 0
    about = load_rules()[rule]
    stop = next((ledger.stop for ledger in outcome.ledgers.values() if ledger.stop and ledger.stop.rule == rule), None)
    if rule in HALTING:
        lost = f"{about.cause}; {cause.count:,} record{'' if cause.count == 1 else 's'} not stored"
        record = stop.record if stop else next(iter(cause.records), None) if rule in _OF_RECORDS else None
        pointer = next((example.pointer for example in cause.examples), "")
        return [Departure(expected=about.says, got=lost, record=record, pointer=pointer)], 1
    shown = {example.record: example for example in cause.examples}
    departures = []
    for record in cause.records:
        example = shown.get(record)
        got = (
            f"{_as_text(example.served) or 'nothing'}; stored: {_as_text(example.stored) or 'nothing'}"
            if example
            else ""
        )
        departures.append(
            Departure(
                expected=f"what the portal keeps: {_as_text(example.stored) or 'nothing'} is kept"
                if example
                else about.says,
                got=got or about.cause,
                record=record,
                pointer=example.pointer if example else "",
            )
        )
    return departures, cause.count


def _unread_meetings(outcome: Outcome) -> tuple[list[Departure], int]:
    """Of the set of meetings: fewer of them are on record than the service says there are (H-REQ-08)."""
    held = outcome.meetings
    for portal, stated in held.counted.items():
        mapped = held.mapped.get(portal, 0)
        if held.known and mapped < stated:
            expected = f"{stated:,} different meetings that can be read, as the service says there are"
            return [Departure(expected=expected, got=f"{mapped:,}; all decisions wait for the others")], 1
    return [], 0


_OF_RECORDS = frozenset({"H-ENV-05", "H-GEN-02", "H-GEN-05"})


def rows_of_recording(contract: Contract, targets: Iterable[Target], evidence: Evidence) -> list[AcceptanceRow]:
    """What the portal would make of the sets that a run has walked; sets of which nothing was seen are left out."""
    rows = []
    for target in targets:
        if target.dialect not in DIALECTS:
            continue
        rehearsal = Rehearsal(contract, target, from_recording(evidence, target.id), evidence=evidence)
        found = [rehearsal.row(name) for name in rehearsal.sets]
        rows += [row for row in found if row["offered"] or row["complete"]]
    return rows


def from_recording(evidence: Evidence, target: str) -> Send:
    """Answers out of a run's evidence; what it does not hold is `NotRecorded`."""

    def send(query: Query) -> Exchange:
        found = evidence.find(digest_of(target, query))
        if isinstance(found, Exchange):
            return found
        kind = NoAnswer if isinstance(found, Recorded) else NotRecorded
        got = found.reason if isinstance(found, Recorded) else NOT_IN_RECORDING
        raise kind(expected="an answer", got=got, where=f"{query.method} {query.url}")

    return send
