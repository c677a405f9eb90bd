"""
A run directory as whoever reads it needs it: the names of its files, and its results, of any version, whole or cut short.

Knows nothing of how a run comes about, so that a report or a site is made without loading what asks and judges.
"""

from apitest.recorded.earlier import completed
from apitest.recorded.reading import (
    EVIDENCE,
    HEADER,
    PAGE,
    RESULTS,
    STREAM,
    no_run,
    read_results,
    write_whole,
)

__all__ = [
    "EVIDENCE",
    "HEADER",
    "PAGE",
    "RESULTS",
    "STREAM",
    "completed",
    "no_run",
    "read_results",
    "write_whole",
]
