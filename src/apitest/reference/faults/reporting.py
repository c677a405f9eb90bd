"""Lies about reporting obligations and about their status."""

from apitest.model import Json
from apitest.reference.faults.choosing import (
    OBLIGATIONS,
    STATUS,
    Change,
    both,
    cycle,
    given,
    places,
    single_fault,
    without,
)
from apitest.reference.lying import Act, Fault


def _place_of(identifier: str) -> int:
    return places("reporting-obligations", lambda record: record["id"] == identifier)[0]


def _obligation(name: str, breaks: str, identifier: str, lie: Change, near_miss: Change) -> Fault:
    return single_fault(f"obligation-{name}", breaks, OBLIGATIONS, _place_of(identifier), lie, near_miss)


_DUE: tuple[Fault, ...] = (
    _obligation("unnamed", "obligation-complete", "basel-annual", without("name"), without("guidance")),
    _obligation(
        "without-frequency", "obligation-complete", "stockholm-art15", without("frequency"), without("guidance")
    ),
    _obligation(
        "of-unknown-treaty",
        "obligation-treaty-known",
        "ramsar-cop-15",
        given(treaty="ramsaar"),
        given(treaty="cms", decisions=[]),
    ),
    _obligation(
        "in-free-text",
        "frequency-listed",
        "cbd-nr-6",
        given(frequency={"kind": "now and then"}),
        given(frequency={"kind": "every-n-years", "value": 4}),
    ),
    _obligation(
        "every-so-often",
        "frequency-counted",
        "minamata-art21-full",
        given(frequency={"kind": "every-n-years"}),
        given(frequency={"kind": "every-n-years", "value": 5}),
    ),
    _obligation(
        "without-deadline", "cycles-dated", "cbd-nr-7", cycle(0, without="deadline"), cycle(0, formatVersion="7")
    ),
    _obligation(
        "due-early",
        "cycle-deadlines-in-order",
        "minamata-art21-short",
        cycle(1, deadline="2022-12-31"),
        cycle(1, extendedDeadline="2024-01-31"),
    ),
    _obligation(
        "in-overlapping-cycles",
        "cycles-do-not-overlap",
        "stockholm-art15",
        cycle(1, period={"start": "2017-12-31", "end": "2021-12-31"}),
        cycle(1, period={"start": "2018-01-02", "end": "2021-12-31"}),
    ),
    _obligation(
        "ended-before-it-began",
        "validity-in-order",
        "rotterdam-import-response",
        given(validTo="2013-12-31"),
        given(validTo="2030-12-31"),
    ),
)

# --- status -------------------------------------------------------------------------------------------------------

_MET = places("reporting-status", lambda cell: "reportId" in cell)
_OVERDUE = places("reporting-status", lambda cell: cell["status"] == "overdue")
_EXEMPT = places("reporting-status", lambda cell: cell["due"] is False)


def _cell(name: str, breaks: str, place: int, lie: Change, near_miss: Change) -> Fault:
    return single_fault(f"status-{name}", breaks, STATUS, place, lie, near_miss)


def _other_timeliness(record: dict[str, Json]) -> dict[str, Json]:
    return record | {"timeliness": "on-time" if record["timeliness"] == "late" else "late"}


_CELLS: tuple[Fault, ...] = (
    _cell("without-cycle", "cell-complete", _OVERDUE[0], without("cycle"), without("deadline")),
    _cell("of-unknown-state", "cell-codes-listed", _OVERDUE[1], given(status="late"), given(timeliness="unknown")),
    _cell("by-name-of-country", "cell-country-known", _OVERDUE[2], given(country="Tuvalu"), given(country="TV")),
    _cell("without-reason", "cell-reason-given", _EXEMPT[0], without("reason"), given(reason="exempt")),
    _cell("due-and-not", "cell-due-agrees", _EXEMPT[1], given(due=True), given(reason="another group")),
    _cell(
        "without-report",
        "cell-names-report",
        _OVERDUE[3],
        given(status="submitted"),
        given(due=False, reason="exempt", status="not-due"),
    ),
    _cell(
        "awaited-too-long",
        "cell-fits-deadline",
        _OVERDUE[4],
        given(status="awaited"),
        given(status="awaited", asOf="2024-10-01T00:00:00Z"),
    ),
    _cell(
        "of-the-future",
        "cell-not-of-future",
        _OVERDUE[5],
        given(asOf="2205-12-01T00:00:00Z"),
        given(asOf="2025-11-30T12:00:00Z"),
    ),
    _cell(
        "under-no-obligation",
        "cell-obligation-exists",
        _OVERDUE[6],
        given(obligationId="no-such-obligation"),
        given(timeliness="unknown"),
    ),
    _cell(
        "of-no-cycle",
        "cell-cycle-of-obligation",
        _OVERDUE[8],
        given(cycle={"label": "1899"}),
        given(timeliness="unknown"),
    ),
    _cell(
        "of-another-country",
        "cell-report-matches",
        _MET[0],
        given(country="TV"),
        given(status="accepted", reason="sent by post"),
    ),
    _cell("with-wrong-timeliness", "cell-timeliness-agrees", _MET[1], _other_timeliness, given(timeliness="unknown")),
    _cell(
        "with-timeliness-too-early",
        "cell-timeliness-agrees",
        _OVERDUE[3],
        given(timeliness="on-time"),
        given(timeliness="unknown"),
    ),
    _cell("without-a-report", "current-report-in-a-cell", _MET[2], lambda _record: None, given(reason="sent by post")),
    _cell(
        "of-no-report",
        "cell-report-exists",
        _OVERDUE[7],
        given(status="submitted", reportId="no-such-report"),
        given(due=False, reason="exempt", status="not-due"),
    ),
    Fault(
        name="status-cell-twice",
        breaks="national-reports/cell-once",
        entities=STATUS,
        lie=Act("Two cells are of one country.", record=both({place: given(country="TV") for place in _OVERDUE[:2]})),
        near_miss=Act(
            "Two cells of one country are of two obligations.",
            record=both(
                {
                    _OVERDUE[0]: given(country="TV"),
                    _OVERDUE[1]: given(country="TV", obligationId="rotterdam-import-response"),
                }
            ),
        ),
    ),
)

FAULTS: tuple[Fault, ...] = (*_DUE, *_CELLS)
