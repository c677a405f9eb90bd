"""
Our OpenAPI documents before the tools of others: Spectral and Redocly lint them, Prism holds real traffic against them.

The tools are installed by `npm ci` in this folder, from its lock; without them these tests are skipped and say so.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from apitest.assessment import Bench
from apitest.dialects import DIALECTS, openapi_documents
from apitest.evidence import Evidence
from apitest.model import Depth, Politeness, Target
from apitest.reference.faults import FAULTS
from apitest.reference.service import Service
from apitest.reference.serving import free_port, running
from apitest.shipped import shipped
from apitest.wire import Client, Walk, moment
from making import CONTRACT

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules" / ".bin"
DOCUMENTS = {name: shipped("contracts", "openapi", f"{name}.json") for name in openapi_documents(CONTRACT)}
COUNTS = {**dict.fromkeys(CONTRACT.entities, 3), "meetings": 60, "decisions": 60}
LEAST = {"gef-json": 2}
"""Answers that a run brings at least, six unless named; a form with a listing and nothing else has few to give."""
PATIENCE = 60
"""Seconds after which a tool that says nothing is ended."""

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (TOOLS / "prism").exists(),
    reason=f"needs Node.js, and npm ci in {HERE.name}/",
)


def linted(tool: str, *arguments: str) -> Any:
    ended = subprocess.run(
        [str(TOOLS / tool), "lint", *arguments], cwd=HERE, capture_output=True, text=True, check=False, timeout=300
    )
    text = ended.stdout
    return json.JSONDecoder().raw_decode(text, text.index("[" if tool == "spectral" else "{"))[0]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spectral_finds_no_error(name: str) -> None:
    found = linted("spectral", "--ruleset", "spectral.yaml", "--format", "json", str(DOCUMENTS[name]))

    assert [item for item in found if item["severity"] == 0] == []


def test_spectral_finds_an_error_where_there_is_one(tmp_path: Path) -> None:
    document = json.loads(DOCUMENTS["mea-json"].read_text("utf-8"))
    document["paths"]["/meetings"]["get"]["operationId"] = document["paths"]["/decisions"]["get"]["operationId"]
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(document), "utf-8")

    found = linted("spectral", "--ruleset", "spectral.yaml", "--format", "json", str(spoilt))

    assert {item["code"] for item in found if item["severity"] == 0} == {"operation-operationId-unique"}


def test_redocly_finds_no_error() -> None:
    found = linted("redocly", "--format=json", *map(str, DOCUMENTS.values()))

    assert found["totals"]["errors"] == 0


@contextmanager
def prism(document: Path, upstream: str) -> Iterator[int]:
    """Prism's proxy between a client and a service; the port that it listens on."""
    port = free_port()
    command = [str(TOOLS / "prism"), "proxy", str(document), upstream, "--port", str(port)]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    impatient = threading.Timer(PATIENCE, process.kill)
    impatient.start()
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "listening" in line:
            break
    else:
        pytest.fail(f"Prism did not start: {''.join(said)}")
    impatient.cancel()
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    try:
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)
        reader.join()
        process.stdout.close()


class Through(httpx.BaseTransport):
    """Sends what is meant for a service to the proxy before it, and keeps what the proxy objects to in the answers."""

    def __init__(self, prefix: str, port: int) -> None:
        self.prefix, self.port = prefix.encode(), port
        self.answers = 0
        self.objections: list[tuple[str, str]] = []
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raw = request.url.raw_path.removeprefix(self.prefix) or b"/"
        raw = raw if raw.startswith(b"/") else b"/" + raw
        asked = httpx.Request("GET", request.url.copy_with(port=self.port, raw_path=raw), headers=request.headers)
        response = self._inner.handle_request(asked)
        self.answers += 1
        for violation in json.loads(response.headers.get("sl-violations", "[]")):
            if violation["location"][:1] == ["response"]:
                self.objections.append((str(request.url), f"{violation['location']}: {violation['message']}"))
        return response

    def close(self) -> None:
        self._inner.close()


@contextmanager
def proxied(dialect: str, sets: tuple[str, ...], *faults: str) -> Iterator[tuple[Through, Bench]]:
    spoken = DIALECTS[dialect]
    path = f"/{dialect}/{spoken.ROOT}".rstrip("/")
    service = Service(CONTRACT, counts=COUNTS, acts=[(FAULTS[name].entities, FAULTS[name].lie) for name in faults])
    with running(service, 0) as origin, prism(DOCUMENTS[dialect], f"{origin}{path}") as port:
        target = Target(
            id="reference",
            name="reference endpoint behind Prism",
            url=f"{origin}{path}",
            dialect=dialect,
            entities=sets,
            politeness=Politeness(rate=0, connections=1),
        )
        evidence, through = Evidence(), Through(path, port)
        client = Client(target, evidence, transport=through)
        try:
            yield through, Bench(CONTRACT, target, client, now=moment(), seed=1, depth=Depth.STANDARD, dialect=spoken)
        finally:
            client.close()
            evidence.close()


@pytest.mark.parametrize(
    ("dialect", "sets"),
    [
        ("olingo2", ("meetings", "sites")),
        ("mea-json", ("meetings", "projects")),
        ("wcf-v1", ("national-plans",)),
        ("wcf-v2", ("decisions",)),
        ("jaydata", ("national-plans", "country-profiles")),
        ("odata-v4", ("decisions", "national-reports")),
        ("drupal-rest", ("decisions",)),
        ("mfiles", ("documents",)),
        ("gef-json", ("projects",)),
    ],
)
def test_prism_objects_to_no_answer_of_a_run(dialect: str, sets: tuple[str, ...]) -> None:
    with proxied(dialect, sets) as (through, bench):
        outcomes = {
            (name, requirement.id): bench.of(name).judge(requirement).outcome
            for name in sets
            for requirement in bench.requirements_of(name)
            if requirement.conformance_class != "files"
        }

    assert through.objections == []
    assert through.answers >= LEAST.get(dialect, 6)
    assert {name for (name, _), outcome in outcomes.items() if outcome == "passed"} == set(sets)
    assert [pair for pair, outcome in outcomes.items() if outcome == "failed"] == []


def test_prism_objects_to_an_answer_that_lies() -> None:
    with proxied("mea-json", ("decisions",), "number-for-text") as (through, bench):
        list(Walk(bench.client, bench.dialect, CONTRACT.entities["decisions"], total=None))

    assert through.objections != []
