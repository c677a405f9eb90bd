"""
Projects: the Global Chemicals Monitoring Programme, of which the number and the title are facts, then synthetic ones.

Each is complete at level L3 of the project contract and consistent in itself: shares add up, dates are in order, totals
agree, parents and children name each other.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.words import SUBJECTS, chosen, english, texts, updated

_GEF_URL = "https://www.thegef.org/projects-operations"
_KNOWN_GEF = "11534"
_FIRST_GEF = 20_000
"""Synthetic numbers begin where the fund has not come."""
_LARGE = 7
"""The project whose co-financing does not fit into 32 bits."""


@dataclass(frozen=True, slots=True)
class _Fund:
    """A funding mechanism and how its projects are called."""

    mechanism: str
    scheme: str
    name: str
    url: str
    currency: str


_FUNDS = (
    _Fund("gef", "gef", "Global Environment Facility", f"{_GEF_URL}/database", "USD"),
    _Fund("gef", "gef", "Global Environment Facility", f"{_GEF_URL}/database", "USD"),
    _Fund("sip", "minamata-sip", "Specific International Programme", "https://sip.example.org/projects", "USD"),
    _Fund("gef", "gef", "Global Environment Facility", f"{_GEF_URL}/database", "USD"),
    _Fund("special-programme", "special-programme", "Special Programme", "https://special.example.org/projects", "EUR"),
)
_COUNTRIES = ("GH", "BF", "KE", "SN", "PE", "CO", "ID", "PH", "VN", "JO", "MG", "NP", "UY", "TZ", "ZM", "LK", "MD")
_REGIONS = ("002", "142", "419", "009", "150")
_STATES = (
    ("2", "Project Approved"),
    ("2", "Project Approved"),
    ("4", "Completed"),
    ("1", "Concept Approved"),
    ("2", "Project Approved"),
    ("5", "Cancelled"),
)
_TYPES = (
    ("full-size", "Full-size Project"),
    ("medium-size", "Medium-size Project"),
    ("enabling-activity", "Enabling Activity"),
)
_PROGRAMME = ("programme", "PFD")
_TREATIES = ("minamata", "stockholm", "basel", "rotterdam")
_FAMILIES = 30
"""Of so many projects, one is a programme with the next as its child."""
_PARENT_PLACE = 10
_PREFIX = {
    "en": "project on",
    "fr": "projet :",
    "es": "proyecto:",
    "ru": "проект:",
    "ar": "مشروع:",
    "zh": "项目：",
}
_PUBLISHER: dict[str, Json] = {"name": "Reference secretariat (test data)", "url": "https://secretariat.example.org"}


def project(number: int) -> dict[str, Json]:
    """The project of a number."""
    fund, known = chosen(_FUNDS, number), number == 0
    code, label = chosen(_STATES, number)
    value = _value(number)
    subject = chosen(SUBJECTS, number)
    made: dict[str, Json] = {
        "id": f"gef-{value}" if fund.scheme == "gef" else f"synthetic-{value}",
        "identifiers": [{"scheme": fund.scheme, "value": value}],
        "iatiIdentifier": f"XM-DAC-41116-REFERENCE-{number}",
        "url": f"{_GEF_URL}/projects/{value}" if fund.scheme == "gef" else f"{fund.url}/{value}",
        "title": english("Global Chemicals Monitoring Programme") if known else texts(number, subject, _PREFIX),
        "description": english(f"Test data of record {number}. No value beside number and title is a fact."),
        "languages": ["en", "fr"] if number % 2 == 0 else ["en"],
        "treaties": _treaties(number),
        "fundingMechanism": fund.mechanism,
        "projectType": _code(*(_PROGRAMME if number % _FAMILIES == _PARENT_PLACE else chosen(_TYPES, number))),
        "status": {"code": code, "sourceValue": label},
        **_time(number, code, gef=fund.mechanism == "gef"),
        **_geography(number, known=known),
        **_classification(number, gef=fund.mechanism == "gef"),
        "organisations": _organisations(number, fund),
        "publisher": dict(_PUBLISHER),
        "finance": _finance(number, fund.currency),
        "source": {"name": f"{fund.name} (test data)", "url": fund.url, "originalId": value},
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        "created": "2025-01-15T08:00:00Z",
        "updated": updated(number),
    }
    return made | _extras(number, gef=fund.mechanism == "gef")


def _value(number: int) -> str:
    """The identifier that the fund gave a project."""
    scheme = chosen(_FUNDS, number).scheme
    if number == 0:
        return _KNOWN_GEF
    return str(_FIRST_GEF + number) if scheme == "gef" else f"{scheme}-{number}"


def _code(code: str, label: str) -> dict[str, Json]:
    return {"code": code, "sourceValue": label}


def _treaties(number: int) -> list[dict[str, Json]]:
    if number % 3:
        return [{"treaty": chosen(_TREATIES, number), "basis": "declared"}]
    return [
        {"treaty": "minamata", "share": 40, "basis": "declared"},
        {"treaty": "stockholm", "share": 60, "basis": "declared"},
    ]


def _time(number: int, status: str, *, gef: bool) -> dict[str, Json]:
    """Dates, milestones and funding period that agree with the status."""
    approved = (
        date(2018, 9, 3) + timedelta(days=number * 13 % 600)
        if status == "4"
        else date(2022, 8, 1) + timedelta(days=number * 13 % 900)
    )
    year = approved.year + (approved.month >= 7)
    start, planned_end = approved + timedelta(days=90), approved + timedelta(days=90 + 4 * 365)
    closed = planned_end - timedelta(days=30)
    milestones = [
        _milestone("received", approved - timedelta(days=400), "Received by GEF"),
        _milestone("concept-approved", approved - timedelta(days=200), "Concept Approved"),
    ]
    found: dict[str, Json] = {"plannedStart": start.isoformat(), "plannedEnd": planned_end.isoformat()}
    if status != "1":
        milestones.append(_milestone("approved", approved, "Project Approved for Implementation"))
        found |= {"approvalDate": approved.isoformat(), "approvalFiscalYear": year}
    if status in ("2", "4"):
        found["actualStart"] = (start + timedelta(days=20)).isoformat()
    if status == "4":
        found["actualEnd"] = closed.isoformat()
        milestones.append(_milestone("closed", closed, "Project Closed"))
    if status == "5":
        milestones.append(_milestone("cancelled", approved + timedelta(days=60), "Project Cancelled"))
    if gef:
        period = 7 if year <= 2022 else 8
        found["fundingPeriod"] = {"code": f"gef-{period}", "sourceValue": f"GEF - {period}"}
    return {**found, "milestones": milestones}


def _milestone(kind: str, day: date, label: str) -> dict[str, Json]:
    return {"type": kind, "date": day.isoformat(), "sourceValue": label}


def _geography(number: int, *, known: bool) -> dict[str, Json]:
    if known or number % 7 == 3:
        return {"scope": "global"}
    if number % 7 == 5:
        return {"scope": "regional", "regions": [{"vocabulary": "m49", "code": chosen(_REGIONS, number)}]}
    if number % 2:
        return {"scope": "national", "countries": [{"code": chosen(_COUNTRIES, number)}]}
    pair = (chosen(_COUNTRIES, number), chosen(_COUNTRIES, number + 1))
    return {
        "scope": "multi-country",
        "countries": [{"code": code, "share": share} for code, share in zip(pair, (60, 40), strict=True)],
    }


def _classification(number: int, *, gef: bool) -> dict[str, Json]:
    found: dict[str, Json] = {
        "sdgs": [{"goal": 12, "target": "12.4"}],
        "sectors": [{"vocabulary": "1", "code": "41020"}],
    }
    if number % 6 == 1:
        found["sectors"].append({"vocabulary": "99", "code": "TEST", "label": "Sector of the reporter (test data)"})
    if gef and number % 4 == 0:
        found["focalAreas"] = [
            {"code": "chemicals-and-waste", "share": 50, "sourceValue": "Chemicals and Waste"},
            {"code": "international-waters", "share": 50, "sourceValue": "International Waters"},
        ]
    elif gef:
        found["focalAreas"] = [{"code": "chemicals-and-waste", "sourceValue": "Chemicals and Waste"}]
    if number % 5 == 0:
        found["policyMarkers"] = [{"code": "2", "significance": "2"}]
        found["chemicals"] = [{"name": "mercury", "cas": "7439-97-6"}]
    if number % 6 == 0:
        found["topics"] = [{"uri": "http://www.informea.org/terms/mercury", "label": "mercury"}]
    return found


def _organisations(number: int, fund: _Fund) -> list[dict[str, Json]]:
    return [
        {"role": "funding", "name": fund.name},
        {"role": "managing", "name": "United Nations Environment Programme", "ref": "XM-DAC-41116", "acronym": "UNEP"},
        {"role": "implementing", "name": f"Reference ministry {number % 17} (test data)", "lead": True},
    ]


def _finance(number: int, currency: str) -> dict[str, Json]:
    grant = 500_000 + number * 37_500 % 9_000_000
    cofinancing = 2_500_000_000 if number == _LARGE else grant * (2 + number % 4)
    amounts = {"grant": grant, "cofinancing": cofinancing, "agencyFee": grant // 20, "total": grant + cofinancing}
    return {name: {"amount": amount, "currency": currency} for name, amount in amounts.items()}


def _extras(number: int, *, gef: bool) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if gef and number % 4 == 0:
        found["trustFunds"] = [{"code": "gef-tf", "sourceValue": "GEF Trust Fund"}]
    if number % _FAMILIES in (_PARENT_PLACE, _PARENT_PLACE + 1):
        step, kind = (1, "2") if number % _FAMILIES == _PARENT_PLACE else (-1, "1")
        scheme = chosen(_FUNDS, number + step).scheme
        found["relatedProjects"] = [{"type": kind, "scheme": scheme, "value": _value(number + step)}]
    if number % 9 == 1:
        found["locations"] = [{"name": "Reference site (test data)", "point": {"lat": -1.25, "lon": 36.8}}]
    if chosen(_TYPES, number)[0] == "enabling-activity":
        found["reportingSupport"] = [{"treaty": "minamata", "obligationId": "minamata-art21-full", "cycle": "1"}]
    if number % 4 == 2:
        found |= _payments(number)
    if number % 5 == 1:
        found["decisions"] = [{"treaty": "minamata", "number": "MC-5/19"}]
    if number % 4 == 1:
        name = f"evaluation-{number}.pdf"
        found["documents"] = [
            {
                "id": f"document-{number}",
                "url": f"https://documents.example.org/projects/{name}",
                "mimeType": "application/pdf",
                "language": "en",
                "filename": name,
                "category": "A07",
                "title": english(f"Synthetic evaluation {number}"),
            },
        ]
    return found


def _payments(number: int) -> dict[str, Json]:
    """A budget of a year, and what the fund committed and paid out in it."""
    currency = chosen(_FUNDS, number).currency
    grant: int = _finance(number, currency)["grant"]["amount"]
    half = {"amount": grant // 2, "currency": currency}
    return {
        "budgets": [
            {
                "type": "1",
                "status": "2",
                "periodStart": "2025-01-01",
                "periodEnd": "2025-12-31",
                "value": half,
                "valueDate": "2025-01-01",
            },
        ],
        "transactions": [
            {
                "type": "2",
                "date": "2025-02-03",
                "value": {"amount": grant, "currency": currency},
                "valueDate": "2025-02-03",
                "kind": "fund",
            },
            {"type": "3", "date": "2025-05-05", "value": dict(half), "valueDate": "2025-05-05", "kind": "fund"},
        ],
    }
