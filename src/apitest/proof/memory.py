"""
What need not be worked out twice in thousands of trials on almost the same answers.

A trial changes little: most pages have the bytes of the honest endpoint, most records the honest content. What follows
purely from them (a page as read, the departures of a record, rows as found and said) is remembered by what it follows
from, so that a trial costs what it changes. Nothing is remembered of verdicts.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import orjson

from apitest.checks.examining import Checks, Seen, look_at
from apitest.checks.setting import Setting
from apitest.dialects import Dialect
from apitest.dialects.speech import Question, Reply, Rows
from apitest.model import EntitySet, Exchange, Json, Page, Record, Selection
from apitest.reference.store import Store

Value = TypeVar("Value")
_RECORDS, _PAGES = 20_000, 600
_Consulted = tuple[tuple[str, frozenset[str] | None], ...]


class Recent(Generic[Value]):
    """What was worked out lately, by what it follows from; the longest unused is forgotten first."""

    def __init__(self, most: int) -> None:
        """Prepare to remember so many."""
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._most = most

    def of(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """What is remembered, or else is worked out now."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._kept[key] = value = work()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value


@dataclass(slots=True)
class RememberedLooks:
    """`look_at`, remembered by the content of a record and by the ids of other sets that were consulted."""

    known: Recent[list[tuple[_Consulted, Seen]]] = field(default_factory=lambda: Recent(_RECORDS))

    def __call__(self, record: Record, setting: Setting, checks: Checks) -> Seen:
        """Departures and notes of a record."""
        content = orjson.dumps([record.content, record.extras, record.deferred, record.address], default=str)
        key = (setting.entity.name, record.id, record.beyond_doubt, content)
        answers = self.known.of(key, list)
        for consulted, seen in answers:
            if all(setting.ids_of(name) == ids for name, ids in consulted):
                return seen
        asked: dict[str, frozenset[str] | None] = {}

        def ids_of(name: str) -> frozenset[str] | None:
            asked[name] = setting.ids_of(name)
            return asked[name]

        seen = look_at(record, replace(setting, ids_of=ids_of), checks)
        answers.append((tuple(asked.items()), seen))
        return seen


class RememberedStore:
    """An honest store, its answers remembered by question."""

    def __init__(self, store: Store) -> None:
        """Stand in for a store that does not change."""
        self._store = store
        self._found: dict[Hashable, Any] = {}
        self.rows_given: dict[int, Rows] = {}
        """By identity, so that nothing else can have it."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Everything else is the store's own."""
        return getattr(self._store, name)

    def rows(self, entity: EntitySet, selection: Selection, where: str, cap: int) -> Rows:
        """As the store."""
        key = ("rows", entity.name, selection, where, cap)
        return self._rows(key, lambda: self._store.rows(entity, selection, where, cap))

    def continued(self, entity: EntitySet, selection: Selection, where: str, after: str, cap: int) -> Rows:
        """As the store."""
        key = ("continued", entity.name, selection, where, after, cap)
        return self._rows(key, lambda: self._store.continued(entity, selection, where, after, cap))

    def _rows(self, key: Hashable, work: Callable[[], Rows]) -> Rows:
        if key not in self._found:
            found = work()
            self._found[key] = found, orjson.dumps(found.records)
            self.rows_given[id(found)] = found
        rows: Rows = self._found[key][0]
        return rows

    def one(self, entity: EntitySet, key: str) -> dict[str, Json] | None:
        """As the store; a copy of its own."""
        return self._store.one(entity, key)

    def count(self, entity: EntitySet, where: str = "") -> int:
        """As the store."""
        key = ("count", entity.name, where)
        if key not in self._found:
            self._found[key] = self._store.count(entity, where)
        return int(self._found[key])

    def changed(self) -> tuple[Hashable, ...]:
        """Questions whose remembered answer somebody has changed in place: every trial since then is worthless."""
        rows = {key: value for key, value in self._found.items() if isinstance(value, tuple)}
        return tuple(key for key, (found, said) in rows.items() if orjson.dumps(found.records) != said)


class RememberedDialect:
    """A dialect whose readings are remembered by the answer, and its pages by the rows found in the honest store."""

    def __init__(self, dialect: Dialect, store: RememberedStore) -> None:
        """Stand in for a dialect."""
        self._dialect, self._store = dialect, store
        self._pages: Recent[Page] = Recent(_PAGES)
        self._replies: dict[Hashable, Reply] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the dialect has
        """Everything else is the dialect's own."""
        return getattr(self._dialect, name)

    def read_page(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a listing."""
        key = ("page", entity.name, exchange.query.url, exchange.status, exchange.headers, exchange.body)
        return self._pages.of(key, lambda: self._dialect.read_page(exchange, entity))

    def read_item(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a single record."""
        key = ("item", entity.name, exchange.query.url, exchange.status, exchange.headers, exchange.body)
        return self._pages.of(key, lambda: self._dialect.read_item(exchange, entity))

    def say_page(self, rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
        """Say a listing."""
        if id(rows) not in self._store.rows_given:
            return self._dialect.say_page(rows, question, entity, base, query)
        key = (id(rows), question, base, query)
        if key not in self._replies:
            self._replies[key] = self._dialect.say_page(rows, question, entity, base, query)
        return self._replies[key]
