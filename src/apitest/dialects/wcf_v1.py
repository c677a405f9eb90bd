"""
`wcf-v1`: WCF Data Services in the JSON of OData 1: BRS national plans.

The records stand directly under `d`, lists are bare arrays, `__metadata` has a uri and a type but no id. Where `d` is an
array there is no place for a count or a link to the next page.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from apitest.dialects import edmx, openapi_odata, verbose
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.odata2 import Family
from apitest.dialects.openapi import Lists
from apitest.dialects.openapi_shapes import record_schemas
from apitest.dialects.speech import Layout
from apitest.model import Feature

NAME = "wcf-v1"
TITLE = "WCF Data Services with the JSON of OData 1 (BRS national plans)"
ROOT = "NationalPlans.svc"
_NO_PLACE = "In wcf-v1 the records stand directly under 'd'; there is no place beside them for {}."
LACKS = {
    Feature.EXTENSION: "WCF services serve the published interface only.",
    Feature.INLINE_COUNT: _NO_PLACE.format("their number"),
    Feature.NEXT_LINK: _NO_PLACE.format("a link to the next page"),
}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = Layout(rows=("d",), item=("d",), sets=("d", "EntitySets"))
VERSIONS = verbose.VERSIONS
WITHOUT = {
    "documents": "BRS serves documents in another form (mfiles).",
    "country-profiles": "BRS serves profiles in a set of its own, countryNames, of which no record is known.",
}
UNSAYABLE = frozenset({"roles"})
"""Properties that the official implementation cannot send."""
PAGE_CAP = PAGE_MAXIMUM = 10_000
"""Without next links, everything that is asked for comes on one page."""

_TOOLKITS = ("informea.", "InforMEAService.")
"""Types of records of dialects that Atom does not tell from this one otherwise."""

FAMILY = Family(
    style=verbose.Style(
        layout=LAYOUT,
        type_of=lambda entity: f"{entity.wire_name}.{entity.type_name}",
        inner_type=lambda entity, name, _shape: f"{entity.wire_name}.{name}",
        with_id=False,
    ),
    names=edmx.Names(namespace="NationalPlans", container="NationalPlansEntities"),
    unsayable=UNSAYABLE,
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    inner = seen.value.get("d") if isinstance(seen.value, dict) else None
    yield from verbose.marks(seen)
    if isinstance(inner, list):
        yield Mark(words="its records stand directly under 'd', as in OData 1")
    path = urlsplit(seen.exchange.query.url).path
    if seen.atom and f"/{ROOT}/" in f"{path}/":
        yield Mark(words=f"its address has '/{ROOT}', a service of OData 1")
    elif seen.atom and "." in seen.type_name and ".svc" not in path and not seen.type_name.startswith(_TOOLKITS):
        yield Mark(words=f"its records have a type {seen.type_name!r}")


service, description = FAMILY.service, FAMILY.description
listing, item, count, malformed = FAMILY.listing, FAMILY.item, FAMILY.count, FAMILY.malformed
read_page, read_item, read_count = FAMILY.read_page, FAMILY.read_item, FAMILY.read_count
read_list, say_list = FAMILY.read_list, FAMILY.say_list
read_error, read_service, place = FAMILY.read_error, FAMILY.read_service, FAMILY.place
hear, say_page, say_item, say_count = FAMILY.hear, FAMILY.say_page, FAMILY.say_item, FAMILY.say_count
say_service, say_description, say_error = FAMILY.say_service, FAMILY.say_description, FAMILY.say_error
say_in_atom = FAMILY.say_in_atom


# --- OpenAPI ------------------------------------------------------------------------------------------------------

_SHAPES = openapi_odata.verbose_shapes(required=("uri", "type"), collection=openapi_odata.array_or_link)

OPENAPI = openapi_odata.ODataForm(
    name=NAME,
    title=TITLE,
    about=(
        "The JSON of OData 1. Records stand directly under `d`, dates are `/Date(milliseconds)/`, collections are bare "
        "arrays where `$expand` asks for them and links elsewhere."
    ),
    listing_parameters=lambda entity: {
        name: schema for name, schema in openapi_odata.listing_options(entity).items() if name != "$inlinecount"
    },
    lists=Lists(
        path=lambda entity, name: f"/{entity.wire_name}('{{id}}')/{name}",
        items=openapi_odata.entries,
        answer=openapi_odata.alone(openapi_odata.array),
        say=say_list,
    ),
    records=lambda contract, entity: record_schemas(contract, entity, _SHAPES),
    page=openapi_odata.direct_page,
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
