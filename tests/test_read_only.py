"""A run that lies in a folder nobody may write can be read by every command that reads, and is left as it was."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from apitest import runs
from apitest.cli import main
from apitest.commands.executing import execute
from apitest.errors import RunDirectoryError
from apitest.evidence import Evidence
from apitest.model import Query
from apitest.runs import EVIDENCE
from making import CONTRACT, exchange, target
from serving import reference
from unprivileged import folder, sealed

ASKED = Query(url="http://mea.example/informea.svc/Decisions")


def order(url: str) -> runs.Order:
    return runs.Order(
        targets=(target(url=url, dialect="auto", entities=()),),
        classes=("paging", "acceptance"),
        entities=("decisions",),
    )


@pytest.fixture(scope="module")
def run() -> Iterator[Path]:
    with folder() as place, reference() as url:
        execute(order(url), place / "run", workers=0, quiet=True)
        yield place / "run"


def listed(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def kept(directory: Path) -> dict[str, int]:
    evidence = Evidence(directory / EVIDENCE, reading=True)
    numbers = evidence.number()
    evidence.close()
    return numbers


@pytest.mark.parametrize(
    "words",
    [
        ("report", "RUN", "--format", "har"),
        ("report", "RUN", "--format", "junit"),
        ("compare", "RUN", "RUN"),
        ("accept", "RUN"),
        ("bundle", "RUN", "-o", "OUT.bundle"),
        ("publish", "RUN", "-o", "OUT", "-n", "1"),
        ("merge", "RUN", "-o", "OUT"),
    ],
    ids=" ".join,
)
def test_what_reads_runs_reads_those_that_cannot_be_written(run: Path, words: tuple[str, ...]) -> None:
    before = listed(run)
    with folder() as out:
        out.chmod(0o777)
        freely = CliRunner().invoke(main, [word.replace("RUN", str(run)).replace("OUT", f"{out}/a") for word in words])
        with sealed(run):
            done = CliRunner().invoke(
                main, [word.replace("RUN", str(run)).replace("OUT", f"{out}/b") for word in words]
            )

    assert freely.exit_code in (0, 1, 3), freely.output
    assert (done.exit_code, done.output) == (freely.exit_code, freely.output.replace(f"{out}/a", f"{out}/b"))
    assert listed(run) == before


def test_parts_that_cannot_be_written_are_joined() -> None:
    with folder() as place, reference() as url:
        for part in (1, 2):
            execute(replace(order(url), shard=(part, 2)), place / "parts" / str(part), workers=0, quiet=True)
        parts = [place / "parts" / "1", place / "parts" / "2"]
        before = [listed(part) for part in parts]
        freely = runs.merge(parts, place / "freely", CONTRACT)
        (place / "out").mkdir()
        (place / "out").chmod(0o777)

        with sealed(place / "parts"):
            joined = runs.merge(parts, place / "out" / "joined", CONTRACT)

        after = [listed(part) for part in parts]
        held = [kept(place / name) for name in ("freely", "out/joined")]

    assert joined["verdicts"] == freely["verdicts"]
    assert held[0] == held[1] != {}
    assert after == before


def test_a_run_that_was_killed_is_read_with_what_its_log_holds() -> None:
    with folder() as place:
        store = Evidence(place / "evidence.sqlite")
        store.keep("mea", "kept", exchange(b"12345"), ASKED)
        (place / "killed").mkdir()
        for path in place.glob("evidence.sqlite*"):  # as they are while the run goes on
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, place / "killed" / path.name)
        store.close()

        with sealed(place / "killed"):
            reading = Evidence(place / "killed" / "evidence.sqlite", reading=True)
            found = reading.find("kept")
            numbers = reading.number()
            reading.settle()
            reading.close()

    assert found is not None
    assert (getattr(found, "body", b""), numbers) == (b"12345", {"kept": 1})


def test_a_run_that_goes_on_is_read_beside_it(tmp_path: Path) -> None:
    store = Evidence(tmp_path / "evidence.sqlite")
    store.keep("mea", "kept", exchange(b"12345"), ASKED)

    reading = Evidence(tmp_path / "evidence.sqlite", reading=True)
    numbers = reading.number()
    reading.close()
    store.keep("mea", "more", exchange(b"6"), ASKED)

    assert numbers == {"kept": 1}
    assert store.holds("more")


def test_what_is_no_evidence_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "evidence.sqlite").write_bytes(b"no database" * 100)

    with pytest.raises(RunDirectoryError, match="expected a file with the exchanges of the run"):
        Evidence(tmp_path / "evidence.sqlite", reading=True)


def test_a_run_does_not_begin_where_nothing_can_be_written() -> None:
    with (
        folder() as place,
        runs.alone_in(place / "other", "x"),
        sealed(place),
        pytest.raises(RunDirectoryError) as raised,
    ):
        execute(order("http://127.0.0.1:9"), place / "run", workers=0, quiet=True)

    assert (raised.value.got, raised.value.exit_status) == ("Permission denied", 2)


def test_a_run_is_not_finished_where_nothing_can_be_written(run: Path) -> None:
    before = listed(run)

    with sealed(run):
        done = CliRunner().invoke(main, ["run", "--resume", str(run), "-n", "0"])

    assert (done.exit_code, "Permission denied" in done.stderr) == (2, True)
    assert listed(run) == before
