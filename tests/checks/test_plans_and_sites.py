"""National plans and sites: a record at fault, one close to it, and values of any form."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks import national_plans, sites
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

PLAN: dict[str, Any] = {
    "protocolVersion": 1,
    "id": "plan-1",
    "treaty": "stockholm",
    "country": "KE",
    "type": "nip",
    "title": [{"language": "en", "value": "National implementation plan"}],
    "files": [{"id": "f1", "url": "https://a.example/plan.pdf", "mimeType": "application/pdf", "language": "en"}],
    "submission": "2019-03-04T00:00:00Z",
    "updated": "2020-03-04T00:00:00Z",
}
SITE: dict[str, Any] = {
    "protocolVersion": 1,
    "id": "site-1",
    "treaty": "ramsar",
    "country": "KE",
    "type": "ramsar",
    "name": [{"language": "en", "value": "Lake"}],
    "latitude": -0.7,
    "longitude": 36.4,
    "updated": "2020-03-04T00:00:00Z",
}
CHECKS = {**national_plans.RECORDS, **sites.RECORDS}


def found(name: str, content: Any) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(name.partition("/")[0]), now=NOW)
    return list(CHECKS[name](Record(id="1", content=content, index=0), setting))


def one(name: str) -> dict[str, Any]:
    return PLAN if name.startswith("national-plans/") else SITE


def filed(**changes: Any) -> dict[str, Any]:
    """The plan's file with these properties changed; None: left out."""
    file = {**PLAN["files"][0], **changes}
    return {"files": [{key: value for key, value in file.items() if value is not None}]}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("national-plans/protocol-version-given", {"protocolVersion": None}, "/protocolVersion"),
    ("national-plans/id-given", {"id": " "}, "/id"),
    ("national-plans/treaty-given", {"treaty": ""}, "/treaty"),
    ("national-plans/country-given", {"country": None}, "/country"),
    ("national-plans/type-given", {"type": ""}, "/type"),
    ("national-plans/title-in-english", {"title": [{"language": "fr", "value": "Plan"}]}, "/title"),
    ("national-plans/files-given", {"files": []}, "/files"),
    ("national-plans/file-source-given", filed(url=None), "/files/0"),
    ("national-plans/file-id-given", filed(id=None), "/files/0"),
    ("national-plans/file-id-given", filed(id=" "), "/files/0/id"),
    ("national-plans/file-media-type-given", filed(mimeType=None), "/files/0"),
    ("national-plans/file-language-given", filed(language=""), "/files/0/language"),
    ("national-plans/file-language-tag", filed(language="und"), "/files/0/language"),
    ("national-plans/type-fits-treaty", {"treaty": "cites"}, "/treaty"),
    ("national-plans/dates-real", {"submission": "1970-01-01T00:00:00Z"}, "/submission"),
    ("national-plans/dates-real", {"updated": "1970-01-01T00:00:00Z"}, "/updated"),
    ("national-plans/submission-not-in-future", {"submission": "2098-03-04T00:00:00Z"}, "/submission"),
    ("national-plans/updated-given", {"updated": None}, "/updated"),
    ("national-plans/submission-is-a-day", {"submission": "2014-05-28T18:40:38.133Z"}, "/submission"),
    ("national-plans/file-language-fits-name", filed(url="https://a.example/ke-1-es.pdf"), "/files/0/language"),
    ("sites/protocol-version-given", {"protocolVersion": None}, "/protocolVersion"),
    ("sites/id-given", {"id": ""}, "/id"),
    ("sites/treaty-given", {"treaty": None}, "/treaty"),
    ("sites/country-given", {"country": ""}, "/country"),
    ("sites/type-given", {"type": None}, "/type"),
    ("sites/name-in-english", {"name": [{"language": "fr", "value": "Lac"}]}, "/name"),
    ("sites/coordinates-in-range", {"latitude": 90.5}, "/latitude"),
    ("sites/coordinates-in-pairs", {"longitude": None}, ""),
    ("sites/coordinates-not-zero", {"latitude": 0, "longitude": 0}, ""),
    ("sites/coordinates-in-country", {"latitude": 60.0, "longitude": 20.0}, ""),
    ("sites/type-fits-treaty", {"treaty": "whc"}, "/treaty"),
    ("sites/updated-given", {"updated": ""}, "/updated"),
]
EXPECTED = {
    "national-plans/protocol-version-given": "the version of the protocol, such as 1",
    "national-plans/id-given": "an id",
    "national-plans/treaty-given": "the identifier of a treaty, such as 'stockholm'",
    "national-plans/country-given": "the code of a country, such as 'KE'",
    "national-plans/type-given": "a type, such as 'nip'",
    "national-plans/title-in-english": "a title in English",
    "national-plans/files-given": "at least one file",
    "national-plans/file-source-given": "a url, or the content",
    "national-plans/file-id-given": "an id",
    "national-plans/file-media-type-given": "a media type, such as 'application/pdf'",
    "national-plans/file-language-given": "a language, such as 'en'",
    "national-plans/file-language-tag": "a code of ISO 639-1, such as 'en'",
    "national-plans/type-fits-treaty": "the treaty 'stockholm' of a plan of type 'nip'",
    "national-plans/dates-real": "a date from 1946 to 2099, other than 1970-01-01",
    "national-plans/submission-not-in-future": "a date up to 2026-01-01, the day of the test",
    "national-plans/updated-given": "the time of the last change",
    "national-plans/submission-is-a-day": "a day, without a time",
    "national-plans/file-language-fits-name": "'es', as the name 'ke-1-es.pdf' tells",
    "sites/protocol-version-given": "the version of the protocol, such as 1",
    "sites/id-given": "an id",
    "sites/treaty-given": "the identifier of a treaty, 'whc' or 'ramsar'",
    "sites/country-given": "the code of a country, such as 'KE'",
    "sites/type-given": "the type 'whc' or 'ramsar'",
    "sites/name-in-english": "a name in English",
    "sites/coordinates-in-range": "a latitude from -90 to 90",
    "sites/coordinates-in-pairs": "both coordinates, or none",
    "sites/coordinates-not-zero": "the coordinates of the place, or none",
    "sites/coordinates-in-country": "coordinates in Kenya",
    "sites/type-fits-treaty": "the treaty 'ramsar' of a site of that type",
    "sites/updated-given": "the time of the last change",
}
"""What each departure says to be expected."""
RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("national-plans/type-fits-treaty", {"type": "nbsap", "treaty": "nagoya"}),
    ("national-plans/type-fits-treaty", {"type": "odd", "treaty": "cites"}),
    ("national-plans/file-source-given", filed(url=None, content="JVBERi0=")),
    ("national-plans/file-language-tag", filed(language="se")),
    ("national-plans/title-in-english", {"title": [{"language": "fr", "value": "Plan"}, *PLAN["title"]]}),
    ("national-plans/submission-not-in-future", {"submission": None}),
    ("sites/type-fits-treaty", {"type": "whc", "treaty": "whc"}),
    ("sites/coordinates-in-range", {"latitude": -90, "longitude": 180}),
    ("sites/coordinates-not-zero", {"latitude": 0, "longitude": 36.4}),
    ("sites/coordinates-in-pairs", {"latitude": None, "longitude": None}),
]


@pytest.mark.parametrize(("name", "changes", "pointer"), WRONG)
def test_a_departure_is_told_with_its_place(name: str, changes: dict[str, Any], pointer: str) -> None:
    departures = found(name, one(name) | changes)

    assert len(departures) == 1
    assert departures[0].pointer == (pointer or departures[0].pointer)
    assert departures[0].expected == EXPECTED[name]
    assert departures[0].got


@pytest.mark.parametrize(("name", "changes"), [*((name, {}) for name in CHECKS), *RIGHT])
def test_a_record_that_conforms_is_left_alone(name: str, changes: dict[str, Any]) -> None:
    assert found(name, one(name) | changes) == []


@pytest.mark.parametrize(("one_moment", "expected"), [(True, ["/updated"]), (False, [])])
def test_sites_that_all_changed_at_once_are_told(one_moment: bool, expected: list[str]) -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("sites"), now=NOW)
    gathering = sites.GATHERINGS["sites/updated-differs"]
    moments = ["2016-03-02T13:07:20Z" if one_moment or number else "2016-03-02T13:07:21Z" for number in range(6)]
    records = [Record(id=str(n), content=SITE | {"updated": moment}, index=n) for n, moment in enumerate(moments)]

    notes = [note for record in records for note in gathering.note(record, setting)]

    assert [departure.pointer for departure in gathering.judge(notes, setting)] == expected


def test_every_check_has_an_example() -> None:
    assert {name for name, *_ in WRONG} == set(CHECKS)


def test_a_list_that_lies_behind_a_link_is_not_missing() -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("national-plans"), now=NOW)
    record = Record(id="1", content={}, index=0, deferred={"/files": "https://a.example/files"})

    assert list(CHECKS["national-plans/files-given"](record, setting)) == []


@given(
    st.sampled_from(sorted(CHECKS)),
    st.dictionaries(
        st.sampled_from(sorted({*PLAN, *SITE})),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), st.lists, max_leaves=4
        ),
        max_size=5,
    ),
)
@settings(deadline=None, max_examples=150)
def test_no_value_is_an_exception(name: str, content: dict[str, Any]) -> None:
    assert all(isinstance(item, Departure) for item in found(name, content))


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, one(name) | changes)) for name, changes, *_ in WRONG)

    assert kept("plans_and_sites", now) == now, RENEW
