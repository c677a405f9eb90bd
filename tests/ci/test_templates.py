"""
Jobs for CI services: their form by the services' own schemas, and the commands in them run as they stand.

The services are not here, so the test is the service: it gives the variables that a job may expect, and runs each script
with bash against the reference endpoint. Only pip is played, and a run is narrowed to one class to be quick.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema
from click.testing import CliRunner
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from apitest import __version__
from apitest.cli import main
from apitest.commands.pipelines import PLACES, pipeline
from serving import reference

ROOT = Path(__file__).parent.parent.parent
TARGETS = ["good", "bad"]


def of_yaml(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


# --- form -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("vendor.github-workflows", pipeline("github", TARGETS, 2)),
        ("vendor.gitlab-ci", pipeline("gitlab", TARGETS, 2)),
        ("vendor.github-actions", (ROOT / "action.yml").read_text("utf-8")),
    ],
    ids=["workflow", "gitlab", "action"],
)
def test_a_job_has_the_form_that_its_service_publishes(schema: str, text: str) -> None:
    rules = get_builtin_schema(schema)

    errors = [error.message for error in validator_for(rules)(rules).iter_errors(of_yaml(text))]

    assert errors == []


def test_the_schemas_find_what_is_wrong() -> None:
    for schema, text in (
        ("vendor.github-workflows", pipeline("github", TARGETS).replace("runs-on", "runs-at")),
        ("vendor.gitlab-ci", pipeline("gitlab", TARGETS).replace("when: always", "when: perhaps")),
        ("vendor.github-actions", (ROOT / "action.yml").read_text("utf-8").replace("using: composite", "using: magic")),
    ):
        rules = get_builtin_schema(schema)

        assert list(validator_for(rules)(rules).iter_errors(of_yaml(text))) != []


@pytest.mark.parametrize("kind", PLACES)
def test_a_job_names_each_target_and_part_and_leaves_no_mark(kind: str) -> None:
    text = pipeline(kind, TARGETS, 3)

    assert re.findall(r"@[A-Z_]+@", text) == []
    assert all(name in text for name in TARGETS)
    assert f"apitest=={__version__}" in text
    assert re.search(r"\[1, 2, 3\]|\[\"1\", \"2\", \"3\"\]|'1', '2', '3'", text)


def test_a_jenkinsfile_is_balanced() -> None:
    # No parser of Groovy is here; brackets outside of the scripts and texts are what most often breaks.
    text = re.sub(r"'''.*?'''|'[^'\n]*'|\"[^\"\n]*\"|//[^\n]*", "", pipeline("jenkins", TARGETS), flags=re.DOTALL)

    for opening, closing in ("{}", "()"):
        assert text.count(opening) == text.count(closing) > 0


def test_hooks_have_the_form_that_pre_commit_reads() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_a_hook_holds_the_contracts_to_their_rules() -> None:
    (hook,) = of_yaml((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    words = hook["entry"].split()

    result = CliRunner().invoke(main, words[1:])

    assert words[0] == "apitest"
    assert (result.exit_code, "no breaches" in result.output) == (0, True)
    assert re.match(hook["files"], "contracts/informea/1.5/contract.toml")


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PLACES)
def test_init_writes_a_job_of_the_configured_targets_and_overwrites_none(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = CliRunner().invoke(
        main, ["init", "--url", "http://127.0.0.1:9", "--name", "one", "--offline", "--ci", kind, "--parts", "2"]
    )
    second = CliRunner().invoke(main, ["init", "--ci", kind])

    assert first.exit_code == 0, first.output
    assert PLACES[kind].read_text("utf-8") == pipeline(kind, ["one"], 2)
    assert (second.exit_code, "a file that is there already" in second.output) == (2, True)


# --- the commands, as they stand --------------------------------------------------------------------------------------

PROGRAMS = {
    # pip is played: what it would install is here. Whatever else is asked of Python is Python's.
    "python": 'if [ "$1 $2" = "-m pip" ]; then echo "$@" >> "$PIP_LOG"; else exec "$REAL_PYTHON" "$@"; fi',
    "python3": 'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; else exec "$REAL_PYTHON" "$@"; fi',
    "apitest": """
if [ "$1" = run ]; then shift; set -- run --class paging -n 0 "$@"; fi
exec "$REAL_PYTHON" -c 'from apitest.cli import main; main(prog_name="apitest")' "$@"
""",
}


@pytest.fixture(scope="module")
def endpoints() -> Iterator[tuple[str, str]]:
    with reference() as good, reference("count-too-large") as bad:
        yield good, bad


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(endpoints: tuple[str, str], tmp_path: Path) -> Path:
    """A checkout with a configuration of two targets, one of which lies, and a remote to push to."""
    tables = zip(TARGETS, endpoints, ("meetings", "decisions"), strict=True)
    text = "".join(
        f'[targets.{name}]\nurl = "{url}"\nentities = ["{entity}"]\nrate = "1000/s"\n' for name, url, entity in tables
    )
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "apitest.toml").write_text(text, "utf-8")
    (folder / ".gitignore").write_text("parts\nruns\npublic\n.venv\n", "utf-8")
    for words in (
        ["init", "-q", "--bare", "-b", "main", str(tmp_path / "origin.git")],
        ["init", "-q", "-b", "main", "."],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-q", "-m", "Targets"],
        ["remote", "add", "origin", str(tmp_path / "origin.git")],
        ["push", "-q", "origin", "main"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Run:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, body in PROGRAMS.items():
        (programs / name).write_text(f"#!/bin/bash\n{body}\n", "utf-8")
        (programs / name).chmod(0o755)

    def script(text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        surroundings = {
            **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "REAL_PYTHON": sys.executable,
            "PIP_LOG": str(tmp_path / "pip.log"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "outputs"), "GITHUB_ACTION_PATH": str(ROOT), **variables,
        }  # fmt: skip
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", text],
            cwd=project, env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return script


def steps_of(job: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    return [(step["run"], step.get("env", {})) for step in job["steps"] if "run" in step]


def filled(variables: Mapping[str, str], **context: str) -> dict[str, str]:
    """Variables with GitHub's expressions filled in."""
    return {
        name: re.sub(
            r"\$\{\{ *([\w.-]+) *\}\}", lambda found: context[found[1].replace(".", "_").replace("-", "_")], value
        )
        for name, value in variables.items()
    }


def site_of(folder: Path) -> list[str]:
    shown = subprocess.run(
        ["git", "-C", str(folder.parent / "origin.git"), "ls-tree", "--name-only", "apitest-site"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return shown.stdout.splitlines()


def test_the_commands_of_the_workflow_judge_join_and_publish(project: Path, run: Run, tmp_path: Path) -> None:
    jobs = of_yaml(pipeline("github", ["bad"], 2))["jobs"]
    judged = [
        run(text, PARTS="2", **filled(variables, matrix_target="bad", matrix_part=part))
        for part in ("1", "2")
        for text, variables in steps_of(jobs["judge"])
    ]

    verdict = [run(text, **filled(variables, matrix_target="bad")) for text, variables in steps_of(jobs["verdict"])][-1]
    publish = steps_of(jobs["publish"])[-1][0]
    first = run(publish)
    subprocess.run(["git", "worktree", "remove", "--force", "public"], cwd=project, check=True)
    again = run(publish)

    assert [done.returncode for done in judged] == [0, 0, 0, 0], judged[-1].stderr
    assert (verdict.returncode, "::error" in verdict.stdout) == (1, True)
    assert "count" in (tmp_path / "summary.md").read_text("utf-8")
    assert f"apitest=={__version__}" in (tmp_path / "pip.log").read_text("utf-8")
    assert (project / "runs" / "bad" / "junit.xml").exists()
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "0 of 1 runs are new" in again.stdout
    assert {"index.html", "history.sqlite"} <= set(site_of(project))


def test_the_commands_of_the_gitlab_job_judge_join_and_publish(project: Path, run: Run) -> None:
    jobs = of_yaml(pipeline("gitlab", ["bad"]))
    (prepare,), (judge,), (verdict,), (publish,) = (
        jobs[".apitest"]["before_script"], jobs["judge"]["script"], jobs["verdict"]["script"], jobs["pages"]["script"],
    )  # fmt: skip
    origin = str(project.parent / "origin.git")

    statuses = [run(prepare).returncode, run(judge, PARTS="1", TARGET="bad", PART="1").returncode]
    statuses += [run(verdict, TARGET="bad").returncode, run(publish, APITEST_ORIGIN=origin).returncode]
    shutil.rmtree(project / "public")
    again = run(publish, APITEST_ORIGIN=origin)

    assert statuses == [0, 0, 1, 0]
    assert (project / "junit-bad.xml").exists()
    assert (again.returncode, "0 of 1 runs are new" in again.stdout) == (0, True)
    assert "index.html" in site_of(project)


def test_the_commands_of_the_jenkinsfile_judge_join_and_publish(project: Path, run: Run) -> None:
    judge, verdict = re.findall(r"sh '''(.*?)'''", pipeline("jenkins", TARGETS), flags=re.DOTALL)

    judged = run(judge, PARTS="1", TARGET="bad", PART="1")
    done = run(verdict, TARGETS="bad")

    assert (judged.returncode, done.returncode) == (0, 1), done.stdout + done.stderr
    assert (project / "runs" / "bad" / "junit.xml").exists()
    assert (project / "public" / "index.html").exists()


def test_the_commands_of_the_action_fail_only_on_what_is_new(project: Path, run: Run, tmp_path: Path) -> None:
    action = of_yaml((ROOT / "action.yml").read_text("utf-8"))
    inputs = {f"inputs_{name.replace('-', '_')}": row["default"] for name, row in action["inputs"].items()}
    (install, with_install), (judge, with_judge), (verdict, with_verdict) = steps_of(action["runs"])

    run(install, **filled(with_install, **inputs))
    first = run(judge, **filled(with_judge, **inputs | {"inputs_targets": "bad", "inputs_output": "before"}))
    accepted = run("apitest baseline update before -o baseline.toml")
    again = run(judge, **filled(with_judge, **inputs | {"inputs_targets": "bad"}))

    assert str(ROOT) in (tmp_path / "pip.log").read_text("utf-8")
    assert [done.returncode for done in (first, accepted, again)] == [0, 0, 0], again.stderr
    assert (tmp_path / "outputs").read_text("utf-8") == "status=1\nstatus=0\n"
    assert ["::error" in done.stdout for done in (first, again)] == [True, False]
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("#")
    assert (project / "apitest-run" / "results.sarif").exists()
    for status in ("0", "1", "3"):
        assert run(verdict, **filled(with_verdict, steps_judge_outputs_status=status)).returncode == int(status)


def test_what_the_action_is_given_is_never_part_of_a_script() -> None:
    """GitHub pastes expressions into a script before bash reads it: a target's name could be a command."""
    action = of_yaml((ROOT / "action.yml").read_text("utf-8"))
    workflow = of_yaml(pipeline("github", TARGETS))
    scripts = [text for text, _ in steps_of(action["runs"])]
    scripts += [text for job in workflow["jobs"].values() for text, _ in steps_of(job)]

    assert [text for text in scripts if "${{" in text] == []


# --- container --------------------------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    split = [line.partition(" ") for line in lines if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in split]


def test_the_container_is_built_of_what_is_here_and_runs_as_nobody_special() -> None:
    known = instructions()
    copied = [words.split()[:-1] for name, words in known if name == "COPY"]
    names = [name for name, _ in known]

    assert set(names) <= {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "USER", "STOPSIGNAL", "ENTRYPOINT", "CMD"}
    assert all((ROOT / word).exists() for words in copied for word in words)
    assert dict(known)["ENTRYPOINT"] == '["apitest"]'
    assert dict(known)["USER"] == "apitest"
    assert dict(known)["STOPSIGNAL"] == "SIGINT"
    assert names.index("USER") > names.index("RUN")


def test_what_the_container_copies_is_what_the_wheel_is_made_of() -> None:
    import tomllib

    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = about["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        about["project"]["readme"],
        *about["project"]["license-files"],
        *wheel["force-include"],
        "src",
    }

    assert {word for name, words in instructions() if name == "COPY" for word in words.split()[:-1]} == needed


def test_the_commands_of_the_container_are_commands(run: Run, tmp_path: Path) -> None:
    commands = [re.sub(r"--mount=\S+ *", "", words) for name, words in instructions() if name == "RUN"]
    made = [command for command in commands if command.startswith("python")]

    assert [run(command).returncode for command in made] == [0, 0]
    assert (tmp_path / "pip.log").read_text("utf-8").splitlines() == [
        command.removeprefix("python ") for command in made
    ]
    assert all(run(f"bash -n -c '{command}'").returncode == 0 for command in commands)
