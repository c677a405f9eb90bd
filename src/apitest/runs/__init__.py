"""
A run on disk: begun once by whoever starts it, read by every worker, concluded at the end or after a break.

RUN/ holds run.json (what was ordered), evidence.sqlite (what was asked), results.ndjson (grows while the run goes on),
results.json and report.html (written at the end, whole or not at all).
"""

from apitest.recorded import EVIDENCE, HEADER, PAGE, RESULTS, STREAM, read_results
from apitest.runs.beginning import (
    begin,
    begin_stream,
    begun_again,
    check_names,
    code_digest,
    prepare_directory,
    recognised,
    seal,
)
from apitest.runs.concluding import (
    CUT_SHORT,
    Stream,
    conclude,
    finish,
    verdict_as_json,
    verdict_from_json,
    verdicts_of,
    write_results,
)
from apitest.runs.locking import SUITES_LOCK, Hold, alone_in
from apitest.runs.merging import merge
from apitest.runs.planning import LOG, NOT_KEPT, PARENT, Order, Plan, read_plan, sets_of, suite_command, wanted

__all__ = [
    "CUT_SHORT",
    "EVIDENCE",
    "HEADER",
    "LOG",
    "NOT_KEPT",
    "PAGE",
    "PARENT",
    "RESULTS",
    "STREAM",
    "SUITES_LOCK",
    "Hold",
    "Order",
    "Plan",
    "Stream",
    "alone_in",
    "begin",
    "begin_stream",
    "begun_again",
    "check_names",
    "code_digest",
    "conclude",
    "finish",
    "merge",
    "prepare_directory",
    "read_plan",
    "read_results",
    "recognised",
    "seal",
    "sets_of",
    "suite_command",
    "verdict_as_json",
    "verdict_from_json",
    "verdicts_of",
    "wanted",
    "write_results",
]
