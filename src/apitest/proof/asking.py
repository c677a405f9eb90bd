"""
Asking the reference endpoint in process, thousands of times the same questions.

What the honest endpoint says goes through the whole wire. What the wire makes of a plain reply depends on nothing else, so
that the same reply to the same question is the same exchange again, and another one is put together as the wire would.
What is not plain goes through the wire: what makes it wait, ask again, unpack, or replace the ids of persons.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx

from apitest.dialects.speech import Reply
from apitest.errors import CouldNotAssess
from apitest.evidence import Evidence, digest_of
from apitest.model import MASKED, Exchange, Query, Target
from apitest.reference.negotiating import asked_in
from apitest.reference.pace import StandInClock
from apitest.reference.service import Service, StartResponse
from apitest.wire import Client, Pseudonyms, on_origin, without_persons

_PLAIN = re.compile("[!-~]+(?: [!-~]+)*")
"""A value of a header that the wire passes on as it is."""
_FRAMING = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_HANDED_ON = (range(200, 401), range(402, 429), range(430, 503), range(504, 600))
"""Statuses that the wire hands on: it asks again where a service is busy, or does not know who asks."""
Noting = Callable[[tuple[Any, ...], Any], None]
"""Told what was consulted, and what was found there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the wire made of a question and of a reply to it."""

    request: Mapping[str, str]
    """The question as the service is asked it."""
    reply: Reply
    exchange: Exchange
    digest: str
    """Of the question."""


class Asking:
    """One run's questions to one endpoint in process, each asked once; stands in for the wire's client."""

    def __init__(
        self,
        target: Target,
        service: Service,
        samples: dict[Query, Sample],
        clock: StandInClock,
        noted: Noting,
        *,
        over_the_wire: bool = False,
    ) -> None:
        """
        Prepare; `samples` are those of earlier runs, and are added to.

        `over_the_wire`: whatever differs from them goes through the wire.
        """
        self.target = target
        self.evidence = cast("Evidence", self)
        self._service, self._samples, self._clock, self._noted = service, samples, clock, noted
        self._wired = over_the_wire
        self._answers: dict[Query, Exchange] = {}
        self._held: set[str] = set()
        self._wire: Client | None = None
        self._door = _Door(service)
        self._last: Exchange | None = None
        """The last answer that came without the wire, since the wire was used."""
        self._halted = False
        """Whether the wire asks nothing more."""

    def close(self) -> None:
        """Close the wire, if it was needed."""
        if self._wire:
            self._wire.close()
            self._wire.evidence.close()

    def holds(self, digest: str) -> bool:
        """As `Evidence.holds`."""
        held = digest in self._held
        self._noted(("held", digest), held)
        return held

    def send(self, query: Query) -> Exchange:
        """
        Ask, unless this run has asked before.

        Raises:
            NoAnswer, BudgetSpent: as `Client.send`.
        """
        answer = self._answers.get(query)
        if answer is None:
            try:
                answer = self._answers[query] = self._asked(query)
            except CouldNotAssess:
                self._noted(("answer", query), None)
                raise
            sample = self._samples.get(query)
            self._held.add(sample.digest if sample else digest_of(self.target.id, query))
        self._noted(("answer", query), answer)
        return answer

    def _asked(self, query: Query) -> Exchange:
        sample = self._samples.get(query)
        request = sample.request if sample else None if self._wired else _request_of(query, self.target)
        if request is None or self._halted:
            return self._over_the_wire(query)
        reply = self._service.answer(**request)
        if sample and (reply is sample.reply or reply == sample.reply):
            exchange: Exchange | None = sample.exchange
        else:
            exchange = None if self._wired else _exchange_of(query, reply, self.target)
        if exchange is None:
            return self._over_the_wire(query, reply)
        self._last = exchange
        if sample is None:
            self._keep(query, request, reply, exchange)
        return exchange

    def _over_the_wire(self, query: Query, reply: Reply | None = None) -> Exchange:
        """`reply`: what the service has said already; it is not asked again."""
        if self._wire is None:
            self._wire = Client(
                self.target,
                Evidence(),
                transport=httpx.WSGITransport(app=self._door),
                sleep=self._clock.wait,
                clock=self._clock.now,
            )
        evidence = self._wire.evidence
        if self._last is not None:
            # What came without the wire shows the wire that the service answers.
            evidence.keep(self.target.id, digest_of(self.target.id, self._last.query), self._last, self._last.query)
            self._last = None
        self._door.expect(reply)
        try:
            exchange = self._wire.send(query)
        except CouldNotAssess:
            digest = digest_of(self.target.id, query)
            if evidence.holds(digest):
                self._held.add(digest)
            raise
        finally:
            self._halted = bool(evidence.meter(self.target.id).halted)
        if len(self._door.passed) == 1 and query not in self._samples:
            ((request, said),) = self._door.passed
            self._keep(query, request, said, exchange)
        return exchange

    def _keep(self, query: Query, request: Mapping[str, str], reply: Reply, exchange: Exchange) -> None:
        digest = digest_of(self.target.id, query)
        self._samples[query] = Sample(request=request, reply=reply, exchange=exchange, digest=digest)


class _Door:
    """The way into a service (WSGI); keeps what passes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ready: Reply | None = None
        self.passed: list[tuple[Mapping[str, str], Reply]] = []

    def expect(self, reply: Reply | None) -> None:
        """Forget what has passed; `reply` is what the service has said already to the question that comes next."""
        self._ready, self.passed = reply, []

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> list[bytes]:
        request = asked_in(environ)
        reply, self._ready = self._ready or self._service.answer(**request), None
        self.passed.append((request, reply))
        return self._service.sent(reply, environ, start_response)


def _request_of(query: Query, target: Target) -> Mapping[str, str] | None:
    """A plain question as the service is asked it; None: the wire must ask."""
    ours = query.method == "GET" and on_origin(query.url, target.url) == query.url and MASKED not in query.url
    if not ours or not _PLAIN.fullmatch(query.url):
        return None
    try:
        url = httpx.URL(query.url)
    except httpx.InvalidURL:
        return None
    said = {"accept": query.accept, **dict(query.headers)}
    return asked_in(
        {
            "REQUEST_METHOD": query.method,
            "wsgi.url_scheme": url.scheme,
            "HTTP_HOST": url.netloc.decode("ascii"),
            "PATH_INFO": url.path,
            "QUERY_STRING": url.query.decode("ascii"),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in said.items()},
        }
    )


def _exchange_of(query: Query, reply: Reply, target: Target) -> Exchange | None:
    """The exchange that the wire would make of a plain reply; None: the wire must say."""
    told = (("content-type", reply.content_type), *((name.lower(), value) for name, value in reply.headers))
    plain = all(_PLAIN.fullmatch(name) and _PLAIN.fullmatch(value) and name not in _FRAMING for name, value in told)
    handed_on = any(reply.status in statuses for statuses in _HANDED_ON)
    if query.method != "GET" or not plain or not handed_on or len(reply.body) > target.politeness.max_body:
        return None
    size, ids = len(reply.body), Pseudonyms()
    exchange = Exchange(
        query=query,
        status=reply.status,
        headers=(*told, ("content-length", str(size))),
        body=reply.body,
        received=size,
    )
    masked = without_persons(exchange, ids)
    # The wire remembers whom it has masked, and asks for them by name.
    return None if ids.known else masked
