"""A subject to converse about, made of a few records, and the service's part in a conversation."""

from collections.abc import Callable
from typing import Any

from apitest.checks.conversing import Conversation, Subject
from apitest.dialects import DIALECTS
from apitest.model import Departure, Exchange, Harvest, Leaf, Query, Record
from making import CONTRACT, NOW, entity, exchange, target
from telling import ASKED

BASE = "http://mea.example/informea.svc"


def rows(*ids: str, **more: Any) -> dict[str, Any]:
    """A listing of OData 2.0 with these ids; `more` stands beside the records."""
    return {"d": {"results": [{"id": key} for key in ids], **more}}


def leaf(*ids: str | None, next: str = "", url: str = f"{BASE}/Decisions?$top=100") -> Leaf:  # noqa: A002
    """A page after its records are forgotten."""
    return Leaf(exchange=exchange(url=url), ids=ids, next=next, count=None)


def harvest(*leaves: Leaf, ending: str = "complete", samples: tuple[Record, ...] = (), **columns: Any) -> Harvest:
    """What remains of a walk; columns as given, one value a record."""
    return Harvest(
        entity="decisions",
        leaves=leaves,
        ending=ending,
        samples=samples,
        columns={name: tuple(column) for name, column in columns.items()},
    )


def subject(
    walked: Harvest, *, total: int | None = None, dialect: str = "olingo2", about: str = "decisions"
) -> Subject:
    """The set to converse about; the first candidates are always the ones drawn."""
    return Subject(
        contract=CONTRACT,
        target=target(url=BASE, dialect=dialect),
        entity=entity(about),
        now=NOW,
        dialect=DIALECTS[dialect],
        harvest=walked,
        total=total,
        draw=lambda _purpose, candidates, many: list(candidates)[:many],
    )


def conversed(
    talk: Conversation, answer: Callable[[Query], Any] | Any, *, asked: list[Query] | None = None
) -> tuple[Departure, ...]:
    """Hold a conversation: `answer` is an exchange, a body, or what makes one of a query."""
    try:
        query = next(talk)
        while True:
            ASKED.append(query)
            if asked is not None:
                asked.append(query)
            said = answer(query) if callable(answer) else answer
            query = talk.send(said if isinstance(said, Exchange) else exchange(said, url=query.url))
    except StopIteration as end:
        return tuple(end.value or ())
