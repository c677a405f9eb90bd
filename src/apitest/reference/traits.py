"""
Habits of real services that break nothing: each can be switched on, and no requirement may object to it.

A habit that a portal cannot cope with may cost what is rehearsed of its import; then it says so. Data, as faults are; a
trait belongs to the dialects whose services were seen with it, elsewhere it changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.dialects.speech import Question, Reply, inside
from apitest.model import Json, Kind, Shape
from apitest.reference.lying import Act
from apitest.reference.negotiating import form_wanted, said_in
from apitest.reference.service import Scene

_JSON = "json"
_MOST = 100
_OK, _NOT_FOUND = 200, 404
_ORDERLESS = tuple(name for name in DIALECTS if name != "drupal-rest")
"""Dialects in which the order of properties says nothing; in drupal-rest it says which translation comes first."""
_UNDECLARED = tuple(name for name in DIALECTS if name != "mea-json")
"""Dialects whose services do not declare which country codes they use."""
_LINKING = ("olingo2", "wcf-v1", "wcf-v2", "odata4j")
"""Dialects in which lists that are not asked for inline come as links."""
_LINK = re.compile(rb'("__deferred":\{"uri":"[^"]*/)([A-Za-z]+\([^"]*\)/[A-Za-z]+")')
_ODATA_2 = ("olingo2", "wcf-v1", "wcf-v2", "jaydata", "odata4j")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A habit, where it was seen, and how the reference endpoint takes it up."""

    name: str
    sentence: str
    seen: str
    """Whose services have it."""
    act: Act
    dialects: tuple[str, ...] = tuple(DIALECTS)
    """Dialects in which it is a habit and not a breach."""
    costs: frozenset[str] = frozenset()
    """Requirements that tell what the habit costs at the portal, although the service may have it; as a rule none."""


def _in(dialects: tuple[str, ...], change: Callable[[Reply, Scene], Reply]) -> Callable[[Reply, Any], Reply]:
    def changed(reply: Reply, scene: Scene) -> Reply:
        spoken = scene.dialect.NAME in dialects and _JSON in reply.content_type
        return change(reply, scene) if spoken else reply

    return changed


def _not_found_when_empty(reply: Reply, scene: Scene) -> Reply:
    if scene.asked != "page" or reply.status != _OK or inside(orjson.loads(reply.body), scene.dialect.LAYOUT.rows):
        return reply
    return Reply(status=_NOT_FOUND, content_type="text/plain", body=b"No record found")


def _at_most_a_hundred(question: Question) -> Question:
    top = question.selection.top
    if question.asked != "page" or top is None or top <= _MOST:
        return question
    return replace(question, selection=replace(question.selection, top=_MOST))


def _slashes_escaped(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    return replace(reply, body=reply.body.replace(b"/", b"\\/"))


def _keys_in_order(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    return replace(reply, body=orjson.dumps(orjson.loads(reply.body), option=orjson.OPT_SORT_KEYS))


def _long_as_number(reply: Reply, scene: Scene) -> Reply:
    if scene.asked not in ("page", "item") or not scene.entity:
        return reply
    names = frozenset(_long(scene.contract.entities[scene.entity].shape))
    return replace(reply, body=orjson.dumps(_numbers(orjson.loads(reply.body), names)))


def _long(shape: Shape) -> Iterator[str]:
    for name, inner in shape.fields.items():
        if inner.kind is Kind.LONG:
            yield name
        yield from _long(inner)


def _numbers(value: Json, names: frozenset[str]) -> Json:
    if isinstance(value, list):
        return [_numbers(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: int(item) if name in names and isinstance(item, str) and item.isdecimal() else _numbers(item, names)
        for name, item in value.items()
    }


@cache
def _three_letters() -> Mapping[str, str]:
    terms = load_contract().vocabularies["countries-alpha-3"].terms.values()
    return {term.same_as: term.code for term in terms if term.status == "active" and term.same_as}


def _alpha_3(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all records alike
    three = _three_letters().get(str(record.get("country")))
    return {**record, "country": three} if three else record


def _guid(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all records alike
    """A decision, known by its meeting, has a GUID as its id."""
    if "meetingId" not in record and "meetingTitle" not in record:
        return record
    return {**record, "id": str(uuid5(NAMESPACE_URL, f"https://decisions.example.org/{record['id']}"))}


def _lists_elsewhere(reply: Reply, scene: Scene) -> Reply:
    """Links to lists have an address of their own, in which nothing tells the record."""
    if scene.asked in ("page", "item"):
        return replace(reply, body=_LINK.sub(rb"\1list/\2", reply.body))
    return reply


def _at_its_own_address(reply: Reply, scene: Scene) -> Reply:
    start, sign, path = scene.path.partition("/list/")
    if not sign:
        return _in(_LINKING, _lists_elsewhere)(reply, scene)
    question = scene.dialect.hear(f"{start}/{path}", scene.query, scene.contract)
    return scene.service.reply_to(replace(scene, question=question))


def _always_atom(reply: Reply, scene: Scene) -> Reply:
    return said_in("atom", reply, scene.dialect, scene.question, scene.contract, scene.base)


def _atom_unless_json(reply: Reply, scene: Scene) -> Reply:
    return reply if form_wanted(scene.accept, scene.query) == "json" else _always_atom(reply, scene)


TRAITS: Mapping[str, Trait] = {
    trait.name: trait
    for trait in (
        Trait(
            name="empty-is-404",
            sentence="a listing without records is answered with 404 'No record found'",
            seen="Convention on Biological Diversity",
            act=Act("", reply=_in(("jaydata",), _not_found_when_empty)),
            dialects=("jaydata",),
        ),
        Trait(
            name="pages-of-100",
            sentence="pages hold at most 100 records, whatever is asked for, and nothing says so",
            seen="toolkit 1.x",
            act=Act("", hear=_at_most_a_hundred),
        ),
        Trait(
            name="escaped-slashes",
            sentence=r"slashes are written \/, as JSON allows",
            seen="toolkit 2.x, WCF Data Services",
            act=Act("", reply=_in(tuple(DIALECTS), _slashes_escaped)),
        ),
        Trait(
            name="alphabetical-keys",
            sentence="the properties of every object come by name",
            seen="toolkit 2.x",
            act=Act("", reply=_in(_ORDERLESS, _keys_in_order)),
            dialects=_ORDERLESS,
        ),
        Trait(
            name="long-as-number",
            sentence="64-bit numbers are written as numbers, not as text",
            seen="services outside the toolkits",
            act=Act("", reply=_in(_ODATA_2, _long_as_number)),
            dialects=_ODATA_2,
        ),
        Trait(
            name="alpha-3-countries",
            sentence="countries have three letters",
            seen="national reports of CMS, AEWA and ASCOBANS",
            act=Act("", record=_alpha_3),
            dialects=_UNDECLARED,
        ),
        Trait(
            name="guid-ids",
            sentence="decisions have GUIDs as ids, written as guid'…' in the keys of wcf-v2",
            seen="Basel, Rotterdam and Stockholm Conventions",
            act=Act("", record=_guid),
            dialects=("wcf-v2", "olingo2", "odata-v4"),
        ),
        Trait(
            name="lists-to-be-fetched",
            sentence="lists that are not asked for inline stand at an address of their own, which must be fetched",
            seen="no service by name; OData 2.0 leaves the address of a link to the service",
            act=Act("", reply=_at_its_own_address),
            dialects=_LINKING,
        ),
        Trait(
            name="atom-by-default",
            sentence="answers are Atom unless JSON is asked for",
            seen="toolkits 1.x and 2.x, WCF Data Services",
            act=Act("", reply=_atom_unless_json),
            dialects=_ODATA_2,
        ),
        Trait(
            name="atom-only",
            sentence="answers are Atom, whatever is asked for",
            seen="no service by name; OData 2.0 obliges none to speak JSON",
            act=Act("", reply=_always_atom),
            dialects=_ODATA_2,
            costs=frozenset({"acceptance/pages-readable", "acceptance/meetings-all-read"}),
        ),
    )
}
"""All traits, by name."""
