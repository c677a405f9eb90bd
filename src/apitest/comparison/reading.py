"""Whatever a contract is written in → a promise: a folder, a version that ships, a file, or an answer of a service."""

import json
from collections.abc import Mapping
from pathlib import Path

from apitest.comparison.forms import Codes, Offer, Promise, Rule
from apitest.comparison.json_schemas import form_of
from apitest.comparison.metadata import promise_of_metadata
from apitest.comparison.openapi import promise_of_openapi
from apitest.contracts import FAMILIES, load_contract, load_family
from apitest.errors import UsageError
from apitest.model import Contract, Json
from apitest.shipped import shipped


def promise_named(name: str) -> Promise:
    """
    The promise of a version that ships (`informea/1.5`, `all`, `openapi/olingo2`), of a folder, or of a file.

    Raises:
        UsageError: there is none of that name, or it is written in nothing that can be read.
        ConfigurationError: a contract folder that is damaged.
    """
    path = Path(name)
    if name == "all":
        return promise_of_contract(load_contract(), name)
    if name in FAMILIES and not path.exists():
        return promise_of_contract(load_family(shipped("contracts", *name.split("/"))), name)
    if name.startswith("openapi/") and not path.exists():
        path = shipped("contracts", "openapi") / f"{name.removeprefix('openapi/')}.json"
    if (path / "contract.toml").exists():
        return promise_of_contract(load_family(path), name)
    if (path / FAMILIES[0] / "contract.toml").exists():
        return promise_of_contract(load_contract(path), name)
    try:
        return promise_of_bytes(path.read_bytes(), name)
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from error


def promise_of_bytes(body: bytes, name: str) -> Promise:
    """
    The promise of a document: EDMX, OpenAPI or JSON Schema, told apart by what is in it.

    Raises:
        UsageError: it is none of these.
    """
    sets = {entity.wire_name: entity.name for entity in load_contract().entities.values()}
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        promise = promise_of_metadata(body, name, sets)
        if promise is None:
            raise _unreadable(name, "XML that is no description of an OData service")
        return promise
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name, f"neither XML nor JSON ({error})") from error
    if not isinstance(document, dict):
        raise _unreadable(name, "JSON that is no object")
    if "openapi" in document or "swagger" in document:
        return promise_of_openapi(document, name, sets)
    if document.keys() & {"$schema", "properties", "$defs", "type", "oneOf", "anyOf", "allOf", "enum", "$ref"}:
        return promise_of_schema(document, name)
    raise _unreadable(name, "JSON that is neither OpenAPI nor a JSON Schema")


def promise_of_schema(document: Mapping[str, Json], name: str) -> Promise:
    """The promise of one JSON Schema; its set is told by the title where the contract knows that type."""
    title = str(document.get("title", ""))
    entity = next((item.name for item in load_contract().entities.values() if item.type_name == title), "")
    offer = Offer(name=entity or "record", entity=entity, answer=form_of(document, document))
    return Promise(name=name, kind="JSON Schema", version=str(document.get("$id", "")), offers={offer.name: offer})


def promise_of_contract(contract: Contract, name: str) -> Promise:
    """The promise of contract folders: sets, questions, vocabularies and requirements."""
    offers = {
        item.name: Offer(
            name=item.name,
            entity=item.name,
            answer=form_of(item.schema, item.schema),
            filters=frozenset(f"{field} {word}" for field, words in item.filters.items() for word in words),
            orders=frozenset(item.sortable),
        )
        for item in contract.entities.values()
    }
    return Promise(
        name=name,
        kind="contract",
        version=", ".join(f"{family} {version}" for family, version in contract.versions.items()),
        offers=offers,
        vocabularies={
            item.name: Codes(open=item.open, terms={term.code: term.label for term in item.terms.values()})
            for item in contract.vocabularies.values()
        },
        requirements={
            item.id: Rule(obligation=item.obligation.value, sentence=item.sentence)
            for item in contract.requirements.values()
        },
    )


def _unreadable(name: str, got: str) -> UsageError:
    return UsageError(
        expected="a contract: a version that ships, a contract folder, JSON Schema, OpenAPI (JSON) or EDMX",
        got=got,
        where=name,
        fix=f"Name one of {', '.join(FAMILIES)}, all, openapi/DIALECT, or give a file or an address of a document.",
    )
