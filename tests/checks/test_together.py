"""Answers held against each other as wholes: a service that agrees with itself, and such that do not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from apitest.assessment import Bench
from apitest.checks import CONVERSATIONS
from apitest.checks.conversing import NotOffered
from apitest.checks.together import options_have_their_effects_together, records_are_as_listed
from apitest.dialects.speech import Question, Refused, Rows
from apitest.evidence import Evidence
from apitest.model import Departure, Depth, Json, Politeness, Target
from apitest.reference.lying import Act
from apitest.reference.service import Scene, Service
from apitest.wire import Client
from conversing import conversed, harvest, subject
from making import CONTRACT, NOW

TOGETHER, LISTED = "query/options-together", "query/records-as-listed"


class Asked:
    """The decisions of the reference endpoint, and what a conversation about them finds."""

    def __init__(self, act: Act | None, dialect: str, depth: Depth) -> None:
        service = Service(CONTRACT, counts={"decisions": 130}, acts=[(("decisions",), act)] if act else ())
        root = {"olingo2": "olingo2/informea.svc", "mea-json": "mea-json"}[dialect]
        target = Target(
            id="r",
            name="r",
            url=f"http://reference.example/{root}",
            dialect=dialect,
            entities=("decisions",),
            politeness=Politeness(rate=0, connections=0),
        )
        self.evidence = Evidence()
        self.client = Client(target, self.evidence, transport=httpx.WSGITransport(app=service))
        self.bench = Bench(CONTRACT, target, self.client, now=NOW, seed=1, depth=depth)

    def found(self, requirement: str) -> list[Departure]:
        walked = self.bench.of("decisions").subject
        return [*conversed(CONVERSATIONS[requirement](walked), self.client.send)]


@pytest.fixture
def ask() -> Iterator[Any]:
    """Something that asks a requirement of an endpoint, honest or not."""
    made: list[Asked] = []

    def asking(
        requirement: str, act: Act | None = None, dialect: str = "olingo2", depth: Depth = Depth.STANDARD
    ) -> list[str]:
        made.append(Asked(act, dialect, depth))
        return [departure.got for departure in made[-1].found(requirement)]

    yield asking
    for asked in made:
        asked.client.close()
        asked.evidence.close()


def _small(scene: Scene) -> bool:
    top = scene.question.selection.top if scene.question else None
    return scene.asked == "page" and top is not None and top < 10


def _filtered(scene: Scene) -> bool:
    return scene.asked == "page" and scene.question is not None and bool(scene.question.filter)


def _windows_break(rows: Rows, scene: Scene) -> Rows:
    if _small(scene) and not _filtered(scene):
        raise Refused(400, "Not so.")
    return rows


def _filters_break(rows: Rows, scene: Scene) -> Rows:
    if _filtered(scene):
        raise Refused(400, "Not so.")
    return rows


def _selected_without_lists(question: Question) -> Question:
    selection = question.selection
    return replace(question, selection=replace(selection, expand=())) if selection.select else question


def _selected_with_more(question: Question) -> Question:
    selection = question.selection
    return replace(question, selection=replace(selection, select=())) if selection.select else question


def _unordered_under_a_filter(question: Question) -> Question:
    return replace(question, selection=replace(question.selection, order=())) if question.filter else question


def _number_of_the_page(rows: Rows, scene: Scene) -> Rows:
    return replace(rows, total=len(rows.records)) if rows.total is not None and _small(scene) else rows


def _without_one(rows: Rows, scene: Scene) -> Rows:
    return replace(rows, records=rows.records[1:]) if _filtered(scene) else rows


def _one_other_at_the_end(rows: Rows, scene: Scene) -> Rows:
    turned = (*rows.records[1:], *rows.records[:1])
    return replace(rows, records=turned) if _filtered(scene) and _small(scene) else rows


TOLD = [
    ("windows break", Act("", answer=_windows_break), "olingo2", "status 400"),
    ("filters break", Act("", answer=_filters_break), "olingo2", "status 400"),
    ("lists are lost", Act("", hear=_selected_without_lists), "olingo2", "'id'"),
    ("more than selected", Act("", hear=_selected_with_more), "olingo2", "'id'"),
    ("no order", Act("", hear=_unordered_under_a_filter), "olingo2", "before"),
    ("number of the page", Act("", answer=_number_of_the_page), "olingo2", "the number"),
    ("number of the page", Act("", answer=_number_of_the_page), "mea-json", "the number 3"),
    ("one is lost", Act("", answer=_without_one), "mea-json", "records"),
    ("small pages turned", Act("", answer=_one_other_at_the_end), "mea-json", "and 1 more"),
]


@pytest.mark.parametrize(("_words", "act", "dialect", "got"), TOLD)
def test_options_that_hinder_each_other_are_told(ask: Any, _words: str, act: Act, dialect: str, got: str) -> None:
    told = ask(TOGETHER, act, dialect)

    assert told
    assert all(got in text for text in told[:1])


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
@pytest.mark.parametrize("depth", [Depth.STANDARD, Depth.FULL])
@pytest.mark.parametrize("requirement", [TOGETHER, LISTED])
def test_a_service_that_agrees_with_itself_breaks_nothing(
    ask: Any, dialect: str, depth: Depth, requirement: str
) -> None:
    assert ask(requirement, None, dialect, depth) == []


def _every_fifth_without_id(record: dict[str, Json], position: int) -> dict[str, Json]:
    return record if position % 5 else {name: value for name, value in record.items() if name != "id"}


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
def test_records_without_an_id_are_not_held_against_options(ask: Any, dialect: str) -> None:
    assert ask(TOGETHER, Act("", record=_every_fifth_without_id), dialect) == []


def _other_under_a_filter(rows: Rows, scene: Scene) -> Rows:
    if not _filtered(scene):
        return rows
    return replace(rows, records=tuple({**record, "link": "https://old.example.org/"} for record in rows.records))


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
@pytest.mark.parametrize("depth", [Depth.STANDARD, Depth.FULL])
def test_a_record_that_is_another_under_a_filter_is_told(ask: Any, dialect: str, depth: Depth) -> None:
    told = ask(LISTED, Act("", answer=_other_under_a_filter), dialect, depth)

    assert {*told} == {"'https://old.example.org/'"}


@pytest.mark.parametrize("check", [options_have_their_effects_together, records_are_as_listed])
def test_a_set_without_records_gives_no_occasion(check: Any) -> None:
    with pytest.raises(NotOffered):
        conversed(check(subject(harvest())), b"")
