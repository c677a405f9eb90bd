"""
`wcf-v2`: WCF Data Services in the JSON of OData 2: BRS decisions, meetings, contacts.

One service for each set (`…/Decisions.svc/Decisions`); `d.results`, lists under `results`, `__metadata` with a uri and a
type but no id; keys of decisions are GUIDs and written as such, those of all other sets are text; files have a `fileName`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from apitest.dialects import edmx, verbose
from apitest.dialects.marks import Mark, Seen
from apitest.dialects.odata2 import Family, string_key
from apitest.dialects.speech import Question, Refused, Reply
from apitest.model import Contract, EntitySet, Feature

NAME = "wcf-v2"
TITLE = "WCF Data Services with the JSON of OData 2 (BRS decisions and meetings)"
ROOT = ""
LACKS = {Feature.EXTENSION: "WCF services serve the published interface only."}
FEATURES = frozenset(Feature) - frozenset(LACKS)
LAYOUT = replace(verbose.RESULTS, names={"filename": "fileName"})
UNSAYABLE: frozenset[str] = frozenset()
"""Properties that the official implementation cannot send."""
PAGE_CAP = 200
"""Records on a page when the client names no size."""
PAGE_MAXIMUM = 200

_NOT_FOUND = 404
_SERVICE = ".svc"
_MODEL = "ScDecisionsModel"
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
)


def marks(seen: Seen) -> Iterator[Mark]:
    """What in an answer speaks for this dialect."""
    yield from verbose.marks(seen)
    inner = seen.value.get("d") if isinstance(seen.value, dict) else None
    kind = seen.type_name
    if (
        isinstance(inner, dict)
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
say_error = FAMILY.say_error
