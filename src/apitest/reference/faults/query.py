"""Lies about query options."""

import re
from dataclasses import replace
from typing import Any

from apitest.dialects.speech import Question, Refused, Reply, Rows
from apitest.model import Selection
from apitest.reference.faults.acts import answered_all_the_same, header, refusals, unprocessable
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_FEW = 5
_GREATER_OR_EQUAL = re.compile(r"(\w+) ge (\S+)")
_PORTAL_ORDER = (("updated", True), ("id", False))


def _asking(question: Question, **changes: Any) -> Question:  # noqa: ANN401 - fields of Selection
    return replace(question, selection=replace(question.selection, **changes))


def _at_least_ten(question: Question) -> Question:
    top = question.selection.top
    return _asking(question, top=10) if top is not None and 1 < top < _FEW else question


def _one_less(question: Question) -> Question:
    top = question.selection.top
    return _asking(question, top=top - 1) if top is not None and 1 < top < _FEW else question


def _no_skip(question: Question) -> Question:
    return _asking(question, skip=None)


def _no_skip_of_nothing(question: Question) -> Question:
    return _asking(question, skip=question.selection.skip or None)


def _other_order(question: Question) -> Question:
    named = question.selection.order[:1] not in ((), (("updated", True),))
    return _asking(question, order=()) if named else question


def _with_tie_break(question: Question) -> Question:
    order = question.selection.order
    return _asking(question, order=(*order, ("treaty", False))) if order else question


def _ties_reversed(question: Question) -> Question:
    if question.selection.order != _PORTAL_ORDER:
        return question
    return _asking(question, order=(("updated", True), ("id", True)))


def without_summary(question: Question) -> Question:
    """Leave the summary out of what is to be expanded."""
    return _asking(question, expand=tuple(name for name in question.selection.expand or () if name != "summary"))


def expanded_backwards(question: Question) -> Question:
    """Expand in another order."""
    return _asking(question, expand=(question.selection.expand or ())[::-1])


def _everything_selected(question: Question) -> Question:
    return _asking(question, select=())


def _selected_backwards(question: Question) -> Question:
    return _asking(question, select=question.selection.select[::-1])


def _filters_fail(rows: Rows, scene: Scene) -> Rows:
    if _filtered(scene) and scene.asked == "page":
        raise Refused(400, "The filter cannot be applied.")
    return rows


def _filters_told(reply: Reply, scene: Scene) -> Reply:
    return replace(reply, headers=(*reply.headers, ("X-Filtered", "yes"))) if _filtered(scene) else reply


def _filtered(scene: Scene) -> bool:
    return scene.question is not None and bool(scene.question.filter)


def _filter_ignored(rows: Rows, scene: Scene) -> Rows:
    if not _filtered(scene) or scene.question is None or scene.asked != "page":
        return rows
    entity = scene.service.contract.entities[scene.question.entity]
    selection: Selection = scene.question.selection
    if "skip" in scene.dialect.FEATURES:
        return scene.service.store.rows(entity, selection, "", scene.dialect.PAGE_CAP)
    return scene.service.store.continued(entity, selection, "", scene.question.after, scene.dialect.PAGE_CAP)


def _exclusive(question: Question) -> Question:
    return replace(question, filter=question.filter.replace(" ge ", " gt "))


def _said_otherwise(question: Question) -> Question:
    return replace(question, filter=_GREATER_OR_EQUAL.sub(r"not (\1 lt \2)", question.filter))


def _total_of_everything(rows: Rows, scene: Scene) -> Rows:
    if rows.total is None or not _filtered(scene) or scene.question is None or scene.asked != "page":
        return rows
    return replace(rows, total=scene.service.store.count(scene.service.contract.entities[scene.question.entity]))


def _total_always(rows: Rows, scene: Scene) -> Rows:
    if scene.question is None or scene.asked != "page":
        return rows
    entity = scene.service.contract.entities[scene.question.entity]
    return replace(rows, total=scene.service.store.count(entity, scene.question.filter))


def _total_never(rows: Rows, scene: Scene) -> Rows:
    return replace(rows, total=None) if scene.asked == "page" else rows


def _unrefused(name: str, breaks: str, what: str, *parts: str) -> Fault:
    return Fault(
        name=name,
        breaks=breaks,
        entities=_SETS,
        lie=Act(f"{what} is answered with data", reply=refusals(answered_all_the_same, *parts)),
        near_miss=Act(f"{what} is refused with status 422", reply=refusals(unprocessable, *parts)),
    )


FAULTS = (
    Fault(
        name="page-size-ignored",
        breaks="query/page-size-honoured",
        entities=_SETS,
        lie=Act("small pages come with ten records", hear=_at_least_ten),
        near_miss=Act("small pages come with one record less", hear=_one_less),
    ),
    Fault(
        name="skip-ignored",
        breaks="query/skip-honoured",
        entities=_SETS,
        lie=Act("$skip is ignored", hear=_no_skip),
        near_miss=Act("$skip=0 is ignored", hear=_no_skip_of_nothing),
    ),
    Fault(
        name="order-ignored",
        breaks="query/order-honoured",
        entities=_SETS,
        lie=Act("another order than by 'updated' is ignored", hear=_other_order),
        near_miss=Act("orders get a last term of the service's own", hear=_with_tie_break),
    ),
    Fault(
        name="ties-reversed",
        breaks="query/order-total",
        entities=_SETS,
        lie=Act("records of the same moment come by descending id", hear=_ties_reversed),
        near_miss=Act("orders get a last term of the service's own", hear=_with_tie_break),
    ),
    Fault(
        name="expand-ignored",
        breaks="query/expand-honoured",
        entities=_SETS,
        lie=Act("summaries are not expanded", hear=without_summary),
        near_miss=Act("lists are expanded in another order than asked", hear=expanded_backwards),
    ),
    Fault(
        name="select-ignored",
        breaks="query/select-honoured",
        entities=_SETS,
        lie=Act("$select is ignored", hear=_everything_selected),
        near_miss=Act("selected properties come in another order", hear=_selected_backwards),
    ),
    Fault(
        name="filter-fails",
        breaks="query/filter-answered",
        entities=_SETS,
        lie=Act("filtered listings answer 400", answer=_filters_fail),
        near_miss=Act("filtered listings say so in a header", reply=_filters_told),
    ),
    Fault(
        name="filter-ignored",
        breaks="query/filter-sound",
        entities=_SETS,
        lie=Act("filters are ignored", answer=_filter_ignored),
        near_miss=Act("pages tell in a header that filters are known", reply=header("X-Filters", "known")),
    ),
    Fault(
        name="filter-exclusive",
        breaks="query/filter-complete",
        entities=_SETS,
        lie=Act("'ge' leaves out what is equal", hear=_exclusive),
        near_miss=Act("'ge' is worked out as 'not lt'", hear=_said_otherwise),
    ),
    Fault(
        name="total-ignores-filter",
        breaks="query/count-under-filter",
        entities=_SETS,
        lie=Act("the number with a filtered listing is that of the whole set", answer=_total_of_everything),
        near_miss=Act("the number comes even where it is not asked for", answer=_total_always),
    ),
    Fault(
        name="total-missing",
        breaks="query/inline-count-given",
        entities=_SETS,
        lie=Act("no listing says how many records there are", answer=_total_never),
        near_miss=Act("every listing says how many records there are", answer=_total_always),
    ),
    _unrefused("negative-page-size", "query/negative-page-size-refused", "a page size of -1", "top=-1", "limit=-1"),
    _unrefused(
        "malformed-page-size",
        "query/malformed-page-size-refused",
        "a page size that is no number",
        "top=many",
        "limit=many",
    ),
    _unrefused(
        "unknown-property-ordered",
        "query/unknown-property-refused",
        "an order by an unknown property",
        "noSuchProperty",
    ),
    _unrefused("unknown-option", "query/unknown-option-refused", "an unknown option", "noSuchOption"),
    _unrefused("malformed-filter", "query/malformed-filter-refused", "a malformed filter", "treaty%20eq", "yesterday"),
)
"""The lies of this class."""
