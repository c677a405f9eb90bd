"""Lies about decisions: what a form leaves empty, what an export makes up, and files that are not what they seem."""

from apitest.model import Json
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out, without
from apitest.reference.lying import Act, Fault, RecordChange, at

_SETS = ("decisions",)
_FAR = "2052-05-09T00:00:00Z"
_TERMS = "http://www.informea.org/terms"
_FILES = "https://documents.example.org/decisions"


def _titled_in_french(position: int, title: str) -> RecordChange:
    """One record has an English title and this one, said to be French."""
    english: dict[str, Json] = {"language": "en", "value": "Management of waste"}
    return given(position, title=[english, {"language": "fr", "value": title}])


def _absent(name: str, breaks: str, position: int, near: Act) -> Fault:
    """The fault that a property is missing from one record."""
    return Fault(
        name=f"decision-without-{breaks.removesuffix('-given')}",
        breaks=f"decisions/{breaks}",
        entities=_SETS,
        lie=Act(f"A decision has no {name}.", record=left_out(position, name)),
        near_miss=near,
    )


def _titles(position: int, *languages: str) -> RecordChange:
    """One decision has a title in each of these languages, in this order."""
    texts = {"en": "Waste", "fr": "Déchets", "es": "Desechos"}
    return given(position, title=[{"language": code, "value": texts[code]} for code in languages])


def _files(position: int, *files: dict[str, Json]) -> RecordChange:
    """One decision has these files; what is not said is as usual."""
    usual = {"mimeType": "application/pdf", "language": "en"}
    return given(position, files=[usual | file for file in files])


def _file(name: str, language: str = "en", **other: Json) -> dict[str, Json]:
    return {"id": f"file-{name}", "url": f"{_FILES}/{name}", "filename": name, "language": language, **other}


def _texts(*languages: str) -> list[dict[str, Json]]:
    texts = {"en": "<p>Waste</p>", "fr": "<p>Déchets</p>"}
    return [{"language": code, "value": texts[code]} for code in languages]


def _on_two(first: int, second: int, change: RecordChange) -> RecordChange:
    """The same change in two records."""

    def changed(record: dict[str, Json], where: int) -> dict[str, Json] | None:
        return change(record, 0) if where in (first, second) else record

    return changed


def _everywhere(moment: str, but: int = -1) -> RecordChange:
    """All records were changed at one moment, but for the one at a position."""

    def changed(record: dict[str, Json], where: int) -> dict[str, Json]:
        return record if where == but else record | {"updated": moment}

    return changed


def _numbered_anew(record: dict[str, Json]) -> dict[str, Json]:
    return record | {"number": "BC-17/97", "treaty": "basel", **_AT_BASEL}


_AT_BASEL: dict[str, Json] = {
    "meetingId": "basel-cop-17",
    "meetingTitle": "Seventeenth meeting of the Conference of the Parties to the Basel Convention",
    "published": "2025-05-09T00:00:00Z",
}

_GIVEN: tuple[Fault, ...] = (
    _absent("protocolVersion", "protocol-version-given", 20,
            Act("A decision follows a later version of the protocol.", record=given(20, protocolVersion=2))),
    _absent("id", "id-given", 21, Act("A decision has an id of one letter.", record=given(21, id="x"))),
    _absent("type", "type-given", 22, Act("A decision is a recommendation.", record=given(22, type="recommendation"))),
    _absent("status", "status-given", 23, Act("A decision is a draft.", record=given(23, status="draft"))),
    _absent("number", "number-given", 24,
            Act("A decision has the highest number of its meeting.",
                record=at(24, lambda record: _numbered_anew(record) | {"number": "BC-17/999"}))),
    _absent("treaty", "treaty-given", 25, Act("A decision is without a link.", record=left_out(25, "link"))),
    _absent("published", "published-given", 26,
            Act("A decision was published on the day before its last change.",
                record=at(26, lambda record: _numbered_anew(record) | {"updated": "2025-05-10T00:00:00Z"}))),
    _absent("updated", "updated-given", 27,
            Act("A decision was last changed in another year.", record=given(27, updated="2026-01-05T08:00:00Z"))),
)  # fmt: skip

_TEXTS: tuple[Fault, ...] = (
    Fault(
        name="decision-number-not-available",
        breaks="decisions/number-given",
        entities=_SETS,
        lie=Act(
            "A decision of a treaty without known numbers has the number 'n/a'.",
            record=at(28, lambda record: without(record, "meetingId") | {"treaty": "espoo", "number": "n/a"}),
        ),
        near_miss=Act(
            "A decision of such a treaty has a number.",
            record=at(28, lambda record: without(record, "meetingId") | {"treaty": "espoo", "number": "IX/1"}),
        ),
    ),
    Fault(
        name="decision-id-with-blank",
        breaks="decisions/id-without-blanks",
        entities=_SETS,
        lie=Act("An id ends in a blank.", record=given(29, id="decision-29 ")),
        near_miss=Act("An id ends in a full stop.", record=given(29, id="decision-29.")),
    ),
    Fault(
        name="decision-without-english",
        breaks="decisions/title-in-english",
        entities=_SETS,
        lie=Act("A decision has titles in French and Spanish alone.", record=_titles(30, "fr", "es")),
        near_miss=Act("A decision has a title in English alone.", record=_titles(30, "en")),
    ),
    Fault(
        name="decision-without-title",
        breaks="decisions/title-in-english",
        entities=_SETS,
        lie=Act("A decision has no title.", record=left_out(31, "title")),
        near_miss=Act("A decision has no longTitle.", record=left_out(31, "longTitle")),
    ),
    Fault(
        name="decision-title-of-other-language",
        breaks="decisions/title-language-plausible",
        entities=_SETS,
        lie=Act("A French title has English words.", record=_titled_in_french(63, "Management of the wastes")),
        near_miss=Act("A French title is a name.", record=_titled_in_french(63, "BASEL 2025: Ensemble")),
    ),
    Fault(
        name="decision-english-second",
        breaks="decisions/english-title-first",
        entities=_SETS,
        lie=Act("The French title stands before the English one.", record=_titles(32, "fr", "en")),
        near_miss=Act("The Spanish title stands before the French one.", record=_titles(32, "en", "es", "fr")),
    ),
    Fault(
        name="decision-without-meeting",
        breaks="decisions/meeting-named",
        entities=_SETS,
        lie=Act("A decision names no meeting.", record=left_out(33, "meetingId", "meetingTitle")),
        near_miss=Act("A decision names its meeting by title.", record=left_out(33, "meetingId")),
    ),
    Fault(
        name="decision-without-text",
        breaks="decisions/text-offered",
        entities=_SETS,
        lie=Act(
            "A decision has no file, no content and no link.",
            record=left_out(34, "files", "content", "summary", "link"),
        ),
        near_miss=Act("A decision has a link alone.", record=left_out(34, "files", "content", "summary")),
    ),
    Fault(
        name="decision-without-keywords",
        breaks="decisions/keyword-given",
        entities=_SETS,
        lie=Act("A decision has no keywords.", record=left_out(35, "keywords")),
        near_miss=Act(
            "A decision has one keyword.", record=given(35, keywords=[{"term": "waste", "namespace": _TERMS}])
        ),
    ),
    Fault(
        name="decision-keyword-without-namespace",
        breaks="decisions/keywords-complete",
        entities=_SETS,
        lie=Act("A keyword does not name its vocabulary.", record=first_left_out(36, "keywords", "namespace")),
        near_miss=Act(
            "A keyword is from another vocabulary.",
            record=first_given(36, "keywords", namespace="https://www.cbd.int/thesaurus"),
        ),
    ),
    Fault(
        name="decision-keywords-joined",
        breaks="decisions/keywords-single",
        entities=_SETS,
        lie=Act("A keyword holds two terms.", record=first_given(37, "keywords", term="mercury; waste")),
        near_miss=Act("A keyword holds a comma.", record=first_given(37, "keywords", term="trade, illegal")),
    ),
    Fault(
        name="decision-summary-in-other-language",
        breaks="decisions/summary-matches-content",
        entities=_SETS,
        lie=Act(
            "A decision has contents in two languages and one summary.",
            record=given(38, content=_texts("en", "fr"), summary=_texts("fr")),
        ),
        near_miss=Act(
            "A decision has contents and summaries in two languages.",
            record=given(38, content=_texts("en", "fr"), summary=_texts("en", "fr")),
        ),
    ),
    Fault(
        name="decision-title-too-long",
        breaks="decisions/texts-fit-fields",
        entities=_SETS,
        lie=Act("A title has 2049 characters.", record=given(39, title=[{"language": "en", "value": "W" * 2049}])),
        near_miss=Act(
            "A title has 2048 characters.", record=given(39, title=[{"language": "en", "value": "W" * 2048}])
        ),
    ),
)

_DATES: tuple[Fault, ...] = (
    Fault(
        name="decision-published-in-1970",
        breaks="decisions/dates-real",
        entities=_SETS,
        lie=Act(
            "A decision was published in the first second of 1970.",
            record=at(40, lambda record: without(record, "meetingId") | {"published": "1970-01-01T00:00:00Z"}),
        ),
        near_miss=Act(
            "A decision was published in 1971.",
            record=at(40, lambda record: without(record, "meetingId") | {"published": "1971-02-02T00:00:00Z"}),
        ),
    ),
    Fault(
        name="decision-published-in-future",
        breaks="decisions/published-not-in-future",
        entities=_SETS,
        lie=Act(
            "A decision was published in the year 2052.",
            record=at(41, lambda record: without(record, "meetingId") | {"published": _FAR}),
        ),
        near_miss=Act(
            "A decision was published in the year 2025.",
            record=at(41, lambda record: _numbered_anew(record) | {"updated": "2025-09-01T08:00:00Z"}),
        ),
    ),
    Fault(
        name="decision-updated-in-future",
        breaks="decisions/updated-not-in-future",
        entities=_SETS,
        lie=Act("A decision was last changed in the year 2052.", record=given(42, updated=_FAR)),
        near_miss=Act(
            "A decision was last changed in the year 2025.", record=given(42, updated="2025-12-31T23:59:59Z")
        ),
    ),
    Fault(
        name="decision-published-after-change",
        breaks="decisions/published-not-after-updated",
        entities=_SETS,
        lie=Act(
            "A decision was last changed two days before it was published.",
            record=at(43, lambda record: _numbered_anew(record) | {"updated": "2025-05-07T00:00:00Z"}),
        ),
        near_miss=Act(
            "A decision was last changed on the day of its publication.",
            record=at(43, lambda record: _numbered_anew(record) | {"updated": "2025-05-09T00:00:00Z"}),
        ),
    ),
    Fault(
        name="decision-published-to-the-second",
        breaks="decisions/published-is-a-day",
        entities=_SETS,
        lie=Act(
            "A decision was published at 15:44:25.",
            record=at(44, lambda record: _numbered_anew(record) | {"published": "2025-05-09T15:44:25Z"}),
        ),
        near_miss=Act(
            "A decision was published at midnight in Geneva.",
            record=at(44, lambda record: _numbered_anew(record) | {"published": "2025-05-08T22:00:00Z"}),
        ),
    ),
    Fault(
        name="decisions-updated-at-once",
        breaks="decisions/updated-differs",
        entities=_SETS,
        lie=Act("All decisions were changed at one moment.", record=_everywhere("2025-10-01T06:00:00Z")),
        near_miss=Act(
            "All decisions but one were changed at one moment.", record=_everywhere("2025-10-01T06:00:00Z", 3)
        ),
    ),
)

_ACROSS: tuple[Fault, ...] = (
    Fault(
        name="decision-number-twice",
        breaks="decisions/numbers-distinct",
        entities=_SETS,
        lie=Act("Two decisions have the same number.", record=_on_two(45, 145, at(0, _numbered_anew))),
        near_miss=Act(
            "A decision and a resolution have the same number.",
            record=lambda record, where: (
                _numbered_anew(record) | {"type": "decision" if where == 45 else "resolution"}
                if where in (45, 145)
                else record
            ),
        ),
    ),
    Fault(
        name="decision-link-twice",
        breaks="decisions/links-distinct",
        entities=_SETS,
        lie=Act(
            "Two decisions have the same link.",
            record=_on_two(46, 146, given(0, link="https://decisions.example.org/all")),
        ),
        near_miss=Act(
            "Two decisions have links to one page, at different places.",
            record=lambda record, where: (
                record | {"link": f"https://decisions.example.org/all#{where}"} if where in (46, 146) else record
            ),
        ),
    ),
    Fault(
        name="decision-file-id-twice",
        breaks="decisions/file-ids-distinct",
        entities=_SETS,
        lie=Act(
            "Two files of two decisions have the same id.",
            record=_on_two(47, 147, first_given(0, "files", id="en-1778")),
        ),
        near_miss=Act("Two decisions have the same file.", record=_on_two(47, 147, _files(0, _file("omnibus-en.pdf")))),
    ),
    Fault(
        name="decision-file-name-twice",
        breaks="decisions/file-names-distinct",
        entities=_SETS,
        lie=Act(
            "Two files of two decisions have the same name.",
            record=_on_two(48, 148, first_given(0, "files", filename="decision-en.pdf")),
        ),
        near_miss=Act("Two decisions have the same file.", record=_on_two(48, 148, _files(0, _file("omnibus-en.pdf")))),
    ),
)

_OF_FILES: tuple[Fault, ...] = (
    Fault(
        name="decision-file-unobtainable",
        breaks="decisions/file-obtainable",
        entities=_SETS,
        lie=Act("A file has neither address nor content.", record=first_left_out(50, "files", "url")),
        near_miss=Act("A file has no size.", record=first_left_out(50, "files", "size")),
    ),
    Fault(
        name="decision-file-content-alone",
        breaks="decisions/file-address-given",
        entities=_SETS,
        lie=Act(
            "A file comes in the record alone.",
            record=_files(51, {"id": "file-51", "content": "JVBERi0xLjcK", "filename": "bc-17-22-en.pdf"}),
        ),
        near_miss=Act(
            "A file comes in the record, and has an address.", record=_files(51, _file("51-en.pdf", content="JVBERg=="))
        ),
    ),
    Fault(
        name="decision-file-without-id",
        breaks="decisions/file-id-given",
        entities=_SETS,
        lie=Act("A file has no id.", record=first_left_out(52, "files", "id")),
        near_miss=Act("A file has no name.", record=first_left_out(52, "files", "filename")),
    ),
    Fault(
        name="decision-file-without-media-type",
        breaks="decisions/file-media-type-given",
        entities=_SETS,
        lie=Act("A file has no media type.", record=first_left_out(53, "files", "mimeType")),
        near_miss=Act("A file has no size.", record=first_left_out(53, "files", "size")),
    ),
    Fault(
        name="decision-file-without-language",
        breaks="decisions/file-language-given",
        entities=_SETS,
        lie=Act("A file has no language.", record=first_left_out(54, "files", "language")),
        near_miss=Act("A file is in Portuguese.", record=first_given(54, "files", language="pt")),
    ),
    Fault(
        name="decision-file-language-undetermined",
        breaks="decisions/file-language-known",
        entities=_SETS,
        lie=Act("A file is in the language 'und'.", record=first_given(55, "files", language="und")),
        near_miss=Act("A file is in Northern Sami.", record=first_given(55, "files", language="se")),
    ),
    Fault(
        name="decision-file-content-as-text",
        breaks="decisions/file-content-base64",
        entities=_SETS,
        lie=Act("The content of a file is text.", record=first_given(56, "files", content="The Conference,")),
        near_miss=Act("The content of a file is base64.", record=first_given(56, "files", content="VGhlIENvbmY=")),
    ),
    Fault(
        name="decision-file-with-id-of-decision",
        breaks="decisions/file-id-own",
        entities=_SETS,
        lie=Act(
            "A file has the id of its decision.",
            record=at(57, lambda record: first_given(57, "files", id=record["id"])(record, 57) or record),
        ),
        near_miss=Act(
            "A file has an id that begins with that of its decision.",
            record=at(57, lambda record: first_given(57, "files", id=f"{record['id']}-1")(record, 57) or record),
        ),
    ),
    Fault(
        name="decision-file-is-page",
        breaks="decisions/file-not-page",
        entities=_SETS,
        lie=Act(
            "A file has the address of the decision's page.",
            record=at(58, lambda record: first_given(58, "files", url=record["link"])(record, 58) or record),
        ),
        near_miss=Act(
            "A file has an address below the decision's page.",
            record=at(58, lambda record: first_given(58, "files", url=f"{record['link']}/pdf")(record, 58) or record),
        ),
    ),
    Fault(
        name="decision-file-address-twice",
        breaks="decisions/file-addresses-once",
        entities=_SETS,
        lie=Act(
            "Two languages of a decision have the same file.",
            record=_files(59, _file("59.pdf"), _file("59.pdf", "fr", id="file-59-fr")),
        ),
        near_miss=Act(
            "Two languages of a decision have files of their own.",
            record=_files(59, _file("59-e.pdf"), _file("59-f.pdf", "fr")),
        ),
    ),
    Fault(
        name="decision-file-is-photograph",
        breaks="decisions/file-not-jpeg",
        entities=_SETS,
        lie=Act("A file is a JPEG picture.", record=_files(60, _file("60-en.jpg", mimeType="image/jpeg"))),
        near_miss=Act("A file is a web page.", record=_files(60, _file("60-en.html", mimeType="text/html"))),
    ),
    Fault(
        name="decision-file-of-other-language",
        breaks="decisions/file-language-fits-name",
        entities=_SETS,
        lie=Act("A French file is said to be English.", record=_files(61, _file("61-fr.pdf", "en"))),
        near_miss=Act("A name of a file begins with the code of a language.", record=_files(61, _file("es-61.pdf"))),
    ),
    Fault(
        name="decision-file-of-other-type",
        breaks="decisions/file-media-type-fits-name",
        entities=_SETS,
        lie=Act("A PDF is said to be a Word document.", record=first_given(62, "files", mimeType="application/msword")),
        near_miss=Act(
            "A Word document is said to be one.", record=_files(62, _file("62-en.doc", mimeType="application/msword"))
        ),
    ),
)

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_TEXTS, *_DATES, *_ACROSS, *_OF_FILES)
"""The lies of this class."""
