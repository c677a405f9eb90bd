"""Where the links of records lead, and what keywords refer to; what records say of one another is in `relations`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult

from apitest.checks import relations
from apitest.checks.properties import collisions
from apitest.checks.reading import objects_of, text_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.checks.spooling import key_of
from apitest.checks.web import flaw_of, is_absolute, is_inner, owner_of, parts_of, secret_of, sound_parts, trial_word
from apitest.model import Departure, Json, Record, Shape

LINKS = frozenset(("imageUrl", "link", "meetingUrl", "recordUrl", "sourceURL", "termURI", "thumbnailUrl", "url"))
"""Properties that hold an address for readers to follow; what only names something (licence, topic) is left alone."""
_ORDINARY = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/[\w.~-]+)*/?", re.ASCII)
"""Addresses without options, ports and odd signs: all that is left to doubt is their host."""
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a record."""

    pointer: str
    value: str
    parts: SplitResult | None
    """None: it is not absolute, or cannot be followed."""


def _links(record: Record, setting: Setting) -> tuple[Link, ...]:
    """The links of a record and of the objects in it, without those that are beyond doubt."""
    return record.once("links", lambda: tuple(_doubtful(record.content, setting.entity.shape, "")))


def _doubtful(content: Mapping[str, Json], shape: Shape, pointer: str) -> Iterator[Link]:
    for name, value in content.items():
        if name in LINKS and isinstance(value, str):
            if value.strip() and not _is_beyond_doubt(value):
                yield Link(f"{pointer}/{name}", value, sound_parts(value))
        elif isinstance(value, dict | list) and name in shape.fields:
            yield from _doubtful_inside(value, shape.fields[name], f"{pointer}/{name}")


def _doubtful_inside(value: Json, shape: Shape, pointer: str) -> Iterator[Link]:
    if not LINKS.isdisjoint(shape.fields):
        items = [(pointer, value)] if isinstance(value, dict) else [(f"{pointer}/{i}", x) for i, x in enumerate(value)]
        for place, item in items:
            if isinstance(item, dict):
                yield from _doubtful(item, shape, place)


def _is_beyond_doubt(address: str) -> bool:
    match = _ORDINARY.fullmatch(address)
    return match is not None and _is_ordinary(match[1])


@lru_cache(maxsize=256)
def _is_ordinary(host: str) -> bool:
    return not (is_inner(host) or trial_word(host) or flaw_of(f"https://{host}"))


def _sound_links(record: Record, setting: Setting) -> Iterator[tuple[Link, SplitResult]]:
    """The doubtful links that can be followed, with their parts."""
    yield from ((link, link.parts) for link in _links(record, setting) if link.parts is not None)


def _own_host(setting: Setting) -> str:
    """The host of the service itself: while it is on trial, its links may be too."""
    parts = parts_of(setting.target.url)
    return (parts.hostname or "") if parts else ""


def links_are_absolute(record: Record, setting: Setting) -> Iterator[Departure]:
    """A link is a complete address of the web."""
    for link in _links(record, setting):
        if not is_absolute(link.value):
            expected = "a complete address that begins with https:// or http://"
            yield Departure(expected=expected, got=repr(link.value), pointer=link.pointer)


def links_are_well_formed(record: Record, setting: Setting) -> Iterator[Departure]:
    """A link can be followed as it is written."""
    for link in _links(record, setting):
        flaw = flaw_of(link.value) if is_absolute(link.value) else ""
        if flaw:
            yield Departure(expected="one well-formed address", got=f"{flaw} in {link.value!r}", pointer=link.pointer)


def links_are_public(record: Record, setting: Setting) -> Iterator[Departure]:
    """A link leads to a host that the public can reach."""
    own = _own_host(setting)
    for link, parts in _sound_links(record, setting):
        host = parts.hostname or ""
        if host != own and is_inner(host):
            expected = "a host that can be reached from anywhere"
            yield Departure(expected=expected, got=f"the host {host!r} in {link.value!r}", pointer=link.pointer)


def links_leave_the_trial_system(record: Record, setting: Setting) -> Iterator[Departure]:
    """A link leads to the public site, not to a system for trials."""
    own = _own_host(setting)
    for link, parts in _sound_links(record, setting):
        host = parts.hostname or ""
        word = trial_word(host) if host != own and not is_inner(host) else ""
        if word:
            expected = "a host of the public site"
            yield Departure(expected=expected, got=f"{word!r} in the host {host!r}", pointer=link.pointer)


def links_are_for_everybody(record: Record, setting: Setting) -> Iterator[Departure]:
    """A link holds no password, session or token."""
    for link, parts in _sound_links(record, setting):
        secret = secret_of(parts)
        if secret:
            # The value itself stays out of the report.
            expected = "an address that is the same for everybody"
            yield Departure(
                expected=expected, got=f"{secret} in an address of {parts.hostname!r}", pointer=link.pointer
            )


def file_addresses_are_plain(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The address of a file needs no percent-encoding."""
    for index, file in objects_of(record.content, "files"):
        url = text_of(file, "url")
        parts = sound_parts(url) if "%" in url else None
        found = _ENCODED.search(parts.path) if parts else None
        if found:
            got = f"{found.group()!r} in {url!r}"
            yield Departure(expected="a path without percent signs", got=got, pointer=f"/files/{index}/url")


def files_are_encrypted(record: Record, setting: Setting) -> Iterator[Departure]:
    """The address of a file is one of https, where the service or the page of the record is."""
    page = next((text_of(record.content, name) for name in ("link", "url") if text_of(record.content, name)), "")
    if not any(address.lower().startswith("https:") for address in (page, setting.target.url)):
        return
    for index, file in objects_of(record.content, "files"):
        url = text_of(file, "url")
        if url.lower().startswith("http:") and is_absolute(url):
            expected = "an address that begins with 'https:', as others of the service do"
            yield Departure(expected=expected, got=repr(url), pointer=f"/files/{index}/url")


def keyword_vocabularies_are_addresses(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The vocabulary of a keyword is named by its address."""
    for index, keyword in objects_of(record.content, "keywords"):
        named = text_of(keyword, "namespace")
        if named.strip() and sound_parts(named) is None:
            expected = "the address of a vocabulary, such as 'http://www.informea.org/terms'"
            yield Departure(expected=expected, got=repr(named), pointer=f"/keywords/{index}/namespace")


def image_is_from_the_own_site(record: Record, setting: Setting) -> Iterator[Departure]:
    """The picture of a meeting comes from the site of the meeting."""
    image = sound_parts(text_of(record.content, "imageUrl"))
    page = sound_parts(text_of(record.content, "url"))
    if image is None or page is None or is_inner(image.hostname or ""):
        return
    owners = {owner_of(host) for host in (page.hostname or "", _own_host(setting))}
    if owner_of(image.hostname or "") not in owners:
        expected = f"a picture from {owner_of(page.hostname or '')!r}, as the page of the meeting"
        yield Departure(expected=expected, got=f"one from {image.hostname!r}", pointer="/imageUrl")


def _note_page(record: Record, _setting: Setting) -> Iterator[Note]:
    page = text_of(record.content, "url")
    if page.strip():
        series = text_of(record.content, "seriesId") or record.id
        yield Note(value=(page, series), record=record.id, pointer="/url")


def pages_are_distinct(notes: Sequence[Note], _setting: Setting) -> Iterator[Departure]:
    """Each record has a page of its own; versions of one report may share theirs."""
    yield from collisions(notes, "the page of the record itself")


RECORDS: dict[str, RecordCheck] = {
    "references/links-absolute": links_are_absolute,
    "references/links-well-formed": links_are_well_formed,
    "references/links-public": links_are_public,
    "references/links-not-of-trials": links_leave_the_trial_system,
    "references/links-without-secrets": links_are_for_everybody,
    "references/file-addresses-plain": file_addresses_are_plain,
    "references/files-encrypted": files_are_encrypted,
    "references/keyword-namespace": keyword_vocabularies_are_addresses,
    "references/image-of-own-site": image_is_from_the_own_site,
}

GATHERINGS: dict[str, Gathering] = {
    **relations.GATHERINGS,
    "references/pages-distinct": Gathering(note=_note_page, judge=pages_are_distinct, compared=key_of),
}
