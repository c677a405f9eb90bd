"""Lies about contacts; the persons in them are masked placeholders, as in all records of contacts."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import given, left_out
from apitest.reference.lying import Fault

_CONTACT = About("contact", "contacts")
_ROLE: dict[str, Json] = {"roles": ["Xxxxxxxx xxxxx xxxxx"]}
_PROTOCOL: dict[str, Json] = _ROLE | {"treaty": "cartagena"}
_CBD: Json = [{"value": "cbd"}]
_NAMES = ("firstName", "lastName", "position", "institution")

FAULTS: tuple[Fault, ...] = (
    _CONTACT.without(
        "protocolVersion",
        "protocol-version-given",
        1,
        ("A contact follows a later version of the protocol.", given(1, protocolVersion=2)),
    ),
    _CONTACT.without("id", "id-given", 2, ("A contact has an id of one letter.", given(2, id="x"))),
    _CONTACT.lie(
        "without-treaties",
        "treaties-given",
        ("A contact is for no treaty.", given(3, treaties=[])),
        ("A contact is for two treaties.", given(3, treaties=[{"value": "cbd"}, {"value": "cms"}])),
    ),
    _CONTACT.lie(
        "of-unknown-treaty",
        "treaties-known",
        ("A contact is for a treaty by its name.", given(4, treaties=[{"value": "Basel Convention"}], roles=[_ROLE])),
        ("A contact is for a protocol.", given(4, treaties=[{"value": "cartagena"}], roles=[_ROLE])),
    ),
    _CONTACT.without("country", "country-given", 5, ("A contact is of another country.", given(5, country="PW"))),
    _CONTACT.lie(
        "of-nobody",
        "somebody-named",
        ("A contact names neither person nor office.", left_out(6, *_NAMES)),
        ("A contact names an institution alone.", left_out(6, *_NAMES[:3])),
    ),
    _CONTACT.lie(
        "with-two-emails",
        "one-email",
        ("Two addresses stand in one e-mail.", given(7, email="xxx@xxxx.xxx; xxx.xx@xxx.xx")),
        ("An e-mail is long.", given(7, email="xxxxxxxx.xxx-xxxx+xx@xxx.xxxxxx.xxxxxxxxx.xxx.xx")),
    ),
    _CONTACT.lie(
        "primary-by-rank",
        "primary-is-0-or-1",
        ("A contact is the second primary one.", given(8, primary=2)),
        ("Whether a contact is primary is not said.", left_out(8, "primary")),
    ),
    _CONTACT.lie(
        "role-of-unknown-treaty",
        "role-treaty-known",
        ("A role is under a treaty that is none.", given(10, roles=[_ROLE | {"treaty": "biodiversity"}])),
        (
            "A role is under a protocol.",
            given(10, treaties=[{"value": "cartagena"}], roles=[_PROTOCOL]),
        ),
    ),
    _CONTACT.lie(
        "role-without-name",
        "roles-named",
        (
            "A contact has a role under a treaty that has no name.",
            given(11, treaties=_CBD, roles=[{"treaty": "cbd"}]),
        ),
        ("A contact has a role under no treaty.", given(11, roles=[_ROLE])),
    ),
    _CONTACT.lie(
        "without-updated",
        "updated-given",
        ("A contact has no time of its last change.", left_out(9, "updated")),
        ("A contact was last changed in another year.", given(9, updated="2026-01-05T08:00:00Z")),
    ),
)
