"""apitest in other programs: three functions, and the pytest plugin in somebody's own suite."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import apitest
from serving import reference


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


# --- functions --------------------------------------------------------------------------------------------------------


def test_a_check_is_a_results_document_and_prints_nothing(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    results = apitest.check(endpoint, classes=["paging"], entities=["meetings"])

    assert results["run"]["outcome"] == "passed"
    assert {row["entity"] for row in results["verdicts"]} == {"meetings"}
    assert results["run"]["depth"] == "quick"
    assert capfd.readouterr() == ("", "")
    assert [*tmp_path.iterdir()] == []


def test_an_address_that_nobody_answers_at_is_a_result(tmp_path: Path) -> None:
    results = apitest.check("http://127.0.0.1:9", output=tmp_path / "run")

    assert results["run"]["outcome"] == "cantTell"
    assert "no connection" in results["targets"][0]["trouble"]
    assert json.loads((tmp_path / "run" / "results.json").read_text("utf-8")) == results


def test_configured_targets_are_run_and_reported(endpoint: str, tmp_path: Path) -> None:
    config = tmp_path / "apitest.toml"
    config.write_text(
        f'[targets.one]\nurl = "{endpoint}"\nrate = "1000/s"\n[targets.two]\nurl = "{endpoint}"\n', "utf-8"
    )

    results = apitest.run("one", config=config, output=tmp_path / "run", classes=["paging"], entities=["meetings"])

    assert [row["id"] for row in results["targets"]] == ["one"]
    assert apitest.report(results, "markdown").startswith(b"#")
    assert apitest.report(results, "markdown", language="fr") != apitest.report(results, "markdown")
    assert (tmp_path / "run" / "report.html").exists()


@pytest.mark.parametrize(
    "use",
    [
        lambda: apitest.check("ftp://a.example"),
        lambda: apitest.check("http://127.0.0.1:9", entities=["decision"]),
        lambda: apitest.run(config="none.toml", output="none"),
        lambda: apitest.report(apitest.check("http://127.0.0.1:9"), "htm"),
    ],
    ids=["address", "entity", "configuration", "form"],
)
def test_what_cannot_be_used_is_an_error_with_its_status(use: object) -> None:
    with pytest.raises(apitest.ApitestError) as error:
        use()  # type: ignore[operator]

    assert error.value.exit_status == 2


def test_a_depth_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(apitest.ApitestError, match="'full'"):
        apitest.run(config="none.toml", output=tmp_path, depth="ful")


def test_importing_costs_nothing() -> None:
    code = "import sys, apitest; print(sorted(name for name in sys.modules if name.startswith('apitest')))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['apitest', 'apitest.errors', 'apitest.results']"


# --- somebody's own suite ---------------------------------------------------------------------------------------------

OWN = """
import pytest

@pytest.mark.requirement("paging/walk-ends")
def test_our_walks_end(judged):
    judged.conforms()

def test_something_of_ours():
    assert 1 + 1 == 2
"""


def own_suite(folder: Path, *options: str, text: str = OWN) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text('pytest_plugins = ["apitest.plugin"]\n', "utf-8")
    (folder / "test_own.py").write_text(text, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:xdist", "-p", "no:cacheprovider", *options],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_somebodys_own_suite_judges_a_target(endpoint: str, tmp_path: Path) -> None:
    done = own_suite(tmp_path, "--target", endpoint, "--entity", "meetings")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    assert "✓ Conformant" in done.stdout


def test_a_failure_of_somebodys_own_is_not_covered_up(endpoint: str, tmp_path: Path) -> None:
    text = OWN.replace("1 + 1 == 2", "1 + 1 == 3")

    done = own_suite(tmp_path, "--target", endpoint, "--entity", "meetings", text=text)

    assert done.returncode == 1, done.stdout


def test_without_a_target_only_somebodys_own_tests_run(tmp_path: Path) -> None:
    done = own_suite(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed, 1 skipped" in done.stdout
    assert "give its service root with --target" in done.stdout
    assert not (tmp_path / "apitest-runs").exists()


def test_the_plugin_is_there_only_for_those_who_ask_for_it() -> None:
    """An entry point would load it into every run of pytest, with options that other plugins may want too."""
    import importlib.metadata

    known = importlib.metadata.entry_points(group="pytest11")

    assert [entry.value for entry in known if entry.value.startswith("apitest")] == []
