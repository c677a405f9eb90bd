"""
What is required of national reports as the InforMEA API has them: what a record must hold, and dates that can be true.

Files are the matter of `report_files`. The extended record and its companions, a proposal, are that of
`extended_reports`, `report_versions`, `report_answers`, `reporting` and `reporting_status`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from apitest.checks import (
    extended_reports,
    report_answers,
    report_files,
    report_versions,
    reporting,
    reporting_status,
)
from apitest.checks.reading import day_of, english_of, is_missing, moment_of, objects_of, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.wording import titles_of_other_language
from apitest.model import Departure, Record

_TOLERANCE = timedelta(days=1)
_JUST_NOW = timedelta(minutes=15)
_FEW = 4
"""So many records it takes before a habit of the service shows."""
_ZEROS = frozenset(
    date.fromisoformat(day)
    for day in (
        "0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1969-12-31", "1970-01-01",
        "9999-12-30", "9999-12-31",
    )
)  # fmt: skip
"""What databases and spreadsheets say for 'no date'; the day before where a time zone shifted it."""
_PROTOCOLS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "cbd": ("Biological Diversity", {"Nagoya Protocol": "nagoya", "Cartagena Protocol": "cartagena"}),
    "unfccc": ("Framework Convention", {"Kyoto Protocol": "kyoto", "Paris Agreement": "paris"}),
    "vienna": ("Vienna Convention", {"Montreal Protocol": "montreal"}),
}
"""Parent convention → how a title names it, and its protocols: name in a title → identifier."""
_UNION = re.compile(r"European (?:Union|Communit(?:y|ies)|Economic Community)", re.IGNORECASE)
_ECUADOR = {"EC": "EU", "ECU": "EUR"}


def _missing(record: Record, name: str, expected: str) -> Iterator[Departure]:
    if is_missing(record, name):
        yield Departure(expected=expected, got="none", pointer=f"/{name}" if name in record.content else "")


def id_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report has an id."""
    yield from _missing(record, "id", "an id")


def treaty_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report names its treaty."""
    yield from _missing(record, "treaty", "a treaty identifier, such as 'basel'")


def country_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report names the country that sent it."""
    yield from _missing(record, "country", "a country code, such as 'KE'")


def protocol_version_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report names the version of the exchange protocol."""
    yield from _missing(record, "protocolVersion", "the version of the exchange protocol, such as 1")


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report has an English title; an entry without language or words is another requirement's matter."""
    if is_missing(record, "title"):
        yield from _missing(record, "title", "a title in English")
        return
    written = [text_of(entry, "language").strip() for _, entry in objects_of(record.content, "title")]
    if written and all(written) and not any(language.lower().startswith("en") for language in written):
        got = f"titles in {', '.join(map(repr, sorted(written)))} only"
        yield Departure(expected="a title in English", got=got, pointer="/title")


def title_language_is_plausible(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A title does not consist of the words of another language."""
    yield from titles_of_other_language(record)


def update_is_given(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report says when it was last changed; of an extended record more is required."""
    if setting.entity.extension.isdisjoint(record.content):
        yield from _missing(record, "updated", "the time of the last change")


# --- dates --------------------------------------------------------------------------------------------------------


def submission_is_no_placeholder(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The day of submission is a real day."""
    if day_of(record.content, "submission") in _ZEROS:
        got = f"{text_of(record.content, 'submission')}, which databases say for 'no date'"
        yield Departure(expected="the day on which the report was sent", got=got, pointer="/submission")


def _submitted(record: Record, setting: Setting) -> datetime | None:
    """The submission, where it is a real moment of the past."""
    moment = moment_of(record.content, "submission")
    if moment is None or moment.astimezone(UTC).date() in _ZEROS or moment > setting.now + _TOLERANCE:
        return None
    return moment


def submission_is_not_in_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report was not submitted in the future."""
    moment, day = moment_of(record.content, "submission"), day_of(record.content, "submission")
    if moment is not None and moment > setting.now + _TOLERANCE and day not in _ZEROS:
        yield _future(record, "submission", setting)


def update_is_not_in_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report was not changed in the future."""
    moment = moment_of(record.content, "updated")
    if moment is not None and moment > setting.now + _TOLERANCE:
        yield _future(record, "updated", setting)


def _future(record: Record, name: str, setting: Setting) -> Departure:
    expected = f"{setting.now.date().isoformat()} or earlier"
    return Departure(expected=expected, got=text_of(record.content, name), pointer=f"/{name}")


def submission_is_not_after_change(record: Record, setting: Setting) -> Iterator[Departure]:
    """The last change is not before the submission."""
    submitted, changed = _submitted(record, setting), moment_of(record.content, "updated")
    if submitted is not None and changed is not None and submitted > changed + _TOLERANCE:
        expected = f"{text_of(record.content, 'submission')} (the submission) or later"
        yield Departure(expected=expected, got=text_of(record.content, "updated"), pointer="/updated")


# --- treaty and country, as the title tells them ------------------------------------------------------------------


def protocol_goes_by_its_own_treaty(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report under a protocol does not go by the identifier of the parent convention."""
    treaty, title = text_of(record.content, "treaty"), english_of(record.content, "title")
    parent, protocols = _PROTOCOLS.get(treaty, ("", {}))
    named = [code for name, code in protocols.items() if name.lower() in title.lower()]
    if len(named) == 1 and parent.lower() not in title.lower():
        got = f"{treaty!r} for {title!r}"
        yield Departure(expected=repr(named[0]), got=got, pointer="/treaty", fix=f"Write {named[0]!r}.")


def union_is_not_ecuador(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report of the European Union does not go by the code of Ecuador."""
    code, title = text_of(record.content, "country"), english_of(record.content, "title")
    meant = _ECUADOR.get(code.upper(), "")
    if meant and _UNION.search(title):
        got = f"{code!r}, which is Ecuador, for {title!r}"
        yield Departure(expected=repr(meant), got=got, pointer="/country", fix=f"Write {meant!r}.")


# --- across reports -----------------------------------------------------------------------------------------------


def _note_identity(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    content = record.content
    facts = [text_of(content, name) for name in ("country", "treaty", "submission")]
    title = english_of(content, "title")
    if all(facts) and title:
        yield Note(value=(*facts, title.casefold(), text_of(content, "seriesId")), record=record.id, pointer="")


def reports_are_not_repeated(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No two records have the same country, treaty, title and submission, but for versions of one report."""
    first: dict[tuple[str, ...], Note] = {}
    for note in notes:
        *facts, series = note.value
        other = first.setdefault(tuple(facts), note)
        if note.record != other.record and not (series and series == other.value[-1]):
            got = f"country, treaty, title and submission of {other.record!r}"
            yield Departure(expected="a report that is not there yet", got=got, record=note.record)


def _note_update(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    moment = moment_of(record.content, "updated")
    if moment is not None:
        yield Note(value=moment, record=record.id, pointer="/updated")


def updates_are_not_always_now(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The changes of all reports did not all happen while the run went on."""
    if len(notes) >= _FEW and all(note.value >= setting.now - _JUST_NOW for note in notes):
        got = f"all {len(notes)} reports changed since {(setting.now - _JUST_NOW).isoformat(timespec='minutes')}"
        expected = "the time of each report's last change"
        yield Departure(expected=expected, got=got, pointer="/updated", record=notes[0].record)


def updates_tell_reports_apart(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Not all reports have the same time of change."""
    if len(notes) > 1 and len({note.value for note in notes}) == 1:
        got = f"{notes[0].value.isoformat()} for all {len(notes)} reports"
        yield Departure(expected="times that differ", got=got, pointer="/updated", record=notes[0].record)


def _note_hour(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    moment = moment_of(record.content, "submission")
    if moment is not None:
        clock = moment.astimezone(UTC).strftime("%H:%M:%S")
        yield Note(value=clock in ("22:00:00", "23:00:00"), record=record.id, pointer="/submission")


def days_are_not_shifted(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Days of submission are not the local midnight of another zone."""
    shifted = [note for note in notes if note.value]
    if len(notes) >= _FEW and 2 * len(shifted) > len(notes):
        got = f"22:00 or 23:00 in UTC for {len(shifted)} of {len(notes)} reports"
        yield Departure(expected="midnight in UTC", got=got, pointer="/submission", record=shifted[0].record)


RECORDS: dict[str, RecordCheck] = {
    "national-reports/id-given": id_is_given,
    "national-reports/title-in-english": title_is_in_english,
    "national-reports/treaty-given": treaty_is_given,
    "national-reports/country-given": country_is_given,
    "national-reports/protocol-version-given": protocol_version_is_given,
    "national-reports/updated-given": update_is_given,
    "national-reports/submission-not-placeholder": submission_is_no_placeholder,
    "national-reports/submission-not-future": submission_is_not_in_future,
    "national-reports/updated-not-future": update_is_not_in_future,
    "national-reports/submission-before-change": submission_is_not_after_change,
    "national-reports/own-treaty-of-protocol": protocol_goes_by_its_own_treaty,
    "national-reports/union-not-ecuador": union_is_not_ecuador,
    "national-reports/title-language-plausible": title_language_is_plausible,
    **report_files.RECORDS,
    **extended_reports.RECORDS,
    **report_answers.RECORDS,
    **reporting.RECORDS,
    **reporting_status.RECORDS,
}

GATHERINGS: dict[str, Gathering] = {
    "national-reports/no-probable-duplicates": Gathering(note=_note_identity, judge=reports_are_not_repeated),
    "national-reports/updated-not-always-now": Gathering(note=_note_update, judge=updates_are_not_always_now),
    "national-reports/updated-tells-reports-apart": Gathering(note=_note_update, judge=updates_tell_reports_apart),
    "national-reports/days-not-shifted": Gathering(note=_note_hour, judge=days_are_not_shifted),
    **report_files.GATHERINGS,
    **report_versions.GATHERINGS,
    **reporting.GATHERINGS,
    **reporting_status.GATHERINGS,
}

HARVESTS = report_versions.HARVESTS
