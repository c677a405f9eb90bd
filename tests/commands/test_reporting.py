"""`apitest report`: any form of a run directory, to a file or to the screen."""

import json
from pathlib import Path

import pytest

from apitest.commands.reporting import archive, report
from apitest.errors import ApitestError
from apitest.evidence import Evidence, Failure
from apitest.har import from_har
from apitest.model import Query
from apitest.runs.concluding import write_results
from making import exchange
from resulting import SECOND, results, verdict

URL = "http://mea.example/informea.svc/Decisions"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run directory with one answer and one query that was not answered."""
    write_results(tmp_path, results(verdict(SECOND, "failed")))
    evidence = Evidence(tmp_path / "evidence.sqlite")
    evidence.keep("mea", "d1", exchange(b"{}", url=URL), Query(url=URL))
    evidence.keep("mea", "d2", Failure(reason="no answer"), Query(url=f"{URL}?$skip=1"))
    evidence.number()
    evidence.close()
    return tmp_path


def test_the_archive_holds_what_was_answered_under_its_number(run: Path) -> None:
    document = json.loads(archive(run))

    (entry,) = document["log"]["entries"]
    assert (entry["request"]["url"], entry["_apitest"]["exchange"]) == (URL, 1)
    assert [found.body for found in from_har(document).exchanges] == [b"{}"]


def test_a_report_goes_to_a_file(run: Path, tmp_path: Path) -> None:
    report((str(run),), "sarif", str(tmp_path / "out.sarif"))

    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_a_report_goes_to_the_screen(run: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    report((str(run), str(run)), "har", None)

    assert capfdbinary.readouterr().out.count(b'"creator"') == 2


@pytest.mark.parametrize(
    ("form", "output", "said"),
    [
        ("saarif", None, "expected .*form of report"),
        ("json", "missing/out.json", "a file that can be written"),
        ("har", "missing/out.har", "a file that can be written"),
    ],
)
def test_what_cannot_be_done_is_told(run: Path, form: str, output: str | None, said: str) -> None:
    with pytest.raises(ApitestError, match=said):
        report((str(run),), form, output and str(run / output))


def test_two_runs_do_not_go_into_one_file(run: Path) -> None:
    with pytest.raises(ApitestError, match="one run with -o"):
        report((str(run), str(run)), "json", str(run / "out"))


def test_a_run_without_evidence_has_no_archive(run: Path) -> None:
    (run / "evidence.sqlite").unlink()

    with pytest.raises(ApitestError, match=r"evidence\.sqlite"):
        archive(run)
