"""
The process that runs the suites: another interpreter, or a copy of this one.

A copy has all that both need imported and read already, which spares a quick answer half a second. It is made where nobody
else may come to the run directory, so that no lock of ours outlives this process in it, and only while there are no other
threads, whose locks nobody would release in the copy.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path

_PATIENCE = 20


class Child:
    """The suites at work, with what they say written to a file."""

    def __init__(
        self, command: list[str], directory: Path, log: Path, environment: Mapping[str, str], *, copied: bool
    ) -> None:
        """Start the command, which begins with the interpreter; `copied`: in a copy of this process, if that can be."""
        about = command, directory, log, environment
        copies = copied and sys.platform == "linux" and threading.active_count() == 1
        self._process: _Started | _Copied = _Copied(*about) if copies else _Started(*about)

    @property
    def status(self) -> int:
        """What it ended with; negative: the signal."""
        return self._process.status

    def ended(self, seconds: float) -> bool:
        """Whether it has ended, or ends within so many seconds."""
        return self._process.ended(seconds)

    def stop(self) -> None:
        """Ask it to end as pytest does on ctrl-C; insist if it does not."""
        try:
            os.kill(self._process.number, signal.SIGINT)
            insisted = not self._process.ended(_PATIENCE)
        except KeyboardInterrupt:
            insisted = True
        except ProcessLookupError:
            insisted = False
        if insisted:
            os.killpg(self._process.number, signal.SIGKILL)
        self._process.ended(None)


class _Started:
    """Another interpreter."""

    def __init__(self, command: list[str], directory: Path, log: Path, environment: Mapping[str, str]) -> None:
        with log.open("wb") as file:
            self._child = subprocess.Popen(  # noqa: S603 - our own suites
                command,
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=environment,
                start_new_session=True,
            )
        self.number = self._child.pid

    @property
    def status(self) -> int:
        return self._child.returncode

    def ended(self, seconds: float | None) -> bool:
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


class _Copied:
    """A copy of this process."""

    def __init__(self, command: list[str], directory: Path, log: Path, environment: Mapping[str, str]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        about = command, directory, log, environment
        self._child = get_context("fork").Process(target=_become, args=about)
        self._child.start()
        assert self._child.pid is not None
        self.number = self._child.pid

    @property
    def status(self) -> int:
        return self._child.exitcode or 0

    def ended(self, seconds: float | None) -> bool:
        self._child.join(seconds)
        return self._child.exitcode is not None


def _become(command: list[str], directory: Path, log: Path, environment: Mapping[str, str]) -> None:
    """Go on as if the command had been started: `python -m MODULE WORD…`."""
    os.setsid()
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("wb") as file, Path(os.devnull).open("rb") as nothing:
        for here, there in ((nothing, 0), (file, 1), (file, 2)):
            os.dup2(here.fileno(), there)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    sys.dont_write_bytecode = True
    _interpreter, _option, module, *words = command
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
