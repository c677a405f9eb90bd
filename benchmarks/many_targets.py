"""
Ten targets at 100 ms before each answer, judged by eight workers and by one.

    python benchmarks/many_targets.py [DEPTH]
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from rows import Row, installed, print_rows, program, row

from apitest.contracts import load_contract
from apitest.reference.service import Service
from apitest.reference.serving import running

_TARGETS, _LATENCY, _WORKERS = 10, 0.1, 8


def rows(depth: str = "standard") -> Iterator[Row]:
    """Wall time, to the depth of a nightly run; each target has one set of 250 decisions."""
    contract = load_contract()
    counts = {entity: 250 if entity == "decisions" else 0 for entity in contract.entities}
    with running(Service(contract, counts=counts, latency=_LATENCY)) as origin, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "apitest.toml"
        tables = (
            f'[targets.t{number}]\nname = "{number}"\nurl = "{origin}/olingo2/informea.svc"\ndialect = "olingo2"\n'
            'entities = ["decisions"]\nrate = "1000/s"\nconnections = 8\n'
            for number in range(_TARGETS)
        )
        config.write_text("\n".join(tables), "utf-8")
        with installed() as environment:
            taken = {workers: _timed(config, workers, depth, environment) for workers in (_WORKERS, 1)}
    ratio = taken[1] / taken[_WORKERS]
    figures = f"{taken[_WORKERS]:.1f} s against {taken[1]:.1f} s"
    name = f"{_TARGETS} targets at 100 ms, depth {depth}, -n {_WORKERS} against -n 1"
    yield row(name, [ratio], 5, more_is_better=True, figures=figures)


def _timed(config: Path, workers: int, depth: str, environment: Mapping[str, str]) -> float:
    output = config.parent / f"run-{workers}"
    command = [program(), "run", "--config", str(config), "--depth", depth]
    start = time.perf_counter()
    command += ["-n", str(workers), "-q", "--output", str(output)]
    subprocess.run(command, check=False, capture_output=True, env=environment)  # noqa: S603 - our own command
    return time.perf_counter() - start


if __name__ == "__main__":
    print_rows(lambda: rows(*sys.argv[1:2]))
