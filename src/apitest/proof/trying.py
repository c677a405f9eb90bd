"""
Trying the honest endpoint, every lie and every near-miss, in every dialect that can carry it.

Lies about single records are tried many at a time, each in a record of its own: what is found in that record must be
the breach of the bound requirement and nothing else. Wherever such a batch shows anything that it cannot explain, its
lies are tried one by one, as all others are.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.model import Contract
from apitest.proof.binding import hindrance, unproved
from apitest.proof.laboratory import Laboratory
from apitest.proof.matrix import Proof, Trial
from apitest.reference.faults import FAULTS

_COLLECTED = 12
"""After so many faults what is new is looked through for cycles."""


def prove(
    contract: Contract | None = None,
    *,
    dialects: Iterable[str] = (),
    faults: Iterable[str] = (),
    workers: int = 0,
    report: Callable[[str], None] = lambda _line: None,
) -> Proof:
    """
    Try everything.

    `dialects`, `faults`: names to narrow it; empty: all. `workers`: processes, one dialect each at a time; 0: as many
    as there are processors, 1: this one alone. `report` is told what has been tried.

    Raises:
        ApitestError: a fault changed honest records in place.
    """
    contract = contract or load_contract()
    wanted = tuple(faults)
    spoken = tuple(dialects) or tuple(DIALECTS)
    chosen = wanted or tuple(FAULTS)
    hindrances = {
        (name, dialect): hindrance(contract, FAULTS[name], DIALECTS[dialect]) for dialect in spoken for name in chosen
    }
    carried = {dialect: [name for name in chosen if not hindrances[name, dialect]] for dialect in spoken}
    trials: list[Trial] = []
    for name, found in zip(spoken, _in_parallel(carried, workers or os.cpu_count() or 1), strict=True):
        trials += found
        report(f"{name}: {len(found)} trials")
    return Proof(
        trials=tuple(trials),
        unproved=() if wanted else tuple(unproved(contract, spoken, hindrances)),
        requirements=len(contract.requirements),
        faults=len(chosen),
        dialects=spoken,
        narrowed=bool(wanted),
        not_carried=tuple((name, dialect, reason) for (name, dialect), reason in hindrances.items() if reason),
    )


def _in_parallel(carried: Mapping[str, Sequence[str]], workers: int) -> Iterator[tuple[Trial, ...]]:
    if min(workers, len(carried)) == 1:
        for dialect, faults in carried.items():
            yield tried(dialect, faults)
        return
    with ProcessPoolExecutor(min(workers, len(carried)), mp_context=get_context("spawn")) as pool:
        # The longest first, so that no processor waits for another at the end.
        longest = sorted(carried, key=lambda dialect: len(carried[dialect]), reverse=True)
        begun = {dialect: pool.submit(tried, dialect, carried[dialect]) for dialect in longest}
        yield from (begun[dialect].result() for dialect in carried)


def tried(dialect: str, faults: Sequence[str]) -> tuple[Trial, ...]:
    """All trials of faults that a dialect carries, in their order: honest first, then each lie before its near-miss."""
    carried = [FAULTS[name] for name in faults]
    bench = Laboratory(load_contract(), DIALECTS[dialect])
    with _seldom_collected() as collect:
        honest = bench.honest()
        found = {(trial.fault, trial.lie): trial for trial in bench.batches(carried)}
        for number, fault in enumerate(carried):
            for lie in (True, False):
                if (fault.name, lie) not in found:
                    found[fault.name, lie] = bench.alone(fault, lie=lie)
            if number % _COLLECTED == 0:
                collect()
        bench.close()
    return (honest, *(found[fault.name, lie] for fault in carried for lie in (True, False)))


@contextmanager
def _seldom_collected() -> Iterator[Callable[[], None]]:
    """
    Look for cycles only when asked to, and among what is new only.

    What is remembered grows large and holds none; to look through it again and again costs a third of the time.
    """

    def collect() -> None:
        gc.collect()
        gc.freeze()

    gc.disable()
    try:
        yield collect
    finally:
        gc.unfreeze()
        gc.enable()
