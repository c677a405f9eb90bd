"""
What a contract promises, whatever it is written in: sets, their records as forms, what may be asked, what is required.

JSON Schema, OpenAPI and EDMX are all read to this, so that one comparison serves them and each against another version
of itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from apitest.model import Json

ANYTHING: frozenset[str] = frozenset()
"""Types of a form that allows every value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a value may be."""

    types: frozenset[str] = ANYTHING
    """JSON types: `string`, `integer`, `number`, `boolean`, `object`, `array`, `null`; empty: anything."""
    format: str = ""
    codes: tuple[str, ...] | None = None
    """The only values allowed, as JSON text; None: not limited to some."""
    limits: Mapping[str, Json] = field(default_factory=dict)
    """Keyword of JSON Schema → bound: `maxLength`, `minimum`, `pattern` …"""
    fields: Mapping[str, "Form"] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    item: "Form | None" = None
    closed: bool = False
    """Of an object: nothing but its fields may be in it."""
    options: tuple["Form", ...] = ()
    """Alternatives, one of which holds (`oneOf`, `anyOf`)."""
    vocabulary: str = ""
    edm: str = ""
    """Of a property that OData describes: its type, such as `Edm.DateTime`."""
    navigation: bool = False
    """Of a property that OData describes: it leads to other records and is sent only if asked for."""
    name: str = ""
    """Title or name of the type, for readers and to find an alternative again."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Words for readers: title, description, examples."""

    @property
    def plain(self) -> frozenset[str]:
        """The types without `null`."""
        return self.types - {"null"}

    @property
    def nullable(self) -> bool:
        """Whether it may be null."""
        return "null" in self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A set of records, or an operation: what comes, and what may be asked of it."""

    name: str
    """Canonical name of a set (`decisions`), or an operation (`GET /Decisions`)."""
    entity: str = ""
    """Canonical name of the set, where it is known."""
    answer: Form
    key: tuple[tuple[str, str], ...] = ()
    """Pairs of property and type: the key as OData writes it."""
    filters: frozenset[str] = frozenset()
    """`treaty eq`: what a reader may filter by."""
    orders: frozenset[str] = frozenset()
    questions: Mapping[str, "Question"] = field(default_factory=dict)
    """Parameters, by place and name: `query $top`."""
    media: frozenset[str] = frozenset()
    """Media types of a good answer; empty: not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A parameter of an operation."""

    form: Form
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A requirement, as far as a comparison tells it."""

    obligation: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """A vocabulary: code → label; an open one may grow."""

    open: bool
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A contract, whatever it is written in."""

    name: str
    """As a reader knows it: a file, an address, `informea/1.5`."""
    kind: str
    """`contract`, `JSON Schema`, `OpenAPI` or `EDMX`."""
    version: str = ""
    protocol: str = ""
    """Of an EDMX document: the generation of OData that it speaks, `2` or `4`."""
    namespace: str = ""
    offers: Mapping[str, Offer] = field(default_factory=dict)
    vocabularies: Mapping[str, Codes] = field(default_factory=dict)
    requirements: Mapping[str, Rule] = field(default_factory=dict)


def walked(form: Form, pointer: str = "") -> Iterator[tuple[str, Form]]:
    """A form and all below it, each with its pointer; `*` stands for every entry of a list."""
    yield pointer, form
    for name, inner in form.fields.items():
        yield from walked(inner, f"{pointer}/{name}")
    if form.item is not None:
        yield from walked(form.item, f"{pointer}/*")
    for option in form.options:
        yield from walked(option, pointer)
