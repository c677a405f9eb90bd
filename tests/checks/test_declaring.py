"""What a service declares of itself, held against what it sends."""

from typing import Any

import pytest

from apitest.checks import declaring
from apitest.checks.conversing import NotOffered
from apitest.model import Query, Record
from conversing import conversed, harvest, leaf, subject
from making import exchange

DECLARED = {"limit": {"default": 100, "maximum": 500}, "order": ["updated", "id"], "countryCodes": "alpha-2"}


def record(key: str, updated: str = "2024-01-01", **content: Any) -> Record:
    return Record(id=key, content={"id": key, "updated": updated, **content}, index=0)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (DECLARED, []),
        (DECLARED | {"limit": {"maximum": 2}}, ["a page of 3"]),
        (DECLARED | {"limit": {"maximum": True}, "order": "updated", "countryCodes": 3}, []),
        (DECLARED | {"order": ["id", "updated"]}, ["'b' before 'a'"]),
        (DECLARED | {"order": ["published"]}, []),
        (DECLARED | {"countryCodes": "alpha-3"}, ["'KE', and 1 of 1 codes like it"]),
    ],
)
def test_what_is_declared_holds(declared: dict[str, Any], told: list[str]) -> None:
    samples = (record("b", country="KE"), record("a", "2024-01-02"), record("c", "2024-01-03"))
    walked = subject(harvest(leaf("b", "a", "c"), samples=samples), dialect="mea-json")

    found = conversed(declaring.declarations_hold(walked), declared)

    assert [departure.got for departure in found] == told


def test_codes_of_the_places_of_a_project_are_held_to_what_is_declared_too() -> None:
    samples = (record("a", countries=[{"code": 7}, {"code": "KEN"}]),)

    (departure,) = conversed(declaring.declarations_hold(subject(harvest(leaf("a"), samples=samples))), DECLARED)

    assert (departure.pointer, departure.got) == ("/countries/1/code", "'KEN', and 1 of 1 codes like it")


@pytest.mark.parametrize("said", [[], {"resources": []}, {"d": {"EntitySets": []}}])
def test_a_service_that_declares_nothing_breaks_nothing(said: Any) -> None:
    with pytest.raises(NotOffered):
        conversed(declaring.declarations_hold(subject(harvest())), said)


def native(many: int) -> dict[str, Any]:
    return {"items": [{"id": str(number)} for number in range(many)]}


@pytest.mark.parametrize(
    ("ending", "answer", "told"),
    [
        ("complete", native(2), []),
        ("complete", native(3), ["3 records"]),
        ("complete", native(0), ["0 records"]),
        ("limited", native(1), []),
        ("complete", exchange(b"no", status=400), ["status 400: 'no'"]),
    ],
)
def test_more_than_the_maximum_counts_as_it(ending: str, answer: Any, told: list[str]) -> None:
    def service(query: Query) -> Any:
        return answer if "limit=3" in query.url else {"limit": {"default": 1, "maximum": 2}}

    walked = subject(harvest(leaf("a", "b"), leaf("c"), ending=ending), dialect="mea-json")

    found = conversed(declaring.more_than_the_maximum_counts_as_it(walked), service)

    assert [departure.got for departure in found] == told


@pytest.mark.parametrize("said", [[], {}, {"limit": {"maximum": True}}, {"limit": {"maximum": 10**9}}])
def test_without_a_maximum_that_can_be_tried_nothing_is_tried(said: Any) -> None:
    with pytest.raises(NotOffered):
        conversed(declaring.more_than_the_maximum_counts_as_it(subject(harvest(), dialect="mea-json")), said)
