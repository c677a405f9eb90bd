"""What `apitest run` makes of the endpoint behind the proxy."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from unseen.forms import FORMS, ROOTS
from unseen.proxy import Lie, proxied

_PROGRAM = [sys.executable, "-c", "from apitest.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One run: what did not pass, how, and what it took."""

    outcomes: dict[str, str]  # requirement and set -> outcome, but for passed
    reasons: dict[str, str]
    altered: int
    requests: int
    seconds: float


def _until_it_listens(port: int) -> None:
    """The address is said before it is listened at."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return


@contextmanager
def endpoint(records: int) -> Iterator[tuple[str, int]]:
    """The honest endpoint, in a process of its own."""
    command = [*_PROGRAM, "serve", "--port", "0", "--records", str(records)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603 - our own
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://127.0.0.1:" in line:
                port = int(line.split("http://127.0.0.1:")[1].split("/")[0].split()[0])
                break
        else:
            raise SystemExit("the reference endpoint does not start")
        _until_it_listens(port)
        yield "127.0.0.1", port
    finally:
        process.terminate()
        process.wait()


def judge(upstream: tuple[str, int], form: str, lie: Lie | None, depth: str = "standard") -> Judged:
    """One run against the proxy."""
    with proxied(upstream, form, lie) as (origin, proxy), tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run"
        command = [*_PROGRAM, "run", "--url", origin + ROOTS[form], "--dialect", form]
        command += ["--depth", depth, "-n", "0", "-q", "--rate", "5000/s", "--output", str(output)]
        began = time.perf_counter()
        environment = dict(os.environ, NO_COLOR="1")
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - our own
        seconds = time.perf_counter() - began
        try:
            results = json.loads((output / "results.json").read_text("utf-8"))
        except OSError as error:
            raise SystemExit(f"{form} {lie and lie.name}: {done.stderr[-2000:]}") from error
    rows = results["verdicts"]
    named = {f"{row['requirement']} {row['entity']}": row for row in rows if row["outcome"] in {"failed", "cantTell"}}
    outcomes = {name: row["outcome"] for name, row in named.items()}
    return Judged(outcomes, {n: r["reason"] for n, r in named.items()}, proxy.altered, proxy.requests, seconds)


def trials(lies: tuple[Lie, ...], every: bool) -> list[tuple[Lie, str]]:
    """Each lie in one wire form, the forms in turn; or in each that can carry it."""
    if every:
        return [(lie, form) for lie in lies for form in lie.forms]
    counted = dict.fromkeys(FORMS, 0)
    chosen = []
    for lie in lies:
        form = min(lie.forms, key=lambda name: counted[name])
        counted[form] += 1
        chosen.append((lie, form))
    return chosen


def judged(lies: tuple[Lie, ...], records: int, workers: int, every: bool) -> tuple[dict[str, Judged], list[tuple[Lie, str, Judged]]]:
    """The honest endpoint in each form, and each trial."""
    with endpoint(records) as upstream, ThreadPoolExecutor(workers) as pool:
        honest = dict(zip(FORMS, pool.map(lambda form: judge(upstream, form, None), FORMS), strict=True))
        chosen = trials(lies, every)
        found = pool.map(lambda trial: judge(upstream, trial[1], trial[0]), chosen)
        return honest, [(lie, form, one) for (lie, form), one in zip(chosen, found, strict=True)]
