"""The feed as a whole: its pages partition it, its order is stable, the walk ends, and the counts are true."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import SplitResult, parse_qsl, urlsplit

from apitest.checks.conversing import Conversation, NotOffered, Subject, first_page, ids_of, shown
from apitest.dialects.body import excerpt, on_origin
from apitest.model import Condition, Departure, Depth, Exchange, Page, Query, Selection
from apitest.shelves import distinct, repeated

HarvestCheck = Callable[[Subject], Iterator[Departure]]

_PAGE = 100
_OK, _NOT_FOUND = 200, 404
_TELLING = 12
"""Records of which half are enough to see whether a filter is kept behind a link."""
_AGAIN = 2
"""Pages of the walk that are asked for once more at depth full, beside the first."""
_SMALL = 3
"""Records on a page that is asked for to see the link behind it."""


def walk_ends(subject: Subject) -> Iterator[Departure]:
    """Going from page to page comes to an end."""
    if subject.harvest.ending == "looped":
        leaves = subject.harvest.leaves
        got = f"page {len(leaves)} again, with nothing new, after {distinct(subject.harvest.ids)} records"
        yield Departure(expected="a last page", got=got, exchange=leaves[-1].exchange if leaves else None)


def ids_are_distinct(subject: Subject) -> Iterator[Departure]:
    """No record comes twice in one walk."""
    seen: dict[str, int] = {}
    if subject.harvest.ending == "looped":
        return
    again = repeated(subject.harvest.ids)
    for number, leaf in enumerate(subject.harvest.leaves if again else (), start=1):
        for key in leaf.ids:
            if key is None or hash(key) not in again:
                continue
            if key in seen:
                expected = "each record once in a walk"
                got = f"{key!r} on page {seen[key]} and again on page {number}"
                yield Departure(
                    expected=expected, got=got, record=key, pointer=f"/{subject.entity.key}", exchange=leaf.exchange
                )
            seen.setdefault(key, number)


def count_equals_ids(subject: Subject) -> Iterator[Departure]:
    """The number that the service gives is the number of distinct records in a full walk."""
    harvest = subject.harvest
    if not harvest.complete or subject.total is None:
        return
    records = distinct(harvest.ids)
    if records != subject.total:
        yield Departure(expected=f"{records} records, as a full walk saw", got=f"the number {subject.total}")


def count_is_plain(subject: Subject) -> Conversation:
    """The service says how many records there are, in the form that the portal reads."""
    exchange = yield subject.dialect.count(subject.base, subject.entity)
    if exchange.status == _OK and subject.dialect.read_count(exchange) is not None:
        return ()
    expected = f"the number of records, in the form of {subject.dialect.NAME}"
    return (Departure(expected=expected, got=f"status {exchange.status}: {excerpt(exchange.body)}", exchange=exchange),)


def pages_are_full(subject: Subject) -> Iterator[Departure]:
    """Every page but the last holds as many records as were asked for."""
    leaves = (leaf for leaf in subject.harvest.leaves if leaf.ids)
    ahead = pairwise(leaves) if subject.harvest.complete else ()
    for number, (leaf, _) in enumerate(ahead, start=1):
        if len(leaf.ids) < _PAGE and f"={_PAGE}" in leaf.exchange.query.url:
            expected = f"{_PAGE} records, as asked, while more follow"
            yield Departure(expected=expected, got=f"{len(leaf.ids)} on page {number}", exchange=leaf.exchange)
            return


def pages_join(subject: Subject) -> Conversation:
    """Where one page ends the next begins: other page sizes show the same records in the same order."""
    ids = subject.harvest.ids
    found = (yield from _links_join(subject)) if pages_by_links_alone(subject) else ()
    if found or len(ids) <= _PAGE + 1:
        return found
    if "skip" in subject.dialect.FEATURES:
        start, order = _PAGE - 3, subject.entity.newest_first
        exchange = yield subject.listing(Selection(top=6, skip=start, order=order))
    else:
        start = 0
        exchange = yield subject.listing(Selection(top=_PAGE + 3))
    got = ids_of(subject.page(exchange))
    wanted = list(ids[start : start + len(got)])
    if not got:
        expected = f"records behind the first {start}"
        return (Departure(expected=expected, got="an empty page", exchange=exchange),)
    if got == wanted:
        return ()
    differing = next(i for i, pair in enumerate(zip(got, wanted, strict=False)) if pair[0] != pair[1])
    expected = f"after {start + differing} records {wanted[differing]!r}, as in the walk by {_PAGE}"
    return (Departure(expected=expected, got=repr(got[differing]), record=wanted[differing], exchange=exchange),)


def pages_by_links_alone(subject: Subject) -> bool:
    """Whether pages follow each other by their links alone, and the walk has followed none, or much is to be asked."""
    ways = {"page-size", "next-link"} <= subject.dialect.FEATURES and "skip" not in subject.dialect.FEATURES
    most = len(subject.harvest.ids) if subject.depth is Depth.FULL else _PAGE
    return ways and subject.harvest.complete and _SMALL < len(subject.harvest.ids) <= most


def _links_join(subject: Subject) -> Conversation:
    """A small page, and the one behind its link: together the beginning of the walk."""
    exchange, page = yield from _first_next(subject)
    wanted = _behind_the_filter(subject)
    link = on_origin(page.next, subject.base) if page.next else ""
    if len(wanted) <= _SMALL or len(page.records) > _SMALL or (page.next and not link):
        return ()
    if not link:
        expected = f"a link to the records behind the first {len(page.records)} of {len(wanted)}"
        return (Departure(expected=expected, got="no next link", exchange=exchange),)
    answer = yield Query(url=link)
    following = subject.dialect.read_page(answer, subject.entity)
    if not following.readable:
        got = f"status {answer.status}: {excerpt(answer.body)}"
        return (Departure(expected="the next page, behind the link to it", got=got, exchange=answer),)
    ids = [*ids_of(page), *ids_of(following)]
    if not following.records or ids != wanted[: len(ids)]:
        expected = f"behind the link {shown(wanted[_SMALL : 2 * _SMALL], 2)}, as in the walk"
        return (Departure(expected=expected, got=shown(ids_of(following), 2), exchange=answer),)
    if len(ids) < len(wanted) and not following.next:
        expected = f"a link to the records behind the first {len(ids)} of {len(wanted)}"
        return (Departure(expected=expected, got="no next link", exchange=answer),)
    return ()


def _behind_the_filter(subject: Subject) -> list[str | None]:
    """Ids of the walk that fulfil the filter of the small page."""
    conditions = unsized(subject).conditions
    moments = subject.harvest.columns.get("updated", ())
    if not conditions:
        return list(subject.harvest.ids)
    pairs = zip(subject.harvest.ids, moments, strict=False)
    return [key for key, moment in pairs if isinstance(moment, str) and moment >= str(conditions[0].value)]


def order_is_stable(subject: Subject) -> Conversation:
    """The same question gets the same records in the same order."""
    for exchange, got, wanted in (yield from _asked_again(subject)):
        if got != wanted and sorted(map(str, got)) == sorted(map(str, wanted)):
            return (Departure(expected=f"as before: {shown(wanted, 2)}", got=shown(got, 2), exchange=exchange),)
    return ()


def ids_are_stable(subject: Subject) -> Conversation:
    """A record keeps its id: asked again, the same records come under the same ids."""
    for exchange, got, wanted in (yield from _asked_again(subject)):
        missing = [key for key in wanted if key not in set(got)]
        if missing and len(got) >= len(wanted):
            expected = f"the ids of before: {shown(missing, 2)}"
            return (Departure(expected=expected, got=shown(got, 2), exchange=exchange),)
    return ()


def records_stay(subject: Subject) -> Conversation:
    """A record that was listed is listed again when the same question is asked again."""
    for exchange, got, wanted in (yield from _asked_again(subject)):
        gone = [key for key in wanted if key not in set(got)]
        if gone and len(got) < len(wanted):
            expected = f"the {len(wanted)} records of before, {shown(gone, 2)} among them"
            return (Departure(expected=expected, got=f"{len(got)} records, without", exchange=exchange),)
    return ()


_Again = tuple[Exchange, list[str | None], list[str | None]]
"""A page asked for once more: the answer, its ids, and those of the walk."""


def _asked_again(subject: Subject) -> Generator[Query, Exchange, list[_Again]]:
    """A page of the walk once more; at depth full the first one twice, for what changes by turns, and others."""
    first, leaves = first_page(subject), subject.harvest.leaves
    places = [place for place, leaf in enumerate(leaves) if len(leaf.ids) > 1]
    full = subject.depth is Depth.FULL
    drawn = subject.draw("pages again", places, _AGAIN if full else 1)
    pages = [(leaf.exchange.query, leaf.ids, 2) for leaf in (leaves[place] for place in drawn)]
    ids = leaves[0].ids
    pages += [(first, ids, occasion) for occasion in ((2, 3) if full else ())] or [(first, ids, 2)] * (not places)
    found = []
    for query, wanted, occasion in pages:
        exchange = yield replace(query, occasion=occasion)
        found.append((exchange, ids_of(subject.page(exchange)), list(wanted)))
    return found


def past_the_end_is_empty(subject: Subject) -> Conversation:
    """Behind the last record comes an empty page."""
    if not subject.harvest.complete:
        return ()
    # In the words of the importer, which asks for this page too: one question serves both.
    beyond = max(len(subject.harvest.ids), subject.total or 0)
    exchange = yield subject.listing(Selection(top=_PAGE, skip=beyond, order=subject.entity.newest_first))
    page = subject.dialect.read_page(exchange, subject.entity)
    if page.readable and not page.records:
        return ()
    got = f"{len(page.records)} records" if page.readable else f"status {exchange.status}: {excerpt(exchange.body)}"
    return (Departure(expected=f"an empty list behind record {beyond}", got=got, exchange=exchange),)


def last_page_has_no_next(subject: Subject) -> Iterator[Departure]:
    """A next link promises more records."""
    if not subject.harvest.complete:
        return
    for leaf, following in pairwise(subject.harvest.leaves):
        if leaf.next and not following.ids:
            expected = "no next link behind the last record"
            yield Departure(expected=expected, got="a link to an empty page", exchange=leaf.exchange)


def next_stays_on_origin(subject: Subject) -> Conversation:
    """A next link leads to the service that gave it."""
    exchange, page = yield from _first_next(subject)
    if not page.next:
        return ()
    ours, theirs = urlsplit(subject.base), _parts(page.next)
    if theirs is None:
        expected = f"a next link on {ours.scheme}://{ours.netloc}"
        return (Departure(expected=expected, got=f"no address: {page.next!r}", exchange=exchange),)
    if (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc):
        return ()
    got = f"{theirs.scheme}://{theirs.netloc}"
    return (Departure(expected=f"a next link on {ours.scheme}://{ours.netloc}", got=got, exchange=exchange),)


def next_keeps_the_options(subject: Subject) -> Conversation:
    """A next link keeps what was asked for: filter, order, expansion."""
    exchange, page = yield from _first_next(subject)
    link = _parts(page.next)
    if not page.next or link is None:
        return ()
    lost = _lost_in_the_link(exchange, page, link)
    return lost or (yield from _lost_behind_the_link(subject, page))


def _lost_in_the_link(exchange: Exchange, page: Page, link: SplitResult) -> Sequence[Departure]:
    asked = dict(parse_qsl(urlsplit(exchange.query.url).query))
    kept = dict(parse_qsl(link.query))
    lost = [name for name in asked if name not in ("$top", "$skip", "$skiptoken", "limit") and name not in kept]
    changed = [
        name
        for name in asked
        if name in kept and name in ("$filter", "$orderby", "$expand") and asked[name] != kept[name]
    ]
    if not lost and not changed:
        return ()
    expected = f"a next link with {shown(sorted([*lost, *changed]))}"
    return (Departure(expected=expected, got=page.next, exchange=exchange),)


def _lost_behind_the_link(subject: Subject, page: Page) -> Conversation:
    """At depth full: whether the records behind a link fulfil the filter of the page before it."""
    conditions, address = unsized(subject).conditions, on_origin(page.next, subject.base)
    if subject.depth is not Depth.FULL or not conditions or not address:
        return ()
    exchange = yield Query(url=address)
    for record in subject.dialect.read_page(exchange, subject.entity).records:
        value = record.content.get("updated")
        if isinstance(value, str) and value < str(conditions[0].value):
            expected = f"behind the link only records changed since {conditions[0].value}, as before it"
            return (Departure(expected=expected, got=f"one changed {value}", record=record.id, exchange=exchange),)
    return ()


def _parts(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _first_next(subject: Subject) -> Generator[Query, Exchange, tuple[Exchange, Page]]:
    """What the service pages by itself."""
    exchange = yield subject.listing(unsized(subject))
    page = subject.dialect.read_page(exchange, subject.entity)
    if not page.readable:
        raise NotOffered("a listing without a page size, or filtered, is not answered")
    return exchange, page


def unsized(subject: Subject) -> Selection:
    """
    A listing without a size, filtered so that options are in play, its lists not inline.

    Where links alone lead on, and all the records fit on one page, it has a small size, so that there is a link.
    """
    alone = pages_by_links_alone(subject)
    moment = _moment_to_ask_from(subject, telling=alone and subject.depth is Depth.FULL)
    since = () if moment is None else (moment,)
    conditions = tuple(Condition(property="updated", operator="ge", value=moment) for moment in since)
    order = ((subject.entity.key, False),) if "order" in subject.dialect.FEATURES else ()
    if "filter" not in subject.dialect.FEATURES or "ge" not in subject.entity.filters.get("updated", ()):
        conditions = ()
    top = _SMALL if alone else None
    return Selection(top=top, conditions=conditions, order=order, expand=())


def _moment_to_ask_from(subject: Subject, *, telling: bool) -> str | None:
    """The first change that the walk saw, or, to see whether a filter is kept, one with as many before as behind it."""
    column = subject.harvest.columns.get("updated", ())
    moments = (value for value in column if isinstance(value, str))
    if not telling:
        return min(moments, default=None)
    ordered = sorted(moments)
    return ordered[len(ordered) // 2 if len(ordered) > _TELLING else 0] if ordered else None


HARVESTS: dict[str, HarvestCheck] = {
    "paging/walk-ends": walk_ends,
    "paging/no-duplicate-ids": ids_are_distinct,
    "paging/count-equals-ids": count_equals_ids,
    "paging/pages-full": pages_are_full,
    "paging/last-page-without-next": last_page_has_no_next,
}

CONVERSATIONS = {
    "paging/count-plain": count_is_plain,
    "paging/pages-join": pages_join,
    "paging/order-stable": order_is_stable,
    "paging/ids-stable": ids_are_stable,
    "paging/records-stay": records_stay,
    "paging/past-the-end-empty": past_the_end_is_empty,
    "paging/next-on-origin": next_stays_on_origin,
    "paging/next-keeps-options": next_keeps_the_options,
}
