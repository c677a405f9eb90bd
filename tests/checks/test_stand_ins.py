"""Words that stand in a field until somebody fills it, and words that only look like them."""

import pytest

from apitest.checks.stand_ins import LONGEST, in_any_case, is_stand_in


@pytest.mark.parametrize(
    "text",
    [
        "TBD", "(to be confirmed)", "To be translated later", "Text to follow", "to follow", "N/A", "n.a.", "-", "…",
        "<p>TBD</p>",
        "TEST", "Test 2", "test1", "Lorem ipsum dolor " * 30, "À compléter", "à venir", "Titre à venir", "Por confirmar",
        "xxx",
        "Pendiente de traducción", "Untitled document", "[Summary to be added]", "待定", "Нет данных", "No title",
        "no description available", "Enter title here", "Information is pending", "qwerty",
    ],
)  # fmt: skip
def test_stand_ins_are_known(text: str) -> None:
    assert is_stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Test of tbd methods", "Mercury", "Waste", "Second meeting", "Decisions to be implemented", "Title II",
        "Data",
        "Summary of decisions", "Wastes of unknown origin", "Nil returns", "Follow-up", "Pending proposals", "Draft", "12",
        "To be added to annex I: mercury", "Contest", "Решение", "未定义的术语", "a" * 200, "<" * 2000, "<>" * 40,
    ],
)  # fmt: skip
def test_words_of_the_own_are_none(text: str) -> None:
    assert not is_stand_in(text)


@pytest.mark.parametrize(
    ("pattern", "any_case"), [(r"é7[xy]\.\d{2}", r"[Éé]7[XYxy]\.\d{2}"), ("[Xa]", "[XAXa]"), ("[XA]", "[XA]")]
)
def test_a_pattern_takes_letters_in_any_case(pattern: str, any_case: str) -> None:
    assert in_any_case(pattern) == any_case


def test_a_line_of_marks_stands_in_up_to_the_length_of_a_title() -> None:
    assert [length for length in (LONGEST - 1, LONGEST, LONGEST + 1) if is_stand_in("-" * length)] == [
        LONGEST - 1,
        LONGEST,
    ]
