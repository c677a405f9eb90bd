"""No endpoint crashes or hangs a run, and none is blamed for what nobody saw: the catalogue of misbehaving.py, judged."""

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from apitest import runs
from apitest.assessment import Bench
from apitest.evidence import Evidence
from apitest.model import Outcome, Politeness, Target
from apitest.wire import Client
from making import CONTRACT, target
from misbehaving import CATALOGUE, ROOT, Behaviour, Endpoint, misbehaving, page

TINY = Politeness(
    rate=0, connections=2, timeout=20, deadline=40, max_body=1_000_000, max_pages=5, max_requests=80, max_seconds=200
)
IMPATIENT = replace(TINY, timeout=1, deadline=2)
"""For endpoints that nobody could wait for."""
CLASSES = ("transport", "service", "paging")


@pytest.fixture(autouse=True)
def _no_pause_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apitest.wire.asking.wait_random_exponential", lambda **_limits: lambda _state: 0.0)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


def context_of(name: str, authority: trustme.CA) -> ssl.SSLContext | None:
    now = datetime.now(UTC)
    issued = {
        "certificate-expired": lambda: authority.issue_cert("127.0.0.1", not_after=now - timedelta(days=1)),
        "certificate-self-signed": lambda: trustme.CA().issue_cert("127.0.0.1"),
        "certificate-of-another": lambda: authority.issue_cert("other.example"),
    }
    if name not in issued:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued[name]().configure_cert(context)
    return context


class Assessed:
    """What a run on an endpoint came to."""

    def __init__(self, endpoint: Endpoint, subject: Target, directory: Path) -> None:
        order = runs.Order(targets=(subject,), classes=CLASSES)
        plan = runs.begin(order, directory, CONTRACT)
        self.trouble = plan.trouble.get(subject.id, "")
        self.verdicts = [] if self.trouble else [*judged(plan, directory)]
        results = runs.finish(directory, plan, CONTRACT, self.verdicts, {})
        self.reasons = " ".join(
            [self.trouble, *(item.reason for item in self.verdicts), results["targets"][0]["trouble"]]
        )
        self.failed = {item.requirement for item in self.verdicts if item.outcome is Outcome.FAILED}
        self.unsure = {item.requirement for item in self.verdicts if item.outcome is Outcome.CANT_TELL}
        self.asked = len(endpoint.asked)
        self.results = results


def judged(plan: runs.Plan, directory: Path) -> Iterator:
    evidence = Evidence(directory / runs.EVIDENCE)
    client = Client(plan.order.targets[0], evidence)
    bench = Bench(CONTRACT, plan.order.targets[0], client, now=plan.started, seed=1, depth=plan.order.depth)
    for _, entity, requirement in plan.asked(CONTRACT):
        yield bench.of(entity).judge(requirement)
    client.close()
    evidence.close()


@pytest.mark.parametrize("behaviour", CATALOGUE, ids=lambda item: item.name)
def test_an_endpoint_is_judged_as_the_catalogue_says(
    behaviour: Behaviour, tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with misbehaving(behaviour, context_of(behaviour.name, authority)) as endpoint:
        secure = behaviour.name.startswith("certificate") or behaviour.name == "plain-behind-https"
        origin = endpoint.origin.replace("http:", "https:") if secure else endpoint.origin
        polite = IMPATIENT if behaviour.told in ("no answer in time", "still unfinished") else TINY
        subject = target(url=f"{origin}/{ROOT}", dialect="auto", entities=("decisions",), politeness=polite)
        seen = Assessed(endpoint, subject, tmp_path / "run")

    assert behaviour.told in seen.reasons
    assert seen.failed == behaviour.failed
    assert behaviour.failed or behaviour.told or not seen.trouble
    assert seen.asked <= TINY.max_requests
    assert (tmp_path / "run" / runs.PAGE).exists()
    assert "a fault of apitest" not in json.dumps(seen.results)


def test_the_page_on_hostile_endpoints_is_up_to_date() -> None:
    written = (Path(__file__).parent.parent / "docs" / "hostile.md").read_text("utf-8")

    assert written == page()


def test_the_catalogue_names_each_behaviour_once() -> None:
    names = [item.name for item in CATALOGUE]

    assert sorted(names) == sorted(set(names))
