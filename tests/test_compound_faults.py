"""Where several things are wrong at once, the root causes are reported as such and the rest as their consequences."""

import pytest

from apitest.dialects import DIALECTS
from apitest.model import Outcome
from apitest.proof import judged
from apitest.reference.faults import FAULTS
from apitest.reference.service import Service
from apitest.verdicts import consequences
from making import CONTRACT

COMPOUNDS = [
    (("order-ignored", "descending-ignored"), {"query/order-honoured"},
     {"query/descending-reverses": "query/order-honoured"}),
    (("filter-ignored", "count-ignores-filter"), {"query/filter-sound"},
     {"query/count-filtered": "query/filter-sound", "query/filters-combine": "query/filter-sound"}),
    (("filter-ignored", "total-ignores-filter"), {"query/filter-sound"},
     {"query/count-under-filter": "query/filter-sound"}),
    (("count-in-other-form", "count-too-large"), {"paging/count-plain"},
     {"acceptance/number-plain": "paging/count-plain"}),
    (("record-twice", "gap-between-pages"), {"paging/no-duplicate-ids"},
     {"paging/pages-join": "paging/no-duplicate-ids", "paging/count-equals-ids": "paging/no-duplicate-ids"}),
    (("order-changes", "small-page-backwards"), {"paging/order-stable"},
     {"query/small-page-begins-large": "paging/order-stable"}),
    (("decision-of-unknown-meeting", "decision-of-other-treaty"), {"references/meeting-exists"},
     {"references/treaty-fits-meeting": "references/meeting-exists"}),
    (("expand-ignored", "alone-expanded-empty"), {"query/expand-honoured"},
     {"query/expand-alone": "query/expand-honoured"}),
    (("filter-exclusive", "filter-ignored", "count-too-large"), {"query/filter-sound", "paging/count-equals-ids"},
     {"query/count-under-filter": "query/filter-sound", "query/filters-combine": "query/filter-sound"}),
    (("second-page-again", "count-too-large", "order-ignored"), {"paging/walk-ends", "query/order-honoured"},
     {"paging/no-duplicate-ids": "paging/walk-ends", "decisions/title-in-english": "paging/walk-ends"}),
    (("description-breaks-off", "property-not-declared"), {"service/description-well-formed"}, {}),
    (("records-not-found", "record-differs"), {"service/item-found"}, {}),
]  # fmt: skip
"""Lies told together, the requirements that fail, and some of those that follow, each with its root."""


@pytest.mark.parametrize(("names", "roots", "following"), COMPOUNDS, ids=lambda item: "-".join(sorted(item))[:60])
def test_root_causes_are_told_from_what_follows(
    names: tuple[str, ...], roots: set[str], following: dict[str, str]
) -> None:
    lies = [FAULTS[name] for name in names]
    service = Service(CONTRACT, acts=[(fault.entities, fault.lie) for fault in lies])

    verdicts = consequences(judged(CONTRACT, DIALECTS["olingo2"], service, ("decisions",)), CONTRACT)
    found = {verdict.requirement: verdict.root for verdict in verdicts if verdict.root}

    assert roots == {verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED}
    assert following.items() <= found.items()
    assert set(found.values()) <= roots
    assert {verdict.outcome for verdict in verdicts if verdict.root} <= {Outcome.CANT_TELL}
