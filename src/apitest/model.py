"""
The nouns, frozen, in the order the data meets them.

Contract → Target → Query → Exchange → Page of Records → Harvest → Departure → Finding → Verdict → Results.
Values only: nothing here asks, decodes, judges or renders.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

Derived = TypeVar("Derived")
Json = Any
"""A decoded JSON value: dict, list, str, int, float, bool or None."""


# --- the contract -------------------------------------------------------------------------------------------------


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


# --- the target ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """What a target allows us; kept over all workers together."""

    rate: float = 5.0
    """Requests a second; 0: unlimited (loopback only)."""
    connections: int = 2
    max_requests: int = 0
    """Hard budget of requests; 0: none."""
    max_bytes: int = 0
    """Hard budget of bytes over the wire; 0: none."""
    max_seconds: float = 0
    """Hard budget of seconds spent on waiting for answers, over all workers together; 0: none."""
    timeout: float = 30.0
    """Seconds without a byte before we give up."""
    deadline: float = 120.0
    """Seconds for an answer from its first byte to its last."""
    max_body: int = 64 * 1024 * 1024
    """Bytes of an answer, unpacked; what is longer is not read."""
    max_pages: int = 10_000
    """Pages of one entity set; a set with more has no end that we would see."""
    max_files: int = 0
    """Files of one entity set that are asked for with HEAD, wherever they lie; 0: none, for nobody wished it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where to find a secret; never the secret itself."""

    type: str
    """`basic`, `bearer`, `api-key` or `oauth2` (client credentials)."""
    username_env: str = ""
    password_env: str = ""
    token_env: str = ""
    key_env: str = ""
    password_file: str = ""
    token_file: str = ""
    key_file: str = ""
    password_keyring: str = ""
    """In the keyring of the system: `service/user`."""
    token_keyring: str = ""
    key_keyring: str = ""
    client_id_env: str = ""
    client_secret_env: str = ""
    client_secret_file: str = ""
    client_secret_keyring: str = ""
    token_url: str = ""
    """Where a token is asked for."""
    scope: str = ""
    header: str = ""
    """Name of the header that carries an API key."""
    query: str = ""
    """Name of the query parameter that carries one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One secretariat's API, as configured."""

    id: str
    name: str
    url: str
    """Service root, without a final slash."""
    dialect: str
    """A dialect's name, or `auto` until it is recognised."""
    entities: tuple[str, ...] = ()
    """Entity sets to judge; empty: those the service offers."""
    treaties: tuple[str, ...] = ()
    """Treaty ids the records may carry; empty: any known one."""
    politeness: Politeness = field(default_factory=Politeness)
    credentials: Credentials | None = None
    ca_file: str = ""
    """Path of the certificates of authorities that are trusted beside those everybody trusts, PEM."""
    certificate_file: str = ""
    """Path of the certificate that we show, PEM."""
    certificate_key_file: str = ""
    """Path of its key, if that is not in the same file."""


# --- asking and answering -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One comparison: property, `eq` or `ge`, canonical value."""

    property: str
    operator: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of an entity set is asked for, in no dialect's words."""

    top: int | None = None
    skip: int | None = None
    page: int | None = None
    """Number of the page, from 0, for services that know neither offsets nor next links."""
    order: tuple[tuple[str, bool], ...] = ()
    """Pairs of property and *descending*."""
    conditions: tuple[Condition, ...] = ()
    """All must hold."""
    expand: tuple[str, ...] | None = None
    """Collections wanted inline; None: all of them."""
    select: tuple[str, ...] = ()
    """Properties wanted; empty: all."""
    count: bool = False
    """Also say how many records there are in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A request before it is sent. Always without a body; GET or HEAD."""

    url: str
    """Absolute, percent-encoded."""
    accept: str = "application/json"
    method: str = "GET"
    occasion: int = 1
    """A query is sent once a run, whoever asks; a check that must ask again says 2, 3, …"""
    headers: tuple[tuple[str, str], ...] = ()
    """Beside `Accept`: what makes a request conditional, or refuses compression. Names in lower case."""
    alone: bool = field(default=False, compare=False)
    """Whether nothing else may be under way at the target meanwhile: its time is to be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer of *later, please* that came before the answer."""

    status: int
    """429 or 503."""
    after: str
    """`Retry-After` as it came; empty: it was not said when to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A query and what came back."""

    query: Query
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case, in the order received."""
    body: bytes
    """After content decoding."""
    seconds: float = 0.0
    """From sending to the last byte; of a replay: as recorded."""
    first_byte: float = 0.0
    """Seconds from sending to the headers of the answer."""
    received: int = 0
    """Bytes of the body over the wire, before content decoding."""
    refusals: tuple[Refusal, ...] = ()
    """What attempts before this one got, oldest first."""

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name.lower()), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One observed difference between what is required and what came, before it is tied to a requirement."""

    expected: str
    got: str
    pointer: str = ""
    """JSON pointer into the decoded record; empty: the record or the answer as a whole."""
    requirement: str = ""
    """Set by a dialect while decoding; a check leaves it empty."""
    record: str | None = None
    """Id of the record concerned."""
    exchange: Exchange | None = None
    """The answer it was seen in, where that is not the page being examined."""
    place: str = ""
    """Where in the body, in the dialect's own terms: `$.d.results[1].end`."""
    fix: str = ""
    """A remedy more exact than the requirement's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row, decoded to the canonical form."""

    id: str | None
    content: Mapping[str, Json]
    """Canonical record: localised text as `[{language, value}]`, dates RFC 3339, navigation inline."""
    index: int
    """Position on its page, from 0."""
    extras: Mapping[str, Json] = field(default_factory=dict)
    """Properties the contract does not know, as served."""
    deferred: Mapping[str, str] = field(default_factory=dict)
    """Collections not sent inline: name → address."""
    address: str = ""
    """The record's own address as the service states it, if it does."""
    beyond_doubt: bool = False
    """Whether it fits the schema of the records of its set that are beyond doubt."""
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What one check has worked out of the content and another may need; forgotten with the record."""

    def once(self, name: str, work: Callable[[], Derived]) -> Derived:
        """Something that follows from the record alone, worked out when it is first needed."""
        if name not in self.worked_out:
            self.worked_out[name] = work()
        found: Derived = self.worked_out[name]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A decoded listing."""

    records: tuple[Record, ...]
    departures: tuple[Departure, ...] = ()
    """What decoding met that the wire form does not allow."""
    next: str = ""
    """Address of the next page as the service gives it, resolved; empty: none given."""
    count: int | None = None
    """Number of records in all, if the answer says so."""
    readable: bool = True
    """False: not a listing at all; the departures say why, and the walk ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a walk after its records are forgotten."""

    exchange: Exchange
    """Without its body."""
    ids: tuple[str | None, ...]
    next: str
    count: int | None
    size: int = 0
    """Bytes of the body, after content decoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """All of an entity set after one walk: what remains when the pages are forgotten."""

    entity: str
    leaves: tuple[Leaf, ...]
    ending: str
    """`complete`, or why the walk stopped: `looped`, `undecodable`, `budget`, `limited`."""
    samples: tuple[Record, ...]
    """Some records, spread over the set, for queries to be drawn from."""
    columns: Mapping[str, tuple[Json, ...]]
    """Filterable property → its value in every record, in walking order."""

    @property
    def ids(self) -> tuple[str | None, ...]:
        """Ids in walking order, over all pages."""
        return tuple(identifier for leaf in self.leaves for identifier in leaf.ids)

    @property
    def complete(self) -> bool:
        """Whether the walk reached the end of the set."""
        return self.ending == "complete"


# --- judging ------------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """W3C EARL 1.0, worst first; a roll-up is the first of these present."""

    FAILED = "failed"
    CANT_TELL = "cantTell"
    PASSED = "passed"
    UNTESTED = "untested"
    INAPPLICABLE = "inapplicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One observed departure from a requirement, with all a reader needs to see it and to mend it."""

    requirement: str
    target: str
    entity: str
    """Empty: the service as a whole."""
    record: str | None
    pointer: str
    expected: str
    got: str
    where: str
    """Request and place in the answer: `GET …/Meetings?$skip=100  $.d.results[1].end`."""
    fix: str
    exchange: str
    """Digest of the exchange in the evidence; results give its number."""
    reproduce: str
    """A curl command."""
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A requirement's outcome on one entity set of one target."""

    requirement: str
    obligation: Obligation
    target: str
    entity: str
    outcome: Outcome
    examined: int
    """Records or answers looked at."""
    findings: tuple[Finding, ...] = ()
    """The first of them, up to the cap."""
    total: int = 0
    """How many there were in all."""
    reason: str = ""
    """Why cantTell, inapplicable or untested."""
    root: str = ""
    """Of a consequence: the requirement whose breach caused it."""
    waived: int = 0
    """How many of the findings a waiver accepts."""
