"""
Persons in answers, made unrecognisable before anything is kept or judged.

Every letter becomes an x and every digit a 0: what is left shows whether something is given and which form it has. In the
record of a contact everything is masked but what is known to be nobody's, so whatever a service adds is masked too. The
rest of a body stays as it came, byte by byte.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from apitest.model import Exchange

_ASKED_FOR = re.compile("contact", re.IGNORECASE)
"""In the path or the options of an address: the answer may be about persons."""
_TELLING = frozenset(
    ("firstname", "lastname", "email", "phonenumber", "phone", "fax", "address", "position", "institution", "department"),
)  # fmt: skip
"""Properties, in small letters, by which the record of a contact is known."""
_NOBODYS = frozenset(
    ("id", "uri", "country", "treaty", "treaties", "treaties/value", "updated", "protocolversion", "primary", "type",
     "language", "order"),
)  # fmt: skip
"""Properties of such a record that stay, in small letters."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d.eE+-]*")
_DESCRIPTION = re.compile(r"<(?:\w+:)?(?:Edmx|service)\b")
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<]+")


def without_persons(answer: Exchange) -> Exchange:
    """An answer whose persons are masked; the same one if it has none."""
    parts = urlsplit(answer.query.url)
    if not answer.body or not _ASKED_FOR.search(unquote(f"{parts.path}?{parts.query}")):
        return answer
    try:
        text, encoding = answer.body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = answer.body.decode("latin-1"), "latin-1"
    hidden = _hidden(text)
    return answer if hidden == text else replace(answer, body=hidden.encode(encoding, "replace"))


def _hidden(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        return _json_hidden(text)
    if start == "<":
        return text if _DESCRIPTION.search(text[:2000]) else _BETWEEN_TAGS.sub(lambda part: masked(part.group()), text)
    return text if text.strip().isdecimal() else masked(text)


def masked(text: str) -> str:
    """A text with an x for each letter and a 0 for each digit; capitals stay capitals."""
    return "".join(map(_masked_sign, text))


def _masked_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind[0] in "LM":
        return "X" if kind == "Lu" else "x"
    return "0" if kind[0] == "N" else sign


# --- JSON, token by token -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Holder:
    """An object or a list of the document."""

    inside: "_Holder | None"
    name: str = ""
    """The property of the object around it that holds it, in small letters."""
    telling: bool = False
    key: str = ""
    """The property that comes next, in small letters."""

    @property
    def is_of_a_person(self) -> bool:
        """Whether this, or what is around it, is the record of a contact."""
        return self.telling or (self.inside is not None and self.inside.is_of_a_person)


class _Value(NamedTuple):
    """A plain value in the text, and where it stands."""

    start: int
    end: int
    text: str
    holder: _Holder
    names: tuple[str, str]
    """Its property, and that with the property around it before it."""


def _json_hidden(text: str) -> str:
    parts, done = [], 0
    for value in [*_values(text)]:
        if value.holder.is_of_a_person and _NOBODYS.isdisjoint(value.names):
            parts += [text[done : value.start], _masked_token(value.text)]
            done = value.end
    return "".join([*parts, text[done:]])


def _values(text: str) -> Iterator[_Value]:
    """Every plain value; the text need not be well-formed."""
    here = _Holder(None)
    tokens = [*_TOKEN.finditer(text)]
    signs = [token.group() for token in tokens]
    for token, sign, following in zip(tokens, signs, [*signs[1:], ""], strict=True):
        if sign in ("{", "["):
            name = here.name if here.key in ("", "results") else here.key
            here = _Holder(here, name=name, key="" if sign == "{" else here.key)
        elif sign in ("}", "]"):
            here = here.inside or here
        elif sign not in (",", ":"):
            if following == ":":
                here.key = sign.strip('"').lower()
                here.telling = here.telling or here.key in _TELLING
            else:
                yield _Value(token.start(), token.end(), sign, here, (here.key, f"{here.name}/{here.key}"))


def _masked_token(token: str) -> str:
    if _NUMBER.fullmatch(token):
        return re.sub(r"\d", "1", token)
    if not token.startswith('"'):
        return token
    if len(token) == 1 or not token.endswith('"'):  # the body breaks off within a text
        return masked(token)
    try:
        return json.dumps(masked(json.loads(token, strict=False)), ensure_ascii=False)
    except ValueError:
        return '"' + "x" * (len(token) - 2) + '"'
