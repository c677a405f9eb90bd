"""
Which language a text is in, where that is certain enough to be said.

Signs that need no library come first: a text with small words of its own language and of no other is not doubted, nor is
one in letters that only its language has. Only a doubted text is put before a detector (`apitest.checks.detectors`), which
is loaded when the first one comes. Below a floor of length and of confidence nothing is said.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from apitest.checks.detectors import Detector, detector

FEWEST_SIGNS = 60
"""A text with fewer characters is too short to be sure of; of Chinese, a quarter of it is enough."""
_FEWEST_LETTERS = 40
"""As many of them must be letters, outside markup; of Chinese a quarter."""
_MOST_LEFT = 0.02
"""What the detector may still give to the language that the text claims."""
_REMEMBERED = 2000
"""Texts whose language is not asked for again: those of a service recur."""
LOOKED_AT = 2000
"""Characters of a text that are looked at."""

_MARKUP = re.compile(r"<[^<>]{1,200}>|&#?\w{1,31};|\bhttps?://\S+|\b[\w.-]+@[\w.-]+\b|[\d_]+")
"""What is in no language."""
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(["the", "of", "and", "for", "with", "from"]),
    "fr": frozenset(["du", "des", "et", "les", "aux", "une", "dans", "sur", "pour"]),
    "es": frozenset(["el", "los", "las", "del", "y"]),
    "pt": frozenset(["os", "uma", "dos", "das"]),
    "de": frozenset(["der", "die", "das", "und"]),
    "it": frozenset(["della", "delle", "dei", "il"]),
    "nl": frozenset(["het", "een", "van"]),
}
"""Words that a text of some length in the language hardly does without."""
OTHER_WORDS = {
    language: frozenset().union(*(words for name, words in SMALL_WORDS.items() if name != language)) - own
    for language, own in SMALL_WORDS.items()
}
_ENOUGH_WORDS = 2
_OWN_LETTERS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "ru": (re.compile("[ыэЫЭ]"), re.compile("[Ѐ-ӿ](?<![А-Яа-яЁё])")),
    "ar": (re.compile(r"ة|\bال"), re.compile("[\u0600-\u06ff](?<![\u0600-\u065f\u0670])")),
    "zh": (re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff\uac00-\ud7af]")),
}
"""Language → letters that those written alike lack, and letters that it lacks itself."""
_KIN = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "sr", "bs", "sl"}),
    frozenset({"id", "ms", "jv", "su"}),
    frozenset({"cs", "sk"}),
    frozenset({"gl", "pt"}),
    frozenset({"gl", "es", "an"}),
    frozenset({"af", "nl"}),
    frozenset({"zh", "ja", "wuu", "yue"}),
    frozenset({"ar", "ary", "arz"}),
    frozenset({"fa", "ps", "ur"}),
)
"""Languages too close to be told apart in a few lines: none is held against another, and their confidence is one."""


class Told(NamedTuple):
    """What the detector says of a text."""

    language: str
    """ISO 639-1."""
    confidence: float
    """From 0 to 1, as the detector counts it: close to 1 for most texts."""


def is_doubted(language: str, text: str) -> bool:
    """Whether a text is long enough to be judged and bears no plain signs of the language that it claims."""
    if len(text) < FEWEST_SIGNS and (language != "zh" or len(text) < FEWEST_SIGNS // 4):
        return False
    text = text[:LOOKED_AT]
    if language in _OWN_LETTERS:
        own, other = _OWN_LETTERS[language]
        return own.search(text) is None or other.search(text) is not None
    if language not in SMALL_WORDS:
        return True
    words = text.lower().split()
    found = sum(map(SMALL_WORDS[language].__contains__, words))
    return found < _ENOUGH_WORDS or not OTHER_WORDS[language].isdisjoint(words)


@lru_cache(_REMEMBERED)
def told_apart(language: str, text: str) -> Told | None:
    """Another language than the claimed one, where a text is certain to be in it; None: nothing can be said."""
    if not is_doubted(language, text):
        return None
    words = _MARKUP.sub(" ", text[:LOOKED_AT])
    letters = sum(map(str.isalpha, words))
    if letters < (_FEWEST_LETTERS // 4 if language == "zh" else _FEWEST_LETTERS):
        return None
    return told_by(detector(), language, words)


def told_by(asked: Detector, language: str, words: str) -> Told | None:
    """What a detector is certain of, against the language that words claim."""
    shares = asked.shares(words)
    found = max(shares, key=shares.__getitem__)
    kin = _kin(found)
    confidence = min(1.0, sum(shares.get(name, 0.0) for name in kin))
    if language in kin or not asked.known.issuperset((language, found)):
        return None
    if confidence < asked.least or shares.get(language, 0.0) > _MOST_LEFT:
        return None
    return Told(found, confidence)


def _kin(language: str) -> frozenset[str]:
    """A language and those that are too close to it."""
    return frozenset({language}).union(*(family for family in _KIN if language in family))
