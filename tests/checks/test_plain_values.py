"""Values that are no prose: what they hold besides themselves, and ids with blanks."""

from typing import Any

import pytest

from apitest.checks.plain_values import RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded


def found(requirement: str, content: Any, entity_set: str = "national-reports") -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[requirement](Record(id="1", content=content, index=0), setting))


WRONG = [
    ("text/values-plain", {"files": [{"filename": "TBD"}]}, "/files/0/filename", "the stand-in 'TBD'"),
    ("text/values-plain", {"files": [{"filename": "a.pdf "}]}, "/files/0/filename", "blanks around 'a.pdf '"),
    ("text/values-plain", {"subject": {"id": "<b>7</b>"}}, "/subject/id", "markup in '<b>7</b>'"),
    ("text/values-plain", {"formatVersion": "R&amp;D"}, "/formatVersion", "markup in 'R&amp;D'"),
    (
        "text/values-plain",
        {"formatVersion": "v\u200b7"},
        "/formatVersion",
        "an invisible character in 'v\\u200b7'",
    ),
    ("references/id-without-blanks", {"id": "a b"}, "/id", "'a b'"),
    ("references/id-without-blanks", {"files": [{}, {"id": "a\u00ad"}]}, "/files/1/id", "'a\\xad'"),
    ("references/id-without-blanks", {"supersededBy": "a "}, "/supersededBy", "'a '"),
]

RIGHT = [
    ("text/values-plain", {"files": [{"filename": "Rapport national (2020) – été.pdf"}], "id": "a b"}),
    ("text/values-plain", {"treaty": "TBD", "country": " KE", "title": [{"value": "TBD "}], "url": " x"}),
    ("text/values-plain", {"formatVersion": "R&D < 5", "seriesId": "", "subject": {"name": "n/a"}}),
    ("references/id-without-blanks", {"id": "a.b-c/d", "seriesId": " ", "cycle": {"label": "a b"}}),
    ("references/id-without-blanks", {"id": 7, "files": "x", "supersedes": None}),
]


@pytest.mark.parametrize(("requirement", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, pointer: str, got: str) -> None:
    departures = found(requirement, content)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "content"), RIGHT)
def test_plain_values_are_left_alone(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


@pytest.mark.parametrize("entity_set", ["decisions", "meetings"])
def test_ids_of_decisions_and_meetings_have_their_own_requirement(entity_set: str) -> None:
    assert found("references/id-without-blanks", {"id": "a b"}, entity_set) == []


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, content)) for name, content, *_ in WRONG)

    assert kept("plain_values", now) == now, RENEW
