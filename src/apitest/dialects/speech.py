"""What passes between a client and a service, whatever the wire form: a question heard, a reply said, a query refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from apitest.errors import ApitestError
from apitest.model import Json, Selection

Asked = Literal["service", "description", "page", "item", "list", "count"]


Path = tuple[str, ...]
"""Keys from the top of a JSON document inwards; empty: the document itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a JSON dialect puts things: the same for reading, for saying where a finding lies, and for lying."""

    rows: Path
    """The array of records of a listing."""
    item: Path = ()
    """A single record."""
    next: Path = ()
    """The next link of a listing; empty: there is none."""
    total: Path = ()
    """The number of records, told with a listing; empty: there is none."""
    sets: Path = ()
    """The array of entity sets in the service document; empty: there is none."""
    lists: Path = ()
    """The entries of a list property, such as a title, below the property."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Canonical name of a property → its name on the wire, where the two differ."""

    def around(self, document: Any, *, single: bool = False) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """What surrounds the rows of a listing, or a single record; to be changed in place."""
        found = inside(document, self.item if single else self.rows[:-1])
        return found if isinstance(found, dict) else {}

    def place(self, index: int, pointer: str) -> str:
        """Where a pointer into the n-th record of a page lies in its body: `$.d.results[1].title.results[0].value`."""
        return f"{_steps(self.rows)}[{index}]{self.within(pointer)}"

    def place_alone(self, pointer: str) -> str:
        """As `place`, in the answer to a question for a single record."""
        return f"{_steps(self.item)}{self.within(pointer)}"

    def within(self, pointer: str) -> str:
        """The part of a place behind its record."""
        inner = "".join(f".{step}" for step in self.lists)
        steps = (step if step.isdecimal() else self.names.get(step, step) for step in pointer.split("/")[1:])
        return "".join(f"{inner}[{step}]" if step.isdecimal() else f".{step}" for step in steps)


def _steps(path: Path) -> str:
    return "$" + "".join(f".{step}" for step in path)


def inside(document: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
    """What lies at a path in a JSON document; None: nothing."""
    for step in path:
        document = document.get(step) if isinstance(document, dict) else None
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """How answers name the version of the protocol that they are written in."""

    header: str
    example: str
    """A version as it is named."""
    families: tuple[str, ...]
    """What a version of this dialect begins with."""
    demanded: bool
    """Whether each answer must name one."""

    def allows(self, named: str) -> bool:
        """Whether a value of the header, empty if there is none, may stand on an answer of this dialect."""
        return named.strip().startswith(self.families) if named.strip() else not self.demanded


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query as the service hears it."""

    asked: Asked
    entity: str = ""
    key: str = ""
    """Of a single record, or of the one that a list belongs to."""
    listed: str = ""
    """Of one list of a record, asked for by the address that the record links to: the canonical name of the property."""
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
