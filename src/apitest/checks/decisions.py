"""What is required of decisions, as records of their own; their files and their meetings have modules of their own."""

from collections.abc import Iterator, Sequence

from apitest.checks import decision_files
from apitest.checks.properties import (
    FILLERS,
    TOLERANCE,
    all_at_once,
    blanks_in_id,
    day,
    english_not_first,
    in_future,
    lacking,
    lacking_in,
    no_english_title,
    note_updated,
    noting,
    real_moment,
    shared,
    shown,
    stand_ins,
    to_the_second,
    too_long,
)
from apitest.checks.reading import is_missing, is_nothing, objects_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import repeated
from apitest.checks.wording import titles_of_other_language
from apitest.model import Departure, Json, Record
from apitest.shelves import itself

_LENGTHS = {"id": 255, "title": 2048, "number": 255, "meetingTitle": 255}
"""What the portal's fields hold (H-GEN-08)."""
_JOINTS = (";", "|")
"""What joins several keywords in one term; a comma may belong to a single one."""


# --- given ----------------------------------------------------------------------------------------------------------


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision has an id."""
    yield from lacking(record, "id", "an id")


def id_has_no_blanks(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The id of a decision holds no white space."""
    yield from blanks_in_id(record)


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:
    """A decision has a title in English."""
    yield from no_english_title(record, setting)


def english_title_comes_first(record: Record, setting: Setting) -> Iterator[Departure]:
    """The English title of a decision stands before the others."""
    yield from english_not_first(record, setting)


def title_language_is_plausible(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A title of a decision does not consist of the words of another language."""
    yield from titles_of_other_language(record)


def type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision says whether it is a decision, a resolution or a recommendation."""
    yield from lacking(record, "type", "'decision', 'resolution' or 'recommendation'")


def status_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision has a status."""
    yield from lacking(record, "status", "a status, such as 'active'")


def number_is_given(record: Record, setting: Setting) -> Iterator[Departure]:
    """A decision has a number; a word for nothing is none, where no form of numbers is known to tell."""
    yield from lacking(record, "number", "the number that is printed on the decision")
    number, treaty = record.content.get("number"), record.content.get("treaty")
    told = isinstance(treaty, str) and treaty.lower() in setting.contract.vocabularies["decision-number"].patterns
    if isinstance(number, str) and number.strip().lower() in FILLERS and not told:
        expected = "the number that is printed on the decision"
        yield Departure(expected=expected, got=repr(number), pointer="/number")


def treaty_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision names its treaty."""
    yield from lacking(record, "treaty", "the identifier of a treaty, such as 'basel'")


def published_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision says when it was published."""
    yield from lacking(record, "published", "the date of publication")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision says when its record was last changed."""
    yield from lacking(record, "updated", "the moment of the last change")


def meeting_is_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision names its meeting, by id or by title."""
    content = record.content
    if is_nothing(content.get("meetingId")) and is_nothing(content.get("meetingTitle")):
        got = f"{shown(content.get('meetingId'))}, and {shown(content.get('meetingTitle'))} as title"
        yield Departure(expected="the id of the meeting, or its English title", got=got, pointer="/meetingId")


def text_is_offered(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision leads to its text: by a file, its content or a link."""
    offered = [name for name in ("files", "content", "link") if not is_missing(record, name)]
    if not offered:
        expected = "a file, the content, or a link to the decision"
        yield Departure(expected=expected, got="none of them", pointer="/files")


# --- keywords -------------------------------------------------------------------------------------------------------


def keyword_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A decision has at least one keyword."""
    if is_missing(record, "keywords"):
        got = "no list" if record.content.get("keywords") is None else "an empty list"
        yield Departure(expected="a list of one keyword or more", got=got, pointer="/keywords")


def keywords_are_complete(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A keyword says its term and the vocabulary that the term is taken from."""
    yield from lacking_in(record, "keywords", "term", "the term")
    yield from lacking_in(record, "keywords", "namespace", "the address of the vocabulary")


def keywords_stand_alone(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A keyword holds one term."""
    for index, keyword in objects_of(record.content, "keywords"):
        term = keyword.get("term")
        if isinstance(term, str) and any(joint in term.strip() for joint in _JOINTS):
            yield Departure(expected="one term", got=repr(term), pointer=f"/keywords/{index}/term")


# --- texts ----------------------------------------------------------------------------------------------------------


def summaries_match_contents(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Summary and content come in the same languages, in the same order."""
    summary, content = (_order_of(record, name) for name in ("summary", "content"))
    if summary and content and summary != content:
        expected = f"summaries in the languages of the content: {', '.join(content)}"
        yield Departure(expected=expected, got=", ".join(summary), pointer="/summary")


def _order_of(record: Record, name: str) -> list[str]:
    """The languages of a localised text, in order; empty: not all of them are told."""
    found: list[Json] = [entry.get("language") for _, entry in objects_of(record.content, name)]
    told = [language for language in found if isinstance(language, str) and language.strip()]
    return told if len(told) == len(found) else []


def texts_fit_their_fields(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Id, number and titles of a decision are not longer than the portal keeps."""
    yield from too_long(record, _LENGTHS)


# --- dates ----------------------------------------------------------------------------------------------------------


def dates_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The dates of a decision are no stand-ins for unknown ones."""
    yield from stand_ins(record, ("published", "updated"))


def published_is_not_in_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A decision was published before the day of the test, or on it."""
    yield from in_future(record, "published", setting)


def updated_is_not_in_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """The record of a decision was last changed before the day of the test, or on it."""
    yield from in_future(record, "updated", setting)


def published_is_not_after_updated(record: Record, setting: Setting) -> Iterator[Departure]:
    """The record of a decision was last changed when it was published, or later."""
    published, updated = (real_moment(record.content, name) for name in ("published", "updated"))
    if published and updated and published > updated + TOLERANCE and published <= setting.now + TOLERANCE:
        expected = f"published on {day(updated)}, the day of the last change, or before"
        yield Departure(expected=expected, got=day(published), pointer="/published")


def published_is_a_day(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The date of publication is a day, not the second in which somebody entered the record."""
    yield from to_the_second(record, "published")


# --- across decisions -----------------------------------------------------------------------------------------------


def _note_number(record: Record, _setting: Setting) -> Iterator[Note]:
    names = ("treaty", "type", "number")
    key = [value.strip().lower() if isinstance(value, str) else "" for value in map(record.content.get, names)]
    if key[0] and key[2] and key[2] not in FILLERS:
        yield Note(value=tuple(key), record=record.id, pointer="/number")


def numbers_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """No two decisions of one kind under one treaty have the same number."""
    first: dict[Json, Note] = {}
    again = repeated(notes, itself)
    if not again:
        return
    for note in notes:
        before = first.setdefault(note.value, note) if hash(note.value) in again else note
        if before.record != note.record:
            treaty, _, number = note.value
            got = f"{number!r} again, as in {before.record!r}, under {treaty!r}"
            yield Departure(expected="a number of its own", got=got, pointer="/number", record=note.record)


def links_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Each decision links to a page of its own."""
    yield from shared(notes, "a page of its own")


RECORDS: dict[str, RecordCheck] = {
    "decisions/protocol-version-given": protocol_version_is_given,
    "decisions/id-given": id_is_given,
    "decisions/id-without-blanks": id_has_no_blanks,
    "decisions/title-in-english": title_is_in_english,
    "decisions/english-title-first": english_title_comes_first,
    "decisions/title-language-plausible": title_language_is_plausible,
    "decisions/type-given": type_is_given,
    "decisions/status-given": status_is_given,
    "decisions/number-given": number_is_given,
    "decisions/treaty-given": treaty_is_given,
    "decisions/published-given": published_is_given,
    "decisions/updated-given": updated_is_given,
    "decisions/meeting-named": meeting_is_named,
    "decisions/text-offered": text_is_offered,
    "decisions/keyword-given": keyword_is_given,
    "decisions/keywords-complete": keywords_are_complete,
    "decisions/keywords-single": keywords_stand_alone,
    "decisions/summary-matches-content": summaries_match_contents,
    "decisions/texts-fit-fields": texts_fit_their_fields,
    "decisions/dates-real": dates_are_real,
    "decisions/published-not-in-future": published_is_not_in_future,
    "decisions/updated-not-in-future": updated_is_not_in_future,
    "decisions/published-not-after-updated": published_is_not_after_updated,
    "decisions/published-is-a-day": published_is_a_day,
    **decision_files.RECORDS,
}

GATHERINGS: dict[str, Gathering] = {
    "decisions/numbers-distinct": Gathering(note=_note_number, judge=numbers_are_distinct, compared=itself),
    "decisions/links-distinct": Gathering(note=noting("link"), judge=links_are_distinct, compared=itself),
    "decisions/updated-differs": Gathering(note=note_updated, judge=all_at_once),
    **decision_files.GATHERINGS,
}
