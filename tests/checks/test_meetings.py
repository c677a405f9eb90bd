"""Checks of meetings: a record at fault, a record close to it, and values of any form."""

from typing import Any

import pytest

from apitest.checks.meetings import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

SETTING = Setting(contract=CONTRACT, target=target(), entity=entity("meetings"), now=NOW)


def found(requirement: str, content: Any) -> list[Departure]:
    return list(RECORDS[requirement](Record(id="1", content=content, index=0), SETTING))


def gathered(requirement: str, *contents: Any) -> list[Departure]:
    gathering = GATHERINGS[requirement]
    records = [Record(id=str(index), content=content, index=index) for index, content in enumerate(contents)]
    notes = [note for record in records for note in gathering.note(record, SETTING)]
    return list(gathering.judge(notes, SETTING))


def titled(title: Any, kind: Any = "cop") -> dict[str, Any]:
    return {"type": kind, "title": [{"language": "en", "value": title}]}


def days(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    return {"start": f"{start}T00:00:00Z", "end": f"{end}T00:00:00Z", **more}


WRONG = [
    ("protocol-version-given", {}, "/protocolVersion", "nothing"),
    ("id-given", {"id": ""}, "/id", "''"),
    ("id-without-blanks", {"id": " a"}, "/id", "' a'"),
    ("title-in-english", {"title": [{"language": "fr", "value": "x"}]}, "/title", "a title in 'fr' only"),
    ("english-title-first", {"title": [{"language": "fr"}, {"language": "en"}]}, "/title",
     "'fr' first, 'en' in place 2"),
    ("treaty-given", {}, "/treaty", "nothing"),
    ("start-given", {}, "/start", "nothing"),
    ("start-given", {"status": "over", "start": ""}, "/start", "''"),
    ("start-for-the-portal", {"status": "NoDate"}, "/start", "nothing"),
    ("end-given", {"start": "2025-01-01T00:00:00Z"}, "/end", "nothing"),
    ("city-given", {"virtual": False}, "/city", "nothing"),
    ("country-given", {"country": ""}, "/country", "''"),
    (
        "title-language-plausible",
        {"title": [{"language": "fr", "value": "Workshop on waste"}]},
        "/title/0/value",
        "'Workshop on waste', with 'on' of the language 'en'",
    ),
    ("type-given", {"type": ""}, "/type", "''"),
    ("url-given", {}, "/url", "nothing"),
    ("location-given", {}, "/location", "nothing"),
    ("updated-given", {}, "/updated", "nothing"),
    ("image-copyright-given", {"imageUrl": "https://x/a.png"}, "/imageCopyright", "nothing"),
    ("texts-fit-fields", {"location": "v" * 256}, "/location", f"256 characters: {'v' * 40!r}…"),
    ("end-not-before-start", days("2024-06-10", "2024-06-01"), "/end", "2024-06-01"),
    ("end-not-before-start", {"start": "2024-06-10T09:00:00Z", "end": "2024-06-10T08:00:00Z"}, "/end",
     "2024-06-10T08:00:00Z"),
    ("duration-plausible", days("2024-01-01", "2024-03-02"), "/end", "61 days, from 2024-01-01 to 2024-03-02"),
    ("dates-real", {"start": "1970-01-01T00:00:00Z"}, "/start", "1970-01-01"),
    ("dates-real", {"end": "1899-12-30T00:00:00Z"}, "/end", "1899-12-30"),
    ("updated-not-in-future", {"updated": "2026-02-01T00:00:00Z"}, "/updated", "2026-02-01"),
    ("nodate-without-dates", {"status": "nodate", "start": "2024-06-10T00:00:00Z"}, "/status",
     "status 'nodate', and a start on 2024-06-10"),
    ("over-in-the-past", days("2026-01-01", "2026-01-03", status="over"), "/status",
     "status 'over', and an end on 2026-01-03"),
    ("over-in-the-past", {"status": "Over", "start": "2027-01-01T00:00:00Z"}, "/status",
     "status 'over', and an end on 2027-01-01"),
    ("past-is-over", days("2025-11-01", "2025-12-01", status="confirmed"), "/status",
     "status 'confirmed', and an end on 2025-12-01"),
    ("past-is-over", {"status": "tentative", "start": "2014-05-06T15:00:00Z"}, "/status",
     "status 'tentative', and an end on 2014-05-06"),
    ("coordinates-in-range", {"latitude": 90.1, "longitude": 0}, "/latitude", "90.1"),
    ("coordinates-in-range", {"latitude": 0, "longitude": -181}, "/longitude", "-181"),
    ("coordinates-in-pairs", {"latitude": 0}, "/longitude", "no longitude"),
    ("coordinates-in-pairs", {"longitude": 7.5}, "/latitude", "no latitude"),
    ("coordinates-not-zero", {"latitude": 0, "longitude": -0.0}, "/latitude", "0 and 0"),
    (
        "coordinates-in-country",
        {"country": "KE", "latitude": 36.8, "longitude": -1.3},
        "/latitude",
        "36.8, -1.3: not near Kenya",
    ),
    (
        "coordinates-in-country",
        {"country": "rou", "latitude": 12, "longitude": 21},
        "/latitude",
        "12, 21: not near Romania",
    ),
    ("places-real", {"city": "TBD "}, "/city", "'TBD '"),
    ("places-real", {"location": "Earth"}, "/location", "'Earth'"),
    ("type-fits-title", titled("Workshop on Mainstreaming", "MOP"), "/type", "'MOP'"),
    ("type-fits-title", titled("Ad hoc Technical Expert Group"), "/type", "'cop'"),
]  # fmt: skip

WRONG += [
    (
        "duration-plausible",
        {"start": "2024-06-10T00:00:00Z", "end": "2024-06-21T00:00:00Z", "repetition": "Weekly"},
        "/repetition",
        "12 days, and again weekly",
    ),
]

RIGHT = [
    ("duration-plausible", {"start": "2024-06-10T00:00:00Z", "end": "2024-06-14T00:00:00Z", "repetition": "weekly"}),
    ("duration-plausible", {"start": "2024-06-10T00:00:00Z", "end": "2024-06-21T00:00:00Z", "repetition": "yearly"}),
    ("protocol-version-given", {"protocolVersion": 1}),
    ("id-given", {"id": "1"}),
    ("id-without-blanks", {"id": "a-1"}),
    ("title-in-english", titled("COP")),
    ("english-title-first", titled("COP")),
    ("treaty-given", {"treaty": "basel"}),
    ("start-given", {"status": "nodate"}),
    ("start-given", {"start": "2024-06-10T00:00:00Z"}),
    ("start-for-the-portal", {"status": "confirmed"}),
    ("start-for-the-portal", {"status": "nodate", "start": "2024-06-10T00:00:00Z"}),
    ("end-given", {}),
    ("end-given", days("2024-06-10", "2024-06-10")),
    ("city-given", {"virtual": True}),
    ("city-given", {"city": "Bonn"}),
    ("country-given", {"virtual": True}),
    ("country-given", {"country": "XX"}),
    ("title-language-plausible", {"title": [{"language": "fr", "value": "Atelier sur les déchets"}, {"value": "of"}]}),
    ("type-given", {"type": "x"}),
    ("url-given", {"url": "x"}),
    ("location-given", {"virtual": True}),
    ("updated-given", {"updated": "2024-06-10T00:00:00Z"}),
    ("image-copyright-given", {"imageUrl": "https://x/a.png", "imageCopyright": "UNEP"}),
    ("image-copyright-given", {"imageUrl": ""}),
    ("texts-fit-fields", {"location": "v" * 255}),
    ("end-not-before-start", days("2024-06-10", "2024-06-10")),
    ("end-not-before-start", days("2024-06-10", "1970-01-01")),
    ("duration-plausible", days("2024-01-01", "2024-03-01")),
    ("dates-real", days("1972-06-05", "2045-06-16")),
    ("updated-not-in-future", {"updated": "2026-01-01T20:00:00Z"}),
    ("nodate-without-dates", {"status": "nodate"}),
    ("nodate-without-dates", days("2024-06-10", "2024-06-10", status="tentative")),
    ("over-in-the-past", days("2025-12-20", "2026-01-02", status="over")),
    ("over-in-the-past", {"status": "over"}),
    ("past-is-over", days("2025-12-01", "2025-12-05", status="confirmed")),
    ("past-is-over", days("2014-12-01", "2014-12-05", status="postponed")),
    ("past-is-over", {"status": "confirmed", "start": "2014-12-01T00:00:00Z", "end": "1970-01-01T00:00:00Z"}),
    ("coordinates-in-range", {"latitude": -90, "longitude": 180}),
    ("coordinates-in-pairs", {"latitude": 0, "longitude": 0}),
    ("coordinates-in-pairs", {}),
    ("coordinates-not-zero", {"latitude": 0, "longitude": 32.5}),
    ("coordinates-in-country", {"country": "KE", "latitude": -1.3, "longitude": 36.8}),
    ("coordinates-in-country", {"country": "KEN", "latitude": -4.65, "longitude": 42.3}),
    ("coordinates-in-country", {"country": "FJ", "latitude": -17.8, "longitude": 178.4}),
    ("coordinates-in-country", {"country": "FJ", "latitude": -17.8, "longitude": -179}),
    ("coordinates-in-country", {"country": "KE", "latitude": 0, "longitude": 0}),
    ("coordinates-in-country", {"country": "KE", "latitude": 136.8, "longitude": 36.8}),
    ("coordinates-in-country", {"country": "EU", "latitude": 50.8, "longitude": 4.4}),
    ("coordinates-in-country", {"country": "Kenya", "latitude": 50.8, "longitude": 4.4}),
    ("coordinates-in-country", {"country": "KE", "latitude": 50.8}),
    ("places-real", {"city": "Y", "location": ""}),
    ("type-fits-title", titled("Workshop", "workshop")),
    ("type-fits-title", titled("COP 17 and workshop")),
    ("type-fits-title", titled("Seventeenth meeting of the Conference of the Parties")),
]

HOSTILE: list[dict[str, Any]] = [
    *(dict.fromkeys(entity("meetings").shape.fields, value)
      for value in (7, True, {"a": "b"}, [7, "a", None, ["en"]], "x\u0000")),
    {**dict.fromkeys(entity("meetings").shape.fields, "x"), "title": [{"language": 7, "value": ["a"]}, 7, "en"],
     "latitude": "95", "longitude": True, "status": ["over"]},
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(name: str, content: Any, pointer: str, got: str) -> None:
    departures = found(f"meetings/{name}", content)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("name", "content"), RIGHT)
def test_conforming_record_is_left_alone(name: str, content: Any) -> None:
    assert found(f"meetings/{name}", content) == []


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


def occasion(title: Any, treaty: Any = "basel", start: Any = "2024-06-10T00:00:00Z") -> dict[str, Any]:
    return {**titled(title), "treaty": treaty, "start": start}


TOGETHER: list[Any] = [
    ("pages-distinct", ({"url": "a"}, {"url": "a"}), [("1", "/url", "'a', as in 1 other records, first in '0'")]),
    ("pages-distinct", ({"url": "a"}, {"url": "b"}, {}), []),
    ("no-twins", (occasion("COP 1"), occasion("Cop  1", "Basel")), [("1", "", "treaty, start and title of '0'")]),
    ("no-twins", (occasion("COP 1"), occasion("COP 1", "cbd"), occasion("COP 2"), occasion(7), {}), []),
    ("no-twins", (occasion("COP 1"), occasion("COP 1", "basel", "2024-06-11T00:00:00Z")), []),
    ("image-names-distinct", ({"imageUrl": "https://x/1/a.png"}, {"imageUrl": "https://x/2/a.png"}),
     [("1", "/imageUrl", "'a.png' for 'https://x/2/a.png', and in '0' for 'https://x/1/a.png'")]),
    ("image-names-distinct", ({"imageUrl": "https://x/a.png"}, {"imageUrl": "https://x/a.png"},
                              {"imageUrl": "https://x/b.png"}, {"imageUrl": "https://[/"}, {"imageUrl": 7}), []),
    ("updated-differs", 5 * ({"updated": "2024-06-10T00:00:00Z"},),
     [("0", "/updated", "2024-06-10T00:00:00Z in all 5 records")]),
    ("updated-differs", 4 * ({"updated": "2024-06-10T00:00:00Z"},), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "contents", "expected"), TOGETHER)
def test_records_are_compared(name: str, contents: tuple[Any, ...], expected: list[Any]) -> None:
    departures = gathered(f"meetings/{name}", *contents)

    assert expected == [(item.record, item.pointer, item.got) for item in departures]


@pytest.mark.parametrize("requirement", sorted(GATHERINGS))
def test_values_of_any_type_are_not_compared(requirement: str) -> None:
    twice = [content for content in HOSTILE[:4] for _ in range(6)]

    assert gathered(requirement, *twice) == []


def test_every_check_has_both_examples() -> None:
    names = {requirement.partition("/")[2] for requirement in RECORDS}

    assert names == {row[0] for row in WRONG} == {row[0] for row in RIGHT}


def test_findings_are_worded_as_they_were() -> None:
    alone = ((name, found(f"meetings/{name}", content)) for name, content, *_ in WRONG)
    together = ((name, gathered(f"meetings/{name}", *contents)) for name, contents, expected in TOGETHER if expected)

    now = worded((*alone, *together))

    assert kept("meetings", now) == now, RENEW
