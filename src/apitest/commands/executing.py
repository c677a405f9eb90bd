"""A run from its order to its results: begin, let a child process run the suites, watch it, conclude."""

import os
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from apitest.commands.child import Child
from apitest.contracts import load_contract
from apitest.errors import ApitestError
from apitest.evidence.database import cannot_record
from apitest.progress import watch
from apitest.results import Results
from apitest.runs import (
    LOG,
    NOT_KEPT,
    PARENT,
    RESULTS,
    Order,
    alone_in,
    begin,
    begin_stream,
    begun_again,
    check_names,
    conclude,
    read_plan,
    seal,
    suite_command,
)

_ROOM = 1 << 20
"""Bytes; where a disk has less, suites that broke down most likely did so for want of it."""


class Interrupted(KeyboardInterrupt):
    """The run was stopped by its user; the results so far are on disk."""

    def __init__(self, directory: Path) -> None:
        """Keep where the results lie."""
        super().__init__(str(directory))
        self.directory = directory


def execute(order: Order, directory: Path, *, workers: int, quiet: bool, copied: bool = False) -> Results:
    """
    Judge the targets of an order and leave a run directory.

    `copied`: where that can be, a copy of this process judges, for nobody else comes to the directory.

    Raises:
        UsageError: names that do not exist, a directory that cannot be written or that another process works in.
        Interrupted: ctrl-C; what was known by then is on disk.
        CannotRecord: the disk is full, or gone; what was kept by then is on disk.
        ApitestError: the suites broke down.
    """
    check_names(order, load_contract())
    # A directory that goes with the command is nobody else's.
    with alone_in(directory, " ".join(order.command)) if order.page else nullcontext():
        try:
            begin(order, directory, load_contract())
        except KeyboardInterrupt as stop:
            conclude(directory)
            raise Interrupted(directory) from stop
        return _judge(directory, workers=workers, quiet=quiet, copied=copied)


def resume(directory: Path, *, workers: int, quiet: bool) -> Results:
    """
    Finish a run that broke off. Judging begins anew on the answers that are there; only what is missing is asked.

    Raises:
        RunDirectoryError: there is no run that has begun, contracts or suites have changed since, or another process is
            still at it.
        Interrupted, CannotRecord, ApitestError: as `execute`.
    """
    read_plan(directory)
    with alone_in(directory, "apitest run --resume"):
        try:
            begun_again(directory, load_contract())
        except KeyboardInterrupt as stop:
            conclude(directory)
            raise Interrupted(directory) from stop
        return _judge(directory, workers=workers, quiet=quiet)


def judge_begun(directory: Path, *, workers: int) -> Results:
    """
    Judge a run that has begun, and conclude it.

    Raises:
        Interrupted, ApitestError: as `execute`.
    """
    return _judge(directory, workers=workers, quiet=True)


def judge_recorded(directory: Path, *, workers: int) -> Results:
    """
    Judge a run directory of evidence alone, with the checks installed now. Nothing is asked.

    Raises:
        RunDirectoryError: there is no run that has begun.
        ApitestError: the suites broke down.
    """
    contract = load_contract()
    seal(directory, contract)
    (directory / RESULTS).unlink(missing_ok=True)
    begin_stream(directory, contract)
    return _judge(directory, workers=workers, quiet=True)


def _judge(directory: Path, *, workers: int, quiet: bool, copied: bool = False) -> Results:
    contract = load_contract()
    try:
        expected = sum(1 for _ in read_plan(directory).asked(contract))
        command = suite_command(directory, workers)
        status = _run_suites(command, directory, expected, copied=copied, quiet=quiet)
    except KeyboardInterrupt as stop:
        conclude(directory)
        raise Interrupted(directory) from stop
    whole = (directory / RESULTS).exists()
    results = conclude(directory)
    if status == NOT_KEPT or (not whole and shutil.disk_usage(directory).free < _ROOM):
        raise cannot_record("no room on the disk" if status != NOT_KEPT else "a disk that took no more", str(directory))
    if not whole:
        raise ApitestError(
            expected="suites that run to their end",
            got=f"a child process that ended with status {status}",
            where=str(directory / LOG),
            fix="This is a fault of apitest; the file named holds what pytest said. "
            "What is known can be read: apitest report.",
        )
    return results


def _run_suites(command: list[str], directory: Path, expected: int, *, copied: bool, quiet: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="apitest-") as scratch:
        child = Child(command, directory, directory / LOG, _environment(scratch), copied=copied)
        try:
            watch(directory, expected, child.ended, shown=not quiet and sys.stderr.isatty())
        except KeyboardInterrupt:
            child.stop()
            raise
    return child.status


def _environment(scratch: str) -> dict[str, str]:
    """What the child process sees: nothing of the user's pytest; nothing of pytest's and hypothesis' is left anywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": scratch,
        "PYTEST_DEBUG_TEMPROOT": scratch,
        PARENT: str(os.getpid()),
    }
