"""
A table for spreadsheets: a row a finding, and a row a verdict that has none, so that nothing judged is missing.

Spreadsheets act on cells that begin like a formula, whoever served them: such a cell gets an apostrophe in front. UTF-8
with its mark, since Excel reads it as something else without; line ends as RFC 4180 has them.
"""

import csv
import io
from collections.abc import Iterator

from apitest.reports.overview import remark_line
from apitest.reports.remarks import tells
from apitest.reports.rows import findings_by_verdict, key_of
from apitest.reports.wording import shown, visible
from apitest.results import FindingRow, Results, VerdictRow

COLUMNS = (
    "target", "requirement", "obligation", "entity", "outcome", "examined", "findings", "reason", "root",
    "record", "pointer", "expected", "got", "where", "fix", "exchange", "reproduce", "waived", "fingerprint",
    "remarks",
)  # fmt: skip
_LONGEST = 2_000
"""Characters of a cell; spreadsheets refuse more than 32,767."""
_FORMULA = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet may act on, also in their full-width forms."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(results):
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _rows(results: Results) -> Iterator[dict[str, object]]:
    found, remarks = findings_by_verdict(results), results.get("remarks", [])
    for verdict in results["verdicts"]:
        for finding in found.get(key_of(verdict), ()):
            said = "; ".join(remark_line(row) for row in remarks if tells(row, finding))
            yield {**_row(verdict, finding), "remarks": said}
        if key_of(verdict) not in found:
            yield {**dict.fromkeys(COLUMNS, ""), **verdict, "waived": ""}


def _row(verdict: VerdictRow, finding: FindingRow) -> dict[str, object]:
    blank = dict.fromkeys(COLUMNS, "")
    known = {name: "" if value is None else value for name, value in finding.items()}
    return {**blank, **verdict, **known}


def _cell(value: object) -> str | int:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    text = shown(str(value), _LONGEST)
    return f"'{text}" if visible(text).lstrip().startswith(_FORMULA) else text
