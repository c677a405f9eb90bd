"""Lies about query options together."""

import re
from collections.abc import Callable
from dataclasses import replace

from apitest.dialects.speech import Question, Refused, Reply, Rows
from apitest.model import Feature, Json
from apitest.reference.faults.acts import header
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_SMALL = 5
_GREATER = re.compile(r"(\w+) gt (\S+)")


def _first_comparison(question: Question) -> Question:
    return replace(question, filter=question.filter.partition(" and ")[0])


def _turned_round(question: Question) -> Question:
    one, joint, other = question.filter.partition(" and ")
    return replace(question, filter=f"{other} and {one}") if joint else question


def _small_and_filtered(question: Question) -> bool:
    top = question.selection.top
    return bool(question.filter) and top is not None and 1 < top < _SMALL


def _backwards(rows: Rows, scene: Scene) -> Rows:
    small = scene.asked == "page" and scene.question is not None and _small_and_filtered(scene.question)
    return replace(rows, records=rows.records[::-1]) if small else rows


def _one_less(question: Question) -> Question:
    selection = question.selection
    if not _small_and_filtered(question) or selection.top is None:
        return question
    return replace(question, selection=replace(selection, top=selection.top - 1))


def _ascending(question: Question) -> Question:
    order = question.selection.order
    if order[:1] in ((), (("updated", True),)):
        return question
    return replace(question, selection=replace(question.selection, order=tuple((name, False) for name, _ in order)))


def _with_tie_break(question: Question) -> Question:
    order = question.selection.order
    return replace(question, selection=replace(question.selection, order=(*order, ("treaty", False))))


def _selected_are_empty(rows: Rows, scene: Scene) -> Rows:
    if scene.question is None or not scene.question.selection.select:
        return rows
    return replace(rows, records=tuple(_bare(record) for record in rows.records))


def _bare(record: dict[str, Json]) -> dict[str, Json]:
    return {name: record[name] for name in ("id", "updated") if name in record}


def _selected_backwards(question: Question) -> Question:
    return replace(question, selection=replace(question.selection, select=question.selection.select[::-1]))


def _empty_alone(rows: Rows, scene: Scene) -> Rows:
    expanded = scene.question.selection.expand or () if scene.question else ()
    if len(expanded) != 1:
        return rows
    return replace(rows, records=tuple(record | {expanded[0]: []} for record in rows.records))


def _all_instead_of_one(question: Question) -> Question:
    if len(question.selection.expand or ()) != 1:
        return question
    names = ("title", "longTitle", "summary", "content", "keywords", "files")
    return replace(question, selection=replace(question.selection, expand=names))


def _count_of_everything(question: Question) -> Question:
    return replace(question, filter="") if question.asked == "count" else question


def _under_a_filter(scene: Scene) -> bool:
    return scene.asked == "page" and scene.question is not None and bool(scene.question.filter)


def _no_skip_under_a_filter(question: Question) -> Question:
    if not question.filter or question.asked != "page":
        return question
    return replace(question, selection=replace(question.selection, skip=None))


def _number_of_the_small_page(rows: Rows, scene: Scene) -> Rows:
    small = rows.total is not None and scene.question is not None and _small_and_filtered(scene.question)
    return replace(rows, total=len(rows.records)) if small else rows


def otherwise_under_a_filter(name: str, value: Json) -> Callable[[Rows, Scene], Rows]:
    """Records have another value of a property where a filter is asked for."""

    def answer(rows: Rows, scene: Scene) -> Rows:
        if not _under_a_filter(scene):
            return rows
        return replace(rows, records=tuple({**record, name: value} for record in rows.records))

    return answer


def filters_told(reply: Reply, scene: Scene) -> Reply:
    """Filtered listings say in a header that they are."""
    return replace(reply, headers=(*reply.headers, ("X-Filtered", "yes"))) if _under_a_filter(scene) else reply


def _keeping_the_bound(question: Question) -> Question:
    return replace(question, filter=question.filter.replace(" gt ", " ge "))


def _said_otherwise(question: Question) -> Question:
    return replace(question, filter=_GREATER.sub(r"not (\1 le \2)", question.filter))


def _nothing_is_missing(rows: Rows, scene: Scene) -> Rows:
    if _under_a_filter(scene) and not rows.records:
        raise Refused(404, "There are no such records.")
    return rows


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="second-comparison-ignored",
        breaks="query/filters-combine",
        entities=_SETS,
        lie=Act("of a filter only the first comparison is applied", hear=_first_comparison),
        near_miss=Act("the comparisons of a filter are applied in another order", hear=_turned_round),
    ),
    Fault(
        name="small-page-backwards",
        breaks="query/small-page-begins-large",
        entities=_SETS,
        lie=Act("small filtered pages come backwards", answer=_backwards),
        near_miss=Act("small filtered pages come with one record less", hear=_one_less),
    ),
    Fault(
        name="descending-ignored",
        breaks="query/descending-reverses",
        entities=_SETS,
        lie=Act("'desc' is ignored but for 'updated'", hear=_ascending),
        near_miss=Act("orders get a last term of the service's own", hear=_with_tie_break),
    ),
    Fault(
        name="selected-empty",
        breaks="query/select-projects",
        entities=_SETS,
        lie=Act("of selected properties only id and updated have their values", answer=_selected_are_empty),
        near_miss=Act("selected properties come in another order", hear=_selected_backwards),
    ),
    Fault(
        name="alone-expanded-empty",
        breaks="query/expand-alone",
        entities=_SETS,
        lie=Act("a list expanded alone comes empty", answer=_empty_alone),
        near_miss=Act("all lists come inline when one is asked for", hear=_all_instead_of_one),
    ),
    Fault(
        name="count-ignores-filter",
        breaks="query/count-filtered",
        entities=_SETS,
        lie=Act("$count ignores filters", hear=_count_of_everything),
        near_miss=Act("counts tell in a header that filters are known", reply=header("X-Filters", "known", "count")),
    ),
    Fault(
        name="skip-ignored-under-filter",
        breaks="query/options-together",
        entities=_SETS,
        lie=Act("under a filter $skip is ignored", hear=_no_skip_under_a_filter),
        near_miss=Act("small filtered pages come with one record less", hear=_one_less),
        needs=(Feature.SKIP,),
    ),
    Fault(
        name="number-of-small-page",
        breaks="query/options-together",
        entities=_SETS,
        lie=Act("the number with a small filtered page is that of its records", answer=_number_of_the_small_page),
        near_miss=Act("small filtered pages come with one record less", hear=_one_less),
        needs=(Feature.INLINE_COUNT,),
    ),
    Fault(
        name="filter-from-stale-index",
        breaks="query/records-as-listed",
        entities=_SETS,
        lie=Act(
            "under a filter records have another display order", answer=otherwise_under_a_filter("displayOrder", 9001)
        ),
        near_miss=Act("filtered listings say so in a header", reply=filters_told),
    ),
    Fault(
        name="greater-keeps-bound",
        breaks="query/comparisons-exact",
        entities=_SETS,
        lie=Act("'gt' keeps what is equal", hear=_keeping_the_bound),
        near_miss=Act("'gt' is worked out as 'not le'", hear=_said_otherwise),
    ),
    Fault(
        name="nothing-found-refused",
        breaks="query/nothing-found-empty",
        entities=_SETS,
        lie=Act("a filter that nothing fulfils is answered with status 404", answer=_nothing_is_missing),
        near_miss=Act("filtered listings say so in a header", reply=filters_told),
    ),
)
"""The lies of this class."""
