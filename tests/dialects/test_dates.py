"""Dates as they are served, and as we keep them: every field at its edges, every form that is none."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from apitest.dialects.dates import canonical, day_of, from_rfc3339, from_ticks, moment_of, to_ticks

DAY = 24 * 60 * 60 * 1000


def is_read(read: Callable[[str], str], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("ticks", "moment"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1, "1970-01-01T00:00:00.001Z"),
        (999, "1970-01-01T00:00:00.999Z"),
        (1000, "1970-01-01T00:00:01Z"),
        (59_999, "1970-01-01T00:00:59.999Z"),
        (60_000, "1970-01-01T00:01:00Z"),
        (61_000, "1970-01-01T00:01:01Z"),
        (59 * 60_000, "1970-01-01T00:59:00Z"),
        (60 * 60_000, "1970-01-01T01:00:00Z"),
        (61 * 60_000, "1970-01-01T01:01:00Z"),
        (DAY - 1, "1970-01-01T23:59:59.999Z"),
        (DAY, "1970-01-02T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (-DAY, "1969-12-31T00:00:00Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (1_746_792_000_500, "2025-05-09T12:00:00.500Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ],
)
def test_ticks_are_read_and_written(ticks: int, moment: str) -> None:
    assert (moment, f"/Date({ticks})/") == (from_ticks(f"/Date({ticks})/"), to_ticks(moment))


@pytest.mark.parametrize("offset", ["+0", "+0060", "-0300", "+0545", "+9999"])
def test_an_offset_of_ticks_changes_nothing(offset: str) -> None:
    assert from_ticks(f"/Date(1746792000500{offset})/") == "2025-05-09T12:00:00.500Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "/Date()/",
        "/Date(1.5)/",
        "/Date(1)/ ",
        " /Date(1)/",
        "Date(1)",
        "/date(1)/",
        "/Date(--1)/",
        "/Date(1+)/",
        "/Date(1+00000)/",
        "/Date(123456789012345678)/",
        "/Date(253402300800000)/",
        "/Date(-62135596800001)/",
        "/Date(99999999999999999)/",
        "2025-05-09T12:00:00Z",
    ],
)
def test_what_is_no_number_of_ticks_is_refused(text: str) -> None:
    assert not is_read(from_ticks, text)


def test_a_day_has_the_ticks_of_its_midnight() -> None:
    assert to_ticks("2025-05-09") == to_ticks("2025-05-09T00:00:00Z") == "/Date(1746748800000)/"


def test_what_is_finer_than_a_tick_is_cut() -> None:
    assert to_ticks("1970-01-01T00:00:00.001999Z") == "/Date(1)/"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-09T12:00:00Z", "2025-05-09T12:00:00Z"),
        ("2025-05-09T12:00:00+00:00", "2025-05-09T12:00:00Z"),
        ("2025-05-09T02:00:00+02:00", "2025-05-09T00:00:00Z"),
        ("2025-05-09T22:00:00-02:30", "2025-05-10T00:30:00Z"),
        ("2025-05-09T12:00:00.5Z", "2025-05-09T12:00:00.500Z"),
        ("2025-05-09T12:00:00.000Z", "2025-05-09T12:00:00Z"),
        ("2025-05-09T12:00:00.0019Z", "2025-05-09T12:00:00.001Z"),
        ("2025-05-09T12:00:00.0009Z", "2025-05-09T12:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("0099-03-04T05:06:07.008Z", "0099-03-04T05:06:07.008Z"),
    ],
)
def test_any_offset_is_brought_to_utc(text: str, moment: str) -> None:
    assert moment == from_rfc3339(text) == canonical(moment_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-09",
        "2025-05-09T12:00:00",
        "2025-05-09 12:00:00Z",
        "2025-13-09T12:00:00Z",
        "2025-02-29T12:00:00Z",
        "2025-05-09T25:00:00Z",
        "2025-05-09T12:60:00Z",
        "2025-05-09T12:00:00Z ",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-05:00",
        "yesterday",
        "",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert not is_read(from_rfc3339, text)


@pytest.mark.parametrize("text", ["2025-05-09T12:00:00", "2025-05-09 12:00:00Z"])
def test_a_moment_without_offset_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=f"^no offset in '{text}'$"):
        moment_of(text)


def test_a_moment_keeps_its_offset() -> None:
    assert moment_of("2025-05-09T02:00:00+02:00") == datetime(2025, 5, 9, tzinfo=UTC)
    assert moment_of("2025-05-09T02:00:00+02:00").utcoffset() == timedelta(hours=2)


def test_the_zone_of_this_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    noon = datetime(2025, 5, 9, 12, tzinfo=timezone(timedelta(hours=-5)))

    said = canonical(noon), from_ticks("/Date(0)/"), to_ticks("1970-01-01")
    monkeypatch.undo()
    time.tzset()

    assert said == ("2025-05-09T17:00:00Z", "1970-01-01T00:00:00Z", "/Date(0)/")


@pytest.mark.parametrize("text", ["2025-05-09", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_days_are_left_as_they_are(text: str) -> None:
    assert day_of(text) == text == date.fromisoformat(text).isoformat()


@pytest.mark.parametrize(
    "text",
    ["2025-02-29", "2025-13-01", "2025-05-32", "2025-5-9", "20250509", "2025-W19-5", "2025-05-09T00:00:00Z", " "],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert not is_read(day_of, text)
