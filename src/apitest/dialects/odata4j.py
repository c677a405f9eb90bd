"""
`odata4j`: toolkit 1.x of InforMEA (odata4j): Ozone and Montreal, the plant treaty, EUROBATS.

Atom unless JSON is asked for; a fixed order; pages of 10 records, 100 at the most; files of decisions are called
`documents`. No answer of such a service in JSON is on record: what is read here follows from the toolkit's code, and an
Atom feed is read where one comes all the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from apitest.dialects import edmx, verbose
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.odata2 import Family
from apitest.dialects.speech import Question
from apitest.model import Contract, Feature

NAME = "odata4j"
TITLE = "InforMEA toolkit 1.x (OData 1 to 2, odata4j)"
ROOT = "services/odata.svc"
LACKS = {
    Feature.EXTENSION: "The toolkit serves the published interface only.",
    Feature.OPENAPI: "No answer of toolkit 1.x in JSON is on record, so that no OpenAPI document describes one.",
    Feature.ORDER: "The order of toolkit 1.x is fixed: it ignores $orderby.",
    Feature.SELECT: "Toolkit 1.x always sends whole records.",
    Feature.FILTER: "Toolkit 1.x knows one filter only, 'updated gt', and answers it as 'ge'.",
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = replace(verbose.RESULTS, names={"files": "documents"})
VERSIONS = verbose.VERSIONS
WITHOUT = {
    "documents": "Toolkit 1.x has no documents; they came with toolkit 2.3.",
    "country-profiles": "Profiles of toolkit 1.x say a year where the interface has the date of entry into force.",
}
UNSAYABLE = frozenset({"roles"})
"""Properties that the official implementation cannot send."""
PAGE_CAP = 10
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 100

_CONTAINER = "InforMEAService"

FAMILY = Family(
    style=verbose.Style(
        layout=LAYOUT,
        type_of=lambda entity: f"{_CONTAINER}.{entity.type_name}",
        inner_type=lambda _entity, _name, shape: f"{_CONTAINER}.{shape.type_name}",
        with_id=False,
    ),
    names=edmx.Names(namespace="InforMEA", container=_CONTAINER),
    unsayable=UNSAYABLE,
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    if f"{urlsplit(seen.exchange.query.url).path}/".find("/odata.svc/") >= 0:
        yield Mark(words="its address has '/odata.svc'")
    if seen.type_name.startswith(f"{_CONTAINER}."):
        yield Mark(words=f"its records have a type {seen.type_name!r}")
    if seen.schema and seen.schema.version == "1.0" and _CONTAINER in seen.schema.containers:
        yield Mark(words=f"its description has the container {_CONTAINER!r}")


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the service root, and its query string, as a question; `$orderby` and `$select` are ignored.

    Raises:
        Refused: nothing of that name, or malformed options.
    """
    question = FAMILY.hear(path, query, contract)
    return replace(question, selection=replace(question.selection, order=(), select=()))


service, description = FAMILY.service, FAMILY.description
listing, item, count, malformed = FAMILY.listing, FAMILY.item, FAMILY.count, FAMILY.malformed
read_page, read_item, read_count = FAMILY.read_page, FAMILY.read_item, FAMILY.read_count
read_list, say_list = FAMILY.read_list, FAMILY.say_list
read_error, read_service, place = FAMILY.read_error, FAMILY.read_service, FAMILY.place
say_page, say_item, say_count = FAMILY.say_page, FAMILY.say_item, FAMILY.say_count
say_service, say_description, say_error = FAMILY.say_service, FAMILY.say_description, FAMILY.say_error
say_in_atom = FAMILY.say_in_atom
