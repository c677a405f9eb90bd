"""Lies about meetings: dates that cannot be, places that are none, statuses that nobody looks after."""

from apitest.model import Json
from apitest.reference.faults.changes import given, left_out, without
from apitest.reference.lying import Act, Fault, RecordChange, at

_SETS = ("meetings",)
_ONLINE_PLACE: dict[str, Json] = {"virtual": True}
_IMAGES = "https://meetings.example.org/images"


def _titled_in_french(position: int, title: str) -> RecordChange:
    """One record has an English title and this one, said to be French."""
    english: dict[str, Json] = {"language": "en", "value": "Management of waste"}
    return given(position, title=[english, {"language": "fr", "value": title}])


def _absent(name: str, breaks: str, position: int, near: Act) -> Fault:
    """The fault that a property is missing from one record."""
    return Fault(
        name=f"meeting-without-{breaks.removesuffix('-given')}",
        breaks=f"meetings/{breaks}",
        entities=_SETS,
        lie=Act(f"A meeting has no {name}.", record=_held(position, without_=(name,))),
        near_miss=near,
    )


def _held(position: int, without_: tuple[str, ...] = (), **values: Json) -> RecordChange:
    """One meeting that is held somewhere, not online, with these values and without those properties."""
    return at(position, lambda record: without(record | {"virtual": False} | values, *without_))


def _titles(position: int, *languages: str) -> RecordChange:
    """One meeting has a title in each of these languages, in this order."""
    texts = {"en": "Expert group on waste", "fr": "Groupe d’experts : déchets", "es": "Grupo de expertos: desechos"}
    return given(position, title=[{"language": code, "value": texts[code]} for code in languages])


def _titled(position: int, title: str, **values: Json) -> RecordChange:
    return given(position, title=[{"language": "en", "value": title}], **values)


def _days(position: int, start: str, end: str, **values: Json) -> RecordChange:
    """One meeting lasts from one day to another."""
    return given(position, start=f"{start}T00:00:00Z", end=f"{end}T00:00:00Z", **values)


def _everywhere(moment: str, but: int = -1) -> RecordChange:
    """All records were changed at one moment, but for the one at a position."""

    def changed(record: dict[str, Json], where: int) -> dict[str, Json]:
        return record if where == but else record | {"updated": moment}

    return changed


def _two(first: int, second: int, one: dict[str, Json], other: dict[str, Json]) -> RecordChange:
    """Two meetings have these values."""

    def changed(record: dict[str, Json], where: int) -> dict[str, Json]:
        return record | {first: one, second: other}.get(where, {})

    return changed


def _occasion(treaty: str) -> dict[str, Json]:
    return {
        "treaty": treaty,
        "start": "2019-03-04T00:00:00Z",
        "end": "2019-03-06T00:00:00Z",
        "title": [{"language": "en", "value": "Expert group on test data"}],
    }


def _picture(path: str) -> dict[str, Json]:
    return {"imageUrl": f"{_IMAGES}/{path}", "imageCopyright": "Reference secretariat"}


_GIVEN: tuple[Fault, ...] = (
    _absent("protocolVersion", "protocol-version-given", 20,
            Act("A meeting follows a later version of the protocol.", record=given(20, protocolVersion=2))),
    _absent("id", "id-given", 21, Act("A meeting has an id of one letter.", record=given(21, id="x"))),
    _absent("treaty", "treaty-given", 22, Act("A meeting has no kind.", record=left_out(22, "kind"))),
    _absent("start", "start-given", 23,
            Act("A meeting was held long ago.", record=_days(23, "1972-06-05", "1972-06-16"))),
    _absent("end", "end-given", 24, Act("A meeting ends on the day that it starts on.",
                                        record=_days(24, "2019-05-06", "2019-05-06"))),
    _absent("city", "city-given", 25, Act("A meeting online has no city.", record=at(
        25, lambda record: without(record, "city") | _ONLINE_PLACE))),
    _absent("country", "country-given", 26, Act("A meeting online has no country.", record=at(
        26, lambda record: without(record, "country") | _ONLINE_PLACE))),
    _absent("type", "type-given", 27, Act("A meeting is a symposium.", record=_titled(27, "Symposium", type="symposia"))),
    _absent("url", "url-given", 28, Act("A meeting has no description.", record=left_out(28, "description"))),
    _absent("location", "location-given", 29, Act("A meeting online has no venue.", record=at(
        29, lambda record: without(record, "location") | _ONLINE_PLACE))),
    _absent("updated", "updated-given", 30,
            Act("A meeting was last changed in another year.", record=given(30, updated="2026-01-05T08:00:00Z"))),
)  # fmt: skip

_TEXTS: tuple[Fault, ...] = (
    Fault(
        name="meeting-country-blank",
        breaks="meetings/country-given",
        entities=_SETS,
        lie=Act("The country of a meeting is an empty text.", record=_held(31, country="")),
        near_miss=Act(
            "The country of a meeting is another one.", record=_held(31, ("latitude", "longitude"), country="PW")
        ),
    ),
    Fault(
        name="meeting-id-with-blank",
        breaks="meetings/id-without-blanks",
        entities=_SETS,
        lie=Act("An id ends in a blank.", record=given(32, id="meeting-32 ")),
        near_miss=Act("An id ends in a full stop.", record=given(32, id="meeting-32.")),
    ),
    Fault(
        name="meeting-without-english",
        breaks="meetings/title-in-english",
        entities=_SETS,
        lie=Act("A meeting has titles in French and Spanish alone.", record=_titles(33, "fr", "es")),
        near_miss=Act("A meeting has a title in English alone.", record=_titles(33, "en")),
    ),
    Fault(
        name="meeting-title-of-other-language",
        breaks="meetings/title-language-plausible",
        entities=_SETS,
        lie=Act("A French title has English words.", record=_titled_in_french(63, "Management of the wastes")),
        near_miss=Act("A French title is a name.", record=_titled_in_french(63, "BASEL 2025: Ensemble")),
    ),
    Fault(
        name="meeting-english-second",
        breaks="meetings/english-title-first",
        entities=_SETS,
        lie=Act("The French title stands before the English one.", record=_titles(34, "fr", "en")),
        near_miss=Act("The Spanish title stands before the French one.", record=_titles(34, "en", "es", "fr")),
    ),
    Fault(
        name="meeting-image-without-copyright",
        breaks="meetings/image-copyright-given",
        entities=_SETS,
        lie=Act("A picture has no owner.", record=given(35, imageUrl=f"{_IMAGES}/35.jpg", imageCopyright=" ")),
        near_miss=Act("A picture has an owner.", record=given(35, **_picture("35.jpg"))),
    ),
    Fault(
        name="meeting-location-too-long",
        breaks="meetings/texts-fit-fields",
        entities=_SETS,
        lie=Act("A venue has 256 characters.", record=given(36, location="V" * 256)),
        near_miss=Act("A venue has 255 characters.", record=given(36, location="V" * 255)),
    ),
    Fault(
        name="meeting-city-to-be-decided",
        breaks="meetings/places-real",
        entities=_SETS,
        lie=Act("The city of a meeting is 'TBD'.", record=given(37, city="TBD")),
        near_miss=Act("The city of a meeting has an unusual name.", record=given(37, city="Y")),
    ),
    Fault(
        name="meeting-workshop-as-conference",
        breaks="meetings/type-fits-title",
        entities=_SETS,
        lie=Act("A workshop has the type of a meeting of the Parties.", record=_titled(38, "Workshop", type="mop")),
        near_miss=Act(
            "A conference of the Parties has a workshop in its title.",
            record=_titled(38, "Conference of the Parties and workshop", type="cop"),
        ),
    ),
)

_DATES: tuple[Fault, ...] = (
    Fault(
        name="meeting-without-date",
        breaks="meetings/start-for-the-portal",
        entities=_SETS,
        lie=Act(
            "A meeting has the status 'nodate', and no date.",
            record=at(40, lambda record: without(record, "start", "end") | {"status": "nodate"}),
        ),
        near_miss=Act(
            "A meeting has the status 'tentative', and a date to come.",
            record=_days(40, "2045-05-01", "2045-05-12", status="tentative"),
        ),
    ),
    Fault(
        name="meeting-ends-before-start",
        breaks="meetings/end-not-before-start",
        entities=_SETS,
        lie=Act("A meeting ends on the day before it starts.", record=_days(41, "2019-05-07", "2019-05-06")),
        near_miss=Act("A meeting lasts two days.", record=_days(41, "2019-05-06", "2019-05-07")),
    ),
    Fault(
        name="meeting-lasts-a-year",
        breaks="meetings/duration-plausible",
        entities=_SETS,
        lie=Act("A meeting lasts a year.", record=_days(42, "2018-05-06", "2019-05-06")),
        near_miss=Act("A meeting lasts sixty days.", record=_days(42, "2019-03-01", "2019-04-30")),
    ),
    Fault(
        name="meeting-updated-in-1970",
        breaks="meetings/dates-real",
        entities=_SETS,
        lie=Act(
            "A meeting was last changed in the first second of 1970.", record=given(43, updated="1970-01-01T00:00:00Z")
        ),
        near_miss=Act("A meeting was last changed in 1999.", record=given(43, updated="1999-12-31T00:00:00Z")),
    ),
    Fault(
        name="meeting-updated-in-future",
        breaks="meetings/updated-not-in-future",
        entities=_SETS,
        lie=Act("A meeting was last changed in the year 2052.", record=given(44, updated="2052-05-09T00:00:00Z")),
        near_miss=Act("A meeting was last changed in the year 2025.", record=given(44, updated="2025-12-31T23:59:59Z")),
    ),
    Fault(
        name="meeting-nodate-with-date",
        breaks="meetings/nodate-without-dates",
        entities=_SETS,
        lie=Act("A meeting has a date, and the status 'nodate'.", record=given(45, status="nodate")),
        near_miss=Act("A meeting has a date, and the status 'postponed'.", record=given(45, status="postponed")),
    ),
    Fault(
        name="meeting-over-before-it-began",
        breaks="meetings/over-in-the-past",
        entities=_SETS,
        lie=Act("A meeting to come is over.", record=_days(46, "2045-05-01", "2045-05-12", status="over")),
        near_miss=Act(
            "A meeting to come is confirmed.", record=_days(46, "2045-05-01", "2045-05-12", status="confirmed")
        ),
    ),
    Fault(
        name="meeting-still-confirmed",
        breaks="meetings/past-is-over",
        entities=_SETS,
        lie=Act(
            "A meeting of 2019 is still confirmed.", record=_days(47, "2019-05-01", "2019-05-12", status="confirmed")
        ),
        near_miss=Act(
            "A meeting of 2019 was cancelled.", record=_days(47, "2019-05-01", "2019-05-12", status="cancelled")
        ),
    ),
    Fault(
        name="meetings-updated-at-once",
        breaks="meetings/updated-differs",
        entities=_SETS,
        lie=Act("All meetings were changed at one moment.", record=_everywhere("2025-10-01T06:00:00Z")),
        near_miss=Act(
            "All meetings but one were changed at one moment.", record=_everywhere("2025-10-01T06:00:00Z", 3)
        ),
    ),
)

_PLACES: tuple[Fault, ...] = (
    Fault(
        name="meeting-off-the-map",
        breaks="meetings/coordinates-in-range",
        entities=_SETS,
        lie=Act("A meeting is held at the latitude 136.8.", record=given(50, latitude=136.8219, longitude=-1.2921)),
        near_miss=Act(
            "A meeting is held at the South Pole.", record=given(50, latitude=-90, longitude=180, country="AQ")
        ),
    ),
    Fault(
        name="meeting-with-one-coordinate",
        breaks="meetings/coordinates-in-pairs",
        entities=_SETS,
        lie=Act("A meeting has a latitude alone.", record=left_out(51, "longitude")),
        near_miss=Act("A meeting has no coordinates.", record=left_out(51, "latitude", "longitude")),
    ),
    Fault(
        name="meeting-in-the-atlantic",
        breaks="meetings/coordinates-not-zero",
        entities=_SETS,
        lie=Act("A meeting is held at 0 and 0.", record=given(52, latitude=0, longitude=0)),
        near_miss=Act("A meeting is held on the equator.", record=given(52, latitude=0, longitude=32.5, country="UG")),
    ),
    Fault(
        name="meeting-with-swapped-coordinates",
        breaks="meetings/coordinates-in-country",
        entities=_SETS,
        lie=Act(
            "Latitude and longitude of a meeting have changed places.",
            record=given(56, country="KE", latitude=36.8219, longitude=-1.2921),
        ),
        near_miss=Act(
            "A meeting is held on an island off the coast.",
            record=given(56, country="KE", latitude=-4.65, longitude=42.3),
        ),
    ),
)

_ACROSS: tuple[Fault, ...] = (
    Fault(
        name="meeting-page-twice",
        breaks="meetings/pages-distinct",
        entities=_SETS,
        lie=Act(
            "Two meetings have the same page.",
            record=_two(53, 103, *2 * ({"url": "https://meetings.example.org/all"},)),
        ),
        near_miss=Act(
            "Two meetings have pages that differ in a letter.",
            record=_two(53, 103, {"url": "https://meetings.example.org/a"}, {"url": "https://meetings.example.org/b"}),
        ),
    ),
    Fault(
        name="meeting-twice",
        breaks="meetings/no-twins",
        entities=_SETS,
        lie=Act("Two records are about one meeting.", record=_two(54, 104, _occasion("basel"), _occasion("basel"))),
        near_miss=Act(
            "Two treaties have a record each of their joint meeting.",
            record=_two(54, 104, _occasion("basel"), _occasion("stockholm")),
        ),
    ),
    Fault(
        name="meeting-image-name-twice",
        breaks="meetings/image-names-distinct",
        entities=_SETS,
        lie=Act("Two pictures have one name.", record=_two(55, 105, _picture("55/logo.png"), _picture("105/logo.png"))),
        near_miss=Act("Two meetings have one picture.", record=_two(55, 105, *2 * (_picture("logo.png"),))),
    ),
)

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_TEXTS, *_DATES, *_PLACES, *_ACROSS)
"""The lies of this class."""
