"""
What a contract allows and forbids, drawn by hypothesis and schemathesis, asked through our own wire.

The only room that knows those two libraries.
"""

import hashlib
from collections.abc import Callable, Sequence

from apitest.checks.conversing import Subject
from apitest.model import Departure, Exchange, Json, Query


def draw(origin: str, candidates: Sequence[Json], many: int) -> list[Json]:
    """
    Some distinct candidates in their own order; the same for the same origin, on every machine and in every process.

    `origin` names seed, target, entity set and purpose. Ranked by digest and not drawn by hypothesis, which mixes in the
    constants of whatever modules happen to be loaded.
    """
    ranked = sorted(range(len(candidates)), key=lambda index: hashlib.sha256(f"{origin}/{index}".encode()).digest())
    return [candidates[index] for index in sorted(ranked[:many])]


Fuzzing = Callable[[Subject, Callable[[Query], Exchange]], tuple[Sequence[Departure], int]]
"""What is asked about and how to ask, in; departures and the number of questions, out."""

FUZZED: dict[str, Fuzzing] = {}
