"""
Where the time of a full walk goes: the functions that cost most by themselves, as cProfile sees the main thread.

    python benchmarks/profiling.py [RECORDS]

Shares are what to read: the profiler itself makes small functions look about twice as dear as they are.
"""

import cProfile
import pstats
import sys
import tempfile
from pathlib import Path

from ready import ready
from walking import walk


def main(records: int = 10_000) -> None:
    """Print the profile."""
    profile = cProfile.Profile()
    with ready(records) as root, tempfile.TemporaryDirectory() as folder:
        profile.enable()
        walk(root, records, 0, Path(folder) / "evidence.sqlite")
        profile.disable()
    pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
