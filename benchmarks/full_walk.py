"""
A full walk with every check of records, against downloading and parsing the same pages; loopback, one worker.

    python benchmarks/full_walk.py [RECORDS]
"""

import sys
from collections.abc import Iterator

from ready import ready
from rows import Row, once, print_rows, row

TURNS = 3


def rows(records: int = 10_000) -> Iterator[Row]:
    """Processor time and wall time."""
    with ready(records) as root:
        turns = [(once("download", root, records, 0), once("walk", root, records, 0)) for _ in range(TURNS)]
    for name, word in (("busy", "processor time"), ("seconds", "wall time")):
        best = [min(turn[part][name] for turn in turns) for part in (0, 1)]
        figures = f"{records / best[1]:,.0f} against {records / best[0]:,.0f} records/s"
        ratios = [alone[name] / walked[name] for alone, walked in turns]
        title = f"walk of {records:,} against download and parse, {word}"
        yield row(title, ratios, 0.5, more_is_better=True, figures=figures)


if __name__ == "__main__":
    print_rows(lambda: rows(*(int(word) for word in sys.argv[1:2])))
