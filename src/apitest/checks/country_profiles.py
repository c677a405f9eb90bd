"""What is required of country profiles: what is given, and what their dates can mean."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from apitest.checks.properties import day, in_future, lacking, real_moment, stand_ins
from apitest.checks.reading import is_nothing, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Record

_SOON = timedelta(days=2 * 366)
"""A treaty enters into force for a country some months after it has joined."""
_NOT_BOUND = frozenset(
    ("signatory", "signature", "signed", "signed_not_ratified", "non-party", "observer", "not party")
)
_BEGUN: Mapping[str, int] = {
    "aewa": 1999, "aarhus": 2001, "basel": 1992, "cartagena": 2003, "cbd": 1993, "cites": 1975, "cms": 1983,
    "espoo": 1997, "kyoto": 2005, "minamata": 2017, "montreal": 1989, "nagoya": 2014, "paris": 2016,
    "plant-treaty": 2004, "ramsar": 1975, "rotterdam": 2004, "stockholm": 2004, "unccd": 1996, "unfccc": 1994,
    "vienna": 1988, "whc": 1975,
}  # fmt: skip
"""Treaty → the year in which it entered into force, as its depositary tells."""


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


def force_is_plausible(record: Record, setting: Setting) -> Iterator[Departure]:
    """A treaty binds a country from its own entry into force on, not years ahead, and not one that only signed it."""
    force = real_moment(record.content, "entryIntoForce")
    if force is None:
        return
    begun = _BEGUN.get(text_of(record.content, "treaty").strip().lower(), 0)
    status = text_of(record.content, "entryIntoForceStatus").strip().lower()
    if force.year < begun:
        expected = f"a day from {begun} on, when the treaty entered into force"
        yield Departure(expected=expected, got=day(force), pointer="/entryIntoForce")
    elif force > setting.now + _SOON:
        expected = f"a day up to {day(setting.now + _SOON)}"
        yield Departure(expected=expected, got=day(force), pointer="/entryIntoForce")
    elif status in _NOT_BOUND and force < setting.now:
        got = f"{record.content['entryIntoForceStatus']!r}, although in force since {day(force)}"
        yield Departure(expected="how the country became a Party", got=got, pointer="/entryIntoForceStatus")


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
    "country-profiles/force-plausible": force_is_plausible,
    "country-profiles/updated-given": updated_is_given,
}
