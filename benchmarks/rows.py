"""
What the benchmarks share: a line of the table, turns, and how a benchmark that is run alone prints its lines.

Each measurement is a process of its own; what is compared takes turns, so that whatever else the machine does falls on both.
A ratio is the median over the turns, with the least and the greatest beside it.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    ratio: float
    low: float
    high: float
    goal: float
    more_is_better: bool
    figures: str

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


def row(name: str, ratios: Sequence[float], goal: float, *, more_is_better: bool, figures: str) -> Row:
    """A line of what came of the turns."""
    return Row(name, statistics.median(ratios), min(ratios), max(ratios), goal, more_is_better, figures)


def measured(kind: str, root: str, records: int, connections: int, evidence: Path) -> dict[str, float]:
    """One walk, download or judging, in a process of its own."""
    command = [sys.executable, str(HERE / "walking.py"), kind, root, str(records), str(connections), str(evidence)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@contextmanager
def fresh() -> Iterator[Path]:
    """A place for evidence that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "evidence.sqlite"


def once(kind: str, root: str, records: int, connections: int) -> dict[str, float]:
    """One measurement on fresh evidence."""
    with fresh() as evidence:
        return measured(kind, root, records, connections, evidence)


def program() -> str:
    """The command `apitest`, as it is installed."""
    found = shutil.which("apitest")
    if found is None:
        raise SystemExit("expected apitest on the path, got none: install it first.")
    return found


@contextmanager
def installed() -> Iterator[dict[str, str]]:
    """
    The environment of somebody who has installed apitest: modules are compiled, as pip does it, and read from there.

    In a checkout, and where `PYTHONDONTWRITEBYTECODE` is set, each start would compile the modules that it needs once more.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in ("src", "suites", "contracts", "fixtures"):
            shutil.copytree(HERE.parent / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiling = [sys.executable, "-m", "compileall", "-q", f"{folder}/src", f"{folder}/suites"]
        subprocess.run(compiling, check=True, env=kept)  # noqa: S603 - our own modules
        yield {**kept, "PYTHONPATH": f"{folder}/src"}


def print_rows(measure: Callable[[], Iterable[Row]]) -> list[Row]:
    """Measure, and print each line as soon as it is known."""
    found = []
    for item in measure():
        spread = f"{item.ratio:.2f} ({item.low:.2f} – {item.high:.2f})"
        sys.stdout.write(f"{item.name:<78}{spread:>24}  {item.figures}\n")
        sys.stdout.flush()
        found.append(item)
    return found
