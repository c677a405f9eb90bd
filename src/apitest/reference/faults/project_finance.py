"""Lies about the money of a project."""

from apitest.model import Json
from apitest.reference.faults.project_changes import LEFT_OUT, of, put
from apitest.reference.lying import Act, Fault

_SETS = ("projects",)


def _in(currency: str) -> dict[str, Json]:
    """A grant, its co-financing and their total, in a currency."""
    amounts = {"grant": 1_000_000, "cofinancing": 3_000_000, "total": 4_000_000}
    return {name: {"amount": amount, "currency": currency} for name, amount in amounts.items()}


def _total(number: int) -> int:
    amount: int = of(number, "finance")["total"]["amount"]
    return amount


def _grant(number: int) -> int:
    amount: int = of(number, "finance")["grant"]["amount"]
    return amount


def _fee(number: int) -> int:
    amount: int = of(number, "finance")["agencyFee"]["amount"]
    return amount


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="project-without-grant",
        breaks="projects/grant-given",
        entities=_SETS,
        lie=Act("A project has no grant.", record=put(115, {"/finance/grant": LEFT_OUT})),
        near_miss=Act("A project has no known co-financing.", record=put(115, {"/finance/cofinancing": LEFT_OUT})),
    ),
    Fault(
        name="project-currency-by-sign",
        breaks="projects/currency-listed",
        entities=_SETS,
        lie=Act("A currency is a sign.", record=put(55, {"/finance/agencyFee/currency": "US$"})),
        near_miss=Act("All is in another currency.", record=put(55, {"/finance": _in("KES")})),
    ),
    Fault(
        name="project-currency-missing",
        breaks="projects/currency-listed",
        entities=_SETS,
        lie=Act("An amount has no currency.", record=put(79, {"/finance/agencyFee/currency": LEFT_OUT})),
        near_miss=Act("An amount is not given.", record=put(79, {"/finance/agencyFee": LEFT_OUT})),
    ),
    Fault(
        name="project-currency-of-old",
        breaks="projects/currency-in-use",
        entities=_SETS,
        lie=Act("All is in a currency of old.", record=put(95, {"/finance": _in("DEM")})),
        near_miss=Act("All is in the currency of today.", record=put(95, {"/finance": _in("EUR")})),
    ),
    Fault(
        name="project-amount-in-fractions",
        breaks="projects/amount-places",
        entities=_SETS,
        lie=Act(
            "An amount in dollars has three decimal places.", record=put(35, {"/finance/agencyFee/amount": 50000.125})
        ),
        near_miss=Act("An amount in dollars has two.", record=put(35, {"/finance/agencyFee/amount": 50000.25})),
    ),
    Fault(
        name="project-yen-with-decimals",
        breaks="projects/amount-places",
        entities=_SETS,
        lie=Act(
            "An amount in yen has decimal places.",
            record=put(5, {"/finance": {**_in("JPY"), "agencyFee": {"amount": 50000.5, "currency": "JPY"}}}),
        ),
        near_miss=Act(
            "An amount in Kuwaiti dinars has three.",
            record=put(5, {"/finance": {**_in("KWD"), "agencyFee": {"amount": 50000.125, "currency": "KWD"}}}),
        ),
    ),
    Fault(
        name="project-amount-negative",
        breaks="projects/amount-not-negative",
        entities=_SETS,
        lie=Act("A fee is negative.", record=put(25, {"/finance/agencyFee/amount": -50000})),
        near_miss=Act(
            "A transaction is negative, as a correction.", record=put(22, {"/transactions/1/value/amount": -5000})
        ),
    ),
    Fault(
        name="project-amount-int32-overflow",
        breaks="projects/amount-not-cut",
        entities=_SETS,
        lie=Act(
            "Co-financing is what 32 bits hold.",
            record=put(73, {"/finance/cofinancing/amount": 2147483647, "/finance/total": LEFT_OUT}),
        ),
        near_miss=Act(
            "Co-financing is one more.",
            record=put(73, {"/finance/cofinancing/amount": 2147483648, "/finance/total": LEFT_OUT}),
        ),
    ),
    Fault(
        name="project-zero-for-unknown",
        breaks="projects/grant-not-zero",
        entities=_SETS,
        lie=Act(
            "A grant of zero stands for an unknown one.",
            record=put(25, {"/finance/grant/amount": 0, "/finance/total": of(25, "finance")["cofinancing"]}),
        ),
        near_miss=Act(
            "A project in the pipeline has a grant of zero.",
            record=put(21, {"/finance/grant/amount": 0, "/finance/total": of(21, "finance")["cofinancing"]}),
        ),
    ),
    Fault(
        name="project-total-mismatch",
        breaks="projects/total-adds-up",
        entities=_SETS,
        lie=Act("A total is two dollars too high.", record=put(25, {"/finance/total/amount": _total(25) + 2})),
        near_miss=Act(
            "A total includes the fee, and says so.",
            record=put(25, {"/finance/total/amount": _total(25) + _fee(25), "/finance/totalIncludes": "agencyFee"}),
        ),
    ),
    Fault(
        name="project-two-currencies",
        breaks="projects/one-currency",
        entities=_SETS,
        lie=Act(
            "A fee is in another currency than the grant.",
            record=put(85, {"/finance/agencyFee": {"amount": 1000, "currency": "EUR"}}),
        ),
        near_miss=Act(
            "A fee is in another currency, with the day of the rate.",
            record=put(85, {"/finance/agencyFee": {"amount": 1000, "currency": "EUR", "valueDate": "2025-01-02"}}),
        ),
    ),
    Fault(
        name="project-fee-as-grant",
        breaks="projects/fee-plausible",
        entities=_SETS,
        lie=Act("A fee is as high as the grant.", record=put(35, {"/finance/agencyFee": of(35, "finance")["grant"]})),
        near_miss=Act("A fee is a fifth of the grant.", record=put(35, {"/finance/agencyFee/amount": _grant(25) // 5})),
    ),
    Fault(
        name="project-budget-two-years",
        breaks="projects/budget-period",
        entities=_SETS,
        lie=Act("A budget is for two years.", record=put(82, {"/budgets/0/periodEnd": "2026-12-31"})),
        near_miss=Act(
            "A budget is for a year that is no calendar year.",
            record=put(82, {"/budgets/0/periodStart": "2024-07-01", "/budgets/0/periodEnd": "2025-06-30"}),
        ),
    ),
    Fault(
        name="project-payment-in-the-future",
        breaks="projects/transaction-past",
        entities=_SETS,
        lie=Act("A transaction lies in the future.", record=put(82, {"/transactions/1/date": "2090-01-01"})),
        near_miss=Act(
            "A budget lies in the future.",
            record=put(
                82,
                {
                    "/plannedEnd": "2091-01-31",
                    "/budgets/0/periodStart": "2090-01-01",
                    "/budgets/0/periodEnd": "2090-12-31",
                },
            ),
        ),
    ),
    Fault(
        name="project-cofinance-as-commitment",
        breaks="projects/commitments-within-grant",
        entities=_SETS,
        lie=Act(
            "A commitment includes the co-financing.", record=put(82, {"/transactions/0/value/amount": _total(22)})
        ),
        near_miss=Act(
            "A commitment is of the co-financing, and says so.",
            record=put(
                22,
                {
                    "/transactions/-": {
                        **of(82, "transactions")[0],
                        "value": of(82, "finance")["cofinancing"],
                        "kind": "cofinance",
                    }
                },
            ),
        ),
    ),
    Fault(
        name="project-paid-twice",
        breaks="projects/disbursements-within-commitments",
        entities=_SETS,
        lie=Act(
            "More was disbursed than committed.", record=put(22, {"/transactions/1/value/amount": _grant(22) + 1000})
        ),
        near_miss=Act(
            "All that was committed is disbursed.", record=put(22, {"/transactions/1/value/amount": _grant(22)})
        ),
    ),
)
