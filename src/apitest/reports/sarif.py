"""
SARIF 2.1.0, for code scanning (GitHub, Azure DevOps) and editors.

A run of the log is one target. A result is one finding of a failed requirement; it points at the line of the contract that
demands it, since an answer of a server is no file. Records, addresses and values stand in its properties. Nothing that
varies between two runs enters a fingerprint.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apitest.contracts import Place, requirement_places
from apitest.reports.overview import remark_line
from apitest.reports.remarks import tells
from apitest.reports.rows import as_json, is_breach, requirement_uri
from apitest.reports.wording import sentence, shown
from apitest.results import FindingRow, RequirementRow, Results, TargetRow

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 5_000
"""Results of a run; code scanning shows no more. Those of the most binding requirements stay."""

_LEVELS = {"MUST": "error", "SHOULD": "warning", "MAY": "note"}
_SEVERITIES = {"MUST": "error", "SHOULD": "warning", "MAY": "recommendation"}
_ORDER = ("MUST", "SHOULD", "MAY")
_TEXT = 1000
"""Characters of a rule's texts; code scanning refuses more than 1,024."""
_NOWHERE = Place(path="apitest.toml", line=1)
"""Where a finding points whose requirement is not in the installed contracts: at the file that names the target."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 JSON."""
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(results, row) for row in results["targets"]]}
    return as_json(log)


def _run(results: Results, target: TargetRow) -> dict[str, Any]:
    found = _findings(results, target["id"])
    names = list(dict.fromkeys(finding["requirement"] for finding in found))
    places = requirement_places()
    rules = [_rule(name, results["requirements"][name]) for name in names]
    counts: Counter[str] = Counter()
    rows, remarks = [], results.get("remarks", ())
    for finding in found[:MOST]:
        mark = finding["fingerprint"]
        counts[mark] += 1
        place = places.get(finding["requirement"], _NOWHERE)
        obligation = results["requirements"][finding["requirement"]]["obligation"]
        said = [shown(remark_line(row)) for row in remarks if tells(row, finding)]
        told = _result(finding, obligation, names.index(finding["requirement"]), place, f"{mark}:{counts[mark]}")
        rows.append(_replied(told, said))
    return {
        "tool": {"driver": {"name": "apitest", "semanticVersion": results["run"]["apitest"], "rules": rules}},
        "automationDetails": {"id": f"apitest/{target['id']}/{results['run']['id']}"},
        "invocations": [_invocation(results, target)],
        "columnKind": "utf16CodeUnits",
        "results": rows,
        "properties": {
            "target": shown(target["name"] or target["id"]),
            "url": shown(target["url"], 2000),
            "outcome": target["outcome"],
            "findings": len(found),
            "findingsLeftOut": max(0, len(found) - MOST),
        },
    }


def _findings(results: Results, target: str) -> list[FindingRow]:
    failed = {
        (verdict["requirement"], verdict["entity"])
        for verdict in results["verdicts"]
        if verdict["target"] == target and is_breach(verdict)
    }
    found = [f for f in results["findings"] if f["target"] == target and (f["requirement"], f["entity"]) in failed]
    return sorted(found, key=lambda f: _ORDER.index(results["requirements"][f["requirement"]]["obligation"]))


def _rule(name: str, row: RequirementRow) -> dict[str, Any]:
    said = _told(row["sentence"], name)
    full = " ".join(filter(None, (said, sentence(row["cost"]))))
    mend = _told(row["fix"], said)
    return {
        "id": name,
        "shortDescription": {"text": said},
        "fullDescription": {"text": full[:_TEXT]},
        "help": {"text": "\n".join((mend, f"Source: {shown(row['source'])} ({row['source-kind']})."))[:_TEXT]},
        "defaultConfiguration": {"level": _LEVELS[row["obligation"]]},
        "properties": {
            "tags": ["conformance", name.partition("/")[0], row["obligation"]],
            "precision": "very-high",
            "problem.severity": _SEVERITIES[row["obligation"]],
            "uri": requirement_uri(name),
        },
    }


def _told(text: str, otherwise: str) -> str:
    # Readers refuse empty texts.
    return (sentence(text) or otherwise)[:_TEXT]


def _result(finding: FindingRow, obligation: str, index: int, place: Place, mark: str) -> dict[str, Any]:
    suppressed = [{"kind": "external", "justification": "Accepted by a waiver."}]
    return {
        "ruleId": finding["requirement"],
        "ruleIndex": index,
        "level": _LEVELS[obligation],
        "message": {"text": "\n".join(_message(finding))},
        "locations": [_location(finding, place)],
        "partialFingerprints": {"primaryLocationLineHash": mark, "apitestFinding/v1": mark},
        "properties": dict(_properties(finding)),
        **({"suppressions": suppressed} if finding["waived"] else {}),
    }


def _replied(result: dict[str, Any], remarks: Sequence[str]) -> dict[str, Any]:
    """The result with what the partner says of it, where readers show it and where programs find it."""
    if not remarks:
        return result
    text = "\n".join((result["message"]["text"], *(f"Remark: {line}" for line in remarks)))
    return {**result, "message": {"text": text}, "properties": {**result["properties"], "remarks": list(remarks)}}


def _message(finding: FindingRow) -> Iterator[str]:
    yield f"Expected {shown(finding['expected'])}, got {shown(finding['got'])}."
    record = "" if finding["record"] is None else f"record {shown(finding['record'])} "
    place = f"{record}{shown(finding['pointer'])}".strip()
    yield "; ".join(filter(None, (place, shown(finding["where"])))) or "The service as a whole."
    if finding["fix"]:
        yield sentence(shown(finding["fix"]))


def _location(finding: FindingRow, place: Place) -> dict[str, Any]:
    name = "/".join(filter(None, (finding["target"], finding["entity"]))) + shown(finding["pointer"])
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": place.path},
            "region": {"startLine": place.line, "startColumn": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
    }


def _properties(finding: FindingRow) -> Iterator[tuple[str, Any]]:
    for name in ("entity", "pointer", "where"):
        yield name, shown(str(finding[name]))
    if finding["record"] is not None:
        yield "record", shown(finding["record"])
    if finding["exchange"] is not None:
        yield "exchange", finding["exchange"]
    if finding["reproduce"]:
        yield "reproduce", shown(finding["reproduce"], 2000)


def _invocation(results: Results, target: TargetRow) -> Mapping[str, Any]:
    run = results["run"]
    notes = []
    if target["trouble"]:
        notes.append({"level": "error", "message": {"text": shown(target["trouble"].replace("\n", "; "), 1000)}})
    if not run["complete"]:
        notes.append({"level": "error", "message": {"text": "The run was cut short: not all results are known."}})
    moments = {"startTimeUtc": run["started"], "endTimeUtc": run["finished"]}
    return {
        "executionSuccessful": not notes,
        **{name: moment for name, moment in moments.items() if moment},
        **({"toolExecutionNotifications": notes} if notes else {}),
    }
