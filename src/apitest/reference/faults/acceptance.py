"""
Lies that cost records at the portal.

Most of them are lies of other classes: what they break there costs records here, so that the requirement of this class
follows from the other one (`through`). The rest breaks nothing but what the importer cannot do.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from apitest.dialects.speech import Reply, Rows
from apitest.model import Json
from apitest.reference.faults import (
    contacts,
    decision_files,
    decisions,
    meetings,
    national_report_files,
    national_reports,
    paging,
    query,
    references,
    service,
    text,
    vocabulary,
)
from apitest.reference.faults.acts import document, listed, rows
from apitest.reference.faults.changes import first_given, first_left_out, given, left_out
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_PORTAL_SETS = ("decisions", "meetings", "national-reports")
_OTHERS: Mapping[str, Fault] = {
    fault.name: fault
    for module in (
        *(contacts, decisions, decision_files, meetings, national_reports, national_report_files),
        *(paging, query, references, service, text, vocabulary),
    )
    for fault in module.FAULTS
}
_FOLLOWING: Mapping[str, str] = {
    "number-plain": "count-in-other-form",
    "pages-full": "pages-capped",
    "pages-readable": "listing-fails",
    "pages-not-repeated": "skip-ignored",
    "list-in-known-form": "other-envelope",
    "ids-differ-on-a-page": "record-twice",
    "country-known": "vocabulary-country-alias",
    "treaty-known": "decision-without-treaty",
    "treaty-of-meeting-known": "meeting-without-treaty",
    "texts-kept": "text-language-twice",
    "texts-in-a-language": "text-language-undetermined",
    "english-title": "decision-without-title",
    "files-usable": "decision-file-unobtainable",
    "file-addresses-uncoded": "file-address-encoded",
    "file-language-stored": "report-file-language-in-capitals",
    "files-not-jpeg": "decision-file-is-photograph",
    "file-addresses-once": "decision-file-address-twice",
    "meeting-found": "decision-of-unknown-meeting",
    "meeting-title-found": "decision-of-abbreviated-meeting",
    "start-given": "meeting-without-start",
}
"""Requirement of this class → the lie of another class that costs it."""


def _followed(name: str, cause: str) -> Fault:
    """The lie of another class, for what it costs at the portal."""
    fault = _OTHERS[cause]
    sets = fault.entities or _PORTAL_SETS
    return replace(
        fault,
        name=f"portal-{name}",
        breaks=f"acceptance/{name}",
        through=fault.breaks,
        entities=tuple(entity for entity in sets if entity in _PORTAL_SETS),
    )


def _one(identifier: str, change: Callable[[dict[str, Any]], object]) -> Act:
    """One record, as said, is changed, where what is changed of it is said."""

    def changed(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the signature of `rows`
        if row.get("id") == identifier:
            change(row)

    return Act(f"The record {identifier} is said otherwise.", reply=rows(changed))


def _entries(row: dict[str, Any], name: str) -> list[Json]:
    """The entries of a list of a record, as said; to be changed in place. Of a list that is not said: none."""
    said = row.get(name)
    found = said.get("results") if isinstance(said, dict) else said
    return found if isinstance(found, list) else []


def _counted(difference: int) -> Act:
    """The number of records is another one."""

    def answered(found: Rows, scene: Scene) -> Rows:
        asked = scene.question is not None and scene.question.asked == "count" and not scene.question.filter
        return replace(found, total=(found.total or 0) + difference) if asked else found

    return Act(f"The number of records is {difference:+}.", answer=answered)


def _single(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    found = listed(value, scene)
    return {"d": found[0]} if found else value


def _first_again(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    """The second page begins with the first record of the first, in place of its own."""
    if "$top=100&" in scene.query and "$skip=100&" in scene.query:
        before = orjson.loads(scene.instead(scene.query.replace("$skip=100&", "$skip=0&")).body)
        listed(value, scene)[:1] = listed(before, scene)[:1]
    return value


def _moved(reply: Reply, scene: Scene) -> Reply:
    if "moved=1" in scene.query or scene.asked != "page":
        return reply
    joined = f"{scene.query}&moved=1" if scene.query else "moved=1"
    return Reply(
        status=302,
        content_type="text/plain",
        body=b"",
        headers=(
            ("Location", f"{scene.base}{scene.path if scene.path.startswith('/') else '/' + scene.path}?{joined}"),
        ),
    )


def _texts(*languages: str) -> list[dict[str, Json]]:
    return [{"language": language, "value": f"<p>Text {language}</p>"} for language in languages]


def _conference(**values: Json) -> Callable[[dict[str, Json], int], dict[str, Json]]:
    """One conference of the parties has other values; None: lacks them."""

    def changed(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - the signature of a change
        if record["id"] != "cbd-cop-16":
            return record
        return {key: value for key, value in (record | values).items() if value is not None}

    return changed


_FILES = "https://documents.example.org/decisions"
_OWN: tuple[Fault, ...] = (
    Fault(
        name="portal-summary-alone",
        breaks="acceptance/summary-beside-content",
        entities=("decisions",),
        lie=Act("A decision has a summary and no content.", record=left_out(92, "content")),
        near_miss=Act("A decision has neither.", record=left_out(92, "content", "summary")),
    ),
    Fault(
        name="portal-picture-by-path",
        breaks="acceptance/body-addresses-whole",
        entities=("decisions",),
        lie=Act(
            "A content shows a picture by its path.",
            record=given(93, content=[{"language": "en", "value": '<p><img src="/a.png" alt="Chart"/></p>'}]),
        ),
        near_miss=Act(
            "A content shows a picture by its address.",
            record=given(93, content=[{"language": "en", "value": f'<p><img src="{_FILES}/a.png" alt="Chart"/></p>'}]),
        ),
    ),
    Fault(
        name="portal-summary-surplus",
        breaks="acceptance/summaries-not-surplus",
        through="decisions/summary-matches-content",
        entities=("decisions",),
        lie=Act(
            "A decision has two summaries and one content.",
            record=given(94, content=_texts("en"), summary=_texts("en", "fr")),
        ),
        near_miss=Act(
            "A decision has two of each.", record=given(94, content=_texts("en", "fr"), summary=_texts("en", "fr"))
        ),
    ),
    Fault(
        name="portal-keyword-without-term",
        breaks="acceptance/keywords-with-term",
        through="decisions/keywords-complete",
        entities=("decisions",),
        lie=Act("A keyword has no term.", record=first_left_out(95, "keywords", "term")),
        near_miss=Act("A keyword has another term.", record=first_given(95, "keywords", term="chemicals")),
    ),
    Fault(
        name="portal-file-by-path",
        breaks="acceptance/file-addresses-whole",
        through="references/links-absolute",
        entities=("decisions",),
        lie=Act(
            "A file is named by its path.",
            record=first_given(96, "files", url="/decisions/portal-96-en.pdf", filename="portal-96-en.pdf"),
        ),
        near_miss=Act(
            "A file is named by its address.",
            record=first_given(96, "files", url=f"{_FILES}/portal-96-en.pdf", filename="portal-96-en.pdf"),
        ),
    ),
    Fault(
        name="portal-meeting-in-1970",
        breaks="acceptance/start-not-epoch",
        through="meetings/dates-real",
        entities=("meetings",),
        lie=Act(
            "A meeting begins in the first second of 1970.",
            record=given(97, start="1970-01-01T00:00:00Z", end="1970-01-02T00:00:00Z"),
        ),
        near_miss=Act(
            "A meeting begins in 1972.", record=given(97, start="1972-06-05T00:00:00Z", end="1972-06-16T00:00:00Z")
        ),
    ),
    Fault(
        name="portal-meeting-not-stored",
        breaks="acceptance/meeting-stored",
        through="meetings/start-for-the-portal",
        entities=("meetings", "decisions"),
        lie=Act(
            "A conference with decisions has no date yet.", record=_conference(start=None, end=None, status="nodate")
        ),
        near_miss=Act(
            "A conference with decisions is held in another hall.", record=_conference(location="Other hall")
        ),
    ),
    Fault(
        name="portal-end-without-date",
        breaks="acceptance/dates-readable",
        through="service/dates-in-dialect-form",
        entities=("meetings",),
        lie=_one("synthetic-meeting-40", lambda row: row.update(end="to be decided")),
        near_miss=_one("synthetic-meeting-41", lambda row: "start" in row and row.update(end=row["start"])),
    ),
    Fault(
        name="portal-text-for-list",
        breaks="acceptance/lists-are-lists",
        through="service/collections-in-dialect-form",
        entities=("decisions",),
        lie=_one("synthetic-decision-40", lambda row: row.update(summary="Plain text")),
        near_miss=_one("synthetic-decision-40", lambda row: "link" in row and row.update(link=f"{row['link']}-40")),
    ),
    Fault(
        name="portal-title-of-bare-text",
        breaks="acceptance/no-record-stops-the-import",
        through="service/values-of-declared-type",
        entities=("decisions",),
        lie=_one("synthetic-decision-41", lambda row: _entries(row, "title").append("Waste")),
        near_miss=_one(
            "synthetic-decision-41",
            lambda row: _entries(row, "title").append({"language": "fr", "value": "Déchets"}),
        ),
    ),
    Fault(
        name="portal-contact-treaty-in-words",
        breaks="acceptance/contact-treaties-in-objects",
        through="service/values-of-declared-type",
        entities=("contacts",),
        lie=_one("contact-12", lambda row: _entries(row, "treaties").append("cms")),
        near_miss=_one("contact-12", lambda row: _entries(row, "treaties").append({"value": "cms"})),
    ),
    replace(
        _OTHERS["contact-role-of-unknown-treaty"],
        name="portal-contact-role-of-unknown-treaty",
        breaks="acceptance/contact-role-treaty-known",
        through="contacts/role-treaty-known",
    ),
    Fault(
        name="portal-list-of-one",
        breaks="acceptance/list-not-single",
        through="service/envelope",
        entities=_PORTAL_SETS,
        lie=Act("A list is answered with one record.", reply=document(_single)),
        near_miss=_OTHERS["other-envelope"].near_miss,
    ),
    Fault(
        name="portal-record-on-two-pages",
        breaks="acceptance/ids-differ-over-pages",
        through="paging/no-duplicate-ids",
        entities=_PORTAL_SETS,
        lie=Act("The second page begins with the first record.", reply=document(_first_again)),
        near_miss=_OTHERS["record-twice"].near_miss,
    ),
    Fault(
        name="portal-meetings-not-all-read",
        breaks="acceptance/meetings-all-read",
        through="paging/count-equals-ids",
        entities=("meetings",),
        lie=_counted(+1),
        near_miss=_OTHERS["count-too-large"].near_miss,
    ),
    Fault(
        name="portal-count-too-small",
        breaks="acceptance/number-not-too-small",
        through="paging/count-equals-ids",
        entities=_PORTAL_SETS,
        lie=_counted(-1),
        near_miss=_OTHERS["count-too-large"].near_miss,
    ),
    Fault(
        name="portal-sent-elsewhere",
        breaks="acceptance/answers-in-place",
        through="service/listing-answers",
        entities=_PORTAL_SETS,
        lie=Act("Every question for records is sent to another address.", reply=_moved),
        near_miss=_OTHERS["listing-fails"].near_miss,
    ),
)

FAULTS: tuple[Fault, ...] = (*(_followed(name, cause) for name, cause in _FOLLOWING.items()), *_OWN)
"""The lies of this class."""
