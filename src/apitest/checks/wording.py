"""The language of a title, guessed from its small words: enough to ask a person, too little to be sure."""

import re
from collections.abc import Iterator, Mapping

from apitest.checks.reading import objects_of, text_of
from apitest.model import Departure, Record

_WORD = re.compile(r"\w+")
OWN_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["of", "the", "and", "on", "for", "with", "to", "in", "by", "from", "under"]),
    "fr": frozenset(["de", "du", "des", "et", "la", "le", "les", "l", "d", "sur", "pour", "au", "aux", "en", "par"]),
    "es": frozenset(["de", "del", "y", "la", "el", "los", "las", "sobre", "para", "en", "por"]),
}
_OWN = {language: re.compile(rf"\b(?:{'|'.join(words)})\b") for language, words in OWN_WORDS.items()}
TELLING_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["of", "the", "and", "on", "for", "with"]),
    "fr": frozenset(["du", "des", "et", "les", "sur", "aux", "pour"]),
    "es": frozenset(["del", "y", "sobre"]),
}
"""Words that occur in no name of a place and in none of the other two languages."""
_TELLING = re.compile(rf"\b(?:{'|'.join(sorted(frozenset().union(*TELLING_WORDS.values())))})\b")


def may_be_of(language: str, title: str) -> bool:
    """Whether a title has small words of its language, or none of another, or is in a language not known here."""
    own = _OWN.get(language)
    return own is None or own.search(title) is not None or _TELLING.search(title.lower()) is None


def titles_of_other_language(record: Record) -> Iterator[Departure]:
    """A departure for each title with words of another language and none of its own."""
    for index, entry in objects_of(record.content, "title"):
        language = text_of(entry, "language")
        words = frozenset(_WORD.findall(text_of(entry, "value").lower()))
        if language not in OWN_WORDS or not words.isdisjoint(OWN_WORDS[language]):
            continue
        other = next((name for name, telling in TELLING_WORDS.items() if not words.isdisjoint(telling)), "")
        if other:
            telling = ", ".join(map(repr, sorted(words & TELLING_WORDS[other])))
            expected = f"a title in the language {language!r}"
            got = f"{text_of(entry, 'value')!r}, with {telling} of the language {other!r}"
            yield Departure(expected=expected, got=got, pointer=f"/title/{index}/value")
