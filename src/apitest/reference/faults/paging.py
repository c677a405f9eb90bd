"""Lies about the feed as a whole: its pages, their order, their links and their number."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from apitest.dialects.speech import Question, Refused, Reply, Rows, inside
from apitest.model import Feature, Json, Selection
from apitest.reference.faults.acts import body, document, header, labelled, next_link, when
from apitest.reference.lying import Act, Fault, at
from apitest.reference.service import Scene

_SETS = ("decisions",)
_PAGE = 100
_BOUNDARY = 100
"""The position of a record between two pages of the portal's size."""


def _unfiltered_page(scene: Scene) -> bool:
    free = "filter" not in scene.dialect.FEATURES
    return scene.asked == "page" and scene.question is not None and (free or not scene.question.filter)


def _leads_to_itself(found: Rows, scene: Scene) -> Rows:
    question = scene.question
    if question is None or not scene.continues or not found.records:
        return found
    selection = question.selection
    return replace(found, next=Selection(top=selection.top, skip=selection.skip), after=question.after)


def _second_page_for_ever(question: Question) -> Question:
    selection = question.selection
    skip = _PAGE if (selection.skip or 0) >= 2 * _PAGE and not question.filter else selection.skip
    return replace(question, selection=replace(selection, skip=skip))


def _skip_of_nothing(question: Question) -> Question:
    return replace(question, selection=replace(question.selection, skip=question.selection.skip or 0))


def _no_next_said_as_null(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    path = scene.dialect.LAYOUT.next
    inside(value, path[:-1]).setdefault(path[-1], None)
    return value


def _sized(scene: Scene) -> bool:
    """Whether this asks for pages of the size that the portal asks for, or that the service has where none can be asked."""
    top = scene.question.selection.top if scene.question else None
    return top == _PAGE or ("page-size" not in scene.dialect.FEATURES and top == scene.dialect.PAGE_CAP)


def _second_for_ever(question: Question) -> Question:
    number = question.selection.page
    if number is None or number <= 1:
        return question
    return replace(question, selection=replace(question.selection, page=1))


def one_twice(found: Rows, scene: Scene) -> Rows:
    """A record comes twice on a later page."""
    question = scene.question
    if question is None or not _unfiltered_page(scene) or not _sized(scene) or not scene.continues:
        return found
    return replace(found, records=(*found.records[:3], *found.records[2:]))


def _in_capitals(record: dict[str, Json]) -> dict[str, Json]:
    return {**record, "id": str(record["id"]).upper()}


def _crossing(found: Rows, scene: Scene) -> int:
    """Where on an unfiltered page the boundary lies; 0: the page does not cross it."""
    question = scene.question
    if question is None or not _unfiltered_page(scene) or question.after:
        return 0
    place = _BOUNDARY - (question.selection.skip or 0)
    return place if 0 < place < len(found.records) else 0


def _gap(found: Rows, scene: Scene) -> Rows:
    place = _crossing(found, scene)
    return replace(found, records=(*found.records[:place], *found.records[place + 1 :])) if place else found


def _short_of_the_boundary(found: Rows, scene: Scene) -> Rows:
    place = _crossing(found, scene)
    sized = scene.question is not None and scene.question.selection.top is not None
    return replace(found, records=found.records[:place]) if place and sized else found


def _other_count_form(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every dialect
    number = bytes(digit for digit in reply.body if digit in b"0123456789")
    return replace(reply, body=b'{"count":' + number + b"}" if reply.body == number else number)


def _one_more(found: Rows, scene: Scene) -> Rows:
    return replace(found, total=(found.total or 0) + 1) if scene.asked == "count" else found


def at_most(size: int) -> Act:
    """Pages hold at most so many records, whatever is asked for."""

    def hear(question: Any) -> Any:  # noqa: ANN401 - Question
        top = question.selection.top
        return (
            replace(question, selection=replace(question.selection, top=size))
            if top is not None and top > size
            else question
        )

    return Act(f"pages hold at most {size} records", hear=hear)


def _always_more(found: Rows, scene: Scene) -> Rows:
    question = scene.question
    if question is None or not _unfiltered_page(scene) or not found.records or found.next or found.after:
        return found
    skip = (question.selection.skip or 0) + len(found.records)
    last = found.records[-1]
    return replace(
        found, next=Selection(top=question.selection.top, skip=skip), after=f"{last['updated']}|{last['id']}"
    )


def more_behind_the_size(found: Rows, scene: Scene) -> Rows:
    """Full pages of the portal's size say where the next one is."""
    question = scene.question
    if question is None or not _unfiltered_page(scene) or question.selection.top != _PAGE or len(found.records) < _PAGE:
        return found
    skip = (question.selection.skip or 0) + _PAGE
    return replace(found, next=Selection(top=_PAGE, skip=skip))


def _swapped_again(found: Rows, scene: Scene) -> Rows:
    if scene.times % 2 or not _unfiltered_page(scene):
        return found
    return replace(found, records=(*found.records[1:2], *found.records[:1], *found.records[2:]))


def _renamed_again(found: Rows, scene: Scene) -> Rows:
    if scene.times % 2 or not _unfiltered_page(scene):
        return found
    return replace(found, records=tuple({**record, "id": f"{record['id']}-2"} for record in found.records))


def _fewer_again(found: Rows, scene: Scene) -> Rows:
    if scene.times == 1 or not _unfiltered_page(scene):
        return found
    return replace(found, records=found.records[scene.times - 1 :])


def _reordered_again(found: Rows, scene: Scene) -> Rows:
    if scene.times == 1 or not _unfiltered_page(scene):
        return found
    return replace(found, records=tuple({**record, "displayOrder": 9001} for record in found.records))


def _missing_behind_the_end(found: Rows, scene: Scene) -> Rows:
    if not found.records and scene.asked == "page" and scene.continues:
        raise Refused(404, "There is nothing behind the last record.")
    return found


def _elsewhere(link: str, scene: Scene) -> str:
    parts = urlsplit(f"{scene.base}/{link}" if "://" not in link else link)
    return f"http://odata.internal.example:8080{parts.path}?{parts.query}"


def _said_the_other_way(link: str, scene: Scene) -> str:
    return link.removeprefix(f"{scene.base}/") if "://" in link else f"{scene.base}/{link}"


def _options(link: str, change: Any) -> str:  # noqa: ANN401 - a function from list to list
    head, _, query = link.partition("?")
    return f"{head}?{'&'.join(change(query.split('&')))}"


def _forgetful(link: str, scene: Scene) -> str:  # noqa: ARG001 - the same for every dialect
    return _options(link, lambda parts: [part for part in parts if not part.startswith(("$filter", "updatedSince"))])


def _backwards(link: str, scene: Scene) -> str:  # noqa: ARG001 - the same for every dialect
    return _options(link, lambda parts: parts[::-1])


def _beyond_the_maximum(scene: Scene) -> bool:
    limit = dict(parse_qsl(scene.query)).get("limit", "")
    return scene.asked == "page" and limit.isdecimal() and int(limit) > scene.dialect.PAGE_MAXIMUM


def _too_large_refused(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(400, "That is too large a page.") if _beyond_the_maximum(scene) else reply


def _too_large_told(reply: Reply, scene: Scene) -> Reply:
    told = ("X-Page-Size", str(scene.dialect.PAGE_MAXIMUM))
    return replace(reply, headers=(*reply.headers, told)) if _beyond_the_maximum(scene) else reply


FAULTS = (
    Fault(
        name="walk-loops",
        breaks="paging/walk-ends",
        entities=_SETS,
        lie=Act("the next link of the second page leads to the second page", answer=_leads_to_itself),
        near_miss=Act("the last page has a next link of null", reply=document(_no_next_said_as_null)),
        needs=(Feature.NEXT_LINK,),
    ),
    Fault(
        name="second-page-again",
        breaks="paging/walk-ends",
        entities=_SETS,
        lie=Act("behind the second page comes the second page, for ever", hear=_second_page_for_ever),
        near_miss=Act("asked to skip nothing, the service was not asked to skip", hear=_skip_of_nothing),
        needs=(Feature.SKIP,),
    ),
    Fault(
        name="pages-repeat",
        breaks="paging/walk-ends",
        entities=_SETS,
        lie=Act("every page behind the second is the second again", hear=_second_for_ever),
        near_miss=Act("pages may be cached", reply=header("Cache-Control", "max-age=60")),
        dialects=("drupal-rest",),
    ),
    Fault(
        name="record-twice",
        breaks="paging/no-duplicate-ids",
        entities=_SETS,
        lie=Act("a record comes twice on a later page", answer=one_twice),
        near_miss=Act("an id is in capitals", record=at(150, _in_capitals)),
    ),
    Fault(
        name="gap-between-pages",
        breaks="paging/pages-join",
        entities=_SETS,
        lie=Act("a page that crosses record 100 leaves out the one behind it", answer=_gap),
        near_miss=Act("a page that would cross record 100 ends there", answer=_short_of_the_boundary),
    ),
    Fault(
        name="count-in-other-form",
        breaks="paging/count-plain",
        entities=_SETS,
        lie=Act("the count comes in the form of another dialect", reply=when(("count",), _other_count_form)),
        near_miss=Act("the count has another label", reply=labelled("application/octet-stream", "count")),
    ),
    Fault(
        name="count-too-large",
        breaks="paging/count-equals-ids",
        entities=_SETS,
        lie=Act("the count is one too large", answer=_one_more),
        near_miss=Act("the count may be cached", reply=header("Cache-Control", "max-age=60", "count")),
    ),
    Fault(
        name="pages-capped",
        breaks="paging/pages-full",
        entities=_SETS,
        lie=at_most(50),
        near_miss=Act("full pages of 100 have a next link", answer=more_behind_the_size),
    ),
    Fault(
        name="next-behind-the-end",
        breaks="paging/last-page-without-next",
        entities=_SETS,
        lie=Act("the last page has a next link", answer=_always_more),
        near_miss=Act("full pages of 100 have a next link", answer=more_behind_the_size),
    ),
    Fault(
        name="order-changes",
        breaks="paging/order-stable",
        entities=_SETS,
        lie=Act("asked again, the first two records have changed places", answer=_swapped_again),
        near_miss=Act("asked again, records have another display order", answer=_reordered_again),
    ),
    Fault(
        name="ids-change",
        breaks="paging/ids-stable",
        entities=_SETS,
        lie=Act("asked again, all records have new ids", answer=_renamed_again),
        near_miss=Act("asked again, records have another display order", answer=_reordered_again),
    ),
    Fault(
        name="record-vanishes",
        breaks="paging/records-stay",
        entities=_SETS,
        lie=Act(
            "each time that a page is asked for again, one more record is gone from its beginning", answer=_fewer_again
        ),
        near_miss=Act("asked again, records have another display order", answer=_reordered_again),
    ),
    Fault(
        name="nothing-behind-the-end",
        breaks="paging/past-the-end-empty",
        entities=_SETS,
        lie=Act("behind the last record comes status 404", answer=_missing_behind_the_end),
        near_miss=Act("pages end in a line feed", reply=body(lambda text: text + b"\n")),
    ),
    Fault(
        name="next-elsewhere",
        breaks="paging/next-on-origin",
        entities=_SETS,
        lie=Act("next links name a host inside the provider's network", reply=next_link(_elsewhere)),
        near_miss=Act("relative links are absolute, absolute ones relative", reply=next_link(_said_the_other_way)),
    ),
    Fault(
        name="next-forgets-filter",
        breaks="paging/next-keeps-options",
        entities=_SETS,
        lie=Act("next links have lost the filter", reply=next_link(_forgetful)),
        near_miss=Act("next links have the options in another order", reply=next_link(_backwards)),
    ),
    Fault(
        name="large-page-refused",
        breaks="paging/size-beyond-maximum",
        entities=_SETS,
        lie=Act("a page size beyond the greatest is refused", reply=_too_large_refused),
        near_miss=Act("a page size beyond the greatest is cut to it, and a header says so", reply=_too_large_told),
    ),
)
"""The lies of this class."""
