"""
The extended record of a national report, a proposal: what it must hold, its codes, its cycle, its days, its languages.

A record counts as extended as soon as it carries one property of the extension. A tombstone owes its id alone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from apitest.checks.reading import day_of, is_missing, object_of, objects_of, text_of, texts_of, whole_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Json, Record, Vocabulary

DRAFTS = frozenset(("draft", "data_entry", "data-entry", "in-preparation", "in preparation"))
"""What systems call a report that its country has not sent yet."""
_NUMBERED = re.compile(r"[a-z]+(?:-[a-z]+)*-(\d{1,9})")
_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")
"""More digits number no cycle, and Python refuses to read thousands of them."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_CLOSED = ("submitted", "accepted")


def is_live(record: Record, setting: Setting) -> bool:
    """Whether a record is an extended one and no tombstone."""
    return record.content.get("deleted") is not True and not setting.entity.extension.isdisjoint(record.content)


def _given(name: str, expected: str) -> RecordCheck:
    def check(record: Record, setting: Setting) -> Iterator[Departure]:
        if is_live(record, setting) and is_missing(record, name):
            yield Departure(expected=expected, got="none", pointer=f"/{name}" if name in record.content else "")

    return check


def submission_is_given(record: Record, setting: Setting) -> Iterator[Departure]:
    """Only a withdrawn report may lack its day of submission."""
    withdrawn = text_of(record.content, "status") == "withdrawn"
    if is_live(record, setting) and not withdrawn and is_missing(record, "submission"):
        yield Departure(expected="the day of submission", got="none")


def period_is_given(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report says which period it covers, unless it is due on an event."""
    events = setting.contract.vocabularies["report-type"].patterns["event-driven"]
    driven = re.fullmatch(events, text_of(record.content, "reportType"))
    if is_live(record, setting) and not driven and is_missing(record, "period"):
        yield Departure(expected="the reporting period", got="none")


def series_is_given(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report that has several versions names its series."""
    version = whole_of(record.content, "version")
    if is_live(record, setting) and version is not None and version > 1 and is_missing(record, "seriesId"):
        yield Departure(expected="a series, for version 1 has another id", got="none")


# --- codes --------------------------------------------------------------------------------------------------------


def _unlisted(written: str, pointer: str, vocabulary: Vocabulary) -> Iterator[Departure]:
    if written and written not in vocabulary.terms:
        expected = f"one of {', '.join(repr(code) for code in sorted(vocabulary.terms))}"
        yield Departure(expected=expected, got=repr(written), pointer=pointer)


def status_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The status is one of the list; drafts are another requirement's matter."""
    status = text_of(record.content, "status")
    if status not in DRAFTS:
        yield from _unlisted(status, "/status", setting.contract.vocabularies["report-status"])


def no_draft_is_published(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Nothing that a country has not sent yet is published."""
    places = [("/status", record.content)]
    places += [(f"/sections/{index}/status", section) for index, section in objects_of(record.content, "sections")]
    for pointer, holder in places:
        if text_of(holder, "status") in DRAFTS:
            yield Departure(expected="reports that were sent", got=repr(text_of(holder, "status")), pointer=pointer)


def codes_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """Party status, flags, channel and the roles of files come from their lists."""
    lists, content = setting.contract.vocabularies, record.content
    yield from _unlisted(text_of(content, "partyStatus"), "/partyStatus", lists["party-status"])
    yield from _unlisted(text_of(content, "channel"), "/channel", lists["report-channel"])
    for index, flag in texts_of(content, "flags"):
        yield from _unlisted(flag, f"/flags/{index}", lists["report-flag"])
    for index, file in objects_of(content, "files"):
        yield from _unlisted(text_of(file, "role"), f"/files/{index}/role", lists["file-role"])


def fits_treaty(kind: str, treaty: str, setting: Setting) -> bool:
    """Whether a treaty has a report type; of a treaty whose types are not known: yes."""
    pattern = setting.contract.vocabularies["report-type"].patterns.get(treaty.strip().lower())
    return not kind or pattern is None or re.fullmatch(pattern, kind) is not None


def type_belongs_to_treaty(record: Record, setting: Setting) -> Iterator[Departure]:
    """The report type is one that the treaty has."""
    treaty, kind = text_of(record.content, "treaty"), text_of(record.content, "reportType")
    if not fits_treaty(kind, treaty, setting):
        pattern = setting.contract.vocabularies["report-type"].patterns[treaty.strip().lower()]
        expected = f"a report type of {treaty!r}: {pattern.strip('^$')}"
        yield Departure(expected=expected, got=repr(kind), pointer="/reportType")


def represented_countries_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """Countries and territories that a report also covers are codes of ISO 3166-1."""
    lists, own = setting.contract.vocabularies, text_of(record.content, "country")
    for index, code in texts_of(record.content, "onBehalfOf"):
        if code and code == own:
            got = f"{code!r}, which reports itself"
            yield Departure(expected="another country or territory", got=got, pointer=f"/onBehalfOf/{index}")
        term = lists["countries"].terms.get(code) or lists["countries-alpha-3"].terms.get(code)
        if term is None or term.status != "active":
            expected = "a country code of ISO 3166-1, such as 'GL'"
            yield Departure(expected=expected, got=repr(code), pointer=f"/onBehalfOf/{index}")


# --- cycle and version --------------------------------------------------------------------------------------------


def _number_in_type(record: Record) -> int | None:
    numbered = _NUMBERED.fullmatch(text_of(record.content, "reportType"))
    return int(numbered[1]) if numbered else None


def cycle_is_numbered(record: Record, setting: Setting) -> Iterator[Departure]:
    """A report of a numbered type has the number of its cycle."""
    cycle = object_of(record.content, "cycle")
    if is_live(record, setting) and _number_in_type(record) is not None and cycle.get("number") is None:
        expected = f"the number of the cycle, for the type {text_of(record.content, 'reportType')!r}"
        yield Departure(expected=expected, got="none", pointer="/cycle" if cycle else "")


def cycle_agrees(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Number and label of the cycle, and the number in the report type, say the same."""
    cycle = object_of(record.content, "cycle")
    number, label, typed = whole_of(cycle, "number"), text_of(cycle, "label"), _number_in_type(record)
    if number is None:
        return
    named = _numbers_in(label)
    if named and number not in named:
        yield Departure(expected=f"the number {number}, as in 'number'", got=repr(label), pointer="/cycle/label")
    elif typed is not None and typed != number:
        got = f"{number} for the type {text_of(record.content, 'reportType')!r}"
        yield Departure(expected=str(typed), got=got, pointer="/cycle/number")


def _numbers_in(label: str) -> set[int]:
    words = label.lower().split()
    spelt = {_ORDINALS.index(word) + 1 for word in words if word in _ORDINALS}
    return spelt | {int(digits) for digits in _NUMBER.findall(label)}


def counting_begins_at_one(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Versions and cycles are counted from 1."""
    for pointer, number in (
        ("/version", whole_of(record.content, "version")),
        ("/cycle/number", whole_of(object_of(record.content, "cycle"), "number")),
    ):
        if number is not None and number < 1:
            yield Departure(expected="1 or more", got=str(number), pointer=pointer)


# --- days ---------------------------------------------------------------------------------------------------------


def period_of(holder: Mapping[str, Json]) -> tuple[date, date] | None:
    """First and last day of a period, where both are days and in order."""
    period = object_of(holder, "period")
    start, end = day_of(period, "start"), day_of(period, "end")
    return (start, end) if start is not None and end is not None and start <= end else None


def period_is_in_order(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A period does not end before it begins."""
    period = object_of(record.content, "period")
    start, end = day_of(period, "start"), day_of(period, "end")
    if start is not None and end is not None and end < start:
        expected = f"{start.isoformat()} (the first day) or later"
        yield Departure(expected=expected, got=end.isoformat(), pointer="/period/end")


def submission_is_not_before_period(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report is not sent before its period begins."""
    period, sent = period_of(record.content), day_of(record.content, "submission")
    if period and sent is not None and sent < period[0]:
        expected = f"{period[0].isoformat()} (the first day of the period) or later"
        yield Departure(expected=expected, got=sent.isoformat(), pointer="/submission")


def submission_is_after_period(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report is sent when its period is over."""
    period, sent = period_of(record.content), day_of(record.content, "submission")
    if period and sent is not None and period[0] <= sent < period[1]:
        expected = f"{period[1].isoformat()} (the last day of the period) or later"
        yield Departure(expected=expected, got=sent.isoformat(), pointer="/submission")


def deadline_is_after_period(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report is due when its period is over."""
    period, due = period_of(record.content), day_of(object_of(record.content, "deadline"), "original")
    if period and due is not None and due <= period[1]:
        expected = f"a day after {period[1].isoformat()}, the end of the period"
        yield Departure(expected=expected, got=due.isoformat(), pointer="/deadline/original")


def extension_is_after_deadline(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """An extended deadline is later than the original one."""
    deadline = object_of(record.content, "deadline")
    due, extended = day_of(deadline, "original"), day_of(deadline, "extended")
    if due is not None and extended is not None and extended <= due:
        expected = f"a day after {due.isoformat()}, the original deadline"
        yield Departure(expected=expected, got=extended.isoformat(), pointer="/deadline/extended")


def deadlines_of_sections_are_not_earlier(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """No section is due before the report."""
    deadline = object_of(record.content, "deadline")
    due = day_of(deadline, "original")
    places = [
        (f"/deadline/perSection/{i}/date", day_of(item, "date")) for i, item in objects_of(deadline, "perSection")
    ]
    sections = objects_of(record.content, "sections")
    places += [(f"/sections/{i}/deadline", day_of(item, "deadline")) for i, item in sections]
    for pointer, day in places:
        if due is not None and day is not None and day < due:
            expected = f"{due.isoformat()} (the deadline of the report) or later"
            yield Departure(expected=expected, got=day.isoformat(), pointer=pointer)


def first_submission_is_not_later(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The first version was not sent after this one."""
    first, sent = day_of(record.content, "firstSubmission"), day_of(record.content, "submission")
    if first is not None and sent is not None and (first - sent).days > 1:
        expected = f"{sent.isoformat()} (the submission) or earlier"
        yield Departure(expected=expected, got=first.isoformat(), pointer="/firstSubmission")


def first_version_is_first_submission(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The first version is the first submission."""
    first, sent = day_of(record.content, "firstSubmission"), day_of(record.content, "submission")
    if whole_of(record.content, "version") == 1 and first is not None and sent is not None and (sent - first).days > 1:
        expected = f"{sent.isoformat()}, the submission of version 1"
        yield Departure(expected=expected, got=first.isoformat(), pointer="/firstSubmission")


# --- languages and state ------------------------------------------------------------------------------------------


def _tagged(record: Record, setting: Setting) -> Iterator[tuple[str, str, bool]]:
    """Pointer and tag of each language of a report, and whether it is a tag."""
    known = setting.contract.vocabularies["languages"].terms
    found = [(f"/languages/{index}", tag) for index, tag in texts_of(record.content, "languages")]
    found.append(("/originalLanguage", text_of(record.content, "originalLanguage")))
    for pointer, tag in found:
        if tag:
            term = known.get(tag.partition("-")[0].lower())
            yield pointer, tag, bool(_TAG.fullmatch(tag)) and term is not None and term.status == "active"


def languages_are_tagged(record: Record, setting: Setting) -> Iterator[Departure]:
    """Languages of a report are tags of BCP 47."""
    for pointer, tag, valid in _tagged(record, setting):
        if not valid:
            yield Departure(expected="a language tag, such as 'en' or 'pt-BR'", got=repr(tag), pointer=pointer)


def languages_are_admitted(record: Record, setting: Setting) -> Iterator[Departure]:
    """Reports are in languages that their treaty admits."""
    lists = setting.contract.vocabularies
    six = f"^({'|'.join(sorted(lists['un-languages'].terms))})$"
    admitted = lists["report-language"].patterns.get(text_of(record.content, "treaty").strip().lower(), six)
    for pointer, tag, valid in _tagged(record, setting):
        if valid and pointer != "/originalLanguage" and not re.fullmatch(admitted, tag.partition("-")[0].lower()):
            yield Departure(expected=f"a language of {admitted.strip('^$')}", got=repr(tag), pointer=pointer)


def languages_of_files_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The languages of the report's files are among its languages."""
    listed = {tag.lower() for _, tag in texts_of(record.content, "languages")}
    for index, file in objects_of(record.content, "files"):
        language, role = text_of(file, "language"), text_of(file, "role")
        own = role in ("", "report", "translation")
        if listed and own and language.strip() and language.lower() not in listed:
            expected = f"one of {', '.join(map(repr, sorted(listed)))}"
            yield Departure(expected=expected, got=repr(language), pointer=f"/files/{index}/language")


def original_language_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The original language is among the languages."""
    listed = {tag.lower() for _, tag in texts_of(record.content, "languages")}
    original = text_of(record.content, "originalLanguage")
    if listed and original and original.lower() not in listed:
        expected = f"one of {', '.join(map(repr, sorted(listed)))}"
        yield Departure(expected=expected, got=repr(original), pointer="/originalLanguage")


def superseded_report_names_successor(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report is superseded if, and only if, it names the report that replaced it."""
    status, successor = text_of(record.content, "status"), text_of(record.content, "supersededBy")
    if status == "superseded" and not successor:
        yield Departure(expected="the id of the newer version in 'supersededBy'", got="none")
    elif status and status != "superseded" and successor:
        got = f"{status!r}, although replaced by {successor!r}"
        yield Departure(expected="'superseded'", got=got, pointer="/status")


def partial_report_has_open_section(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report that is marked as partial has a section that was not sent."""
    partial = any(flag == "partial" for _, flag in texts_of(record.content, "flags"))
    sections = [text_of(section, "status") for _, section in objects_of(record.content, "sections")]
    if partial and sections and all(status in _CLOSED for status in sections):
        got = f"all {len(sections)} sections sent"
        yield Departure(expected="a section that is open", got=got, pointer="/flags")


RECORDS: dict[str, RecordCheck] = {
    "national-reports/obligation-named": _given("obligationId", "the obligation that the report answers"),
    "national-reports/type-given": _given("reportType", "the kind of report"),
    "national-reports/status-given": _given("status", "the state of the report"),
    "national-reports/version-given": _given("version", "the version, such as 1"),
    "national-reports/languages-given": _given("languages", "the languages of the content"),
    "national-reports/extended-updated-given": _given("updated", "the time of the last change"),
    "national-reports/submission-given": submission_is_given,
    "national-reports/period-given": period_is_given,
    "national-reports/series-given": series_is_given,
    "national-reports/status-listed": status_is_listed,
    "national-reports/no-drafts": no_draft_is_published,
    "national-reports/codes-listed": codes_are_listed,
    "national-reports/type-of-treaty": type_belongs_to_treaty,
    "national-reports/on-behalf-of-known": represented_countries_are_known,
    "national-reports/cycle-numbered": cycle_is_numbered,
    "national-reports/cycle-agrees": cycle_agrees,
    "national-reports/counted-from-one": counting_begins_at_one,
    "national-reports/period-in-order": period_is_in_order,
    "national-reports/submission-not-before-period": submission_is_not_before_period,
    "national-reports/submission-after-period": submission_is_after_period,
    "national-reports/deadline-after-period": deadline_is_after_period,
    "national-reports/extension-after-deadline": extension_is_after_deadline,
    "national-reports/section-deadlines-not-earlier": deadlines_of_sections_are_not_earlier,
    "national-reports/first-submission-not-later": first_submission_is_not_later,
    "national-reports/first-version-first-sent": first_version_is_first_submission,
    "national-reports/languages-tagged": languages_are_tagged,
    "national-reports/languages-admitted": languages_are_admitted,
    "national-reports/file-languages-listed": languages_of_files_are_listed,
    "national-reports/original-language-listed": original_language_is_listed,
    "national-reports/superseded-names-successor": superseded_report_names_successor,
    "national-reports/partial-has-open-section": partial_report_has_open_section,
}
