"""A disk that fills up ends a run with words, costs nothing that was kept, and the run is finished once there is room."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from apitest import runs
from apitest.commands import executing
from apitest.commands.executing import execute
from apitest.errors import CannotRecord
from apitest.evidence import Evidence, Limits, digest_of
from apitest.model import Exchange, Politeness, Query
from apitest.runs import concluding
from apitest.wire import Client
from making import exchange, target
from resulting import FIRST, verdict
from serving import reference

URL = "http://mea.example/informea.svc/Decisions"
LARGE = b"".join(os.urandom(1) for _ in range(64_000))
FULL = "database or disk is full"
LIMITING = """
import sqlite3
open_ = sqlite3.connect
def connect(*arguments, **options):
    connection = open_(*arguments, **options)
    connection.execute("PRAGMA max_page_count=26")
    return connection
sqlite3.connect = connect
"""
"""A disk with room for a hundred kilobytes of evidence."""


def filling_up(path: Path) -> Evidence:
    """Evidence on a disk that has room for one large answer, not for two."""
    store = Evidence(path)
    store._database.execute("PRAGMA max_page_count=36")
    return store


def query(number: int) -> Query:
    return Query(url=f"{URL}?$skip={number}")


def test_what_was_kept_before_the_disk_was_full_opens_again(tmp_path: Path) -> None:
    store = filling_up(tmp_path / "evidence.sqlite")
    store.keep("mea", "kept", exchange(LARGE), query(1))

    with pytest.raises(CannotRecord) as raised:
        store.keep("mea", "lost", exchange(LARGE), query(2))
    store.close()

    again = Evidence(tmp_path / "evidence.sqlite")
    found = again.find("kept")
    assert (raised.value.got, raised.value.where) == (FULL, str(tmp_path / "evidence.sqlite"))
    assert raised.value.fix.endswith("then finish with 'apitest run --resume RUN'.")
    assert isinstance(found, Exchange)
    assert found.body == LARGE
    assert again.find("lost") is None


def test_nothing_more_is_asked_once_nothing_can_be_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=LARGE)

    client = Client(target(), filling_up(tmp_path / "evidence.sqlite"), transport=httpx.MockTransport(answer))
    told: list[str] = []
    for number in range(5):
        try:
            client.send(query(number))
        except CannotRecord as error:
            told.append(error.got)

    assert asked == [query(0).url, query(1).url]
    assert told == [FULL] * 4


@pytest.mark.parametrize("held", ["question", "connection"])
def test_nobody_waits_for_a_worker_that_cannot_say_that_it_gave_up(held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store, limits = Evidence(owner=1), Limits(connections=1)
    digest = digest_of("mea", query(1) if held == "question" else query(2))
    store.claim(digest, now=0, until=1e12)
    store.admit("mea", digest, limits, now=0, until=1e12)
    monkeypatch.setattr(store, "probe", lambda: store._database.execute("no room"))
    client = Client(target(politeness=Politeness(rate=0, connections=1)), store, sleep=lambda _seconds: None)

    with pytest.raises(CannotRecord):
        client.send(query(1))


def apitest(*words: str, limited: Path | None = None) -> subprocess.CompletedProcess[str]:
    paths = [os.environ.get("PYTHONPATH", ""), *([str(limited)] if limited else [])]
    return subprocess.run(
        [sys.executable, "-c", "from apitest.cli import main; main()", "run", *words, "-n", "0", "-q"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )


def said(directory: Path) -> dict[str, Any]:
    document = json.loads((directory / "results.json").read_text("utf-8"))
    return {part: document[part] for part in ("verdicts", "findings", "acceptance")}


def test_a_run_says_that_the_disk_is_full_and_is_finished_when_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "limit").mkdir()
    (tmp_path / "limit" / "sitecustomize.py").write_text(LIMITING, "utf-8")
    narrow = ("--class", "paging", "--entity", "decisions")

    with reference() as url:
        full = apitest("--url", url, "--output", str(tmp_path / "full"), *narrow, limited=tmp_path / "limit")
        early = runs.read_results(tmp_path / "full")
        again = apitest("--resume", str(tmp_path / "full"))
        whole = apitest("--url", url, "--output", str(tmp_path / "whole"), *narrow)

    assert (full.returncode, full.stdout) == (3, "")
    assert full.stderr.startswith("expected  room for what the targets answer\ngot       ")
    assert "Traceback" not in full.stderr
    assert not early["run"]["complete"]
    assert "failed" not in {row["outcome"] for row in early["verdicts"]}
    assert (again.returncode, whole.returncode) == (0, 0)
    assert said(tmp_path / "full") == said(tmp_path / "whole")


def begun(directory: Path) -> runs.Plan:
    order = runs.Order(targets=(target(url="http://127.0.0.1:9", dialect="auto"),), requirements=(FIRST,))
    return runs.begin(order, directory, concluding.load_contract())


def full(*_arguments: object, **_options: object) -> None:
    raise OSError(28, "No space left on device")


def test_results_that_cannot_be_written_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = begun(tmp_path)
    monkeypatch.setattr(concluding, "write_whole", full)

    with pytest.raises(CannotRecord, match="No space left on device") as raised:
        runs.finish(tmp_path, plan, concluding.load_contract(), (), {})

    assert (raised.value.exit_status, raised.value.where) == (3, str(tmp_path))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_stream_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    plan = begun(tmp_path)
    (tmp_path / runs.STREAM).unlink()
    (tmp_path / runs.STREAM).symlink_to("/dev/full")
    stream = runs.Stream(tmp_path, plan, concluding.load_contract())

    with pytest.raises(CannotRecord, match="No space left on device"):
        stream.add(verdict(FIRST))
    stream.close()


def test_suites_that_break_down_for_want_of_room_are_no_fault_of_apitest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(executing, "suite_command", lambda *_arguments: dying)
    monkeypatch.setattr(executing, "_ROOM", 1 << 80)
    order = runs.Order(targets=(target(url="http://127.0.0.1:9", dialect="auto"),))

    with pytest.raises(CannotRecord, match="no room on the disk"):
        execute(order, tmp_path, workers=0, quiet=True)
