"""Checks of projects: money; a project at fault and one close to it."""

from typing import Any

import pytest

from apitest.checks import project_bounds, project_finance
from projecting import finance, found, milestones, money, paid, status
from telling import RENEW, kept, worded

YEAR = {
    "type": "1", "status": "2", "periodStart": "2025-01-01", "periodEnd": "2025-12-31",
    "value": money(5000), "valueDate": "2025-01-01",
}  # fmt: skip

WRONG: list[tuple[str, Any, str, str]] = [
    ("grant-given", [finance(grant=1), {}], "/finance/grant", "nothing"),
    ("currency-listed", finance(grant=money(5, "US$")), "/finance/grant/currency", "'US$'"),
    ("currency-listed", finance(grant={"amount": 5}), "/finance/grant/currency", "none"),
    ("currency-listed", {"budgets": [{"value": money(5, "usd")}]}, "/budgets/0/value/currency", "'usd'"),
    ("currency-in-use", finance(grant=money(5, "DEM")), "/finance/grant/currency", "'DEM': German mark"),
    ("amount-places", finance(grant=5.125), "/finance/grant/amount", "5.125"),
    ("amount-places", finance(grant=money(5.5, "JPY")), "/finance/grant/amount", "5.5"),
    ("amount-not-negative", finance(grant=-5), "/finance/grant/amount", "-5"),
    ("amount-not-cut", finance(grant=2147483647), "/finance/grant/amount", "2147483647"),
    ("amount-not-cut", paid(("2", -2147483648)), "/transactions/0/value/amount", "-2147483648"),
    ("grant-not-zero", status("4") | finance(grant=0), "/finance/grant/amount", "0"),
    ("total-adds-up", finance(grant=5, cofinancing=32, total=40), "/finance/total/amount", "40"),
    (
        "total-adds-up",
        finance(grant=5, cofinancing=32, agencyFee=1, total=37, totalIncludes="agencyFee") | {},
        "/finance/total/amount",
        "37",
    ),
    ("one-currency", finance(grant=5, cofinancing=money(5, "EUR")), "/finance/cofinancing/currency", "'EUR'"),
    ("fee-plausible", finance(grant=100, agencyFee=21), "/finance/agencyFee/amount", "21, 21 % of the grant"),
    (
        "budget-period",
        {"budgets": [{"periodStart": "2025-01-01", "periodEnd": "2026-01-02"}]},
        "/budgets/0/periodEnd",
        "2026-01-02",
    ),
    (
        "budget-period",
        {"budgets": [{"periodStart": "2025-01-01", "periodEnd": "2025-01-01"}]},
        "/budgets/0/periodEnd",
        "2025-01-01",
    ),
    ("transaction-past", {"transactions": [{"date": "2026-01-03"}]}, "/transactions/0/date", "2026-01-03"),
    ("transaction-past", {"transactions": [{"valueDate": "2026-01-03"}]}, "/transactions/0/valueDate", "2026-01-03"),
    ("commitments-within-grant", finance(grant=100) | paid(("2", 111)), "/transactions", "commitments of 111"),
    (
        "disbursements-within-commitments",
        paid(("2", 100), ("3", 60), ("3", 60)),
        "/transactions",
        "disbursements of 120",
    ),
]

WRONG += [
    ("total-adds-up", finance(cofinancing=50, total=5), "/finance/total/amount", "5"),
    ("money-plausible", finance(grant=999), "/finance/grant/amount", "999"),
    ("money-plausible", finance(cofinancing=money(2 * 10**11, "EUR")), "/finance/cofinancing/amount", "200000000000"),
    ("money-plausible", {"budgets": [{"value": money(5)}]}, "/budgets/0", "none"),
    ("money-plausible", {"budgets": [YEAR, YEAR]}, "/budgets/1/periodStart", "the period of /budgets/0 again"),
    ("money-plausible", finance(total=4000) | {"budgets": [YEAR]}, "/budgets", "budgets of 5000"),
    (
        "money-plausible",
        {"plannedStart": "2010-01-01", "plannedEnd": "2012-01-01", "budgets": [YEAR]},
        "/budgets/0/periodEnd",
        "2025-12-31",
    ),
    (
        "money-plausible",
        {"actualStart": "2010-01-01", "actualEnd": "2012-01-01", "transactions": [{"date": "1999-05-01"}]},
        "/transactions/0/date",
        "1999-05-01",
    ),
]

RIGHT: list[tuple[str, Any]] = [
    ("total-adds-up", finance(cofinancing=50, total=50)),
    ("total-adds-up", finance(cofinancing=money(50, "EUR"), total=5)),
    ("money-plausible", finance(grant=1000, total=10**11)),
    ("money-plausible", finance(grant=money(5, "IDR"), total=money(10**13, "IDR"))),
    ("money-plausible", finance(grant=5, deleted=1) | {"deleted": True}),
    ("money-plausible", {"budgets": [YEAR, YEAR | {"status": "1"}], "plannedStart": "2024-01-01"}),
    ("money-plausible", finance(total=5000) | {"budgets": [YEAR, YEAR | {"type": "2"}, {"type": "3"}]}),
    ("money-plausible", finance(total=money(5, "EUR")) | {"budgets": [YEAR]}),
    (
        "money-plausible",
        {"actualStart": "2024-01-01", "plannedEnd": "2024-12-31", "transactions": [{"date": "2090-05-01"}, {}]},
    ),
    (
        "money-plausible",
        milestones(received="0001-01-02") | {"plannedEnd": "9999-12-30", "transactions": [{"date": "2020-05-01"}]},
    ),
    ("money-plausible", {"budgets": "x", "transactions": [None, 7], "finance": []}),
    ("grant-given", [{}, {}]),
    ("currency-listed", finance(grant=money(5, "XOF"), total=money(5, "DEM"))),
    ("currency-in-use", finance(grant=money(5, "EUR"), total=money(5, "US$"))),
    ("amount-places", finance(grant=5.25, total=money(5.125, "KWD"), cofinancing=money(5.123, "US$"))),
    ("amount-places", finance(grant=1e300)),
    ("amount-not-negative", paid(("3", -5))),
    ("amount-not-cut", finance(grant=2147483648)),
    ("grant-not-zero", status("1") | finance(grant=0)),
    ("grant-not-zero", status("2") | finance(grant=0) | {"projectType": {"code": "programme"}}),
    ("total-adds-up", finance(grant=5, cofinancing=32.5, total=37.51)),
    ("total-adds-up", finance(grant=5, total=99)),
    ("total-adds-up", finance(grant=5, cofinancing=money(5, "EUR"), total=99)),
    ("one-currency", finance(grant=5, cofinancing=money(5, "EUR") | {"valueDate": "2025-01-01"})),
    ("fee-plausible", finance(grant=100, agencyFee=20)),
    ("fee-plausible", finance(grant=0, agencyFee=20)),
    ("budget-period", {"budgets": [{"periodStart": "2024-02-29", "periodEnd": "2025-02-28"}, {}]}),
    ("budget-period", {"budgets": [{"periodStart": "2025-01-01", "periodEnd": "2026-01-01"}]}),
    ("transaction-past", {"transactions": [{"date": "2026-01-02", "valueDate": "2026-01-02"}]}),
    ("commitments-within-grant", finance(grant=100, agencyFee=10) | paid(("2", 121), ("11", 121))),
    ("commitments-within-grant", finance(grant=100) | paid(("2", 500), kind="cofinance")),
    ("commitments-within-grant", paid(("2", 500))),
    ("disbursements-within-commitments", paid(("2", 100), ("3", 60), ("3", 40))),
    ("disbursements-within-commitments", paid(("3", 60), ("2", "many"))),
]


def contents(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else [examples]


@pytest.mark.parametrize(("requirement", "examples", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, examples: Any, pointer: str, got: str) -> None:
    departures = found(requirement, *contents(examples))

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "examples"), RIGHT)
def test_conforming_project_is_left_alone(requirement: str, examples: Any) -> None:
    assert found(requirement, *contents(examples)) == []


def test_every_check_has_both_examples() -> None:
    checks = {name for module in (project_finance, project_bounds) for name in module.RECORDS} | {
        *project_finance.GATHERINGS
    }

    assert checks == {f"projects/{row[0]}" for row in WRONG} == {f"projects/{row[0]}" for row in RIGHT}


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, *contents(examples))) for name, examples, *_ in WRONG)

    assert kept("project_finance", now) == now, RENEW
