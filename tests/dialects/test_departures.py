"""Each departure of a wire form from its own rules is a finding, in every dialect that can have it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from apitest.checks import EXCHANGES
from apitest.checks.beyond_doubt import with_knowledge
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS, Dialect, offered
from apitest.dialects.speech import inside
from apitest.model import Departure, EntitySet, Exchange, Selection
from apitest.reference.service import Service
from making import CONTRACT, NOW, entity, exchange, target
from telling import RENEW, section, worded

SERVICE = Service(CONTRACT)
ORIGIN = "http://reference.example"
JSON = "application/json;charset=utf-8"


def set_of(dialect: Dialect) -> EntitySet:
    return next(iter(offered(CONTRACT, dialect).entities.values()))


def honest(dialect: Dialect) -> tuple[str, bytes]:
    base = f"{ORIGIN}/{dialect.NAME}/{dialect.ROOT}".rstrip("/")
    url = dialect.listing(base, set_of(dialect), Selection(top=5)).url
    path, _, query = url.removeprefix(ORIGIN).partition("?")
    return url, SERVICE.answer(method="GET", origin=ORIGIN, path=path, query=query).body


def noted(dialect: Dialect, answer: Exchange) -> set[str]:
    setting = Setting(contract=CONTRACT, target=target(), entity=set_of(dialect), now=NOW)
    found = {item.requirement for item in dialect.read_page(answer, set_of(dialect)).departures}
    return found | {name for name, check in EXCHANGES.items() if [*check(answer, setting)]}


BYTES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "byte order mark": ("transport/no-byte-order-mark", lambda body: b"\xef\xbb\xbf" + body, JSON),
    "invalid UTF-8": ("transport/utf-8", lambda body: body.replace(b':"', b':"\xe9', 1), JSON),
    "NaN": ("transport/strict-json", lambda body: body.replace(b"{", b'{"zz":NaN,', 1), JSON),
    "repeated key": ("transport/no-repeated-keys", lambda body: body.replace(b"{", b'{"zz":1,"zz":2,', 1), JSON),
    "truncated": ("transport/json-body", lambda body: body[: len(body) // 2], JSON),
    "web page with status 200": ("transport/json-body", lambda _body: b"<!DOCTYPE html><p>Welcome", "text/html"),
    "wrong charset": ("transport/charset-utf-8", lambda body: body, "application/json;charset=iso-8859-1"),
    "labelled as a web page": ("transport/json-content-type", lambda body: body, "text/html;charset=utf-8"),
}


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("departure", BYTES)
def test_what_is_wrong_with_the_bytes_is_found(spoken: str, departure: str) -> None:
    requirement, change, content_type = BYTES[departure]
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    labelled = (("content-type", content_type),)

    before = noted(dialect, exchange(body, url=url, headers=(("content-type", JSON),)))
    after = noted(dialect, exchange(change(body), url=url, headers=labelled))

    assert requirement not in before
    assert requirement in after


@pytest.mark.parametrize("spoken", DIALECTS)
def test_an_envelope_without_rows_or_of_another_form_is_found(spoken: str) -> None:
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    rows = inside(json.loads(body), dialect.LAYOUT.rows)

    assert noted(dialect, exchange({"results": rows}, url=url)) >= {"service/envelope"}
    assert noted(dialect, exchange({"d": {}}, url=url)) >= {"service/envelope"}


def with_entry(name: str) -> Callable[[dict[str, Any], Dialect], None]:
    def change(row: dict[str, Any], dialect: Dialect) -> None:
        inside(row[name], dialect.LAYOUT.lists).append({})

    return change


def put(name: str, value: Any) -> Callable[[dict[str, Any], Dialect], None]:
    def change(row: dict[str, Any], dialect: Dialect) -> None:
        row[name] = value

    return change


def renamed(name: str, other: str) -> Callable[[dict[str, Any], Dialect], None]:
    def change(row: dict[str, Any], dialect: Dialect) -> None:
        row[other] = row.pop(name)

    return change


_OTHER = {"gef-json": ("changed", "GEFProjectID", "gefprojectid")}
ROWS = [
    row
    for spoken, dialect in DIALECTS.items()
    for updated, key, other in [_OTHER.get(spoken, ("updated", "id", "Id"))]
    for row in (
        (spoken, "service/dates-in-dialect-form", put(updated, "09.05.2025")),
        (spoken, "service/property-names", renamed(key, other)),
        (spoken, "service/numbers-are-numbers", put("displayOrder", "5")) if "numbers" in dialect.FEATURES else None,
        (
            spoken,
            "service/no-placeholders",
            put("implAgencies", "UNEP, , UNDP")
            if spoken == "gef-json"
            else with_entry("tags" if spoken == "mfiles" else "keywords" if spoken == "drupal-rest" else "title"),
        ),
    )
    if row is not None
]


@pytest.mark.parametrize(("spoken", "requirement", "change"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_what_is_wrong_with_a_row_is_found(
    spoken: str, requirement: str, change: Callable[[dict[str, Any], Dialect], None]
) -> None:
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    value = json.loads(body)
    change(inside(value, dialect.LAYOUT.rows)[0], dialect)

    assert requirement not in noted(dialect, exchange(body, url=url))
    assert requirement in noted(dialect, exchange(value, url=url))


@pytest.mark.parametrize("spoken", ["olingo2", "wcf-v1", "wcf-v2", "odata4j"])
def test_the_address_of_another_record_is_found(spoken: str) -> None:
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    value = json.loads(body)
    rows = inside(value, dialect.LAYOUT.rows)
    rows[1]["__metadata"] = rows[0]["__metadata"]
    rows[2]["__metadata"] = {"uri": 7}
    rows[3]["__metadata"] = rows[3]["id"]

    key, decisions = rows[1]["id"], entity("decisions")
    known = replace(decisions, beyond_doubt=with_knowledge(decisions, CONTRACT, target()))

    told = dialect.read_page(exchange(value, url=url), decisions).departures
    fast = dialect.read_page(exchange(value, url=url), known).departures

    assert told == fast
    assert [key] == [item.record for item in told if item.requirement == "service/own-address"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("{set}('{id}')", 0),
        ("http://mea.example/x/{set}(guid'{id}')/", 0),
        ("http://mea.example/x/{set}('{other}')", 1),
        ("http://mea.example/x/Meetings('{id}')", 1),
        ("http://mea.example/x/{set}(7)", 0),
        ("http://localhost:8080/x/{set}('{id}')", 1),
        ("http://10.0.0.7/x/{set}('{id}')", 1),
        ("http://server.lan/x/{set}('{id}')", 1),
        ("http://api.example/x/{set}('{id}')", 0),
        ("http://[broken/x/{set}('{id}')", 0),
        (7, 0),
    ],
)
@pytest.mark.parametrize("spoken", ["olingo2", "odata-v4"])
def test_what_a_record_says_of_its_address_is_so(spoken: str, address: Any, found: int) -> None:
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    value = json.loads(body)
    row = inside(value, dialect.LAYOUT.rows)[0]
    said = address.format(set="Decisions", id=row["id"], other="other") if isinstance(address, str) else address
    row |= {"@odata.id": said} if spoken == "odata-v4" else {"__metadata": {"uri": said}}

    told = dialect.read_page(exchange(value, url=url), entity("decisions")).departures

    assert [item.requirement for item in told] == ["service/own-address"] * found


@pytest.mark.parametrize(
    ("context", "found"),
    [
        ("$metadata#Decisions", 0),
        ("http://mea.example/$metadata#Decisions(id,title)", 0),
        ("$metadata#Meetings", 1),
        ("$metadata#Collection(informea.Decision)", 0),
        ("$metadata", 0),
        (7, 0),
    ],
)
def test_the_context_of_a_listing_is_its_set(context: Any, found: int) -> None:
    dialect, (url, body) = DIALECTS["odata-v4"], honest(DIALECTS["odata-v4"])
    value = json.loads(body) | {"@odata.context": context}

    told = dialect.read_page(exchange(value, url=url), entity("decisions")).departures

    assert [item.requirement for item in told] == ["service/own-address"] * found


@pytest.mark.parametrize("spoken", [name for name, item in DIALECTS.items() if item.LAYOUT.rows[-1:] == ("results",)])
def test_results_within_results_are_found(spoken: str) -> None:
    dialect, (url, body) = DIALECTS[spoken], honest(DIALECTS[spoken])
    value = json.loads(body)
    value["d"]["results"] = {"results": value["d"]["results"]}

    assert "service/envelope" in noted(dialect, exchange(value, url=url))


def read(spoken: str, body: Any) -> tuple[Departure, ...]:
    dialect, (url, _) = DIALECTS[spoken], honest(DIALECTS[spoken])
    return dialect.read_page(exchange(body, url=url), set_of(dialect)).departures


def changed(spoken: str, change: Callable[[dict[str, Any], Dialect], None]) -> Any:
    value = json.loads(honest(DIALECTS[spoken])[1])
    change(inside(value, DIALECTS[spoken].LAYOUT.rows)[0], DIALECTS[spoken])
    return value


@pytest.mark.parametrize("spoken", DIALECTS)
def test_departures_are_worded_as_they_were(spoken: str) -> None:
    others = {"none": {"d": {}}, "another": {"results": []}, "a number": 7, "a list": [[7, None]], "no JSON": b"<html>"}

    envelopes = ((name, read(spoken, value)) for name, value in others.items())
    rows = ((name, read(spoken, changed(spoken, change))) for own, name, change in ROWS if own == spoken)
    now = worded((*envelopes, *rows))

    assert section("departures", spoken, now) == now, RENEW
