"""
The part of an answer in which a finding was seen, short and without what is personal: as served, never read and said anew.

Text in, text out, in time that grows with the answer alone, whatever it holds. Mail addresses lose the part before the @,
and what is secret in the address of a target is left out; the evidence had left out all other secrets before.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apitest.bundles.redaction import MAIL, secrets_of
from apitest.evidence import Evidence
from apitest.model import Exchange
from apitest.results import ExcerptRow, FindingRow, Results

_LARGEST = 8_000_000
"""Characters of an answer that are looked through."""
_RECORD = 20_000
"""Characters of a record that are looked through for a field."""
_SHOWN = 320
"""Characters shown."""
_WORD = 120
"""A word is not cut, so that no part of a secret is left; one that is longer than this is left out whole."""
_TYPE = 100
_DEEPEST, _NAME = 8, 100
"""Parts of a pointer, and letters of a name, that are followed."""
_NEAR = 200
"""Characters behind the beginning of an item within which its field is seen anyway."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[{}]|-?\d+', re.DOTALL)
_CONNECTED = re.compile(r"[A-Za-z0-9._~%+/=@-]")
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
_MASK = "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where something stands in a text."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    text: str
    end: int
    """Where it ends in the whole."""


def with_excerpts(results: Results, evidence: Evidence, numbers: Mapping[str, int]) -> Results:
    """The results with, beside each finding that names an exchange, what it was seen in."""
    digests = {number: digest for digest, number in numbers.items()}
    secrets = secrets_of(target["url"] for target in results["targets"])
    findings = list(results["findings"])
    groups: dict[int, list[int]] = {}
    for place, finding in enumerate(findings):
        if finding["exchange"] is not None:
            groups.setdefault(finding["exchange"], []).append(place)
    for number, places in groups.items():
        exchange = evidence.find(digests[number])
        if isinstance(exchange, Exchange):
            told = _excerpts(exchange, [findings[place] for place in places], secrets)
            for place, row in zip(places, told, strict=True):
                findings[place] = {**findings[place], "excerpt": row}
    return {**results, "findings": findings}


def _excerpts(exchange: Exchange, findings: Sequence[FindingRow], secrets: tuple[str, ...]) -> Iterator[ExcerptRow]:
    text = exchange.body[:_LARGEST].decode("utf-8", "replace")
    wanted = frozenset(finding["record"] for finding in findings if finding["record"])
    spans = records_in(text, wanted) if wanted else {}
    for finding in findings:
        record = spans.get(finding["record"] or "")
        yield {
            "status": exchange.status,
            "type": exchange.header("content-type")[:_TYPE],
            "text": "" if finding["record"] and not record else excerpt(text, record, finding["pointer"], secrets),
        }


def excerpt(text: str, record: Span | None, pointer: str, secrets: Sequence[str] = ()) -> str:
    """
    What is shown of an answer: the field of the record from its name on, or the beginning of the record, or of the answer.

    `record`: where it stands in the text, if it is known; `pointer`: JSON pointer to the field, in canonical names.
    """
    span = record or Span(begin=0, end=len(text))
    place = _field(text, span, pointer) if record else None
    begin = span.begin if place is None else place
    part = _cut(text, begin, min(span.end, begin + _SHOWN))
    before, after = ("… " if begin > span.begin else ""), (" …" if part.end < span.end else "")
    return f"{before}{_bare(part.text, secrets)}{after}" if part.text else after.strip()


# --- where a record stands --------------------------------------------------------------------------------------------


def records_in(text: str, wanted: frozenset[str]) -> Mapping[str, Span]:
    """Where the records of these ids stand: in JSON the object that has it as a value, in XML the entry around it."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        return {name: span for name in wanted if (span := _entry(text, name))}
    return _objects(text, wanted)


def _entry(text: str, name: str) -> Span | None:
    found = text.find(f">{name}<")
    if found < 0:
        return None
    begin = max(text.rfind("<entry", 0, found), text.rfind("<m:properties", 0, found), 0)
    end = text.find("</entry>", found)
    return Span(begin=begin, end=min(len(text) if end < 0 else end, begin + _RECORD))


def _objects(text: str, wanted: frozenset[str]) -> Mapping[str, Span]:
    """One pass over the text; of several objects with an id, the longest that has it under the key `id`."""
    literals = {form: name for name in wanted for form in _forms(name)}
    found: dict[str, tuple[bool, int, Span]] = {}
    stack: list[tuple[int, list[tuple[str, bool]]]] = []
    before = ""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "{":  # noqa: S105 - a bracket
            stack.append((match.start(), []))
        elif token != "}":  # noqa: S105 - a bracket
            name = literals.get(token)
            if name is not None and stack:
                stack[-1][1].append((name, before.strip('"').lower() == "id"))
        elif stack:
            begin, names = stack.pop()
            span = Span(begin=begin, end=min(match.end(), begin + _RECORD))
            for name, named in names:
                candidate = (named, match.end() - begin, span)
                if name not in found or candidate[:2] > found[name][:2]:
                    found[name] = candidate
        before = token
    return {name: span for name, (_, _, span) in found.items()}


def _forms(name: str) -> tuple[str, ...]:
    """How an id may be written in JSON."""
    written = (json.dumps(name), json.dumps(name, ensure_ascii=False))
    return (*written, *(form.replace("/", "\\/") for form in written), name)


def _field(text: str, record: Span, pointer: str) -> int | None:
    """Where the field of a record begins; the deepest part of the pointer that is found."""
    span, found = record, None
    for part in pointer.split("/")[1:_DEEPEST]:
        if part.isdecimal():
            item = _item(text, span, int(part[:6]))
            if item is None:
                return found
            span, found = item, item.begin
        else:
            match = _key(part).search(text, span.begin, span.end)
            if match is None:
                return found
            near = found is not None and match.start() - found < _NEAR
            span, found = Span(begin=match.end(), end=span.end), found if near else match.start()
    return found


def _key(name: str) -> re.Pattern[str]:
    """A name as a key of JSON or an element of XML, however it is joined and whatever the size of its letters."""
    letters = "[_-]?".join(letter for letter in name[:_NAME] if letter.isalnum()) or r"\Z"
    return re.compile(rf'["<](?:\w{{1,20}}:)?{letters}(?:"\s*:|[\s/>])', re.IGNORECASE)


def _item(text: str, span: Span, wanted: int) -> Span | None:
    """The item of that number in the list that begins next; None: in XML, or where there are no so many."""
    opened = text.find("[", span.begin, min(span.end, span.begin + _NEAR))
    if opened < 0:
        return None
    depth, number, begin = 0, -1, 0
    for match in _BRACKET.finditer(text, opened + 1, span.end):
        token = match.group()
        if depth == 0 and token not in "]}":  # noqa: S105 - brackets
            number, begin = number + 1, match.start()
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token, 0)
        if depth < 0:
            return None
        if number == wanted and depth == 0:
            return Span(begin=begin, end=match.end())
    return None


# --- what is shown of it ----------------------------------------------------------------------------------------------


def _cut(text: str, begin: int, end: int) -> _Part:
    """A part of a text that ends between words."""
    last = end
    while last > max(begin, end - _WORD) and _joined(text, last):
        last -= 1
    return _Part(text="" if _joined(text, last) else text[begin:last], end=last)


def _joined(text: str, place: int) -> bool:
    """Whether a cut here would go through a word."""
    inside = 0 < place < len(text)
    return inside and bool(_CONNECTED.match(text, place - 1) and _CONNECTED.match(text, place))


def _bare(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, _MASK)
    covered = MAIL.sub(rb"***\2", text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    return " ".join(covered.split())
