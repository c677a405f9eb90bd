"""
Right of reply: what partners say of findings, beside them and never instead of them.

Pure: the text of a file in, rows out; `with_remarks` adds them to a results document, from which every report tells them. A
remark changes no outcome and hides nothing (a waiver is another thing, agreed and with an end).
"""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from apitest.errors import ConfigurationError
from apitest.reports.language import mark
from apitest.results import FindingRow, RemarkRow, Results

STATUSES = (mark("disputed"), mark("explained"), mark("being mended"), mark("mended"))
_KNOWN = frozenset({"target", "requirement", "entity", "record", "text", "date", "status", "by"})


def remarks_of(text: str, where: str) -> tuple[RemarkRow, ...]:
    """
    Read remarks from TOML (tables `[[remark]]`) or JSON (`{"remark": […]}`), whichever the text is.

    Raises:
        ConfigurationError: it is neither, or a remark lacks what it needs.
    """
    try:
        document = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as error:
        raise _bad("TOML or JSON", str(error), where) from error
    rows = document.get("remark")
    if not isinstance(rows, list) or set(document) != {"remark"}:
        got = ", ".join(sorted(document)) or "nothing"
        raise _bad("tables [[remark]] and nothing else", got, where)
    return tuple(_remark(row, f"{where}, remark {number}") for number, row in enumerate(rows, start=1))


def _remark(row: Any, where: str) -> RemarkRow:  # noqa: ANN401 - what a file held
    if not isinstance(row, dict):
        raise _bad("a table", repr(row), where)
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        raise _bad(f"only {', '.join(sorted(_KNOWN))}", ", ".join(unknown), where)
    for name in ("target", "requirement", "text"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise _bad(f"{name}, as text", repr(row.get(name)), where)
    status = row.get("status", "explained")
    if status not in STATUSES:
        raise _bad(f"status {' or '.join(STATUSES)}", repr(status), where)
    for name in ("entity", "record", "by"):
        if not isinstance(row.get(name, ""), str):
            raise _bad(f"{name}, as text", repr(row[name]), where)
    return {
        "target": row["target"],
        "requirement": row["requirement"],
        "entity": row.get("entity", ""),
        "record": row.get("record"),
        "text": row["text"].strip(),
        "date": _day(row.get("date"), where),
        "status": status,
        "by": row.get("by", ""),
    }


def _day(value: object, where: str) -> str:
    try:
        return str(value if type(value) is date else date.fromisoformat(str(value)))
    except ValueError:
        raise _bad("date, such as 2026-01-31", repr(value), where) from None


def _bad(expected: str, got: str, where: str) -> ConfigurationError:
    return ConfigurationError(
        expected=expected, got=got, where=where, fix="See docs/remarks.md for the form of remarks."
    )


def with_remarks(results: Results, remarks: Iterable[RemarkRow]) -> Results:
    """The document with the remarks that concern what failed in it, in their order; without any, the document as it is."""
    failed = {(v["target"], v["requirement"]) for v in results["verdicts"] if v["outcome"] == "failed"}
    mine = [row for row in remarks if (row["target"], row["requirement"]) in failed]
    if not mine:
        return results
    known = results.get("remarks", [])
    return {**results, "remarks": [*known, *(row for row in mine if row not in known)]}


def idle(results: Sequence[Results], remarks: Iterable[RemarkRow]) -> tuple[RemarkRow, ...]:
    """Remarks that concern nothing that failed in any of the documents."""
    failed = {(v["target"], v["requirement"]) for doc in results for v in doc["verdicts"] if v["outcome"] == "failed"}
    return tuple(row for row in remarks if (row["target"], row["requirement"]) not in failed)


def about(results: Mapping[str, Any], target: str, requirement: str, entities: Sequence[str]) -> list[RemarkRow]:
    """What is said of a failed requirement of a target, over the entity sets on which it failed."""
    return [
        row
        for row in results.get("remarks", ())
        if (row["target"], row["requirement"]) == (target, requirement)
        and (not row["entity"] or row["entity"] in entities)
    ]


def tells(remark: RemarkRow, finding: FindingRow) -> bool:
    """Whether a remark is about this finding: by its requirement, and by entity set and record where it names them."""
    return (
        (remark["target"], remark["requirement"]) == (finding["target"], finding["requirement"])
        and remark["entity"] in ("", finding["entity"])
        and remark["record"] in (None, finding["record"])
    )
