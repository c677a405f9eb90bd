"""Lies that cost a harvest time, bytes and requests, and lose no record. How long they take is said, not waited for."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from apitest.dialects.speech import Reply
from apitest.model import Feature
from apitest.reference.faults.acts import ReplyChange, header, when
from apitest.reference.faults.paging import at_most, more_behind_the_size
from apitest.reference.faults.query import expanded_backwards, without_summary
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_ANY_FORM = ("decisions", "projects", "documents")
"""One of them has a place in each dialect."""
_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429


def with_depth(seconds: float, power: int) -> Callable[[Scene], float]:
    """Pages take longer the more records are skipped: so many seconds behind 1,000, growing with a power of the number."""

    def late(scene: Scene) -> float:
        skip = scene.question.selection.skip if scene.question and scene.asked == "page" else 0
        return seconds * ((skip or 0) / 1000) ** power

    return late


def whatever_the_depth(seconds: float) -> Callable[[Scene], float]:
    """Pages take up to so many seconds, as chance will have it: the same for the same question, whatever is skipped."""

    def late(scene: Scene) -> float:
        if scene.asked != "page":
            return 0.0
        return seconds * hashlib.sha256(f"{scene.query}/{scene.times}".encode()).digest()[0] / 255

    return late


def with_size(seconds: float, power: int) -> Callable[[Scene], float]:
    """Pages take longer the more records are asked for: so many seconds for 100, growing with a power of the number."""

    def late(scene: Scene) -> float:
        top = scene.question.selection.top if scene.question and scene.asked == "page" else 0
        return seconds * ((top or 0) / 100) ** power

    return late


def with_lists(seconds: float) -> Callable[[Scene], float]:
    """Pages take so many seconds longer for 100 records where lists are asked for with them."""

    def late(scene: Scene) -> float:
        question = scene.question
        lists = question is not None and scene.asked == "page" and question.selection.expand != ()
        return seconds * (question.selection.top or 0) / 100 if question is not None and lists else 0.0

    return late


def with_filter(seconds: float) -> Callable[[Scene], float]:
    """Pages take so many seconds longer where a filter is to be applied."""
    return lambda scene: seconds if scene.question and scene.asked == "page" and scene.question.filter else 0.0


def _without(name: str) -> ReplyChange:
    def changed(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
        return replace(reply, headers=tuple(pair for pair in reply.headers if pair[0] != name))

    return changed


def _tag(change: Callable[[str, Scene], str]) -> ReplyChange:
    def changed(reply: Reply, scene: Scene) -> Reply:
        headers = tuple((name, change(value, scene) if name == "ETag" else value) for name, value in reply.headers)
        return replace(reply, headers=headers)

    return changed


def _sent_again(reply: Reply, scene: Scene) -> Reply:
    if reply.status != _NOT_MODIFIED:
        return reply
    return replace(scene.instead(scene.query), headers=reply.headers)


def _never_changed(reply: Reply, scene: Scene) -> Reply:
    return replace(reply, status=_NOT_MODIFIED, body=b"") if reply.status == _OK and scene.known else reply


def _cached(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    extra = (("Cache-Control", "max-age=60"),) if reply.status == _NOT_MODIFIED else ()
    return replace(reply, headers=(*reply.headers, *extra))


def _busy_once(*headers: tuple[str, str]) -> ReplyChange:
    def changed(reply: Reply, scene: Scene) -> Reply:
        if scene.asked != "page" or scene.times > 1 or not scene.continues or scene.known:
            return reply
        return Reply(status=_TOO_MANY, content_type="text/plain", body=b"Please wait", headers=headers)

    return changed


def _busy_with_records(*headers: tuple[str, str]) -> ReplyChange:
    def changed(reply: Reply, scene: Scene) -> Reply:
        busy = scene.asked == "item" and scene.times == 1 and reply.status == _OK
        return Reply(status=_TOO_MANY, content_type="text/plain", body=b"", headers=headers) if busy else reply

    return changed


UNPACKED = Act("pages are never compressed", sealed=when(("page",), header("Cache-Control", "no-transform")))
OTHER_TAGS = Act("each answer has a tag of its own", sealed=_tag(lambda tag, scene: f'{tag[:-1]}-{scene.times}"'))
NEVER_CHANGED = Act("whoever knows any tag is told that nothing has changed", sealed=_never_changed)

FAULTS = (
    Fault(
        name="harvest-in-small-pages",
        breaks="efficiency/requests-few",
        entities=_SETS,
        lie=at_most(50),
        near_miss=Act("full pages of 100 have a next link", answer=more_behind_the_size),
        through="paging/pages-full",
    ),
    Fault(
        name="lists-fetched-apart",
        breaks="efficiency/lists-inline",
        entities=_SETS,
        lie=Act("the summary of each record must be fetched apart", hear=without_summary),
        near_miss=Act("lists are expanded in another order than asked", hear=expanded_backwards),
        through="query/expand-honoured",
    ),
    Fault(
        name="depth-squared",
        breaks="efficiency/deep-pages-as-fast",
        entities=_SETS,
        lie=Act("time grows with the square of the records skipped", seconds=with_depth(10.0, 2)),
        near_miss=Act("pages take up to a fifth of a second, whatever their depth", seconds=whatever_the_depth(0.2)),
    ),
    Fault(
        name="depth-in-step",
        breaks="efficiency/deep-pages-as-fast",
        entities=_SETS,
        lie=Act("time grows in step with the records skipped", seconds=with_depth(2.0, 1)),
        near_miss=Act("time grows with the records skipped, by next to nothing", seconds=with_depth(0.1, 1)),
    ),
    Fault(
        name="large-pages-slow",
        breaks="efficiency/large-pages-as-fast",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("time grows with the square of the records asked for", seconds=with_size(1.0, 2)),
        near_miss=Act("time grows in step with the records asked for", seconds=with_size(1.0, 1)),
    ),
    Fault(
        name="lists-slow",
        breaks="efficiency/lists-as-fast",
        entities=_SETS,
        lie=Act("records with their lists take two seconds longer for 100", seconds=with_lists(2.0)),
        near_miss=Act("records with their lists take a moment longer", seconds=with_lists(0.04)),
    ),
    Fault(
        name="changes-slow",
        breaks="efficiency/changes-as-fast",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("a filter takes a second, however few records fulfil it", seconds=with_filter(1.0)),
        near_miss=Act("a filter takes a moment longer", seconds=with_filter(0.04)),
    ),
    Fault(
        name="pages-unpacked",
        breaks="efficiency/compressed",
        entities=_ANY_FORM,
        one_set=True,
        lie=UNPACKED,
        near_miss=Act("pages depend on what the client accepts, too", reply=header("Vary", "Accept")),
    ),
    Fault(
        name="no-validator",
        breaks="efficiency/validator-sent",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("pages have no tag", sealed=_without("ETag")),
        near_miss=Act("tags are strong", sealed=_tag(lambda tag, _scene: tag.removeprefix("W/"))),
    ),
    Fault(
        name="tag-without-quotes",
        breaks="efficiency/validator-sent",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("tags stand without quotation marks", sealed=_tag(lambda tag, _: tag.removeprefix("W/").strip('"'))),
        near_miss=Act("tags are strong", sealed=_tag(lambda tag, _scene: tag.removeprefix("W/"))),
    ),
    Fault(
        name="tag-changes",
        breaks="efficiency/validator-stable",
        entities=_ANY_FORM,
        one_set=True,
        lie=OTHER_TAGS,
        near_miss=Act(
            "each answer says how old it is",
            sealed=lambda reply, scene: replace(reply, headers=(*reply.headers, ("Age", str(scene.times)))),
        ),
    ),
    Fault(
        name="conditions-ignored",
        breaks="efficiency/not-modified-answered",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("a page that the client has already is sent again", sealed=_sent_again),
        near_miss=Act("that nothing has changed may be kept for a minute", sealed=_cached),
    ),
    Fault(
        name="always-unchanged",
        breaks="efficiency/not-modified-true",
        entities=_ANY_FORM,
        one_set=True,
        lie=NEVER_CHANGED,
        near_miss=Act(
            "that nothing has changed comes without the tag",
            sealed=lambda reply, scene: _without("ETag")(reply, scene) if reply.status == _NOT_MODIFIED else reply,
        ),
    ),
    Fault(
        name="busy-without-end",
        breaks="efficiency/busy-says-when",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("later pages are refused once, and it is not said until when", sealed=_busy_once()),
        near_miss=Act("later pages are refused once, for two seconds", sealed=_busy_once(("Retry-After", "2"))),
    ),
    Fault(
        name="busy-for-some-time",
        breaks="efficiency/busy-says-when",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("later pages are refused once, for some minutes", sealed=_busy_once(("Retry-After", "some minutes"))),
        near_miss=Act(
            "later pages are refused once, until a moment long ago",
            sealed=_busy_once(("Retry-After", "Mon, 01 Jan 1990 00:00:00 GMT")),
        ),
    ),
    Fault(
        name="busy-with-records",
        breaks="efficiency/busy-says-when",
        entities=_ANY_FORM,
        one_set=True,
        needs=(Feature.ITEM,),
        lie=Act("single records are refused once, for a while", sealed=_busy_with_records(("Retry-After", "a while"))),
        near_miss=Act("single records are refused once, for a second", sealed=_busy_with_records(("Retry-After", "1"))),
    ),
)
"""The lies of this class."""
