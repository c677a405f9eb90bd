"""
Query options together: what must hold between two answers, whatever the records are.

Questions are drawn from the records just seen; at depth full more of them are asked.
"""

from collections.abc import Iterator, Sequence
from itertools import compress, islice

from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, ids_of, shown
from apitest.checks.query import conditions_of, filtered, fulfilling, holds, portal_order, words
from apitest.model import Condition, Departure, Depth, Exchange, Kind, Page, Record, Selection

_SMALL, _WINDOW = 3, 5
_CANDIDATES, _FITS = 24, 90
Pair = tuple[Condition, Condition]
SCALARS = (Kind.TEXT, Kind.INTEGER, Kind.LONG, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.DATE_TIME)


def filters_combine(subject: Subject) -> Conversation:
    """Records that fulfil two comparisons joined by 'and' are those that fulfil both."""
    found: list[Departure] = []
    for conditions in _telling_first(subject, pairs(subject), _many(subject, 1, 4)):
        selection = Selection(top=100, conditions=conditions, order=portal_order(subject), expand=())
        exchange = yield subject.listing(selection)
        found += _against_both(subject, conditions, exchange)
    return found


def pairs(subject: Subject) -> list[Pair]:
    """Two comparisons that one record fulfils, some times."""
    filters = subject.entity.filters.items()
    equal = [name for name, operators in filters if "eq" in operators]
    since = [name for name, operators in filters if "ge" in operators]
    columns = subject.harvest.columns
    candidates = (
        (one, first, other, second)
        for one in equal
        for other in since
        for first, second in zip(columns.get(one, ()), columns.get(other, ()), strict=False)
        if isinstance(first, str) and isinstance(second, str) and "'" not in first + second
    )
    return [
        (
            Condition(property=one, operator="eq", value=first),
            Condition(property=other, operator="ge", value=second),
        )
        for one, first, other, second in subject.draw("pairs", list(dict.fromkeys(candidates)), _CANDIDATES)
    ]


def _telling_first(subject: Subject, drawn: Sequence[Pair], many: int) -> list[Pair]:
    """So many pairs, those first that tell both comparisons apart; no more are looked at than it takes."""
    telling = list(islice((pair for pair in drawn if tells_both_apart(subject, pair)), many))
    return [*telling, *(pair for pair in drawn if pair not in telling)][:many]


def tells_both_apart(subject: Subject, pair: Pair) -> bool:
    """Whether either comparison alone leaves more records than both do, and these fit on a page."""
    both = len(seen_with(subject, pair))
    return 0 < both < min(len(seen_with(subject, (condition,))) for condition in pair) and both <= _FITS


def _against_both(subject: Subject, conditions: Sequence[Condition], exchange: Exchange) -> Iterator[Departure]:
    page = _answered(subject, exchange)
    joined = " and ".join(words(condition) for condition in conditions)
    for record in page.records:
        broken = [item for item in conditions if not holds(item, record.content.get(item.property))]
        if broken:
            got = f"a record with {broken[0].property} {record.content.get(broken[0].property)!r}"
            yield Departure(expected=f"only records with {joined}", got=got, record=record.id, exchange=exchange)
            return
    wanted = seen_with(subject, conditions)
    missing = [key for key in wanted if key not in set(ids_of(page))]
    if missing and not page.next and len(page.records) < len(wanted):
        expected = f"all {len(wanted)} records with {joined}"
        yield Departure(expected=expected, got=f"without {shown(missing, 2)}", exchange=exchange)


def seen_with(subject: Subject, conditions: Sequence[Condition]) -> list[str | None]:
    """Ids of the records of the walk that fulfil some conditions."""
    columns = subject.harvest.columns
    fulfilled = [fulfilling(item, columns.get(item.property, ())) for item in conditions]
    return list(compress(subject.harvest.ids, map(all, zip(*fulfilled, strict=False))))


def small_page_begins_the_large_one(subject: Subject) -> Conversation:
    """With the same filter and order, a small page is the beginning of a large one."""
    found: list[Departure] = []
    for condition in _some_conditions(subject):
        large = _answered(subject, (yield subject.listing(filtered(subject, condition))))
        if len(large.records) <= _SMALL:
            continue
        exchange = yield subject.listing(filtered(subject, condition, top=_SMALL))
        got, wanted = ids_of(_answered(subject, exchange)), ids_of(large)[:_SMALL]
        if got[:_SMALL] != wanted[: len(got)]:
            expected = f"the first of the records with {words(condition)}: {shown(wanted, _SMALL)}"
            found.append(Departure(expected=expected, got=shown(got, _SMALL), exchange=exchange))
    return found


def descending_reverses_ascending(subject: Subject) -> Conversation:
    """The last records of an ascending order are the first of the descending one, the other way round."""
    found: list[Departure] = []
    size = len(subject.harvest.ids)
    if not subject.harvest.complete or size < 2:  # noqa: PLR2004 - an order of one says nothing
        return found
    key = subject.entity.key
    names = [name for name in subject.entity.sortable if name not in (key, "updated")] or [key]
    for name in subject.draw("reversals", names, _many(subject, 1, len(names))):
        order = ((name, False), (key, False)) if name != key else ((key, False),)
        back = tuple((term, True) for term, _ in order)
        last = Selection(top=_WINDOW, skip=max(0, size - _WINDOW), order=order, expand=())
        ascending = ids_of(subject.page((yield subject.listing(last))))
        exchange = yield subject.listing(Selection(top=min(_WINDOW, size), order=back, expand=()))
        descending = ids_of(subject.page(exchange))
        if descending != ascending[::-1]:
            expected = f"by {name!r}, descending: {shown(ascending[::-1], 2)}, as ascending but reversed"
            found.append(Departure(expected=expected, got=shown(descending, 2), exchange=exchange))
    return found


def selection_is_a_projection(subject: Subject) -> Conversation:
    """Selected properties have the values that they have in the whole record."""
    fields = subject.entity.shape.fields
    seen = _seen_first(subject)
    served = {name for record in seen.values() for name in record.content if fields[name].kind in SCALARS}
    found: list[Departure] = []
    if not served:
        return found
    key = subject.entity.key
    names = (key, *subject.draw("projections", sorted(served - {key}), _many(subject, 3, len(served))))
    exchange = yield subject.listing(Selection(top=_WINDOW, order=portal_order(subject), select=names, expand=()))
    for record in subject.page(exchange).records:
        whole = seen.get(record.id)
        found += _differences(whole, record, names, exchange) if whole else ()
    return found


def _differences(whole: Record, part: Record, names: Sequence[str], exchange: Exchange) -> Iterator[Departure]:
    for name in names:
        one, other = whole.content.get(name), part.content.get(name)
        if one != other:
            yield Departure(
                expected=f"as in the whole record: {shown([one])}",
                got=shown([other]),
                pointer=f"/{name}",
                record=whole.id,
                exchange=exchange,
            )


def expansion_is_the_same_alone(subject: Subject) -> Conversation:
    """A collection expanded alone holds what it holds when all are expanded."""
    found: list[Departure] = []
    seen = {record.id: record for record in subject.harvest.samples}
    first, names = _seen_first(subject).values(), subject.entity.expandable
    full = sorted({name for record in first for name in names if record.content.get(name)})
    for name in subject.draw("expansions", full, _many(subject, 1, len(full))):
        skip = _behind_the_first(subject, name)
        exchange = yield subject.listing(Selection(top=_WINDOW, skip=skip, order=portal_order(subject), expand=(name,)))
        for record in subject.page(exchange).records:
            whole = seen.get(record.id)
            alone = record.content.get(name)
            if whole and (alone or []) != whole.content.get(name, []):
                found.append(
                    Departure(
                        expected="the entries that come when everything is expanded",
                        got=_told(record, name, whole),
                        pointer=f"/{name}",
                        record=record.id,
                        exchange=exchange,
                    ),
                )
    return found


def _behind_the_first(subject: Subject, name: str) -> int | None:
    """Where a record that has entries in a list stands in the walk, behind the first; None: that cannot be asked for."""
    if "skip" not in subject.dialect.FEATURES:
        return None
    full = {record.id for record in subject.harvest.samples if record.content.get(name)}
    places = [place for place, key in enumerate(subject.harvest.ids) if place and key in full]
    return next(iter(subject.draw("expanded place", places, 1)), None)


def _seen_first(subject: Subject) -> dict[str | None, Record]:
    """Records at the beginning of the walk that were kept, by id: a small page has them too."""
    first = set(subject.harvest.ids[:_WINDOW])
    return {record.id: record for record in subject.harvest.samples if record.id in first}


def _told(record: Record, name: str, whole: Record) -> str:
    if f"/{name}" in record.deferred:
        return "a link in place of the list"
    return f"{_entries(record.content.get(name))}, not {_entries(whole.content.get(name))}"


def _entries(value: object) -> str:
    return f"{len(value)} entries" if isinstance(value, list) else shown([value])


def count_accepts_a_filter(subject: Subject) -> Conversation:
    """The plain count under a filter is the number of records that fulfil it."""
    found: list[Departure] = []
    for condition in _some_conditions(subject):
        _answered(subject, (yield subject.listing(filtered(subject, condition))))
        exchange = yield subject.dialect.count(subject.base, subject.entity, (condition,))
        number = subject.dialect.read_count(exchange)
        if number is None:
            raise NotOffered("the number of records under a filter is not answered")
        wanted = len(seen_with(subject, (condition,)))
        if number != wanted and subject.harvest.complete:
            expected = f"{wanted} records with {words(condition)}, as the walk saw"
            found.append(Departure(expected=expected, got=f"the number {number}", exchange=exchange))
    return found


def _some_conditions(subject: Subject) -> Sequence[Condition]:
    return conditions_of(subject)[: _many(subject, 1, 2)]


def _answered(subject: Subject, exchange: Exchange) -> Page:
    page = subject.dialect.read_page(exchange, subject.entity)
    if not page.readable:
        raise NotOffered("filters are not answered")
    return page


def _many(subject: Subject, standard: int, full: int) -> int:
    return full if subject.depth is Depth.FULL else standard


CONVERSATIONS: dict[str, ConversationCheck] = {
    "query/filters-combine": filters_combine,
    "query/small-page-begins-large": small_page_begins_the_large_one,
    "query/descending-reverses": descending_reverses_ascending,
    "query/select-projects": selection_is_a_projection,
    "query/expand-alone": expansion_is_the_same_alone,
    "query/count-filtered": count_accepts_a_filter,
}
