"""The contracts that ship hold together, and a broken one is told with its file and table."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from apitest.acceptance.requirements import REQUIRED
from apitest.checks import every_check
from apitest.contracts import CLASSES, digest_of, load_contract
from apitest.errors import ApitestError, ConfigurationError
from apitest.fuzzing import FUZZED
from apitest.model import Kind, SourceKind
from apitest.shapes import CONVERSATIONS as SHAPED
from apitest.shipped import shipped
from making import CONTRACT

SUITES = shipped("suites")


def marked() -> dict[str, list[str]]:
    """Requirement id → names of the suite tests that are marked with it."""
    found: dict[str, list[str]] = {}
    for path in sorted(SUITES.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for mark in re.findall(r"requirement\('([^']+)'\)", ast.unparse(node.decorator_list[0])):
                    found.setdefault(mark, []).append(node.name)
    return found


def test_every_requirement_has_one_check() -> None:
    assert set(CONTRACT.requirements) == every_check() | set(FUZZED) | set(SHAPED) | set(REQUIRED)


def test_every_requirement_has_one_test_in_the_suites() -> None:
    found = marked()

    assert set(found) == set(CONTRACT.requirements)
    assert [name for name, tests in found.items() if len(tests) != 1] == []


@pytest.mark.parametrize("path", sorted(SUITES.glob("test_*.py")), ids=lambda path: path.stem)
def test_a_suite_holds_no_logic(path: Path) -> None:
    functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]

    assert functions
    assert all(ast.unparse(node.body[-1]) == "judged.conforms()" and len(node.body) == 2 for node in functions)
    assert all(ast.get_docstring(node) for node in functions)


def test_at_least_sixty_requirements_in_twelve_classes() -> None:
    used = {item.conformance_class for item in CONTRACT.requirements.values()}

    assert len(CONTRACT.requirements) >= 60
    assert used == {
        "transport", "service", "query", "paging", "decisions", "meetings",
        "national-reports", "national-plans", "sites", "documents", "contacts",
        "country-profiles", "projects", "text", "vocabulary", "references", "files", "acceptance",
        "compatibility", "efficiency",
    }  # fmt: skip
    assert used <= set(CLASSES)


@pytest.mark.parametrize("requirement", CONTRACT.requirements.values(), ids=lambda item: item.id)
def test_a_requirement_tells_its_reader_all(requirement: object) -> None:
    item = CONTRACT.requirements[requirement.id]  # type: ignore[attr-defined]

    assert re.fullmatch(r"[a-z-]+/[a-z0-9]+(-[a-z0-9]+)*", item.id)
    for sentence in (item.sentence, item.cost, item.fix):
        assert sentence.strip().endswith(".")
    assert item.right
    assert item.wrong
    assert set(item.entities) <= set(CONTRACT.entities)


def test_proposals_name_our_own_documents_and_measured_behaviour_its_rule() -> None:
    for item in CONTRACT.requirements.values():
        if item.source.kind is SourceKind.BEHAVIOUR:
            assert re.search(r"H-[A-Z]+-\d\d", item.source.place), item.id
        if item.source.kind is SourceKind.PROPOSAL:
            assert item.source.document.startswith("apitest "), item.id
        else:
            assert not item.source.document.startswith("apitest "), item.id


def test_causes_do_not_go_in_circles() -> None:
    def above(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, path
        for cause in CONTRACT.requirements[name].requires:
            above(cause, (*path, name))

    for name in CONTRACT.requirements:
        above(name, ())


def test_schemas_name_the_filters_and_orders_they_promise() -> None:
    for item in CONTRACT.entities.values():
        assert {*item.filters, *item.sortable, item.key, "updated"} <= set(item.shape.fields)
        titled = "name" if item.name == "sites" else "title"
        untitled = item.native or item.name in ("contacts", "country-profiles")
        assert untitled or item.shape.fields[titled].kind is Kind.COLLECTION


def test_every_vocabulary_says_where_it_comes_from() -> None:
    assert all(item.source and (item.terms or item.patterns) for item in CONTRACT.vocabularies.values())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(shipped("contracts"), tmp_path / "contracts")
    return tmp_path / "contracts"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('obligation = "MUST"', 'obligation = "WILL"', "'WILL' is not a valid Obligation"),
        ('obligation = "MUST"', 'obligations = "MUST"', "the unknown key 'obligations'"),
        ('mender = "vendor"', "", "no 'mender'"),
        ('["paging/walk-ends"]', '["pagination/walk-ends"]', "'pagination/walk-ends'"),
        ('requires = ["query/skip-honoured"]', 'requires = ["query/skipped"]', "'query/skipped'"),
        ("needs = [", 'dialects = ["olingo2"]\nneeds = [', "none"),
        ('needs = ["count"]', 'needs = ["counting"]', "'counting' is not a valid Feature"),
        ("[", "[[[", "Invalid initial character"),
    ],
)
def test_a_broken_requirement_is_told_with_its_place(copied: Path, old: str, new: str, told: str) -> None:
    path = copied / "exchange" / "1.0" / "requirements" / "paging.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(ConfigurationError) as raised:
        load_contract(copied)

    assert told in raised.value.got or told in str(raised.value)
    assert raised.value.fix == "Repair the contract file."


def test_a_broken_schema_is_told_with_its_place(copied: Path) -> None:
    path = copied / "informea" / "1.5" / "schemas" / "decision.json"
    path.write_text("{", "utf-8")

    with pytest.raises(ConfigurationError, match=r"decision\.json"):
        load_contract(copied)


def test_a_key_that_no_record_has_is_told_with_its_place(copied: Path) -> None:
    path = copied / "informea" / "1.5" / "contract.toml"
    path.write_text(path.read_text("utf-8").replace('key = "country"', 'key = "code"'), "utf-8")

    with pytest.raises(ConfigurationError, match=r"country-profile\.json, country-profiles") as raised:
        load_contract(copied)

    assert raised.value.got == "'code'"


def test_the_digest_tells_a_change(copied: Path) -> None:
    before = digest_of(copied)
    (copied / "note.txt").write_text("new", "utf-8")

    assert before == CONTRACT.digest
    assert digest_of(copied) != before


def test_what_does_not_ship_is_told() -> None:
    with pytest.raises(ApitestError, match="contracts/nothing"):
        shipped("contracts", "nothing")
