"""
Values of a record, read without trust: what has another type than expected is as good as absent.

Whether a value has its type is asked elsewhere; a check that builds on it stays silent where it has not.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from apitest.dialects import dates
from apitest.model import Json, Record


def is_missing(record: Record, name: str) -> bool:
    """Whether a record lacks a property, has it blank, or has an empty list; a list behind a link is not missing."""
    return f"/{name}" not in record.deferred and is_blank(record.content.get(name))


def is_blank(value: Json) -> bool:
    """Whether there is nothing in a value."""
    return value == [] or is_nothing(value)


def is_nothing(value: Json) -> bool:
    """Whether a value is absent, or a text without anything in it."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(holder: Mapping[str, Json], name: str) -> str:
    """A text, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def number_of(holder: Mapping[str, Json], name: str) -> int | float | None:
    """A finite number, or None."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def whole_of(holder: Mapping[str, Json], name: str) -> int | None:
    """A whole number, or None."""
    value = holder.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment_of(holder: Mapping[str, Json], name: str) -> datetime | None:
    """A date-time, or None."""
    try:
        return dates.moment_of(text_of(holder, name))
    except ValueError:
        return None


def day_of(holder: Mapping[str, Json], name: str) -> date | None:
    """A day, or the day of a date-time in UTC; otherwise None."""
    text = text_of(holder, name)
    try:
        return date.fromisoformat(dates.from_rfc3339(text)[:10] if "T" in text else dates.day_of(text))
    except ValueError:
        return None


def object_of(holder: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    """An object, or an empty one."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def objects_of(holder: Mapping[str, Json], name: str) -> Iterator[tuple[int, Mapping[str, Json]]]:
    """The objects of a list, with their positions."""
    value = holder.get(name)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield index, item


def texts_of(holder: Mapping[str, Json], name: str) -> Iterator[tuple[int, str]]:
    """The texts of a list of texts, with their positions."""
    value = holder.get(name)
    if isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, str))


def english_of(holder: Mapping[str, Json], name: str) -> str:
    """The English entry of a text in several languages, or an empty text."""
    entries = objects_of(holder, name)
    return next((text_of(entry, "value") for _, entry in entries if text_of(entry, "language").lower() == "en"), "")
