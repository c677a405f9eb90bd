"""Checks of the extended record, of answers, versions, obligations and status: at fault, close to it, of any form."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from apitest.checks import extended_reports, report_answers, report_versions, reporting, reporting_status
from apitest.checks.conversing import Subject
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS
from apitest.model import Departure, Harvest, Leaf, Record
from apitest.reference.records import records_of
from making import CONTRACT, NOW, entity, exchange, target
from telling import RENEW, kept, worded

REPORTS, OBLIGATIONS, STATUS = "national-reports", "reporting-obligations", "reporting-status"
RECORDS = {
    **extended_reports.RECORDS,
    **report_answers.RECORDS,
    **reporting.RECORDS,
    **reporting_status.RECORDS,
}
GATHERINGS = {**report_versions.GATHERINGS, **reporting.GATHERINGS, **reporting_status.GATHERINGS}
Facts = Mapping[str, Mapping[str, Any]]


def setting(entity_set: str = REPORTS, others: Mapping[str, Facts] | None = None) -> Setting:
    """A setting in which other sets are known by id → record."""
    known = others or {}
    return Setting(
        contract=CONTRACT,
        target=target(),
        entity=entity(entity_set),
        now=NOW,
        ids_of=lambda name: frozenset(known[name]) if name in known else None,
        facts_of=lambda name, key: {i: row.get(key) for i, row in known[name].items()} if name in known else None,
    )


def record(content: Any, key: str | None = "1") -> Record:
    return Record(id=key, content=content, index=0)


def found(requirement: str, content: Any, entity_set: str = "") -> list[Departure]:
    name = f"national-reports/{requirement}"
    where = setting(entity_set or CONTRACT.requirements[name].entities[0])
    return list(RECORDS[name](record(content), where))


def gathered(
    requirement: str, contents: Mapping[str, Any] | Iterable[Any], others: Mapping[str, Facts] | None = None
) -> list[Departure]:
    name = f"national-reports/{requirement}"
    where = setting(CONTRACT.requirements[name].entities[0], others)
    rows = contents if isinstance(contents, Mapping) else {str(i): row for i, row in enumerate(contents)}
    notes = [note for key, row in rows.items() for note in GATHERINGS[name].note(record(row, key), where)]
    return list(GATHERINGS[name].judge(notes, where))


EXTENDED = next(row for row in records_of(REPORTS) if row.get("status") == "accepted" and "seriesId" not in row)


def answered(**values: Any) -> dict[str, Any]:
    return {"answers": [{"question": "1.1", **values}]}


def days(start: str, end: str, **others: Any) -> dict[str, Any]:
    return {"period": {"start": start, "end": end}, **others}


def cycles(**values: Any) -> dict[str, Any]:
    return {"cycles": [{"label": "2021", "deadline": "2022-12-31", **values}]}


WRONG = [
    ("number-with-unit", answered(value="12.5", unit="t"), "/answers/0/value", "the text '12.5', with the unit 't'"),
    (
        "on-behalf-of-known",
        {"country": "DK", "onBehalfOf": ["GL", "DK"]},
        "/onBehalfOf/1",
        "'DK', which reports itself",
    ),
    ("counterparty-known", answered(value=1, unit="t", counterparty="various"), "/answers/0/counterparty", "'various'"),
    (
        "counterparty-known",
        {"sections": [{"answers": [{}, {"counterparty": "YU"}]}]},
        "/sections/0/answers/1/counterparty",
        "'YU'",
    ),
    ("obligation-named", {"status": "accepted"}, "", "none"),
    ("type-given", {"status": "accepted", "reportType": ""}, "/reportType", "none"),
    ("status-given", {"version": 1}, "", "none"),
    ("version-given", {"status": "accepted"}, "", "none"),
    ("languages-given", {"version": 1, "languages": []}, "/languages", "none"),
    ("extended-updated-given", {"version": 1}, "", "none"),
    ("submission-given", {"version": 1, "status": "accepted"}, "", "none"),
    ("period-given", {"version": 1, "reportType": "full"}, "", "none"),
    ("series-given", {"version": 2}, "", "none"),
    ("status-listed", {"status": "finalized"}, "/status", "'finalized'"),
    ("no-drafts", {"status": "draft"}, "/status", "'draft'"),
    ("no-drafts", {"sections": [{"status": "data_entry"}]}, "/sections/0/status", "'data_entry'"),
    ("codes-listed", {"partyStatus": "member"}, "/partyStatus", "'member'"),
    ("codes-listed", {"channel": "word"}, "/channel", "'word'"),
    ("codes-listed", {"flags": ["partial", "late"]}, "/flags/1", "'late'"),
    ("codes-listed", {"files": [{"role": "main"}]}, "/files/0/role", "'main'"),
    ("type-of-treaty", {"treaty": "Basel", "reportType": "nr-7"}, "/reportType", "'nr-7'"),
    ("on-behalf-of-known", {"onBehalfOf": ["GL", "Faroes"]}, "/onBehalfOf/1", "'Faroes'"),
    ("cycle-numbered", {"reportType": "nr-7"}, "", "none"),
    ("cycle-numbered", {"reportType": "nr-7", "cycle": {"label": "7"}}, "/cycle", "none"),
    ("cycle-agrees", {"cycle": {"number": 5, "label": "Fourth report"}}, "/cycle/label", "'Fourth report'"),
    ("cycle-agrees", {"cycle": {"number": 15, "label": "COP14"}}, "/cycle/label", "'COP14'"),
    ("cycle-agrees", {"reportType": "nr-7", "cycle": {"number": 6}}, "/cycle/number", "6 for the type 'nr-7'"),
    ("counted-from-one", {"version": 0}, "/version", "0"),
    ("counted-from-one", {"cycle": {"number": -1}}, "/cycle/number", "-1"),
    ("period-in-order", days("2020-12-31", "2017-08-16"), "/period/end", "2017-08-16"),
    (
        "submission-not-before-period",
        days("2018-01-01", "2018-12-31", submission="2016-02-10T00:00:00Z"),
        "/submission",
        "2016-02-10",
    ),
    (
        "submission-after-period",
        days("2018-01-01", "2018-12-31", submission="2018-06-10T00:00:00Z"),
        "/submission",
        "2018-06-10",
    ),
    (
        "deadline-after-period",
        days("2018-01-01", "2018-12-31", deadline={"original": "2018-12-31"}),
        "/deadline/original",
        "2018-12-31",
    ),
    (
        "extension-after-deadline",
        {"deadline": {"original": "2018-10-01", "extended": "2017-10-01"}},
        "/deadline/extended",
        "2017-10-01",
    ),
    (
        "section-deadlines-not-earlier",
        {"deadline": {"original": "2026-11-30", "perSection": [{"section": "2", "date": "2026-02-28"}]}},
        "/deadline/perSection/0/date",
        "2026-02-28",
    ),
    (
        "section-deadlines-not-earlier",
        {"deadline": {"original": "2026-11-30"}, "sections": [{"deadline": "2026-02-28"}]},
        "/sections/0/deadline",
        "2026-02-28",
    ),
    (
        "first-submission-not-later",
        {"submission": "2021-12-20T00:00:00Z", "firstSubmission": "2022-02-10"},
        "/firstSubmission",
        "2022-02-10",
    ),
    (
        "first-version-first-sent",
        {"version": 1, "submission": "2021-12-20T00:00:00Z", "firstSubmission": "2021-06-01"},
        "/firstSubmission",
        "2021-06-01",
    ),
    ("languages-tagged", {"languages": ["en", "E"]}, "/languages/1", "'E'"),
    ("languages-tagged", {"originalLanguage": "xx-latn"}, "/originalLanguage", "'xx-latn'"),
    ("languages-admitted", {"treaty": "cites", "languages": ["ru"]}, "/languages/0", "'ru'"),
    ("languages-admitted", {"treaty": "basel", "languages": ["pt-BR"]}, "/languages/0", "'pt-BR'"),
    ("file-languages-listed", {"languages": ["en"], "files": [{"language": "fr"}]}, "/files/0/language", "'fr'"),
    ("original-language-listed", {"languages": ["en"], "originalLanguage": "fr"}, "/originalLanguage", "'fr'"),
    ("superseded-names-successor", {"status": "superseded"}, "", "none"),
    (
        "superseded-names-successor",
        {"status": "accepted", "supersededBy": "mc-2"},
        "/status",
        "'accepted', although replaced by 'mc-2'",
    ),
    (
        "partial-has-open-section",
        {"flags": ["partial"], "sections": [{"status": "submitted"}, {"status": "accepted"}]},
        "/flags",
        "all 2 sections sent",
    ),
    ("answer-complete", answered(), "/answers/0", "nothing"),
    ("answer-complete", answered(value=1, notAvailable=True), "/answers/0", "value and notAvailable"),
    (
        "answer-complete",
        answered(notApplicable=True, confidential=True),
        "/answers/0",
        "notApplicable and confidential",
    ),
    ("confidential-without-value", answered(value=7, confidential=True), "/answers/0/value", "a value, although"),
    (
        "answers-once",
        {"sections": [{"answers": [{"question": "1"}, {"question": "1"}]}]},
        "/sections/0/answers/1/question",
        "'1' again, as in /sections/0/answers/0",
    ),
    ("number-with-unit", answered(value=12.5), "/answers/0", "12.5 without unit"),
    ("quantity-not-negative", answered(value=-3, unit="t"), "/answers/0/value", "-3"),
    ("cas-check-digit", answered(substance={"cas": "7439-97-5"}), "/answers/0/substance/cas", "'7439-97-5'"),
    ("cas-check-digit", answered(substance={"cas": "mercury"}), "/answers/0/substance/cas", "'mercury'"),
    (
        "short-report-short",
        {"treaty": "minamata", "reportType": "short", "answers": [{"question": f"{i}.1.a"} for i in range(5)]},
        "/answers",
        "answers to 5 questions",
    ),
    ("obligation-treaty-known", {"treaty": "basle"}, "/treaty", "'basle'"),
    ("frequency-listed", {"frequency": {"kind": "now and then"}}, "/frequency/kind", "'now and then'"),
    ("frequency-counted", {"frequency": {"kind": "every-n-years"}}, "/frequency/value", "none"),
    ("frequency-counted", {"frequency": {"kind": "before-meeting", "value": 0}}, "/frequency/value", "0"),
    ("cycles-dated", {"cycles": [{}]}, "/cycles/0", "no label and no deadline"),
    (
        "cycle-deadlines-in-order",
        cycles(period={"start": "2021-01-01", "end": "2022-12-31"}),
        "/cycles/0/deadline",
        "2022-12-31",
    ),
    (
        "cycle-deadlines-in-order",
        cycles(period={"start": "2021-12-31", "end": "2021-01-01"}, deadline=None),
        "/cycles/0/period/end",
        "2021-01-01",
    ),
    ("cycle-deadlines-in-order", cycles(extendedDeadline="2022-12-31"), "/cycles/0/extendedDeadline", "2022-12-31"),
    (
        "cycle-deadlines-in-order",
        cycles(sectionDeadlines=[{"section": "2", "date": "2022-06-30"}]),
        "/cycles/0/sectionDeadlines/0/date",
        "2022-06-30",
    ),
    (
        "cycles-do-not-overlap",
        {"cycles": [days("2018-01-01", "2021-12-31"), days("2014-01-01", "2018-01-01")]},
        "/cycles/0/period/start",
        "2018-01-01",
    ),
    ("validity-in-order", {"validFrom": "2014-01-01", "validTo": "2010-12-31"}, "/validTo", "2010-12-31"),
    ("cell-codes-listed", {"status": "late"}, "/status", "'late'"),
    ("cell-codes-listed", {"timeliness": "early"}, "/timeliness", "'early'"),
    ("cell-country-known", {"country": "Kenya"}, "/country", "'Kenya'"),
    ("cell-reason-given", {"due": False}, "", "none"),
    ("cell-due-agrees", {"due": False, "status": "overdue"}, "/status", "'overdue', although no report is due"),
    ("cell-due-agrees", {"due": True, "status": "not-due"}, "/status", "'not-due'"),
    ("cell-names-report", {"status": "accepted"}, "", "none, although 'accepted'"),
    ("cell-names-report", {"status": "awaited", "reportId": "mc-2"}, "/reportId", "'mc-2', although 'awaited'"),
    (
        "cell-fits-deadline",
        {"status": "awaited", "deadline": "2024-10-20", "asOf": "2025-12-01T00:00:00Z"},
        "/status",
        "'awaited' on 2025-12-01, with the deadline 2024-10-20",
    ),
    ("cell-not-of-future", {"asOf": "2026-01-02T00:00:01Z"}, "/asOf", "2026-01-02T00:00:01Z"),
]

RIGHT = [
    ("counterparty-known", answered(value=1, unit="t", counterparty="KEN")),
    ("counterparty-known", answered(value=1, unit="t", counterparty="EU")),
    *((name.partition("/")[2], EXTENDED) for name in (*extended_reports.RECORDS, *report_answers.RECORDS)),
    *((name.partition("/")[2], row) for name in reporting.RECORDS for row in records_of(OBLIGATIONS)),
    *((name.partition("/")[2], row) for name in reporting_status.RECORDS for row in records_of(STATUS, 8)),
    ("obligation-named", {"deleted": True}),
    ("obligation-named", {"treaty": "basel"}),
    ("submission-given", {"version": 1, "status": "withdrawn"}),
    ("period-given", {"version": 1, "reportType": "import-response"}),
    ("no-drafts", {"sections": [{"status": "open"}]}),
    ("type-of-treaty", {"treaty": "montreal", "reportType": "article-7"}),
    ("type-of-treaty", {"treaty": "unfccc", "reportType": "bur-3"}),
    ("on-behalf-of-known", {"onBehalfOf": ["GL", "FRO"]}),
    ("cycle-agrees", {"cycle": {"number": 1, "label": "BTR1"}, "reportType": "btr-1"}),
    ("cycle-agrees", {"cycle": {"label": "2018"}}),
    ("cycle-agrees", {"cycle": {"number": 3, "label": "Report"}}),
    ("submission-after-period", days("2018-01-01", "2018-12-31", submission="2017-06-10T00:00:00Z")),
    ("submission-after-period", days("2018-12-31", "2018-01-01", submission="2018-06-10T00:00:00Z")),
    ("first-submission-not-later", {"submission": "2021-12-19T23:00:00Z", "firstSubmission": "2021-12-20"}),
    ("first-version-first-sent", {"version": 2, "submission": "2021-12-20T00:00:00Z", "firstSubmission": "2021-06-01"}),
    ("languages-tagged", {"languages": ["zh-Hant", "pt-BR"], "originalLanguage": "EN"}),
    ("languages-admitted", {"treaty": "basel", "languages": ["zh-Hant", "English, French"]}),
    ("file-languages-listed", {"languages": ["en"], "files": [{"language": "fr", "role": "annex"}]}),
    ("superseded-names-successor", {"status": "superseded", "supersededBy": "mc-2"}),
    ("partial-has-open-section", {"flags": ["partial"]}),
    ("answer-complete", answered(value=False, notAvailable=False)),
    ("answer-complete", answered(value=1, confidential=True)),
    ("answers-once", {"answers": [{"question": "1", "counterparty": "KE"}, {"question": "1", "counterparty": "UG"}]}),
    ("number-with-unit", answered(value=True)),
    ("cas-check-digit", answered(substance={"cas": "50-29-3"})),
    ("frequency-counted", {"frequency": {"kind": "once"}}),
    ("obligation-treaty-known", {"treaty": "Basel"}),
    ("cell-fits-deadline", {"status": "overdue", "asOf": "2025-12-01T00:00:00Z"}),
    ("cell-due-agrees", {"due": False, "status": "submitted"}),
]

HOSTILE = [
    {name: value for shape in (REPORTS, OBLIGATIONS, STATUS) for name in entity(shape).shape.fields}
    for value in (7, True, {"a": 1}, [7], "\u0000", [[], {}], [{"question": 7, "status": 7, "period": 7}])
]
LOUD = {
    "superseded-names-successor",
    "answer-complete",
    "cycles-dated",
    "obligation-treaty-known",
    "cell-country-known",
    "codes-listed",
}
"""An entry without an answer or a date is at fault whatever else it holds; a text is a code, however strange."""


@pytest.mark.parametrize(("requirement", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, pointer: str, got: str) -> None:
    (departure,) = found(requirement, content)

    assert departure.pointer == pointer
    assert departure.got.startswith(got)


@pytest.mark.parametrize(("requirement", "content"), RIGHT)
def test_conforming_record_is_left_alone(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


@pytest.mark.parametrize("requirement", sorted({name.partition("/")[2] for name in RECORDS} - LOUD))
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, content: Any) -> None:
    departures = found(requirement, content)

    assert all(item.got in ("none", "'\\x00'") for item in departures)


@pytest.mark.parametrize("requirement", sorted(name.partition("/")[2] for name in GATHERINGS))
@pytest.mark.parametrize("content", HOSTILE)
def test_values_of_any_type_are_gathered(requirement: str, content: Any) -> None:
    others = {name: {"1": content} for name in (REPORTS, OBLIGATIONS)}

    departures = gathered(requirement, [content, content], others)

    assert all("not served" in item.got or "\\x00" in item.got for item in departures)


def test_every_check_has_both_examples() -> None:
    names = {name.partition("/")[2] for name in RECORDS}

    assert names - {row[0] for row in WRONG} == {"obligation-complete", "cell-complete", "cycles-fit-frequency"}
    assert names == {row[0] for row in RIGHT}


MISSING: list[Any] = [
    ("obligation-complete", {"id": "1", "treaty": "basel", "name": []}, ["reportType", "frequency", "a name"]),
    (
        "cell-complete",
        {"id": "1", "due": False, "country": ""},
        ["obligationId", "cycle", "country", "status", "asOf"],
    ),
]


@pytest.mark.parametrize(("requirement", "content", "missing"), MISSING)
def test_everything_that_is_missing_is_told(requirement: str, content: Any, missing: list[str]) -> None:
    departures = found(requirement, content)

    assert len(missing) == len(departures)
    assert all(name in item.expected for name, item in zip(missing, departures, strict=True))


# --- versions -----------------------------------------------------------------------------------------------------


def version(**values: Any) -> dict[str, Any]:
    facts = {
        "treaty": "minamata",
        "country": "GH",
        "obligationId": "full",
        "cycle": {"number": 1, "label": "First"},
        "period": {"start": "2017-08-16", "end": "2020-12-31"},
        "status": "accepted",
        "version": 1,
        "submission": "2021-12-20T00:00:00Z",
    }
    return facts | values


def chain(older: Mapping[str, Any] | None = None, newer: Mapping[str, Any] | None = None) -> dict[str, Any]:
    old = version(status="superseded", supersededBy="b", **(older or {}))
    new = version(**{"version": 2, "supersedes": "a", "submission": "2022-02-10T00:00:00Z", **(newer or {})})
    return {"a": old, "b": new}


VERSIONS_WRONG: list[Any] = [
    (
        "series-of-one-report",
        {
            "a": version(seriesId="s"),
            "b": version(seriesId="s", country="KE"),
            "c": version(seriesId="t", country="KE"),
        },
        [("b", "'KE'")],
    ),
    ("chain-of-one-report", chain(older={"seriesId": "s"}, newer={"seriesId": "t"}), [("b", "'t'")]),
    ("one-current-report", {"a": version(), "b": version()}, [("b", "'a' is current too")]),
    ("chain-reciprocal", chain(newer={"supersedes": ""}), [("b", "none")]),
    ("chain-reciprocal", chain(newer={"supersedes": "x"}), [("b", "'x'")]),
    (
        "chain-ends",
        chain(newer={"supersededBy": "a"}),
        [("a", "'b', which leads back here"), ("b", "'a', which leads back here")],
    ),
    ("versions-increase", chain(newer={"version": 1}), [("b", "1")]),
    ("first-version-first", {"a": version(version=1, supersedes="z")}, [("a", "version 1, which replaces 'z'")]),
    ("first-version-first", {"a": version(version=1, flags=["resubmission"])}, [("a", "'resubmission' of version 1")]),
    (
        "first-version-first",
        chain(
            older={"firstSubmission": "2021-12-20", "submission": "2021-12-20T00:00:00Z"},
            newer={"firstSubmission": "2022-02-10", "submission": "2022-02-10T00:00:00Z"},
        ),
        [("b", "2022-02-10")],
    ),
    ("chain-of-one-report", chain(newer={"country": "KE"}), [("b", "'KE'")]),
    (
        "chain-of-one-report",
        chain(newer={"period": {"start": "2021-01-01", "end": "2024-12-31"}}),
        [("b", "2021-01-01 to 2024-12-31")],
    ),
    ("successor-newer", chain(newer={"submission": "2021-06-01T00:00:00Z"}), [("b", "2021-06-01")]),
    (
        "periods-follow",
        {
            "a": version(),
            "b": version(cycle={"number": 2}, period={"start": "2021-01-02", "end": "2024-12-31"}),
        },
        [("b", "2021-01-02")],
    ),
]


@pytest.mark.parametrize(("requirement", "reports", "expected"), VERSIONS_WRONG)
def test_fault_among_versions_is_seen(requirement: str, reports: Any, expected: list[tuple[str, str]]) -> None:
    departures = gathered(requirement, reports)

    assert expected == [(item.record, item.got) for item in departures]


@pytest.mark.parametrize("requirement", [name.partition("/")[2] for name in report_versions.GATHERINGS])
@pytest.mark.parametrize(
    "reports",
    [
        chain(),
        {"a": version(), "b": version(country="KE"), "c": version(status="withdrawn"), "d": version(country="")},
        {"a": version(), "b": version(cycle={"number": 2}, period={"start": "2021-01-01", "end": "2024-12-31"})},
        {"a": version(), "b": version(cycle={"number": 3}, period={"start": "2025-01-01", "end": "2028-12-31"})},
        {"a": version(status="superseded", supersededBy="elsewhere")},
        {"a": version(subject={"id": "1"}), "b": version(subject={"id": "2"})},
    ],
)
def test_versions_in_order_are_left_alone(requirement: str, reports: Any) -> None:
    assert gathered(requirement, reports) == []


def subject_of(named: Mapping[str, str], *, ending: str = "complete") -> Subject:
    leaf = Leaf(exchange=exchange(), ids=tuple(named), next="", count=None)
    columns = {"supersededBy": tuple(value or None for value in named.values())}
    harvest = Harvest(entity=REPORTS, leaves=(leaf,), ending=ending, samples=(), columns=columns)
    return Subject(
        contract=CONTRACT,
        target=target(),
        entity=entity(REPORTS),
        now=NOW,
        dialect=DIALECTS["mea-json"],
        harvest=harvest,
        total=None,
        draw=lambda _purpose, candidates, _many: [*candidates],
    )


@pytest.mark.parametrize(
    ("subject", "records"),
    [
        (subject_of({"a": "b", "b": ""}), []),
        (subject_of({"a": "b", "c": ""}), ["a"]),
        (subject_of({"a": "b", "c": ""}, ending="limited"), []),
    ],
)
def test_missing_successor_is_seen_in_a_whole_walk(subject: Subject, records: list[str]) -> None:
    departures = report_versions.successors_are_served(subject)

    assert records == [item.record for item in departures]


# --- against other sets -------------------------------------------------------------------------------------------

KNOWN = {str(row["id"]): row for row in records_of(OBLIGATIONS)}


def due(**values: Any) -> dict[str, Any]:
    facts = {
        "treaty": "basel",
        "reportType": "annual",
        "obligationId": "basel-annual",
        "cycle": {"label": "2018"},
        "period": {"start": "2018-01-01", "end": "2018-12-31"},
        "deadline": {"original": "2019-12-31"},
        "partyStatus": "party",
    }
    return facts | values


OBLIGATIONS_WRONG: list[Any] = [
    ("cycle-of-obligation", due(cycle={"label": "1899"}), "'1899'"),
    ("obligation-exists", due(obligationId="basel-anual"), "'basel-anual', which is not served"),
    ("obligation-matches", due(treaty="stockholm", reportType="national-report"), "'stockholm'"),
    ("obligation-matches", due(obligationId="stockholm-art15", treaty="stockholm", reportType=""), ""),
    ("deadline-of-obligation", due(deadline={"original": "2020-01-31"}), "2020-01-31"),
    ("period-fits-frequency", due(period={"start": "2018-01-01", "end": "2018-06-30"}), "181 days"),
    ("non-party-admitted", due(partyStatus="non-party"), "'non-party', although 'basel-annual' binds Parties only"),
]


@pytest.mark.parametrize(("requirement", "report", "got"), OBLIGATIONS_WRONG)
def test_report_that_does_not_fit_its_obligation_is_seen(requirement: str, report: Any, got: str) -> None:
    departures = gathered(requirement, [report], {OBLIGATIONS: KNOWN})

    assert ([got] if got else []) == [item.got for item in departures][:1]


@pytest.mark.parametrize(
    ("report", "others"),
    [
        (due(), {OBLIGATIONS: KNOWN}),
        (due(obligationId="no-such"), {OBLIGATIONS: KNOWN}),
        (due(treaty="cms", cycle={"label": "1899"}), {OBLIGATIONS: KNOWN}),
        (due(cycle={}), {OBLIGATIONS: KNOWN}),
        (due(cycle={"label": "1899"}), None),
    ],
)
def test_cycle_that_is_known_or_cannot_be_held_is_left_alone(report: Any, others: Any) -> None:
    assert gathered("cycle-of-obligation", [report], others) == []


@pytest.mark.parametrize(
    "requirement", sorted({n.partition("/")[2] for n in reporting.GATHERINGS} - {"cycle-of-obligation"})
)
@pytest.mark.parametrize(
    ("report", "others"),
    [
        (due(), {OBLIGATIONS: KNOWN}),
        (due(cycle={"label": "1999"}, period={"start": "2019-01-01", "end": "2019-12-31"}), {OBLIGATIONS: KNOWN}),
        (due(obligationId="no-such", deadline={"original": "2001-01-01"}), None),
        (due(deleted=True, obligationId="no-such"), {OBLIGATIONS: KNOWN}),
        (
            due(
                treaty="minamata",
                reportType="full",
                obligationId="minamata-art21-full",
                cycle={"number": 9},
                period={"start": "2020-02-29", "end": "2024-03-15"},
            ),
            {OBLIGATIONS: KNOWN},
        ),
    ],
)
def test_report_that_fits_or_cannot_be_held_is_left_alone(requirement: str, report: Any, others: Any) -> None:
    assert gathered(requirement, [report], others) == []


SERVED = {
    "r1": {
        "country": "GH",
        "obligationId": "basel-annual",
        "status": "accepted",
        "submission": "2019-06-01T00:00:00Z",
    }
}


def cell(**values: Any) -> dict[str, Any]:
    facts = {
        "obligationId": "basel-annual",
        "cycle": {"label": "2018"},
        "country": "GH",
        "status": "accepted",
        "reportId": "r1",
        "deadline": "2019-12-31",
        "timeliness": "on-time",
    }
    return facts | values


CELLS_WRONG: list[Any] = [
    ("cell-once", [cell(), cell()], "obligation, cycle and country of '0'"),
    ("cell-cycle-of-obligation", [cell(cycle={"label": "1899"})], "'1899'"),
    (
        "cell-cycle-of-obligation",
        [cell(obligationId="stockholm-art15", cycle={"number": 5, "label": "Sixth national report"})],
        "'5' and 'sixth national report', of two cycles",
    ),
    ("cell-obligation-exists", [cell(obligationId="no-such")], "'no-such', which is not served"),
    ("cell-report-exists", [cell(reportId="r2")], "'r2', which is not served"),
    ("cell-report-matches", [cell(country="KE")], "'KE'"),
    (
        "cell-timeliness-agrees",
        [cell(deadline="2019-05-31")],
        "'on-time' for 2019-06-01, with the deadline 2019-05-31",
    ),
    ("cell-timeliness-agrees", [cell(timeliness="late")], "'late' for 2019-06-01, with the deadline 2019-12-31"),
    ("cell-deadline-of-obligation", [cell(deadline="2029-12-31")], "2029-12-31"),
    (
        "cell-timeliness-agrees",
        [cell(cycle={"label": "2019"}, reportId="", status="awaited")],
        "'on-time', although 'awaited'",
    ),
    ("current-report-in-a-cell", [], "no cell with the report 'r1'"),
    ("current-report-in-a-cell", [cell(), cell(country="KE")], "the report 'r1' in 2 cells"),
]


@pytest.mark.parametrize(("requirement", "cells", "got"), CELLS_WRONG)
def test_cell_at_fault_is_seen(requirement: str, cells: list[Any], got: str) -> None:
    (departure,) = gathered(requirement, cells, {OBLIGATIONS: KNOWN, REPORTS: SERVED})

    assert departure.got == got


@pytest.mark.parametrize("requirement", [name.partition("/")[2] for name in reporting_status.GATHERINGS])
@pytest.mark.parametrize(
    ("cells", "others"),
    [
        (
            [
                cell(),
                cell(cycle={"label": "2019"}, deadline="", reportId="", status="awaited", timeliness="unknown"),
            ],
            {OBLIGATIONS: KNOWN, REPORTS: SERVED},
        ),
        ([cell(obligationId="no-such", reportId="no-such")], None),
    ],
)
def test_cells_that_fit_or_cannot_be_held_are_left_alone(requirement: str, cells: list[Any], others: Any) -> None:
    assert gathered(requirement, cells, others) == []


def test_cell_of_a_report_that_is_gone_or_to_come_is_seen() -> None:
    gone = {"r1": SERVED["r1"] | {"status": "withdrawn"}}
    early = [cell(asOf="2018-01-01T00:00:00Z"), cell(asOf="2019-06-01T00:00:00Z"), cell(status="awaited")]

    (withdrawn,) = gathered("cell-not-ahead", [cell(status="submitted")], {REPORTS: gone})
    (ahead,) = gathered("cell-not-ahead", early, {REPORTS: SERVED})

    assert (withdrawn.pointer, withdrawn.got) == ("/reportId", "'submitted', although 'r1' was withdrawn")
    assert (ahead.pointer, ahead.got) == ("/asOf", "2018-01-01")


def _due(kind: str, *spans: tuple[str, str], value: Any = None, **more: Any) -> dict[str, Any]:
    """An obligation with these periods, each with its own label."""
    listed = [
        {"label": f"Cycle {letter}", "period": {"start": start, "end": end}}
        for letter, (start, end) in zip("ABCD", spans, strict=False)
    ]
    return {"frequency": {"kind": kind} | ({"value": value} if value else {}), "cycles": listed, **more}


_YEARS = (("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31"))


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (_due("once", *_YEARS), "2 cycles of what is due once"),
        (_due("event", _YEARS[0]), "1 cycles of what is due on an event"),
        (_due("every-n-years", *_YEARS, value=4), "periods of 365, 365 days"),
        (_due("annual", *_YEARS, validTo="2018-12-31"), "2019-01-01"),
        ({"cycles": [{"label": "One", "number": 1}, {"label": "Two", "number": 1}]}, "'1', as of cycle 1"),
        ({"cycles": [{"label": "One"}, {"label": "one"}]}, "'one', as of cycle 1"),
        (
            {
                "cycles": [
                    {"number": 2, "period": {"start": "2018-01-01"}},
                    {"number": 1, "period": {"start": "2020-01-01"}},
                ]
            },
            "1",
        ),
    ],
)
def test_cycles_that_do_not_fit_are_seen(content: Any, got: str) -> None:
    (departure,) = found("cycles-fit-frequency", content)

    assert departure.got == got


@pytest.mark.parametrize(
    "content",
    [
        _due("annual", *_YEARS, validTo="2019-12-31"),
        _due("once", _YEARS[0]),
        _due("every-n-years", _YEARS[0], ("2019-01-01", "2022-12-31"), value=4),
        _due("every-n-years", *_YEARS, value=0),
        _due("before-meeting", *_YEARS, value=180),
        {"frequency": 7, "cycles": [None, {"period": []}, {"label": 7, "number": "1"}], "validTo": {}},
    ],
)
def test_cycles_that_fit_are_left_alone(content: Any) -> None:
    assert found("cycles-fit-frequency", content) == []


def test_cell_that_is_further_than_its_report_is_seen() -> None:
    served = {"r1": SERVED["r1"] | {"status": "under-review"}}

    (departure,) = gathered("cell-not-ahead", [cell(), cell(status="submitted")], {REPORTS: served})

    assert (departure.got, departure.record) == ("'accepted'", "0")


def test_a_leak_is_not_repeated() -> None:
    (departure,) = found("confidential-without-value", answered(value="secret recipe", confidential=True))

    assert "secret recipe" not in repr(departure)


def test_findings_are_worded_as_they_were() -> None:
    served = {OBLIGATIONS: KNOWN, REPORTS: SERVED}
    alone = ((name, found(name, content)) for name, content, *_ in (*WRONG, *MISSING))
    versions = ((name, gathered(name, reports)) for name, reports, _ in VERSIONS_WRONG)
    obligations = ((name, gathered(name, [report], {OBLIGATIONS: KNOWN})) for name, report, _ in OBLIGATIONS_WRONG)
    cells = ((name, gathered(name, rows, served)) for name, rows, _ in CELLS_WRONG)
    chains = [("successors", report_versions.successors_are_served(subject_of({"a": "b", "c": ""})))]

    now = worded((*alone, *versions, *obligations, *cells, *chains))

    assert kept("extended_reports", now) == now, RENEW
