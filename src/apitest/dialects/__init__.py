"""
The wire forms: what to ask, what the answer means, and how to say it back. One pure module each.

A dialect is a *module* that satisfies `Dialect`; this table is the only place that knows them all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol, cast

from apitest import packs
from apitest.dialects import (
    drupal_rest,
    gef_json,
    jaydata,
    mea_json,
    mfiles,
    odata4j,
    odata_v4,
    olingo2,
    wcf_v1,
    wcf_v2,
)
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.openapi import OpenApiForm, document
from apitest.dialects.speech import Layout, Question, Reply, Rows, Versions
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
    PATHS: tuple[str, ...]
    """Other paths that services of this form are known by; a dialect without them need not say so."""
    LACKS: Mapping[Feature, str]
    """What the dialect does not offer, and why, in a sentence; it becomes the reason of an inapplicable verdict."""
    FEATURES: frozenset[Feature]
    """What a client may ask for: all features but those it lacks."""
    LAYOUT: Layout
    UNSAYABLE: frozenset[str]
    """Properties that the dialect's official implementation cannot send; of entries in lists as paths (`files/size`)."""
    WITHOUT: Mapping[str, str]
    """Entity sets that the form has no place for, and why; a dialect with a place for each need not say so."""
    PAGE_CAP: int
    """Records on a page of the reference endpoint when the client names no size."""
    PAGE_MAXIMUM: int
    """Records on a page of the reference endpoint, whatever size the client names."""

    VERSIONS: Versions
    """How answers name the version of the protocol; a dialect without `protocol-version` need not say so."""
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
    def read_list(self, exchange: Exchange, entity: EntitySet, name: str) -> tuple[Json, ...] | None:
        """The entries of a list that a record only links to; a dialect without such links has no need of it."""
        ...

    def place(self, entity: EntitySet, index: int, pointer: str) -> str: ...  # noqa: D102

    def hear(self, path: str, query: str, contract: Contract) -> Question: ...  # noqa: D102
    def say_page(self, rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply: ...  # noqa: D102
    def say_item(self, record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply: ...  # noqa: D102
    def say_list(self, record: dict[str, Json], question: Question, entity: EntitySet) -> Reply: ...  # noqa: D102
    def say_count(self, number: int) -> Reply: ...  # noqa: D102
    def say_service(self, contract: Contract, base: str, question: Question) -> Reply: ...  # noqa: D102
    def say_description(self, contract: Contract, base: str, question: Question) -> Reply: ...  # noqa: D102
    def say_error(self, status: int, message: str) -> Reply: ...  # noqa: D102
    def say_in_atom(self, reply: Reply, question: Question | None, contract: Contract, base: str) -> Reply:
        """A reply that was said in JSON, in Atom; a dialect that knows no Atom does not have it."""
        ...


_OURS: Mapping[str, Dialect] = {
    "olingo2": cast("Dialect", olingo2),
    "wcf-v1": cast("Dialect", wcf_v1),
    "wcf-v2": cast("Dialect", wcf_v2),
    "jaydata": cast("Dialect", jaydata),
    "odata4j": cast("Dialect", odata4j),
    "odata-v4": cast("Dialect", odata_v4),
    "drupal-rest": cast("Dialect", drupal_rest),
    "mfiles": cast("Dialect", mfiles),
    "gef-json": cast("Dialect", gef_json),
    "mea-json": cast("Dialect", mea_json),
}
_PARTS = tuple(
    name
    for name in (*Dialect.__annotations__, *vars(Dialect))
    if not name.startswith("_") and all(hasattr(dialect, name) for dialect in _OURS.values())
)
"""What a module must have to be a dialect: all that is named in the protocol, but for what some of ours leave out."""
DIALECTS: Mapping[str, Dialect] = {
    **_OURS,
    **{name: cast("Dialect", module) for name, module in packs.dialects(_PARTS).items()},
}
"""Ours, and those that others add."""


def offered(contract: Contract, dialect: Dialect) -> Contract:
    """What of a contract a service of this dialect can offer: all of it but what the form has no place for."""
    extended, without = "extension" in dialect.FEATURES, frozenset(sets_without(dialect))
    # Of this alone it depends on a dialect; the contract is kept with the answer, so that no other can have its identity.
    key = id(contract), extended, without, dialect.UNSAYABLE
    if key not in _OFFERED:
        if len(_OFFERED) >= _MOST_OFFERED:
            _OFFERED.clear()
        kept = {
            name: _without(entity, left_out(entity, dialect))
            for name, entity in contract.entities.items()
            if name not in without and (extended or not entity.native)
        }
        _OFFERED[key] = contract, replace(contract, entities=kept)
    return _OFFERED[key][1]


_OFFERED: dict[tuple[int, bool, frozenset[str], frozenset[str]], tuple[Contract, Contract]] = {}
_MOST_OFFERED = 64


def lost(contract: Contract, name: str, dialect: Dialect) -> frozenset[str]:
    """Properties of an entity set that cannot pass through a dialect: said in it and read back, they are gone."""
    fields = contract.entities[name].shape.fields
    kept = offered(contract, dialect).entities
    sayable = kept[name].shape.fields if name in kept else {}
    return frozenset(field for field in fields if field not in sayable or field in dialect.UNSAYABLE)


def left_out(entity: EntitySet, dialect: Dialect) -> frozenset[str]:
    """Properties of a set that the dialect has no place for: names, and paths such as `files/size`."""
    return dialect.UNSAYABLE | (frozenset() if "extension" in dialect.FEATURES else entity.extension)


def sayable(dialect: Dialect, record: Mapping[str, Json], entity: EntitySet) -> dict[str, Json]:
    """What of a record comes through in a dialect, in canonical form."""
    own = getattr(dialect, "sayable", None)
    if own is not None:
        return dict(own(record, entity))
    return {name: value for name, value in record.items() if name not in dialect.UNSAYABLE}


def losses(dialect: Dialect) -> Mapping[str, str]:
    """What a dialect loses or changes on the way: path of a property → what becomes of it. Nothing else may differ."""
    named: Mapping[str, str] = getattr(dialect, "LOSSES", {})
    return {**dict.fromkeys(sorted(dialect.UNSAYABLE), "not sent"), **named}


def made_by_the_reader(dialect: Dialect) -> frozenset[str]:
    """Properties that are not sent but made of others while reading, so that no service can get them wrong: paths."""
    found: frozenset[str] = getattr(dialect, "DERIVED", frozenset())
    return found


def says_atom(dialect: Dialect) -> bool:
    """Whether services of a dialect answer in Atom where they are asked for it."""
    return hasattr(dialect, "say_in_atom")


def known_paths(dialect: Dialect) -> tuple[str, ...]:
    """The paths that services of a dialect are known by, the most telling first; none where any will do."""
    more: tuple[str, ...] = getattr(dialect, "PATHS", ())
    return tuple(path for path in (dialect.ROOT, *more) if path)


def sets_without(dialect: Dialect) -> Mapping[str, str]:
    """Entity sets that the form has no place for, and why."""
    found: Mapping[str, str] = getattr(dialect, "WITHOUT", {})
    return found


def _without(entity: EntitySet, names: frozenset[str]) -> EntitySet:
    if not names:
        return entity
    shape, schema = _plain_shape(entity.shape, names), _plain_schema(entity.schema, names)
    return replace(entity, shape=shape, schema=schema, extension=entity.extension - names)


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
    required = [name for name in schema.get("required", ()) if name in known]
    return {**schema, "properties": known} | ({"required": required} if required else {})


def _inside(name: str, left_out: frozenset[str]) -> frozenset[str]:
    return frozenset(path.removeprefix(f"{name}/") for path in left_out if path.startswith(f"{name}/"))


def plain_record(record: Mapping[str, Json], names: frozenset[str]) -> dict[str, Json]:
    """A record without some properties; what no contract knows stays."""
    plain = {name: value for name, value in record.items() if name not in names}
    for name in {path.partition("/")[0] for path in names if "/" in path} & plain.keys():
        inside, items = _inside(name, names), plain[name]
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
        return dialect.LACKS.get(Feature.OPENAPI, f"No OpenAPI document describes {dialect.NAME}.")
    lacking = next((dialect.LACKS[feature] for feature in requirement.needs if feature in dialect.LACKS), "")
    return lacking or _without_its_sets(requirement, dialect) or _without_its_properties(requirement, dialect)


def _without_its_sets(requirement: Requirement, dialect: Dialect) -> str:
    missing = sets_without(dialect)
    reasons = [missing.get(name, "") for name in requirement.entities]
    return reasons[0] if reasons and all(reasons) else ""


def _without_its_properties(requirement: Requirement, dialect: Dialect) -> str:
    derived = made_by_the_reader(dialect)
    without = dialect.UNSAYABLE | derived
    missing = [path for path in requirement.about if not without.isdisjoint((path, path.partition("/")[0]))]
    if not missing or len(missing) < len(requirement.about):
        return ""
    named = " or ".join(repr(path) for path in missing)
    return f"{dialect.NAME} {'does not send' if derived.intersection(missing) else 'has no place for'} {named}."
