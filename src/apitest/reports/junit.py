"""
JUnit XML for GitLab, Jenkins and their like.

One test suite a target; class name `target.class`, name `requirement entity`, unique together, because readers drop
duplicates. The message stands in the attribute and in the content: GitLab shows only the content. Only a breach of a
MUST is a failure; a recommendation never turns a build red, and what is our trouble is an error, not their failure.
"""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from apitest.model import Obligation, Outcome
from apitest.reports.overview import replies
from apitest.reports.rows import Key, findings_by_verdict, is_waived, key_of
from apitest.reports.wording import counted, sentence, shown, visible
from apitest.results import FindingRow, Results, TargetRow, VerdictRow

_SHOWN = 20
"""Findings written out a test case; readers refuse files beyond 30 MB."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 XML; characters that XML cannot hold are spelled out."""
    root = ET.Element("testsuites", {"name": "apitest"})
    found = findings_by_verdict(results)
    for target in results["targets"]:
        root.append(_suite(results, target, found))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{sum(target['seconds'] for target in results['targets']):.3f}")
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(results: Results, target: TargetRow, found: Mapping[Key, Sequence[FindingRow]]) -> ET.Element:
    facts = {"name": visible(target["id"]), "time": f"{target['seconds']:.3f}"}
    suite = ET.Element("testsuite", {**facts, "timestamp": results["run"]["started"].removesuffix("Z")})
    if target["trouble"]:
        case = _case(target["id"], "assessment", "target can be assessed")
        _say(case, "error", "could not assess", [shown(line, 600) for line in target["trouble"].splitlines()])
        suite.append(case)
    for verdict in results["verdicts"]:
        if verdict["target"] == target["id"]:
            suite.append(_judged(results, verdict, found.get(key_of(verdict), ())))
    suite.set("tests", str(len(suite)))
    for name, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{element}"))))
    return suite


def _case(target: str, conformance_class: str, name: str) -> ET.Element:
    return ET.Element(
        "testcase", {"classname": visible(f"{target}.{conformance_class}"), "name": visible(name), "time": "0"}
    )


def _judged(results: Results, verdict: VerdictRow, findings: Sequence[FindingRow]) -> ET.Element:
    name = verdict["requirement"]
    case = _case(verdict["target"], name.partition("/")[0], f"{name} {verdict['entity']}".strip())
    outcome = verdict["outcome"]
    if outcome == Outcome.FAILED:
        _failed(case, results, verdict, findings)
    elif outcome == Outcome.CANT_TELL and not verdict["root"]:
        _say(case, "error", "could not judge", [_reason(verdict)])
    elif outcome != Outcome.PASSED:
        _say(case, "skipped", outcome, [_reason(verdict)])
    return case


def _reason(verdict: VerdictRow) -> str:
    return shown(verdict["reason"]) or "no reason given"


def _failed(case: ET.Element, results: Results, verdict: VerdictRow, findings: Sequence[FindingRow]) -> None:
    waived = is_waived(verdict)
    rule = sentence(results["requirements"][verdict["requirement"]]["sentence"])
    lines = [f"{rule} {counted(verdict['findings'], 'finding')}.", *_lines(findings, verdict["findings"])]
    lines += [f"remark: {said}" for said in replies(results, verdict)]
    lines.append(f"more: apitest explain {shown(verdict['requirement'])}")
    if verdict["obligation"] == Obligation.MUST and not waived:
        _say(case, "failure", verdict["requirement"], lines)
        return
    heading = "Accepted by a waiver." if waived else f"Not followed ({verdict['obligation']})."
    ET.SubElement(case, "system-out").text = "\n".join((heading, *lines))


def _lines(findings: Sequence[FindingRow], total: int) -> list[str]:
    lines = []
    for finding in findings[:_SHOWN]:
        record = f"record {shown(finding['record'])}" if finding["record"] is not None else "finding"
        lines.append(f"{record} {shown(finding['pointer'])}".rstrip())
        lines += [f"    expected  {shown(finding['expected'])}", f"    got       {shown(finding['got'])}"]
        lines += [f"    where     {shown(finding['where'])}", f"    fix       {shown(finding['fix'])}"]
    hidden = total - min(len(findings), _SHOWN)
    return [*lines, f"and {hidden:,} more"] if hidden > 0 else lines


def _say(case: ET.Element, element: str, kind: str, lines: Sequence[str]) -> None:
    said = ET.SubElement(case, element, {"message": lines[0], "type": visible(kind)})
    said.text = "\n".join(lines)
