"""Documents: all of them synthetic, and said to be so in their titles."""

from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.meetings import CONFERENCES
from apitest.reference.records.words import SUBJECTS, chosen, file, languages_of, midnight, texts, updated

_TREATIES = (("basel", "stockholm"), ("cms",), ("ramsar", "cbd"), ("aewa", "cms"))
_COUNTRIES = ("KE", "DE", "CA", "TH", "IT", "PA", "AT", "SN", "JO", "WS", "CH")
_KINDS = ("guideline", "publication", "meeting document", "fact sheet")


def document(number: int) -> dict[str, Json]:
    """The document of a number; every second is about a country, every third belongs to a meeting."""
    treaties = chosen(_TREATIES, number)
    subject = chosen(SUBJECTS, number)
    key = f"synthetic-document-{number}"
    found: dict[str, Json] = {
        "id": key,
        "schemaVersion": 1,
        "treaty": treaties[0],
        "treaties": list(treaties),
        "title": texts(number, subject),
        "description": texts(number, chosen(SUBJECTS, number + 3)),
        "types": [{"id": f"type-{number % len(_KINDS)}", "value": chosen(_KINDS, number)}],
        "authors": [
            {"id": f"author-{number % 5}", "name": "Secretariat of the reference endpoint", "type": "organisation"}
        ],
        "published": midnight(date(2015, 3, 2) + timedelta(days=number % 70 * 53)),
        "thumbnailUrl": f"https://documents.example.org/covers/{key}.png",
        "displayOrder": number,
        "files": [file(key, language, "documents", number) for language in languages_of(number)],
        "identifiers": [{"id": f"{key}-un", "name": "UN number", "value": f"UNEP/EXAMPLE/{number}"}],
        "keywords": [
            {
                "id": f"{key}-term",
                "termURI": f"https://terms.example.org/{number % len(SUBJECTS)}",
                "scope": "leo",
                "literalForm": subject["en"],
            }
        ],
        "tags": [{"id": f"{key}-tag", "language": "en", "scope": "own", "value": subject["en"]}],
        "updated": updated(number),
    }
    if number % 2:
        found["country"] = chosen(_COUNTRIES, number)
    if number % 3 == 0:
        meeting = {"id": f"{key}-meeting", "type": "meeting", "refId": chosen(CONFERENCES, number).id}
        found["referenceToEntities"] = [meeting]
    return found
