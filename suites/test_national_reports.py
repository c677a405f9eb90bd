"""National reports: the record of the InforMEA API, its dates and its files."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("national-reports/id-given")
def test_id_is_given(judged: Judged) -> None:
    """A national report has an id."""
    judged.conforms()


@pytest.mark.requirement("national-reports/title-in-english")
def test_title_is_in_english(judged: Judged) -> None:
    """A national report has a title in English."""
    judged.conforms()


@pytest.mark.requirement("national-reports/treaty-given")
def test_treaty_is_given(judged: Judged) -> None:
    """A national report names its treaty."""
    judged.conforms()


@pytest.mark.requirement("national-reports/country-given")
def test_country_is_given(judged: Judged) -> None:
    """A national report names the country that sent it."""
    judged.conforms()


@pytest.mark.requirement("national-reports/protocol-version-given")
def test_protocol_version_is_given(judged: Judged) -> None:
    """A national report names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("national-reports/updated-given")
def test_update_is_given(judged: Judged) -> None:
    """A national report says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-not-placeholder")
def test_submission_is_no_placeholder(judged: Judged) -> None:
    """The day of submission is a real day, not the zero of a database."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-not-future")
def test_submission_is_not_in_future(judged: Judged) -> None:
    """A national report was not submitted in the future."""
    judged.conforms()


@pytest.mark.requirement("national-reports/updated-not-future")
def test_update_is_not_in_future(judged: Judged) -> None:
    """A national report was not changed in the future."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-before-change")
def test_submission_is_not_after_change(judged: Judged) -> None:
    """The last change of a national report is not before its submission."""
    judged.conforms()


@pytest.mark.requirement("national-reports/own-treaty-of-protocol")
def test_protocol_goes_by_its_own_treaty(judged: Judged) -> None:
    """A report under a protocol goes by the identifier of the protocol, not by that of its parent convention."""
    judged.conforms()


@pytest.mark.requirement("national-reports/union-not-ecuador")
def test_union_is_not_ecuador(judged: Judged) -> None:
    """A report of the European Union does not go by the code of Ecuador."""
    judged.conforms()


@pytest.mark.requirement("national-reports/title-language-plausible")
def test_title_language_is_plausible(judged: Judged) -> None:
    """The words of a title are of the language that it claims, English, French or Spanish."""
    judged.conforms()


@pytest.mark.requirement("national-reports/no-probable-duplicates")
def test_reports_are_not_repeated(judged: Judged) -> None:
    """No two records have the same country, treaty, title and day of submission."""
    judged.conforms()


@pytest.mark.requirement("national-reports/updated-not-always-now")
def test_updates_are_not_always_now(judged: Judged) -> None:
    """The last changes of all reports are not simply the moment at which they were asked for."""
    judged.conforms()


@pytest.mark.requirement("national-reports/updated-tells-reports-apart")
def test_updates_tell_reports_apart(judged: Judged) -> None:
    """Not all reports were last changed at one and the same moment."""
    judged.conforms()


@pytest.mark.requirement("national-reports/days-not-shifted")
def test_days_are_not_shifted(judged: Judged) -> None:
    """Days of submission are midnight in UTC, not midnight of another zone."""
    judged.conforms()


@pytest.mark.requirement("national-reports/files-given")
def test_files_are_given(judged: Judged) -> None:
    """A national report has at least one file."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-id-given")
def test_file_has_an_id(judged: Judged) -> None:
    """Each file of a national report has an id."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-ids-unique")
def test_ids_of_files_are_unique(judged: Judged) -> None:
    """No two files of national reports share an id."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-id-of-the-file")
def test_file_id_is_its_own(judged: Judged) -> None:
    """The id of a file is made from the file, not from its language and the number of the report's page."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-has-source")
def test_file_has_a_source(judged: Judged) -> None:
    """Each file of a national report has an address or its content."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-by-address")
def test_file_has_an_address(judged: Judged) -> None:
    """Each file of a national report has an address, even where its content is sent along."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-media-type-given")
def test_file_has_a_media_type(judged: Judged) -> None:
    """Each file of a national report has a media type."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-language-given")
def test_file_has_a_language(judged: Judged) -> None:
    """Each file of a national report has a language."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-language-tag")
def test_file_language_is_known(judged: Judged) -> None:
    """The language of a file is a two-letter code of ISO 639-1, in small letters."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-language-fits-name")
def test_file_language_fits_name(judged: Judged) -> None:
    """The name of a file does not hint at another language than the one it claims."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-name-given")
def test_file_has_a_name(judged: Judged) -> None:
    """Each file of a national report has a file name."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-name-in-address")
def test_address_ends_in_a_name(judged: Judged) -> None:
    """The address of a file ends in a file name."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-names-distinct")
def test_names_of_files_are_distinct(judged: Judged) -> None:
    """Files at different addresses have different names at the end of the address."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-size-not-negative")
def test_size_is_not_negative(judged: Judged) -> None:
    """The size of a file is not below 0."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-type-fits-name")
def test_type_fits_extension(judged: Judged) -> None:
    """The media type of a file is that of its extension."""
    judged.conforms()
