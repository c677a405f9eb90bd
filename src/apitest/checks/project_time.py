"""Projects: dates, milestones, fiscal years, and whether the status fits them."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from itertools import pairwise

from apitest.checks.project_reading import (
    FINANCE,
    IATI,
    SENTINELS,
    code,
    day,
    from_level,
    items,
    living,
    living_notes,
    milestones,
    moment,
    word,
)
from apitest.checks.reading import number_of, object_of
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.model import Departure, Json, Kind, Record, Shape

_DATE = 10
_A_DAY = timedelta(days=1)
"""Somewhere it is already tomorrow."""
_A_MONTH = timedelta(days=31)
_FIVE_MINUTES = timedelta(minutes=5)
_ORDER = ("received", "concept-approved", "approved", "closed")
_PIPELINE, _IMPLEMENTATION, _FINALISATION, _CLOSED, _CANCELLED = "1", "2", "3", "4", "5"
_DISBURSEMENT = "3"
_FISCAL_YEAR_BEGINS = 7
"""July: the GEF's fiscal year Y runs from 1 July of Y-1 to 30 June of Y."""
_TRUST_FUNDS_OF_GEF = frozenset(("gef-tf", "gbff", "ldcf", "sccf", "cbit", "npif"))
_SCHEMES: Mapping[str, str] = {
    **{name: name for name in ("gef", "gcf", "adaptation-fund", "mlf", "special-programme")},
    "sip": "minamata-sip",
}
"""Funding mechanism → scheme of the identifiers that it gives."""
_FUNDS_WITH_PERIODS = frozenset(("gef", "sip", "gcf", "mlf", "special-programme"))
_GEF_8_YEARS = range(2023, 2027)
"""Fiscal years of the eighth period, July 2022 to June 2026."""
_PERIODS = 8
_PERIOD, _LATER = 4, 8
"""Years of each period before, and years after it in which what it began with was still approved."""
_YEARS_OF_DELAY = 10
"""By so much no project is late that is still at work."""


def _tomorrow(setting: Setting) -> date:
    return setting.now.astimezone(UTC).date() + _A_DAY


# --- dates --------------------------------------------------------------------------------------------------------


def start_is_known(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project has a planned or an actual start."""
    if not any(_given(record.content, name) for name in ("plannedStart", "actualStart")):
        yield Departure(expected="a planned or an actual start", got="neither", pointer="/plannedStart")


def _given(content: Mapping[str, Json], name: str) -> bool:
    return content.get(name) not in (None, "")


def planned_end_is_after_planned_start(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """The planned end is later than the planned start."""
    yield from _ordered(record.content, "plannedStart", "plannedEnd")


def actual_end_is_after_actual_start(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """The actual end is later than the actual start."""
    yield from _ordered(record.content, "actualStart", "actualEnd")


def _ordered(content: Mapping[str, Json], start: str, end: str) -> Iterator[Departure]:
    first, last = day(content, start), day(content, end)
    if first is not None and last is not None and last <= first:
        expected = f"a day after {first.isoformat()}, the {start}"
        yield Departure(expected=expected, got=last.isoformat(), pointer=f"/{end}")


def past_dates_are_past(record: Record, setting: Setting) -> Iterator[Departure]:
    """Actual dates and milestones are not in the future."""
    found = [(f"/{name}", day(record.content, name)) for name in ("actualStart", "actualEnd")]
    found += [(f"{item.pointer}/date", day(item.content, "date")) for item in items(record.content, "milestones")]
    for pointer, when in found:
        if when is not None and when > _tomorrow(setting):
            expected = "a day that has come; what is planned belongs into plannedStart and plannedEnd"
            yield Departure(expected=expected, got=when.isoformat(), pointer=pointer)


def update_is_past(record: Record, setting: Setting) -> Iterator[Departure]:
    """The last change is not in the future."""
    when = moment(record.content, "updated")
    if when is not None and when > setting.now + _FIVE_MINUTES:
        got = str(record.content["updated"])
        yield Departure(expected="a moment that has come, in UTC", got=got, pointer="/updated")


def creation_is_before_update(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A record is not changed before it is made."""
    made, changed = moment(record.content, "created"), moment(record.content, "updated")
    if made is not None and changed is not None and changed < made:
        expected = f"a moment from {record.content['created']} on, when the record was made"
        yield Departure(expected=expected, got=str(record.content["updated"]), pointer="/updated")


def dates_are_no_sentinels(record: Record, setting: Setting) -> Iterator[Departure]:
    """A date that is not known is left out; no other date stands for it."""
    for pointer, value in _dates(record.content, setting.entity.shape, ""):
        if value[:_DATE] in SENTINELS:
            yield Departure(expected="a real date, or no date", got=value, pointer=pointer)


def _dates(content: Mapping[str, Json], shape: Shape, pointer: str) -> Iterator[tuple[str, str]]:
    """Pointer and value of each date that the contract knows."""
    for name, inside in shape.fields.items():
        place, value = f"{pointer}/{name}", content.get(name)
        if inside.kind in (Kind.DATE, Kind.DATE_TIME) and isinstance(value, str):
            yield place, value
        elif inside.kind is Kind.OBJECT and isinstance(value, dict):
            yield from _dates(value, inside, place)
        elif inside.kind is Kind.COLLECTION:
            for item in items(content, name):
                yield from _dates(item.content, inside, f"{pointer}{item.pointer}")


def milestones_are_in_order(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project is received, then its concept approved, then the project, and then it is closed."""
    reached = [(kind, *milestones(record.content, kind)[0]) for kind in _ORDER if milestones(record.content, kind)]
    for (before, _, first), (after, pointer, second) in pairwise(reached):
        if second < first:
            expected = f"{after!r} on or after {first.isoformat()}, when {before!r} was reached"
            yield Departure(expected=expected, got=second.isoformat(), pointer=pointer)
    closed, ended = milestones(record.content, "closed"), day(record.content, "actualEnd")
    if len(closed) == 1 and ended is not None and ended - closed[0][1] > _A_MONTH:
        expected = f"'closed' on or after {ended.isoformat()}, the actual end"
        yield Departure(expected=expected, got=closed[0][1].isoformat(), pointer=closed[0][0])


def approval_is_told_alike(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The date of the approval is that of the milestone 'approved'."""
    approved, reached = day(record.content, "approvalDate"), milestones(record.content, "approved")
    if approved is not None and len(reached) == 1 and abs(approved - reached[0][1]) > _A_DAY:
        pointer, when = reached[0]
        expected = f"{approved.isoformat()}, the approvalDate"
        yield Departure(expected=expected, got=when.isoformat(), pointer=pointer)


def approval_is_before_start(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project is approved before it starts."""
    approved, started = day(record.content, "approvalDate"), day(record.content, "actualStart")
    if approved is not None and started is not None and approved > started:
        expected = f"a day up to {started.isoformat()}, the actual start"
        yield Departure(expected=expected, got=approved.isoformat(), pointer="/approvalDate")


def _fiscal_year(content: Mapping[str, Json]) -> int | None:
    """The fiscal year that a record gives, where it is counted as the GEF does."""
    found = number_of(content, "approvalFiscalYear")
    counted = word(content, "fiscalYearDefinition") or "gef"
    return int(found) if found is not None and counted == "gef" else None


def fiscal_year_agrees(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The fiscal year of the approval is the one that its date lies in."""
    approved, given = day(record.content, "approvalDate"), _fiscal_year(record.content)
    if approved is None or given is None:
        return
    due = approved.year + (approved.month >= _FISCAL_YEAR_BEGINS)
    if given != due:
        expected = f"{due}, as the year begins in July and the approval is of {approved.isoformat()}"
        yield Departure(expected=expected, got=str(given), pointer="/approvalFiscalYear")


def period_fits_fiscal_year(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Projects of GEF-8 are approved in the fiscal years 2023 to 2026, those of earlier periods in time for those."""
    given, period = _fiscal_year(record.content), code(record.content, "fundingPeriod")
    number = int(period[-1]) if re.fullmatch(r"gef-[1-8]", period) else None
    if given is None or number is None:
        return
    first = _GEF_8_YEARS.start - (_PERIODS - number) * _PERIOD
    last = first + _PERIOD - 1 + (_LATER if number < _PERIODS else 0)
    if not first <= given <= last:
        got = f"{given} with GEF-{number}"
        yield Departure(expected=f"a year from {first} to {last}", got=got, pointer="/fundingPeriod/code")


def period_is_of_its_fund(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Funding period, trust funds and identifiers of a project are of its own fund."""
    period, mechanism = code(record.content, "fundingPeriod"), word(record.content, "fundingMechanism")
    fund = period.rpartition("-")[0]
    if fund in _FUNDS_WITH_PERIODS and mechanism and mechanism != fund:
        got = f"{period!r} for a project of {mechanism!r}"
        yield Departure(expected=f"a period of {mechanism!r}, or none", got=got, pointer="/fundingPeriod/code")
    if mechanism and mechanism != "gef":
        for item in items(record.content, "trustFunds"):
            if word(item.content, "code") in _TRUST_FUNDS_OF_GEF:
                got = f"{word(item.content, 'code')!r}, of the GEF, for a project of {mechanism!r}"
                yield Departure(
                    expected="a trust fund of its own fund, or none", got=got, pointer=f"{item.pointer}/code"
                )
    schemes = [word(item.content, "scheme") for item in items(record.content, "identifiers")]
    foreign = [scheme for scheme in schemes if scheme in _SCHEMES.values()]
    if mechanism in _SCHEMES and foreign and _SCHEMES[mechanism] not in schemes:
        expected = f"an identifier of the scheme {_SCHEMES[mechanism]!r}, of its own fund"
        yield Departure(expected=expected, got=", ".join(map(repr, foreign)), pointer="/identifiers")


# --- status -------------------------------------------------------------------------------------------------------


def status_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project has a status."""
    status = record.content.get("status")
    if status is None or (isinstance(status, dict) and status.get("code") in (None, "")):
        yield Departure(expected="a code from '1' to '6', or 'unknown'", got="no status", pointer="/status")


def status_is_known(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The status of a project is a code from 1 to 6."""
    if code(record.content, "status") == "unknown":
        label = word(object_of(record.content, "status"), "sourceValue")
        got = f"'unknown' for the label {label!r}" if label else "'unknown'"
        yield Departure(expected="a code from '1' to '6'", got=got, pointer="/status/code")


def status_fits_its_label(record: Record, setting: Setting) -> Iterator[Departure]:
    """The code of the status is the one that the label of the source stands for; a new label has none."""
    written, label = code(record.content, "status"), word(object_of(record.content, "status"), "sourceValue")
    vocabulary = setting.contract.vocabularies["project-status"]
    known = vocabulary.terms.get(written)
    if not label or known is None or known.status != "active":
        return
    term = vocabulary.terms.get(label.strip())
    meant = (term.same_as or term.code) if term is not None else "unknown"
    if term is None and record.content.get("fundingMechanism") != "gef":
        return
    if written != meant and (meant, written) not in _also_possible(record, setting):
        expected = f"{meant!r}, for the label {label!r}"
        yield Departure(expected=expected, got=repr(written), pointer="/status/code", fix=f"Write {meant!r}.")


def _also_possible(record: Record, setting: Setting) -> frozenset[tuple[str, str]]:
    """What a label may stand for besides: approved but not begun; completed with open accounts."""
    start = day(record.content, "actualStart") or day(record.content, "plannedStart")
    waiting = start is not None and start > setting.now.date()
    return frozenset({(_CLOSED, _FINALISATION)} | ({(_IMPLEMENTATION, _PIPELINE)} if waiting else set()))


def status_fits_dates(record: Record, setting: Setting) -> Iterator[Departure]:
    """The dates of a project do not speak against its status."""
    content, today = record.content, setting.now.astimezone(UTC).date()
    status = code(content, "status")
    started, ended, planned = (day(content, name) for name in ("actualStart", "actualEnd", "plannedEnd"))
    if status == _PIPELINE and started is not None and started < today:
        yield _against("a later status", "'1', pipeline", f"the project started on {started.isoformat()}")
    if status == _IMPLEMENTATION and ended is not None and ended < today:
        yield _against("a later status", "'2', implementation", f"the project ended on {ended.isoformat()}")
    if status in (_FINALISATION, _CLOSED) and not (_given(content, "actualEnd") or _given(content, "plannedEnd")):
        yield _against("an end date", f"status {status!r}", "no end is given")
    if status == _CLOSED and ended is None and planned is not None and planned > _tomorrow(setting):
        yield _against("an earlier status, or the actual end", "'4', closed", f"the end is planned for {planned}")
    if (
        status in (_PIPELINE, _IMPLEMENTATION)
        and ended is None
        and planned is not None
        and _is_long_ago(planned, today)
    ):
        yield _against(
            "a later status, or a later planned end", f"status {status!r}", f"the end was planned for {planned}"
        )
    yield from _last_milestone_against(content, status)


def _is_long_ago(planned: date, today: date) -> bool:
    return planned.year + _YEARS_OF_DELAY < today.year


def _last_milestone_against(content: Mapping[str, Json], status: str) -> Iterator[Departure]:
    """The last milestone of a project says that it is over, the status that it is not."""
    reached = [
        (when, word(item.content, "type"))
        for item in items(content, "milestones")
        if (when := day(item.content, "date")) is not None
    ]
    last, kind = max(reached, default=(date.min, ""))
    over = {"closed": (_PIPELINE, _IMPLEMENTATION), "cancelled": (_PIPELINE, _IMPLEMENTATION)}.get(kind, ())
    if status in over:
        yield _against("a later status", f"status {status!r}", f"the project was {kind} on {last.isoformat()}")


def _against(expected: str, status: str, but: str) -> Departure:
    return Departure(expected=expected, got=f"{status}, but {but}", pointer="/status/code")


def cancellation_is_dated(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A cancelled project says when it was cancelled."""
    kinds = [item.content.get("type") for item in items(record.content, "milestones")]
    legible = isinstance(record.content.get("milestones"), list | None) and "/milestones" not in record.deferred
    if code(record.content, "status") == _CANCELLED and legible and "cancelled" not in kinds:
        yield Departure(expected="a milestone 'cancelled' with its date", got="none", pointer="/milestones")


def cancelled_projects_are_not_paid(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """Nothing is disbursed to a project after it was cancelled."""
    cancelled = [when for _, when in milestones(record.content, "cancelled")]
    if code(record.content, "status") != _CANCELLED or not cancelled:
        return
    for item in items(record.content, "transactions"):
        when = day(item.content, "date")
        if item.content.get("type") == _DISBURSEMENT and when is not None and when > max(cancelled):
            expected = f"no disbursement after {max(cancelled).isoformat()}, when the project was cancelled"
            yield Departure(expected=expected, got=when.isoformat(), pointer=f"{item.pointer}/date")


RECORDS: dict[str, RecordCheck] = {
    name: living(check)
    for name, check in {
        "projects/start-date": start_is_known,
        "projects/planned-end-after-start": planned_end_is_after_planned_start,
        "projects/actual-end-after-start": actual_end_is_after_actual_start,
        "projects/past-dates-past": past_dates_are_past,
        "projects/created-before-updated": creation_is_before_update,
        "projects/no-sentinel-dates": dates_are_no_sentinels,
        "projects/milestones-in-order": milestones_are_in_order,
        "projects/approval-before-start": approval_is_before_start,
        "projects/approval-agrees": approval_is_told_alike,
        "projects/fiscal-year-agrees": fiscal_year_agrees,
        "projects/period-fits-fiscal-year": period_fits_fiscal_year,
        "projects/period-of-its-fund": period_is_of_its_fund,
        "projects/status-given": status_is_given,
        "projects/status-known": status_is_known,
        "projects/status-fits-label": status_fits_its_label,
        "projects/status-fits-dates": status_fits_dates,
        "projects/cancellation-dated": cancellation_is_dated,
        "projects/no-payment-after-cancellation": cancelled_projects_are_not_paid,
    }.items()
} | {"projects/updated-not-in-future": update_is_past}

GATHERINGS: dict[str, Gathering] = {
    "projects/start-date-for-iati": living_notes(from_level(IATI, start_is_known)),
    "projects/status-decided": living_notes(from_level(FINANCE, status_is_known)),
}
