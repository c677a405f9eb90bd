"""Meetings: known conferences of the parties first, then synthetic ones."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from apitest.model import Json
from apitest.reference.records.words import SUBJECTS, chosen, english, midnight, texts, updated


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting is held."""

    city: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference of the parties that decisions refer to."""

    id: str
    treaty: str
    session: int
    title: str
    start: date
    end: date
    place: Place


_GENEVA = Place("Geneva", "CH", 46.2044, 6.1432)
_PLACES = (
    _GENEVA,
    Place("Nairobi", "KE", -1.2921, 36.8219),
    Place("Bonn", "DE", 50.7374, 7.0982),
    Place("Montreal", "CA", 45.5019, -73.5674),
    Place("Bangkok", "TH", 13.7563, 100.5018),
    Place("Rome", "IT", 41.9028, 12.4964),
    Place("Panama City", "PA", 8.9824, -79.5199),
    Place("Vienna", "AT", 48.2082, 16.3738),
    Place("Dakar", "SN", 14.7167, -17.4677),
    Place("Amman", "JO", 31.9539, 35.9106),
    Place("Apia", "WS", -13.8333, -171.7667),
)


def _known(treaty: str, session: int, name: str, dates: tuple[date, date], place: Place = _GENEVA) -> Conference:
    ordinal = {4: "Fourth", 5: "Fifth", 6: "Sixth", 11: "Eleventh", 12: "Twelfth", 16: "Sixteenth", 17: "Seventeenth"}
    title = f"{ordinal[session]} meeting of the Conference of the Parties to the {name} Convention"
    return Conference(f"{treaty}-cop-{session}", treaty, session, title, *dates, place)


def _synthetic(treaty: str, session: int, number: int) -> Conference:
    title = f"Synthetic record: conference of the parties, session {session}, of {treaty}"
    start = date(2024, 3, 4) + timedelta(weeks=number * 5)
    return Conference(
        f"{treaty}-cop-{session}", treaty, session, title, start, start + timedelta(days=11), chosen(_PLACES, number)
    )


_MAY_2025 = (date(2025, 4, 28), date(2025, 5, 9))
_MAY_2023 = (date(2023, 5, 1), date(2023, 5, 12))
CONFERENCES = (
    _known("basel", 17, "Basel", _MAY_2025),
    _known("rotterdam", 12, "Rotterdam", _MAY_2025),
    _known("stockholm", 12, "Stockholm", _MAY_2025),
    _known("minamata", 5, "Minamata", (date(2023, 10, 30), date(2023, 11, 3))),
    _known("minamata", 4, "Minamata", (date(2022, 3, 21), date(2022, 3, 25)), Place("Bali", "ID", -8.7984, 115.2317)),
    _known("basel", 16, "Basel", _MAY_2023),
    _known("rotterdam", 11, "Rotterdam", _MAY_2023),
    _known("stockholm", 11, "Stockholm", _MAY_2023),
    _known("minamata", 6, "Minamata", (date(2025, 11, 3), date(2025, 11, 7))),
    *(
        _synthetic(treaty, session, number)
        for number, (treaty, session) in enumerate(
            (
                ("cbd", 16), ("nagoya", 5), ("cites", 20), ("cms", 15),
                ("unfccc", 29), ("kyoto", 19), ("paris", 6), ("unccd", 16),
            ),
        )
    ),
)  # fmt: skip
"""The conferences that decisions refer to, by place; decision k refers to none behind place k."""

HELD = {held.treaty: held for held in reversed(CONFERENCES)}
"""Treaty → the first of its conferences above."""
_BETWEEN_SESSIONS = 1000
"""Every so many meetings one more session of each treaty follows; decisions ask for fewer."""

_KINDS = (
    ("expert", "invitation", {"en": "expert group on", "fr": "groupe d’experts :", "es": "grupo de expertos:"}),
    ("working", "public", {"en": "working group on", "fr": "groupe de travail :", "es": "grupo de trabajo:"}),
    ("subsidiary", "public", {"en": "subsidiary body on", "fr": "organe subsidiaire :", "es": "órgano subsidiario:"}),
    ("workshop", "public", {"en": "workshop on", "fr": "atelier :", "es": "taller:"}),
)
_OTHER_LANGUAGES = {"ru": "совещание:", "ar": "اجتماع:", "zh": "会议："}
_TREATIES = ("basel", "rotterdam", "stockholm", "minamata", "cbd", "cites", "cms", "ramsar")


def meeting(number: int) -> dict[str, Json]:
    """The meeting of a number."""
    if number < len(CONFERENCES):
        return _conference(number, CONFERENCES[number])
    step, place = divmod(number, _BETWEEN_SESSIONS)
    treaties = tuple(HELD)
    if step and place < len(treaties):
        return _conference(number, later(HELD[treaties[place]], step))
    return _other(number)


def later(held: Conference, step: int) -> Conference:
    """A conference itself, or a synthetic one so many sessions behind it, for more decisions than one session takes."""
    if not step:
        return held
    session = held.session + step
    title = f"Synthetic record: conference of the parties, session {session}, of {held.treaty}"
    return replace(held, id=f"synthetic-{held.treaty}-cop-{session}", session=session, title=title)


def _conference(number: int, held: Conference) -> dict[str, Json]:
    return {
        "protocolVersion": 1,
        "id": held.id,
        "treaty": held.treaty,
        "url": f"https://meetings.example.org/{held.id}",
        "title": english(held.title),
        "start": midnight(held.start),
        "end": midnight(held.end),
        "kind": "official",
        "type": "cop",
        "access": "public",
        "status": "over",
        **_where(held.place),
        "updated": updated(number),
        "virtual": False,
    }


def _other(number: int) -> dict[str, Json]:
    kind, access, prefix = chosen(_KINDS, number)
    start = date(2016, 1, 11) + timedelta(days=number * 29 % 3400)
    held: dict[str, Json] = {
        "protocolVersion": 1,
        "id": f"synthetic-meeting-{number}",
        "treaty": chosen(_TREATIES, number // 3),
        "url": f"https://meetings.example.org/synthetic-meeting-{number}",
        "title": texts(number, chosen(SUBJECTS, number), {**_OTHER_LANGUAGES, **prefix}),
        "description": english(f"Synthetic record {number}. No such meeting was held."),
        "start": midnight(start),
        "end": midnight(start + timedelta(days=number % 5)),
        "kind": "official",
        "type": kind,
        "access": access,
        "status": "cancelled" if number % 37 == 0 else "over",
        **_where(chosen(_PLACES, number * 7)),
        "updated": updated(number),
        "virtual": number % 6 == 0,
    }
    if number % 9 == 0:
        held["repetition"] = "yearly"
    if number % 5 == 0:
        held["imageUrl"] = f"https://images.example.org/meetings/synthetic-meeting-{number}.jpg"
        held["imageCopyright"] = "Reference secretariat (test data)"
    return held


def _where(place: Place) -> dict[str, Json]:
    return {
        "location": "Conference centre",
        "city": place.city,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
