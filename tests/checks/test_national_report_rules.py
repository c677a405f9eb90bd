"""Every rule of the national-report rules leads to requirements that exist, or says why it is none."""

import tomllib

import pytest

from apitest.shipped import shipped
from making import CONTRACT

RULES = tomllib.loads((shipped("contracts", "national-reports", "1.0") / "rules.toml").read_text("utf-8"))
NUMBERS = (
    *range(1, 4), *range(10, 15), *range(20, 26), *range(30, 40), *range(40, 50),
    *range(50, 57), *range(60, 69), *range(70, 77),
)  # fmt: skip


def test_all_rules_are_there_in_order() -> None:
    assert [f"NR-{number:03}" for number in NUMBERS] == list(RULES)
    assert len(RULES) == 57


@pytest.mark.parametrize("name", RULES)
def test_a_rule_leads_to_requirements_or_gives_a_reason(name: str) -> None:
    rule = RULES[name]

    assert set(rule["requirements"]) <= set(CONTRACT.requirements)
    assert rule["rule"].endswith(".")
    assert rule["requirements"] or rule["reason"].endswith(".")


@pytest.mark.parametrize("item", CONTRACT.requirements.values(), ids=lambda item: item.id)
def test_a_requirement_that_names_a_rule_is_named_by_it(item: object) -> None:
    requirement = CONTRACT.requirements[item.id]  # type: ignore[attr-defined]
    ours = requirement.conformance_class == "national-reports"
    named = [name for name in RULES if ours and name in requirement.source.place]

    assert [name for name in named if requirement.id not in RULES[name]["requirements"]] == []
