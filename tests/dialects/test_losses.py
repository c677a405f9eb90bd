"""What becomes of the records of the reference endpoint in each dialect: what is lost is named, and nothing else is."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from apitest.dialects import DIALECTS, left_out, losses, lost, offered, plain_record, sayable
from apitest.dialects.speech import Question, Rows
from apitest.model import EntitySet, Selection
from apitest.reference.records import records_of
from making import CONTRACT, exchange

BASE = "http://mea.example"
PAIRS = [
    (name, entity) for name, dialect in DIALECTS.items() for entity in offered(CONTRACT, dialect).entities.values()
]


def passed(spoken: str, entity: EntitySet) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Records of the reference endpoint, each beside what a client of this dialect reads."""
    dialect = DIALECTS[spoken]
    question = Question(asked="page", entity=entity.name, selection=Selection(expand=entity.expandable))
    names = left_out(CONTRACT.entities[entity.name], dialect)
    records = tuple(plain_record(record, names) for record in records_of(entity.name, 60))
    reply = dialect.say_page(Rows(records=records), question, entity, BASE, "")
    page = dialect.read_page(exchange(reply.body, url=dialect.listing(BASE, entity, Selection()).url), entity)
    assert page.departures == ()
    for record, read in zip(records, page.records, strict=True):
        yield record, {name: value for name, value in read.content.items() if value != []}


def differing(told: Mapping[str, Any], read: Mapping[str, Any]) -> set[str]:
    """Properties that are not the same; an empty list and none at all say the same."""
    return {name for name in {*told, *read} if (told.get(name) or None) != (read.get(name) or None)}


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_nothing_is_lost_that_is_not_named(spoken: str, entity: EntitySet) -> None:
    named = {path.partition("/")[0] for path in losses(DIALECTS[spoken])}

    lost = {name for told, read in passed(spoken, entity) for name in differing(told, read)}

    assert lost - named == set()


@pytest.mark.parametrize(("spoken", "entity"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_what_comes_through_is_what_the_dialect_says(spoken: str, entity: EntitySet) -> None:
    for told, read in passed(spoken, entity):
        assert read == sayable(DIALECTS[spoken], told, entity)


@pytest.mark.parametrize("spoken", DIALECTS)
def test_every_loss_names_a_property_of_the_contract(spoken: str) -> None:
    known = {name for entity in CONTRACT.entities.values() for name in entity.shape.fields}
    proposed = {"reportingSupport", "locations", "contacts", "budgets", "transactions", "deleted", "relatedProjects"}

    named = {path.partition("/")[0] for path in losses(DIALECTS[spoken])}

    assert named - known - proposed == set()


def through(spoken: str, record: dict[str, Any], name: str) -> dict[str, Any]:
    """A record as a client of this dialect reads it; empty: the form has no place for the set."""
    entity = offered(CONTRACT, DIALECTS[spoken]).entities.get(name)
    if entity is None:
        return {}
    question = Question(asked="page", entity=name, selection=Selection(expand=entity.expandable))
    plain = plain_record(record, left_out(CONTRACT.entities[name], DIALECTS[spoken]))
    reply = DIALECTS[spoken].say_page(Rows(records=(plain,)), question, entity, BASE, "")
    url = DIALECTS[spoken].listing(BASE, entity, Selection()).url
    page = DIALECTS[spoken].read_page(exchange(reply.body, url=url), entity)
    return {field: value for field, value in page.records[0].content.items() if value != []}


@pytest.mark.parametrize("name", CONTRACT.entities)
def test_from_each_dialect_to_each_other_only_what_is_named_is_lost(name: str) -> None:
    """Of every set: said in one dialect, read, said in another, read."""
    record = list(records_of(name, 8))[5]

    for one in DIALECTS:
        carried = through(one, record, name)
        for other in DIALECTS if carried else ():
            again = through(other, carried, name) if one != other else {}
            named = {path.partition("/")[0] for spoken in (one, other) for path in losses(DIALECTS[spoken])}
            gone = lost(CONTRACT, name, DIALECTS[one]) | lost(CONTRACT, name, DIALECTS[other])
            assert not again or differing(record, again) <= named | gone, (one, other)
