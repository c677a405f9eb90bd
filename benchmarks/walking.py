"""
One measurement of a walk, in a process of its own so that its memory is its own; prints a JSON object.

    python benchmarks/walking.py walk|download|again ROOT RECORDS CONNECTIONS EVIDENCE
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import orjson

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.evidence import Evidence
from apitest.model import Depth, Politeness, Selection, Target
from apitest.wire import ORDER, Client, moment

_PAGE = 100


def walk(root: str, records: int, connections: int, evidence: Path) -> dict[str, float]:
    """Walk the decisions with every check of records; afterwards count the verdicts that do not hold."""
    contract = load_contract()
    polite = Politeness(rate=0, connections=connections, max_pages=records)
    target = Target(id="bench", name="bench", url=root, dialect="olingo2", entities=("decisions",), politeness=polite)
    client = Client(target, Evidence(evidence))
    bench = Bench(contract, target, client, now=moment(), seed=1, depth=Depth.STANDARD)
    start, busy = time.perf_counter(), time.process_time()
    harvest = bench.of("decisions").harvest
    taken, spent = time.perf_counter() - start, time.process_time() - busy
    assert harvest.ending == "complete", harvest.ending
    assert len(harvest.ids) == records, len(harvest.ids)
    return {"seconds": taken, "busy": spent, "memory": _peak()}


def download(root: str, records: int, connections: int, evidence: Path) -> dict[str, float]:  # noqa: ARG001
    """Ask for the same pages with httpx, read them with orjson, and look at nothing."""
    entity = load_contract().entities["decisions"]
    dialect = DIALECTS["olingo2"]
    urls = [
        dialect.listing(root, entity, Selection(top=_PAGE, skip=skip, order=ORDER)).url
        for skip in range(0, records, _PAGE)
    ]
    with httpx.Client(headers={"Accept": "application/json"}) as client, ThreadPoolExecutor(connections or 1) as pool:
        start, busy = time.perf_counter(), time.process_time()
        seen = sum(pool.map(lambda url: len(orjson.loads(client.get(url).content)["d"]["results"]), urls))
        taken, spent = time.perf_counter() - start, time.process_time() - busy
    assert seen == records
    return {"seconds": taken, "busy": spent, "memory": _peak()}


def again(root: str, records: int, connections: int, evidence: Path) -> dict[str, float]:
    """The same walk over what was recorded; nothing is asked."""
    return walk(root, records, connections, evidence)


def _peak() -> float:
    """
    The most memory that this process has held, MiB.

    Of the program that runs now: what `getrusage` tells counts the process that started it too.
    """
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


KINDS: dict[str, Callable[[str, int, int, Path], dict[str, float]]] = {
    "walk": walk, "download": download, "again": again,
}  # fmt: skip


if __name__ == "__main__":
    kind, root, records, connections, evidence = sys.argv[1:]
    sys.stdout.write(json.dumps(KINDS[kind](root, int(records), int(connections), Path(evidence))))
