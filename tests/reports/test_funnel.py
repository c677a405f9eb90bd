"""The words of the funnel, for a reader who knows the records."""

import pytest

from apitest.acceptance.portal import Provider
from apitest.rehearsal import row_of
from apitest.reports.funnel import difference, field_name, headline, plainly, steps, stop_sentence
from feeding import Service, imported, row


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/treaty", "treaty"),
        ("/title/0/value", "title, entry 1"),
        ("/files/1/url", "files, entry 2, url"),
        ("", ""),
    ],
)
def test_a_pointer_is_told_as_a_place(pointer: str, said: str) -> None:
    assert field_name(pointer) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ('"UK"', "“UK”"),
        ('{"language": "fr", "value": "Titre"}', "“Titre” (fr)"),
        ('[{"language": null, "value": "Titre"}]', "“Titre” (no language)"),
        ("[]", "an empty list"),
        ("{}", "nothing in it"),
        ("7", "7"),
        ('[{"cut', '[{"cut'),
    ],
)
def test_a_value_is_told_without_its_form(text: str, said: str) -> None:
    assert plainly(text) == said


def test_a_set_that_is_never_read_is_told_in_one_line() -> None:
    service = Service([row("meetings", number) for number in range(30)], count=b"many")
    told = row_of(imported("meetings", service), "mea", Provider(name="cms"), "2018")

    assert headline(told) == "Meetings: none of 30 would be in the portal."
    assert stop_sentence(told).startswith("Nothing of this set is read: the service does not say in plain digits")
    assert [step.count for step in steps(told)] == [30, 0, 0, 0]


def test_the_other_version_is_told_beside_this_one() -> None:
    lost = row_of(imported("decisions", [row("decisions", meetingId="m-9")]), "mea", Provider(name="cms"), "2018")
    same = row_of(imported("decisions", [row("decisions")]), "mea", Provider(name="cms"), "2018")

    assert difference(lost) == (
        "The 2017 version of the importer differs: 1 stored (not 0), 1 losing content (not 0), 0 refused (not 1)."
    )
    assert difference(same) == "The 2017 version of the importer comes to the same numbers."
    assert headline(same) == "Decisions: all 1 would be in the portal."
