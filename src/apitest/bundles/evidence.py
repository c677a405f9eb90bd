"""The exchanges of a run, copied with stand-ins in them, so that judging the copy leads to the same verdicts."""

import json
import sqlite3
from pathlib import Path

from apitest.bundles.redaction import Cover
from apitest.evidence import Packed, digest_of, packed, unpacked
from apitest.evidence.database import to_read
from apitest.model import Query


def redacted_copy(source: Path, goal: Path, cover: Cover) -> None:
    """
    Copy the evidence; nothing of it but exchanges and what was spent.

    Raises:
        sqlite3.Error, CannotRecord: it is no evidence.
    """
    reading, copy = to_read(source)
    writing = sqlite3.connect(goal, isolation_level=None)
    try:
        reading.backup(writing)
        writing.execute("DELETE FROM claims")
        writing.execute("DELETE FROM leases")
        writing.execute("DELETE FROM solos")
        names = [name for (name,) in writing.execute("SELECT digest FROM exchanges").fetchall()]
        writing.execute("BEGIN")
        for name in names:
            _cover(writing, name, cover, goal.name)
        writing.execute("COMMIT")
        writing.execute("VACUUM")
    finally:
        reading.close()
        writing.close()
        if copy is not None:
            copy.cleanup()


def _cover(database: sqlite3.Connection, name: str, cover: Cover, file: str) -> None:
    target, method, url, accept, occasion, asked, headers, body, packing = database.execute(
        "SELECT target, method, url, accept, occasion, asked, headers, body, packing FROM exchanges WHERE digest = ?",
        (name,),
    ).fetchone()
    conditions = tuple((key, cover.text(value, file)) for key, value in json.loads(asked))
    query = Query(url=cover.text(url, file), accept=accept, method=method, occasion=occasion, headers=conditions)
    pairs = [(key, cover.text(value, file)) for key, value in json.loads(headers)]
    plain = unpacked(Packed(packing=packing, content=body))
    covered = cover.over(plain, file)
    kept = Packed(packing=packing, content=body) if covered == plain else packed(covered)
    row = (digest_of(target, query), query.url, json.dumps(conditions), json.dumps(pairs), kept.content, kept.packing)
    database.execute(
        "UPDATE exchanges SET digest = ?, url = ?, asked = ?, headers = ?, body = ?, packing = ? WHERE digest = ?",
        (*row, name),
    )


def one_file(path: Path) -> None:
    """Fold the write-ahead log of a file of evidence into it, and have it need none."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=DELETE")
    database.close()
