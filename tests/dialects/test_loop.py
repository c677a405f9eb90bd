"""For any record that the contract allows, reading what a dialect says gives the record back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apitest.dialects import DIALECTS, lost, offered
from apitest.dialects.speech import Question, Rows
from apitest.model import EntitySet, Selection
from making import CONTRACT, exchange, objects

PAIRS = [
    (name, entity) for name, dialect in DIALECTS.items() for entity in offered(CONTRACT, dialect).entities.values()
]


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_said_is_read_back(spoken: str, entity: EntitySet, data: st.DataObject) -> None:
    dialect = DIALECTS[spoken]
    record: dict[str, Any] = data.draw(objects(entity.shape, without=dialect.UNSAYABLE))
    question = Question(asked="page", entity=entity.name, selection=Selection(expand=entity.expandable))
    base = "http://mea.example"

    reply = dialect.say_page(Rows(records=(record,), total=1), question, entity, base, "")
    page = dialect.read_page(exchange(reply.body, url=dialect.listing(base, entity, Selection()).url), entity)

    assert page.departures == ()
    assert _without_empty(dict(page.records[0].content)) == record
    assert page.count == (1 if "inline-count" in dialect.FEATURES else None)
    assert page.next == ""


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_single_record_is_read_back(spoken: str, entity: EntitySet, data: st.DataObject) -> None:
    dialect = DIALECTS[spoken]
    record: dict[str, Any] = data.draw(objects(entity.shape, without=dialect.UNSAYABLE))
    question = Question(asked="item", entity=entity.name, key="1", selection=Selection(expand=entity.expandable))

    reply = dialect.say_item(record, question, entity, "http://mea.example")
    page = dialect.read_item(exchange(reply.body, url=dialect.item("http://mea.example", entity, "1").url), entity)

    assert page.departures == ()
    assert _without_empty(dict(page.records[0].content)) == record


@pytest.mark.parametrize("spoken", DIALECTS)
@given(number=st.integers(0, 10**12))
def test_a_count_is_read_back(spoken: str, number: int) -> None:
    dialect = DIALECTS[spoken]

    assert dialect.read_count(exchange(dialect.say_count(number).body)) == number


@pytest.mark.parametrize("spoken", DIALECTS)
def test_errors_and_service_documents_are_read_back(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    error = dialect.say_error(404, "There is none.")
    said = exchange(error.body, status=404, headers=(("content-type", error.content_type),))

    contract = offered(CONTRACT, dialect)
    question = Question(asked="service", entity="decisions")

    listed = dialect.read_service(
        exchange(dialect.say_service(contract, "http://mea.example", question).body), CONTRACT
    )

    assert dialect.read_error(said) == "There is none."
    assert listed == (("decisions",) if spoken == "wcf-v2" else tuple(contract.entities))


ACROSS = [(one, other) for one in DIALECTS for other in DIALECTS if one != other]


@pytest.mark.parametrize(("one", "other"), ACROSS)
@pytest.mark.parametrize("name", ["decisions", "projects"])
@given(data=st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_from_dialect_to_dialect_only_what_is_named_is_lost(
    one: str, other: str, name: str, data: st.DataObject
) -> None:
    whole = CONTRACT.entities[name]
    record: dict[str, Any] = data.draw(objects(whole.shape))
    passed = record

    for spoken in (one, other):
        passed = _said_and_read(passed, spoken, name)

    gone = lost(CONTRACT, name, DIALECTS[one]) | lost(CONTRACT, name, DIALECTS[other])
    assert passed == {field: value for field, value in record.items() if field not in gone}


def _said_and_read(record: dict[str, Any], spoken: str, name: str) -> dict[str, Any]:
    dialect = DIALECTS[spoken]
    entity = offered(CONTRACT, dialect).entities[name]
    sayable = {field: value for field, value in record.items() if field in entity.shape.fields}
    question = Question(asked="page", entity=name, selection=Selection(expand=entity.expandable))
    base = "http://mea.example"
    reply = dialect.say_page(Rows(records=(sayable,)), question, entity, base, "")
    page = dialect.read_page(exchange(reply.body, url=dialect.listing(base, entity, Selection()).url), entity)
    return _without_empty(dict(page.records[0].content))


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    """An empty collection and none at all say the same."""
    return {name: value for name, value in record.items() if value != []}
