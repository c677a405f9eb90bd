"""Meetings: what is given, when they are, and where."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("meetings/protocol-version-given")
def test_protocol_version_is_given(judged: Judged) -> None:
    """Each meeting names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("meetings/id-given")
def test_id_is_given(judged: Judged) -> None:
    """Each meeting has an id."""
    judged.conforms()


@pytest.mark.requirement("meetings/id-without-blanks")
def test_id_has_no_blanks(judged: Judged) -> None:
    """The id of a meeting holds no blanks."""
    judged.conforms()


@pytest.mark.requirement("meetings/title-in-english")
def test_title_is_in_english(judged: Judged) -> None:
    """Each meeting has a title in English."""
    judged.conforms()


@pytest.mark.requirement("meetings/english-title-first")
def test_english_title_comes_first(judged: Judged) -> None:
    """The English title stands before those in other languages."""
    judged.conforms()


@pytest.mark.requirement("meetings/treaty-given")
def test_treaty_is_given(judged: Judged) -> None:
    """Each meeting names its treaty."""
    judged.conforms()


@pytest.mark.requirement("meetings/start-given")
def test_start_is_given(judged: Judged) -> None:
    """Each meeting says its first day, unless its status is 'nodate'."""
    judged.conforms()


@pytest.mark.requirement("meetings/start-for-the-portal")
def test_start_is_given_to_the_portal(judged: Judged) -> None:
    """A meeting of status 'nodate' is not sent before it has at least a provisional first day."""
    judged.conforms()


@pytest.mark.requirement("meetings/end-given")
def test_end_is_given(judged: Judged) -> None:
    """A meeting with a first day says its last day."""
    judged.conforms()


@pytest.mark.requirement("meetings/city-given")
def test_city_is_given(judged: Judged) -> None:
    """Each meeting says its city, unless it is held online."""
    judged.conforms()


@pytest.mark.requirement("meetings/country-given")
def test_country_is_given(judged: Judged) -> None:
    """Each meeting says its country, unless it is held online."""
    judged.conforms()


@pytest.mark.requirement("meetings/title-language-plausible")
def test_title_language_is_plausible(judged: Judged) -> None:
    """The words of a title are of the language that it claims, English, French or Spanish."""
    judged.conforms()


@pytest.mark.requirement("meetings/type-given")
def test_type_is_given(judged: Judged) -> None:
    """Each meeting says its type."""
    judged.conforms()


@pytest.mark.requirement("meetings/url-given")
def test_page_is_given(judged: Judged) -> None:
    """Each meeting has the address of its page."""
    judged.conforms()


@pytest.mark.requirement("meetings/location-given")
def test_location_is_given(judged: Judged) -> None:
    """Each meeting says its venue, unless it is held online."""
    judged.conforms()


@pytest.mark.requirement("meetings/updated-given")
def test_updated_is_given(judged: Judged) -> None:
    """Each meeting says when its record was last changed."""
    judged.conforms()


@pytest.mark.requirement("meetings/image-copyright-given")
def test_image_has_its_copyright(judged: Judged) -> None:
    """A meeting with a picture says who holds its rights."""
    judged.conforms()


@pytest.mark.requirement("meetings/texts-fit-fields")
def test_texts_fit_their_fields(judged: Judged) -> None:
    """Id and location have up to 255 characters, the title up to 2048."""
    judged.conforms()


@pytest.mark.requirement("meetings/end-not-before-start")
def test_end_is_not_before_start(judged: Judged) -> None:
    """No meeting ends before it starts."""
    judged.conforms()


@pytest.mark.requirement("meetings/duration-plausible")
def test_meeting_is_not_too_long(judged: Judged) -> None:
    """A meeting lasts up to two months, and ends before it comes again."""
    judged.conforms()


@pytest.mark.requirement("meetings/dates-real")
def test_dates_are_real(judged: Judged) -> None:
    """The dates of a meeting are real ones, not stand-ins such as 1 January 1970."""
    judged.conforms()


@pytest.mark.requirement("meetings/updated-not-in-future")
def test_updated_is_not_in_future(judged: Judged) -> None:
    """No record of a meeting was last changed after the moment of the test."""
    judged.conforms()


@pytest.mark.requirement("meetings/nodate-without-dates")
def test_undated_meeting_has_no_dates(judged: Judged) -> None:
    """A meeting of status 'nodate' has no first day."""
    judged.conforms()


@pytest.mark.requirement("meetings/over-in-the-past")
def test_ended_meeting_is_in_the_past(judged: Judged) -> None:
    """A meeting of status 'over' has ended."""
    judged.conforms()


@pytest.mark.requirement("meetings/past-is-over")
def test_past_meeting_is_over(judged: Judged) -> None:
    """A meeting that ended more than a month ago is no longer 'tentative' or 'confirmed'."""
    judged.conforms()


@pytest.mark.requirement("meetings/coordinates-in-range")
def test_coordinates_are_in_range(judged: Judged) -> None:
    """A latitude lies between -90 and 90, a longitude between -180 and 180."""
    judged.conforms()


@pytest.mark.requirement("meetings/coordinates-in-pairs")
def test_coordinates_come_in_pairs(judged: Judged) -> None:
    """A meeting has both coordinates or none."""
    judged.conforms()


@pytest.mark.requirement("meetings/coordinates-not-zero")
def test_coordinates_are_not_zero(judged: Judged) -> None:
    """Coordinates of 0 and 0 do not stand for an unknown place."""
    judged.conforms()


@pytest.mark.requirement("meetings/coordinates-in-country")
def test_coordinates_are_in_the_country(judged: Judged) -> None:
    """The coordinates of a meeting lie in its country, or less than a degree outside the box around it."""
    judged.conforms()


@pytest.mark.requirement("meetings/places-real")
def test_places_are_real(judged: Judged) -> None:
    """City and venue name a place, and are no words for an unknown one."""
    judged.conforms()


@pytest.mark.requirement("meetings/type-fits-title")
def test_type_fits_title(judged: Judged) -> None:
    """A meeting that its title calls a workshop or an expert group is not of the type 'cop' or 'mop'."""
    judged.conforms()


@pytest.mark.requirement("meetings/pages-distinct")
def test_pages_are_distinct(judged: Judged) -> None:
    """Each meeting has a page of its own."""
    judged.conforms()


@pytest.mark.requirement("meetings/no-twins")
def test_meetings_come_once(judged: Judged) -> None:
    """No two meetings of one treaty have the same first day and the same title."""
    judged.conforms()


@pytest.mark.requirement("meetings/image-names-distinct")
def test_image_names_are_distinct(judged: Judged) -> None:
    """Different pictures have different file names."""
    judged.conforms()


@pytest.mark.requirement("meetings/updated-differs")
def test_changes_are_told_apart(judged: Judged) -> None:
    """Not all meetings were last changed at the same moment."""
    judged.conforms()
