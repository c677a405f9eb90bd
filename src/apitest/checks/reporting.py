"""
Reporting obligations, a proposal, and national reports held against the obligations that they answer.

Reports are held against obligations when their walk is over, so that one set is read after the other.
"""

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from apitest.checks.extended_reports import cycle_agrees, fits_treaty, is_live, period_of
from apitest.checks.reading import day_of, english_of, is_missing, object_of, objects_of, text_of, whole_of
from apitest.checks.report_versions import cycle_key
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record

SET = "reporting-obligations"
_REQUIRED = ("id", "treaty", "reportType", "frequency")
_COUNTED = ("every-n-years", "before-meeting")
_MOST = {"once": 1, "event": 0}
"""Frequency → how many cycles it can have."""
_LEEWAY = 31
"""Days by which a period of several years may be longer or shorter."""


# --- obligations --------------------------------------------------------------------------------------------------


def obligation_is_complete(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """An obligation has an id, a treaty, a report type, an English name and a frequency."""
    for name in _REQUIRED:
        if is_missing(record, name):
            yield Departure(expected=f"the property {name!r}", got="none")
    if is_missing(record, "name") or (
        isinstance(record.content["name"], list) and not english_of(record.content, "name")
    ):
        yield Departure(expected="a name in English", got="none", pointer="/name" if "name" in record.content else "")


def treaty_of_obligation_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The treaty of an obligation is a known one."""
    code = text_of(record.content, "treaty")
    known = {*setting.contract.vocabularies["treaties"].terms, *setting.target.treaties}
    if code.strip() and code not in known and code.strip().lower() not in {item.lower() for item in known}:
        yield Departure(expected="a known treaty identifier, such as 'basel'", got=repr(code), pointer="/treaty")


def frequency_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The frequency is one of the list, never free text."""
    kind, known = text_of(object_of(record.content, "frequency"), "kind"), setting.contract.vocabularies
    if kind and kind not in known["reporting-frequency"].terms:
        expected = f"one of {', '.join(map(repr, sorted(known['reporting-frequency'].terms)))}"
        yield Departure(expected=expected, got=repr(kind), pointer="/frequency/kind")


def frequency_is_counted(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A frequency in years, or in days before a meeting, says how many."""
    frequency = object_of(record.content, "frequency")
    kind, value = text_of(frequency, "kind"), whole_of(frequency, "value")
    if kind in _COUNTED and (frequency.get("value") is None or (value is not None and value < 1)):
        got = "none" if value is None else str(value)
        yield Departure(expected=f"a number from 1, for {kind!r}", got=got, pointer="/frequency/value")


def cycles_are_dated(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each cycle has a label and a deadline."""
    for index, cycle in objects_of(record.content, "cycles"):
        missing = [name for name in ("label", "deadline") if not cycle.get(name)]
        if missing:
            yield Departure(
                expected="label and deadline", got=f"no {' and no '.join(missing)}", pointer=f"/cycles/{index}"
            )


def deadlines_of_cycles_are_in_order(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A cycle's period ends before its deadline, and its extension and its sections are due no earlier."""
    for index, cycle in objects_of(record.content, "cycles"):
        period, due = period_of(cycle), day_of(cycle, "deadline")
        pointer = f"/cycles/{index}"
        span = object_of(cycle, "period")
        start, end = day_of(span, "start"), day_of(span, "end")
        if start is not None and end is not None and end < start:
            expected = f"{start.isoformat()} (the first day) or later"
            yield Departure(expected=expected, got=end.isoformat(), pointer=f"{pointer}/period/end")
        if due is None:
            continue
        if period and due <= period[1]:
            expected = f"a day after {period[1].isoformat()}, the end of the period"
            yield Departure(expected=expected, got=due.isoformat(), pointer=f"{pointer}/deadline")
        extended = day_of(cycle, "extendedDeadline")
        if extended is not None and extended <= due:
            expected = f"a day after {due.isoformat()}, the deadline"
            yield Departure(expected=expected, got=extended.isoformat(), pointer=f"{pointer}/extendedDeadline")
        for number, section in objects_of(cycle, "sectionDeadlines"):
            day = day_of(section, "date")
            if day is not None and day < due:
                place = f"{pointer}/sectionDeadlines/{number}/date"
                yield Departure(expected=f"{due.isoformat()} or later", got=day.isoformat(), pointer=place)


def cycles_do_not_overlap(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """No two cycles of an obligation cover the same day."""
    found = [(period, index) for index, cycle in objects_of(record.content, "cycles") if (period := period_of(cycle))]
    for (before, _), (after, index) in pairwise(sorted(found)):
        if after[0] <= before[1]:
            expected = f"a day after {before[1].isoformat()}, the end of the cycle before"
            yield Departure(expected=expected, got=after[0].isoformat(), pointer=f"/cycles/{index}/period/start")


def cycles_fit_frequency(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The cycles of an obligation follow its frequency and its validity, and are numbered and named one by one."""
    content = record.content
    cycles = [cycle for _, cycle in objects_of(content, "cycles")]
    kind, value = text_of(object_of(content, "frequency"), "kind"), whole_of(object_of(content, "frequency"), "value")
    most = _MOST.get(kind)
    if most is not None and len(cycles) > most:
        got = f"{len(cycles)} cycles of what is due {'once' if most else 'on an event'}"
        yield Departure(expected=f"{most} cycles, for {kind!r}", got=got, pointer="/cycles")
    years = 1 if kind == "annual" else value if kind == "every-n-years" else None
    lengths = [(period[1] - period[0]).days + 1 for cycle in cycles if (period := period_of(cycle))]
    if years and years > 0 and len(lengths) > 1 and not any(_is_about(days, years) for days in lengths):
        expected = f"periods of {years} {'year' if years == 1 else 'years'}, as the frequency says"
        yield Departure(expected=expected, got=f"periods of {', '.join(map(str, lengths[:5]))} days", pointer="/cycles")
    yield from _cycles_out_of_line(content)


def _is_about(days: int, years: int) -> bool:
    return abs(days - 365.25 * years) <= max(_LEEWAY, 0.25 * 365.25 * years)


def _cycles_out_of_line(content: Mapping[str, Json]) -> Iterator[Departure]:
    """Cycles that share number or label, are numbered against their periods, or begin when nothing is due any more."""
    ends = day_of(content, "validTo")
    ordered: list[tuple[date, int | None, int]] = []
    seen: dict[str, int] = {}
    for index, cycle in objects_of(content, "cycles"):
        for name in names_of_cycle({"cycle": cycle}):
            before = seen.setdefault(name, index)
            if before != index:
                got = f"{name!r}, as of cycle {before + 1}"
                yield Departure(expected="a number and a label of its own", got=got, pointer=f"/cycles/{index}")
        start = day_of(object_of(cycle, "period"), "start")
        if start is not None:
            ordered.append((start, whole_of(cycle, "number"), index))
            if ends is not None and start > ends:
                expected = f"a cycle that begins up to {ends.isoformat()}, when the obligation ends"
                yield Departure(expected=expected, got=start.isoformat(), pointer=f"/cycles/{index}/period/start")
    for (_, lower, _), (_, higher, index) in pairwise(sorted(ordered, key=lambda item: (item[0], item[2]))):
        if lower is not None and higher is not None and higher < lower:
            expected = f"more than {lower}, the number of the cycle before"
            yield Departure(expected=expected, got=str(higher), pointer=f"/cycles/{index}/number")


def validity_is_in_order(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """An obligation does not end before it begins."""
    start, end = day_of(record.content, "validFrom"), day_of(record.content, "validTo")
    if start is not None and end is not None and end < start:
        yield Departure(expected=f"{start.isoformat()} or later", got=end.isoformat(), pointer="/validTo")


# --- reports against obligations ----------------------------------------------------------------------------------


def _note(record: Record, setting: Setting) -> Iterator[Note]:
    content = record.content
    if is_live(record, setting) and text_of(content, "obligationId"):
        facts: dict[str, Json] = {
            name: text_of(content, name) for name in ("obligationId", "treaty", "reportType", "partyStatus")
        }
        deadline = object_of(content, "deadline")
        facts["named"] = () if any(cycle_agrees(record, setting)) else names_of_cycle(content)
        facts["cycle"], facts["period"] = cycle_key(content), period_of(content)
        facts["due"], facts["extended"] = day_of(deadline, "original"), day_of(deadline, "extended")
        yield Note(value=facts, record=record.id, pointer="")


Obligation = Mapping[str, Json]
Against = Callable[[Note, Obligation], Iterator[Departure]]


def _obligations(setting: Setting) -> Mapping[str, Obligation] | None:
    names = ("treaty", "reportType", "frequency", "cycles", "appliesTo")
    columns = {name: setting.facts_of(SET, name) for name in names}
    found = setting.ids_of(SET)
    if found is None:
        return None
    return {key: {name: (column or {}).get(key) for name, column in columns.items()} for key in found}


def _against(judge: Against) -> Callable[[Sequence[Note], Setting], Iterator[Departure]]:
    """Judge each report with the obligation that it answers, where the two fit each other."""

    def judged(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
        obligations = _obligations(setting) or {}
        for note in notes:
            obligation = obligations.get(note.value["obligationId"])
            if obligation is not None and not _unlike(note, obligation):
                yield from judge(note, obligation)

    return judged


def _unlike(note: Note, obligation: Obligation) -> list[str]:
    """Properties in which a report and its obligation differ."""
    return [
        name
        for name in ("treaty", "reportType")
        if note.value[name] and text_of(obligation, name) and note.value[name] != text_of(obligation, name)
    ]


def obligations_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The obligation that a report names is served."""
    obligations = _obligations(setting)
    for note in notes if obligations is not None else ():
        if note.value["obligationId"] not in (obligations or {}):
            got = f"{note.value['obligationId']!r}, which is not served"
            yield Departure(expected="the id of an obligation", got=got, pointer="/obligationId", record=note.record)


def obligations_match(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A report has the treaty and the type of the obligation that it names; an unknown type is told elsewhere."""
    obligations = _obligations(setting) or {}
    for note in notes:
        obligation = obligations.get(note.value["obligationId"], {})
        known = fits_treaty(note.value["reportType"], note.value["treaty"], setting)
        for name in _unlike(note, obligation) if known else ():
            expected = f"{text_of(obligation, name)!r}, as of the obligation {note.value['obligationId']!r}"
            got = repr(note.value[name])
            yield Departure(expected=expected, got=got, pointer=f"/{name}", record=note.record)


def cycle_of(note: Note, obligation: Obligation) -> Mapping[str, Json]:
    """The cycle of an obligation that a report, or a cell, is noted under; empty: none."""
    cycles = (cycle for _, cycle in objects_of(obligation, "cycles"))
    return next((cycle for cycle in cycles if cycle_key({"cycle": cycle}) == note.value["cycle"]), {})


def cycles_of_reports_are_known(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The cycle of a report is one of its obligation."""
    obligations = _obligations(setting) or {}
    for note in notes:
        obligation = obligations.get(note.value["obligationId"])
        if obligation is not None and not _unlike(note, obligation):
            yield from cycle_unknown(note, obligation)


def cycle_unknown(note: Note, obligation: Obligation) -> Iterator[Departure]:
    """What is noted of a report, or of a cell, under a cycle that its obligation has not; some obligations list none."""
    known = [str(cycle.get("label")) for _, cycle in objects_of(obligation, "cycles")]
    if known and note.value["named"] and cycle_names(obligation).isdisjoint(note.value["named"]):
        expected = f"a cycle of the obligation {note.value['obligationId']!r}: {', '.join(known[:5])}"
        yield Departure(expected=expected, got=repr(note.value["cycle"]), pointer="/cycle", record=note.record)
    meant = cycle_names(obligation).intersection(note.value["named"])
    cycles = [names_of_cycle({"cycle": cycle}) for _, cycle in objects_of(obligation, "cycles")]
    if len(meant) > 1 and not any(meant.issubset(names) for names in cycles):
        got = f"{' and '.join(map(repr, note.value['named']))}, of two cycles"
        yield Departure(expected="number and label of one cycle", got=got, pointer="/cycle", record=note.record)


def cycle_names(obligation: Obligation) -> set[str]:
    """Numbers and labels of the cycles of an obligation."""
    return {name for _, cycle in objects_of(obligation, "cycles") for name in names_of_cycle({"cycle": cycle})}


def names_of_cycle(content: Mapping[str, Json]) -> tuple[str, ...]:
    """Number and label of a cycle, as far as it has them."""
    cycle = object_of(content, "cycle")
    number = whole_of(cycle, "number")
    return tuple(name for name in ("" if number is None else str(number), text_of(cycle, "label").casefold()) if name)


def _deadline(note: Note, obligation: Obligation) -> Iterator[Departure]:
    cycle, period, due = cycle_of(note, obligation), note.value["period"], note.value["due"]
    for name, said, meant in (
        ("original", due, day_of(cycle, "deadline")),
        ("extended", note.value["extended"], day_of(cycle, "extendedDeadline")),
    ):
        before_end = period is not None and due is not None and due <= period[1]
        if said is not None and meant is not None and said != meant and not before_end:
            expected = f"{meant.isoformat()}, as in the obligation {note.value['obligationId']!r}"
            yield Departure(expected=expected, got=said.isoformat(), pointer=f"/deadline/{name}", record=note.record)


def _period(note: Note, obligation: Obligation) -> Iterator[Departure]:
    """The cycle of the obligation may have a period of its own; it is then right as it is."""
    period, frequency = note.value["period"], object_of(obligation, "frequency")
    kind, value = text_of(frequency, "kind"), whole_of(frequency, "value")
    years = 1 if kind == "annual" else value if kind == "every-n-years" else None
    if not period or not years or period == period_of(cycle_of(note, obligation)):
        return
    days = (period[1] - period[0]).days + 1
    usual = (_later(period[0], years) - period[0]).days
    if abs(days - usual) > (_LEEWAY if years > 1 else 0):
        expected = f"{usual} days, for a period of {years} {'year' if years == 1 else 'years'}"
        yield Departure(expected=expected, got=f"{days} days", pointer="/period", record=note.record)


def _later(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    leap = calendar.isleap(year)
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) and not leap else day.replace(year=year)


def _admitted(note: Note, obligation: Obligation) -> Iterator[Departure]:
    includes = object_of(obligation, "appliesTo").get("includesNonParties")
    if note.value["partyStatus"] in ("non-party", "observer") and includes is False:
        got = f"{note.value['partyStatus']!r}, although {note.value['obligationId']!r} binds Parties only"
        yield Departure(expected="the report of a Party", got=got, pointer="/partyStatus", record=note.record)


RECORDS: dict[str, RecordCheck] = {
    "national-reports/obligation-complete": obligation_is_complete,
    "national-reports/obligation-treaty-known": treaty_of_obligation_is_known,
    "national-reports/frequency-listed": frequency_is_listed,
    "national-reports/frequency-counted": frequency_is_counted,
    "national-reports/cycles-dated": cycles_are_dated,
    "national-reports/cycle-deadlines-in-order": deadlines_of_cycles_are_in_order,
    "national-reports/cycles-do-not-overlap": cycles_do_not_overlap,
    "national-reports/cycles-fit-frequency": cycles_fit_frequency,
    "national-reports/validity-in-order": validity_is_in_order,
}

GATHERINGS: dict[str, Gathering] = {
    "national-reports/cycle-of-obligation": Gathering(note=_note, judge=cycles_of_reports_are_known),
    "national-reports/obligation-exists": Gathering(note=_note, judge=obligations_exist),
    "national-reports/obligation-matches": Gathering(note=_note, judge=obligations_match),
    "national-reports/deadline-of-obligation": Gathering(note=_note, judge=_against(_deadline)),
    "national-reports/period-fits-frequency": Gathering(note=_note, judge=_against(_period)),
    "national-reports/non-party-admitted": Gathering(note=_note, judge=_against(_admitted)),
}
