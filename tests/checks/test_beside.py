"""Answers beside the walk are held to what its pages are held to."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from apitest.assessment import Bench
from apitest.checks.beside import BESIDE
from apitest.dialects.speech import Reply
from apitest.errors import NoAnswer
from apitest.evidence import Evidence
from apitest.model import Depth, Outcome, Politeness, Target
from apitest.reference.lying import Act
from apitest.reference.service import Scene, Service
from apitest.wire import Client
from conversing import harvest, leaf, subject
from making import CONTRACT, NOW


@pytest.fixture
def judge() -> Iterator[Any]:
    """Something that says which requirements on pages the decisions of an endpoint break."""
    kept: list[Any] = []

    def judged(act: Act | None, depth: Depth = Depth.STANDARD) -> set[str]:
        service = Service(CONTRACT, counts={"decisions": 30}, acts=[(("decisions",), act)] if act else ())
        polite = Politeness(rate=0, connections=0)
        url = "http://reference.example/mea-json"
        target = Target(id="r", name="r", url=url, dialect="mea-json", entities=("decisions",), politeness=polite)
        evidence = Evidence()
        client = Client(target, evidence, transport=httpx.WSGITransport(app=service))
        kept.extend((client, evidence))
        bench = Bench(CONTRACT, target, client, now=NOW, seed=1, depth=depth).of("decisions")
        verdicts = (bench.judge(CONTRACT.requirements[name]) for name in BESIDE)
        return {verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED}

    yield judged
    for one in kept:
        one.close()


def _when(asked: str, **changes: Any) -> Act:
    def reply(said: Reply, scene: Scene) -> Reply:
        return replace(said, **changes) if scene.asked == asked and said.status == 200 else said

    return Act("", reply=reply)


def _marked(said: Reply, scene: Scene) -> Reply:
    return replace(said, body=b"\xef\xbb\xbf" + said.body) if scene.asked == "item" and said.status == 200 else said


def _more(said: Reply, scene: Scene) -> Reply:
    inner = said.body.replace(b"{", b'{"internalNote":"x",', 1)
    return replace(said, body=inner) if scene.asked == "item" and said.status == 200 else said


def _page_under_a_filter(said: Reply, scene: Scene) -> Reply:
    filtered = scene.asked == "page" and scene.question is not None and scene.question.filter
    return replace(said, content_type="text/html") if filtered else said


def _refusal_with_a_cookie(said: Reply, scene: Scene) -> Reply:
    return replace(said, headers=(*said.headers, ("Set-Cookie", "a=b"))) if said.status == 404 else said


@pytest.mark.parametrize("depth", [Depth.STANDARD, Depth.FULL])
@pytest.mark.parametrize(
    ("act", "broken"),
    [
        (None, set()),
        (_when("item", content_type="text/html"), {"transport/json-content-type"}),
        (_when("item", content_type="application/json; charset=latin-1"), {"transport/charset-utf-8"}),
        (_when("count", headers=(("Set-Cookie", "a=b"),)), {"transport/no-cookies"}),
        (_when("count", content_type="text/html"), set()),
        (Act("", reply=_refusal_with_a_cookie), {"transport/no-cookies"}),
        (Act("", reply=_page_under_a_filter), {"transport/json-content-type"}),
        (Act("", reply=_marked), {"transport/no-byte-order-mark"}),
        (Act("", reply=_more), {"service/no-unknown-properties"}),
    ],
)
def test_what_is_wrong_beside_the_walk_alone_is_told(
    judge: Any, act: Act | None, broken: set[str], depth: Depth
) -> None:
    assert judge(act, depth) == broken


def test_at_depth_quick_nothing_is_asked_for_it(judge: Any) -> None:
    assert judge(_when("item", content_type="text/html"), Depth.QUICK) == set()


def test_an_answer_that_does_not_come_is_held_against_nobody() -> None:
    talk = BESIDE["transport/no-cookies"](subject(harvest(leaf("a"))))
    next(talk)

    query = talk.throw(NoAnswer(expected="an answer", got="none"))

    assert "count" in query.url
