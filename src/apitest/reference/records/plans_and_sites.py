"""National plans and sites: all of them synthetic, and said to be so in their titles."""

from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.words import SUBJECTS, chosen, english, file, languages_of, midnight, texts, updated

_KINDS = (("nip", "stockholm"), ("nbsap", "cbd"), ("nap", "unccd"), ("nwp", "ramsar"), ("nama", "unfccc"))
_COUNTRIES = ("KE", "DE", "CA", "TH", "IT", "PA", "AT", "SN", "JO", "WS", "CH")
_PLACES = (
    ("KE", -0.7, 36.4),
    ("DE", 53.6, 8.5),
    ("CA", 46.1, -72.9),
    ("TH", 14.2, 99.1),
    ("IT", 44.5, 12.2),
    ("PA", 8.9, -79.6),
    ("AT", 47.8, 16.8),
    ("SN", 16.4, -16.3),
    ("JO", 31.8, 36.8),
)


def national_plan(number: int) -> dict[str, Json]:
    """The national plan of a number."""
    kind, treaty = chosen(_KINDS, number)
    key = f"synthetic-plan-{number}"
    return {
        "protocolVersion": 1,
        "id": key,
        "treaty": treaty,
        "country": chosen(_COUNTRIES, number),
        "type": kind,
        "title": texts(number, chosen(SUBJECTS, number)),
        "url": f"https://plans.example.org/{key}",
        "files": [file(key, language, "plans", number) for language in languages_of(number)],
        "submission": midnight(date(2014, 2, 3) + timedelta(days=number * 67)),
        "updated": updated(number),
    }


def site(number: int) -> dict[str, Json]:
    """The site of a number; every eighth is without coordinates."""
    kind = chosen(("ramsar", "whc"), number)
    country, north, east = chosen(_PLACES, number)
    key = f"synthetic-site-{number}"
    found: dict[str, Json] = {
        "protocolVersion": 1,
        "id": key,
        "type": kind,
        "country": country,
        "treaty": kind,
        "name": english(f"Synthetic record {number}: a site of the reference endpoint"),
        "url": f"https://sites.example.org/{key}",
        "updated": updated(number),
    }
    return found if number % 8 == 7 else {**found, "latitude": north, "longitude": east}
