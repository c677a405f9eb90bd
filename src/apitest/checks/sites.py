"""What is required of sites: what is given, of which treaty they are, and where they lie."""

from collections.abc import Iterator

from apitest.checks.places import (
    coordinates_are_in_range,
    coordinates_are_in_the_country,
    coordinates_are_not_zero,
    coordinates_come_in_pairs,
)
from apitest.checks.properties import all_at_once, lacking, no_english_title, note_updated
from apitest.checks.reading import text_of
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.model import Departure, Record


def protocol_version_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site names the version of the protocol."""
    yield from lacking(record, "protocolVersion", "the version of the protocol, such as 1")


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site has an id."""
    yield from lacking(record, "id", "an id")


def treaty_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site names its treaty."""
    yield from lacking(record, "treaty", "the identifier of a treaty, 'whc' or 'ramsar'")


def country_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site names its country."""
    yield from lacking(record, "country", "the code of a country, such as 'KE'")


def type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site says its type."""
    yield from lacking(record, "type", "the type 'whc' or 'ramsar'")


def name_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:
    """A site has a name in English."""
    yield from no_english_title(record, setting, "name")


def type_fits_treaty(record: Record, setting: Setting) -> Iterator[Departure]:
    """A site belongs to the treaty that its type names; silent where the type or the treaty is not known."""
    kind, treaty = (text_of(record.content, name).strip().lower() for name in ("type", "treaty"))
    known = setting.contract.vocabularies["treaties"].terms.get(treaty)
    if kind in setting.contract.vocabularies["site-type"].terms and known and (known.same_as or known.code) != kind:
        yield Departure(expected=f"the treaty {kind!r} of a site of that type", got=repr(treaty), pointer="/treaty")


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A site says when it was last changed."""
    yield from lacking(record, "updated", "the time of the last change")


RECORDS: dict[str, RecordCheck] = {
    "sites/protocol-version-given": protocol_version_is_given,
    "sites/id-given": id_is_given,
    "sites/treaty-given": treaty_is_given,
    "sites/country-given": country_is_given,
    "sites/type-given": type_is_given,
    "sites/name-in-english": name_is_in_english,
    "sites/coordinates-in-range": coordinates_are_in_range,
    "sites/coordinates-in-pairs": coordinates_come_in_pairs,
    "sites/coordinates-not-zero": coordinates_are_not_zero,
    "sites/coordinates-in-country": coordinates_are_in_the_country,
    "sites/type-fits-treaty": type_fits_treaty,
    "sites/updated-given": updated_is_given,
}

GATHERINGS: dict[str, Gathering] = {"sites/updated-differs": Gathering(note=note_updated, judge=all_at_once)}
