"""
Kill runs at random moments, finish them, and see that nothing was lost and nothing asked twice.

    python benchmarks/kills.py [--kills 100] [--seed 1]

Of each run one process is killed (SIGKILL): the command, the process of the suites, or a worker. Then the directory must
open; `apitest run --resume` must come to what an undisturbed run came to, byte for byte but for the id, the times and what
was spent; and no question whose answer was on disk at the kill may be asked again. Linux only: it looks at /proc.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from apitest import runs
from apitest.contracts import load_contract
from apitest.errors import RunDirectoryError
from apitest.evidence import Evidence
from apitest.model import Json
from apitest.reference.service import Service
from apitest.reference.serving import running

NOTHING = "nothing"
"""What is killed of a run that has ended by then."""
WORKERS = (0, 0, 2)
VICTIMS = ("command", "command", "suites", "worker")
NARROW = ("--entity", "decisions", "--entity", "meetings", "--class", "paging")
Asked = Counter[tuple[str, str]]


class Counting:
    """The reference endpoint, a little slow, with a note of every question."""

    def __init__(self) -> None:
        contract = load_contract()
        self._service = Service(contract, counts={**dict.fromkeys(contract.entities, 5), "decisions": 304})
        self._lock, self._asked = threading.Lock(), Counter[tuple[str, str]]()

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        with self._lock:
            self._asked[environ["REQUEST_METHOD"], address] += 1
        time.sleep(0.01)
        return self._service(environ, start)

    def taken(self) -> Asked:
        """What was asked since the last time."""
        with self._lock:
            asked, self._asked = self._asked, Counter()
        return asked


def begun(url: str, directory: Path, workers: int) -> subprocess.Popen[bytes]:
    words = ("run", "--url", url, "--output", str(directory), *NARROW, "-n", str(workers), "-q")
    return started(*words)


def started(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from apitest.cli import main; main()", *words]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603


def said(directory: Path) -> dict[str, Any]:
    """Results without what may differ."""
    document = json.loads((directory / runs.RESULTS).read_text("utf-8"))
    for name in ("id", "started", "finished"):
        del document["run"][name]
    for row in document["targets"]:
        for name in ("requests", "bytes"):
            del row[name]
    return untimed(document)  # type: ignore[no-any-return]


def untimed(value: Json) -> Json:
    if isinstance(value, list):
        return [untimed(item) for item in value]
    return {key: untimed(item) for key, item in value.items() if key != "seconds"} if isinstance(value, dict) else value


def answered(directory: Path, origin: str) -> Asked:
    """Whose answers are on disk."""
    if not (directory / runs.EVIDENCE).exists():
        return Counter()
    evidence = Evidence(directory / runs.EVIDENCE, reading=True)
    found = (evidence.find(digest) for digest in evidence.number())
    kept = Counter(
        (item.query.method, item.query.url.removeprefix(origin)) for item in found if hasattr(item, "status")
    )
    evidence.close()
    return kept


def victim(kind: str, command: subprocess.Popen[bytes], directory: Path) -> int:
    """The process to be killed; the command, while there is none of the kind."""
    try:
        suites = int(json.loads((directory / ".suites.lock.json").read_text("utf-8"))["process"])
        children = Path(f"/proc/{suites}/task/{suites}/children").read_text("utf-8").split()
    except (OSError, ValueError, KeyError):
        return command.pid
    return {"suites": suites, "worker": int(children[-1]) if children else suites}.get(kind, command.pid)


def opens(directory: Path) -> bool:
    """Whether what was killed can be read; a run that had not begun has nothing to be read."""
    try:
        runs.read_plan(directory)
        runs.read_results(directory)
    except RunDirectoryError:
        return not (directory / runs.HEADER).exists()
    return True


def killed(run: subprocess.Popen[bytes], directory: Path, draw: random.Random, undisturbed: "Undisturbed") -> str:
    """Kill a process of a run at some moment; which one it was."""
    kind, begin = draw.choice(VICTIMS), time.perf_counter()
    try:
        run.wait(draw.uniform(0, undisturbed.seconds))
    except subprocess.TimeoutExpired:
        process = victim(kind, run, directory)
    else:
        undisturbed.seconds = time.perf_counter() - begin  # the machine is less busy now
        return NOTHING
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return NOTHING
    return "command" if process == run.pid else kind


def one(url: str, endpoint: Counting, directory: Path, draw: random.Random, undisturbed: "Undisturbed", n: int) -> str:
    """Kill one run and finish it; what went wrong, or what was killed."""
    run = begun(url, directory, n)
    kind = killed(run, directory, draw, undisturbed)
    run.communicate()
    if not opens(directory):
        return "WRONG: the directory does not open"
    # The processes that outlive the command by a moment may still be heard; what they ask is asked before the finish.
    with runs.alone_in(directory, "kills"):
        kept = answered(directory, url.removesuffix("/mea-json"))
    before = endpoint.taken()
    has_begun = (directory / runs.HEADER).exists()
    end = started("run", "--resume", str(directory), "-n", str(n), "-q") if has_begun else begun(url, directory, n)
    begin = time.perf_counter()
    told, _ = end.communicate()
    undisturbed.seconds = time.perf_counter() - begin  # how fast the machine is now, which others use too
    again = endpoint.taken()
    if end.returncode != 0:
        return f"WRONG: finished with {end.returncode}: {told.decode()[:300]}"
    if said(directory) != undisturbed.said:
        return "WRONG: other results"
    if again & kept - undisturbed.repeated:
        return f"WRONG: asked again: {sorted((again & kept).items())[:3]}"
    if not (before + again) >= undisturbed.asked:
        return "WRONG: asked less"
    return kind if has_begun else "before it began"


class Undisturbed:
    """What a run comes to that nobody kills."""

    def __init__(self, url: str, endpoint: Counting, directory: Path, workers: int) -> None:
        begin = time.perf_counter()
        begun(url, directory, workers).communicate()
        self.seconds = time.perf_counter() - begin
        self.asked = endpoint.taken()
        self.said = said(directory)
        self.repeated: Asked = Counter({question: times for question, times in self.asked.items() if times > 1})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    typed = options.parse_args()
    draw, endpoint, told = random.Random(typed.seed), Counting(), Counter[str]()  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as folder, running(endpoint, port=0) as origin:  # type: ignore[arg-type]
        url = f"{origin}/mea-json"
        undisturbed = Undisturbed(url, endpoint, Path(folder) / "undisturbed", 0)
        print(f"undisturbed: {undisturbed.seconds:.1f} s, {undisturbed.asked.total()} questions", flush=True)
        while told.total() - told[NOTHING] < typed.kills:
            number = told.total() + 1
            ended = one(url, endpoint, Path(folder) / f"run-{number}", draw, undisturbed, draw.choice(WORKERS))
            told[ended] += 1
            if ended.startswith("WRONG"):
                print(f"{number}: {ended}", flush=True)
            elif number % 10 == 0:
                print(f"{number}: {json.dumps(told)}", flush=True)
    wrong = sum(times for ended, times in told.items() if ended.startswith("WRONG"))
    print(f"{told.total() - told[NOTHING]} kills, {wrong} wrong: {json.dumps(told)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
