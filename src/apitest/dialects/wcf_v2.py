"""
`wcf-v2`: WCF Data Services in the JSON of OData 2: BRS decisions, meetings, contacts.

One service for each set (`…/Decisions.svc/Decisions`); `d.results`, lists under `results`, `__metadata` with a uri and a
type but no id; keys of decisions are GUIDs and written as such, those of all other sets are text; files have a `fileName`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from apitest.dialects import edmx, openapi_odata, verbose
from apitest.dialects.marks import Mark, Seen, Weight
from apitest.dialects.odata2 import Family, string_key
from apitest.dialects.openapi import Lists
from apitest.dialects.openapi_shapes import record_schemas
from apitest.dialects.speech import Question, Refused, Reply
from apitest.model import Contract, EntitySet, Feature, Json

NAME = "wcf-v2"
TITLE = "WCF Data Services with the JSON of OData 2 (BRS decisions and meetings)"
ROOT = ""
LACKS = {Feature.EXTENSION: "WCF services serve the published interface only."}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = replace(verbose.RESULTS, names={"filename": "fileName"})
VERSIONS = verbose.VERSIONS
WITHOUT = {
    "documents": "BRS serves documents in another form (mfiles).",
    "country-profiles": "BRS serves profiles in a set of its own, countryNames, of which no record is known.",
}
UNSAYABLE = frozenset({"roles"})
"""Properties that the official implementation cannot send."""
PAGE_CAP = 200
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 200

_NOT_FOUND = 404
_SERVICE = ".svc"
_MODEL = "ScDecisionsModel"
_OWN_SERVICE = re.compile(r"/([A-Za-z]+)\.svc/\1$")
_OTHERS = ("InforMEAService.", "informea.", "NationalPlans.")
"""Types of records of dialects that cannot be told from this one by anything else in Atom."""
_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _root_of(base: str, entity: EntitySet) -> str:
    """The address given may be that of one service, or that of the folder in which each set has its own."""
    return base if base.endswith(_SERVICE) else f"{base}/{entity.wire_name}{_SERVICE}"


def _key(entity: EntitySet, key: str) -> str:
    if entity.name == "decisions" and _GUID.fullmatch(key):
        return f"guid'{key}'"
    return string_key(entity, key)


def _namespace(entity: EntitySet) -> str:
    return _MODEL if entity.name == "decisions" else entity.wire_name


FAMILY = Family(
    style=verbose.Style(
        layout=LAYOUT,
        type_of=lambda entity: (
            f"{_MODEL}.{entity.wire_name}" if entity.name == "decisions" else f"{entity.wire_name}.{entity.type_name}"
        ),
        inner_type=lambda entity, name, _shape: f"{_namespace(entity)}.{name}",
        with_id=False,
    ),
    names=edmx.Names(namespace=_MODEL, container="ScDecisionsEntities"),
    root_of=_root_of,
    key=_key,
    unsayable=UNSAYABLE,
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    inner = seen.value.get("d") if isinstance(seen.value, dict) else None
    kind, path = seen.type_name, urlsplit(seen.exchange.query.url).path
    if seen.served_by("microsoft-iis", "asp.net"):
        yield Mark(words="its server is IIS", weight=Weight.HINT)
    if isinstance(inner, dict) and inner.get("results") == [] and _OWN_SERVICE.search(path):
        yield Mark(words=f"its set stands in a service of its own, {path!r}")
    if (
        seen.atom
        and "." in kind
        and not kind.startswith(_OTHERS)
        and _SERVICE in path.replace("/NationalPlans.svc/", "/")
    ):
        yield Mark(words=f"its records have a type {kind!r}")
    elif (
        isinstance(inner, dict)
        and not seen.atom
        and "." in kind
        and "id" not in seen.metadata
        and not kind.startswith("InforMEAService.")
    ):
        yield Mark(words=f"its records have a type {kind!r}, and no id in '__metadata'")
    if seen.schema and seen.schema.version == "1.0" and any(name.endswith("Model") for name in seen.schema.namespaces):
        yield Mark(words=f"its description has the namespace {seen.schema.namespaces[0]!r}")


def hear(path: str, query: str, contract: Contract) -> Question:
    """
    A request path behind the folder of the services, and its query string, as a question.

    Raises:
        Refused: nothing of that name, or malformed options.
    """
    first, _, rest = path.strip("/").partition("/")
    names = {f"{entity.wire_name}{_SERVICE}": entity for entity in contract.entities.values()}
    entity = names.get(first)
    if entity is None:
        raise Refused(_NOT_FOUND, f"There is no resource {path!r}.")
    question = FAMILY.hear(rest, query, replace(contract, entities={entity.name: entity}))
    return question if question.entity else replace(question, entity=entity.name)


def say_service(contract: Contract, base: str, question: Question) -> Reply:
    """The service document of the one set."""
    return FAMILY.say_service(_alone(contract, question), base, question)


def say_description(contract: Contract, base: str, question: Question) -> Reply:
    """The EDMX document of the one set."""
    only = _alone(contract, question)
    namespace = _namespace(next(iter(only.entities.values())))
    family = replace(FAMILY, names=edmx.Names(namespace=namespace, container=f"{namespace}Entities"))
    return family.say_description(only, base, question)


def _alone(contract: Contract, question: Question) -> Contract:
    name = question.entity or next(iter(contract.entities))
    return replace(contract, entities={name: contract.entities[name]})


service, description = FAMILY.service, FAMILY.description
listing, item, count, malformed = FAMILY.listing, FAMILY.item, FAMILY.count, FAMILY.malformed
read_page, read_item, read_count = FAMILY.read_page, FAMILY.read_item, FAMILY.read_count
read_list, say_list = FAMILY.read_list, FAMILY.say_list
read_error, read_service, place = FAMILY.read_error, FAMILY.read_service, FAMILY.place
say_page, say_item, say_count = FAMILY.say_page, FAMILY.say_item, FAMILY.say_count
say_error, say_in_atom = FAMILY.say_error, FAMILY.say_in_atom


# --- OpenAPI ------------------------------------------------------------------------------------------------------

_SHAPES = openapi_odata.verbose_shapes(required=("uri", "type"), names=LAYOUT.names)
_CANONICAL = {wire: name for name, wire in LAYOUT.names.items()}
_EXAMPLE = "0b2d5c3e-0000-4000-8000-000000000001"


def _set_path(entity: EntitySet) -> str:
    return f"/{entity.wire_name}{_SERVICE}/{entity.wire_name}"


def _item_path(entity: EntitySet) -> str:
    """Keys of decisions are GUIDs as a rule and text otherwise, so that the literal is the client's to write."""
    return f"{_set_path(entity)}({{id}})" if entity.name == "decisions" else f"{_set_path(entity)}('{{id}}')"


def _key_of(entity: EntitySet) -> Json:
    if entity.name != "decisions":
        about = "Id of the record, percent-encoded."
        return {"description": about, "schema": {"type": "string", "minLength": 1}, "example": "record-1"}
    about = "Id of the record as a literal, percent-encoded: a GUID as guid'…', any other id as '…'."
    schema = {"type": "string", "pattern": f"^(guid'{_GUID.pattern}'|'([^']|'')*')$"}
    return {"description": about, "schema": schema, "example": f"guid'{_EXAMPLE}'"}


OPENAPI = openapi_odata.ODataForm(
    name=NAME,
    title=TITLE,
    about=(
        "The JSON of OData 2, one service for each set. Records stand under `d` and `results`, dates are "
        "`/Date(milliseconds)/`, collections come inline where `$expand` asks for them and as links elsewhere; keys of "
        "decisions are GUIDs; files have a `fileName`."
    ),
    services=lambda contract: {f"/{item.wire_name}{_SERVICE}": name for name, item in contract.entities.items()},
    set_path=_set_path,
    item_path=_item_path,
    key=_key_of,
    count_path=lambda entity: f"{_set_path(entity)}/$count",
    lists=Lists(
        path=lambda entity, name: f"{_item_path(entity)}/{name}",
        items=openapi_odata.entries,
        answer=openapi_odata.alone(openapi_odata.results),
        say=say_list,
    ),
    records=lambda contract, entity: record_schemas(contract, entity, _SHAPES),
    pointer=lambda path: "".join(f"/{_CANONICAL.get(str(step), step)}" for step in path if step != "results"),
    say_page=say_page,
    say_item=say_item,
    say_count=say_count,
    say_error=say_error,
    say_service=say_service,
)
