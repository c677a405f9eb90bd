"""
Texts that people read: languages, characters, blanks.

Localised text is found by its shape, so every entity set is judged alike; what is missing is not judged here.
"""

import html.entities
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from apitest.checks.invisible import INVISIBLE
from apitest.checks.reading import is_nothing
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.checks.stand_ins import is_stand_in
from apitest.model import Departure, Json, Kind, Record, Shape, Vocabulary

_LOCALISED = "LocalizedString"
_LINES = frozenset(
    ("meetingTitle", "imageCopyright", "location", "city", "term", "label", "name", "acronym", "article", "department",
     "institution", "literalForm", "position", "reason"),
)  # fmt: skip
_PARAGRAPHS = frozenset(("comment", "note", "statusNote"))
PROSE = _LINES | _PARAGRAPHS
"""Properties outside localised text that people read; identifiers, addresses and upstream labels are left alone."""
_BLANK = " \t\n\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_BLANKS_IN_TITLE = re.compile(f"^[{_BLANK}]|[{_BLANK}]$|[{_BLANK}]{{2,}}|[\t\n\r\u2028\u2029]")
_BLANKS_IN_TEXT = re.compile(f"^[{_BLANK}]|[{_BLANK}]$|[ \u00a0]{{2,}}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ORDINARY = re.compile("(?:{0}+(?: {0}+)*)?".format("[!-%'-;=@-~À-ÁÄ-ÏÒ-×Ú-áã-ŸŽžА-Яа-яЁёء-غف-ي一-鿿，：；（）、。]"))
"""Printable signs and precomposed letters between single blanks; no sign of markup, of garbling or of control."""
_CLOSING = "»”’–—…"
_TRAILING_BYTE = "\u00a0-\u00ba\u00bc-\u00bf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ"
_GARBLED = re.compile(
    "(?=[\ufffd\ud800-\udfffÃÂâÐÑØÙ])"
    f"(?:[\ufffd\ud800-\udfff]|Ã(?:[{_TRAILING_BYTE}]|[{_CLOSING}](?=\\w))|Â[\u00a0-\u00bf]|â€[{_TRAILING_BYTE}{_CLOSING}]"
    f"|(?:[ÐÑØÙ][{_TRAILING_BYTE}{_CLOSING}]){{2,}})",
)
"""U+FFFD, half of a surrogate pair, UTF-8 read as Windows-1252; a closing mark behind a Portuguese Ã is a closing mark."""
_TOLD_ELSEWHERE = frozenset(("city", "location", "imageCopyright"))
"""Lines of which another requirement tells that they say nothing."""
_MASKED = frozenset(("department", "institution", "position"))
"""Lines about persons: their letters are masked before anybody looks, and then stand in for themselves."""
_LOST = re.compile(r"(?<![\w/?&=.%-])[^\W\d_]+\?(?=[^\W\d_])[^\W\d_?]*(?:\?[^\W\d_]*)*(?![\w/=&%])")
"""A word with a question mark inside, where a letter was; in an address it stands before an option."""
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|font|h[1-6]|hr|i|img|li|nobr|o:p|ol|p|pre|s|script|small"
    r"|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|time|tr|u|ul)(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_EMPTY_TAG = re.compile(
    r"</?(?:b|br|div|em|font|h[1-6]|hr|i|li|o:p|ol|p|span|strong|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
"""A tag without which a reader misses nothing where no words stand in it."""
_LONGEST_EMPTY = 2000
"""A text of more characters has words."""
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_SCRIPTS = {
    "Arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "Chinese": re.compile("[\u3400-\u9fff\uf900-\ufaff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
}
SCRIPT_OF = {"ar": "Arabic", "zh": "Chinese", "ru": "Cyrillic", "en": "Latin", "fr": "Latin", "es": "Latin"}


class Text(NamedTuple):
    """One string of a record."""

    pointer: str
    names: tuple[str, ...]
    """Property names that lead to it, without positions: `("documents", "title", "value")`."""
    value: str
    localised: bool
    """Whether it is the value, or the language, of a text that comes in several languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A localised text: its entries, as far as they are objects."""

    pointer: str
    items: tuple[tuple[int, Mapping[str, Json]], ...]


def texts(content: Mapping[str, Json], shape: Shape, pointer: str = "", names: tuple[str, ...] = ()) -> Iterator[Text]:
    """Every string of a record that its shape declares as text, in the order of the record."""
    for name, value in content.items():
        inner = shape.fields.get(name)
        if inner is None:
            continue
        place, path = f"{pointer}/{name}", (*names, name)
        if inner.kind is Kind.TEXT and isinstance(value, str):
            yield Text(pointer=place, names=path, value=value, localised=shape.type_name == _LOCALISED)
        elif inner.kind is Kind.OBJECT and isinstance(value, dict):
            yield from texts(value, inner, place, path)
        elif inner.kind is Kind.COLLECTION:
            for index, item in _objects(value):
                yield from texts(item, inner, f"{place}/{index}", path)


def localised(content: Mapping[str, Json], shape: Shape, pointer: str = "") -> Iterator[Entries]:
    """Every localised text of a record."""
    for name, inner in shape.fields.items():
        value = content.get(name)
        if inner.kind is not Kind.COLLECTION or not isinstance(value, list):
            continue
        place = f"{pointer}/{name}"
        if inner.type_name == _LOCALISED:
            yield Entries(pointer=place, items=tuple(_objects(value)))
        else:
            for index, item in _objects(value):
                yield from localised(item, inner, f"{place}/{index}")


def _objects(value: Json) -> Iterator[tuple[int, Mapping[str, Json]]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield index, item


def every_text(record: Record, setting: Setting) -> tuple[Text, ...]:
    """Every string of a record that its shape declares as text."""
    return record.once("texts", lambda: tuple(texts(record.content, setting.entity.shape)))


def _all_prose(record: Record, setting: Setting) -> tuple[Text, ...]:
    """Texts that people read."""
    return tuple(
        text
        for text in every_text(record, setting)
        if (text.names[-1] == "value" if text.localised else text.names[-1] in PROSE)
    )


def prose(record: Record, setting: Setting) -> tuple[Text, ...]:
    """Texts that people read, without those that are beyond doubt in every respect of this module but their language."""
    return record.once(
        "prose",
        lambda: tuple(text for text in _all_prose(record, setting) if not _ORDINARY.fullmatch(text.value)),
    )


def entries_of(record: Record, setting: Setting) -> tuple[Entries, ...]:
    """Every localised text of a record."""
    return record.once("entries", lambda: tuple(localised(record.content, setting.entity.shape)))


def _is_line(text: Text) -> bool:
    """Whether a text is a title, a name or another single line."""
    if not text.localised:
        return text.names[-1] not in _PARAGRAPHS
    return text.names[-2].lower().endswith(("title", "name"))


def is_plain(text: Text, setting: Setting) -> bool:
    """Whether a text is without markup: lines and paragraphs outside localised text everywhere; in projects every text."""
    return not text.localised or setting.entity.family == "projects" or _is_line(text)


def _plain(record: Record, setting: Setting) -> Iterator[Text]:
    """Texts without markup, as far as they are not beyond doubt."""
    return (text for text in prose(record, setting) if is_plain(text, setting))


def around(value: str, start: int, end: int) -> str:
    """The part of a text that is meant, with its neighbours."""
    return repr(value[max(0, start - 15) : end + 15])


def entries_are_complete(record: Record, setting: Setting) -> Iterator[Departure]:
    """Each entry of a text says both its language and its words."""
    for text in entries_of(record, setting):
        for index, entry in text.items:
            missing = [key for key in ("language", "value") if is_nothing(_without_markup(entry.get(key)))]
            if missing:
                got = f"no {' and no '.join(missing)}"
                fix = "Leave the entry out." if "value" in missing else ""
                yield Departure(expected="language and value", got=got, pointer=f"{text.pointer}/{index}", fix=fix)


def _without_markup(value: Json) -> Json:
    """What is left of a text without tags that show nothing themselves, with its references read."""
    if not isinstance(value, str) or len(value) > _LONGEST_EMPTY or not ("<" in value or "&" in value):
        return value
    return html.unescape(_EMPTY_TAG.sub("", value))


def _languages(text: Entries) -> Iterator[tuple[int, str]]:
    """Languages named in a text, with the positions of their entries."""
    for index, entry in text.items:
        language = entry.get("language")
        if isinstance(language, str) and language.strip():
            yield index, language


def languages_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The language of a text is a two-letter code of ISO 639-1, in small letters."""
    known = setting.contract.vocabularies["languages"]
    for text in entries_of(record, setting):
        for index, language in _languages(text):
            term = known.terms.get(language)
            if term is None or term.status != "active":
                meant = _language_meant(language, known)
                expected = f"the code {meant!r}" if meant else "a code of ISO 639-1, such as 'en'"
                fix = f"Write {meant!r}." if meant else ""
                yield Departure(
                    expected=expected, got=repr(language), pointer=f"{text.pointer}/{index}/language", fix=fix
                )


def _language_meant(written: str, known: Vocabulary) -> str:
    """The code that a writer had in mind, where that is certain."""
    folded = re.split("[-_]", written.strip().lower())[0]
    term = known.terms.get(folded)
    if term is not None:
        return term.same_as or (term.code if term.status == "active" else "")
    return next((item.code for item in known.terms.values() if item.label.lower() == folded), "")


def languages_come_once(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text has one entry for each language."""
    for text in entries_of(record, setting):
        first: dict[str, int] = {}
        for index, language in _languages(text):
            if first.setdefault(language, index) != index:
                got = f"{language!r} again, as in entry {first[language] + 1}"
                pointer = f"{text.pointer}/{index}/language"
                yield Departure(expected="each language once", got=got, pointer=pointer)


def script_fits_language(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text is written in the script of the language that it claims."""
    for text in entries_of(record, setting):
        for index, entry in text.items:
            language, value = entry.get("language"), entry.get("value")
            script = SCRIPT_OF.get(language) if isinstance(language, str) else None
            if script is None or not isinstance(value, str):
                continue
            found = script_of(value)
            if found not in ("", script):
                got = f"{found} script: {around(value, 0, 10)}"
                fix = f"Correct the language of the entry, or enter the text in {language!r}."
                expected = f"{script} script, for the language {language!r}"
                yield Departure(expected=expected, got=got, pointer=f"{text.pointer}/{index}/value", fix=fix)


def script_of(value: str) -> str:
    """The script of most letters, where it is not Latin."""
    if value.isascii() or not any(script.search(value) for script in _SCRIPTS.values()):
        return ""
    letters = sum(map(str.isalpha, value))
    return next((name for name, script in _SCRIPTS.items() if 2 * len(script.findall(value)) > letters), "")


def characters_are_not_garbled(record: Record, setting: Setting) -> Iterator[Departure]:
    """No character of a text was lost or garbled by a wrong encoding."""
    for text in prose(record, setting):
        found = None if text.value.isascii() else _GARBLED.search(text.value)
        lost = _LOST.search(text.value) if found is None and "?" in text.value else None
        if lost:
            expected = "letters, where question marks stand inside a word"
            yield Departure(expected=expected, got=around(text.value, *lost.span()), pointer=text.pointer)
        if found:
            expected = "the characters of the original"
            if not "\ud800" <= found.group() <= "\udfff" and found.group() != "\ufffd":
                expected = f"{_repaired(found.group())!r}, as in the original"
            yield Departure(expected=expected, got=around(text.value, *found.span()), pointer=text.pointer)


def _repaired(garbled: str) -> str:
    return garbled.encode("cp1252", "replace").decode("utf-8", "replace")


def plain_text_has_no_html(record: Record, setting: Setting) -> Iterator[Departure]:
    """Titles, other single lines, and all texts of projects hold no tags and no character references."""
    for text in _plain(record, setting):
        found = _TAG.search(text.value) or next(filter(_is_character, _REFERENCE.finditer(text.value)), None)
        if found:
            kind = "the character reference" if found.group().startswith("&") else "the tag"
            got = f"{kind} {found.group()!r} in {around(text.value, *found.span())}"
            yield Departure(expected="plain text", got=got, pointer=text.pointer)


def _is_character(reference: re.Match[str]) -> bool:
    name = reference.group()[1:]
    return name.startswith("#") or name in html.entities.html5


def text_has_no_control_characters(record: Record, setting: Setting) -> Iterator[Departure]:
    """Texts hold no control characters."""
    for text in prose(record, setting):
        found = _CONTROL.search(text.value)
        if found:
            got = f"U+{ord(found.group()):04X} in {around(text.value, *found.span())}"
            yield Departure(expected="printable characters", got=got, pointer=text.pointer)


def text_has_no_invisible_characters(record: Record, setting: Setting) -> Iterator[Departure]:
    """Texts hold no characters that nobody sees, and none that only one font or program knows."""
    for text in prose(record, setting):
        found = None if text.value.isascii() else INVISIBLE.search(text.value)
        if found:
            name = unicodedata.name(found.group(), "for private use")
            got = f"U+{ord(found.group()):04X} ({name.lower()}) in {around(text.value, *found.span())}"
            yield Departure(expected="characters that can be seen", got=got, pointer=text.pointer)


def text_is_normalised(record: Record, setting: Setting) -> Iterator[Departure]:
    """Accented letters are single characters (Unicode NFC)."""
    for text in prose(record, setting):
        if text.value.isascii() or unicodedata.is_normalized("NFC", text.value):
            continue
        composed = unicodedata.normalize("NFC", text.value)
        start = next(
            index for index, pair in enumerate(zip(text.value, f"{composed}\0", strict=False)) if pair[0] != pair[1]
        )
        got = " ".join(f"U+{ord(character):04X}" for character in text.value[start : start + 2])
        expected = f"U+{ord(composed[start]):04X} {composed[start]!r} as one character"
        yield Departure(expected=expected, got=f"{got} in {around(text.value, start, start + 1)}", pointer=text.pointer)


def text_is_trimmed(record: Record, setting: Setting) -> Iterator[Departure]:
    """Plain text has no blanks at its ends and none doubled; titles have no line breaks."""
    for text in _plain(record, setting):
        pattern = _BLANKS_IN_TITLE if _is_line(text) else _BLANKS_IN_TEXT
        found = pattern.search(text.value) if text.value.strip() else None
        if found:
            where = "start" if found.start() == 0 else "end" if found.end() == len(text.value) else "middle"
            got = f"{found.group()!r} at the {where} of {around(text.value, *found.span())}"
            expected = "single blanks, between words only"
            yield Departure(expected=expected, got=got, pointer=text.pointer)


def texts_are_no_stand_ins(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text says something: it is not the words that were to be replaced by it."""
    for text in _all_prose(record, setting):
        if text.names[-1] not in _TOLD_ELSEWHERE | _MASKED and is_stand_in(text.value):
            expected = "words of the record's own"
            yield Departure(expected=expected, got=around(text.value, 0, 20), pointer=text.pointer)


RECORDS: dict[str, RecordCheck] = {
    "text/no-stand-ins": texts_are_no_stand_ins,
    "text/entries-complete": entries_are_complete,
    "text/language-tag": languages_are_known,
    "text/one-entry-per-language": languages_come_once,
    "text/script-fits-language": script_fits_language,
    "text/no-garbled-characters": characters_are_not_garbled,
    "text/no-html-in-plain-text": plain_text_has_no_html,
    "text/no-control-characters": text_has_no_control_characters,
    "text/no-invisible-characters": text_has_no_invisible_characters,
    "text/normalised": text_is_normalised,
    "text/trimmed": text_is_trimmed,
}

GATHERINGS: dict[str, Gathering] = {}
