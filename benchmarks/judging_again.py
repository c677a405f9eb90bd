"""
What was recorded, judged again, against asking again at 50 ms with one connection.

    python benchmarks/judging_again.py [RECORDS]
"""

import sys
from collections.abc import Iterator

from ready import ready
from rows import Row, fresh, measured, print_rows, row

TURNS = 3


def rows(records: int = 10_000) -> Iterator[Row]:
    """Wall time."""
    with ready(records, 0.05) as root, fresh() as evidence:
        asked = measured("walk", root, records, 1, evidence)["seconds"]
        again = [measured("again", root, records, 1, evidence)["seconds"] for _ in range(TURNS)]
    name = f"re-judging {records:,} recorded decisions, seconds"
    yield row(name, again, 3, more_is_better=False, figures=f"{min(again):.2f} s at best")
    figures = f"{asked:.2f} s asked, {min(again):.2f} s judged again"
    ratios = [asked / taken for taken in again]
    yield row("re-judging against asking again (50 ms)", ratios, 5, more_is_better=True, figures=figures)


if __name__ == "__main__":
    print_rows(lambda: rows(*(int(word) for word in sys.argv[1:2])))
