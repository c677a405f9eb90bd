"""A run that is killed stops asking, can be finished, asks nothing twice, and comes to what it would have come to."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from apitest import wire
from apitest.commands.executing import resume
from apitest.runs import PARENT, Order, begin, concluding, finish, read_results, suite_command
from making import CONTRACT, target
from misbehaving import ROOT, Behaviour, Endpoint, Talk, misbehaving
from serving import reference

OPTIONS = ("--entity", "decisions", "--class", "paging", "--class", "transport", "--rate", "100/s", "-n", "0", "-q")


def command(endpoint: Endpoint, directory: Path) -> list[str]:
    where = ("--url", f"{endpoint.origin}/{ROOT}", "--output", str(directory))
    return [sys.executable, "-c", "from apitest.cli import main; main()", "run", *where, *OPTIONS]


def kept(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.name.startswith("run"))


def told(directory: Path) -> list[tuple[str, str, int]]:
    rows = json.loads((directory / "results.json").read_text("utf-8"))["verdicts"]
    return [(row["requirement"], row["outcome"], row["examined"]) for row in rows]


def test_a_killed_run_is_finished_without_asking_again(tmp_path: Path) -> None:
    at_second_page, killed = threading.Event(), threading.Event()

    def act(talk: Talk) -> None:
        at_second_page.set()
        killed.wait(60)
        talk.say_honestly()

    with misbehaving(
        Behaviour("waits", "waits at its second page", act, when=lambda ask: ask.is_second_page)
    ) as endpoint:
        run = subprocess.Popen(command(endpoint, tmp_path / "killed"), start_new_session=True)
        reached = at_second_page.wait(60)
        before = list(endpoint.asked)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        killed.set()
        resume(tmp_path / "killed", workers=0, quiet=True)
        asked = list(endpoint.asked)
        subprocess.run(command(endpoint, tmp_path / "whole"), check=False, timeout=120)
        whole = endpoint.asked[len(asked) :]

    assert reached
    # What was under way when the run was killed may be asked again, if nobody heard the answer; nothing else is.
    assert Counter(asked) - Counter(whole) <= Counter(before[-1:])
    assert Counter(whole) <= Counter(asked)
    assert told(tmp_path / "killed") == told(tmp_path / "whole")


def test_a_run_that_is_killed_at_its_first_question_is_finished_too(tmp_path: Path) -> None:
    at_first, killed = threading.Event(), threading.Event()

    def act(talk: Talk) -> None:
        at_first.set()
        killed.wait(60)
        talk.say_honestly()

    with misbehaving(Behaviour("waits", "waits at its first question", act)) as endpoint:
        run = subprocess.Popen(command(endpoint, tmp_path / "killed"), start_new_session=True)
        reached = at_first.wait(60)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        killed.set()
        early = read_results(tmp_path / "killed")
        results = resume(tmp_path / "killed", workers=0, quiet=True)

    assert reached
    assert kept(tmp_path / "killed") == ["run.json"]
    assert (early["run"]["complete"], early["verdicts"]) == (False, [])
    assert early["targets"][0]["trouble"].splitlines()[1] == "got       an interruption"
    assert (results["run"]["complete"], results["targets"][0]["trouble"]) == (True, "")
    assert results["targets"][0]["dialect"] == "olingo2"


def test_suites_end_when_the_command_that_waits_for_them_was_killed_before_they_looked(tmp_path: Path) -> None:
    with reference() as url:
        order = Order(targets=(target(url=url, dialect="auto", entities=()),), entities=("meetings",))
        begin(order, tmp_path, CONTRACT)

        done = subprocess.run(
            suite_command(tmp_path, 0), env={**os.environ, PARENT: "1"}, check=False, capture_output=True, timeout=60
        )

    assert done.returncode == 137
    assert not (tmp_path / "results.json").exists()


def test_a_clock_that_is_put_back_does_not_end_a_run_before_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reference() as url:
        order = Order(targets=(target(url=url, dialect="auto", entities=()),), requirements=("paging/walk-ends",))
        plan = begin(order, tmp_path, CONTRACT)
    monkeypatch.setattr(concluding, "moment", lambda: plan.started - timedelta(days=400))

    results = finish(tmp_path, plan, CONTRACT, (), {})

    assert results["run"]["finished"] == results["run"]["started"]


def test_the_clock_of_the_wall_is_read_by_the_wire_alone() -> None:
    reading = re.compile(r"time\.time\(|datetime\.now\(|date\.today\(|utcnow")
    source = Path(wire.__file__).parent.parent

    found = {
        path.relative_to(source).parts[0] for path in source.rglob("*.py") if reading.search(path.read_text("utf-8"))
    }

    assert found == {"wire"}
