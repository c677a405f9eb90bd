"""What passes between a client and a service, whatever the wire form: a question heard, a reply said, a query refused."""

from dataclasses import dataclass, field
from typing import Literal

from apitest.errors import ApitestError
from apitest.model import Json, Selection

Asked = Literal["service", "description", "page", "item", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query as the service hears it."""

    asked: Asked
    entity: str = ""
    key: str = ""
    selection: Selection = field(default_factory=Selection)
    filter: str = ""
    """The `$filter` in OData 4 literals, whatever the client wrote; empty: everything."""
    after: str = ""
    """Of a continued listing: the cursor the service gave out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the service answers."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What was found for a question: canonical records and what surrounds them."""

    records: tuple[dict[str, Json], ...]
    total: int | None = None
    """Number of records in all, where it was asked for."""
    next: Selection | None = None
    """The selection of the following page; None: this is the last."""
    after: str = ""
    """The cursor behind the last record, for dialects that continue by cursor."""


class Refused(ApitestError):
    """The service will not answer a query; the reply says so in the dialect's form."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(expected="a query that the service can answer", got=message)
        self.status = status
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        return (Refused, (self.status, self.message))
