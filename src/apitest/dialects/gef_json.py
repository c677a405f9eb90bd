"""
`gef-json`: the JSON export of the GEF's project database, the input side of convention dashboards; projects only.

Pages from 0, `[]` behind the last; no number of records, no filter, no order, no single records, no documents about
the service. Dates stand in HTML `<time>` elements, amounts are digits, lists are texts with commas. The live answers
were not seen: all of this follows from the code of the harvester that reads them.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from apitest.dialects import gef_openapi, gef_records
from apitest.dialects.dates import day_of, from_rfc3339
from apitest.dialects.listings import Found, read_listing, unreadable
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.openapi import OpenApiForm
from apitest.dialects.speech import Layout, Question, Refused, Reply, Rows
from apitest.dialects.values import Form
from apitest.model import Condition, Contract, Departure, EntitySet, Exchange, Feature, Json, Page, Query, Selection

NAME = "gef-json"
TITLE = "JSON export of the GEF project database"
ROOT = "projects-operations/database"
_NO_DOCUMENT = "The export has no document about the service."
_NO_OPTION = "The export knows one parameter, the number of the page."
LACKS = {
    Feature.SERVICE_DOCUMENT: _NO_DOCUMENT,
    Feature.DESCRIPTION: _NO_DOCUMENT,
    Feature.TYPED_DESCRIPTION: _NO_DOCUMENT,
    Feature.ITEM: "The export is a listing; a single project has a web page, but no answer for machines.",
    Feature.COUNT: "The export does not say how many projects there are.",
    Feature.INLINE_COUNT: "The export does not say how many projects there are.",
    Feature.PAGE_SIZE: "Whether the export honours a page size is not known.",
    Feature.SKIP: _NO_OPTION,
    Feature.NEXT_LINK: "Pages go by number; an empty one is the end.",
    Feature.ORDER: _NO_OPTION,
    Feature.SELECT: _NO_OPTION,
    Feature.EXPAND: _NO_OPTION,
    Feature.FILTER: _NO_OPTION,
    Feature.STRICT_OPTIONS: "Whether the export refuses parameters that it does not understand is not known.",
    Feature.ERROR_DOCUMENT: "Errors are web pages.",
    Feature.TICKS: "The export writes moments in HTML elements, not as milliseconds.",
    Feature.NUMBERS: "The export writes amounts as text.",
    Feature.CLOSED_RECORDS: "The export may have more keys than the fifteen that are read.",
    Feature.CODES: "The export writes labels, not codes.",
    Feature.TEXT_LANGUAGES: "The export does not say in which language a text is.",
    Feature.TEXT_ENTRIES: "A text of the export is one piece.",
    Feature.EXTENSION: "The export has its own fifteen keys.",
    Feature.PROTOCOL_VERSION: "The export's answers carry no version of a protocol.",
    Feature.CUSTOM_OPTIONS: "What the export does with parameters that it does not know was never seen.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(rows=())
WITHOUT = dict.fromkeys(
    (
        "decisions", "meetings", "national-reports", "national-plans", "sites", "contacts",
        "documents", "contacts", "country-profiles", "treaties",
    ),
    "The export holds projects only.",
)  # fmt: skip
UNSAYABLE = frozenset(
    {
        "iatiIdentifier", "shortTitle", "outcomes", "languages", "treaties", "decisions", "reportingSupport",
        "plannedStart", "actualStart", "plannedEnd", "actualEnd", "approvalDate", "milestones", "scope", "regions",
        "locations", "sectors", "policyMarkers", "sdgs", "topics", "chemicals", "publisher", "contacts", "budgets",
        "transactions", "documents", "relatedProjects", "source", "licence", "created", "deleted",
        "countries/share", "focalAreas/share", "organisations/ref", "organisations/type",
        "organisations/lead", "finance/grant/currency", "finance/cofinancing/currency", "finance/agencyFee",
        "finance/preparationGrant", "finance/total", "finance/instrument", "treaty", "files", "keywords",
        "number", "organisations/acronym",
    }
)  # fmt: skip
"""What the list of the export does not tell; a project's web page may."""
DERIVED = frozenset(
    {
        "identifiers", "url", "fundingMechanism", "organisations/role", "status/code", "projectType/code",
        "fundingPeriod/code", "focalAreas/code", "trustFunds/code",
    }
)  # fmt: skip
"""What the reader makes of the number, the labels and the keys that they stand under."""
LOSSES = {
    "id": "the fund's own number",
    "fundingMechanism": "always the fund itself",
    "identifiers": "the fund's own number alone",
    "url": "the project's page at the fund",
    "title": "English alone",
    "description": "English alone",
    "organisations": "names of agencies, and of executing agencies in one piece",
    "finance": "amounts without currency, of grant and co-financing alone",
    "countries": "codes alone",
    "focalAreas": "labels alone",
    "trustFunds": "the first",
}
PAGE_CAP = 20
"""Records on a page."""
PAGE_MAXIMUM = 20
SET = "projects"

_OK, _NOT_FOUND = 200, 404
_PATH = "export/json"
_WIRE = {
    "id": "GEFProjectID", "identifiers": "GEFProjectID", "url": "GEFProjectID", "title": "ProjectName",
    "description": "projectDescription", "countries": "field_country_code", "status": "LatestTimelineStatus",
    "projectType": "projectType", "fundingPeriod": "GEFPhase", "focalAreas": "focalAreas",
    "trustFunds": "trustFundName", "organisations": "implAgencies", "finance": "GEFAmountLatest",
    "approvalFiscalYear": "ApprovalFY", "updated": "changed",
}  # fmt: skip
"""Property → the key that it is read from."""

FORM = Form(
    read_moment=from_rfc3339,
    read_day=day_of,
    moment_form='a moment in <time datetime="…">',
    unwrap=lambda value: (value, "") if isinstance(value, list) else (None, "an array"),
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    if isinstance(seen.value, list) and "GEFProjectID" in seen.row:
        yield Mark(words="its answer is a bare array of records with the key 'GEFProjectID'")
    elif seen.value == [] and f"/{ROOT}" in urlsplit(seen.exchange.query.url).path:
        yield Mark(words=f"its answer at '/{ROOT}' is a bare array, an empty one")
    elif isinstance(seen.value, list) and not seen.row:
        yield Mark(words="its answer is a bare array", weight=Weight.SHARED)


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - there is none
    """There is no document that lists the sets; the first page stands in."""
    return Query(url=f"{_address(base)}?page=0")


def description(base: str, entity: EntitySet) -> Query:
    """There is no description; the first page stands in."""
    return service(base, entity)


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:  # noqa: ARG001 - projects are the only set
    """Ask for a page by number; its size is the service's."""
    return Query(url=f"{_address(base)}?page={selection.page or 0}")


def item(base: str, entity: EntitySet, key: str) -> Query:  # noqa: ARG001 - no address of a record
    """There is no address of a single record; the first page stands in."""
    return service(base, entity)


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:  # noqa: ARG001 - nor a number
    """There is no number of records; the first page stands in."""
    return service(base, entity)


def malformed(base: str, entity: EntitySet) -> dict[str, Query]:  # noqa: ARG001 - one parameter, never refused
    """Nothing is refused."""
    return {}


def _address(base: str) -> str:
    """The address of the export, which is also what users give for the service."""
    return base if base.endswith(f"/{_PATH}") else f"{base}/{_PATH}"


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read the array."""
    page, _ = read_listing(
        FORM, exchange, entity, find=_rows, wanted="a bare array of projects", place=place, turned=gef_records.turned
    )
    return page


def read_item(exchange: Exchange, entity: EntitySet) -> Page:  # noqa: ARG001 - there is no address of a record
    """There are no single records in this form."""
    expected, got = "the record", "no address of single records in this form"
    return unreadable(Departure(requirement="service/item-answers", expected=expected, got=got))


def read_count(exchange: Exchange) -> int | None:  # noqa: ARG001 - there is none
    """There is no number of records."""
    return None


def read_error(exchange: Exchange) -> str | None:  # noqa: ARG001 - there is none
    """There is no form of errors."""
    return None


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:  # noqa: ARG001 - there is none
    """There is no service document."""
    return None


def place(entity: EntitySet, index: int, pointer: str) -> str:  # noqa: ARG001 - projects are the only set
    """The key that a property is read from: `$[1].ProjectName`."""
    steps = pointer.split("/")[1:]
    if pointer.startswith("/finance/cofinancing"):
        return f"$[{index}].CofinAmountLatest"
    return f"$[{index}]" + "".join(f".{_WIRE.get(step, step)}" for step in steps[:1])


def _rows(value: Json) -> Found:
    if isinstance(value, list):
        return value, {}, ""
    for name in ("items", "results", "rows", "data", "value"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            return value[name], value, f"the projects under {name!r}"
    return None, {}, ""


# --- the service side ---------------------------------------------------------------------------------------------


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the root, and its query string, as a question.

    Raises:
        Refused: nothing of that name. Parameters are never refused: what is not understood is ignored.
    """
    if unquote(path).strip("/") != _PATH or SET not in contract.entities:
        raise Refused(_NOT_FOUND, "There is no such page.")
    text = dict(parse_qsl(query)).get("page", "0")
    number = int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0
    selection = Selection(top=PAGE_CAP, page=number, order=(("id", False),))
    return Question(asked="page", entity=SET, selection=selection, filter="fundingMechanism eq 'gef'")


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:  # noqa: ARG001
    """A page."""
    return _json([gef_records.said(record) for record in rows.records])


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:  # noqa: ARG001
    """A page of one."""
    return _json([gef_records.said(record)])


def say_count(number: int) -> Reply:  # noqa: ARG001 - there is none
    """There is no number of records."""
    return say_error(_NOT_FOUND, "There is no such page.")


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - there is none
    """There is no such document."""
    return say_error(_NOT_FOUND, "There is no such page.")


def say_description(contract: Contract, base: str, question: Question) -> Reply:
    """There is no such document."""
    return say_service(contract, base, question)


def say_error(status: int, message: str) -> Reply:
    """An error page for people."""
    page = f"<!DOCTYPE html><html><head><title>{status}</title></head><body><p>{message}</p></body></html>"
    return Reply(status=status, content_type="text/html; charset=UTF-8", body=page.encode())


def sayable(record: dict[str, Json], entity: EntitySet) -> dict[str, Json]:  # noqa: ARG001 - projects are the only set
    """What of a project comes through."""
    return gef_records.sayable(record)


def _json(rows: list[dict[str, Json]]) -> Reply:
    return Reply(status=_OK, content_type="application/json", body=orjson.dumps(rows))


# --- OpenAPI ------------------------------------------------------------------------------------------------------

OPENAPI = OpenApiForm(
    name=NAME,
    title=TITLE,
    about=(
        "A page is a bare array of items with fifteen keys, whose values are texts: amounts in digits, lists divided by "
        "commas, moments in HTML elements; behind the last page the array is empty. The live answers were not seen: this "
        "follows from the code of the harvester that reads them."
    ),
    media_type="application/json",
    error_media_type="text/html",
    services=lambda _contract: {},
    set_path=lambda _entity: f"/{_PATH}",
    listing_parameters=gef_openapi.listing_options,
    error_schema=gef_openapi.ERROR,
    records=gef_openapi.records,
    page=lambda row: {"type": "array", "items": row},
    pointer=gef_openapi.pointer,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
