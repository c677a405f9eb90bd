"""JSON Schema (2020-12, and what OpenAPI 3 adds) → forms. References inside the document are followed, others are not."""

import json
from collections.abc import Mapping

from apitest.comparison.forms import ANYTHING, Form
from apitest.model import Json

LIMITS = (
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
)  # fmt: skip
_NOTES = ("title", "description", "examples", "example", "$comment", "deprecated")
_DEEPEST = 24
"""Levels after which a schema is taken for one that names itself."""


def form_of(schema: Json, document: Json, trail: tuple[str, ...] = ()) -> Form:
    """The form that a schema describes; `document` is what its references point into."""
    if not isinstance(schema, dict) or len(trail) > _DEEPEST:
        return Form()
    target = schema.get("$ref")
    if isinstance(target, str):
        if target in trail:
            return Form(name=target.rpartition("/")[2])
        named = _found(target, document)
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return form_of({"title": target.rpartition("/")[2], **named, **rest}, document, (*trail, target))
    merged = _merged(schema, document, trail)
    inner = (*trail, "")
    options = [form_of(part, document, inner) for key in ("oneOf", "anyOf") for part in _list(merged.get(key))]
    types, options = _null_taken_out(_types(merged), options)
    if len(options) == 1 and not merged.get("properties"):
        (only,) = options
        return _with_null(only, nullable="null" in types)
    fields = {str(name): form_of(part, document, inner) for name, part in _map(merged.get("properties")).items()}
    items = merged.get("items")
    return Form(
        types=types,
        format=str(merged.get("format", "")),
        codes=_codes(merged),
        limits={key: merged[key] for key in LIMITS if key in merged},
        fields=fields,
        required=frozenset(name for name in _list(merged.get("required")) if isinstance(name, str)),
        item=form_of(items, document, inner) if isinstance(items, dict) else None,
        closed=merged.get("additionalProperties") is False,
        options=tuple(options),
        vocabulary=str(merged.get("x-vocabulary", "")),
        name=str(merged.get("title", "")),
        notes={key: _words(merged[key]) for key in _NOTES if key in merged},
    )


def _with_null(form: Form, *, nullable: bool) -> Form:
    if not nullable or form.nullable or not form.types:
        return form
    facts = {name: getattr(form, name) for name in form.__slots__}
    return Form(**{**facts, "types": form.types | {"null"}})


def _null_taken_out(types: frozenset[str], options: list[Form]) -> tuple[frozenset[str], list[Form]]:
    """`oneOf` with `null` says that the value may be null."""
    others = [option for option in options if option.types != {"null"}]
    if len(others) == len(options):
        return types, options
    return types | {"null"}, others


def _merged(schema: Mapping[str, Json], document: Json, trail: tuple[str, ...]) -> Mapping[str, Json]:
    """A schema with the parts of `allOf` written into it."""
    merged = dict(schema)
    for part in _list(merged.pop("allOf", None)):
        whole = _resolved(part, document, trail)
        for key, value in whole.items():
            if key == "properties":
                merged[key] = {**_map(merged.get(key)), **_map(value)}
            elif key == "required":
                merged[key] = [*_list(merged.get(key)), *_list(value)]
            else:
                merged.setdefault(key, value)
    return merged


def _resolved(part: Json, document: Json, trail: tuple[str, ...]) -> Mapping[str, Json]:
    if not isinstance(part, dict) or len(trail) > _DEEPEST:
        return {}
    target = part.get("$ref")
    if isinstance(target, str) and target not in trail:
        return _merged({**_found(target, document), **part}, document, (*trail, target))
    return _merged(part, document, (*trail, ""))


def _found(reference: str, document: Json) -> Mapping[str, Json]:
    """What a reference inside the document points to; nothing where it leads elsewhere."""
    place, _, fragment = reference.partition("#")
    here: Json = document if not place else {}
    for step in fragment.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        here = here.get(name, {}) if isinstance(here, dict) else {}
    return here if isinstance(here, dict) else {}


def _types(schema: Mapping[str, Json]) -> frozenset[str]:
    told = schema.get("type")
    types = frozenset(item for item in (told if isinstance(told, list) else [told]) if isinstance(item, str))
    if not types:
        types = _implied(schema)
    return types | {"null"} if schema.get("nullable") is True and types else types


def _implied(schema: Mapping[str, Json]) -> frozenset[str]:
    if "properties" in schema:
        return frozenset({"object"})
    if "items" in schema:
        return frozenset({"array"})
    values = [schema["const"]] if "const" in schema else _list(schema.get("enum"))
    return frozenset(_type_of(value) for value in values) or ANYTHING


def _type_of(value: Json) -> str:
    if value is None:
        return "null"
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "object")


def _codes(schema: Mapping[str, Json]) -> tuple[str, ...] | None:
    if "const" in schema:
        return (json.dumps(schema["const"], ensure_ascii=False, sort_keys=True),)
    if isinstance(schema.get("enum"), list):
        return tuple(json.dumps(value, ensure_ascii=False, sort_keys=True) for value in schema["enum"])
    return None


def _words(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}
