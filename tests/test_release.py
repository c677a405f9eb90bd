"""The lock, the oldest dependencies and pyproject.toml say the same; nothing in them names a host."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

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
