"""A worker that is killed while it waits for a page: nothing lost, nothing asked twice, never a request over the budget."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apitest.evidence import Evidence
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.wire import shared_evidence
from dying import Deadly
from making import CONTRACT
from resulting import without_times
from serving import SMALL

CONNECTIONS = 2
NARROW = ("--entity", "decisions", "--entity", "meetings", "--class", "paging", "--rate", "100/s")
AMPLE = ("--max-requests", "90")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[tuple[Deadly, str]]:
    deadly = Deadly(Service(CONTRACT, counts={**SMALL, "decisions": 304}))
    with running(deadly, port=0) as origin:  # type: ignore[arg-type]
        yield deadly, f"{origin}/mea-json"


def typed(*words: str) -> int:
    code = "from apitest.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False).returncode


def judged(url: str, directory: Path, *options: str) -> int:
    limits = ("--connections", str(CONNECTIONS), *options)
    return typed("run", "--url", url, "--output", str(directory), *NARROW, *limits, "-q")


def said(directory: Path) -> dict[str, Any]:
    """What a run found, without what differs from run to run and what was spent."""
    document: dict[str, Any] = json.loads((directory / "results.json").read_text("utf-8"))
    without_times(document)
    for name in ("id", "started", "finished"):
        del document["run"][name]
    for row in document["targets"]:
        del row["requests"], row["bytes"]
    return document


def test_a_worker_that_dies_waiting_for_a_page_loses_nothing_and_asks_nothing_twice(
    endpoint: tuple[Deadly, str], tmp_path: Path
) -> None:
    deadly, url = endpoint
    judged(url, tmp_path / "whole", "-n", "0", *AMPLE)
    whole = deadly.taken()
    deadly.kill_at(3)

    status = judged(url, tmp_path / "run", "-n", "2", *AMPLE)
    first = deadly.taken()
    lost = [row for row in said(tmp_path / "run")["verdicts"] if row["outcome"] == "cantTell"]
    ended = typed("run", "--resume", str(tmp_path / "run"), "-n", "2", "-q")
    second = deadly.taken()

    assert deadly.killed
    assert (status, len(lost), ended) == (3, 1, 0)
    assert said(tmp_path / "run") == said(tmp_path / "whole")
    assert first.keys() | second.keys() == whole.keys()
    assert (first + second - whole).total() <= CONNECTIONS  # what was under way, whose answer nobody heard


def test_what_a_dead_process_had_taken_on_is_free_though_nobody_has_taken_notice_of_its_death(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    theirs = Evidence(tmp_path / "evidence.sqlite", owner=dead.pid)
    theirs.claim("a question", now=0, until=1e12)

    ours = shared_evidence(tmp_path / "evidence.sqlite")
    free = ours.claim("a question", now=1, until=2)
    theirs.close()
    ours.close()
    dead.wait()

    assert free


def test_a_worker_that_dies_brings_no_request_over_the_budget(endpoint: tuple[Deadly, str], tmp_path: Path) -> None:
    deadly, url = endpoint
    deadly.taken()
    deadly.kill_at(1)

    judged(url, tmp_path / "run", "-n", "2", "--max-requests", "8")
    typed("run", "--resume", str(tmp_path / "run"), "-n", "2", "-q")

    assert deadly.killed
    assert deadly.taken().total() == 8
