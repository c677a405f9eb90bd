"""
Results documents that earlier versions wrote, completed to what readers of today look at.

The form `apitest-results/1` has only ever grown; what a document does not say yet is said here as nothing. Pure.
"""

from typing import Any

from apitest.results import Results
from apitest.waivers import fingerprint

_RUN = {"digests": dict[str, str](), "command": list[str](), "shard": ""}
_TARGET = {"recognition": "", "trouble": ""}
_VERDICT = {"reason": "", "root": "", "waived": 0}
_REQUIREMENT = {
    **dict.fromkeys(("sentence", "source", "source-kind", "cost", "fix", "mender", "right", "wrong"), ""),
    "portal-rules": list[str](),
}
_ABOUT = ("requirement", "target", "entity", "record", "pointer")


def completed(document: dict[str, Any]) -> Results:
    """
    A document with all that readers expect.

    Raises:
        KeyError, TypeError, AttributeError: it is no results document of any version.
    """
    # The rows of one document are of one version, and a site reads thousands of documents: the first row tells.
    verdicts, findings, requirements = document["verdicts"], document["findings"], document["requirements"]
    if verdicts and not _VERDICT.keys() <= verdicts[0].keys():
        verdicts = [_VERDICT | row for row in verdicts]
    if findings and "fingerprint" not in findings[0]:
        findings = [{"waived": False, "fingerprint": _fingerprint(row)} | row for row in findings]
    if not _REQUIREMENT.keys() <= next(iter(requirements.values()), _REQUIREMENT).keys():
        requirements = {name: _REQUIREMENT | row for name, row in requirements.items()}
    whole: Any = {
        **document,
        "run": _RUN | document["run"],
        "targets": [_TARGET | row for row in document["targets"]],
        "requirements": requirements,
        "verdicts": verdicts,
        "findings": findings,
        # Fates of records told without rule and cause are not worth showing; they are worked out again from evidence.
        "acceptance": [row for row in document.get("acceptance", ()) if "by-rule" in row and "always" in row],
    }
    told: Results = whole
    return told


def _fingerprint(row: dict[str, Any]) -> str:
    return fingerprint(*(row[name] for name in _ABOUT))
