"""Whether clients that were written yesterday, elsewhere, or for another service can go on reading."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, first_page, ids_of, shown
from apitest.checks.paging import HarvestCheck
from apitest.dialects import edmx
from apitest.dialects.body import excerpt, read_json
from apitest.dialects.declared_types import declarations
from apitest.model import Departure, Exchange, Query

_OK = 200
_STRANGE_OPTION = "apitestProbe=1"
_LANGUAGES = ("fr", "ar")
"""Languages that a client may prefer; two, since a service may serve one of them by default."""
_OPENAPI_3 = re.compile(r"3\.\d+\.\d+.*")


# --- versions -----------------------------------------------------------------------------------------------------


def the_protocols_version_is_named(subject: Subject) -> Iterator[Departure]:
    """Each page names the version of the protocol that it is written in, and no other."""
    versions = subject.dialect.VERSIONS
    for leaf in subject.harvest.leaves:
        named = leaf.exchange.header(versions.header)
        if not versions.allows(named):
            expected = f"{versions.header}: {versions.example}"
            place = f"header {versions.header}"
            got = named or f"no {versions.header}"
            yield Departure(expected=expected, got=got, place=place, exchange=leaf.exchange)


def the_description_names_its_version(subject: Subject) -> Conversation:
    """The description says by which version of its own standard, and of the interface, it is to be read."""
    exchange = yield subject.dialect.description(subject.base, subject.entity)
    if exchange.status != _OK:
        raise NotOffered(f"the description is answered with status {exchange.status}")
    if "typed-description" in subject.dialect.FEATURES:
        missing = _missing_in_edmx(exchange)
    else:
        missing = _missing_in_openapi(read_json(exchange).value)
    return [Departure(expected=expected, got=got, exchange=exchange) for expected, got in missing]


def _missing_in_edmx(exchange: Exchange) -> Iterator[tuple[str, str]]:
    outline = edmx.outline(exchange.body)
    if outline is not None and not outline.version:
        yield "the attribute Version of the element Edmx", "an Edmx element without it"


def _missing_in_openapi(document: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if not isinstance(document, dict) or not isinstance(document.get("openapi"), str):
        return
    if not _OPENAPI_3.fullmatch(document["openapi"]):
        yield "'openapi' with a version such as 3.1.0", repr(document["openapi"])
    info = document.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    if not isinstance(version, str) or not version.strip():
        yield "'info' with the version of the interface", "none" if version in (None, "") else repr(version)


def the_description_is_stable(subject: Subject) -> Conversation:
    """Asked twice, the service describes itself in the same way."""
    query = subject.dialect.description(subject.base, subject.entity)
    first = yield query
    if first.status != _OK:
        raise NotOffered(f"the description is answered with status {first.status}")
    again = yield replace(query, occasion=2)
    one, other = _described(first), _described(again)
    if one is None or one == other:
        return ()
    if other is None:
        got = f"status {again.status}: {excerpt(again.body)}"
        return (Departure(expected="the same description again", got=got, exchange=again),)
    return (Departure(expected="the same description again", got=_difference(one, other), exchange=again),)


def _described(exchange: Exchange) -> Mapping[str, Mapping[str, Any]] | None:
    """What a description promises: set → property → type, or path → what is said of it."""
    if exchange.status != _OK:
        return None
    found = declarations(exchange.body)
    if found is not None:
        kinds = {name: found.types.get(kind) for name, kind in found.sets}
        return {name: {item.name: item for item in kind.properties} if kind else {} for name, kind in kinds.items()}
    document = read_json(exchange).value
    paths = document.get("paths") if isinstance(document, dict) else None
    return paths if isinstance(paths, dict) else None


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    gone, new = sorted({*one} - {*other}), sorted({*other} - {*one})
    if gone or new:
        return "; ".join(
            part for part in (f"without {shown(gone)}" if gone else "", f"with {shown(new)}" if new else "") if part
        )
    name = next(name for name in one if one[name] != other[name])
    inner, beside = (found[name] if isinstance(found[name], dict) else {} for found in (one, other))
    changed = sorted(key for key in {*inner, *beside} if inner.get(key) != beside.get(key))
    return f"{name!r} described otherwise: {shown(changed)}"


# --- what clients send along --------------------------------------------------------------------------------------


def unknown_options_change_nothing(subject: Subject) -> Conversation:
    """A parameter of the client's own, which the service need not know, changes nothing."""
    query = first_page(subject)
    strange = replace(query, url=f"{query.url}{'&' if '?' in query.url else '?'}{_STRANGE_OPTION}")
    return (yield from _same_page(subject, strange, f"the page as without {_STRANGE_OPTION!r}"))


def preferred_languages_change_nothing(subject: Subject) -> Conversation:
    """Whatever language a client prefers, the records come with all of theirs."""
    found: list[Departure] = []
    for language in _LANGUAGES:
        query = replace(first_page(subject), headers=(("accept-language", language),))
        found += yield from _same_page(subject, query, f"the page as without 'Accept-Language: {language}'")
    return found[:1]


def _same_page(subject: Subject, query: Query, expected: str) -> Conversation:
    """Compare the answer with the first page as the walk had it, and as it is now if the two differ."""
    usual = first_page(subject)
    exchange = yield query
    page = subject.dialect.read_page(exchange, subject.entity)
    before = subject.dialect.read_page((yield usual), subject.entity)
    if page.readable and page.records == before.records:
        return ()
    now = subject.dialect.read_page((yield replace(usual, occasion=2)), subject.entity)
    if page.readable and page.records == now.records:
        return ()
    if not page.readable:
        got = page.departures[-1].got if page.departures else f"status {exchange.status}"
    elif ids_of(page) != ids_of(now):
        got = f"the records {shown(ids_of(page), 3)}"
    else:
        other = next(one for one, two in zip(page.records, now.records, strict=True) if one != two)
        got = f"another content of record {other.id!r}"
    return (Departure(expected=expected, got=got, exchange=exchange),)


HARVESTS: dict[str, HarvestCheck] = {
    "compatibility/protocol-version-named": the_protocols_version_is_named,
}

CONVERSATIONS: dict[str, ConversationCheck] = {
    "compatibility/description-names-version": the_description_names_its_version,
    "compatibility/description-stable": the_description_is_stable,
    "compatibility/unknown-options-harmless": unknown_options_change_nothing,
    "compatibility/preferred-language-harmless": preferred_languages_change_nothing,
}
