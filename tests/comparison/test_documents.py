"""The JSON of each comparison fits the schema that ships, and the schema is no looser than what it describes."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apitest.comparison.differences import differences
from apitest.comparison.drift import ContractDrift
from apitest.comparison.endpoints import Difference, SetComparison
from apitest.comparison.reading import promise_named
from apitest.comparison.telling import as_document
from apitest.comparison.telling_runs import runs_as_document
from apitest.comparison.telling_services import services_as_document
from apitest.shipped import shipped
from comparing import drift, run, whole

SCHEMA = json.loads(shipped("contracts", "results", "apitest-compare-1.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def breaches(document: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(document)]


def said(document: Any) -> Any:
    return json.loads(json.dumps(document))


def of_contracts(tmp_path: Path) -> Any:
    old, new = (tmp_path / name for name in ("old.json", "new.json"))
    number = {"type": "string", "maxLength": 9}
    old.write_text(json.dumps({"type": "object", "properties": {"number": number, "kind": {"enum": ["a"]}}}), "utf-8")
    new.write_text(json.dumps({"type": "object", "properties": {"number": {"type": "integer"}}}), "utf-8")
    promises = [promise_named(str(path)) for path in (old, new)]
    return said(as_document(*promises, differences(*promises)))


def of_runs(_: Path) -> Any:
    sets = (drift({"1": {"number": "a"}}, {"1": {"number": 1}, "2": {"odd": "b"}}),)
    against = ContractDrift(
        target="mea", entity="decisions", records=2, unknown={"/odd": (1, ("string",))}, unused=("/link",)
    )
    return said(runs_as_document(replace(whole(run(), run("a"), run("b"), sets=sets), contract=(against,))))


def of_services(_: Path) -> Any:
    decisions = SetComparison(
        entity="decisions",
        endings=("complete", "complete", "complete"),
        records=(3, 3),
        counts=Counter({("changed", "/number"): 1}),
        shown=[Difference(entity="decisions", record="1", pointer="/number", old="'a'", new="'b'")],
        noise=Counter({"/updated": 2}),
        ignored=Counter({"/link": 1}),
        unsayable=("protocolVersion",),
        notes=["the new service sends no keywords"],
    )
    return said(services_as_document(("http://old.example", "http://new.example"), [decisions], "no", ["1 value"]))


MADE = {"contracts": of_contracts, "runs": of_runs, "services": of_services}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", MADE)
def test_each_comparison_fits_the_schema(kind: str, tmp_path: Path) -> None:
    document = MADE[kind](tmp_path)

    assert document["compared"] == kind
    assert breaches(document) == []
    assert document.get("changes") or document.get("findings") or document.get("sets")


def without_one(value: Any) -> Iterator[Any]:
    """Copies of a document, each without one key of one of its objects that are not maps of places."""
    for path, names in _keys(value, ()):
        for name in names:
            changed = copy.deepcopy(value)
            inner = changed
            for step in path:
                inner = inner[step]
            del inner[name]
            yield changed


def _keys(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    if isinstance(value, dict) and not any(name.startswith("/") for name in value):
        yield path, list(value)
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from _keys(child, (*path, step))


@pytest.mark.parametrize("kind", MADE)
def test_nothing_that_is_promised_may_be_missing(kind: str, tmp_path: Path) -> None:
    copies = list(without_one(MADE[kind](tmp_path)))

    assert len(copies) >= 30
    assert [document for document in copies if not breaches(document)] == []


@pytest.mark.parametrize("kind", MADE)
def test_nothing_may_be_added_within_the_version(kind: str, tmp_path: Path) -> None:
    document = MADE[kind](tmp_path) | {"more": 1}

    assert breaches(document)
