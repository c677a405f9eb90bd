"""For any record that the contract allows, reading what a dialect says gives the record back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apitest.dialects import DIALECTS, left_out, losses, lost, offered, plain_record, sayable
from apitest.dialects.speech import Question, Rows
from apitest.model import EntitySet, Selection
from making import CONTRACT, exchange, objects

PAIRS = [
    (name, entity)
    for name, dialect in DIALECTS.items()
    if "codes" in dialect.FEATURES
    for entity in offered(CONTRACT, dialect).entities.values()
]
"""Where labels stand for codes, not every record can be said: such a dialect has a loop test of its own."""
SINGLE = [(name, entity) for name, entity in PAIRS if "item" in DIALECTS[name].FEATURES]


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
    assert _without_empty(dict(page.records[0].content)) == sayable(dialect, record, entity)
    assert page.count == (1 if "inline-count" in dialect.FEATURES else None)
    assert page.next == ""


@pytest.mark.parametrize(("spoken", "entity"), SINGLE, ids=lambda value: getattr(value, "name", value))
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_single_record_is_read_back(spoken: str, entity: EntitySet, data: st.DataObject) -> None:
    dialect = DIALECTS[spoken]
    record: dict[str, Any] = data.draw(objects(entity.shape, without=dialect.UNSAYABLE))
    question = Question(asked="item", entity=entity.name, key="1", selection=Selection(expand=entity.expandable))

    reply = dialect.say_item(record, question, entity, "http://mea.example")
    page = dialect.read_item(exchange(reply.body, url=dialect.item("http://mea.example", entity, "1").url), entity)

    assert page.departures == ()
    assert _without_empty(dict(page.records[0].content)) == sayable(dialect, record, entity)


@pytest.mark.parametrize("spoken", [name for name, dialect in DIALECTS.items() if "count" in dialect.FEATURES])
@given(number=st.integers(0, 10**12))
def test_a_count_is_read_back(spoken: str, number: int) -> None:
    dialect = DIALECTS[spoken]

    assert dialect.read_count(exchange(dialect.say_count(number).body)) == number


@pytest.mark.parametrize("spoken", [name for name, dialect in DIALECTS.items() if "error-document" in dialect.FEATURES])
def test_errors_are_read_back(spoken: str) -> None:
    dialect = DIALECTS[spoken]

    error = dialect.say_error(404, "There is none.")

    said = exchange(error.body, status=404, headers=(("content-type", error.content_type),))
    assert dialect.read_error(said) == "There is none."


@pytest.mark.parametrize(
    "spoken", [name for name, dialect in DIALECTS.items() if "service-document" in dialect.FEATURES]
)
def test_service_documents_are_read_back(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    contract = offered(CONTRACT, dialect)
    question = Question(asked="service", entity="decisions")

    listed = dialect.read_service(
        exchange(dialect.say_service(contract, "http://mea.example", question).body), CONTRACT
    )

    assert listed == (("decisions",) if spoken == "wcf-v2" else tuple(contract.entities))


ACROSS = [
    (one, other, entity.name)
    for one, entity in PAIRS
    for other, alike in PAIRS
    if one != other and entity.name == alike.name and entity.name in ("decisions", "projects")
]


@pytest.mark.parametrize(("one", "other", "name"), ACROSS)
@given(data=st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_from_dialect_to_dialect_only_what_is_named_is_lost(
    one: str, other: str, name: str, data: st.DataObject
) -> None:
    whole = CONTRACT.entities[name]
    record: dict[str, Any] = data.draw(objects(whole.shape))
    passed, expected = record, record

    for spoken in (one, other):
        passed = _said_and_read(passed, spoken, name)
        plain = plain_record(expected, left_out(whole, DIALECTS[spoken]))
        expected = _without_empty(sayable(DIALECTS[spoken], plain, whole))

    gone = lost(CONTRACT, name, DIALECTS[one]) | lost(CONTRACT, name, DIALECTS[other])
    changed = {path.partition("/")[0] for spoken in (one, other) for path in losses(DIALECTS[spoken])}
    assert _without_empty(passed) == expected
    assert {field for field in record if record[field] != passed.get(field)} <= gone | changed


def _said_and_read(record: dict[str, Any], spoken: str, name: str) -> dict[str, Any]:
    dialect = DIALECTS[spoken]
    entity = offered(CONTRACT, dialect).entities[name]
    plain = plain_record(record, left_out(CONTRACT.entities[name], dialect))
    question = Question(asked="page", entity=name, selection=Selection(expand=entity.expandable))
    base = "http://mea.example"
    reply = dialect.say_page(Rows(records=(plain,)), question, entity, base, "")
    page = dialect.read_page(exchange(reply.body, url=dialect.listing(base, entity, Selection()).url), entity)
    return _without_empty(dict(page.records[0].content))


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    """What is empty, or has been emptied by what a dialect cannot say, is left out: an entry without content is none."""
    kept = {
        name: [item for item in value if item != {}] if isinstance(value, list) else value
        for name, value in record.items()
    }
    return {name: value for name, value in kept.items() if value not in ([], {}, None)}
