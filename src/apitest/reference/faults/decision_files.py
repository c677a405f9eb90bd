"""Lies about the files of decisions: files that cannot be had, and files that are not what they seem."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, first_left_out, given
from apitest.reference.lying import Fault, RecordChange, at

_DECISION = About("decision", "decisions")
_FILES = "https://documents.example.org/decisions"


def holding(position: int, *files: dict[str, Json]) -> RecordChange:
    """One decision has these files; what is not said is as usual."""
    usual = {"mimeType": "application/pdf", "language": "en"}
    return given(position, files=[usual | file for file in files])


def file_of(name: str, language: str = "en", **other: Json) -> dict[str, Json]:
    """A file of a decision, by its name."""
    return {"id": f"file-{name}", "url": f"{_FILES}/{name}", "filename": name, "language": language, **other}


FAULTS: tuple[Fault, ...] = (
    _DECISION.lie(
        "file-unobtainable",
        "file-obtainable",
        ("A file has neither address nor content.", first_left_out(50, "files", "url")),
        ("A file has no size.", first_left_out(50, "files", "size")),
    ),
    _DECISION.lie(
        "file-content-alone",
        "file-address-given",
        (
            "A file comes in the record alone.",
            holding(51, {"id": "file-51", "content": "JVBERi0xLjcK", "filename": "bc-17-22-en.pdf"}),
        ),
        ("A file comes in the record, and has an address.", holding(51, file_of("51-en.pdf", content="JVBERg=="))),
    ),
    _DECISION.lie(
        "file-without-id",
        "file-id-given",
        ("A file has no id.", first_left_out(52, "files", "id")),
        ("A file has no name.", first_left_out(52, "files", "filename")),
    ),
    _DECISION.lie(
        "file-without-media-type",
        "file-media-type-given",
        ("A file has no media type.", first_left_out(53, "files", "mimeType")),
        ("A file has no size.", first_left_out(53, "files", "size")),
    ),
    _DECISION.lie(
        "file-without-language",
        "file-language-given",
        ("A file has no language.", first_left_out(54, "files", "language")),
        ("A file is in Portuguese.", first_given(54, "files", language="pt")),
    ),
    _DECISION.lie(
        "file-language-undetermined",
        "file-language-known",
        ("A file is in the language 'und'.", first_given(55, "files", language="und")),
        ("A file is in Northern Sami.", first_given(55, "files", language="se")),
    ),
    _DECISION.lie(
        "file-content-as-text",
        "file-content-base64",
        ("The content of a file is text.", first_given(56, "files", content="The Conference,")),
        ("The content of a file is base64.", first_given(56, "files", content="VGhlIENvbmY=")),
    ),
    _DECISION.lie(
        "file-with-id-of-decision",
        "file-id-own",
        (
            "A file has the id of its decision.",
            at(57, lambda record: first_given(57, "files", id=record["id"])(record, 57) or record),
        ),
        (
            "A file has an id that begins with that of its decision.",
            at(57, lambda record: first_given(57, "files", id=f"{record['id']}-1")(record, 57) or record),
        ),
    ),
    _DECISION.lie(
        "file-is-page",
        "file-not-page",
        (
            "A file has the address of the decision's page.",
            at(58, lambda record: first_given(58, "files", url=record["link"])(record, 58) or record),
        ),
        (
            "A file has an address below the decision's page.",
            at(58, lambda record: first_given(58, "files", url=f"{record['link']}/pdf")(record, 58) or record),
        ),
    ),
    _DECISION.lie(
        "file-address-twice",
        "file-addresses-once",
        (
            "Two languages of a decision have the same file.",
            holding(59, file_of("59.pdf"), file_of("59.pdf", "fr", id="file-59-fr")),
        ),
        (
            "Two languages of a decision have files of their own.",
            holding(59, file_of("59-e.pdf"), file_of("59-f.pdf", "fr")),
        ),
    ),
    _DECISION.lie(
        "file-is-photograph",
        "file-not-jpeg",
        ("A file is a JPEG picture.", holding(60, file_of("60-en.jpg", mimeType="image/jpeg"))),
        ("A file is a web page.", holding(60, file_of("60-en.html", mimeType="text/html"))),
    ),
    _DECISION.lie(
        "file-of-other-language",
        "file-language-fits-name",
        ("A French file is said to be English.", holding(61, file_of("61-fr.pdf", "en"))),
        ("A name of a file begins with the code of a language.", holding(61, file_of("es-61.pdf"))),
    ),
    _DECISION.lie(
        "file-of-other-type",
        "file-media-type-fits-name",
        ("A PDF is said to be a Word document.", first_given(62, "files", mimeType="application/msword")),
        ("A Word document is said to be one.", holding(62, file_of("62-en.doc", mimeType="application/msword"))),
    ),
)
"""The lies about files."""
