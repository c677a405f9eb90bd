"""Checks of the Nordic profile."""

from collections.abc import Iterator

from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Record


def title_has_no_exclamation_mark(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A title of a decision holds no exclamation mark."""
    titles = record.content.get("title")
    for index, item in enumerate(titles if isinstance(titles, list) else ()):
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, str) and "!" in value:
            yield Departure(expected="a title without '!'", got=repr(value), pointer=f"/title/{index}/value")


RECORDS: dict[str, RecordCheck] = {"nordic/title-without-exclamation-mark": title_has_no_exclamation_mark}
