"""What is required of the files of decisions: that they can be had, and that they are what they are said to be."""

import base64
import binascii
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from apitest.checks.properties import collisions, lacking_in
from apitest.checks.reading import is_nothing, objects_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import key_of
from apitest.checks.web import base_name
from apitest.model import Departure, Json, Record

WORDS = {
    "english": "en", "french": "fr", "spanish": "es", "russian": "ru", "arabic": "ar", "chinese": "zh",
    "fr": "fr", "ru": "ru", "zh": "zh",
}  # fmt: skip
"""Words that tell the language anywhere in a file name; the other codes are words or abbreviations of names too."""
TELLING = frozenset(("ar", "en", "es", "fr", "ru", "zh"))
"""Languages whose codes tell the language at the end of a file name."""
_PIECES = re.compile(r"[-_. ()]+")


# --- given ----------------------------------------------------------------------------------------------------------


def file_can_be_had(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file has an address, or comes in the record."""
    for index, file in objects_of(record.content, "files"):
        if is_nothing(file.get("url")) and is_nothing(file.get("content")):
            expected = "the address of the file, or its content"
            yield Departure(expected=expected, got="neither", pointer=f"/files/{index}/url")


def file_has_an_address(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file that comes in the record has an address as well."""
    for index, file in objects_of(record.content, "files"):
        if is_nothing(file.get("url")) and not is_nothing(file.get("content")):
            yield Departure(expected="the address of the file", got="its content alone", pointer=f"/files/{index}/url")


def file_id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file has an id."""
    yield from lacking_in(record, "files", "id", "an id")


def file_media_type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file has a media type."""
    yield from lacking_in(record, "files", "mimeType", "a media type, such as 'application/pdf'")


def file_language_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file says its language."""
    yield from lacking_in(record, "files", "language", "the language of the file, such as 'en'")


# --- sound ----------------------------------------------------------------------------------------------------------


def file_language_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The language of a file is a two-letter code of ISO 639-1, in small letters."""
    known = setting.contract.vocabularies["languages"].terms
    for index, file in objects_of(record.content, "files"):
        language = file.get("language")
        term = known.get(language) if isinstance(language, str) else None
        if isinstance(language, str) and language.strip() and (term is None or term.status != "active"):
            expected = "a code of ISO 639-1, such as 'en'"
            yield Departure(expected=expected, got=repr(language), pointer=f"/files/{index}/language")


def file_content_is_base64(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The content of a file is written in base64."""
    for index, file in objects_of(record.content, "files"):
        content = file.get("content")
        if isinstance(content, str) and content.strip() and not _is_base64(content):
            got = f"{content[:40]!r}"
            yield Departure(expected="bytes in base64", got=got, pointer=f"/files/{index}/content")


def _is_base64(content: str) -> bool:
    try:
        return bool(base64.b64decode("".join(content.split()), validate=True))
    except (binascii.Error, ValueError):
        return False


def file_id_is_its_own(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A file has an id other than that of its decision."""
    for index, file in objects_of(record.content, "files"):
        identifier = file.get("id")
        if isinstance(identifier, str) and identifier.strip() and identifier == record.content.get("id"):
            expected = "an id other than that of the decision"
            yield Departure(expected=expected, got=repr(identifier), pointer=f"/files/{index}/id")


def file_is_not_the_page(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The address of a file leads to the file, not to the page of the decision."""
    for index, file in objects_of(record.content, "files"):
        url = file.get("url")
        if isinstance(url, str) and url.strip() and url == record.content.get("link"):
            got = f"the page of the decision: {url!r}"
            yield Departure(expected="the address of the file itself", got=got, pointer=f"/files/{index}/url")


def file_addresses_come_once(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Within a decision each file has an address of its own."""
    first: dict[str, int] = {}
    for index, file in objects_of(record.content, "files"):
        url = file.get("url")
        if isinstance(url, str) and url.strip() and first.setdefault(url, index) != index:
            got = f"{url!r} again, as in file {first[url] + 1}"
            yield Departure(expected="an address of its own", got=got, pointer=f"/files/{index}/url")


def file_is_no_photograph(record: Record, _setting: Setting) -> Iterator[Departure]:
    """No file of a decision is a JPEG picture."""
    for index, file in objects_of(record.content, "files"):
        kind = file.get("mimeType")
        if isinstance(kind, str) and kind.strip().lower() == "image/jpeg":
            yield Departure(expected="a document", got=repr(kind), pointer=f"/files/{index}/mimeType")


# --- what the name of a file tells ----------------------------------------------------------------------------------


def file_language_fits_name(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The language of a file is the one that its name tells."""
    for index, file in objects_of(record.content, "files"):
        language = file.get("language")
        if not isinstance(language, str) or language.strip().lower()[:2] not in TELLING:
            continue
        told = {name: _language_told(name) for name in _names_of(file)}
        for name, meant in told.items():
            if meant and meant != language.strip().lower()[:2]:
                expected = f"{meant!r}, as the name {name!r} tells"
                yield Departure(expected=expected, got=repr(language), pointer=f"/files/{index}/language")
                break


def _language_told(name: str) -> str:
    """The language that a file name tells; empty: none, or more than one."""
    pieces = [piece.lower() for piece in _PIECES.split(posixpath.splitext(name)[0]) if piece]
    told = {WORDS[piece] for piece in pieces if piece in WORDS}
    told |= TELLING.intersection(pieces[1:][-1:])
    return told.pop() if len(told) == 1 else ""


def file_media_type_fits_name(record: Record, setting: Setting) -> Iterator[Departure]:
    """The media type of a file is the one that its name tells."""
    terms = setting.contract.vocabularies["mime-type"].terms
    for index, file in objects_of(record.content, "files"):
        written = file.get("mimeType")
        term = terms.get(written.strip().lower()) if isinstance(written, str) else None
        if term is None or term.status != "active":
            continue
        for name in _names_of(file):
            ending = terms.get(posixpath.splitext(name)[1].lstrip(".").lower())
            if ending is not None and ending.same_as != term.code:
                expected = f"{ending.same_as!r}, as the name {name!r} tells"
                yield Departure(expected=expected, got=repr(written), pointer=f"/files/{index}/mimeType")
                break


def _names_of(file: Mapping[str, Json]) -> list[str]:
    """The names of a file: as given, and as its address ends."""
    given, url = file.get("filename"), file.get("url")
    names = [given.strip()] if isinstance(given, str) else []
    return [*names, base_name(url)] if isinstance(url, str) else names


# --- across decisions -----------------------------------------------------------------------------------------------


@lru_cache(1000)
def _pointer(index: int, name: str) -> str:
    return f"/files/{index}/{name}"


def _note_ids(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, file in objects_of(record.content, "files"):
        key, url = file.get("id"), file.get("url")
        if isinstance(key, str) and key.strip() and key != record.content.get("id"):
            yield Note((key, url), record.id, _pointer(index, "id"))


def file_ids_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Different files have different ids, over all decisions."""
    yield from collisions(notes, "an id of its own")


def _note_names(record: Record, _setting: Setting) -> Iterator[Note]:
    for index, file in objects_of(record.content, "files"):
        given, url = file.get("filename"), file.get("url")
        if isinstance(url, str) and url.strip():
            name = (given.strip() if isinstance(given, str) else "") or base_name(url)
            if name:
                yield Note((name, url), record.id, _pointer(index, "filename"))


def file_names_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Different files have different names, over all decisions."""
    yield from collisions(notes, "a name of its own")


RECORDS: dict[str, RecordCheck] = {
    "decisions/file-obtainable": file_can_be_had,
    "decisions/file-address-given": file_has_an_address,
    "decisions/file-id-given": file_id_is_given,
    "decisions/file-media-type-given": file_media_type_is_given,
    "decisions/file-language-given": file_language_is_given,
    "decisions/file-language-known": file_language_is_known,
    "decisions/file-content-base64": file_content_is_base64,
    "decisions/file-id-own": file_id_is_its_own,
    "decisions/file-not-page": file_is_not_the_page,
    "decisions/file-addresses-once": file_addresses_come_once,
    "decisions/file-not-jpeg": file_is_no_photograph,
    "decisions/file-language-fits-name": file_language_fits_name,
    "decisions/file-media-type-fits-name": file_media_type_fits_name,
}

GATHERINGS: dict[str, Gathering] = {
    "decisions/file-ids-distinct": Gathering(note=_note_ids, judge=file_ids_are_distinct, compared=key_of),
    "decisions/file-names-distinct": Gathering(note=_note_names, judge=file_names_are_distinct, compared=key_of),
}
