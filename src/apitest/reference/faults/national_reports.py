"""Lies about national reports: properties left out, dates that cannot be true, files that the portal loses."""

from collections.abc import Mapping
from datetime import timedelta

from apitest.dialects.dates import canonical, moment_of
from apitest.model import Json
from apitest.reference.lying import Act, Fault, RecordChange, at
from apitest.wire import moment

_SETS = ("national-reports",)


def _with(position: int, **values: Json) -> RecordChange:
    """One record has these values."""
    return at(position, lambda record: record | values)


def _without(position: int, name: str) -> RecordChange:
    """One record lacks a property."""
    return at(position, lambda record: {key: value for key, value in record.items() if key != name})


def _file(position: int, without: str = "", **values: Json) -> RecordChange:
    """The first file of one record has these values, or lacks one."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        file = {name: value for name, value in {**record["files"][0], **values}.items() if name != without}
        return record | {"files": [file, *record["files"][1:]]}

    return at(position, change)


def _with_one_file(record: dict[str, Json]) -> dict[str, Json]:
    return record | {"files": [record["files"][0] | {"filename": "report.pdf"}]}


def _files(values: Mapping[int, Mapping[str, Json]]) -> RecordChange:
    """The first files of some records, by position, have these values."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position not in values:
            return record
        return record | {"files": [{**record["files"][0], **values[position]}, *record["files"][1:]]}

    return change


def _title(*entries: tuple[str, str]) -> Json:
    return [{"language": language, "value": value} for language, value in entries]


def _twins(*submissions: str) -> RecordChange:
    """Two records agree in country, treaty and title; their days of submission are given."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position not in (20, 21):
            return record
        same = {"country": "KE", "treaty": "basel", "title": _title(("en", "National report of Kenya"))}
        return record | same | {"submission": submissions[position - 20]}

    return change


def _changed_since(minutes: int) -> RecordChange:
    """All records were changed within so many minutes before now."""
    now = moment()

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        before = timedelta(seconds=minutes * 60 * (position + 1) / 300)
        return record | {"updated": canonical((now - before).replace(microsecond=0))}

    return change


def _changed_at_once(but: int) -> RecordChange:
    """All records but one were changed at one moment."""
    return lambda record, position: record if position == but else record | {"updated": "2025-11-19T16:31:44Z"}


def _shifted(every: int) -> RecordChange:
    """The submission of every so-many-th record is midnight of Central Europe."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position % every:
            return record
        return record | {"submission": canonical(moment_of(record["submission"]) - timedelta(hours=1))}

    return change


def _missing(name: str, near_miss: Act, position: int = 4) -> Fault:
    """A report lacks a property."""
    return Fault(
        name=f"report-without-{name.lower()}",
        breaks=f"national-reports/{_GIVEN.get(name, name)}-given",
        entities=_SETS,
        lie=Act(f"A report has no {name}.", record=_without(position, name)),
        near_miss=near_miss,
    )


_GIVEN = {"protocolVersion": "protocol-version"}

_RECORDS: tuple[Fault, ...] = (
    _missing("id", Act("An id is one letter.", record=_with(4, id="a"))),
    _missing("treaty", Act("A treaty is one that is seldom seen.", record=_with(4, treaty="lusakaagreement"))),
    _missing("country", Act("A country is a small one.", record=_with(4, country="TV"))),
    _missing("protocolVersion", Act("The version is another one.", record=_with(4, protocolVersion=2))),
    _missing("updated", Act("A change is long ago.", record=_with(4, updated="2024-12-31T00:00:00Z"))),
    Fault(
        name="report-country-empty",
        breaks="national-reports/country-given",
        entities=_SETS,
        lie=Act("A country is an empty text.", record=_with(5, country="")),
        near_miss=Act("The country is the European Union.", record=_with(5, country="EU")),
    ),
    Fault(
        name="report-untitled",
        breaks="national-reports/title-in-english",
        entities=_SETS,
        lie=Act("A report has no title.", record=_without(6, "title")),
        near_miss=Act("A title is one word.", record=_with(6, title=_title(("en", "Report")))),
    ),
    Fault(
        name="report-titled-in-french-only",
        breaks="national-reports/title-in-english",
        entities=_SETS,
        lie=Act("A title is in French alone.", record=_with(7, title=_title(("fr", "Rapport national du Kenya")))),
        near_miss=Act(
            "A title is in French first.",
            record=_with(7, title=_title(("fr", "Rapport national du Kenya"), ("en", "National report of Kenya"))),
        ),
    ),
    Fault(
        name="report-title-mislabelled",
        breaks="national-reports/title-language-plausible",
        entities=_SETS,
        lie=Act("A French title claims to be English.", record=_with(8, title=_title(("en", "Rapport du Kenya")))),
        near_miss=Act(
            "An English title names a place with a French name.",
            record=_with(8, title=_title(("en", "National report: Côte d'Ivoire, Abidjan"))),
        ),
    ),
    Fault(
        name="report-submitted-in-1970",
        breaks="national-reports/submission-not-placeholder",
        entities=_SETS,
        lie=Act("A submission is the zero of the clock.", record=_with(9, submission="1970-01-01T00:00:00Z")),
        near_miss=Act("A submission is of 1972.", record=_with(9, submission="1972-06-16T00:00:00Z")),
    ),
    Fault(
        name="report-submitted-in-future",
        breaks="national-reports/submission-not-future",
        entities=_SETS,
        lie=Act("A submission is in another century.", record=_with(10, submission="2201-12-20T00:00:00Z")),
        near_miss=Act(
            "A submission is in the year of the change.", record=_with(10, submission="2025-01-02T00:00:00Z")
        ),
    ),
    Fault(
        name="report-changed-in-future",
        breaks="national-reports/updated-not-future",
        entities=_SETS,
        lie=Act("A change is in another century.", record=_with(11, updated="2205-06-01T10:00:00Z")),
        near_miss=Act("A change is the latest of all.", record=_with(11, updated="2026-01-01T00:00:00Z")),
    ),
    Fault(
        name="report-changed-before-submission",
        breaks="national-reports/submission-before-change",
        entities=_SETS,
        lie=Act(
            "A report was changed before it was sent.",
            record=_with(12, submission="2024-12-20T00:00:00Z", updated="2024-01-15T08:00:00Z"),
        ),
        near_miss=Act(
            "A report was changed in the night before the day of its submission.",
            record=_with(12, submission="2024-12-20T00:00:00Z", updated="2024-12-19T23:30:00Z"),
        ),
    ),
    Fault(
        name="report-under-parent-convention",
        breaks="national-reports/own-treaty-of-protocol",
        entities=_SETS,
        lie=Act(
            "A report on a protocol goes under its convention.",
            record=_with(13, treaty="cbd", title=_title(("en", "Interim national report on the Nagoya Protocol"))),
        ),
        near_miss=Act(
            "A report on a convention speaks of its protocol too.",
            record=_with(
                13,
                treaty="cbd",
                title=_title(("en", "Report on the Convention on Biological Diversity and the Nagoya Protocol")),
            ),
        ),
    ),
    Fault(
        name="report-union-as-ecuador",
        breaks="national-reports/union-not-ecuador",
        entities=_SETS,
        lie=Act(
            "The European Union goes by EC.",
            record=_with(14, country="EC", title=_title(("en", "National report of the European Union"))),
        ),
        near_miss=Act(
            "Ecuador goes by EC.",
            record=_with(14, country="EC", title=_title(("en", "National report of Ecuador"))),
        ),
    ),
    Fault(
        name="report-twice",
        breaks="national-reports/no-probable-duplicates",
        entities=_SETS,
        lie=Act("A report comes under two ids.", record=_twins("2021-12-20T00:00:00Z", "2021-12-20T00:00:00Z")),
        near_miss=Act(
            "Two reports differ in their days alone.", record=_twins("2021-12-20T00:00:00Z", "2022-12-20T00:00:00Z")
        ),
    ),
    Fault(
        name="reports-always-changed-now",
        breaks="national-reports/updated-not-always-now",
        entities=_SETS,
        lie=Act("Every report was changed just now.", record=_changed_since(10)),
        near_miss=Act("Every report was changed in the last three hours.", record=_changed_since(180)),
    ),
    Fault(
        name="reports-changed-at-once",
        breaks="national-reports/updated-tells-reports-apart",
        entities=_SETS,
        lie=Act("Every report was changed at one moment.", record=_changed_at_once(but=-1)),
        near_miss=Act("Every report but one was changed at one moment.", record=_changed_at_once(but=3)),
    ),
    Fault(
        name="reports-of-the-day-before",
        breaks="national-reports/days-not-shifted",
        entities=_SETS,
        lie=Act("Submissions are midnights of Central Europe.", record=_shifted(1)),
        near_miss=Act("Every third submission is an hour before midnight.", record=_shifted(3)),
    ),
)

_FILES: tuple[Fault, ...] = (
    Fault(
        name="report-without-files",
        breaks="national-reports/files-given",
        entities=_SETS,
        lie=Act("A report has no file.", record=_with(4, files=[])),
        near_miss=Act("A report has one file.", record=at(4, _with_one_file)),
    ),
    Fault(
        name="report-file-without-id",
        breaks="national-reports/file-id-given",
        entities=_SETS,
        lie=Act("A file has no id.", record=_file(5, without="id")),
        near_miss=Act("The id of a file is one digit.", record=_file(5, id="7")),
    ),
    Fault(
        name="report-files-of-one-id",
        breaks="national-reports/file-ids-unique",
        entities=_SETS,
        lie=Act("Two files have one id.", record=_files({6: {"id": "en"}, 7: {"id": "en"}})),
        near_miss=Act(
            "One file belongs to two reports.",
            record=_files(
                {
                    6: {"id": "en", "url": "https://documents.example.org/joint.pdf", "filename": "joint.pdf"},
                    7: {"id": "en", "url": "https://documents.example.org/joint.pdf", "filename": "joint.pdf"},
                }
            ),
        ),
    ),
    Fault(
        name="report-file-id-of-page",
        breaks="national-reports/file-id-of-the-file",
        entities=_SETS,
        lie=Act(
            "The id of a file is language and page.",
            record=at(
                8,
                lambda record: (
                    record
                    | {
                        "url": "https://reports.example.org/node/1778",
                        "files": [record["files"][0] | {"id": "en-1778"}],
                    }
                ),
            ),
        ),
        near_miss=Act(
            "The id of a file is language and a number of its own.",
            record=at(
                8,
                lambda record: (
                    record
                    | {
                        "url": "https://reports.example.org/node/1778",
                        "files": [record["files"][0] | {"id": "en-4711"}],
                    }
                ),
            ),
        ),
    ),
    Fault(
        name="report-file-nowhere",
        breaks="national-reports/file-has-source",
        entities=_SETS,
        lie=Act("A file has neither address nor content.", record=_file(9, without="url")),
        near_miss=Act(
            "A file has address and content.", record=_file(9, content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK")
        ),
    ),
    Fault(
        name="report-file-by-content",
        breaks="national-reports/file-by-address",
        entities=_SETS,
        lie=Act(
            "A file is sent as content alone.",
            record=_file(10, without="url", content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK"),
        ),
        near_miss=Act(
            "A file is sent as content too.", record=_file(10, content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK")
        ),
    ),
    Fault(
        name="report-file-without-media-type",
        breaks="national-reports/file-media-type-given",
        entities=_SETS,
        lie=Act("A file has no media type.", record=_file(11, without="mimeType")),
        near_miss=Act("A file has a general media type.", record=_file(11, mimeType="application/octet-stream")),
    ),
    Fault(
        name="report-file-without-language",
        breaks="national-reports/file-language-given",
        entities=_SETS,
        lie=Act("A file has no language.", record=_file(12, without="language")),
        near_miss=Act(
            "A file is in a language that few use.", record=_file(12, language="pt", filename="relatorio.pdf")
        ),
    ),
    Fault(
        name="report-file-language-undetermined",
        breaks="national-reports/file-language-tag",
        entities=_SETS,
        lie=Act("The language of a file is 'und'.", record=_file(13, language="und", filename="report.pdf")),
        near_miss=Act("A file is in Northern Sami.", record=_file(13, language="se", filename="report.pdf")),
    ),
    Fault(
        name="report-file-language-in-capitals",
        breaks="national-reports/file-language-tag",
        entities=_SETS,
        lie=Act("The language of a file is in capitals.", record=_file(14, language="EN")),
        near_miss=Act("A file is in another language.", record=_file(14, language="de", filename="bericht.pdf")),
    ),
    Fault(
        name="report-file-language-mislabelled",
        breaks="national-reports/file-language-fits-name",
        entities=_SETS,
        lie=Act(
            "A French file claims to be English.",
            record=_file(15, language="en", filename="senegal2021_fr_mop8.pdf"),
        ),
        near_miss=Act(
            "A file name begins with the code of a country.",
            record=at(
                15,
                lambda record: (
                    record
                    | {"country": "FR", "files": [record["files"][0] | {"language": "en", "filename": "fr-report.pdf"}]}
                ),
            ),
        ),
    ),
    Fault(
        name="report-file-without-name",
        breaks="national-reports/file-name-given",
        entities=_SETS,
        lie=Act("A file has no name.", record=_file(16, without="filename")),
        near_miss=Act("A file has another name than in its address.", record=_file(16, filename="report.pdf")),
    ),
    Fault(
        name="report-file-behind-script",
        breaks="national-reports/file-name-in-address",
        entities=_SETS,
        lie=Act(
            "A file is at the query of a script.", record=_file(17, url="https://documents.example.org/get.php?id=7")
        ),
        near_miss=Act(
            "A file is where the portal knows to find its name in the query.",
            record=_file(17, url="https://documents.example.org/download.aspx?d=report-17.pdf"),
        ),
    ),
    Fault(
        name="report-files-of-one-name",
        breaks="national-reports/file-names-distinct",
        entities=_SETS,
        lie=Act(
            "Two files have one name in different folders.",
            record=_files(
                {
                    18: {"url": "https://documents.example.org/a/report.pdf"},
                    19: {"url": "https://documents.example.org/b/report.pdf"},
                }
            ),
        ),
        near_miss=Act(
            "Two files have names that differ in a letter.",
            record=_files(
                {
                    18: {"url": "https://documents.example.org/a/report-a.pdf"},
                    19: {"url": "https://documents.example.org/b/report-b.pdf"},
                }
            ),
        ),
    ),
    Fault(
        name="report-file-of-negative-size",
        breaks="national-reports/file-size-not-negative",
        entities=_SETS,
        lie=Act("A file has the size -1.", record=_file(20, size=-1)),
        near_miss=Act("A file is empty.", record=_file(20, size=0)),
    ),
    Fault(
        name="report-file-of-another-type",
        breaks="national-reports/file-type-fits-name",
        entities=_SETS,
        lie=Act("A Word document claims to be a PDF.", record=_file(21, filename="report.doc")),
        near_miss=Act(
            "A Word document says so.", record=_file(21, filename="report.doc", mimeType="application/msword")
        ),
    ),
)

FAULTS: tuple[Fault, ...] = (*_RECORDS, *_FILES)
