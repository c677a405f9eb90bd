"""
One pass over a walked set: every check that needs no further question, page by page, in flat memory.

Records are forgotten page by page; ids, counts, notes and the first findings of each requirement remain, and what there is
of each record lies in a file, but for the latest.
"""

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from apitest.checks import EXCHANGES, GATHERINGS, RECORDS
from apitest.checks.beyond_doubt import silent_on
from apitest.checks.setting import Gathering, Note, NoteTaker, RecordCheck, Setting
from apitest.checks.spooling import Notes
from apitest.dialects import Dialect
from apitest.evidence import digest_of
from apitest.model import (
    Departure,
    EntitySet,
    Exchange,
    Finding,
    Harvest,
    Json,
    Leaf,
    Page,
    Query,
    Record,
    Requirement,
)
from apitest.shelves import Shelf, Store, itself

CAP = 50
"""Findings kept of one requirement on one entity set; the rest are counted."""
_SAMPLES = 24
_LEAVES_AT_ONCE = 64
OFFICIAL = ("en", "fr", "es", "ru", "ar", "zh")
"""Languages of the United Nations."""


@dataclass(slots=True)
class Tally:
    """The findings of one requirement."""

    kept: list[Finding] = field(default_factory=list)
    total: int = 0

    @property
    def is_full(self) -> bool:
        """Whether findings are only counted from now on."""
        return len(self.kept) >= CAP

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while there is room."""
        self.total += 1
        if not self.is_full:
            self.kept.append(finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What looks at each record of a set, by requirement."""

    records: tuple[tuple[str, RecordCheck], ...]
    gatherings: tuple[tuple[str, Gathering], ...]
    """Of each distinct way of taking notes, the first that takes them."""
    left: dict[frozenset[str], tuple[tuple[str, RecordCheck], ...]] = field(default_factory=dict)
    """Requirements known to be kept → the checks that are left then."""

    def beside(self, silent: frozenset[str]) -> tuple[tuple[str, RecordCheck], ...]:
        """The checks of single records but those that are known to find nothing."""
        if not silent:
            return self.records
        if silent not in self.left:
            self.left[silent] = tuple((name, judge) for name, judge in self.records if name not in silent)
        return self.left[silent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found in one record, by requirement."""

    departures: tuple[tuple[str, Departure], ...]
    notes: tuple[tuple[str, Sequence[Note]], ...]
    """Of each gathering that took any."""


def look_at(record: Record, setting: Setting, checks: Checks) -> Seen:
    """Run the checks on one record; where in the body a departure lies is not yet said."""
    departures, notes = list[tuple[str, Departure]](), list[tuple[str, Sequence[Note]]]()
    for name, judge in checks.beside(silent_on(record, setting)):
        departures += [(name, found) for found in judge(record, setting)]
    for name, gathering in checks.gatherings:
        taken = [*gathering.note(record, setting)]
        if taken:
            notes.append((name, taken))
    return Seen(departures=tuple(departures), notes=tuple(notes))


Judge = Callable[[str, Gathering, Sequence[Note], Setting], Iterable[Departure]]
"""Judges the notes of a gathering, given its requirement."""


def judge_notes(_name: str, gathering: Gathering, notes: Sequence[Note], setting: Setting) -> Iterable[Departure]:
    """Judge what was noted across records."""
    return gathering.judge(notes, setting)


class Examination:
    """A set being examined, and afterwards what was found."""

    def __init__(
        self,
        setting: Setting,
        dialect: Dialect,
        requirements: Iterable[Requirement],
        look: Callable[[Record, Setting, Checks], Seen],
        judge: Judge = judge_notes,
    ) -> None:
        """
        Prepare for the requirements that bind this set.

        `look` is `look_at` and `judge` is `judge_notes`, or they remember what those found.
        """
        self._setting, self._dialect = setting, dialect
        wanted = {requirement.id: requirement for requirement in requirements}
        self._wanted = wanted
        self._look, self._judge = look, judge
        self._gatherings = [(name, check) for name, check in GATHERINGS.items() if name in wanted]
        takers: dict[NoteTaker, tuple[str, Gathering]] = {}
        for name, check in self._gatherings:
            takers.setdefault(check.note, (name, check))
        self._taker = {name: takers[check.note][0] for name, check in self._gatherings}
        self._checks = Checks(
            records=tuple((name, check) for name, check in RECORDS.items() if name in wanted),
            gatherings=tuple((name, check) for name, check in takers.values()),
        )
        self._exchanges = [(name, check) for name, check in EXCHANGES.items() if name in wanted]
        noted, kept = Store(), Store()
        self._notes = {
            name: Notes(compared=gathering.compared, store=noted) for name, gathering in self._checks.gatherings
        }
        self._leaves: Shelf[Leaf] = Shelf(_LEAVES_AT_ONCE, store=kept)
        self._ids: Shelf[str | None] = Shelf(store=kept, compared=itself)
        self._columns: dict[str, Shelf[Json]] = {name: Shelf(store=kept) for name in _columns(setting)}
        self._samples: list[Record] = []
        self.tallies: dict[str, Tally] = {name: Tally() for name in wanted}
        self._titles = _titles(setting.entity) if "text-languages" not in dialect.LACKS else ""
        self.languages: dict[str, int] = dict.fromkeys(OFFICIAL, 0) if self._titles else {}
        """Language → records with a title in it."""
        self.examined = 0
        self.carried: set[str] = set()
        """Properties that at least one record has."""
        self.filled: Counter[str] = Counter()
        """Property → records that have a value of it."""
        self.unknown: Counter[str] = Counter()
        """Property that no contract knows → records that have it."""
        self.broken = ""
        """The requirement whose breach made a page unreadable."""

    def take(self, exchange: Exchange, page: Page) -> None:
        """Examine a page and forget its records."""
        for departure in page.departures:
            self._add(departure.requirement, departure, exchange)
        if not page.readable:
            self.broken = page.departures[-1].requirement
        for name, judge in self._exchanges:
            for departure in judge(exchange, self._setting):
                self._add(name, departure, exchange)
        self._take_records(page.records, exchange)
        self._take_contents([record.content for record in page.records])
        self.unknown.update(chain.from_iterable(record.extras for record in page.records))
        self.examined += len(page.records)
        ids = tuple(record.id for record in page.records)
        bare = replace(exchange, body=b"")
        self._leaves.extend((Leaf(exchange=bare, ids=ids, next=page.next, count=page.count, size=len(exchange.body)),))
        self._ids.extend(ids)
        self._samples += page.records[:: max(1, len(page.records) // 8)][:8]
        del self._samples[_SAMPLES:-1]

    def _take_records(self, records: Sequence[Record], exchange: Exchange) -> None:
        taken: dict[str, list[Note]] = {name: [] for name in self._notes}
        for record in records:
            seen = self._look(record, self._setting, self._checks)
            for name, departure in seen.departures:
                where = self._dialect.place(self._setting.entity, record.index, departure.pointer)
                self._add(name, replace(departure, place=where, record=record.id), exchange)
            for name, notes in seen.notes:
                taken[name] += notes
        for name, notes in taken.items():
            self._notes[name].extend(notes)

    def _take_contents(self, contents: Sequence[Mapping[str, Json]]) -> None:
        self.carried.update(*contents)
        self.filled.update(
            [name for content in contents for name, value in content.items() if value or value == 0],
        )
        for titles in [content.get(self._titles) for content in contents]:
            self._count_languages(titles)
        for name, column in self._columns.items():
            values = [content.get(name) for content in contents]
            # The same code in a million records is kept once.
            column.extend([sys.intern(value) if type(value) is str else value for value in values])

    def _count_languages(self, titles: Json) -> None:
        if not isinstance(titles, list):
            return
        told = [item.get("language") for item in titles if isinstance(item, dict) and item.get("value")]
        for language in OFFICIAL:
            if language in told:
                self.languages[language] += 1

    def finish(self) -> None:
        """Judge what was noted across records."""
        told: list[tuple[str, Departure]] = []
        for name, gathering in self._gatherings:
            departures = iter(self._judge(name, gathering, self._notes[self._taker[name]], self._setting))
            told += [(name, departure) for departure in islice(departures, CAP)]
            self.tallies[name].total += sum(1 for _ in departures)
        exchanges = self._exchanges_of({departure.record for _, departure in told})
        first = self._leaves[0].exchange if self._leaves else None
        for name, departure in told:
            self._add(name, departure, exchanges.get(departure.record, first))
        for notes in self._notes.values():
            notes.close()

    def harvest(self, ending: str) -> Harvest:
        """What remains of the walk."""
        return Harvest(
            entity=self._setting.entity.name,
            leaves=self._leaves.settled(),
            ending=ending,
            samples=tuple(self._samples),
            columns={name: column.settled() for name, column in self._columns.items()},
            ids_away=self._ids if isinstance(self._ids.settled(), Shelf) else None,
        )

    def _exchanges_of(self, records: set[str | None]) -> dict[str | None, Exchange]:
        """Record → the exchange that it came with first; those that came with none are left out."""
        found: dict[str | None, Exchange] = {}
        for leaf in self._leaves if records else ():
            for record in records.intersection(leaf.ids):
                found.setdefault(record, leaf.exchange)
        return found

    def _add(self, name: str, departure: Departure, exchange: Exchange | None) -> None:
        tally = self.tallies.get(name)
        if tally is None:
            return
        if tally.is_full:
            tally.total += 1
        else:
            tally.add(finding_of(departure, self._wanted[name], self._setting, departure.exchange or exchange))


def finding_of(departure: Departure, requirement: Requirement, setting: Setting, exchange: Exchange | None) -> Finding:
    """Tie a departure to its requirement, its target and the exchange it was seen in."""
    query = exchange.query if exchange else None
    request = f"{query.method} {query.url}" if query else setting.target.url
    return Finding(
        requirement=requirement.id,
        target=setting.target.id,
        entity=setting.entity.name if requirement.entities else "",
        record=departure.record,
        pointer=departure.pointer,
        expected=departure.expected,
        got=departure.got,
        where=f"{request}  {departure.place}".rstrip(),
        fix=departure.fix or requirement.fix,
        exchange=digest_of(setting.target.id, query) if query else "",
        reproduce=curl(query) if query else "",
    )


def curl(query: Query) -> str:
    """The command that asks the same."""
    head = "-I " if query.method == "HEAD" else ""
    headers = " ".join(
        f"-H {shlex.quote(f'{name}: {value}')}" for name, value in (("Accept", query.accept), *query.headers)
    )
    return f"curl -sS {head}{headers} {shlex.quote(query.url)}"


def _titles(entity: EntitySet) -> str:
    """The localised text that every record has: its title, or what stands for one; empty: none."""
    names = [name for name, shape in entity.shape.fields.items() if shape.type_name == "LocalizedString"]
    return "title" if "title" in names else next(iter(names), "")


def _columns(setting: Setting) -> Mapping[str, None]:
    return dict.fromkeys([*setting.entity.filters, *setting.entity.kept, "updated"])
