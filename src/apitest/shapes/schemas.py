"""
The schemas of a dialect's OpenAPI document: what fits them, where a value differs, and in which words.

jsonschema_rs decides, once compiled, in microseconds, and says where a value differs; jsonschema explains the few
differences that are told, and is imported when there is one, because it costs 60 ms. A test holds the two to the same
verdicts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs
import orjson

from apitest.dialects import openapi_document, openapi_form
from apitest.dialects.openapi import OpenApiForm
from apitest.model import Contract, Json

_FORMATS = ("date", "date-time", "uri", "uri-reference")
_LENGTH = 80
_COMPOSITE = frozenset({"anyOf", "oneOfMultipleValid", "oneOfNotValid", "not"})
"""Differences that lie deeper than where they are told."""
Step = str | int
Way = frozenset[tuple[str, ...]]
"""Rules of a schema that a value breaks, each by where it stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One way in which a value differs from its schema."""

    path: tuple[Step, ...]
    """From the value that was judged to where it differs."""
    names: frozenset[str]
    """Properties that are missing or unknown there; empty: the value there is at fault itself."""
    expected: str
    got: str


class Difference(NamedTuple):
    """Where a value differs from its schema; as `Misfit`, without words."""

    path: tuple[Step, ...]
    names: frozenset[str]
    rules: Way
    """What is broken, and what of it in each of the forms that a value may have."""
    composite: bool
    """Whether what is wrong lies deeper."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema, compiled, and the same to explain with."""

    decides: Any
    """A validator of jsonschema_rs."""
    whole: Json
    """The schema with its components."""

    @property
    def explains(self) -> Any:  # noqa: ANN401 - jsonschema is imported when it is needed
        """A validator of jsonschema."""
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - see above

        return Draft202012Validator(self.whole, format_checker=_formats())

    def fits(self, value: Json) -> bool:
        """Whether a value fits."""
        return bool(self.decides.is_valid(value))

    def differences(self, value: Json) -> list[Difference]:
        """Where a value differs; empty: it fits."""
        try:
            return [_difference(error) for error in self.decides.iter_errors(value)]
        except UnicodeEncodeError:  # half of a surrogate pair: jsonschema_rs cannot say where, jsonschema can
            return [Difference(path=(), names=frozenset(), rules=frozenset({("surrogate",)}), composite=True)]

    def misfits(self, value: Json) -> list[Misfit]:
        """How a value differs; empty: it fits."""
        if self.fits(value):
            return []
        # jsonschema tells each property that is missing by itself; one misfit names them all.
        explained = dict.fromkeys(_explained(error) for error in self.explains.iter_errors(value))
        return list(explained) or [
            Misfit(
                path=tuple(error.instance_path), names=frozenset(), expected="the form of its schema", got=error.message
            )
            for error in self.decides.iter_errors(value)
        ]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The schemas of one dialect's OpenAPI document; compiled when they are needed."""

    form: OpenApiForm
    components: Mapping[str, Json]
    _made: dict[bytes, Shape] = field(default_factory=dict)

    def of(self, schema: Json) -> Shape:
        """A schema that may refer to the components."""
        key = orjson.dumps(schema)
        if key not in self._made:
            whole = {**schema, "components": self.components}
            self._made[key] = Shape(jsonschema_rs.Draft202012Validator(whole, validate_formats=True), whole)
        return self._made[key]


_KNOWN: dict[tuple[str, str], Shapes | None] = {}


def shapes_of(contract: Contract, dialect: str) -> Shapes | None:
    """The schemas of a dialect, made once; None: it does not speak JSON."""
    key = (contract.digest, dialect)
    if key not in _KNOWN:
        form, document = openapi_form(dialect), openapi_document(contract, dialect)
        _KNOWN[key] = Shapes(form, document["components"]) if form and document else None
    return _KNOWN[key]


@cache
def _formats() -> Any:  # noqa: ANN401 - jsonschema is imported when it is needed
    """Formats as jsonschema_rs knows them: jsonschema knows few, and which depends on what else is installed."""
    from jsonschema import FormatChecker  # noqa: PLC0415 - see above

    checker = FormatChecker(formats=())
    for name in _FORMATS:
        known = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
        checker.checks(name)(known.is_valid)
    return checker


def _difference(error: Any) -> Difference:  # noqa: ANN401 - a ValidationError of jsonschema_rs
    kind, names = error.kind, frozenset[str]()
    if kind.name == "required":
        names = frozenset({kind.property})
    elif kind.name == "additionalProperties":
        names = frozenset(kind.unexpected)
    return Difference(
        path=tuple(error.instance_path),
        names=names,
        rules=frozenset(_rules(error)),
        composite=kind.name in _COMPOSITE,
    )


def _rules(error: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - as above
    yield tuple(map(str, error.schema_path))
    for choice in getattr(error.kind, "context", ()):
        for inner in choice:
            yield from _rules(inner)


def _explained(error: Any) -> Misfit:  # noqa: ANN401 - a ValidationError of jsonschema
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - see above

    deepest = best_match([error])
    path, names = tuple(deepest.absolute_path), frozenset[str]()
    if isinstance(deepest.instance, dict):
        if deepest.validator == "required":
            names = frozenset(deepest.validator_value) - frozenset(deepest.instance)
        if deepest.validator == "additionalProperties":
            remarks = re.compile("|".join(deepest.schema.get("patternProperties", ())) or "(?!)")
            unknown = frozenset(deepest.instance) - frozenset(deepest.schema.get("properties", ()))
            names = frozenset(name for name in unknown if not remarks.search(name))
    expected, got = _words(deepest, sorted(names))
    return Misfit(path=path, names=names, expected=expected, got=got)


def _words(error: Any, names: Sequence[str]) -> tuple[str, str]:  # noqa: ANN401 - as above
    """What a misfit lacks, and what is there, in words."""
    limit, listed = error.validator_value, ", ".join(repr(name) for name in names)
    got = _short(error.instance)
    words = {
        "required": (f"the property {listed}", "nothing"),
        "additionalProperties": ("only properties of the contract", f"the property {listed}"),
        "type": (" or ".join(map(str, limit)) if isinstance(limit, list) else str(limit), got),
        "enum": (f"one of {_short(limit)}", got),
        "const": (repr(limit), got),
        "format": (f"a value of the form '{limit}'", got),
        "pattern": (f"text that matches {limit}", got),
        "minimum": (f"{limit} or more", got),
        "maximum": (f"{limit} or less", got),
        "minLength": ("text that is not empty", got),
    }
    return words.get(str(error.validator), ("the form that the OpenAPI document gives it", got))


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"
