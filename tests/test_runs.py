"""A run on disk: begun, streamed, concluded; whole, cut short or damaged."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apitest import runs
from apitest.contracts import load_contract
from apitest.errors import RunDirectoryError, UnknownName
from apitest.evidence import Evidence
from apitest.model import Credentials, Depth, Politeness
from apitest.runs import beginning, planning
from apitest.verdicts import exit_status
from making import CONTRACT, target
from resulting import FIRST, SECOND, departures, finding, verdict
from serving import reference


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


def order(url: str, **changes: object) -> runs.Order:
    asked = {
        "targets": (target(url=url, dialect="auto", entities=()),),
        "requirements": (FIRST, SECOND),
        "entities": ("decisions",),
        "command": ("apitest", "run"),
    }
    return runs.Order(**{**asked, **changes})


# --- beginning --------------------------------------------------------------------------------------------------------


def test_a_run_begins_with_what_the_service_says_of_itself(endpoint: str, tmp_path: Path) -> None:
    plan = runs.begin(order(endpoint, entities=()), tmp_path / "run", CONTRACT)

    (met,) = plan.order.targets
    assert (met.dialect, met.url, met.entities) == ("mea-json", endpoint, tuple(CONTRACT.entities))
    assert "mea" in plan.recognition
    assert plan.trouble == {}


def test_a_plan_reads_back_as_it_was_written(endpoint: str, tmp_path: Path) -> None:
    polite = target(
        url=endpoint,
        dialect="mea-json",
        politeness=Politeness(rate=0, connections=3, max_requests=90, timeout=5),
        credentials=Credentials(type="bearer", token_env="PATH"),
        treaties=("basel",),
    )
    asked = order(endpoint, targets=(polite,), depth=Depth.QUICK, seed=7, classes=("paging",), contact="a@b.example")

    plan = runs.begin(asked, tmp_path, CONTRACT)

    assert runs.read_plan(tmp_path) == plan


def test_the_stream_is_headed_before_anything_is_judged(endpoint: str, tmp_path: Path) -> None:
    runs.begin(order(endpoint), tmp_path, CONTRACT)

    document = runs.read_results(tmp_path)

    assert (document["run"]["complete"], document["verdicts"]) == (False, [])
    assert set(document["requirements"]) == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"entities": ("decision",)}, "entity set"),
        ({"classes": ("pagin",)}, "conformance class"),
        ({"requirements": ("paging/walk-end",)}, "requirement"),
    ],
)
def test_unknown_names_are_refused_before_anything_is_made(
    tmp_path: Path, changes: dict[str, object], kind: str
) -> None:
    with pytest.raises(UnknownName, match=f"a known {kind}"):
        runs.begin(order("http://nowhere.example", **changes), tmp_path / "run", CONTRACT)

    assert not (tmp_path / "run").exists()


def test_a_directory_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(RunDirectoryError) as raised:
        runs.begin(order("http://nowhere.example"), tmp_path / "file" / "run", CONTRACT)

    assert (raised.value.got, raised.value.fix) == ("Not a directory", "Give another directory with --output.")


def test_a_directory_that_fills_up_is_told(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _body: bytes, **_options: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(beginning, "write_whole", full)

    with pytest.raises(RunDirectoryError, match="No space left on device"):
        runs.begin(order(endpoint), tmp_path, CONTRACT)


def test_a_run_is_not_begun_over_another(endpoint: str, tmp_path: Path) -> None:
    runs.begin(order(endpoint), tmp_path, CONTRACT)

    with pytest.raises(RunDirectoryError, match="a run that is there already"):
        runs.begin(order(endpoint), tmp_path, CONTRACT)


def test_a_service_that_does_not_answer_is_trouble_and_the_others_go_on(endpoint: str, tmp_path: Path) -> None:
    dead = target(id="dead", url="http://127.0.0.1:9/svc", dialect="auto")
    asked = order(endpoint, targets=(dead, target(url=endpoint, dialect="auto")))

    plan = runs.begin(asked, tmp_path, CONTRACT)

    assert plan.trouble["dead"].startswith("expected  an answer\ngot       no connection")
    assert {found.id for found, _, _ in plan.asked(CONTRACT)} == {"mea"}


def test_an_interruption_at_the_beginning_leaves_a_directory_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(beginning, "recognised", interrupted)
    asked = order("http://mea.example", targets=(target(), target(id="other")))

    with pytest.raises(KeyboardInterrupt):
        runs.begin(asked, tmp_path, CONTRACT)

    document = runs.conclude(tmp_path)
    assert departures(document) == []
    assert [row["trouble"].splitlines()[1] for row in document["targets"]] == ["got       an interruption"] * 2
    assert exit_status(document) == 3


# --- concluding -------------------------------------------------------------------------------------------------------


@pytest.fixture
def begun(endpoint: str, tmp_path: Path) -> tuple[Path, runs.Plan]:
    return tmp_path, runs.begin(order(endpoint), tmp_path, CONTRACT)


WALK = {("mea", "decisions"): {"records": 104, "walked": "complete"}}


def test_a_finished_run_is_complete_in_all_its_forms(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun

    document = runs.finish(directory, plan, CONTRACT, [verdict(FIRST), verdict(SECOND)], WALK)

    assert departures(document) == []
    assert document["run"]["complete"]
    assert document["targets"][0]["entities"] == {"decisions": {"records": 104, "walked": "complete"}}
    assert document["targets"][0]["requests"] > 0
    assert runs.read_results(directory) == document
    assert {path.name for path in directory.iterdir()} == {
        runs.HEADER, runs.EVIDENCE, runs.STREAM, runs.RESULTS, runs.PAGE, runs.LOG,
    }  # fmt: skip


def test_what_nobody_judged_is_untested_with_the_reason(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun

    document = runs.finish(directory, plan, CONTRACT, [verdict(FIRST)], {}, missing=runs.CUT_SHORT)

    told = [(row["outcome"], row["reason"]) for row in document["verdicts"]]
    assert told == [("passed", ""), ("untested", "the run was cut short")]
    assert not document["run"]["complete"]


def test_what_no_test_asked_is_untested_without_the_run_being_cut_short(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun

    document = runs.finish(directory, plan, CONTRACT, [verdict(FIRST)], {})

    assert document["verdicts"][1]["reason"] == "no test of it was run"
    assert document["run"]["complete"]


def test_an_empty_service_is_not_conformant(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun
    nothing = {("mea", "decisions"): {"records": 0, "walked": "complete"}}
    judged = [verdict(FIRST), verdict(SECOND, "inapplicable", reason="the set has no records")]

    document = runs.finish(directory, plan, CONTRACT, judged, nothing)

    assert document["targets"][0]["trouble"].startswith("expected  records in decisions\ngot       none")
    assert (document["targets"][0]["outcome"], exit_status(document)) == ("cantTell", 3)


@pytest.mark.parametrize("row", [{"records": 1, "walked": "complete"}, {"records": 0, "walked": "undecodable"}])
def test_only_a_service_that_is_empty_throughout_is_called_so(
    begun: tuple[Path, runs.Plan], row: dict[str, object]
) -> None:
    directory, plan = begun
    judged = [verdict(FIRST), verdict(SECOND, "inapplicable", reason="the set has no records")]

    document = runs.finish(directory, plan, CONTRACT, judged, {("mea", "decisions"): row})

    assert document["targets"][0]["trouble"] == ""


def test_a_service_that_stopped_us_is_trouble(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun
    evidence = Evidence(directory / runs.EVIDENCE)
    evidence.halt("mea", "status 429, the service asks not to be asked")
    evidence.close()

    document = runs.finish(directory, plan, CONTRACT, [verdict(FIRST), verdict(SECOND)], WALK)

    assert "got       status 429" in document["targets"][0]["trouble"]
    assert exit_status(document) == 3


def test_a_run_that_broke_off_is_concluded_from_its_stream(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun
    stream = runs.Stream(directory, plan, CONTRACT)
    stream.add(verdict(SECOND, "failed", findings=(finding(exchange="unknown"),)))
    stream.close()

    document = runs.conclude(directory)

    assert departures(document) == []
    assert not document["run"]["complete"]
    assert [(row["requirement"], row["outcome"]) for row in document["verdicts"]] == [
        (FIRST, "untested"),
        (SECOND, "failed"),
    ]
    assert document["findings"][0]["record"] == "8fc906c1"
    assert runs.conclude(directory) == document


def test_verdicts_travel_between_processes() -> None:
    judged = verdict(SECOND, "failed", findings=(finding(), finding(record=None)), root="", reason="é")

    assert runs.verdict_from_json(runs.verdict_as_json(judged)) == judged


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "got"),
    [
        (None, "", "neither results.json nor results.ndjson"),
        ("results.json", "{", "a results.json that is damaged"),
        ("results.json", "[]", "a results.json of the form None"),
        ("results.json", '{"schema": "other/1"}', "a results.json of the form 'other/1'"),
        ("results.ndjson", '{"kind":"header"}', "a results.ndjson that is damaged"),
    ],
)
def test_what_is_no_run_is_told(tmp_path: Path, name: str | None, text: str, got: str) -> None:
    if name:
        (tmp_path / name).write_text(text, "utf-8")

    with pytest.raises(RunDirectoryError) as raised:
        runs.read_results(tmp_path)

    assert raised.value.got.startswith(got)


def test_a_results_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "results.json").mkdir()

    with pytest.raises(RunDirectoryError, match="Is a directory"):
        runs.read_results(tmp_path)


@pytest.mark.parametrize(
    ("text", "got"),
    [
        (None, "no run.json"),
        ("{", "a run.json that is damaged"),
        ("[]", "a run.json of the form None"),
        ('{"form": "apitest-run/0"}', "a run.json of the form 'apitest-run/0'"),
        ('{"form": "apitest-run/1"}', "a run.json that is damaged (KeyError('id'))"),
    ],
)
def test_a_header_that_is_none_is_told(tmp_path: Path, text: str | None, got: str) -> None:
    if text is not None:
        (tmp_path / "run.json").write_text(text, "utf-8")

    with pytest.raises(RunDirectoryError) as raised:
        runs.read_plan(tmp_path)

    assert raised.value.got.startswith(got)


def test_a_secret_is_nowhere_in_the_directory(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_TOKEN", "s3cr3t-t0k3n")
    secret = target(url=endpoint, dialect="auto", credentials=Credentials(type="bearer", token_env="MEA_TOKEN"))

    plan = runs.begin(order(endpoint, targets=(secret,)), tmp_path, CONTRACT)
    runs.finish(tmp_path, plan, CONTRACT, [verdict(FIRST), verdict(SECOND)], {})

    assert [path.name for path in tmp_path.iterdir() if b"s3cr3t-t0k3n" in path.read_bytes()] == []


# --- planning ---------------------------------------------------------------------------------------------------------


def test_what_is_asked_is_in_catalogue_order_and_bound() -> None:
    chosen = order("http://mea.example", requirements=(), classes=("paging",))

    names = [item.id for item in runs.wanted(chosen, CONTRACT)]

    assert names == [name for name in CONTRACT.requirements if name.startswith("paging/")]


def test_a_requirement_of_the_whole_service_is_judged_once() -> None:
    whole = replace(CONTRACT.requirements[FIRST], entities=())
    two = target(entities=("decisions", "meetings"))

    assert runs.sets_of(whole, two) == ("",)
    assert runs.sets_of(CONTRACT.requirements[FIRST], two) == ("decisions", "meetings")


@pytest.mark.parametrize(
    ("platform", "said"), [("linux", ["--apitest-copies=2"]), ("darwin", ["-p", "xdist", "-n", "2"])]
)
def test_the_suites_run_alone_or_with_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, said: list[str]
) -> None:
    monkeypatch.setattr("sys.platform", platform)

    alone, many = runs.suite_command(tmp_path, 0), runs.suite_command(tmp_path, 2)

    assert many == [*alone, *said]
    assert f"--apitest-run={tmp_path}" in alone


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "results.json"

    planning.write_whole(path, b"{}")

    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("results.json", b"{}")]


def test_run_json_says_what_was_ordered_and_with_what(begun: tuple[Path, runs.Plan]) -> None:
    directory, plan = begun

    about = json.loads((directory / runs.HEADER).read_text("utf-8"))

    assert (about["form"], about["id"]) == ("apitest-run/1", plan.id)
    assert about["digests"]["contracts"] == load_contract().digest
    assert about["order"]["targets"][0]["dialect"] == "mea-json"


def test_the_suites_bring_their_settings_wherever_the_run_lies(tmp_path: Path) -> None:
    command = runs.suite_command(tmp_path, workers=2)

    assert command[command.index("-c") + 1].endswith("suites/pytest.toml")
    assert f"--apitest-run={tmp_path}" in command
