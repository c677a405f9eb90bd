"""Projects: places, classes, organisations, documents."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("projects/country-code")
def test_countries_of_projects_are_countries(judged: Judged) -> None:
    """A country of a project is a code of ISO 3166-1, and neither a region nor the world."""
    judged.conforms()


@pytest.mark.requirement("projects/country-current")
def test_countries_of_projects_are_current(judged: Judged) -> None:
    """The code of a country is in force: neither withdrawn nor another body's code for it."""
    judged.conforms()


@pytest.mark.requirement("projects/country-two-capitals")
def test_countries_of_projects_have_two_capitals(judged: Judged) -> None:
    """The code of a country is the one of two capital letters."""
    judged.conforms()


@pytest.mark.requirement("projects/region-code")
def test_regions_of_projects_are_listed(judged: Judged) -> None:
    """A region of M49 is a code of three digits of that standard."""
    judged.conforms()


@pytest.mark.requirement("projects/country-outside-region")
def test_countries_lie_outside_the_regions(judged: Judged) -> None:
    """No country is listed besides a region that it lies in."""
    judged.conforms()


@pytest.mark.requirement("projects/scope-fits-places")
def test_scopes_fit_the_places(judged: Judged) -> None:
    """The countries and regions of a project are as many as its scope says."""
    judged.conforms()


@pytest.mark.requirement("projects/share-within-bounds")
def test_shares_are_within_bounds(judged: Judged) -> None:
    """A share is a percentage from 0 to 100."""
    judged.conforms()


@pytest.mark.requirement("projects/place-shares-add-up")
def test_shares_of_places_add_up(judged: Judged) -> None:
    """Shares of countries and regions are given for all of them or for none, and add up to 100."""
    judged.conforms()


@pytest.mark.requirement("projects/place-shares")
def test_places_have_shares(judged: Judged) -> None:
    """Where a project has several countries or regions, each has a share."""
    judged.conforms()


@pytest.mark.requirement("projects/place-shares-for-iati")
def test_places_of_projects_for_iati_have_shares(judged: Judged) -> None:
    """In a set that goes to IATI, each of several countries or regions has a share."""
    judged.conforms()


@pytest.mark.requirement("projects/union-for-iati")
def test_the_european_union_is_no_country_for_iati(judged: Judged) -> None:
    """In a set that goes to IATI, the European Union is given as a region: IATI's list of countries lacks it."""
    judged.conforms()


@pytest.mark.requirement("projects/place-on-earth")
def test_places_lie_on_earth(judged: Judged) -> None:
    """A place has a latitude from -90 to 90 and a longitude from -180 to 180."""
    judged.conforms()


@pytest.mark.requirement("projects/closed-lists")
def test_codes_of_closed_lists_are_listed(judged: Judged) -> None:
    """A code of a closed list is on it: scope, status, funding mechanism, roles, schemes, and IATI's lists."""
    judged.conforms()


@pytest.mark.requirement("projects/open-lists")
def test_codes_of_open_lists_are_listed(judged: Judged) -> None:
    """A code of an open list is on it, or 'other' stands in its place with the source's label."""
    judged.conforms()


@pytest.mark.requirement("projects/class-shares-add-up")
def test_shares_of_classes_add_up(judged: Judged) -> None:
    """Shares within the focal areas, and within each list of sectors, are given for all or none and add up to 100."""
    judged.conforms()


@pytest.mark.requirement("projects/gef-focal-area")
def test_projects_of_the_gef_have_a_focal_area(judged: Judged) -> None:
    """A project of the GEF has a focal area."""
    judged.conforms()


@pytest.mark.requirement("projects/multi-focal-named")
def test_multi_focal_projects_name_their_focal_areas(judged: Judged) -> None:
    """A multi-focal project names its focal areas."""
    judged.conforms()


@pytest.mark.requirement("projects/policy-marker")
def test_policy_markers_are_complete(judged: Judged) -> None:
    """
    A policy marker of the OECD is one of 1 to 12 and has a significance; significance 3 is for desertification
    alone.
    """
    judged.conforms()


@pytest.mark.requirement("projects/own-code-labelled")
def test_own_codes_are_labelled(judged: Judged) -> None:
    """A sector, policy marker or topic of the reporter's own list has a label."""
    judged.conforms()


@pytest.mark.requirement("projects/dac-sector")
def test_projects_have_a_dac_sector(judged: Judged) -> None:
    """Besides sectors of other lists, a project has one of the OECD DAC."""
    judged.conforms()


@pytest.mark.requirement("projects/dac-sector-form")
def test_dac_sectors_have_their_form(judged: Judged) -> None:
    """A sector of the OECD DAC has five digits, or three in the short list."""
    judged.conforms()


@pytest.mark.requirement("projects/topic-of-informea")
def test_topics_are_terms_of_informea(judged: Judged) -> None:
    """A topic is the address of a term of InforMEA."""
    judged.conforms()


@pytest.mark.requirement("projects/sdg-target")
def test_targets_belong_to_their_goals(judged: Judged) -> None:
    """A target of the Sustainable Development Goals has its form and belongs to the goal beside it."""
    judged.conforms()


@pytest.mark.requirement("projects/cas-number")
def test_cas_numbers_are_right(judged: Judged) -> None:
    """A CAS number has its form and its check digit."""
    judged.conforms()


@pytest.mark.requirement("projects/organisation-named")
def test_organisations_are_named(judged: Judged) -> None:
    """An organisation of a project has a name or an IATI id."""
    judged.conforms()


@pytest.mark.requirement("projects/organisation-id-form")
def test_organisation_ids_have_their_form(judged: Judged) -> None:
    """An IATI organisation id has no blanks and none of the signs / & | ?."""
    judged.conforms()


@pytest.mark.requirement("projects/organisation-one-id")
def test_organisations_have_one_id(judged: Judged) -> None:
    """An organisation goes by one IATI id throughout the set."""
    judged.conforms()


@pytest.mark.requirement("projects/gef-agency")
def test_projects_of_the_gef_name_their_agency(judged: Judged) -> None:
    """A project of the GEF names its agency, in the role 'managing'."""
    judged.conforms()


@pytest.mark.requirement("projects/gef-agency-known")
def test_agencies_of_the_gef_are_known(judged: Judged) -> None:
    """The agency of a project of the GEF goes by an acronym that the GEF uses."""
    judged.conforms()


@pytest.mark.requirement("projects/document-complete")
def test_documents_of_projects_are_complete(judged: Judged) -> None:
    """A document of a project has an address, a media type, a language and a title."""
    judged.conforms()


@pytest.mark.requirement("projects/place-in-country")
def test_places_lie_in_their_country(judged: Judged) -> None:
    """A place of a project lies in the country that it names."""
    judged.conforms()
