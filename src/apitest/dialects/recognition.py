"""
Which dialect a service speaks, from its own answers, in a fixed small number of requests; the evidence is shown.

A conversation: it yields queries and is sent exchanges, so that it knows no socket.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from apitest.dialects import DIALECTS, Dialect
from apitest.dialects.body import excerpt, read_json
from apitest.errors import Unrecognised
from apitest.model import Contract, Exchange, Json, Query

_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A dialect, why we think so, and what the service offers in it."""

    dialect: str
    because: str
    entities: tuple[str, ...]


Recognition = Generator[Query, Exchange, Recognised]


def recognise(base: str, contract: Contract, name: str = "auto") -> Recognition:
    """
    Ask for the service document, and for a first page of a set if that does not tell.

    Raises:
        Unrecognised: no dialect fits (or not the one named); says what was asked and what came.
    """
    candidates = DIALECTS if name == "auto" else {name: DIALECTS[name]}
    seen: list[str] = []
    for dialect in candidates.values():
        exchange = yield dialect.service(base)
        found = dialect.read_service(exchange, contract) if exchange.status == _OK else None
        if found:
            because = _service_trait(dialect.NAME, len(found))
            return Recognised(dialect=dialect.NAME, because=because, entities=found)
        seen.append(f"GET {exchange.query.url} → status {exchange.status}, {excerpt(exchange.body)}")
        if found is not None:
            continue
        recognised = yield from _by_listing(base, contract, candidates)
        if recognised is not None:
            return recognised
        break
    raise Unrecognised(
        expected="a service that speaks " + " or ".join(candidates),
        got="; ".join(dict.fromkeys(seen)) or "nothing",
        where=base,
        fix="Check that the address is the service root, not a web page; or name the dialect with --dialect.",
    )


def _by_listing(base: str, contract: Contract, candidates: Mapping[str, Dialect]) -> Generator[Query, Exchange, Recognised | None]:
    """Some services have no service document: then a first page tells, by its envelope."""
    last = base.rpartition("/")[2]
    names = {spelling: entity for entity in contract.entities.values() for spelling in (entity.wire_name, entity.name)}
    root = base.rpartition("/")[0] if last in names else base
    entity = names.get(last, next(iter(contract.entities.values())))
    for dialect in candidates.values():
        spelling = entity.name if dialect.NAME == "mea-json" else entity.wire_name
        exchange = yield Query(url=f"{root}/{spelling}")
        trait = _trait(read_json(exchange).value) if exchange.status == _OK else ("", "")
        if trait[0] in candidates:
            return Recognised(dialect=trait[0], because=trait[1], entities=(entity.name,))
    return None


def _service_trait(name: str, sets: int) -> str:
    forms = {"olingo2": "'d' with 'EntitySets'", "mea-json": "'resources'"}
    return f"its service document has {forms.get(name, 'the form of the dialect')} and lists {sets} known entity sets"


def _trait(value: Json) -> tuple[str, str]:
    inner = value.get("d") if isinstance(value, dict) else None
    if isinstance(inner, dict) and isinstance(inner.get("results"), list):
        first = inner["results"][0] if inner["results"] else {}
        about = first.get("__metadata", {}) if isinstance(first, dict) else {}
        kind = about.get("type", "") if isinstance(about, dict) else ""
        if not first or str(kind).startswith("informea."):
            return "olingo2", "its first page has 'd' with 'results'" + (f" and records of type {kind!r}" if kind else "")
        return "", ""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        return "mea-json", "its first page has 'items'"
    return "", ""
