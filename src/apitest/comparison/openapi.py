"""OpenAPI 3 → a promise: one offer an operation, with its parameters and the form of its good answer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from apitest.comparison.forms import Form, Offer, Promise, Question
from apitest.comparison.json_schemas import form_of
from apitest.model import Json

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_SET = re.compile(r"^([^/$({]+?)(?:\.svc)?(?:\(.*)?$")
"""A step of a path that may name an entity set, or a service that has one for itself."""


def promise_of_openapi(document: Mapping[str, Json], name: str, sets: Mapping[str, str]) -> Promise:
    """The promise of an OpenAPI document; `sets`: name on the wire → canonical name."""
    offers = [
        offer for path, item in _map(document.get("paths")).items() for offer in _offers(path, item, document, sets)
    ]
    return Promise(
        name=name,
        kind="OpenAPI",
        version=str(_map(document.get("info")).get("version", "")),
        offers={offer.name: offer for offer in offers},
    )


def _offers(path: str, item: Json, document: Mapping[str, Json], sets: Mapping[str, str]) -> Iterator[Offer]:
    item = _followed(item, document)
    entity = _entity(path, sets)
    for method in _METHODS:
        operation = _map(item.get(method))
        if not operation:
            continue
        content = _map(_good(operation, document).get("content"))
        schemas = [media.get("schema") for media in map(_map, content.values())]
        form = next((form_of(schema, document) for schema in schemas if schema is not None), Form())
        parameters = [*_list(item.get("parameters")), *_list(operation.get("parameters"))]
        yield Offer(
            name=f"{method.upper()} {path}",
            entity=entity,
            answer=form,
            questions=dict(_question(_followed(entry, document), document) for entry in parameters),
            media=frozenset(word.partition(";")[0].strip().lower() for word in content),
        )


def _entity(path: str, sets: Mapping[str, str]) -> str:
    """The set that a path is about, by its first step; empty: none that the contract knows."""
    named = _SET.match(path.strip("/").partition("/")[0])
    return sets.get(named[1], named[1] if named[1] in sets.values() else "") if named else ""


def _good(operation: Mapping[str, Json], document: Mapping[str, Json]) -> Mapping[str, Json]:
    """The answer of the first status that says success."""
    answers = _map(operation.get("responses"))
    good = sorted(status for status in answers if status.startswith("2"))
    return _followed(answers[good[0]] if good else answers.get("default"), document)


def _question(entry: Mapping[str, Json], document: Mapping[str, Json]) -> tuple[str, Question]:
    name = f"{entry.get('in', 'query')} {entry.get('name', '')}"
    return name, Question(form=form_of(entry.get("schema"), document), required=entry.get("required") is True)


def _followed(value: Json, document: Mapping[str, Json]) -> Mapping[str, Json]:
    """What a reference to a component stands for; one level, as OpenAPI has it."""
    target = _map(value).get("$ref")
    if not isinstance(target, str) or not target.startswith("#/"):
        return _map(value)
    here: Any = document
    for step in target.split("/")[1:]:
        here = _map(here).get(step.replace("~1", "/").replace("~0", "~"))
    return _map(here)


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
