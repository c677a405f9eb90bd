"""
What need not be worked out twice in thousands of trials on almost the same answers.

A trial changes little: most pages have the bytes of the honest endpoint, most records the honest content. What follows
purely from them (a page as read, the departures of a record, rows as found and said) is remembered by what it follows
from, so that a trial costs what it changes. Nothing is remembered of verdicts.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, Generic, TypeVar, cast

import orjson

from apitest.acceptance.records import touches_of
from apitest.acceptance.touches import Meetings, Named, Scene, Touch
from apitest.checks.examining import Checks, Seen, look_at
from apitest.checks.setting import Setting
from apitest.dialects import plain_record
from apitest.dialects.speech import Rows
from apitest.model import EntitySet, Json, Record, Selection
from apitest.reference.service import kept
from apitest.reference.store import Store, copied

Value = TypeVar("Value")
_RECORDS, _ROWS = 20_000, 20_000
_MEETINGS = 100
_Touched = tuple[Meetings, list[Touch], list[Named], list[Touch]]
_Consulted = tuple[tuple[str, frozenset[str] | None], ...]


class Recent(Generic[Value]):
    """What was worked out lately, by what it follows from; the longest unused is forgotten first."""

    def __init__(self, most: int) -> None:
        """Prepare to remember so many."""
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._most = most

    def get(self, key: Hashable) -> Value | None:
        """What is remembered; None: nothing."""
        return self._kept.get(key)

    def values(self) -> Iterable[Value]:
        """All that is remembered, the longest unused first."""
        return self._kept.values()

    def of(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """What is remembered, or else is worked out now."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._kept[key] = value = work()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value


class RememberedLooks:
    """`look_at`, remembered by the content of a record and by the ids of other sets that were consulted."""

    def __init__(self) -> None:
        """Nothing has been looked at."""
        self._known: Recent[list[tuple[_Consulted, Seen]]] = Recent(_RECORDS)

    def __call__(self, record: Record, setting: Setting, checks: Checks) -> Seen:
        """Departures and notes of a record."""
        answers = record.once(f"looks/{setting.entity.name}", lambda: self._answers(record, setting))
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

    def _answers(self, record: Record, setting: Setting) -> list[tuple[_Consulted, Seen]]:
        try:
            content = orjson.dumps([record.content, record.extras, record.deferred, record.address], default=str)
        except TypeError:  # half of a surrogate pair: JSON may hold it, UTF-8 cannot
            return []
        return self._known.of((setting.entity.name, record.id, record.beyond_doubt, content), list)


class RememberedTouches:
    """`touches_of`, remembered by the row or its content, and by what is known of meetings."""

    def __init__(self) -> None:
        """Nothing has been touched."""
        self._known: Recent[_Touched] = Recent(_ROWS)
        self._rows: Recent[tuple[Json, _Touched]] = Recent(_ROWS)
        """With the row, so that no other can have its identity."""
        self._meetings: Recent[tuple[Meetings, Meetings]] = Recent(_MEETINGS)
        """With the meetings, as above, those first seen that say the same."""

    def __call__(self, scene: Scene, row: Json) -> list[Touch]:
        """What the rules do to a row; as `touches_of`."""
        _, meetings = self._meetings.of(id(scene.meetings), lambda: (scene.meetings, self._alike(scene.meetings)))
        about = (scene.entity, id(meetings))
        known = self._rows.get((*about, id(row)))
        touched = known[1] if known else self._touched(scene, row, meetings)
        if touched is None:
            return touches_of(scene, row)
        self._rows.of((*about, id(row)), lambda: (row, touched))
        _, touches, scene.names, scene.always = touched
        return touches

    def _alike(self, meetings: Meetings) -> Meetings:
        return next((known for _, known in self._meetings.values() if known == meetings), meetings)

    def _touched(self, scene: Scene, row: Json, meetings: Meetings) -> _Touched | None:
        try:
            content = orjson.dumps(row, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
        except TypeError:
            return None

        def work() -> _Touched:
            touches = touches_of(scene, row)
            # With the meetings, so that no others can have their identity.
            return meetings, touches, scene.names, scene.always

        return self._known.of((scene.entity, id(meetings), content), work)


class RememberedStore:
    """An honest store, its answers remembered by question."""

    def __init__(self, store: Store) -> None:
        """Stand in for a store that does not change."""
        self._store = store
        self._found: dict[Hashable, Any] = {}
        self._texts: dict[str, dict[str, Json]] = {}
        self._listed: dict[str, list[dict[str, Json]]] = {}
        self._kept: dict[tuple[int, frozenset[str]], Rows] = {}
        self.rows_given: dict[int, Rows] = {}
        """By identity, so that nothing else can have it."""
        self._instead_of: dict[int, tuple[Rows, Rows]] = {}
        """Rows of a changed store by their identity → these rows, and what this one gives in their place."""
        store.read = self._read

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Everything else is the store's own."""
        return getattr(self._store, name)

    def _read(self, text: str) -> dict[str, Json]:
        """The same record for the same text."""
        if text not in self._texts:
            self._texts[text] = json.loads(text)
        return self._texts[text]

    def copy(self) -> "ChangedStore":
        """A store of its own with the same records, to be changed; the one before it is forgotten."""
        self._instead_of.clear()
        changed = self._store.copy()
        changed.read = self.read_other
        return ChangedStore(self, changed)

    def read_other(self, text: str) -> dict[str, Json]:
        """A record of a changed store: an honest one where it has not been changed."""
        return self._texts[text] if text in self._texts else json.loads(text)

    def listed(self, entity: str) -> list[dict[str, Json]]:
        """As the store."""
        if entity not in self._listed:
            self._listed[entity] = self._store.listed(entity)
        return self._listed[entity]

    def one(self, entity: EntitySet, key: str) -> dict[str, Json] | None:
        """As the store; a copy of its own."""
        return cast("dict[str, Json] | None", copied(self._store.one(entity, key)))

    def worked_out(self, entity: str, work: Callable[[str, list[dict[str, Json]]], Value]) -> Value:
        """As the store."""
        key = ("worked out", entity, work)
        if key not in self._found:
            self._found[key] = work(entity, self.listed(entity))
        value: Value = self._found[key]
        return value

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
            self._found[key] = found
            self.rows_given[id(found)] = found
        rows: Rows = self._found[key]
        return rows

    def keep(self, rows: Rows, names: frozenset[str]) -> Rows:
        """As `kept`, remembered for the rows of the honest store; of others the honest records are the same as there."""
        if not names:
            return rows
        honest = self.honest_for(rows)
        if honest is None:
            return kept(rows, names)
        key = (id(honest), names)
        if key not in self._kept:
            self._kept[key] = plain = kept(honest, names)
            self.rows_given[id(plain)] = plain
        was = self._kept[key]
        if rows is honest:
            return was
        plain_ones = {id(before): after for before, after in zip(honest.records, was.records, strict=True)}
        records = (plain_ones.get(id(record)) or plain_record(record, names) for record in rows.records)
        return self.beside(replace(rows, records=tuple(records)), was)

    def honest_for(self, rows: Rows) -> Rows | None:
        """What the honest store gives in place of these rows, or they themselves; None: nobody knows."""
        if id(rows) in self.rows_given:
            return rows
        known = self._instead_of.get(id(rows))
        return known[1] if known else None

    def beside(self, found: Rows, honest: Rows) -> Rows:
        """Note what the honest store gives in place of these rows."""
        self._instead_of[id(found)] = found, honest
        return found

    def count(self, entity: EntitySet, where: str = "") -> int:
        """As the store."""
        key = ("count", entity.name, where)
        if key not in self._found:
            self._found[key] = self._store.count(entity, where)
        return int(self._found[key])

    def changed(self) -> tuple[str, ...]:
        """Ids of records that somebody has changed in place: every trial since then is worthless."""
        return tuple(
            str(honest.get("id") or text[:60])
            for text, found in self._texts.items()
            if (honest := json.loads(text)) != found
        )


class ChangedStore:
    """A copy of an honest store in which records are changed; where it finds what that one finds, it finds the same."""

    def __init__(self, honest: RememberedStore, store: Store) -> None:
        """Stand in for a store that differs from an honest one in some records."""
        self._honest, self._store = honest, store
        self._touched: set[str] = set()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Everything else is the store's own."""
        return getattr(self._store, name)

    def listed(self, entity: str) -> list[dict[str, Json]]:
        """As the store."""
        return self._store.listed(entity) if entity in self._touched else self._honest.listed(entity)

    def one(self, entity: EntitySet, key: str) -> dict[str, Json] | None:
        """As the store; a copy of its own."""
        return cast("dict[str, Json] | None", copied(self._store.one(entity, key)))

    def worked_out(self, entity: str, work: Callable[[str, list[dict[str, Json]]], Value]) -> Value:
        """As the store."""
        return work(entity, self.listed(entity)) if entity in self._touched else self._honest.worked_out(entity, work)

    def put(self, entity: str, key: str, record: dict[str, Json] | None) -> None:
        """As the store."""
        self._touched.add(entity)
        self._store.put(entity, key, record)

    def rows(self, entity: EntitySet, selection: Selection, where: str, cap: int) -> Rows:
        """As the store."""
        honest = self._honest.rows(entity, selection, where, cap)
        return self._either(entity, honest, lambda: self._store.rows(entity, selection, where, cap))

    def continued(self, entity: EntitySet, selection: Selection, where: str, after: str, cap: int) -> Rows:
        """As the store."""
        honest = self._honest.continued(entity, selection, where, after, cap)
        return self._either(entity, honest, lambda: self._store.continued(entity, selection, where, after, cap))

    def _either(self, entity: EntitySet, honest: Rows, work: Callable[[], Rows]) -> Rows:
        if entity.name not in self._touched:
            return honest
        found = work()
        return honest if found == honest else self._honest.beside(found, honest)
