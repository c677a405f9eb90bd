"""
What records say of records of other sets: decisions of their meetings, projects of decisions.

Notes are taken while a set is walked, and held against the other set at the end; nothing is said where that set is not
known to its end.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from apitest.checks.properties import TOLERANCE, day, real_moment
from apitest.checks.reading import english_of, is_nothing, objects_of, text_of
from apitest.checks.sessions import session_of_number, session_of_title
from apitest.checks.setting import Gathering, Note, Setting
from apitest.model import Departure, Json, Record

_MEETING = ("meeting", "meetings")
"""Kinds of a record that a document refers to, in small letters; other kinds are written in several ways."""
_OF_MEETINGS, _OF_DECISIONS = ("treaty", "title", "type", "start", "end"), ("treaty", "number")
_NOTED = ("treaty", "type", "number", "published", "meetingId", "meetingTitle")
_SOON = timedelta(days=183)
KIN = (
    frozenset(("basel", "rotterdam", "stockholm")),
    frozenset(("cbd", "cartagena", "nagoya")),
    frozenset(("unfccc", "kyoto", "paris")),
    frozenset(("vienna", "montreal")),
    frozenset(("barcelona", "barc-spa", "dumping", "land-based", "offshore", "hazardous", "preventionemergency")),
)
"""Treaties that meet together, so that one's decision may belong to the other's meeting."""
PARENTS: Mapping[str, str] = {
    "cartagena": "cbd", "nagoya": "cbd", "kyoto": "unfccc", "paris": "unfccc", "montreal": "vienna",
}  # fmt: skip
"""Protocol, or agreement, with Parties and decisions of its own → its parent convention."""
_WITHOUT_DECISIONS = frozenset(
    ("expert", "informal", "negotiation meeting", "symposia", "technical meeting", "working", "workshop"),
)
"""Types of meeting that recommend at most."""

Known = Mapping[str, Mapping[str, Json]]
"""Id of a record of another set → what is kept of it."""
Meeting = Mapping[str, Json]
Comparison = Callable[[Meeting, Meeting, Setting], Departure | None]
"""A decision (what is noted of it), its meeting (what is remembered of it) → what is at odds."""


def _note_decision(record: Record, _setting: Setting) -> Iterator[Note]:
    noted = {name: record.content[name] for name in _NOTED if isinstance(record.content.get(name), str)}
    yield Note(value=noted, record=record.id, pointer="/meetingId")


def _with_meetings(notes: Sequence[Note], setting: Setting, compare: Comparison) -> Iterator[Departure]:
    """Compare each decision with its meeting, where that is known."""
    meetings = _known(setting, "meetings", _OF_MEETINGS) or {}
    for note in notes:
        meeting = meetings.get(text_of(note.value, "meetingId"))
        found = compare(note.value, meeting, setting) if meeting is not None else None
        if found is not None:
            yield _of(found, note)


def _known(setting: Setting, entity: str, names: tuple[str, ...]) -> Known | None:
    """What is kept of the records of another set; None: it is not known to its end."""
    found: dict[str, dict[str, Json]] = {}
    for name in names:
        column = setting.facts_of(entity, name)
        if column is None:
            return None
        for key, value in column.items():
            found.setdefault(key, {})[name] = value
    return found


def _of(found: Departure, note: Note) -> Departure:
    return Departure(expected=found.expected, got=found.got, pointer=found.pointer, record=note.record, fix=found.fix)


# --- the meeting itself ---------------------------------------------------------------------------------------------


def meetings_of_decisions_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The meeting that a decision names by id is one of the set of meetings."""
    meetings = _known(setting, "meetings", _OF_MEETINGS)
    for note in notes:
        key = text_of(note.value, "meetingId")
        if meetings is not None and key.strip() and key not in meetings:
            yield _without_meeting(key, meetings, note)


def _without_meeting(key: str, meetings: Iterable[str], note: Note) -> Departure:
    near = next((known for known in meetings if known.strip().lower() == key.strip().lower()), "")
    fix = f"Write {near!r}." if near else ""
    expected = "the id of a meeting that the service publishes"
    return Departure(expected=expected, got=repr(key), pointer=note.pointer, record=note.record, fix=fix)


def _note_meetings(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, item in objects_of(record.content, "referenceToEntities"):
        if text_of(item, "type").strip().lower() in _MEETING and text_of(item, "refId").strip():
            yield Note(value=item["refId"], record=record.id, pointer=f"/referenceToEntities/{index}/refId")


def meetings_of_documents_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A meeting that a document refers to is one of the set of meetings."""
    meetings = setting.ids_of("meetings") if notes else None
    for note in notes:
        if meetings is not None and note.value not in meetings:
            yield _without_meeting(note.value, sorted(meetings), note)


def titles_of_meetings_are_known(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A meeting that is named by title alone has that title in the set of meetings."""
    meetings = _known(setting, "meetings", _OF_MEETINGS) or {}
    titles = {_plain(english_of(meeting, "title")) for meeting in meetings.values()} - {""}
    for note in notes:
        title = text_of(note.value, "meetingTitle")
        alone = is_nothing(note.value.get("meetingId")) and title.strip()
        if titles and alone and _plain(title) not in titles:
            expected = "the English title of a meeting that the service publishes"
            yield Departure(expected=expected, got=repr(title), pointer="/meetingTitle", record=note.record)


def titles_of_meetings_agree(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """Where a decision gives both id and title of its meeting, they are those of one meeting."""
    yield from _with_meetings(notes, setting, _title_at_odds)


def _title_at_odds(decision: Meeting, meeting: Meeting, _setting: Setting) -> Departure | None:
    given, known = text_of(decision, "meetingTitle"), english_of(meeting, "title")
    if not given.strip() or not known.strip() or _plain(given) == _plain(known):
        return None
    return Departure(expected=f"{known!r}, the title of the meeting", got=repr(given), pointer="/meetingTitle")


def _plain(title: str) -> str:
    """A title without what nobody sees: capitals, blanks, marks."""
    return " ".join(re.findall(r"\w+", title.lower()))


# --- what fits ------------------------------------------------------------------------------------------------------


def treaties_of_meetings_fit(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A decision belongs to the treaty of its meeting, or to one that meets together with it and decides there too."""
    decided = {(text_of(note.value, "meetingId"), _treaty_of(note.value, setting)) for note in notes}

    def at_odds(decision: Meeting, meeting: Meeting, _setting: Setting) -> Departure | None:
        return _treaty_at_odds(decision, meeting, setting, decided)

    yield from _with_meetings(notes, setting, at_odds)


def _treaty_at_odds(
    decision: Meeting, meeting: Meeting, setting: Setting, decided: AbstractSet[tuple[str, str]]
) -> Departure | None:
    own, other = (_treaty_of(holder, setting) for holder in (decision, meeting))
    if not own or not other or own == other:
        return None
    alone = PARENTS.get(own) == other and (text_of(decision, "meetingId"), other) not in decided
    if not alone and any({own, other} <= kin for kin in KIN):
        return None
    return Departure(expected=f"{other!r}, the treaty of the meeting", got=repr(own), pointer="/treaty")


def _treaty_of(holder: Meeting, setting: Setting) -> str:
    """A known treaty under its own identifier; empty: not known."""
    term = setting.contract.vocabularies["treaties"].terms.get(text_of(holder, "treaty").strip().lower())
    return (term.same_as or term.code) if term else ""


def meetings_of_decisions_decide(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A decision or resolution was taken by a body that takes decisions."""
    yield from _with_meetings(notes, setting, _decided_at_workshop)


def _decided_at_workshop(decision: Meeting, meeting: Meeting, _setting: Setting) -> Departure | None:
    kind, held = (text_of(holder, "type").strip().lower() for holder in (decision, meeting))
    if kind not in ("decision", "resolution") or held not in _WITHOUT_DECISIONS:
        return None
    expected = "a conference or meeting of the Parties, or another body that decides"
    return Departure(expected=expected, got=f"a {kind} of a meeting of the type {held!r}", pointer="/meetingId")


def numbers_fit_meetings(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The session in the number of a decision is the session in the title of its meeting."""
    yield from _with_meetings(notes, setting, _session_at_odds)


def _session_at_odds(decision: Meeting, meeting: Meeting, setting: Setting) -> Departure | None:
    own = session_of_number(_treaty_of(decision, setting), text_of(decision, "number"))
    held = session_of_title(english_of(meeting, "title"))
    if own is None or held is None or own == held:
        return None
    got = f"{text_of(decision, 'number')!r}, a number of session {own}"
    return Departure(expected=f"a number of session {held}, as the meeting", got=got, pointer="/number")


# --- when -----------------------------------------------------------------------------------------------------------


def decisions_follow_their_meetings(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """No decision was published before its meeting began."""
    yield from _with_meetings(notes, setting, _before_meeting)


def _before_meeting(decision: Meeting, meeting: Meeting, _setting: Setting) -> Departure | None:
    published, start = real_moment(decision, "published"), real_moment(meeting, "start")
    if published is None or start is None or published >= start - TOLERANCE:
        return None
    expected = f"a date from {day(start)} on, when the meeting began"
    return Departure(expected=expected, got=day(published), pointer="/published")


def decisions_are_published_soon(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A decision was published within half a year of its meeting."""
    yield from _with_meetings(notes, setting, _long_after_meeting)


def _long_after_meeting(decision: Meeting, meeting: Meeting, setting: Setting) -> Departure | None:
    published, last = real_moment(decision, "published"), _last(meeting)
    if published is None or last is None or not last + _SOON < published <= setting.now + TOLERANCE:
        return None
    expected = f"a date near {day(last)}, when the meeting ended"
    return Departure(
        expected=expected, got=f"{day(published)}, {(published - last).days} days later", pointer="/published"
    )


def _last(meeting: Meeting) -> datetime | None:
    found = [moment for moment in (real_moment(meeting, name) for name in ("start", "end")) if moment]
    return max(found, default=None)


# --- projects -------------------------------------------------------------------------------------------------------


def _note_decisions(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, item in objects_of(record.content, "decisions"):
        if text_of(item, "treaty").strip() and text_of(item, "number").strip():
            value = {name: text_of(item, name) for name in ("treaty", "number")}
            yield Note(value=value, record=record.id, pointer=f"/decisions/{index}/number")


def decisions_of_projects_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A decision that a project names is one of the set of decisions, where that holds decisions of the treaty."""
    known = _numbers(_known(setting, "decisions", _OF_DECISIONS) or {}, setting)
    for note in notes:
        numbers = known.get(_treaty_of(note.value, setting))
        if numbers and _plain(note.value["number"]) not in numbers:
            got = f"{note.value['number']!r} under {note.value['treaty']!r}"
            expected = "the number of a decision that the service publishes"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def _numbers(decisions: Known, setting: Setting) -> dict[str, set[str]]:
    """Treaty → numbers of its decisions, without capitals, blanks and marks."""
    found: dict[str, set[str]] = {}
    for decision in decisions.values():
        treaty, number = _treaty_of(decision, setting), _plain(text_of(decision, "number"))
        if treaty and number:
            found.setdefault(treaty, set()).add(number)
    return found


def _note_projects(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, item in objects_of(record.content, "supportingProjects"):
        if text_of(item, "scheme").strip() and text_of(item, "value").strip():
            value = (text_of(item, "scheme"), text_of(item, "value"))
            yield Note(value=value, record=record.id, pointer=f"/supportingProjects/{index}/value")


def projects_of_reports_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A project that paid for a report is one of the set of projects, where that holds identifiers of the scheme."""
    listed = (setting.facts_of("projects", "identifiers") or {}) if notes else {}
    known = {
        (text_of(item, "scheme"), text_of(item, "value"))
        for identifiers in listed.values()
        for _, item in objects_of({"identifiers": identifiers}, "identifiers")
    }
    schemes = {scheme for scheme, _ in known}
    for note in notes:
        scheme, value = note.value
        if scheme in schemes and (scheme, value) not in known:
            got = f"{value!r}, which no project has"
            expected = f"the {scheme} identifier of a project that the service publishes"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def _note_obligations(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, item in objects_of(record.content, "reportingSupport"):
        if text_of(item, "obligationId").strip():
            value = text_of(item, "obligationId")
            yield Note(value=value, record=record.id, pointer=f"/reportingSupport/{index}/obligationId")


def obligations_of_projects_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """An obligation whose report a project pays for is one that the service publishes."""
    known = setting.ids_of("reporting-obligations") if notes else None
    for note in notes:
        if known and note.value not in known:
            expected = "the id of an obligation that the service publishes"
            yield Departure(expected=expected, got=repr(note.value), pointer=note.pointer, record=note.record)


GATHERINGS: dict[str, Gathering] = {
    "references/project-of-report-exists": Gathering(note=_note_projects, judge=projects_of_reports_exist),
    "references/obligation-of-project-exists": Gathering(note=_note_obligations, judge=obligations_of_projects_exist),
    "references/meeting-exists": Gathering(note=_note_decision, judge=meetings_of_decisions_exist),
    "references/meeting-of-document-exists": Gathering(note=_note_meetings, judge=meetings_of_documents_exist),
    "references/meeting-title-known": Gathering(note=_note_decision, judge=titles_of_meetings_are_known),
    "references/meeting-title-agrees": Gathering(note=_note_decision, judge=titles_of_meetings_agree),
    "references/treaty-fits-meeting": Gathering(note=_note_decision, judge=treaties_of_meetings_fit),
    "references/meeting-decides": Gathering(note=_note_decision, judge=meetings_of_decisions_decide),
    "references/number-fits-meeting": Gathering(note=_note_decision, judge=numbers_fit_meetings),
    "references/published-not-before-meeting": Gathering(note=_note_decision, judge=decisions_follow_their_meetings),
    "references/published-soon-after-meeting": Gathering(note=_note_decision, judge=decisions_are_published_soon),
    "references/decision-of-project-exists": Gathering(note=_note_decisions, judge=decisions_of_projects_exist),
}
