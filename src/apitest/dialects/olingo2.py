"""
`olingo2`: toolkit 2.x of InforMEA (Apache Olingo 2): CMS, AEWA, ASCOBANS, World Heritage, CITES, Ramsar.

OData 2.0 verbose JSON, `__metadata` with id, uri and a type `informea.*`, string keys as `('x')`, scalars before
collections, collections only on `$expand`. It cannot say `protocolVersion`.
"""

from collections.abc import Iterator

from apitest.dialects import edmx, openapi_odata, verbose
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.odata2 import Family
from apitest.dialects.openapi import Lists
from apitest.dialects.openapi_shapes import record_schemas
from apitest.model import Feature

NAME = "olingo2"
TITLE = "InforMEA toolkit 2.x (OData 2.0, Olingo)"
ROOT = "informea.svc"
LACKS = {Feature.EXTENSION: "The toolkit serves the published interface only."}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = verbose.RESULTS
VERSIONS = verbose.VERSIONS
WITHOUT = {"country-profiles": "Toolkit 2.x has no country profiles."}
UNSAYABLE = frozenset({"protocolVersion", "roles"})
"""Properties that the official implementation cannot send."""
PAGE_CAP = 200
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 200
_NAMESPACE = "informea"

FAMILY = Family(
    style=verbose.Style(
        layout=LAYOUT,
        type_of=lambda entity: f"{_NAMESPACE}.{entity.type_name}",
        inner_type=lambda _entity, _name, shape: f"{_NAMESPACE}.{shape.type_name}",
        alphabetical=True,
    ),
    names=edmx.Names(namespace=_NAMESPACE, container="informeaContainer"),
    unsayable=UNSAYABLE,
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    if seen.served_by("tomcat", "coyote") or b"Apache Tomcat" in seen.exchange.body[-500:]:
        yield Mark(words="its server is Tomcat", weight=Weight.HINT)
    if seen.type_name.startswith(f"{_NAMESPACE}.") and seen.atom:
        yield Mark(words=f"its records have a type {seen.type_name!r}")
    elif seen.type_name.startswith(f"{_NAMESPACE}.") and "id" in seen.metadata:
        yield Mark(words=f"its records have a type {seen.type_name!r} and an id in '__metadata'")
    if seen.schema and seen.schema.version == "1.0" and _NAMESPACE in seen.schema.namespaces:
        yield Mark(words=f"its description has the namespace {_NAMESPACE!r}")


service, description = FAMILY.service, FAMILY.description
listing, item, count, malformed = FAMILY.listing, FAMILY.item, FAMILY.count, FAMILY.malformed
read_page, read_item, read_count = FAMILY.read_page, FAMILY.read_item, FAMILY.read_count
read_list, say_list = FAMILY.read_list, FAMILY.say_list
read_error, read_service, place = FAMILY.read_error, FAMILY.read_service, FAMILY.place
hear, say_page, say_item, say_count = FAMILY.hear, FAMILY.say_page, FAMILY.say_item, FAMILY.say_count
say_service, say_description, say_error = FAMILY.say_service, FAMILY.say_description, FAMILY.say_error
say_in_atom = FAMILY.say_in_atom

# --- OpenAPI ------------------------------------------------------------------------------------------------------

_SHAPES = openapi_odata.verbose_shapes(required=("id", "uri", "type"), leave_out=UNSAYABLE)

OPENAPI = openapi_odata.ODataForm(
    name=NAME,
    title=TITLE,
    about=(
        "OData 2.0 verbose JSON. Records stand under `d` and `results`, dates are `/Date(milliseconds)/`, collections "
        "come inline where `$expand` asks for them and as links elsewhere."
    ),
    lists=Lists(
        path=lambda entity, name: f"/{entity.wire_name}('{{id}}')/{name}",
        items=openapi_odata.entries,
        answer=openapi_odata.alone(openapi_odata.results),
        say=say_list,
    ),
    records=lambda contract, entity: record_schemas(contract, entity, _SHAPES),
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
