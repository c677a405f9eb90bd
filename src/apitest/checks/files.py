"""
Files behind their addresses: only where they were asked for, a few of each set, with HEAD and nothing else.

The files lie where the records say, mostly on another host than the service. A host inside a network is never asked, unless
it is the service's own; one that is busy or does not answer is asked once.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from apitest.checks.conversing import Conversation, Subject
from apitest.checks.reading import objects_of, text_of
from apitest.checks.web import is_inner, sound_parts
from apitest.errors import CannotTell, NoAnswer
from apitest.model import Departure, Exchange, Kind, Query, Record, Shape, Vocabulary

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 5
_OK = 200
_NOTHING_SAID = (405, 429, 501, 503)
"""Statuses that leave open whether there is a file: HEAD is not offered, or not now."""
_BUSY = (429, 503)
_ANY_BYTES = ("application/octet-stream", "binary/octet-stream", "application/force-download", "application/x-download")
"""Served media types that say nothing of the content."""
_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as a record describes it."""

    url: str
    media_type: str
    size: object
    record: str | None
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What became of a file's address."""

    file: File
    exchange: Exchange | None = None
    """The last answer; None: there was none."""
    trouble: str = ""
    """Why the address leads to no file, apart from the status of the last answer."""
    unasked: bool = False
    """Whether nothing was asked, since its host is busy or does not answer."""

    @property
    def arrived(self) -> bool:
        """Whether the last answer is that of the file."""
        return self.exchange is not None and self.exchange.status == _OK and not self.trouble


def files_of(record: Record, shape: Shape) -> Iterator[File]:
    """The files of a record that have an address and a media type."""
    for name, inner in shape.fields.items():
        if inner.kind is not Kind.COLLECTION or not {"url", "mimeType"} <= inner.fields.keys():
            continue
        for index, item in objects_of(record.content, name):
            yield File(
                url=text_of(item, "url"),
                media_type=text_of(item, "mimeType"),
                size=item.get("size"),
                record=record.id,
                pointer=f"/{name}/{index}",
            )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme.lower(), parts.netloc.lower()


def _may_be_asked(address: str, subject: Subject) -> bool:
    parts = sound_parts(address)
    return parts is not None and (not is_inner(parts.hostname or "") or _origin(address) == _origin(subject.base))


def _chosen(subject: Subject) -> list[File]:
    """Some files, each address once, drawn the same way for the same seed."""
    found: dict[str, File] = {}
    for record in subject.harvest.samples:
        for file in files_of(record, subject.entity.shape):
            if _may_be_asked(file.url, subject):
                found.setdefault(file.url, file)
    return [found[url] for url in subject.draw("files", list(found), subject.target.politeness.max_files)]


def _reached(subject: Subject) -> Generator[Query, Exchange, list[Reached]]:
    """
    Ask for the chosen files, one after the other.

    Raises:
        CannotTell: no host of any file says anything, which may be the fault of our own network.
    """
    silent: set[tuple[str, str]] = set()
    found = []
    for file in _chosen(subject):
        if _origin(file.url) in silent:
            found.append(Reached(file=file, unasked=True))
            continue
        reached = yield from _followed(file, subject)
        if reached.exchange is None or reached.exchange.status in _BUSY:
            silent.add(_origin(file.url))
        found.append(reached)
    if found and not any(item.exchange and item.exchange.status not in _NOTHING_SAID for item in found):
        first = found[0]
        got = f"status {first.exchange.status}" if first.exchange else first.trouble
        raise CannotTell(
            expected="an answer to HEAD for at least one file",
            got=got,
            where=first.file.url,
            fix="Check that the hosts of the files can be reached from here.",
        )
    return found


def _followed(file: File, subject: Subject) -> Generator[Query, Exchange, Reached]:
    """Ask for a file, and wherever the answers lead, but never into a network."""
    address, last = file.url, None
    for _ in range(_MOST_HOPS + 1):
        try:
            exchange = yield Query(url=address, accept="*/*", method="HEAD")
        except NoAnswer as trouble:
            return Reached(file=file, exchange=last, trouble=f"no answer from {address}: {trouble.got}")
        if exchange.status not in _REDIRECTS or not exchange.header("location"):
            return Reached(file=file, exchange=exchange)
        last, address = exchange, urljoin(address, exchange.header("location"))
        if not _may_be_asked(address, subject):
            return Reached(
                file=file, exchange=last, trouble=f"a redirection to {address!r}, which the public cannot reach"
            )
    return Reached(file=file, exchange=last, trouble=f"more than {_MOST_HOPS} redirections")


def _departure(reached: Reached, expected: str, got: str, name: str) -> Departure:
    file = reached.file
    pointer = f"{file.pointer}/{name}"
    return Departure(expected=expected, got=got, pointer=pointer, record=file.record, exchange=reached.exchange)


def files_are_reachable(subject: Subject) -> Conversation:
    """The address of a file leads to a file."""
    departures = []
    for item in (yield from _reached(subject)):
        if item.arrived or item.unasked:
            continue
        status = item.exchange.status if item.exchange else 0
        if not item.trouble and status in _NOTHING_SAID:
            continue
        got = item.trouble or f"status {status}"
        departures.append(_departure(item, "status 200 to HEAD", f"{got} for {item.file.url}", "url"))
    return departures


def media_types_are_as_served(subject: Subject) -> Conversation:
    """A file is served as what its record says that it is."""
    known = subject.contract.vocabularies["mime-type"]
    departures = []
    for item in (yield from _reached(subject)):
        if not item.arrived or not item.exchange:
            continue
        served = item.exchange.header("content-type").partition(";")[0].strip().lower()
        said = item.file.media_type
        if said and served and served not in _ANY_BYTES and _canonical(said, known) != _canonical(served, known):
            got = f"{said!r}; the file is served as {served!r}"
            departures.append(_departure(item, f"{served!r}, as the file is served", got, "mimeType"))
    return [replace(item, fix=_PAGE_FIX) if "'text/html'" in item.expected else item for item in departures]


_PAGE_FIX = (
    "Let the address lead to the file itself: it leads to a page, which the portal would keep in place of the file."
)


def _canonical(media_type: str, known: Vocabulary) -> str:
    """The media type that is meant: `pdf` and `application/pdf` are one."""
    term = known.terms.get(media_type.strip().lower())
    return (term.same_as or term.code) if term else media_type.strip().lower()


def sizes_are_plausible(subject: Subject) -> Conversation:
    """A file is not empty, and about as large as its record says."""
    departures = []
    for item in (yield from _reached(subject)):
        exchange = item.exchange
        if not item.arrived or not exchange or exchange.header("content-encoding") not in ("", "identity"):
            continue
        length = exchange.header("content-length")
        if not length.isdecimal():
            continue
        served, said = int(length), item.file.size
        if served == 0:
            departures.append(_departure(item, "a file with content", "a file of 0 bytes", "url"))
        elif type(said) is int and said > 0 and abs(said - served) > _TOLERANCE * max(said, served):
            departures.append(_departure(item, f"{served} bytes, as the file is served", f"{said} bytes", "size"))
    return departures


CONVERSATIONS = {
    "files/reachable": files_are_reachable,
    "files/media-type-served": media_types_are_as_served,
    "files/size-plausible": sizes_are_plausible,
}
