"""One question acquits several requirements, and convicts none."""

from collections.abc import Iterator

import httpx
import pytest

from apitest.assessment import Bench
from apitest.checks import CONVERSATIONS
from apitest.checks.acquitting import ACQUITTALS, Acquittal, unless
from apitest.checks.conversing import Conversation, Subject
from apitest.checks.query import IN_TURN, takes_turn
from apitest.errors import NoAnswer
from apitest.evidence import Evidence
from apitest.model import Departure, Depth, Outcome, Politeness, Query, Target
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act
from apitest.reference.service import Service
from apitest.wire import Client
from conversing import conversed, harvest, leaf, subject
from making import CONTRACT, NOW, exchange

FOUND = (Departure(expected="this", got="that"),)


class Asked:
    """The decisions of the reference endpoint, judged; and the questions that this took beside the walk."""

    def __init__(self, act: Act | None = None, depth: Depth = Depth.STANDARD) -> None:
        service = Service(CONTRACT, counts={"decisions": 130}, acts=[(("decisions",), act)] if act else ())
        url = "http://reference.example/olingo2/informea.svc"
        polite = Politeness(rate=0, connections=0)
        target = Target(
            id="r", name="r", url=url, dialect="olingo2", entities=("decisions", "meetings"), politeness=polite
        )
        self.evidence = Evidence()
        self._client = Client(target, self.evidence, transport=httpx.WSGITransport(app=service))
        self._bench = Bench(CONTRACT, target, self._client, now=NOW, seed=1, depth=depth)
        assert self._bench.of("decisions").harvest.complete
        self._walked = self.evidence.meter("r").requests

    def outcome(self, requirement: str) -> Outcome:
        return self._bench.of("decisions").judge(CONTRACT.requirements[requirement]).outcome

    @property
    def beside(self) -> int:
        return self.evidence.meter("r").requests - self._walked

    def close(self) -> None:
        self._client.close()
        self.evidence.close()


@pytest.fixture
def honest() -> Iterator[Asked]:
    """An endpoint that does not lie."""
    asked = Asked()
    yield asked
    asked.close()


def test_seven_questions_and_those_that_are_malformed_acquit_nineteen_requirements(honest: Asked) -> None:
    outcomes = {honest.outcome(name) for name in ACQUITTALS}

    assert (outcomes, len(ACQUITTALS), honest.beside) == ({Outcome.PASSED}, 19, 7 + len(IN_TURN))


def test_beside_the_walk_little_is_asked_of_a_set(honest: Asked) -> None:
    outcomes = {honest.outcome(name) for name in CONVERSATIONS if "decisions" in CONTRACT.requirements[name].entities}

    assert outcomes <= {Outcome.PASSED, Outcome.INAPPLICABLE, Outcome.UNTESTED}
    # Two more are drawn by schemathesis; of other sets five fewer are asked: not more than 60 over four sets.
    assert honest.beside <= 18


def test_at_full_depth_everybody_asks_alone() -> None:
    asked = Asked(depth=Depth.FULL)

    outcomes = {asked.outcome(name) for name in ACQUITTALS}

    assert outcomes == {Outcome.PASSED}
    assert asked.beside > len(ACQUITTALS)
    asked.close()


@pytest.mark.parametrize("name", ["select-ignored", "small-page-backwards", "count-ignores-filter"])
def test_a_lie_is_told_by_the_question_of_its_own_requirement(name: str) -> None:
    asked = Asked(FAULTS[name].lie)

    failed = [requirement for requirement in ACQUITTALS if asked.outcome(requirement) is Outcome.FAILED]

    assert failed == [FAULTS[name].breaks]
    assert asked.beside > 7
    asked.close()


def shared(verdict: bool) -> Conversation:
    """A requirement that asks `shared` first, and `alone` where that does not acquit it."""

    def acquitted(_subject: Subject) -> Acquittal:
        yield Query(url="http://mea.example/shared")
        return verdict

    def alone(_subject: Subject) -> Conversation:
        yield Query(url="http://mea.example/alone")
        return FOUND

    return unless(acquitted, alone)(subject(harvest(leaf("a"))))


@pytest.mark.parametrize(
    ("verdict", "urls", "found"), [(True, ["shared"], ()), (False, ["shared", "alone"], FOUND)], ids=["yes", "no"]
)
def test_a_requirement_asks_alone_unless_it_is_acquitted(
    verdict: bool, urls: list[str], found: tuple[Departure, ...]
) -> None:
    asked: list[Query] = []

    told = conversed(shared(verdict), b"", asked=asked)

    assert ([query.url.rpartition("/")[2] for query in asked], told) == (urls, found)


def test_a_shared_question_without_an_answer_is_held_against_nobody() -> None:
    talk = shared(True)
    next(talk)

    query = talk.throw(NoAnswer(expected="an answer", got="none"))

    assert query.url.endswith("/alone")


@pytest.mark.parametrize("name", sorted(name for name in ACQUITTALS if not name.startswith("service/")))
def test_a_set_without_records_acquits_nobody(name: str) -> None:
    talk = ACQUITTALS[name](subject(harvest()))

    with pytest.raises(StopIteration) as end:
        next(talk)

    assert end.value.value is False


@pytest.mark.parametrize("name", sorted(ACQUITTALS))
def test_an_answer_that_is_none_acquits_nobody(name: str) -> None:
    asked = Asked()
    talk = ACQUITTALS[name](asked._bench.of("decisions").subject)
    query = next(talk)

    with pytest.raises(StopIteration) as end:
        talk.send(exchange(b"<html>", url=query.url, status=500))

    assert end.value.value is False
    asked.close()


def test_the_first_set_is_asked_everything_malformed_and_each_other_one_thing() -> None:
    sets = ("decisions", "meetings", "sites")

    asked = {entity: [name for name in IN_TURN if takes_turn(name, entity, sets)] for entity in sets}

    assert asked == {"decisions": [*IN_TURN], "meetings": [IN_TURN[1]], "sites": [IN_TURN[2]]}
    assert takes_turn("query/skip-honoured", "sites", sets)
