"""What is required of national plans: what is given, of which treaty they are, and dates that can be true."""

from collections.abc import Iterator, Mapping

from apitest.checks.decision_files import file_language_fits_name
from apitest.checks.properties import in_future, lacking, no_english_title, stand_ins, to_the_second
from apitest.checks.reading import is_blank, is_missing, objects_of, text_of
from apitest.checks.report_files import (
    IDS_OF_FILES,
    file_has_a_language,
    file_has_a_media_type,
    file_has_an_id,
    file_language_is_known,
)
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.model import Departure, Record

_TREATIES: Mapping[str, frozenset[str]] = {
    "nama": frozenset({"unfccc", "kyoto", "paris"}),
    "napa": frozenset({"unfccc", "kyoto", "paris"}),
    "nap": frozenset({"unccd"}),
    "nbsap": frozenset({"cbd", "cartagena", "nagoya"}),
    "cepa": frozenset({"cbd", "cartagena", "nagoya"}),
    "nip": frozenset({"stockholm"}),
    "nwp": frozenset({"ramsar"}),
}
"""Type → the treaty that asks for such plans, with its protocols."""


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan has an id."""
    yield from lacking(record, "id", "an id")


def treaty_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan names its treaty."""
    yield from lacking(record, "treaty", "the identifier of a treaty, such as 'stockholm'")


def country_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan names its country."""
    yield from lacking(record, "country", "the code of a country, such as 'KE'")


def type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan says its type."""
    yield from lacking(record, "type", "a type, such as 'nip'")


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:
    """A plan has a title in English."""
    yield from no_english_title(record, setting)


def files_are_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan has a file."""
    if is_missing(record, "files"):
        yield Departure(expected="at least one file", got="none", pointer="/files" if "files" in record.content else "")


def file_source_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each file has an address or its content."""
    for index, file in objects_of(record.content, "files"):
        if is_blank(file.get("url")) and is_blank(file.get("content")):
            yield Departure(expected="a url, or the content", got="neither", pointer=f"/files/{index}")


def type_fits_treaty(record: Record, setting: Setting) -> Iterator[Departure]:
    """The type of a plan is one that its treaty asks for; silent where the type or the treaty is not known."""
    kind, treaty = (text_of(record.content, name).strip().lower() for name in ("type", "treaty"))
    known = setting.contract.vocabularies["treaties"].terms.get(treaty)
    asking = _TREATIES.get(kind)
    if asking and known and (known.same_as or known.code) not in asking:
        expected = f"the treaty {' or '.join(map(repr, sorted(asking)))} of a plan of type {kind!r}"
        yield Departure(expected=expected, got=repr(treaty), pointer="/treaty")


def dates_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The dates of a plan are no stand-ins for unknown ones."""
    yield from stand_ins(record, ("submission", "updated"))


def submission_is_not_in_the_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A plan was not submitted after the day of the test."""
    yield from in_future(record, "submission", setting)


def submission_is_a_day(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The date of submission is a day, not the second in which somebody entered the record."""
    yield from to_the_second(record, "submission")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A plan says when it was last changed."""
    yield from lacking(record, "updated", "the time of the last change")


RECORDS: dict[str, RecordCheck] = {
    "national-plans/protocol-version-given": protocol_version_is_given,
    "national-plans/id-given": id_is_given,
    "national-plans/treaty-given": treaty_is_given,
    "national-plans/country-given": country_is_given,
    "national-plans/type-given": type_is_given,
    "national-plans/title-in-english": title_is_in_english,
    "national-plans/files-given": files_are_given,
    "national-plans/file-source-given": file_source_is_given,
    "national-plans/file-id-given": file_has_an_id,
    "national-plans/file-media-type-given": file_has_a_media_type,
    "national-plans/file-language-given": file_has_a_language,
    "national-plans/file-language-tag": file_language_is_known,
    "national-plans/type-fits-treaty": type_fits_treaty,
    "national-plans/dates-real": dates_are_real,
    "national-plans/submission-not-in-future": submission_is_not_in_the_future,
    "national-plans/updated-given": updated_is_given,
    "national-plans/submission-is-a-day": submission_is_a_day,
    "national-plans/file-language-fits-name": file_language_fits_name,
}

GATHERINGS: dict[str, Gathering] = {"national-plans/file-ids-unique": IDS_OF_FILES}
