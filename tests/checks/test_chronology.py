"""Dates of every set by one rule: examples at fault, examples close to them, and values of any form."""

from typing import Any

import pytest

from apitest.checks.chronology import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

REPORTS, PLANS = "national-reports", "national-plans"


def found(requirement: str, content: Any, entity_set: str) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[f"service/{requirement}"](Record(id="1", content=content, index=0), setting))


WRONG = [
    ("dates-real", {"published": "1900-01-01T00:00:00Z"}, REPORTS, "/published", "1900-01-01"),
    ("dates-real", {"period": {"end": "1970-01-01"}}, REPORTS, "/period/end", "1970-01-01"),
    (
        "dates-real",
        {"cycles": [{}, {"period": {"start": "0001-01-01"}}]},
        "reporting-obligations",
        "/cycles/1/period/start",
        "0001-01-01",
    ),
    ("updated-not-in-future", {"updated": "2090-01-01T00:00:00Z"}, "sites", "/updated", "2090-01-01"),
    (
        "dates-in-order",
        {"submission": "2019-03-15T00:00:00Z", "updated": "2018-03-16T00:00:00Z"},
        PLANS,
        "/updated",
        "2018-03-16",
    ),
    (
        "dates-in-order",
        {"submission": "2019-03-15T00:00:00Z", "published": "2009-03-16T00:00:00Z"},
        REPORTS,
        "/published",
        "2009-03-16",
    ),
]

RIGHT = [
    ("dates-real", {"submission": "1970-01-01T00:00:00Z", "published": "2019-01-01T00:00:00Z"}, REPORTS),
    ("dates-real", {"published": 7, "period": "2019", "deadline": {"original": "soon"}}, REPORTS),
    ("updated-not-in-future", {"updated": "1970-01-01T00:00:00Z"}, "sites"),
    ("dates-in-order", {"submission": "2019-03-15T00:00:00Z", "updated": "2019-03-14T12:00:00Z"}, PLANS),
    ("dates-in-order", {"submission": "2098-03-15T00:00:00Z", "updated": "2019-03-14T12:00:00Z"}, PLANS),
    ("dates-in-order", {"published": "2019-03-15T00:00:00Z"}, "sites"),
]


@pytest.mark.parametrize(("requirement", "content", "entity_set", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, entity_set: str, pointer: str, got: str) -> None:
    departures = found(requirement, content, entity_set)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "content", "entity_set"), RIGHT)
def test_dates_that_can_be_true_are_left_alone(requirement: str, content: Any, entity_set: str) -> None:
    assert found(requirement, content, entity_set) == []


@pytest.mark.parametrize(
    ("days", "number"),
    [(["2020-01-01"] * 8, 1), (["2020-01-01"] * 7, 0), ([*["2020-01-01"] * 8, "2020-01-02"], 0), ([], 0)],
)
def test_one_day_for_all_is_seen(days: list[str], number: int) -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(PLANS), now=NOW)
    gathering = GATHERINGS["service/days-vary"]
    contents = [{"submission": f"{day}T00:00:00Z"} for day in days] + [{}]
    records = [Record(id=str(index), content=content, index=index) for index, content in enumerate(contents)]
    notes = [note for record in records for note in gathering.note(record, setting)]

    assert number == len(list(gathering.judge(notes, setting)))


@pytest.mark.parametrize(("entity_set", "name"), [("meetings", "start"), ("documents", "published")])
def test_one_day_for_all_is_seen_in_other_sets(entity_set: str, name: str) -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    gathering = GATHERINGS["service/days-vary"]
    records = [Record(id=str(at), content={name: "2020-01-01T00:00:00Z"}, index=at) for at in range(8)]
    notes = [note for record in records for note in gathering.note(record, setting)]

    assert [f"/{name}"] == [item.pointer for item in gathering.judge(notes, setting)]


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, content, entity_set)) for name, content, entity_set, *_ in WRONG)

    assert kept("chronology", now) == now, RENEW
