"""The evidence of a run as one of several processes has it: what a process that died had taken on itself is free again."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from apitest.evidence import Evidence

_POLL_SECONDS = 0.02
_LONGEST_SECONDS = 10.0
"""Workers of a run that was killed notice it sooner; what only has the number of one is not waited for longer."""

_ENDED = (b"Z", b"X")
"""States of a process in /proc that has ended."""


def shared_evidence(path: Path) -> Evidence:
    """
    The evidence of a run, on behalf of this process.

    Raises:
        RunDirectoryError: as `Evidence`.
    """
    return Evidence(path, owner=os.getpid(), alive=_lives)


def wait_for_others(evidence: Evidence, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait until no other process has a question under way: a question that is asked again is one too many."""
    until = time.monotonic() + _LONGEST_SECONDS
    while evidence.others_ask() and time.monotonic() < until:
        sleep(_POLL_SECONDS)


def _lives(process: int) -> bool:
    """
    Whether a process runs: one that was killed has ended, also while whoever started it has not taken notice.

    pytest-xdist takes no notice of a dead worker before the end; without /proc what that had under way is waited for.
    """
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except ProcessLookupError:
        return False
    except (OSError, IndexError):
        return True
    return state not in _ENDED
