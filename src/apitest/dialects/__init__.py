"""
The wire forms: what to ask, what the answer means, and how to say it back. One pure module each.

A dialect is a *module* that satisfies `Dialect`; this table is the only place that knows them all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol, cast

from apitest.dialects import jaydata, mea_json, odata4j, odata_v4, olingo2, wcf_v1, wcf_v2
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.openapi import OpenApiForm, document
from apitest.dialects.speech import Layout, Question, Reply, Rows
from apitest.errors import UnknownName
from apitest.model import (
    Condition,
    Contract,
    EntitySet,
    Exchange,
    Feature,
    Json,
    Kind,
    Page,
    Query,
    Requirement,
    Selection,
    Shape,
)


class Dialect(Protocol):
    """What a wire form can do. `base` is the service root without a final slash; nothing here asks or waits."""

    NAME: str
    TITLE: str
    ROOT: str
    """Path of the service root below the dialect's own folder on the reference endpoint."""
    LACKS: Mapping[Feature, str]
    """What the dialect does not offer, and why, in a sentence; it becomes the reason of an inapplicable verdict."""
    FEATURES: frozenset[Feature]
    """What a client may ask for: all features but those it lacks."""
    LAYOUT: Layout
    UNSAYABLE: frozenset[str]
    """Properties that the dialect's official implementation cannot send."""
    PAGE_CAP: int
    """Records on a page of the reference endpoint when the client names no size."""
    PAGE_MAXIMUM: int
    """Records on a page of the reference endpoint, whatever size the client names."""

    OPENAPI: OpenApiForm
    """How the dialect is described in OpenAPI; a dialect that does not speak JSON has none."""

    def marks(self, seen: Seen) -> Iterable[Mark]:
        """What in an answer (service document, description or listing, of whatever service) speaks for this dialect."""
        ...

    def service(self, base: str, entity: EntitySet) -> Query:
        """Ask which entity sets there are; dialects with a service for each set ask that of `entity`."""
        ...

    def description(self, base: str, entity: EntitySet) -> Query:
        """Ask for the machine-readable description; dialects with a service for each set ask that of `entity`."""
        ...

    def listing(self, base: str, entity: EntitySet, selection: Selection) -> Query: ...  # noqa: D102
    def item(self, base: str, entity: EntitySet, key: str) -> Query: ...  # noqa: D102
    def count(self, base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query: ...  # noqa: D102
    def malformed(self, base: str, entity: EntitySet) -> dict[str, Query]: ...  # noqa: D102

    def read_page(self, exchange: Exchange, entity: EntitySet) -> Page: ...  # noqa: D102
    def read_item(self, exchange: Exchange, entity: EntitySet) -> Page: ...  # noqa: D102
    def read_count(self, exchange: Exchange) -> int | None: ...  # noqa: D102
    def read_error(self, exchange: Exchange) -> str | None: ...  # noqa: D102
    def read_service(self, exchange: Exchange, contract: Contract) -> tuple[str, ...] | None: ...  # noqa: D102
    def place(self, entity: EntitySet, index: int, pointer: str) -> str: ...  # noqa: D102

    def hear(self, path: str, query: str, contract: Contract) -> Question: ...  # noqa: D102
    def say_page(self, rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply: ...  # noqa: D102
    def say_item(self, record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply: ...  # noqa: D102
    def say_count(self, number: int) -> Reply: ...  # noqa: D102
    def say_service(self, contract: Contract, base: str, question: Question) -> Reply: ...  # noqa: D102
    def say_description(self, contract: Contract, base: str, question: Question) -> Reply: ...  # noqa: D102
    def say_error(self, status: int, message: str) -> Reply: ...  # noqa: D102


DIALECTS: Mapping[str, Dialect] = {
    "olingo2": cast("Dialect", olingo2),
    "wcf-v1": cast("Dialect", wcf_v1),
    "wcf-v2": cast("Dialect", wcf_v2),
    "jaydata": cast("Dialect", jaydata),
    "odata4j": cast("Dialect", odata4j),
    "odata-v4": cast("Dialect", odata_v4),
    "mea-json": cast("Dialect", mea_json),
}


def offered(contract: Contract, dialect: Dialect) -> Contract:
    """What of a contract a service of this dialect can offer: all of it, or all but sets and properties of extensions."""
    if "extension" in dialect.FEATURES:
        return contract
    kept = {name: _plain(entity) for name, entity in contract.entities.items() if not entity.native}
    return replace(contract, entities=kept)


def lost(contract: Contract, name: str, dialect: Dialect) -> frozenset[str]:
    """Properties of an entity set that cannot pass through a dialect: said in it and read back, they are gone."""
    fields = contract.entities[name].shape.fields
    kept = offered(contract, dialect).entities
    sayable = kept[name].shape.fields if name in kept else {}
    return frozenset(field for field in fields if field not in sayable or field in dialect.UNSAYABLE)


def _plain(entity: EntitySet) -> EntitySet:
    if not entity.extension:
        return entity
    shape, schema = _plain_shape(entity.shape, entity.extension), _plain_schema(entity.schema, entity.extension)
    return replace(entity, shape=shape, schema=schema, extension=frozenset())


def _plain_shape(shape: Shape, left_out: frozenset[str]) -> Shape:
    fields = {
        name: _plain_shape(inner, _inside(name, left_out)) if inner.kind is Kind.COLLECTION else inner
        for name, inner in shape.fields.items()
        if name not in left_out
    }
    return replace(shape, fields=fields)


def _plain_schema(schema: Mapping[str, Json], left_out: frozenset[str]) -> dict[str, Json]:
    known = {
        name: {**child, "items": _plain_schema(child["items"], _inside(name, left_out))}
        if "properties" in child.get("items", {})
        else child
        for name, child in schema["properties"].items()
        if name not in left_out
    }
    return {**schema, "properties": known}


def _inside(name: str, left_out: frozenset[str]) -> frozenset[str]:
    return frozenset(path.removeprefix(f"{name}/") for path in left_out if path.startswith(f"{name}/"))


def plain_record(record: Mapping[str, Json], left_out: frozenset[str]) -> dict[str, Json]:
    """A record without the properties of an extension; what no contract knows stays."""
    plain = {name: value for name, value in record.items() if name not in left_out}
    for name in {path.partition("/")[0] for path in left_out if "/" in path} & plain.keys():
        inside, items = _inside(name, left_out), plain[name]
        if isinstance(items, list):
            plain[name] = [plain_record(item, inside) if isinstance(item, dict) else item for item in items]
    return plain


def dialect_of(name: str, *, where: str = "") -> Dialect:
    """
    Look a dialect up by name.

    Raises:
        UnknownName: there is none of that name.
    """
    if name not in DIALECTS:
        raise UnknownName.among("dialect", name, DIALECTS, where=where)
    return DIALECTS[name]


def openapi_form(name: str) -> OpenApiForm | None:
    """How a dialect is described in OpenAPI; None: it does not speak JSON."""
    return getattr(dialect_of(name), "OPENAPI", None)


def openapi_document(contract: Contract, name: str) -> dict[str, Json] | None:
    """The OpenAPI document of a dialect, about what of the contract it can offer; None: it does not speak JSON."""
    form = openapi_form(name)
    return document(offered(contract, DIALECTS[name]), form) if form else None


def openapi_documents(contract: Contract) -> dict[str, Json]:
    """The OpenAPI document of each dialect that speaks JSON, by the dialect's name."""
    made = {name: openapi_document(contract, name) for name in DIALECTS}
    return {name: value for name, value in made.items() if value is not None}


def unbound(requirement: Requirement, dialect: Dialect) -> str:
    """Why a requirement does not bind in a dialect; empty: it does."""
    if requirement.dialects and dialect.NAME not in requirement.dialects:
        return requirement.excuse
    if Feature.OPENAPI in requirement.needs and openapi_form(dialect.NAME) is None:
        return f"No OpenAPI document describes {dialect.NAME}."
    return next((dialect.LACKS[feature] for feature in requirement.needs if feature in dialect.LACKS), "")
