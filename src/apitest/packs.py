"""
What others add: packs of requirements and dialects, found by the entry points of installed distributions.

A pack is a Python package, named under the group `apitest.packs`; its name is the conformance class of its requirements
and its version that of its distribution. It holds, each where it is needed:

    requirements/*.toml     tables as in contracts/…/requirements, ids NAME/kebab-name
    checks.py               RECORDS, GATHERINGS, EXCHANGES, HARVESTS, CONVERSATIONS: id → check, as in apitest.checks
    suites/test_*.py        one test of one line a requirement
    faults.py               FAULTS: a lie and a near-miss for each requirement, so that `apitest prove` covers them too

A dialect is a module that satisfies `apitest.dialects.Dialect`, named under the group `apitest.dialects`.

Packages are looked up without being imported: contracts are read, and the names of dialects known, before any of their
code runs. Their modules may import submodules of apitest (`apitest.checks.setting`), never the tables they extend.
"""

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from apitest.errors import ConfigurationError

PACKS, DIALECTS = "apitest.packs", "apitest.dialects"
"""Groups of entry points."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Requirements that somebody else keeps."""

    name: str
    version: str
    module: str
    folder: Path

    def part(self, name: str) -> ModuleType | None:
        """
        A module of the pack, such as `checks`; None: it has none.

        Raises:
            ConfigurationError: it cannot be imported.
        """
        if not any((self.folder / entry).exists() for entry in (f"{name}.py", name)):
            return None
        return _imported(f"{self.module}.{name}", self.name)


@cache
def packs() -> tuple[Pack, ...]:
    """
    The packs that are installed, by name.

    Raises:
        ConfigurationError: one that cannot be found, or whose name is no name of a class.
    """
    return tuple(sorted((_pack(entry) for entry in _entries(PACKS)), key=lambda pack: pack.name))


@cache
def dialect_names() -> tuple[str, ...]:
    """Names of the dialects that others add; nothing is imported."""
    return tuple(sorted(entry.name for entry in _entries(DIALECTS)))


def dialects(wanted: tuple[str, ...]) -> Mapping[str, ModuleType]:
    """
    The dialects that others add, by name; each has every name that is wanted of a dialect.

    Raises:
        ConfigurationError: one that cannot be imported, lacks a name or calls itself otherwise.
    """
    found = {entry.name: _imported(entry.value, entry.name) for entry in _entries(DIALECTS)}
    for name, module in found.items():
        missing = [part for part in wanted if not hasattr(module, part)]
        if missing or name != module.NAME:
            got = f"no {missing[0]}" if missing else f"NAME = {module.NAME!r}"
            raise _unfit(name, "a module that is a dialect (apitest.dialects.Dialect)", got, module.__name__)
    return found


def bound(table: str, module: str = "checks") -> dict[str, Any]:
    """One table of all packs, such as `RECORDS`: requirement → check."""
    found: dict[str, Any] = {}
    for pack in packs():
        part = pack.part(module)
        found |= getattr(part, table, {}) if part else {}
    return found


def faults() -> Iterator[Any]:
    """The lies and near-misses of all packs."""
    for pack in packs():
        part = pack.part("faults")
        yield from getattr(part, "FAULTS", ()) if part else ()


@cache
def _all() -> tuple[importlib.metadata.EntryPoint, ...]:
    """The entry points that are for us, each once, though a distribution may be found on two paths."""
    found = dict[tuple[str, str, str], importlib.metadata.EntryPoint]()
    for distribution in importlib.metadata.distributions():
        # Most have nothing to do with us; to parse them all would take longer than to read them.
        if "[apitest." in (distribution.read_text("entry_points.txt") or ""):
            for entry in distribution.entry_points:
                found.setdefault((entry.group, entry.name, entry.value), entry)
    return tuple(found.values())


def _entries(group: str) -> Iterator[importlib.metadata.EntryPoint]:
    yield from (entry for entry in _all() if entry.group == group)


def _pack(entry: importlib.metadata.EntryPoint) -> Pack:
    if not _NAME.fullmatch(entry.name):
        raise _unfit(entry.name, "a name of lower case letters, digits and hyphens", repr(entry.name), entry.value)
    try:
        spec = importlib.util.find_spec(entry.value)
    except ImportError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise _unfit(entry.name, "a Python package", "none of that name", entry.value)
    return Pack(
        name=entry.name,
        version=entry.dist.version if entry.dist else "0",
        module=entry.value,
        folder=Path(next(iter(spec.submodule_search_locations))),
    )


def _imported(module: str, name: str) -> ModuleType:
    try:
        return import_module(module)
    except Exception as error:
        raise _unfit(name, "a module that can be imported", f"{type(error).__name__}: {error}", module) from error


def _unfit(name: str, expected: str, got: str, where: str) -> ConfigurationError:
    fix = f"Repair or uninstall the distribution that adds {name!r} to apitest."
    return ConfigurationError(expected=expected, got=got, where=where, fix=fix)
