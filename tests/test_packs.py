"""What others add: an example pack and an example dialect, installed beside apitest in a process of its own."""

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apitest import packs
from apitest.contracts import load_contract
from apitest.errors import ConfigurationError
from serving import reference

PACKS = Path(__file__).parent / "packs"
NAME = "nordic/title-without-exclamation-mark"


def apitest(*words: str, folder: Path, packs: Path | None = PACKS) -> subprocess.CompletedProcess[str]:
    """The command, in an installation that has the example pack, or has not."""
    paths = [os.environ.get("PYTHONPATH", ""), *([str(packs)] if packs else [])]
    return subprocess.run(
        [sys.executable, "-c", "from apitest.cli import main; main(prog_name='apitest')", *words],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with reference() as url:
        yield url


def test_a_pack_is_judged_with_the_rest_and_named_in_the_results(endpoint: str, tmp_path: Path) -> None:
    done = apitest(
        "run",
        "--url",
        endpoint,
        "--class",
        "nordic",
        "--entity",
        "decisions",
        "-n",
        "0",
        "--output",
        "run",
        folder=tmp_path,
    )

    document = json.loads((tmp_path / "run" / "results.json").read_text("utf-8"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert document["run"]["contracts"]["nordic"] == "1.2"
    assert [(row["requirement"], row["outcome"], row["examined"]) for row in document["verdicts"]] == [
        (NAME, "passed", 104)
    ]
    assert document["targets"][0]["classes"] == {"nordic": "passed"}
    assert "nordic 1.2" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_a_pack_is_proved_like_the_rest(tmp_path: Path) -> None:
    done = apitest(
        "prove", "--fault", "nordic-title-exclaims", "--dialect", "mea-json", "--format", "json", folder=tmp_path
    )

    proof = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (proof["holes"], proof["false_alarms" if "false_alarms" in proof else "false-alarms"]) == ([], [])


def test_a_requirement_of_a_pack_is_explained_and_listed(tmp_path: Path) -> None:
    explained = apitest("explain", NAME, folder=tmp_path)
    listed = apitest("contracts", "list", folder=tmp_path)
    absent = apitest("explain", NAME, folder=tmp_path, packs=None)

    assert "Nordic profile 1.2" in explained.stdout
    assert NAME in listed.stdout
    assert "nordic/1.2" in listed.stdout
    assert absent.returncode == 2


def test_what_a_pack_lacks_is_told(tmp_path: Path) -> None:
    whole = apitest("contracts", "lint", folder=tmp_path)
    shutil.copytree(PACKS, tmp_path / "packs")
    shutil.rmtree(tmp_path / "packs" / "nordic_pack" / "suites")
    (tmp_path / "packs" / "nordic_pack" / "checks.py").unlink()

    lacking = apitest("contracts", "lint", folder=tmp_path, packs=tmp_path / "packs")

    assert whole.returncode == 0, whole.stdout
    assert lacking.returncode == 1
    assert f"nordic_pack, {NAME}: expected a check in checks.py, got none." in lacking.stdout
    assert f"nordic_pack, {NAME}: expected a test in suites/, got none." in lacking.stdout


def test_a_dialect_of_others_is_spoken_and_can_be_configured(endpoint: str, tmp_path: Path) -> None:
    (tmp_path / "apitest.toml").write_text(
        f'[targets.register]\nurl = "{endpoint}"\ndialect = "nordic-json"\nrate = "1000/s"\n', "utf-8"
    )
    words = ("run", "register", "--requirement", "paging/walk-ends", "--entity", "meetings", "-n", "0", "--output")

    known = apitest(*words, "a", folder=tmp_path)
    unknown = apitest(*words, "b", folder=tmp_path, packs=None)

    document = json.loads((tmp_path / "a" / "results.json").read_text("utf-8"))
    assert known.returncode == 0, known.stdout + known.stderr
    assert document["targets"][0]["dialect"] == "nordic-json"
    assert (unknown.returncode, "apitest.toml, line 3" in unknown.stderr) == (2, True)


def test_without_packs_nothing_differs() -> None:
    assert packs.packs() == ()
    assert packs.dialect_names() == ()
    assert load_contract().versions == {"informea": "1.5", "national-reports": "1.0", "projects": "1.0"}


# --- what cannot be used ----------------------------------------------------------------------------------------------


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of packages as pip would lay them, searched by this process while the test lasts."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for known in (packs._all, packs.packs, packs.dialect_names, load_contract):
        known.cache_clear()


def install(folder: Path, entries: str, **files: str) -> None:
    for known in (packs._all, packs.packs, packs.dialect_names, load_contract):
        known.cache_clear()
    about = folder / "odd-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.4\nName: odd\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(entries, "utf-8")
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


TABLE = (PACKS / "nordic_pack" / "requirements" / "nordic.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("entries", "files", "told"),
    [
        ("[apitest.packs]\nodd = nowhere_at_all\n", {}, "a Python package"),
        ("[apitest.packs]\nOdd! = odd_pack\n", {"odd_pack__.keep": ""}, "lower case letters"),
        ("[apitest.packs]\npaging = odd_pack\n", {"odd_pack__.keep": ""}, "a pack with a name of its own"),
        ("[apitest.packs]\nodd = odd_pack\n", {"odd_pack__requirements__a.toml": TABLE}, "ids that begin with 'odd/'"),
    ],
)
def test_a_pack_that_cannot_be_used_is_told(entries: str, files: dict[str, str], told: str, installed: Path) -> None:
    install(installed, entries, **files)

    with pytest.raises(ConfigurationError) as error:
        load_contract()

    assert told in error.value.expected


@pytest.mark.parametrize(
    ("text", "told"),
    [("raise ValueError('odd')", "a module that can be imported"), ("NAME = 'odd'", "a module that is a dialect")],
)
def test_a_dialect_that_is_none_is_told(text: str, told: str, installed: Path) -> None:
    module = f"odd_dialect_{abs(hash(text))}"
    install(installed, f"[apitest.dialects]\nodd = {module}\n", **{f"{module}.py": text})

    with pytest.raises(ConfigurationError) as error:
        packs.dialects(("NAME", "TITLE"))

    assert told in error.value.expected
    assert "Repair or uninstall" in error.value.fix


def test_what_stands_on_two_paths_is_found_once(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(installed, "[apitest.packs]\nodd = odd_pack\n", **{"odd_pack__.keep": ""})
    monkeypatch.setattr(
        importlib.metadata, "distributions", lambda known=importlib.metadata.distributions: [*known()] * 2
    )

    assert [(pack.name, pack.version) for pack in packs.packs()] == [("odd", "1.0")]
