"""
The results document as a stream of lines: header, verdicts, findings, fates, footer.

A stream that breaks off can still be read; what has no footer, or less than its footer counts, was cut short.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apitest.errors import RunDirectoryError
from apitest.model import Outcome
from apitest.results import Results, RunRow

_KINDS = {"verdict": "verdicts", "finding": "findings", "acceptance": "acceptance"}
_LATE = ("finished", "complete", "outcome")
"""Fields of the run that only its end knows: the footer carries them."""


def as_bytes(results: Results) -> bytes:
    """Write the whole stream, ASCII, one JSON object a line."""
    return "".join(as_lines(results)).encode("ascii")


def as_lines(results: Results) -> Iterator[str]:
    """Yield the stream line by line, each ending in a newline."""
    document: dict[str, Any] = dict(results)
    run = document["run"]
    opening = {name: value for name, value in run.items() if name not in _LATE}
    known = {name: document[name] for name in ("schema", "targets", "requirements")}
    yield as_line({"kind": "header", "run": opening, **known})
    for kind, part in _KINDS.items():
        for row in document[part]:
            yield as_line({"kind": kind, **row})
    for row in document.get("remarks", ()):
        yield as_line({"kind": "remark", **row})
    counts = {part: len(document[part]) for part in _KINDS.values()}
    yield as_line({"kind": "footer", "counts": counts, **{name: run[name] for name in _LATE}})


def as_line(row: Mapping[str, Any]) -> str:
    """Write one line of the stream."""
    # ASCII, so that no reader splits a line at U+2028 and no half surrogate pair stops a writer.
    return json.dumps(row, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"


def read_lines(lines: Iterable[str]) -> Results:
    """
    Read a stream back; one that was cut short comes back with `complete` false.

    Raises:
        RunDirectoryError: the stream does not begin with a header of apitest.
    """
    rows = list(_rows(lines))
    if not rows or rows[0].get("kind") != "header":
        raise RunDirectoryError(
            expected="a results stream that begins with its header",
            got=repr(rows[0].get("kind")) if rows else "no readable line",
            fix="Give the results.ndjson of a run directory.",
        )
    header, footer = rows[0], next((row for row in rows if row.get("kind") == "footer"), None)
    parts = {part: [_bare(row) for row in rows if row.get("kind") == kind] for kind, part in _KINDS.items()}
    document: Results = {
        "schema": header["schema"],
        "run": _run(header, footer, parts),
        "targets": header["targets"],
        "requirements": header["requirements"],
        "verdicts": parts["verdicts"],
        "findings": parts["findings"],
        "acceptance": parts["acceptance"],
    }
    remarks = [_bare(row) for row in rows if row.get("kind") == "remark"]
    return {**document, "remarks": remarks} if remarks else document


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            return
        if not isinstance(row, dict):
            return
        yield row


def _bare(row: dict[str, Any]) -> Any:  # noqa: ANN401 - one of the row types, by its kind
    return {name: value for name, value in row.items() if name != "kind"}


def _run(header: dict[str, Any], footer: dict[str, Any] | None, parts: dict[str, list[Any]]) -> RunRow:
    counts = {part: len(rows) for part, rows in parts.items()}
    late = {name: footer[name] for name in _LATE} if footer else {"finished": "", "outcome": _known(header)}
    whole = footer is not None and footer["counts"] == counts
    facts = {**header["run"], **late, "complete": whole and late["complete"]}
    return {
        "id": facts["id"],
        "apitest": facts["apitest"],
        "started": facts["started"],
        "finished": facts["finished"],
        "seed": facts["seed"],
        "depth": facts["depth"],
        "complete": facts["complete"],
        "outcome": facts["outcome"],
        "contracts": facts["contracts"],
        "digests": facts["digests"],
        "command": facts["command"],
        "shard": facts.get("shard", ""),
    }


def _known(header: dict[str, Any]) -> str:
    """What may be claimed without the end: a failure that was seen, otherwise nothing."""
    failed = any(target["outcome"] == Outcome.FAILED for target in header["targets"])
    return (Outcome.FAILED if failed else Outcome.CANT_TELL).value
