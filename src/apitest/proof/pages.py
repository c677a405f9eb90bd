"""
Pages that are said and read in parts: most of the rows of a page are those of the honest one.

What the honest endpoint says is said once; a page on which other records stand is spliced together from it, and read in
the same way.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import orjson

from apitest.acceptance.answers import Answer, Silence, rows_in
from apitest.acceptance.portal import Reader
from apitest.dialects import Dialect
from apitest.dialects.speech import Path, Question, Reply, Rows, inside
from apitest.model import Contract, EntitySet, Exchange, Page, Record
from apitest.proof.memory import Recent, RememberedStore

_QUESTIONS, _PAGES = 20_000, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Spliced:
    """How a page was made of an honest one: other records put in, some left out, or in another order."""

    honest: bytes
    before: bytes
    behind: bytes
    novel: tuple[bytes, ...]
    """The records that the honest page has not."""
    places: tuple[int | None, ...]
    """Of each record where it stands on the honest page; None: it is the next of the novel ones."""

    @property
    def of_the_novel(self) -> bytes:
        """A page of the novel records alone."""
        return self.before + b",".join(self.novel) + self.behind


class RememberedDialect:
    """A dialect whose readings are remembered by the answer, and its pages by the rows found in the honest store."""

    def __init__(self, dialect: Dialect, store: RememberedStore) -> None:
        """Stand in for a dialect."""
        self._dialect, self._store = dialect, store
        for name in ("FEATURES", "LACKS", "LAYOUT", "NAME", "ROOT", "UNSAYABLE", "place"):
            # Asked for millions of times, so not looked up by way of `__getattr__`.
            setattr(self, name, getattr(dialect, name))
        self._pages: Recent[Page] = Recent(_PAGES)
        self._heard: Recent[Question] = Recent(_QUESTIONS)
        self._answers: Recent[Answer] = Recent(_PAGES)
        """Pages as the portal's importer reads them."""
        self._parts: Recent[tuple[bytes, list[bytes], bytes] | None] = Recent(_PAGES)
        self._splices: Recent[Spliced] = Recent(_PAGES)
        """By the body of the page."""
        self._replies: dict[Hashable, Reply] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the dialect has
        """Everything else is the dialect's own."""
        return getattr(self._dialect, name)

    def read_page(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a listing."""
        return self._read("page", exchange, entity, self._dialect.read_page)

    def read_item(self, exchange: Exchange, entity: EntitySet) -> Page:
        """Read a single record."""
        return self._read("item", exchange, entity, self._dialect.read_item)

    def _read(
        self, kind: str, exchange: Exchange, entity: EntitySet, work: Callable[[Exchange, EntitySet], Page]
    ) -> Page:
        # Of the headers only the type is shown to the dialect, so that what it reads cannot depend on others.
        headers = tuple(pair for pair in exchange.headers if pair[0] == "content-type")
        asked = (kind, entity.name, exchange.query.url, exchange.status, headers)

        def read(body: bytes) -> Page:
            return work(replace(exchange, headers=headers, body=body), entity)

        def page() -> Page:
            splice = self._splices.get(exchange.body)
            honest = self._pages.get((*asked, splice.honest)) if splice else None
            return (splice and honest and _put_together(honest, splice, read)) or read(exchange.body)

        return self._pages.of((*asked, exchange.body), page)

    def rows_in(self, exchange: Exchange | Silence, reader: Reader) -> Answer:
        """As `acceptance.answers.rows_in`; a row that stands on the honest page too is the same object."""
        if isinstance(exchange, Silence):
            return rows_in(exchange, reader)

        def answer() -> Answer:
            splice = self._splices.get(exchange.body)
            return (splice and self._rows_of(exchange, reader, splice)) or rows_in(exchange, reader)

        return self._answers.of((reader, exchange.status, exchange.body), answer)

    def _rows_of(self, exchange: Exchange, reader: Reader, splice: Spliced) -> Answer | None:
        honest = self.rows_in(replace(exchange, body=splice.honest), reader).rows or []
        others = rows_in(replace(exchange, body=splice.of_the_novel), reader).rows if splice.novel else []
        stands = max((place or 0 for place in splice.places), default=0) < len(honest)
        if not stands or others is None or len(others) != len(splice.novel):
            return None
        novel = iter(others)
        return Answer([next(novel) if place is None else honest[place] for place in splice.places])

    def hear(self, path: str, query: str, contract: Contract) -> Question:
        """Understand a question; the contract is the same for all questions in a dialect."""
        return self._heard.of((path, query), lambda: self._dialect.hear(path, query, contract))

    def say_service(self, contract: Contract, base: str, question: Question) -> Reply:
        """Say which entity sets there are."""
        return self._said(("service", base, question), lambda: self._dialect.say_service(contract, base, question))

    def say_description(self, contract: Contract, base: str, question: Question) -> Reply:
        """Say the description."""
        return self._said(
            ("description", base, question), lambda: self._dialect.say_description(contract, base, question)
        )

    def say_page(self, rows: Rows, question: Question, entity: EntitySet, base: str, query: str) -> Reply:
        """Say a listing."""

        def said(found: Rows) -> Reply:
            return self._dialect.say_page(found, question, entity, base, query)

        honest = self._store.honest_for(rows)
        if honest is None:
            return said(rows)
        reply = self._said((id(honest), question, base, query), lambda: said(honest))
        if honest is rows:
            return reply
        return self._spliced(reply, honest, rows, said) or said(rows)

    def _spliced(self, reply: Reply, honest: Rows, rows: Rows, said: Callable[[Rows], Reply]) -> Reply | None:
        """The honest page with other records put in; None: it cannot be done, everything must be said again."""
        alike = replace(rows, records=honest.records) == honest and len(rows.records) == len(honest.records)
        if not alike:
            return None
        places = {id(record): place for place, record in enumerate(honest.records)}
        novel = [record for record in rows.records if id(record) not in places]
        parts = self._parts.of((id(honest), reply.body), lambda: _in_parts(reply.body, self._dialect.LAYOUT.rows))
        others = _in_parts(said(replace(rows, records=tuple(novel))).body, self._dialect.LAYOUT.rows)
        if not parts or not others or len(others[1]) != len(novel):
            return None
        fresh = iter(others[1])
        texts = [parts[1][places[id(record)]] if id(record) in places else next(fresh) for record in rows.records]
        body = parts[0] + b",".join(texts) + parts[2]
        splice = Spliced(
            honest=reply.body,
            before=parts[0],
            behind=parts[2],
            novel=tuple(others[1]),
            places=tuple(places.get(id(record)) for record in rows.records),
        )
        self._splices.of(body, lambda: splice)
        return replace(reply, body=body)

    def _said(self, key: Hashable, work: Callable[[], Reply]) -> Reply:
        if key not in self._replies:
            self._replies[key] = work()
        return self._replies[key]


def _in_parts(body: bytes, path: Path) -> tuple[bytes, list[bytes], bytes] | None:
    """A page as what stands before its records, the records, and what stands behind them; None: it cannot be told."""
    try:
        records = inside(orjson.loads(body), path)
    except orjson.JSONDecodeError:
        return None
    texts = [orjson.dumps(record) for record in records] if isinstance(records, list) else []
    joined = b",".join(texts)
    if not texts or body.count(joined) != 1:
        return None
    before, _, behind = body.partition(joined)
    return before, texts, behind


def _put_together(honest: Page, splice: Spliced, read: Callable[[bytes], Page]) -> Page | None:
    """
    A spliced page from the honest one as read and its novel records as read by themselves; None: it cannot be told so.

    A dialect reads each row by itself, and what stands around the rows is the same: only where nothing is to be said of
    any of it, for a departure says where on the page it lies.
    """
    if (
        honest.departures
        or not honest.readable
        or max((place or 0 for place in splice.places), default=0) >= len(honest.records)
    ):
        return None
    novel: Iterator[Record] = iter(())
    if splice.novel:
        page = read(splice.of_the_novel)
        around = (page.departures, page.readable, page.next, page.count, len(page.records))
        if around != ((), True, honest.next, honest.count, len(splice.novel)):
            return None
        novel = iter(page.records)
    found = (next(novel) if place is None else honest.records[place] for place in splice.places)
    records = (record if record.index == index else replace(record, index=index) for index, record in enumerate(found))
    return replace(honest, records=tuple(records))
