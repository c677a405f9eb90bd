"""Codes and the lists they come from."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("vocabulary/treaty")
def test_treaties_are_known(judged: Judged) -> None:
    """The treaty of a record is one that the portal knows."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/related-treaty")
def test_related_treaties_are_known(judged: Judged) -> None:
    """A treaty that a record refers to is a known one, and that of its decisions its own."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/treaty-canonical")
def test_treaties_go_by_their_identifiers(judged: Judged) -> None:
    """A treaty goes by its own identifier, not by another name for it."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/country")
def test_countries_are_known(judged: Judged) -> None:
    """The country is a code of two or three letters of ISO 3166-1."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/country-current")
def test_country_codes_are_in_force(judged: Judged) -> None:
    """The country's code is in force: neither withdrawn nor another body's code for it."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/country-upper-case")
def test_country_codes_are_in_capitals(judged: Judged) -> None:
    """Country codes are written in capitals."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/one-country-form")
def test_country_codes_have_one_form(judged: Judged) -> None:
    """All country codes of a set have two letters, or all have three."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/decision-type")
def test_types_of_decisions_are_listed(judged: Judged) -> None:
    """The type of a decision is decision, resolution or recommendation."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/decision-status")
def test_statuses_of_decisions_are_listed(judged: Judged) -> None:
    """The status of a decision is draft, active, amended, retired or adopted."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/decision-number")
def test_numbers_of_decisions_fit_their_treaties(judged: Judged) -> None:
    """The number of a decision has a form that its treaty uses."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/decision-number-canonical")
def test_numbers_of_decisions_are_canonical(judged: Judged) -> None:
    """The number of a decision is written as its treaty prints it, without the word for its kind and with plain hyphens."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/meeting-type")
def test_types_of_meetings_are_listed(judged: Judged) -> None:
    """The type of a meeting is one of the list, such as cop, mop, subsidiary or expert."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/meeting-kind")
def test_kinds_of_meetings_are_listed(judged: Judged) -> None:
    """The kind of a meeting is official, partner or interest."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/meeting-access")
def test_access_to_meetings_is_listed(judged: Judged) -> None:
    """The access to a meeting is public or invitation."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/meeting-status")
def test_statuses_of_meetings_are_listed(judged: Judged) -> None:
    """The status of a meeting is tentative, confirmed, postponed, cancelled, nodate or over."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/meeting-repetition")
def test_repetitions_of_meetings_are_listed(judged: Judged) -> None:
    """The repetition of a meeting is weekly, monthly or yearly."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/code-case")
def test_codes_are_written_as_listed(judged: Judged) -> None:
    """Codes are written as their list has them: in small letters, without blanks around them."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/media-type")
def test_media_types_have_their_form(judged: Judged) -> None:
    """The media type of a file has the form type/subtype; a bare extension has not."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/national-plan-type")
def test_type_of_national_plan_is_listed(judged: Judged) -> None:
    """The type of a national plan is one of the list."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/site-type")
def test_type_of_site_is_listed(judged: Judged) -> None:
    """The type of a site is one of the list."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/labels-fit-codes")
def test_labels_fit_codes(judged: Judged) -> None:
    """The label beside a code is not that of another code, and not that of another property."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/languages-known")
def test_languages_are_known(judged: Judged) -> None:
    """The languages that a record, its documents and its files name are codes of ISO 639-1."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/country-fits-title")
def test_country_fits_title(judged: Judged) -> None:
    """Where a title says which country a report or plan is of, it is the country of the record."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/treaty-fits-title")
def test_treaty_fits_title(judged: Judged) -> None:
    """Where a title says which treaty a meeting, a report or a plan is under, it is the treaty of the record."""
    judged.conforms()


@pytest.mark.requirement("vocabulary/years-fit-title")
def test_years_fit_titles(judged: Judged) -> None:
    """Where a title ends with the year of a meeting or a report, the dates of the record are of it."""
    judged.conforms()
