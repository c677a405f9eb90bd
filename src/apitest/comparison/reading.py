"""Whatever a contract is written in → a promise: a folder, a version that ships, a file, or an answer of a service."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from apitest.comparison.differences import differences
from apitest.comparison.forms import Codes, Offer, Promise, Rule
from apitest.comparison.json_schemas import form_of
from apitest.comparison.metadata import promise_of_metadata
from apitest.comparison.openapi import promise_of_openapi
from apitest.comparison.rules import Impact
from apitest.contracts import FAMILIES, load_contract, load_family
from apitest.dialects import DIALECTS, offered, openapi_document
from apitest.dialects.speech import Question
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
    contract, path = _contract_named(name), Path(name)
    if contract is not None:
        return promise_of_contract(contract, name)
    if name.startswith("openapi/") and not path.exists():
        path = shipped("contracts", "openapi") / f"{name.removeprefix('openapi/')}.json"
    try:
        return promise_of_bytes(path.read_bytes(), name)
    except OSError as error:
        raise _unreadable(name, error.strerror or str(error)) from error


def _contract_named(name: str) -> Contract | None:
    """The contract of a version that ships or of a folder; None: the name is of something else."""
    path = Path(name)
    if name == "all":
        return load_contract()
    if name in FAMILIES and not path.exists():
        return load_family(shipped("contracts", *name.split("/")))
    if (path / "contract.toml").exists():
        return load_family(path)
    return load_contract(path) if (path / FAMILIES[0] / "contract.toml").exists() else None


def promise_like(name: str, other: Promise) -> Promise:
    """
    The promise of a contract, said in the dialect in which another promise departs from it least.

    Raises:
        UsageError: the name is not of a contract, or no dialect describes itself so.
    """
    contract = _contract_named(name)
    said = [] if contract is None else [*_said(contract, name, other)]
    if not said:
        raise UsageError(
            expected="two contracts of one kind, or a contract folder beside a description of a service",
            got=f"something else beside {other.kind}",
            where=name,
            fix="Name a version that ships, such as informea/1.5, or a contract folder.",
        )
    return min(said, key=lambda promise: _distance(promise, other))


def _said(contract: Contract, name: str, other: Promise) -> Iterator[Promise]:
    """The contract as each dialect describes it in the form of the other promise."""
    entity = next((offer.entity for offer in other.offers.values() if offer.entity in contract.entities), "")
    for dialect in DIALECTS.values():
        title = f"{name}, said in {dialect.NAME}"
        if other.kind == "EDMX" and "typed-description" in dialect.FEATURES:
            question = Question(asked="description", entity=entity)
            body = dialect.say_description(offered(contract, dialect), "http://localhost", question).body
            yield replace(promise_of_bytes(body, title), namespace="")
        document = openapi_document(contract, dialect.NAME) if other.kind == "OpenAPI" else None
        if document is not None:
            yield promise_of_bytes(json.dumps(document).encode(), title)


def _distance(one: Promise, other: Promise) -> tuple[int, int]:
    found = differences(one, other)
    return sum(item.impact is Impact.BREAKING for item in found), len(found)


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
