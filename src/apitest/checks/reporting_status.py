"""Who has met which reporting obligation, a proposal: each cell by itself, and the cells against reports and obligations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from apitest.checks import reporting
from apitest.checks.reading import day_of, is_missing, moment_of, text_of
from apitest.checks.report_versions import cycle_key
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record

REPORTS = "national-reports"
_REQUIRED = ("id", "obligationId", "cycle", "country", "due", "status", "asOf")
_MET = ("submitted", "accepted")
_UNMET = ("awaited", "overdue", "not-due")
_TOLERANCE = timedelta(days=1)


def cell_is_complete(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A cell says which obligation, cycle and country it is about, what is due, the status, and since when."""
    for name in _REQUIRED:
        if is_missing(record, name):
            pointer = f"/{name}" if name in record.content else ""
            yield Departure(expected=f"the property {name!r}", got="none", pointer=pointer)


def codes_of_cells_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """Status and timeliness come from their lists."""
    for name, listed in (("status", "reporting-status"), ("timeliness", "timeliness")):
        written, known = text_of(record.content, name), setting.contract.vocabularies[listed].terms
        if written and written not in known:
            expected = f"one of {', '.join(map(repr, sorted(known)))}"
            yield Departure(expected=expected, got=repr(written), pointer=f"/{name}")


def country_of_cell_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The country of a cell is a code of ISO 3166-1."""
    code, lists = text_of(record.content, "country"), setting.contract.vocabularies
    term = lists["countries"].terms.get(code) or lists["countries-alpha-3"].terms.get(code)
    if code.strip() and (term is None or term.status != "active"):
        yield Departure(expected="a country code of ISO 3166-1, such as 'KE'", got=repr(code), pointer="/country")


def exemption_has_a_reason(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Where no report is due, the cell says why."""
    if record.content.get("due") is False and is_missing(record, "reason"):
        yield Departure(expected="the reason why no report is due", got="none")


def due_agrees_with_status(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A cell is not due if, and only if, its status says so; a report may come although none is due."""
    due, status = record.content.get("due"), text_of(record.content, "status")
    if due is False and status in ("awaited", "overdue"):
        yield Departure(expected="'not-due'", got=f"{status!r}, although no report is due", pointer="/status")
    elif due is True and status == "not-due":
        yield Departure(expected="another status, for a report is due", got="'not-due'", pointer="/status")


def met_cell_names_its_report(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A cell names a report if, and only if, one was sent."""
    status, report = text_of(record.content, "status"), text_of(record.content, "reportId")
    if status in _MET and is_missing(record, "reportId"):
        yield Departure(expected="the id of the report", got=f"none, although {status!r}")
    elif report and status in _UNMET:
        got = f"{report!r}, although {status!r}"
        yield Departure(expected="no report", got=got, pointer="/reportId")


def status_fits_deadline(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report is awaited until its deadline, and overdue after it."""
    status, deadline = text_of(record.content, "status"), day_of(record.content, "deadline")
    today = day_of(record.content, "asOf")
    if deadline is None or today is None or status not in ("awaited", "overdue"):
        return
    meant = "overdue" if today > deadline else "awaited"
    if status != meant:
        got = f"{status!r} on {today.isoformat()}, with the deadline {deadline.isoformat()}"
        yield Departure(expected=repr(meant), got=got, pointer="/status", fix=f"Write {meant!r}.")


def cell_is_not_of_the_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A status is not known in advance."""
    moment = moment_of(record.content, "asOf")
    if moment is not None and moment > setting.now + _TOLERANCE:
        expected = f"{setting.now.date().isoformat()} or earlier"
        yield Departure(expected=expected, got=text_of(record.content, "asOf"), pointer="/asOf")


# --- across cells, and against the other sets ---------------------------------------------------------------------


def _note(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    content = record.content
    facts: dict[str, Json] = {
        name: text_of(content, name) for name in ("obligationId", "country", "status", "reportId", "timeliness")
    }
    facts["named"] = reporting.names_of_cycle(content)
    facts["asOf"] = day_of(content, "asOf")
    facts["cycle"], facts["deadline"] = cycle_key(content), day_of(content, "deadline")
    yield Note(value=facts, record=record.id, pointer="")


def cells_come_once(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """There is one cell for an obligation, a cycle and a country."""
    first: dict[tuple[str, ...], Note] = {}
    for note in notes:
        key = tuple(note.value[name] for name in ("obligationId", "cycle", "country"))
        other = first.setdefault(key, note)
        if all(key) and other.record != note.record:
            got = f"obligation, cycle and country of {other.record!r}"
            yield Departure(expected="a cell that is not there yet", got=got, record=note.record)


def obligations_of_cells_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The obligation of a cell is served."""
    known = setting.ids_of(reporting.SET)
    for note in notes if known is not None else ():
        name = note.value["obligationId"]
        if name and name not in (known or ()):
            got = f"{name!r}, which is not served"
            yield Departure(expected="the id of an obligation", got=got, pointer="/obligationId", record=note.record)


def cycles_of_cells_are_known(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The cycle of a cell is one of its obligation."""
    cycles = setting.facts_of(reporting.SET, "cycles") or {}
    for note in notes:
        yield from reporting.cycle_unknown(note, {"cycles": cycles.get(note.value["obligationId"])})


def deadlines_of_cells_agree(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The deadline of a cell is that of its cycle, or the extended one."""
    cycles = setting.facts_of(reporting.SET, "cycles") or {}
    for note in notes:
        cycle = reporting.cycle_of(note, {"cycles": cycles.get(note.value["obligationId"])})
        known = [day for day in (day_of(cycle, "deadline"), day_of(cycle, "extendedDeadline")) if day is not None]
        if note.value["deadline"] is not None and known and note.value["deadline"] not in known:
            expected = f"{known[-1].isoformat()}, as in the obligation {note.value['obligationId']!r}"
            got = note.value["deadline"].isoformat()
            yield Departure(expected=expected, got=got, pointer="/deadline", record=note.record)


def reports_of_cells_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The report that a cell names is served."""
    known = setting.ids_of(REPORTS)
    for note in notes if known is not None else ():
        name = note.value["reportId"]
        if name and name not in (known or ()):
            got = f"{name!r}, which is not served"
            yield Departure(expected="the id of a report", got=got, pointer="/reportId", record=note.record)


def _reports(setting: Setting) -> Mapping[str, Mapping[str, Json]]:
    """What remains of the reports, by id; empty where they could not be read."""
    names = ("country", "obligationId", "status", "cycle", "submission", "firstSubmission", "supersededBy", "deleted")
    columns = {name: setting.facts_of(REPORTS, name) or {} for name in names}
    keys = setting.ids_of(REPORTS) or frozenset()
    return {key: {name: column.get(key) for name, column in columns.items()} for key in sorted(keys)}


def reports_of_cells_match(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """The report that a cell names is of its obligation and its country."""
    reports = _reports(setting)
    for note in notes:
        report = reports.get(note.value["reportId"], {})
        for name in ("obligationId", "country"):
            said, meant = note.value[name], text_of(report, name)
            if said and meant and said != meant:
                expected = f"{meant!r}, as in the report {note.value['reportId']!r}"
                yield Departure(expected=expected, got=repr(said), pointer=f"/{name}", record=note.record)


def cells_are_not_ahead(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A cell is accepted only where its report is, tells none that is gone, and none before it was sent."""
    reports = _reports(setting)
    for note in notes:
        report = reports.get(note.value["reportId"], {})
        status, sent = text_of(report, "status"), day_of(report, "firstSubmission") or day_of(report, "submission")
        if note.value["status"] in _MET and (status == "withdrawn" or report.get("deleted") is True):
            got = f"{note.value['status']!r}, although {note.value['reportId']!r} was withdrawn"
            yield Departure(expected="no report, or another one", got=got, pointer="/reportId", record=note.record)
        elif note.value["status"] in _MET and sent and note.value["asOf"] and (sent - note.value["asOf"]).days > 1:
            expected = f"{sent.isoformat()} or later, when {note.value['reportId']!r} was sent"
            got = note.value["asOf"].isoformat()
            yield Departure(expected=expected, got=got, pointer="/asOf", record=note.record)
        if note.value["status"] == "accepted" and status in ("submitted", "under-review", "recalled"):
            expected = f"'submitted', for the report {note.value['reportId']!r} is {status!r}"
            yield Departure(expected=expected, got="'accepted'", pointer="/status", record=note.record)


def timeliness_agrees(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """A report is late if, and only if, it was first sent after the deadline; one that is awaited is neither."""
    reports = _reports(setting)
    for note in notes:
        status, said = note.value["status"], note.value["timeliness"]
        if said in ("on-time", "late") and status in _UNMET and not note.value["reportId"]:
            got = f"{said!r}, although {status!r}"
            yield Departure(expected="'unknown', or none", got=got, pointer="/timeliness", record=note.record)
        report, deadline = reports.get(note.value["reportId"], {}), note.value["deadline"]
        first = day_of(report, "firstSubmission") or day_of(report, "submission")
        if first is None or deadline is None or note.value["timeliness"] not in ("on-time", "late"):
            continue
        meant = "late" if first > deadline else "on-time"
        if note.value["timeliness"] != meant:
            got = f"{note.value['timeliness']!r} for {first.isoformat()}, with the deadline {deadline.isoformat()}"
            yield Departure(expected=repr(meant), got=got, pointer="/timeliness", record=note.record)


def current_reports_have_a_cell(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:
    """Each current report under an obligation is in one cell."""
    named = Counter(note.value["reportId"] for note in notes)
    for key, report in _reports(setting).items():
        current = text_of(report, "status") in ("submitted", "under-review", "accepted")
        owing = current and text_of(report, "obligationId") and report.get("deleted") is not True
        times = named[key]
        if owing and times != 1:
            got = f"the report {key!r} in {times} cells" if times else f"no cell with the report {key!r}"
            yield Departure(expected="each current report in one cell", got=got)


RECORDS: dict[str, RecordCheck] = {
    "national-reports/cell-complete": cell_is_complete,
    "national-reports/cell-codes-listed": codes_of_cells_are_listed,
    "national-reports/cell-country-known": country_of_cell_is_known,
    "national-reports/cell-reason-given": exemption_has_a_reason,
    "national-reports/cell-due-agrees": due_agrees_with_status,
    "national-reports/cell-names-report": met_cell_names_its_report,
    "national-reports/cell-fits-deadline": status_fits_deadline,
    "national-reports/cell-not-of-future": cell_is_not_of_the_future,
}

GATHERINGS: dict[str, Gathering] = {
    "national-reports/cell-once": Gathering(note=_note, judge=cells_come_once),
    "national-reports/cell-obligation-exists": Gathering(note=_note, judge=obligations_of_cells_exist),
    "national-reports/cell-cycle-of-obligation": Gathering(note=_note, judge=cycles_of_cells_are_known),
    "national-reports/cell-report-exists": Gathering(note=_note, judge=reports_of_cells_exist),
    "national-reports/cell-report-matches": Gathering(note=_note, judge=reports_of_cells_match),
    "national-reports/cell-not-ahead": Gathering(note=_note, judge=cells_are_not_ahead),
    "national-reports/cell-deadline-of-obligation": Gathering(note=_note, judge=deadlines_of_cells_agree),
    "national-reports/cell-timeliness-agrees": Gathering(note=_note, judge=timeliness_agrees),
    "national-reports/current-report-in-a-cell": Gathering(note=_note, judge=current_reports_have_a_cell),
}
