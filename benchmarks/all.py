"""
What apitest costs, measured in one run, as ratios: to merely downloading, to one connection, to a hundredth of the records.

    python benchmarks/all.py [--full]

Each measurement is a process of its own; what is compared takes turns, so that whatever else the machine does falls on
both; figures are the best of the turns. Writes `docs/benchmarks.md` and `benchmarks/last.json`, and says which ratio is
worse than the last recorded one by more than its noise.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import log
from pathlib import Path

from ready import ready

HERE = Path(__file__).parent
TABLE = HERE.parent / "docs" / "benchmarks.md"
LAST = HERE / "last.json"
_NOISE = 0.2
"""What a ratio may lose from one run to the next, on a quiet machine, without meaning anything."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    ratio: float
    goal: float
    more_is_better: bool
    figures: str

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


def measured(kind: str, root: str, records: int, connections: int, evidence: Path) -> dict[str, float]:
    """One measurement, in a process of its own."""
    command = [sys.executable, str(HERE / "walking.py"), kind, root, str(records), str(connections), str(evidence)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@contextmanager
def fresh() -> Iterator[Path]:
    """A place for evidence that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "evidence.sqlite"


def best(kind: str, root: str, records: int, connections: int) -> dict[str, float]:
    """The least of each figure over two turns."""
    turns = []
    for _ in range(2):
        with fresh() as evidence:
            turns.append(measured(kind, root, records, connections, evidence))
    return {name: min(turn[name] for turn in turns) for name in turns[0]}


def walk_and_download(records: int) -> Iterator[Row]:
    """A full walk with every check of records, against downloading and parsing alone; loopback, one worker."""
    with ready(records) as root:
        alone, walked = best("download", root, records, 0), best("walk", root, records, 0)
    for name, word in (("busy", "processor time"), ("seconds", "wall time")):
        figures = f"{records / walked[name]:,.0f} against {records / alone[name]:,.0f} records/s"
        yield Row(
            f"walk of {records:,} against download and parse, {word}", alone[name] / walked[name], 0.5, True, figures
        )


def latency(records: int) -> Iterator[Row]:
    """The same at 50 ms before each answer, with eight connections and with one."""
    with ready(records, 0.05) as root:
        alone, eight = best("download", root, records, 8), best("walk", root, records, 8)
        one = best("walk", root, records, 1)
    figures = f"{eight['seconds']:.2f} s, download {alone['seconds']:.2f} s"
    yield Row(
        "50 ms latency, 8 connections, against download", alone["seconds"] / eight["seconds"], 0.95, True, figures
    )
    figures = f"{eight['seconds']:.2f} s against {one['seconds']:.2f} s"
    yield Row("50 ms latency, 8 connections against 1", one["seconds"] / eight["seconds"], 6, True, figures)


def judging_again(records: int) -> Iterator[Row]:
    """What was recorded, judged again, against asking again at 50 ms with one connection."""
    with ready(records, 0.05) as root, fresh() as evidence:
        asked = measured("walk", root, records, 1, evidence)
        again = [measured("again", root, records, 1, evidence)["seconds"] for _ in range(2)]
    yield Row(f"re-judging {records:,} recorded decisions, seconds", min(again), 3, False, f"{min(again):.2f} s")
    figures = f"{asked['seconds']:.2f} s asked, {min(again):.2f} s judged again"
    yield Row("re-judging against asking again (50 ms)", asked["seconds"] / min(again), 5, True, figures)


def growth(few: int, many: int) -> Iterator[Row]:
    """Memory and processor time against the number of records."""
    with ready(few) as root:
        small = best("walk", root, few, 0)
    with ready(many) as root:
        large = best("walk", root, many, 0)
    figures = f"{large['memory']:.0f} MiB for {many:,}, {small['memory']:.0f} MiB for {few:,}"
    yield Row(f"peak memory, {many:,} against {few:,} records", large["memory"] / small["memory"], 1.3, False, figures)
    spread = many / few
    exponent = log(large["busy"] / small["busy"]) / log(spread)
    yield Row(
        f"exponent of cost, {few:,} to {many:,} records", exponent, 1.05, False, f"{large['busy']:.1f} s of processor"
    )


def asking() -> Iterator[Row]:
    """Requests beside the walk in a standard run over four sets."""
    command = [sys.executable, str(HERE / "asking.py")]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    most = ", ".join(f"{name} {many}" for name, many in [*told["by requirement"].items()][:4])
    figures = f"walk {told['walk']}; most by {most}"
    yield Row("requests beside the walk, standard run over 4 sets", told["beside"], 60, False, figures)


def rows(*, full: bool) -> Iterator[Row]:
    """Every line of the table."""
    plan: list[Callable[[], Iterator[Row]]] = [
        asking,
        lambda: walk_and_download(100_000 if full else 10_000),
        lambda: latency(10_000 if full else 3_000),
        lambda: judging_again(10_000),
        lambda: growth(10_000, 1_000_000) if full else growth(2_000, 20_000),
    ]
    for measure in plan:
        for row in measure():
            sys.stdout.write(f"{row.name:<75}{row.ratio:>8.2f}   {row.figures}\n")
            sys.stdout.flush()
            yield row


def machine() -> str:
    """The machine, as far as a reader needs it to place the figures."""
    load = os.getloadavg()[0]
    names = ", ".join(f"{name} {version(name)}" for name in ("httpx", "orjson", "jsonschema_rs"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {names}; load {load:.1f}"


def table(found: list[Row]) -> str:
    """The document."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `tox -e bench` (`python benchmarks/all.py`; `--full` for the large sizes). Ratios are of one run; the",
        "absolute figures are those of the machine below and of what else it did.",
        "",
        f"Machine: {machine()}. A load above the number of cores stretches wall time and lowers its ratios.",
        "",
        "| what | ratio | goal | reached | figures |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for row in found:
        goal = f"{'≥' if row.more_is_better else '≤'} {row.goal:g}"
        lines.append(f"| {row.name} | {row.ratio:.2f} | {goal} | {'yes' if row.reached else 'no'} | {row.figures} |")
    return "\n".join([*lines, "", *_limits(), ""])


def _limits() -> list[str]:
    return [
        "## What sets the limit",
        "",
        "Measured part by part (processor time, records of 2 kB that are beyond doubt): downloading and parsing 27 µs;",
        "reading a page 45 µs, of which 7 µs parse, 5 µs look for repeated keys, 10 µs are the compiled schema, 13 µs",
        "unwrap the row; checks that a schema cannot stand for, and notes across records, 35 µs; packing the evidence",
        "11 µs; the rest goes into threads, the evidence and the judging of notes. Even a walk without any check would cost",
        "what reading, packing and keeping cost; we expect half of the speed of a mere download to need content that is",
        "decoded only when a check touches it. A record in doubt is looked at by every check: about 400 µs.",
        "Only decisions have such a schema so far. Python's interpreter lock keeps the threads of one worker on one core.",
        "",
        "Memory grows with the number of records, because ids, the columns that conversations draw from, and the notes of",
        "checks across records remain until the walk is over.",
    ]


def worse(found: list[Row]) -> list[str]:
    """Ratios that are worse than when they were last recorded, beyond their noise."""
    if not LAST.exists():
        return []
    before = {item["name"]: item["ratio"] for item in json.loads(LAST.read_text())}
    lines = []
    for row in found:
        old = before.get(row.name)
        loss = 0.0 if not old else (old - row.ratio) / old if row.more_is_better else (row.ratio - old) / old
        if loss > _NOISE:
            lines.append(f"worse: {row.name}: {row.ratio:.2f}, {old:.2f} before")
    return lines


def main(*, full: bool) -> None:
    """Measure, compare with the last run, write down."""
    found = [*rows(full=full)]
    for line in worse(found):
        sys.stdout.write(f"{line}\n")
    TABLE.write_text(table(found), encoding="utf-8")
    LAST.write_text(json.dumps([asdict(row) for row in found], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(full="--full" in sys.argv[1:])
