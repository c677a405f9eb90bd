"""
Questions that several requirements share: an answer without fault acquits each of them, and convicts none.

A listing with a window over two pages, a selection and an expansion shows as much as six that ask for one thing each.
Where its answer is as promised, the requirement needs no question of its own. Where it is not, or cannot tell, or no
such question can be drawn from the records seen, the requirement asks alone, and only that answer counts. At depth full
everybody asks alone.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from apitest.checks.combining import SCALARS, pairs, seen_with, tells_both_apart
from apitest.checks.conversing import Conversation, ConversationCheck, Subject, ids_of
from apitest.checks.paging import unsized
from apitest.checks.query import a_second_behind, can_be_asked_for, holds, malformed_for, portal_order
from apitest.checks.service import in_error_form, odd_key, unordered
from apitest.dialects.body import on_origin, resolved
from apitest.errors import CouldNotAssess
from apitest.model import Condition, Depth, Exchange, Page, Query, Record, Selection

_PAGE, _WINDOW, _SMALL, _SELECTED = 100, 4, 3, 3
_NOT_FOUND = 404
_ENOUGH = 20
"""Records under a filter with which orders differ."""
_BEFORE_THE_END = 2
"""Records of the window that stand on the first page."""

Acquittal = Generator[Query, Exchange, bool]
"""A conversation that returns whether nothing is left to ask."""
AcquittalCheck = Callable[[Subject], Acquittal]


def unless(acquitted: AcquittalCheck, alone: ConversationCheck) -> ConversationCheck:
    """A check that asks alone only where a shared question has not acquitted its requirement."""

    def conversation(subject: Subject) -> Conversation:
        if subject.depth is not Depth.FULL:
            try:
                if (yield from acquitted(subject)):
                    return ()
            except CouldNotAssess:
                # Neither an answer that did not come, nor one that an older recording lacks, is held against anybody.
                pass
        return (yield from alone(subject))

    return conversation


# --- a window: offsets, sizes, selection, expansion ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A few records in a row, of which at least one has been kept since the walk."""

    selection: Selection
    wanted: tuple[str | None, ...]
    known: Mapping[str | None, Record]
    """Of the records wanted, those that were kept."""
    crosses: bool
    """Whether it begins on one page of the walk and ends on the next."""


def window_of(subject: Subject) -> Window | None:
    """The window that is asked for; None: none can be drawn."""
    made: Window | None = subject.once("window", lambda: _drawn_window(subject))
    return made


def _drawn_window(subject: Subject) -> Window | None:
    ids, features = subject.harvest.ids, subject.dialect.FEATURES
    if not {"page-size", "skip"} <= features or not subject.harvest.complete:
        return None
    crosses = len(ids) >= _PAGE + _WINDOW
    samples = subject.harvest.samples
    kept: dict[str | None, Record] = {record.id: record for record in samples if record.id is not None}
    starts = [_PAGE - _BEFORE_THE_END] if crosses else range(1, len(ids) - _WINDOW)
    starts = [start for start in starts if any(key in kept for key in ids[start : start + _WINDOW])]
    for start in subject.draw("window", starts, 1):
        wanted = tuple(ids[start : start + _WINDOW])
        known = {key: kept[key] for key in wanted if key in kept}
        return Window(selection=_narrowed(subject, start, known), wanted=wanted, known=known, crosses=crosses)
    return None


def _narrowed(subject: Subject, start: int, known: Mapping[str | None, Record]) -> Selection:
    fields, features, key = subject.entity.shape.fields, subject.dialect.FEATURES, subject.entity.key
    served = {name for record in known.values() for name, value in record.content.items() if value not in (None, [])}
    scalars = sorted(name for name in served - {key} if fields[name].kind in SCALARS)
    full = [name for name in subject.entity.expandable if name in served]
    names = (key, *subject.draw("window properties", scalars, _SELECTED)) if "select" in features else ()
    lists = tuple(subject.draw("window lists", full, 1)) if "expand" in features else ()
    return Selection(
        top=_WINDOW,
        skip=start,
        order=portal_order(subject),
        select=(*names, *lists) if names else (),
        expand=lists or (() if names else None),
        count="inline-count" in features,
    )


def _by_window(fulfilled: Callable[[Window, Page], bool]) -> AcquittalCheck:
    """Acquit if exactly the records of the window come, and what is required of them besides is fulfilled."""

    def acquitted(subject: Subject) -> Acquittal:
        window = window_of(subject)
        if window is None:
            return False
        page = subject.dialect.read_page((yield subject.listing(window.selection)), subject.entity)
        return page.readable and tuple(ids_of(page)) == window.wanted and fulfilled(window, page)

    return acquitted


def only_what_was_selected(window: Window, page: Page) -> bool:
    """Whether properties were selected, and no others come."""
    asked = {*window.selection.select}
    return bool(asked) and all(asked.issuperset((*record.content, *record.deferred)) for record in page.records)


def as_in_the_whole_record(window: Window, page: Page) -> bool:
    """Whether properties were selected, and come with the values that they have in the walk."""
    names = [name for name in window.selection.select if name not in (window.selection.expand or ())]
    return len(names) > 1 and _same(window, page, names)


def as_expanded_with_all(window: Window, page: Page) -> bool:
    """Whether a list was asked for, and comes with the entries that it has in the walk."""
    return bool(window.selection.expand) and _same(window, page, list(window.selection.expand or ()))


def _same(window: Window, page: Page, names: list[str]) -> bool:
    return all(
        record.content.get(name, []) == window.known[record.id].content.get(name, [])
        for record in page.records
        if record.id in window.known
        for name in names
    )


# --- a filter: two comparisons, an order, a number ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredWindow:
    """A listing under two comparisons that fits on one page, and the records that must be on it."""

    selection: Selection
    wanted: frozenset[str]


def shared_listing(subject: Subject) -> Selection | None:
    """The filtered listing that a set is asked for anyway at depth standard; None: no such can be drawn."""
    filtered = filtered_window(subject)
    return filtered.selection if filtered else None


def filtered_window(subject: Subject) -> FilteredWindow | None:
    """The filtered list that is asked for; None: none can be drawn."""
    made: FilteredWindow | None = subject.once("filtered", lambda: _filtered_of(subject))
    return made


def _filtered_of(subject: Subject) -> FilteredWindow | None:
    if "filter" not in subject.dialect.FEATURES or not subject.harvest.complete:
        return None
    best, found = (False, _SMALL), None
    for conditions in pairs(subject):
        keys = list(seen_with(subject, conditions))
        wanted = frozenset(key for key in keys if key is not None)
        worth = (bool(_differing(subject, conditions)), len(keys))
        # A record without an id cannot be told from others in a list.
        if worth > best and None not in keys and len(keys) > _SMALL and tells_both_apart(subject, conditions):
            best, found = worth, FilteredWindow(selection=_ordered(subject, conditions), wanted=wanted)
        if best >= (True, _ENOUGH):
            break
    return found


def _ordered(subject: Subject, conditions: tuple[Condition, ...]) -> Selection:
    order: tuple[tuple[str, bool], ...] = ()
    if "order" in subject.dialect.FEATURES:
        names = _differing(subject, conditions) or _sortable(subject)
        order = (*((name, False) for name in subject.draw("orders", names, 1)), (subject.entity.key, False))
    count = "inline-count" in subject.dialect.FEATURES
    return Selection(top=_PAGE, conditions=conditions, order=order, expand=(), count=count)


def _differing(subject: Subject, conditions: tuple[Condition, ...]) -> list[str]:
    """Properties to order by that differ among those records under a filter that were kept."""
    kept = [
        record.content
        for record in subject.harvest.samples
        if all(holds(item, record.content.get(item.property)) for item in conditions)
    ]
    return [name for name in _sortable(subject) if len({str(content.get(name)) for content in kept}) > 1]


def _sortable(subject: Subject) -> list[str]:
    return [name for name in subject.entity.sortable if name not in (subject.entity.key, "updated")]


def _by_filter(fulfilled: Callable[[Subject, FilteredWindow, Page], bool]) -> AcquittalCheck:
    """Acquit if the records that fulfil both comparisons come, no others, and what is required besides is fulfilled."""

    def acquitted(subject: Subject) -> Acquittal:
        filtered = filtered_window(subject)
        if filtered is None:
            return False
        page = yield from _whole(subject, filtered)
        return page is not None and fulfilled(subject, filtered, page)

    return acquitted


def _whole(subject: Subject, filtered: FilteredWindow) -> Generator[Query, Exchange, Page | None]:
    page = subject.dialect.read_page((yield subject.listing(filtered.selection)), subject.entity)
    got = ids_of(page)
    exact = page.readable and not page.next and len(got) == len(filtered.wanted) and filtered.wanted.issuperset(got)
    kept = all(
        holds(item, record.content.get(item.property))
        for record in page.records
        for item in filtered.selection.conditions
    )
    return page if exact and kept else None


def _anything(subject: Subject, filtered: FilteredWindow, page: Page) -> bool:  # noqa: ARG001 - nothing is required besides
    return True


def _every_filter_holds(subject: Subject) -> Acquittal:
    """The shared listing holds what it should, and the shared number, under the comparisons that it has not, is right."""
    filtered = filtered_window(subject)
    if filtered is None or (yield from _whole(subject, filtered)) is None:
        return False
    others = _other_conditions(subject, filtered)
    return not others or (yield from _numbers_right(subject, others))


def _other_conditions(subject: Subject, filtered: FilteredWindow) -> tuple[Condition, ...]:
    """Comparisons with properties that the shared listing has not tried, which one record fulfils and others do not."""
    tried = {item.property for item in filtered.selection.conditions}
    names = [name for name, operators in subject.entity.filters.items() if "eq" in operators and name not in tried]
    columns = (subject.harvest.columns.get(name, ()) for name in names)
    rows = dict.fromkeys(row for row in zip(*columns, strict=False) if all(map(can_be_asked_for, row)))
    found = ([Condition(property=n, operator="eq", value=v) for n, v in zip(names, row, strict=True)] for row in rows)
    telling = [conditions for conditions in map(tuple, found) if _each_counts(subject, conditions)]
    for conditions in subject.draw("other filters", telling, 1):
        return tuple(conditions)
    return ()


def _each_counts(subject: Subject, conditions: tuple[Condition, ...]) -> bool:
    """Whether more records would fulfil these comparisons if any of them were passed over."""
    many = len(seen_with(subject, conditions))
    without = [tuple(other for other in conditions if other is not one) for one in conditions]
    return all(len(seen_with(subject, rest) if rest else subject.harvest.ids) > many for rest in without)


def _numbers_right(subject: Subject, conditions: tuple[Condition, ...]) -> Acquittal:
    asked = (*conditions, *_just_behind_one(subject, conditions))
    exchange = yield subject.dialect.count(subject.base, subject.entity, asked)
    return subject.dialect.read_count(exchange) == len(seen_with(subject, asked))


def _just_behind_one(subject: Subject, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """A moment right behind the change of a record that fulfils the rest: whoever cuts moments to days counts it too."""
    if "ge" not in subject.entity.filters.get("updated", ()) or any(item.property == "updated" for item in conditions):
        return ()
    chosen = {*seen_with(subject, conditions)}
    pairs = zip(subject.harvest.ids, subject.harvest.columns.get("updated", ()), strict=False)
    moments = sorted(behind for key, value in pairs if key in chosen and (behind := a_second_behind(value)))
    return tuple(
        Condition(property="updated", operator="ge", value=moment) for moment in subject.draw("behind", moments, 1)
    )


def _numbered(subject: Subject, filtered: FilteredWindow, page: Page) -> bool:  # noqa: ARG001 - the same for every set
    return page.count == len(filtered.wanted)


def _in_order(subject: Subject, filtered: FilteredWindow, page: Page) -> bool:
    """Whether the records come in the order asked for, and would come otherwise in one that was not."""
    if len(filtered.selection.order) < 2:  # noqa: PLR2004 - a property and the id
        return False
    name = filtered.selection.order[0][0]
    values = [value for record in page.records if isinstance(value := record.content.get(name), str)]
    got = ids_of(page)
    walked = [key for key in subject.harvest.ids if key in filtered.wanted]
    ascending = all(earlier <= later for earlier, later in pairwise(values))
    return ascending and len(set(values)) > 1 and got != walked


def _small_page_fits(subject: Subject) -> Acquittal:
    """The other end of the same list, asked for in the opposite order: few records, and the right ones."""
    filtered = filtered_window(subject)
    page = None if filtered is None else (yield from _whole(subject, filtered))
    if filtered is None or page is None:
        return False
    back, wanted = other_end(subject, filtered, ids_of(page))
    small = subject.dialect.read_page((yield subject.listing(back)), subject.entity)
    return small.readable and ids_of(small) == wanted


def other_end(
    subject: Subject, filtered: FilteredWindow, whole: Sequence[str | None]
) -> tuple[Selection, list[str | None]]:
    """Few records of a filtered list, from the other end where it has an order, behind the first; and which these are."""
    order, skip = filtered.selection.order, 1 if "skip" in subject.dialect.FEATURES else None
    back = Selection(
        top=_SMALL,
        skip=skip,
        conditions=filtered.selection.conditions,
        order=tuple((name, True) for name, _ in order),
        expand=(),
        count=filtered.selection.count,
    )
    ids = [*(whole[::-1] if order else whole)]
    return back, ids[skip or 0 :][:_SMALL]


def _counted(subject: Subject) -> Acquittal:
    filtered = filtered_window(subject)
    if filtered is None:
        return False
    return (yield from _numbers_right(subject, _other_conditions(subject, filtered) or filtered.selection.conditions))


# --- single records -----------------------------------------------------------------------------------------------


def _absent_record_is_not_found(subject: Subject) -> Acquittal:
    """An id of unusual signs that no record has, which the service is asked for in any case at this depth."""
    if subject.depth is not Depth.STANDARD:
        return False
    exchange = yield subject.dialect.item(subject.base, subject.entity, odd_key(subject))
    return exchange.status == _NOT_FOUND


def _refusals_in_form(subject: Subject) -> Acquittal:
    """What is refused in any case at this depth."""
    if subject.depth is not Depth.STANDARD:
        return False
    odd = yield subject.dialect.item(subject.base, subject.entity, odd_key(subject))
    if odd.status != _NOT_FOUND or not in_error_form(subject, odd):
        return False
    for query in malformed_for(subject):
        if not in_error_form(subject, (yield query)):
            return False
    return True


def _linked_list_is_found(subject: Subject) -> Acquittal:
    """The list behind one link of a listing that is asked for in any case, held against the record as it was walked."""
    if "next-link" not in subject.dialect.FEATURES:
        return False
    exchange = yield subject.listing(unsized(subject))
    kept = {record.id: record.content for record in subject.harvest.samples}
    links = [
        (pointer[1:], resolved(exchange.query.url, link), kept[record.id][pointer[1:]])
        for record in subject.dialect.read_page(exchange, subject.entity).records
        for pointer, link in record.deferred.items()
        if record.id in kept and kept[record.id].get(pointer[1:])
    ]
    for name, link, told in subject.draw("links", links, 1):
        address = on_origin(link, subject.base)
        if address:
            entries = subject.dialect.read_list((yield Query(url=address)), subject.entity, name)
            return entries is not None and unordered(entries) == unordered(told)
    return False


ACQUITTALS: Mapping[str, AcquittalCheck] = {
    "service/unknown-key-not-found": _absent_record_is_not_found,
    "service/error-form": _refusals_in_form,
    "service/deferred-lists-answer": _linked_list_is_found,
    "query/page-size-honoured": _by_window(lambda _window, _page: True),
    "query/skip-honoured": _by_window(lambda _window, _page: True),
    "paging/pages-join": _by_window(lambda window, _page: window.crosses),
    "query/select-honoured": _by_window(only_what_was_selected),
    "query/select-projects": _by_window(as_in_the_whole_record),
    "query/expand-alone": _by_window(as_expanded_with_all),
    "query/filter-answered": _by_filter(_anything),
    "query/filter-sound": _every_filter_holds,
    "query/filter-complete": _every_filter_holds,
    "query/filters-combine": _by_filter(_anything),
    "query/count-under-filter": _by_filter(_numbered),
    "query/inline-count-given": _by_filter(_numbered),
    "query/order-honoured": _by_filter(_in_order),
    "query/descending-reverses": _small_page_fits,
    "query/small-page-begins-large": _small_page_fits,
    "query/count-filtered": _counted,
}
"""Requirement → the shared question that may acquit it."""
