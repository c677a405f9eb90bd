"""
Every exchange of a run on disk, once, shared by all workers; read back for replay.

One SQLite file in WAL mode. It also keeps what politeness needs over all workers together: the budgets, the rate, the
connections in use, a pause that a target asked for, and whether nothing more is to be asked of it. Usable from several
threads. No clock of its own: moments are given in seconds.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from apitest.errors import CannotRecord, RunDirectoryError
from apitest.evidence.bodies import Packed, packed, redacted, unpacked
from apitest.evidence.database import VERSION, Database, copied, to_read, to_write
from apitest.evidence.entries import Failure, Limits, Meter, Timing, digest_of, measured, pairs, same_question
from apitest.evidence.leave import Asker, Wish, admitted
from apitest.model import Exchange, Query, Refusal

_FAILURES_TO_HALT = 3

__all__ = ["Evidence", "Failure", "Limits", "Meter", "Packed", "Timing", "copied", "digest_of", "packed", "unpacked"]

_ABSORBED = {
    "exchanges": "ON CONFLICT DO NOTHING",
    "meters": "ON CONFLICT (target) DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes,"
    " halted = CASE WHEN halted = '' THEN excluded.halted ELSE halted END",
}
"""What one part of a run takes over from another: the table, and what happens to a row that both have."""


class Evidence:
    """The exchanges of one run. Whatever writes raises `CannotRecord` where the disk is full, or gone."""

    def __init__(
        self,
        path: Path | str = ":memory:",
        *,
        owner: int = 0,
        alive: Callable[[int], bool] = lambda _owner: True,
        reading: bool = False,
    ) -> None:
        """
        Open the file, creating it if need be; with `reading`, without changing it or the folder that it lies in.

        `owner` is the process that asks, `alive` says of another whether it still runs: what a dead one had taken on
        itself is free again.

        Raises:
            RunDirectoryError: it cannot be opened, or is the evidence of another version of apitest.
        """
        self._asker, self._reading = Asker(owner=owner, alive=alive), reading
        self._lock = threading.RLock()
        self._copy: TemporaryDirectory[str] | None = None
        try:
            self._database = self._opened(path)
            (version,) = self._database.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()
        except (sqlite3.Error, CannotRecord, OSError) as error:
            raise RunDirectoryError(
                expected="a file with the exchanges of the run" if reading else "a file for the exchanges of the run",
                got=error.got if isinstance(error, CannotRecord) else str(error),
                where=str(path),
                fix="Give the whole run directory, as the run wrote it."
                if reading
                else "Give a directory that can be written with --output.",
            ) from error
        self.sealed = self._fact("sealed") != ""
        """Whether this is a recording to be judged: what it does not hold is not asked."""
        self._likenesses: dict[tuple[str, str, int, str], str] | None = None
        if version != VERSION:
            raise RunDirectoryError(
                expected=f"evidence of version {VERSION}",
                got=f"version {version}",
                where=str(path),
                fix="Read it with the version of apitest that recorded it.",
            )

    def _opened(self, path: Path | str) -> Database:
        if self._reading:
            database, self._copy = to_read(Path(path))
            return database
        return to_write(path)

    def close(self) -> None:
        """Close the file."""
        self._database.close()
        if self._copy is not None:
            self._copy.cleanup()

    def _fact(self, name: str) -> str:
        row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def seal(self) -> None:
        """Make a recording of this: nothing that it does not hold will be asked."""
        with self._lock:
            self._database.execute("INSERT OR REPLACE INTO facts VALUES ('sealed', 'yes')")
        self.sealed = True

    def alike(self, target: str, query: Query) -> Exchange | Failure | None:
        """
        What came back for the same question in other words: its options in another order, or another Accept header.

        A recording that somebody else made asks as a browser or a proxy does.
        """
        if self._likenesses is None:
            with self._lock:
                rows = self._database.execute("SELECT digest, target, method, occasion, url FROM exchanges").fetchall()
            self._likenesses = {
                (whose, method, n, same_question(url)): digest for digest, whose, method, n, url in rows[::-1]
            }
        digest = self._likenesses.get((target, query.method, query.occasion, same_question(query.url)))
        return self.find(digest) if digest and not query.headers else None

    def find(self, digest: str) -> Exchange | Failure | None:
        """What came back for a query; None: not asked yet, or not answered yet."""
        with self._lock:
            row = self._database.execute(
                "SELECT method, url, accept, occasion, status, failure, headers, body, packing, seconds, first_byte,"
                " received, asked, refusals FROM exchanges WHERE digest = ?",
                (digest,),
            ).fetchone()
        if row is None:
            return None
        method, url, accept, occasion, status, failure, headers, body, packing, seconds, first, received, *rest = row
        asked, refusals = map(json.loads, rest)
        if failure is not None:
            return Failure(reason=failure)
        return Exchange(
            query=Query(url=url, accept=accept, method=method, occasion=occasion, headers=pairs(asked)),
            status=status,
            headers=pairs(json.loads(headers)),
            body=unpacked(Packed(packing=packing, content=body)),
            seconds=seconds,
            first_byte=first,
            received=received,
            refusals=tuple(Refusal(status=status, after=after) for status, after in refusals),
        )

    def holds(self, digest: str) -> bool:
        """Whether a query has been asked and answered, or has failed."""
        with self._lock:
            found = self._database.execute("SELECT 1 FROM exchanges WHERE digest = ?", (digest,)).fetchone()
        return found is not None

    def claim(self, digest: str, *, now: float, until: float) -> bool:
        """Take it on us to send a query; False: another worker is at it, or it is answered."""
        with self._transaction() as database:
            if database.execute("SELECT 1 FROM exchanges WHERE digest = ?", (digest,)).fetchone():
                return False
            held = database.execute("SELECT owner, until FROM claims WHERE digest = ?", (digest,)).fetchone()
            if held is not None and held[1] >= now and self._asker.alive(held[0]):
                return False
            database.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?)", (digest, self._asker.owner, until))
            return True

    def release(self, digest: str) -> None:
        """Give a claim back without an answer."""
        with self._lock:
            self._database.execute("DELETE FROM claims WHERE digest = ?", (digest,))
            self._database.execute("DELETE FROM solos WHERE digest = ?", (digest,))

    def admit(
        self, target: str, digest: str, limits: Limits, *, now: float, until: float, alone: bool = False
    ) -> float | str:
        """
        Ask leave to send one request; `alone`: while nothing else is under way at the target, whichever worker asks.

        Returns seconds to wait before sending, or why nothing may be sent: `busy` (ask again), `requests`, `bytes` or
        `seconds` (the budget of that name is used up) or the reason of the halt.
        """
        wish = Wish(target=target, digest=digest, now=now, until=until, alone=alone)
        with self._transaction() as database:
            return admitted(database, self._asker, wish, limits)

    def spend(self, target: str, seconds: float) -> None:
        """Note how long a target has let us wait."""
        with self._lock:
            self._database.execute(
                "INSERT INTO clocks VALUES (?, ?) ON CONFLICT (target) DO UPDATE SET seconds = seconds + excluded.seconds",
                (target, seconds),
            )

    def probe(self) -> None:
        """
        Write what is written already; for those who wait for a worker that may have no way left to say that it gave up.

        Raises:
            CannotRecord: nothing can be written any more.
        """
        with self._transaction() as database:
            database.execute("UPDATE facts SET value = value WHERE name = 'version'")

    def others_ask(self) -> bool:
        """Whether another process that lives has a question under way."""
        with self._lock:
            rows = self._database.execute("SELECT owner FROM claims UNION SELECT owner FROM leases").fetchall()
        return any(owner not in (0, self._asker.owner) and self._asker.alive(owner) for (owner,) in rows)

    def give_back(self, target: str, digest: str, received: int) -> None:
        """An attempt is over and another will follow: free its connection, count what it brought."""
        with self._transaction() as database:
            database.execute("DELETE FROM leases WHERE digest = ?", (digest,))
            database.execute("UPDATE meters SET bytes = bytes + ? WHERE target = ?", (received, target))

    def pause(self, target: str, until: float) -> None:
        """Send nothing to a target before a moment, whichever worker asks."""
        with self._lock:
            self._database.execute("INSERT OR IGNORE INTO meters (target) VALUES (?)", (target,))
            self._database.execute("UPDATE meters SET paused = MAX(paused, ?) WHERE target = ?", (until, target))

    def keep(
        self, target: str, digest: str, answer: Exchange | Failure, query: Query, body: Packed | None = None
    ) -> None:
        """Store what came back, secrets left out, and free the connection; `body` is the answer's, if it came packed."""
        failure = answer.reason if isinstance(answer, Failure) else None
        plain = b"" if isinstance(answer, Failure) else answer.body
        headers = [] if isinstance(answer, Failure) else [redacted(*pair) for pair in answer.headers]
        kept = body or packed(plain)
        row = (
            digest, target, query.method, query.url, query.accept, query.occasion,
            None if isinstance(answer, Failure) else answer.status,
            failure, json.dumps(headers), kept.content, kept.packing, len(plain),
            *measured(answer), json.dumps(query.headers),
        )  # fmt: skip
        with self._transaction() as database:
            database.execute(
                "INSERT OR IGNORE INTO exchanges (digest, target, method, url, accept, occasion, status, failure, headers,"
                " body, packing, size, seconds, first_byte, received, refusals, asked)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            for held in ("claims", "leases", "solos"):
                database.execute(f"DELETE FROM {held} WHERE digest = ?", (digest,))  # noqa: S608 - names of ours
            database.execute(
                "UPDATE meters SET bytes = bytes + ?, failures = CASE WHEN ? THEN failures + 1 ELSE 0 END WHERE target = ?",
                (len(kept.content) if body else len(plain), failure is not None, target),
            )
            database.execute(
                "UPDATE meters SET halted = ? WHERE target = ? AND halted = '' AND failures >= ?",
                (failure or "", target, _FAILURES_TO_HALT),
            )

    def use_up(self, target: str, requests: int) -> None:
        """Count at least so many requests as sent, so that an allowance of as many is used up."""
        with self._lock:
            self._database.execute("INSERT OR IGNORE INTO meters (target) VALUES (?)", (target,))
            self._database.execute("UPDATE meters SET requests = MAX(requests, ?) WHERE target = ?", (requests, target))

    def halt(self, target: str, reason: str) -> None:
        """Ask nothing more of a target."""
        with self._lock:
            self._database.execute("INSERT OR IGNORE INTO meters (target) VALUES (?)", (target,))
            self._database.execute("UPDATE meters SET halted = ? WHERE target = ?", (reason, target))

    def absorb(self, other: Path) -> None:
        """
        Add what another part of the run recorded; where both have an answer to a query, the first stays.

        What was spent is added up, since both asked. The other file is only read.

        Raises:
            RunDirectoryError: it cannot be read.
        """
        part = Evidence(other, reading=True)
        try:
            with self._transaction() as database:
                for table, otherwise in _ABSORBED.items():
                    rows = part._database.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
                    places = ", ".join("?" for _ in rows.description)
                    database.executemany(f"INSERT INTO {table} VALUES ({places}) {otherwise}", rows)  # noqa: S608
        finally:
            part.close()

    def set_going(self) -> None:
        """Forget what kept a run from going on: failures, halts, and what workers had taken on that are no more."""
        with self._transaction() as database:
            database.execute("DELETE FROM exchanges WHERE failure IS NOT NULL")
            for held in ("claims", "leases", "solos"):
                database.execute(f"DELETE FROM {held}")  # noqa: S608 - names of ours
            database.execute("UPDATE meters SET failures = 0, halted = '', paused = 0, ready = 0")

    def meter(self, target: str) -> Meter:
        """What a target has cost so far."""
        with self._lock:
            row = self._database.execute(
                "SELECT requests, bytes, halted FROM meters WHERE target = ?", (target,)
            ).fetchone()
            (seconds,) = self._database.execute(
                "SELECT COALESCE(SUM(seconds), 0) FROM exchanges WHERE target = ?", (target,)
            ).fetchone()
        requests, size, halted = row or (0, 0, "")
        return Meter(requests=requests, bytes=size, seconds=seconds, halted=halted)

    def number(self) -> dict[str, int]:
        """Number the exchanges in an order that does not depend on who asked first; digest → number from 1."""
        rows = self._database.execute(
            "SELECT digest FROM exchanges ORDER BY target, occasion, url, method, accept, digest"
        ).fetchall()
        numbers = {digest: number for number, (digest,) in enumerate(rows, start=1)}
        if self._reading:
            return numbers
        with self._transaction() as database:
            database.executemany(
                "UPDATE exchanges SET number = ? WHERE digest = ?", [(n, d) for d, n in numbers.items()]
            )
        return numbers

    def numbered(self) -> Iterator[tuple[int, Exchange]]:
        """Every answer with its number, in that order, one at a time; what was not answered is left out."""
        with self._lock:
            rows = self._database.execute(
                "SELECT number, digest FROM exchanges WHERE failure IS NULL AND number IS NOT NULL ORDER BY number"
            ).fetchall()
        for number, digest in rows:
            answer = self.find(digest)
            if isinstance(answer, Exchange):
                yield number, answer

    def timings(self, target: str) -> list[Timing]:
        """What was measured of each answer of a target, in the order of their numbers."""
        with self._lock:
            rows = self._database.execute(
                "SELECT url, asked LIKE '%\"if-%', status, seconds, first_byte, received, size FROM exchanges"
                " WHERE target = ? AND failure IS NULL ORDER BY number, digest",
                (target,),
            ).fetchall()
        names = ("url", "conditional", "status", "seconds", "first_byte", "received", "size")
        return [Timing(**{**dict(zip(names, row, strict=True)), "conditional": bool(row[1])}) for row in rows]

    def content_digest(self) -> str:
        """
        SHA-256 over what was asked and what came back, in the order of the numbers.

        Without what differs between two recordings of the same answers: how long they took, and the header `date`.
        """
        rows = self._database.execute(
            "SELECT target, method, url, accept, occasion, asked, status, failure, headers, body, packing FROM exchanges"
            " ORDER BY target, occasion, url, method, accept, digest"
        )
        digest = hashlib.sha256()
        for *asked, headers, body, packing in rows:
            pairs = [pair for pair in json.loads(headers) if pair[0] != "date"]
            plain = hashlib.sha256(unpacked(Packed(packing=packing, content=body))).hexdigest()
            digest.update(json.dumps([*asked, pairs, plain]).encode() + b"\n")
        return digest.hexdigest()

    def settle(self) -> None:
        """Fold the write-ahead log into the file, so that it can be copied alone."""
        if self._reading:
            return
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        with self._lock:
            self._database.begin()
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                self._database.undo()
                raise
