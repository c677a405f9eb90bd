"""Which session of a conference is meant: by the number of a decision, and by the title of a meeting."""

import re
from collections.abc import Mapping

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty")
_ORDINALS: Mapping[str, int] = (
    {word: number for number, word in enumerate((*_UNITS, *_TEENS), 1)}
    | {f"{tens[:-1]}ieth": 20 + 10 * place for place, tens in enumerate(_TENS)}
    | {f"{tens} {unit}": 21 + 10 * place + one for place, tens in enumerate(_TENS) for one, unit in enumerate(_UNITS)}
)
_BEHIND = r"(?: ordinary| regular)? (?:meeting|session|conference)"
_WORDS = re.compile(rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))}){_BEHIND}\b")
_DIGITS = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th){_BEHIND}\b")
_SHORT = re.compile(r"\b(?:cop|mop|cmp|cma|session) ?(\d{1,2})\b")
_PREFIXED = re.compile(r"[A-Z]{2}-(?P<session>[IVXL]+|\d{1,2})/\d+")
_IN_FRONT = re.compile(r"(?P<session>[IVXL]+|\d{1,2})[./]\d+")
_BEHIND_STROKE = re.compile(r"\d+/(?:CP|CMP|CMA|COP)\.(?P<session>\d{1,2})")
_FORMS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "basel": (_PREFIXED, _IN_FRONT),
    "rotterdam": (_PREFIXED,),
    "stockholm": (_PREFIXED,),
    "minamata": (_PREFIXED,),
    "cbd": (_IN_FRONT,),
    "cartagena": (_PREFIXED,),
    "nagoya": (_PREFIXED,),
    "montreal": (_IN_FRONT,),
    "vienna": (re.compile(r"VC (?P<session>[IVXL]+)/\d+"),),
    "unfccc": (_BEHIND_STROKE,),
    "kyoto": (_BEHIND_STROKE,),
    "paris": (_BEHIND_STROKE,),
    "unccd": (_BEHIND_STROKE,),
    "cites": (re.compile(r"Conf\. (?P<session>\d{1,2})\.\d+"), _IN_FRONT),
    "cms": (_IN_FRONT,),
    "aewa": (_IN_FRONT,),
    "ramsar": (_IN_FRONT,),
}
"""Treaty → forms of its numbers in which the session stands; revised numbers fit none, for they name two sessions."""


def session_of_number(treaty: str, number: str) -> int | None:
    """The session that the number of a decision names; None: it names none that is certain."""
    matches = (form.fullmatch(number.strip()) for form in _FORMS.get(treaty, ()))
    found = next((match["session"] for match in matches if match), "")
    return int(found) if found.isdecimal() else _roman(found)


def session_of_title(title: str) -> int | None:
    """The session that the title of a meeting names; None: none, more than one, or an extraordinary one."""
    plain = " ".join(re.findall(r"[a-z]+|\d+(?:st|nd|rd|th)?", title.lower()))
    if "extraordinary" in plain:
        return None
    found = {_ORDINALS[word] for word in _WORDS.findall(plain)}
    found |= {int(digits) for pattern in (_DIGITS, _SHORT) for digits in pattern.findall(plain)}
    return found.pop() if len(found) == 1 else None


def _roman(numeral: str) -> int | None:
    values = [_ROMAN[letter] for letter in numeral]
    total = sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
    return total or None
