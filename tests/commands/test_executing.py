"""A run that is interrupted, or whose suites die, leaves a directory that can be read."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from apitest import runs
from apitest.commands import executing
from apitest.commands.child import Child
from apitest.commands.executing import Interrupted, execute
from apitest.errors import ApitestError
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.runs import Order
from making import CONTRACT, target
from resulting import departures
from serving import SMALL

HEEDING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from apitest.cli import main
main()
"""
"""The program as a terminal starts it: a shell that puts these tests into the background has them ignore ctrl-C."""


class Holding:
    """The reference endpoint, which keeps one question waiting until it is let go."""

    def __init__(self, path: str) -> None:
        self.path, self.held, self.released = path, threading.Event(), threading.Event()
        self._service = Service(CONTRACT, counts=SMALL)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == self.path:
            self.held.set()
            self.released.wait()
        return self._service(environ, start_response)


@contextmanager
def interrupted(path: str, directory: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A run that gets ctrl-C while the service keeps it waiting for an answer."""
    holding = Holding(path)
    with running(holding, port=0) as origin:  # type: ignore[arg-type]
        command = ["-c", HEEDING, "run", "--url", f"{origin}/mea-json"]
        child = subprocess.Popen(
            [sys.executable, *command, "--output", str(directory), *options],
            cwd=directory.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert holding.held.wait(60)
            child.send_signal(signal.SIGINT)
            yield child
        finally:
            holding.released.set()
            child.kill()
            child.communicate()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_ctrl_c_in_the_middle_leaves_what_was_known(tmp_path: Path, workers: str) -> None:
    directory = tmp_path / "run"

    with interrupted("/mea-json/projects/count", directory, "-n", workers, "--class", "paging") as child:
        out, told = child.communicate(timeout=60)

    document = json.loads((directory / "results.json").read_text("utf-8"))
    assert (child.returncode, out) == (130, "")
    assert told == f"Interrupted. What is known so far: {directory}\n"
    assert departures(document) == []
    assert document["run"]["complete"] is False
    assert {"passed", "untested"} <= {row["outcome"] for row in document["verdicts"]}
    told = {row["reason"] for row in document["verdicts"] if row["outcome"] == "untested"}
    assert told - {"judged at depth full"} == {runs.CUT_SHORT}


def test_ctrl_c_at_the_first_question_leaves_a_run_that_can_be_reported(tmp_path: Path) -> None:
    directory = tmp_path / "run"

    with interrupted("/mea-json/", directory, "-n", "0") as child:
        _, told = child.communicate(timeout=60)

    reported = subprocess.run(
        [sys.executable, "-c", "from apitest.cli import main; main()", "report", str(directory), "--format", "text"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (child.returncode, "What is known so far" in told) == (130, True)
    assert reported.returncode == 0
    assert "got       an interruption" in reported.stdout


def order() -> Order:
    return Order(targets=(target(url="http://127.0.0.1:9", dialect="auto"),))


DEAF = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("deaf", flush=True)
pathlib.Path(sys.argv[1]).read_bytes()
"""


@pytest.mark.parametrize("copied", [True, False])
def test_a_child_that_does_not_heed_ctrl_c_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: bool
) -> None:
    pipe, log = tmp_path / "pipe", tmp_path / "log"
    os.mkfifo(pipe)
    (tmp_path / "deaf.py").write_text(DEAF, "utf-8")
    monkeypatch.setattr("apitest.commands.child._PATIENCE", 0.05)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.syspath_prepend(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    child = Child([sys.executable, "-m", "deaf", str(pipe)], tmp_path, log, environment, copied=copied)
    with pipe.open("wb"):  # which waits until the child reads
        child.stop()

    assert child.status == -signal.SIGKILL
    assert log.read_text("utf-8") == "deaf\n"


def test_a_copy_goes_on_as_the_command_would_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "import os, sys; print(os.getcwd(), sys.argv[1:], os.environ, os.getsid(0) == os.getpid()); sys.exit(7)"
    (tmp_path / "telling_of_itself.py").write_text(told, "utf-8")
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.syspath_prepend(tmp_path)

    child = Child(
        [sys.executable, "-m", "telling_of_itself", "a"], tmp_path, tmp_path / "log", {"ONE": "1"}, copied=True
    )
    ended = child.ended(60)

    said = (tmp_path / "log").read_text("utf-8")
    assert (ended, child.status, said) == (True, 7, f"{tmp_path} ['a'] environ({{'ONE': '1'}}) True\n")


def test_no_copy_is_made_while_there_are_other_threads(tmp_path: Path) -> None:
    over = threading.Event()
    threading.Thread(target=over.wait, daemon=True).start()
    telling = "import sys; print(len(sys.modules) < 200)"
    (tmp_path / "telling.py").write_text(telling, "utf-8")

    command = [sys.executable, "-m", "telling"]
    child = Child(command, tmp_path, tmp_path / "log", {"PYTHONPATH": str(tmp_path)}, copied=True)
    ended = child.ended(60)
    over.set()

    assert (ended, child.status) == (True, 0)
    assert (tmp_path / "log").read_text("utf-8") == "True\n"


def test_suites_that_are_killed_leave_what_was_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    monkeypatch.setattr(executing, "suite_command", lambda *_arguments: dying)

    with pytest.raises(ApitestError, match="ended with status -9") as raised:
        execute(order(), tmp_path, workers=0, quiet=True)

    assert raised.value.exit_status == 4
    assert raised.value.where == str(tmp_path / "pytest.log")
    assert runs.read_results(tmp_path)["run"]["complete"] is False


def test_an_interruption_carries_its_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(executing, "watch", stopped)

    with pytest.raises(Interrupted) as raised:
        execute(order(), tmp_path, workers=0, quiet=True)

    assert raised.value.directory == tmp_path
    assert runs.read_results(tmp_path)["targets"][0]["outcome"] == "cantTell"


def test_nothing_of_the_users_pytest_reaches_the_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--fail-me")
    monkeypatch.setenv("PYTEST_PLUGINS", "nothing")
    monkeypatch.setenv("KEPT", "1")

    seen = executing._environment("/scratch")

    assert not {"PYTEST_ADDOPTS", "PYTEST_PLUGINS"} & set(seen)
    assert (seen["KEPT"], seen["HYPOTHESIS_STORAGE_DIRECTORY"]) == ("1", "/scratch")
    assert seen["PYTEST_DEBUG_TEMPROOT"] == "/scratch"
