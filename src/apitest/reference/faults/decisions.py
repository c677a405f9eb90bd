"""Lies about decisions: what a form leaves empty, and what an export makes up."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out, without
from apitest.reference.faults.decision_files import file_of, holding
from apitest.reference.lying import Act, Fault, RecordChange, at

_SETS = ("decisions",)
_DECISION = About("decision", "decisions")
_FAR = "2052-05-09T00:00:00Z"
_TERMS = "http://www.informea.org/terms"


def _titled_in_french(position: int, title: str) -> RecordChange:
    """One record has an English title and this one, said to be French."""
    english: dict[str, Json] = {"language": "en", "value": "Management of waste"}
    return given(position, title=[english, {"language": "fr", "value": title}])


def _titles(position: int, *languages: str) -> RecordChange:
    """One decision has a title in each of these languages, in this order."""
    texts = {"en": "Waste", "fr": "Déchets", "es": "Desechos"}
    return given(position, title=[{"language": code, "value": texts[code]} for code in languages])


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


_AT_BONN: dict[str, Json] = {
    "number": "15.977",
    "treaty": "cms",
    "meetingId": "cms-cop-15",
    "meetingTitle": "Synthetic record: conference of the parties, session 15, of cms",
    "published": "2024-06-28T00:00:00Z",
}
_AT_BASEL: dict[str, Json] = {
    "meetingId": "basel-cop-17",
    "meetingTitle": "Seventeenth meeting of the Conference of the Parties to the Basel Convention",
    "published": "2025-05-09T00:00:00Z",
}

_GIVEN: tuple[Fault, ...] = (
    _DECISION.without(
        "protocolVersion",
        "protocol-version-given",
        20,
        ("A decision follows a later version of the protocol.", given(20, protocolVersion=2)),
    ),
    _DECISION.without("id", "id-given", 21, ("A decision has an id of one letter.", given(21, id="x"))),
    _DECISION.without("type", "type-given", 22, ("A decision is a recommendation.", given(22, type="recommendation"))),
    _DECISION.without("status", "status-given", 23, ("A decision is a draft.", given(23, status="draft"))),
    _DECISION.without(
        "number",
        "number-given",
        24,
        (
            "A decision has the highest number of its meeting.",
            at(24, lambda record: _numbered_anew(record) | {"number": "BC-17/999"}),
        ),
    ),
    _DECISION.without("treaty", "treaty-given", 25, ("A decision is without a link.", left_out(25, "link"))),
    _DECISION.without(
        "published",
        "published-given",
        26,
        (
            "A decision was published on the day before its last change.",
            at(26, lambda record: _numbered_anew(record) | {"updated": "2025-05-10T00:00:00Z"}),
        ),
    ),
    _DECISION.without(
        "updated",
        "updated-given",
        27,
        ("A decision was last changed in another year.", given(27, updated="2026-01-05T08:00:00Z")),
    ),
)

_TEXTS: tuple[Fault, ...] = (
    _DECISION.lie(
        "number-not-available",
        "number-given",
        (
            "A decision of a treaty without known numbers has the number 'n/a'.",
            at(28, lambda record: without(record, "meetingId") | {"treaty": "espoo", "number": "n/a"}),
        ),
        (
            "A decision of such a treaty has a number.",
            at(28, lambda record: without(record, "meetingId") | {"treaty": "espoo", "number": "IX/1"}),
        ),
    ),
    _DECISION.lie(
        "id-with-blank",
        "id-without-blanks",
        ("An id ends in a blank.", given(29, id="decision-29 ")),
        ("An id ends in a full stop.", given(29, id="decision-29.")),
    ),
    _DECISION.lie(
        "without-english",
        "title-in-english",
        ("A decision has titles in French and Spanish alone.", _titles(30, "fr", "es")),
        ("A decision has a title in English alone.", _titles(30, "en")),
    ),
    _DECISION.lie(
        "without-title",
        "title-in-english",
        ("A decision has no title.", left_out(31, "title")),
        ("A decision has no longTitle.", left_out(31, "longTitle")),
    ),
    _DECISION.lie(
        "title-of-other-language",
        "title-language-plausible",
        ("A French title has English words.", _titled_in_french(63, "Management of the wastes")),
        ("A French title is a name.", _titled_in_french(63, "BASEL 2025: Ensemble")),
    ),
    _DECISION.lie(
        "english-second",
        "english-title-first",
        ("The French title stands before the English one.", _titles(32, "fr", "en")),
        ("The Spanish title stands before the French one.", _titles(32, "en", "es", "fr")),
    ),
    _DECISION.lie(
        "without-meeting",
        "meeting-named",
        ("A decision names no meeting.", left_out(33, "meetingId", "meetingTitle")),
        ("A decision names its meeting by title.", left_out(33, "meetingId")),
    ),
    _DECISION.lie(
        "without-text",
        "text-offered",
        ("A decision has no file, no content and no link.", left_out(34, "files", "content", "summary", "link")),
        ("A decision has a link alone.", left_out(34, "files", "content", "summary")),
    ),
    _DECISION.lie(
        "without-keywords",
        "keyword-given",
        ("A decision has no keywords.", left_out(35, "keywords")),
        ("A decision has one keyword.", given(35, keywords=[{"term": "waste", "namespace": _TERMS}])),
    ),
    _DECISION.lie(
        "keyword-without-namespace",
        "keywords-complete",
        ("A keyword does not name its vocabulary.", first_left_out(36, "keywords", "namespace")),
        (
            "A keyword is from another vocabulary.",
            first_given(36, "keywords", namespace="https://www.cbd.int/thesaurus"),
        ),
    ),
    _DECISION.lie(
        "keywords-joined",
        "keywords-single",
        ("A keyword holds two terms.", first_given(37, "keywords", term="mercury; waste")),
        ("A keyword holds a comma.", first_given(37, "keywords", term="trade, illegal")),
    ),
    _DECISION.lie(
        "summary-in-other-language",
        "summary-matches-content",
        (
            "A decision has contents in two languages and one summary.",
            given(38, content=_texts("en", "fr"), summary=_texts("fr")),
        ),
        (
            "A decision has contents and summaries in two languages.",
            given(38, content=_texts("en", "fr"), summary=_texts("en", "fr")),
        ),
    ),
    _DECISION.lie(
        "title-too-long",
        "texts-fit-fields",
        ("A title has 2049 characters.", given(39, title=[{"language": "en", "value": "W" * 2049}])),
        ("A title has 2048 characters.", given(39, title=[{"language": "en", "value": "W" * 2048}])),
    ),
)

_DATES: tuple[Fault, ...] = (
    _DECISION.lie(
        "published-in-1970",
        "dates-real",
        (
            "A decision was published in the first second of 1970.",
            at(40, lambda record: without(record, "meetingId") | {"published": "1970-01-01T00:00:00Z"}),
        ),
        (
            "A decision was published in 1971.",
            at(40, lambda record: without(record, "meetingId") | {"published": "1971-02-02T00:00:00Z"}),
        ),
    ),
    _DECISION.lie(
        "published-in-future",
        "published-not-in-future",
        (
            "A decision was published in the year 2052.",
            at(41, lambda record: without(record, "meetingId") | {"published": _FAR}),
        ),
        (
            "A decision was published in the year 2025.",
            at(41, lambda record: _numbered_anew(record) | {"updated": "2025-09-01T08:00:00Z"}),
        ),
    ),
    _DECISION.lie(
        "updated-in-future",
        "updated-not-in-future",
        ("A decision was last changed in the year 2052.", given(42, updated=_FAR)),
        ("A decision was last changed in the year 2025.", given(42, updated="2025-12-31T23:59:59Z")),
    ),
    _DECISION.lie(
        "published-after-change",
        "published-not-after-updated",
        (
            "A decision was last changed two days before it was published.",
            at(43, lambda record: _numbered_anew(record) | {"updated": "2025-05-07T00:00:00Z"}),
        ),
        (
            "A decision was last changed on the day of its publication.",
            at(43, lambda record: _numbered_anew(record) | {"updated": "2025-05-09T00:00:00Z"}),
        ),
    ),
    _DECISION.lie(
        "published-to-the-second",
        "published-is-a-day",
        (
            "A decision was published at 15:44:25.",
            at(44, lambda record: _numbered_anew(record) | {"published": "2025-05-09T15:44:25Z"}),
        ),
        (
            "A decision was published at midnight in Geneva.",
            at(44, lambda record: _numbered_anew(record) | {"published": "2025-05-08T22:00:00Z"}),
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
    _DECISION.lie(
        "number-twice",
        "numbers-distinct",
        ("Two decisions have the same number.", _on_two(45, 145, at(0, _numbered_anew))),
        (
            "A decision and a resolution have the same number.",
            lambda record, where: (
                record | _AT_BONN | {"type": "decision" if where == 45 else "resolution"}
                if where in (45, 145)
                else record
            ),
        ),
    ),
    _DECISION.lie(
        "link-twice",
        "links-distinct",
        ("Two decisions have the same link.", _on_two(46, 146, given(0, link="https://decisions.example.org/all"))),
        (
            "Two decisions have links to one page, at different places.",
            lambda record, where: (
                record | {"link": f"https://decisions.example.org/all#{where}"} if where in (46, 146) else record
            ),
        ),
    ),
    _DECISION.lie(
        "file-id-twice",
        "file-ids-distinct",
        ("Two files of two decisions have the same id.", _on_two(47, 147, first_given(0, "files", id="en-1778"))),
        ("Two decisions have the same file.", _on_two(47, 147, holding(0, file_of("omnibus-en.pdf")))),
    ),
    _DECISION.lie(
        "file-name-twice",
        "file-names-distinct",
        (
            "Two files of two decisions have the same name.",
            _on_two(48, 148, first_given(0, "files", filename="decision-en.pdf")),
        ),
        ("Two decisions have the same file.", _on_two(48, 148, holding(0, file_of("omnibus-en.pdf")))),
    ),
)

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_TEXTS, *_DATES, *_ACROSS)
"""The lies of this class."""
