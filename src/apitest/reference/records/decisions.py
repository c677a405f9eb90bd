"""Decisions: those that the joint report of the secretariats names, then synthetic ones."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from apitest.model import Json
from apitest.reference.records.meetings import CONFERENCES, HELD, Conference, later
from apitest.reference.records.words import SUBJECTS, chosen, english, file, languages_of, midnight, texts, updated

_KNOWN = (
    "BC-17/22", "RC-12/9", "SC-12/23", "MC-5/19", "BC-17/7", "BC-17/14", "MC-5/10",
    "MC-5/2", "MC-4/11", "MC-5/14", "BC-16/21", "RC-11/8", "SC-11/20",
)  # fmt: skip
_PREFIXES = {"BC": "basel", "RC": "rotterdam", "SC": "stockholm", "MC": "minamata"}
_FORMS: Mapping[str, Callable[[int, int], str]] = {
    "basel": lambda session, number: f"BC-{session}/{number}",
    "rotterdam": lambda session, number: f"RC-{session}/{number}",
    "stockholm": lambda session, number: f"SC-{session}/{number}",
    "minamata": lambda session, number: f"MC-{session}/{number}",
    "cbd": lambda session, number: f"{session}/{number}",
    "nagoya": lambda session, number: f"NP-{session}/{number}",
    "cites": lambda session, number: f"{session}.{number}",
    "cms": lambda session, number: f"{session}.{number}",
    "unfccc": lambda session, number: f"{number}/CP.{session}",
    "kyoto": lambda session, number: f"{number}/CMP.{session}",
    "paris": lambda session, number: f"{number}/CMA.{session}",
    "unccd": lambda session, number: f"{number}/COP.{session}",
}
"""How each treaty prints a number: session, running number."""
_TREATIES = tuple(_FORMS)
_FIRST, _A_SESSION = 101, 899
"""Synthetic numbers begin where no conference has come, and fill three digits."""
_TERMS = ("mercury", "waste", "hazardous waste", "persistent organic pollutants", "capacity building", "biodiversity")


def decision(number: int) -> dict[str, Json]:
    """The decision of a number."""
    return _known(number) if number < len(_KNOWN) else _synthetic(number)


def _known(number: int) -> dict[str, Json]:
    printed = _KNOWN[number]
    treaty, session = _PREFIXES[printed[:2]], int(printed[3:].partition("/")[0])
    held = next(held for held in CONFERENCES if (held.treaty, held.session) == (treaty, session))
    identifier = printed.lower().replace("/", "-")
    name = treaty.capitalize()
    title = f"Decision {printed} of the Conference of the Parties to the {name} Convention"
    return _made(identifier, number, printed, held, english(title), number + 1)


def _synthetic(number: int) -> dict[str, Json]:
    place, treaty = divmod(number - len(_KNOWN), len(_TREATIES))
    held = later(HELD[_TREATIES[treaty]], place // _A_SESSION)
    printed = _FORMS[held.treaty](held.session, _FIRST + place % _A_SESSION)
    identifier = f"synthetic.decision-{number}" if number == len(_KNOWN) else f"synthetic-decision-{number}"
    subject = chosen(SUBJECTS, number)
    made = _made(identifier, number, printed, held, texts(number, subject), number + 1)
    if number % 3 == 0:
        made["longTitle"] = texts(number, chosen(SUBJECTS, number + 1))
    if number % 3 == 1:
        made["content"] = english(f"<p>Synthetic record {number}.</p><p>It says nothing about {subject['en']}.</p>")
    return made


def _made(identifier: str, number: int, printed: str, held: Conference, title: Json, order: int) -> dict[str, Json]:
    return {
        "protocolVersion": 1,
        "id": identifier,
        "link": f"https://decisions.example.org/{identifier}",
        "title": title,
        "summary": english(f"Test data: the text of {printed} is not part of this record."),
        "content": english(f"<p>Test data. The text of {printed} is not part of this record.</p>"),
        "type": "decision",
        "status": "active" if number % 5 else "adopted",
        "number": printed,
        "treaty": held.treaty,
        "published": midnight(held.end - timedelta(days=number % 3)),
        "updated": updated(number),
        "meetingId": held.id,
        "meetingTitle": held.title,
        "keywords": [{"term": chosen(_TERMS, number), "namespace": "http://www.informea.org/terms"}],
        "displayOrder": order,
        "files": [file(identifier, language, "decisions", number) for language in languages_of(number)],
    }
