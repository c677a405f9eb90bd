"""Progress is read off the run directory, and costs nothing where nobody looks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from apitest import progress
from apitest.evidence import Evidence, Limits
from apitest.model import Query
from apitest.progress import Watch, watch
from apitest.runs import EVIDENCE, STREAM
from making import exchange

VERDICT = '{"kind":"verdict","requirement":"paging/walk-ends","outcome":"passed"}\n'


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / STREAM).write_text('{"kind":"header"}\n', "ascii")
    evidence = Evidence(tmp_path / EVIDENCE)
    evidence.admit("mea", "d1", Limits(), now=0, until=1)
    evidence.keep("mea", "d1", exchange(b"x" * 2000), Query(url="http://mea.example"))
    yield tmp_path
    evidence.close()


def test_a_line_says_what_is_judged_and_what_it_cost(directory: Path) -> None:
    seen = Watch(directory, 3)

    assert seen.line() == "0 of 3 judged, 1 request, 2.0 kB"


def test_verdicts_are_counted_once_and_a_line_that_is_being_written_later(directory: Path) -> None:
    seen = Watch(directory, 3)
    with (directory / STREAM).open("a", encoding="ascii") as stream:
        stream.write(VERDICT + '{"kind":"finding"}\n' + VERDICT[:30])
    seen.line()
    with (directory / STREAM).open("a", encoding="ascii") as stream:
        stream.write(VERDICT[30:])

    assert seen.line() == "2 of 3 judged, 1 request, 2.0 kB  paging/walk-ends"


def test_the_time_to_go_is_guessed_once_there_is_ground_for_it(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, 20.0])
    monkeypatch.setattr(progress, "stopwatch", lambda: next(moments))
    (directory / STREAM).write_text(VERDICT * 10, "ascii")

    assert "about 10 s to go" in Watch(directory, 15).line()


def test_evidence_that_is_not_there_yet_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / STREAM).touch()

    assert Watch(tmp_path, 1).line() == "0 of 1 judged, 0 requests, 0 bytes"


@pytest.mark.parametrize("shown", [True, False])
def test_watching_ends_with_the_run(directory: Path, shown: bool, capfd: pytest.CaptureFixture[str]) -> None:
    ends = iter([False, True])

    watch(directory, 1, lambda _seconds: next(ends), shown=shown)

    assert list(ends) == []
    assert capfd.readouterr().out == ""
