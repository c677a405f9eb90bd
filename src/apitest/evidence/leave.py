"""Leave to ask, over all workers together: within the budgets, the rate and the connections that a target allows."""

from collections.abc import Callable
from dataclasses import dataclass

from apitest.evidence.database import Database
from apitest.evidence.entries import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks leave, and how to know of others."""

    owner: int
    """The process."""
    alive: Callable[[int], bool]
    """Whether another process still runs: what a dead one had taken on itself is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One request that somebody wants to send; moments in seconds."""

    target: str
    digest: str
    now: float
    until: float
    """When it will be over at the latest."""
    alone: bool
    """Whether nothing else may be under way at the target meanwhile."""


def admitted(database: Database, asker: Asker, wish: Wish, limits: Limits) -> float | str:
    """Seconds to wait before sending, or why nothing may be sent; inside a transaction, see `Evidence.admit`."""
    database.execute("INSERT OR IGNORE INTO meters (target) VALUES (?)", (wish.target,))
    requests, size, ready, paused, halted = database.execute(
        "SELECT requests, bytes, ready, paused, halted FROM meters WHERE target = ?", (wish.target,)
    ).fetchone()
    refusal = str(halted) or _spent(limits, requests, size) or _late(database, wish.target, limits)
    if refusal:
        return refusal
    if _kept_waiting(database, asker, wish) or (wish.alone and not _solo(database, asker, wish)):
        return "busy"
    if limits.connections and _leases(database, asker, wish) >= limits.connections:
        return "busy"
    wait: float = max(0.0, (ready if limits.rate else 0.0) - wish.now, paused - wish.now)
    following = wish.now + wait + (1 / limits.rate if limits.rate else 0.0)
    database.execute("UPDATE meters SET requests = requests + 1, ready = ? WHERE target = ?", (following, wish.target))
    lease = (wish.target, wish.digest, asker.owner, wish.until + wait)
    database.execute("INSERT INTO leases VALUES (?, ?, ?, ?)", lease)
    return wait


def _kept_waiting(database: Database, asker: Asker, wish: Wish) -> bool:
    """Whether another request is, or is about to be, alone at the target."""
    held = database.execute("SELECT digest, owner, until FROM solos WHERE target = ?", (wish.target,)).fetchone()
    return held is not None and held[0] != wish.digest and held[2] >= wish.now and asker.alive(held[1])


def _solo(database: Database, asker: Asker, wish: Wish) -> bool:
    """Let nobody else begin, and say whether those who had begun are done."""
    claim = (wish.target, wish.digest, asker.owner, wish.until)
    database.execute("INSERT OR REPLACE INTO solos VALUES (?, ?, ?, ?)", claim)
    return not _leases(database, asker, wish)


def _leases(database: Database, asker: Asker, wish: Wish) -> int:
    """How many requests are under way at the target."""
    database.execute("DELETE FROM leases WHERE target = ? AND until < ?", (wish.target, wish.now))
    owners = database.execute("SELECT owner FROM leases WHERE target = ?", (wish.target,)).fetchall()
    dead = {owner for (owner,) in owners if not asker.alive(owner)}
    database.executemany("DELETE FROM leases WHERE owner = ?", [(owner,) for owner in dead])
    return sum(owner not in dead for (owner,) in owners)


def _spent(limits: Limits, requests: int, size: int) -> str:
    if limits.requests and requests >= limits.requests:
        return "requests"
    return "bytes" if limits.bytes and size >= limits.bytes else ""


def _late(database: Database, target: str, limits: Limits) -> str:
    if not limits.seconds:
        return ""
    row = database.execute("SELECT seconds FROM clocks WHERE target = ?", (target,)).fetchone()
    return "seconds" if row and row[0] >= limits.seconds else ""
