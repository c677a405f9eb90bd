"""
A standard run over four sets of 250 records at 100 ms before each answer, and Schemathesis' command line beside it.

    python benchmarks/standard_run.py [DIALECT]

Schemathesis runs with its default settings and a fixed seed on the part of our OpenAPI document that speaks of the same
four sets. Both ask the same endpoint, one after the other; who asks how often is counted at the endpoint. Schemathesis asks
one question after the other, and of each operation hundreds: it is stopped after some minutes, and the row says so.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from asking import SETS
from rows import Row, installed, print_rows, program, row
from schemathesis_beside_us import Counting

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.shipped import shipped

_RECORDS, _LATENCY = 250, 0.1
_LIMIT = 300
"""Seconds; whoever is not done by then is stopped."""


def rows(name: str = "olingo2") -> Iterator[Row]:
    """Seconds, and requests of both."""
    contract, spoken = load_contract(), DIALECTS[name]
    counts = {entity: _RECORDS if entity in SETS else 0 for entity in contract.entities}
    app = Counting(Service(contract, counts=counts, latency=_LATENCY))
    with running(app) as origin, tempfile.TemporaryDirectory() as folder:  # type: ignore[arg-type]
        url = f"{origin}/{name}/{spoken.ROOT}".rstrip("/")
        document = Path(folder) / "part.json"
        with installed() as environment:
            ours = _timed(_apitest(url, folder), app, environment)
        part = _part(name)
        document.write_text(json.dumps(part), "utf-8")
        theirs = _timed(_schemathesis(url, document), app, os.environ)
    operations = sum(len({"get", "head"} & item.keys()) for item in part["paths"].values())
    ended = "" if theirs[0] < _LIMIT else "stopped after "
    figures = (
        f"{ours[1]} requests; Schemathesis {ended}{theirs[0]:.0f} s, {theirs[1]:,} requests of {operations} operations"
    )
    yield row(
        "standard run, 4 sets × 250 records, 100 ms, seconds", ours[:1], 15, more_is_better=False, figures=figures
    )


def _timed(command: list[str], app: Counting, environment: Mapping[str, str]) -> tuple[float, int]:
    before, start = app.requests, time.perf_counter()
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, check=False, capture_output=True, timeout=_LIMIT, env=environment)  # noqa: S603
    return time.perf_counter() - start, app.requests - before


def _apitest(url: str, folder: str) -> list[str]:
    sets = [word for entity in SETS for word in ("--entity", entity)]
    polite = ["--connections", "8", "--rate", "1000/s"]
    command = [program(), "run", "--url", url, *sets, *polite]
    return [*command, "-n", "2", "-q", "--output", f"{folder}/run"]


def _schemathesis(url: str, document: Path) -> list[str]:
    words = ["run", str(document), "--url", url, "--seed", "1", "--no-color"]
    return [sys.executable, "-m", "schemathesis.cli", *words]


def _part(name: str) -> dict[str, Any]:
    """Of our OpenAPI document what speaks of the four sets."""
    whole = json.loads(shipped("contracts", "openapi", f"{name}.json").read_text("utf-8"))
    entities = load_contract().entities
    ours = {word for entity in SETS for word in (entities[entity].name, entities[entity].wire_name)}
    others = {
        word for entity in entities.values() if entity.name not in SETS for word in (entity.name, entity.wire_name)
    }
    paths = {path: item for path, item in whole["paths"].items() if not _speaks_of(path, others - ours)}
    return {**whole, "paths": paths}


def _speaks_of(path: str, names: set[str]) -> bool:
    return bool(names & {step.partition("(")[0] for step in path.split("/")})


if __name__ == "__main__":
    print_rows(lambda: rows(*sys.argv[1:2]))
