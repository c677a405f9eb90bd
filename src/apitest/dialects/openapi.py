"""
The OpenAPI 3.1 document of a JSON dialect, generated from the contract; checked in, and proved fresh by a test.

A dialect's module describes what is peculiar to it as an `OpenApiForm` under the name `OPENAPI`; everything else is common.
Examples are said by the dialect itself, so that they have the exact wire form. Nothing here knows a dialect.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import orjson

from apitest.dialects.openapi_examples import example_record
from apitest.dialects.speech import Question, Reply, Rows
from apitest.model import Contract, EntitySet, Json, Selection

BASE = "https://api.example.org/service"
"""The service root in examples."""
PART = "Part"
"""Behind a record's schema: some of its properties, as a client may select them."""


def _one_service(contract: Contract) -> Mapping[str, str]:  # noqa: ARG001 - of all sets
    return {"": ""}


def _no_options(entity: EntitySet) -> Mapping[str, Json]:  # noqa: ARG001 - of every set
    return {}


def _nothing(about: object) -> Json:  # noqa: ARG001 - whatever is asked for
    return None


def _text_key(entity: EntitySet) -> Json:  # noqa: ARG001 - of every set
    about = "Id of the record, percent-encoded."
    return {"description": about, "schema": {"type": "string", "minLength": 1}, "example": "record-1"}


def _as_it_lies(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{step}" for step in path if step != "results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Lists of a record that stand at addresses of their own."""

    path: Callable[[EntitySet, str], str]
    """Of a set and one of its lists, by its name on the wire."""
    items: Callable[[Json], Json]
    """Schema of the property → schema of an entry."""
    answer: Callable[[Json], Json]
    """Schema of an entry → schema of the answer."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Canonical name of a list → its name on the wire, where the two differ."""
    say: Callable[[dict[str, Json], Question, EntitySet], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenApiForm:
    """What is peculiar to a dialect in its OpenAPI document."""

    name: str
    title: str
    about: str
    """How answers look, in a sentence or two."""
    media_type: str
    error_media_type: str
    services: Callable[[Contract], Mapping[str, str]] = _one_service
    """
    Path of a service root below the address of the whole → the entity set that has this service for itself; empty: it has
    all of them. None at all where the form has no documents about the service.
    """
    description_path: str = ""
    """Of the machine-readable description, below a service root: `/$metadata`."""
    description_media_type: str = ""
    set_path: Callable[[EntitySet], str]
    item_path: Callable[[EntitySet], str] | None = None
    """With the key as `{id}`; None: single records have no address."""
    key: Callable[[EntitySet], Json] = _text_key
    """The key in that address: its description, schema and example."""
    count_path: Callable[[EntitySet], str] | None = None
    """None: the number of records has no address of its own."""
    lists: "Lists | None" = None
    """Lists that a record only links to; None: it always holds them."""
    listing_parameters: Callable[[EntitySet], Mapping[str, Json]]
    """Name of a query option → its schema, with a description."""
    item_parameters: Callable[[EntitySet], Mapping[str, Json]] = _no_options
    count_parameters: Callable[[EntitySet], Mapping[str, Json]] = _no_options
    service_schema: Callable[[Contract], Json] = _nothing
    error_schema: Json
    records: Callable[[Contract, EntitySet], Mapping[str, Json]]
    """Name → schema: the record under its type name, and every type it uses; with `select`, its part too."""
    page: Callable[[Json], Json]
    """Schema of a row → schema of a listing."""
    single: Callable[[Json], Json] = _nothing
    """Schema of a row → schema of a single record's answer."""
    count_media_type: str = ""
    count_schema: Json = None
    """Without an address of its own: what comes instead of a listing where an option asks for the number."""
    pointer: Callable[[tuple[str | int, ...]], str] = _as_it_lies
    """Where in the decoded record a place in a row lies, at least roughly; only where something is said of it matters."""
    selects: bool = False
    """Whether a client may ask for some properties only."""
    say_page: Callable[[Rows, Question, EntitySet, str, str], Reply]
    say_item: Callable[[dict[str, Json], Question, EntitySet, str], Reply]
    say_count: Callable[[int], Reply]
    say_error: Callable[[int, str], Reply]
    say_service: Callable[[Contract, str, Question], Reply]


def document(contract: Contract, form: OpenApiForm) -> dict[str, Json]:
    """The OpenAPI document of a dialect; the same input gives the same document."""
    paths, schemas = _service_paths(contract, form), dict[str, Json]()
    for entity in contract.entities.values():
        paths |= _paths(contract, entity, form)
        schemas |= _schemas(contract, entity, form)
    listed = {"ServiceDocument": form.service_schema(contract)} if form.services(contract) else {}
    schemas |= listed | {"Error": form.error_schema}
    about = {
        "title": f"Multilateral environmental agreements: {form.title}",
        "version": "+".join(f"{name}-{version}" for name, version in sorted(contract.versions.items())),
        "summary": f"What a service that speaks {form.name} answers.",
        "description": f"{form.about}\n\nGenerated by apitest from its contract; do not edit.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        "contact": {"name": "The maintainers of apitest"},
    }
    return {
        "openapi": "3.1.0",
        "info": about,
        "servers": [{"url": "/", "description": "The service root; replace it by the target's."}],
        "security": [],
        "tags": [*([_SERVICE] if listed else []), *_tags(contract)],
        "paths": paths,
        "components": {"responses": _refusals(form), "schemas": dict(sorted(schemas.items()))},
    }


def reference(name: str) -> dict[str, Json]:
    """A reference to a schema among the components."""
    return {"$ref": f"#/components/schemas/{name}"}


_SERVICE: Json = {"name": "service", "description": "What the service says of itself."}


def _tags(contract: Contract) -> list[Json]:
    sets = contract.entities.values()
    return [{"name": entity.name, "description": f"{entity.title.capitalize()}."} for entity in sets]


# --- paths --------------------------------------------------------------------------------------------------------


def _service_paths(contract: Contract, form: OpenApiForm) -> dict[str, Json]:
    paths: dict[str, Json] = {}
    for root, alone in form.services(contract).items():
        offered = replace(contract, entities={alone: contract.entities[alone]}) if alone else contract
        behind = f"-{alone}" if alone else ""
        said = form.say_service(offered, BASE, Question(asked="service", entity=alone))
        listed = _content(form.media_type, reference("ServiceDocument"), _value(said))
        described = {form.description_media_type: {"schema": _of_any_text(form.description_media_type)}}
        paths[f"{root}/"] = _about_service(
            f"read-service{behind}", "Which entity sets there are",
            "The service document names every entity set that the service offers.", "The service document.", listed,
        )  # fmt: skip
        paths[f"{root}{form.description_path}"] = _about_service(
            f"read-description{behind}", "The machine-readable description",
            "What the service offers, for programs that build themselves from it.", "The description.", described,
        )  # fmt: skip
    return paths


def _about_service(name: str, summary: str, about: str, answer: str, content: Json) -> Json:
    return {
        "get": {
            "operationId": name,
            "tags": ["service"],
            "summary": summary,
            "description": about,
            "responses": {"200": {"description": answer, "content": content}} | _errors(),
        }
    }


def _paths(contract: Contract, entity: EntitySet, form: OpenApiForm) -> dict[str, Json]:
    name, title = entity.name, entity.title
    record = example_record(contract, entity)
    sample = Rows(records=(record,), total=1)
    asked = Selection(expand=entity.expandable, count=True)
    page = form.say_page(sample, Question(asked="page", entity=name, selection=asked), entity, BASE, "")
    listing = reference(f"{entity.type_name}Page")
    if form.count_path is None and form.count_schema:
        listing = {"anyOf": [listing, form.count_schema]}
    paths = {
        form.set_path(entity): _operation(
            f"list-{name}", entity, f"List {title}", f"A page of {title}; the options choose, order and shape it.",
            _parameters(form.listing_parameters(entity)),
            _content(form.media_type, listing, _value(page)), "A page.",
        )
    }  # fmt: skip
    if form.count_path is not None:
        paths[form.count_path(entity)] = _operation(
            f"count-{name}", entity, f"Count {title}", f"The number of {title}, on all pages together.",
            _parameters(form.count_parameters(entity)),
            _content(form.count_media_type, form.count_schema, _value(form.say_count(1))), "The number.",
        )  # fmt: skip
    if form.item_path is not None:
        alone = Question(asked="item", entity=name, key=str(record[entity.key]), selection=asked)
        single = form.say_item(record, alone, entity, BASE)
        paths[form.item_path(entity)] = _operation(
            f"read-{name}", entity, f"Read one of the {title}", "A single record by its id, the same as in the listing.",
            [_key(form, entity, record), *_parameters(form.item_parameters(entity))],
            _content(form.media_type, reference(f"{entity.type_name}Answer"), _value(single)), "The record.",
        )  # fmt: skip
    return paths | _list_paths(contract, entity, form, record)


def _key(form: OpenApiForm, entity: EntitySet, record: Mapping[str, Json]) -> Json:
    own = {"description": f"The {entity.key} of the record, its key.", "example": record[entity.key]}
    return {"name": "id", "in": "path", "required": True, **form.key(entity), **({} if entity.key == "id" else own)}


def _list_paths(contract: Contract, entity: EntitySet, form: OpenApiForm, record: dict[str, Json]) -> dict[str, Json]:
    """The lists that records link to where they do not hold them."""
    lists = form.lists
    if lists is None:
        return {}
    whole, paths = form.records(contract, entity)[entity.type_name], {}
    for name in entity.expandable:
        wire = lists.names.get(name, name)
        said = lists.say(record, Question(asked="list", entity=entity.name, listed=name), entity)
        schema = lists.answer(lists.items(whole["properties"][wire]))
        paths[lists.path(entity, wire)] = _operation(
            f"read-{entity.name}-{wire}", entity, f"Read the {wire} of one of the {entity.title}",
            f"The list {wire!r} of a record, the same as inline.", [_key(form, entity, record)],
            _content(form.media_type, schema, _value(said)), "The list.",
        )  # fmt: skip
    return paths


def _operation(
    name: str, entity: EntitySet, summary: str, about: str, parameters: list[Json], content: Json, answer: str
) -> dict[str, Json]:
    operation = {
        "operationId": name,
        "tags": [entity.name],
        "summary": summary,
        "description": about,
        "parameters": parameters,
        "responses": {"200": {"description": answer, "content": content}} | _errors(),
    }
    return {"get": operation if parameters else {key: value for key, value in operation.items() if key != "parameters"}}


def _parameters(options: Mapping[str, Json]) -> list[Json]:
    return [_parameter(name, dict(schema)) for name, schema in options.items()]


def _parameter(name: str, schema: dict[str, Json]) -> dict[str, Json]:
    parameter = {"name": name, "in": "query", "required": False, "description": schema.pop("description")}
    if schema.get("type") == "array":
        parameter |= {"style": "form", "explode": False}
    return parameter | {"schema": schema}


def _errors() -> dict[str, Json]:
    return {status: {"$ref": f"#/components/responses/{name}"} for status, (name, _, _) in _REFUSALS.items()}


_REFUSALS: Mapping[str, tuple[str, str, int]] = {
    "400": ("Malformed", "The query is malformed, or asks for what the service does not know.", 400),
    "404": ("NotFound", "There is nothing under this address.", 404),
    "4XX": ("Refused", "Refused for another reason that the client can mend.", 406),
}


def _refusals(form: OpenApiForm) -> dict[str, Json]:
    return {
        name: {
            "description": text,
            "content": _content(form.error_media_type, reference("Error"), _value(form.say_error(status, text))),
        }
        for name, text, status in _REFUSALS.values()
    }


def _content(media_type: str, schema: Json, example: Json) -> dict[str, Json]:
    return {media_type: {"schema": schema, "example": example}}


def _of_any_text(media_type: str) -> Json:
    return {"type": "object"} if media_type.endswith("json") else {"type": "string", "minLength": 1}


def _value(reply: Reply) -> Json:
    return orjson.loads(reply.body) if "json" in reply.content_type else reply.body.decode()


# --- schemas ------------------------------------------------------------------------------------------------------


def _answers(form: OpenApiForm, name: str, rows: Callable[[Callable[[Json], Json]], Json]) -> dict[str, Json]:
    """The answers that hold records of a type: `rows` applies what makes an answer of a row."""
    alone = {f"{name}Answer": rows(form.single)} if form.item_path is not None else {}
    return {f"{name}Page": rows(form.page), **alone}


def _schemas(contract: Contract, entity: EntitySet, form: OpenApiForm) -> dict[str, Json]:
    """The types of an entity set, and the answers that hold them."""
    name = entity.type_name
    whole = reference(name)
    schemas = dict(form.records(contract, entity))
    if not form.selects:
        return schemas | _answers(form, name, lambda around: around(whole))
    part = reference(f"{name}{PART}")
    about = "Whole records, or parts of them where the client selects properties."
    answers = _answers(form, name, lambda around: {"description": about, "anyOf": [around(whole), around(part)]})
    return schemas | {f"{name}{PART}": partial(schemas[name])} | answers


def partial(schema: Mapping[str, Json]) -> dict[str, Json]:
    """The schema of a record of which a client selects some properties: what the wire form adds is required still."""
    required = [name for name in schema.get("required", ()) if name.startswith("__")]
    about = "Some properties of the record, as selected."
    kept = {key: value for key, value in schema.items() if key not in ("if", "then", "else")}
    return {**kept, "description": about, "required": required, "minProperties": len(required) + 1}
