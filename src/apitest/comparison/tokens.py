"""A record → what is compared of it: a short token for every value, at a place that does not hang on the order of lists."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from apitest.model import Json, Shape

_LONGEST = 60
"""Values up to so many characters stand for themselves; of longer ones a digest is kept."""
_KEYS = ("language", "id", "term", "code", "country", "type")
"""Properties that tell the entries of a list apart, the first that all have with different values."""
ORDER = "(order)"


def tokens_of(content: Mapping[str, Json]) -> dict[str, str]:
    """Place → token. What is null or an empty list is as if it were not there."""
    return dict(_tokens(content, ""))


def _tokens(value: Json, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _tokens(inner, f"{place}/{_step(str(name))}")
    elif isinstance(value, list | tuple):
        names = _names(value)
        if len(names) > 1 and names[0] != "1":
            yield f"{place}/{ORDER}", json.dumps(names, ensure_ascii=False)
        for name, inner in zip(names, value, strict=True):
            yield from _tokens(inner, f"{place}/{_step(name)}")
    elif value is not None:
        yield place, _token(value)


def _step(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _names(items: Iterable[Json]) -> list[str]:
    """A name for each entry of a list: the value of what tells them apart, else its number."""
    entries = list(items)
    for key in _KEYS:
        names = [str(item[key]) for item in entries if isinstance(item, Mapping) and isinstance(item.get(key), str)]
        if len(names) == len(entries) and len(set(names)) == len(names):
            return [f"{key}={name}" for name in names]
    return [str(number) for number in range(1, len(entries) + 1)]


def _token(value: Json) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value, ensure_ascii=True, default=str)
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[:24]}… ({len(text) - 2} characters, digest {digest})"


def pattern_of(place: str) -> str:
    """A place with `*` for every entry of a list: `/title/language=en/value` → `/title/*/value`."""
    steps = place.split("/")[1:]
    return "".join(f"/{'*' if _is_entry(step) else step}" for step in steps)


def _is_entry(step: str) -> bool:
    return step.isdecimal() or (step.partition("=")[0] in _KEYS and "=" in step)


def kind_of(token: str) -> str:
    """The JSON type of the value that a token stands for."""
    if token[:1] == '"':
        return "string"
    if token in ("true", "false"):
        return "boolean"
    return "number" if "." in token or "e" in token.lower() else "integer"


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Place → old and new token, an empty one where there is none. The order of a list is that of what both have."""
    found = {}
    for place in dict.fromkeys([*old, *new]):
        before, after = old.get(place, ""), new.get(place, "")
        if before != after and not (place.endswith(f"/{ORDER}") and _same_order(before, after)):
            found[place] = (before, after)
    return found


def _same_order(before: str, after: str) -> bool:
    if not before or not after or "digest" in before + after:
        return not before or not after
    one, other = json.loads(before), json.loads(after)
    common = set(one) & set(other)
    return [name for name in one if name in common] == [name for name in other if name in common]


def known_patterns(shape: Shape, place: str = "") -> Iterator[str]:
    """The patterns of the values that a contract knows."""
    for name, inner in shape.fields.items():
        here = f"{place}/{name}"
        if inner.fields:
            yield from known_patterns(inner, f"{here}/*" if inner.kind.value == "collection" else here)
        else:
            yield f"{here}/*" if inner.kind.value == "list" else here
