"""
Persons in answers, made unrecognisable before anything is kept or judged.

Every letter becomes an x and every digit a 0: what is left shows whether something is given and which form it has. In the
record of a contact everything is masked but what is known to be nobody's, so whatever a service adds is masked too. The
rest of a body stays as it came, byte by byte.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from apitest.model import Exchange
from apitest.wire.pseudonyms import Pseudonyms

_ASKED_FOR = re.compile("contact", re.IGNORECASE)
"""In the path or the options of an address: the answer may be about persons."""
_SET = re.compile(r"contacts(?:\(.*)?", re.IGNORECASE)
"""A step of a path: the answer is about contacts and nothing else."""
_TELLING = frozenset(
    ("firstname", "lastname", "email", "phonenumber", "phone", "fax", "address", "position", "institution", "department"),
)  # fmt: skip
"""Properties, in small letters, by which the record of a contact is known."""
_NOBODYS = frozenset(
    ("id", "uri", "country", "treaty", "treaties", "treaties/value", "updated", "protocolversion", "primary", "type",
     "language", "order"),
)  # fmt: skip
"""Properties of such a record that stay, in small letters."""
_PLAIN_ELEMENTS = _NOBODYS - {"id", "uri", "treaties", "treaties/value"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d.eE+-]*")
_DESCRIPTION = re.compile(r"<(?:\w+:)?(?:Edmx|service)\b")
_TAG_AND_TEXT = re.compile(r"(<[^>]*>?|^)([^<]*)")
_NAME_OF_TAG = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_TITLE = re.compile(r"<link\b[^>]*\btitle=[\"']([^\"']*)")


def without_persons(answer: Exchange, ids: Pseudonyms | None = None) -> Exchange:
    """
    An answer whose persons are masked; the same one if it has none.

    `ids`: is told which ids were replaced, so that whoever asked can ask for single records.
    """
    if not answer.body or not may_hold_persons(answer.query.url):
        return answer
    parts = urlsplit(answer.query.url)
    own = Pseudonyms()
    clean = _cleaned(answer, _Ids(own, of_set=any(map(_SET.fullmatch, unquote(parts.path).split("/")))))
    if ids is not None:
        ids.learn(own)
    if not own.known:
        return clean
    headers = tuple((name, own.everywhere(own.in_addresses(value))) for name, value in clean.headers)
    return replace(clean, headers=headers)


def may_hold_persons(url: str) -> bool:
    """Whether what is asked for may be about persons, so that the answer is looked through."""
    parts = urlsplit(url)
    return _ASKED_FOR.search(unquote(f"{parts.path}?{parts.query}")) is not None


def without_persons_all(answers: Iterable[Exchange]) -> Iterator[Exchange]:
    """Answers of one recording whose persons are masked, also in the addresses that were asked for."""
    ids = Pseudonyms()
    for answer in [without_persons(answer, ids) for answer in answers]:
        url = ids.everywhere(ids.in_addresses(answer.query.url)) if ids.known else answer.query.url
        yield replace(answer, query=replace(answer.query, url=url))


@dataclass(frozen=True, slots=True)
class _Ids:
    """What stands for the ids in one answer."""

    known: Pseudonyms
    of_set: bool
    """Whether the answer is about contacts alone, so that every id in it is one of theirs."""

    def of(self, key: str) -> str:
        """What stands for an id."""
        return self.known.of(key)

    def owns(self, holder: "_Holder") -> bool:
        """Whether an id in this object is that of a contact."""
        return self.of_set or holder.is_of_a_person

    def in_addresses(self, text: str) -> str:
        """A text in which keys in addresses are replaced."""
        return self.known.in_addresses(text) if self.of_set else text


def _cleaned(answer: Exchange, ids: _Ids) -> Exchange:
    try:
        text, encoding = answer.body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = answer.body.decode("latin-1"), "latin-1"
    hidden = _hidden(text, ids)
    return answer if hidden == text else replace(answer, body=hidden.encode(encoding, "replace"))


def _hidden(text: str, ids: _Ids) -> str:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        # Most answers that might be about persons are about projects: they are long, and hold no word that tells of one.
        return _json_hidden(text, ids) if ids.of_set or _may_tell(text) else text
    if start == "<":
        return text if _DESCRIPTION.search(text[:2000]) else "".join(_xml_hidden(text, ids))
    return text if text.strip().isdecimal() else masked(text)


def _may_tell(text: str) -> bool:
    """Whether a property by which a contact is known may be in a text; word by word is many times as fast as a pattern."""
    small = text.lower()
    return any(word in small for word in _TELLING)


def masked(text: str) -> str:
    """A text with an x for each letter and a 0 for each digit; capitals stay capitals."""
    return "".join(map(_masked_sign, text))


def _masked_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind[0] in "LM":
        return "X" if kind == "Lu" else "x"
    return "0" if kind[0] == "N" else sign


def _xml_hidden(text: str, ids: _Ids) -> Iterator[str]:
    """A feed or a page, tag by tag; what stands between two is masked but in the elements that hold nobody."""
    listed = ""
    for part in _TAG_AND_TEXT.finditer(text):
        tag, between = part.groups()
        named, titled = _NAME_OF_TAG.match(tag), _TITLE.search(tag)
        name = named[1].lower() if named else ""
        listed = titled[1].lower() if titled else listed
        yield ids.in_addresses(tag)
        if not between.strip() or f"{listed}/{name}" in _NOBODYS or name in _PLAIN_ELEMENTS:
            yield between
        elif name == "id":
            yield ids.in_addresses(between) if "://" in between else ids.of(between)
        else:
            yield masked(between)


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


def _json_hidden(text: str, ids: _Ids) -> str:
    parts, done, links = list[str](), 0, list[int]()
    for value in [*_values(text)]:
        if value.names[0] == "id" and not value.names[1].startswith("__") and ids.owns(value.holder):
            said = _told(value.text, ids.of)
        elif value.holder.is_of_a_person and _NOBODYS.isdisjoint(value.names):
            said = _masked_token(value.text)
        else:
            said = _told(value.text, ids.in_addresses) if "('" in value.text else value.text
            if "next" in value.names[0]:
                links.append(len(parts) + 1)
        if said != value.text or "next" in value.names[0]:
            parts += [text[done : value.start], said]
            done = value.end
    for place in links:
        parts[place] = ids.known.everywhere(parts[place])
    return "".join([*parts, text[done:]])


def _told(token: str, change: Callable[[str], str]) -> str:
    """A text of the document, changed; anything else as it stands."""
    try:
        before = json.loads(token, strict=False) if token.startswith('"') else None
    except ValueError:
        return _masked_token(token)
    after = change(before) if isinstance(before, str) else before
    return token if after == before else json.dumps(after, ensure_ascii=False)


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
