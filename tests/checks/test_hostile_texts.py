"""Long and odd texts, and the first and the last days, wherever one may stand: checks of records end, and none stumbles."""

import re
from typing import Any

import pytest

from apitest.checks import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.model import Record
from apitest.reference.records import records_of
from making import CONTRACT, NOW, target

LONG = 5_000
"""Signs: beyond the digits that Python reads as a number, and enough for a pattern that looks back to take minutes."""
HOSTILE = [
    "7",
    "a",
    " ",
    "<",
    "< ",
    "<a on",
    "</b>",
    "<!--",
    "a.",
    "a...",
    "/a",
    "?",
    "%20",
    "&a",
    "a\u200b",
    "e\u0301",
    "ا ",
    "条",
]
BEGUN = ["<" + LONG * " ", "<a href=" + LONG * " ", LONG * " " + "a", "a" * LONG + "!"]
TEXTS = [*((sign * LONG)[:LONG] for sign in HOSTILE), *BEGUN]


def filled(value: Any, text: str) -> Any:
    """A value with another text in the place of every text in it but the languages."""
    if isinstance(value, dict):
        return {name: item if name == "language" else filled(item, text) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, text) for item in value]
    return text if isinstance(value, str) else value


DAYS = ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00"]


def dated(value: Any, day: str) -> Any:
    """A value with another day in the place of every day and moment in it."""
    if isinstance(value, dict):
        return {name: dated(item, day) for name, item in value.items()}
    if isinstance(value, list):
        return [dated(item, day) for item in value]
    return day if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) else value


@pytest.mark.parametrize("name", sorted(CONTRACT.entities))
def test_no_check_stumbles_over_the_first_and_the_last_day(name: str) -> None:
    setting = Setting(contract=CONTRACT, target=target(entities=(name,)), entity=CONTRACT.entities[name], now=NOW)
    kept = [requirement for requirement, row in CONTRACT.requirements.items() if name in row.entities]
    whole = list(records_of(name, 40))
    stumbled = []
    for day in DAYS:
        records = [Record(id=str(place), content=dated(one, day), index=place) for place, one in enumerate(whole)]
        for requirement in kept:
            look, gathering = RECORDS.get(requirement), GATHERINGS.get(requirement)
            try:
                for record in records if look else ():
                    list(look(record, setting))
                if gathering:
                    list(
                        gathering.judge(
                            [note for record in records for note in gathering.note(record, setting)], setting
                        )
                    )
            except Exception as error:  # noqa: BLE001 - whatever a check may raise
                stumbled.append((requirement, repr(error)[:80]))

    assert stumbled == []


@pytest.mark.parametrize("name", sorted(CONTRACT.entities))
def test_no_check_stumbles_over_a_long_text(name: str) -> None:
    setting = Setting(contract=CONTRACT, target=target(entities=(name,)), entity=CONTRACT.entities[name], now=NOW)
    kept = [requirement for requirement, row in CONTRACT.requirements.items() if name in row.entities]
    stumbled = []
    for content in records_of(name, 2):
        for text in TEXTS:
            record = Record(id="x", content=filled(content, text), index=0)
            for requirement in kept:
                look = RECORDS.get(requirement) or (GATHERINGS[requirement].note if requirement in GATHERINGS else None)
                try:
                    list(look(record, setting) if look else ())
                except Exception as error:  # noqa: BLE001 - whatever a check may raise
                    stumbled.append((requirement, text[:9], repr(error)[:80]))

    assert stumbled == []
