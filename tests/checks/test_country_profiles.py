"""Country profiles: a record at fault, one close to it, and values of any form."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks.country_profiles import RECORDS
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS, offered
from apitest.model import Departure, Record
from apitest.shipped import shipped
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

PROFILE: dict[str, Any] = {
    "protocolVersion": 1,
    "country": "KE",
    "treaty": "basel",
    "entryIntoForce": "2000-08-30T00:00:00Z",
    "entryIntoForceStatus": "accession",
    "statusDate": "2000-06-01T00:00:00Z",
    "updated": "2025-05-12T06:00:00Z",
}


def found(name: str, content: Any) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("country-profiles"), now=NOW)
    return list(RECORDS[f"country-profiles/{name}"](Record(id="KE", content=content, index=0), setting))


WRONG: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("protocol-version-given", {"protocolVersion": None}, "/protocolVersion",
     "the version of the protocol, such as 1", "nothing"),
    ("country-given", {"country": " "}, "/country", "the code of a country, such as 'KE'", "' '"),
    ("treaty-given", {"treaty": ""}, "/treaty", "the identifier of a treaty, such as 'basel'", "''"),
    ("entry-into-force-given", {"entryIntoForce": None}, "/entryIntoForce",
     "the date on which the treaty entered into force for the country", "nothing"),
    ("dates-real", {"entryIntoForce": "1970-01-01T00:00:00Z"}, "/entryIntoForce",
     "a date from 1946 to 2099, other than 1970-01-01", "1970-01-01"),
    ("dates-real", {"statusDate": "1899-12-30T00:00:00Z"}, "/statusDate",
     "a date from 1946 to 2099, other than 1970-01-01", "1899-12-30"),
    ("dates-real", {"updated": "2100-01-01T00:00:00Z"}, "/updated",
     "a date from 1946 to 2099, other than 1970-01-01", "2100-01-01"),
    ("status-date-not-in-future", {"statusDate": "2098-02-27T00:00:00Z"}, "/statusDate",
     "a date up to 2026-01-01, the day of the test", "2098-02-27"),
    ("status-date-with-status", {"entryIntoForceStatus": " "}, "/statusDate",
     "the status that holds since 2000-06-01T00:00:00Z", "nothing"),
    ("updated-given", {"updated": None}, "/updated", "the time of the last change", "nothing"),
    ("force-plausible", {"treaty": "Minamata"}, "/entryIntoForce",
     "a day from 2017 on, when the treaty entered into force", "2000-08-30"),
    ("force-plausible", {"entryIntoForce": "2029-02-27T00:00:00Z"}, "/entryIntoForce",
     "a day up to 2028-01-03", "2029-02-27"),
    ("force-plausible", {"entryIntoForceStatus": "Signatory"}, "/entryIntoForceStatus",
     "how the country became a Party", "'Signatory', although in force since 2000-08-30"),
]  # fmt: skip
RIGHT: list[tuple[str, dict[str, Any]]] = [
    *((name.partition("/")[2], {}) for name in RECORDS),
    ("dates-real", {"entryIntoForce": "1946-12-02T00:00:00Z"}),
    ("dates-real", {"entryIntoForce": 1992, "statusDate": None}),
    ("status-date-not-in-future", {"entryIntoForce": "2098-02-27T00:00:00Z"}),
    ("status-date-not-in-future", {"statusDate": "soon"}),
    ("status-date-with-status", {"entryIntoForceStatus": None, "statusDate": None}),
    ("status-date-with-status", {"entryIntoForceStatus": None, "statusDate": " "}),
    ("status-date-with-status", {"statusDate": None}),
    ("force-plausible", {"entryIntoForce": "2027-02-27T00:00:00Z", "entryIntoForceStatus": "signatory"}),
    ("force-plausible", {"entryIntoForce": "1950-02-27T00:00:00Z", "treaty": "bamako"}),
    ("force-plausible", {"entryIntoForce": None, "treaty": 7}),
]


@pytest.mark.parametrize(("name", "changes", "pointer", "expected", "got"), WRONG)
def test_a_departure_is_told_with_its_place(
    name: str, changes: dict[str, Any], pointer: str, expected: str, got: str
) -> None:
    departures = found(name, PROFILE | changes)

    assert [(item.pointer, item.expected, item.got) for item in departures] == [(pointer, expected, got)]


@pytest.mark.parametrize(("name", "changes"), RIGHT)
def test_a_record_that_conforms_is_left_alone(name: str, changes: dict[str, Any]) -> None:
    assert found(name, PROFILE | changes) == []


def test_the_page_says_which_dialects_have_the_set() -> None:
    page = (shipped("contracts").parent / "docs" / "country-profiles.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    having = {name for name, dialect in DIALECTS.items() if "country-profiles" in offered(CONTRACT, dialect).entities}

    assert having == set(re.findall(r"`([a-z0-9-]+)`", next(row for row in rows if row.endswith("| yes |"))))
    assert set(DIALECTS) == {name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row.split("|")[1])}


def test_every_check_has_an_example() -> None:
    assert {f"country-profiles/{name}" for name, *_ in WRONG} == set(RECORDS)


@given(
    st.sampled_from(sorted(name.partition("/")[2] for name in RECORDS)),
    st.dictionaries(
        st.sampled_from(sorted(PROFILE)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), st.lists, max_leaves=4
        ),
        max_size=5,
    ),
)
@settings(deadline=None, max_examples=100)
def test_no_value_is_an_exception(name: str, content: dict[str, Any]) -> None:
    assert all(isinstance(item, Departure) for item in found(name, content))


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, PROFILE | changes)) for name, changes, *_ in WRONG)

    assert kept("country_profiles", now) == now, RENEW
