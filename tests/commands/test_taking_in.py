"""What a site reads of a run: as much as its history needs, and the same as from the whole document."""

import json
from pathlib import Path
from typing import Any

import pytest

from apitest.commands import taking_in
from apitest.recorded import read_results
from apitest.reports import FORMATS
from apitest.results import Results
from apitest.site.reading import reading_of
from making import CONTRACT
from resulting import FIRST, SECOND, finding, results, verdict

PLAIN = results(verdict(SECOND, "failed"), verdict(FIRST))
TELLING = '"verdicts":[ "findings":[ "requirements":{'
"""A served text with all that the reader looks for."""
TRICKY = results(
    verdict(SECOND, "failed", findings=(finding(got=TELLING, record=TELLING),)),
    verdict(FIRST, "cantTell", reason=TELLING),
    name=TELLING,
)
FORMS = {
    "as apitest writes it": FORMATS["json"],
    "on one line": lambda document: json.dumps(document, separators=(",", ":")).encode(),
    "by another program": lambda document: json.dumps(document, sort_keys=True).encode(),
    "with half a pair": lambda document: json.dumps(document).replace("cut short", "\\ud800").encode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("document", [PLAIN, TRICKY], ids=["plain", "tricky"])
def test_a_quick_reading_is_that_of_the_whole_document(tmp_path: Path, document: Results, form: Any) -> None:
    (tmp_path / "results.json").write_bytes(form(document))

    read, requirements = taking_in._reading(tmp_path, taking_in._Known())

    assert read == reading_of(read_results(tmp_path))
    assert requirements == read_results(tmp_path)["requirements"]


def test_what_apitest_writes_is_read_without_its_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "results.json").write_bytes(FORMATS["json"](TRICKY))
    monkeypatch.delattr(taking_in, "read_results")

    read, _ = taking_in._reading(tmp_path, taking_in._Known())

    assert read.seen[0].letters == {SECOND: "f", FIRST: "c"}


def test_verdicts_that_were_seen_before_count_for_their_own_requirements(tmp_path: Path) -> None:
    known, advised = taking_in._Known(), json.loads(FORMATS["json"](PLAIN))
    advised["requirements"][SECOND]["obligation"] = "SHOULD"
    failed = []

    for document in (PLAIN, advised):
        (tmp_path / "results.json").write_bytes(FORMATS["json"](document))
        failed.append(taking_in._reading(tmp_path, known)[0].seen[0].failed)

    assert CONTRACT.requirements[SECOND].obligation == "MUST"
    assert failed == [1, 0]
