"""
Which dialect a service speaks and which sets it serves, from its own answers, in a small fixed number of requests.

A conversation: it yields queries and is sent exchanges, so that it knows no socket. The evidence is shown.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from apitest.dialects import DIALECTS, Dialect, dialect_of, offered
from apitest.dialects.body import excerpt, read_json
from apitest.errors import Unrecognised
from apitest.model import Contract, EntitySet, Exchange, Json, Query, Selection

_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A dialect, why we think so, and what the service offers in it."""

    dialect: str
    because: str
    root: str
    """The service root: the address given, or the one above it if that was the address of a set."""
    entities: tuple[str, ...]
    """Sets that the service document lists, and those that are served without being listed."""


Recognition = Generator[Query, Exchange, Recognised]
_Found = tuple[Dialect, str, str, tuple[str, ...]]
"""Dialect, why, service root, sets seen so far."""


def recognise(base: str, contract: Contract, name: str = "auto") -> Recognition:
    """
    Ask for the service document, for first pages if that does not tell, and for one record of each set not listed.

    Raises:
        UnknownName: no dialect of that name.
        Unrecognised: no dialect fits (or not the one named); says what was asked and what came.
    """
    candidates = DIALECTS if name == "auto" else {name: dialect_of(name)}
    seen: list[str] = []
    found = yield from _by_document(base, contract, candidates, seen)
    if found is None:
        found = yield from _by_listing(base, contract, candidates, seen)
    if found is None:
        raise Unrecognised(
            expected="a service that speaks " + " or ".join(candidates),
            got="; ".join(dict.fromkeys(seen)) or "nothing",
            where=base,
            fix="Check that the address is the service root, not a web page; or name another dialect with --dialect.",
        )
    dialect, because, root, listed = found
    served = list(listed)
    for entity in offered(contract, dialect).entities.values():
        if entity.name not in listed:
            exchange = yield dialect.listing(root, entity, Selection(top=1, expand=()))
            if exchange.status == _OK and dialect.read_page(exchange, entity).readable:
                served.append(entity.name)
    entities = tuple(name for name in contract.entities if name in served)
    return Recognised(dialect=dialect.NAME, because=because, root=root, entities=entities)


def _by_document(
    base: str, contract: Contract, candidates: Mapping[str, Dialect], seen: list[str]
) -> Generator[Query, Exchange, _Found | None]:
    for dialect in candidates.values():
        exchange = yield dialect.service(base)
        listed = dialect.read_service(exchange, contract) if exchange.status == _OK else None
        if listed:
            return dialect, _service_trait(dialect.NAME, len(listed)), base, listed
        seen.append(_tried(exchange))
    return None


def _by_listing(
    base: str, contract: Contract, candidates: Mapping[str, Dialect], seen: list[str]
) -> Generator[Query, Exchange, _Found | None]:
    """Some services have no service document, and some users give the address of a set: a first page tells."""
    above, _, last = base.rpartition("/")
    named = [entity for entity in contract.entities.values() if last in (entity.wire_name, entity.name)]
    root = above if named else base
    for entity in named or contract.entities.values():
        for spelling in _spellings(entity, candidates):
            exchange = yield Query(url=f"{root}/{spelling}")
            dialect, trait = _trait(read_json(exchange).value) if exchange.status == _OK else ("", "")
            if dialect in candidates:
                return candidates[dialect], trait, root, (entity.name,)
            seen.append(_tried(exchange))
    return None


def _spellings(entity: EntitySet, candidates: Mapping[str, Dialect]) -> dict[str, None]:
    return dict.fromkeys(entity.name if name == "mea-json" else entity.wire_name for name in candidates)


def _tried(exchange: Exchange) -> str:
    return f"{exchange.query.method} {exchange.query.url} → status {exchange.status}, {excerpt(exchange.body)}"


def _service_trait(name: str, sets: int) -> str:
    forms = {"olingo2": "'d' with 'EntitySets'", "mea-json": "'resources'"}
    number = f"{sets} known entity set{'' if sets == 1 else 's'}"
    return f"its service document has {forms.get(name, 'the form of the dialect')} and lists {number}"


def _trait(value: Json) -> tuple[str, str]:
    """Name of the dialect that an answer has the marks of, and the marks; empty: none known."""
    inner = value.get("d") if isinstance(value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        first = inner["results"][0] if inner["results"] else {}
        about = first.get("__metadata", {}) if isinstance(first, dict) else {}
        kind = about.get("type", "") if isinstance(about, dict) else ""
        if not first or str(kind).startswith("informea."):
            return "olingo2", "its first page has 'd' with 'results'" + (
                f" and records of type {kind!r}" if kind else ""
            )
        return "", ""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        return "mea-json", "its first page has 'items'"
    return "", ""
