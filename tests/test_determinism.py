"""Two runs over the same service say the same to the byte, but for the id of the run and its times."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apitest.shipped import shipped
from resulting import without_times
from serving import reference

SHUFFLING = """
import os, random
import pytest
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    random.Random(int(os.environ["ORDER"])).shuffle(items)
"""
TIMES = ("id", "started", "finished")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference("text-entry-without-language", "count-too-large") as url:
        yield url


def judged(url: str, directory: Path, *options: str, hashing: int, order: int) -> bytes:
    """A run's results.json without what may differ."""
    (directory.with_name(f"{directory.name}-plugin")).mkdir()
    (directory.with_name(f"{directory.name}-plugin") / "shuffling.py").write_text(SHUFFLING, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "pytest", str(shipped("suites")), "--target", url, "--output", str(directory),
         "-p", "shuffling", "-q", *options],
        cwd=directory.parent,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), f"{directory}-plugin"]),
            "PYTHONHASHSEED": str(hashing),
            "ORDER": str(order),
        },
        capture_output=True,
        check=False,
    )  # fmt: skip
    document = json.loads((directory / "results.json").read_text("utf-8"))
    for name in TIMES:
        del document["run"][name]
    without_times(document)
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def test_workers_order_and_hash_seed_change_nothing(endpoint: str, tmp_path: Path) -> None:
    sets = ("--entity", "decisions", "--entity", "meetings")
    first = judged(endpoint, tmp_path / "a", *sets, "-p", "no:xdist", hashing=1, order=1)

    assert judged(endpoint, tmp_path / "b", *sets, "-n", "2", hashing=2, order=2) == first
    assert judged(endpoint, tmp_path / "c", *sets, "-p", "no:xdist", hashing=3, order=3) == first
    assert judged(endpoint, tmp_path / "d", *sets, "--apitest-copies=3", hashing=4, order=4) == first
    assert json.loads(first)["run"]["outcome"] == "failed"
    assert json.loads(first)["findings"]


def test_another_seed_asks_other_questions(endpoint: str, tmp_path: Path) -> None:
    narrow = ("--class", "query", "--entity", "decisions", "-p", "no:xdist")

    one = json.loads(judged(endpoint, tmp_path / "a", *narrow, "--seed", "1", hashing=1, order=1))
    two = json.loads(judged(endpoint, tmp_path / "b", *narrow, "--seed", "2", hashing=1, order=1))

    assert (one["run"]["seed"], two["run"]["seed"]) == (1, 2)
    assert [row["outcome"] for row in one["verdicts"]] == [row["outcome"] for row in two["verdicts"]]
