"""
Run against an endpoint that lies at random and takes its time, again and again, and see what grows.

    python benchmarks/soak.py [--minutes 30] [--seed 1] [--trace]

Two processes are watched: the one that runs `apitest.check` over and over, as a service at a desk would, and the endpoint.
After each round: memory (resident as it is, and `held`: once the C library has given back what was freed, which it otherwise
keeps in pieces), open files, threads, child processes, and what is left in the temporary folder. Said at the end, of each:
the slope of what is held (least squares, over the second half, when caches are full) and what did not go back to what it
was. Exit status 1 if anything leaked. `--trace` names what grew in the first of the two (tracemalloc; itself slow and
large). Linux with glibc only: it looks at /proc.
"""

import argparse
import ctypes
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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

State = Mapping[str, Mapping[str, int]]
SETS = ("decisions", "meetings", "national-reports", "projects")
LIES = 3
"""At one time, at most."""
MOST_SLOPE = 256.0
"""KiB a minute; more is a leak."""
ROUNDS_TO_FILL = 8
"""By then caches are full."""


class Restless:
    """The reference endpoint; each round it lies in other ways, each answer it takes its time."""

    def __init__(self, draw: random.Random) -> None:
        self._contract, self._draw, self._lock = load_contract(), draw, threading.Lock()
        self.change()

    def change(self, entity: str = "decisions") -> list[str]:
        fitting = sorted(name for name, fault in FAULTS.items() if entity in fault.entities)
        names = self._draw.sample(fitting, self._draw.randint(0, LIES))
        acts = [(FAULTS[name].entities, FAULTS[name].lie) for name in names]
        counts = {**dict.fromkeys(self._contract.entities, 5), "decisions": 104}
        self._service = Service(self._contract, counts=counts, acts=acts)
        return names

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with self._lock:
            wait = self._draw.expovariate(200)
        time.sleep(min(wait, 0.2))
        return self._service(environ, start)


@contextmanager
def elsewhere(seed: int) -> Iterator[subprocess.Popen[str]]:
    """The endpoint in a process of its own: a line to it changes its lies, a line from it tells its address or its lies."""
    command = [sys.executable, __file__, "--endpoint", "--seed", str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.communicate()  # it ends where its input ends


def be_the_endpoint(seed: int) -> None:
    restless = Restless(random.Random(seed))  # noqa: S311 - lies, not secrets
    with running(restless, port=0) as origin:  # type: ignore[arg-type]
        print(origin, flush=True)
        for entity in sys.stdin:
            lies = restless.change(entity.strip())
            give_back()
            print(json.dumps(lies), flush=True)


def give_back() -> None:
    """Free what is not held any more, back to the machine."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)


def memory(process: int) -> int:
    """Resident, in KiB."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def state(process: int) -> dict[str, int]:
    """What a process has."""
    own = Path(f"/proc/{process}")
    children = (own / "task" / str(process) / "children").read_text("utf-8").split()
    return {
        "held": memory(process),
        "files": len(list((own / "fd").iterdir())),
        "threads": len(list((own / "task").iterdir())),
        "processes": len(children),
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


def one(url: str, entity: str, directory: Path, draw: random.Random) -> str:
    """A run; its outcome."""
    polite = Politeness(rate=0, connections=4, max_requests=400, timeout=5)
    target = Target(id="restless", name="restless", url=url, dialect="auto", politeness=polite)
    order = Order(
        targets=(target,), depth=draw.choice((Depth.QUICK, Depth.STANDARD)), seed=draw.randint(1, 9), entities=(entity,),
        command=("soak",),
    )  # fmt: skip
    results = execute(order, directory, workers=draw.choice((0, 0, 2)), quiet=True)
    with alone_in(directory, "soak"):  # nobody holds a lock of it any more
        assert (directory / LOCK).exists()
    return results["run"]["outcome"]


class Traced:
    """What the garbage collector and tracemalloc know, held against what they knew."""

    def __init__(self) -> None:
        gc.collect()
        self._memory, self._kinds = tracemalloc.take_snapshot(), self._counted()

    @staticmethod
    def _counted() -> Counter[str]:
        return Counter(f"{type(item).__module__}.{type(item).__qualname__}" for item in gc.get_objects())

    def told(self) -> None:
        now = Traced()
        for item in now._memory.compare_to(self._memory, "lineno")[:20]:
            print(item)
        print((now._kinds - self._kinds).most_common(12), flush=True)


def round_of(endpoint: subprocess.Popen[str], origin: str, folder: Path, draw: random.Random) -> tuple[str, State]:
    """One run against other lies: what to print of it, and what both processes had after it."""
    assert endpoint.stdin
    assert endpoint.stdout
    entity, directory, resident = draw.choice(SETS), folder / "run", memory(endpoint.pid)
    print(entity, file=endpoint.stdin, flush=True)
    lies, other = json.loads(endpoint.stdout.readline()), state(endpoint.pid)
    outcome = one(f"{origin}/mea-json", entity, directory, draw)
    subprocess.run(["rm", "-r", str(directory)], check=True)  # noqa: S603, S607 - our own folder
    ours = memory(os.getpid())
    give_back()
    left = sorted(path.name for path in folder.iterdir())
    held = {
        "runs": {"resident": ours, **state(os.getpid()), "left": len(left)},
        "endpoint": {"resident": resident, **other},
    }
    return json.dumps({**held, "outcome": outcome, "set": entity, "lies": lies, "left": left}), held


def soaked(minutes: float, seed: int, *, trace: bool) -> list[tuple[float, State]]:
    """Round after round; what both processes had after each."""
    draw, rows, begin, before = random.Random(seed), list[tuple[float, State]](), time.monotonic(), None  # noqa: S311
    with tempfile.TemporaryDirectory() as name, elsewhere(seed) as endpoint:
        assert endpoint.stdout
        os.environ["TMPDIR"] = tempfile.tempdir = name
        origin = endpoint.stdout.readline().strip()
        while time.monotonic() - begin < minutes * 60:
            told, held = round_of(endpoint, origin, Path(name), draw)
            rows.append((time.monotonic() - begin, held))
            print(round(rows[-1][0]), told, flush=True)
            if trace and len(rows) == ROUNDS_TO_FILL:
                before = Traced()
        if before:
            before.told()
    return rows


def leaks(rows: Sequence[tuple[float, State]], who: str) -> list[str]:
    """What one of the two did not give back; prints its slope."""
    half = rows[len(rows) // 2 :]
    growth = slope([(moment, held[who]["held"]) for moment, held in half])
    first, last = rows[min(ROUNDS_TO_FILL, len(rows) - 1)][1][who], rows[-1][1][who]
    sizes = [held[who]["held"] for _, held in half]
    print(
        f"{who}: held {growth:+.0f} KiB/min, {min(sizes) / 1024:.1f} to {max(sizes) / 1024:.1f} MiB in the second half"
    )
    # The first rounds open what stays open; from then on nothing may.
    leaked = [f"{name} of {who}" for name in last if name not in ("resident", "held") and last[name] > first[name]]
    return leaked + ([f"memory of {who}"] if len(half) >= ROUNDS_TO_FILL and growth > MOST_SLOPE else [])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--trace", action="store_true")
    options.add_argument("--endpoint", action="store_true", help=argparse.SUPPRESS)
    typed = options.parse_args()
    if typed.endpoint:
        return be_the_endpoint(typed.seed)
    if typed.trace:
        tracemalloc.start()
    rows = soaked(typed.minutes, typed.seed, trace=typed.trace)
    leaked = leaks(rows, "runs") + leaks(rows, "endpoint")
    print(f"{len(rows)} rounds in {rows[-1][0] / 60:.1f} min; leaked: {leaked or 'nothing'}")
    sys.exit(1 if leaked else 0)


if __name__ == "__main__":
    main()
