"""Projects: money."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("projects/grant-given")
def test_funded_projects_state_their_grant(judged: Judged) -> None:
    """In a set that shows finance, every project says what its fund grants."""
    judged.conforms()


@pytest.mark.requirement("projects/currency-listed")
def test_amounts_have_a_currency(judged: Judged) -> None:
    """Every amount has a currency of ISO 4217."""
    judged.conforms()


@pytest.mark.requirement("projects/currency-in-use")
def test_currencies_are_in_use(judged: Judged) -> None:
    """The currency of an amount is in use."""
    judged.conforms()


@pytest.mark.requirement("projects/amount-places")
def test_amounts_have_the_places_of_their_currency(judged: Judged) -> None:
    """An amount has no more decimal places than its currency: USD 2, JPY 0, KWD 3."""
    judged.conforms()


@pytest.mark.requirement("projects/amount-not-negative")
def test_amounts_are_not_negative(judged: Judged) -> None:
    """Amounts are not negative; only a transaction may be, as a correction."""
    judged.conforms()


@pytest.mark.requirement("projects/amount-not-cut")
def test_amounts_are_not_cut(judged: Judged) -> None:
    """No amount is the limit of a 32-bit number, 2147483647."""
    judged.conforms()


@pytest.mark.requirement("projects/grant-not-zero")
def test_grants_are_not_zero(judged: Judged) -> None:
    """A project that was worked on has a grant above zero; an unknown grant is left out."""
    judged.conforms()


@pytest.mark.requirement("projects/total-adds-up")
def test_totals_add_up(judged: Judged) -> None:
    """The total is the grant and the co-financing, and what totalIncludes names besides."""
    judged.conforms()


@pytest.mark.requirement("projects/one-currency")
def test_parts_of_finance_have_one_currency(judged: Judged) -> None:
    """All parts of the finance of a project have one currency, or the day of their exchange rate."""
    judged.conforms()


@pytest.mark.requirement("projects/fee-plausible")
def test_fees_are_plausible(judged: Judged) -> None:
    """The fee of the agency is not more than a fifth of the grant."""
    judged.conforms()


@pytest.mark.requirement("projects/budget-period")
def test_budgets_last_a_year_at_most(judged: Judged) -> None:
    """The period of a budget ends after it starts, within a year."""
    judged.conforms()


@pytest.mark.requirement("projects/transaction-past")
def test_transactions_are_past(judged: Judged) -> None:
    """A transaction and its exchange rate are not of a future day."""
    judged.conforms()


@pytest.mark.requirement("projects/commitments-within-grant")
def test_commitments_are_within_the_grant(judged: Judged) -> None:
    """What the fund commits is not more than grant, fee and preparation grant, with a margin of a tenth."""
    judged.conforms()


@pytest.mark.requirement("projects/disbursements-within-commitments")
def test_disbursements_are_within_the_commitments(judged: Judged) -> None:
    """No more is disbursed to a project than was committed."""
    judged.conforms()


@pytest.mark.requirement("projects/money-plausible")
def test_money_of_projects_is_plausible(judged: Judged) -> None:
    """Budgets and payments lie in the time and the means of the project, and its amounts can be meant."""
    judged.conforms()
