"""National reports: all synthetic; some carry the extended record, and of these some come in two versions."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.words import SUBJECTS, chosen, file, midnight, texts, updated

COUNTRIES = (
    "AR", "AT", "BD", "BF", "BR", "CH", "CI", "CL", "CN", "CO", "CZ", "DE", "EG", "ES", "ET", "EU", "FJ", "FR", "GH",
    "ID", "IN", "JM", "JO", "JP", "KE", "KH", "LB", "LK", "MA", "MD", "MG", "MX", "NG", "NO", "NP", "PA", "PE", "PH",
    "RO", "RW", "SE", "SN", "TH", "TN", "TZ", "UG", "UY", "VN", "WS", "ZA", "ZM",
)  # fmt: skip
_TREATIES = ("basel", "stockholm", "rotterdam", "minamata", "cbd", "cites", "cms", "ramsar")
_PREFIX = {
    "en": "national report on",
    "fr": "rapport national :",
    "es": "informe nacional:",
    "ru": "национальный доклад:",
    "ar": "تقرير وطني:",
    "zh": "国家报告：",
}
_ROUNDS: dict[str, tuple[tuple[str, str, int, str, str, str, str], ...]] = {
    "basel": (
        ("basel-annual", "annual", 0, "2018", "2018-01-01", "2018-12-31", "2019-12-31"),
        ("basel-annual", "annual", 0, "2019", "2019-01-01", "2019-12-31", "2020-12-31"),
    ),
    "stockholm": (
        ("stockholm-art15", "national-report", 4, "Fourth national report", "2014-01-01", "2017-12-31", "2018-08-31"),
        ("stockholm-art15", "national-report", 5, "Fifth national report", "2018-01-01", "2021-12-31", "2022-08-31"),
    ),
    "minamata": (
        ("minamata-art21-full", "full", 1, "First full national report", "2017-08-16", "2020-12-31", "2021-12-31"),
        ("minamata-art21-full", "full", 2, "Second full national report", "2021-01-01", "2024-12-31", "2025-12-31"),
    ),
    "cbd": (
        ("cbd-nr-6", "nr-6", 6, "Sixth national report", "2014-01-01", "2017-12-31", "2018-12-31"),
        ("cbd-nr-7", "nr-7", 7, "Seventh national report", "2018-01-01", "2024-12-31", "2026-02-28"),
    ),
}
"""Treaty → what its reports answer, round by round: obligation, type, number, label, period, deadline."""
EXTENDED_AMONG = 2 * len(COUNTRIES) * len(_TREATIES)
"""Only among so many reports some carry the extended record: two rounds for each country."""
_NEWEST_PLAIN = "2025-09-01"
"""Reports that were changed since then are plain ones, so that the first of a listing are."""
_LATE_UNTIL = "2023"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a report answers, and how it was sent."""

    id: str
    country: str
    obligation: str
    type: str
    cycle: dict[str, Json]
    period: dict[str, Json]
    deadline: str
    first: date
    sent: date
    status: str
    version: int = 1
    series: str = ""
    supersedes: str = ""
    superseded_by: str = ""


def national_report(number: int) -> dict[str, Json]:
    """The report of a number."""
    filed = filing(number)
    country, year = _country(number), 2015 + number // len(COUNTRIES) % 9
    identifier = _identifier(number)
    languages = ("en", "fr") if number % 3 == 0 else ("en",)
    sent = filed.sent if filed else date(year + 1, 1, 15) + timedelta(days=number % 200)
    made: dict[str, Json] = {
        "protocolVersion": 1,
        "id": identifier,
        "treaty": chosen(_TREATIES, number),
        "country": filed.country if filed else country,
        "title": texts(number, chosen(SUBJECTS, number), _PREFIX),
        "submission": midnight(sent),
        "url": f"https://reports.example.org/{identifier}",
        "files": [file(identifier, language, "reports", number) for language in languages],
        "updated": updated(number),
    }
    return _extended(made, filed, number) if filed else made


def _identifier(number: int) -> str:
    year = 2015 + number // len(COUNTRIES) % 9
    return f"synthetic-report-{chosen(_TREATIES, number)}-{_country(number).lower()}-{year}-{number}"


def _country(number: int) -> str:
    return chosen(COUNTRIES, number)


def _is_extended(number: int) -> bool:
    among = 0 <= number < EXTENDED_AMONG
    return among and chosen(_TREATIES, number) in _ROUNDS and updated(number) < _NEWEST_PLAIN


def filing(number: int) -> Filing | None:
    """
    What the report of a number answers; None: a plain report.

    Of every four reports under a treaty the third is a second version and the fourth the first version that it replaced.
    """
    if not _is_extended(number):
        return None
    treaties = len(_TREATIES)
    turn = number // treaties % 4
    early = number // treaties < len(COUNTRIES)
    newer = number - treaties if turn == 3 else number
    paired = early and turn > 1 and _is_extended(newer) and _is_extended(newer + treaties)
    leader = newer if paired else number
    return _filed(number, leader, paired=paired)


def _filed(number: int, leader: int, *, paired: bool) -> Filing:
    rounds = _ROUNDS[chosen(_TREATIES, leader)]
    obligation, kind, cycle, label, start, end, deadline = rounds[leader // len(_TREATIES) // len(COUNTRIES)]
    first = date.fromisoformat(end) + timedelta(days=40 + leader % 90)
    if leader % 7 == 0 and deadline < _LATE_UNTIL:
        first = date.fromisoformat(deadline) + timedelta(days=20 + leader % 60)
    replaced = paired and number != leader
    latest = paired and number == leader
    return Filing(
        id=_identifier(number),
        country=_country(leader),
        obligation=obligation,
        type=kind,
        cycle={"label": label} | ({"number": cycle} if cycle else {}),
        period={"start": start, "end": end},
        deadline=deadline,
        first=first,
        sent=first + timedelta(days=60 if latest else 0),
        status="superseded" if replaced else ("accepted", "submitted", "under-review")[number % 3],
        version=2 if latest else 1,
        series=f"series-{leader}" if paired else "",
        supersedes=_identifier(leader + len(_TREATIES)) if latest else "",
        superseded_by=_identifier(leader) if replaced else "",
    )


def _extended(made: dict[str, Json], filed: Filing, number: int) -> dict[str, Json]:
    made |= {
        "obligationId": filed.obligation,
        "reportType": filed.type,
        "cycle": filed.cycle,
        "partyStatus": "party",
        "period": filed.period,
        "deadline": {"original": filed.deadline},
        "firstSubmission": filed.first.isoformat(),
        "published": midnight(filed.sent),
        "status": filed.status,
        "version": filed.version,
        "channel": "online" if number % 2 else "offline-form",
        "formatVersion": "1",
        "languages": list(dict.fromkeys(item["language"] for item in made["files"])),
        "originalLanguage": "en",
        "externalIds": [{"scheme": "submission", "value": str(number)}],
        "answers": _answers(number),
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    named = {"seriesId": filed.series, "supersedes": filed.supersedes, "supersededBy": filed.superseded_by}
    made |= {name: value for name, value in named.items() if value}
    made["files"] = [{**item, "role": "report", "hash": _hash(item["id"])} for item in made["files"]]
    if filed.version > 1:
        made["flags"] = ["resubmission"]
    return made | (_in_parts(filed) if number % 5 == 0 else {})


def _answers(number: int) -> list[dict[str, Json]]:
    return [
        {"question": "A.1", "value": number % 2 == 0},
        {"question": "A.2", "notAvailable": True},
        {"question": "B.1", "value": 12.5, "unit": "t", "substance": {"name": "Mercury", "cas": "7439-97-6"}},
        {"question": "B.1", "value": 0, "unit": "t", "substance": {"name": "Lead", "cas": "7439-92-1"}},
    ]


def _in_parts(filed: Filing) -> dict[str, Json]:
    title = [{"language": "en", "value": "Synthetic section"}]
    sections = [
        {"code": "I", "title": title, "status": "submitted", "answers": [{"question": "I.1", "value": "none"}]},
        {"code": "II", "title": title, "status": "open", "deadline": filed.deadline},
    ]
    return {"flags": ["partial"], "sections": sections}


def _hash(key: str) -> dict[str, Json]:
    return {"alg": "sha-256", "value": hashlib.sha256(key.encode()).hexdigest()}
