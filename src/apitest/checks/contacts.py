"""
What is required of contacts: what is given, of whom, and in which form.

Names, addresses and numbers come here masked, letter by letter (`wire.masking`): enough to see whether something is given
and what form it has, and nothing of whose it is.
"""

import re
from collections.abc import Iterator

from apitest.checks.properties import lacking
from apitest.checks.reading import is_missing, is_nothing, number_of, objects_of, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Record

_NAMES = ("firstName", "lastName", "position", "institution")
_ADDRESS = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>().]+(\.[^\s@,;<>().]+)+")


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact has an id."""
    yield from lacking(record, "id", "an id")


def treaties_are_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact is for at least one treaty."""
    if is_missing(record, "treaties"):
        pointer = "/treaties" if "treaties" in record.content else ""
        yield Departure(expected="at least one treaty", got="none", pointer=pointer)


def treaties_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The treaties of a contact are identifiers of treaties."""
    yield from _unknown(record, setting, "treaties", "value")


def _unknown(record: Record, setting: Setting, outer: str, name: str) -> Iterator[Departure]:
    """A departure for each treaty in the objects of a list that is no identifier of one."""
    known = setting.contract.vocabularies["treaties"].terms
    own = {code.lower() for code in setting.target.treaties}
    for index, item in objects_of(record.content, outer):
        written = text_of(item, name).strip()
        if written and written.lower() not in own and written not in known and written.lower() not in known:
            yield Departure(
                expected="an identifier of a treaty, such as 'basel'",
                got=repr(written),
                pointer=f"/{outer}/{index}/{name}",
            )


def country_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact names its country."""
    yield from lacking(record, "country", "the code of a country, such as 'KE'")


def somebody_is_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact has a name, a position or an institution."""
    if all(is_nothing(record.content.get(name)) for name in _NAMES):
        yield Departure(expected="a name, a position or an institution", got="none of them")


def email_is_one_address(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The e-mail of a contact is one address."""
    written = text_of(record.content, "email")
    if written.strip() and not _ADDRESS.fullmatch(written.strip()):
        many = len(re.findall("@", written))
        got = f"{many} addresses" if many > 1 else "a text that is no address"
        yield Departure(expected="one e-mail address", got=got, pointer="/email")


def primary_is_a_bit(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Whether a contact is the primary one is said by 0 or 1."""
    number = number_of(record.content, "primary")
    if number is not None and number not in (0, 1):
        yield Departure(expected="0 or 1", got=str(number), pointer="/primary")


def treaties_of_roles_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The treaties of the roles of a contact are identifiers of treaties."""
    yield from _unknown(record, setting, "roles", "treaty")


def treaties_of_roles_are_the_own(record: Record, setting: Setting) -> Iterator[Departure]:
    """The treaty of a role is among the treaties of the contact."""
    own = {text_of(item, "value").strip().lower() for _, item in objects_of(record.content, "treaties")} - {""}
    for index, entry in objects_of(record.content, "roles"):
        treaty = text_of(entry, "treaty")
        known = treaty.strip().lower() in setting.contract.vocabularies["treaties"].terms
        if own and known and treaty.strip().lower() not in own:
            expected = f"one of {', '.join(map(repr, sorted(own)))}, the treaties of the contact"
            yield Departure(expected=expected, got=repr(treaty), pointer=f"/roles/{index}/treaty")


def roles_are_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each entry in the roles of a contact names roles; an empty list stops nothing."""
    for index, entry in objects_of(record.content, "roles"):
        if entry.get("roles") in (None, ""):
            yield Departure(expected="the name of a role", got="none", pointer=f"/roles/{index}")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A contact says when it was last changed."""
    yield from lacking(record, "updated", "the time of the last change")


RECORDS: dict[str, RecordCheck] = {
    "contacts/protocol-version-given": protocol_version_is_given,
    "contacts/id-given": id_is_given,
    "contacts/treaties-given": treaties_are_given,
    "contacts/treaties-known": treaties_are_known,
    "contacts/country-given": country_is_given,
    "contacts/somebody-named": somebody_is_named,
    "contacts/one-email": email_is_one_address,
    "contacts/primary-is-0-or-1": primary_is_a_bit,
    "contacts/role-treaty-known": treaties_of_roles_are_known,
    "contacts/role-treaty-own": treaties_of_roles_are_the_own,
    "contacts/roles-named": roles_are_named,
    "contacts/updated-given": updated_is_given,
}
