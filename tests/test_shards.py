"""One run in parts, and one run in two goes: the same results as in one."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apitest.commands.executing import execute, resume
from apitest.errors import RunDirectoryError
from apitest.evidence import Evidence
from apitest.recorded import EVIDENCE, HEADER
from apitest.runs import RESULTS, STREAM, Order, begin, merge, read_results
from making import CONTRACT, target
from resulting import without_times
from serving import SMALL, reference

CLASSES = ("paging", "vocabulary")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference("vocabulary-treaty-misspelt", "count-too-large", counts={**SMALL, "decisions": 30}) as url:
        yield url


def judged(url: str, directory: Path, part: int = 1, parts: int = 1, seed: int = 1) -> Path:
    asked = Order(
        targets=(target(url=url, dialect="auto", entities=()),), classes=CLASSES, shard=(part, parts), seed=seed
    )
    execute(asked, directory, workers=0, quiet=True)
    return directory


@pytest.fixture(scope="module")
def whole(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judged(endpoint, tmp_path_factory.mktemp("whole") / "run")


@pytest.fixture(scope="module")
def parts(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("parts")
    return [judged(endpoint, folder / str(part), part, 3) for part in (1, 2, 3)]


def said(directory: Path) -> dict[str, Any]:
    """What a run found, without what differs from run to run and what was spent."""
    document: dict[str, Any] = json.loads((directory / RESULTS).read_text("utf-8"))
    without_times(document)
    run = {name: value for name, value in document["run"].items() if name not in ("id", "started", "finished")}
    spent = ("requests", "bytes", "seconds")
    targets = [{name: value for name, value in row.items() if name not in spent} for row in document["targets"]]
    return {**document, "run": run, "targets": targets}


def test_parts_divide_what_is_judged(whole: Path, parts: list[Path]) -> None:
    every = [{(v["entity"], v["requirement"]) for v in said(part)["verdicts"]} for part in parts]

    assert set.union(*every) == {(v["entity"], v["requirement"]) for v in said(whole)["verdicts"]}
    assert sum(len(part) for part in every) == len(set.union(*every))
    assert all(every)


def test_parts_merge_to_the_whole(whole: Path, parts: list[Path], tmp_path: Path) -> None:
    merge([parts[1], parts[2], parts[0]], tmp_path / "merged", CONTRACT)

    assert said(tmp_path / "merged") == said(whole)
    assert {file.name for file in (tmp_path / "merged").iterdir()} >= {HEADER, RESULTS, STREAM, EVIDENCE, "report.html"}


def test_what_parts_spent_is_added_up(parts: list[Path], tmp_path: Path) -> None:
    merge(parts, tmp_path / "merged", CONTRACT)

    spent = [read_results(part)["targets"][0]["requests"] for part in parts]

    assert read_results(tmp_path / "merged")["targets"][0]["requests"] == sum(spent)


def test_a_missing_part_is_refused_and_nothing_is_written(parts: list[Path], tmp_path: Path) -> None:
    with pytest.raises(RunDirectoryError, match="expected part 3 of 3 once, got none"):
        merge(parts[:2], tmp_path / "merged", CONTRACT)
    assert not (tmp_path / "merged").exists()


def test_a_double_part_is_refused(parts: list[Path], tmp_path: Path) -> None:
    with pytest.raises(RunDirectoryError, match="expected part 1 of 3 once, got 2 of them"):
        merge([*parts, parts[0]], tmp_path / "merged", CONTRACT)


def test_a_part_of_another_seed_is_refused(endpoint: str, parts: list[Path], tmp_path: Path) -> None:
    other = judged(endpoint, tmp_path / "other", 3, 3, seed=2)

    with pytest.raises(RunDirectoryError, match="got other seed"):
        merge([*parts[:2], other], tmp_path / "merged", CONTRACT)


def test_a_part_that_was_cut_short_is_refused(parts: list[Path], tmp_path: Path) -> None:
    cut = shutil.copytree(parts[2], tmp_path / "cut")
    document = json.loads((cut / RESULTS).read_text("utf-8"))
    document["run"]["complete"] = False
    (cut / RESULTS).write_text(json.dumps(document), "utf-8")

    with pytest.raises(RunDirectoryError, match="got one that was cut short"):
        merge([*parts[:2], cut], tmp_path / "merged", CONTRACT)


def test_what_is_no_run_is_refused(parts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(RunDirectoryError, match=r"no run\.json"):
        merge([*parts[:2], tmp_path / "empty"], tmp_path / "merged", CONTRACT)


# --- in two goes ------------------------------------------------------------------------------------------------------


def test_a_run_that_broke_off_is_finished_without_asking_again(endpoint: str, whole: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(whole, broken)
    (broken / RESULTS).unlink()
    lines = (broken / STREAM).read_text("ascii").splitlines(keepends=True)
    (broken / STREAM).write_text("".join(lines[:9]) + lines[9][:20], "ascii")
    evidence = Evidence(broken / EVIDENCE)
    evidence.claim("a query that died with its worker", now=0, until=1e12)
    evidence.halt("mea", "no answer in time")
    evidence.close()

    resume(broken, workers=0, quiet=True)

    assert said(broken) == said(whole)
    assert read_results(broken)["targets"][0]["requests"] == read_results(whole)["targets"][0]["requests"]


def test_a_run_of_other_contracts_is_not_finished(endpoint: str, tmp_path: Path) -> None:
    begin(Order(targets=(target(url=endpoint, dialect="auto", entities=()),)), tmp_path, CONTRACT)
    header = json.loads((tmp_path / HEADER).read_text("utf-8"))
    header["digests"]["contracts"] = "0" * 64
    (tmp_path / HEADER).write_text(json.dumps(header), "utf-8")

    with pytest.raises(RunDirectoryError, match="expected the contracts that the run began with, got others"):
        resume(tmp_path, workers=0, quiet=True)
