"""National reports: all synthetic."""

from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.words import SUBJECTS, chosen, file, midnight, texts, updated

_TREATIES = ("basel", "stockholm", "rotterdam", "minamata", "cbd", "cites", "cms", "ramsar")
_COUNTRIES = (
    "AR", "AT", "BD", "BF", "BR", "CH", "CI", "CL", "CN", "CO", "CZ", "DE", "EG", "ES", "ET", "EU", "FJ", "FR", "GH",
    "ID", "IN", "JM", "JO", "JP", "KE", "KH", "LB", "LK", "MA", "MD", "MG", "MX", "NG", "NO", "NP", "PA", "PE", "PH",
    "RO", "RW", "SE", "SN", "TH", "TN", "TZ", "UG", "UY", "VN", "WS", "ZA", "ZM",
)  # fmt: skip
_PREFIX = {
    "en": "national report on",
    "fr": "rapport national :",
    "es": "informe nacional:",
    "ru": "национальный доклад:",
    "ar": "تقرير وطني:",
    "zh": "国家报告：",
}


def national_report(number: int) -> dict[str, Json]:
    """The report of a number."""
    treaty, country = chosen(_TREATIES, number), chosen(_COUNTRIES, number)
    year = 2015 + number // len(_COUNTRIES) % 9
    identifier = f"synthetic-report-{treaty}-{country.lower()}-{year}-{number}"
    languages = ("en", "fr") if number % 3 == 0 else ("en",)
    return {
        "protocolVersion": 1,
        "id": identifier,
        "treaty": treaty,
        "country": country,
        "title": texts(number, chosen(SUBJECTS, number), _PREFIX),
        "submission": midnight(date(year + 1, 1, 15) + timedelta(days=number % 200)),
        "url": f"https://reports.example.org/{identifier}",
        "files": [file(identifier, language, "reports", number) for language in languages],
        "updated": updated(number),
    }
