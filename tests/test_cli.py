"""The commands as they are typed: help, exit statuses, what goes to which stream."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from apitest import __version__
from apitest.cli import main
from apitest.commands import executing, proving, running, telling
from apitest.commands.executing import Interrupted
from apitest.errors import BudgetSpent, ConfigurationError
from serving import NOTHING, answering, reference


def commands(group: click.Group = main, *words: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *words, name)


EVERY = dict(commands())


def typed(*words: str) -> Result:
    """Type a command in this process."""
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    result = typed(*words, "--help")

    assert result.exit_code == 0
    assert re.search(rf"^  apitest {words[0]}\b", result.output, re.MULTILINE)
    assert typed(*words, "-h").output == result.output


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_option_says_what_it_does(words: tuple[str, ...]) -> None:
    options = [item for item in EVERY[words].params if isinstance(item, click.Option)]

    assert [option.name for option in options if not option.help and not isinstance(option.type, click.Choice)] == []


@pytest.mark.parametrize("words", [words for words, command in EVERY.items() if not isinstance(command, click.Group)])
def test_every_command_can_be_quiet_and_verbose(words: tuple[str, ...]) -> None:
    names = {name for item in EVERY[words].params for name in item.opts}

    assert {"-q", "--quiet", "-v", "--verbose"} <= names


def test_the_program_says_its_version_and_its_commands() -> None:
    assert typed("--version").output == f"apitest, version {__version__}\n"
    assert all(name in typed("--help").output for name in main.commands)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("walk",), "No such command 'walk'"),
        (("run", "--deep"), "No such option"),
        (("run", "--depth", "deep"), "'deep' is not one of 'quick', 'standard', 'full'"),
        (("run", "--max-requests", "0"), "0 is not in the range"),
        (("check",), "Missing argument 'URL|NAME'"),
        (("report",), "Missing argument 'RUN...'"),
        (("run", "-n", "few"), "expected  a number of workers, or auto"),
        (("run", "--rate", "fast"), "expected  requests a second, such as 2/s"),
        (("run", "--rate", "-1/s"), "got       '-1/s'"),
        (("run", "--dialect", "olingo"), "fix       Did you mean 'olingo2'"),
        (("run", "--entity", "decision"), "fix       Did you mean 'decisions'?"),
        (("run", "--class", "pagin"), "fix       Did you mean 'paging'?"),
        (("run", "--requirement", "paging/walk-end"), "fix       Did you mean 'paging/walk-ends'"),
        (("run", "basel", "--url", "http://a.example"), "expected  either names of configured targets or --url"),
        (("run", "basel"), "fix       Give its path with --config, or one target with --url."),
        (("run", "--config", "none.toml"), "where     none.toml"),
        (("check", "ftp://a.example"), "expected  an absolute http or https address without credentials"),
        (("explain", "paging/walk-end"), "fix       Did you mean 'paging/walk-ends'"),
        (("contracts", "show", "decision"), "fix       Did you mean 'decisions'"),
        (("report", "none", "--format", "htm"), "fix       Did you mean 'html'?"),
        (("report", "none", "--format", "html"), "got       neither results.json nor results.ndjson"),
        (("report", "a", "b", "--format", "html", "-o", "c"), "got       2 runs"),
        (("serve", "--fault", "walk-loop"), "fix       Did you mean 'walk-loops'"),
        (("prove", "--fault", "walk-loop"), "where     --fault"),
        (("prove", "--dialect", "olingo"), "where     --dialect"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_word_is_a_usage_error_on_stderr(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = typed(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


# --- what goes wrong with us ------------------------------------------------------------------------------------------


def raising(error: BaseException) -> object:
    def fail(*_arguments: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (
            ConfigurationError(expected="a", got="b", where="c", fix="d"),
            2,
            "expected  a\ngot       b\nwhere     c\nfix       d",
        ),
        (BudgetSpent(expected="a", got="b"), 3, "expected  a\ngot       b"),
        (ValueError("odd"), 4, "A fault of apitest: ValueError: odd\nRun again with -v and report what it says."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (Interrupted(Path("runs/a")), 130, "Interrupted. What is known so far: runs/a"),
        (BrokenPipeError(), 0, ""),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_trouble_has_its_status(
    error: BaseException, status: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "explain", raising(error))

    result = typed("explain", "paging/walk-ends")

    assert (result.exit_code, result.stdout, result.stderr.strip()) == (status, "", told)


def test_a_fault_of_ours_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "explain", raising(ValueError("odd")))

    result = typed("explain", "-v", "x")

    assert isinstance(result.exception, ValueError)


# --- telling ----------------------------------------------------------------------------------------------------------


def test_a_requirement_is_explained_with_all_that_its_reader_needs() -> None:
    text = typed("explain", "paging/no-duplicate-ids").output

    for label in ("source", "cost", "mend", "who", "right", "wrong", "about", "judged at"):
        assert re.search(rf"^  {label:<12} \S", text, re.MULTILINE), label
    assert text.startswith("paging/no-duplicate-ids  (MUST)\n\nNo record comes twice in one walk.")
    assert max(map(len, text.splitlines())) <= 100


def test_a_requirement_that_does_not_bind_everywhere_says_why() -> None:
    assert re.search(r"^  needs        \S", typed("explain", "paging/pages-full").output, re.MULTILINE)


def test_everything_that_ships_is_listed_and_can_be_shown() -> None:
    listed = typed("contracts", "list").output

    assert [title in listed for title in ("Contracts", "Requirements", "Vocabularies", "OpenAPI documents")] == [
        True
    ] * 4
    assert "paging/walk-ends" in listed
    assert json.loads(typed("contracts", "show", "decisions").output)["type"] == "object"
    assert json.loads(typed("contracts", "show", "treaties").output)["name"] == "treaties"
    assert json.loads(typed("contracts", "show", "olingo2").output)["openapi"].startswith("3.")
    assert typed("contracts", "show", "paging/walk-ends").output == typed("explain", "paging/walk-ends").output


# --- serving and proving ----------------------------------------------------------------------------------------------


def test_faults_are_listed_with_what_they_break() -> None:
    lines = typed("serve", "--list-faults").output.splitlines()

    assert re.fullmatch(r"walk-loops +paging/walk-ends +\S.*", next(line for line in lines if "walk-loops" in line))


@pytest.mark.parametrize("quiet", [True, False])
def test_serving_says_where_and_how_it_lies(quiet: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    served = []
    monkeypatch.setattr(proving, "serve", lambda service, port: served.append((service, port)))

    result = typed("serve", "--records", "7", "--fault", "walk-loops", "--latency", "5", "--port", "0", *["-q"] * quiet)

    ((service, port),) = served
    assert (result.exit_code, result.stdout) == (0, "")
    assert service.store.count(service.contract.entities["decisions"]) == 7
    assert (f"http://127.0.0.1:{port}/mea-json" in result.stderr) is not quiet
    assert ("lying: " in result.stderr) is not quiet


def test_the_proof_of_one_fault_is_a_matrix_or_data() -> None:
    text = typed("prove", "--fault", "count-too-large", "--dialect", "mea-json")
    data = typed("prove", "--fault", "count-too-large", "--dialect", "mea-json", "--format", "json")

    assert (text.exit_code, data.exit_code) == (0, 0)
    assert text.stdout.splitlines()[-1] == "no hole, no false alarm"
    assert json.loads(data.stdout)["holes"] == []


def test_a_hole_in_the_proof_is_exit_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    class Leaky:
        holes = ("a hole",)
        false_alarms = ()

        def as_text(self) -> str:
            return "a hole\n"

    monkeypatch.setattr(proving, "prove", lambda *_arguments, **_options: Leaky())

    assert typed("prove").exit_code == 1


# --- running ----------------------------------------------------------------------------------------------------------

NARROW = ("--class", "paging", "--entity", "meetings", "-n", "0")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


def test_a_run_prints_its_verdict_and_keeps_its_directory(endpoint: str, tmp_path: Path) -> None:
    result = typed("run", "--url", endpoint, *NARROW, "--output", str(tmp_path / "run"))

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("✓ Conformant")
    assert f"Report    {tmp_path / 'run' / 'report.html'}" in result.stdout
    assert result.stderr == ""
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "run.json", "results.json", "results.ndjson", "evidence.sqlite", "report.html", "pytest.log",
        ".lock", ".suites.lock",
    }  # fmt: skip


def test_without_an_output_a_run_goes_below_the_working_directory(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = typed("run", "--url", endpoint, *NARROW, "-q")

    (directory,) = (tmp_path / "apitest-runs").iterdir()
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"\d{8}T\d{6}Z-127-0-0-1-\d+", directory.name)


def test_options_are_kept_with_the_run_but_for_those_that_cannot_change_it(endpoint: str, tmp_path: Path) -> None:
    options = [
        "--depth", "quick", "--seed", "7", "--fail-on", "should", "--rate", "1000/s", "--connections", "2",
        "--max-requests", "90", "--dialect", "mea-json", "--entity", "meetings", "--class", "paging",
        "--requirement", "paging/walk-ends",
    ]  # fmt: skip

    result = typed("run", "--url", endpoint, *options, "-n", "0", "-q", "--output", str(tmp_path / "run"))

    about = json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))["run"]
    command = about["command"]
    pairs = dict(zip(command[2::2], command[3::2], strict=True))
    assert result.exit_code == 0, result.output
    assert pairs == {"--url": endpoint, **dict(zip(options[::2], options[1::2], strict=True))}
    assert (about["seed"], about["depth"]) == (7, "quick")


def test_configured_targets_are_run_and_can_be_chosen(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "apitest.toml").write_text(
        f'[targets.one]\nurl = "{endpoint}"\nrate = "1000/s"\n[targets.two]\nurl = "http://127.0.0.1:9"\n', "utf-8"
    )

    one = typed("run", "one", *NARROW, "--output", "a")
    both = typed("run", *NARROW, "--output", "b")

    assert one.exit_code == 0, one.output
    assert both.exit_code == 3
    assert [line[0] for line in both.stdout.splitlines() if re.match(r"[✓?✗–] \S+ ?\S*:", line)] == ["✓", "?"]


def test_a_check_answers_and_leaves_nothing(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = typed("check", endpoint, "--class", "paging", "--entity", "meetings")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("✓ Conformant")
    assert "Report" not in result.stdout
    assert [*tmp_path.iterdir()] == []


def test_a_check_keeps_its_directory_when_asked(endpoint: str, tmp_path: Path) -> None:
    result = typed("check", endpoint, "--class", "paging", "--entity", "meetings", "--output", str(tmp_path / "run"))

    about = json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))["run"]
    assert "Report" in result.stdout
    assert about["command"][:3] == ["apitest", "check", endpoint]
    assert about["depth"] == "quick"


def test_a_budget_that_is_spent_is_no_verdict_and_never_exceeded(endpoint: str, tmp_path: Path) -> None:
    result = typed("run", "--url", endpoint, *NARROW, "--max-requests", "3", "--output", str(tmp_path / "run"))

    document = json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))
    assert result.exit_code == 3
    assert document["targets"][0]["requests"] <= 3
    assert "budget" in (tmp_path / "run" / "results.json").read_text("utf-8")


def test_what_is_not_conformant_is_exit_status_1(tmp_path: Path) -> None:
    with reference("count-too-large") as url:
        words = ("run", "--url", url, "--class", "paging", "--entity", "decisions", "-n", "0", "--output")
        must, never = typed(*words, str(tmp_path / "a")), typed(*words, str(tmp_path / "b"), "--fail-on", "never")

    assert (must.exit_code, never.exit_code) == (1, 0)
    assert must.stdout.startswith("✗ Not conformant")


@pytest.mark.parametrize(
    ("body", "url", "told"),
    [(b"<html>Welcome</html>", "/svc", "got  "), (b"", "/svc", "expected  a service that speaks")],
)
def test_a_wrong_path_could_not_be_assessed(body: bytes, url: str, told: str, tmp_path: Path) -> None:
    with answering(body) as origin:
        result = typed("run", "--url", f"{origin}{url}", "-n", "0", "--output", str(tmp_path / "run"))

    assert result.exit_code == 3
    assert result.stdout.startswith("? Not assessed: nothing could be judged")
    for part in ("expected  ", "got       ", "where     ", "fix       ", told):
        assert part in result.stdout
    assert typed("report", str(tmp_path / "run"), "--format", "html").exit_code == 0


def test_a_host_that_is_not_there_could_not_be_assessed(tmp_path: Path) -> None:
    result = typed("run", "--url", "http://127.0.0.1:9/svc", "-n", "0", "--output", str(tmp_path / "run"))

    assert result.exit_code == 3
    assert "got       no connection" in result.stdout
    assert typed("report", str(tmp_path / "run"), "--format", "junit").exit_code == 0


def test_a_dialect_that_the_service_does_not_speak_could_not_be_assessed(endpoint: str, tmp_path: Path) -> None:
    result = typed("run", "--url", endpoint, "--dialect", "olingo2", "-n", "0", "--output", str(tmp_path / "run"))

    assert result.exit_code == 3
    assert "expected  a service that speaks olingo2" in result.stdout
    assert "--dialect" in result.stdout


def test_an_empty_feed_could_not_be_assessed(tmp_path: Path) -> None:
    with reference(counts=NOTHING) as url:
        result = typed("run", "--url", url, "--class", "text", "-n", "0", "--output", str(tmp_path / "run"))

    assert result.exit_code == 3
    assert "got       none" in result.stdout
    assert "or publish records first" in result.stdout


def test_an_output_below_a_file_is_a_usage_error(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    result = typed("run", "--url", endpoint, "--output", str(tmp_path / "file" / "run"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "got       Not a directory" in result.stderr


def test_suites_that_break_down_are_a_fault_of_ours(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        executing, "suite_command", lambda *_arguments: [sys.executable, "-c", "import sys; print('why'); sys.exit(7)"]
    )

    result = typed("run", "--url", endpoint, *NARROW, "--output", str(tmp_path / "run"))

    assert result.exit_code == 4
    assert "got       a child process that ended with status 7" in result.stderr
    assert (tmp_path / "run" / "pytest.log").read_text("utf-8") == "why\n"
    assert json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))["run"]["complete"] is False


def test_without_target_and_configuration_the_reference_endpoint_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = typed("run", "--dialect", "mea-json", *NARROW, "--output", "run")

    assert result.exit_code == 0, result.output
    assert "reference endpoint (mea-json)" in result.stdout


@pytest.mark.parametrize(
    ("ids", "label"), [(["basel"], "basel"), (["a", "b"], "several"), (["reference-x"], "reference")]
)
def test_a_run_directory_is_named_after_its_targets(ids: list[str], label: str) -> None:
    from making import target

    assert running._label(tuple(target(id=name) for name in ids)) == label


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("0", 0), ("auto", min(os.cpu_count() or 1, 8))])
def test_workers_are_a_number_or_as_many_as_there_are_processors(text: str, number: int) -> None:
    assert running.workers_of(text) == number


# --- reports ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recorded(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("recorded") / "run"
    typed("run", "--url", endpoint, *NARROW, "-q", "--output", str(directory))
    return directory


@pytest.mark.parametrize("form", ["html", "text", "markdown", "json", "ndjson", "junit"])
def test_a_run_can_be_rendered_again(recorded: Path, tmp_path: Path, form: str) -> None:
    shown = typed("report", str(recorded), "--format", form)
    written = typed("report", str(recorded), "--format", form, "-o", str(tmp_path / "report"))

    assert (shown.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (tmp_path / "report").read_bytes() == shown.stdout_bytes != b""


def test_several_runs_are_rendered_one_after_the_other(recorded: Path) -> None:
    one, two = (
        typed("report", str(recorded), "--format", "text"),
        typed("report", *[str(recorded)] * 2, "--format", "text"),
    )

    assert two.stdout == one.stdout * 2


def test_a_report_that_cannot_be_written_is_told(recorded: Path, tmp_path: Path) -> None:
    result = typed("report", str(recorded), "--format", "json", "-o", str(tmp_path))

    assert (result.exit_code, "expected  a file that can be written" in result.stderr) == (2, True)


def test_a_stream_without_its_footer_is_reported_as_cut_short(recorded: Path, tmp_path: Path) -> None:
    lines = (recorded / "results.ndjson").read_text("ascii").splitlines(keepends=True)
    (tmp_path / "results.ndjson").write_text("".join(lines[:-1]), "ascii")

    result = typed("report", str(tmp_path), "--format", "text")

    assert result.exit_code == 0
    assert "The run was cut short" in result.stdout


# --- as a program -----------------------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    heavy = "{'pytest', 'httpx', 'jsonschema', 'hypothesis', 'schemathesis', 'rich', 'jinja2', 'orjson'}"
    code = f"""
import sys
from apitest.cli import main
main(['--help'], standalone_mode=False)
print(sorted({heavy} & set(sys.modules)), file=sys.stderr)
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == "[]\n"


def test_the_program_can_be_started_as_a_module_of_the_interpreter() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from apitest.cli import main; main()", "--version"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.endswith(f"{__version__}\n")
