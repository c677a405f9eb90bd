"""What the portal would lose of a feed."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("acceptance/number-plain")
def test_number_plain(judged: Judged) -> None:
    """The service says in plain digits how many records a set has."""
    judged.conforms()


@pytest.mark.requirement("acceptance/number-not-too-small")
def test_number_not_too_small(judged: Judged) -> None:
    """The service counts no fewer records than it has."""
    judged.conforms()


@pytest.mark.requirement("acceptance/answers-in-place")
def test_answers_in_place(judged: Judged) -> None:
    """The service answers at its own address, without sending the reader elsewhere."""
    judged.conforms()


@pytest.mark.requirement("acceptance/meetings-all-read")
def test_meetings_all_read(judged: Judged) -> None:
    """As many meetings can be read as the service says there are."""
    judged.conforms()


@pytest.mark.requirement("acceptance/pages-full")
def test_pages_full(judged: Judged) -> None:
    """Every page but the last has 100 records where 100 are asked for."""
    judged.conforms()


@pytest.mark.requirement("acceptance/pages-readable")
def test_pages_readable(judged: Judged) -> None:
    """Every page can be read as a list."""
    judged.conforms()


@pytest.mark.requirement("acceptance/pages-not-repeated")
def test_pages_not_repeated(judged: Judged) -> None:
    """A page holds as many records as asked for, from where it was asked to begin."""
    judged.conforms()


@pytest.mark.requirement("acceptance/list-not-single")
def test_list_not_single(judged: Judged) -> None:
    """A list is answered with a list, also where it has one record."""
    judged.conforms()


@pytest.mark.requirement("acceptance/list-in-known-form")
def test_list_in_known_form(judged: Judged) -> None:
    """A list stands in 'd', as OData 2 has it."""
    judged.conforms()


@pytest.mark.requirement("acceptance/ids-differ-on-a-page")
def test_ids_differ_on_a_page(judged: Judged) -> None:
    """Records on one page have ids, and different ones."""
    judged.conforms()


@pytest.mark.requirement("acceptance/ids-differ-over-pages")
def test_ids_differ_over_pages(judged: Judged) -> None:
    """No id comes again on a later page."""
    judged.conforms()


@pytest.mark.requirement("acceptance/no-record-stops-the-import")
def test_no_record_stops_the_import(judged: Judged) -> None:
    """No record stops the import."""
    judged.conforms()


@pytest.mark.requirement("acceptance/dates-readable")
def test_dates_readable(judged: Judged) -> None:
    """Every date can be read as a date."""
    judged.conforms()


@pytest.mark.requirement("acceptance/start-not-epoch")
def test_start_not_epoch(judged: Judged) -> None:
    """No meeting begins on 1 January 1970, which stands for no date."""
    judged.conforms()


@pytest.mark.requirement("acceptance/country-known")
def test_country_known(judged: Judged) -> None:
    """Every country that is served is an ISO code."""
    judged.conforms()


@pytest.mark.requirement("acceptance/treaty-known")
def test_treaty_known(judged: Judged) -> None:
    """The treaty of every record is one that the portal knows."""
    judged.conforms()


@pytest.mark.requirement("acceptance/treaty-of-meeting-known")
def test_treaty_of_meeting_known(judged: Judged) -> None:
    """The treaty of every meeting is one that the portal knows."""
    judged.conforms()


@pytest.mark.requirement("acceptance/texts-kept")
def test_texts_kept(judged: Judged) -> None:
    """No text claims a language that another text of the same field has at the portal."""
    judged.conforms()


@pytest.mark.requirement("acceptance/texts-in-a-language")
def test_texts_in_a_language(judged: Judged) -> None:
    """No text is marked as being in no language."""
    judged.conforms()


@pytest.mark.requirement("acceptance/english-title")
def test_english_title(judged: Judged) -> None:
    """Every record has an English title with words in it."""
    judged.conforms()


@pytest.mark.requirement("acceptance/body-addresses-whole")
def test_body_addresses_whole(judged: Judged) -> None:
    """Addresses of pictures and pages in the content of a decision are whole."""
    judged.conforms()


@pytest.mark.requirement("acceptance/files-usable")
def test_files_usable(judged: Judged) -> None:
    """Every file has an address that ends in a name, and a language."""
    judged.conforms()


@pytest.mark.requirement("acceptance/file-addresses-uncoded")
def test_file_addresses_uncoded(judged: Judged) -> None:
    """No address of a file holds coded characters."""
    judged.conforms()


@pytest.mark.requirement("acceptance/file-language-stored")
def test_file_language_stored(judged: Judged) -> None:
    """Every file of a report is in a language code that the portal stores."""
    judged.conforms()


@pytest.mark.requirement("acceptance/files-not-jpeg")
def test_files_not_jpeg(judged: Judged) -> None:
    """No file of a decision is a JPEG picture."""
    judged.conforms()


@pytest.mark.requirement("acceptance/file-addresses-once")
def test_file_addresses_once(judged: Judged) -> None:
    """No two files of a decision have the same address."""
    judged.conforms()


@pytest.mark.requirement("acceptance/file-addresses-whole")
def test_file_addresses_whole(judged: Judged) -> None:
    """Every address of a file is whole and valid."""
    judged.conforms()


@pytest.mark.requirement("acceptance/summary-beside-content")
def test_summary_beside_content(judged: Judged) -> None:
    """A decision with a summary has a content."""
    judged.conforms()


@pytest.mark.requirement("acceptance/summaries-not-surplus")
def test_summaries_not_surplus(judged: Judged) -> None:
    """A decision has no more summaries than contents."""
    judged.conforms()


@pytest.mark.requirement("acceptance/keywords-with-term")
def test_keywords_with_term(judged: Judged) -> None:
    """Every keyword has a term."""
    judged.conforms()


@pytest.mark.requirement("acceptance/meeting-found")
def test_meeting_found(judged: Judged) -> None:
    """The meeting of every decision is among the meetings of the service."""
    judged.conforms()


@pytest.mark.requirement("acceptance/meeting-title-found")
def test_meeting_title_found(judged: Judged) -> None:
    """A decision without the id of a meeting names one by the title that it has."""
    judged.conforms()


@pytest.mark.requirement("acceptance/meeting-stored")
def test_meeting_stored(judged: Judged) -> None:
    """The meeting of every decision is itself stored."""
    judged.conforms()


@pytest.mark.requirement("acceptance/start-given")
def test_start_given(judged: Judged) -> None:
    """Every meeting has a first day."""
    judged.conforms()


@pytest.mark.requirement("acceptance/lists-are-lists")
def test_lists_are_lists(judged: Judged) -> None:
    """Where a list belongs stands a list."""
    judged.conforms()


@pytest.mark.requirement("acceptance/contact-treaties-in-objects")
def test_contact_treaties_in_objects(judged: Judged) -> None:
    """Each treaty of a contact is an object with a 'value'."""
    judged.conforms()


@pytest.mark.requirement("acceptance/contact-role-treaty-known")
def test_contact_role_treaty_known(judged: Judged) -> None:
    """No role of a contact keeps the contact out."""
    judged.conforms()
