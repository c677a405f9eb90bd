"""
The same to the byte with 0, 1, 2 and 4 workers; and with workers that die waiting for a page nothing lost, nothing asked
twice, and never a request over the budget, counted at the endpoint: again and again.

    python benchmarks/deaths.py [--times 20] [--seed 1]

Each time four undisturbed runs are held against each other. Then one worker is killed (SIGKILL) while it waits for the
answer to a question drawn by chance: the run must go on and lose that one verdict, `apitest run --resume` must come to what
the undisturbed runs came to. Then the same with a budget, drawn by chance, that is too small. Linux only: it looks at /proc.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kills import said, started, untimed

from apitest import runs
from apitest.contracts import load_contract
from apitest.reference.service import Service
from apitest.reference.serving import running

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from dying import Asked, Deadly

NARROW = ("--entity", "decisions", "--entity", "meetings", "--class", "paging", "--rate", "200/s")
CONNECTIONS = 2
AMPLE = 90


class Slow:
    """The reference endpoint, a little slow, so that several questions are under way at a time."""

    def __init__(self) -> None:
        contract = load_contract()
        self._service = Service(contract, counts={**dict.fromkeys(contract.entities, 5), "decisions": 504})

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(0.01)
        return self._service(environ, start)


def judged(url: str, directory: Path, workers: int, budget: int = AMPLE) -> int:
    options = (*NARROW, "--connections", str(CONNECTIONS), "--max-requests", str(budget), "-n", str(workers), "-q")
    run = started("run", "--url", url, "--output", str(directory), *options)
    run.communicate()
    return run.returncode


def finished(directory: Path, workers: int) -> int:
    run = started("run", "--resume", str(directory), "-n", str(workers), "-q")
    run.communicate()
    return run.returncode


def whole(directory: Path) -> str:
    """All that results say, with what was spent, but for the id and the times."""
    document = json.loads((directory / runs.RESULTS).read_text("utf-8"))
    for name in ("id", "started", "finished"):
        del document["run"][name]
    return json.dumps(untimed(document))


def alike(url: str, endpoint: Deadly, folder: Path) -> tuple[str, Asked]:
    """Run with 0, 1, 2 and 4 workers; what differs, and what was asked."""
    documents, asked = [], []
    for workers in (0, 1, 2, 4):
        judged(url, folder / f"whole-{workers}", workers)
        documents.append(whole(folder / f"whole-{workers}"))
        asked.append(endpoint.taken())
    if len(set(documents)) > 1:
        return "other results with other workers", asked[0]
    return "" if all(every == asked[0] for every in asked) else "other questions with other workers", asked[0]


def died(url: str, endpoint: Deadly, folder: Path, undisturbed: Asked, draw: random.Random) -> str:
    """What a death spoiled."""
    workers = draw.choice((1, 2, 4))
    endpoint.kill_at(draw.randint(1, undisturbed.total() - 4))
    judged(url, folder / "dead", workers)
    if not endpoint.killed:
        return "nobody was killed"
    lost = [row for row in said(folder / "dead")["verdicts"] if row["outcome"] == "cantTell"]
    ended = finished(folder / "dead", workers)
    surplus = endpoint.taken()
    missing = undisturbed - surplus
    surplus -= undisturbed
    if ended or said(folder / "dead") != said(folder / "whole-0"):
        return f"other results after a death: {ended}"
    if missing or surplus.total() > CONNECTIONS:
        return f"not asked: {missing}; asked twice: {surplus}"
    return "" if len(lost) == 1 else f"{len(lost)} verdicts lost"


def overspent(url: str, endpoint: Deadly, folder: Path, undisturbed: Asked, draw: random.Random) -> str:
    """What a death took beyond the budget."""
    workers, budget = draw.choice((1, 2, 4)), draw.randint(6, undisturbed.total() - 1)
    endpoint.kill_at(draw.randint(1, 3))
    judged(url, folder / "poor", workers, budget)
    finished(folder / "poor", workers)
    asked = endpoint.taken().total()
    return "" if asked == budget else f"{asked} requests of {budget}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    typed = options.parse_args()
    draw, endpoint, wrong = random.Random(typed.seed), Deadly(Slow()), 0  # noqa: S311 - moments, not secrets
    with running(endpoint, port=0) as origin:  # type: ignore[arg-type]
        for number in range(1, typed.times + 1):
            with tempfile.TemporaryDirectory() as name:
                url, folder = f"{origin}/mea-json", Path(name)
                differs, asked = alike(url, endpoint, folder)
                told = [
                    differs,
                    died(url, endpoint, folder, asked, draw),
                    overspent(url, endpoint, folder, asked, draw),
                ]
            wrong += any(told)
            print(f"{number}: {asked.total()} questions; {'; '.join(filter(None, told)) or 'right'}", flush=True)
    print(f"{typed.times} times, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
