"""`apitest load`: refused where it is not one's own, bounded, and its figures told; Locust itself is put aside."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.commands import loading
from apitest.commands.loading import Load, command_of, is_loopback, questions_of, rows_of, run_locust
from apitest.errors import ApitestError
from making import CONTRACT, target
from serving import reference


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


def entry(name: str = "decisions: count", **facts: Any) -> dict[str, Any]:
    counted = {"name": name, "num_requests": 10, "num_failures": 1, "response_times": {"12": 9, "900": 1}}
    return {**counted, **facts}


class Locust:
    """What stands in for Locust: it keeps how it was started, and prints what it is told to."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.printed = json.dumps(entries)
        self.command: Sequence[str] = ()
        self.plan: dict[str, Any] = {}

    def __call__(self, command: Sequence[str], plan: Path, seconds: float) -> str:
        self.command, self.plan, self.seconds = command, json.loads(plan.read_text("utf-8")), seconds
        return self.printed


@pytest.fixture
def locust(monkeypatch: pytest.MonkeyPatch) -> Locust:
    put_aside = Locust(entry(), entry("decisions: page 1", response_times={}))
    monkeypatch.setattr(loading, "run_locust", put_aside)
    monkeypatch.setattr(loading, "find_spec", lambda _name: object())
    return put_aside


def typed(*words: str) -> Any:
    return CliRunner().invoke(main, ["load", *words])


@pytest.mark.parametrize(
    ("host", "ours"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False),
     ("localhost.example.org", False), ("mea.example", False), ("", False)],
)  # fmt: skip
def test_loopback_is_told_by_name_and_address(host: str, ours: bool) -> None:
    assert is_loopback(host) == ours


def test_an_endpoint_of_somebody_else_is_refused(locust: Locust) -> None:
    refused = typed("https://mea.example/informea.svc")

    assert (refused.exit_code, locust.command) == (2, ())
    assert "--i-own-this-endpoint" in refused.output


def test_without_locust_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda _name: None)

    refused = typed("http://127.0.0.1:9/informea.svc")

    assert refused.exit_code == 2
    assert "apitest[load]" in refused.output


@pytest.mark.parametrize("words", [("--users", "0"), ("--users", "201"), ("--seconds", "901")])
def test_users_and_time_are_bounded(locust: Locust, words: tuple[str, ...]) -> None:
    assert typed("http://127.0.0.1:9/informea.svc", *words).exit_code == 2
    assert locust.command == ()


def test_what_was_measured_is_told_and_written(locust: Locust, endpoint: str, tmp_path: Path) -> None:
    told = typed(endpoint, "--entity", "decisions", "--seconds", "5", "-o", str(tmp_path / "load.json"))

    assert told.exit_code == 0, told.output
    assert "decisions: count" in told.output
    assert "0.012 s" in told.output
    assert "5 users for 5 s" in told.output
    document = json.loads((tmp_path / "load.json").read_text("utf-8"))
    assert [row["kind"] for row in document["kinds"]] == ["decisions: count", "decisions: page 1"]
    assert locust.plan["host"] == endpoint.partition("/mea-json")[0]
    assert all(address.startswith(endpoint) for _, address in locust.plan["questions"])


def test_where_nothing_was_answered_nothing_was_assessed(locust: Locust, endpoint: str) -> None:
    locust.printed = json.dumps([entry(num_failures=10)])

    assert typed(endpoint, "--entity", "decisions").exit_code == 3


def test_a_machine_that_helps_tells_nothing(locust: Locust, endpoint: str) -> None:
    told = typed(endpoint, "--entity", "decisions", "--worker", "127.0.0.1")

    assert (told.exit_code, told.output) == (0, "")
    assert "--worker" in locust.command


def wanted(**changes: Any) -> Load:
    facts = {
        "url": "http://127.0.0.1/", "owned": False, "dialect": "auto", "entities": (), "users": 5, "seconds": 30,
        "workers": 0, "worker": "", "port": 5557, "output": "",
    }  # fmt: skip
    return Load(**{**facts, **changes})


def test_locust_works_alone_as_master_or_as_worker() -> None:
    alone, master, worker = (command_of(wanted(**facts)) for facts in ({}, {"workers": 2}, {"worker": "192.0.2.7"}))

    assert {"--users", "--run-time", "--json"} <= {*alone}
    assert ("--master" in alone, "--master" in master, "--master" in worker) == (False, True, False)
    assert master[-5:] == ["--master", "--expect-workers", "2", "--master-bind-port", "5557"]
    assert worker[-5:] == ["--worker", "--master-host", "192.0.2.7", "--master-port", "5557"]
    assert Path(alone[4]).is_file()


@pytest.mark.parametrize(
    ("dialect", "kinds"),
    [
        ("olingo2", ["count", "page 1", "page 2", "page 3", "page 6", "page 11"]),
        ("mea-json", ["count", "page 1"]),
        ("drupal-rest", ["count", "page 1"]),
    ],
)
def test_questions_are_those_of_an_importer(dialect: str, kinds: list[str]) -> None:
    asked = questions_of(target(dialect=dialect), CONTRACT)

    assert [kind for kind, _ in asked] == [f"decisions: {kind}" for kind in kinds]
    assert len({address for _, address in asked}) == len(asked)


def test_figures_are_read_by_kind() -> None:
    (row,) = rows_of(f"some words of a log\n{json.dumps([entry()])}\n", 5)

    assert row == {
        "kind": "decisions: count", "asked": 10, "answered": 9, "failed": 1, "median": 0.012, "p95": 0.9, "slowest": 0.9,
        "per-second": 2.0,
    }  # fmt: skip


@pytest.mark.parametrize("printed", ["", "no figures", "[{}]", "[1]", '{"a": 1}'])
def test_figures_that_cannot_be_read_are_a_fault_of_ours(printed: str) -> None:
    with pytest.raises(ApitestError, match="cannot be read"):
        rows_of(printed, 5)


def test_a_program_that_breaks_down_is_told(tmp_path: Path) -> None:
    with pytest.raises(ApitestError, match="no such thing"):
        run_locust([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, 10)


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ApitestError, match=r"nothing after 0\.2 s"):
        run_locust([sys.executable, "-c", "import threading; threading.Event().wait()"], tmp_path, 0.2)


def test_what_is_to_be_asked_is_told_by_a_file(tmp_path: Path) -> None:
    printed = run_locust([sys.executable, "-c", "import os; print(os.environ['APITEST_LOAD'])"], tmp_path / "plan", 10)

    assert printed.strip() == str(tmp_path / "plan")
