"""One process at a time in a run directory, whatever becomes of it; a lock is never stale."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.commands.executing import execute, resume
from apitest.errors import RunDirectoryError, UnknownName
from apitest.runs import SUITES_LOCK, Hold, Order, alone_in, locking
from making import target

HOLDING = """
import sys
from pathlib import Path
from apitest.runs import Hold
hold = Hold(Path(sys.argv[1]), sys.argv[2], "apitest run basel")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another(directory: Path, name: str = locking.LOCK) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that works in a directory."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(directory), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == b"held\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def order() -> Order:
    return Order(targets=(target(url="http://127.0.0.1:9", dialect="auto"),), command=("apitest", "run", "mea"))


def test_a_directory_that_another_process_works_in_is_refused_by_its_name(tmp_path: Path) -> None:
    with another(tmp_path) as child, pytest.raises(RunDirectoryError) as raised, alone_in(tmp_path, "apitest run"):
        pass

    assert raised.value.expected == "a run directory that no other process works in"
    assert raised.value.got.startswith(f"process {child.pid} on ")
    assert "which has been at 'apitest run basel' since 20" in raised.value.got
    assert raised.value.fix == "Wait until it has ended, or stop it; or give another directory with --output."


def test_a_lock_dies_with_its_holder(tmp_path: Path) -> None:
    with another(tmp_path) as child:
        child.kill()
        child.wait()

        with alone_in(tmp_path, "apitest run --resume"):
            told = json.loads((tmp_path / ".lock.json").read_text("utf-8"))

    assert (told["process"], told["doing"]) == (os.getpid(), "apitest run --resume")
    assert not (tmp_path / ".lock.json").exists()


def test_suites_that_outlive_a_killed_command_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_PATIENCE", 0.01)

    with (
        another(tmp_path, SUITES_LOCK),
        pytest.raises(RunDirectoryError, match="no other process"),
        alone_in(tmp_path, "apitest run --resume"),
    ):
        pass

    with alone_in(tmp_path, "apitest run --resume"):
        Hold(tmp_path, SUITES_LOCK, "the suites of apitest").release()


def test_a_holder_that_has_not_said_who_it_is_keeps_others_out_too(tmp_path: Path) -> None:
    with another(tmp_path):
        (tmp_path / ".lock.json").write_text("[]", "utf-8")

        with pytest.raises(RunDirectoryError, match="a process that has not said which"), alone_in(tmp_path, "x"):
            pass


def test_a_run_is_neither_begun_nor_finished_beside_another(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"form": "apitest-run/1"}), "utf-8")

    with another(tmp_path):
        begun = CliRunner().invoke(main, ["run", "--url", "http://127.0.0.1:9", "--output", str(tmp_path)])

    assert begun.exit_code == 2
    assert "no other process works in" in begun.stderr
    assert not (tmp_path / "evidence.sqlite").exists()


def test_a_run_that_broke_off_is_not_finished_twice_at_a_time(tmp_path: Path) -> None:
    execute(order(), tmp_path, workers=0, quiet=True)

    with another(tmp_path), pytest.raises(RunDirectoryError, match="no other process works in"):
        resume(tmp_path, workers=0, quiet=True)

    assert (tmp_path / "results.json").exists()


def test_wrong_names_leave_no_lock(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        execute(Order(targets=order().targets, entities=("decision",)), tmp_path / "run", workers=0, quiet=True)

    assert not (tmp_path / "run").exists()


def test_a_directory_below_a_file_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(RunDirectoryError, match="Not a directory"), alone_in(tmp_path / "file" / "run", "x"):
        pass
