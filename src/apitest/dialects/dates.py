"""The date forms of the wire, and the canonical one: RFC 3339 in UTC, whole seconds or exactly three fraction digits."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000
_FIRST_AND_LAST = (1, 9999)
"""Years of the calendar."""
_TICKS = re.compile(r"/Date\((-?\d{1,17})(?:[+-]\d{1,4})?\)/")
_CANONICAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@lru_cache(maxsize=4096)
def _day_number(days: int) -> str:
    """The day so many days after the first of 1970."""
    return (_EPOCH + timedelta(days=days)).date().isoformat()


def canonical(moment: datetime) -> str:
    """Write an aware moment canonically; microseconds are cut to milliseconds."""
    moment = moment.astimezone(UTC)
    milliseconds = moment.microsecond // 1000
    head = moment.strftime("%Y-%m-%dT%H:%M:%S").zfill(20 - 1)
    return f"{head}.{milliseconds:03d}Z" if milliseconds else f"{head}Z"


def moment_of(text: str) -> datetime:
    """
    Read a canonical or other RFC 3339 date-time.

    Raises:
        ValueError: it is none, has no offset, or lies in UTC in a year that no calendar has.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or "T" not in text:
        message = f"no offset in {text!r}"
        raise ValueError(message)
    if moment.year in _FIRST_AND_LAST:
        try:
            moment.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(text) from error
    return moment


def from_ticks(text: str) -> str:
    """
    `/Date(ms)/` → canonical (MS-ODATA 2.2.6.3.1: milliseconds since 1970 in UTC; a suffix of minutes changes nothing).

    Raises:
        ValueError: another form, or a year that no calendar has.
    """
    match = _TICKS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    try:
        return from_milliseconds(int(match[1]))
    except OverflowError as error:
        raise ValueError(text) from error


def from_milliseconds(since: int) -> str:
    """
    Milliseconds since 1970, UTC → canonical.

    Raises:
        OverflowError: in a year that no calendar has.
    """
    days, rest = divmod(since, _MILLISECONDS_A_DAY)
    if not rest:
        return f"{_day_number(days)}T00:00:00Z"
    minutes, milliseconds = divmod(rest, 60_000)
    seconds, fraction = divmod(milliseconds, 1000)
    clock = f"T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return f"{_day_number(days)}{clock}.{fraction:03d}Z" if fraction else f"{_day_number(days)}{clock}Z"


def to_ticks(text: str) -> str:
    """Canonical date-time or day → `/Date(ms)/`."""
    moment = moment_of(text if "T" in text else f"{text}T00:00:00Z")
    return f"/Date({(moment - _EPOCH) // timedelta(milliseconds=1)})/"


def from_rfc3339(text: str) -> str:
    """
    RFC 3339 date-time with any offset → canonical.

    Raises:
        ValueError: another form, or no such moment.
    """
    if _CANONICAL.fullmatch(text):
        datetime.fromisoformat(text)
        return text
    return canonical(moment_of(text))


def day_of(text: str) -> str:
    """
    A full-date, checked against the calendar.

    Raises:
        ValueError: another form, or no such day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    date.fromisoformat(text)
    return text
