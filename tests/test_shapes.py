"""Answers are held to the OpenAPI document; what another requirement speaks of is not told twice."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apitest.checks.conversing import Subject
from apitest.dialects import DIALECTS, openapi_documents
from apitest.dialects.openapi import reference
from apitest.fuzzing import draw
from apitest.model import Departure, Exchange, Harvest, Leaf, Page, Query, Selection
from apitest.shapes import _found_in, answers_fit_their_schema
from apitest.shapes.schemas import Misfit, Shape, shapes_of
from making import CONTRACT, NOW, entity, exchange, target

ORIGIN = "http://mea.example/informea.svc"


def subject(dialect: str, *leaves: Exchange) -> Subject:
    spoken = DIALECTS[dialect]
    kept = tuple(Leaf(exchange=item, ids=(), next="", count=None) for item in leaves)
    return Subject(
        contract=CONTRACT,
        target=target(),
        entity=entity(),
        now=NOW,
        dialect=spoken,
        harvest=Harvest(entity="decisions", leaves=kept, ending="complete", samples=(), columns={}),
        total=None,
        draw=draw,
    )


def found(dialect: str, page: Any, *, error: Any = None, count: Any = b"1", service: Any = b"") -> list[Departure]:
    """What is found when a page, then an error, a count and a service document are answered."""
    spoken = DIALECTS[dialect]
    asked = spoken.listing(ORIGIN, entity(), Selection(top=100)).url
    first = exchange(page, url=asked)
    talk = answers_fit_their_schema(subject(dialect, first))
    next(talk)
    problem = (("content-type", "application/problem+json"),)
    answers = [
        first,
        exchange(error if error is not None else b"", status=404, headers=problem),
        exchange(count),
        exchange(service),
    ]
    try:
        for answer in answers:
            talk.send(answer)
    except StopIteration as end:
        return list(end.value)
    raise AssertionError("asked more than expected")


def example(dialect: str) -> dict[str, Any]:
    path = "/decisions" if dialect == "mea-json" else "/Decisions"
    answer = openapi_documents(CONTRACT)[dialect]["paths"][path]["get"]["responses"]["200"]
    value: dict[str, Any] = json.loads(json.dumps(answer["content"]["application/json"]["example"]))
    return value


def first(page: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = page["items"][0] if "items" in page else page["d"]["results"][0]
    return row


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
def test_what_fits_is_silent(dialect: str) -> None:
    assert found(dialect, example(dialect)) == []


def test_metadata_without_type_is_told_with_its_place() -> None:
    page = example("olingo2")
    del first(page)["__metadata"]["type"]

    (departure,) = found("olingo2", page)

    assert departure.expected == "the property 'type'"
    assert departure.got == "nothing"
    assert departure.place == "$.d.results[0].__metadata"
    assert departure.record == "record-1"


def test_a_bound_that_nobody_else_looks_after_is_told() -> None:
    page = example("mea-json")
    first(page)["files"][0]["size"] = -1

    (departure,) = found("mea-json", page)

    assert (departure.expected, departure.got) == ("0 or more", "-1")
    assert departure.pointer == "/files/0/size"
    assert departure.place == "$.items[0].files[0].size"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("displayOrder", "first"),
        ("published", "9 May 2025"),
        ("title", {"en": "Decision"}),
        ("status", "in force"),
        ("colour", "green"),
    ],
)
def test_what_another_requirement_speaks_of_is_not_told_again(name: str, value: Any) -> None:
    page = example("mea-json")
    first(page)[name] = value

    assert found("mea-json", page) == []


def pages_of(many: int, name: str, value: Any) -> dict[str, Any]:
    """A page of many records with a property of this value."""
    page = example("mea-json")
    record = first(page)
    page["items"] = [{**deepcopy(record), "id": f"record-{number}", name: value} for number in range(many)]
    return page


def test_what_is_spoken_of_in_every_record_is_explained_in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: Shape, value: Any) -> list[Misfit]:
        raise AssertionError(value)

    page = pages_of(30, "colour", "green")
    monkeypatch.setattr("apitest.shapes._found_in", never)

    assert found("mea-json", page) == []


def test_records_that_differ_in_the_same_way_are_looked_at_until_that_is_known_to_be_spoken_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def look(subject: Subject, page: Page, index: int) -> frozenset[str]:
        looked.append(index)
        return _found_in(subject, page, index)

    page = pages_of(30, "status", "in force")
    page["items"][-1]["files"][0]["size"] = -1
    monkeypatch.setattr("apitest.shapes._found_in", look)

    (departure,) = found("mea-json", page)

    assert looked == [*range(20), 29]
    assert departure.place == "$.items[29].files[0].size"


def test_a_page_that_is_none_is_not_told_again() -> None:
    assert found("mea-json", {"records": []}) == []
    assert found("mea-json", b"<html>") == []


def test_what_surrounds_the_records_is_told() -> None:
    (departure,) = found("mea-json", {"items": [], "next": 7})

    assert departure.place == "$.next"
    assert departure.got == "7"


def test_an_error_of_another_shape_is_told() -> None:
    (departure,) = found("mea-json", example("mea-json"), error={"title": "There is none.", "status": "404"})

    assert (departure.place, departure.got) == ("$.status", "'404'")


def test_an_error_of_another_form_is_not_told_again() -> None:
    assert found("mea-json", example("mea-json"), error=b"<html>") == []


def test_a_count_and_a_service_document_are_looked_at() -> None:
    service = {"resources": [{"name": "decisions"}], "dialect": "mea-json", "contracts": {}, "limit": {"default": 1}}

    told = found("mea-json", example("mea-json"), count={"count": -1}, service=service)

    assert [item.place for item in told] == ["$.count", "$.resources[0]", "$.limit"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("dialect", ["olingo2", "odata-v4", "mea-json"])
@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_who_decides_and_who_explains_agree(dialect: str, data: st.DataObject) -> None:
    shapes = shapes_of(CONTRACT, dialect)
    assert shapes is not None
    shape = shapes.of(reference("Decision"))
    record = dict(shapes.components["schemas"]["Decision"]["properties"])
    names = data.draw(st.lists(st.sampled_from(sorted(record)), max_size=4))
    form = example(dialect) if dialect != "odata-v4" else {"items": [{}]}
    value = {**first(form), **{name: data.draw(_JSON) for name in names}}

    assert shape.fits(value) == shape.explains.is_valid(value)
    assert shape.fits(value) == (shape.misfits(value) == [])
    assert shape.fits(value) == (shape.differences(value) == [])


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_who_says_where_and_who_says_how_agree(data: st.DataObject) -> None:
    shapes = shapes_of(CONTRACT, "mea-json")
    assert shapes is not None
    shape, names = (
        shapes.of(reference("Decision")),
        ("id", "type", "status", "published", "displayOrder", "colour", "mood"),
    )
    drawn = data.draw(st.dictionaries(st.sampled_from(names), _JSON, max_size=4))
    value = {**first(example("mea-json")), **drawn}
    for name in data.draw(st.sets(st.sampled_from(sorted(value)), max_size=3)):
        del value[name]

    differences = [item for item in shape.differences(value) if not item.composite]
    misfits = [item for item in shape.misfits(value) if item.path or item.names]

    where = {(*item.path, *names) for item in differences for names in ([(name,) for name in item.names] or [()])}
    told = {(*item.path, *names) for item in misfits for names in ([(name,) for name in item.names] or [()])}
    assert where == told


@given(value=_JSON)
@settings(max_examples=100, deadline=None)
def test_no_value_makes_a_shape_fail(value: Any) -> None:
    shapes = shapes_of(CONTRACT, "mea-json")
    assert shapes is not None

    assert (shapes.of(reference("Meeting")).misfits(value) == []) == shapes.of(reference("Meeting")).fits(value)


def test_half_of_a_surrogate_pair_is_a_difference_that_must_be_explained() -> None:
    shapes = shapes_of(CONTRACT, "mea-json")
    assert shapes is not None

    (difference,) = shapes.of(reference("Decision")).differences({"id": "\ud800"})

    assert difference.composite


def test_a_page_is_asked_for_as_the_walk_asked() -> None:
    asked = exchange(example("mea-json"), url="http://mea.example/decisions?limit=100")

    query: Query = next(answers_fit_their_schema(subject("mea-json", asked)))

    assert query == asked.query


def test_properties_that_are_missing_together_are_told_once() -> None:
    shapes = shapes_of(CONTRACT, "mea-json")
    assert shapes is not None

    misfits = shapes.of({"type": "object", "required": ["id", "language"]}).misfits({})

    assert [(misfit.path, misfit.names, misfit.expected) for misfit in misfits] == [
        ((), frozenset({"id", "language"}), "the property 'id', 'language'")
    ]
