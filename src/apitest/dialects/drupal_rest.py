"""
`drupal-rest`: the REST exports of sites that run the Drupal module of InforMEA.

A listing is a bare array, `[]` where there is nothing; a text is an object from language to value; countries are arrays
of alpha-3 codes; `updated` is seconds since 1970, written as text, every other date a day. Pages go by number (`page`
from 0, `items_per_page`), the number of records is asked for with exactly `$count=true`. Views, which answers here,
ignores what it does not know: there are no filters, no order, no single records and no documents about the service.

The text of the interface's description could not be obtained: shapes are those of the module's formatters, names are
those of the contract.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

import orjson

from apitest.dialects import drupal_openapi
from apitest.dialects.body import read_json
from apitest.dialects.drupal_records import COUNTRIES, FORM, is_text, said, sayable, turned
from apitest.dialects.listings import Found, read_listing, unreadable
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.odata_words import encoded
from apitest.dialects.openapi import OpenApiForm
from apitest.dialects.speech import Layout, Question, Refused, Reply, Rows
from apitest.model import Condition, Contract, Departure, EntitySet, Exchange, Feature, Json, Page, Query, Selection

__all__ = ["sayable"]

NAME = "drupal-rest"
TITLE = "REST export of Drupal sites (InforMEA module)"
ROOT = ""
_NO_DOCUMENT = "The REST exports of Drupal's Views have no document about the service."
_NO_OPTION = "Views answers with the fields and in the order that the site has set; a client cannot choose."
LACKS = {
    Feature.SERVICE_DOCUMENT: _NO_DOCUMENT,
    Feature.DESCRIPTION: _NO_DOCUMENT,
    Feature.TYPED_DESCRIPTION: _NO_DOCUMENT,
    Feature.ITEM: "drupal-rest has listings only; a single record has no address.",
    Feature.INLINE_COUNT: "A listing is a bare array, which has no room for a number; it is asked for with $count=true.",
    Feature.SKIP: "Pages go by number; drupal-rest has no offsets.",
    Feature.NEXT_LINK: "A listing is a bare array, which has no room for a link.",
    Feature.ORDER: _NO_OPTION,
    Feature.SELECT: _NO_OPTION,
    Feature.EXPAND: _NO_OPTION,
    Feature.FILTER: "Which filters a site offers is its own choice; none belongs to the interface.",
    Feature.STRICT_OPTIONS: "Views ignores parameters that it does not understand.",
    Feature.TIME_OF_DAY: "drupal-rest writes days, without their time.",
    Feature.TICKS: "drupal-rest writes days, and seconds since 1970 as text, not milliseconds.",
    Feature.TEXT_ENTRIES: "A text is an object with one value a language.",
    Feature.COUNTRY_FORMS: "The module writes countries in three letters.",
    Feature.EXTENSION: "The module serves the published interface only.",
    Feature.PROTOCOL_VERSION: "The module's answers carry no version of a protocol.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(rows=())
_GENERATOR = b'name="Generator" content="Drupal'
"""In the head of the web pages of a site."""
_UNSEEN = "No REST export of this set was ever seen, so its form is not known."
WITHOUT = {
    "projects": "No version of the Drupal module has projects.",
    "national-plans": _UNSEEN,
    "contacts": _UNSEEN,
    "country-profiles": _UNSEEN,
    "sites": _UNSEEN,
    "documents": _UNSEEN,
}
UNSAYABLE: frozenset[str] = frozenset({"files/size", "keywords/namespace"})
LOSSES = {
    **dict.fromkeys(("title", "longTitle", "summary", "content", "description"), "one value a language"),
    "updated": "fractions of a second are cut",
    "published": "a day, without its time",
    "submission": "a day, without its time",
    "start": "a day, without its time",
    "end": "a day, without its time",
    "country": "three letters",
}
PAGE_CAP = 50
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 200

_OK, _NOT_FOUND = 200, 404


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    drupal = seen.served_by("drupal") or seen.has_header("x-drupal-cache", "x-drupal-dynamic-cache")
    if drupal or _GENERATOR in seen.exchange.body[:5000] or set(seen.error) == {"message"}:
        yield Mark(words="its server is Drupal", weight=Weight.HINT)
    if not isinstance(seen.value, list):
        return
    text = seen.row.get("title")
    if isinstance(text, dict) and all(isinstance(value, str) for value in text.values()):
        yield Mark(words="its answer is a bare array of records whose title is an object from language to text")
    elif seen.value == [] and "_format=json" in seen.exchange.query.url:
        yield Mark(words="its answer to '_format=json' is a bare array, an empty one")
    elif not seen.row:
        yield Mark(words="its answer is a bare array", weight=Weight.SHARED)


def service(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - there is none
    """There is no document that lists the sets; the address of the site's root stands in."""
    return Query(url=f"{base}/")


def description(base: str, entity: EntitySet) -> Query:  # noqa: ARG001 - there is none
    """There is no description; the address of the site's root stands in."""
    return Query(url=f"{base}/")


def listing(base: str, entity: EntitySet, selection: Selection) -> Query:
    """Ask for a page by number; an offset is turned into one where it is a multiple of the page size."""
    options: dict[str, str] = {}
    number = selection.page
    if number is None and selection.skip and selection.top:
        number = selection.skip // selection.top
    if number:
        options["page"] = str(number)
    if selection.top is not None:
        options["items_per_page"] = str(selection.top)
    options["_format"] = "json"
    return Query(url=f"{base}/{entity.name}?{encoded(options)}")


def item(base: str, entity: EntitySet, key: str) -> Query:  # noqa: ARG001 - there is no address of a record
    """There is no address of a single record; the listing stands in."""
    return listing(base, entity, Selection())


def count(base: str, entity: EntitySet, conditions: tuple[Condition, ...] = ()) -> Query:  # noqa: ARG001 - no filters
    """Ask for the number of records."""
    return Query(url=f"{base}/{entity.name}?{encoded({'_format': 'json', '$count': 'true'})}")


def malformed(base: str, entity: EntitySet) -> dict[str, Query]:  # noqa: ARG001 - Views refuses nothing
    """Nothing is refused: what is not understood is ignored."""
    return {}


def read_page(exchange: Exchange, entity: EntitySet) -> Page:
    """Read the array."""
    page, _ = read_listing(
        FORM, exchange, entity, find=_rows, wanted="a bare array of records", place=place, turned=turned
    )
    return page


def read_item(exchange: Exchange, entity: EntitySet) -> Page:  # noqa: ARG001 - there is no address of a record
    """There are no single records in this form."""
    expected, got = "the record", "no address of single records in this form"
    return unreadable(Departure(requirement="service/item-answers", expected=expected, got=got))


def read_count(exchange: Exchange) -> int | None:
    """The number in `{"count": n}`; None: anything else."""
    value = read_json(exchange).value
    number = value.get("count") if isinstance(value, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def read_error(exchange: Exchange) -> str | None:
    """The message in `{"message": …}`; None: another form."""
    value = read_json(exchange).value
    message = value.get("message") if isinstance(value, dict) else None
    return message if isinstance(message, str) and message.strip() else None


def read_service(exchange: Exchange, contract: Contract) -> tuple[str, ...] | None:  # noqa: ARG001 - there is none
    """There is no service document."""
    return None


def place(entity: EntitySet, index: int, pointer: str) -> str:
    """Where a pointer into a record lies in a page: `$[1].title`, `$[1].files[0].url`, `$[1].countries[0]`."""
    first, *rest = pointer.split("/")[1:] or [""]
    shape = entity.shape.fields.get(first)
    if shape is not None and is_text(shape):
        return f"$[{index}].{first}"
    if first == "country":
        return f"$[{index}].{COUNTRIES}[0]"
    return f"$[{index}]" + "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in [first, *rest] if step)


def _rows(value: Json) -> Found:
    if isinstance(value, list):
        return value, {}, ""
    inner = value.get("d", value) if isinstance(value, dict) else None
    if isinstance(inner, list):
        return inner, {}, "the records directly under 'd'"
    if isinstance(inner, dict):
        for name in ("results", "rows", "value", "items", "data"):
            if isinstance(inner.get(name), list):
                return inner[name], inner, f"the records under {name!r}"
    return None, {}, ""


# --- the service side ---------------------------------------------------------------------------------------------


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the root, and its query string, as a question.

    Raises:
        Refused: nothing of that name. Parameters are never refused: what is not understood is ignored.
    """
    name = unquote(path).strip("/")
    entity = contract.entities.get(name)
    if entity is None:
        raise Refused(_NOT_FOUND, f'No route found for "GET /{name}"')
    options = dict(parse_qsl(query, keep_blank_values=True))
    if options.get("$count") == "true":
        return Question(asked="count", entity=entity.name)
    size = min(_natural(options.get("items_per_page", "")) or PAGE_CAP, PAGE_MAXIMUM)
    number = _natural(options.get("page", "")) or 0
    return Question(asked="page", entity=entity.name, selection=Selection(top=size, page=number))


def _natural(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def say_page(rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:  # noqa: ARG001
    """A listing."""
    return _json(_OK, [said(record, entity) for record in rows.records])


def say_item(record: dict[str, Json], question: Question, entity: EntitySet, base: str) -> Reply:  # noqa: ARG001
    """A listing of one."""
    return _json(_OK, [said(record, entity)])


def say_count(number: int) -> Reply:
    """The number in an object."""
    return _json(_OK, {"count": number})


def say_service(contract: Contract, base: str, question: Question) -> Reply:  # noqa: ARG001 - there is none
    """There is no such document."""
    return say_error(_NOT_FOUND, 'No route found for "GET /"')


def say_description(contract: Contract, base: str, question: Question) -> Reply:
    """There is no such document."""
    return say_service(contract, base, question)


def say_error(status: int, message: str) -> Reply:
    """An error as Drupal says it."""
    return _json(status, {"message": message})


def _json(status: int, body: Json) -> Reply:
    return Reply(status=status, content_type="application/json", body=orjson.dumps(body))


# --- OpenAPI ------------------------------------------------------------------------------------------------------

OPENAPI = OpenApiForm(
    name=NAME,
    title=TITLE,
    about=(
        "A listing is a bare array. A text is an object from language to value, and an empty array where there is nothing; "
        "dates are days, the last change is seconds since 1970 as text, countries are an array of three-letter codes. The "
        "text of the interface's description could not be obtained: shapes are those of the module's formatters, names "
        "and paths those of the contract; sites choose their own."
    ),
    media_type="application/json",
    error_media_type="application/json",
    services=lambda _contract: {},
    set_path=lambda entity: f"/{entity.name}",
    listing_parameters=drupal_openapi.listing_options,
    error_schema=drupal_openapi.ERROR,
    records=drupal_openapi.records,
    page=lambda row: {"type": "array", "items": row},
    count_schema=drupal_openapi.COUNT,
    pointer=drupal_openapi.pointer,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
