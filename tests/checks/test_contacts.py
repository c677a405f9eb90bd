"""Contacts: a record at fault, one close to it, and values of any form."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks.contacts import RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

CONTACT: dict[str, Any] = {
    "protocolVersion": 1,
    "id": "contact-1",
    "treaties": [{"value": "basel"}],
    "country": "KE",
    "lastName": "Xxxxxx",
    "email": "xxxx.xx@xxx.xx",
    "primary": 1,
    "updated": "2025-05-12T06:00:00Z",
}


def found(name: str, content: Any, **changes: Any) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(**changes), entity=entity("contacts"), now=NOW)
    return list(RECORDS[name](Record(id="1", content=content, index=0), setting))


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "role-treaty-own",
        {"treaties": [{"value": "cbd"}], "roles": [{"treaty": "cbd"}, {"treaty": "cms"}]},
        "/roles/1/treaty",
        "'cms'",
    ),
    ("protocol-version-given", {"protocolVersion": None}, "/protocolVersion", "nothing"),
    ("id-given", {"id": " "}, "/id", "' '"),
    ("treaties-given", {"treaties": []}, "/treaties", "none"),
    (
        "treaties-known",
        {"treaties": [{"value": "cms"}, {"value": "Basel Convention"}]},
        "/treaties/1/value",
        "'Basel Co",
    ),
    ("country-given", {"country": ""}, "/country", "''"),
    ("somebody-named", {"lastName": " "}, "", "none of them"),
    ("one-email", {"email": "xx@xx.xx; xxx@xx.xx"}, "/email", "2 addresses"),
    ("one-email", {"email": "xx@xx.xx,xxx@xx.xx"}, "/email", "2 addresses"),
    ("one-email", {"email": "xxx xx xxx.xx"}, "/email", "a text that is no address"),
    ("one-email", {"email": "xx@xxxx"}, "/email", "a text that is no address"),
    ("primary-is-0-or-1", {"primary": 2}, "/primary", "2"),
    ("primary-is-0-or-1", {"primary": -1}, "/primary", "-1"),
    ("role-treaty-known", {"roles": [{"treaty": "cbd"}, {"treaty": "Biodiversity"}]}, "/roles/1/treaty", "'Biod"),
    ("roles-named", {"roles": [{"roles": ["Xxx"]}, {"treaty": "cbd"}]}, "/roles/1", "none"),
    ("roles-named", {"roles": [{"roles": None}]}, "/roles/0", "none"),
    ("updated-given", {"updated": None}, "/updated", "nothing"),
]
EXPECTED = {
    "role-treaty-own": "one of 'cbd', the treaties of the contact",
    "protocol-version-given": "the version of the protocol, such as 1",
    "id-given": "an id",
    "treaties-given": "at least one treaty",
    "treaties-known": "an identifier of a treaty, such as 'basel'",
    "country-given": "the code of a country, such as 'KE'",
    "somebody-named": "a name, a position or an institution",
    "one-email": "one e-mail address",
    "primary-is-0-or-1": "0 or 1",
    "updated-given": "the time of the last change",
    "role-treaty-known": "an identifier of a treaty, such as 'basel'",
    "roles-named": "the name of a role",
}
"""What each departure says to be expected."""
RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("role-treaty-own", {"treaties": [{"value": "CBD"}], "roles": [{"treaty": "cbd "}, {"roles": ["Xxx"]}, "cbd"]}),
    ("role-treaty-own", {"treaties": [], "roles": [{"treaty": "cms"}]}),
    *((name.partition("/")[2], {}) for name in RECORDS),
    ("treaties-known", {"treaties": [{"value": "Basel"}, {"value": ""}, {"value": 1}, "cbd"]}),
    ("somebody-named", {"lastName": None, "institution": "Xxxx"}),
    ("somebody-named", {"lastName": None, "firstName": "Xxxx"}),
    ("somebody-named", {"lastName": None, "position": "Xxxx"}),
    ("one-email", {"email": " xx@xx.xx "}),
    ("one-email", {"email": ""}),
    ("role-treaty-known", {"roles": [{"treaty": "CBD"}, {"treaty": " "}, {"roles": ["Xxx"]}, "cbd"]}),
    ("roles-named", {"roles": [{"roles": []}, {"roles": ["Xxx"]}, "Xxx", 1]}),
    ("primary-is-0-or-1", {"primary": 0}),
    ("primary-is-0-or-1", {"primary": None}),
]


@pytest.mark.parametrize(("name", "changes", "pointer", "got"), WRONG)
def test_a_departure_is_told_with_its_place(name: str, changes: dict[str, Any], pointer: str, got: str) -> None:
    departures = found(f"contacts/{name}", CONTACT | changes)

    assert [item.pointer for item in departures] == [pointer]
    assert departures[0].expected == EXPECTED[name]
    assert departures[0].got.startswith(got)


@pytest.mark.parametrize(("name", "changes"), RIGHT)
def test_a_record_that_conforms_is_left_alone(name: str, changes: dict[str, Any]) -> None:
    assert found(f"contacts/{name}", CONTACT | changes) == []


def test_a_treaty_of_the_target_is_known() -> None:
    contact = CONTACT | {"treaties": [{"value": "bespoke"}]}

    assert len(found("contacts/treaties-known", contact)) == 1
    assert found("contacts/treaties-known", contact, treaties=("Bespoke",)) == []


def test_every_check_has_an_example() -> None:
    assert {f"contacts/{name}" for name, *_ in WRONG} == set(RECORDS)


@given(
    st.sampled_from(sorted(RECORDS)),
    st.dictionaries(
        st.sampled_from(sorted(CONTACT)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), st.lists, max_leaves=4
        ),
        max_size=5,
    ),
)
@settings(deadline=None, max_examples=100)
def test_no_value_is_an_exception(name: str, content: dict[str, Any]) -> None:
    assert all(isinstance(item, Departure) for item in found(name, content))


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(f"contacts/{name}", CONTACT | changes)) for name, changes, *_ in WRONG)

    assert kept("contacts", now) == now, RENEW
