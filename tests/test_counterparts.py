"""A requirement that compares with another set is judged where that set is known, and says why where it is not."""

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from apitest.assessment import Bench
from apitest.evidence import Evidence
from apitest.model import Depth, Outcome, Politeness, Target
from apitest.reference.faults.acts import body
from apitest.reference.lying import Act
from apitest.reference.service import Service
from apitest.wire import Client
from making import CONTRACT

BOTH = ("decisions", "meetings")
REQUIREMENT = CONTRACT.requirements["references/meeting-exists"]
Judging = Callable[..., tuple[Outcome, str]]


@pytest.fixture
def judging() -> Judging:
    """Judge the requirement on decisions of the reference endpoint."""

    def judge(*entities: str, depth: Depth = Depth.STANDARD, act: Act | None = None) -> tuple[Outcome, str]:
        service = Service(CONTRACT, records=120, acts=[(("meetings",), act)] if act else ())
        url = "http://reference.example/olingo2/informea.svc"
        politeness = Politeness(rate=0, connections=0)
        target = Target(id="r", name="r", url=url, dialect="olingo2", entities=entities, politeness=politeness)
        client = Client(target, Evidence(), transport=httpx.WSGITransport(app=service))
        bench = Bench(CONTRACT, target, client, now=datetime(2026, 1, 1, tzinfo=UTC), seed=1, depth=depth)
        verdict = bench.of("decisions").judge(REQUIREMENT)
        client.close()
        client.evidence.close()
        return verdict.outcome, verdict.reason

    return judge


def test_with_the_other_set_it_is_judged(judging: Judging) -> None:
    assert judging(*BOTH) == (Outcome.PASSED, "")


def test_without_the_other_set_it_does_not_apply(judging: Judging) -> None:
    reason = "'meetings' is not among the sets of the target"

    assert (Outcome.INAPPLICABLE, reason) == judging("decisions")


def test_where_the_other_set_has_no_end_nobody_can_tell(judging: Judging) -> None:
    broken = Act("listings are web pages", reply=body(lambda _: b"<html>"))

    outcome, reason = judging(*BOTH, act=broken)

    assert (outcome, reason) == (Outcome.CANT_TELL, "'meetings' could not be read to the end")


def test_at_quick_depth_it_is_not_tried(judging: Judging) -> None:
    assert judging(*BOTH, depth=Depth.QUICK)[0] is Outcome.UNTESTED
