"""
Whether the class `efficiency` finds what a service does, and claims nothing that it does not, in real time.

`python benchmarks/efficiency.py [--runs N] [--busy]`: the reference endpoint on loopback with one trait after the other,
and with none; each is judged N times, by real clocks. A trait counts as found if its requirement has findings; findings
of any other, unless they follow from that one, are a false claim. `--busy` keeps every processor busy meanwhile. Ends
with status 1 if anything was missed or claimed falsely.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.evidence import Evidence
from apitest.model import Depth, Politeness, Target
from apitest.reference.faults.efficiency import (
    NEVER_CHANGED,
    OTHER_TAGS,
    UNPACKED,
    with_depth,
    with_filter,
    with_lists,
    with_size,
)
from apitest.reference.faults.paging import at_most
from apitest.reference.lying import Act
from apitest.reference.service import Scene, Service
from apitest.reference.serving import running
from apitest.verdicts import consequences
from apitest.wire import Client, moment

RECORDS = 600
DIALECT = "olingo2"
ENTITY = "decisions"


def _at_most(seconds: float, late: Callable[[Scene], float]) -> Callable[[Scene], float]:
    """As late as that, but no later than so many seconds: pages of 500 need not be waited for."""
    return lambda scene: min(seconds, late(scene))


TRAITS: Mapping[str, tuple[Act | None, str]] = {
    "none": (None, ""),
    "quadratic $skip": (Act("", seconds=with_depth(0.6, 2)), "efficiency/deep-pages-as-fast"),
    "linear $skip": (Act("", seconds=with_depth(0.4, 1)), "efficiency/deep-pages-as-fast"),
    "slow large pages": (Act("", seconds=_at_most(1.0, with_size(1.0, 2))), "efficiency/large-pages-as-fast"),
    "slow lists": (Act("", seconds=_at_most(2.0, with_lists(2.0))), "efficiency/lists-as-fast"),
    "slow changes": (Act("", seconds=with_filter(0.3)), "efficiency/changes-as-fast"),
    "no compression": (UNPACKED, "efficiency/compressed"),
    "wrong 304": (NEVER_CHANGED, "efficiency/not-modified-true"),
    "ETag that changes": (OTHER_TAGS, "efficiency/validator-stable"),
    "page cap 10": (at_most(10), "efficiency/requests-few"),
    "N+1": (
        Act("", hear=lambda question: replace(question, selection=replace(question.selection, expand=()))),
        "efficiency/lists-inline",
    ),
}
"""Trait → what the endpoint does, and the requirement that must be found broken."""


def serve(trait: str, told: Connection, over: Event) -> None:
    """Serve with one trait until it is over; tells the origin."""
    act, _ = TRAITS[trait]
    service = Service(load_contract(), records=RECORDS, acts=[((ENTITY,), act)] if act else ())
    with running(service, 0) as origin:
        told.send(origin)
        over.wait()


@contextmanager
def served(trait: str) -> Iterator[str]:
    """The reference endpoint in a process of its own; yields its origin."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    over = spawn.Event()
    process = spawn.Process(target=serve, args=(trait, there, over))
    process.start()
    try:
        yield here.recv()
    finally:
        over.set()
        process.join()


def found(origin: str, seed: int) -> tuple[frozenset[str], str]:
    """Requirements of the class with findings that do not follow from one another, and what is said of depth."""
    contract = load_contract()
    target = Target(
        id="reference",
        name="reference",
        url=f"{origin}/{DIALECT}/informea.svc",
        dialect=DIALECT,
        entities=(ENTITY,),
        politeness=Politeness(rate=0, connections=2),
    )
    evidence = Evidence()
    client = Client(target, evidence)
    bench = Bench(contract, target, client, now=moment(), seed=seed, depth=Depth.STANDARD, judged_to=Depth.FULL)
    assessment = bench.of(ENTITY)
    wanted = [item for item in bench.requirements_of(ENTITY) if item.conformance_class in ("efficiency", "paging")]
    verdicts = consequences([assessment.judge(item) for item in wanted], contract)
    client.close()
    evidence.close()
    named = [verdict for verdict in verdicts if verdict.requirement.startswith("efficiency/")]
    depth = next(verdict for verdict in named if verdict.requirement.endswith("/deep-pages-as-fast"))
    told = depth.findings[0].got if depth.findings else f"{depth.outcome.value} {depth.reason}"
    own = (verdict for verdict in named if verdict.findings and not verdict.root.startswith("efficiency/"))
    return frozenset(verdict.requirement for verdict in own), told


def burn(over: Event) -> None:
    """Keep one processor busy."""
    while not over.is_set():
        sum(range(10_000))


@contextmanager
def busy(wanted: bool) -> Iterator[None]:  # noqa: FBT001 - an option of the command line
    """Keep every processor busy meanwhile."""
    spawn = multiprocessing.get_context("spawn")
    over = spawn.Event()
    burners = [spawn.Process(target=burn, args=(over,)) for _ in range(os.cpu_count() or 1) if wanted]
    for burner in burners:
        burner.start()
    try:
        yield
    finally:
        over.set()
        for burner in burners:
            burner.join()


def main() -> int:
    """Judge each trait so many times, and say what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--busy", action="store_true")
    asked = options.parse_args()
    wrong = 0
    print(f"{'trait':<20}found   false claims   cannot tell depth   seconds   example of depth")
    with busy(asked.busy):
        for trait, (_, wanted) in TRAITS.items():
            begun, hits, false, doubts, told = time.monotonic(), 0, Counter[str](), 0, ""
            with served(trait) as origin:
                for run in range(asked.runs):
                    names, told = found(origin, run + 1)
                    hits += wanted in names
                    doubts += told.startswith("cantTell")
                    false.update(names - {wanted})
            wrong += (asked.runs - hits if wanted else 0) + false.total()
            seconds = time.monotonic() - begun
            share = f"{hits}/{asked.runs}" if wanted else "–"
            print(f"{trait:<20}{share:<8}{false.total():<15}{doubts:<20}{seconds:<10.0f}{told[:150]}", flush=True)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
