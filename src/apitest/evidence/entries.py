"""What the evidence holds, as values: what came back, what a target allows and has cost, and the name of a question."""

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from apitest.model import Exchange, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A query that got no complete answer."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a target allows, over all workers together; 0: no limit."""

    rate: float = 0
    """Requests a second."""
    connections: int = 0
    requests: int = 0
    bytes: int = 0
    seconds: float = 0
    """Spent on waiting for answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What a target has cost so far."""

    requests: int
    bytes: int
    seconds: float
    halted: str
    """Why nothing more is asked; empty: it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What was measured of one answer."""

    url: str
    conditional: bool
    """Whether it was asked for only if something had changed."""
    status: int
    seconds: float
    first_byte: float
    received: int
    """Bytes of the body over the wire; 0: not recorded."""
    size: int
    """Bytes of the body."""


def digest_of(target: str, query: Query) -> str:
    """The name of an exchange in the evidence: what was asked of whom, and for the how manieth time."""
    parts = [target, query.method, query.url, query.accept, str(query.occasion)]
    parts += [f"{name}: {value}" for name, value in query.headers]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def same_question(url: str) -> str:
    """An address with its options in one order and one way of escaping."""
    parts = urlsplit(url)
    options = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return f"{parts.scheme}://{parts.netloc}{unquote(parts.path)}?{options!r}"


def pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    """Headers, as they are read back."""
    return tuple((name, value) for name, value in rows)


def measured(answer: Exchange | Failure) -> tuple[float, float, int, str]:
    """Seconds to the last byte, seconds to the first, bytes over the wire, and the refusals before it."""
    if isinstance(answer, Failure):
        return 0.0, 0.0, 0, "[]"
    refusals = json.dumps([(refusal.status, refusal.after) for refusal in answer.refusals])
    return answer.seconds, answer.first_byte, answer.received, refusals
