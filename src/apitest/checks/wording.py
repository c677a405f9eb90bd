"""The language of a title, guessed from its small words: enough to ask a person, too little to be sure."""

import re
from collections.abc import Iterator, Mapping

from apitest.checks.reading import objects_of, text_of
from apitest.model import Departure, Record

_WORD = re.compile(r"\w+")
_OWN_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["of", "the", "and", "on", "for", "with", "to", "in", "by", "from", "under"]),
    "fr": frozenset(["de", "du", "des", "et", "la", "le", "les", "l", "d", "sur", "pour", "au", "aux", "en", "par"]),
    "es": frozenset(["de", "del", "y", "la", "el", "los", "las", "sobre", "para", "en", "por"]),
}
_TELLING_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["of", "the", "and", "on", "for", "with"]),
    "fr": frozenset(["du", "des", "et", "les", "sur", "aux", "pour"]),
    "es": frozenset(["del", "y", "sobre"]),
}
"""Words that occur in no name of a place and in none of the other two languages."""


def titles_of_other_language(record: Record) -> Iterator[Departure]:
    """A departure for each title with words of another language and none of its own."""
    for index, entry in objects_of(record.content, "title"):
        language = text_of(entry, "language")
        words = frozenset(_WORD.findall(text_of(entry, "value").lower()))
        if language not in _OWN_WORDS or not words.isdisjoint(_OWN_WORDS[language]):
            continue
        other = next((name for name, telling in _TELLING_WORDS.items() if not words.isdisjoint(telling)), "")
        if other:
            telling = ", ".join(map(repr, sorted(words & _TELLING_WORDS[other])))
            expected = f"a title in the language {language!r}"
            got = f"{text_of(entry, 'value')!r}, with {telling} of the language {other!r}"
            yield Departure(expected=expected, got=got, pointer=f"/title/{index}/value")
