"""What tests make often: exchanges, targets, the contract, records that a schema allows."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from apitest.contracts import load_contract
from apitest.dialects.dates import canonical
from apitest.model import EntitySet, Exchange, Kind, Politeness, Query, Shape, Target

CONTRACT = load_contract()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
JSON_HEADER = (("content-type", "application/json;charset=utf-8"),)


def entity(name: str = "decisions") -> EntitySet:
    """An entity set of the shipped contract."""
    return CONTRACT.entities[name]


def exchange(
    body: Any = b"",
    *,
    url: str = "http://mea.example/informea.svc/Decisions",
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = JSON_HEADER,
) -> Exchange:
    """What came back; a body that is not bytes is written as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return Exchange(query=Query(url=url), status=status, headers=headers, body=raw)


def target(**changes: Any) -> Target:
    """A target on the reference host, without limits."""
    facts = {
        "id": "mea",
        "name": "MEA",
        "url": "http://mea.example/informea.svc",
        "dialect": "olingo2",
        "entities": ("decisions",),
        "politeness": Politeness(rate=0, connections=0),
    }
    return Target(**{**facts, **changes})


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_MOMENTS = st.integers(-(10**9), 4 * 10**9).map(
    lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
_SCALARS = {
    Kind.TEXT: _TEXT,
    Kind.INTEGER: st.integers(-(2**31), 2**31 - 1),
    Kind.LONG: st.integers(-(2**53), 2**53),
    Kind.NUMBER: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
    Kind.BOOLEAN: st.booleans(),
    Kind.ANY: st.booleans() | st.integers(-(2**31), 2**31 - 1) | _TEXT,
    Kind.DATE: st.dates().map(lambda day: day.isoformat()),
    Kind.DATE_TIME: st.builds(
        lambda moment, milliseconds: canonical(moment + timedelta(milliseconds=milliseconds)),
        _MOMENTS,
        st.integers(0, 999),
    ),
}


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Canonical values of a shape."""
    if shape.kind is Kind.OBJECT:
        return objects(shape, least=1)
    if shape.kind is Kind.COLLECTION:
        return st.lists(objects(shape, least=1), min_size=1, max_size=2)
    if shape.kind is Kind.LIST:
        assert shape.item is not None
        return st.lists(values(shape.item), min_size=1, max_size=3)
    return _SCALARS[shape.kind]


def objects(
    shape: Shape, *, least: int = 0, without: frozenset[str] = frozenset()
) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of a shape's properties; what is empty is left out, as the canonical form has it."""
    optional = {name: values(inner) for name, inner in shape.fields.items() if name not in without}
    found = st.fixed_dictionaries({}, optional=optional)
    return found.filter(lambda item: len(item) >= least)
