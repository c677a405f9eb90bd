"""
Query → exchange, entity set → walk: the only socket and the only clock.

Read-only by construction: GET and HEAD, on the target's own origin, within its rate, connections and budget, which
hold over all workers because the evidence keeps them. What a target answers is never an exception; that it does not
answer is `NoAnswer`.
"""

import base64
import os
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

from apitest import __version__
from apitest.dialects import Dialect
from apitest.errors import ApitestError, BudgetSpent, ConfigurationError, NoAnswer
from apitest.evidence import Evidence, Failure, Limits, Packed, digest_of
from apitest.model import EntitySet, Exchange, Page, Query, Selection, Target

PAGE_SIZE = 100
"""What the portal's importer asks for (H-PAG-01)."""
ORDER = (("updated", True), ("id", False))
"""How the portal's importer orders (H-REQ-09)."""
MAXIMUM_BODY = 64 * 1024 * 1024
_POLL_SECONDS = 0.02
_IN_FLIGHT = 4
"""Pages asked for at a time where the target sets no limit."""
_ATTEMPTS = 3
"""How often a query is tried where the connection breaks or the service is busy."""
LONGEST_PAUSE = 30.0
"""Seconds; a service that asks to be left alone for longer is asked nothing more in this run."""
_BUSY = (429, 503)
_ENCODINGS = ("gzip", "x-gzip", "deflate")


def moment() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds of a clock that never goes back."""
    return time.monotonic()


def shared_evidence(path: Path) -> Evidence:
    """
    The evidence of a run, on behalf of this process; what a process that died had taken on itself is free again.

    Raises:
        RunDirectoryError: as `Evidence`.
    """
    return Evidence(path, owner=os.getpid(), alive=_lives)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Client:
    """Asks one target, politely, each query once."""

    def __init__(
        self,
        target: Target,
        evidence: Evidence,
        *,
        transport: httpx.BaseTransport | None = None,
        contact: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """
        Prepare to ask; nothing is sent yet.

        Raises:
            ConfigurationError: a credential that the configuration refers to is not set.
        """
        self.target, self.evidence = target, evidence
        self._sleep = sleep
        polite = target.politeness
        self._limits = Limits(
            rate=polite.rate, connections=polite.connections, requests=polite.max_requests, bytes=polite.max_bytes
        )
        headers = {
            "User-Agent": f"apitest/{__version__} (API conformance test{'; ' if contact else ''}{contact})",
            "Accept-Encoding": "gzip, deflate",
        }
        self._http = httpx.Client(
            transport=transport,
            headers=headers | _authorization(target),
            timeout=httpx.Timeout(polite.timeout, connect=min(10.0, polite.timeout)),
            follow_redirects=False,
            trust_env=transport is None,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, query: Query) -> Exchange:
        """
        Ask, unless the run has asked before. May be called from several threads.

        Raises:
            NoAnswer: no complete answer, or the target asked us to stop.
            BudgetSpent: the budget of requests or bytes is used up.
        """
        if query.method not in ("GET", "HEAD"):
            raise ApitestError(expected="GET or HEAD", got=query.method, where=query.url)
        digest = digest_of(self.target.id, query)
        patience = self.target.politeness.timeout * 4 + 60
        while True:
            known = self.evidence.find(digest)
            if known is None and self.evidence.claim(digest, now=time.time(), until=time.time() + patience):
                known = self._ask(query, digest)
            if isinstance(known, Exchange):
                return known
            if isinstance(known, Failure):
                raise _no_answer(query, known.reason)
            self._sleep(_POLL_SECONDS)

    def _ask(self, query: Query, digest: str) -> Exchange | Failure:
        try:
            got = self._retrying(query, digest)
        except BaseException:
            self.evidence.release(digest)
            raise
        self.evidence.keep(self.target.id, digest, got.answer, query, got.body)
        self._heed(got.answer)
        return got.answer

    def _retrying(self, query: Query, digest: str) -> "_Attempt":
        """
        Attempts until one is an answer; between two the target is left in peace, by all workers.

        After the last attempt an answer of 429 or 503 is an answer like any other.
        """

        def again(state: RetryCallState) -> None:
            got: _Attempt = state.outcome.result() if state.outcome else _NOTHING
            self.evidence.give_back(self.target.id, digest, got.received)
            after = _wanted_pause(got.answer)
            pause = after if after is not None else wait_random_exponential(multiplier=0.5, max=8)(state)
            self.evidence.pause(self.target.id, time.time() + pause)

        retries = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            retry=retry_if_result(self._is_passing),
            before_sleep=again,
            sleep=lambda _seconds: None,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else _NOTHING,
        )
        return retries(self._attempt, query, digest)

    def _is_passing(self, got: "_Attempt") -> bool:
        """Whether asking again may help: busy for a while, or a connection that broke after others had held."""
        if isinstance(got.answer, Failure):
            return got.passing and self.evidence.meter(self.target.id).bytes > 0
        after = _wanted_pause(got.answer)
        return got.answer.status in _BUSY and (after is None or after <= LONGEST_PAUSE)

    def _heed(self, answer: Exchange | Failure) -> None:
        """Ask nothing more where the target says so, or where it has never answered."""
        if isinstance(answer, Exchange) and answer.status in _BUSY:
            after = answer.header("retry-after")
            told = f"status {answer.status}, the service asks not to be asked" + (f" for {after} s" if after else "")
            self.evidence.halt(self.target.id, told)
        elif isinstance(answer, Failure) and self.evidence.meter(self.target.id).bytes == 0:
            self.evidence.halt(self.target.id, answer.reason)

    def _attempt(self, query: Query, digest: str) -> "_Attempt":
        self._wait_for_leave(query, digest)
        return self._fetch(query)

    def _wait_for_leave(self, query: Query, digest: str) -> None:
        while True:
            now = time.time()
            until = now + self.target.politeness.timeout * 4
            leave = self.evidence.admit(self.target.id, digest, self._limits, now=now, until=until)
            if isinstance(leave, float):
                if leave:
                    self._sleep(leave)
                return
            if leave in ("requests", "bytes"):
                raise _budget_spent(self.target, leave)
            if leave != "busy":
                raise _no_answer(query, leave)
            self._sleep(_POLL_SECONDS)

    def _fetch(self, query: Query) -> "_Attempt":
        start = time.monotonic()
        deadline = start + self.target.politeness.timeout * 4
        try:
            with self._http.stream(query.method, query.url, headers={"Accept": query.accept}) as response:
                intake = _Intake(response.headers.get("content-encoding", ""), MAXIMUM_BODY)
                _take_all(response, intake, deadline)
                body = intake.body()
        except Unfinished as cut:
            return _Attempt(Failure(reason=str(cut)), received=intake.received)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return _Attempt(Failure(reason=_words(error)), passing=isinstance(error, httpx.TransportError))
        answer = Exchange(
            query=query,
            status=response.status_code,
            headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
            body=body,
            seconds=time.monotonic() - start,
        )
        return _Attempt(answer, received=intake.received, body=intake.packed())


def _take_all(response: httpx.Response, intake: "_Intake", deadline: float) -> None:
    stream = response.stream
    assert isinstance(stream, httpx.SyncByteStream)
    for chunk in stream:
        intake.take(chunk)
        if time.monotonic() > deadline:
            raise Unfinished("an answer still unfinished after all the time it is given")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One try at a query."""

    answer: Exchange | Failure
    received: int = 0
    """Bytes of the body over the wire."""
    body: Packed | None = None
    passing: bool = False
    """Of a failure: one of the connection, which another try may not meet."""


_NOTHING = _Attempt(Failure(reason="nothing was asked"))


class Unfinished(Exception):
    """A body that is not read to its end, and why."""


class _Intake:
    """A body on its way in: kept as received, unpacked under a limit so that a small one cannot become a huge one."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding, self._limit = encoding.strip().lower(), limit
        self._raw, self._plain = bytearray(), bytearray()
        self._unpack = zlib.decompressobj(47) if self._encoding in _ENCODINGS else None

    @property
    def received(self) -> int:
        """Bytes over the wire so far."""
        return len(self._raw)

    def take(self, chunk: bytes) -> None:
        """
        Take the next bytes.

        Raises:
            Unfinished: the body is too long, or is not what its Content-Encoding says.
        """
        self._raw += chunk
        if self._unpack is not None:
            try:
                self._plain += self._unpack.decompress(chunk, self._limit + 1 - len(self._plain))
            except zlib.error as error:
                raise Unfinished(f"a body whose Content-Encoding cannot be undone ({error})") from error
        if max(len(self._raw), len(self._plain)) > self._limit:
            raise Unfinished(f"a body over {self._limit // 1024 // 1024} MiB")

    def body(self) -> bytes:
        """
        The whole body.

        Raises:
            Unfinished: it was packed in a way that we did not offer to understand, or breaks off.
        """
        if self._unpack is not None and self._raw:
            if not self._unpack.eof:
                raise Unfinished("a body whose Content-Encoding cannot be undone (it breaks off)")
            return bytes(self._plain)
        if self._encoding not in ("", "identity", *_ENCODINGS):
            raise Unfinished(f"a body whose Content-Encoding cannot be undone ({self._encoding!r} was not asked for)")
        return bytes(self._raw)

    def packed(self) -> Packed | None:
        """The body as received, where that was compressed."""
        packing = "gzip" if self._encoding == "x-gzip" else self._encoding
        return Packed(packing=packing, content=bytes(self._raw)) if self._unpack is not None and self._raw else None


class _Ahead:
    """Pages asked for before their turn, several at a time, taken in their order."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._planned: deque[Query] = deque()
        self._asked: dict[str, Future[Exchange]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._many = 0

    def plan(self, queries: Iterable[Query], many: int) -> None:
        """Ask for these in the background, so many at a time."""
        self._planned.extend(queries)
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
        while self._pool and self._planned and len(self._asked) < self._many:
            query = self._planned.popleft()
            self._asked[query.url] = self._pool.submit(self._client.send, query)

    def close(self) -> None:
        """Wait for what is on its way: which pages were asked for must not depend on how fast they came."""
        self._planned.clear()
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
        client: Client,
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
        base, seen, urls = self._client.target.url, set[str | None](), set[str]()
        served, pages = 0, 0
        query = self._listing(0, 0)
        while True:
            if self._most is not None and pages >= self._most:
                self.ending = "limited"
                return
            urls.add(query.url)
            exchange = ahead.send(query)
            page = self._dialect.read_page(exchange, self._entity)
            if pages == 0 and self._counts_off(page):
                ahead.plan(self._rest(), self._client.target.politeness.connections or _IN_FLIGHT)
            yield exchange, page
            pages += 1
            served += len(page.records)
            fresh = {record.id for record in page.records} - seen
            seen |= fresh
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
        order = ORDER if "order" in self._dialect.FEATURES else ()
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
        return Query(url=query.url, accept=query.accept, method=query.method, occasion=self._occasion)


def on_origin(address: str, base: str) -> str:
    """An address with the scheme and host of the target: we never leave it, whatever a link says; empty: it is none."""
    try:
        ours, theirs = urlsplit(base), urlsplit(address)
    except ValueError:
        return ""
    return urlunsplit((ours.scheme, ours.netloc, theirs.path, theirs.query, ""))


def _authorization(target: Target) -> dict[str, str]:
    credentials = target.credentials
    if credentials is None:
        return {}

    def secret(name: str) -> str:
        value = os.environ.get(name)
        if not value:
            raise ConfigurationError(
                expected=f"a value in the environment variable {name}",
                got="none",
                where=f"targets.{target.id}.auth",
                fix=f"Set {name} before the run.",
            )
        return value

    if credentials.type == "basic":
        pair = f"{secret(credentials.username_env)}:{secret(credentials.password_env)}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {"Authorization": f"Bearer {secret(credentials.token_env)}"}


def _wanted_pause(answer: Exchange | Failure) -> float | None:
    """Seconds that a busy service asks for with Retry-After, as a number or as a date; None: it does not say."""
    told = answer.header("retry-after").strip() if isinstance(answer, Exchange) else ""
    if told.isdecimal():
        return float(told)
    try:
        moment_told = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, moment_told.timestamp() - time.time())


def _budget_spent(target: Target, kind: str) -> BudgetSpent:
    polite = target.politeness
    within = f"{polite.max_requests} requests" if kind == "requests" else f"{polite.max_bytes} bytes"
    return BudgetSpent(
        expected=f"a verdict within {within}",
        got="a budget that is used up",
        where=target.id,
        fix=f"Raise --max-{kind}, or narrow the run with --entity or --depth quick.",
    )


def _words(error: Exception) -> str:
    kinds: dict[type[Exception], str] = {
        httpx.DecodingError: "a body whose Content-Encoding cannot be undone",
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "no answer in time",
        httpx.ConnectError: "no connection",
        httpx.RemoteProtocolError: "an answer that breaks off or is no HTTP",
    }
    words = next((text for kind, text in kinds.items() if isinstance(error, kind)), "no complete answer")
    return f"{words} ({error})" if str(error) else words


def _no_answer(query: Query, reason: str) -> NoAnswer:
    return NoAnswer(
        expected="an answer",
        got=reason,
        where=f"{query.method} {query.url}",
        fix="Check the address and that the service runs; then run again.",
    )
