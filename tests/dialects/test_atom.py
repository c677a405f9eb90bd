"""Atom, as the OData 2 dialects say it: what is said is read back, asked for or not."""

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apitest.dialects import DIALECTS, offered, sayable, says_atom
from apitest.dialects.atom import as_verbose
from apitest.dialects.edmx import outline
from apitest.dialects.speech import Question, Reply, Rows
from apitest.model import EntitySet, Selection
from making import CONTRACT, exchange, objects

BASE = "http://mea.example"
SPOKEN = [name for name, dialect in DIALECTS.items() if says_atom(dialect)]
PAIRS = [(name, entity) for name in SPOKEN for entity in offered(CONTRACT, DIALECTS[name]).entities.values()]
QUIET = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def in_atom(reply: Reply, question: Question, spoken: str) -> Reply:
    dialect = DIALECTS[spoken]
    said = dialect.say_in_atom(reply, question, offered(CONTRACT, dialect), BASE)
    assert said.body.startswith(b"<?xml")
    return said


def answered(reply: Reply, url: str = f"{BASE}/Decisions") -> Any:
    return exchange(reply.body, url=url, status=reply.status, headers=(("content-type", reply.content_type),))


def told(record: Any) -> Any:
    """A value without what no XML document can hold; what is empty is left out."""
    if isinstance(record, dict):
        return {name: told(value) for name, value in record.items() if value not in ([], {}, None)}
    if isinstance(record, list):
        return [told(item) for item in record]
    if isinstance(record, str):
        return "".join("\ufffd" if _unknown(sign) else sign for sign in record)
    return record


def _unknown(sign: str) -> bool:
    return (sign < " " and sign not in "\t\n\r") or sign in "\ufffe\uffff"


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
@QUIET
def test_what_is_said_in_atom_is_read_back(spoken: str, entity: EntitySet, data: st.DataObject) -> None:
    dialect = DIALECTS[spoken]
    record: dict[str, Any] = data.draw(objects(entity.shape, without=dialect.UNSAYABLE))
    question = Question(asked="page", entity=entity.name, selection=Selection(expand=entity.expandable))

    reply = in_atom(dialect.say_page(Rows(records=(record,), total=1), question, entity, BASE, ""), question, spoken)
    page = dialect.read_page(answered(reply, dialect.listing(BASE, entity, Selection()).url), entity)

    assert page.departures == ()
    assert told(dict(page.records[0].content)) == told(sayable(dialect, record, entity))
    assert page.count == (1 if "inline-count" in dialect.FEATURES else None)
    assert page.next == ""


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
@QUIET
def test_a_single_record_in_atom_is_read_back(spoken: str, entity: EntitySet, data: st.DataObject) -> None:
    dialect = DIALECTS[spoken]
    record: dict[str, Any] = data.draw(objects(entity.shape, without=dialect.UNSAYABLE))
    question = Question(asked="item", entity=entity.name, key="1", selection=Selection(expand=entity.expandable))

    reply = in_atom(dialect.say_item(record, question, entity, BASE), question, spoken)
    page = dialect.read_item(answered(reply, dialect.item(BASE, entity, "1").url), entity)

    assert page.departures == ()
    assert told(dict(page.records[0].content)) == told(sayable(dialect, record, entity))


@pytest.mark.parametrize("spoken", SPOKEN)
def test_what_stands_around_the_records_is_read_back(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    entity, question = CONTRACT.entities["meetings"], Question(asked="page", entity="meetings")
    rows = Rows(records=({"id": "a1"},), total=7, next=Selection(skip=1))

    reply = in_atom(dialect.say_page(rows, question, entity, BASE, "$inlinecount=allpages"), question, spoken)
    page = dialect.read_page(answered(reply), entity)

    assert reply.content_type == "application/atom+xml;type=feed;charset=utf-8"
    assert page.count == (7 if "inline-count" in dialect.FEATURES else None)
    assert page.next.endswith("$skip=1") == ("next-link" in dialect.FEATURES)


@pytest.mark.parametrize("spoken", [name for name in SPOKEN if name != "jaydata"])
def test_a_list_that_is_only_linked_to_is_read_from_its_own_address(spoken: str) -> None:
    dialect, entity = DIALECTS[spoken], CONTRACT.entities["meetings"]
    record: dict[str, Any] = {"id": "a1", "title": [{"language": "en", "value": "Mercury"}]}
    page, alone = Question(asked="page", entity="meetings"), Question(asked="list", entity="meetings", listed="title")

    feed = in_atom(dialect.say_page(Rows(records=(record,)), page, entity, BASE, ""), page, spoken)
    reply = in_atom(dialect.say_list(record, alone, entity), alone, spoken)

    linked = dialect.read_page(answered(feed), entity).records[0].deferred
    assert linked["/title"].endswith("Meetings('a1')/title")
    assert dialect.read_list(answered(reply), entity, "title") == tuple(record["title"])


@pytest.mark.parametrize("spoken", SPOKEN)
def test_service_documents_and_errors_are_read_back(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    contract, question = offered(CONTRACT, dialect), Question(asked="service", entity="decisions")

    document = in_atom(dialect.say_service(contract, BASE, question), question, spoken)
    error = in_atom(dialect.say_error(404, "There is <none>."), question, spoken)

    listed = dialect.read_service(answered(document), CONTRACT)
    assert listed == (("decisions",) if spoken == "wcf-v2" else tuple(contract.entities))
    assert dialect.read_error(answered(error)) == "There is <none>."


def test_what_is_no_json_of_the_family_stays_as_it_is() -> None:
    dialect, question = DIALECTS["olingo2"], Question(asked="page", entity="decisions")
    number = dialect.say_count(5)
    strange = [Reply(status=200, content_type="application/json", body=body) for body in (b"{oops", b"[]", b'{"d":1}')]

    assert dialect.say_in_atom(number, question, CONTRACT, BASE) == number
    assert dialect.say_in_atom(strange[0], question, CONTRACT, BASE) == strange[0]
    for reply in strange[1:]:
        assert dialect.say_in_atom(reply, question, CONTRACT, BASE).status == 200
        assert dialect.say_in_atom(reply, None, CONTRACT, BASE) == reply


LIES = [
    {"number": 5},
    {"number": {"__metadata": {"type": "x"}, "a": [1, {"b": None}]}},
    {"title": "words"},
    {"title": [1, None, "x"]},
    {"title": {"results": {"results": []}}},
    {"strange": ["x"]},
    {"strange": {"a": True, "no name": 1, "-": 2}},
    {"published": "yesterday", "displayOrder": "4", "updated": 7},
    {"displayOrder": 2**60, "protocolVersion": 1.5},
    {"number": "\x00\x0b\ufffe\r\n<&>]]>"},
]


@pytest.mark.parametrize("changes", LIES)
def test_a_lie_is_said_in_atom_too_and_is_no_exception(changes: dict[str, Any]) -> None:
    dialect, entity = DIALECTS["olingo2"], CONTRACT.entities["decisions"]
    question = Question(asked="page", entity="decisions", selection=Selection(expand=("title",)))
    body = orjson.dumps({"d": {"results": [{"id": "a1", **changes}]}})
    reply = Reply(status=200, content_type="application/json", body=body)

    page = dialect.read_page(answered(in_atom(reply, question, "olingo2")), entity)

    assert page.records[0].id == "a1"


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><feed>&c;</feed>'
NESTED = b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<entry>" * 200 + b"</entry>" * 200 + b"</feed>"
DEEP = (
    b'<entry xmlns="http://www.w3.org/2005/Atom" xmlns:m="'
    b'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><content><m:properties>'
    + b"<number>" * 20_000
    + b"</number>" * 20_000
    + b"</m:properties></content></entry>"
)
LARGE = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>' + b"x" * 10_000_000 + b"</title></feed>"
BOMB = b'<?xml version="1.0" encoding="utf-32"?><feed/>'


@pytest.mark.parametrize("body", [LAUGHS, NESTED, DEEP, LARGE, BOMB], ids=["laughs", "nested", "deep", "large", "bomb"])
@pytest.mark.parametrize("spoken", SPOKEN)
def test_hostile_xml_is_no_exception(spoken: str, body: bytes) -> None:
    dialect, entity = DIALECTS[spoken], CONTRACT.entities["decisions"]
    reply = Reply(status=200, content_type="application/atom+xml", body=body)

    page, item = dialect.read_page(answered(reply), entity), dialect.read_item(answered(reply), entity)

    assert page.readable or page.departures
    assert item.readable or item.departures


def test_entities_are_refused() -> None:
    assert (as_verbose(LAUGHS), outline(LAUGHS)) == (None, None)
