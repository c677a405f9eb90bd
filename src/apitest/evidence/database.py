"""
The SQLite file behind the evidence: opened to be written or to be read only, and what goes wrong with it told.

What goes wrong is ours, not the target's: a disk that is full or gone, a folder that cannot be written.
"""

import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from apitest.errors import CannotRecord

VERSION = "3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS exchanges (
    digest TEXT PRIMARY KEY, number INTEGER, target TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL,
    accept TEXT NOT NULL, occasion INTEGER NOT NULL, status INTEGER, failure TEXT, headers TEXT NOT NULL,
    body BLOB NOT NULL, packing TEXT NOT NULL, size INTEGER NOT NULL, seconds REAL NOT NULL,
    first_byte REAL NOT NULL DEFAULT 0, received INTEGER NOT NULL DEFAULT 0, asked TEXT NOT NULL DEFAULT '[]',
    refusals TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claims (digest TEXT PRIMARY KEY, owner INTEGER NOT NULL, until REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meters (
    target TEXT PRIMARY KEY, requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
    ready REAL NOT NULL DEFAULT 0, paused REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    halted TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clocks (target TEXT PRIMARY KEY, seconds REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leases (
    target TEXT NOT NULL, digest TEXT NOT NULL, owner INTEGER NOT NULL, until REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS solos (
    target TEXT PRIMARY KEY, digest TEXT NOT NULL, owner INTEGER NOT NULL, until REAL NOT NULL
) WITHOUT ROWID;
"""
_BUSY_SECONDS = 60
_TRIES = 3000


class Database(sqlite3.Connection):
    """A connection that tells its troubles as `CannotRecord`, and begins nothing more after the first."""

    place = ""
    """Where the file lies, for messages."""
    trouble: CannotRecord | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        """
        Run a statement.

        Raises:
            CannotRecord: the file cannot be written or read.
        """
        try:
            return super().execute(sql, parameters)
        except sqlite3.DatabaseError as error:
            raise self._told(error) from error

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        """
        Run a statement for each of many rows.

        Raises:
            CannotRecord: as `execute`.
        """
        try:
            return super().executemany(sql, parameters)
        except sqlite3.DatabaseError as error:
            raise self._told(error) from error

    def begin(self) -> None:
        """
        Begin to write.

        Raises:
            CannotRecord: writing failed before, or cannot begin now.
        """
        if self.trouble is not None:
            raise self.trouble
        self.execute("BEGIN IMMEDIATE")

    def undo(self) -> None:
        """Leave what was begun undone; where writing failed, SQLite may have done so itself."""
        if self.in_transaction:
            super().execute("ROLLBACK")

    def _told(self, error: sqlite3.DatabaseError) -> Exception:
        if type(error) not in (sqlite3.OperationalError, sqlite3.DatabaseError):
            return error  # a fault of our own statements
        self.trouble = cannot_record(str(error), self.place)
        return self.trouble


def cannot_record(got: str, where: str) -> CannotRecord:
    """What to say where the exchanges of a run cannot be kept any more."""
    return CannotRecord(
        expected="room for what the targets answer",
        got=got,
        where=where,
        fix="Nothing that was kept is lost. Make room, or see to the disk; then finish with 'apitest run --resume RUN'.",
    )


def to_write(path: Path | str) -> Database:
    """
    Open a file, creating it and its tables if need be.

    Raises:
        sqlite3.Error: it cannot be opened.
        CannotRecord: it cannot be written.
    """
    database = _connected(str(path), str(path))
    _log_ahead(database)
    database.execute("PRAGMA synchronous=NORMAL")
    database.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
    database.execute("INSERT OR IGNORE INTO facts VALUES ('version', ?)", (VERSION,))
    return database


def _log_ahead(database: Database) -> None:
    """Choose the write-ahead log. SQLite waits for others in all it does, but not for one that is choosing it too."""
    for _ in range(_TRIES):
        try:
            sqlite3.Connection.execute(database, "PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                break
            time.sleep(_BUSY_SECONDS / _TRIES)
        else:
            return
    database.execute("PRAGMA journal_mode=WAL")


def to_read(path: Path) -> tuple[Database, tempfile.TemporaryDirectory[str] | None]:
    """
    Open a file without changing it, nor the folder that it lies in, which may be one that cannot be written.

    A run that goes on, or broke off, has a log beside the file. Where SQLite may not use that, a copy of both is read; it
    is gone when the second thing returned is cleaned up.

    Raises:
        sqlite3.Error: it cannot be opened.
        CannotRecord: it is no such file.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    log, index = (path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm"))
    if not index.exists() and not (log.exists() and log.stat().st_size):
        return _connected(f"{address}&immutable=1", str(path), uri=True), None
    database = _connected(address, str(path), uri=True)
    try:
        database.execute("SELECT 1 FROM facts")
    except CannotRecord:
        database.close()
    else:
        return database, None
    scratch = tempfile.TemporaryDirectory(prefix="apitest-")
    copied = Path(scratch.name) / path.name
    shutil.copyfile(path, copied)
    if log.exists():
        shutil.copyfile(log, copied.with_name(log.name))
    return _connected(str(copied), str(path)), scratch


def _connected(name: str, place: str, *, uri: bool = False) -> Database:
    database = sqlite3.connect(
        name, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=Database, uri=uri
    )
    database.place = place
    return database


def copied(source: Path, goal: Path) -> None:
    """
    Copy a file of evidence, with what lies in its write-ahead log.

    File by file: a database that is opened, be it to be read, leaves its traces beside it.

    Raises:
        OSError: it cannot be read, or the copy cannot be written.
    """
    for ending in ("", "-wal"):
        part = source.with_name(f"{source.name}{ending}")
        if part.exists():
            shutil.copyfile(part, goal.with_name(f"{goal.name}{ending}"))
