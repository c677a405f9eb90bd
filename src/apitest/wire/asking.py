"""Query → exchange: asked once a run, politely, within what the target allows and what we allow it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

from apitest import __version__
from apitest.errors import NOT_IN_RECORDING, ApitestError, BudgetSpent, NoAnswer, NotRecorded
from apitest.evidence import Evidence, Failure, Limits, Packed, digest_of
from apitest.model import Exchange, Query, Refusal, Target
from apitest.wire.authorising import Authorisation, authorisation_of
from apitest.wire.connecting import Deadline, http_client, words_of
from apitest.wire.elsewhere import Elsewhere, origin_of
from apitest.wire.granting import Granting, without
from apitest.wire.intake import Intake, Unfinished
from apitest.wire.masking import without_persons
from apitest.wire.pseudonyms import Pseudonyms
from apitest.wire.securing import context_of

_POLL_SECONDS = 0.02
_POLLS_TO_PROBE = 50
_ATTEMPTS = 3
"""How often a query is tried where the connection breaks or the service is busy."""
LONGEST_PAUSE = 30.0
"""Seconds; a service that asks to be left alone for longer is asked nothing more in this run."""
_BUSY = (429, 503)
_UNAUTHORISED = 401
Got = TypeVar("Got")
_MASKED_ID = "nothing: only the process that has read the id of this contact can ask for it, and another one has"
_UNFINISHED = "an answer still unfinished after all the time it is given"


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
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Prepare to ask; nothing is sent yet. `sleep` and `clock` (seconds that never go back) stand in for real time.

        Raises:
            ConfigurationError: a credential that the configuration refers to is not set.
        """
        self.target, self.evidence = target, evidence
        self._sleep, self._clock = sleep, clock
        polite = target.politeness
        self._limits = Limits(
            rate=polite.rate,
            connections=polite.connections,
            requests=polite.max_requests,
            bytes=polite.max_bytes,
            seconds=polite.max_seconds,
        )
        headers = {
            "User-Agent": f"apitest/{__version__} (API conformance test{'; ' if contact else ''}{contact})",
            "Accept-Encoding": "gzip, deflate",
        }
        self._deadline, self._ids = Deadline(), Pseudonyms()
        self._granting = Granting(authorisation_of(target), polite, transport=transport)
        self._elsewhere = Elsewhere(target, headers, self._deadline, transport=transport)
        self._http = http_client(
            headers,
            polite,
            self._deadline,
            transport=transport,
            context=context_of(target),
            secured=target.url.startswith("https:"),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
        self._elsewhere.close()

    def send(self, query: Query) -> Exchange:
        """
        Ask, unless the run has asked before. May be called from several threads.

        Raises:
            NoAnswer: no complete answer, or the target asked us to stop.
            BudgetSpent: the budget of requests or bytes is used up.
            NotRecorded: the evidence is a recording to be judged, and does not hold the answer.
        """
        if query.method not in ("GET", "HEAD"):
            raise ApitestError(expected="GET or HEAD", got=query.method, where=query.url)
        if self._elsewhere.concerns(query) and not self.target.politeness.max_files:
            raise ApitestError(expected="an address of the target", got="another one", where=query.url)
        digest = digest_of(self.target.id, query)
        patience = self.target.politeness.deadline * _ATTEMPTS + LONGEST_PAUSE * _ATTEMPTS
        for polls in count(1):
            known = self.evidence.find(digest)
            if known is None and self.evidence.sealed:
                known = self.evidence.alike(self.target.id, query) or self._unrecorded(query)
            if known is None and self.evidence.claim(digest, now=self._clock(), until=self._clock() + patience):
                known = self._ask(query, digest)
            if isinstance(known, Exchange):
                return known
            if isinstance(known, Failure):
                raise no_answer(query, known.reason)
            self._wait_for_others(polls)
        raise AssertionError("unreachable")

    def _unrecorded(self, query: Query) -> Failure:
        """
        Why a recording does not hold an answer: what kept the run from asking, if that is known.

        Raises:
            BudgetSpent, NotRecorded: the allowance had been used up, or nobody asked.
        """
        meter, limits = self.evidence.meter(self.target.id), self._limits
        if limits.requests and meter.requests >= limits.requests:
            raise _budget_spent(self.target, "requests")
        if limits.bytes and meter.bytes >= limits.bytes:
            raise _budget_spent(self.target, "bytes")
        if meter.halted:
            return Failure(reason=meter.halted)
        raise NotRecorded(
            expected="an answer",
            got=NOT_IN_RECORDING,
            where=f"{query.method} {query.url}",
            fix="Record this question too, or judge the service itself with 'apitest run'.",
        )

    def _ask(self, query: Query, digest: str) -> Exchange | Failure:
        elsewhere = self._elsewhere.concerns(query)
        try:
            self._be_able_to_ask(query)
            got = self._attempt(query, digest) if elsewhere else self._retrying(query, digest)
        except BaseException:
            self.evidence.release(digest)
            raise
        self.evidence.keep(self.target.id, digest, got.answer, query, got.body)
        if not elsewhere:
            self._heed(got.answer)
        return got.answer

    def _be_able_to_ask(self, query: Query) -> None:
        """
        See that the ids in an address are known as the service knows them.

        Raises:
            NoAnswer: only a digest of one is.
        """
        if self._ids.real(query.url) is None:
            raise no_answer(query, _MASKED_ID)

    def _retrying(self, query: Query, digest: str) -> "_Attempt":
        """
        Attempts until one is an answer; between two the target is left in peace, by all workers.

        After the last attempt an answer of 429 or 503 is an answer like any other.
        """
        refusals: list[Refusal] = []

        def again(state: RetryCallState) -> None:
            got: _Attempt = state.outcome.result() if state.outcome else _NOTHING
            if isinstance(got.answer, Exchange):
                refusals.append(Refusal(status=got.answer.status, after=got.answer.header("retry-after")))
            self.evidence.give_back(self.target.id, digest, got.received)
            after = _wanted_pause(got.answer)
            pause = after if after is not None else wait_random_exponential(multiplier=0.5, max=8)(state)
            self.evidence.pause(self.target.id, self._clock() + pause)

        retries = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            retry=retry_if_result(self._is_passing),
            before_sleep=again,
            sleep=lambda _seconds: None,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else _NOTHING,
        )
        got = retries(self._attempt, query, digest)
        if not refusals or isinstance(got.answer, Failure):
            return got
        return replace(got, answer=replace(got.answer, refusals=tuple(refusals)))

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
        authorisation = self._authorised(query)
        got = self._tried(query, digest, authorisation)
        if isinstance(got.answer, Exchange) and self._is_refused(got.answer, authorisation):
            self.evidence.give_back(self.target.id, digest, got.received)
            return self._tried(query, digest, self._authorised(query))
        return got

    def _authorised(self, query: Query) -> Authorisation:
        """What is sent with a question: credentials go to the target's own origin and to no other."""
        if origin_of(query.url) != origin_of(self.target.url):
            return without(self._granting.known)
        return self._granted(self._granting.current)

    def _is_refused(self, answer: Exchange, authorisation: Authorisation) -> bool:
        """Whether what was sent is not good enough any more, and there is something else to be sent."""
        if answer.status != _UNAUTHORISED or not authorisation.headers:
            return False
        return self._granted(lambda: self._granting.renew(authorisation))

    def _granted(self, ask: Callable[[], Got]) -> Got:
        try:
            return ask()
        except NoAnswer as trouble:
            self.evidence.halt(self.target.id, f"no access token: {trouble.got} from {trouble.where}")
            raise

    def _tried(self, query: Query, digest: str, authorisation: Authorisation) -> "_Attempt":
        self._wait_for_leave(query, digest)
        start = self._clock()
        try:
            return self._fetch(query, start, authorisation)
        finally:
            if self._limits.seconds:
                self.evidence.spend(self.target.id, self._clock() - start)

    def _wait_for_leave(self, query: Query, digest: str) -> None:
        for polls in count(1):
            now = self._clock()
            until = now + self.target.politeness.deadline
            leave = self.evidence.admit(self.target.id, digest, self._limits, now=now, until=until, alone=query.alone)
            if isinstance(leave, float):
                if leave:
                    self._sleep(leave)
                return
            if leave in ("requests", "bytes", "seconds"):
                raise _budget_spent(self.target, leave)
            if leave != "busy":
                raise no_answer(query, leave)
            self._wait_for_others(polls)

    def _wait_for_others(self, polls: int) -> None:
        """Give other workers a moment. Now and then try to write: one that cannot may hold for good what we wait for."""
        if polls % _POLLS_TO_PROBE == 0:
            self.evidence.probe()
        self._sleep(_POLL_SECONDS)

    def _fetch(self, query: Query, start: float, authorisation: Authorisation) -> "_Attempt":
        polite = self.target.politeness
        intake = Intake("", polite.max_body)
        try:
            with (
                self._deadline.within(polite.deadline),
                self._begun(query, authorisation) as response,
            ):
                first_byte = self._clock() - start
                intake = Intake(response.headers.get("content-encoding", ""), polite.max_body)
                self._take_all(response, intake)
                body = intake.body()
        except Unfinished as cut:
            return _Attempt(Failure(reason=str(cut)), received=intake.received)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            if isinstance(error, httpx.TimeoutException) and self._clock() - start >= polite.deadline:
                return _Attempt(Failure(reason=_UNFINISHED), received=intake.received)
            passing = isinstance(error, httpx.TransportError)
            return _Attempt(
                Failure(reason=authorisation.cleaned_text(words_of(error))),
                received=intake.received,
                passing=passing,
            )
        answer = Exchange(
            query=query,
            status=response.status_code,
            headers=tuple((name.lower(), value) for name, value in response.headers.multi_items()),
            body=body,
            seconds=self._clock() - start,
            first_byte=first_byte,
            received=intake.received,
        )
        clean = without_persons(authorisation.cleaned_answer(answer), self._ids)
        return _Attempt(clean, received=intake.received, body=intake.packed() if clean is answer else None)

    def _begun(self, query: Query, authorisation: Authorisation) -> AbstractContextManager[httpx.Response]:
        headers = {"Accept": query.accept, **dict(query.headers), **authorisation.headers}
        if self._elsewhere.concerns(query):
            return self._elsewhere.client.stream(query.method, query.url, headers=headers)
        url = self._ids.real(query.url) or query.url
        return self._http.stream(query.method, authorisation.addressed(url), headers=headers)

    def _take_all(self, response: httpx.Response, intake: Intake) -> None:
        stream = response.stream
        assert isinstance(stream, httpx.SyncByteStream)
        for chunk in stream:
            intake.take(chunk)
            if self._deadline.passed():
                raise Unfinished(_UNFINISHED)


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


def _wanted_pause(answer: Exchange | Failure) -> float | None:
    """Seconds that a busy service asks for with Retry-After, as a number or as a date; None: it does not say."""
    told = answer.header("retry-after").strip() if isinstance(answer, Exchange) else ""
    if told.isdecimal():
        return float(told)
    until = _moment_of(told)
    if until is None:
        return None
    served = _moment_of(answer.header("date")) if isinstance(answer, Exchange) else None
    # The service's own clock, if it tells it: neither a jump of ours nor an error of theirs makes a pause longer.
    return max(0.0, until - (time.time() if served is None else served))


def _moment_of(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _budget_spent(target: Target, kind: str) -> BudgetSpent:
    polite = target.politeness
    limits = {"requests": polite.max_requests, "bytes": polite.max_bytes, "seconds": f"{polite.max_seconds:g}"}
    return BudgetSpent(
        expected=f"a verdict within {limits[kind]} {kind}",
        got="a budget that is used up",
        where=target.id,
        fix=f"Raise --max-{kind}, or narrow the run with --entity or --depth quick.",
    )


def no_answer(query: Query, reason: str) -> NoAnswer:
    """What to say where nothing can be judged for want of an answer."""
    return NoAnswer(
        expected="an answer",
        got=reason,
        where=f"{query.method} {query.url}",
        fix="Check the address and that the service runs; then run again.",
    )
