"""
What several classes ask of single properties: whether they are given, and whether dates and texts are real ones.

Values of another type than the contract's are left alone here, and so are lists that were not sent inline: other
requirements have them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from apitest.checks.invisible import hidden_in
from apitest.checks.reading import is_nothing, moment_of, objects_of
from apitest.checks.setting import Note, Setting
from apitest.checks.spooling import key_of, repeated
from apitest.checks.web import base_name
from apitest.model import Departure, Json, Record
from apitest.shelves import itself

TOLERANCE = timedelta(days=1)
"""A day more or less is no departure: clocks differ, and so do time zones."""
FILLERS = frozenset(
    ("-", "--", "?", "n/a", "na", "n.a.", "nil", "none", "null", "tba", "tbc", "tbd", "unknown", "undefined", "xxx"),
)
"""Words that stand where nothing is known, in small letters."""
_FIRST_YEAR, _LAST_YEAR = 1946, 2099
"""No agreement in this field is older; no date behind it is meant."""
_EPOCH = 1970, 1, 1
_FEW = 5
"""Fewer records may share a moment by chance."""


# --- given ----------------------------------------------------------------------------------------------------------


def lacking(record: Record, name: str, expected: str, fix: str = "") -> Iterator[Departure]:
    """A departure, if a property is absent, null or blank."""
    value = record.content.get(name)
    if is_nothing(value):
        yield Departure(expected=expected, got=shown(value), pointer=f"/{name}", fix=fix)


def lacking_in(record: Record, outer: str, name: str, expected: str) -> Iterator[Departure]:
    """A departure for each object of a list in which a property is absent, null or blank."""
    for index, item in objects_of(record.content, outer):
        if is_nothing(item.get(name)):
            yield Departure(expected=expected, got=shown(item.get(name)), pointer=f"/{outer}/{index}/{name}")


def shown(value: Json) -> str:
    """A value for a message."""
    return "nothing" if value is None else repr(value)


# --- titles ---------------------------------------------------------------------------------------------------------


def no_english_title(record: Record, setting: Setting, name: str = "title") -> Iterator[Departure]:
    """A departure, if no title is in English; silent where the language of one is not known, for it may be English."""
    if f"/{name}" in record.deferred:
        return
    title = record.content.get(name)
    if title is None or title == []:
        yield Departure(expected=f"a {name} in English", got=f"no {name}", pointer=f"/{name}")
        return
    languages = _languages(title, setting)
    if languages and "en" not in languages:
        got = f"a {name} in {' and '.join(repr(language) for language in languages)} only"
        yield Departure(expected=f"a {name} in English", got=got, pointer=f"/{name}")


def english_not_first(record: Record, setting: Setting) -> Iterator[Departure]:
    """A departure, if a title in another language stands before the English one."""
    languages = _languages(record.content.get("title"), setting)
    if "en" in languages[1:] and languages[0] != "en":
        fix = "Send the English entry first."
        got = f"{languages[0]!r} first, 'en' in place {languages.index('en') + 1}"
        yield Departure(expected="the English title first", got=got, pointer="/title", fix=fix)


def _languages(text: Json, setting: Setting) -> list[str]:
    """The languages of a localised text in order; empty: one of them is missing or not known."""
    terms = setting.contract.vocabularies["languages"].terms
    entries = text if isinstance(text, list) else ()
    found = [entry.get("language") if isinstance(entry, dict) else None for entry in entries]
    known = [code for code in found if isinstance(code, str) and code in terms and terms[code].status == "active"]
    return known if len(known) == len(found) else []


# --- ids and lengths ------------------------------------------------------------------------------------------------


def blanks_in_id(record: Record) -> Iterator[Departure]:
    """A departure, if the id holds white space, or characters that nobody sees."""
    identifier = record.content.get("id")
    if isinstance(identifier, str) and identifier.strip() and hidden_in(identifier):
        yield Departure(expected="an id without blanks", got=repr(identifier), pointer="/id")


def too_long(record: Record, limits: Mapping[str, int]) -> Iterator[Departure]:
    """A departure for each text that is longer than the portal's field for it; a localised text counts by entry."""
    for name, most in limits.items():
        value = record.content.get(name)
        places = [(f"/{name}", value)]
        if isinstance(value, list):
            places = [
                (f"/{name}/{index}/value", entry.get("value")) for index, entry in objects_of(record.content, name)
            ]
        for pointer, text in places:
            if isinstance(text, str) and len(text) > most:
                got = f"{len(text)} characters: {text[:40]!r}…"
                yield Departure(expected=f"at most {most} characters", got=got, pointer=pointer)


# --- dates ----------------------------------------------------------------------------------------------------------


def real_moment(holder: Mapping[str, Json], name: str) -> datetime | None:
    """A moment that somebody meant; None: none, or a stand-in for an unknown one."""
    found = moment_of(holder, name)
    return None if found is None or is_no_date(found) else found


def stand_ins(record: Record, names: Iterable[str]) -> Iterator[Departure]:
    """A departure for each date that only stands in for an unknown one."""
    for name in names:
        found = moment_of(record.content, name)
        if found is not None and is_no_date(found):
            expected = f"a date from {_FIRST_YEAR} to {_LAST_YEAR}, other than 1970-01-01"
            yield Departure(expected=expected, got=day(found), pointer=f"/{name}")


def in_future(record: Record, name: str, setting: Setting) -> Iterator[Departure]:
    """A departure, if a date lies behind the moment of the run."""
    found = real_moment(record.content, name)
    if found is not None and found > setting.now + TOLERANCE:
        expected = f"a date up to {day(setting.now)}, the day of the test"
        yield Departure(expected=expected, got=day(found), pointer=f"/{name}")


def day(found: datetime) -> str:
    """A moment as its day: `2025-05-09`."""
    return found.date().isoformat()


def is_no_date(found: date) -> bool:
    """Whether a day, or a moment, only stands in for an unknown one."""
    return not _FIRST_YEAR <= found.year <= _LAST_YEAR or (found.year, found.month, found.day) == _EPOCH


def to_the_second(record: Record, name: str) -> Iterator[Departure]:
    """A departure, if what should be a day has seconds, as the time of data entry has."""
    moment = real_moment(record.content, name)
    if moment and (moment.second or moment.microsecond):
        got = f"{record.content[name]}, to the second"
        yield Departure(expected="a day, without a time", got=got, pointer=f"/{name}")


def note_updated(record: Record, _setting: Setting) -> Iterator[Note]:
    """Remember when a record says that it was last changed."""
    value = record.content.get("updated")
    if isinstance(value, str):
        yield Note(value=value, record=record.id, pointer="/updated")


def all_at_once(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """A departure, if all records of a set claim to have been changed at the same moment."""
    first = notes[0] if len(notes) >= _FEW else None
    if first is not None and all(note.value == first.value for note in notes):
        got = f"{first.value} in all {len(notes)} records"
        yield Departure(expected="the last change of each record", got=got, pointer="/updated", record=first.record)


# --- across records -------------------------------------------------------------------------------------------------


def noting(name: str) -> Callable[[Record, Setting], Iterator[Note]]:
    """What remembers a text property of each record that has it."""

    def note(record: Record, _setting: Setting) -> Iterator[Note]:
        value = record.content.get(name)
        if isinstance(value, str) and value.strip():
            yield Note(value=value, record=record.id, pointer=f"/{name}")

    return note


def shared(notes: Sequence[Note], expected: str) -> Iterator[Departure]:
    """A departure for each note that says what a note of another record said before."""
    first: dict[Json, Note] = {}
    again = repeated(notes, itself)
    if not again:
        return
    many = Counter(note.value for note in notes if hash(note.value) in again)
    for note in notes:
        if hash(note.value) not in again:
            continue
        before = first.setdefault(note.value, note)
        if before.record != note.record:
            got = f"{note.value!r}, as in {many[note.value] - 1} other records, first in {before.record!r}"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def collisions(notes: Sequence[Note], expected: str) -> Iterator[Departure]:
    """A departure for each note whose key stood for another address before; a note holds key and address."""
    first: dict[str, Note] = {}
    again = repeated(notes, key_of)
    if not again:
        return
    for note in notes:
        key, url = note.value
        if hash(key) not in again:
            continue
        before = first.setdefault(key, note)
        if before.value[1] != url:
            got = f"{key!r} for {url!r}, and in {before.record!r} for {before.value[1]!r}"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def noting_picture(name: str) -> Callable[[Record, Setting], Iterator[Note]]:
    """What remembers the address of a picture of each record that has one, by the file name in it."""

    def note(record: Record, _setting: Setting) -> Iterator[Note]:
        url = record.content.get(name)
        if isinstance(url, str) and base_name(url):
            yield Note(value=(base_name(url), url), record=record.id, pointer=f"/{name}")

    return note


def names_of_pictures_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Different pictures have different file names."""
    yield from collisions(notes, "a file name of its own")
