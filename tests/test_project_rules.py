"""Every rule of the project contract is held by requirements that exist, or says why it is none."""

import re
import tomllib

import pytest

from apitest.checks.projects import GATHERINGS, RECORDS
from apitest.shipped import shipped
from making import CONTRACT

RULES = tomllib.loads(shipped("contracts", "projects", "1.0", "rules.toml").read_text("utf-8"))
_CHAPTERS = {0: range(1, 10), 1: range(10, 15), 2: range(20, 30), 3: range(30, 39), 4: range(40, 50)}
_MORE = {5: range(50, 55), 6: range(60, 72), 8: range(80, 85)}
_SINGLE_LISTS = {
    "policy-marker", "gef-agency", "dac-region", "un-region", "region-members", "currency", "currency-minor-units",
}  # fmt: skip
"""Lists that a check reads by name, without the schema naming them."""


def listed(schema: object) -> set[str]:
    """The lists that a schema names."""
    if isinstance(schema, list):
        return set().union(*map(listed, schema))
    if not isinstance(schema, dict):
        return set()
    named = schema.get("x-vocabulary")
    return set().union(*map(listed, schema.values())) | ({named} if isinstance(named, str) else set())


def test_all_sixty_five_rules_are_mapped() -> None:
    numbers = [number for span in (_CHAPTERS | _MORE).values() for number in span]

    assert [f"PRJ-{number:03}" for number in numbers] == list(RULES)
    assert len(RULES) == 65


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_requirements_or_a_reason(rule: str) -> None:
    row = RULES[rule]

    assert row["requirements"] or row["note"].endswith(".")
    assert [name for name in row["requirements"] if name not in CONTRACT.requirements] == []
    assert all("projects" in CONTRACT.requirements[name].entities for name in row["requirements"])


def test_a_requirement_names_the_rules_that_name_it() -> None:
    for name in {**RECORDS, **GATHERINGS}:
        named = set(re.findall(r"PRJ-\d{3}", CONTRACT.requirements[name].source.place))

        assert named <= {rule for rule, row in RULES.items() if name in row["requirements"]}, name


def test_every_list_that_the_schema_names_ships() -> None:
    named = listed(CONTRACT.entities["projects"].schema)

    assert named <= set(CONTRACT.vocabularies)
    assert set(CONTRACT.vocabularies) >= _SINGLE_LISTS


def test_regions_of_countries_are_regions() -> None:
    members = CONTRACT.vocabularies["region-members"].terms.values()
    regions = set(CONTRACT.vocabularies["un-region"].terms)
    countries = {term.code for term in CONTRACT.vocabularies["countries"].terms.values() if term.status == "active"}

    assert {term.code for term in members} == countries - {"AQ", "EU"}
    assert [term.code for term in members if not set(term.label.split()) <= regions] == []
