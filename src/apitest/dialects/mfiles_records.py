"""Documents of `mfiles`: the names of its two services on one side, the document contract on the other."""

import re
from collections.abc import Mapping
from datetime import UTC

from apitest.dialects.dates import canonical, day_of, from_rfc3339, from_ticks, moment_of
from apitest.dialects.values import Form
from apitest.model import Departure, EntitySet, Json, Kind

_EXTENSIONS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "text/plain": "txt",
    "text/html": "html",
}
_MEDIA_TYPES = {extension: media_type for media_type, extension in _EXTENSIONS.items()}
_ZONELESS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?", re.ASCII)
_NAMES: Mapping[str, str] = {"titles": "title", "descriptions": "description"}
_CAPITALS: Mapping[str, str] = {
    "DocumentId": "id",
    "Convention": "treaty",
    "Country": "country",
    "PublicationDate": "published",
    "Titles": "title",
    "Descriptions": "description",
    "Files": "files",
    "Types": "types",
    "Tags": "tags",
}
_INNER: Mapping[str, str] = {
    "FileId": "id", "Language": "language", "Url": "url", "Extension": "brsExtension", "Size": "size", "Value": "value",
}  # fmt: skip
_UN_NUMBERS = ("UnNumber", "unNumber")


# --- reading ------------------------------------------------------------------------------------------------------


def read_moment(text: str) -> str:
    """
    A date-time without zone (taken for UTC), with one, or in ticks → canonical date-time.

    Raises:
        ValueError: another form, or no such moment.
    """
    if text.startswith("/Date("):
        return from_ticks(text)
    return from_rfc3339(f"{text}Z" if _ZONELESS.fullmatch(text) else text)


def unwrap(value: Json) -> tuple[list[Json] | None, str]:
    """The items of a bare array; the importer opens nothing else."""
    if isinstance(value, list):
        return value, ""
    inner = value.get("results") if isinstance(value, dict) else None
    return (inner, "an array") if isinstance(inner, list) else (None, "an array")


class _Remarks:
    """Names of OData's own: with `odata.` or `@` in them."""

    def __contains__(self, name: object) -> bool:
        return "odata." in str(name) or "@" in str(name) or name == "__metadata"


REMARKS = _Remarks()
FORM = Form(
    read_moment=read_moment,
    read_day=day_of,
    moment_form="a date-time, such as 2014-05-01T00:00:00",
    unwrap=unwrap,
    unwrap_item=lambda item: item.get("value") if isinstance(item, dict) else item,
    reserved=REMARKS,
    placeholder=lambda item: all(name in REMARKS for name in item),
    long_as_text=True,
)


def in_capitals(row: Mapping[str, Json]) -> bool:
    """Whether a record has the names of the service that writes them in capitals."""
    return "DocumentId" in row


def turned(entity: EntitySet, row: Json) -> tuple[Json, tuple[Departure, ...]]:  # noqa: ARG001 - documents are the only set
    """A document under the contract's names."""
    if not isinstance(row, dict):
        return row, ()
    names = _CAPITALS if in_capitals(row) else _NAMES
    found = {names.get(name, name): value for name, value in row.items() if name not in _UN_NUMBERS}
    for name, value in found.items():
        if isinstance(value, list):
            found[name] = [_entry(name, item) for item in value]
    numbers = [row[name] for name in _UN_NUMBERS if isinstance(row.get(name), str) and row[name].strip()]
    if numbers:
        found["identifiers"] = [{"name": "UN number", "value": number} for number in numbers]
    return found, ()


def _entry(name: str, item: Json) -> Json:
    """An entry of a list: names in small letters, the media type of an extension, the name of an author."""
    if not isinstance(item, dict):
        return item
    entry = {_INNER.get(key, key): value for key, value in item.items()}
    if name == "files" and "brsExtension" in entry:
        extension = entry.pop("brsExtension")
        known = extension.lower().lstrip(".") if isinstance(extension, str) else ""
        entry.setdefault("mimeType", _MEDIA_TYPES.get(known, extension))
    if name == "authors" and "value" in entry:
        entry.setdefault("name", entry.pop("value"))
    return entry


# --- saying -------------------------------------------------------------------------------------------------------


def said(record: Mapping[str, Json], entity: EntitySet, expanded: tuple[str, ...]) -> dict[str, Json]:
    """A document as the service that the portal reads writes it; lists only where they are asked for."""
    row: dict[str, Json] = {}
    wires = {name: wire for wire, name in _NAMES.items()}
    for name, shape in entity.shape.fields.items():
        value = record.get(name)
        wire = wires.get(name, name)
        if shape.kind in (Kind.COLLECTION, Kind.LIST):
            if name in expanded:
                row[wire] = [_said_entry(name, item) for item in value] if isinstance(value, list) else value or []
        elif name in record:
            row[wire] = _zoneless(value) if shape.kind is Kind.DATE_TIME else value
    return row


def _said_entry(name: str, item: Json) -> Json:
    if name == "treaties":
        return {"value": item}
    if not isinstance(item, dict):
        return item
    if name == "authors":
        return {"value" if key == "name" else key: value for key, value in item.items()}
    if name == "files":
        return {_wire_of_file(key): _extension(value) if key == "mimeType" else value for key, value in item.items()}
    return item


def _wire_of_file(key: str) -> str:
    return "brsExtension" if key == "mimeType" else key


def _extension(media_type: Json) -> Json:
    return _EXTENSIONS.get(media_type, media_type) if isinstance(media_type, str) else media_type


def _zoneless(value: Json) -> Json:
    try:
        return canonical(moment_of(value).astimezone(UTC)).removesuffix("Z")
    except (ValueError, TypeError, AttributeError):
        return value


def sayable(record: Mapping[str, Json], entity: EntitySet) -> dict[str, Json]:
    """What of a document comes through: media types as their extensions tell them."""
    kept = {name: value for name, value in record.items() if name in entity.shape.fields}
    files = kept.get("files")
    if isinstance(files, list):
        kept["files"] = [_entry("files", _said_entry("files", item)) for item in files]
    return kept
