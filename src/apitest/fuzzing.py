"""
What a contract allows and forbids, drawn by hypothesis and schemathesis, asked through our own wire.

The only room that knows those two libraries.
"""

import hashlib
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from apitest.checks.conversing import Subject
from apitest.model import Departure, Exchange, Json, Query

_TRIES = 6


def draw(origin: str, candidates: Sequence[Json], many: int) -> list[Json]:
    """
    Some distinct candidates, simplest first; the same for the same origin, on every machine and in every process.

    `origin` names seed, target, entity set and purpose.
    """
    if len(candidates) <= many:
        return list(candidates)
    found: list[int] = []

    @seed(int.from_bytes(hashlib.sha256(origin.encode()).digest()[:8], "big"))
    @settings(
        max_examples=many * _TRIES,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(min_value=0, max_value=len(candidates) - 1))
    def collect(index: int) -> None:
        if index not in found and len(found) < many:
            found.append(index)

    collect()
    return [candidates[index] for index in found]


Fuzzing = Callable[[Subject, Callable[[Query], Exchange]], tuple[Sequence[Departure], int]]
"""What is asked about and how to ask, in; departures and the number of questions, out."""

FUZZED: dict[str, Fuzzing] = {}
