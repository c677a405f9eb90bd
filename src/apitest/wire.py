"""
Query → exchange, entity set → walk: the only socket and the only clock.

Read-only by construction: GET and HEAD, on the target's own origin, within its rate, connections and budget, which
hold over all workers because the evidence keeps them. What a target answers is never an exception; that it does not
answer is `NoAnswer`.
"""

import base64
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import httpx

from apitest import __version__
from apitest.dialects import Dialect
from apitest.errors import ApitestError, BudgetSpent, ConfigurationError, NoAnswer
from apitest.evidence import Evidence, Failure, digest_of
from apitest.model import EntitySet, Exchange, Page, Query, Selection, Target

PAGE_SIZE = 100
"""What the portal's importer asks for (H-PAG-01)."""
ORDER = (("updated", True), ("id", False))
"""How the portal's importer orders (H-REQ-09)."""
MAXIMUM_BODY = 64 * 1024 * 1024
_POLL_SECONDS = 0.02
_TOO_MANY = 429
_UNAVAILABLE = 503


def moment() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds of a clock that never goes back."""
    return time.monotonic()


class Client:
    """Asks one target, politely, each query once."""

    def __init__(
        self,
        target: Target,
        evidence: Evidence,
        *,
        transport: httpx.BaseTransport | None = None,
        contact: str = "",
    ) -> None:
        """
        Prepare to ask; nothing is sent yet.

        Raises:
            ConfigurationError: a credential that the configuration refers to is not set.
        """
        self.target = target
        self.evidence = evidence
        headers = {"User-Agent": f"apitest/{__version__} (API conformance test{'; ' if contact else ''}{contact})"}
        headers |= _authorization(target)
        self._http = httpx.Client(
            transport=transport,
            headers=headers,
            timeout=httpx.Timeout(target.politeness.timeout, connect=min(10.0, target.politeness.timeout)),
            follow_redirects=False,
            trust_env=transport is None,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, query: Query) -> Exchange:
        """
        Ask, unless the run has asked before.

        Raises:
            NoAnswer: no complete answer, or the target asked us to stop.
            BudgetSpent: the request budget is used up.
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
            time.sleep(_POLL_SECONDS)

    def _ask(self, query: Query, digest: str) -> Exchange | Failure:
        try:
            self._wait_for_leave(query, digest)
        except BaseException:
            self.evidence.release(digest)
            raise
        answer = self._fetch(query)
        self.evidence.keep(self.target.id, digest, answer, query)
        if isinstance(answer, Exchange) and answer.status in (_TOO_MANY, _UNAVAILABLE):
            after = answer.header("retry-after")
            self.evidence.halt(
                self.target.id,
                f"status {answer.status}, the service asks not to be asked" + (f" for {after} s" if after else ""),
            )
        elif isinstance(answer, Failure) and self.evidence.meter(self.target.id).bytes == 0:
            self.evidence.halt(self.target.id, answer.reason)
        return answer

    def _wait_for_leave(self, query: Query, digest: str) -> None:
        limits = (
            self.target.politeness.rate,
            self.target.politeness.connections,
            self.target.politeness.max_requests,
        )
        while True:
            now = time.time()
            leave = self.evidence.admit(
                self.target.id, digest, limits, now=now, until=now + self.target.politeness.timeout * 4
            )
            if isinstance(leave, float):
                if leave:
                    time.sleep(leave)
                return
            if leave == "budget":
                raise BudgetSpent(
                    expected=f"a verdict within {limits[2]} requests",
                    got="a budget that is used up",
                    where=self.target.id,
                    fix="Raise --max-requests, or narrow the run with --entity or --depth quick.",
                )
            if leave != "busy":
                raise _no_answer(query, leave)
            time.sleep(_POLL_SECONDS)

    def _fetch(self, query: Query) -> Exchange | Failure:
        start = time.monotonic()
        deadline = start + self.target.politeness.timeout * 4
        body = bytearray()
        try:
            with self._http.stream(query.method, query.url, headers={"Accept": query.accept}) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MAXIMUM_BODY:
                        return Failure(reason=f"a body over {MAXIMUM_BODY // 1024 // 1024} MiB")
                    if time.monotonic() > deadline:
                        return Failure(reason=f"an answer still unfinished after {deadline - start:.0f} s")
        except httpx.DecodingError as error:
            return Failure(reason=f"a body whose Content-Encoding cannot be undone ({error})")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Failure(reason=_words(error))
        return Exchange(
            query=query,
            status=response.status_code,
            headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
            body=bytes(body),
            seconds=time.monotonic() - start,
        )


class Walk:
    """An entity set page after page, as a stream; `ending` says afterwards how it ended."""

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
        base, seen, urls = self._client.target.url, set[str | None](), set[str]()
        served, pages = 0, 0
        query = self._listing(0, 0)
        while True:
            if self._most is not None and pages >= self._most:
                self.ending = "limited"
                return
            urls.add(query.url)
            exchange = self._client.send(query)
            page = self._dialect.read_page(exchange, self._entity)
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
        if page.next:
            return self._again(Query(url=on_origin(page.next, base)))
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
    """An address with the scheme and host of the target: we never leave it, whatever a link says."""
    ours, theirs = urlsplit(base), urlsplit(address)
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


def _words(error: Exception) -> str:
    kinds = {
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
