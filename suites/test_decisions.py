"""Decisions: what is given, texts, dates and files."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("decisions/protocol-version-given")
def test_protocol_version_is_given(judged: Judged) -> None:
    """Each decision names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("decisions/id-given")
def test_id_is_given(judged: Judged) -> None:
    """Each decision has an id."""
    judged.conforms()


@pytest.mark.requirement("decisions/id-without-blanks")
def test_id_has_no_blanks(judged: Judged) -> None:
    """The id of a decision holds no blanks."""
    judged.conforms()


@pytest.mark.requirement("decisions/title-in-english")
def test_title_is_in_english(judged: Judged) -> None:
    """Each decision has a title in English."""
    judged.conforms()


@pytest.mark.requirement("decisions/english-title-first")
def test_english_title_comes_first(judged: Judged) -> None:
    """The English title stands before those in other languages."""
    judged.conforms()


@pytest.mark.requirement("decisions/title-language-plausible")
def test_title_language_is_plausible(judged: Judged) -> None:
    """The words of a title are of the language that it claims, English, French or Spanish."""
    judged.conforms()


@pytest.mark.requirement("decisions/type-given")
def test_type_is_given(judged: Judged) -> None:
    """Each decision says its type."""
    judged.conforms()


@pytest.mark.requirement("decisions/status-given")
def test_status_is_given(judged: Judged) -> None:
    """Each decision says its status."""
    judged.conforms()


@pytest.mark.requirement("decisions/number-given")
def test_number_is_given(judged: Judged) -> None:
    """Each decision has a number."""
    judged.conforms()


@pytest.mark.requirement("decisions/treaty-given")
def test_treaty_is_given(judged: Judged) -> None:
    """Each decision names its treaty."""
    judged.conforms()


@pytest.mark.requirement("decisions/published-given")
def test_published_is_given(judged: Judged) -> None:
    """Each decision says when it was published."""
    judged.conforms()


@pytest.mark.requirement("decisions/updated-given")
def test_updated_is_given(judged: Judged) -> None:
    """Each decision says when its record was last changed."""
    judged.conforms()


@pytest.mark.requirement("decisions/meeting-named")
def test_meeting_is_named(judged: Judged) -> None:
    """Each decision names its meeting, by id or by its English title."""
    judged.conforms()


@pytest.mark.requirement("decisions/text-offered")
def test_text_is_offered(judged: Judged) -> None:
    """Each decision leads to its text: by a file, by its content, or by a link."""
    judged.conforms()


@pytest.mark.requirement("decisions/keyword-given")
def test_keyword_is_given(judged: Judged) -> None:
    """Each decision has at least one keyword."""
    judged.conforms()


@pytest.mark.requirement("decisions/keywords-complete")
def test_keywords_are_complete(judged: Judged) -> None:
    """Each keyword says its term and the vocabulary that the term is taken from."""
    judged.conforms()


@pytest.mark.requirement("decisions/keywords-single")
def test_keywords_stand_alone(judged: Judged) -> None:
    """Each keyword holds one term."""
    judged.conforms()


@pytest.mark.requirement("decisions/summary-matches-content")
def test_summaries_match_contents(judged: Judged) -> None:
    """Where a decision has content, its summaries come in the languages of the content, in the same order."""
    judged.conforms()


@pytest.mark.requirement("decisions/texts-fit-fields")
def test_texts_fit_their_fields(judged: Judged) -> None:
    """Id, number and title of the meeting have up to 255 characters, the title of the decision up to 2048."""
    judged.conforms()


@pytest.mark.requirement("decisions/dates-real")
def test_dates_are_real(judged: Judged) -> None:
    """The dates of a decision are real ones, not stand-ins such as 1 January 1970."""
    judged.conforms()


@pytest.mark.requirement("decisions/published-not-in-future")
def test_published_is_not_in_future(judged: Judged) -> None:
    """No decision was published after the day of the test."""
    judged.conforms()


@pytest.mark.requirement("decisions/updated-not-in-future")
def test_updated_is_not_in_future(judged: Judged) -> None:
    """No record of a decision was last changed after the moment of the test."""
    judged.conforms()


@pytest.mark.requirement("decisions/published-not-after-updated")
def test_published_is_not_after_updated(judged: Judged) -> None:
    """The record of a decision was last changed when the decision was published, or later."""
    judged.conforms()


@pytest.mark.requirement("decisions/published-is-a-day")
def test_published_is_a_day(judged: Judged) -> None:
    """The date of publication is a day, not the second in which the record was entered."""
    judged.conforms()


@pytest.mark.requirement("decisions/numbers-distinct")
def test_numbers_are_distinct(judged: Judged) -> None:
    """No two decisions of one type under one treaty have the same number."""
    judged.conforms()


@pytest.mark.requirement("decisions/links-distinct")
def test_links_are_distinct(judged: Judged) -> None:
    """Each decision links to a page of its own."""
    judged.conforms()


@pytest.mark.requirement("decisions/updated-differs")
def test_changes_are_told_apart(judged: Judged) -> None:
    """Not all decisions were last changed at the same moment."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-obtainable")
def test_file_can_be_had(judged: Judged) -> None:
    """Each file has an address, or comes with its content."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-address-given")
def test_file_has_an_address(judged: Judged) -> None:
    """A file that comes with its content has an address as well."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-id-given")
def test_file_id_is_given(judged: Judged) -> None:
    """Each file has an id."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-media-type-given")
def test_file_media_type_is_given(judged: Judged) -> None:
    """Each file has a media type."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-language-given")
def test_file_language_is_given(judged: Judged) -> None:
    """Each file says its language."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-language-known")
def test_file_language_is_known(judged: Judged) -> None:
    """The language of a file is a two-letter code of ISO 639-1, in small letters."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-content-base64")
def test_file_content_is_base64(judged: Judged) -> None:
    """The content of a file is written in base64."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-id-own")
def test_file_id_is_its_own(judged: Judged) -> None:
    """The id of a file is its own, not that of its decision."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-not-page")
def test_file_is_not_the_page(judged: Judged) -> None:
    """The address of a file leads to the file, not to the page of the decision."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-addresses-once")
def test_file_addresses_come_once(judged: Judged) -> None:
    """Within a decision each file has an address of its own."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-not-jpeg")
def test_file_is_no_photograph(judged: Judged) -> None:
    """No file of a decision is a JPEG picture."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-language-fits-name")
def test_file_language_fits_name(judged: Judged) -> None:
    """The language of a file is the one that its name tells."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-media-type-fits-name")
def test_file_media_type_fits_name(judged: Judged) -> None:
    """The media type of a file is the one that its name tells."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-ids-distinct")
def test_file_ids_are_distinct(judged: Judged) -> None:
    """Different files have different ids, over all decisions."""
    judged.conforms()


@pytest.mark.requirement("decisions/file-names-distinct")
def test_file_names_are_distinct(judged: Judged) -> None:
    """Different files have different names, over all decisions."""
    judged.conforms()


@pytest.mark.requirement("decisions/type-fits-number")
def test_types_of_decisions_fit_their_numbers(judged: Judged) -> None:
    """The type of a decision is the kind that its number or its title says: a 'Conf.' of CITES is a resolution."""
    judged.conforms()
