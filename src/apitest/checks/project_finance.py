"""Projects: money, level L2 of the project contract."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta
from decimal import Decimal

from apitest.checks.project_reading import (
    FINANCE,
    Amount,
    amounts,
    code,
    day,
    from_level,
    items,
    living,
    living_notes,
    part,
    parts,
    shown,
    word,
)
from apitest.checks.reading import object_of
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.model import Departure, Json, Record, Term

_LARGEST, _SMALLEST = Decimal(2_147_483_647), Decimal(-2_147_483_648)
"""What 32 bits hold."""
_TWO_PLACES = 2
_WORKED_ON = ("2", "3", "4")
_COMMITMENTS, _DISBURSEMENT = ("2", "11"), "3"
_MARGIN = Decimal("1.1")
_HIGHEST_FEE = Decimal("0.2")
_ADDABLE = ("agencyFee", "preparationGrant")


def grant_is_given(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project says what the fund grants."""
    finance = record.content.get("finance")
    if isinstance(finance, dict | None) and (finance or {}).get("grant") in (None, {}):
        yield Departure(expected="the fund's grant, with its currency", got="nothing", pointer="/finance/grant")


# --- currencies and amounts ---------------------------------------------------------------------------------------


def _currency(amount: Amount, setting: Setting) -> Term | None:
    return setting.contract.vocabularies["currency"].terms.get(amount.currency)


def currencies_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """Every amount has a currency of ISO 4217."""
    for amount in amounts(record.content):
        if _currency(amount, setting) is None:
            capital = amount.currency.strip().upper()
            meant = capital if capital in setting.contract.vocabularies["currency"].terms else ""
            got = repr(amount.currency) if amount.currency else "none"
            expected = f"the currency {meant!r}" if meant else "a currency of ISO 4217, such as 'USD'"
            fix = f"Write {meant!r}." if meant else ""
            yield Departure(expected=expected, got=got, pointer=f"{amount.pointer}/currency", fix=fix)


def currencies_are_in_use(record: Record, setting: Setting) -> Iterator[Departure]:
    """The currency of an amount is in use."""
    for amount in amounts(record.content):
        term = _currency(amount, setting)
        if term is not None and term.status != "active":
            got = f"{amount.currency!r}: {term.label}"
            yield Departure(expected="a currency of today", got=got, pointer=f"{amount.pointer}/currency")


def _places(currency: str, setting: Setting) -> int:
    """Decimal places of a currency."""
    term = setting.contract.vocabularies["currency-minor-units"].terms.get(currency)
    return int(term.label) if term is not None else _TWO_PLACES


def amounts_have_their_places(record: Record, setting: Setting) -> Iterator[Departure]:
    """An amount has no more decimal places than its currency."""
    for amount in amounts(record.content):
        if _currency(amount, setting) is None:
            continue
        places = _places(amount.currency, setting)
        if amount.value != amount.value.quantize(Decimal(1).scaleb(-places)) if _quantizable(amount.value) else False:
            expected = f"at most {places} decimal places, for {amount.currency}"
            yield Departure(expected=expected, got=shown(amount.value), pointer=f"{amount.pointer}/amount")


def _quantizable(value: Decimal) -> bool:
    """Whether an amount is small enough to be counted in cents; what is larger has no decimal places."""
    return value.adjusted() < 20  # noqa: PLR2004 - digits, well within the 28 of decimal


def amounts_are_not_negative(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Amounts are not negative, but for corrections among the transactions."""
    for amount in amounts(record.content):
        if amount.value < 0 and amount.name != "transactions" and amount.value != _SMALLEST:
            pointer = f"{amount.pointer}/amount"
            yield Departure(expected="an amount from 0", got=shown(amount.value), pointer=pointer)


def amounts_are_not_cut(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """No amount was cut to what 32 bits hold."""
    for amount in amounts(record.content):
        if amount.value in (_LARGEST, _SMALLEST):
            expected = "the amount itself, not the limit of a 32-bit number"
            yield Departure(expected=expected, got=shown(amount.value), pointer=f"{amount.pointer}/amount")


# --- the whole and its parts --------------------------------------------------------------------------------------


def grant_is_not_zero(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project that was worked on has a grant; an unknown one is left out."""
    grant = part(record.content, "grant")
    if grant is None or grant.value or code(record.content, "projectType") == "programme":
        return
    if code(record.content, "status") in _WORKED_ON:
        yield Departure(expected="the grant, or none", got="0", pointer="/finance/grant/amount")


def total_is_the_sum(record: Record, setting: Setting) -> Iterator[Departure]:
    """The total is the grant and the co-financing, and what it is said to include besides."""
    named = word(object_of(record.content, "finance"), "totalIncludes").replace(",", " ").split()
    names = ["grant", "cofinancing", *(name for name in _ADDABLE if name in named)]
    total, found = part(record.content, "total"), [part(record.content, name) for name in names]
    summands = [amount for amount in found if amount is not None]
    if total is not None and len(summands) < len(names):
        for amount in summands:
            if amount.currency == total.currency and amount.value > total.value:
                expected = f"{shown(amount.value)} {total.currency}, the {amount.name}, or more"
                yield Departure(expected=expected, got=shown(total.value), pointer="/finance/total/amount")
    if total is None or len(summands) < len(names) or len({item.currency for item in (total, *summands)}) > 1:
        return
    due = sum((amount.value for amount in summands), Decimal(0))
    if abs(total.value - due) > Decimal(1).scaleb(-_places(total.currency, setting)):
        told = " + ".join(f"{name} {shown(amount.value)}" for name, amount in zip(names, summands, strict=True))
        expected = f"{shown(due)} {total.currency}: {told}"
        yield Departure(expected=expected, got=shown(total.value), pointer="/finance/total/amount")


def parts_share_a_currency(record: Record, setting: Setting) -> Iterator[Departure]:
    """All parts of the finance have one currency, or each the day of its exchange rate."""
    found = [amount for amount in parts(record.content) if _currency(amount, setting) is not None]
    currencies = [amount.currency for amount in found]
    if len(set(currencies)) > 1:
        for amount in found:
            if amount.currency != currencies[0] and not amount.dated:
                expected = f"{currencies[0]!r}, as in {found[0].name}, or a valueDate"
                yield Departure(expected=expected, got=repr(amount.currency), pointer=f"{amount.pointer}/currency")


def fee_is_plausible(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The fee of the agency is not more than a fifth of the grant."""
    grant, fee = part(record.content, "grant"), part(record.content, "agencyFee")
    if grant is None or fee is None or grant.currency != fee.currency or grant.value <= 0:
        return
    if fee.value > grant.value * _HIGHEST_FEE:
        got = f"{shown(fee.value)}, {fee.value / grant.value * 100:.0f} % of the grant"
        yield Departure(expected="up to 20 % of the grant", got=got, pointer="/finance/agencyFee/amount")


# --- budgets and transactions -------------------------------------------------------------------------------------


def budgets_last_a_year(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The period of a budget ends after it starts, within a year."""
    for item in items(record.content, "budgets"):
        start, end = day(item.content, "periodStart"), day(item.content, "periodEnd")
        if start is None or end is None:
            continue
        latest = _a_year_after(start)
        if not start < end <= latest:
            expected = f"a day after {start.isoformat()} and up to {latest.isoformat()}"
            yield Departure(expected=expected, got=end.isoformat(), pointer=f"{item.pointer}/periodEnd")


def _a_year_after(start: date) -> date:
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28) if start.year < date.max.year else date.max


def transactions_are_past(record: Record, setting: Setting) -> Iterator[Departure]:
    """A transaction and its exchange rate are not of a future day."""
    tomorrow = setting.now.astimezone(UTC).date() + timedelta(days=1)
    for item in items(record.content, "transactions"):
        for name in ("date", "valueDate"):
            when = day(item.content, name)
            if when is not None and when > tomorrow:
                got = when.isoformat()
                yield Departure(expected="a day that has come", got=got, pointer=f"{item.pointer}/{name}")


def _sum(content: Mapping[str, Json], kinds: tuple[str, ...], currency: str) -> Decimal | None:
    """
    The fund's transactions of these types in a currency: the larger of the sums by type, as both sides may report one.

    None: there is none, or one is of another currency.
    """
    sums: dict[str, Decimal] = {}
    for item, amount in zip(_transactions(content), _values(content), strict=True):
        kind = word(item, "type")
        if kind in kinds and item.get("kind") != "cofinance":
            if amount is None or amount.currency != currency:
                return None
            sums[kind] = sums.get(kind, Decimal(0)) + amount.value
    return max(sums.values(), default=None)


def _transactions(content: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    return [item.content for item in items(content, "transactions")]


def _values(content: Mapping[str, Json]) -> list[Amount | None]:
    found = {amount.pointer: amount for amount in amounts(content) if amount.name == "transactions"}
    return [found.get(f"{item.pointer}/value") for item in items(content, "transactions")]


def commitments_are_within_grant(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """What the fund commits is not more than grant, fee and preparation grant, with a margin of a tenth."""
    grant = part(record.content, "grant")
    if grant is None:
        return
    granted = [part(record.content, name) for name in ("grant", *_ADDABLE)]
    due = sum((amount.value for amount in granted if amount and amount.currency == grant.currency), Decimal(0))
    committed = _sum(record.content, _COMMITMENTS, grant.currency)
    if committed is not None and committed > due * _MARGIN:
        expected = f"up to {shown(due)} {grant.currency} and a tenth"
        yield Departure(expected=expected, got=f"commitments of {shown(committed)}", pointer="/transactions")


def disbursements_are_within_commitments(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """No more is disbursed than was committed."""
    currencies = {amount.currency for amount in _values(record.content) if amount is not None}
    for currency in sorted(currencies):
        committed = _sum(record.content, _COMMITMENTS, currency)
        disbursed = _sum(record.content, (_DISBURSEMENT,), currency)
        if committed is not None and disbursed is not None and disbursed > committed:
            expected = f"up to {shown(committed)} {currency}, as committed"
            yield Departure(expected=expected, got=f"disbursements of {shown(disbursed)}", pointer="/transactions")


RECORDS: dict[str, RecordCheck] = {
    name: living(check)
    for name, check in {
        "projects/currency-listed": currencies_are_listed,
        "projects/currency-in-use": currencies_are_in_use,
        "projects/amount-places": amounts_have_their_places,
        "projects/amount-not-negative": amounts_are_not_negative,
        "projects/amount-not-cut": amounts_are_not_cut,
        "projects/grant-not-zero": grant_is_not_zero,
        "projects/total-adds-up": total_is_the_sum,
        "projects/one-currency": parts_share_a_currency,
        "projects/fee-plausible": fee_is_plausible,
        "projects/budget-period": budgets_last_a_year,
        "projects/transaction-past": transactions_are_past,
        "projects/commitments-within-grant": commitments_are_within_grant,
        "projects/disbursements-within-commitments": disbursements_are_within_commitments,
    }.items()
}

GATHERINGS: dict[str, Gathering] = {
    "projects/grant-given": living_notes(from_level(FINANCE, grant_is_given)),
}
