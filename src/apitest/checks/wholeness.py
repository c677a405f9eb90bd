"""What a record loses or doubles on its way: texts that are cut, texts that come twice over, records under two ids."""

import re
from collections.abc import Iterator, Mapping, Sequence

from apitest.checks.properties import collisions
from apitest.checks.reading import english_of, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import key_of
from apitest.checks.text import Text, around, every_text
from apitest.model import Departure, Record

_CUT = re.compile(r"[\w,;](?:\s*\[?(?:…|\.\.\.)\]?)$")
_DOTS = ("…", "...", "...]", "…]")
_BEGINNING, _MARKS = 10, " .;,/|-\n"
"""So many signs tell a text; these may stand between it and itself."""
_TWINS: Mapping[str, tuple[str, ...]] = {
    "national-plans": ("treaty", "country", "type", "submission"),
    "sites": ("treaty", "country", "type"),
    "documents": ("treaty", "country", "published"),
    "reporting-obligations": ("treaty", "reportType", "article"),
}
"""Entity set → what besides its title tells a record from others."""


def _prose(record: Record, setting: Setting) -> Iterator[Text]:
    return (text for text in every_text(record, setting) if text.localised and text.names[-1] == "value")


def texts_end_where_they_end(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text does not break off with dots."""
    for text in _prose(record, setting):
        if text.value.endswith(_DOTS) and _CUT.search(text.value):
            got = around(text.value, len(text.value) - 25, len(text.value))
            yield Departure(expected="the whole text", got=got, pointer=text.pointer)


def texts_come_once(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text does not say the whole of itself twice over."""
    for text in _prose(record, setting):
        once = _once(text.value)
        if once:
            yield Departure(expected=repr(once[:60]), got=around(text.value, 0, 80), pointer=text.pointer)


def _once(value: str) -> str:
    """What a text says twice over, with nothing but marks between and behind; empty: it does not."""
    again = value.find(value[:_BEGINNING], _BEGINNING)
    once = value[:again].rstrip(_MARKS) if again > 0 else ""
    return once if once and once == value[again:].rstrip(_MARKS) else ""


def is_whole_and_single(value: str) -> bool:
    """Whether a text neither ends in dots nor comes back to its beginning, so that no check of texts here speaks."""
    return not value.endswith(_DOTS) and value.find(value[:_BEGINNING], _BEGINNING) < 0


def _note_twin(record: Record, setting: Setting) -> Iterator[Note]:
    names = _TWINS.get(setting.entity.name, ())
    title = english_of(record.content, "name" if "name" in setting.entity.shape.fields else "title")
    if names and title:
        facts = [text_of(record.content, name) for name in names]
        yield Note(value=("|".join((*facts, title.casefold())), record.id), record=record.id, pointer="")


def records_have_no_twins(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """No two records agree in all that tells them apart but their ids."""
    yield from collisions(notes, "a record that is not there yet")


RECORDS: dict[str, RecordCheck] = {
    "text/not-broken-off": texts_end_where_they_end,
    "text/not-doubled": texts_come_once,
}

GATHERINGS: dict[str, Gathering] = {
    "service/no-twins": Gathering(note=_note_twin, judge=records_have_no_twins, compared=key_of),
}
