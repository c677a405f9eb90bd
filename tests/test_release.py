"""The lock, the oldest dependencies and pyproject.toml say the same; nothing in them names a host."""

import re
import tomllib
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
LOCK = (ROOT / "requirements" / "dev.lock").read_text("utf-8")
LOWEST = (ROOT / "requirements" / "lowest.txt").read_text("utf-8")
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\\n]+)", re.MULTILINE)


def wanted(*extras: str) -> Iterator[Requirement]:
    """What is asked for, as pyproject.toml has it."""
    for line in PROJECT["dependencies"]:
        yield Requirement(line)
    for extra in extras:
        for line in PROJECT["optional-dependencies"][extra]:
            one = Requirement(line)
            if one.name != "apitest":
                yield one


def of_the_build() -> list[Requirement]:
    """What builds the package, also as an editable one, where nothing is fetched beside the lock."""
    return [Requirement(line) for line in SETTINGS["dependency-groups"]["build"]]


def pinned(text: str) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for name, version in PINNED.findall(text):
        found.setdefault(name, set()).add(Version(version))
    return found


@pytest.mark.parametrize("text", [LOCK, LOWEST], ids=["lock", "lowest"])
def test_no_host_is_named(text: str) -> None:
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


def test_what_is_locked_is_in_range_and_nothing_is_missing() -> None:
    locked = pinned(LOCK)

    strays = [
        str(one)
        for one in (*wanted(*PROJECT["optional-dependencies"]), *of_the_build())
        if not locked.get(one.name.lower())
        or not all(one.specifier.contains(version, prereleases=True) for version in locked[one.name.lower()])
    ]

    assert strays == []


def test_what_builds_the_package_is_in_the_group_of_the_build() -> None:
    assert set(SETTINGS["build-system"]["requires"]) <= {str(one) for one in of_the_build()}


def test_every_locked_package_has_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())

    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == sum(len(versions) for versions in pinned(LOCK).values())


def test_the_oldest_dependencies_are_the_lower_ends_of_the_ranges() -> None:
    oldest = pinned(LOWEST)
    ends = {
        one.name.lower(): Version(spec.version)
        for one in wanted("tests", "pdf")
        for spec in one.specifier
        if spec.operator == ">="
    }

    assert {name: end for name, end in ends.items() if min(oldest.get(name, {Version("0")})) < end} == {}
    assert sum(oldest[name] == {end} for name, end in ends.items()) > len(ends) * 0.8


def test_types_are_shipped() -> None:
    assert (ROOT / "src" / "apitest" / "py.typed").exists()


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The checklist, of a tree in another folder."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    spec = spec_from_loader("release", SourceFileLoader("release", str(ROOT / ".ci" / "release")))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "src" / "apitest").mkdir(parents=True)
    (tmp_path / "src" / "apitest" / "__init__.py").write_text('__version__ = "0.1.0"\n', "utf-8")
    return module


@pytest.mark.parametrize("heading", ["## Unreleased", "## 0.1.0", "## 0.1.0rc1 – 2027-01-31", "## 0.10 – 2027-01-31"])
def test_a_version_without_a_section_and_a_day_is_not_released(
    release: ModuleType, tmp_path: Path, heading: str
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n", "utf-8")

    with pytest.raises(release.Unmet, match=r"^0\.1\.0 is not released: .* ask with --draft$"):
        release.changelog_has_the_version()


@pytest.mark.parametrize("heading", ["## 0.1.0 – 2027-01-31", "## [0.1.0] - 2027-01-31"])
def test_a_version_with_its_section_is(release: ModuleType, tmp_path: Path, heading: str) -> None:
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n## Unreleased\n\n{heading}\n\n- All.\n", "utf-8")

    assert release.changelog_has_the_version() == "0.1.0"


@pytest.mark.parametrize(
    ("unmet", "draft", "said"),
    [
        (1, False, "1 to mend, nothing is to be published"),
        (2, True, "2 to mend, nothing is to be published"),
        (0, True, "a draft of 0.1.0 holds; dist/ is not to be published"),
        (0, False, "0.1.0 is ready. Tag it v0.1.0, upload dist/"),
    ],
)
def test_only_a_whole_checklist_says_that_something_may_be_published(
    release: ModuleType, unmet: int, draft: bool, said: str
) -> None:
    assert release.conclusion(unmet, draft=draft) == said
