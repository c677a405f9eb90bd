"""Lies about contacts; the persons in them are masked placeholders, as in all records of contacts."""

from apitest.reference.faults.changes import given, left_out
from apitest.reference.lying import Act, Fault

_SETS = ("contacts",)
_NAMES = ("firstName", "lastName", "position", "institution")

FAULTS: tuple[Fault, ...] = (
    Fault(
        name="contact-without-protocol-version",
        breaks="contacts/protocol-version-given",
        entities=_SETS,
        lie=Act("A contact has no protocolVersion.", record=left_out(1, "protocolVersion")),
        near_miss=Act("A contact follows a later version of the protocol.", record=given(1, protocolVersion=2)),
    ),
    Fault(
        name="contact-without-id",
        breaks="contacts/id-given",
        entities=_SETS,
        lie=Act("A contact has no id.", record=left_out(2, "id")),
        near_miss=Act("A contact has an id of one letter.", record=given(2, id="x")),
    ),
    Fault(
        name="contact-without-treaties",
        breaks="contacts/treaties-given",
        entities=_SETS,
        lie=Act("A contact is for no treaty.", record=given(3, treaties=[])),
        near_miss=Act("A contact is for two treaties.", record=given(3, treaties=[{"value": "cbd"}, {"value": "cms"}])),
    ),
    Fault(
        name="contact-of-unknown-treaty",
        breaks="contacts/treaties-known",
        entities=_SETS,
        lie=Act("A contact is for a treaty by its name.", record=given(4, treaties=[{"value": "Basel Convention"}])),
        near_miss=Act("A contact is for a protocol.", record=given(4, treaties=[{"value": "cartagena"}])),
    ),
    Fault(
        name="contact-without-country",
        breaks="contacts/country-given",
        entities=_SETS,
        lie=Act("A contact has no country.", record=left_out(5, "country")),
        near_miss=Act("A contact is of another country.", record=given(5, country="PW")),
    ),
    Fault(
        name="contact-of-nobody",
        breaks="contacts/somebody-named",
        entities=_SETS,
        lie=Act("A contact names neither person nor office.", record=left_out(6, *_NAMES)),
        near_miss=Act("A contact names an institution alone.", record=left_out(6, *_NAMES[:3])),
    ),
    Fault(
        name="contact-with-two-emails",
        breaks="contacts/one-email",
        entities=_SETS,
        lie=Act("Two addresses stand in one e-mail.", record=given(7, email="xxx@xxxx.xxx; xxx.xx@xxx.xx")),
        near_miss=Act("An e-mail is long.", record=given(7, email="xxxxxxxx.xxx-xxxx+xx@xxx.xxxxxx.xxxxxxxxx.xxx.xx")),
    ),
    Fault(
        name="contact-primary-by-rank",
        breaks="contacts/primary-is-0-or-1",
        entities=_SETS,
        lie=Act("A contact is the second primary one.", record=given(8, primary=2)),
        near_miss=Act("Whether a contact is primary is not said.", record=left_out(8, "primary")),
    ),
    Fault(
        name="contact-without-updated",
        breaks="contacts/updated-given",
        entities=_SETS,
        lie=Act("A contact has no time of its last change.", record=left_out(9, "updated")),
        near_miss=Act("A contact was last changed in another year.", record=given(9, updated="2026-01-05T08:00:00Z")),
    ),
)
