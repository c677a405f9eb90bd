"""What is required of country profiles: what is given, and what their dates can mean."""

from collections.abc import Iterator

from apitest.checks.properties import in_future, lacking, stand_ins
from apitest.checks.reading import is_nothing, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Record


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def country_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile names its country."""
    yield from lacking(record, "country", "the code of a country, such as 'KE'")


def treaty_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile names the treaty that it is about."""
    yield from lacking(record, "treaty", "the identifier of a treaty, such as 'basel'")


def entry_into_force_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile says when the treaty entered into force for the country."""
    yield from lacking(record, "entryIntoForce", "the date on which the treaty entered into force for the country")


def dates_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The dates of a profile are no stand-ins for unknown ones."""
    yield from stand_ins(record, ("entryIntoForce", "statusDate", "updated"))


def status_date_is_not_in_the_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A status does not hold since a day after that of the test; entry into force may well lie ahead."""
    yield from in_future(record, "statusDate", setting)


def dated_status_is_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile that dates a status names the status."""
    dated = text_of(record.content, "statusDate")
    if dated.strip() and is_nothing(record.content.get("entryIntoForceStatus")):
        expected = f"the status that holds since {dated}"
        yield Departure(expected=expected, got="nothing", pointer="/statusDate")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A profile says when it was last changed."""
    yield from lacking(record, "updated", "the time of the last change")


RECORDS: dict[str, RecordCheck] = {
    "country-profiles/protocol-version-given": protocol_version_is_given,
    "country-profiles/country-given": country_is_given,
    "country-profiles/treaty-given": treaty_is_given,
    "country-profiles/entry-into-force-given": entry_into_force_is_given,
    "country-profiles/dates-real": dates_are_real,
    "country-profiles/status-date-not-in-future": status_date_is_not_in_the_future,
    "country-profiles/status-date-with-status": dated_status_is_named,
    "country-profiles/updated-given": updated_is_given,
}
