"""A recording is judged again without a network: to the same bytes, and with what it lacks named."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from apitest.cli import main
from serving import NOTHING, reference

NARROW = ("--entity", "meetings", "--class", "meetings", "--class", "paging", "-n", "0", "-q")


def call(*words: Path | str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a finding; whoever served it is gone."""
    place = tmp_path_factory.mktemp("recorded") / "run"
    with reference("meeting-ends-before-start", counts={**NOTHING, "meetings": 120}) as url:
        done = call("run", "--url", url, *NARROW, "--output", place)
    assert done.exit_code == 1, done.output
    return place


@pytest.fixture
def run(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it that may be spoilt."""
    shutil.copytree(recorded, tmp_path / "run")
    return tmp_path / "run"


def document(directory: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((directory / "results.json").read_text("utf-8"))
    return found


def timeless(directory: Path) -> bytes:
    """The results without the moment at which judging ended."""
    lines = (directory / "results.json").read_bytes().splitlines()
    return b"\n".join(line for line in lines if b'"finished"' not in line)


def digests(directory: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(directory.iterdir())}


def spoil(directory: Path, statement: str) -> None:
    database = sqlite3.connect(directory / "evidence.sqlite")
    database.execute(statement)
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def test_judged_again_a_run_has_the_same_bytes_and_is_only_read(run: Path, tmp_path: Path) -> None:
    before = digests(run)

    done = call("replay", run, "-n", "0", "-q", "-o", tmp_path / "again")

    assert done.exit_code == 1, done.output
    assert timeless(tmp_path / "again") == timeless(run)
    assert digests(run) == before


def test_what_the_recording_lacks_is_untested_with_the_question_that_is_missing(run: Path, tmp_path: Path) -> None:
    (run / "results.json").unlink()
    spoil(run, "DELETE FROM exchanges WHERE occasion = 2")

    done = call("replay", run, "-n", "0", "-o", tmp_path / "again")

    rows = {row["requirement"]: row for row in document(tmp_path / "again")["verdicts"]}
    told = rows["paging/order-stable"]
    assert (done.exit_code, told["outcome"]) == (1, "untested")
    assert told["reason"].startswith("GET http://127.0.0.1")
    assert "/mea-json/meetings?limit=100" in told["reason"]
    assert told["reason"].endswith(": no answer in the recording")
    assert rows["meetings/end-not-before-start"]["outcome"] == "failed"
    assert "Not in the recording" in done.stderr


def test_of_a_walk_that_is_cut_short_what_was_seen_is_judged(run: Path, tmp_path: Path) -> None:
    (run / "results.json").unlink()
    spoil(run, "DELETE FROM exchanges WHERE url LIKE '%cursor%'")

    call("replay", run, "-n", "0", "-q", "-o", tmp_path / "again")

    rows = {row["requirement"]: row for row in document(tmp_path / "again")["verdicts"]}
    assert rows["meetings/title-in-english"]["outcome"] == "untested"
    assert rows["meetings/title-in-english"]["examined"] == 100


def later(path: Path) -> None:
    spoil(path, "UPDATE facts SET value = '99' WHERE name = 'version'")


def altered(path: Path) -> None:
    spoil(path, "UPDATE exchanges SET status = 201 WHERE number = 1")


def damaged(path: Path) -> None:
    whole = (path / "evidence.sqlite").read_bytes()
    (path / "evidence.sqlite").write_bytes(whole[: len(whole) // 2])


def missing(path: Path) -> None:
    (path / "evidence.sqlite").unlink()


def headless(path: Path) -> None:
    (path / "run.json").unlink()


@pytest.mark.parametrize(
    ("spoiling", "told"),
    [
        (later, "version 99"),
        (altered, "evidence that was altered since"),
        (damaged, "malformed"),
        (missing, "no evidence.sqlite"),
        (headless, "no run.json"),
    ],
)
def test_a_recording_that_cannot_be_judged_is_refused_and_nothing_is_left_behind(
    spoiling: Callable[[Path], None], told: str, run: Path, tmp_path: Path
) -> None:
    spoiling(run)

    done = call("replay", run, "-n", "0", "-o", tmp_path / "again")

    assert done.exit_code == 2, done.output
    assert told in done.output
    assert not (tmp_path / "again").exists()


def origin(run: Path) -> str:
    return str(document(run)["targets"][0]["url"])


def archive(run: Path, path: Path) -> dict[str, Any]:
    assert call("report", run, "--format", "har", "-o", path).exit_code == 0
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_an_archive_comes_to_the_verdicts_of_the_run(run: Path, tmp_path: Path) -> None:
    archive(run, tmp_path / "run.har")

    done = call(
        "replay",
        tmp_path / "run.har",
        "--url",
        origin(run),
        "--entity",
        "meetings",
        "-n",
        "0",
        "-o",
        tmp_path / "again",
    )

    ran = {row["requirement"]: row["outcome"] for row in document(run)["verdicts"]}
    again = {row["requirement"]: row["outcome"] for row in document(tmp_path / "again")["verdicts"]}
    assert done.exit_code == 1
    assert {name: again[name] for name in ran} == ran
    assert "untested" in again.values()


def test_an_archive_of_a_browser_asks_in_its_own_words(run: Path, tmp_path: Path) -> None:
    whole = archive(run, tmp_path / "run.har")
    entries = [
        entry for entry in whole["log"]["entries"] if entry["request"]["url"].endswith(("meetings?limit=100", "/"))
    ]
    for entry in entries:
        del entry["_apitest"]
        entry["request"]["url"] = entry["request"]["url"].replace("limit=100", "limit=%3100")
    (tmp_path / "browser.har").write_text(json.dumps({"log": {"entries": entries}}), "utf-8")

    done = call(
        "replay", tmp_path / "browser.har", "--url", origin(run), "--dialect", "mea-json", "-n", "0",
        "--entity", "meetings", "-o", tmp_path / "again",
    )  # fmt: skip

    (seen,) = document(tmp_path / "again")["targets"]
    assert done.exit_code in (1, 3), done.output
    assert seen["entities"]["meetings"]["records"] == 100
    assert "?cursor=" in done.stderr or "cursor=" in done.stderr


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ('{"log": {"entries": []}}', ("--url", "http://mea.example"), "no entry at all"),
        ('{"log": {"entr', ("--url", "http://mea.example"), "an HTTP archive (JSON)"),
        ("{}", (), "the service root that the archive was recorded of"),
    ],
)
def test_an_archive_that_cannot_be_judged_is_refused(
    text: str, words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    (tmp_path / "some.har").write_text(text, "utf-8")

    done = call("replay", tmp_path / "some.har", *words, "-o", tmp_path / "again")

    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "again").exists()


def test_an_archive_of_another_target_is_refused(run: Path, tmp_path: Path) -> None:
    archive(run, tmp_path / "run.har")

    done = call("replay", tmp_path / "run.har", "--url", "http://other.example/svc", "-o", tmp_path / "again")

    assert done.exit_code == 2
    assert "answers of http://other.example/svc" in done.output
    assert not (tmp_path / "again").exists()
