"""Lies about country profiles: what is not given, and dates that mean nothing."""

from apitest.reference.faults.about import About
from apitest.reference.faults.changes import given, left_out, without
from apitest.reference.lying import Fault, at

_PROFILE = About("profile", "country-profiles")


FAULTS: tuple[Fault, ...] = (
    _PROFILE.without(
        "protocolVersion",
        "protocol-version-given",
        1,
        ("A profile follows version 2 of the protocol.", given(1, protocolVersion=2)),
    ),
    _PROFILE.without("country", "country-given", 2, ("A profile is of the European Union.", given(2, country="EU"))),
    _PROFILE.without("treaty", "treaty-given", 3, ("A profile is about a protocol.", given(3, treaty="cartagena"))),
    _PROFILE.lie(
        "without-entry-into-force",
        "entry-into-force-given",
        ("A profile does not say when the treaty entered into force.", left_out(5, "entryIntoForce")),
        (
            "A treaty enters into force for a country some months ahead.",
            given(5, entryIntoForce="2028-02-27T00:00:00Z"),
        ),
    ),
    _PROFILE.lie(
        "in-force-since-1970",
        "dates-real",
        ("A treaty entered into force when clocks begin.", given(6, entryIntoForce="1970-01-01T00:00:00Z")),
        ("A treaty entered into force a day later.", given(6, entryIntoForce="1970-01-02T00:00:00Z", treaty="bamako")),
    ),
    _PROFILE.lie(
        "of-a-status-to-come",
        "status-date-not-in-future",
        ("A status holds since 2098.", given(7, statusDate="2098-02-27T00:00:00Z", entryIntoForceStatus="accession")),
        ("A status holds since 1978.", given(7, statusDate="1978-02-27T00:00:00Z", entryIntoForceStatus="accession")),
    ),
    _PROFILE.lie(
        "with-date-of-no-status",
        "status-date-with-status",
        (
            "A profile dates a status that it does not name.",
            at(8, lambda record: without(record, "entryIntoForceStatus") | {"statusDate": "1998-02-27T00:00:00Z"}),
        ),
        ("A profile has neither status nor date.", left_out(8, "entryIntoForceStatus", "statusDate")),
    ),
    _PROFILE.lie(
        "without-updated",
        "updated-given",
        ("A profile has no time of its last change.", left_out(9, "updated")),
        ("A profile was last changed in another year.", given(9, updated="2026-01-05T08:00:00Z")),
    ),
)
