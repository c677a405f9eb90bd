"""Workers that come over a socket, as from another network of this machine; those that cannot take part are refused."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import execnet
import pytest

from apitest.plugin import faraway
from apitest.reference.serving import free_port
from apitest.shipped import shipped
from resulting import without_times
from serving import reference

SUITES = str(shipped("suites"))
ENVIRONMENT = {**os.environ, "PYTHONWARNINGS": ""}


@contextmanager
def far_side(folder: Path) -> Iterator[str]:
    """A server that runs what execnet sends it, with a copy of the suites; yields what xdist is told of it."""
    # A copy, since xdist puts its own pytest beside the suites.
    shutil.copytree(SUITES, folder)
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-u", "-m", "execnet.script.socketserver", address]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout
        assert any("Accept loop" in line for line in server.stdout)
        yield f"socket={address}//chdir={folder}"
        server.kill()


def judged(url: str, directory: Path, *options: str) -> dict[str, Any]:
    narrow = ("--entity=decisions", "--requirement=paging/walk-ends", "--requirement=paging/count-equals-ids")
    subprocess.run(
        [sys.executable, "-m", "pytest", f"--target={url}", f"--output={directory}", *narrow, "-q", *options],
        cwd=SUITES,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    document: dict[str, Any] = json.loads((directory / "results.json").read_text("utf-8"))
    without_times(document)
    for name in ("id", "started", "finished"):
        del document["run"][name]
    return document


@pytest.fixture
def node() -> Iterator[Any]:
    group = execnet.Group()
    yield SimpleNamespace(gateway=group.makegateway("popen"))
    group.terminate(timeout=1)


def test_a_worker_over_a_socket_comes_to_the_same_results(tmp_path: Path) -> None:
    with reference("count-too-large") as url, far_side(tmp_path / "suites") as worker:
        far = judged(url, tmp_path / "far", "--dist=load", "--tx", worker)
        near = judged(url, tmp_path / "near", "-p", "no:xdist")

    assert far == near
    assert far["run"]["outcome"] == "failed"


def test_a_worker_that_does_not_see_the_run_is_refused(node: Any, tmp_path: Path) -> None:
    with pytest.raises(pytest.UsageError, match="it does not see that directory") as raised:
        faraway.refuse_unable(node, tmp_path / "run.json")

    assert "apitest run --shard 1/2" in str(raised.value)


def test_a_worker_on_another_machine_is_refused(node: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run.json").write_text("{}", "utf-8")
    (tmp_path / "of-this-machine").write_text("one", "ascii")
    monkeypatch.setattr(faraway, "_KERNEL", Elsewhere(tmp_path / "of-this-machine"))

    with pytest.raises(pytest.UsageError, match="it is on another machine"):
        faraway.refuse_unable(node, tmp_path / "run.json")


def test_a_worker_that_shares_kernel_and_folder_is_taken(node: Any, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", "utf-8")

    faraway.refuse_unable(node, tmp_path / "run.json")


class Elsewhere:
    """A file that reads otherwise on the far side."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    def is_file(self) -> bool:
        return True

    def read_text(self, _encoding: str) -> str:
        return "another"
