"""
By what a dialect is known: each dialect module says which of its marks an answer bears.

A mark either belongs to one dialect alone or is shared with its family; recognition weighs them together. Adding a
dialect adds a function `marks(seen)` to its own module and nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from apitest.dialects import edmx
from apitest.dialects.atom import as_verbose
from apitest.dialects.body import read_json
from apitest.model import Exchange, Json

_REFUSED = 400
_TELLING = ("server", "x-powered-by", "x-generator")
"""Headers in which servers name themselves."""


class Weight(IntEnum):
    """How much a mark says."""

    HINT = 0
    """Decides nothing, but says where to look first: a header of a server, the form of an error."""
    SHARED = 1
    """Others of the family have it too: enough to rule out strangers, not to tell relatives apart."""
    OWN = 10
    """Only this dialect has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What in an answer speaks for a dialect, in words that follow on 'recognised as X because'."""

    words: str
    weight: Weight = Weight.OWN


@dataclass(frozen=True)
class Seen:
    """An answer as recognition looks at it: parsed once, whatever it is."""

    exchange: Exchange
    value: Json = field(init=False)
    """The JSON value, or the one that says the same as an Atom document; None: neither."""
    atom: bool = field(init=False)
    """Whether it is Atom."""

    def __post_init__(self) -> None:
        reading = read_json(self.exchange)
        rewritten = None if reading.readable else as_verbose(self.exchange.body)
        object.__setattr__(self, "value", reading.value if rewritten is None else rewritten)
        object.__setattr__(self, "atom", rewritten is not None)

    @cached_property
    def rows(self) -> list[Json] | None:
        """The records of a listing in whatever envelope; None: no listing. Entries of a service document are none."""
        inner = self.value.get("d") if isinstance(self.value, dict) else self.value
        for candidate in (self.value, inner):
            if isinstance(candidate, list):
                return candidate
            if isinstance(candidate, dict):
                for name in ("results", "value", "items", "records"):
                    if isinstance(candidate.get(name), list):
                        return list(candidate[name])
        return None

    @cached_property
    def row(self) -> Mapping[str, Json]:
        """The first record; empty: there is none."""
        found = next(iter(self.rows or ()), None)
        return found if isinstance(found, dict) else {}

    @cached_property
    def metadata(self) -> Mapping[str, Json]:
        """`__metadata` of the first record (OData 1 to 3 in verbose JSON); empty: none."""
        about = self.row.get("__metadata")
        return about if isinstance(about, dict) else {}

    @property
    def error(self) -> Mapping[str, Json]:
        """The JSON object of an answer that refuses or does not find; empty: none."""
        refused = self.exchange.status >= _REFUSED and isinstance(self.value, dict)
        return self.value if refused else {}

    def served_by(self, *names: str) -> bool:
        """Whether the headers of the answer name one of these programs."""
        said = " ".join(f"{name}: {value}" for name, value in self.exchange.headers if name in _TELLING).lower()
        return any(name.lower() in said for name in names)

    def has_header(self, *names: str) -> bool:
        """Whether the answer has one of these headers, named in small letters."""
        return any(name in names for name, _ in self.exchange.headers)

    @property
    def type_name(self) -> str:
        """The type in `__metadata` of the first record; empty: none."""
        return str(self.metadata.get("type") or "")

    @cached_property
    def schema(self) -> edmx.Outline | None:
        """Names in an EDMX document; None: the answer is none."""
        return edmx.outline(self.exchange.body) if b"Edmx" in self.exchange.body[:2000] else None
