"""
The import of one entity set: what is asked, page after page, and what becomes of each record.

A conversation: it yields queries, is sent exchanges, and returns what it found. It asks in the importer's own order and
words, and goes on where the importer would stop, so that what lies behind can be counted, named, and reckoned as if a
cause were mended. Records are forgotten page by page; ids, counts and the first names remain.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any

from apitest.acceptance.answers import (
    MOVED,
    OK,
    Answer,
    Silence,
    by_id,
    list_behind,
    not_found,
    number_in,
    number_marked,
    rows_in,
    worded,
)
from apitest.acceptance.ledger import NAMES, Ledger, Stop, decided
from apitest.acceptance.portal import PAGE, Reader
from apitest.acceptance.records import LINKED, touches_of
from apitest.acceptance.rules import PORTALS, Effect, load_rules
from apitest.acceptance.touches import Fate, Lot, Meetings, Scene, Touch
from apitest.acceptance.values import as_text, cleaned, link_of, opened
from apitest.model import Exchange, Json, Query

_HOPS = 5
_ENDLESS = 10**9
_AS_SERVED: tuple[Lot, tuple[Touch, ...]] = (Lot.STORED, ())
_PAGING = frozenset({"H-PAG-03", "H-PAG-05", "H-PAG-06"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The words in which a set is asked for."""

    count: Query
    second_count: Query
    page: Callable[[int, bool], Query]
    """Records to skip, and whether the page follows the last one directly → the question for it."""
    known: int = 0
    """Records that are there for certain, as seen otherwise; 0: nothing is known."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was found out about a set."""

    entity: str
    ledgers: dict[str, Ledger]
    counts: dict[str, int] = field(default_factory=dict)
    """Version → number of records as that version understands the answer."""
    cut: str = ""
    """Why the list could not be followed to its end, for no fault of the service; empty: it could."""
    unanswered: list[str] = field(default_factory=list)
    """The first questions that got no answer, and why."""
    meetings: Meetings = field(default_factory=Meetings)
    """Of the set of meetings: what it leaves for decisions."""


Sink = Callable[[str, Fate], None]
Touching = Callable[[Scene, Json], list[Touch]]
"""`touches_of`, or whoever remembers what that found."""
Reading = Callable[[Exchange | Silence, Reader], Answer]
"""`rows_in`, or whoever remembers what that found."""
Conversation = Generator[Query, Exchange | Silence, Any]


def _nowhere(portal: str, fate: Fate) -> None:
    """Keep nothing."""


@dataclass(slots=True)
class _Cursor:
    """How far one version of the importer has come."""

    portal: str
    count: int = 0
    handed: int = 0
    pages: int = 0
    halted: str = ""
    """The rule that ended it; empty while it goes on, and when it has all it wants."""
    alive: bool = True
    names: dict[int, int] = field(default_factory=dict)
    """Of what has been fetched: kind and name of a file → its address, both as hashes."""

    def end(self, rule: str = "") -> None:
        """Read no further."""
        self.alive, self.halted = False, rule


class SetImport:
    """The import of one set; `talk` is the conversation."""

    def __init__(
        self,
        scene: Scene,
        asking: Asking,
        *,
        mended: frozenset[str] = frozenset(),
        sink: Sink = _nowhere,
        touch: Touching = touches_of,
        read: Reading = rows_in,
    ) -> None:
        """
        Prepare.

        `mended` are rules that shall not decide, `sink` is told every fate; `touch` and `read` are `touches_of` and
        `rows_in`, or remember.
        """
        self._scene, self._asking, self._mended, self._sink = scene, asking, mended, sink
        self._touch, self._read = touch, read
        names: dict[int, int] = {}
        self._cursors = [_Cursor(portal, names=names) for portal in PORTALS]
        self._ids: set[str] = set()
        self._waiting: dict[str | None, None] = {}
        self._seen = 0
        self._base = asking.page(0, False).url.partition("?")[0]
        self._shared = True
        self.outcome = Outcome(entity=scene.entity, ledgers={portal: Ledger(portal) for portal in PORTALS})

    # --- asking -------------------------------------------------------------------------------------------------------

    def talk(self) -> Conversation:
        """Ask for the set, judge every record; returns the `Outcome`."""
        if (yield from self._count()):
            self._keep_out()
            honest = yield from self._pages()
            self._conclude(honest=honest)
        return self.outcome

    def _count(self) -> Conversation:
        """The number of records, as each version reads it (H-CNT-01, H-CNT-02); False: nobody could ask."""
        exchange, hops = yield from self._asked(self._asking.count)
        moved = hops > 0
        numbers = {p: number_in(exchange) if self._accepts(p, exchange, hops) else 0 for p in PORTALS}
        if not all(numbers.values()) and not self.outcome.cut and not worded(exchange, hops):
            exchange, hops = yield from self._asked(self._asking.second_count)
            moved = moved or hops > 0
            second = number_marked(exchange)
            numbers = {p: n or (second if self._accepts(p, exchange, hops) else 0) for p, n in numbers.items()}
        for cursor in self._cursors:
            cursor.count = self.outcome.counts[cursor.portal] = max(0, numbers[cursor.portal])
            if (cursor.count == 0 and "H-CNT-02" in self._mended) or "H-CNT-03" in self._mended:
                cursor.count = _ENDLESS
            elif cursor.count == 0:
                cursor.end("H-REQ-06" if moved and cursor.portal == "2017" else "H-CNT-02")
        return not self.outcome.cut

    def _keep_out(self) -> None:
        scene = self._scene
        unread = scene.provider.unread(scene.entity)
        waits = scene.entity == "decisions" and scene.provider.waits_for_meetings and scene.meetings.known
        for cursor in self._cursors:
            short = scene.meetings.mapped.get(cursor.portal, 0) < scene.meetings.counted.get(cursor.portal, 0)
            if unread and unread not in self._mended:
                cursor.end(unread)
            elif waits and short and "H-REQ-08" not in self._mended:
                cursor.end("H-REQ-08")

    def _pages(self) -> Conversation:
        """Page after page; True: the list came to its own end."""
        while True:
            skip = self._next_skip()
            exchange, hops = yield from self._asked(self._asking.page(skip, skip == self._seen))
            if self.outcome.cut:
                return False
            for cursor in self._cursors:
                if cursor.alive and hops and not self._accepts(cursor.portal, exchange, hops):
                    cursor.end("H-REQ-06")
            answer = self._read(exchange, self._scene.reader)
            if not answer.rows:
                self._end_all(answer.rule or "H-PAG-03")
                return answer.rows is not None or (self._seen > 0 and not_found(exchange))
            known = yield from self._take(answer.rows)
            if not known or self._seen > self._most_that_can_be_meant():
                self._end_all("H-PAG-06")
                return False
            if not self._more(len(answer.rows)):
                return True

    def _most_that_can_be_meant(self) -> int:
        """Twice what the service says there is, and some pages: whoever serves more than that will never end."""
        return 2 * max(*self.outcome.counts.values(), self._asking.known) + 10 * PAGE

    def _next_skip(self) -> int:
        living = [cursor for cursor in self._cursors if cursor.alive]
        if living and not self._mended & _PAGING:
            return PAGE * max(cursor.pages for cursor in living)
        return self._seen

    def _more(self, served: int) -> bool:
        """Whether there is anything left to see: pages the importer wants, or records behind its end."""
        if any(cursor.alive for cursor in self._cursors):
            return True
        stated = max(*self.outcome.counts.values(), self._asking.known)
        return served >= PAGE or self._seen < stated

    def _end_all(self, rule: str) -> None:
        for cursor in self._cursors:
            if cursor.alive:
                cursor.end(rule)

    def _asked(self, query: Query) -> Conversation:
        """An answer, and how many redirections led to it (H-REQ-06)."""
        exchange, hops = (yield query), 0
        while isinstance(exchange, Exchange) and exchange.status in MOVED and hops < _HOPS:
            address = exchange.header("location")
            if not address.startswith(("http://", "https://")):
                break
            exchange, hops = (yield Query(url=address, accept=query.accept)), hops + 1
        if isinstance(exchange, Silence):
            if len(self.outcome.unanswered) < NAMES:
                self.outcome.unanswered.append(f"{query.method} {query.url}: {exchange.reason}")
            if exchange.kind != "dead" and query.url.startswith(self._base):
                self.outcome.cut = exchange.reason
        return exchange, hops

    @staticmethod
    def _accepts(portal: str, exchange: Exchange | Silence, hops: int) -> bool:
        if isinstance(exchange, Silence):
            return False
        if portal == "2017":
            return exchange.status == OK and not hops
        return exchange.status == OK or exchange.status in MOVED

    # --- taking -------------------------------------------------------------------------------------------------------

    def _take(self, rows: list[Json]) -> Conversation:
        """Judge a page; False: it is one that has been seen before."""
        keyed = by_id(rows, merge="H-ENV-05" not in self._mended)
        living = any(cursor.alive for cursor in self._cursors)
        cut = PAGE if living and not self._mended & _PAGING else len(keyed)
        used, beyond = keyed[:cut], keyed[cut:]
        fresh = any(key is None or key not in self._ids for key, _, _ in used)
        if not fresh and (not living or len(used) >= PAGE):
            return False
        for key, row, lost in used:
            for _ in range(lost):
                self._overwritten(key)
            content = yield from self._completed(row)
            self._record(key, content)
        for key, _, _ in beyond:
            if key not in self._ids:
                self._waiting[key] = None
        for cursor in self._cursors:
            if cursor.alive:
                self._turn(cursor, len(used))
        return True

    def _turn(self, cursor: _Cursor, served: int) -> None:
        """What a version does at the end of a page (H-PAG-02, H-PAG-03, H-CNT-03)."""
        cursor.pages += 1
        if cursor.handed >= cursor.count:
            cursor.end()
        elif served < PAGE and not self._mended & _PAGING:
            cursor.end("H-PAG-03")

    def _overwritten(self, key: str | None) -> None:
        self._seen += 1
        for cursor in self._cursors:
            if self._wants(cursor):
                self._give(cursor, key, Lot.DROPPED, (Touch("H-ENV-05", Effect.LOSE, "/id", key, None),))
            else:
                self._give(cursor, key, Lot.UNREACHED, (_unreached(cursor),))

    def _record(self, key: str | None, row: Json) -> None:
        self._seen += 1
        self._waiting.pop(key, None)
        again = key is not None and key in self._ids
        if key is not None:
            self._ids.add(key)
        takers = []
        for cursor in self._cursors:
            if self._wants(cursor):
                cursor.handed += 1
                takers.append(cursor)
            else:
                self._give(cursor, key, Lot.UNREACHED, (_unreached(cursor),))
        if again and "H-GEN-02" not in self._mended:
            for cursor in takers:
                self._give(cursor, key, Lot.DROPPED, (Touch("H-GEN-02", Effect.LOSE, "/id", key, None),))
        elif takers:
            self._judge(takers, key, row)

    @staticmethod
    def _wants(cursor: _Cursor) -> bool:
        return cursor.alive and cursor.handed < cursor.count

    def _judge(self, takers: list[_Cursor], key: str | None, row: Json) -> None:
        touches = self._touch(self._scene, row)
        lots = [decided(touches, cursor.portal, self._mended) if touches else _AS_SERVED for cursor in takers]
        if self._scene.names:
            fetching = [c for c, (lot, _) in zip(takers, lots, strict=True) if lot is not Lot.DROPPED]
            renamed = self._fetched(fetching, takers)
            if renamed:
                touches = [*touches, *renamed]
                lots = [decided(touches, cursor.portal, self._mended) for cursor in takers]
        for cursor, (lot, deciding) in zip(takers, lots, strict=True):
            self._give(cursor, key, lot, deciding, self._scene.always)
            stops = bool(deciding) and deciding[0].effect is Effect.ABORT
            if stops:
                rule = deciding[0].rule
                cursor.end(rule)
                self.outcome.ledgers[cursor.portal].stop = Stop(record=key, position=self._seen, rule=rule)
            if self._scene.entity == "meetings":
                self._note_meeting(cursor, key, row, stored=lot is not Lot.DROPPED, mapped=not stops)

    def _give(
        self, cursor: _Cursor, key: str | None, lot: Lot, deciding: tuple[Touch, ...], always: Iterable[Touch] = ()
    ) -> None:
        fate = Fate(record=key, position=self._seen, lot=lot, touches=deciding)
        self.outcome.ledgers[cursor.portal].add(fate, always)
        self._sink(cursor.portal, fate)

    def _fetched(self, fetching: list[_Cursor], takers: list[_Cursor]) -> list[Touch]:
        """
        Keep each file under its name; where the name is taken, the file that has it stands in (H-FIL-04).

        Both versions keep one list of names as long as they store the same records.
        """
        if self._shared and len(fetching) != len(takers):
            self._shared = False
            self._cursors[1].names = dict(self._cursors[0].names)
        if self._shared and fetching:
            return self._keep(fetching[0].names, tuple(cursor.portal for cursor in fetching))
        return [touch for cursor in fetching for touch in self._keep(cursor.names, (cursor.portal,))]

    def _keep(self, names: dict[int, int], portals: tuple[str, ...]) -> list[Touch]:
        touches = []
        for rule, name, url, pointer in self._scene.names:
            address = hash(url)
            if names.setdefault(hash((rule, name)), address) != address:
                touches.append(Touch(rule, Effect.ALTER, pointer, url, f"the first file named {name!r}", portals))
        return touches

    def _note_meeting(self, cursor: _Cursor, key: str | None, row: Json, *, stored: bool, mapped: bool) -> None:
        meetings, portal = self.outcome.meetings, cursor.portal
        if key is None or not mapped:
            return
        meetings.mapped[portal] = meetings.mapped.get(portal, 0) + 1
        if not stored:
            meetings.refused.add(key)
            return
        portals, start = meetings.stored.get(key, ((), row.get("start")))
        meetings.stored[key] = ((*portals, portal), start)
        name = _english(row, self._scene.reader).lower()
        meetings.named.add(name)
        meetings.titles.setdefault((name, as_text(row.get("treaty")).lower()), start)

    def _completed(self, row: Json) -> Conversation:
        """A row with the lists that were only linked (H-NAV-05)."""
        if not isinstance(row, dict) or self._scene.reader is Reader.BASEL_DOCUMENTS:
            return row
        for name in LINKED[self._scene.entity]:
            value = row.get(name)
            address = link_of(value) if isinstance(value, dict) and "__deferred" in value else ""
            if address:
                exchange, _ = yield from self._asked(Query(url=address))
                row = {**row, name: list_behind(exchange, name, self._scene.reader)}
        return row

    # --- concluding ---------------------------------------------------------------------------------------------------

    def _conclude(self, *, honest: bool) -> None:
        stated = 0 if honest else max(self.outcome.counts.values())
        missing = 0 if self.outcome.cut else max(stated, self._asking.known) - self._seen - len(self._waiting)
        for cursor in self._cursors:
            ledger = self.outcome.ledgers[cursor.portal]
            for key in self._waiting:
                self._give(cursor, key, Lot.UNREACHED, (Touch("H-PAG-06", Effect.LOSE, "", None, None),))
            ledger.nameless(missing, cursor.halted or "H-PAG-04")
            if ledger.lots[Lot.UNREACHED] or ledger.stop:
                ledger.halted = cursor.halted or "H-CNT-03"
            if self._scene.entity == "meetings":
                self.outcome.meetings.counted[cursor.portal] = self.outcome.counts[cursor.portal]
                self.outcome.meetings.mapped.setdefault(cursor.portal, 0)
        self.outcome.meetings.known = not self.outcome.cut


def _unreached(cursor: _Cursor) -> Touch:
    rule = cursor.halted or "H-CNT-03"
    return Touch(rule, load_rules()[rule].effect, "", None, None)


def _english(row: Json, reader: Reader) -> str:
    entries = opened(row.get("title"), reader)
    named = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    chosen = next((entry for entry in named if entry.get("language") == "en"), named[0] if named else {})
    return cleaned(as_text(chosen.get("value")))
