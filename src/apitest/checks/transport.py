"""What every answer must be before its content counts: JSON, in UTF-8, and labelled as such."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import starmap

from apitest.checks import headers
from apitest.checks.conversing import Conversation, Subject
from apitest.checks.setting import Setting
from apitest.model import Departure, Depth, Exchange, Query, Selection

ExchangeCheck = Callable[[Exchange, Setting], Iterator[Departure]]

_JSON_TYPES = ("application/json", "text/json", "application/problem+json")


def content_type_is_json(exchange: Exchange, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """A JSON body is labelled as JSON."""
    label = exchange.header("content-type")
    kind = label.partition(";")[0].strip().lower()
    if kind not in _JSON_TYPES and not kind.endswith("+json") and exchange.body.lstrip()[:1] in (b"{", b"["):
        yield Departure(
            expected="Content-Type: application/json", got=label or "no Content-Type", place="header Content-Type"
        )


def charset_is_utf_8(exchange: Exchange, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """A charset that is named is the one that is used: UTF-8."""
    label = exchange.header("content-type")
    charset = label.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if charset and charset not in ("utf-8", "utf8"):
        yield Departure(expected="charset=utf-8, as the body is", got=label, place="header Content-Type")


def no_cookie_is_set(exchange: Exchange, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """Reading public records needs no cookie."""
    if exchange.header("set-cookie"):
        yield Departure(expected="an answer without cookies", got="a Set-Cookie header", place="header Set-Cookie")


def head_is_answered(subject: Subject) -> Conversation:
    """`HEAD` is answered as `GET` is, without the body."""
    for query in _headed(subject):
        head = Query(url=query.url, accept=query.accept, method="HEAD")
        exchange = yield head
        if exchange.status not in (200, 204):
            expected, got = "status 200, as to GET", f"status {exchange.status}"
            return (Departure(expected=expected, got=got, exchange=exchange),)
        answer = yield query
        found = [*_unlike(answer, exchange)]
        if found and found[0].place in _PLACES:
            # What changes with every answer, or has changed meanwhile, is nothing that HEAD says wrongly.
            second = yield replace(head, occasion=_AGAIN[0])
            third = yield replace(head, occasion=_AGAIN[1])
            again = yield replace(query, occasion=_AGAIN[0])
            stable = all(starmap(_same_headers, ((answer, again), (exchange, second), (second, third))))
            found = found if stable else []
        if found:
            return found[:1]
    return ()


_SAME = ("content-length", "etag", "last-modified", "content-language", "content-encoding")
"""Headers that HEAD, if it sends them, sends as GET does (RFC 9110 §9.3.2)."""
_PLACES = frozenset(f"header {name}" for name in _SAME)
_AGAIN = (9, 10)
"""Occasions of its own: what others asked again may have been answered before HEAD was. Two, one right after the other."""


def _same_headers(one: Exchange, other: Exchange) -> bool:
    return all(one.header(name) == other.header(name) for name in _SAME)


def _unlike(got: Exchange, head: Exchange) -> Iterator[Departure]:
    told, wanted = _kind_of(head), _kind_of(got)
    if told and told != wanted:
        yield Departure(expected=f"the media type {wanted!r}, as to GET", got=repr(told), exchange=head)
    # What is packed otherwise has another length, and may have another tag; what changed meanwhile, too.
    alike = got.header("content-encoding") == head.header("content-encoding")
    for name in _SAME if alike and got.status == head.status else ():
        one, other = got.header(name), head.header(name)
        if one and other and one != other:
            place = f"header {name}"
            yield Departure(expected=f"{name}: {one}, as to GET", got=repr(other), place=place, exchange=head)
    allowed = headers.every(head, "allow")
    if allowed and "HEAD" not in allowed.upper():
        expected = "HEAD among what is allowed, as it was answered"
        yield Departure(expected=expected, got=repr(allowed), place="header allow", exchange=head)


def _headed(subject: Subject) -> list[Query]:
    """The service document, or else a listing; at depth full a listing and a single record too."""
    features, first = subject.dialect.FEATURES, subject.listing(Selection(top=1, expand=()))
    documented = "service-document" in features
    full = subject.depth is Depth.FULL
    queries = [subject.dialect.service(subject.base, subject.entity)] if documented else [first]
    queries += [first] if documented and full else []
    listed = [record.id for record in subject.harvest.samples if record.id]
    alone = subject.draw("head", listed, 1) if full and "item" in features else []
    return [*queries, *(subject.dialect.item(subject.base, subject.entity, str(key)) for key in alone)]


def _kind_of(exchange: Exchange) -> str:
    return exchange.header("content-type").partition(";")[0].strip().lower()


EXCHANGES: dict[str, ExchangeCheck] = {
    "transport/json-content-type": content_type_is_json,
    "transport/charset-utf-8": charset_is_utf_8,
    "transport/no-cookies": no_cookie_is_set,
    "transport/headers-true": headers.headers_are_true,
}

CONVERSATIONS = {
    "transport/head-answered": head_is_answered,
}

DECODED = (
    "transport/json-body",
    "transport/utf-8",
    "transport/no-byte-order-mark",
    "transport/strict-json",
    "transport/no-repeated-keys",
)
"""Seen while the body is read."""
