"""What the headers of an answer say of it, held against the answer and the moment of the test."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from apitest.checks.conversing import Subject
from apitest.checks.setting import Setting
from apitest.dialects.dates import moment_of
from apitest.model import Departure, Exchange

_DAY = timedelta(days=1)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""A language tag, as far as its form goes (RFC 5646 §2.1)."""
_LANGUAGE = re.compile(rb'"language"\s*:\s*"([A-Za-z]{2,3})')
_NOT_ALLOWED = 405
_FAILED = 400

_Found = Iterator[tuple[str, str]]
"""What is expected, and what is there."""
_Rule = Callable[[str, Exchange, datetime], _Found]


def headers_are_true(exchange: Exchange, setting: Setting) -> Iterator[Departure]:
    """What headers say of an answer holds: when it was made, when changed, its language, what it varies by and allows."""
    named = {name: value for name, value in exchange.headers if name in _RULES}
    for name, value in named.items():
        for expected, got in _RULES[name](value, exchange, setting.now):
            yield Departure(expected=expected, got=got, place=f"header {name}")


def every(exchange: Exchange, name: str) -> str:
    """All values of a header that may come several times, with commas between them."""
    return ", ".join(value for key, value in exchange.headers if key == name)


def moment_in(value: str) -> datetime | None:
    """The moment of an HTTP date (RFC 9110 §5.6.7), UTC; None: it is none."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _date(value: str, exchange: Exchange, now: datetime) -> _Found:
    """When an answer was made: at the time of the test, unless it lay in a cache, which says for how long."""
    moment = moment_in(value)
    if moment is None:
        yield "an HTTP date, such as 'Mon, 01 Jan 2024 00:00:00 GMT'", repr(value)
    elif moment > now + _DAY or (moment < now - _DAY and not exchange.header("age")):
        yield "the moment at which the answer was made", repr(value)


def _last_modified(value: str, exchange: Exchange, now: datetime) -> _Found:
    """RFC 9110 §8.8.2.1: never later than the moment of the answer."""
    moment, sent = moment_in(value), moment_in(exchange.header("date"))
    if moment is None:
        yield "an HTTP date, such as 'Mon, 01 Jan 2024 00:00:00 GMT'", repr(value)
    elif moment > (sent if sent and sent < now + _DAY else now + _DAY):
        yield "a last change before the answer was made", repr(value)


def _content_language(value: str, exchange: Exchange, _now: datetime) -> _Found:
    """Languages by their tags, and among them the one that most texts of the answer are in."""
    tags = [tag.strip() for tag in value.split(",")]
    if not all(map(_TAG.fullmatch, tags)):
        yield "language tags, such as 'en'", repr(value)
        return
    told = Counter(found.lower() for found in _LANGUAGE.findall(exchange.body))
    named = {tag.partition("-")[0].lower().encode() for tag in tags}
    if told and all(told[tag] < max(told.values()) for tag in named):
        yield f"{told.most_common(1)[0][0].decode()!r}, the language of most texts of the answer", repr(value)


def _content_encoding(value: str, exchange: Exchange, _now: datetime) -> _Found:
    """What comes packed to those who can unpack it must say so to caches (RFC 9110 §12.5.5)."""
    varying = {name.strip().lower() for name in every(exchange, "vary").split(",")}
    if value.strip().lower() not in ("", "identity") and varying.isdisjoint(("accept-encoding", "*")):
        yield "Vary: Accept-Encoding, since the answer comes packed", every(exchange, "vary") or "no such Vary"


def _allow(value: str, exchange: Exchange, _now: datetime) -> _Found:
    """What is allowed includes what was just answered, and leaves out what was refused (RFC 9110 §10.2.1)."""
    allowed = {name.strip().upper() for name in every(exchange, "allow").split(",")}
    method = exchange.query.method
    if exchange.status < _FAILED and method not in allowed:
        yield f"{method} among what is allowed, as it was answered", repr(value)
    elif exchange.status == _NOT_ALLOWED and method in allowed:
        yield f"only what is allowed, which {method} is not", repr(value)


def _age(value: str, _exchange: Exchange, _now: datetime) -> _Found:
    """How long an answer lay in caches, in seconds (RFC 9111 §5.1)."""
    if not (value.strip().isascii() and value.strip().isdecimal()):
        yield "a number of seconds", repr(value)


_RULES: dict[str, _Rule] = {
    "date": _date,
    "last-modified": _last_modified,
    "content-language": _content_language,
    "content-encoding": _content_encoding,
    "allow": _allow,
    "age": _age,
}


def last_change_is_not_before_records(subject: Subject) -> Iterator[Departure]:
    """The last change that a page gives is not before that of any record on it."""
    moments, start = subject.harvest.columns.get("updated", ()), 0
    for leaf in subject.harvest.leaves:
        changes, start = moments[start : start + len(leaf.ids)], start + len(leaf.ids)
        said = moment_in(leaf.exchange.header("last-modified"))
        newest = max((value for value in changes if isinstance(value, str)), default="")
        changed = _read(newest)
        if said and changed and changed.replace(microsecond=0) > said:
            record = leaf.ids[changes.index(newest)]
            expected = f"a last change at {newest} or later, as of a record on the page"
            got = repr(leaf.exchange.header("last-modified"))
            yield Departure(
                expected=expected, got=got, record=record, place="header last-modified", exchange=leaf.exchange
            )
            return


def _read(moment: str) -> datetime | None:
    try:
        return moment_of(moment)
    except ValueError:
        return None


HARVESTS = {"transport/last-modified-true": last_change_is_not_before_records}
