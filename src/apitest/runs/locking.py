"""
One process at a time in a run directory.

The lock is one of the operating system: it works over processes and goes when its holder goes, however that ends, so it
never grows stale. Who holds it is written beside it, for the message alone; where that is written and the lock is free,
its writer was killed.
"""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apitest.errors import RunDirectoryError
from apitest.runs.planning import unwritable
from apitest.wire import moment

LOCK = ".lock"
"""Held by the command that works in the directory."""
SUITES_LOCK = ".suites.lock"
"""Held by the child process that runs the suites, which may outlive a command that is killed by a moment."""
_PATIENCE = 10.0
"""Seconds for the suites of a command that was killed to notice that."""


@contextmanager
def alone_in(directory: Path, doing: str) -> Iterator[None]:
    """
    Keep other processes out of a run directory while the block runs; the directory is made if need be.

    The suites of a command that was killed are waited for: they end by themselves.

    Raises:
        RunDirectoryError: another process is at work there, or nothing can be written there.
    """
    lock = Hold(directory, LOCK, doing)
    try:
        Hold(directory, SUITES_LOCK, doing, patience=_PATIENCE).release()
        yield
    finally:
        lock.release()


class Hold:
    """A lock that is held until it is released, or its process ends."""

    def __init__(self, directory: Path, name: str, doing: str, *, patience: float = 0.0) -> None:
        """
        Take a lock, waiting for so many seconds.

        Raises:
            RunDirectoryError: as `alone_in`.
        """
        # Here because it costs 30 ms of start-up, which commands that only read need not pay.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        self._holder = directory / f"{name}.json"
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(directory / name)
            self._lock.acquire(timeout=patience)
            about = {"process": os.getpid(), "machine": platform.node(), "since": f"{moment():%Y-%m-%dT%H:%M:%SZ}"}
            self._holder.write_text(json.dumps({**about, "doing": doing}), "utf-8")
        except Timeout:
            raise _taken(directory, self._holder) from None
        except OSError as error:
            raise unwritable(directory, error) from error

    def release(self) -> None:
        """Let others in."""
        try:
            self._holder.unlink(missing_ok=True)
        finally:
            self._lock.release()


def _taken(directory: Path, holder: Path) -> RunDirectoryError:
    try:
        about = json.loads(holder.read_text("utf-8"))
        who = "process {process} on {machine}, which has been at '{doing}' since {since}".format(**about)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        who = "a process that has not said which"
    return RunDirectoryError(
        expected="a run directory that no other process works in",
        got=who,
        where=str(directory),
        fix="Wait until it has ended, or stop it; or give another directory with --output.",
    )
