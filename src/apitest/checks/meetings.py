"""What is required of meetings: what is given, when they are, and where."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from apitest.checks.places import (
    coordinates_are_in_range,
    coordinates_are_in_the_country,
    coordinates_are_not_zero,
    coordinates_come_in_pairs,
)
from apitest.checks.properties import (
    FILLERS,
    TOLERANCE,
    all_at_once,
    blanks_in_id,
    day,
    english_not_first,
    in_future,
    lacking,
    names_of_pictures_are_distinct,
    no_english_title,
    note_updated,
    noting,
    noting_picture,
    real_moment,
    shared,
    stand_ins,
    too_long,
)
from apitest.checks.reading import english_of, is_nothing, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import key_of
from apitest.checks.stand_ins import is_stand_in
from apitest.checks.wording import titles_of_other_language
from apitest.model import Departure, Json, Record
from apitest.shelves import itself

_LENGTHS = {"id": 255, "title": 2048, "location": 255}
"""What the portal's fields hold (H-GEN-08)."""
_AGAIN_AFTER = {"weekly": 7, "monthly": 28, "yearly": 365}
"""Repetition → days until the meeting comes again."""
_LONG = timedelta(days=60)
_STALE = timedelta(days=30)
"""How long after a meeting its status may still be the one before it."""
_DECIDING = re.compile(
    r"\b(conference|meeting|assembly) of (the )?(contracting )?parties\b|\b(cop|mop|cmp)\b", re.IGNORECASE
)
_OTHER_KIND = re.compile(
    r"\b(workshop|expert (group|meeting)|group of experts|working group|seminar|webinar|symposium|training)\b",
    re.IGNORECASE,
)
_PLACES_OF_NOWHERE = FILLERS | {"earth", "world", "anywhere"}


# --- given ----------------------------------------------------------------------------------------------------------


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting has an id."""
    yield from lacking(record, "id", "an id")


def id_has_no_blanks(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The id of a meeting holds no white space."""
    yield from blanks_in_id(record)


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:
    """A meeting has a title in English."""
    yield from no_english_title(record, setting)


def english_title_comes_first(record: Record, setting: Setting) -> Iterator[Departure]:
    """The English title of a meeting stands before the others."""
    yield from english_not_first(record, setting)


def treaty_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting names its treaty."""
    yield from lacking(record, "treaty", "the identifier of a treaty, such as 'basel'")


def start_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says its first day, unless its status is that it has no date."""
    if not _is(record, "status", "nodate"):
        yield from lacking(record, "start", "the first day, or the status 'nodate'")


def start_is_given_to_the_portal(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting whose date is open says a provisional first day."""
    if _is(record, "status", "nodate"):
        yield from lacking(record, "start", "a provisional first day")


def end_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting with a first day says its last day."""
    if not is_nothing(record.content.get("start")):
        yield from lacking(record, "end", "the last day")


def city_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says its city, unless it is held online."""
    if record.content.get("virtual") is not True:
        yield from lacking(record, "city", "the city where it is held")


def country_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says its country, unless it is held online."""
    if record.content.get("virtual") is not True:
        yield from lacking(record, "country", "the code of the country where it is held, such as 'KE'")


def title_language_is_plausible(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A title of a meeting does not consist of the words of another language."""
    yield from titles_of_other_language(record)


def type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says its type."""
    yield from lacking(record, "type", "a type, such as 'cop'")


def page_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting has a page."""
    yield from lacking(record, "url", "the address of its page")


def location_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says its venue, unless it is held online."""
    if record.content.get("virtual") is not True:
        yield from lacking(record, "location", "the venue")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting says when its record was last changed."""
    yield from lacking(record, "updated", "the moment of the last change")


def image_has_its_copyright(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting with a picture says whose picture it is."""
    if not is_nothing(record.content.get("imageUrl")):
        yield from lacking(record, "imageCopyright", "who holds the rights of the picture")


def texts_fit_their_fields(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Id, title and location of a meeting are not longer than the portal keeps."""
    yield from too_long(record, _LENGTHS)


# --- when -----------------------------------------------------------------------------------------------------------


def end_is_not_before_start(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting does not end before it starts."""
    start, end = _dates(record)
    if start and end and end < start:
        yield Departure(
            expected=f"an end on or after {_written(record, 'start')}", got=_written(record, "end"), pointer="/end"
        )


def meeting_is_not_too_long(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting lasts two months at most."""
    start, end = _dates(record)
    if start and end and end - start > _LONG:
        got = f"{(end - start).days} days, from {day(start)} to {day(end)}"
        yield Departure(expected=f"at most {_LONG.days} days", got=got, pointer="/end")
        return
    repetition = text_of(record.content, "repetition").strip().lower()
    until = _AGAIN_AFTER.get(repetition)
    if start and end and until and end - start >= timedelta(days=until):
        got = f"{(end - start).days + 1} days, and again {repetition}"
        yield Departure(expected=f"less than {until + 1} days, before it comes again", got=got, pointer="/repetition")


def dates_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The dates of a meeting are no stand-ins for unknown ones."""
    yield from stand_ins(record, ("start", "end", "updated"))


def updated_is_not_in_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """The record of a meeting was last changed before the day of the test, or on it."""
    yield from in_future(record, "updated", setting)


def undated_meeting_has_no_dates(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting of status `nodate` has no first day."""
    start = record.content.get("start")
    if _is(record, "status", "nodate") and isinstance(start, str) and start.strip():
        got = f"status 'nodate', and a start on {start[:10]}"
        yield Departure(expected="the status 'tentative', or no start", got=got, pointer="/status")


def ended_meeting_is_in_the_past(record: Record, setting: Setting) -> Iterator[Departure]:
    """A meeting of status `over` has ended."""
    last = _last(record)
    if _is(record, "status", "over") and last and last > setting.now + TOLERANCE:
        got = f"status 'over', and an end on {day(last)}"
        yield Departure(expected="a status such as 'confirmed', or an end in the past", got=got, pointer="/status")


def past_meeting_is_over(record: Record, setting: Setting) -> Iterator[Departure]:
    """A meeting that ended more than a month ago is no longer tentative or confirmed."""
    last = _last(record)
    for status in ("tentative", "confirmed"):
        if _is(record, "status", status) and last and last < setting.now - _STALE:
            got = f"status {status!r}, and an end on {day(last)}"
            yield Departure(expected="the status 'over'", got=got, pointer="/status")


def _dates(record: Record) -> tuple[datetime | None, datetime | None]:
    return real_moment(record.content, "start"), real_moment(record.content, "end")


def _last(record: Record) -> datetime | None:
    """The last day of a meeting: its end, or its start where no end is given."""
    start, end = _dates(record)
    return end or (start if record.content.get("end") is None else None)


def _written(record: Record, name: str) -> str:
    """A date as its day, or to the second where it has a time of day."""
    return str(record.content[name]).removesuffix("T00:00:00Z")


def _is(record: Record, name: str, code: str) -> bool:
    value = record.content.get(name)
    return isinstance(value, str) and value.strip().lower() == code


# --- where ----------------------------------------------------------------------------------------------------------


def places_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """City and venue of a meeting are no words for an unknown place."""
    for name in ("city", "location"):
        value = record.content.get(name)
        if isinstance(value, str) and (value.strip().lower() in _PLACES_OF_NOWHERE or is_stand_in(value)):
            yield Departure(expected="the name of a place, or nothing", got=repr(value), pointer=f"/{name}")


# --- what the title tells -------------------------------------------------------------------------------------------


def type_fits_title(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A meeting that its title calls a workshop or an expert group is no conference or meeting of the Parties."""
    kind, title = record.content.get("type"), english_of(record.content, "title")
    told = _OTHER_KIND.search(title)
    if isinstance(kind, str) and kind.strip().lower() in ("cop", "mop") and told and not _DECIDING.search(title):
        expected = f"the type of a {told.group().lower()}, as the title tells"
        yield Departure(expected=expected, got=repr(kind), pointer="/type")


# --- across meetings ------------------------------------------------------------------------------------------------


def pages_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Each meeting has a page of its own."""
    yield from shared(notes, "a page of its own")


def _note_occasion(record: Record, _setting: Setting) -> Iterator[Note]:
    treaty, start = record.content.get("treaty"), record.content.get("start")
    title = " ".join(english_of(record.content, "title").lower().split())
    if isinstance(treaty, str) and isinstance(start, str) and title:
        yield Note(value=(treaty.strip().lower(), start, title), record=record.id, pointer="")


def meetings_come_once(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """No meeting has two records."""
    first: dict[Json, Note] = {}
    for note in notes:
        before = first.setdefault(note.value, note)
        if before.record != note.record:
            got = f"treaty, start and title of {before.record!r}"
            yield Departure(expected="one record for a meeting", got=got, record=note.record)


RECORDS: dict[str, RecordCheck] = {
    "meetings/protocol-version-given": protocol_version_is_given,
    "meetings/id-given": id_is_given,
    "meetings/id-without-blanks": id_has_no_blanks,
    "meetings/title-in-english": title_is_in_english,
    "meetings/english-title-first": english_title_comes_first,
    "meetings/title-language-plausible": title_language_is_plausible,
    "meetings/treaty-given": treaty_is_given,
    "meetings/start-given": start_is_given,
    "meetings/start-for-the-portal": start_is_given_to_the_portal,
    "meetings/end-given": end_is_given,
    "meetings/city-given": city_is_given,
    "meetings/country-given": country_is_given,
    "meetings/type-given": type_is_given,
    "meetings/url-given": page_is_given,
    "meetings/location-given": location_is_given,
    "meetings/updated-given": updated_is_given,
    "meetings/image-copyright-given": image_has_its_copyright,
    "meetings/texts-fit-fields": texts_fit_their_fields,
    "meetings/end-not-before-start": end_is_not_before_start,
    "meetings/duration-plausible": meeting_is_not_too_long,
    "meetings/dates-real": dates_are_real,
    "meetings/updated-not-in-future": updated_is_not_in_future,
    "meetings/nodate-without-dates": undated_meeting_has_no_dates,
    "meetings/over-in-the-past": ended_meeting_is_in_the_past,
    "meetings/past-is-over": past_meeting_is_over,
    "meetings/coordinates-in-range": coordinates_are_in_range,
    "meetings/coordinates-in-pairs": coordinates_come_in_pairs,
    "meetings/coordinates-not-zero": coordinates_are_not_zero,
    "meetings/coordinates-in-country": coordinates_are_in_the_country,
    "meetings/places-real": places_are_real,
    "meetings/type-fits-title": type_fits_title,
}

GATHERINGS: dict[str, Gathering] = {
    "meetings/pages-distinct": Gathering(note=noting("url"), judge=pages_are_distinct, compared=itself),
    "meetings/no-twins": Gathering(note=_note_occasion, judge=meetings_come_once),
    "meetings/image-names-distinct": Gathering(
        note=noting_picture("imageUrl"), judge=names_of_pictures_are_distinct, compared=key_of
    ),
    "meetings/updated-differs": Gathering(note=note_updated, judge=all_at_once),
}
