"""What tests of judging and reporting make often: verdicts, findings, and results documents of them."""

import json
from typing import Any

from jsonschema import Draft202012Validator

from apitest.model import Depth, Finding, Obligation, Outcome, Verdict
from apitest.results import Results
from apitest.shipped import shipped
from apitest.verdicts import RunFacts, TargetFacts, results_of
from making import CONTRACT, target

FIRST, SECOND = "transport/json-body", "paging/walk-ends"
"""Two requirements (MUST), the first of which stands before the second in the catalogue."""
ADVICE = "text/no-garbled-characters"
"""A recommendation (SHOULD)."""


def finding(requirement: str = SECOND, **changes: Any) -> Finding:
    """A finding about one decision."""
    facts = {
        "requirement": requirement,
        "target": "mea",
        "entity": "decisions",
        "record": "8fc906c1",
        "pointer": "/title",
        "expected": "a title",
        "got": "none",
        "where": "GET http://mea.example/informea.svc/Decisions  $.d.results[0].title",
        "fix": "Enter a title.",
        "exchange": "d1",
        "reproduce": "curl -sS 'http://mea.example/informea.svc/Decisions'",
    }
    return Finding(**{**facts, **changes})


def verdict(requirement: str = SECOND, outcome: str = "passed", **changes: Any) -> Verdict:
    """A verdict on the decisions of `mea`; one that failed has a finding."""
    made = {
        "requirement": requirement,
        "obligation": CONTRACT.requirements[requirement].obligation,
        "target": "mea",
        "entity": "decisions",
        "outcome": Outcome(outcome),
        "examined": 120,
        "findings": (finding(requirement),) if outcome == "failed" else (),
        "reason": "" if outcome in ("passed", "failed") else "for a reason",
    }
    facts = {**made, **changes}
    return Verdict(**{"total": len(facts["findings"]), **facts})


def facts(**changes: Any) -> RunFacts:
    """The header of a run."""
    known = {
        "id": "0f1e2d",
        "started": "2026-01-01T00:00:00Z",
        "finished": "2026-01-01T00:01:00Z",
        "seed": 1,
        "depth": Depth.STANDARD,
        "complete": True,
        "contracts": CONTRACT.versions,
        "digests": {"contracts": "c0", "suites": "5e"},
        "command": ("apitest", "run", "--url", "http://mea.example/informea.svc"),
        "apitest": "0.1.0",
    }
    return RunFacts(**{**known, **changes})


def results(*verdicts: Verdict, complete: bool = True, **about: Any) -> Results:
    """The results document of these verdicts on one target; `about` changes what is said of the target."""
    of_target = target(name=about.pop("name", "MEA"))
    known = {
        "target": of_target,
        "dialect": "olingo2",
        "recognition": "its first page",
        "requests": 41,
        "bytes": 123456,
        "seconds": 3.2,
        "entities": {"decisions": {"records": 120, "walked": "complete"}},
    }
    return results_of(facts(complete=complete), [TargetFacts(**{**known, **about})], verdicts, {"d1": 17}, CONTRACT)


def obligation_of(requirement: str) -> Obligation:
    """How binding a requirement of the shipped contract is."""
    return CONTRACT.requirements[requirement].obligation


SCHEMA = json.loads(shipped("contracts", "results", "apitest-results-1.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(SCHEMA)


def departures(document: object) -> list[str]:
    """Where a document departs from the published schema of results."""
    return [f"{error.json_path}: {error.message}" for error in _VALIDATOR.iter_errors(json.loads(json.dumps(document)))]


def without_times(value: Any) -> None:
    """Take out what was measured: in results it stands under the key `seconds`, wherever that is."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        without_times(part)
    if isinstance(value, dict):
        value.pop("seconds", None)
