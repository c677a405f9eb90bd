"""What a target is held to: requirements with their sources, entity sets with their schemas, vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Any
"""A decoded JSON value: dict, list, str, int, float, bool or None."""


class Obligation(StrEnum):
    """How binding a requirement is (RFC 2119), most binding first."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"


class SourceKind(StrEnum):
    """What stands behind a requirement; facts, measurements and proposals are never mixed."""

    CLAUSE = "clause"
    BEHAVIOUR = "portal behaviour"
    PROPOSAL = "proposal"


class Mender(StrEnum):
    """Who can mend a breach."""

    EDITOR = "content editor"
    VENDOR = "vendor"
    TOOLKIT = "toolkit"
    PORTAL = "portal"
    CONTRACT = "contract"


class Depth(StrEnum):
    """How much a run asks, least first."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"


class Kind(StrEnum):
    """What a property holds, as far as a wire form must know it."""

    TEXT = "text"
    INTEGER = "integer"
    LONG = "long"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"
    ANY = "any"
    """A plain value whose type something else decides: the answer to a question."""
    OBJECT = "object"
    COLLECTION = "collection"
    LIST = "list"


class Feature(StrEnum):
    """What a client may ask of a service; a dialect says for each one that it lacks why."""

    SERVICE_DOCUMENT = "service-document"
    """A document that lists the entity sets."""
    DESCRIPTION = "description"
    """A machine-readable description of the service."""
    TYPED_DESCRIPTION = "typed-description"
    """A description, made by the service itself, that declares each property with its type (EDMX)."""
    ITEM = "item"
    """A single record by its id."""
    COUNT = "count"
    """The number of records of a set."""
    INLINE_COUNT = "inline-count"
    """The number of records, told with a listing."""
    PAGE_SIZE = "page-size"
    """Pages of a size that the client names."""
    SKIP = "skip"
    """A listing from an offset on."""
    NEXT_LINK = "next-link"
    """A link from one page to the next."""
    EMPTY_PAGE = "empty-page"
    """An empty list, not an error, where nothing is found."""
    ORDER = "order"
    SELECT = "select"
    EXPAND = "expand"
    FILTER = "filter"
    ERROR_DOCUMENT = "error-document"
    """A form in which errors are said, with a message."""
    STRICT_OPTIONS = "strict-options"
    """Refusing what is asked in words that are not understood."""
    TEXT_LANGUAGES = "text-languages"
    """Texts that name their language."""
    TEXT_ENTRIES = "text-entries"
    """Texts as a list of entries, of which one may lack a part, or come twice in a language."""
    TIME_OF_DAY = "time-of-day"
    """Moments with their time of day."""
    NUMBERS = "numbers"
    """Numbers as JSON numbers."""
    CLOSED_RECORDS = "closed-records"
    """Records with known properties and no others."""
    CODES = "codes"
    """Codes of vocabularies as they are, not labels that become codes when they are read."""
    COUNTRY_FORMS = "country-forms"
    """Country codes of two letters or of three."""
    TICKS = "ticks"
    """Dates as milliseconds since 1970."""
    PROTOCOL_VERSION = "protocol-version"
    """Answers that name the version of the protocol that they are written in."""
    CUSTOM_OPTIONS = "custom-options"
    """Options of the client's own, which a service that does not know them ignores."""
    OPENAPI = "openapi"
    """An OpenAPI document of the dialect, made from the contract."""
    EXTENSION = "extension"
    """What we propose beyond the published interface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The form of a property, read off the JSON Schema; what a dialect needs to decode and to say a value."""

    kind: Kind
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    """Of an OBJECT, or of each item of a COLLECTION: property name → shape."""
    item: "Shape | None" = None
    """Of a LIST (an array of scalars): the shape of one item."""
    type_name: str = ""
    """Of an OBJECT or COLLECTION: the name of the type, such as `LocalizedString`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a requirement comes from."""

    kind: SourceKind
    document: str
    place: str
    """Clause, section or rule id inside the document."""

    def __str__(self) -> str:
        return f"{self.document}, {self.place}" if self.place else self.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One normative sentence, with everything its reader needs to act on a breach."""

    id: str
    """`class/kebab-name`; never reused."""
    obligation: Obligation
    sentence: str
    source: Source
    cost: str
    """What a breach costs, in words a data officer understands."""
    fix: str
    mender: Mender
    entities: tuple[str, ...]
    """Entity sets it binds; empty: the service as a whole."""
    needs: tuple[Feature, ...] = ()
    """What a dialect must offer to be bound; a dialect that lacks one says why."""
    about: tuple[str, ...] = ()
    """Properties that it is about, as paths (`finance`, `files/size`); it does not bind where the form has none of them."""
    dialects: tuple[str, ...] = ()
    """For odd cases: dialects it binds; empty: all that offer what it needs."""
    excuse: str = ""
    """Why it does not bind in the other dialects."""
    requires: tuple[str, ...] = ()
    """Requirements whose breach makes this one unanswerable: its own breach is then a consequence."""
    where: tuple[str, ...] = ()
    """Properties without which there is nothing to judge; it binds once a record has one of them. `*`: the extension."""
    beside: tuple[str, ...] = ()
    """Other entity sets that the records are held against; it binds where the target offers them too."""
    portal_rules: tuple[str, ...] = ()
    """Rules of the portal's importer that a breach triggers, such as `H-TTL-03`."""
    depth: Depth = Depth.QUICK
    """The shallowest depth at which it is judged."""
    right: str = ""
    wrong: str = ""

    @property
    def conformance_class(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeyondDoubt:
    """Records of an entity set in which most checks are known to find nothing."""

    schema: Mapping[str, Json]
    """JSON Schema of canonical records, with every property named and each list with its `items`."""
    compiled: dict[Any, Any] = field(default_factory=dict)
    """Made ready by the dialects, each for its wire form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitySet:
    """One kind of record that a secretariat publishes."""

    name: str
    """Canonical name: `decisions`."""
    wire_name: str
    """OData name of the set: `Decisions`."""
    type_name: str
    """OData name of one record's type: `Decision`."""
    title: str
    """What a reader calls it: `decisions`, `national reports`."""
    family: str
    """The contract it belongs to: `informea` or `projects`."""
    schema: Mapping[str, Json]
    """JSON Schema 2020-12 of the canonical record, references resolved."""
    shape: Shape
    """The same, as a dialect needs it: an OBJECT."""
    filters: Mapping[str, tuple[str, ...]]
    """Property → operators a consumer may filter with: `eq`, `ge`."""
    sortable: tuple[str, ...]
    """Properties a consumer may order by."""
    key: str = "id"
    """The property whose value is the id of a record."""
    extension: frozenset[str] = frozenset()
    """
    Properties that we propose beyond the published interface; a service that lacks them lacks nothing. Of the objects of
    a collection: `files/role`.
    """
    kept: tuple[str, ...] = ()
    """Properties that remain of every record after a walk, beside those to filter with: other sets are held to them."""
    native: bool = False
    """Whether the set itself is such a proposal, without a place in the toolkits of OData."""
    beyond_doubt: "BeyondDoubt | None" = None
    """What is known of records that need no closer look; None: nothing."""

    @property
    def newest_first(self) -> tuple[tuple[str, bool], ...]:
        """The order in which a set is walked, that of the portal's importer: pairs of property and *descending*."""
        return (("updated", True), (self.key, False))

    @property
    def expandable(self) -> tuple[str, ...]:
        """
        Collections of the record, which OData serves only when asked to expand them.

        Those of the extension are never asked for: a service that does not know one would refuse the whole listing.
        """
        kinds = (Kind.COLLECTION, Kind.LIST)
        fields = self.shape.fields.items()
        return tuple(name for name, shape in fields if shape.kind in kinds and name not in self.extension)

    def bearing(self, where: tuple[str, ...]) -> frozenset[str]:
        """The properties that the `where` of a requirement names."""
        return self.extension if "*" in where else frozenset(where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a vocabulary."""

    code: str
    label: str
    status: str = "active"
    """`active`, `withdrawn` or `alias`."""
    same_as: str = ""
    """Of an alias: the canonical code. Of a country: its alpha-3 code is another term."""
    boxes: tuple[tuple[float, ...], ...] = ()
    """Of a country: boxes around its land, degrees west, south, east, north."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A list of codes with its source; open lists warn, closed lists fail."""

    name: str
    title: str
    source: str
    open: bool
    terms: Mapping[str, Term]
    patterns: Mapping[str, str] = field(default_factory=dict)
    """For vocabularies of forms (decision numbers): key → ECMA-262 pattern, to be used with `fullmatch`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything a target is held to."""

    versions: Mapping[str, str]
    """Family → version: `{"informea": "1.5", "projects": "1.0"}`."""
    entities: Mapping[str, EntitySet]
    requirements: Mapping[str, Requirement]
    """By id, in catalogue order."""
    vocabularies: Mapping[str, Vocabulary]
    digest: str
    """SHA-256 over every contract file."""
