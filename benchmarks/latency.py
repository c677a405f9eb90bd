"""
The same walk at 50 ms before each answer: eight connections against the download, and against one connection.

    python benchmarks/latency.py [RECORDS]
"""

import sys
from collections.abc import Iterator

from ready import ready
from rows import Row, once, print_rows, row

TURNS, MANY = 3, 8


def rows(records: int = 3_000) -> Iterator[Row]:
    """Wall time."""
    with ready(records, 0.05) as root:
        turns = [
            (once("download", root, records, MANY), once("walk", root, records, MANY), once("walk", root, records, 1))
            for _ in range(TURNS)
        ]
    alone, eight, one = (min(turn[part]["seconds"] for turn in turns) for part in range(3))
    ratios = [download["seconds"] / walk["seconds"] for download, walk, _ in turns]
    figures = f"{eight:.2f} s, download {alone:.2f} s"
    yield row("50 ms latency, 8 connections, against download", ratios, 0.95, more_is_better=True, figures=figures)
    ratios = [single["seconds"] / walk["seconds"] for _, walk, single in turns]
    figures = f"{eight:.2f} s against {one:.2f} s"
    yield row("50 ms latency, 8 connections against 1", ratios, 6, more_is_better=True, figures=figures)


if __name__ == "__main__":
    print_rows(lambda: rows(*(int(word) for word in sys.argv[1:2])))
