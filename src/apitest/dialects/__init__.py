"""
The wire forms: what to ask, what the answer means, and how to say it back. One pure module each.

A dialect is a *module* that satisfies `Dialect`; this table is the only place that knows them all.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, cast

from apitest.dialects import mea_json, olingo2
from apitest.dialects.openapi import OpenApiForm, document
from apitest.dialects.speech import Question, Reply, Rows
from apitest.errors import UnknownName
from apitest.model import Condition, Contract, EntitySet, Exchange, Json, Page, Query, Selection


class Dialect(Protocol):
    """What a wire form can do. `base` is the service root without a final slash; nothing here asks or waits."""

    NAME: str
    TITLE: str
    ROOT: str
    """Path of the service root below the dialect's own folder on the reference endpoint."""
    FEATURES: frozenset[str]
    """
    Of `skip`, `order`, `select`, `expand`, `count`, `filter`: what a client may ask for; `extension`: it can carry what
    we propose beyond the published interface.
    """
    UNSAYABLE: frozenset[str]
    """Properties that the dialect's official implementation cannot send."""
    PAGE_CAP: int
    OPENAPI: OpenApiForm
    """How the dialect is described in OpenAPI; a dialect that does not speak JSON has none."""

    def service(self, base: str) -> Query: ...  # noqa: D102
    def description(self, base: str) -> Query: ...  # noqa: D102
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
    def say_service(self, contract: Contract, base: str) -> Reply: ...  # noqa: D102
    def say_description(self, contract: Contract, base: str) -> Reply: ...  # noqa: D102
    def say_error(self, status: int, message: str) -> Reply: ...  # noqa: D102


DIALECTS: Mapping[str, Dialect] = {
    "olingo2": cast("Dialect", olingo2),
    "mea-json": cast("Dialect", mea_json),
}


def offered(contract: Contract, dialect: Dialect) -> Contract:
    """What of a contract a service of this dialect can offer: all of it, or all but sets and properties of extensions."""
    if "extension" in dialect.FEATURES:
        return contract
    kept = {name: _plain(entity) for name, entity in contract.entities.items() if not entity.native}
    return replace(contract, entities=kept)


def _plain(entity: EntitySet) -> EntitySet:
    if not entity.extension:
        return entity
    fields = {name: shape for name, shape in entity.shape.fields.items() if name not in entity.extension}
    known = {name: value for name, value in entity.schema["properties"].items() if name not in entity.extension}
    schema = {**entity.schema, "properties": known}
    return replace(entity, shape=replace(entity.shape, fields=fields), schema=schema, extension=frozenset())


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
