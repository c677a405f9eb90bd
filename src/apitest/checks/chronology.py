"""Dates of every set by one rule: they are meant, a change is past, and a record changed last of all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR

from apitest.checks.properties import TOLERANCE, day, in_future, is_no_date, real_moment
from apitest.checks.reading import day_of, objects_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Kind, Record, Shape

_TOLD_ELSEWHERE = frozenset((("national-reports", "/submission"),))
_IN_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "national-reports": (("submission", "published"), ("published", "updated")),
    "national-plans": (("submission", "updated"),),
    "documents": (("published", "updated"),),
    "country-profiles": (("statusDate", "updated"),),
}
"""Entity set → pairs of dates of which the second cannot be earlier."""
_MANY = 8
"""Fewer records may share a day by chance."""
_OWN_DAYS: Mapping[str, str] = {
    "national-reports": "submission",
    "national-plans": "submission",
    "meetings": "start",
    "documents": "published",
}
"""Entity set → a day that each of its records has of its own."""


def dated(
    content: Mapping[str, Json], shape: Shape, pointer: str = ""
) -> Iterator[tuple[str, str, Mapping[str, Json]]]:
    """Pointer, name and holder of each date that the contract knows."""
    for name, inside in shape.fields.items():
        place, value = f"{pointer}/{name}", content.get(name)
        if inside.kind in (Kind.DATE, Kind.DATE_TIME):
            yield place, name, content
        elif inside.kind is Kind.OBJECT and isinstance(value, dict):
            yield from dated(value, inside, place)
        elif inside.kind is Kind.COLLECTION:
            for index, item in objects_of(content, name):
                yield from dated(item, inside, f"{place}/{index}")


def dates_are_meant(record: Record, setting: Setting) -> Iterator[Departure]:
    """A date is one that somebody meant, and stands for no unknown one."""
    for pointer, name, holder in dated(record.content, setting.entity.shape):
        found = day_of(holder, name)
        if found is None or not is_no_date(found) or setting.now.year < found.year < MAXYEAR:
            continue
        if (setting.entity.name, pointer) not in _TOLD_ELSEWHERE:
            yield Departure(expected="a real date, or no date", got=found.isoformat(), pointer=pointer)


def update_is_past(record: Record, setting: Setting) -> Iterator[Departure]:
    """A record was not changed after the moment of the test."""
    yield from in_future(record, "updated", setting)


def dates_are_in_order(record: Record, setting: Setting) -> Iterator[Departure]:
    """What was sent is published then or later, and the record of it changed last of all."""
    for earlier, later in _IN_ORDER.get(setting.entity.name, ()):
        before, after = real_moment(record.content, earlier), real_moment(record.content, later)
        if before is None or after is None or before <= after + TOLERANCE or before > setting.now + TOLERANCE:
            continue
        expected = f"a date from {day(before)} on, the date of {earlier!r}"
        yield Departure(expected=expected, got=day(after), pointer=f"/{later}")


def _note_day(record: Record, setting: Setting) -> Iterator[Note]:
    name = _OWN_DAYS.get(setting.entity.name, "")
    moment = real_moment(record.content, name)
    if moment is not None:
        yield Note(value=day(moment), record=record.id, pointer=f"/{name}")


def days_vary(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Not all records were submitted, held or published on the same day."""
    if len(notes) >= _MANY and len({note.value for note in notes}) == 1:
        got = f"{notes[0].value} in all {len(notes)} records"
        yield Departure(expected="the day of each record", got=got, pointer=notes[0].pointer, record=notes[0].record)


RECORDS: dict[str, RecordCheck] = {
    "service/dates-real": dates_are_meant,
    "service/updated-not-in-future": update_is_past,
    "service/dates-in-order": dates_are_in_order,
}

GATHERINGS: dict[str, Gathering] = {"service/days-vary": Gathering(note=_note_day, judge=days_vary)}
