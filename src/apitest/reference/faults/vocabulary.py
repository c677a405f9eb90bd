"""Lies about codes: labels in place of codes, misspellings, codes of other lists."""

import re
from collections.abc import Callable

from apitest.model import Json
from apitest.reference.lying import Act, Fault, RecordChange, at

_INFORMEA = ("decisions", "meetings", "national-reports")
_WITH_COUNTRY = ("meetings", "national-reports")


def _with(position: int, name: str, value: str) -> RecordChange:
    """One record has this value under a property name."""
    return at(position, lambda record: record | {name: value})


def _own_treaty(position: int, code: str) -> RecordChange:
    """One record has this treaty; if it is a decision, it names its meeting by title alone."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        return {name: value for name, value in record.items() if name != "meetingId"} | {"treaty": code}

    return at(position, change)


def _country(position: int, two: str, three: str) -> RecordChange:
    """One record has this country, in as many letters as its set uses; a meeting has no coordinates then."""
    return at(position, lambda record: _unplaced(record) | {"country": two if len(record["country"]) == 2 else three})


def _unplaced(record: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in record.items() if name not in ("latitude", "longitude")}


def _number(position: int, change: Callable[[str], str]) -> RecordChange:
    return at(position, lambda record: record | {"number": change(record["number"])})


def _treaty(position: int, code: str) -> RecordChange:
    """One project serves this treaty instead of its first."""
    return at(
        position,
        lambda record: record | {"treaties": [record["treaties"][0] | {"treaty": code}, *record["treaties"][1:]]},
    )


def _capitalised_treaty(record: dict[str, Json]) -> dict[str, Json]:
    return record | {"treaty": record["treaty"].capitalize()}


def _media_type(position: int, value: str) -> RecordChange:
    """One record's first file, or document, has this media type."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        name = "documents" if "documents" in record else "files"
        return record | {name: [record[name][0] | {"mimeType": value}, *record[name][1:]]}

    return at(position, change)


def _renumbered(number: str) -> str:
    """The same number with another running number."""
    return re.sub(r"\d{3}|(?<=/)\d+$", "998", number, count=1)


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="vocabulary-treaty-misspelt",
        breaks="vocabulary/treaty",
        entities=_INFORMEA,
        lie=Act("A treaty is misspelt.", record=_own_treaty(4, "carthagena")),
        near_miss=Act("A treaty has a name that resembles another's.", record=_own_treaty(4, "cartagena-conv")),
    ),
    Fault(
        name="vocabulary-related-treaty",
        breaks="vocabulary/related-treaty",
        entities=("projects",),
        lie=Act("A project serves a treaty that is not known.", record=_treaty(4, "mercury")),
        near_miss=Act("A project serves a treaty that is seldom seen.", record=_treaty(4, "bamako")),
    ),
    Fault(
        name="vocabulary-treaty-alias",
        breaks="vocabulary/treaty-canonical",
        entities=_INFORMEA,
        lie=Act("A treaty goes by the address of its page.", record=_own_treaty(5, "lrtp")),
        near_miss=Act("A treaty goes by its identifier.", record=_own_treaty(5, "lrtap")),
    ),
    Fault(
        name="vocabulary-country-by-name",
        breaks="vocabulary/country",
        entities=_WITH_COUNTRY,
        lie=Act("A country is given by name.", record=_with(6, "country", "Kenya")),
        near_miss=Act("The European Union stands in a country's place.", record=_country(6, "EU", "EUR")),
    ),
    Fault(
        name="vocabulary-country-alias",
        breaks="vocabulary/country-current",
        entities=_WITH_COUNTRY,
        lie=Act("A country has a code that ISO 3166-1 does not give it.", record=_country(7, "UK", "XKX")),
        near_miss=Act("A country has its own code.", record=_country(7, "GB", "GBR")),
    ),
    Fault(
        name="vocabulary-country-lower-case",
        breaks="vocabulary/country-upper-case",
        entities=_WITH_COUNTRY,
        lie=Act("A country code is in small letters.", record=_country(8, "ec", "ecu")),
        near_miss=Act("A country code is in capitals.", record=_country(8, "EC", "ECU")),
    ),
    Fault(
        name="vocabulary-country-forms",
        breaks="vocabulary/one-country-form",
        entities=_WITH_COUNTRY,
        lie=Act("One country code has another length than the others.", record=_country(9, "KEN", "KE")),
        near_miss=Act("One country code is changed for another of its length.", record=_country(9, "KE", "KEN")),
    ),
    Fault(
        name="vocabulary-decision-type",
        breaks="vocabulary/decision-type",
        entities=("decisions",),
        lie=Act("A type of decision is in the plural.", record=_with(8, "type", "resolutions")),
        near_miss=Act("A decision is a resolution.", record=_with(8, "type", "resolution")),
    ),
    Fault(
        name="vocabulary-decision-status",
        breaks="vocabulary/decision-status",
        entities=("decisions",),
        lie=Act("A decision is in force, in these words.", record=_with(11, "status", "in force")),
        near_miss=Act("A decision is amended.", record=_with(11, "status", "amended")),
    ),
    Fault(
        name="vocabulary-number-cut",
        breaks="vocabulary/decision-number",
        entities=("decisions",),
        lie=Act("A number has lost its second half.", record=_number(12, lambda number: re.split("[/.]", number)[0])),
        near_miss=Act("A number is an unusually high one.", record=_number(12, _renumbered)),
    ),
    Fault(
        name="vocabulary-number-with-word",
        breaks="vocabulary/decision-number-canonical",
        entities=("decisions",),
        lie=Act("A number has the word Decision before it.", record=_number(13, "Decision {}".format)),
        near_miss=Act("A number is an unusually high one.", record=_number(13, _renumbered)),
    ),
    Fault(
        name="vocabulary-number-with-blanks",
        breaks="vocabulary/decision-number-canonical",
        entities=("decisions",),
        lie=Act(
            "A number has blanks around its stroke.", record=_number(14, lambda number: number.replace("/", " / "))
        ),
        near_miss=Act("A number is an unusually high one.", record=_number(14, _renumbered)),
    ),
    Fault(
        name="vocabulary-meeting-type",
        breaks="vocabulary/meeting-type",
        entities=("meetings",),
        lie=Act("A type of meeting is spelt out.", record=_with(10, "type", "Meeting of the Parties")),
        near_miss=Act(
            "A meeting is a mop, which is in use though in no official list.", record=_with(10, "type", "mop")
        ),
    ),
    Fault(
        name="vocabulary-meeting-kind",
        breaks="vocabulary/meeting-kind",
        entities=("meetings",),
        lie=Act("A kind of meeting is not listed.", record=_with(11, "kind", "formal")),
        near_miss=Act("A meeting is a partner's.", record=_with(11, "kind", "partner")),
    ),
    Fault(
        name="vocabulary-meeting-access",
        breaks="vocabulary/meeting-access",
        entities=("meetings",),
        lie=Act("The access to a meeting is put in other words.", record=_with(12, "access", "by invitation")),
        near_miss=Act("The access to a meeting is by invitation, as listed.", record=_with(12, "access", "invitation")),
    ),
    Fault(
        name="vocabulary-meeting-status",
        breaks="vocabulary/meeting-status",
        entities=("meetings",),
        lie=Act("The status of a meeting has another spelling.", record=_with(13, "status", "canceled")),
        near_miss=Act("A meeting is cancelled.", record=_with(13, "status", "cancelled")),
    ),
    Fault(
        name="vocabulary-meeting-repetition",
        breaks="vocabulary/meeting-repetition",
        entities=("meetings",),
        lie=Act("The repetition of a meeting is put in another word.", record=_with(14, "repetition", "annual")),
        near_miss=Act("A meeting is held every year.", record=_with(14, "repetition", "yearly")),
    ),
    Fault(
        name="vocabulary-status-capitalised",
        breaks="vocabulary/code-case",
        entities=("decisions",),
        lie=Act("A status has a capital.", record=_with(15, "status", "Adopted")),
        near_miss=Act("A status has small letters.", record=_with(15, "status", "adopted")),
    ),
    Fault(
        name="vocabulary-meeting-type-capitals",
        breaks="vocabulary/code-case",
        entities=("meetings",),
        lie=Act("A type of meeting is in capitals.", record=_with(15, "type", "SUBSIDIARY")),
        near_miss=Act("A type of meeting is in small letters.", record=_with(15, "type", "subsidiary")),
    ),
    Fault(
        name="vocabulary-treaty-capitalised",
        breaks="vocabulary/code-case",
        entities=("national-reports",),
        lie=Act("A treaty has a capital.", record=at(16, _capitalised_treaty)),
        near_miss=Act("A treaty is another one.", record=_with(16, "treaty", "bamako")),
    ),
    Fault(
        name="vocabulary-treaty-in-capitals",
        breaks="vocabulary/code-case",
        entities=("projects",),
        lie=Act("A treaty of a project has a capital.", record=_treaty(16, "Bamako")),
        near_miss=Act("A treaty of a project has small letters.", record=_treaty(16, "bamako")),
    ),
    Fault(
        name="vocabulary-media-type-extension",
        breaks="vocabulary/media-type",
        entities=("decisions", "national-reports", "projects"),
        lie=Act("A media type is a bare extension.", record=_media_type(17, "pdf")),
        near_miss=Act("A media type is a general one.", record=_media_type(17, "application/octet-stream")),
    ),
)
