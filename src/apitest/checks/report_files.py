"""Files of national reports: what each must say of itself, and what the portal makes of its address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from apitest.checks.reading import is_blank, is_missing, number_of, object_of, objects_of, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record

_BY_QUERY = "download.aspx?d="
"""Behind this the portal finds a file name in a query."""
_SCRIPTS = frozenset(["php", "asp", "aspx", "ashx", "jsp", "cgi", "do", "cfm"])
_HINT = re.compile(r"(?:^|[\s._-])(ar|en|es|fr|ru|zh)(?=[\s._-]|$)", re.IGNORECASE)
_FROM_PAGE = re.compile(r"([a-z]{2})-(\d+)")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_SIZES: Mapping[str, int] = {
    "md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64, "sha3256": 32, "sha3512": 64,
    "blake2b": 64, "blake3": 32,
}  # fmt: skip
"""Algorithm → bytes that it makes."""

File = tuple[str, Mapping[str, Json]]
"""Where a file stands in its record, and the file."""


def _files(record: Record) -> Iterator[File]:
    return ((f"/files/{index}", file) for index, file in objects_of(record.content, "files"))


def _without(record: Record, name: str, expected: str) -> Iterator[Departure]:
    for pointer, file in _files(record):
        if is_blank(file.get(name)):
            yield Departure(expected=expected, got="none", pointer=f"{pointer}/{name}" if name in file else pointer)


def portal_name(url: str) -> str:
    """The file name that the portal makes of an address; empty: it makes none."""
    if url.find(_BY_QUERY) > 0:
        return url.partition(_BY_QUERY)[2]
    try:
        return unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return ""


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if stem and dot else ""


# --- what a file must say -----------------------------------------------------------------------------------------


def files_are_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A report has a file; an extended one may have its sections instead."""
    if is_missing(record, "files") and is_missing(record, "sections"):
        yield Departure(expected="at least one file", got="none", pointer="/files" if "files" in record.content else "")


def file_has_an_id(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has an id."""
    yield from _without(record, "id", "an id")


def file_has_a_media_type(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has a media type."""
    yield from _without(record, "mimeType", "a media type, such as 'application/pdf'")


def file_has_a_language(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has a language."""
    yield from _without(record, "language", "a language, such as 'en'")


def file_has_a_name(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has a file name."""
    yield from _without(record, "filename", "a file name")


def file_has_a_source(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has an address or its content."""
    for pointer, file in _files(record):
        if is_blank(file.get("url")) and is_blank(file.get("content")):
            yield Departure(expected="a url, or the content", got="neither", pointer=pointer)


def file_has_an_address(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Each file has an address, even where its content is sent along."""
    for pointer, file in _files(record):
        if is_blank(file.get("url")) and not is_blank(file.get("content")):
            yield Departure(expected="a url", got="the content alone", pointer=pointer)


def file_language_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The language of a file is a two-letter code; in an extended record it may have subtags."""
    known = setting.contract.vocabularies["languages"].terms
    extended = not setting.entity.extension.isdisjoint(record.content)
    for pointer, file in _files(record):
        language = text_of(file, "language")
        code = language.partition("-")[0] if extended and _TAG.fullmatch(language) else language
        term = known.get(code)
        if language.strip() and (term is None or term.status != "active"):
            meant = re.split("[-_]", language.strip().lower())[0]
            fix = f"Write {meant!r}." if meant in known and known[meant].status == "active" else ""
            expected = "a code of ISO 639-1, such as 'en'"
            yield Departure(expected=expected, got=repr(language), pointer=f"{pointer}/language", fix=fix)


def file_language_fits_name(record: Record, setting: Setting) -> Iterator[Departure]:
    """The name of a file does not hint at another language."""
    code = text_of(record.content, "country").upper()
    term = setting.contract.vocabularies["countries-alpha-3"].terms.get(code)
    country = (term.same_as if term else code).lower()
    for pointer, file in _files(record):
        language, name = (
            text_of(file, "language").lower(),
            text_of(file, "filename") or portal_name(text_of(file, "url")),
        )
        hints = {hint.lower() for hint in _HINT.findall(name)} - {country}
        if language and len(hints) == 1 and language[:2] not in hints:
            hint = hints.pop()
            expected = f"{hint!r}, as in the name {name!r}"
            yield Departure(expected=expected, got=repr(text_of(file, "language")), pointer=f"{pointer}/language")


def file_id_is_its_own(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The id of a file is not made from its language and the number of the report's page."""
    place = f"{text_of(record.content, 'url')} {record.id or ''}"
    for pointer, file in _files(record):
        made = _FROM_PAGE.fullmatch(text_of(file, "id"))
        if made and made[1] == text_of(file, "language") and re.search(rf"\b{made[2]}\b", place):
            got = f"{made[0]!r}: the language and the number of the report"
            yield Departure(expected="an id of the file itself", got=got, pointer=f"{pointer}/id")


# --- addresses and types ------------------------------------------------------------------------------------------


def address_ends_in_a_name(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The address of a file ends in a file name."""
    for pointer, file in _files(record):
        url = text_of(file, "url").strip()
        name = portal_name(url)
        if url and _extension(name) in ("", *_SCRIPTS):
            got = f"{name!r} at the end of {url!r}" if name else f"nothing at the end of {url!r}"
            yield Departure(expected="a file name, such as 'report.pdf'", got=got, pointer=f"{pointer}/url")


def size_is_not_negative(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The size of a file is not below 0."""
    for pointer, file in _files(record):
        size = number_of(file, "size")
        if size is not None and size < 0:
            yield Departure(expected="0 bytes or more", got=str(size), pointer=f"{pointer}/size")


def type_fits_extension(record: Record, setting: Setting) -> Iterator[Departure]:
    """The media type of a file is that of its extension, where both are listed."""
    known = setting.contract.vocabularies["mime-type"].terms
    for pointer, file in _files(record):
        name = text_of(file, "filename") or portal_name(text_of(file, "url"))
        term, extension = known.get(text_of(file, "mimeType")), known.get(_extension(name))
        if term is None or extension is None:
            continue
        said, meant = term.same_as or term.code, extension.same_as or extension.code
        if said != meant:
            got = f"{text_of(file, 'mimeType')!r} for {name!r}"
            yield Departure(expected=repr(meant), got=got, pointer=f"{pointer}/mimeType", fix=f"Write {meant!r}.")


def hash_has_its_form(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The hash of a file names its algorithm, and has the length that this one makes."""
    for pointer, file in _files(record):
        value, algorithm = (text_of(object_of(file, "hash"), name) for name in ("value", "alg"))
        size = _SIZES.get(algorithm.lower().replace("-", "").replace("_", ""))
        if not value and not algorithm:
            continue
        if size is None:
            expected = "an algorithm, such as 'sha-256'"
            yield Departure(expected=expected, got=repr(algorithm), pointer=f"{pointer}/hash/alg")
        elif not _is_hash(value, size):
            expected = f"{2 * size} hexadecimal digits, for {algorithm!r}"
            yield Departure(
                expected=expected, got=f"{len(value)} signs: {value[:20]!r}", pointer=f"{pointer}/hash/value"
            )


def _is_hash(value: str, size: int) -> bool:
    """Whether a text says so many bytes, in hexadecimal digits or in base64."""
    hexadecimal = re.fullmatch(r"[0-9A-Fa-f]+", value) and len(value) == 2 * size
    base64 = re.fullmatch(r"[A-Za-z0-9+/_-]+={0,2}", value) and len(value.rstrip("=")) == -(-4 * size // 3)
    return bool(hexadecimal or base64)


# --- across files -------------------------------------------------------------------------------------------------


def _note_id(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    for pointer, file in _files(record):
        key = text_of(file, "id")
        if key.strip():
            yield Note(value=(key, text_of(file, "url")), record=record.id, pointer=f"{pointer}/id")


def ids_of_files_are_unique(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No two files share an id; one file may belong to two reports."""
    for note, other in _clashes(notes):
        got = f"{note.value[0]!r}, as of a file of {other.record!r}"
        yield Departure(expected="an id that no other file has", got=got, pointer=note.pointer, record=note.record)


def _note_name(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    for pointer, file in _files(record):
        url = text_of(file, "url").strip()
        name = portal_name(url)
        if _extension(name) not in ("", *_SCRIPTS):
            yield Note(value=(name, url), record=record.id, pointer=f"{pointer}/url")


def names_of_files_are_distinct(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Files at different addresses have different names there."""
    for note, other in _clashes(notes):
        got = f"{note.value[0]!r}, as in {other.value[1]!r}"
        expected = "a name that no other file has"
        yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def _note_hash(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a note's form
    for pointer, file in _files(record):
        held, size = object_of(file, "hash"), number_of(file, "size")
        if not is_blank(held.get("value")) and size is not None:
            facts = (text_of(held, "alg").lower(), text_of(held, "value").lower(), size)
            yield Note(value=facts, record=record.id, pointer=f"{pointer}/hash/value")


def hashes_are_of_their_files(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Files of different sizes have different hashes."""
    first: dict[tuple[Json, Json], Note] = {}
    for note in notes:
        algorithm, value, size = note.value
        other = first.setdefault((algorithm, value), note)
        if size != other.value[2]:
            got = f"that of a file of {other.value[2]} bytes in {other.record!r}, for {size} bytes"
            expected = "a hash that no file of another size has"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


def _clashes(notes: Sequence[Note]) -> Iterator[tuple[Note, Note]]:
    """Notes whose first part came before with another second part, each with that earlier note."""
    first: dict[str, Note] = {}
    for note in notes:
        other = first.setdefault(note.value[0], note)
        another = (note.record, note.pointer) != (other.record, other.pointer)
        if another and (note.value[1] != other.value[1] or not note.value[1]):
            yield note, other


IDS_OF_FILES = Gathering(note=_note_id, judge=ids_of_files_are_unique)

RECORDS: dict[str, RecordCheck] = {
    "national-reports/files-given": files_are_given,
    "national-reports/file-id-given": file_has_an_id,
    "national-reports/file-id-of-the-file": file_id_is_its_own,
    "national-reports/file-has-source": file_has_a_source,
    "national-reports/file-by-address": file_has_an_address,
    "national-reports/file-media-type-given": file_has_a_media_type,
    "national-reports/file-language-given": file_has_a_language,
    "national-reports/file-language-tag": file_language_is_known,
    "national-reports/file-language-fits-name": file_language_fits_name,
    "national-reports/file-name-given": file_has_a_name,
    "national-reports/file-name-in-address": address_ends_in_a_name,
    "national-reports/file-size-not-negative": size_is_not_negative,
    "national-reports/file-type-fits-name": type_fits_extension,
    "national-reports/file-hash-form": hash_has_its_form,
}

GATHERINGS: dict[str, Gathering] = {
    "national-reports/file-ids-unique": IDS_OF_FILES,
    "national-reports/file-names-distinct": Gathering(note=_note_name, judge=names_of_files_are_distinct),
    "national-reports/file-hash-of-the-file": Gathering(note=_note_hash, judge=hashes_are_of_their_files),
}
