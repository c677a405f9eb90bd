"""
Fates of 100,000 recorded decisions against the time that downloading them from loopback takes; both in one run.

    python benchmarks/acceptance.py [RECORDS] [--ready]

Downloads from the reference endpoint, in a process of its own, through apitest's wire, which records every answer; then
one pass over the recording gives every record its fate in both versions of the importer. With --ready a bare server
hands out pages that were made before: no real service is as fast, so that this is the hardest comparison.
"""

import json
import multiprocessing
import re
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from apitest.acceptance.portal import PAGE, Provider, count_query, page_query
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.evidence import Evidence
from apitest.model import Politeness, Query, Selection, Target
from apitest.reference.lying import Act
from apitest.reference.records import records_of
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.rehearsal import Rehearsal, from_recording
from apitest.wire import Client

PROVIDER = Provider(name="cms")
SETS = ("meetings", "decisions")
WORDS = {"meetings": "Meetings", "decisions": "Decisions"}


def pages(records: int) -> dict[str, list[bytes]]:
    """Ready pages of a set, in the form of the toolkit, with a cause in every tenth decision."""
    from apitest.dialects.speech import Question, Rows

    contract = load_contract()
    said = {}
    for name, number in (("meetings", 500), ("decisions", records)):
        entity = contract.entities[name]
        question = Question(asked="page", entity=name, selection=Selection(expand=entity.expandable))
        listed = [
            _spoiled(record, place) if name == "decisions" else record
            for place, record in enumerate(records_of(name, number))
        ]
        said[name] = [
            DIALECTS["olingo2"]
            .say_page(
                Rows(records=tuple(listed[start : start + PAGE])), question, entity, "http://127.0.0.1/informea.svc", ""
            )
            .body
            for start in range(0, number, PAGE)
        ]
    return said


def _spoiled(record: dict[str, object], place: int) -> dict[str, object]:
    causes = (
        {"title": [{"language": "fr", "value": "Titre"}]},
        {"treaty": "nowhere"},
        {"type": "accord"},
        {"meetingId": "none"},
    )
    return record | causes[place // 10 % len(causes)] if place % 10 == 0 else record


def serve(records: int, tell: Connection, ready_made: bool) -> None:  # noqa: FBT001 - called through multiprocessing
    """Serve until killed: the reference endpoint, or ready pages."""
    if not ready_made:
        service = Service(
            load_contract(),
            counts={"meetings": 500, "decisions": records, "national-reports": 1, "projects": 1},
            acts=[(("decisions",), Act("causes", record=_spoiled))],
        )
        with running(service, 0) as origin:
            tell.send(f"{origin}/olingo2/informea.svc")
            threading.Event().wait()
    ready = pages(records)
    sizes = {"meetings": 500, "decisions": records}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = "meetings" if "/Meetings" in self.path else "decisions"
            skip = re.search(r"skip=(\d+)", self.path)
            body = (
                str(sizes[name]).encode() if "$count" in self.path else ready[name][int(skip[1]) // PAGE if skip else 0]
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tell.send(f"http://127.0.0.1:{server.server_address[1]}/informea.svc")
    server.serve_forever()


def questions(base: str, records: int) -> Iterator[Query]:
    """All that the importer asks."""
    for name, number in (("meetings", 500), ("decisions", records)):
        address = f"{base}/{WORDS[name]}"
        yield count_query(address)
        for skip in range(0, number, PAGE):
            yield page_query(address, skip, PROVIDER.expands(name, "2018"))


def main(records: int, *, ready_made: bool) -> None:
    """Measure and print."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(records, there, ready_made), daemon=True)
    server.start()
    base = here.recv()
    target = Target(
        id="bench",
        name="bench",
        url=base,
        dialect="olingo2",
        entities=SETS,
        politeness=Politeness(rate=0, connections=0),
    )
    with tempfile.TemporaryDirectory() as folder:
        evidence = Evidence(Path(folder) / "evidence.sqlite")
        client = Client(target, evidence)
        begin = time.perf_counter()
        size = sum(len(client.send(query).body) for query in questions(base, records))
        download = time.perf_counter() - begin
        client.close()
        server.kill()
        begin = time.perf_counter()
        rehearsal = Rehearsal(
            load_contract(), target, from_recording(evidence, "bench"), evidence=evidence, provider=PROVIDER
        )
        row = rehearsal.row("decisions")
        fates = time.perf_counter() - begin
        tracemalloc.start()
        Rehearsal(load_contract(), target, from_recording(evidence, "bench"), evidence=evidence, provider=PROVIDER).row(
            "decisions"
        )
        peak = tracemalloc.get_traced_memory()[1]
        evidence.close()
    counts = {name: row[name] for name in ("offered", "stored", "altered", "partly-lost", "dropped", "unreached")}  # type: ignore[literal-required]
    print(f"{records:,} decisions, {size / 1e6:.0f} MB: {json.dumps(counts)}")
    server_words = "ready pages" if ready_made else "the reference endpoint"
    print(f"served by {server_words}")
    print(f"download from loopback, recorded   {download:6.2f} s")
    print(
        f"fates from the recording           {fates:6.2f} s  ({fates / records * 1e6:.0f} µs a record, both versions)"
    )
    print(f"ratio fates : download             {fates / download:6.2f}")
    print(
        f"peak of memory while judging       {peak / 1e6:6.1f} MB, ids and file names of {records:,} records included"
    )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    main(numbers[0] if numbers else 100_000, ready_made="--ready" in sys.argv)
