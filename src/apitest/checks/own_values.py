"""What each record has of its own: texts, files and identifiers that no other shares, and content while it is there."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from apitest.checks.properties import FILLERS
from apitest.checks.reading import english_of, objects_of, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import key_of, repeated
from apitest.model import Departure, Json, Record

_CONTENT = ("description", "files", "answers", "sections", "organisations", "finance", "documents")
"""What a record that is gone no longer tells."""
_LONG = 100
"""Characters from which on two texts are not alike by chance."""


class _Own(NamedTuple):
    """Something that records have of their own."""

    name: str
    least: int
    """So many records that share it are too many."""
    inside: tuple[str, ...] = ()
    """What of the objects of a list; empty: the English entry of a text."""


_OWN: Mapping[str, tuple[_Own, ...]] = {
    "decisions": (_Own("content", 2),),
    "projects": (_Own("description", 4), _Own("documents", 4, ("url",))),
    "documents": (_Own("description", 4), _Own("identifiers", 2, ("name", "value")), _Own("files", 4, ("url",))),
    "national-reports": (_Own("externalIds", 2, ("scheme", "value")), _Own("files", 4, ("url",))),
    "national-plans": (_Own("files", 4, ("url",)),),
    "sites": (_Own("name", 4),),
}
"""Entity set → what its records have of their own; a file may be of two or three records, a text of several treaties."""


def _note(record: Record, setting: Setting) -> Iterator[Note]:
    content = record.content
    series = text_of(content, "seriesId") or record.id
    for own in _OWN.get(setting.entity.name, ()):
        if own.inside:
            for index, item in objects_of(content, own.name):
                said = [text_of(item, name).strip() for name in own.inside]
                if all(said) and said[-1].lower() not in FILLERS:
                    key = (own.name, " ".join(said), own.least)
                    yield Note(value=(key, series), record=record.id, pointer=f"/{own.name}/{index}/{own.inside[-1]}")
        else:
            text = english_of(content, own.name)
            if len(text) > _LONG or (own.name == "name" and text):
                key = (own.name, text_of(content, "treaty") + _digest(text), own.least)
                yield Note(value=(key, series), record=record.id, pointer=f"/{own.name}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


def values_are_their_own(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """What tells the records of a set apart is not shared by several of them; versions of one report may share it."""
    again = repeated(notes, key_of)
    holders: dict[Json, dict[Json, Note]] = {}
    for note in notes if again else ():
        key, series = note.value
        if hash(key) in again:
            holders.setdefault(key, {}).setdefault(series, note)
    for (name, said, least), found in holders.items():
        first, *others = found.values()
        if len(found) < least:
            continue
        what = "the same text" if first.pointer == f"/{name}" else repr(said)
        for note in others:
            got = f"{what}, as in {len(others)} other records, first in {first.record!r}"
            yield Departure(expected="what is of this record alone", got=got, pointer=note.pointer, record=note.record)


def gone_records_are_bare(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A record that is marked as deleted has no content any more."""
    if record.content.get("deleted") is True:
        left = [name for name in _CONTENT if record.content.get(name)]
        if left:
            got = f"still {', '.join(left)}"
            yield Departure(expected="id and time of the change alone", got=got, pointer="/deleted")


RECORDS: dict[str, RecordCheck] = {"service/deleted-is-bare": gone_records_are_bare}

GATHERINGS: dict[str, Gathering] = {
    "service/values-own": Gathering(note=_note, judge=values_are_their_own, compared=key_of),
}
