"""What is required of documents: what is given, what the lists inside hold, of which treaties they are, and when."""

from collections.abc import Iterator

from apitest.checks import document_identifiers
from apitest.checks.properties import (
    in_future,
    lacking,
    lacking_in,
    names_of_pictures_are_distinct,
    no_english_title,
    noting_picture,
    shown,
    stand_ins,
)
from apitest.checks.reading import is_blank, is_missing, objects_of, text_of, texts_of
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.checks.spooling import key_of
from apitest.model import Departure, Record

_NAME, _TITLE = 255, 2048
"""Characters of a name and bytes of a title that the portal stores."""


def id_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document has an id."""
    yield from lacking(record, "id", "an id")


def treaty_is_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document names a treaty, as its main one or among all."""
    if is_missing(record, "treaty") and is_missing(record, "treaties"):
        expected = "the identifier of a treaty, such as 'basel', under 'treaty' or 'treaties'"
        yield Departure(expected=expected, got="neither", pointer="/treaty")


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:
    """A document has a title in English."""
    yield from no_english_title(record, setting)


def type_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document says of which kind it is."""
    yield from _empty(record, ("types",), "at least one kind of document")


def author_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document names an author."""
    yield from _empty(record, ("authors",), "at least one author")


def keyword_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document has a keyword or a tag."""
    yield from _empty(record, ("keywords", "tags"), "at least one keyword or tag")


def file_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document has a file."""
    yield from _empty(record, ("files",), "at least one file")


def _empty(record: Record, names: tuple[str, ...], expected: str) -> Iterator[Departure]:
    """A departure, if all of these lists are empty or missing."""
    if all(is_missing(record, name) for name in names):
        sent = next((f"/{name}" for name in names if name in record.content), "")
        yield Departure(expected=expected, got="none", pointer=sent)


def file_source_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each file has an address or its content."""
    for index, file in objects_of(record.content, "files"):
        if is_blank(file.get("url")) and is_blank(file.get("content")):
            yield Departure(expected="a url, or the content", got="neither", pointer=f"/files/{index}")


def file_is_described(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each file has an id, a media type and a language."""
    for index, file in objects_of(record.content, "files"):
        missing = [name for name in ("id", "mimeType", "language") if is_blank(file.get(name))]
        if missing:
            got = f"no {' and no '.join(missing)}"
            yield Departure(expected="id, mimeType and language", got=got, pointer=f"/files/{index}")


def type_has_value(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each kind of a document has a name."""
    yield from lacking_in(record, "types", "value", "the name of the kind, such as 'guideline'")


def author_is_named(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each author of a document has a name."""
    yield from lacking_in(record, "authors", "name", "the name of the author")


def keyword_is_worded(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each keyword of a document is given in words."""
    yield from lacking_in(record, "keywords", "literalForm", "the term in words")


def tag_is_worded(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each tag of a document has a word."""
    yield from lacking_in(record, "tags", "value", "a word")


def names_fit_fields(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Names of kinds and authors fit the portal's field."""
    for outer, name in (("types", "value"), ("authors", "name")):
        for index, item in objects_of(record.content, outer):
            text = text_of(item, name)
            if len(text) > _NAME:
                got = f"{len(text)} characters: {text[:40]!r}…"
                yield Departure(expected=f"at most {_NAME} characters", got=got, pointer=f"/{outer}/{index}/{name}")


def title_fits_field(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A title fits the portal's field, which counts bytes."""
    for index, entry in objects_of(record.content, "title"):
        text = text_of(entry, "value")
        length = len(text.encode("utf-8", "replace"))
        if length > _TITLE:
            got = f"{length} bytes: {text[:40]!r}…"
            yield Departure(expected=f"at most {_TITLE} bytes", got=got, pointer=f"/title/{index}/value")


def treaties_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """All treaties of a document are known, or named in the target's configuration."""
    for index, written in texts_of(record.content, "treaties"):
        if written.strip() and not _is_known(written, setting):
            yield Departure(expected="the identifier of a treaty", got=repr(written), pointer=f"/treaties/{index}")


def _is_known(written: str, setting: Setting) -> bool:
    own = {code.lower() for code in setting.target.treaties}
    known = {code.lower() for code in setting.contract.vocabularies["treaties"].terms}
    return written.strip().lower() in own | known


def treaty_is_among_treaties(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The main treaty of a document is among all its treaties."""
    treaty = text_of(record.content, "treaty").strip().lower()
    treaties = [written for _, written in texts_of(record.content, "treaties")]
    if treaty and treaties and treaty not in {written.strip().lower() for written in treaties}:
        got = f"{', '.join(map(repr, treaties))}"
        yield Departure(expected=f"{treaty!r} among the treaties", got=got, pointer="/treaties")


def identifier_is_complete(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each identifier has a name and a value."""
    yield from _incomplete(record, "identifiers", ("name", "value"))


def reference_is_complete(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Each record referred to is named with its kind and id."""
    yield from _incomplete(record, "referenceToEntities", ("type", "refId"))
    for index, item in objects_of(record.content, "referenceToEntities"):
        if record.id and text_of(item, "refId") == record.id and text_of(item, "type").lower().startswith("document"):
            got = f"{record.id!r}, the document itself"
            yield Departure(expected="another record", got=got, pointer=f"/referenceToEntities/{index}/refId")


def _incomplete(record: Record, outer: str, names: tuple[str, str]) -> Iterator[Departure]:
    for index, item in objects_of(record.content, outer):
        absent = [name for name in names if is_blank(item.get(name))]
        if absent:
            got = f"{names[0]} {shown(item.get(names[0]))} and {names[1]} {shown(item.get(names[1]))}"
            expected = f"both {names[0]!r} and {names[1]!r}"
            yield Departure(expected=expected, got=got, pointer=f"/{outer}/{index}")


def published_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document says when it was published."""
    yield from lacking(record, "published", "the day of publication")


def published_is_not_in_the_future(record: Record, setting: Setting) -> Iterator[Departure]:
    """A document was not published after the day of the test."""
    yield from in_future(record, "published", setting)


def dates_are_real(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The dates of a document are no stand-ins for unknown ones."""
    yield from stand_ins(record, ("published", "updated"))


def updated_is_given(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A document says when it was last changed."""
    yield from lacking(record, "updated", "the time of the last change")


RECORDS: dict[str, RecordCheck] = {
    "documents/id-given": id_is_given,
    "documents/treaty-named": treaty_is_named,
    "documents/title-in-english": title_is_in_english,
    "documents/type-given": type_is_given,
    "documents/author-given": author_is_given,
    "documents/keyword-given": keyword_is_given,
    "documents/file-given": file_is_given,
    "documents/file-source-given": file_source_is_given,
    "documents/file-described": file_is_described,
    "documents/type-value-given": type_has_value,
    "documents/author-named": author_is_named,
    "documents/keyword-worded": keyword_is_worded,
    "documents/tag-worded": tag_is_worded,
    "documents/names-fit-fields": names_fit_fields,
    "documents/title-fits-field": title_fits_field,
    "documents/treaties-known": treaties_are_known,
    "documents/treaty-among-treaties": treaty_is_among_treaties,
    "documents/identifier-complete": identifier_is_complete,
    "documents/reference-complete": reference_is_complete,
    "documents/published-given": published_is_given,
    "documents/published-not-in-future": published_is_not_in_the_future,
    "documents/dates-real": dates_are_real,
    "documents/updated-given": updated_is_given,
    **document_identifiers.RECORDS,
}

GATHERINGS: dict[str, Gathering] = {
    "documents/cover-names-distinct": Gathering(
        note=noting_picture("thumbnailUrl"), judge=names_of_pictures_are_distinct, compared=key_of
    ),
}
