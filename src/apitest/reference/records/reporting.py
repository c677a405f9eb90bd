"""
Reporting obligations, and who has met them; the obligations that national reports of the reference endpoint answer.

Deadlines are those of the treaties, as the secretariats' reporting pages give them; where a period is not given there,
it is synthetic. The status of countries is synthetic throughout.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from apitest.model import Json
from apitest.reference.records.national_reports import COUNTRIES, EXTENDED_AMONG, Filing, filing
from apitest.reference.records.words import english, updated

_SIX = ["en", "fr", "es", "ru", "ar", "zh"]
_AS_OF = "2025-12-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class _Due:
    """An obligation before it is written out."""

    id: str
    treaty: str
    article: str
    decision: str
    type: str
    name: str
    frequency: Mapping[str, Json]
    cycles: tuple[tuple[int, str, str, str, str], ...]
    """Number (0: none), label, first and last day, deadline."""


_DUE = (
    _Due(
        "basel-annual", "basel", "13(3)", "BC-14/10", "annual", "Annual national report", {"kind": "annual"},
        tuple((0, str(y), f"{y}-01-01", f"{y}-12-31", f"{y + 1}-12-31") for y in range(2018, 2025)),
    ),
    _Due(
        "stockholm-art15", "stockholm", "15", "SC-1/22", "national-report", "National report",
        {"kind": "every-n-years", "value": 4},
        (
            (4, "Fourth national report", "2014-01-01", "2017-12-31", "2018-08-31"),
            (5, "Fifth national report", "2018-01-01", "2021-12-31", "2022-08-31"),
            (6, "Sixth national report", "2022-01-01", "2025-12-31", "2026-08-31"),
        ),
    ),
    _Due(
        "minamata-art21-full", "minamata", "21", "MC-1/8", "full", "Full national report",
        {"kind": "every-n-years", "value": 4},
        (
            (1, "First full national report", "2017-08-16", "2020-12-31", "2021-12-31"),
            (2, "Second full national report", "2021-01-01", "2024-12-31", "2025-12-31"),
        ),
    ),
    _Due(
        "minamata-art21-short", "minamata", "21", "MC-1/8", "short", "Short national report",
        {"kind": "every-n-years", "value": 2},
        (
            (1, "First short national report", "2017-08-16", "2018-12-31", "2019-12-31"),
            (2, "Second short national report", "2021-01-01", "2022-12-31", "2023-12-31"),
        ),
    ),
    _Due(
        "cbd-nr-6", "cbd", "26", "XIII/27", "nr-6", "Sixth national report", {"kind": "once"},
        ((6, "Sixth national report", "2014-01-01", "2017-12-31", "2018-12-31"),),
    ),
    _Due(
        "cbd-nr-7", "cbd", "26", "15/6", "nr-7", "Seventh national report", {"kind": "once"},
        ((7, "Seventh national report", "2018-01-01", "2024-12-31", "2026-02-28"),),
    ),
    _Due(
        "ramsar-cop-15", "ramsar", "6", "XII.2", "cop-15", "National report to COP15",
        {"kind": "before-meeting", "value": 180},
        ((15, "COP15", "2021-01-22", "2023-12-31", "2024-10-20"),),
    ),
    _Due(
        "rotterdam-import-response", "rotterdam", "10", "RC-7/2", "import-response", "Import response",
        {"kind": "event"}, (),
    ),
)  # fmt: skip
OBLIGATIONS = len(_DUE)
"""So many obligations are known; any further one is synthetic."""


def reporting_obligation(number: int) -> dict[str, Json]:
    """The obligation of a number."""
    due = _DUE[number] if number < OBLIGATIONS else _synthetic(number)
    made: dict[str, Json] = {
        "id": due.id,
        "treaty": due.treaty,
        "article": due.article,
        "reportType": due.type,
        "name": english(due.name),
        "frequency": dict(due.frequency),
        "appliesTo": {"includesNonParties": False},
        "languages": ["en", "fr", "es"] if due.treaty == "ramsar" else list(_SIX),
        "guidance": [f"https://reports.example.org/guidance/{due.id}"],
        "validFrom": "2014-01-01",
        "updated": updated(number),
    }
    if due.decision:
        made["decisions"] = [{"treaty": due.treaty, "number": due.decision}]
    if due.cycles:
        made["cycles"] = [_cycle(*cycle) for cycle in due.cycles]
    return made


def _synthetic(number: int) -> _Due:
    name = f"Synthetic obligation {number}"
    return _Due(f"synthetic-obligation-{number}", "bamako", "1", "", f"synthetic-{number}", name, {"kind": "once"}, ())


def _cycle(number: int, label: str, start: str, end: str, deadline: str) -> dict[str, Json]:
    made: dict[str, Json] = {"label": label, "period": {"start": start, "end": end}, "deadline": deadline}
    return made | ({"number": number} if number else {})


# --- status -------------------------------------------------------------------------------------------------------


@cache
def _cells() -> tuple[tuple[int, dict[str, Json]], ...]:
    """Every cell, with the number of the report behind which it stands."""
    cells: list[tuple[int, dict[str, Json]]] = []
    met = 0
    for number in range(EXTENDED_AMONG):
        filed = filing(number)
        if filed is None or filed.superseded_by:
            continue
        cells.append((number, _met(filed)))
        if met % 5 == 0 and met // 5 < len(COUNTRIES):
            cells += [(number, cell) for cell in _unmet(COUNTRIES[met // 5])]
        met += 1
    return tuple(cells)


def status_cells(reports: int) -> int:
    """How many cells belong to the first so many reports."""
    return sum(1 for number, _ in _cells() if number < reports)


def reporting_status(number: int) -> dict[str, Json]:
    """The cell of a number; there are as many as there are countries with an obligation."""
    return dict(_cells()[number][1])


def _met(filed: Filing) -> dict[str, Json]:
    late = filed.first > date.fromisoformat(filed.deadline)
    facts: dict[str, Json] = {
        "due": True,
        "deadline": filed.deadline,
        "status": "accepted" if filed.status == "accepted" else "submitted",
        "reportId": filed.id,
        "timeliness": "late" if late else "on-time",
    }
    return _cell(filed.obligation, filed.cycle, filed.country, facts)


def _unmet(country: str) -> tuple[dict[str, Json], ...]:
    ramsar: dict[str, Json] = {"number": 15, "label": "COP15"}
    short: dict[str, Json] = {"number": 2, "label": "Second short national report"}
    sixth: dict[str, Json] = {"number": 6, "label": "Sixth national report"}
    exempt: dict[str, Json] = {"due": False, "status": "not-due", "reason": "not yet a Party"}
    return (
        _cell("ramsar-cop-15", ramsar, country, {"due": True, "deadline": "2024-10-20", "status": "overdue"}),
        _cell("minamata-art21-short", short, country, exempt),
        _cell("stockholm-art15", sixth, country, {"due": True, "deadline": "2026-08-31", "status": "awaited"}),
    )


def _cell(obligation: str, cycle: Mapping[str, Json], country: str, facts: dict[str, Json]) -> dict[str, Json]:
    identifier = f"{obligation}.{cycle.get('number', cycle['label'])}.{country}"
    head = {"id": identifier, "obligationId": obligation, "cycle": dict(cycle), "country": country}
    return {**head, **facts, "asOf": _AS_OF, "updated": _AS_OF}
