"""Projects: budgets and payments within the time and the means of the project, and amounts that can be meant."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from apitest.checks.project_reading import Item, amounts, day, items, living, part, shown, word
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Json, Record

_A_YEAR, _AFTERWARDS = timedelta(days=366), timedelta(days=3 * 366)
"""Before a project is received somebody may have paid for its preparation; after its end accounts are still settled."""
_MARGIN = Decimal("1.1")
_COUNTED = frozenset(("USD", "EUR", "GBP", "CHF"))
"""Currencies of which the size of an amount tells something."""
_LEAST, _MOST = Decimal(1000), Decimal(100_000_000_000)
_STARTS, _ENDS = ("plannedStart", "actualStart", "approvalDate"), ("plannedEnd", "actualEnd")


def _time_of(content: Mapping[str, Json]) -> tuple[date, date] | None:
    """First and last day on which a project may be paid; None: its beginning or its end is not known."""
    reached = [when for item in items(content, "milestones") if (when := day(item.content, "date")) is not None]
    starts = [when for name in _STARTS if (when := day(content, name)) is not None] + reached
    ends = [when for name in _ENDS if (when := day(content, name)) is not None]
    if not starts or not ends:
        return None
    return min(starts) - min(_A_YEAR, min(starts) - date.min), max(ends) + min(_AFTERWARDS, date.max - max(ends))


def money_is_plausible(record: Record, setting: Setting) -> Iterator[Departure]:
    """Budgets and payments lie in the time and the means of the project, and its amounts can be meant."""
    content, budgets = record.content, [*items(record.content, "budgets")]
    time = _time_of(content) if budgets or content.get("transactions") else None
    if time is not None:
        for item in budgets:
            yield from _outside(
                time, day(item.content, "periodStart"), day(item.content, "periodEnd"), item, "periodEnd"
            )
        for item in items(content, "transactions"):
            paid = day(item.content, "date")
            if paid is not None and paid <= setting.now.date():  # what is to come is told elsewhere
                yield from _outside(time, paid, paid, item, "date")
    yield from _budgets_against_each_other(content, budgets)
    yield from _beyond_meaning(content)


def _outside(
    time: tuple[date, date], start: date | None, end: date | None, item: Item, name: str
) -> Iterator[Departure]:
    if start is not None and end is not None and (end < time[0] or start > time[1]):
        expected = f"a day of the project: {time[0].isoformat()} to {time[1].isoformat()}, with leeway"
        yield Departure(expected=expected, got=end.isoformat(), pointer=f"{item.pointer}/{name}")


def _budgets_against_each_other(content: Mapping[str, Json], budgets: list[Item]) -> Iterator[Departure]:
    first: dict[tuple[str, str, str], Item] = {}
    for item in budgets:
        key = (word(item.content, "type"), word(item.content, "status"), word(item.content, "periodStart"))
        before = first.setdefault(key, item)
        if before is not item and all(key):
            got = f"the period of {before.pointer} again"
            yield Departure(expected="each period once", got=got, pointer=f"{item.pointer}/periodStart")
        if item.content.get("value") and not item.content.get("valueDate"):
            expected = "the day whose exchange rate holds for the amount"
            yield Departure(expected=expected, got="none", pointer=item.pointer)
    total = part(content, "total")
    if total is None:
        return
    for kind in sorted({word(item.content, "type") for item in budgets}):
        pointers = {f"{item.pointer}/value" for item in budgets if word(item.content, "type") == kind}
        found = [amount for amount in amounts(content) if amount.pointer in pointers]
        due = sum((amount.value for amount in found), Decimal(0))
        if due > total.value * _MARGIN and {amount.currency for amount in found} == {total.currency}:
            expected = f"up to {shown(total.value)} {total.currency}, the total, and a tenth"
            yield Departure(expected=expected, got=f"budgets of {shown(due)}", pointer="/budgets")


def _beyond_meaning(content: Mapping[str, Json]) -> Iterator[Departure]:
    """A grant below a thousand, or any amount above a hundred billion, dollars, euros, pounds or francs."""
    for amount in amounts(content):
        if amount.currency not in _COUNTED:
            continue
        if amount.value > _MOST or (amount.name == "grant" and 0 < amount.value < _LEAST):
            expected = f"an amount from {_LEAST} to {_MOST} {amount.currency}"
            yield Departure(expected=expected, got=shown(amount.value), pointer=f"{amount.pointer}/amount")


RECORDS: dict[str, RecordCheck] = {"projects/money-plausible": living(money_is_plausible)}
