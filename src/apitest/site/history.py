"""
What many runs found, in one SQLite file that a person can open: a row a run, a row a target and run.

The outcomes of a target in a run are a string of letters (`reading.LETTERS`, `.` for what was not asked), one for each row
of `requirements`, by its number. Numbers are given once and stay.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from apitest.errors import RunDirectoryError
from apitest.results import EntityRow, RequirementRow, Results
from apitest.site.reading import Reading, Seen

_VERSION = "1"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, run TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, finished TEXT NOT NULL, apitest TEXT NOT NULL, depth TEXT NOT NULL,
    complete INTEGER NOT NULL, contracts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requirements (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, seen TEXT NOT NULL,
    facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sightings (
    target TEXT NOT NULL, started TEXT NOT NULL, run TEXT NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL,
    dialect TEXT NOT NULL, complete INTEGER NOT NULL, trouble INTEGER NOT NULL, records INTEGER NOT NULL,
    requests INTEGER NOT NULL, bytes INTEGER NOT NULL, seconds REAL NOT NULL, failed INTEGER NOT NULL,
    judged INTEGER NOT NULL, letters TEXT NOT NULL, PRIMARY KEY (target, started, run)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (target TEXT PRIMARY KEY, run TEXT NOT NULL, results BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sent (target TEXT PRIMARY KEY, run TEXT NOT NULL, sets TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, made_from TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One target in one run, as kept."""

    started: str
    run: str
    name: str
    url: str
    dialect: str
    complete: bool
    trouble: bool
    records: int
    requests: int
    bytes: int
    failed: int
    judged: int
    letters: str


class History:
    """The history of a site."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        """
        Open the file, creating it if need be.

        Raises:
            RunDirectoryError: it cannot be opened, or is the history of another version of apitest.
        """
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA synchronous=OFF")
            self._database.executescript(_SCHEMA)
            self._database.execute("INSERT OR IGNORE INTO facts VALUES ('version', ?)", (_VERSION,))
            (version,) = self._database.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
        except sqlite3.Error as error:
            raise _unusable(path, str(error)) from error
        if version != _VERSION:
            raise _unusable(path, f"version {version}")
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Keep what was added and close the file; after an exception call `forget` before."""
        self._database.execute("COMMIT")
        self._database.close()

    def forget(self) -> None:
        """Undo what was not yet kept."""
        self._database.execute("ROLLBACK")
        self._database.execute("BEGIN")

    # --- taking in ------------------------------------------------------------------------------------------------

    def sources(self) -> dict[str, str]:
        """Where runs were read from, each with the stamp (size and time) that its file had then."""
        return dict(self._database.execute("SELECT path, stamp FROM sources"))

    def note_sources(self, sources: Iterable[tuple[str, str, str]]) -> None:
        """Remember where runs were read from: path, stamp, run."""
        self._database.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", sources)

    def learn(self, requirements: Mapping[str, tuple[str, RequirementRow]]) -> None:
        """Keep the words of requirements as the newest run (its beginning beside them) has them; number new ones."""
        known = dict(self._database.execute("SELECT id, seen FROM requirements"))
        rows = [
            (name, seen, json.dumps(row, ensure_ascii=True))
            for name, (seen, row) in requirements.items()
            if known.get(name, "") < seen
        ]
        self._database.executemany(
            "INSERT INTO requirements (id, seen, facts) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, facts = excluded.facts",
            rows,
        )

    def add(self, readings: Iterable[Reading]) -> None:
        """Add runs, in any order; one that is there already (a run that was finished later) is replaced."""
        numbers = self._numbers()
        for reading in readings:
            self._forget(reading.run)
            contracts = json.dumps(dict(reading.contracts))
            about = (reading.started, reading.finished, reading.apitest, reading.depth, reading.complete, contracts)
            self._database.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", (reading.run, *about))
            self._database.executemany(
                "INSERT OR REPLACE INTO sightings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_row(reading, seen, numbers) for seen in reading.seen],
            )

    def _forget(self, run: str) -> None:
        if self._database.execute("SELECT 1 FROM runs WHERE id = ?", (run,)).fetchone():
            self._database.execute("DELETE FROM sightings WHERE run = ?", (run,))
            self._database.execute("DELETE FROM latest WHERE run = ?", (run,))
            self._database.execute("DELETE FROM sent WHERE run = ?", (run,))

    def _numbers(self) -> dict[str, int]:
        return dict(self._database.execute("SELECT id, number - 1 FROM requirements"))

    def stale(self, newest: Mapping[str, str]) -> dict[str, str]:
        """Of the newest runs (target → run) those whose document is not the one that is kept."""
        kept = dict(self._database.execute("SELECT target, run FROM latest"))
        return {target: run for target, run in newest.items() if kept.get(target) != run}

    def source_of(self, run: str) -> str:
        """Where a run was read from last; empty: it is not known."""
        row = self._database.execute("SELECT path FROM sources WHERE run = ?", (run,)).fetchone()
        return row[0] if row else ""

    def keep_latest(self, target: str, run: str, results: Results) -> None:
        """Keep the results of a target's newest run."""
        packed = zlib.compress(json.dumps(results).encode(), 1)
        self._database.execute("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)", (target, run, packed))
        sets = {name: row for part in results["targets"] for name, row in part["entities"].items()}
        self._database.execute(
            "INSERT OR REPLACE INTO sent VALUES (?, ?, ?)", (target, run, json.dumps(sets, ensure_ascii=True))
        )

    # --- giving out -----------------------------------------------------------------------------------------------

    def latest(self) -> Callable[[str], Results]:
        """What gives the results of a target's newest run; it needs the file no more, so other processes can use it."""
        packed = dict(self._database.execute("SELECT target, results FROM latest"))

        def unpacked(target: str) -> Results:
            document: Results = json.loads(zlib.decompress(packed[target]))
            return document

        return unpacked

    def sent(self) -> dict[str, Mapping[str, EntityRow]]:
        """Target → how much its newest run saw of each of its sets, and what of their properties."""
        rows = self._database.execute("SELECT target, sets FROM sent ORDER BY target")
        return {target: json.loads(sets) for target, sets in rows}

    def requirements(self) -> dict[str, RequirementRow]:
        """Every requirement that a run ever named, by its number."""
        rows = self._database.execute("SELECT id, facts FROM requirements ORDER BY number")
        return {name: json.loads(facts) for name, facts in rows}

    def targets(self) -> list[str]:
        """Every target that was ever seen, in order of its id."""
        return [name for (name,) in self._database.execute("SELECT DISTINCT target FROM sightings ORDER BY target")]

    def count(self) -> int:
        """How many runs there are."""
        (number,) = self._database.execute("SELECT COUNT(*) FROM runs").fetchone()
        return int(number)

    def sightings(self, target: str) -> Iterator[Sighting]:
        """One target in all its runs, oldest first."""
        rows = self._database.execute(
            "SELECT started, run, name, url, dialect, complete, trouble, records, requests, bytes, failed, judged, letters"
            " FROM sightings WHERE target = ? ORDER BY started, run",
            (target,),
        )
        for started, run, name, url, dialect, complete, trouble, *numbers, letters in rows:
            records, requests, size, failed, judged = numbers
            yield Sighting(
                started=started, run=run, name=name, url=url, dialect=dialect, complete=bool(complete),
                trouble=bool(trouble), records=records, requests=requests, bytes=size, failed=failed, judged=judged,
                letters=letters,
            )  # fmt: skip

    # --- what was written -----------------------------------------------------------------------------------------

    def written(self) -> dict[str, str]:
        """Files of the site, each with the digest of what it was made from."""
        return dict(self._database.execute("SELECT path, made_from FROM written"))

    def note_written(self, files: Iterable[tuple[str, str]]) -> None:
        """Remember of files what each was made from."""
        self._database.executemany("INSERT OR REPLACE INTO written VALUES (?, ?)", files)


def _row(reading: Reading, seen: Seen, numbers: Mapping[str, int]) -> tuple[object, ...]:
    letters = ["."] * len(numbers)
    for name, letter in seen.letters.items():
        letters[numbers[name]] = letter
    texts = (_kept(text) for text in (seen.name, seen.url, seen.dialect))
    numbered = (seen.records, seen.requests, seen.bytes, seen.seconds, seen.failed, seen.judged)
    limits = (reading.complete, seen.trouble)
    return (seen.target, reading.started, reading.run, *texts, *limits, *numbered, "".join(letters))


def _kept(text: str) -> str:
    """A text that SQLite can keep: half a surrogate pair is spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _unusable(path: Path | str, got: str) -> RunDirectoryError:
    return RunDirectoryError(
        expected=f"the history of a site, version {_VERSION}",
        got=got,
        where=str(path),
        fix="Publish to another directory with -o, or delete the file: every run is then read again.",
    )
