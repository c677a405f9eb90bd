"""
What a run is doing, on one line of a terminal: verdicts so far, requests, bytes, and about how long to go.

It looks at the run directory from outside; a run that nobody watches costs nothing.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from apitest.reports.wording import counted, size
from apitest.runs import EVIDENCE, STREAM
from apitest.wire import stopwatch

_EVERY = 0.2
"""Seconds between two looks."""


class Watch:
    """Counts what a run has done so far."""

    def __init__(self, directory: Path, expected: int) -> None:
        """Prepare; `expected` is the number of verdicts to come."""
        self._stream, self._evidence = directory / STREAM, directory / EVIDENCE
        self._expected, self._started = expected, stopwatch()
        self._offset, self.verdicts, self.last = 0, 0, ""

    def line(self) -> str:
        """One line for a person."""
        self._read_stream()
        requests, body = self._spent()
        parts = [f"{self.verdicts} of {self._expected} judged", counted(requests, "request"), size(body)]
        if self.verdicts >= 10:  # noqa: PLR2004 - before that a guess would jump
            left = (stopwatch() - self._started) / self.verdicts * max(0, self._expected - self.verdicts)
            parts.append(f"about {left:.0f} s to go")
        return ", ".join(parts) + (f"  {self.last}" if self.last else "")

    def _read_stream(self) -> None:
        with self._stream.open("rb") as file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._offset += len(line)
                if line.startswith(b'{"kind":"verdict"'):
                    self.verdicts += 1
                    self.last = _between(line, b'"requirement":"', b'"')

    def _spent(self) -> tuple[int, int]:
        try:
            with sqlite3.connect(f"file:{self._evidence}?mode=ro", uri=True) as database:
                row = database.execute(
                    "SELECT COALESCE(SUM(requests), 0), COALESCE(SUM(bytes), 0) FROM meters"
                ).fetchone()
        except sqlite3.Error:
            return 0, 0
        return int(row[0]), int(row[1])


def watch(directory: Path, expected: int, wait: Callable[[float], bool], *, shown: bool) -> None:
    """Show progress until `wait(seconds)` says that the run is over; without `shown`, only wait."""
    if not shown:
        while not wait(_EVERY):
            pass
        return
    # Here because rich costs 50 ms of start-up, which a quiet run need not pay.
    from rich.console import Console  # noqa: PLC0415

    seen = Watch(directory, expected)
    console = Console(stderr=True)
    with console.status("asking …") as status:
        while not wait(_EVERY):
            status.update(seen.line())


def _between(line: bytes, head: bytes, tail: bytes) -> str:
    return line.partition(head)[2].partition(tail)[0].decode("ascii", "replace")
