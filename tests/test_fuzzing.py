"""Cases are the same for a seed in every process, polite, and forbidden only where the document says so."""

import subprocess
import sys
from collections.abc import Callable, Collection
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import pytest

from apitest.checks.conversing import Conversation, Subject
from apitest.dialects import DIALECTS
from apitest.fuzzing import FUZZED, draw, forbidden_input_is_refused, odd_input_is_answered
from apitest.model import Departure, Depth, Exchange, Harvest, Query
from apitest.plugin.state import State
from making import CONTRACT, NOW, exchange, target


def subject(dialect: str = "olingo2", name: str = "decisions", **changes: Any) -> Subject:
    facts = {
        "contract": CONTRACT,
        "target": target(),
        "entity": CONTRACT.entities[name],
        "now": NOW,
        "dialect": DIALECTS[dialect],
        "harvest": Harvest(entity=name, leaves=(), ending="complete", samples=(), columns={}),
        "total": None,
        "draw": lambda purpose, candidates, many: draw(f"1/{purpose}", candidates, many),
    }
    return Subject(**{**facts, **changes})


def talked(conversation: Conversation, answer: Callable[[Query], Exchange]) -> tuple[list[Query], list[Departure]]:
    asked: list[Query] = []
    try:
        query = next(conversation)
        while True:
            asked.append(query)
            query = conversation.send(answer(query))
    except StopIteration as end:
        return asked, list(end.value)


def answering(status: int) -> Callable[[Query], Exchange]:
    return lambda query: exchange(b"{}", url=query.url, status=status)


@pytest.mark.parametrize("dialect", ["olingo2", "odata-v4"])
def test_forbidden_input_that_is_answered_is_told(dialect: str) -> None:
    few, one = talked(forbidden_input_is_refused(subject(dialect)), answering(200))
    asked, found = talked(forbidden_input_is_refused(subject(dialect, depth=Depth.FULL)), answering(200))

    assert len(few) == len(one) == 1
    assert len(asked) == len(found) > 10
    assert all("refused with a status from 400 to 499" in item.expected for item in found)


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_forbidden_input_that_is_refused_or_breaks_the_service_is_not_told(status: int) -> None:
    _, found = talked(forbidden_input_is_refused(subject()), answering(status))

    assert found == []


def test_input_that_breaks_the_service_is_told() -> None:
    asked, found = talked(odd_input_is_answered(subject()), answering(500))

    assert len(asked) == len(found) == 3


@pytest.mark.parametrize("status", [200, 400, 404])
def test_odd_input_that_is_answered_or_refused_is_not_told(status: int) -> None:
    _, found = talked(odd_input_is_answered(subject()), answering(status))

    assert found == []


@pytest.mark.parametrize("dialect", ["olingo2", "odata-v4", "mea-json"])
def test_only_plain_questions_for_small_pages_are_asked(dialect: str) -> None:
    asked, _ = talked(odd_input_is_answered(subject(dialect, depth=Depth.FULL)), answering(200))

    assert {query.method for query in asked} == {"GET"}
    for query in asked:
        options = dict(parse_qsl(urlsplit(query.url).query))
        size = options.get("$top", options.get("limit", ""))
        assert not size.isdecimal() or int(size) <= 20
        assert query.url.startswith("http://mea.example/informea.svc/")


def test_a_deeper_run_asks_more() -> None:
    few, _ = talked(odd_input_is_answered(subject()), answering(200))
    many, _ = talked(odd_input_is_answered(subject(depth=Depth.FULL)), answering(200))

    assert len(few) < len(many) <= 60


def test_another_seed_asks_otherwise() -> None:
    one, _ = talked(odd_input_is_answered(subject(seed=1)), answering(200))
    same, _ = talked(odd_input_is_answered(subject(seed=1)), answering(200))
    other, _ = talked(odd_input_is_answered(subject(seed=2)), answering(200))

    assert one == same
    assert one != other


ASKING = """
import sys
sys.path.insert(0, {tests!r})
{before}
from test_fuzzing import answering, subject, talked
from apitest.fuzzing import odd_input_is_answered
asked, _ = talked(odd_input_is_answered(subject()), answering(200))
print("\\n".join(query.url for query in asked))
"""


def test_every_process_asks_the_same_whatever_it_has_loaded(tmp_path: Any) -> None:
    (tmp_path / "constants.py").write_text("NUMBERS = [12345678, 'a constant of a module', 0.125, -99]\n", "utf-8")
    tests = __file__.rpartition("/")[0]
    load = f"sys.path.insert(0, {str(tmp_path)!r}); import constants"

    said = [
        subprocess.run(
            [sys.executable, "-c", ASKING.format(tests=tests, before=before)],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": hash_seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for before, hash_seed in (("", "1"), (load, "2"))
    ]

    assert said[0] == said[1] != ""
    assert [path.name for path in tmp_path.iterdir() if path.name == ".hypothesis"] == []


def test_a_quick_check_loads_neither_schemathesis_nor_hypothesis() -> None:
    code = "import sys, apitest.assessment; print({'schemathesis', 'hypothesis'} & set(sys.modules))"

    said = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True, check=True
    ).stdout

    assert said.strip() == "set()"


def test_what_is_drawn_here_is_judged_below_quick_depth() -> None:
    assert {CONTRACT.requirements[name].depth for name in FUZZED} == {Depth.STANDARD}


@pytest.mark.parametrize(
    ("copies", "depth", "asked", "ready"),
    [
        (10_000, Depth.STANDARD, FUZZED, True),
        (1, Depth.STANDARD, FUZZED, False),
        (10_000, Depth.QUICK, FUZZED, False),
        (10_000, Depth.STANDARD, {"service/no-twins"}, False),
    ],
)
def test_what_more_copies_than_processors_would_each_import_is_imported_once_before_them(
    copies: int, depth: Depth, asked: Collection[str], ready: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[bool] = []
    monkeypatch.setattr("apitest.fuzzing.make_ready", lambda: calls.append(True))
    plan = SimpleNamespace(order=SimpleNamespace(depth=depth))

    State.make_ready(cast("State", SimpleNamespace(asked=dict.fromkeys(asked), plan=plan)), copies)

    assert bool(calls) is ready


def test_what_draws_is_ready_once_it_has_drawn() -> None:
    code = "import sys; from apitest.fuzzing import make_ready; make_ready(); print('schemathesis' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "True"
