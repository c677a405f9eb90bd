"""What several machine forms ask of the rows of a result: findings by verdict, URIs that stay, moments; and their JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from apitest.model import Outcome
from apitest.results import FindingRow, Results, VerdictRow

Key = tuple[str, str, str]
"""Target, requirement, entity set: what a verdict is about."""


def findings_by_verdict(results: Results) -> Mapping[Key, Sequence[FindingRow]]:
    """The findings of each verdict that has any, in their order."""
    found: dict[Key, list[FindingRow]] = {}
    for finding in results["findings"]:
        found.setdefault((finding["target"], finding["requirement"], finding["entity"]), []).append(finding)
    return found


def key_of(verdict: VerdictRow) -> Key:
    """What a verdict is about."""
    return (verdict["target"], verdict["requirement"], verdict["entity"])


def is_waived(verdict: VerdictRow) -> bool:
    """Whether waivers accept all that was found."""
    return bool(verdict["findings"]) and verdict["waived"] >= verdict["findings"]


def is_breach(verdict: VerdictRow) -> bool:
    """Whether findings of this verdict are findings, not consequences of another requirement's breach."""
    return verdict["outcome"] == Outcome.FAILED


def requirement_uri(requirement: str) -> str:
    """The URI of a requirement; ids of requirements are never reused."""
    return f"urn:apitest:requirement:{requirement}"


def milliseconds(moment: str) -> int:
    """A moment of a run (`2026-01-01T00:00:00Z`) in milliseconds since 1970; 0: there is none."""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return 0
    return round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)


def as_json(value: Any) -> bytes:  # noqa: ANN401 - whatever a form is made of
    """
    UTF-8 JSON, indented, keys in their own order.

    Half a surrogate pair, which a target can serve but UTF-8 cannot hold, is written as its JSON escape.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
        return text.encode("utf-8", "backslashreplace") + b"\n"
