"""A requirement about what a service does not claim is inapplicable and says why; it never fails."""

from functools import cache

import pytest

from apitest.dialects import DIALECTS, unbound
from apitest.model import Outcome, Verdict
from apitest.proof import judged
from apitest.reference.lying import Act
from apitest.reference.service import Service
from making import CONTRACT, entity

SET = "national-reports"


@cache
def verdicts(dialect: str, *, plain: bool = False) -> dict[str, Verdict]:
    """Verdicts on the reports of the reference endpoint; plain: as a service without the extended record has them."""
    extension = entity(SET).extension
    act = Act(
        "only what the published interface has",
        record=lambda record, _place: {name: value for name, value in record.items() if name not in extension},
    )
    service = Service(CONTRACT, acts=[((SET,), act)] if plain else ())
    return {verdict.requirement: verdict for verdict in judged(CONTRACT, DIALECTS[dialect], service, (SET,))}


@pytest.mark.parametrize(("dialect", "plain"), [("olingo2", False), ("mea-json", True)])
@pytest.mark.parametrize(
    ("requirement", "reason"),
    [
        ("national-reports/status-given", "no record has any of the proposed properties"),
        ("national-reports/answers-once", "no record has 'answers' or 'sections'"),
        ("national-reports/successor-served", "no record has 'supersededBy'"),
    ],
)
def test_what_no_record_carries_is_not_judged(dialect: str, plain: bool, requirement: str, reason: str) -> None:
    verdict = verdicts(dialect, plain=plain)[requirement]

    assert (verdict.outcome, verdict.reason) == (Outcome.INAPPLICABLE, reason)


def test_what_another_set_would_tell_is_not_judged_without_it() -> None:
    verdict = verdicts("olingo2")["national-reports/obligation-exists"]

    assert verdict.outcome is Outcome.INAPPLICABLE
    assert verdict.reason == "'reporting-obligations' is not among the sets of the target"


def test_the_extended_record_is_judged_where_it_is_served() -> None:
    found = verdicts("mea-json")
    proposed = [name for name, item in CONTRACT.requirements.items() if item.where == ("*",)]

    assert {found[name].outcome for name in proposed} == {Outcome.PASSED}


def test_what_the_reader_makes_of_other_words_cannot_be_broken() -> None:
    reasons = [unbound(CONTRACT.requirements[name], DIALECTS["gef-json"]) for name in ("projects/status-fits-label",)]

    assert reasons == ["gef-json does not send 'status/code'."]


def test_entries_of_a_list_without_place_have_none_either() -> None:
    reason = unbound(CONTRACT.requirements["projects/place-shares"], DIALECTS["gef-json"])

    assert reason == "gef-json has no place for 'countries/share' or 'regions/share'."
