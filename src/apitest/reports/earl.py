"""
EARL 1.0 (W3C) as JSON-LD: who asserts what outcome of which requirement about which service.

One assertion a service and requirement, its entity sets rolled up worst first; each is named in `earl:info`. Requirements
have URIs that stay (`urn:apitest:requirement:…`), the service is named by its address. The context stands in the document,
so that a reader needs no network.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from apitest.model import Obligation, Outcome
from apitest.reports.overview import replies
from apitest.reports.rows import Key, as_json, findings_by_verdict, is_waived, key_of, requirement_uri
from apitest.reports.wording import sentence, shown
from apitest.results import FindingRow, RequirementRow, Results, TargetRow, VerdictRow

CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "earl:assertedBy": {"@type": "@id"},
    "earl:subject": {"@type": "@id"},
    "earl:test": {"@type": "@id"},
    "earl:mode": {"@type": "@id"},
    "earl:outcome": {"@type": "@id"},
    "dct:isPartOf": {"@type": "@id"},
    "dct:date": {"@type": "xsd:dateTime"},
}
_ORDER = tuple(Outcome)
"""Worst first."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 JSON-LD."""
    graph = {"@context": CONTEXT, "@graph": list(_nodes(results))}
    return as_json(graph)


def _nodes(results: Results) -> Iterator[dict[str, Any]]:
    version = results["run"]["apitest"]
    yield {
        "@id": f"urn:apitest:assertor:{version}",
        "@type": ["earl:Assertor", "earl:Software"],
        "dct:title": "apitest",
        "dct:hasVersion": version,
    }
    for name, row in results["requirements"].items():
        yield _criterion(name, row)
    found = findings_by_verdict(results)
    for target in results["targets"]:
        yield _subject(results, target)
        groups: dict[str, list[VerdictRow]] = {}
        for verdict in results["verdicts"]:
            if verdict["target"] == target["id"]:
                groups.setdefault(verdict["requirement"], []).append(verdict)
        for verdicts in groups.values():
            yield _assertion(results, target, verdicts, found)


def _criterion(name: str, row: RequirementRow) -> dict[str, Any]:
    return {
        "@id": requirement_uri(name),
        "@type": ["earl:TestCriterion", "earl:TestRequirement"],
        "dct:identifier": name,
        "dct:title": {"@value": row["sentence"], "@language": "en"},
        "dct:source": shown(row["source"]),
        "dct:isPartOf": f"urn:apitest:class:{name.partition('/')[0]}",
    }


def _address(target: TargetRow) -> str:
    url = target["url"]
    readable = url.startswith(("http://", "https://"))
    kept = url.encode("utf-8", "replace")
    return quote(kept, safe="/:?#[]@!$&'()*+,;=%~-._") if readable else f"urn:apitest:target:{quote(target['id'])}"


def _subject(results: Results, target: TargetRow) -> dict[str, Any]:
    moment = results["run"]["finished"] or results["run"]["started"]
    return {
        "@id": _address(target),
        "@type": "earl:TestSubject",
        "dct:title": shown(target["name"] or target["id"]),
        "dct:date": moment,
        **({"dct:description": shown(target["trouble"].replace("\n", "; "), 1000)} if target["trouble"] else {}),
    }


def _assertion(
    results: Results, target: TargetRow, verdicts: Sequence[VerdictRow], found: Mapping[Key, Sequence[FindingRow]]
) -> dict[str, Any]:
    name, run = verdicts[0]["requirement"], results["run"]
    worst = min((verdict["outcome"] for verdict in verdicts), key=lambda outcome: _ORDER.index(Outcome(outcome)))
    # A blank node's name would change with the order of writing; this one says what it is about.
    place = f"{quote(run['id'])}:{quote(target['id'], safe='')}:{name}"
    findings = [finding for verdict in verdicts for finding in found.get(key_of(verdict), ())]
    failed = worst == Outcome.FAILED
    return {
        "@id": f"urn:apitest:assertion:{place}",
        "@type": "earl:Assertion",
        "earl:assertedBy": f"urn:apitest:assertor:{run['apitest']}",
        "earl:subject": _address(target),
        "earl:test": requirement_uri(name),
        "earl:mode": "earl:automatic",
        "earl:result": {
            "@type": "earl:TestResult",
            "earl:outcome": f"earl:{worst}",
            "dct:date": run["finished"] or run["started"],
            "earl:info": " ".join((*_info(verdicts, findings), *_said(results, verdicts))),
            **({"earl:pointer": _pointer(findings[0])} if failed and findings else {}),
        },
    }


def _said(results: Results, verdicts: Sequence[VerdictRow]) -> Iterator[str]:
    lines = dict.fromkeys(line for verdict in verdicts for line in replies(results, verdict))
    return (f"Remark: {sentence(line)}" for line in lines)


def _pointer(finding: FindingRow) -> dict[str, Any]:
    return {
        "@type": "ptr:ExpressionPointer",
        "ptr:expression": shown(finding["pointer"]),
        "dct:description": shown(finding["where"]),
    }


def _info(verdicts: Sequence[VerdictRow], findings: Sequence[FindingRow]) -> Iterator[str]:
    obligation = verdicts[0]["obligation"]
    yield f"{Obligation(obligation).value}."
    for verdict in verdicts:
        told = f"{verdict['entity'] or 'service'}: {verdict['outcome']}"
        yield f"{told}, {verdict['examined']} examined, {verdict['findings']} findings" + (
            f", {shown(verdict['reason'])}." if verdict["reason"] else "."
        )
    if findings:
        first = findings[0]
        yield f"First: expected {shown(first['expected'])}, got {shown(first['got'])}."
    if all(is_waived(verdict) for verdict in verdicts if verdict["findings"]) and findings:
        yield "Accepted by a waiver."
