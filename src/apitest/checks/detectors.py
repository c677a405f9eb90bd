"""
The libraries that say which language a text is in, each offline, with a fixed model and the same answer every time.

`cld3-py` is small and loads at once. It is compiled for each version of Python, and not for every one yet: where it is
missing, `py3langid` takes its place, which needs numpy. `docs/languages.md` tells how right each is.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

_CLD3_LANGUAGES = (
    "af am ar az be bg bn bs ca ceb co cs cy da de el en eo es et eu fa fi fil fr fy ga gd gl gu ha haw hi hmn hr ht hu hy"
    " id ig is it iw ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my ne nl no ny pa pl ps pt ro ru sd"
    " si sk sl sm sn so sq sr st su sv sw ta te tg th tr uk ur uz vi xh yi yo zh zu"
)
"""As CLD3 names them; its names of languages in a script that is not their own, such as `ru-Latn`, are none of them."""
_ISO_639_1 = {"iw": "he", "fil": "tl"}
_CLD3_BYTES = 8000
"""Of UTF-8 that it looks at: more than those of all characters that it is given."""


class Detector(NamedTuple):
    """A library, asked in one way."""

    known: frozenset[str]
    """Languages that it can find, ISO 639-1 where there is such a code."""
    least: float
    """The confidence, from 0 to 1, from which on it is believed: measured, since each counts it in its own way."""
    shares: Callable[[str], Mapping[str, float]]
    """A text → language → confidence; those that are left out are unlikely."""


@cache
def detector() -> Detector:
    """The one that is installed, the smaller one first; loaded when it is first asked for."""
    try:
        return cld3()
    except ModuleNotFoundError:
        return py3langid()


def cld3() -> Detector:
    """
    Google's Compact Language Detector 3: one language and its probability.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    import gcld3  # noqa: PLC0415 - not installed everywhere

    identifier = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=_CLD3_BYTES)

    def shares(text: str) -> Mapping[str, float]:
        whole = text.encode("utf-8", "replace").decode("utf-8")  # halves of characters are refused
        found = identifier.FindLanguage(text=whole)
        return {_ISO_639_1.get(found.language, found.language): found.probability}

    names = frozenset(_ISO_639_1.get(name, name) for name in _CLD3_LANGUAGES.split())
    return Detector(names, 0.98, shares)


def py3langid() -> Detector:
    """
    A naive Bayes classifier over byte n-grams: the probabilities of all its languages, most of them close to 0 or 1.

    What it takes for no language at all (`zxx`) is in none that is known.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second, when first needed

    rank: Callable[[str], Any] = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).rank
    return Detector(frozenset(dict(rank(""))) - {"zxx"}, 0.9, lambda text: dict(rank(text)))
