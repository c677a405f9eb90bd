"""Whatever a service answers, nothing crashes, hangs or leaves its origin."""

import json
from typing import Any

import pytest

from apitest.dialects import DIALECTS, offered
from apitest.dialects.atom import as_verbose
from apitest.dialects.declared_types import declarations
from apitest.dialects.edmx import outline
from apitest.dialects.marks import Seen
from apitest.dialects.recognition import MOST_REQUESTS, recognise
from apitest.dialects.speech import Question, Rows
from apitest.errors import Unrecognised
from apitest.evidence import Evidence
from apitest.model import Exchange, Json, Query, Selection
from apitest.reference.service import Service
from apitest.wire import Client, Walk, on_origin
from making import CONTRACT, entity, exchange, target

ORIGIN = "http://reference.example"
SERVICE = Service(CONTRACT)
DECISIONS = entity("decisions")
EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><edmx:Edmx xmlns:edmx="urn:x">&e;</edmx:Edmx>'
FEED = b"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
      xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
 <m:count>7</m:count>
 <link rel="next" href="Decisions?$skip=1"/>
 <entry>
  <id>http://mea.example/informea.svc/Decisions('a1')</id>
  <category term="informea.Decision"/>
  <link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/title" href="Decisions('a1')/title">
   <m:inline><feed><entry><content type="application/xml"><m:properties>
    <d:language>en</d:language><d:value>Mercury</d:value></m:properties></content></entry></feed></m:inline>
  </link>
  <link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/files" href="Decisions('a1')/files"/>
  <content type="application/xml"><m:properties>
   <d:id>a1</d:id>
   <d:published m:type="Edm.DateTime">2025-05-09T00:00:00</d:published>
   <d:displayOrder m:type="Edm.Int32">4</d:displayOrder>
   <d:number m:null="true"/>
  </m:properties></content>
 </entry>
</feed>"""
FAMILY = ["olingo2", "wcf-v1", "wcf-v2", "jaydata", "odata4j"]


def root_of(spoken: str) -> str:
    return f"{ORIGIN}/{spoken}/{DIALECTS[spoken].ROOT}".rstrip("/")


def reply(query: Query) -> Exchange:
    path, _, options = query.url.removeprefix(ORIGIN).partition("?")
    said = SERVICE.answer(method="GET", origin=ORIGIN, path=path, query=options)
    return exchange(said.body, url=query.url, status=said.status, headers=(("content-type", said.content_type),))


def outcome(base: str, name: str, answer: Any) -> tuple[str, int]:
    """The dialect that a recognition comes to, or `none`, and the number of requests."""
    conversation, asked = recognise(base, CONTRACT, name), 0
    try:
        query = next(conversation)
        while True:
            asked += 1
            query = conversation.send(answer(query))
    except StopIteration as end:
        return end.value.dialect, asked
    except Unrecognised:
        return "none", asked


@pytest.mark.parametrize("named", DIALECTS)
@pytest.mark.parametrize("spoken", DIALECTS)
def test_a_dialect_that_is_named_but_not_spoken_is_told_or_read(spoken: str, named: str) -> None:
    dialect, asked = outcome(root_of(spoken), named, reply)

    assert dialect in (named, "none")
    assert dialect == named or spoken != named
    assert asked <= MOST_REQUESTS


def test_the_dialect_that_is_spoken_is_told_to_whoever_named_another() -> None:
    conversation = recognise(root_of("olingo2"), CONTRACT, "mea-json")
    query = next(conversation)

    def drive() -> None:
        following = query
        while True:
            following = conversation.send(reply(following))

    with pytest.raises(Unrecognised) as raised:
        drive()

    assert "Try --dialect olingo2" in raised.value.fix


@pytest.mark.parametrize("other", DIALECTS)
@pytest.mark.parametrize("one", DIALECTS)
def test_two_dialects_behind_one_address_do_not_confuse(one: str, other: str) -> None:
    """The document of one service, the pages of another."""

    def answer(query: Query) -> Exchange:
        if query.url.rstrip("/") == root_of(one):
            return reply(query)
        page = DIALECTS[other].listing(root_of(other), DECISIONS, Selection(top=1)).url
        answered = reply(Query(url=page))
        return exchange(answered.body, url=query.url, status=answered.status, headers=answered.headers)

    dialect, asked = outcome(root_of(one), "auto", answer)

    assert dialect in (one, other, "none")
    assert asked <= MOST_REQUESTS


@pytest.mark.parametrize(
    "body", [FEED, EXTERNAL, b"<html/>", b"<" * 5000, b'<?xml version="1.0" encoding="utf-32"?><a/>']
)
@pytest.mark.parametrize("name", ["auto", *DIALECTS])
def test_xml_to_everything_is_no_exception(name: str, body: bytes) -> None:
    _, asked = outcome("http://mea.example/informea.svc", name, lambda query: exchange(body, url=query.url))

    assert asked <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", FAMILY)
def test_atom_for_json_is_noted_and_read_all_the_same(spoken: str) -> None:
    page = DIALECTS[spoken].read_page(exchange(FEED), DECISIONS)
    record = page.records[0]

    assert "transport/json-body" in {departure.requirement for departure in page.departures}
    assert (record.id, record.content["title"]) == ("a1", [{"language": "en", "value": "Mercury"}])
    assert (record.content["published"], record.content["displayOrder"]) == ("2025-05-09T00:00:00Z", 4)
    assert page.next == "http://mea.example/informea.svc/Decisions?$skip=1"
    assert page.count == 7


def test_an_external_entity_is_never_followed() -> None:
    seen = Seen(exchange(EXTERNAL))

    assert (outline(EXTERNAL), declarations(EXTERNAL), as_verbose(EXTERNAL), seen.schema) == (None, None, None, None)


@pytest.mark.parametrize("spoken", DIALECTS)
def test_ten_megabytes_on_one_page_are_read(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    record = {"id": "a1", "title": [{"language": "en", "value": "x" * 10_000_000}]}
    contract = next(iter(offered(CONTRACT, dialect).entities.values()))
    question = Question(asked="page", entity=contract.name, selection=Selection(expand=("title",)))
    body = dialect.say_page(Rows(records=(record,)), question, contract, "http://mea.example", "").body

    page = dialect.read_page(exchange(body), contract)

    assert len(page.records[0].content["title"][0]["value"]) == 10_000_000


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize("levels", [200, 100_000])
def test_deep_nesting_is_no_exception(spoken: str, levels: int) -> None:
    dialect = DIALECTS[spoken]
    deep = b'{"results":' * levels + b"[]" + b"}" * levels
    bodies = [
        deep,
        b'{"d":{"results":[{"id":"1","title":' + deep + b"}]}}",
        b'{"items":[{"id":"1","title":' + deep + b"}]}",
    ]

    pages = [dialect.read_page(exchange(body), DECISIONS) for body in bodies]

    assert all(page.readable or page.departures for page in pages)


@pytest.mark.parametrize("spoken", DIALECTS)
@pytest.mark.parametrize(
    "link", ["http://[bad", "file:///etc/passwd", "//elsewhere.example/x", "", 5, {"uri": "x"}, "\x00"]
)
def test_a_next_link_of_any_kind_is_no_exception(spoken: str, link: Json) -> None:
    dialect = DIALECTS[spoken]
    contract = next(iter(offered(CONTRACT, dialect).entities.values()))
    question = Question(asked="page", entity=contract.name, selection=Selection())
    value = json.loads(
        dialect.say_page(Rows(records=({"id": "a1"},)), question, contract, "http://mea.example", "").body
    )
    value = value if isinstance(value, dict) else {"d": value}
    (value["d"] if isinstance(value.get("d"), dict) else value).update(
        {"__next": link, "next": link, "@odata.nextLink": link}
    )

    page = dialect.read_page(exchange(value), contract)

    assert isinstance(page.next, str)
    assert (
        on_origin(page.next, "http://mea.example").startswith("http://mea.example") or "[" in page.next or not page.next
    )


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "http://other.example/informea.svc/Decisions?$skip=1", "Decisions"]
)
def test_a_walk_never_leaves_the_origin(link: str) -> None:
    import httpx

    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"d": {"results": [{"id": f"a{len(asked)}"}], "__next": link}})

    client = Client(target(), Evidence(), transport=httpx.MockTransport(answer))
    walk = Walk(client, DIALECTS["olingo2"], DECISIONS, total=2, most_pages=4)
    list(walk)

    assert {httpx.URL(url).host for url in asked} == {"mea.example"}
    assert walk.ending in ("looped", "limited", "complete")
