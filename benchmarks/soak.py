"""
Run against an endpoint that lies at random and takes its time, again and again, and see what grows.

    python benchmarks/soak.py [--minutes 30] [--seed 1]

Two processes are watched: the one that runs `apitest.check` over and over, as a service at a desk would, and the endpoint.
After each round: memory (resident), open files, threads, child processes, and what is left in the temporary folder. Said at
the end: the slope of memory (least squares, over the second half, when caches are full) and what did not go back to what it
was. Exit status 1 if anything leaked. Linux only: it looks at /proc.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from apitest.commands.executing import execute
from apitest.contracts import load_contract
from apitest.model import Depth, Politeness, Target
from apitest.reference.faults import FAULTS
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.runs import Order, alone_in
from apitest.runs.locking import LOCK

LIES = 3
"""At one time, at most."""
MOST_SLOPE = 256.0
"""KiB a minute; more is a leak."""


class Restless:
    """The reference endpoint; each round it lies in other ways, each answer it takes its time."""

    def __init__(self, draw: random.Random) -> None:
        self._contract, self._draw, self._lock = load_contract(), draw, threading.Lock()
        self.change()

    def change(self) -> list[str]:
        names = self._draw.sample(sorted(FAULTS), self._draw.randint(0, LIES))
        acts = [(FAULTS[name].entities, FAULTS[name].lie) for name in names]
        counts = {**dict.fromkeys(self._contract.entities, 5), "decisions": 104}
        self._service = Service(self._contract, counts=counts, acts=acts)
        return names

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            wait = self._draw.expovariate(200)
        time.sleep(min(wait, 0.2))
        return self._service(environ, start)


def state(folder: Path) -> dict[str, int]:
    """What this process has, and what it left."""
    own = Path("/proc/self")
    told = dict(line.split(":", 1) for line in (own / "status").read_text("utf-8").splitlines() if ":" in line)
    children = (Path(f"/proc/self/task/{os.getpid()}/children")).read_text("utf-8").split()
    return {
        "memory": int(told["VmRSS"].split()[0]),
        "files": len(list((own / "fd").iterdir())),
        "threads": int(told["Threads"]),
        "processes": len(children),
        "left": len(list(folder.iterdir())),
    }


def slope(rows: Sequence[tuple[float, int]]) -> float:
    """KiB a minute."""
    if len(rows) < 2:  # noqa: PLR2004 - a line needs two points
        return 0.0
    moments, sizes = [row[0] / 60 for row in rows], [row[1] for row in rows]
    middle, mean = sum(moments) / len(rows), sum(sizes) / len(rows)
    width = sum((moment - middle) ** 2 for moment in moments)
    above = sum((moment - middle) * (size - mean) for moment, size in zip(moments, sizes, strict=True))
    return above / width if width else 0.0


def one(url: str, directory: Path, draw: random.Random) -> str:
    """A run; its outcome."""
    polite = Politeness(rate=0, connections=4, max_requests=400, timeout=5)
    target = Target(id="restless", name="restless", url=url, dialect="auto", politeness=polite)
    order = Order(
        targets=(target,), depth=draw.choice((Depth.QUICK, Depth.STANDARD)), seed=draw.randint(1, 9),
        entities=(draw.choice(("decisions", "meetings", "national-reports")),), command=("soak",),
    )  # fmt: skip
    results = execute(order, directory, workers=draw.choice((0, 0, 2)), quiet=True)
    with alone_in(directory, "soak"):  # nobody holds a lock of it any more
        assert (directory / LOCK).exists()
    return results["run"]["outcome"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=1)
    typed = options.parse_args()
    draw = random.Random(typed.seed)  # noqa: S311 - lies, not secrets
    restless, rows, outcomes = Restless(draw), list[tuple[float, dict[str, int]]](), dict[str, int]()
    with tempfile.TemporaryDirectory() as folder, running(restless, port=0) as origin:  # type: ignore[arg-type]
        tempfile.tempdir = folder
        os.environ["TMPDIR"] = folder
        begin = time.monotonic()
        while time.monotonic() - begin < typed.minutes * 60:
            lies = restless.change()
            directory = Path(folder) / "run"
            outcome = one(f"{origin}/mea-json", directory, draw)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            subprocess.run(["rm", "-r", str(directory)], check=True)  # noqa: S603, S607 - our own folder
            rows.append((time.monotonic() - begin, state(Path(folder))))
            print(
                json.dumps({"seconds": round(rows[-1][0]), **rows[-1][1], "outcome": outcome, "lies": lies}), flush=True
            )
    half = rows[len(rows) // 2 :]
    growth = slope([(moment, held["memory"]) for moment, held in half])
    # The first rounds open what stays open; from then on nothing may.
    leaked = [
        name
        for name in ("files", "threads", "processes", "left")
        if half and half[-1][1][name] > rows[min(2, len(rows) - 1)][1][name]
    ]
    print(
        f"{len(rows)} rounds in {rows[-1][0] / 60:.1f} min: {outcomes}; memory {growth:+.0f} KiB/min; "
        f"leaked: {leaked or 'nothing'}"
    )
    sys.exit(1 if leaked or (len(half) > 9 and growth > MOST_SLOPE) else 0)  # noqa: PLR2004 - a slope over less is noise


if __name__ == "__main__":
    main()
