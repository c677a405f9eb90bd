"""What earlier versions wrote is read as if it had been written today, by every command that reads runs."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from apitest.cli import main
from apitest.runs import read_results
from apitest.shipped import shipped
from resulting import FIRST, SECOND, results, verdict

TODAY = json.loads(json.dumps(results(verdict(FIRST, "failed"), verdict(SECOND))))
SCHEMA = json.loads(shipped("contracts", "results", "apitest-results-1.schema.json").read_text("utf-8"))


def before_waivers() -> dict[str, Any]:
    """As results were before findings could be accepted, runs divided, and digests named."""
    document = copy.deepcopy(TODAY)
    for row in document["verdicts"]:
        del row["waived"]
    for row in document["findings"]:
        del row["waived"], row["fingerprint"]
    for name in ("shard", "digests", "command"):
        del document["run"][name]
    return document


def keep(directory: Path, document: dict[str, Any]) -> Path:
    directory.mkdir()
    (directory / "results.json").write_text(json.dumps(document), "utf-8")
    return directory


def test_an_earlier_document_reads_as_one_of_today(tmp_path: Path) -> None:
    read = read_results(keep(tmp_path / "run", before_waivers()))

    Draft202012Validator(SCHEMA).validate(read)
    assert read["findings"] == TODAY["findings"]
    assert read["verdicts"] == TODAY["verdicts"]


def test_a_document_of_today_is_left_as_it_is(tmp_path: Path) -> None:
    assert read_results(keep(tmp_path / "run", TODAY)) == TODAY


def test_fates_of_another_form_are_left_out(tmp_path: Path) -> None:
    fates = {"target": "mea", "entity": "decisions", "offered": 5, "stored": 5}

    read = read_results(keep(tmp_path / "run", {**before_waivers(), "acceptance": [fates]}))

    assert read["acceptance"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "RUN", "-o", "SITE", "-n", "1"),
        *(("report", "RUN", "--format", form) for form in ("html", "text", "junit", "sarif", "ctrf", "earl", "csv")),
    ],
    ids=" ".join,
)
def test_every_reader_of_runs_takes_an_earlier_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    places = {
        "RUN": str(keep(tmp_path / "run", before_waivers())),
        "SITE": str(tmp_path / "site"),
    }

    done = CliRunner().invoke(main, [places.get(word, word) for word in words])

    assert done.exit_code == 0, done.output
