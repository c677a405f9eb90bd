"""National plans: what is given, of which treaty, and when."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("national-plans/protocol-version-given")
def test_protocol_version_is_given(judged: Judged) -> None:
    """Each national plan names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("national-plans/id-given")
def test_id_is_given(judged: Judged) -> None:
    """Each national plan has an id."""
    judged.conforms()


@pytest.mark.requirement("national-plans/treaty-given")
def test_treaty_is_given(judged: Judged) -> None:
    """Each national plan names its treaty."""
    judged.conforms()


@pytest.mark.requirement("national-plans/country-given")
def test_country_is_given(judged: Judged) -> None:
    """Each national plan names its country."""
    judged.conforms()


@pytest.mark.requirement("national-plans/type-given")
def test_type_is_given(judged: Judged) -> None:
    """Each national plan says its type."""
    judged.conforms()


@pytest.mark.requirement("national-plans/title-in-english")
def test_title_is_in_english(judged: Judged) -> None:
    """Each national plan has a title in English."""
    judged.conforms()


@pytest.mark.requirement("national-plans/files-given")
def test_files_are_given(judged: Judged) -> None:
    """A national plan has at least one file."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-source-given")
def test_file_source_is_given(judged: Judged) -> None:
    """Each file of a national plan has an address or its content."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-id-given")
def test_files_of_national_plans_have_an_id(judged: Judged) -> None:
    """Each file of a national plan has an id."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-ids-unique")
def test_ids_of_files_of_national_plans_are_unique(judged: Judged) -> None:
    """No two files of national plans share an id."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-media-type-given")
def test_files_of_national_plans_have_a_media_type(judged: Judged) -> None:
    """Each file of a national plan has a media type."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-language-given")
def test_files_of_national_plans_have_a_language(judged: Judged) -> None:
    """Each file of a national plan has a language."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-language-tag")
def test_languages_of_files_of_national_plans_are_known(judged: Judged) -> None:
    """The language of a file of a national plan is a two-letter code of ISO 639-1, in small letters."""
    judged.conforms()


@pytest.mark.requirement("national-plans/type-fits-treaty")
def test_type_fits_treaty(judged: Judged) -> None:
    """The type of a national plan is one that its treaty, or the treaty's parent, asks for."""
    judged.conforms()


@pytest.mark.requirement("national-plans/dates-real")
def test_dates_are_real(judged: Judged) -> None:
    """The dates of a national plan are dates that somebody meant, not stand-ins for unknown ones."""
    judged.conforms()


@pytest.mark.requirement("national-plans/submission-not-in-future")
def test_submission_is_not_in_the_future(judged: Judged) -> None:
    """A national plan was not submitted after the day of the test."""
    judged.conforms()


@pytest.mark.requirement("national-plans/updated-given")
def test_updated_is_given(judged: Judged) -> None:
    """Each national plan says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("national-plans/submission-is-a-day")
def test_submission_is_a_day(judged: Judged) -> None:
    """The date of submission of a national plan is a day, not the second in which its record was entered."""
    judged.conforms()


@pytest.mark.requirement("national-plans/file-language-fits-name")
def test_file_language_fits_name(judged: Judged) -> None:
    """The language of a file of a national plan is the one that its name and its address tell."""
    judged.conforms()
