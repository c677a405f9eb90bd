"""An entity set, page after page, as a stream that always ends."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Protocol

from apitest.dialects import Dialect
from apitest.dialects.body import on_origin
from apitest.errors import BudgetSpent
from apitest.model import EntitySet, Exchange, Page, Query, Selection, Target
from apitest.shelves import Known
from apitest.wire.asking import no_answer

PAGE_SIZE = 100
"""What the portal's importer asks for (H-PAG-01)."""
ORDER = (("updated", True), ("id", False))
"""How the portal's importer orders (H-REQ-09)."""
_TOO_MANY = 429
"""Says something of our haste, nothing of the service."""
_IN_FLIGHT = 4
"""Pages asked for at a time where the target sets no limit."""


class Asker(Protocol):
    """Whoever answers for a target: a client, or a recording."""

    @property
    def target(self) -> Target:
        """What is asked, and how politely."""

    @property
    def send(self) -> Callable[[Query], Exchange]:
        """Query → answer; raises `CouldNotAssess` where there is none."""


class _Ahead:
    """Pages asked for before their turn, several at a time, taken in their order."""

    def __init__(self, client: Asker) -> None:
        self._client = client
        self._planned: Iterator[Query] = iter(())
        self._asked: dict[str, Future[Exchange]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._many = 0

    def plan(self, queries: Iterable[Query], many: int) -> None:
        """Ask for these in the background, so many at a time."""
        self._planned = iter(queries)
        self._many = many
        self._pool = ThreadPoolExecutor(many)
        self._top_up()

    def send(self, query: Query) -> Exchange:
        """
        The answer to a query, asked for already or now.

        Raises:
            NoAnswer, BudgetSpent: as `Client.send`.
        """
        waiting = self._asked.pop(query.url, None)
        if waiting is None:
            return self._client.send(query)
        exchange = waiting.result()
        self._top_up()
        return exchange

    def _top_up(self) -> None:
        pool = self._pool
        if pool is not None:
            for query in islice(self._planned, self._many - len(self._asked)):
                self._asked[query.url] = pool.submit(self._client.send, query)

    def close(self) -> None:
        """Wait for what is on its way: which pages were asked for must not depend on how fast they came."""
        self._planned = iter(())
        if self._pool:
            self._pool.shutdown(wait=True)


class Walk:
    """
    An entity set page after page, as a stream; `ending` says afterwards how it ended.

    Where pages are counted off by offset and the service says how many records there are, the next pages are asked for
    while one is read, as many at a time as the target allows connections. The order in which they are read is fixed.
    """

    def __init__(
        self,
        client: Asker,
        dialect: Dialect,
        entity: EntitySet,
        *,
        total: int | None = None,
        most_pages: int | None = None,
        occasion: int = 1,
    ) -> None:
        """Prepare a walk; `total` is what the service says there is, `most_pages` a limit of our own."""
        self._client, self._dialect, self._entity = client, dialect, entity
        self._total, self._most, self._occasion = total, most_pages, occasion
        self.ending = "unfinished"

    def __iter__(self) -> Iterator[tuple[Exchange, Page]]:
        """
        Ask for the pages, in order.

        Raises:
            NoAnswer, BudgetSpent: as `Client.send`.
        """
        ahead = _Ahead(self._client)
        try:
            yield from self._pages(ahead)
        finally:
            ahead.close()

    def _pages(self, ahead: _Ahead) -> Iterator[tuple[Exchange, Page]]:
        base, seen, urls = self._client.target.url, Known(), set[str]()
        served, pages = 0, 0
        query = self._listing(0, 0)
        while True:
            if self._most is not None and pages >= self._most:
                self.ending = "limited"
                return
            _stop_without_end(self._client.target, pages, query)
            urls.add(query.url)
            exchange = _answered(ahead, query)
            page = self._dialect.read_page(exchange, self._entity)
            if pages == 0 and self._counts_off(page):
                ahead.plan(self._rest(), self._client.target.politeness.connections or _IN_FLIGHT)
            yield exchange, page
            pages += 1
            served += len(page.records)
            fresh = seen.add([record.id for record in page.records])
            following = self._following(page, served, pages, base)
            if not page.readable:
                self.ending = "undecodable"
            elif following is None:
                self.ending = "complete"
            elif (page.records and not fresh) or following.url in urls or (page.next and not page.records):
                self.ending = "looped"
            else:
                query = following
                continue
            return

    def _counts_off(self, first: Page) -> bool:
        """Whether the offsets of all pages to come can be told from the first one, and there is leave to ask for them."""
        polite = self._client.target.politeness
        return (
            polite.connections != 1
            and not polite.max_requests
            and not polite.max_bytes
            and self._most is None
            and ("skip" in self._dialect.FEATURES or self._numbered)
            and not first.next
            and len(first.records) == PAGE_SIZE
            and self._total is not None
        )

    def _rest(self) -> Iterator[Query]:
        offsets = range(PAGE_SIZE, self._total or 0, PAGE_SIZE)
        return (self._listing(skip, number) for number, skip in enumerate(offsets, start=1))

    def _listing(self, skip: int, number: int) -> Query:
        order = self._entity.newest_first if "order" in self._dialect.FEATURES else ()
        offset = skip if "skip" in self._dialect.FEATURES else None
        selection = Selection(top=PAGE_SIZE, skip=offset, page=number if self._numbered else None, order=order)
        return self._again(self._dialect.listing(self._client.target.url, self._entity, selection))

    @property
    def _numbered(self) -> bool:
        """Whether pages go by number: there are neither offsets nor next links."""
        return self._dialect.FEATURES.isdisjoint({"skip", "next-link"})

    def _following(self, page: Page, served: int, pages: int, base: str) -> Query | None:
        link = on_origin(page.next, base) if page.next else ""
        if link:
            return self._again(Query(url=link))
        if ("skip" not in self._dialect.FEATURES and not self._numbered) or not page.records:
            return None
        if len(page.records) < PAGE_SIZE and self._total is not None and served >= self._total:
            return None
        return self._listing(served, pages)

    def _again(self, query: Query) -> Query:
        if self._occasion == 1:
            return query
        return replace(query, occasion=self._occasion)


def _answered(ahead: _Ahead, query: Query) -> Exchange:
    exchange = ahead.send(query)
    if exchange.status == _TOO_MANY:
        raise no_answer(query, f"status {_TOO_MANY}, the service asks not to be asked")
    return exchange


def _stop_without_end(target: Target, pages: int, following: Query) -> None:
    if pages >= target.politeness.max_pages:
        raise BudgetSpent(
            expected=f"a set that ends within {target.politeness.max_pages} pages",
            got="another page",
            where=f"{following.method} {following.url}",
            fix="Where so many pages are right, raise max-pages of the target in apitest.toml.",
        )
