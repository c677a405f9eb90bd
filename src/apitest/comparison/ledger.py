"""
What was seen of every record, side by side, on disk: tokens by id, never records, so that memory stays flat.

A side is a run or a service, numbered as they were named.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from apitest.comparison.tokens import kind_of, pattern_of, tokens_of
from apitest.model import Record

_MOST_PATTERNS = 2_000
"""Patterns that are counted of one set; a service that invents names without end does not fill the memory."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """What two sides say of one record; None: it is not there."""

    id: str
    old: Mapping[str, str] | None
    new: Mapping[str, str] | None


class Ledger:
    """Tokens of every record of every set of every side."""

    def __init__(self, path: Path | str) -> None:
        """Open the file, which nobody needs afterwards."""
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE records (entity TEXT, side INTEGER, id TEXT, tokens TEXT, PRIMARY KEY (entity, side, id))"
            " WITHOUT ROWID"
        )
        self.patterns: dict[tuple[int, str], dict[str, Counter[str]]] = {}
        """Side and set → pattern → kinds of values with their number."""
        self.records: Counter[tuple[int, str]] = Counter()
        self.nameless: Counter[tuple[int, str]] = Counter()
        """Records without an id: they cannot be found again."""
        self.doubles: dict[tuple[int, str], list[str]] = {}

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, side: int, entity: str, records: Iterable[Record]) -> None:
        """Take the records of a page."""
        self._database.execute("BEGIN")
        for record in records:
            self._add(side, entity, record)
        self._database.execute("COMMIT")

    def _add(self, side: int, entity: str, record: Record) -> None:
        tokens = tokens_of({**record.extras, **record.content})
        self.records[side, entity] += 1
        self._count(side, entity, tokens)
        if record.id is None:
            self.nameless[side, entity] += 1
            return
        row = (entity, side, _writable(record.id), json.dumps(tokens, sort_keys=True))
        if not self._database.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?)", row).rowcount:
            self.doubles.setdefault((side, entity), []).append(record.id)

    def _count(self, side: int, entity: str, tokens: Mapping[str, str]) -> None:
        known = self.patterns.setdefault((side, entity), {})
        kinds = {pattern_of(place): kind_of(token) for place, token in tokens.items() if not place.endswith(")")}
        for pattern, kind in kinds.items():
            if pattern in known or len(known) < _MOST_PATTERNS:
                known.setdefault(pattern, Counter())[kind] += 1

    def pairs(self, entity: str, old: int, new: int) -> Iterator[Pair]:
        """The records on which two sides differ: by id those that the old side has, then those that only the new one has."""
        both = (
            "SELECT a.id, a.tokens, b.tokens FROM records a LEFT JOIN records b"
            " ON b.entity = a.entity AND b.side = ?2 AND b.id = a.id"
            " WHERE a.entity = ?3 AND a.side = ?1 AND b.tokens IS NOT a.tokens ORDER BY a.id"
        )
        added = (
            "SELECT b.id, NULL, b.tokens FROM records b LEFT JOIN records a"
            " ON a.entity = b.entity AND a.side = ?1 AND a.id = b.id"
            " WHERE b.entity = ?3 AND b.side = ?2 AND a.id IS NULL ORDER BY b.id"
        )
        for question in (both, added):
            rows = self._database.execute(question, (old, new, entity))
            while batch := rows.fetchmany(_BATCH):
                for key, before, after in batch:
                    yield Pair(key, json.loads(before) if before else None, json.loads(after) if after else None)

    def tokens(self, entity: str, side: int, key: str) -> Mapping[str, str] | None:
        """What a side says of a record; None: it is not there."""
        row = self._database.execute(
            "SELECT tokens FROM records WHERE entity = ? AND side = ? AND id = ?", (entity, side, _writable(key))
        ).fetchone()
        found: Mapping[str, str] | None = json.loads(row[0]) if row else None
        return found


def _writable(text: str) -> str:
    """An id that a database can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
