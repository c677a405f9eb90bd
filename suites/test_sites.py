"""Sites: what is given, and where they are."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("sites/protocol-version-given")
def test_protocol_version_is_given(judged: Judged) -> None:
    """Each site names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("sites/id-given")
def test_id_is_given(judged: Judged) -> None:
    """Each site has an id."""
    judged.conforms()


@pytest.mark.requirement("sites/treaty-given")
def test_treaty_is_given(judged: Judged) -> None:
    """Each site names its treaty."""
    judged.conforms()


@pytest.mark.requirement("sites/country-given")
def test_country_is_given(judged: Judged) -> None:
    """Each site names its country."""
    judged.conforms()


@pytest.mark.requirement("sites/type-given")
def test_type_is_given(judged: Judged) -> None:
    """Each site says its type."""
    judged.conforms()


@pytest.mark.requirement("sites/name-in-english")
def test_name_is_in_english(judged: Judged) -> None:
    """Each site has a name in English."""
    judged.conforms()


@pytest.mark.requirement("sites/coordinates-in-range")
def test_coordinates_are_in_range(judged: Judged) -> None:
    """A latitude lies between -90 and 90, a longitude between -180 and 180."""
    judged.conforms()


@pytest.mark.requirement("sites/coordinates-in-pairs")
def test_coordinates_come_in_pairs(judged: Judged) -> None:
    """A site has both coordinates or none."""
    judged.conforms()


@pytest.mark.requirement("sites/coordinates-not-zero")
def test_coordinates_are_not_zero(judged: Judged) -> None:
    """Coordinates of 0 and 0 do not stand for an unknown place."""
    judged.conforms()


@pytest.mark.requirement("sites/coordinates-in-country")
def test_coordinates_are_in_the_country(judged: Judged) -> None:
    """The coordinates of a site lie in its country, or less than a degree outside the box around it."""
    judged.conforms()


@pytest.mark.requirement("sites/type-fits-treaty")
def test_type_fits_treaty(judged: Judged) -> None:
    """A site of type 'whc' belongs to the treaty 'whc', one of type 'ramsar' to 'ramsar'."""
    judged.conforms()


@pytest.mark.requirement("sites/updated-given")
def test_updated_is_given(judged: Judged) -> None:
    """Each site says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("sites/updated-differs")
def test_updated_differs(judged: Judged) -> None:
    """Not all sites were last changed at the same moment."""
    judged.conforms()
