"""Values that are no prose: ids, codes, numbers, names of files. They hold the value alone, and ids can be referred to."""

import re
from collections.abc import Iterator

from apitest.checks.invisible import INVISIBLE, hidden_in
from apitest.checks.references import LINKS
from apitest.checks.setting import RecordCheck, Setting
from apitest.checks.stand_ins import is_stand_in
from apitest.checks.text import PROSE, Text, every_text
from apitest.model import Departure, Record

_PERSONAL = frozenset(("address", "email", "fax", "firstName", "lastName", "phoneNumber", "prefix"))
"""What is masked before it is looked at, or written as people please."""
_AS_FOUND = frozenset(("content", "sourceValue"))
"""The bytes of a file, and labels that are sent as their source has them."""
_CODES = frozenset(
    ("access", "basis", "code", "country", "currency", "kind", "language", "mimeType", "repetition", "role", "scheme",
     "scope", "status", "timeliness", "treaty", "type"),
)  # fmt: skip
"""Codes of lists: whatever is odd about one, it is not on its list."""
_NO_PLAIN_VALUES = PROSE | LINKS | _PERSONAL | _AS_FOUND | _CODES
_ORDINARY = re.compile("[!-%'-;=-~]+(?: [!-%'-;=-~]+)*")
_MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|nbsp);")
_REFERRING = re.compile(r"(?:id|.*I[dD]s?|supersedes|supersededBy)")
"""Names of properties that hold an id."""
_TOLD_ELSEWHERE = (("decisions", ("number",)),)
"""Sets and values of which another requirement tells that they say nothing."""
_OWN = frozenset(("decisions", "meetings"))
"""Sets that have a requirement of their own on the ids of their records."""


def _values(record: Record, setting: Setting) -> tuple[Text, ...]:
    """The values of a record that are no prose."""
    return record.once(
        "plain values",
        lambda: tuple(
            text
            for text in every_text(record, setting)
            if not text.localised
            and text.names[-1] not in _NO_PLAIN_VALUES
            and (setting.entity.name, text.names) not in _TOLD_ELSEWHERE
            and text.value.strip()
        ),
    )


def values_are_plain(record: Record, setting: Setting) -> Iterator[Departure]:
    """A value that is no prose has no blanks around it, no markup and no invisible characters, and is no stand-in."""
    for text in _values(record, setting):
        flaw = _flaw_of(text.value)
        if flaw and not (_is_id(text) and hidden_in(text.value)):
            yield Departure(expected="the value alone", got=f"{flaw} {text.value[:60]!r}", pointer=text.pointer)


def _flaw_of(value: str) -> str:
    """What a value holds besides itself; empty: nothing."""
    if is_stand_in(value):
        return "the stand-in"
    if _ORDINARY.fullmatch(value):
        return ""
    if value != value.strip():
        return "blanks around"
    if _MARKUP.search(value):
        return "markup in"
    return "an invisible character in" if INVISIBLE.search(value) else ""


def _is_id(text: Text) -> bool:
    return _REFERRING.fullmatch(text.names[-1]) is not None


def ids_have_no_blanks(record: Record, setting: Setting) -> Iterator[Departure]:
    """An id, of a record or of what it refers to, holds no blanks and no invisible characters."""
    for text in _values(record, setting):
        own = text.names == ("id",) and setting.entity.name in _OWN
        if not own and _is_id(text) and hidden_in(text.value):
            yield Departure(expected="an id without blanks", got=repr(text.value), pointer=text.pointer)


RECORDS: dict[str, RecordCheck] = {
    "text/values-plain": values_are_plain,
    "references/id-without-blanks": ids_have_no_blanks,
}
