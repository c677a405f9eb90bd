"""
What apitest costs, measured in one run, as ratios: to merely downloading, to one connection, to a hundredth of the records.

    python benchmarks/all.py [--full] [--quick]

Writes `docs/benchmarks.md` and `benchmarks/last.json`, and says which ratio is worse than the last recorded one by more than
their spreads. `--quick` leaves out what takes minutes. Every part can be run alone: `python benchmarks/latency.py`.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import version

import asking
import full_walk
import growth
import judging_again
import latency
import many_targets
import standard_run
import startup
from rows import HERE, Row, print_rows

TABLE = HERE.parent / "docs" / "benchmarks.md"
LIMITS = HERE / "limits.md"
"""What sets the limit where a goal is missed: written by hand after a look at the profile."""
LAST = HERE / "last.json"


def rows(*, full: bool, quick: bool) -> Iterator[Row]:
    """Every line of the table."""
    plan: list[Callable[[], Iterable[Row]]] = [
        asking.rows,
        startup.rows,
        lambda: full_walk.rows(100_000 if full else 10_000),
        lambda: latency.rows(10_000 if full else 3_000),
        judging_again.rows,
        lambda: growth.rows(10_000, 1_000_000) if full else growth.rows(),
        *([] if quick else [many_targets.rows, standard_run.rows]),
    ]
    for measure in plan:
        yield from measure()


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
        "| what | ratio | spread | goal | reached | figures |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    for row in found:
        goal = f"{'≥' if row.more_is_better else '≤'} {row.goal:g}"
        spread = f"{row.low:.2f} – {row.high:.2f}"
        reached = "yes" if row.reached else "no"
        lines.append(f"| {row.name} | {row.ratio:.2f} | {spread} | {goal} | {reached} | {row.figures} |")
    return "\n".join([*lines, "", LIMITS.read_text("utf-8")])


def worse(found: list[Row]) -> list[str]:
    """Ratios of which the best turn now is worse than the worst turn when they were last recorded."""
    if not LAST.exists():
        return []
    before = {item["name"]: item for item in json.loads(LAST.read_text("utf-8"))}
    lines = []
    for row in found:
        old = before.get(row.name, {})
        if "low" in old and (row.high < old["low"] if row.more_is_better else row.low > old["high"]):
            lines.append(f"worse: {row.name}: {row.ratio:.2f}, {old['ratio']:.2f} before")
    return lines


def main(*, full: bool, quick: bool) -> None:
    """Measure, compare with the last run, write down."""
    found = print_rows(lambda: rows(full=full, quick=quick))
    for line in worse(found):
        sys.stdout.write(f"{line}\n")
    if quick:
        return
    TABLE.write_text(table(found), encoding="utf-8")
    LAST.write_text(json.dumps([asdict(row) for row in found], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(full="--full" in sys.argv[1:], quick="--quick" in sys.argv[1:])
