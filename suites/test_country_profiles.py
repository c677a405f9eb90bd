"""Country profiles: what is given, and what their dates can mean."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("country-profiles/protocol-version-given")
def test_protocol_version_given(judged: Judged) -> None:
    """Each country profile names the version of the exchange protocol."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/country-given")
def test_country_given(judged: Judged) -> None:
    """Each country profile names its country."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/treaty-given")
def test_treaty_given(judged: Judged) -> None:
    """Each country profile names the treaty that it is about."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/entry-into-force-given")
def test_entry_into_force_given(judged: Judged) -> None:
    """Each country profile says when the treaty entered into force for the country."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/dates-real")
def test_dates_real(judged: Judged) -> None:
    """The dates of a country profile are dates that somebody meant, not stand-ins for unknown ones."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/status-date-not-in-future")
def test_status_date_not_in_future(judged: Judged) -> None:
    """The date of a status does not lie after the day of the test."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/status-date-with-status")
def test_status_date_with_status(judged: Judged) -> None:
    """A country profile that dates a status names the status."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/updated-given")
def test_updated_given(judged: Judged) -> None:
    """Each country profile says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("country-profiles/force-plausible")
def test_entry_into_force_is_plausible(judged: Judged) -> None:
    """A treaty is in force for a country from its own entry into force on, and not years ahead."""
    judged.conforms()
