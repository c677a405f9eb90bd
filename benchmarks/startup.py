"""
How long a user waits: `apitest --help` against a bare interpreter, and `apitest check` on the reference endpoint.

    python benchmarks/startup.py [ROUNDS]

The commands take turns, so that whatever else the machine does falls on all of them alike; the figures are medians of wall
time, with the fastest and the slowest round beside them, and the median of processor time, which a busy machine does not
stretch as much.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from rows import Row, installed, program, row

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.reference.service import Service
from apitest.reference.serving import running

BARE = "python -c pass"
HELP = "apitest --help"


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Wall and processor time of a command and its children; it must not end in anything but 0."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603
    wall, after = time.perf_counter() - start, os.times()
    busy = after.children_user - before.children_user + after.children_system - before.children_system
    return wall, busy


def measured(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Times of each command, one round after the other, the first of which only warms up."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with installed() as environment:
        for turn in range(rounds + 1):
            for name, command in commands.items():
                taken = seconds(command, environment)
                if turn:
                    times[name].append(taken)
    return times


def rows(rounds: int = 5) -> Iterator[Row]:
    """`--help` against a bare interpreter, and the first verdict of `check` on a small endpoint."""
    contract = load_contract()
    with running(Service(contract, counts={**dict.fromkeys(contract.entities, 0), "decisions": 20}), port=0) as origin:
        url = f"{origin}/olingo2/{DIALECTS['olingo2'].ROOT}"
        commands: dict[str, Sequence[str]] = {BARE: [sys.executable, "-c", "pass"], HELP: [program(), "--help"]}
        times = measured(commands, rounds)
        with installed() as environment:
            checked = [_first_line([program(), "check", url], environment) for _ in range(rounds)]
    ratios = [helped / bare for (bare, _), (helped, _) in zip(times[BARE], times[HELP], strict=True)]
    figures = f"{min(wall for wall, _ in times[HELP]):.2f} s against {min(wall for wall, _ in times[BARE]):.3f} s"
    yield row("apitest --help against a bare interpreter", ratios, 6, more_is_better=False, figures=figures)
    name = "first verdict of check, one set of 20 decisions, seconds"
    yield row(name, checked, 2, more_is_better=False, figures=f"{min(checked):.2f} s at best")


def _first_line(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds until something is told on the terminal."""
    start = time.perf_counter()
    silent = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **silent, env=environment) as child:  # noqa: S603
        assert child.stdout is not None
        child.stdout.readline()
        taken = time.perf_counter() - start
        child.stdout.read()
    return taken


def main(rounds: int = 11) -> None:
    """Print the figures and their ratios to the bare interpreter."""
    with running(Service(load_contract()), port=0) as origin:
        commands: dict[str, Sequence[str]] = {
            BARE: [sys.executable, "-c", "pass"],
            HELP: [program(), "--help"],
            "apitest run --help": [program(), "run", "--help"],
        }
        for name, spoken in DIALECTS.items():
            commands[f"apitest check …/{name}"] = [program(), "check", f"{origin}/{name}/{spoken.ROOT}".rstrip("/")]
        times = measured(commands, rounds)
    bare = statistics.median(wall for wall, _ in times[BARE])
    heads = ("median", "fastest", "slowest", "busy", "ratio")
    sys.stdout.write(f"{'command':<34}{''.join(f'{head:>9}' for head in heads)}   ({rounds} rounds)\n")
    for name, taken in times.items():
        walls = [wall for wall, _ in taken]
        middle, busy = statistics.median(walls), statistics.median(spent for _, spent in taken)
        figures = "".join(f"{value:>8.3f}s" for value in (middle, min(walls), max(walls), busy))
        sys.stdout.write(f"{name:<34}{figures}{middle / bare:>9.1f}\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
