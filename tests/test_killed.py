"""A run that is killed stops asking, can be finished, asks nothing twice, and comes to what it would have come to."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

from apitest.commands.executing import resume
from misbehaving import ROOT, Behaviour, Endpoint, Talk, misbehaving

OPTIONS = ("--entity", "decisions", "--class", "paging", "--class", "transport", "--rate", "100/s", "-n", "0", "-q")


def command(endpoint: Endpoint, directory: Path) -> list[str]:
    where = ("--url", f"{endpoint.origin}/{ROOT}", "--output", str(directory))
    return [sys.executable, "-c", "from apitest.cli import main; main()", "run", *where, *OPTIONS]


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
