"""The ways in which replies are changed, shared by the faults: bytes, headers, rows and links of a listing."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from apitest.dialects.speech import Reply, inside
from apitest.model import Json
from apitest.reference.service import Scene

ReplyChange = Callable[[Reply, Any], Reply]

_OK = 200


def when(asked: tuple[str, ...], change: ReplyChange) -> ReplyChange:
    """Change the successful replies to some kinds of question."""

    def changed(reply: Reply, scene: Scene) -> Reply:
        return change(reply, scene) if scene.asked in asked and reply.status == _OK else reply

    return changed


def body(change: Callable[[bytes], bytes], *asked: str) -> ReplyChange:
    """Change the bytes of successful replies: of listings unless other kinds are named."""
    return when(asked or ("page",), lambda reply, _scene: replace(reply, body=change(reply.body)))


def replaced(pattern: bytes, by: bytes, times: int = 0) -> Callable[[bytes], bytes]:
    """Replace what a pattern matches, everywhere or so many times."""
    return lambda text: re.sub(pattern, by, text, count=times)


def labelled(content_type: str, *asked: str) -> ReplyChange:
    """Change the Content-Type of successful replies."""
    return when(asked or ("page",), lambda reply, _scene: replace(reply, content_type=content_type))


def header(name: str, value: str, *asked: str) -> ReplyChange:
    """Add a header to successful replies."""
    return when(asked or ("page",), lambda reply, _scene: replace(reply, headers=(*reply.headers, (name, value))))


def document(change: Callable[[Any, Scene], Json], *asked: str) -> ReplyChange:
    """Change the JSON value of successful replies."""
    return when(
        asked or ("page",),
        lambda reply, scene: replace(reply, body=orjson.dumps(change(orjson.loads(reply.body), scene))),
    )


def envelope(value: Any, scene: Scene) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What surrounds the rows of a listing, or a single record, as the dialect puts it; to be changed in place."""
    return scene.dialect.LAYOUT.around(value, single=scene.asked == "item")


def listed(value: Any, scene: Scene) -> list[Any]:  # noqa: ANN401 - JSON
    """The records of a listing, or the one record, as said; to be changed in place."""
    layout = scene.dialect.LAYOUT
    found = inside(value, layout.rows) if scene.asked == "page" else [inside(value, layout.item)]
    return found if isinstance(found, list) else []


def rows(change: Callable[[dict[str, Any], Scene], None]) -> ReplyChange:
    """Change each record of listings and single records, as said, in place."""

    def changed(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
        for row in listed(value, scene):
            change(row, scene)
        return value

    return document(changed, "page", "item")


def next_link(change: Callable[[str, Scene], str]) -> ReplyChange:
    """Change the next link of listings that have one."""

    def changed(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
        path = scene.dialect.LAYOUT.next
        if inside(value, path) and path:
            inside(value, path[:-1])[path[-1]] = change(inside(value, path), scene)
        return value

    return document(changed)


def refusals(change: ReplyChange, *parts: str) -> ReplyChange:
    """Change the refusal of a query that contains one of these parts."""

    def changed(reply: Reply, scene: Scene) -> Reply:
        refused = reply.status == 400 and any(part in scene.query for part in parts)
        return change(reply, scene) if refused else reply

    return changed


def answered_all_the_same(reply: Reply, scene: Scene) -> Reply:
    """Answer a malformed query as if its options had not been given."""
    honest = scene.instead("")
    return replace(honest, headers=reply.headers)


def unprocessable(reply: Reply, scene: Scene) -> Reply:
    """Refuse with another status of the client's errors."""
    said = scene.dialect.say_error(422, "The query cannot be processed.")
    return replace(said, headers=reply.headers)
