"""Two services of the reference endpoint, held against each other over the wire."""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.reference.store import Store
from making import CONTRACT
from serving import NOTHING

RECORDS = 310
COUNTS = {**NOTHING, "decisions": RECORDS}


def changed(store: Store, number: int) -> Store:
    """A store with so many differences, a third of them missing records, a third other titles, a third lost numbers."""
    made = store.copy()
    records = made.listed("decisions")
    for place in range(number):
        record = copy.deepcopy(records[place * (len(records) // (number + 1))])
        key = record["id"]
        if place % 3 == 0:
            made.put("decisions", key, None)
        elif place % 3 == 1:
            record["title"][0]["value"] += " (draft)"
            made.put("decisions", key, record)
        else:
            del record["number"]
            made.put("decisions", key, record)
    return made


@contextmanager
def serving(store: Store, **more: Any) -> Iterator[str]:
    with running(Service(CONTRACT, store=store, **more), port=0) as origin:
        yield origin


@pytest.fixture(scope="module")
def honest() -> Store:
    store = Store(CONTRACT.entities.values())
    store.fill("decisions", Service(CONTRACT, counts=COUNTS).store.listed("decisions"))
    return store


def compared(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, ["compare", *words])
    return outcome.exit_code, outcome.output


def documents(*words: str) -> tuple[int, Mapping[str, Any]]:
    status, said = compared(*words, "--format", "json")
    return status, json.loads(said)


OLINGO, NATIVE = "olingo2/informea.svc", "mea-json"


def test_exactly_the_known_differences_are_found(honest: Store) -> None:
    with serving(honest) as old, serving(changed(honest, 37)) as new:
        status, found = documents(f"{old}/{NATIVE}", f"{new}/{NATIVE}", "--entity", "decisions")

    (decisions,) = found["sets"]
    assert (status, found["safe-to-switch"], decisions["differences"]) == (1, "no", 37)
    assert [(row["kind"], row["place"], row["count"]) for row in decisions["by-place"]] == [
        ("changed", "/title/*/value", 12),
        ("lost", "/number", 12),
        ("missing", "", 13),
    ]


def test_one_service_against_itself_is_safe(honest: Store) -> None:
    with serving(honest) as old:
        status, said = compared(f"{old}/{NATIVE}", f"{old}/{NATIVE}", "--entity", "decisions")

    assert status == 0
    assert "Safe to switch: yes" in said


def test_one_dialect_against_another_differs_in_nothing_that_both_can_say(honest: Store) -> None:
    with serving(honest) as old:
        status, found = documents(f"{old}/{OLINGO}", f"{old}/{NATIVE}", "--entity", "decisions")

    (decisions,) = found["sets"]
    assert (status, decisions["differences"]) == (0, 0)
    assert decisions["not-compared"] == ["protocolVersion"]


def test_a_place_that_is_ignored_is_not_counted(honest: Store) -> None:
    with serving(honest) as old, serving(changed(honest, 37)) as new:
        words = (
            f"{old}/{NATIVE}",
            f"{new}/{NATIVE}",
            "--entity",
            "decisions",
            "--ignore",
            "/title",
            "--ignore",
            "/number",
        )
        _, found = documents(*words)

    assert found["sets"][0]["differences"] == 13
    assert found["sets"][0]["ignored"] == {"/title/*/value": 12, "/number": 12}


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_differences_are_told_with_what_they_were(honest: Store, form: str) -> None:
    with serving(honest) as old, serving(changed(honest, 3)) as new:
        _, said = compared(f"{old}/{NATIVE}", f"{new}/{NATIVE}", "--entity", "decisions", "--format", form)

    assert "(draft)" in said
    assert "1 records missing" in said


def test_a_service_that_does_not_answer_is_not_judged(honest: Store) -> None:
    with serving(honest) as old:
        status, said = compared(f"{old}/{NATIVE}", "http://127.0.0.1:9/x", "--entity", "decisions")

    assert status == 3
    assert "127.0.0.1:9" in said


def test_a_description_is_compared_where_it_is_served(honest: Store) -> None:
    with serving(honest) as old:
        status, said = compared(f"{old}/{OLINGO}/$metadata", f"{old}/odata-v4/informea.svc/$metadata")

    assert status == 1
    assert "protocol-changed" in said


@pytest.mark.parametrize("path", [f"{OLINGO}/$metadata", "odata-v4/informea.svc/$metadata", "mea-json/openapi.json"])
def test_a_contract_is_compared_with_the_description_that_a_service_gives(honest: Store, path: str) -> None:
    with serving(honest) as old:
        status, said = compared("all", f"{old}/{path}")

    assert (status, "Nothing changed." in said) == (0, True)


def test_a_contract_is_compared_with_a_schema(tmp_path: Path) -> None:
    schema = {**CONTRACT.entities["decisions"].schema, "required": ["id"]}
    (tmp_path / "decision.json").write_text(json.dumps(schema))

    status, said = compared("informea/1.5", str(tmp_path / "decision.json"))

    assert (status, said.count("[became-optional]")) == (1, 6)
