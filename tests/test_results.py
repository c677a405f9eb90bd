"""The results document is what its published schema promises."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apitest.results import Results
from resulting import ADVICE, FIRST, SCHEMA, SECOND, departures, finding, results, verdict

MANY = tuple(finding(record=None if number % 2 else str(number), exchange="unknown") for number in range(60))


@pytest.mark.parametrize(
    "document",
    [
        results(),
        results(verdict()),
        results(verdict(SECOND, "failed"), verdict(ADVICE, "failed"), verdict(FIRST, "cantTell")),
        results(verdict(SECOND, "failed", findings=MANY, total=400)),
        results(verdict(SECOND, "failed", findings=(finding(waived=True),))),
        results(verdict(SECOND, "cantTell", root=FIRST), verdict(SECOND, "inapplicable", entity="")),
        results(trouble="expected  an answer\ngot       none", entities={}),
        results(verdict(), complete=False),
    ],
)
def test_what_is_built_is_valid(document: Results) -> None:
    assert departures(document) == []


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "apitest-results/2"),
        (("run", "outcome"), "ok"),
        (("run", "started"), "yesterday"),
        (("verdicts", 0, "outcome"), "error"),
        (("verdicts", 0, "requirement"), "Paging"),
        (("verdicts", 0, "findings"), 0),
        (("findings", 0, "exchange"), 0),
        (("targets", 0, "requests"), -1),
        (("targets", 0, "more"), 1),
    ],
)
def test_the_schema_refuses_what_is_none(path: tuple[str | int, ...], value: object) -> None:
    document: Any = json.loads(json.dumps(results(verdict(SECOND, "failed"))))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    assert departures(document)


def test_a_verdict_without_a_reason_is_refused() -> None:
    assert departures(results(verdict(SECOND, "cantTell", reason="")))
