"""Records of `drupal-rest`: what the module's formatters make of a value, and what of a record comes through."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from apitest.contracts import load_contract
from apitest.dialects.dates import canonical, day_of, moment_of
from apitest.dialects.values import Form
from apitest.model import Departure, EntitySet, Json, Kind, Shape

COUNTRIES = "countries"
"""The array that stands for the contract's `country`."""
TEXT = "LocalizedString"
_SECONDS = re.compile(r"-?\d{1,11}", re.ASCII)
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "File": ("id", "url", "content", "mimeType", "language", "filename"),
    "VocabularyTerm": ("term",),
}
"""What the formatters of files and of terms send; of a term also the `uri` of its page, unknown to the contract."""
_WORDS = "an array, or an object from language to text"


def is_text(shape: Shape) -> bool:
    """Whether a property is a text in several languages."""
    return shape.kind is Kind.COLLECTION and shape.type_name == TEXT


# --- reading ------------------------------------------------------------------------------------------------------


def read_moment(text: str) -> str:
    """
    Seconds since 1970, or a day → canonical date-time; a day stands for its first moment.

    Raises:
        ValueError: another form, or no such moment.
    """
    if not _SECONDS.fullmatch(text):
        return f"{day_of(text)}T00:00:00Z"
    try:
        return canonical(datetime.fromtimestamp(int(text), UTC))
    except (OverflowError, OSError) as error:
        raise ValueError(text) from error


def unwrap(value: Json) -> tuple[list[Json] | None, str]:
    """Entries of a text (an object from language to value; nothing at all is `[]`), or of another list."""
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return value["results"], _WORDS
    if isinstance(value, dict):
        return [{"language": language, "value": text} for language, text in value.items()], ""
    if not isinstance(value, list):
        return None, _WORDS
    entries = any(isinstance(item, dict) and "value" in item and set(item) <= {"language", "value"} for item in value)
    return value, "an object from language to text" if entries else ""


FORM = Form(
    read_moment=read_moment,
    read_day=day_of,
    moment_form="a day ('2025-11-03'), or seconds since 1970 as text ('1762128000')",
    unwrap=unwrap,
    placeholder=lambda item: not item,
    reserved=frozenset({"treaties", "uri"}),
)


def turned(entity: EntitySet, row: Json) -> tuple[Json, tuple[Departure, ...]]:
    """`countries` → `country`: the contract knows one, and the first stands for it."""
    if not isinstance(row, dict) or "country" not in entity.shape.fields or not isinstance(row.get(COUNTRIES), list):
        return row, ()
    plain = {name: value for name, value in row.items() if name != COUNTRIES}
    return plain | ({"country": row[COUNTRIES][0]} if row[COUNTRIES] else {}), ()


# --- saying -------------------------------------------------------------------------------------------------------


def said(record: Mapping[str, Json], entity: EntitySet) -> dict[str, Json]:
    """A record as the formatters write it; what is missing is `null`, an empty list `[]`."""
    row: dict[str, Json] = {}
    for name, shape in entity.shape.fields.items():
        value = record.get(name)
        if name == "country":
            row[COUNTRIES] = [] if value is None else [alpha_3(value)]
        elif shape.kind in (Kind.COLLECTION, Kind.LIST):
            row[name] = [] if value is None else _listed(value, shape)
        else:
            row[name] = _dated(name, value) if shape.kind is Kind.DATE_TIME else value
    return row


def sayable(record: Mapping[str, Json], entity: EntitySet) -> dict[str, Json]:
    """What of a record comes through: days without time, whole seconds, one text a language, alpha-3 countries."""
    kept: dict[str, Json] = {}
    for name, value in record.items():
        shape = entity.shape.fields.get(name)
        if shape is None:
            continue
        if name == "country":
            kept[name] = alpha_3(value)
        elif is_text(shape) and isinstance(value, list):
            kept[name] = [{"language": language, "value": text} for language, text in _text(value).items()]
        elif shape.kind is Kind.COLLECTION:
            kept[name] = _listed(value, shape)
        else:
            kept[name] = _undated(name, value) if shape.kind is Kind.DATE_TIME else value
    return {name: value for name, value in kept.items() if value != []}


def alpha_3(code: Json) -> Json:
    """The three-letter code of a two-letter one; anything else as it is."""
    return _alpha_3().get(code, code) if isinstance(code, str) else code


@cache
def _alpha_3() -> Mapping[str, str]:
    terms = load_contract().vocabularies["countries-alpha-3"].terms.values()
    return {term.same_as: term.code for term in terms if term.same_as and term.status == "active"}


def _listed(value: Json, shape: Shape) -> Json:
    if not isinstance(value, list):
        return value
    if is_text(shape):
        return _text(value) or []
    return [entry for item in value if (entry := _entry(item, shape)) or not item]


def _text(entries: list[Json]) -> dict[str, Json]:
    """An array in PHP has a key once: a later entry of the same language takes the place of an earlier one."""
    pairs = [entry for entry in entries if isinstance(entry, dict) and {"language", "value"} <= set(entry)]
    return {str(entry["language"]): entry["value"] for entry in pairs}


def _entry(item: Json, shape: Shape) -> Json:
    names = ENTRIES.get(shape.type_name)
    if names is None or not isinstance(item, dict):
        return item
    return {name: value for name, value in item.items() if name in names}


def _dated(name: str, value: Json) -> Json:
    """`updated` as seconds, other moments as days; what is no moment as it is."""
    try:
        moment = moment_of(value)
    except (ValueError, TypeError):
        return value
    if name != "updated":
        return moment.astimezone(UTC).date().isoformat()
    return str(int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() // 1))


def _undated(name: str, value: Json) -> Json:
    try:
        return read_moment(_dated(name, value))
    except (ValueError, TypeError):
        return value
