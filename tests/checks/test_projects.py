"""Checks of projects: identity, dates, status, relations; a project at fault and one close to it."""

from typing import Any

import pytest

from apitest.checks import project_identity, project_relations, project_time
from projecting import countries, english, finance, found, milestones, paid, related, status, whole
from telling import RENEW, kept, worded

_ID = {"identifiers": [{"scheme": "gef", "value": "11534"}]}
_ACTIVITY = {"iatiIdentifier": "XM-DAC-41116-1"}
_ORGANISATIONS = {"organisations": [{"role": "managing", "name": "UNEP", "ref": "XM-DAC-41116"}]}
_PUBLISHER = {"publisher": {"name": "Reference secretariat", "url": "https://example.org"}}
_USD = {"currency": "USD"}
_IATI = {"iatiIdentifier": "XM-DAC-41116-1", "sectors": [{"vocabulary": "1", "code": "41020"}]}
_LIKE = {"title": english("One"), **countries("GH"), **finance(grant=5)}

WRONG: list[tuple[str, Any, str, str]] = [
    (
        "approval-agrees",
        {"approvalDate": "2023-04-11", "milestones": [{"type": "approved", "date": "2022-04-11"}]},
        "/milestones/0/date",
        "2022-04-11",
    ),
    ("required-properties", whole(scope=None), "/scope", "nothing"),
    ("required-properties", whole(identifiers=[]), "/identifiers", "nothing"),
    ("required-properties", whole(identifiers=[{"scheme": "gef"}]), "/identifiers/0/value", "nothing"),
    ("required-properties", whole(publisher={"name": "GEF"}), "/publisher/url", "nothing"),
    ("required-properties", whole(fundingMechanism=" "), "/fundingMechanism", "nothing"),
    ("required-properties", whole(finance={"grant": _USD}), "/finance/grant/amount", "nothing"),
    (
        "iati-properties",
        [_IATI | {"description": english("x")}, {"iatiIdentifier": "X-1", "description": "x"}],
        "/sectors",
        "nothing",
    ),
    ("title-in-english", {}, "/title", "no title"),
    ("title-in-english", {"title": [{"language": "fr", "value": "Mercure"}]}, "/title", "only 'fr'"),
    (
        "title-in-english",
        {"title": [{"language": "fr", "value": "Mercure"}, {"language": "", "value": "Hg"}]},
        "/title",
        "only 'fr'",
    ),
    (
        "description-says-more",
        {"title": english("Mercury"), "description": english("mercury. ")},
        "/description",
        "'mercury. '",
    ),
    ("licence-stated", {}, "/licence", "nothing"),
    ("identifiers-unique", [_ID, _ID], "/identifiers/0/value", "gef '11534' again, as in 'p0'"),
    ("identifiers-unique", [_ACTIVITY, _ACTIVITY], "/iatiIdentifier", "iati 'XM-DAC-41116-1' again, as in 'p0'"),
    (
        "identifiers-unique",
        [_ACTIVITY, {"identifiers": [{"scheme": "iati", "value": "XM-DAC-41116-1"}]}],
        "/identifiers/0/value",
        "iati 'XM-DAC-41116-1' again, as in 'p0'",
    ),
    ("gef-number-form", {"identifiers": [{"scheme": "gef", "value": "011534"}]}, "/identifiers/0/value", "'011534'"),
    (
        "gef-page-agrees",
        _ID | {"url": "https://www.thegef.org/projects-operations/projects/1"},
        "/url",
        "the page of GEF project 1",
    ),
    ("source-named", _ID | _PUBLISHER, "/identifiers/0", "no source for the gef identifier"),
    ("probable-duplicate", [_LIKE, _LIKE], "/title", "all three as in 'p0'"),
    ("iati-identifier-form", {"iatiIdentifier": "XM-DAC-41116/1"}, "/iatiIdentifier", "'XM-DAC-41116/1'"),
    ("iati-identifier-form", {"identifiers": [{"scheme": "iati", "value": "A B"}]}, "/identifiers/0/value", "'A B'"),
    ("iati-identifier-prefix", _ORGANISATIONS | {"iatiIdentifier": "UNEP-1"}, "/iatiIdentifier", "'UNEP-1'"),
    ("iati-identifier-prefix", {"iatiIdentifier": "UNEP-1"}, "/iatiIdentifier", "'UNEP-1'"),
    (
        "iati-identifier-not-organisation",
        _ORGANISATIONS | {"iatiIdentifier": "XM-DAC-41116"},
        "/iatiIdentifier",
        "'XM-DAC-41116', the id of an organisation",
    ),
    ("relations-mutual", [related("2", "2", "1"), related("3", "1", "2")], "/relatedProjects/0", "no such relation"),
    (
        "hierarchy-without-cycles",
        [related("1", "2", "1"), related("1", "1", "2")],
        "/relatedProjects/0",
        "a circle: 'p0', 'p1'",
    ),
    ("hierarchy-without-cycles", related("1", "1", "1"), "/relatedProjects/0", "a circle: 'p0'"),
    (
        "related-projects-exist",
        related("3", "2", "1") | {"publisher": {"name": "Global Environment Facility"}},
        "/relatedProjects/0",
        "none with the gef identifier '2'",
    ),
    ("start-date", {}, "/plannedStart", "neither"),
    ("start-date-for-iati", _IATI, "/plannedStart", "neither"),
    (
        "planned-end-after-start",
        {"plannedStart": "2025-03-01", "plannedEnd": "2025-03-01"},
        "/plannedEnd",
        "2025-03-01",
    ),
    ("actual-end-after-start", {"actualStart": "2025-03-01", "actualEnd": "2024-03-01"}, "/actualEnd", "2024-03-01"),
    ("past-dates-past", {"actualStart": "2026-01-03"}, "/actualStart", "2026-01-03"),
    ("past-dates-past", milestones(closed="2027-01-01"), "/milestones/0/date", "2027-01-01"),
    ("updated-not-in-future", {"updated": "2026-01-01T00:06:00Z"}, "/updated", "2026-01-01T00:06:00Z"),
    ("updated-not-in-future", {"deleted": True, "updated": "2090-01-01T00:00:00Z"}, "/updated", "2090-01-01T00:00:00Z"),
    (
        "created-before-updated",
        {"created": "2025-05-01T00:00:00Z", "updated": "2025-01-01T00:00:00Z"},
        "/updated",
        "2025-01-01T00:00:00Z",
    ),
    ("no-sentinel-dates", {"actualEnd": "1970-01-01"}, "/actualEnd", "1970-01-01"),
    ("no-sentinel-dates", {"updated": "0001-01-01T00:00:00Z"}, "/updated", "0001-01-01T00:00:00Z"),
    ("no-sentinel-dates", {"transactions": [{"date": "9999-12-31"}]}, "/transactions/0/date", "9999-12-31"),
    (
        "no-sentinel-dates",
        {"source": {"retrieved": "1900-01-01T00:00:00Z"}},
        "/source/retrieved",
        "1900-01-01T00:00:00Z",
    ),
    (
        "milestones-in-order",
        milestones(approved="2024-01-01", received="2025-01-01"),
        "/milestones/0/date",
        "2024-01-01",
    ),
    (
        "approval-before-start",
        {"approvalDate": "2025-11-20", "actualStart": "2025-04-15"},
        "/approvalDate",
        "2025-11-20",
    ),
    ("fiscal-year-agrees", {"approvalDate": "2024-07-01", "approvalFiscalYear": 2024}, "/approvalFiscalYear", "2024"),
    (
        "period-fits-fiscal-year",
        {"fundingPeriod": {"code": "gef-8"}, "approvalFiscalYear": 2027},
        "/fundingPeriod/code",
        "2027 with GEF-8",
    ),
    (
        "period-of-its-fund",
        {"fundingPeriod": {"code": "gef-8"}, "fundingMechanism": "sip"},
        "/fundingPeriod/code",
        "'gef-8' for a project of 'sip'",
    ),
    ("status-given", {}, "/status", "no status"),
    ("status-given", {"status": {"sourceValue": "New"}}, "/status", "no status"),
    ("status-known", status("unknown", "New"), "/status/code", "'unknown' for the label 'New'"),
    ("status-known", status("unknown"), "/status/code", "'unknown'"),
    ("status-decided", [finance(grant=1), status("unknown")], "/status/code", "'unknown'"),
    ("status-fits-label", status("2", "Completed"), "/status/code", "'2'"),
    ("status-fits-label", status("2", "New", fundingMechanism="gef"), "/status/code", "'2'"),
    ("status-fits-label", status("1", "Project Approved", actualStart="2025-01-01"), "/status/code", "'1'"),
    (
        "status-fits-dates",
        status("1", actualStart="2025-01-01"),
        "/status/code",
        "'1', pipeline, but the project started on 2025-01-01",
    ),
    (
        "status-fits-dates",
        status("2", actualEnd="2025-01-01"),
        "/status/code",
        "'2', implementation, but the project ended on 2025-01-01",
    ),
    ("status-fits-dates", status("3"), "/status/code", "status '3', but no end is given"),
    ("status-fits-dates", status("3", actualEnd=""), "/status/code", "status '3', but no end is given"),
    (
        "status-fits-dates",
        status("4", plannedEnd="2030-01-01"),
        "/status/code",
        "'4', closed, but the end is planned for 2030-01-01",
    ),
    ("cancellation-dated", status("5"), "/milestones", "none"),
    (
        "no-payment-after-cancellation",
        status("5") | milestones(cancelled="2024-01-01") | paid(("3", 5), date="2025-01-01"),
        "/transactions/0/date",
        "2025-01-01",
    ),
]

WRONG += [
    (
        "milestones-in-order",
        {"actualEnd": "2024-06-01"} | milestones(closed="2022-06-01"),
        "/milestones/0/date",
        "2022-06-01",
    ),
    (
        "status-fits-dates",
        status("2") | milestones(approved="2020-01-01", closed="2024-06-01"),
        "/status/code",
        "status '2', but the project was closed on 2024-06-01",
    ),
    (
        "status-fits-dates",
        status("1") | milestones(cancelled="2024-06-01"),
        "/status/code",
        "status '1', but the project was cancelled on 2024-06-01",
    ),
    (
        "status-fits-dates",
        status("2", actualStart="1999-01-01", plannedEnd="2001-01-01"),
        "/status/code",
        "status '2', but the end was planned for 2001-01-01",
    ),
    (
        "period-fits-fiscal-year",
        {"fundingPeriod": {"code": "gef-3"}, "approvalFiscalYear": 2024},
        "/fundingPeriod/code",
        "2024 with GEF-3",
    ),
    (
        "period-of-its-fund",
        {"trustFunds": [{"code": "ldcf"}], "fundingMechanism": "sip"},
        "/trustFunds/0/code",
        "'ldcf', of the GEF, for a project of 'sip'",
    ),
    (
        "period-of-its-fund",
        {"identifiers": [{"scheme": "minamata-sip", "value": "1"}], "fundingMechanism": "gcf"},
        "/identifiers",
        "'minamata-sip'",
    ),
]

RIGHT: list[tuple[str, Any]] = [
    ("milestones-in-order", {"actualEnd": "2024-06-01"} | milestones(closed="2024-05-20")),
    (
        "status-fits-dates",
        status("2", actualStart="2020-01-01") | milestones(cancelled="2021-01-01", approved="2022-01-01"),
    ),
    ("status-fits-dates", status("6") | milestones(closed="2024-06-01")),
    ("status-fits-dates", status("2", actualStart="2019-01-01", plannedEnd="2020-01-01")),
    ("period-fits-fiscal-year", {"fundingPeriod": {"code": "gef-6"}, "approvalFiscalYear": 2022}),
    ("period-fits-fiscal-year", {"fundingPeriod": {"code": "gef-pilot"}, "approvalFiscalYear": 2022}),
    ("period-of-its-fund", {"trustFunds": [{"code": "other"}], "fundingMechanism": "sip"}),
    ("period-of-its-fund", {"trustFunds": [{"code": "ldcf"}]}),
    (
        "period-of-its-fund",
        {"identifiers": [{"scheme": "gcf"}, {"scheme": "gef"}, {"scheme": "agency"}], "fundingMechanism": "gef"},
    ),
    ("period-of-its-fund", {"identifiers": [{"scheme": "iati"}], "fundingMechanism": "gef"}),
    ("approval-agrees", {"approvalDate": "2023-04-11", "milestones": [{"type": "approved", "date": "2023-04-12"}]}),
    ("approval-agrees", {"approvalDate": "2023-04-11", "milestones": [{"type": "closed", "date": "2027-04-12"}]}),
    ("approval-agrees", {"milestones": [{"type": "approved", "date": "2023-04-12"}]}),
    ("required-properties", whole()),
    ("required-properties", whole(deleted=True, title=None, url=None)),
    ("iati-properties", [{"iatiIdentifier": "X-1"}, {"sectors": [{"vocabulary": "1"}]}]),
    ("title-in-english", {"title": [{"language": "EN-gb", "value": "Mercury"}]}),
    ("title-in-english", {"title": [{"language": "en"}]}),
    ("title-in-english", {"title": [{"language": " English", "value": "Mercury"}]}),
    ("title-in-english", {"title": [{"language": "eng_GB", "value": "Mercury"}]}),
    ("description-says-more", {"title": english("Mercury"), "description": english("Mercury, phased down")}),
    ("description-says-more", {"title": [], "description": []}),
    ("licence-stated", {"licence": "https://creativecommons.org/licenses/by/4.0/"}),
    ("identifiers-unique", [_ID, _ID | {"deleted": True}, {"identifiers": [{"scheme": "gcf", "value": "11534"}]}]),
    (
        "identifiers-unique",
        [
            _ACTIVITY | {"identifiers": [{"scheme": "iati", "value": "XM-DAC-41116-1"}]},
            {"iatiIdentifier": "XM-DAC-41116-2"},
        ],
    ),
    ("gef-number-form", {"identifiers": [{"scheme": "gef", "value": "1"}, {"scheme": "gcf", "value": "FP049"}]}),
    ("gef-page-agrees", _ID | {"url": "https://www.thegef.org/projects-operations/projects/11534"}),
    ("gef-page-agrees", _ID | {"url": "http://[mercury/projects/1"}),
    ("source-named", {"identifiers": [{"scheme": "iati", "value": "A-1"}], **_PUBLISHER}),
    ("source-named", _ID | {"publisher": {"name": "The Global Environment Facility"}}),
    (
        "probable-duplicate",
        [_LIKE, _LIKE | finance(grant=6), _LIKE | countries("BF"), _LIKE | {"title": english("Two")}],
    ),
    ("iati-identifier-form", {"iatiIdentifier": "XM-DAC-41317-FP049"}),
    ("iati-identifier-prefix", _ORGANISATIONS | {"iatiIdentifier": "XM-DAC-41116-1"}),
    ("iati-identifier-not-organisation", _ORGANISATIONS | {"iatiIdentifier": "XM-DAC-41116-1"}),
    ("relations-mutual", [related("2", "2", "1"), related("1", "1", "2")]),
    ("relations-mutual", related("1", "9", "1")),
    ("hierarchy-without-cycles", [related("2", "2", "1"), related("1", "1", "2"), related("1", "2", "3")]),
    ("related-projects-exist", related("3", "9", "1")),
    ("start-date", {"actualStart": "2025-01-01"}),
    ("start-date-for-iati", [_IATI | {"plannedStart": "2025-01-01"}, {"plannedStart": "2025-01-01"}]),
    ("start-date-for-iati", [{"sectors": _IATI["sectors"]}]),
    ("planned-end-after-start", {"plannedStart": "2025-03-01", "plannedEnd": "2025-03-02"}),
    ("planned-end-after-start", {"plannedStart": "2025-03-01", "plannedEnd": "1970-01-01"}),
    ("actual-end-after-start", {"actualStart": "2025-03-01"}),
    ("past-dates-past", {"actualStart": "2026-01-02", "plannedEnd": "2090-01-01"}),
    ("updated-not-in-future", {"updated": "2026-01-01T00:05:00Z"}),
    ("created-before-updated", {"created": "2025-05-01T00:00:00Z", "updated": "2025-05-01T00:00:00Z"}),
    ("no-sentinel-dates", {"actualEnd": "1970-01-02"}),
    ("milestones-in-order", milestones(received="2024-01-01", approved="2024-01-01", effective="2020-01-01")),
    ("approval-before-start", {"approvalDate": "2025-04-15", "actualStart": "2025-04-15"}),
    ("fiscal-year-agrees", {"approvalDate": "2024-06-30", "approvalFiscalYear": 2024}),
    (
        "fiscal-year-agrees",
        {"approvalDate": "2024-07-01", "approvalFiscalYear": 2024, "fiscalYearDefinition": "calendar"},
    ),
    ("period-fits-fiscal-year", {"fundingPeriod": {"code": "gef-7"}, "approvalFiscalYear": 2027}),
    ("period-of-its-fund", {"fundingPeriod": {"code": "gef-8"}, "fundingMechanism": "gef"}),
    ("period-of-its-fund", {"fundingPeriod": {"code": "sip-4"}, "fundingMechanism": "sip"}),
    ("period-of-its-fund", {"fundingPeriod": {"code": "special-programme-2"}, "fundingMechanism": "special-programme"}),
    ("period-of-its-fund", {"fundingPeriod": {"code": "other"}, "fundingMechanism": "sip"}),
    ("period-of-its-fund", {"fundingPeriod": {"code": "gef-8"}}),
    ("status-given", status("unknown")),
    ("status-known", status("6")),
    ("status-decided", [status("unknown"), status("2")]),
    ("status-fits-label", status("1", "Project Approved", plannedStart="2026-06-01")),
    ("status-fits-label", status("3", "Completed")),
    ("status-fits-label", status("unknown", "New", fundingMechanism="gef")),
    ("status-fits-label", status("2", "New", fundingMechanism="sip")),
    ("status-fits-label", status("9", "Completed")),
    ("status-fits-dates", status("1", actualStart="2026-01-01")),
    ("status-fits-dates", status("4", plannedEnd="2030-01-01", actualEnd="2025-01-01")),
    ("status-fits-dates", status("3", actualEnd="2025-01-01")),
    ("status-fits-dates", status("2", actualEnd="2026-01-01")),
    ("cancellation-dated", status("5") | milestones(cancelled="2024-01-01")),
    (
        "no-payment-after-cancellation",
        status("5") | milestones(cancelled="2024-01-01") | paid(("2", 5), date="2025-01-01"),
    ),
    (
        "no-payment-after-cancellation",
        status("2") | milestones(cancelled="2024-01-01") | paid(("3", 5), date="2025-01-01"),
    ),
]


def contents(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else [examples]


@pytest.mark.parametrize(("requirement", "examples", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, examples: Any, pointer: str, got: str) -> None:
    departures = found(requirement, *contents(examples))

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "examples"), RIGHT)
def test_conforming_project_is_left_alone(requirement: str, examples: Any) -> None:
    assert found(requirement, *contents(examples)) == []


def test_every_check_has_both_examples() -> None:
    checks = {
        name
        for module in (project_identity, project_relations, project_time)
        for name in (*module.RECORDS, *module.GATHERINGS)
    }

    assert checks == {f"projects/{row[0]}" for row in WRONG} == {f"projects/{row[0]}" for row in RIGHT}


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, *contents(examples))) for name, examples, *_ in WRONG)

    assert kept("projects", now) == now, RENEW
