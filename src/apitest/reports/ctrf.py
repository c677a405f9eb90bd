"""
CTRF, the Common Test Report Format (JSON), for dashboards and bots.

A test is one verdict. `failed` is a breach of a MUST that no waiver accepts, as in JUnit; a recommendation that is not
followed, an accepted breach and what could not be judged are `other`, with our own outcome in `rawStatus`. Verdicts take no
time of their own, since a set is walked once for all of them; what the run took stands in the summary.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from apitest.model import Obligation, Outcome
from apitest.reports.overview import replies
from apitest.reports.rows import as_json, findings_by_verdict, is_waived, key_of, milliseconds
from apitest.reports.wording import sentence, shown
from apitest.results import FindingRow, Results, TargetRow, VerdictRow

SPEC_VERSION = "0.0.0"
_STATUSES = {"passed": "passed", "cantTell": "other", "untested": "skipped", "inapplicable": "skipped"}
_COUNTED = ("passed", "failed", "skipped", "pending", "other")
_SHOWN = 20
"""Findings written out a test."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 JSON."""
    run = results["run"]
    tests = list(_tests(results))
    counts = Counter(test["status"] for test in tests)
    start = milliseconds(run["started"])
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPEC_VERSION,
        "reportId": str(uuid5(NAMESPACE_URL, f"urn:apitest:run:{run['id']}")),
        "runId": run["id"] or "unknown",
        "timestamp": run["finished"] or run["started"],
        "generatedBy": "apitest",
        "results": {
            "tool": {"name": "apitest", "version": run["apitest"]},
            "summary": {
                "tests": len(tests),
                **{name: counts[name] for name in _COUNTED},
                "suites": len({tuple(test["suite"]) for test in tests}),
                "start": start,
                "stop": max(start, milliseconds(run["finished"])),
                "extra": {"outcome": run["outcome"], "complete": run["complete"], "contracts": run["contracts"]},
            },
            "tests": tests,
        },
    }
    return as_json(document)


def _tests(results: Results) -> Iterator[dict[str, Any]]:
    found = findings_by_verdict(results)
    for target in results["targets"]:
        if target["trouble"]:
            yield _trouble(target)
        for verdict in results["verdicts"]:
            if verdict["target"] == target["id"]:
                yield _test(results, verdict, found.get(key_of(verdict), ()))


def _trouble(target: TargetRow) -> dict[str, Any]:
    return {
        "testId": f"{target['id']}#assessment",
        "name": "target can be assessed",
        "status": "other",
        "rawStatus": Outcome.CANT_TELL.value,
        "duration": 0,
        "suite": [shown(target["id"]), "assessment"],
        "message": shown(target["trouble"].replace("\n", "; "), 1000),
    }


def _test(results: Results, verdict: VerdictRow, findings: Sequence[FindingRow]) -> dict[str, Any]:
    name, entity = verdict["requirement"], verdict["entity"]
    row = results["requirements"][name]
    message = _message(verdict, findings)
    extra: dict[str, Any] = {"examined": verdict["examined"], "findings": verdict["findings"]}
    if verdict["root"]:
        extra["root"] = verdict["root"]
    if remarks := replies(results, verdict):
        extra["remarks"] = remarks
    return {
        "testId": "#".join(filter(None, (verdict["target"], name, entity))),
        "name": f"{name} {entity}".strip(),
        "status": _status(verdict),
        "rawStatus": verdict["outcome"],
        "duration": 0,
        "suite": [shown(verdict["target"]), name.partition("/")[0]],
        "tags": [verdict["obligation"]],
        "labels": {"requirement": name, "entity": entity, "source": shown(row["source"])},
        **({"message": message} if message else {}),
        **({"trace": "\n".join((*_trace(findings, verdict["findings"]), *_said(remarks)))} if findings else {}),
        "extra": extra,
    }


def _said(remarks: Sequence[str]) -> Iterator[str]:
    return (f"remark: {line}" for line in remarks)


def _status(verdict: VerdictRow) -> str:
    if verdict["outcome"] == Outcome.FAILED:
        binding = verdict["obligation"] == Obligation.MUST and not is_waived(verdict)
        return "failed" if binding else "other"
    return "skipped" if verdict["root"] else _STATUSES[verdict["outcome"]]


def _message(verdict: VerdictRow, findings: Sequence[FindingRow]) -> str:
    if verdict["outcome"] != Outcome.FAILED:
        return shown(verdict["reason"])
    waiver = "Accepted by a waiver. " if is_waived(verdict) else ""
    first = f" First: expected {shown(findings[0]['expected'])}, got {shown(findings[0]['got'])}." if findings else ""
    number = verdict["findings"]
    return f"{waiver}{number:,} finding{'' if number == 1 else 's'}.{first}"


def _trace(findings: Sequence[FindingRow], total: int) -> Iterator[str]:
    for finding in findings[:_SHOWN]:
        record = "finding" if finding["record"] is None else f"record {shown(finding['record'])}"
        yield f"{record} {shown(finding['pointer'])}".rstrip()
        yield f"    expected  {shown(finding['expected'])}"
        yield f"    got       {shown(finding['got'])}"
        yield f"    where     {shown(finding['where'])}"
        yield f"    fix       {sentence(shown(finding['fix']))}"
    hidden = total - min(len(findings), _SHOWN)
    if hidden > 0:
        yield f"and {hidden:,} more"
