"""The suites under pytest, as a user or `apitest run` starts them: in child processes, against a small endpoint."""

import json
import os
import select
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apitest import plugin
from apitest.shipped import shipped
from misbehaving import ROOT, Behaviour, Talk, misbehaving
from resulting import departures
from serving import NOTHING, answering, reference

SUITES = str(shipped("suites"))
PAGING = ("--class", "paging", "--entity", "decisions", "--entity", "meetings")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


def suites(
    url: str, directory: Path, *options: str, plugin: str = "", **environment: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Run the suites as a user does; returns what pytest said and the results document."""
    extra = directory.with_name(f"{directory.name}-plugin")
    if plugin:
        extra.mkdir()
        (extra / "meddling.py").write_text(plugin, "utf-8")
        options = ("-p", "meddling", *options)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", SUITES, "--target", url, "--output", str(directory), *options],
        cwd=directory.parent,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(extra)]),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    path = directory / "results.json"
    return done, json.loads(path.read_text("utf-8")) if path.exists() else {}


def asked_for(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Verdicts on what depth standard asks for."""
    return [row for row in document["verdicts"] if row["reason"] != "judged at depth full"]


def outcomes(document: dict[str, Any]) -> dict[str, int]:
    return dict(Counter(row["outcome"] for row in asked_for(document)))


def test_plain_pytest_judges_a_target_and_leaves_a_run(endpoint: str, tmp_path: Path) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "-p", "no:xdist")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ Conformant" in done.stdout
    assert departures(document) == []
    assert document["run"]["complete"]
    assert set(outcomes(document)) == {"passed", "inapplicable"}
    assert {row["entity"] for row in document["verdicts"]} == {"decisions", "meetings"}


@pytest.mark.parametrize("workers", ["2", "3"])
def test_with_workers_every_test_that_was_collected_is_judged(endpoint: str, tmp_path: Path, workers: str) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "-n", workers)

    assert done.returncode == 0, done.stdout + done.stderr
    assert document["run"]["complete"]
    assert "untested" not in outcomes(document)


WAYS = [("-n", "2"), ("--apitest-copies=2", "-p", "no:xdist")]
"""How workers come about: as xdist starts them, and as copies of the process that collected."""


@pytest.mark.parametrize("way", WAYS)
def test_each_entity_set_stays_on_one_worker(endpoint: str, tmp_path: Path, way: tuple[str, ...]) -> None:
    noting = """
import os, pathlib
def pytest_runtest_setup(item):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{item.nodeid.rpartition('[')[2].partition(':')[0]} {os.getpid()}\\n")
"""
    notes = tmp_path / "notes"

    suites(endpoint, tmp_path / "run", *PAGING, *way, plugin=noting, NOTES=str(notes))

    pairs = {tuple(line.split()) for line in notes.read_text("utf-8").splitlines()}
    assert len(pairs) == len({scope for scope, _ in pairs}) == 2
    assert len({worker for _, worker in pairs}) == 2


def test_a_breach_fails_its_test_and_the_run(tmp_path: Path) -> None:
    with reference("count-too-large") as url:
        done, document = suites(url, tmp_path / "run", *PAGING, "-p", "no:xdist")

    failed = {row["requirement"] for row in document["verdicts"] if row["outcome"] == "failed"}
    assert (done.returncode, failed) == (1, {"paging/count-equals-ids"})
    assert "    expected  " in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(("fail_on", "status"), [("must", 1), ("never", 0)])
def test_what_fails_a_run_can_be_chosen(tmp_path: Path, fail_on: str, status: int) -> None:
    with reference("count-too-large") as url:
        done, _ = suites(
            url, tmp_path / "run", "--requirement", "paging/count-equals-ids", "--entity", "decisions",
            "--fail-on", fail_on, "-p", "no:xdist",
        )  # fmt: skip

    assert done.returncode == status


RAISING = """
def pytest_runtest_call(item):
    if "paging/count-plain" in item.nodeid:
        raise RuntimeError("our own bug")
"""
BEFORE = RAISING.replace("pytest_runtest_call", "pytest_runtest_setup")


def test_a_suite_test_that_fails_without_a_finding_reads_cant_tell(endpoint: str, tmp_path: Path) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "-p", "no:xdist", plugin=BEFORE)

    told = [row for row in document["verdicts"] if row["requirement"] == "paging/count-plain"]
    assert {row["outcome"] for row in told} == {"cantTell"}
    assert {row["reason"] for row in told} == {"a fault of apitest, not of the target: RuntimeError: our own bug"}
    assert done.returncode == 3
    assert not [row for row in document["verdicts"] if row["outcome"] == "failed"]


def test_what_breaks_after_the_verdict_does_not_change_it(endpoint: str, tmp_path: Path) -> None:
    _, document = suites(endpoint, tmp_path / "run", *PAGING, "-p", "no:xdist", plugin=RAISING)

    assert set(outcomes(document)) == {"passed", "inapplicable"}


KILLING = """
import os, pathlib, signal
def pytest_runtest_setup(item):
    mark = pathlib.Path(os.environ["MARK"])
    if "meetings:paging/count-plain" in item.nodeid and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_killed_worker_costs_one_verdict_and_is_named(endpoint: str, tmp_path: Path, way: tuple[str, ...]) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, *way, plugin=KILLING, MARK=str(tmp_path / "mark"))

    (lost,) = [row for row in document["verdicts"] if row["outcome"] == "cantTell"]
    assert (lost["requirement"], lost["entity"]) == ("paging/count-plain", "meetings")
    assert "crashed while running" in lost["reason"]
    assert "untested" not in outcomes(document)
    assert departures(document) == []
    assert done.returncode == 3


ALWAYS_KILLING = """
import os, signal
def pytest_runtest_setup(item):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_ends_where_every_copy_is_killed(endpoint: str, tmp_path: Path) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "--apitest-copies=2", plugin=ALWAYS_KILLING)

    assert "too many workers were lost" in done.stdout
    assert set(outcomes(document)) == {"cantTell", "untested"}
    assert outcomes(document)["cantTell"] < 10
    assert not document["run"]["complete"]


def test_nothing_more_is_asked_by_copies_whose_head_was_killed(tmp_path: Path) -> None:
    at_second_page, killed = threading.Event(), threading.Event()

    def act(talk: Talk) -> None:
        at_second_page.set()
        killed.wait(60)
        talk.say_honestly()

    paging = Behaviour("waits", "waits at its second page", act, when=lambda ask: ask.is_second_page)
    with misbehaving(paging) as endpoint:
        where = ("--target", f"{endpoint.origin}/{ROOT}", "--output", str(tmp_path / "run"))
        command = [sys.executable, "-m", "pytest", SUITES, *where, *PAGING, "--apitest-copies=2", "-p", "no:xdist"]
        head = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        reached = at_second_page.wait(60)
        children = Path(f"/proc/{head.pid}/task/{head.pid}/children").read_text("ascii").split()
        copies = [os.pidfd_open(int(number)) for number in children]
        head.kill()
        head.wait()
        ended = [bool(select.select([copy], [], [], 60)[0]) for copy in copies]
        killed.set()

    assert reached
    assert set(ended) == {True}


LOSING = """
import pytest
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    return True if "paging/count-plain" in item.nodeid else None
"""


def test_a_test_that_was_collected_but_never_ran_is_noticed(endpoint: str, tmp_path: Path) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "-p", "no:xdist", plugin=LOSING)

    told = {row["reason"] for row in asked_for(document) if row["outcome"] == "untested"}
    assert told == {"its test was collected but never run, which is a fault of apitest or of a plugin of pytest"}
    assert (done.returncode, document["run"]["complete"]) == (3, False)


def test_a_run_that_stops_at_its_first_failure_is_cut_short(tmp_path: Path) -> None:
    with reference("count-too-large") as url:
        _, document = suites(url, tmp_path / "run", *PAGING, "-p", "no:xdist", "-x")

    assert not document["run"]["complete"]
    assert "untested" in outcomes(document)


def test_a_choice_of_the_user_is_no_loss(endpoint: str, tmp_path: Path) -> None:
    done, document = suites(endpoint, tmp_path / "run", *PAGING, "-p", "no:xdist", "-k", "paging/walk-ends")

    assert (done.returncode, document["run"]["complete"]) == (0, True)
    assert outcomes(document)["passed"] == 2


def test_an_address_without_a_service_could_not_be_assessed(tmp_path: Path) -> None:
    with answering(b"<html>Welcome</html>") as origin:
        done, document = suites(f"{origin}/svc", tmp_path / "run", "-p", "no:xdist")

    assert done.returncode == 3
    assert "? Not assessed" in done.stdout
    assert document["verdicts"] == []


def test_an_empty_service_could_not_be_assessed(tmp_path: Path) -> None:
    with reference(counts=NOTHING) as url:
        done, document = suites(url, tmp_path / "run", "--class", "text", "-p", "no:xdist")

    assert (done.returncode, document["targets"][0]["outcome"]) == (3, "cantTell")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--requirement", "paging/walk-end"), "Did you mean 'paging/walk-ends'"),
        (("--dialect", "olingo"), "the name of a known dialect"),
        (("--depth", "deep"), "invalid choice: 'deep'"),
        (("--target", "ftp://x"), "an absolute http or https address"),
    ],
)
def test_a_wrong_option_is_a_usage_error(endpoint: str, tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    done, document = suites(endpoint, tmp_path / "run", *options, "-p", "no:xdist")

    assert (done.returncode, document) == (4, {})
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_target_nothing_is_judged(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", SUITES, "-p", "no:xdist", "-q"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == pytest.ExitCode.USAGE_ERROR, done.stdout
    assert "Give its service root with --target URL." in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_collecting_alone_asks_nothing(tmp_path: Path) -> None:
    done, document = suites("http://127.0.0.1:9/svc", tmp_path / "run", "--collect-only", "-q", "-p", "no:xdist")

    assert document == {}
    assert not (tmp_path / "run").exists()
    assert done.returncode == pytest.ExitCode.OK


def test_without_a_directory_the_run_goes_where_apitest_runs_go(endpoint: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", SUITES, "--target", endpoint, "-p", "no:xdist", "--class", "transport"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    (directory,) = (tmp_path / "apitest-runs").iterdir()
    assert done.returncode == 0
    assert (directory / "results.json").exists()


def test_settings_of_the_project_around_do_not_matter(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --fail-me\n", "utf-8")

    done, _ = suites(endpoint, tmp_path / "run", "--requirement", "paging/walk-ends", "-p", "no:xdist")

    assert done.returncode == 0, done.stderr


def test_what_is_asked_to_be_timed_comes_last() -> None:
    asked = [
        f"suites/test_it.py::test_it[mea/decisions:{name}]" for name in ("efficiency/compressed", "paging/walk-ends")
    ]

    assert [plugin.measures(nodeid) for nodeid in asked] == [True, False]
