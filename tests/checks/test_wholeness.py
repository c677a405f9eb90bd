"""Texts that are cut or come twice over, and records under two ids."""

from typing import Any

import pytest

from apitest.checks.setting import Setting
from apitest.checks.wholeness import GATHERINGS, RECORDS, is_whole_and_single
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded


def found(requirement: str, value: Any) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("decisions"), now=NOW)
    content = {"title": [{"language": "en", "value": value}], "link": value}
    return list(RECORDS[f"text/{requirement}"](Record(id="1", content=content, index=0), setting))


WRONG = [
    ("not-broken-off", "Report on the manage…", "'Report on the manage…'"),
    ("not-broken-off", "Report on waste, [...]", "'Report on waste, [...]'"),
    ("not-doubled", "Waste management Waste management", "'Waste management Waste management'"),
    ("not-doubled", "Waste management. Waste management.", "'Waste management. Waste management.'"),
    ("not-doubled", "Waste management\nWaste management", "'Waste management\\nWaste management'"),
]
RIGHT = [
    ("not-broken-off", "Report… on waste"),
    ("not-broken-off", "…"),
    ("not-broken-off", 7),
    ("not-doubled", "Waste management and waste management"),
    ("not-doubled", "Waste management of Waste management"),
    ("not-doubled", "a a"),
    ("not-doubled", ""),
    ("not-doubled", None),
]


@pytest.mark.parametrize(("requirement", "value", "got"), WRONG)
def test_departure_is_seen(requirement: str, value: str, got: str) -> None:
    departures = found(requirement, value)

    assert [("/title/0/value", got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "value"), RIGHT)
def test_whole_text_is_left_alone(requirement: str, value: Any) -> None:
    assert found(requirement, value) == []


@pytest.mark.parametrize(
    ("entity_set", "records", "twins"),
    [
        ("sites", [{"name": [{"language": "en", "value": "Lake"}], "country": "KE"}] * 2, ["1"]),
        ("sites", [{"name": [{"language": "en", "value": "Lake"}], "country": code} for code in ("KE", "GH")], []),
        ("documents", [{"title": [{"language": "en", "value": text}]} for text in ("Guide", "guide")], ["1"]),
        ("documents", [{"title": [{"language": "fr", "value": "Guide"}]}, {"title": "x"}, {}] * 2, []),
        ("reporting-obligations", [{"name": [{"language": "en", "value": "Report"}], "treaty": "cms"}] * 2, ["1"]),
        ("contacts", [{"title": [{"language": "en", "value": "Guide"}]}] * 2, []),
    ],
)
def test_records_under_two_ids_are_seen(entity_set: str, records: list[Any], twins: list[str]) -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    gathering = GATHERINGS["service/no-twins"]
    made = [Record(id=str(index), content=content, index=index) for index, content in enumerate(records)]
    notes = [note for record in made for note in gathering.note(record, setting)]

    assert twins == [item.record for item in gathering.judge(notes, setting)]


def test_of_a_long_text_its_end_or_its_beginning_is_shown() -> None:
    words = "".join(f"word{number:02d} " for number in range(20)).strip()

    (cut,) = found("not-broken-off", f"{words}…")
    (doubled,) = found("not-doubled", f"{words} {words}")

    assert cut.got == "'rd14 word15 word16 word17 word18 word19…'"
    assert doubled.expected == repr(words[:60])
    assert doubled.got == repr(words[:95])


def test_a_code_of_language_is_no_text() -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("decisions"), now=NOW)
    record = Record(id="1", content={"title": [{"language": "Report on the manage…", "value": "x"}]}, index=0)

    assert list(RECORDS["text/not-broken-off"](record, setting)) == []


def test_a_twin_is_told_as_a_record_that_is_there_already() -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("documents"), now=NOW)
    gathering = GATHERINGS["service/no-twins"]
    content = {"title": [{"language": "en", "value": "Guide"}], "treaty": "basel", "country": "KE"}
    notes = [note for key in "12" for note in gathering.note(Record(id=key, content=content, index=0), setting)]

    (departure,) = gathering.judge(notes, setting)

    assert departure.expected == "a record that is not there yet"
    assert departure.pointer == ""
    assert "'basel|KE||guide'" in departure.got


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, value)) for name, value, _ in WRONG)

    assert kept("wholeness", now) == now, RENEW


@pytest.mark.parametrize(
    "value",
    [
        "Noting the report...",
        "Noting [...]",
        "Noting…",
        "Noting […]",
        "Decision text. Decision text.",
        "One twice over One twice over",
    ],
)
def test_texts_with_a_flaw_are_not_taken_for_whole(value: str) -> None:
    assert not is_whole_and_single(value)


@pytest.mark.parametrize("value", ["", "Short", "Noting ... the report", "The whole of a text, once."])
def test_ordinary_texts_are_known_to_be_whole(value: str) -> None:
    assert is_whole_and_single(value)
