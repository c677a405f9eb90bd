"""
Asking the reference endpoint in process, thousands of times the same questions.

The first answer to a question goes through the whole wire. What the wire makes of a reply depends on nothing else, so
that a later reply to the same question is that exchange again where it is the same, that exchange with another body
where only the body differs, and goes through the wire in all other cases.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import httpx

from apitest.dialects.speech import Reply
from apitest.errors import CouldNotAssess
from apitest.evidence import Evidence, digest_of
from apitest.model import Exchange, Query, Target
from apitest.reference.negotiating import asked_in
from apitest.reference.pace import StandInClock
from apitest.reference.service import Service, StartResponse
from apitest.wire import Client, may_hold_persons

_PLAIN = re.compile("[!-~]+")
"""A value of a header that the wire passes on as it is."""
Noting = Callable[[tuple[Any, ...], Any], None]
"""Told what was consulted, and what was found there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the wire made of a question and of a reply to it."""

    request: Mapping[str, str]
    """The question as the service is asked it."""
    reply: Reply
    exchange: Exchange


class Asking:
    """One run's questions to one endpoint in process, each asked once; stands in for the wire's client."""

    def __init__(
        self, target: Target, service: Service, samples: dict[Query, Sample], clock: StandInClock, noted: Noting
    ) -> None:
        """Prepare; `samples` are those of earlier runs, and are added to."""
        self.target = target
        self.evidence = cast("Evidence", self)
        self._service, self._samples, self._clock, self._noted = service, samples, clock, noted
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
        if query not in self._answers:
            try:
                self._answers[query] = self._asked(query)
            except CouldNotAssess:
                self._noted(("answer", query), None)
                raise
            self._held.add(digest_of(self.target.id, query))
        self._noted(("answer", query), self._answers[query])
        return self._answers[query]

    def _asked(self, query: Query) -> Exchange:
        sample = self._samples.get(query)
        if sample is None or self._halted:
            return self._over_the_wire(query)
        reply = self._service.answer(**sample.request)
        exchange = _as_before(sample, reply, self.target)
        if exchange is None:
            return self._over_the_wire(query, reply)
        self._last = exchange
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
            self._samples[query] = Sample(request=request, reply=said, exchange=exchange)
        return exchange


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


def _as_before(sample: Sample, reply: Reply, target: Target) -> Exchange | None:
    """The exchange that the wire would make of a reply; None: the wire must say."""
    before, exchange = sample.reply, sample.exchange
    if reply is before or reply == before:
        return exchange
    if may_hold_persons(exchange.query.url):
        # The wire masks whom the other answer names.
        return None
    changed = _changed_headers(before, reply)
    packed = any(name == "content-encoding" for name, _ in exchange.headers)
    if changed is None or packed or sample.request["method"] == "HEAD" or len(reply.body) > target.politeness.max_body:
        return None
    changed["content-length"] = str(len(reply.body))
    headers = tuple((name, changed.get(name, value)) for name, value in exchange.headers)
    return replace(exchange, headers=headers, body=reply.body, received=len(reply.body))


def _changed_headers(before: Reply, after: Reply) -> dict[str, str] | None:
    """Headers that differ in nothing but plain values, by name in small letters; None: more differs than that."""
    if (before.status, before.content_type) != (after.status, after.content_type):
        return None
    names = [name.lower() for name, _ in before.headers]
    if names != [name.lower() for name, _ in after.headers] or len(set(names)) < len(names):
        return None
    differ = {
        name.lower(): value
        for (name, value), (_, was) in zip(after.headers, before.headers, strict=True)
        if value != was
    }
    return differ if all(_PLAIN.fullmatch(value) for value in differ.values()) else None
