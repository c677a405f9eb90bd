"""What differs between two forms of a value, apart from what is inside it: types, formats, codes, limits."""

import json
from collections.abc import Iterator

from apitest.comparison.forms import Form

Difference = tuple[str, str, str]
"""Rule, old, new."""
_FLOORS = frozenset({"minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties"})
_CEILINGS = frozenset({"maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties"})
_EDM_WIDTH = {"Edm.Byte": 1, "Edm.Int16": 2, "Edm.Int32": 3, "Edm.Single": 11, "Edm.Double": 12}
"""Types that are written alike in JSON; those ten apart do not fit into each other."""
_STEP = 5


def value_differences(old: Form, new: Form) -> Iterator[Difference]:
    """Everything but fields, items and alternatives."""
    if old.edm and new.edm:
        yield from _edm(old, new)
    else:
        yield from _types(old, new)
    yield from _nullable(old, new)
    if _same_kind(old, new):
        yield from _format(old, new)
        yield from _codes(old, new)
        yield from _vocabulary(old, new)
        yield from _limits(old, new)


def is_other(old: Form, new: Form) -> bool:
    """Whether the values are of kinds that have nothing in common, so that nothing inside can be compared."""
    return bool(old.plain and new.plain and not _common(old.plain, new.plain))


def _same_kind(old: Form, new: Form) -> bool:
    return not is_other(old, new) and not (old.edm and new.edm and old.edm != new.edm)


def _common(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    return _with_integers(old) & _with_integers(new)


def _with_integers(types: frozenset[str]) -> frozenset[str]:
    return types | {"integer"} if "number" in types else types


def _types(old: Form, new: Form) -> Iterator[Difference]:
    before, after = old.plain, new.plain
    if before == after or old.options or new.options:
        return
    told = _said(before), _said(after)
    if not before or (after and _with_integers(after) < _with_integers(before)):
        yield "type-narrowed", *told
    elif not after or _with_integers(before) < _with_integers(after):
        yield "type-widened", *told
    else:
        yield "type-changed", *told


def _said(types: frozenset[str]) -> str:
    return " or ".join(sorted(types)) or "anything"


def _edm(old: Form, new: Form) -> Iterator[Difference]:
    if old.edm == new.edm:
        return
    if is_other(old, new):
        yield "type-changed", old.edm, new.edm
        return
    before, after = _EDM_WIDTH.get(old.edm, 0), _EDM_WIDTH.get(new.edm, 0)
    if before and after and abs(before - after) < _STEP:
        yield "edm-type-widened" if after > before else "edm-type-narrowed", old.edm, new.edm
    elif not (_own(old.edm) and _own(new.edm)):
        yield "edm-type-changed", old.edm, new.edm


def _own(name: str) -> bool:
    """Whether a type is the service's own: what differs inside it is told property by property, not by its name."""
    return not name.removeprefix("Collection(").startswith("Edm.")


def _nullable(old: Form, new: Form) -> Iterator[Difference]:
    if old.types and new.types and old.nullable != new.nullable:
        yield ("became-nullable" if new.nullable else "no-longer-nullable"), _null(old), _null(new)


def _null(form: Form) -> str:
    return "may be null" if form.nullable else "never null"


def _format(old: Form, new: Form) -> Iterator[Difference]:
    if old.format == new.format:
        return
    told = old.format or "any form", new.format or "any form"
    if not old.format:
        yield "format-fixed", *told
    elif not new.format:
        yield "format-freed", *told
    else:
        yield "format-changed", *told


def _codes(old: Form, new: Form) -> Iterator[Difference]:
    if old.codes == new.codes:
        return
    if old.codes is None:
        yield "codes-fixed", "any value", _few(new.codes or ())
    elif new.codes is None:
        yield "codes-freed", _few(old.codes), "any value"
    else:
        yield from ((("code-removed", code, "")) for code in old.codes if code not in new.codes)
        yield from ((("code-added", "", code)) for code in new.codes if code not in old.codes)


def _few(codes: tuple[str, ...]) -> str:
    shown = ", ".join(codes[:5])
    return f"{shown} and {len(codes) - 5} more" if len(codes) > len(codes[:5]) else shown


def _vocabulary(old: Form, new: Form) -> Iterator[Difference]:
    if old.vocabulary == new.vocabulary:
        return
    told = old.vocabulary or "no list", new.vocabulary or "no list"
    if not old.vocabulary:
        yield "vocabulary-named", *told
    else:
        yield "vocabulary-changed" if new.vocabulary else "vocabulary-dropped", *told


def _limits(old: Form, new: Form) -> Iterator[Difference]:
    for keyword in dict.fromkeys([*old.limits, *new.limits]):
        before, after = old.limits.get(keyword), new.limits.get(keyword)
        if before == after:
            continue
        told = _limit(keyword, before), _limit(keyword, after)
        if before is not None and after is not None and keyword in ("pattern", "multipleOf"):
            yield "pattern-changed", *told
        else:
            yield "limit-loosened" if _looser(keyword, before, after) else "limit-tightened", *told


def _limit(keyword: str, value: object) -> str:
    return "no limit" if value is None else f"{keyword} {json.dumps(value, ensure_ascii=False)}"


def _looser(keyword: str, before: object, after: object) -> bool:
    if before is None or after is None:
        return after is None or after is False
    if keyword in _FLOORS and isinstance(before, int | float) and isinstance(after, int | float):
        return after < before
    if keyword in _CEILINGS and isinstance(before, int | float) and isinstance(after, int | float):
        return after > before
    return not after
