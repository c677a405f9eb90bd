"""A baseline from a run to the next: what is known fails no run, what is mended leaves the file."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from apitest.cli import main
from apitest.reference.faults import FAULTS
from serving import reference

LIE = "decision-without-status"
MUST = FAULTS[LIE].breaks


def apitest(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(main, list(words))
    return outcome.exit_code, outcome.output


def run(url: str, directory: Path, *more: str) -> int:
    own = ("--requirement", MUST, "-n", "0", "-q")
    return apitest("run", "--url", url, "--output", str(directory), *own, *more)[0]


def test_a_baseline_lets_a_run_pass_until_it_expires(tmp_path: Path) -> None:
    path = str(tmp_path / "baseline.toml")
    with reference(LIE) as url:
        first = run(url, tmp_path / "one")
        made = apitest("baseline", "update", str(tmp_path / "one"), "-o", path, "--reason", "Ticket 42")
        second = run(url, tmp_path / "two", "--baseline", path)
        lapsed = Path(path).read_text("utf-8")
        Path(path).write_text(re.sub(r"expires = \S+", "expires = 2020-01-01", lapsed), "utf-8")
        third = run(url, tmp_path / "three", "--waivers", path)

    assert (first, made[0], second, third) == (1, 0, 0, 1)


def test_what_is_mended_leaves_the_file(tmp_path: Path) -> None:
    path = str(tmp_path / "baseline.toml")
    with reference(LIE) as url:
        run(url, tmp_path / "one")
    apitest("baseline", "update", str(tmp_path / "one"), "-o", path)
    kept = apitest("baseline", "prune", str(tmp_path / "one"), "-o", path)
    results = tmp_path / "one" / "results.json"
    document = json.loads(results.read_text())
    document["findings"] = []
    document["verdicts"] = [{**row, "outcome": "passed", "findings": 0} for row in document["verdicts"]]
    results.write_text(json.dumps(document))

    status, said = apitest("baseline", "prune", str(tmp_path / "one"), "-o", path)

    assert "0 taken away" in kept[1]
    assert status == 0
    assert "mended: " in said
    assert "[[waiver]]" not in Path(path).read_text("utf-8")


def test_a_requirement_that_there_is_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text('[[waiver]]\nrequirement = "text/none"\ntarget = "t"\nreason = "r"\nexpires = 2027-01-01\n')

    status, said = apitest("run", "--url", "http://127.0.0.1:1/x", "--waivers", str(path))

    assert (status, "text/none" in said) == (2, True)
