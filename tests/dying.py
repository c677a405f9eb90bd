"""An endpoint that kills a worker while that waits for a page: the process at the other end of a connection. Linux only."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Application = Callable[[Mapping[str, Any], Callable[..., Any]], Iterable[bytes]]
Asked = Counter[tuple[str, str]]
_OF_WORKERS = (b"--apitest-copies=", b"sys.stdin.readline", b"[pytest-xdist running]")
"""
What stands on the command line of a worker: of a copy what its head was told, and the head asks nothing itself; of one of
pytest-xdist that its code comes by its standard input, and what it does.
"""


class Deadly:
    """Another application, with a note of every question; of questions by workers, the one it is told to is the last."""

    def __init__(self, application: Application) -> None:
        self._application, self._lock, self._asked = application, threading.Lock(), Counter[tuple[str, str]]()
        self._last, self.killed = 0, 0

    def kill_at(self, question: int) -> None:
        """Kill the worker that asks the how manieth question of workers from now on; 0: none."""
        with self._lock:
            self._last, self.killed = question, 0

    def taken(self) -> Asked:
        """What was asked since the last time."""
        with self._lock:
            asked, self._asked = self._asked, Counter()
        return asked

    def __call__(self, environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        with self._lock:
            self._asked[environ["REQUEST_METHOD"], address] += 1
            if self._last:
                self._end(_asker(int(environ["REMOTE_PORT"]), int(environ["SERVER_PORT"])))
        return self._application(environ, start)

    def _end(self, worker: int) -> None:
        self._last -= worker != 0
        if worker and not self._last:
            os.kill(worker, signal.SIGKILL)
            self.killed = worker


def _asker(its_port: int, our_port: int) -> int:
    """The worker at the other end of a connection; 0: another process."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    ends = (f":{its_port:04X}", f":{our_port:04X}")
    sockets = {f"socket:[{row[9]}]" for row in rows if (row[1][-5:], row[2][-5:]) == ends}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if any(mark in command for mark in _OF_WORKERS) and any(
                str(file.readlink()) in sockets for file in (process / "fd").iterdir()
            ):
                return int(process.name)
        except OSError:  # it has ended meanwhile
            continue
    return 0
