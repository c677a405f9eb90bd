"""Each rule of compatibility on a pair that must give it and on a near-miss that must not."""

import json
from pathlib import Path
from typing import Any

import pytest

from apitest.acceptance.rules import load_rules as importer_rules
from apitest.comparison.differences import differences, worst
from apitest.comparison.forms import Codes, Offer, Promise, Rule
from apitest.comparison.reading import promise_named, promise_of_bytes, promise_of_schema
from apitest.comparison.rules import Impact, _portal, load_change_rules

Pair = tuple[Promise, Promise]


def record(properties: dict[str, Any], required: tuple[str, ...] = (), **more: Any) -> Promise:
    """A promise of one record."""
    schema = {"type": "object", "properties": properties, "required": list(required), **more}
    return promise_of_schema(json.loads(json.dumps(schema)), "pair")


def value(old: dict[str, Any], new: dict[str, Any]) -> Pair:
    """A pair in which one property differs."""
    return record({"a": old}), record({"a": new})


def openapi(
    parameters: list[Any] | None = None, media: tuple[str, ...] = ("application/json",), path: str = "/D"
) -> Promise:
    content = {kind: {"schema": {"type": "object"}} for kind in media}
    operation = {"parameters": parameters or [], "responses": {"200": {"content": content}}}
    return promise_of_bytes(json.dumps({"openapi": "3.1.0", "paths": {path: {"get": operation}}}).encode(), "o")


def parameter(name: str = "q", *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": required, "schema": schema or {"type": "string"}}


def edmx(
    inside: str = "", *, version: str = "1.0", namespace: str = "n", key: str = "id", kind: str = "String"
) -> Promise:
    types = f'<Property Name="{key}" Type="Edm.{kind}" Nullable="false"/>{inside}'
    body = (
        f'<edmx:Edmx xmlns:edmx="e" Version="{version}"><edmx:DataServices><Schema xmlns="s" Namespace="{namespace}">'
        f'<EntityType Name="T"><Key><PropertyRef Name="{key}"/></Key>{types}</EntityType>'
        '<ComplexType Name="C"><Property Name="v" Type="Edm.String"/></ComplexType>'
        f'<EntityContainer Name="c"><EntitySet Name="Ts" EntityType="{namespace}.T"/></EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return promise_of_bytes(body.encode(), "edmx")


def edm(old: str, new: str) -> Pair:
    return edmx(f'<Property Name="a" Type="Edm.{old}"/>'), edmx(f'<Property Name="a" Type="Edm.{new}"/>')


def sets(**names: Promise) -> Promise:
    """A promise of several sets, each with the form of another promise."""
    made = {name: Offer(name=name, answer=next(iter(p.offers.values())).answer) for name, p in names.items()}
    return Promise(name="sets", kind="contract", offers=made)


def asked(filters: tuple[str, ...] = (), orders: tuple[str, ...] = ()) -> Promise:
    form = next(iter(record({"a": TEXT}).offers.values())).answer
    offer = Offer(name="s", answer=form, filters=frozenset(filters), orders=frozenset(orders))
    return Promise(name="q", kind="contract", offers={"s": offer})


def words(*, is_open: bool = False, **terms: str) -> Promise:
    return Promise(name="v", kind="contract", vocabularies={"list": Codes(open=is_open, terms=terms)})


def rules(obligation: str = "", sentence: str = "It holds.") -> Promise:
    known = {"a/b": Rule(obligation=obligation, sentence=sentence)} if obligation else {}
    return Promise(name="r", kind="contract", requirements=known)


TEXT, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}
DAY, MOMENT = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
NULL = {"type": ["string", "null"]}
CODES = {"type": "string", "enum": ["a", "b"]}
MORE = {"type": "string", "enum": ["a", "b", "c"]}
ONE = {"type": "object", "title": "One", "properties": {"x": TEXT, "y": TEXT}}
TWO = {"type": "object", "title": "Two", "properties": {"p": INTEGER, "q": INTEGER}}
BOTH = {"oneOf": [ONE, TWO]}
INLINE = '<Property Name="a" Type="n.C"/>'
LINKED = '<NavigationProperty Name="a" Type="n.C"/>'
SAME = record({"title": TEXT, "x": TEXT, "y": TEXT, "z": TEXT})
OTHER = record({"p": INTEGER})

PAIRS: dict[str, tuple[Pair, Pair]] = {
    "set-removed": ((sets(a=SAME, b=OTHER), sets(a=SAME)), (sets(a=SAME), sets(a=SAME, b=OTHER))),
    "set-added": ((sets(a=SAME), sets(a=SAME, b=OTHER)), (sets(a=SAME), sets(b=SAME))),
    "set-renamed": ((sets(a=SAME), sets(b=SAME)), (sets(a=SAME), sets(b=OTHER))),
    "operation-removed": ((openapi(path="/D"), openapi(path="/E")), (openapi(), openapi())),
    "operation-added": ((openapi(path="/D"), openapi(path="/E")), (openapi(), openapi())),
    "media-type-removed": (
        (openapi(media=("application/json", "text/xml")), openapi()),
        (openapi(), openapi(media=("application/json; charset=utf-8",))),
    ),
    "media-type-added": ((openapi(), openapi(media=("application/json", "text/xml"))), (openapi(), openapi())),
    "property-removed": ((record({"a": TEXT, "b": INTEGER}), record({"a": TEXT})), value(TEXT, INTEGER)),
    "required-property-removed": (
        (record({"a": TEXT}, ("a",)), record({})),
        (record({"a": TEXT, "b": TEXT}, ("b",)), record({"b": TEXT}, ("b",))),
    ),
    "property-added": (
        (record({"a": TEXT}), record({"a": TEXT, "b": INTEGER})),
        (record({"a": TEXT}, additionalProperties=False), record({"a": TEXT, "b": TEXT}, additionalProperties=False)),
    ),
    "property-added-to-closed": (
        (record({"a": TEXT}, additionalProperties=False), record({"a": TEXT, "b": TEXT}, additionalProperties=False)),
        (record({"a": TEXT}), record({"a": TEXT, "b": TEXT})),
    ),
    "property-renamed": (
        (record({"meeting_id": TEXT}), record({"meetingId": TEXT})),
        (record({"meeting_id": TEXT}), record({"meetingId": INTEGER})),
    ),
    "property-moved": (
        (record({"code": TEXT, "in": ONE}), record({"in": {**ONE, "properties": {**ONE["properties"], "code": TEXT}}})),
        (record({"code": TEXT, "in": ONE}), record({"in": {**ONE, "properties": {**ONE["properties"], "code": NUMBER}}})),
    ),
    "became-optional": ((record({"a": TEXT}, ("a",)), record({"a": TEXT})), (record({"a": TEXT}), record({"a": TEXT}))),
    "became-required": (
        (record({"a": TEXT}), record({"a": TEXT}, ("a",))),
        (record({"a": TEXT}, ("a",)), record({"a": TEXT})),
    ),
    "became-closed": (
        (record({"a": TEXT}), record({"a": TEXT}, additionalProperties=False)),
        (record({"a": TEXT}), record({"a": TEXT}, additionalProperties=True)),
    ),
    "became-open": (
        (record({"a": TEXT}, additionalProperties=False), record({"a": TEXT})),
        (record({"a": TEXT}, additionalProperties=True), record({"a": TEXT})),
    ),
    "type-changed": (value(TEXT, {"type": "array", "items": TEXT}), value(INTEGER, NUMBER)),
    "type-widened": (value(INTEGER, NUMBER), value(NUMBER, INTEGER)),
    "type-narrowed": (value(NUMBER, INTEGER), value({"type": ["integer", "number"]}, NUMBER)),
    "became-nullable": (value(TEXT, NULL), value(TEXT, {"type": ["string", "integer"]})),
    "no-longer-nullable": (value({"oneOf": [TEXT, {"type": "null"}]}, TEXT), value({"oneOf": [TEXT]}, TEXT)),
    "format-changed": (value(DAY, MOMENT), value(DAY, TEXT)),
    "format-freed": (value(DAY, TEXT), value(TEXT, DAY)),
    "format-fixed": (value(TEXT, DAY), value(DAY, TEXT)),
    "code-added": (value(CODES, MORE), value(MORE, CODES)),
    "code-removed": (value(MORE, CODES), value(CODES, {"type": "string", "enum": ["b", "a", "d"]})),
    "codes-freed": (value(CODES, TEXT), value(TEXT, CODES)),
    "codes-fixed": (value(TEXT, CODES), value(CODES, TEXT)),
    "vocabulary-changed": (
        value({**TEXT, "x-vocabulary": "a"}, {**TEXT, "x-vocabulary": "b"}),
        value({**TEXT, "x-vocabulary": "a"}, TEXT),
    ),
    "vocabulary-named": (value(TEXT, {**TEXT, "x-vocabulary": "a"}), value({**TEXT, "x-vocabulary": "a"}, TEXT)),
    "vocabulary-dropped": (value({**TEXT, "x-vocabulary": "a"}, TEXT), value(TEXT, {**TEXT, "x-vocabulary": "a"})),
    "vocabulary-opened": ((words(a="A"), words(is_open=True, a="A")), (words(is_open=True, a="A"), words(a="A"))),
    "vocabulary-closed": ((words(is_open=True, a="A"), words(a="A")), (words(a="A"), words(is_open=True, a="A"))),
    "limit-loosened": (
        value({**TEXT, "maxLength": 255}, {**TEXT, "maxLength": 300}),
        value({**TEXT, "maxLength": 255}, {**TEXT, "maxLength": 200}),
    ),
    "limit-tightened": (
        value({**INTEGER, "minimum": 0}, {**INTEGER, "minimum": 1}),
        value({**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 0}),
    ),
    "pattern-changed": (
        value({**TEXT, "pattern": "^a$"}, {**TEXT, "pattern": "^b$"}),
        value({**TEXT, "pattern": "^a$"}, TEXT),
    ),
    "alternative-added": (value(ONE, BOTH), value({"oneOf": [TWO, ONE]}, BOTH)),
    "alternative-removed": (value(BOTH, ONE), value(ONE, BOTH)),
    "protocol-changed": ((edmx(), edmx(version="4.0")), (edmx(version="1.0"), edmx(version="3.0"))),
    "namespace-changed": ((edmx(), edmx(namespace="m")), (edmx(), edmx())),
    "key-changed": ((edmx(), edmx(key="uuid")), (edmx(), edmx(kind="Guid"))),
    "key-type-changed": ((edmx(), edmx(kind="Guid")), (edmx(), edmx(key="uuid"))),
    "edm-type-changed": (edm("DateTime", "DateTimeOffset"), edm("Int16", "Int32")),
    "edm-type-widened": (edm("Int16", "Int32"), edm("Int32", "Int16")),
    "edm-type-narrowed": (edm("Double", "Single"), edm("Single", "Double")),
    "became-navigation": ((edmx(INLINE), edmx(LINKED)), (edmx(LINKED), edmx(INLINE))),
    "became-inline": ((edmx(LINKED), edmx(INLINE)), (edmx(INLINE), edmx(LINKED))),
    "filter-removed": ((asked(("a eq",)), asked()), (asked(), asked(("a eq",)))),
    "filter-added": ((asked(("a eq",)), asked(("a eq", "a ge"))), (asked(("a eq",)), asked())),
    "order-removed": ((asked((), ("a",)), asked()), (asked(), asked((), ("a",)))),
    "order-added": ((asked(), asked((), ("a",))), (asked((), ("a",)), asked())),
    "parameter-removed": ((openapi([parameter()]), openapi()), (openapi(), openapi([parameter()]))),
    "parameter-added": ((openapi(), openapi([parameter()])), (openapi(), openapi([parameter(required=True)]))),
    "required-parameter-added": ((openapi(), openapi([parameter(required=True)])), (openapi(), openapi([parameter()]))),
    "parameter-became-required": (
        (openapi([parameter()]), openapi([parameter(required=True)])),
        (openapi([parameter(required=True)]), openapi([parameter()])),
    ),
    "parameter-became-optional": (
        (openapi([parameter(required=True)]), openapi([parameter()])),
        (openapi([parameter()]), openapi([parameter(required=True)])),
    ),
    "parameter-narrowed": (
        (openapi([parameter(**MORE)]), openapi([parameter(**CODES)])),
        (openapi([parameter(**CODES)]), openapi([parameter(**MORE)])),
    ),
    "parameter-widened": (
        (openapi([parameter(**CODES)]), openapi([parameter(**MORE)])),
        (openapi([parameter(**MORE)]), openapi([parameter(**CODES)])),
    ),
    "requirement-added": ((rules(), rules("MUST")), (rules("MUST"), rules("MUST"))),
    "requirement-removed": ((rules("MUST"), rules()), (rules("MUST"), rules("MAY"))),
    "obligation-weakened": ((rules("MUST"), rules("SHOULD")), (rules("SHOULD"), rules("MUST"))),
    "obligation-strengthened": ((rules("MAY"), rules("MUST")), (rules("MUST"), rules("MAY"))),
    "requirement-reworded": ((rules("MUST"), rules("MUST", "It holds so.")), (rules("MUST"), rules("MAY"))),
    "words-changed": (value(TEXT, {**TEXT, "description": "A text."}), value(TEXT, TEXT)),
}  # fmt: skip


def test_every_rule_has_its_pair() -> None:
    assert set(load_change_rules()) == set(PAIRS)


@pytest.mark.parametrize("rule", PAIRS)
def test_a_change_is_told_under_its_rule(rule: str) -> None:
    (old, new), _ = PAIRS[rule]

    assert rule in {item.rule for item in differences(old, new)}


@pytest.mark.parametrize("rule", PAIRS)
def test_a_near_miss_is_not(rule: str) -> None:
    _, (old, new) = PAIRS[rule]

    assert rule not in {item.rule for item in differences(old, new)}


@pytest.mark.parametrize("rule", PAIRS)
def test_nothing_changed_where_both_are_one(rule: str) -> None:
    found = [differences(promise, promise) for pair in PAIRS[rule] for promise in pair]

    assert found == [(), (), (), ()]


ALONE = sorted(
    set(PAIRS)
    - {"operation-removed", "operation-added", "edm-type-changed", "key-changed", "key-type-changed"}
    - {"became-navigation", "became-inline"}
)


@pytest.mark.parametrize("rule", ALONE)
def test_one_change_is_told_once(rule: str) -> None:
    (old, new), _ = PAIRS[rule]

    assert [rule] == [item.rule for item in differences(old, new)]


def test_the_portal_is_said_to_feel_only_rules_that_the_importer_has() -> None:
    named = {rule for found in _portal().values() for rule in found}

    assert named - set(importer_rules()) == set()


def test_what_the_importer_drops_is_breaking_even_if_it_could_be_missing() -> None:
    schema = json.loads(json.dumps(promise_schema()))
    del schema["properties"]["keywords"]

    (change,) = differences(promise_of_schema(promise_schema(), "old"), promise_of_schema(schema, "new"))

    assert (
        change.impact,
        change.rule,
        change.portal,
    ) == (Impact.BREAKING, "property-removed", ("H-GEN-05", "H-DEC-10"))


def promise_schema() -> dict[str, Any]:
    from apitest.contracts import load_contract

    return dict(load_contract().entities["decisions"].schema)


def test_shipped_documents_are_what_they_are() -> None:
    found = [differences(promise_named(name), promise_named(name)) for name in ("all", "openapi/odata-v4")]

    assert found == [(), ()]
    assert worst(found[0]) is None


def test_a_schema_that_names_itself_is_read(tmp_path: Path) -> None:
    node = {"$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"}
    path = tmp_path / "node.json"
    path.write_text(json.dumps(node))

    assert differences(promise_named(str(path)), promise_named(str(path))) == ()
