"""
What a harvest costs: requests, bytes, and time where time can be told from noise.

A check on time never holds a single figure to a limit. It says *over* where two measurements agree that all of the interval
lies over the limit, *under* where all of it lies under, and else that nobody can tell.
"""

import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import chain

from apitest.checks import contrasting
from apitest.checks.beside import asked_anyway
from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, Undecided, first_page, shown
from apitest.checks.estimating import Claim, Estimate
from apitest.checks.measuring import (
    FEWEST,
    NOT_MODIFIED,
    Growth,
    Probe,
    conditions_of,
    deep_pages,
    growth_of,
    validators_of,
)
from apitest.checks.paging import HarvestCheck
from apitest.checks.telling import in_seconds, span
from apitest.errors import CouldNotAssess
from apitest.model import Departure, Exchange

PAGE = 100
_SMALLEST = 1000
"""Bytes of a page below which packing it saves next to nothing."""
_GAIN = 0.9
"""Packed, a page must have less than this share of its bytes."""
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
"""An entity tag (RFC 9110 §8.8.3)."""
_BUSY = (429, 503)
_STRANGER = 'W/"apitest-never-seen"'
_LONG_AGO = "Mon, 01 Jan 1990 00:00:00 GMT"


# --- requests -----------------------------------------------------------------------------------------------------


def requests_are_few(subject: Subject) -> Iterator[Departure]:
    """The walk took no more pages than its records need."""
    pages = sum(1 for leaf in subject.harvest.leaves if leaf.ids)
    records = len(subject.harvest.ids)
    needed = math.ceil(records / PAGE)
    if subject.harvest.complete and records > PAGE and pages > needed + 1:
        first = next(leaf.exchange for leaf in subject.harvest.leaves if leaf.ids)
        got = f"{pages} requests, {round(records / pages)} records each"
        yield Departure(expected=f"{needed} requests for {records} records", got=got, exchange=first)


def lists_come_inline(subject: Subject) -> Iterator[Departure]:
    """Records come with the lists that were asked for."""
    names = deferred_lists(subject)
    if names:
        records = len(subject.harvest.ids)
        more = round(records * requests_a_record(subject))
        got = f"addresses in place of {shown(names, 3)}: {more} requests more"
        first = next(record for record in subject.harvest.samples if record.deferred)
        yield Departure(
            expected=f"{records} records with their lists",
            got=got,
            record=first.id,
            exchange=subject.harvest.leaves[0].exchange,
        )


def deferred_lists(subject: Subject) -> list[str]:
    """Names of the lists that must be fetched apart."""
    wanted = {f"/{name}" for name in subject.entity.expandable}
    return sorted({name for record in subject.harvest.samples for name in record.deferred} & wanted)


def requests_a_record(subject: Subject) -> float:
    """How many lists of a record must be fetched apart, on the average of the records kept as samples."""
    wanted, samples = {*deferred_lists(subject)}, subject.harvest.samples
    return sum(len(wanted & {*record.deferred}) for record in samples) / len(samples) if samples else 0.0


# --- time ---------------------------------------------------------------------------------------------------------


def deep_pages_are_as_fast(subject: Subject) -> Conversation:
    """A page at the end of the list takes no longer than one at its beginning."""
    records = len(subject.harvest.ids)
    if not subject.harvest.complete or records < FEWEST:
        raise NotOffered(f"{records} records are too few for depth to show; {FEWEST} are needed")
    probes = yield from deep_pages(subject)
    growth = growth_of(probes, subject.seed)
    if growth.claim is Claim.UNDER:
        return ()
    if growth.claim is Claim.UNCLEAR:
        raise Undecided(doubt_about(growth))
    return (
        Departure(
            expected=f"no more than {in_seconds(growth.limit)} longer behind {growth.reach:.0f} records",
            got=f"{in_seconds(growth.base)} at the beginning, {span(growth.low, growth.high)} longer there: "
            f"{order_of(growth.power)} ({telling(probes, growth)})",
            exchange=_deepest(probes),
        ),
    )


def _deepest(probes: tuple[Probe, ...]) -> Exchange:
    return max(probes, key=lambda probe: probe.x).exchange


def telling(probes: tuple[Probe, ...], growth: Growth) -> str:
    """How the figures came about and how noisy they were."""
    return f"{len(probes)} pages timed in two rounds that agree, noise {growth.noise:.0%}"


def doubt_about(growth: Growth) -> str:
    """Why depth is not decided."""
    told = " and ".join(span(item.low, item.high) for item in growth.added)
    return (
        f"two measurements say that the deepest page takes {told} longer, where {in_seconds(growth.limit)} is the limit; "
        f"times of the same page differ by {growth.noise:.0%}"
    )


def order_of(power: Estimate | None) -> str:
    """How time grows, in words."""
    if power is None or power.low is None or power.high is None:
        return "it grows"
    in_step, squared = (power.low <= whole <= power.high for whole in (1, 2))
    words = (
        "in step with depth"
        if in_step and not squared
        else "with the square of depth"
        if squared and not in_step
        else "with depth"
    )
    return f"it grows {words} (power {power.value:.1f}, {power.low:.1f} to {power.high:.1f})"


# --- bytes --------------------------------------------------------------------------------------------------------


def pages_are_compressed(subject: Subject) -> Conversation:
    """Pages come compressed."""
    exchange = yield first_page(subject)
    if not exchange.received:
        raise NotOffered("what came over the wire was not recorded")
    if len(exchange.body) < _SMALLEST:
        raise NotOffered(f"a page of {len(exchange.body)} bytes is too small for it to matter")
    small = packed_size(exchange.body)
    if exchange.received < len(exchange.body) or small >= _GAIN * len(exchange.body):
        return ()
    expected = f"about {small} bytes, with Content-Encoding: gzip"
    got = f"{exchange.received} bytes, {exchange.header('content-encoding') or 'no Content-Encoding'}"
    return (Departure(expected=expected, got=got, exchange=exchange),)


def packed_size(body: bytes) -> int:
    """Bytes that a body would have compressed."""
    return len(zlib.compress(body, 6))


# --- asking again -------------------------------------------------------------------------------------------------


def a_validator_is_sent(subject: Subject) -> Conversation:
    """A page can be known again."""
    exchange = yield first_page(subject)
    known = validators_of(exchange)
    if known and _TAG.fullmatch(known.get("etag", '""')):
        return ()
    if known:
        expected = "an entity tag in quotation marks"
        return (Departure(expected=expected, got=repr(known["etag"]), place="header etag", exchange=exchange),)
    return (Departure(expected="ETag or Last-Modified", got="neither", place="headers", exchange=exchange),)


def the_validator_is_stable(subject: Subject) -> Conversation:
    """A page that has not changed is known again."""
    query = first_page(subject)
    first = yield query
    known = validators_of(first)
    if not known:
        raise NotOffered("the service sends neither ETag nor Last-Modified")
    again = yield replace(query, occasion=2)
    if again.body != first.body:
        raise Undecided("the page changed between two questions")
    for name, value in known.items():
        if again.header(name) != value:
            got = f"{value}, then {again.header(name) or 'nothing'}, for the same page"
            return (Departure(expected=f"the same {name} twice", got=got, place=f"header {name}", exchange=again),)
    return ()


def an_unchanged_page_is_not_sent_again(subject: Subject) -> Conversation:
    """Asked with the validator that it gave out, the service answers that nothing has changed."""
    query = first_page(subject)
    first = yield query
    conditions = conditions_of(first)
    if not conditions:
        raise NotOffered("the service sends neither ETag nor Last-Modified")
    exchange = yield replace(query, headers=conditions)
    if exchange.status == NOT_MODIFIED:
        return ()
    if exchange.body != first.body:
        raise Undecided("the page changed between two questions")
    got = f"status {exchange.status} and the same {len(exchange.body)} bytes again"
    return (Departure(expected=f"status 304 to {_named(conditions)}", got=got, exchange=exchange),)


def not_modified_is_true(subject: Subject) -> Conversation:
    """The service never says that a page is the same where it is not."""
    query = first_page(subject)
    first = yield query
    strangers = [("if-none-match", _STRANGER)]
    strangers += [("if-modified-since", _LONG_AGO)] if first.header("last-modified") else []
    for stranger in strangers:
        exchange = yield replace(query, headers=(stranger,))
        if exchange.status == NOT_MODIFIED:
            expected = f"the page, to {_named((stranger,))}, which it never had"
            return (Departure(expected=expected, got="status 304: not modified", exchange=exchange),)
    conditions = conditions_of(first)
    if conditions and (yield replace(query, headers=conditions)).status == NOT_MODIFIED:
        again = yield replace(query, occasion=3)
        if again.body != first.body and validators_of(again) == validators_of(first):
            got = f"status 304, and another page of {len(again.body)} bytes under the same tag"
            return (Departure(expected="the same page behind a 304", got=got, exchange=again),)
    return ()


def _named(conditions: tuple[tuple[str, str], ...]) -> str:
    return " ".join(f"{name}: {value}" for name, value in conditions)


# --- patience -----------------------------------------------------------------------------------------------------


def who_is_busy_says_when(subject: Subject) -> Conversation:
    """A service that asks to be left alone says for how long, in the walk and beside it."""
    refused = [leaf.exchange for leaf in subject.harvest.leaves if leaf.exchange.refusals]
    for query in (*(exchange.query for exchange in refused[:1]), *asked_anyway(subject)):
        try:
            exchange = yield query
        except CouldNotAssess:
            # Whoever asked for it says so.
            continue
        refused += [exchange] if exchange.refusals or exchange.status in _BUSY else []
    if not refused:
        raise NotOffered("the service did not ask to be left alone")
    return [*chain.from_iterable(map(_waits_untold, refused))][:1]


def _waits_untold(exchange: Exchange) -> Iterator[Departure]:
    """What is wrong with how an answer, and those before it, say how long to wait."""
    said = [(refusal.status, refusal.after) for refusal in exchange.refusals]
    said += [(exchange.status, exchange.header("retry-after"))] if exchange.status in _BUSY else []
    for status, after in said:
        if not after:
            got = f"status {status} without it"
            yield Departure(expected="Retry-After", got=got, place="header Retry-After", exchange=exchange)
        elif not _says_when(after):
            expected = "Retry-After in seconds, or until a date"
            yield Departure(expected=expected, got=repr(after), place="header Retry-After", exchange=exchange)


def _says_when(after: str) -> bool:
    """Whether a program can read how long it is to wait (RFC 9110 §10.2.3)."""
    if after.strip().isdecimal():
        return True
    try:
        parsedate_to_datetime(after)
    except (ValueError, TypeError, OverflowError):
        return False
    return True


HARVESTS: dict[str, HarvestCheck] = {
    "efficiency/requests-few": requests_are_few,
    "efficiency/lists-inline": lists_come_inline,
}

CONVERSATIONS: dict[str, ConversationCheck] = {
    "efficiency/deep-pages-as-fast": deep_pages_are_as_fast,
    **contrasting.CONVERSATIONS,
    "efficiency/compressed": pages_are_compressed,
    "efficiency/validator-sent": a_validator_is_sent,
    "efficiency/validator-stable": the_validator_is_stable,
    "efficiency/not-modified-answered": an_unchanged_page_is_not_sent_again,
    "efficiency/not-modified-true": not_modified_is_true,
    "efficiency/busy-says-when": who_is_busy_says_when,
}
