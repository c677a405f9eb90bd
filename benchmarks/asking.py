"""
How many requests a standard run over four sets makes, in the walk and beside it, by requirement; no socket, no clock.

    python benchmarks/asking.py [DIALECT]
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator

import httpx
from rows import Row, row

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.dialects import dialect_of
from apitest.evidence import Evidence
from apitest.model import Depth, Politeness, Target
from apitest.reference.service import Service
from apitest.wire import Client, moment

SETS = ("decisions", "meetings", "national-reports", "projects")


def asked(name: str) -> tuple[int, Counter[str]]:
    """Requests of the walks, and those beside them by the requirement that asked first."""
    contract, spoken, evidence = load_contract(), dialect_of(name), Evidence()
    root = f"http://127.0.0.1/{name}/{spoken.ROOT}".rstrip("/")
    polite = Politeness(rate=0, connections=0)
    target = Target(id="bench", name="bench", url=root, dialect=name, entities=SETS, politeness=polite)
    client = Client(target, evidence, transport=httpx.WSGITransport(app=Service(contract)))
    bench = Bench(contract, target, client, now=moment(), seed=1, depth=Depth.STANDARD)
    for entity in SETS:
        _ = bench.of(entity).harvest
    walked = evidence.meter("bench").requests
    beside: Counter[str] = Counter()
    for entity in ("", *SETS):
        for requirement in bench.requirements_of(entity):
            before = evidence.meter("bench").requests
            bench.of(entity).judge(requirement)
            beside[requirement.id] += evidence.meter("bench").requests - before
    return walked, +beside


def rows(name: str = "olingo2") -> Iterator[Row]:
    """Requests beside the walk."""
    walked, beside = asked(name)
    most = ", ".join(f"{requirement} {many}" for requirement, many in beside.most_common(4))
    title = "requests beside the walk, standard run over 4 sets"
    yield row(title, [beside.total()], 60, more_is_better=False, figures=f"walk {walked}; most by {most}")


def main(name: str = "olingo2") -> None:
    """Print both as JSON."""
    walked, beside = asked(name)
    sys.stdout.write(
        json.dumps({"walk": walked, "beside": beside.total(), "by requirement": dict(beside.most_common())})
    )


if __name__ == "__main__":
    main(*sys.argv[1:2])
