"""Contacts: what each must say, in answers whose persons are masked."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("contacts/protocol-version-given")
def test_contacts_name_the_version_of_the_protocol(judged: Judged) -> None:
    """Each contact names the version of the protocol."""
    judged.conforms()


@pytest.mark.requirement("contacts/id-given")
def test_contacts_have_an_id(judged: Judged) -> None:
    """Each contact has an id."""
    judged.conforms()


@pytest.mark.requirement("contacts/treaties-given")
def test_contacts_are_for_a_treaty(judged: Judged) -> None:
    """Each contact is for at least one treaty."""
    judged.conforms()


@pytest.mark.requirement("contacts/treaties-known")
def test_treaties_of_contacts_are_known(judged: Judged) -> None:
    """The treaties of a contact are identifiers of treaties."""
    judged.conforms()


@pytest.mark.requirement("contacts/country-given")
def test_contacts_name_their_country(judged: Judged) -> None:
    """Each contact names its country."""
    judged.conforms()


@pytest.mark.requirement("contacts/somebody-named")
def test_contacts_name_somebody(judged: Judged) -> None:
    """Each contact has a name, a position or an institution."""
    judged.conforms()


@pytest.mark.requirement("contacts/one-email")
def test_emails_of_contacts_are_one_address(judged: Judged) -> None:
    """The e-mail of a contact is one address."""
    judged.conforms()


@pytest.mark.requirement("contacts/primary-is-0-or-1")
def test_contacts_are_primary_or_not(judged: Judged) -> None:
    """Whether a contact is the primary one is said by 0 or 1."""
    judged.conforms()


@pytest.mark.requirement("contacts/updated-given")
def test_contacts_say_when_they_were_changed(judged: Judged) -> None:
    """Each contact says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("contacts/role-treaty-known")
def test_treaties_of_roles_are_known(judged: Judged) -> None:
    """The treaty of a role of a contact is the identifier of a treaty."""
    judged.conforms()


@pytest.mark.requirement("contacts/roles-named")
def test_roles_of_contacts_are_named(judged: Judged) -> None:
    """Each entry in the roles of a contact names its roles."""
    judged.conforms()


@pytest.mark.requirement("contacts/role-treaty-own")
def test_treaties_of_roles_are_the_own(judged: Judged) -> None:
    """The treaty of a role of a contact is among the treaties of the contact."""
    judged.conforms()
