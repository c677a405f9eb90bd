"""How values are shown and numbers are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apitest.reports.overview import extent, overviews
from apitest.reports.wording import class_title, counted, sentence, set_title, shown, size, spent_on, visible
from apitest.results import EntityRow
from apitest.verdicts import failures
from resulting import FIRST, SECOND, departures, finding, results, verdict


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain é 中 ع", "plain é 中 ع"),
        ("\u202eabc", "‹U+202E›abc"),
        ("a\x00b\x1bc", "a‹U+0000›b‹U+001B›c"),
        ("می‌خواهم", "می‌خواهم"),
        ("a\nb", "a‹U+000A›b"),
        ("\ud800", "‹U+D800›"),
    ],
)
def test_what_is_not_seen_is_spelled_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text(), st.integers(1, 50))
def test_what_is_shown_is_finite_and_can_be_written(text: str, limit: int) -> None:
    value = shown(text, limit)

    assert len(value) <= limit * 10 + 40
    value.encode()


def test_what_is_cut_says_how_long_it_was() -> None:
    assert shown("x" * 1500, 3) == "xxx… (1,500 characters)"


@pytest.mark.parametrize(("number", "said"), [(0, "0 records"), (1, "1 record"), (1200, "1,200 records")])
def test_numbers_have_their_noun(number: int, said: str) -> None:
    assert counted(number, "record") == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 byte"), (812, "812 bytes"), (12_345, "12.3 kB"), (4_100_000, "4.1 MB")]
)
def test_sizes_are_said_for_people(number: int, said: str) -> None:
    assert size(number) == said


@pytest.mark.parametrize(("text", "said"), [("a  b\nc", "a b c."), ("Done.", "Done."), ("Why?", "Why?"), ("", "")])
def test_a_sentence_ends(text: str, said: str) -> None:
    assert sentence(text) == said


def test_sets_and_classes_have_names_for_readers() -> None:
    assert (set_title("national-reports"), set_title("")) == ("national reports", "the service as a whole")
    assert (class_title("transport"), class_title("country-profiles")) == (
        "Connection and encoding",
        "Country profiles",
    )


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (verdict(SECOND, "failed"), "1 of 120 decisions"),
        (verdict(SECOND, "failed", examined=0), "1 records (decisions)"),
        (verdict(SECOND, "failed", entity=""), "1 of 120 records (the service as a whole)"),
        (verdict(SECOND, "failed", findings=(finding(record=None),)), "decisions, seen once"),
        (verdict(SECOND, "failed", findings=(finding(record=None),), total=3), "decisions, seen 3 times"),
    ],
)
def test_an_extent_says_how_much_is_concerned(judged: object, said: str) -> None:
    document = results(judged)
    if document["verdicts"][0]["entity"] == "":
        document["findings"][0]["entity"] = ""

    assert extent(failures(document, "mea")[0]) == said


def test_what_was_not_judged_is_grouped_by_its_reason_and_roots_come_first() -> None:
    document = results(
        verdict(FIRST, "inapplicable", reason="no"),
        verdict(SECOND, "inapplicable", reason="no"),
        verdict("paging/no-duplicate-ids", "cantTell", root=SECOND),
    )

    groups = overviews(document)[0].unjudged

    assert [(group.root, group.requirements) for group in groups] == [
        (SECOND, ("paging/no-duplicate-ids",)),
        ("", (FIRST, SECOND)),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"records": 120, "walked": "complete"}, ["41 requests"]),
        ({"records": 120, "walked": "complete", "requests": 3}, ["41 requests", "38 of them beside the walk"]),
    ],
)
def test_what_was_asked_is_told_with_what_was_asked_beside_the_walk(row: EntityRow, told: list[str]) -> None:
    document = results(verdict(), entities={"decisions": row})

    assert departures(document) == []
    assert spent_on(document["targets"][0]) == [*told, "123.5 kB", "3.2 s"]


def test_a_set_is_told_with_its_number_and_how_far_it_was_walked() -> None:
    document = results(verdict(), entities={"decisions": {"records": 1, "walked": "odd"}})

    assert "Looked at: decisions 1 (odd)." in overviews(document)[0].notes


def test_the_languages_of_titles_are_told_as_shares() -> None:
    seen = {"records": 300, "walked": "complete", "languages": {"en": 300, "fr": 299, "es": 1, "zh": 0}}

    more = {"records": 100, "walked": "complete", "languages": {"en": 100, "fr": 1, "es": 0, "zh": 0}}
    document = results(verdict(), entities={"decisions": seen, "meetings": more, "sites": {**more, "languages": {}}})

    assert departures(document) == []
    assert (
        "Languages of titles: English 100\N{NO-BREAK SPACE}%, French 75\N{NO-BREAK SPACE}%, Spanish 1\N{NO-BREAK SPACE}%."
        in overviews(document)[0].notes
    )
