"""
`apitest contracts lint` and `contracts export`: the files of the contracts against their rules, and as a document.

`contracts/requirements.lock` holds every id that was ever published. An id stays where it is, or moves to the table of
retired ids with the version that retired it and what stands in its place; it never comes back with another meaning.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from apitest.checks import every_check
from apitest.commands.saving import save
from apitest.contracts import FAMILIES, load_contract
from apitest.errors import ConfigurationError
from apitest.model import Contract, Json, Requirement, SourceKind
from apitest.packs import packs
from apitest.reports.catalogue import CATALOGUES
from apitest.shipped import shipped

LOCK = "requirements.lock"
_HEAD = """\
# Every id of a requirement that was ever published, one a line and sorted; `apitest contracts lint --lock` adds new ones.
# An id never vanishes and is never used for another meaning. One that is retired moves to the second table:
# "class/name" = { since = "version", instead = ["class/name"], reason = "a sentence" }
"""
_ID = re.compile(r"[a-z-]+/[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a contract file that breaks its rules."""

    where: str
    """File, below the folder of the contracts, and table."""
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, got {self.got}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The ids that were published."""

    ids: frozenset[str]
    retired: Mapping[str, Mapping[str, Json]]


def read_lock(root: Path) -> Lock:
    """
    Read the locked list of ids.

    Raises:
        ConfigurationError: there is none, or it is not TOML of its form.
    """
    path = root / LOCK
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return Lock(ids=frozenset(table["ids"]), retired=table.get("retired", {}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            expected="a locked list of ids",
            got=str(error),
            where=str(path),
            fix="Take it from the version control; `apitest contracts lint --lock` only adds to it.",
        ) from error


def write_lock(root: Path) -> None:
    """Add new ids to the locked list; nothing is taken away."""
    contract = load_contract(root)
    lock = read_lock(root) if (root / LOCK).exists() else Lock(ids=frozenset(), retired={})
    lines = [_HEAD + "ids = ["]
    lines += [f'    "{name}",' for name in sorted(lock.ids | set(contract.requirements) - set(lock.retired))]
    lines += ["]", "", "[retired]"]
    for name, row in sorted(lock.retired.items()):
        instead = ", ".join(f'"{other}"' for other in row["instead"])
        lines.append(f'"{name}" = {{ since = "{row["since"]}", instead = [{instead}], reason = "{row["reason"]}" }}')
    (root / LOCK).write_text("\n".join(lines) + "\n", "utf-8")


def lint(folder: str | None, *, lock: bool) -> int:
    """
    Print what breaks the rules, one line each; 1 if anything does.

    Raises:
        ConfigurationError: the folder cannot be read as contracts at all; names file and table.
    """
    root = Path(folder) if folder else shipped("contracts")
    if lock:
        write_lock(root)
    faults = [*faults_of(root), *(() if folder else faults_of_packs())]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    contract = load_contract(root)
    told = f"{len(contract.requirements)} requirements, {len(contract.vocabularies)} vocabularies"
    sys.stdout.write(f"{told}, {len(contract.entities)} entity sets: {len(faults) or 'no'} breaches of their rules\n")
    return 1 if faults else 0


def faults_of(root: Path) -> Iterator[Fault]:
    """Everything in the contract files that breaks their rules, beyond what keeps them from being read."""
    contract = load_contract(root)
    places = _places(root)
    rules = frozenset(tomllib.loads((root / "importer" / "1.0" / "rules.toml").read_text("utf-8")))
    for item in contract.requirements.values():
        for expected, got in _breaches(item, contract, rules):
            yield Fault(where=f"{places[item.id]}, {item.id}", expected=expected, got=got)
    yield from _twice(root)
    yield from _schemas(root)
    yield from _lists(contract)
    yield from _locked(contract, read_lock(root))


def faults_of_packs() -> Iterator[Fault]:
    """What the packs that are installed lack of each requirement: its check, its test."""
    checks = every_check()
    for pack in packs():
        tests = "\n".join(path.read_text("utf-8") for path in sorted((pack.folder / "suites").glob("test_*.py")))
        for name in load_contract().requirements:
            if name.startswith(f"{pack.name}/"):
                if name not in checks:
                    yield Fault(where=f"{pack.module}, {name}", expected="a check in checks.py", got="none")
                if f'"{name}"' not in tests:
                    yield Fault(where=f"{pack.module}, {name}", expected="a test in suites/", got="none")


def _tables(root: Path) -> Iterator[tuple[str, str]]:
    for family in FAMILIES:
        for path in sorted((root / family / "requirements").glob("*.toml")):
            for name in tomllib.loads(path.read_text("utf-8")):
                yield name, path.relative_to(root).as_posix()


def _places(root: Path) -> dict[str, str]:
    return dict(_tables(root))


def _twice(root: Path) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, place in _tables(root):
        if name in seen:
            yield Fault(where=f"{place}, {name}", expected="an id of its own", got=f"one that {seen[name]} has too")
        seen[name] = place


def _breaches(item: Requirement, contract: Contract, rules: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(item.id):
        yield "an id such as 'meetings/id-given'", repr(item.id)
    for name, text in {"sentence": item.sentence, "cost": item.cost, "fix": item.fix}.items():
        if not text.strip().endswith("."):
            yield f"a {name!r} that ends in a full stop", repr(text)
    for name, text in {"right": item.right, "wrong": item.wrong}.items():
        if not text.strip():
            yield f"an example {name!r}", "none"
    sets = frozenset(contract.entities)
    known = {
        "entities": (item.entities, sets),
        "beside": (item.beside, sets),
        "portal-rules": (item.portal_rules, rules),
    }
    for name, (given, allowed) in known.items():
        yield from ((f"{name!r} that exist", repr(value)) for value in given if value not in allowed)
    yield from _source_breaches(item, rules)


def _source_breaches(item: Requirement, rules: frozenset[str]) -> Iterator[tuple[str, str]]:
    ours = item.source.document.startswith("apitest ")
    if ours and item.source.kind is not SourceKind.PROPOSAL:
        yield "the kind 'proposal' of a document of our own", repr(item.source.kind.value)
    if not ours and item.source.kind is SourceKind.PROPOSAL:
        yield "a proposal in a document of our own, 'apitest …'", repr(item.source.document)
    if item.source.kind is SourceKind.BEHAVIOUR:
        named = re.findall(r"H-[A-Z]+-\d\d", item.source.place)
        if not named or not rules.issuperset(named):
            yield "the rule of the importer that was seen, such as 'H-TTL-02'", repr(item.source.place)


def _schemas(root: Path) -> Iterator[Fault]:
    for path in sorted(root.glob("*/*/schemas/*.json")):
        schema = json.loads(path.read_text("utf-8"))
        where = path.relative_to(root).as_posix()
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield Fault(where=where, expected="JSON Schema 2020-12", got=error.message)
        for name in schema.get("required", ()):
            if name not in schema.get("properties", {}):
                yield Fault(where=where, expected="required properties that it has", got=repr(name))
        for name, child in schema.get("properties", {}).items():
            if not str(child.get("description", "")).strip() and "$ref" not in child:
                yield Fault(where=f"{where}, {name}", expected="a description", got="none")


def _lists(contract: Contract) -> Iterator[Fault]:
    countries = contract.vocabularies["countries"].terms  # codes of three letters are the same as one of two
    for item in contract.vocabularies.values():
        where = f"vocabularies/{item.name}.json"
        if not item.source.strip():
            yield Fault(where=where, expected="the source that it is taken from", got="none")
        if not item.terms and not item.patterns:
            yield Fault(where=where, expected="terms or patterns", got="neither")
        for term in item.terms.values():
            if term.status == "alias" and term.same_as not in {*item.terms, *countries}:
                told = repr(term.same_as)
                yield Fault(where=f"{where}, {term.code}", expected="'sameAs' with a code of the list", got=told)


def _locked(contract: Contract, lock: Lock) -> Iterator[Fault]:
    ids = frozenset(contract.requirements)
    for name in sorted(lock.ids - ids):
        yield Fault(where=f"{LOCK}, {name}", expected="a requirement of this id, or its retirement", got="neither")
    for name in sorted(ids - lock.ids):
        yield Fault(where=f"{LOCK}, {name}", expected="every id in the list (lint --lock)", got="one that is not")
    for name in sorted(ids & set(lock.retired)):
        yield Fault(where=f"{LOCK}, {name}", expected="no requirement of a retired id", got="one")
    for name, row in lock.retired.items():
        if set(row) != {"since", "instead", "reason"} or not set(row["instead"]) <= ids | set(lock.retired):
            yield Fault(where=f"{LOCK}, {name}", expected="since, instead (known ids) and reason", got=repr(dict(row)))


def export(form: str, output: str | None) -> None:
    """
    Write the catalogue of requirements in one form, to a file or to the terminal.

    Raises:
        RunDirectoryError: the file cannot be written.
    """
    body = CATALOGUES[form](load_contract())
    if output is None:
        sys.stdout.buffer.write(body)
        return
    save(output, body)
