"""Lies about the files of national reports: files that the portal loses, and files that are not what is said of them."""

from collections.abc import Mapping

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, first_left_out, given
from apitest.reference.lying import Fault, RecordChange, at

_REPORT = About("report", "national-reports")


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


FAULTS: tuple[Fault, ...] = (
    _REPORT.lie(
        "without-files",
        "files-given",
        ("A report has no file.", given(4, files=[])),
        ("A report has one file.", at(4, _with_one_file)),
    ),
    _REPORT.lie(
        "file-without-id",
        "file-id-given",
        ("A file has no id.", first_left_out(5, "files", "id")),
        ("The id of a file is one digit.", first_given(5, "files", id="7")),
    ),
    _REPORT.lie(
        "files-of-one-id",
        "file-ids-unique",
        ("Two files have one id.", _files({6: {"id": "en"}, 7: {"id": "en"}})),
        (
            "One file belongs to two reports.",
            _files(
                {
                    6: {"id": "en", "url": "https://documents.example.org/joint.pdf", "filename": "joint.pdf"},
                    7: {"id": "en", "url": "https://documents.example.org/joint.pdf", "filename": "joint.pdf"},
                }
            ),
        ),
    ),
    _REPORT.lie(
        "file-id-of-page",
        "file-id-of-the-file",
        (
            "The id of a file is language and page.",
            at(
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
        (
            "The id of a file is language and a number of its own.",
            at(
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
    _REPORT.lie(
        "file-nowhere",
        "file-has-source",
        ("A file has neither address nor content.", first_left_out(9, "files", "url")),
        ("A file has address and content.", first_given(9, "files", content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK")),
    ),
    _REPORT.lie(
        "file-by-content",
        "file-by-address",
        ("A file is sent as content alone.", _file(10, without="url", content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK")),
        ("A file is sent as content too.", first_given(10, "files", content="JVBERi0xLjQKJSBTeW50aGV0aWMKJSVFT0YK")),
    ),
    _REPORT.lie(
        "file-without-media-type",
        "file-media-type-given",
        ("A file has no media type.", first_left_out(11, "files", "mimeType")),
        ("A file has a general media type.", first_given(11, "files", mimeType="application/octet-stream")),
    ),
    _REPORT.lie(
        "file-without-language",
        "file-language-given",
        ("A file has no language.", first_left_out(12, "files", "language")),
        ("A file is in a language that few use.", first_given(12, "files", language="pt", filename="relatorio.pdf")),
    ),
    _REPORT.lie(
        "file-language-undetermined",
        "file-language-tag",
        ("The language of a file is 'und'.", first_given(13, "files", language="und", filename="report.pdf")),
        ("A file is in Northern Sami.", first_given(13, "files", language="se", filename="report.pdf")),
    ),
    _REPORT.lie(
        "file-language-in-capitals",
        "file-language-tag",
        ("The language of a file is in capitals.", first_given(14, "files", language="EN")),
        ("A file is in another language.", first_given(14, "files", language="de", filename="bericht.pdf")),
    ),
    _REPORT.lie(
        "file-language-mislabelled",
        "file-language-fits-name",
        (
            "A French file claims to be English.",
            first_given(15, "files", language="en", filename="senegal2021_fr_mop8.pdf"),
        ),
        (
            "A file name begins with the code of a country.",
            at(
                15,
                lambda record: (
                    record
                    | {"country": "FR", "files": [record["files"][0] | {"language": "en", "filename": "fr-report.pdf"}]}
                ),
            ),
        ),
    ),
    _REPORT.lie(
        "file-without-name",
        "file-name-given",
        ("A file has no name.", first_left_out(16, "files", "filename")),
        ("A file has another name than in its address.", first_given(16, "files", filename="report.pdf")),
    ),
    _REPORT.lie(
        "file-behind-script",
        "file-name-in-address",
        (
            "A file is at the query of a script.",
            first_given(17, "files", url="https://documents.example.org/get.php?id=7"),
        ),
        (
            "A file is where the portal knows to find its name in the query.",
            first_given(17, "files", url="https://documents.example.org/download.aspx?d=report-17.pdf"),
        ),
    ),
    _REPORT.lie(
        "files-of-one-name",
        "file-names-distinct",
        (
            "Two files have one name in different folders.",
            _files(
                {
                    18: {"url": "https://documents.example.org/a/report.pdf"},
                    19: {"url": "https://documents.example.org/b/report.pdf"},
                }
            ),
        ),
        (
            "Two files have names that differ in a letter.",
            _files(
                {
                    18: {"url": "https://documents.example.org/a/report-a.pdf"},
                    19: {"url": "https://documents.example.org/b/report-b.pdf"},
                }
            ),
        ),
    ),
    _REPORT.lie(
        "file-of-negative-size",
        "file-size-not-negative",
        ("A file has the size -1.", first_given(20, "files", size=-1)),
        ("A file is empty.", first_given(20, "files", size=0)),
    ),
    _REPORT.lie(
        "file-of-another-type",
        "file-type-fits-name",
        ("A Word document claims to be a PDF.", first_given(21, "files", filename="report.doc")),
        ("A Word document says so.", first_given(21, "files", filename="report.doc", mimeType="application/msword")),
    ),
)
