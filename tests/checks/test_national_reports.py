"""Checks of national reports: a record at fault, one close to it, and values of any form."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from apitest.checks import (
    extended_reports,
    national_reports,
    report_answers,
    report_versions,
    reporting,
    reporting_status,
)
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

_EXTENDED = (extended_reports, report_answers, report_versions, reporting, reporting_status)
_ELSEWHERE = {name for room in _EXTENDED for name in (*getattr(room, "RECORDS", {}), *getattr(room, "GATHERINGS", {}))}
"""Checks of the proposals, which have tests of their own."""
RECORDS = {name: check for name, check in national_reports.RECORDS.items() if name not in _ELSEWHERE}
GATHERINGS = {name: check for name, check in national_reports.GATHERINGS.items() if name not in _ELSEWHERE}
SETTING = Setting(contract=CONTRACT, target=target(), entity=entity("national-reports"), now=NOW)


def record(content: Any, key: str | None = "1", **deferred: str) -> Record:
    return Record(id=key, content=content, index=0, deferred={f"/{name}": url for name, url in deferred.items()})


def found(requirement: str, content: Any) -> list[Departure]:
    return list(RECORDS[requirement](record(content), SETTING))


def gathered(requirement: str, contents: Iterable[Any]) -> list[Departure]:
    gathering = GATHERINGS[requirement]
    records = [record(content, str(number)) for number, content in enumerate(contents)]
    notes = [note for item in records for note in gathering.note(item, SETTING)]
    return list(gathering.judge(notes, SETTING))


def titled(*entries: tuple[str, str], **others: Any) -> dict[str, Any]:
    return {"title": [{"language": language, "value": value} for language, value in entries], **others}


def filed(**values: Any) -> dict[str, Any]:
    return {"files": [values]}


PDF = "https://reports.example.org/kenya.pdf"

WRONG = [
    ("id-given", {}, "", "none"),
    ("id-given", {"id": " "}, "/id", "none"),
    ("treaty-given", {}, "", "none"),
    ("treaty-given", {"treaty": ""}, "/treaty", "none"),
    ("country-given", {"country": ""}, "/country", "none"),
    ("protocol-version-given", {}, "", "none"),
    ("updated-given", {}, "", "none"),
    ("title-in-english", {}, "", "none"),
    ("title-in-english", {"title": []}, "/title", "none"),
    ("title-in-english", titled(("fr", "Rapport"), ("es", "Informe")), "/title", "titles in 'es', 'fr' only"),
    (
        "title-language-plausible",
        titled(("en", "Rapport national du Sénégal")),
        "/title/0/value",
        "'Rapport national du Sénégal', with 'du' of the language 'fr'",
    ),
    (
        "title-language-plausible",
        titled(("en", "Report"), ("fr", "National Report of Senegal French")),
        "/title/1/value",
        "'National Report of Senegal French', with 'of' of the language 'en'",
    ),
    (
        "submission-not-placeholder",
        {"submission": "1970-01-01T00:00:00Z"},
        "/submission",
        "1970-01-01T00:00:00Z, which databases say for 'no date'",
    ),
    (
        "submission-not-placeholder",
        {"submission": "1899-12-30T00:00:00Z"},
        "/submission",
        "1899-12-30T00:00:00Z, which databases say for 'no date'",
    ),
    ("submission-not-future", {"submission": "2026-01-03T00:00:00Z"}, "/submission", "2026-01-03T00:00:00Z"),
    ("updated-not-future", {"updated": "2026-01-02T00:00:01Z"}, "/updated", "2026-01-02T00:00:01Z"),
    (
        "submission-before-change",
        {"submission": "2024-12-20T00:00:00Z", "updated": "2024-12-18T00:00:00Z"},
        "/updated",
        "2024-12-18T00:00:00Z",
    ),
    (
        "own-treaty-of-protocol",
        titled(("en", "Report on the Kyoto Protocol"), treaty="unfccc"),
        "/treaty",
        "'unfccc' for 'Report on the Kyoto Protocol'",
    ),
    (
        "union-not-ecuador",
        titled(("en", "Report of the European Community"), country="ECU"),
        "/country",
        "'ECU', which is Ecuador, for 'Report of the European Community'",
    ),
    ("files-given", {}, "", "none"),
    ("files-given", {"files": []}, "/files", "none"),
    ("file-id-given", filed(), "/files/0", "none"),
    ("file-id-given", filed(id=""), "/files/0/id", "none"),
    ("file-has-source", filed(url=" "), "/files/0", "neither"),
    ("file-by-address", filed(content="JVBERg=="), "/files/0", "the content alone"),
    ("file-media-type-given", filed(), "/files/0", "none"),
    ("file-language-given", filed(language=None), "/files/0/language", "none"),
    ("file-language-tag", filed(language="und"), "/files/0/language", "'und'"),
    ("file-language-tag", filed(language="EN"), "/files/0/language", "'EN'"),
    ("file-language-tag", filed(language="pt-BR"), "/files/0/language", "'pt-BR'"),
    ("file-language-fits-name", filed(language="en", filename="mop4_fr_0.pdf"), "/files/0/language", "'en'"),
    (
        "file-language-fits-name",
        filed(language="en", url="https://reports.example.org/kenya-es.pdf"),
        "/files/0/language",
        "'en'",
    ),
    ("file-name-given", filed(url=PDF), "/files/0", "none"),
    (
        "file-name-in-address",
        filed(url="https://reports.example.org/get.php?id=7"),
        "/files/0/url",
        "'get.php' at the end of 'https://reports.example.org/get.php?id=7'",
    ),
    (
        "file-name-in-address",
        filed(url="https://reports.example.org/"),
        "/files/0/url",
        "nothing at the end of 'https://reports.example.org/'",
    ),
    ("file-name-in-address", filed(url="http://[broken/report.pdf"), "/files/0/url", "nothing at the end of"),
    ("file-size-not-negative", filed(size=-1), "/files/0/size", "-1"),
    (
        "file-type-fits-name",
        filed(mimeType="application/pdf", filename="kenya.doc"),
        "/files/0/mimeType",
        "'application/pdf' for 'kenya.doc'",
    ),
    (
        "file-type-fits-name",
        filed(mimeType="application/msword", url=PDF),
        "/files/0/mimeType",
        "'application/msword' for 'kenya.pdf'",
    ),
    (
        "file-type-fits-name",
        filed(mimeType="application/msword", filename="kenya.v2.pdf"),
        "/files/0/mimeType",
        "'application/msword' for 'kenya.v2.pdf'",
    ),
    (
        "file-hash-form",
        filed(hash={"alg": "sha-256", "value": "0f" * 20}),
        "/files/0/hash/value",
        "40 signs: '0f0f0f0f0f0f0f0f0f0f'",
    ),
    ("file-hash-form", filed(hash={"alg": "SHA_1", "value": "x" * 39}), "/files/0/hash/value", "39 signs: 'xxxxxxxxxx"),
    ("file-hash-form", filed(hash={"value": "0f"}), "/files/0/hash/alg", "''"),
    ("file-hash-form", filed(hash={"alg": "crc", "value": "0f"}), "/files/0/hash/alg", "'crc'"),
    ("file-name-in-address", filed(url="download.aspx?d=kenya.pdf"), "/files/0/url", "'download.aspx"),
    ("file-language-tag", filed(language="zh-Hans"), "/files/0/language", "'zh-Hans'"),
    (
        "file-id-of-the-file",
        {"url": "http://aewa.example.org/node/1778", "files": [{"id": "en-1778", "language": "en"}]},
        "/files/0/id",
        "'en-1778': the language and the number of the report",
    ),
]

RIGHT = [
    ("file-hash-form", filed(hash={"alg": "sha-256", "value": "0F" * 32})),
    ("file-hash-form", filed(hash={"alg": "SHA256", "value": f"{'Ab+/' * 10}Abc="})),
    ("file-hash-form", filed(hash={})),
    ("file-hash-form", filed(hash="0f")),
    ("id-given", {"id": "1"}),
    ("treaty-given", {"treaty": "basel"}),
    ("country-given", {"country": "KE"}),
    ("protocol-version-given", {"protocolVersion": 0}),
    ("updated-given", {"updated": "2025-06-01T10:00:00Z"}),
    ("title-in-english", titled(("fr", "Rapport"), ("en", "Report"))),
    ("title-in-english", titled(("EN", "Report"))),
    ("title-in-english", titled(("", "Report"))),
    (
        "title-language-plausible",
        titled(("en", "National report: Côte d'Ivoire"), ("fr", "Rapport de Trinidad and Tobago")),
    ),
    ("title-language-plausible", titled(("en", "Report of El Salvador, Rio de Janeiro"))),
    ("title-language-plausible", titled(("pt", "Relatório of the"), ("es", "Informe nacional"))),
    ("submission-not-placeholder", {"submission": "1972-01-01T00:00:00Z"}),
    ("submission-not-future", {"submission": "2026-01-01T23:00:00Z"}),
    ("submission-not-future", {"submission": "9999-12-31T00:00:00Z"}),
    ("updated-not-future", {"updated": "2026-01-01T23:00:00Z"}),
    ("submission-before-change", {"submission": "2024-12-20T00:00:00Z", "updated": "2024-12-19T12:00:00Z"}),
    ("submission-before-change", {"submission": "2224-12-20T00:00:00Z", "updated": "2024-12-19T12:00:00Z"}),
    ("submission-before-change", {"submission": "9999-12-31T00:00:00Z", "updated": "2024-12-19T12:00:00Z"}),
    ("submission-before-change", {"submission": "2024-12-20T00:00:00Z"}),
    ("own-treaty-of-protocol", titled(("en", "Report on the Kyoto Protocol"), treaty="kyoto")),
    ("own-treaty-of-protocol", titled(("en", "Framework Convention, with the Kyoto Protocol"), treaty="unfccc")),
    ("own-treaty-of-protocol", titled(("en", "Cartagena Protocol and Nagoya Protocol"), treaty="cbd")),
    ("union-not-ecuador", titled(("en", "National report of Ecuador"), country="EC")),
    ("union-not-ecuador", titled(("en", "Report of the European Union"), country="EU")),
    ("files-given", filed()),
    ("files-given", {"sections": [{"code": "A"}]}),
    ("file-id-given", filed(id="7")),
    ("file-has-source", filed(content="JVBERg==")),
    ("file-has-source", filed(url=PDF)),
    ("file-by-address", filed(url=PDF, content="JVBERg==")),
    ("file-by-address", filed()),
    ("file-media-type-given", filed(mimeType="pdf")),
    ("file-language-given", filed(language="und")),
    ("file-language-tag", filed(language="se")),
    ("file-language-tag", filed(language="zh-Hans") | {"version": 1}),
    ("file-language-tag", filed(language="")),
    ("file-language-fits-name", filed(language="fr", filename="mop4_fr_0.pdf")),
    ("file-language-fits-name", filed(language="en", filename="fr-es-joint.pdf")),
    ("file-language-fits-name", {"country": "FR", **filed(language="en", filename="fr-nr5.pdf")}),
    ("file-language-fits-name", filed(filename="kenya-fr.pdf")),
    ("file-name-given", filed(filename="kenya.pdf")),
    ("file-name-in-address", filed(url=PDF)),
    ("file-name-in-address", filed(url="https://reports.example.org/download.aspx?d=kenya.pdf")),
    ("file-name-in-address", filed(content="JVBERg==")),
    ("file-size-not-negative", filed(size=0)),
    ("file-type-fits-name", filed(mimeType="application/pdf", filename="kenya.pdf")),
    ("file-type-fits-name", filed(mimeType="pdf", filename="kenya.PDF")),
    ("file-type-fits-name", filed(mimeType="application/pdf", filename="kenya.v2.pdf")),
    ("file-type-fits-name", filed(mimeType="application/octet-stream", filename="kenya.doc")),
    ("file-type-fits-name", filed(mimeType="application/pdf", filename=".htaccess")),
    ("file-id-of-the-file", {"url": "http://a.example.org/node/1778", "files": [{"id": "fr-1778", "language": "en"}]}),
    ("file-id-of-the-file", {"url": "http://a.example.org/node/17781", "files": [{"id": "en-1778", "language": "en"}]}),
]

HOSTILE = [
    dict.fromkeys(("id", "treaty", "country", "protocolVersion", "updated", "submission", "title", "files"), value)
    for value in (7, True, {"a": 1}, ["x"], "\u0000", [[], {}], [{"language": 7, "value": 7}])
]


@pytest.mark.parametrize(("requirement", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, pointer: str, got: str) -> None:
    (departure,) = found(f"national-reports/{requirement}", content)

    assert departure.pointer == pointer
    assert departure.got.startswith(got)


@pytest.mark.parametrize(("requirement", "content"), RIGHT)
def test_conforming_report_is_left_alone(requirement: str, content: Any) -> None:
    assert found(f"national-reports/{requirement}", content) == []


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, content: Any) -> None:
    departures = found(requirement, content)

    assert all(item.got in ("none", "neither") and item.pointer.startswith("/files/") for item in departures)


@pytest.mark.parametrize("requirement", sorted(GATHERINGS))
@pytest.mark.parametrize("content", HOSTILE)
def test_values_of_any_type_are_not_noted(requirement: str, content: Any) -> None:
    assert gathered(requirement, [content] * 5) == []


def test_every_check_has_both_examples() -> None:
    names = {name.partition("/")[2] for name in RECORDS}

    assert names == {row[0] for row in WRONG}
    assert names == {row[0] for row in RIGHT}


@pytest.mark.parametrize("requirement", ["national-reports/title-in-english", "national-reports/files-given"])
def test_list_behind_a_link_is_not_missing(requirement: str) -> None:
    linked = record({}, title="http://mea.example/title", files="http://mea.example/files")

    assert list(RECORDS[requirement](linked, SETTING)) == []


def report(**changes: Any) -> dict[str, Any]:
    facts = {
        "country": "KE",
        "treaty": "basel",
        "submission": "2021-12-20T00:00:00Z",
        "updated": "2025-06-01T10:00:00Z",
    }
    return titled(("en", "Report of Kenya")) | facts | changes


def test_report_under_two_ids_is_seen() -> None:
    (departure,) = gathered("national-reports/no-probable-duplicates", [report(), report(treaty="cbd"), report()])

    assert (departure.record, departure.got) == ("2", "country, treaty, title and submission of '0'")


@pytest.mark.parametrize(
    "reports",
    [
        [report(), report(submission="2022-12-20T00:00:00Z")],
        [report(seriesId="s"), report(seriesId="s")],
        [report(country=""), report(country="")],
    ],
)
def test_reports_that_differ_are_left_alone(reports: list[Any]) -> None:
    assert gathered("national-reports/no-probable-duplicates", reports) == []


@pytest.mark.parametrize(
    ("moments", "number"),
    [
        (["2025-12-31T23:50:00Z", "2026-01-01T00:00:01Z"] * 2, 1),
        (["2025-12-31T23:50:00Z", "2026-01-01T00:00:01Z"], 0),
        (["2025-12-31T23:50:00Z", "2025-12-31T20:00:00Z"] * 2, 0),
    ],
)
def test_changes_that_are_always_now_are_seen(moments: list[str], number: int) -> None:
    departures = gathered("national-reports/updated-not-always-now", [{"updated": moment} for moment in moments])

    assert number == len(departures)


@pytest.mark.parametrize(
    ("moments", "number"),
    [
        (["2013-11-19T16:31:44Z"] * 2, 1),
        (["2013-11-19T16:31:44Z"], 0),
        (["2013-11-19T16:31:44Z", "2013-11-19T16:31:45Z"], 0),
    ],
)
def test_changes_at_one_moment_are_seen(moments: list[str], number: int) -> None:
    departures = gathered("national-reports/updated-tells-reports-apart", [{"updated": moment} for moment in moments])

    assert number == len(departures)


@pytest.mark.parametrize(
    ("hours", "number"), [([22, 23, 22, 0], 1), ([22, 23, 0, 0], 0), ([22, 23, 22], 0), ([21, 21, 21, 21], 0)]
)
def test_days_that_are_shifted_are_seen(hours: list[int], number: int) -> None:
    contents = [{"submission": f"2021-12-20T{hour:02}:00:00Z"} for hour in hours]

    departures = gathered("national-reports/days-not-shifted", contents)

    assert number == len(departures)


@pytest.mark.parametrize(
    ("files", "number"),
    [
        ([{"id": "en-1", "url": "http://a/1"}, {"id": "en-1", "url": "http://a/2"}], 1),
        ([{"id": "en-1", "content": "QQ=="}, {"id": "en-1", "content": "Qg=="}], 1),
        ([{"id": "en-1", "url": "http://a/1"}, {"id": "en-1", "url": "http://a/1"}], 0),
        ([{"id": "en-1", "url": "http://a/1"}, {"id": "en-2", "url": "http://a/1"}], 0),
    ],
)
def test_files_that_share_an_id_are_seen(files: list[Any], number: int) -> None:
    departures = gathered("national-reports/file-ids-unique", [{"files": [file]} for file in files])

    assert number == len(departures)


@pytest.mark.parametrize(
    ("urls", "number"),
    [
        (["http://a/ke/report.pdf", "http://a/pe/report.pdf"], 1),
        (["http://a/download.aspx?d=report.pdf", "http://a/pe/report.pdf"], 1),
        (["http://a/report.pdf", "http://a/report.pdf"], 0),
        (["http://a/get.php?id=7", "http://a/get.php?id=8"], 0),
        (["http://a/ke.pdf", "http://a/pe.pdf"], 0),
    ],
)
def test_files_that_share_a_name_are_seen(urls: list[str], number: int) -> None:
    departures = gathered("national-reports/file-names-distinct", [{"files": [{"url": url}]} for url in urls])

    assert number == len(departures)


def test_fix_names_the_language_meant() -> None:
    (departure,) = found("national-reports/file-language-tag", filed(language="pt-BR"))

    assert departure.fix == "Write 'pt'."


def test_messages_hold_no_more_than_a_line() -> None:
    departures = [item for name, content, *_ in WRONG for item in found(f"national-reports/{name}", content)]

    assert all("\n" not in json.dumps(item.got) and item.expected for item in departures)


_SHA = {"alg": "sha-256", "value": "0d" * 32}


@pytest.mark.parametrize(
    ("files", "number"),
    [
        ([{"hash": _SHA, "size": 20000}, {"hash": _SHA, "size": 36000}], 1),
        ([{"hash": _SHA, "size": 20000}, {"hash": _SHA, "size": 20000}], 0),
        ([{"hash": _SHA, "size": 20000}, {"hash": _SHA}], 0),
        ([{"hash": "abc", "size": 1}, {"hash": {"alg": 7, "value": [7]}, "size": 2}, {"hash": {"value": "abc"}}], 0),
    ],
)
def test_hashes_that_cannot_be_of_their_files_are_seen(files: list[Any], number: int) -> None:
    departures = gathered("national-reports/file-hash-of-the-file", [{"files": [file]} for file in files])

    assert number == len(departures)


TOGETHER: list[tuple[str, list[Any]]] = [
    ("no-probable-duplicates", [report(), report(treaty="cbd"), report(), report(country="KE ")]),
    ("updated-not-always-now", [{"updated": "2025-12-31T23:50:00Z"}, {"updated": "2026-01-01T00:00:01Z"}] * 2),
    ("updated-tells-reports-apart", [{"updated": "2013-11-19T16:31:44Z"}] * 2),
    ("days-not-shifted", [{"submission": f"2021-12-20T{hour:02}:00:00Z"} for hour in (22, 23, 22, 0)]),
    ("file-ids-unique", [filed(id="en-1", url="http://a/1"), filed(id="en-1", url="http://a/2")]),
    ("file-ids-unique", [filed(id="en-1", content="QQ=="), filed(id="en-1", content="Qg==")]),
    ("file-names-distinct", [filed(url="http://a/ke/report.pdf"), filed(url="http://a/pe/report.pdf")]),
    (
        "file-hash-of-the-file",
        [filed(hash={"alg": "MD5", "value": "A" * 32}, size=1), filed(hash={"alg": "md5", "value": "a" * 32}, size=2)],
    ),
    ("file-names-distinct", [filed(url="http://a/download.aspx?d=report.pdf"), filed(url="http://a/pe/report.pdf")]),
]
"""Reports that are at odds with each other."""


def test_findings_are_worded_as_they_were() -> None:
    alone = ((name, found(f"national-reports/{name}", content)) for name, content, *_ in WRONG)
    together = ((name, gathered(f"national-reports/{name}", contents)) for name, contents in TOGETHER)

    now = worded((*alone, *together))

    assert kept("national_reports", now) == now, RENEW
