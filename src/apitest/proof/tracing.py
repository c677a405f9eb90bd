"""
What a trial need not work out again, because all that it would consult is as it was at the honest endpoint.

While the honest endpoint is judged, everything that a walk, a rehearsed import or a verdict consults is noted, in order:
answers, numbers, ids, what is left of a walk. In a trial the same things are consulted in the same order; while each is
what it was, what follows from them is what it was too, for all of this is pure. At the first that differs, it is worked
out afresh. So a trial asks what it would ask anyway, in the order in which it would ask it.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from apitest.acceptance.importing import Outcome, Reading
from apitest.assessment import Assessment, Bench
from apitest.checks.conversing import Subject
from apitest.checks.examining import Examination, Tally
from apitest.checks.setting import Gathering, Note, Setting
from apitest.errors import CouldNotAssess
from apitest.model import Departure, EntitySet, Exchange, Harvest, Json, Leaf, Record, Requirement, Verdict
from apitest.proof.memory import Recent
from apitest.rehearsal import Rehearsal

Value = TypeVar("Value")
Node = tuple[Hashable, ...]
"""Something that is worked out: a walk, an import, a verdict."""
Key = tuple[Any, ...]
"""Something that is consulted."""
_RECALLED = 600


@dataclass(slots=True)
class _Trace:
    """What was consulted, in order, and what followed."""

    given: Any = None
    consulted: dict[Key, Any] = field(default_factory=dict)
    value: Any = None


@dataclass(slots=True)
class Traces:
    """Of one dialect: what was consulted at the honest endpoint, and what followed from it."""

    known: dict[Node, _Trace] = field(default_factory=dict)
    sets: dict[str, EntitySet] = field(default_factory=dict)
    """Entity sets as the bench knows them."""
    recalled: Recent[Any] = field(default_factory=lambda: Recent(_RECALLED))
    """What follows from what it is named by, whatever the run."""
    reused: int = 0
    """How often something was not worked out again."""


class Following:
    """One run: notes what is consulted where nothing is known yet, and follows the notes afterwards."""

    def __init__(self, traces: Traces | None, *, recording: bool) -> None:
        """Prepare; without traces everything is worked out."""
        self._traces, self._recording = traces, recording
        self.sets = traces.sets if traces else {}
        self._open: list[_Trace] = []
        self.consult: Callable[[Key], Any] = lambda _key: None
        """What something is in this run."""

    def note(self, key: Key, value: Any) -> None:  # noqa: ANN401 - whatever is consulted
        """Something was consulted."""
        if self._open:
            self._open[-1].consulted.setdefault(key, value)

    def recall(self, about: Hashable, work: Callable[[], Value]) -> Value:
        """What follows purely from what it is named by."""
        value: Value = self._traces.recalled.of(about, work) if self._traces else work()
        return value

    def of(self, node: Node, work: Callable[[], Value]) -> Value:
        """What is known and still follows, or else is worked out now."""
        return self.part(node, (), work, within=False)

    def part(self, node: Node, given: Any, work: Callable[[], Value], *, within: bool = True) -> Value:  # noqa: ANN401
        """As `of`, of something that is worked out of `given`; `within` something else, which consults what it does."""
        if self._traces is None:
            return work()
        known = self._traces.known.get(node)
        if known is None:
            return self._recorded(node, given, work, within=within) if self._recording else work()
        if known.given == given and self._still(known):
            self._traces.reused += 1
            value: Value = known.value
            return value
        return work()

    def _recorded(self, node: Node, given: Any, work: Callable[[], Value], *, within: bool) -> Value:  # noqa: ANN401
        assert self._traces is not None
        trace = _Trace(given=given)
        self._open.append(trace)
        try:
            trace.value = value = work()
        finally:
            self._open.pop()
        self._traces.known[node] = trace
        for key, consulted in trace.consulted.items() if within else ():
            self.note(key, consulted)
        return value

    def _still(self, known: _Trace) -> bool:
        try:
            # Most is the very same object: to compare answers field by field takes longer than all else.
            return all((now := self.consult(key)) is was or now == was for key, was in known.consulted.items())
        except CouldNotAssess:
            return False


# --- what is left of a walk ---------------------------------------------------------------------------------------


class WatchedHarvest:
    """A harvest that says which parts of it are looked at."""

    def __init__(self, entity: str, harvest: Harvest, note: Callable[[Key, Any], None]) -> None:
        """Watch the harvest of an entity set; without a name: of the service as a whole."""
        self._watched, self._harvest, self._note = entity, harvest, note
        self.entity = harvest.entity

    def part(self, name: str) -> Any:  # noqa: ANN401, PLR0911 - one line a part
        """A part by its name, as it is noted."""
        match name.partition("/"):
            case ("columns", "", _):
                return tuple(self._harvest.columns)
            case ("columns", _, column):
                return self._harvest.columns.get(column)
            case ("ids", *_):
                return self._ids
            case ("leaves", *_):
                return self._outline
            case ("exchanges", *_):
                return tuple(leaf.exchange for leaf in self._harvest.leaves)
            case ("sizes", *_):
                return tuple(leaf.size for leaf in self._harvest.leaves)
        return getattr(self._harvest, name)

    def tell(self, name: str) -> Any:  # noqa: ANN401 - parts are of many kinds
        """A part by its name; it is noted that it was looked at."""
        value = self.part(name)
        self._note(("harvest", self._watched, name), value)
        return value

    @cached_property
    def _ids(self) -> tuple[str | None, ...]:
        return tuple(self._harvest.ids)

    @cached_property
    def _outline(self) -> tuple[Any, ...]:
        leaves = self._harvest.leaves
        return tuple((leaf.exchange.query, leaf.exchange.status, leaf.ids, leaf.next, leaf.count) for leaf in leaves)

    @cached_property
    def _leaves(self) -> tuple["_WatchedLeaf", ...]:
        return tuple(_WatchedLeaf(leaf, self) for leaf in self._harvest.leaves)

    @property
    def leaves(self) -> tuple["_WatchedLeaf", ...]:
        """As `Harvest.leaves`."""
        self.tell("leaves")
        return self._leaves

    @property
    def ids(self) -> tuple[str | None, ...]:
        """As `Harvest.ids`."""
        return cast("tuple[str | None, ...]", self.tell("ids"))

    @property
    def ending(self) -> str:
        """As `Harvest.ending`."""
        return cast("str", self.tell("ending"))

    @property
    def samples(self) -> tuple[Record, ...]:
        """As `Harvest.samples`."""
        return cast("tuple[Record, ...]", self.tell("samples"))

    @property
    def complete(self) -> bool:
        """As `Harvest.complete`."""
        return self.ending == "complete"

    @property
    def columns(self) -> Mapping[str, tuple[Json, ...]]:
        """As `Harvest.columns`."""
        return _WatchedColumns(self)


class _WatchedLeaf:
    """A leaf whose answer is known by its question and its status; whoever looks at more of it is noted."""

    __slots__ = ("_harvest", "_size", "count", "exchange", "ids", "next")

    def __init__(self, leaf: Leaf, harvest: WatchedHarvest) -> None:
        self._harvest, self._size = harvest, leaf.size
        self.ids, self.next, self.count = leaf.ids, leaf.next, leaf.count
        self.exchange = _WatchedExchange(leaf.exchange, harvest)

    @property
    def size(self) -> int:
        """As `Leaf.size`."""
        self._harvest.tell("sizes")
        return self._size


class _WatchedExchange:
    """An exchange of which question and status are known; whoever looks at more of it is noted."""

    __slots__ = ("_exchange", "_harvest", "query", "status")

    def __init__(self, exchange: Exchange, harvest: WatchedHarvest) -> None:
        self._exchange, self._harvest = exchange, harvest
        self.query, self.status = exchange.query, exchange.status

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever an exchange has
        self._harvest.tell("exchanges")
        return getattr(self._exchange, name)


class _WatchedColumns(Mapping[str, tuple[Json, ...]]):
    """Columns that say which of them are looked at."""

    def __init__(self, harvest: WatchedHarvest) -> None:
        self._harvest = harvest

    def __getitem__(self, name: str) -> tuple[Json, ...]:
        column = self._harvest.tell(f"columns/{name}")
        if column is None:
            raise KeyError(name)
        return cast("tuple[Json, ...]", column)

    def __iter__(self) -> Iterator[str]:
        return iter(cast("tuple[str, ...]", self._harvest.tell("columns")))

    def __len__(self) -> int:
        return len(self._harvest.tell("columns"))


# --- the bench ----------------------------------------------------------------------------------------------------


class FollowingBench(Bench):
    """A bench that works out only what does not follow from the notes."""

    def __init__(self, following: Following, *arguments: Any, read: Reading, **named: Any) -> None:  # noqa: ANN401
        """As `Bench`; `read` is `rows_in`, or remembers."""
        super().__init__(*arguments, **named)
        self.following, self._read = following, read
        following.consult = self._consult
        self.judge = self._judge
        self._ids: dict[str, frozenset[str] | None] = {}
        self._facts: dict[tuple[str, str], Mapping[str, Json] | None] = {}

    def known(self, entity: str) -> EntitySet:
        """As `Bench.known`."""
        sets = self.following.sets
        if entity not in sets:
            sets[entity] = super().known(entity)
        return sets[entity]

    def assessment(self, entity: str) -> Assessment:
        """A new assessment of an entity set."""
        return _FollowingAssessment(self, entity)

    def ids_of(self, entity: str) -> frozenset[str] | None:
        """As `Bench.ids_of`."""
        if entity not in self._ids:
            self._ids[entity] = super().ids_of(entity)
        self.following.note(("ids", entity), self._ids[entity])
        return self._ids[entity]

    def facts_of(self, entity: str, name: str) -> Mapping[str, Json] | None:
        """As `Bench.facts_of`."""
        key = entity, name
        if key not in self._facts:
            self._facts[key] = super().facts_of(entity, name)
        self.following.note(("facts", entity, name), self._facts[key])
        return self._facts[key]

    def rehearsed(self, mended: frozenset[str]) -> Rehearsal:
        """As `Bench.rehearsed`."""
        return _FollowingRehearsal(
            self.following,
            self.contract,
            self.target,
            self.client.send,
            evidence=self.client.evidence,
            mended=mended,
            touch=self.touch,
            read=self._read,
        )

    def _judge(self, name: str, gathering: Gathering, notes: Sequence[Note], setting: Setting) -> Sequence[Departure]:
        node = ("notes", setting.entity.name, name)
        return self.following.part(node, tuple(notes), lambda: tuple(gathering.judge(notes, setting)))

    def _consult(self, key: Key) -> Any:  # noqa: ANN401 - whatever is consulted
        kind, *about = key
        return self._kinds[kind](*about)

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[..., Any]]:
        """How each kind of thing is consulted."""

        def assessed(entity: str) -> _FollowingAssessment:
            return cast("_FollowingAssessment", self.of(entity))

        return {
            "answer": self.client.send,
            "held": self.client.evidence.holds,
            "ids": self.ids_of,
            "facts": self.facts_of,
            "import": lambda mended, entity: (self.free_rehearsal if mended else self.rehearsal).of(entity),
            "harvest": lambda entity, name: cast("WatchedHarvest", assessed(entity).subject.harvest).part(name),
            "total": lambda entity: assessed(entity).total,
            "tally": lambda entity, requirement: assessed(entity).tally(requirement),
            "state": lambda entity: assessed(entity).state,
        }


class _FollowingAssessment(Assessment):
    """An assessment that works out only what does not follow from the notes."""

    def __init__(self, bench: FollowingBench, entity: str) -> None:
        super().__init__(bench, entity)
        self._following = bench.following

    @cached_property
    def walked(self) -> tuple[Examination, Harvest]:
        """As `Assessment.walked`."""
        examination, harvest, self.trouble = self._following.of(("walk", self.entity), self._walk)
        return examination, harvest

    def _walk(self) -> tuple[Examination, Harvest, str]:
        self._following.note(("total", self.entity), self.total)
        examination, harvest = super().walked
        return examination, harvest, self.trouble

    @cached_property
    def state(self) -> tuple[Hashable, ...]:
        """What a verdict may depend on of a walk, beside what is left of it."""
        examination, harvest = self.walked
        carried = frozenset(examination.carried)
        return examination.broken, self.trouble, harvest.ending, examination.examined, len(harvest.ids), carried

    @cached_property
    def subject(self) -> Subject:
        """As `Assessment.subject`, with a harvest that is watched."""
        subject = super().subject
        watched = WatchedHarvest(self.entity, subject.harvest, self._following.note)
        return replace(subject, harvest=cast("Harvest", watched), recall=self._following.recall)

    def judge(self, requirement: Requirement) -> Verdict:
        """As `Assessment.judge`."""
        work = super().judge
        return self._following.of(("verdict", self.entity, requirement.id), lambda: work(requirement))

    def _judged(self, requirement: Requirement) -> Verdict:
        if self.entity:
            self._following.note(("state", self.entity), self.state)
            self._following.note(("total", self.entity), self.total)
            self._following.note(("tally", self.entity, requirement.id), self.tally(requirement.id))
        return super()._judged(requirement)

    def tally(self, requirement: str) -> Tally | None:
        """What was found while walking; None: the requirement does not bind."""
        return self.walked[0].tallies.get(requirement)


class _FollowingRehearsal(Rehearsal):
    """A rehearsal that works out only what does not follow from the notes."""

    def __init__(self, following: Following, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as `Rehearsal`
        super().__init__(*arguments, **named)
        self._following = following

    def of(self, entity: str) -> Outcome:
        """As `Rehearsal.of`."""
        outcome = super().of(entity)
        self._following.note(("import", self._mended, entity), outcome)
        return outcome

    def _imported(self, entity: str) -> Outcome:
        work = super()._imported
        return self._following.of(("import", self._mended, entity), lambda: work(entity))
