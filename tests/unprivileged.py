"""A folder that this process cannot write, even where it runs as root, whom no mode of a file keeps out."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder that anybody can reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="apitest-test-", ignore_cleanup_errors=True) as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@contextmanager
def sealed(directory: Path) -> Iterator[None]:
    """Keep everything in a folder from being written while the block runs."""
    every = [directory, *directory.rglob("*")]
    modes = {path: path.stat().st_mode for path in every}
    for path in every:
        path.chmod(0o555 if stat.S_ISDIR(modes[path]) else 0o444)
    mighty = os.geteuid() == 0
    if mighty:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if mighty:
            os.seteuid(0)
        for path in every:
            path.chmod(modes[path])
