"""An evolution of our own contract in twelve steps, each with the changes that it must give, and no other."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.comparison.differences import differences
from apitest.comparison.reading import promise_of_schema
from apitest.contracts import load_contract

Schema = dict[str, Any]


def decision() -> Schema:
    """The schema of a decision as it ships, with the title of its type."""
    schema: Schema = copy.deepcopy(dict(load_contract().entities["decisions"].schema))
    return schema


def _renames_meeting_id(schema: Schema) -> None:
    schema["properties"]["meeting_id"] = schema["properties"].pop("meetingId")


def _title_is_optional(schema: Schema) -> None:
    schema["required"].remove("title")


def _summary_is_text(schema: Schema) -> None:
    schema["properties"]["summary"] = {"description": "Summary.", "type": "string"}


def _published_is_a_day(schema: Schema) -> None:
    schema["properties"]["published"]["format"] = "date"


def _files_lose_their_address(schema: Schema) -> None:
    del schema["properties"]["files"]["items"]["properties"]["url"]


def _size_moves(schema: Schema) -> None:
    inside = schema["properties"]["files"]["items"]["properties"]
    schema["properties"]["size"] = inside.pop("size")


def _order_may_be_broken(schema: Schema) -> None:
    schema["properties"]["displayOrder"]["type"] = "number"


def _status_has_codes(schema: Schema) -> None:
    schema["properties"]["status"]["enum"] = ["draft", "active"]


def _number_may_be_null(schema: Schema) -> None:
    schema["properties"]["number"]["type"] = ["string", "null"]


def _a_subject_is_added(schema: Schema) -> None:
    schema["properties"]["subject"] = {"type": "string"}


def _link_is_required(schema: Schema) -> None:
    schema["required"].append("link")


def _words(schema: Schema) -> None:
    schema["properties"]["title"]["description"] = "Title in all languages."


STEPS: list[tuple[Callable[[Schema], None], list[tuple[str, str, str]]]] = [
    (_renames_meeting_id, [("breaking", "property-renamed", "/meetingId")]),
    (_title_is_optional, [("breaking", "became-optional", "/title")]),
    (_summary_is_text, [("breaking", "type-changed", "/summary")]),
    (_published_is_a_day, [("breaking", "format-changed", "/published")]),
    (_files_lose_their_address, [("potentially", "property-removed", "/files/*/url")]),
    (_size_moves, [("breaking", "property-moved", "/files/*/size")]),
    (_order_may_be_broken, [("breaking", "type-widened", "/displayOrder")]),
    (_status_has_codes, [("compatible", "codes-fixed", "/status")]),
    (_number_may_be_null, [("breaking", "became-nullable", "/number")]),
    (_a_subject_is_added, [("compatible", "property-added", "/subject")]),
    (_link_is_required, [("compatible", "became-required", "/link")]),
    (_words, [("editorial", "words-changed", "/title")]),
]
PORTAL = {
    "/meetingId": ("H-DEC-12", "H-DEC-13"),
    "/title": ("H-TTL-03",),
    "/summary": ("H-DEC-06",),
    "/published": ("H-DAT-02", "H-GEN-05", "H-GEN-06"),
    "/files/*/url": ("H-FIL-02",),
}


@pytest.mark.parametrize(("step", "expected"), STEPS, ids=[step.__name__.strip("_") for step, _ in STEPS])
def test_a_step_gives_exactly_its_changes(step: Callable[[Schema], None], expected: list[tuple[str, str, str]]) -> None:
    changed = decision()
    step(changed)

    found = differences(promise_of_schema(decision(), "old"), promise_of_schema(changed, "new"))

    assert expected == [(item.impact.value, item.rule, item.pointer) for item in found]


def test_all_steps_together_give_all_changes() -> None:
    changed = decision()
    for step, _ in STEPS:
        step(changed)

    found = differences(promise_of_schema(decision(), "old"), promise_of_schema(changed, "new"))

    expected = sorted(row for _, rows in STEPS for row in rows)
    assert expected == sorted((item.impact.value, item.rule, item.pointer) for item in found)
    assert {item.pointer: item.portal for item in found if item.portal} == PORTAL


def _compared(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, ["compare", *words])
    return outcome.exit_code, outcome.output


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_command_says_them_in_each_form(tmp_path: Path, form: str) -> None:
    changed = decision()
    _title_is_optional(changed)
    for name, schema in (("old.json", decision()), ("new.json", changed)):
        (tmp_path / name).write_text(json.dumps(schema))

    status, said = _compared(str(tmp_path / "old.json"), str(tmp_path / "new.json"), "--format", form)

    assert status == 1
    assert "became-optional" in said
    assert "H-TTL-03" in said


def test_nothing_breaking_is_0_and_what_cannot_be_read_is_2(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>")

    same = _compared("informea/1.5", "informea/1.5")
    unread = _compared("informea/1.5", str(tmp_path / "page.html"))

    assert (same[0], "Nothing changed." in same[1]) == (0, True)
    assert (unread[0], "XML that is no description" in unread[1]) == (2, True)
