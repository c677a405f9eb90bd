"""What a record says twice: labels beside codes, entries of lists, languages, titles beside country and treaty."""

from typing import Any

import pytest

from apitest.checks.agreement import RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

REPORTS, LABELS = "national-reports", "vocabulary/labels-fit-codes"


def found(requirement: str, content: Any, entity_set: str) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[requirement](Record(id="1", content=content, index=0), setting))


def titled(value: str, **others: Any) -> dict[str, Any]:
    return {"title": [{"language": "en", "value": value}], **others}


WRONG = [
    (
        LABELS,
        {"fundingPeriod": {"code": "gef-8", "sourceValue": "GEF - 7"}},
        "projects",
        "/fundingPeriod/sourceValue",
        "'GEF - 7', which stands for 'gef-7'",
    ),
    (
        LABELS,
        {"focalAreas": [{"code": "biodiversity", "sourceValue": "Climate change"}]},
        "projects",
        "/focalAreas/0/sourceValue",
        "'Climate change', which stands for 'climate-change'",
    ),
    (
        LABELS,
        {"status": {"code": "4", "label": "Cancelled"}},
        "projects",
        "/status/label",
        "'Cancelled', which stands for '5'",
    ),
    (
        LABELS,
        {
            "fundingPeriod": {"sourceValue": "Project Approved"},
            "status": {"code": "2", "sourceValue": "Project approved"},
        },
        "projects",
        "/status/sourceValue",
        "'Project approved', the label of 'fundingPeriod'",
    ),
    (
        "service/entries-once",
        {"keywords": [{"term": "a"}, {"term": "b"}, {"term": "a"}]},
        "decisions",
        "/keywords/2",
        "the same as entry 1: {'term': 'a'}",
    ),
    (
        "service/entries-once",
        {"countries": [{"code": "GH", "share": 60}, {"share": 1}, {"code": "GH", "share": 40}]},
        "projects",
        "/countries/2",
        "the same as entry 1: ['GH']",
    ),
    ("service/entries-once", {"languages": ["en", "en"]}, "projects", "/languages/1", "the same as entry 1: en"),
    ("vocabulary/languages-known", {"languages": ["en", "English"]}, "projects", "/languages/1", "'English'"),
    ("vocabulary/languages-known", {"files": [{"language": "und"}]}, "documents", "/files/0/language", "'und'"),
    (
        "vocabulary/country-fits-title",
        titled("Fourth national report of Kenya", country="GHA"),
        REPORTS,
        "/country",
        "'GHA' for 'Fourth national report of Kenya'",
    ),
    (
        "vocabulary/country-fits-title",
        titled("Papua New Guinea: national plan", country="GN"),
        "national-plans",
        "/country",
        "'GN' for 'Papua New Guinea: national plan'",
    ),
    (
        "vocabulary/treaty-fits-title",
        titled("Report under the Bamako Convention", treaty="basel"),
        REPORTS,
        "/treaty",
        "'basel' for 'Report under the Bamako Convention'",
    ),
]

WRONG += [
    (
        "vocabulary/treaty-fits-title",
        titled("Fifth meeting of the Parties to the Nagoya Protocol", treaty="cbd"),
        "meetings",
        "/treaty",
        "'cbd' for 'Fifth meeting of the Parties to the Nagoya Protocol'",
    ),
]

RIGHT = [
    ("vocabulary/treaty-fits-title", titled("Report of the Parties to the Nagoya Protocol", treaty="cbd"), REPORTS),
    ("vocabulary/treaty-fits-title", titled("Parties to the Basel Convention", treaty="rotterdam"), "meetings"),
    (LABELS, {"fundingPeriod": {"code": "gef-8", "sourceValue": "GEF - 8", "label": "gef 8"}}, "projects"),
    (LABELS, {"fundingPeriod": {"code": "gef-8", "sourceValue": "Eighth"}, "scope": "national"}, "projects"),
    (LABELS, {"fundingPeriod": {"code": "x", "sourceValue": "GEF - 7"}, "status": "4"}, "projects"),
    (LABELS, {"status": {"code": "4", "sourceValue": "Cancelled"}}, "projects"),
    ("service/entries-once", {"sectors": [{"vocabulary": "1", "code": "7"}, {"vocabulary": "2", "code": "7"}]}, "projects"),
    ("service/entries-once", {"sectors": ["x", {"code": "7"}, None, {}]}, "projects"),
    ("service/entries-once", {"title": [{"language": "en"}, {"language": "en"}]}, "decisions"),
    ("service/entries-once", {"transactions": [{"date": "x"}, {"date": "x"}], "languages": ["en", "fr"]}, "projects"),
    ("service/entries-once", {"keywords": [None, None, "", ""], "files": "x"}, "decisions"),
    ("vocabulary/languages-known", {"languages": ["en", "pt-BR", " ", 7], "documents": [{}]}, "projects"),
    ("vocabulary/country-fits-title", titled("Fourth national report of Kenya", country="KEN"), REPORTS),
    ("vocabulary/country-fits-title", titled("Report of Kenya on trade with Ghana", country="GH"), REPORTS),
    ("vocabulary/country-fits-title", titled("Report on the Gulf of Mexico", country="US"), REPORTS),
    ("vocabulary/country-fits-title", titled("Report of the Democratic Republic of the Congo", country="CD"), REPORTS),
    ("vocabulary/country-fits-title", titled("Report on wastes in Kenya", country="GH"), REPORTS),
    ("vocabulary/country-fits-title", {"country": "GH"}, REPORTS),
    ("vocabulary/treaty-fits-title", titled("Report under the Nagoya Protocol", treaty="cbd"), REPORTS),
    ("vocabulary/treaty-fits-title", titled("Report under the Bamako Convention", treaty="Bamako"), REPORTS),
    ("vocabulary/treaty-fits-title", titled("Cooperation with the Bamako Convention", treaty="basel"), "meetings"),
    ("vocabulary/treaty-fits-title", titled("Report under the Bamako Convention", treaty="unknown"), REPORTS),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "content", "entity_set", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, entity_set: str, pointer: str, got: str) -> None:
    departures = found(requirement, content, entity_set)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "content", "entity_set"), RIGHT)
def test_records_that_agree_are_left_alone(requirement: str, content: Any, entity_set: str) -> None:
    assert found(requirement, content, entity_set) == []


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("value", [None, 7, "x", {}, [None, 7, "x", [], {}], {"a": [1]}, ["\ud800", float("nan")]])
def test_values_of_any_type_are_left_to_others(requirement: str, value: Any) -> None:
    names = ("title", "country", "treaty", "keywords", "files", "status", "focalAreas", "cycle")

    assert found(requirement, dict.fromkeys(names, value), "projects") == []
    assert found(requirement, dict.fromkeys(names, value), REPORTS) == []


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, content, entity_set)) for name, content, entity_set, *_ in WRONG)

    assert kept("agreement", now) == now, RENEW
