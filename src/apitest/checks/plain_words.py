"""
Texts that are plainly in the language that they claim: told at once by a compiled schema, the others word by word.

Only for texts in the signs that records beyond doubt may hold (`beyond_doubt`): there capitals are plain ones, and blanks,
tabs and line breaks alone part words. What a schema here lets through, `detecting` and `wording` do not doubt; a test holds
them together.
"""

from collections.abc import Callable, Iterable
from functools import cache

import jsonschema_rs

from apitest.checks.detecting import FEWEST_SIGNS, LOOKED_AT, OTHER_WORDS, SMALL_WORDS
from apitest.checks.stand_ins import in_any_case
from apitest.checks.wording import OWN_WORDS, TELLING_WORDS
from apitest.model import Json

_BLANK = r"[ \t\n\r]"
_NO_SIGN_OF_A_WORD = "[^0-9A-Za-z_]"
_IN_LATIN_LETTERS = ("en", "fr", "es")
_OWN_LETTERS = {"ru": "[ыэЫЭ]", "ar": f"ة|(?:^|{_BLANK})ال", "zh": "[一-鿿]"}
"""Letters that those languages lack that are written alike."""
Plain = Callable[[Json], bool]
"""Whether the texts of a record that is beyond doubt are plain."""


@cache
def texts_are_plain() -> Plain:
    """Whether no text of a decision gives cause to doubt its language, as far as a schema can tell."""
    texts = {"items": {"anyOf": [*_too_short(), *_in_small_words(), *_in_own_letters()]}}
    return _compiled(dict.fromkeys(("title", "longTitle", "summary", "content"), texts))


@cache
def titles_are_plain() -> Plain:
    """Whether no title has small words of another language only, as far as a schema can tell."""
    telling = _between(_NO_SIGN_OF_A_WORD, _any_of(frozenset().union(*TELLING_WORDS.values())))
    own = [
        _entry(language, {"pattern": _between(_BLANK, f"(?:{'|'.join(sorted(words))})")})
        for language, words in OWN_WORDS.items()
    ]
    others = [
        {"properties": {"language": {"not": {"enum": [*OWN_WORDS]}}}},
        {"properties": {"value": {"not": {"pattern": telling}}}},
    ]
    return _compiled({"title": {"items": {"anyOf": [*own, *others]}}})


def _compiled(properties: dict[str, Json]) -> Plain:
    engine = jsonschema_rs.RegexOptions(size_limit=2**26, dfa_size_limit=2**24)
    return jsonschema_rs.Draft202012Validator({"properties": properties}, pattern_options=engine).is_valid


def _entry(language: str, value: Json) -> Json:
    return {"properties": {"language": {"const": language}, "value": value}}


def _too_short() -> Iterable[Json]:
    yield _entry("zh", {"maxLength": FEWEST_SIGNS // 4 - 1})
    yield {"properties": {"language": {"not": {"const": "zh"}}, "value": {"maxLength": FEWEST_SIGNS - 1}}}


def _in_small_words() -> Iterable[Json]:
    for language in _IN_LATIN_LETTERS:
        small, other = _any_of(SMALL_WORDS[language]), _between(_BLANK, _any_of(OTHER_WORDS[language]))
        two = rf"(?:^|{_BLANK}){small}{_BLANK}(?:[\s\S]*{_BLANK})?{small}(?:{_BLANK}|$)"
        yield _entry(language, {"maxLength": LOOKED_AT, "pattern": two, "not": {"pattern": other}})


def _in_own_letters() -> Iterable[Json]:
    return (_entry(language, {"maxLength": LOOKED_AT, "pattern": own}) for language, own in _OWN_LETTERS.items())


def _between(limit: str, word: str) -> str:
    return f"(?:^|{limit}){word}(?:{limit}|$)"


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(in_any_case, sorted(words)))})"
