"""Lies about meetings: dates that cannot be, places that are none, statuses that nobody looks after."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import given, left_out, without
from apitest.reference.lying import Act, Fault, RecordChange, at

_SETS = ("meetings",)
_MEETING = About("meeting", "meetings")
_ONLINE_PLACE: dict[str, Json] = {"virtual": True}
_IMAGES = "https://meetings.example.org/images"


def _titled_in_french(position: int, title: str) -> RecordChange:
    """One record has an English title and this one, said to be French."""
    english: dict[str, Json] = {"language": "en", "value": "Management of waste"}
    return given(position, title=[english, {"language": "fr", "value": title}])


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
    _MEETING.without(
        "protocolVersion",
        "protocol-version-given",
        20,
        ("A meeting follows a later version of the protocol.", given(20, protocolVersion=2)),
        change=_held(20, ("protocolVersion",)),
    ),
    _MEETING.without(
        "id", "id-given", 21, ("A meeting has an id of one letter.", given(21, id="x")), change=_held(21, ("id",))
    ),
    _MEETING.without(
        "treaty", "treaty-given", 22, ("A meeting has no kind.", left_out(22, "kind")), change=_held(22, ("treaty",))
    ),
    _MEETING.without(
        "start",
        "start-given",
        23,
        ("A meeting was held long ago.", _days(23, "1972-06-05", "1972-06-16")),
        change=_held(23, ("start",)),
    ),
    _MEETING.without(
        "end",
        "end-given",
        24,
        ("A meeting ends on the day that it starts on.", _days(24, "2019-05-06", "2019-05-06")),
        change=_held(24, ("end",)),
    ),
    _MEETING.without(
        "city",
        "city-given",
        25,
        ("A meeting online has no city.", at(25, lambda record: without(record, "city") | _ONLINE_PLACE)),
        change=_held(25, ("city",)),
    ),
    _MEETING.without(
        "country",
        "country-given",
        26,
        ("A meeting online has no country.", at(26, lambda record: without(record, "country") | _ONLINE_PLACE)),
        change=_held(26, ("country",)),
    ),
    _MEETING.without(
        "type",
        "type-given",
        27,
        ("A meeting is a symposium.", _titled(27, "Symposium", type="symposia")),
        change=_held(27, ("type",)),
    ),
    _MEETING.without(
        "url",
        "url-given",
        28,
        ("A meeting has no description.", left_out(28, "description")),
        change=_held(28, ("url",)),
    ),
    _MEETING.without(
        "location",
        "location-given",
        29,
        ("A meeting online has no venue.", at(29, lambda record: without(record, "location") | _ONLINE_PLACE)),
        change=_held(29, ("location",)),
    ),
    _MEETING.without(
        "updated",
        "updated-given",
        30,
        ("A meeting was last changed in another year.", given(30, updated="2026-01-05T08:00:00Z")),
        change=_held(30, ("updated",)),
    ),
)

_TEXTS: tuple[Fault, ...] = (
    _MEETING.lie(
        "country-blank",
        "country-given",
        ("The country of a meeting is an empty text.", _held(31, country="")),
        ("The country of a meeting is another one.", _held(31, ("latitude", "longitude"), country="PW")),
    ),
    _MEETING.lie(
        "id-with-blank",
        "id-without-blanks",
        ("An id ends in a blank.", given(32, id="meeting-32 ")),
        ("An id ends in a full stop.", given(32, id="meeting-32.")),
    ),
    _MEETING.lie(
        "without-english",
        "title-in-english",
        ("A meeting has titles in French and Spanish alone.", _titles(33, "fr", "es")),
        ("A meeting has a title in English alone.", _titles(33, "en")),
    ),
    _MEETING.lie(
        "title-of-other-language",
        "title-language-plausible",
        ("A French title has English words.", _titled_in_french(63, "Management of the wastes")),
        ("A French title is a name.", _titled_in_french(63, "BASEL 2025: Ensemble")),
    ),
    _MEETING.lie(
        "english-second",
        "english-title-first",
        ("The French title stands before the English one.", _titles(34, "fr", "en")),
        ("The Spanish title stands before the French one.", _titles(34, "en", "es", "fr")),
    ),
    _MEETING.lie(
        "image-without-copyright",
        "image-copyright-given",
        ("A picture has no owner.", given(35, imageUrl=f"{_IMAGES}/35.jpg", imageCopyright=" ")),
        ("A picture has an owner.", given(35, **_picture("35.jpg"))),
    ),
    _MEETING.lie(
        "location-too-long",
        "texts-fit-fields",
        ("A venue has 256 characters.", given(36, location="V" * 256)),
        ("A venue has 255 characters.", given(36, location="V" * 255)),
    ),
    _MEETING.lie(
        "city-to-be-decided",
        "places-real",
        ("The city of a meeting is 'TBD'.", given(37, city="TBD")),
        ("The city of a meeting has an unusual name.", given(37, city="Y")),
    ),
    _MEETING.lie(
        "workshop-as-conference",
        "type-fits-title",
        ("A workshop has the type of a meeting of the Parties.", _titled(38, "Workshop", type="mop")),
        (
            "A conference of the Parties has a workshop in its title.",
            _titled(38, "Conference of the Parties and workshop", type="cop"),
        ),
    ),
)

_DATES: tuple[Fault, ...] = (
    _MEETING.lie(
        "without-date",
        "start-for-the-portal",
        (
            "A meeting has the status 'nodate', and no date.",
            at(40, lambda record: without(record, "start", "end") | {"status": "nodate"}),
        ),
        (
            "A meeting has the status 'tentative', and a date to come.",
            _days(40, "2045-05-01", "2045-05-12", status="tentative"),
        ),
    ),
    _MEETING.lie(
        "ends-before-start",
        "end-not-before-start",
        ("A meeting ends on the day before it starts.", _days(41, "2019-05-07", "2019-05-06")),
        ("A meeting lasts two days.", _days(41, "2019-05-06", "2019-05-07")),
    ),
    _MEETING.lie(
        "lasts-a-year",
        "duration-plausible",
        ("A meeting lasts a year.", _days(42, "2018-05-06", "2019-05-06")),
        ("A meeting lasts sixty days.", _days(42, "2019-03-01", "2019-04-30")),
    ),
    _MEETING.lie(
        "updated-in-1970",
        "dates-real",
        ("A meeting was last changed in the first second of 1970.", given(43, updated="1970-01-01T00:00:00Z")),
        ("A meeting was last changed in 1999.", given(43, updated="1999-12-31T00:00:00Z")),
    ),
    _MEETING.lie(
        "updated-in-future",
        "updated-not-in-future",
        ("A meeting was last changed in the year 2052.", given(44, updated="2052-05-09T00:00:00Z")),
        ("A meeting was last changed in the year 2025.", given(44, updated="2025-12-31T23:59:59Z")),
    ),
    _MEETING.lie(
        "nodate-with-date",
        "nodate-without-dates",
        ("A meeting has a date, and the status 'nodate'.", given(45, status="nodate")),
        ("A meeting has a date, and the status 'postponed'.", given(45, status="postponed")),
    ),
    _MEETING.lie(
        "over-before-it-began",
        "over-in-the-past",
        ("A meeting to come is over.", _days(46, "2045-05-01", "2045-05-12", status="over")),
        ("A meeting to come is confirmed.", _days(46, "2045-05-01", "2045-05-12", status="confirmed")),
    ),
    _MEETING.lie(
        "still-confirmed",
        "past-is-over",
        ("A meeting of 2019 is still confirmed.", _days(47, "2019-05-01", "2019-05-12", status="confirmed")),
        ("A meeting of 2019 was cancelled.", _days(47, "2019-05-01", "2019-05-12", status="cancelled")),
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
    _MEETING.lie(
        "off-the-map",
        "coordinates-in-range",
        ("A meeting is held at the latitude 136.8.", given(50, latitude=136.8219, longitude=-1.2921)),
        ("A meeting is held at the South Pole.", given(50, latitude=-90, longitude=180, country="AQ")),
    ),
    _MEETING.lie(
        "with-one-coordinate",
        "coordinates-in-pairs",
        ("A meeting has a latitude alone.", left_out(51, "longitude")),
        ("A meeting has no coordinates.", left_out(51, "latitude", "longitude")),
    ),
    _MEETING.lie(
        "in-the-atlantic",
        "coordinates-not-zero",
        ("A meeting is held at 0 and 0.", given(52, latitude=0, longitude=0)),
        ("A meeting is held on the equator.", given(52, latitude=0, longitude=32.5, country="UG")),
    ),
    _MEETING.lie(
        "with-swapped-coordinates",
        "coordinates-in-country",
        (
            "Latitude and longitude of a meeting have changed places.",
            given(56, country="KE", latitude=36.8219, longitude=-1.2921),
        ),
        ("A meeting is held on an island off the coast.", given(56, country="KE", latitude=-4.65, longitude=42.3)),
    ),
)

_ACROSS: tuple[Fault, ...] = (
    _MEETING.lie(
        "page-twice",
        "pages-distinct",
        ("Two meetings have the same page.", _two(53, 103, *2 * ({"url": "https://meetings.example.org/all"},))),
        (
            "Two meetings have pages that differ in a letter.",
            _two(53, 103, {"url": "https://meetings.example.org/a"}, {"url": "https://meetings.example.org/b"}),
        ),
    ),
    _MEETING.lie(
        "twice",
        "no-twins",
        ("Two records are about one meeting.", _two(54, 104, _occasion("basel"), _occasion("basel"))),
        (
            "Two treaties have a record each of their joint meeting.",
            _two(54, 104, _occasion("basel"), _occasion("stockholm")),
        ),
    ),
    _MEETING.lie(
        "image-name-twice",
        "image-names-distinct",
        ("Two pictures have one name.", _two(55, 105, _picture("55/logo.png"), _picture("105/logo.png"))),
        ("Two meetings have one picture.", _two(55, 105, *2 * (_picture("logo.png"),))),
    ),
)

FAULTS: tuple[Fault, ...] = (*_GIVEN, *_TEXTS, *_DATES, *_PLACES, *_ACROSS)
"""The lies of this class."""
