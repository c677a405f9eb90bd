"""Query options together: answers that agree, and answers that do not."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from apitest.checks.combining import CONVERSATIONS, _telling_first, pairs, tells_both_apart
from apitest.checks.conversing import Conversation, NotOffered, Subject
from apitest.dialects import DIALECTS
from apitest.dialects.dates import to_ticks
from apitest.fuzzing import draw
from apitest.model import Departure, Depth, Exchange, Harvest, Json, Leaf, Query, Record
from making import CONTRACT, NOW, entity, exchange, target

SET: list[dict[str, Json]] = [
    {
        "id": f"d-{number}",
        "treaty": ("basel", "cbd", "rotterdam")[number % 3],
        "status": "active",
        "number": f"BC-{9 - number}",
        "updated": f"2025-01-0{9 - number}T00:00:00Z",
        "title": [{"language": "en", "value": f"Decision {number}"}],
    }
    for number in range(9)
]


def subject(dialect: str = "mea-json", **changes: Any) -> Subject:
    leaf = Leaf(exchange=exchange(), ids=tuple(row["id"] for row in SET), next="", count=None)
    harvest = Harvest(
        entity="decisions",
        leaves=(leaf,),
        ending="complete",
        samples=tuple(Record(id=row["id"], content=row, index=index) for index, row in enumerate(SET[:3])),
        columns={name: tuple(row[name] for row in SET) for name in ("treaty", "status", "updated")},
    )
    facts = {
        "contract": CONTRACT,
        "target": target(),
        "entity": entity(),
        "now": NOW,
        "dialect": DIALECTS[dialect],
        "harvest": harvest,
        "total": len(SET),
        "draw": draw,
        "depth": Depth.FULL,
    }
    return Subject(**{**facts, **changes})


class Endpoint:
    """An endpoint in mea-json or olingo2, with one thing wrong at most."""

    def __init__(self, wrong: str = "") -> None:
        self.wrong = wrong

    def __call__(self, query: Query) -> Exchange:
        split = urlsplit(query.url)
        options = {name: values[0] for name, values in parse_qs(split.query).items()}
        native = not any(name.startswith("$") for name in options)
        rows = self._rows(options)
        if "count" in split.path:
            rows = SET if self.wrong == "count" else rows
            return exchange({"count": len(rows)} if native else str(len(rows)).encode(), url=query.url)
        if native:
            rows = rows[: int(options["limit"])]
            if self.wrong == "small" and options["limit"] == "3":
                rows = rows[::-1]
            return exchange({"items": rows}, url=query.url)
        return exchange(
            {"d": {"results": [self._said(row, options) for row in self._part(rows, options)]}}, url=query.url
        )

    def _rows(self, options: Mapping[str, str]) -> list[dict[str, Json]]:
        rows = [*SET]
        for name in ("treaty", "status"):
            if name in options and self.wrong != name:
                rows = [row for row in rows if row[name] == options[name]]
        if "updatedSince" in options and not (self.wrong == "updated" and len(options) > 2):
            rows = [row for row in rows if row["updated"] >= options["updatedSince"]]
        return rows[1:] if self.wrong == "lost" else rows

    def _part(self, rows: list[dict[str, Json]], options: Mapping[str, str]) -> Sequence[dict[str, Json]]:
        first, _, direction = options["$orderby"].split(",")[0].partition(" ")
        rows = sorted(
            rows, key=lambda row: str(row.get(first, row["id"])), reverse=direction == "desc" and self.wrong != "desc"
        )
        start = int(options.get("$skip", "0"))
        return rows[start : start + int(options["$top"])]

    def _said(self, row: Mapping[str, Json], options: Mapping[str, str]) -> dict[str, Json]:
        wanted = options["$select"].split(",") if "$select" in options else [*row]
        said: dict[str, Json] = {name: row[name] for name in wanted if name in row and name != "title"}
        if "updated" in said:
            said["updated"] = to_ticks(said["updated"])
        if self.wrong == "select" and "$select" in options:
            said = {name: value if name == "id" else "" for name, value in said.items()}
        if "title" in options.get("$expand", ""):
            said["title"] = {"results": [] if self.wrong == "expand" else row["title"]}
        return said


def talked(requirement: str, about: Subject, wrong: str = "") -> list[Departure]:
    talk: Conversation = CONVERSATIONS[requirement](about)
    answer = Endpoint(wrong)
    try:
        query = next(talk)
        while True:
            query = talk.send(answer(query))
    except StopIteration as end:
        return list(end.value)


CASES = [
    ("query/filters-combine", "mea-json", "treaty", "only records with"),
    ("query/filters-combine", "mea-json", "updated", "only records with"),
    ("query/filters-combine", "mea-json", "lost", "all "),
    ("query/small-page-begins-large", "mea-json", "small", "the first of the records with"),
    ("query/count-filtered", "mea-json", "count", "as the walk saw"),
    ("query/descending-reverses", "olingo2", "desc", "as ascending but reversed"),
    ("query/select-projects", "olingo2", "select", "as in the whole record"),
    ("query/expand-alone", "olingo2", "expand", "when everything is expanded"),
]


@pytest.mark.parametrize(("requirement", "dialect", "wrong", "told"), CASES)
def test_answers_that_do_not_agree_are_told(requirement: str, dialect: str, wrong: str, told: str) -> None:
    found = talked(requirement, subject(dialect), wrong)

    assert found
    assert all(told in item.expected for item in found)
    assert all(item.exchange is not None for item in found)


@pytest.mark.parametrize(("requirement", "dialect"), sorted({case[:2] for case in CASES}))
def test_answers_that_agree_are_silent(requirement: str, dialect: str) -> None:
    assert talked(requirement, subject(dialect)) == []


@pytest.mark.parametrize("requirement", sorted(CONVERSATIONS))
def test_a_set_without_records_gives_no_occasion(requirement: str) -> None:
    empty = Harvest(entity="decisions", leaves=(), ending="complete", samples=(), columns={})

    assert talked(requirement, subject("olingo2", harvest=empty)) == []


def test_a_filter_that_is_not_answered_is_another_requirements() -> None:
    talk = CONVERSATIONS["query/filters-combine"](subject())
    query = next(talk)

    with pytest.raises(NotOffered, match="filters are not answered"):
        talk.send(exchange(b"{}", url=query.url, status=500))


def test_a_count_that_is_not_answered_is_another_requirements() -> None:
    talk = CONVERSATIONS["query/count-filtered"](subject())
    listing = next(talk)
    count = talk.send(Endpoint()(listing))

    with pytest.raises(NotOffered, match="not answered"):
        talk.send(exchange(b"many", url=count.url))


def test_at_standard_depth_fewer_questions_are_asked() -> None:
    def asked(depth: Depth) -> int:
        talk = CONVERSATIONS["query/filters-combine"](subject(depth=depth))
        query, number = next(talk), 0
        try:
            while True:
                number += 1
                query = talk.send(Endpoint()(query))
        except StopIteration:
            return number

    assert asked(Depth.STANDARD) == 1 < asked(Depth.FULL) <= 4


@pytest.mark.parametrize("many", [1, 2, 30])
def test_pairs_that_tell_both_comparisons_apart_come_first(many: int) -> None:
    about = subject()
    drawn = pairs(about)

    chosen = _telling_first(about, drawn, many)

    assert chosen == sorted(drawn, key=lambda pair: not tells_both_apart(about, pair))[:many]
    assert len({tells_both_apart(about, pair) for pair in drawn}) > 1
