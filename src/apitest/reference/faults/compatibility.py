"""Lies that break clients which were written yesterday, elsewhere, or for another service."""

import re
from collections.abc import Callable
from dataclasses import replace

import orjson

from apitest.dialects.speech import Reply
from apitest.reference.faults.acts import ReplyChange, when
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_ANY_FORM = ("decisions", "projects", "documents")
"""One of them has a place in each dialect."""
_OWN_OPTION = re.compile(r"(?:^|&)(?![$_]|%24)(?!page=|limit=|items_per_page=)[A-Za-z]+=")


def _naming(version: str) -> ReplyChange:
    """Name another version of the protocol; `N` in it stands for the family of the dialect's own."""

    def changed(reply: Reply, scene: Scene) -> Reply:
        versions = scene.dialect.VERSIONS
        kept = tuple(pair for pair in reply.headers if pair[0] != versions.header)
        named = version.replace("N", versions.families[-1].rstrip("."))
        return replace(reply, headers=(*kept, (versions.header, named)))

    return when(("page",), changed)


def _described(by_text: Callable[[bytes], bytes], by_info: str) -> ReplyChange:
    """Change an EDMX document as text, and the version in an OpenAPI document (empty: it is left out)."""

    def changed(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
        if reply.body.lstrip().startswith(b"<"):
            return replace(reply, body=by_text(reply.body))
        document = orjson.loads(reply.body)
        document["info"] = {**document["info"], "version": by_info}
        if not by_info:
            del document["info"]["version"]
        return replace(reply, body=orjson.dumps(document))

    return when(("description",), changed)


def _without_version(text: bytes) -> bytes:
    return re.sub(rb"(<(?:\w+:)?Edmx\b[^>]*?) Version=\"[^\"]*\"", rb"\1", text)


def _with_a_remark(text: bytes) -> bytes:
    return text + b"\n<!-- made by the reference endpoint -->\n"


def _every_second(change: Callable[[Reply], Reply]) -> ReplyChange:
    """Change every second answer to the same question."""
    return when(("description",), lambda reply, scene: reply if scene.times % 2 else change(reply))


def _lagging(reply: Reply) -> Reply:
    """The description without one of the sets, as a server of an earlier version gives it."""
    if not reply.body.lstrip().startswith(b"<"):
        document = orjson.loads(reply.body)
        document["paths"].popitem()
        return replace(reply, body=orjson.dumps(document))
    return replace(reply, body=re.sub(rb"<EntitySet [^>]*/>", b"", reply.body, count=1))


def _otherwise_written(reply: Reply) -> Reply:
    if reply.body.lstrip().startswith(b"<"):
        return replace(reply, body=_with_a_remark(reply.body))
    return replace(
        reply, body=orjson.dumps(orjson.loads(reply.body), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
    )


def _refusing_own_options(reply: Reply, scene: Scene) -> Reply:
    if not _OWN_OPTION.search(scene.query):
        return reply
    return scene.dialect.say_error(400, "The query has a parameter that is not known.")


def _remembering_own_options(reply: Reply, scene: Scene) -> Reply:
    own = _OWN_OPTION.search(scene.query)
    return replace(reply, headers=(*reply.headers, ("X-Ignored", own[0].strip("&=")))) if own else reply


def _only_the_preferred(reply: Reply, scene: Scene) -> Reply:
    """Half of the records, where a language is preferred: as if those had a translation."""
    if not scene.language:
        return reply
    value = orjson.loads(reply.body)
    rows = value
    for step in scene.dialect.LAYOUT.rows:
        rows = rows[step]
    del rows[1::2]
    return replace(reply, body=orjson.dumps(value))


def _labelled_with_language(reply: Reply, scene: Scene) -> Reply:
    return replace(reply, headers=(*reply.headers, ("Content-Language", scene.language))) if scene.language else reply


FAULTS = (
    Fault(
        name="protocol-version-of-another",
        breaks="compatibility/protocol-version-named",
        entities=_SETS,
        lie=Act("pages name another version of the protocol", reply=_naming("3.0;")),
        near_miss=Act("pages name a lesser version of the same protocol", reply=_naming("N.0;NetFx")),
    ),
    Fault(
        name="description-without-version",
        breaks="compatibility/description-names-version",
        entities=(),
        lie=Act("the description does not say which version it is of", reply=_described(_without_version, "")),
        near_miss=Act("the description is of another version", reply=_described(_with_a_remark, "2026-11 draft")),
    ),
    Fault(
        name="two-servers-of-two-versions",
        breaks="compatibility/description-stable",
        entities=(),
        lie=Act("every second description lacks a set", reply=_every_second(_lagging)),
        near_miss=Act("every second description is written otherwise", reply=_every_second(_otherwise_written)),
    ),
    Fault(
        name="own-options-refused",
        breaks="compatibility/unknown-options-harmless",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("a parameter without '$' is refused", reply=when(("page",), _refusing_own_options)),
        near_miss=Act("a parameter without '$' is named in a header", reply=when(("page",), _remembering_own_options)),
    ),
    Fault(
        name="records-by-preferred-language",
        breaks="compatibility/preferred-language-harmless",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("only some records come where a language is preferred", reply=when(("page",), _only_the_preferred)),
        near_miss=Act("the preferred language is named in a header", reply=when(("page",), _labelled_with_language)),
    ),
)
"""The lies of this class."""
