"""Query options: relations that must hold between two answers, drawn from the records just seen."""

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, ids_of, shown
from apitest.dialects import dates
from apitest.dialects.body import excerpt
from apitest.model import MASKED, Condition, Departure, Depth, Exchange, Json, Page, Query, Selection

_WINDOW = 5
_FILTERED = 100
"""Records asked for with a filter; fewer means that there are no more."""
_FEW = 20
_ERRORS = range(400, 500)


def page_size_is_honoured(subject: Subject) -> Conversation:
    """No more records come than were asked for."""
    exchange = yield subject.listing(Selection(top=_WINDOW - 2, order=portal_order(subject)))
    page = subject.page(exchange)
    if len(page.records) <= _WINDOW - 2:
        return ()
    expected = f"at most {_WINDOW - 2} records, as asked"
    return (Departure(expected=expected, got=f"{len(page.records)} records", exchange=exchange),)


def skip_is_honoured(subject: Subject) -> Conversation:
    """Asking to skip n records gives the records behind the n-th, as the walk saw them."""
    first = subject.harvest.leaves[0].ids if subject.harvest.leaves else ()
    found = []
    for start in subject.draw("windows", range(1, max(1, len(first) - _WINDOW)), 2):
        exchange = yield subject.listing(Selection(top=_WINDOW, skip=start, order=portal_order(subject)))
        got = ids_of(subject.page(exchange))[:_WINDOW]
        wanted = list(first[start : start + _WINDOW])
        if got != wanted:
            expected = f"behind {start} records: {shown(wanted, 2)}"
            found.append(Departure(expected=expected, got=shown(got, 2), exchange=exchange))
    return found


def order_is_honoured(subject: Subject) -> Conversation:
    """Records come in the order asked for."""
    found = []
    candidates = [name for name in subject.entity.sortable if name != "updated"]
    for name in subject.draw("orders", candidates, 1):
        exchange = yield subject.listing(Selection(top=20, order=((name, False),)))
        values = [record.content.get(name) for record in subject.page(exchange).records]
        for earlier, later in pairwise(values):
            if isinstance(earlier, str) and isinstance(later, str) and not _ordered(earlier, later):
                expected = f"{name!r} in ascending order"
                found.append(Departure(expected=expected, got=f"{earlier!r} before {later!r}", exchange=exchange))
                break
    return found


def _ordered(earlier: str, later: str) -> bool:
    """Whether one text may stand before another; digests in the place of ids have no order."""
    return earlier <= later or earlier.startswith(MASKED) or later.startswith(MASKED)


def walked_order_is_total(subject: Subject) -> Iterator[Departure]:
    """The walk, ordered by `updated` and `id` as the portal asks, came in that order."""
    rows = zip(subject.harvest.columns.get("updated", ()), subject.harvest.ids, strict=False)
    for (earlier, first), (later, second) in pairwise(rows):
        if not (isinstance(earlier, str) and isinstance(later, str) and first and second):
            continue
        if earlier < later or (earlier == later and not _ordered(first, second)):
            yield Departure(
                expected=f"records by 'updated', newest first, then by {subject.entity.key!r}",
                got=f"{first!r} ({earlier}) before {second!r} ({later})",
                record=second,
            )
            return


def selection_is_honoured(subject: Subject) -> Conversation:
    """Only the properties asked for come."""
    key = subject.entity.key
    exchange = yield subject.listing(Selection(top=2, select=(key, "updated"), expand=()))
    for record in subject.page(exchange).records:
        surplus = sorted({*record.content, *record.deferred} - {key, "updated"})
        if surplus:
            expected = f"only {key!r} and 'updated', as asked"
            return (Departure(expected=expected, got=f"also {shown(surplus, 3)}", record=record.id, exchange=exchange),)
    return ()


def filter_is_answered(subject: Subject) -> Conversation:
    """A listing can be asked for with a filter."""
    for condition in conditions_of(subject):
        exchange = yield subject.listing(filtered(subject, condition))
        subject.page(exchange)
    return ()


def filter_is_sound(subject: Subject) -> Conversation:
    """Every record that a filter returns fulfils it."""
    found = []
    for condition in conditions_of(subject):
        exchange = yield subject.listing(filtered(subject, condition))
        for record in _answered(subject, exchange).records:
            value = record.content.get(condition.property)
            if not holds(condition, value):
                expected = f"only records with {words(condition)}"
                got = f"a record with {condition.property} {value!r}"
                found.append(Departure(expected=expected, got=got, record=record.id, exchange=exchange))
                break
    return found


def filter_is_complete(subject: Subject) -> Conversation:
    """Every record seen that fulfils a filter is returned by it."""
    found = []
    for condition in conditions_of(subject):
        column = subject.harvest.columns.get(condition.property, ())
        wanted = [key for key, value in zip(subject.harvest.ids, column, strict=False) if holds(condition, value)]
        exchange = yield subject.listing(filtered(subject, condition))
        page = _answered(subject, exchange)
        got = ids_of(page)
        missing = [key for key in wanted if key not in set(got)]
        whole = not page.next and len(got) < _most_on_a_page(subject)
        if missing and (whole or _left_out(missing, wanted, got)):
            expected = f"all {len(wanted)} records with {words(condition)}"
            found.append(Departure(expected=expected, got=f"without {shown(missing, 2)}", exchange=exchange))
    return found


def _most_on_a_page(subject: Subject) -> int:
    """How many records came on the largest page of the walk: a filtered page with fewer has not ended for its size."""
    return min(_FILTERED, max((len(leaf.ids) for leaf in subject.harvest.leaves), default=_FILTERED))


def _left_out(missing: Sequence[str | None], wanted: Sequence[str | None], got: Sequence[str | None]) -> bool:
    """Whether a record is missing before another one that came: no page that ended early explains that."""
    places = [wanted.index(key) for key in got if key in set(wanted)]
    return bool(places) and wanted.index(missing[0]) < max(places)


def count_agrees_with_filter(subject: Subject) -> Conversation:
    """The number given with a filtered listing is the number of records that fulfil the filter."""
    found = []
    for condition in conditions_of(subject):
        column = subject.harvest.columns.get(condition.property, ())
        wanted = sum(holds(condition, value) for value in column)
        exchange = yield subject.listing(filtered(subject, condition))
        page = _answered(subject, exchange)
        if page.count is not None and page.count != wanted and subject.harvest.complete:
            expected = f"{wanted} records with {words(condition)}, as the walk saw"
            found.append(Departure(expected=expected, got=f"the number {page.count}", exchange=exchange))
    return found


def inline_count_is_given(subject: Subject) -> Conversation:
    """A listing says how many records there are when it is asked to."""
    for condition in conditions_of(subject)[:1]:
        exchange = yield subject.listing(filtered(subject, condition))
        if _answered(subject, exchange).count is None:
            return (Departure(expected="the number of records, as asked", got="none", exchange=exchange),)
    return ()


def refused(requirement: str, words: str) -> "Refusal":
    """A check that a malformed query is answered with an error of the client, not with data."""
    return Refusal(requirement, words)


class Refusal:
    """Asks one malformed query and wants an error between 400 and 499."""

    def __init__(self, requirement: str, words: str) -> None:
        """Keep which query to ask and how to call it."""
        self.requirement, self.words = requirement, words

    def __call__(self, subject: Subject) -> Conversation:
        """Converse."""
        query: Query | None = subject.dialect.malformed(subject.base, subject.entity).get(self.requirement)
        if query is None:
            return ()
        exchange: Exchange = yield query
        if exchange.status in _ERRORS:
            return ()
        got = f"status {exchange.status}: {excerpt(exchange.body)}"
        return (Departure(expected=f"{self.words} refused with a status from 400 to 499", got=got, exchange=exchange),)


def _answered(subject: Subject, exchange: Exchange) -> Page:
    page = subject.dialect.read_page(exchange, subject.entity)
    if not page.readable:
        raise NotOffered("filters are not answered")
    return page


def portal_order(subject: Subject) -> tuple[tuple[str, bool], ...]:
    """The order that the portal asks for; none where the order is fixed."""
    return subject.entity.newest_first if "order" in subject.dialect.FEATURES else ()


def filtered(subject: Subject, condition: Condition, top: int = _FILTERED) -> Selection:
    """A listing under a filter."""
    return Selection(top=top, conditions=(condition,), order=portal_order(subject), expand=(), count=True)


def conditions_of(subject: Subject) -> list[Condition]:
    """
    A condition on each property that can be asked for, on values that some records have and others do not.

    Of a bound in time there are two: the moment of a change, which is within, and the second behind it, which is not.
    """
    drawn = [
        Condition(property=name, operator=word, value=value)
        for word in ("eq", "ge")
        for name, offered in subject.entity.filters.items()
        if word in offered
        for value in subject.draw(f"filter {word} {name}", _telling(subject, name, word), 1)
    ]
    bounds = ((item, a_second_behind(item.value)) for item in drawn if item.operator == "ge")
    return [*drawn, *(replace(item, value=behind) for item, behind in bounds if behind)]


def a_second_behind(value: Json) -> str:
    """The moment a second later, canonical; empty: the value is no moment."""
    try:
        return dates.canonical(dates.moment_of(str(value)) + timedelta(seconds=1))
    except (ValueError, OverflowError):
        return ""


def _telling(subject: Subject, name: str, word: str) -> Sequence[Json]:
    """Values that few records have or exceed, so that the answer fits on one page."""
    column = Counter(
        value for value in subject.harvest.columns.get(name, ()) if isinstance(value, str) and "'" not in value
    )
    values = sorted(column)
    if word == "ge":
        return values[-_FEW:-1] or values[-1:]
    return [value for value in values if column[value] <= _FEW] or sorted(values, key=lambda value: column[value])[:1]


def can_be_asked_for(value: Json) -> bool:
    """Whether a value is a text that every dialect can quote in a filter."""
    return isinstance(value, str) and bool(value) and "'" not in value


def holds(condition: Condition, value: Json) -> bool:
    """Whether a value fulfils a condition."""
    if condition.operator == "eq":
        return bool(value == condition.value)
    if not isinstance(value, str):
        return False
    # Without the zone, 00:00:00 stands before 00:00:00.500.
    return _COMPARISONS[condition.operator](value.removesuffix("Z"), str(condition.value).removesuffix("Z"))


_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
    "ne": operator.ne,
}
_SIGNS = {"eq": "=", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "ne": "≠"}


def fulfilling(condition: Condition, column: Iterable[Json]) -> list[bool]:
    """Which values of a column fulfil a condition; as `holds`, of many at once."""
    if condition.operator == "eq":
        return [bool(value == condition.value) for value in column]
    compare, bound = _COMPARISONS[condition.operator], str(condition.value).removesuffix("Z")
    return [isinstance(value, str) and compare(value.removesuffix("Z"), bound) for value in column]


def words(condition: Condition) -> str:
    """A condition for a message."""
    return f"{condition.property} {_SIGNS[condition.operator]} {condition.value!r}"


HARVESTS = {"query/order-total": walked_order_is_total}

CONVERSATIONS: dict[str, ConversationCheck] = {
    "query/page-size-honoured": page_size_is_honoured,
    "query/skip-honoured": skip_is_honoured,
    "query/order-honoured": order_is_honoured,
    "query/select-honoured": selection_is_honoured,
    "query/filter-answered": filter_is_answered,
    "query/filter-sound": filter_is_sound,
    "query/filter-complete": filter_is_complete,
    "query/count-under-filter": count_agrees_with_filter,
    "query/inline-count-given": inline_count_is_given,
    "query/negative-page-size-refused": refused("query/negative-page-size-refused", "a page size of -1"),
    "query/malformed-page-size-refused": refused("query/malformed-page-size-refused", "the page size 'many'"),
    "query/unknown-property-refused": refused("query/unknown-property-refused", "an order by an unknown property"),
    "query/unknown-option-refused": refused("query/unknown-option-refused", "an unknown option"),
    "query/malformed-filter-refused": refused("query/malformed-filter-refused", "a malformed filter"),
}

IN_TURN = tuple(name for name in CONVERSATIONS if name.endswith("-refused"))
"""How a service refuses what is malformed: of its software more than of a set, so that at depth standard sets take turns."""

FIRST_ONLY = ("query/nothing-found-empty",)
"""What the first set of a target is asked at depth standard, and every set at depth full."""


def takes_turn(requirement: str, entity: str, entities: Sequence[str]) -> bool:
    """Whether a set is asked this at depth standard: the first set of a target all of it, each other set one thing."""
    if requirement not in (*IN_TURN, *FIRST_ONLY) or entity not in entities:
        return True
    place = list(entities).index(entity)
    if requirement in FIRST_ONLY:
        return place == 0
    return place == 0 or IN_TURN[place % len(IN_TURN)] == requirement


def malformed_for(subject: Subject) -> list[Query]:
    """The malformed queries that a set is asked anyway at this depth."""
    if subject.depth is Depth.QUICK or "strict-options" not in subject.dialect.FEATURES:
        return []
    queries = subject.dialect.malformed(subject.base, subject.entity).items()
    deep, sets = subject.depth is Depth.FULL, subject.target.entities
    return [query for name, query in queries if deep or takes_turn(name, subject.entity.name, sets)]


DECODED = ("query/expand-honoured",)
