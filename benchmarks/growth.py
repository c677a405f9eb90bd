"""
Memory and processor time of a walk against the number of records.

    python benchmarks/growth.py [FEW MANY]
"""

import sys
from collections.abc import Iterator
from math import log

from ready import ready
from rows import Row, once, print_rows, row

TURNS = 2


def rows(few: int = 2_000, many: int = 20_000) -> Iterator[Row]:
    """Peak memory, and the exponent of the cost."""
    with ready(few) as small, ready(many) as large:
        turns = [(once("walk", small, few, 0), once("walk", large, many, 0)) for _ in range(TURNS)]
    least, most = (min(turn[part]["memory"] for turn in turns) for part in (0, 1))
    ratios = [one["memory"] / other["memory"] for other, one in turns]
    figures = f"{most:.0f} MiB for {many:,}, {least:.0f} MiB for {few:,}"
    yield row(f"peak memory, {many:,} against {few:,} records", ratios, 1.3, more_is_better=False, figures=figures)
    exponents = [log(one["busy"] / other["busy"]) / log(many / few) for other, one in turns]
    figures = f"{min(turn[1]['busy'] for turn in turns):.1f} s of processor for {many:,}"
    name = f"exponent of cost, {few:,} to {many:,} records"
    yield row(name, exponents, 1.05, more_is_better=False, figures=figures)


if __name__ == "__main__":
    print_rows(lambda: rows(*(int(word) for word in sys.argv[1:3])))
