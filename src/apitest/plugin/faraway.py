"""
Workers that pytest-xdist starts through ssh or a socket: whether they can take part in a run.

All workers of a run write one file of evidence, and with it keep rate, connections and budgets together. SQLite shares it
through the memory of one kernel, so such a worker may be in another network or container, but not on another machine.
"""

from pathlib import Path
from typing import Any

import pytest

_KERNEL = Path("/proc/sys/kernel/random/boot_id")
"""Another one on each machine, the same in all its networks and containers; only Linux has it."""
_SECONDS = 60
_LOOKING = """
import os
run, kernel = channel.receive()
told = ""
if os.path.isfile(kernel):
    with open(kernel) as file:
        told = file.read()
channel.send((os.path.isfile(run), told))
"""


def refuse_unable(node: Any, header: Path) -> None:  # noqa: ANN401 - xdist is untyped
    """
    Refuse a worker that cannot take part in the run whose header lies there.

    Raises:
        pytest.UsageError: it does not see the run directory, or is on another machine.
    """
    channel = node.gateway.remote_exec(_LOOKING)
    channel.send((str(header), str(_KERNEL)))
    sees, kernel = channel.receive(_SECONDS)
    own = _KERNEL.read_text("ascii") if _KERNEL.is_file() else ""
    if sees and own and kernel == own:
        return
    got = "it is on another machine" if sees else "it does not see that directory"
    raise pytest.UsageError(
        f"expected a worker on this machine that sees {header.parent}, got {node.gateway.spec}: {got}.\n"
        "Over several machines, divide the run: 'apitest run --shard 1/2', then 'apitest merge'."
    )
