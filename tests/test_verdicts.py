"""What findings and outcomes amount to: roots and consequences, roll-ups, order, what to mend first, exit status."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apitest.model import Obligation, Outcome
from apitest.verdicts import FailOn, consequences, costliest, exit_status, failures, outcome_of
from making import CONTRACT
from resulting import ADVICE, FIRST, SECOND, finding, obligation_of, results, verdict

CAUSE, EFFECT = "paging/walk-ends", "paging/no-duplicate-ids"


def test_the_requirements_used_here_bind_as_the_tests_assume() -> None:
    assert [obligation_of(name) for name in (FIRST, SECOND, ADVICE)] == ["MUST", "MUST", "SHOULD"]
    assert CAUSE in _causes("paging/pages-full")


def _causes(name: str) -> set[str]:
    direct = CONTRACT.requirements[name].requires
    return {*direct, *(deeper for cause in direct for deeper in _causes(cause))}


def _dependent() -> tuple[str, str]:
    """A requirement and one that it requires directly, both MUST."""
    return next(
        (item.id, cause)
        for item in CONTRACT.requirements.values()
        for cause in item.requires
        if item.obligation == obligation_of(cause) == Obligation.MUST
    )


def test_a_failure_that_follows_from_another_names_its_root() -> None:
    effect, cause = _dependent()

    judged = consequences([verdict(effect, "failed"), verdict(cause, "failed")], CONTRACT)

    assert [(v.outcome, v.root) for v in judged] == [(Outcome.CANT_TELL, cause), (Outcome.FAILED, "")]
    assert judged[0].reason == f"consequence of {cause}"
    assert judged[0].findings


def test_a_cause_of_the_service_as_a_whole_reaches_each_set() -> None:
    effect, cause = _dependent()

    judged = consequences([verdict(effect, "failed"), verdict(cause, "failed", entity="")], CONTRACT)

    assert judged[0].root == cause


@pytest.mark.parametrize("elsewhere", [{"target": "other"}, {"entity": "meetings"}, {"outcome": "cantTell"}])
def test_a_cause_elsewhere_or_unproved_excuses_nothing(elsewhere: dict[str, str]) -> None:
    effect, cause = _dependent()
    outcome = elsewhere.pop("outcome", "failed")

    judged = consequences([verdict(effect, "failed"), verdict(cause, outcome, **elsewhere)], CONTRACT)

    assert judged[0].outcome is Outcome.FAILED


def test_the_root_is_the_deepest_cause() -> None:
    name = "paging/pages-full"
    chain = [name, *_causes(name)]

    judged = consequences([verdict(each, "failed") for each in chain], CONTRACT)

    roots = {v.requirement: v.root for v in judged}
    assert roots[name]
    assert not roots[roots[name]]


def test_a_recommendation_excuses_no_requirement() -> None:
    effect, cause = _dependent()
    weaker = dict(CONTRACT.requirements)
    weaker[cause] = replace(weaker[cause], obligation=Obligation.SHOULD)
    contract = replace(CONTRACT, requirements=weaker)

    judged = consequences([verdict(effect, "failed"), verdict(cause, "failed")], contract)

    assert judged[0].outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("outcomes", "rolled"),
    [
        ([], "untested"),
        (["passed", "failed"], "failed"),
        (["passed", "cantTell"], "cantTell"),
        (["passed", "inapplicable", "untested"], "passed"),
        (["inapplicable", "untested"], "untested"),
        (["inapplicable"], "inapplicable"),
    ],
)
def test_the_worst_outcome_decides(outcomes: list[str], rolled: str) -> None:
    assert outcome_of([verdict(FIRST, outcome) for outcome in outcomes]) == rolled


@pytest.mark.parametrize(
    ("outcomes", "rolled"), [(["failed"], "passed"), (["passed"], "passed"), (["cantTell", "untested"], "cantTell")]
)
def test_recommendations_alone_never_fail(outcomes: list[str], rolled: str) -> None:
    assert outcome_of([verdict(ADVICE, outcome) for outcome in outcomes]) == rolled


def test_consequences_alone_tell_nothing() -> None:
    assert outcome_of([verdict(SECOND, "cantTell", root=FIRST)]) is Outcome.CANT_TELL
    assert outcome_of([verdict(SECOND, "cantTell", root=FIRST), verdict(FIRST, "passed")]) is Outcome.PASSED


@given(st.permutations([FIRST, SECOND, ADVICE]))
def test_the_document_is_the_same_for_any_order_of_verdicts(order: list[str]) -> None:
    outcomes = {FIRST: "passed", SECOND: "failed", ADVICE: "failed"}

    document = results(*(verdict(name, outcomes[name]) for name in order))

    assert document == results(*(verdict(name, outcome) for name, outcome in outcomes.items()))
    assert [row["requirement"] for row in document["verdicts"]] == [FIRST, SECOND, ADVICE]


def test_the_service_as_a_whole_comes_before_its_sets() -> None:
    sets = ("meetings", "decisions", "")

    rows = results(*(verdict(FIRST, entity=name) for name in sets))["verdicts"]

    assert [row["entity"] for row in rows] == ["", "decisions", "meetings"]


def test_a_finding_carries_the_number_of_its_exchange_and_the_remedy() -> None:
    known, unknown = finding(fix=""), finding(exchange="d2", fix="Do this.")

    rows = results(verdict(SECOND, "failed", findings=(known, unknown)))["findings"]

    assert [row["exchange"] for row in rows] == [17, None]
    assert [row["fix"] for row in rows] == [CONTRACT.requirements[SECOND].fix, "Do this."]


def test_trouble_leaves_no_target_conformant() -> None:
    assert results(verdict(), trouble="got  no answer")["targets"][0]["outcome"] == "cantTell"
    assert results(verdict(SECOND, "failed"), trouble="got  no answer")["targets"][0]["outcome"] == "failed"


# --- what readers ask of it -------------------------------------------------------------------------------------------


def test_what_binds_most_and_concerns_most_records_comes_first() -> None:
    many = tuple(finding(SECOND, record=str(number)) for number in range(3))
    document = results(verdict(ADVICE, "failed"), verdict(FIRST, "failed"), verdict(SECOND, "failed", findings=many))

    found = failures(document, "mea")

    assert [(failure.requirement, failure.records) for failure in found] == [(SECOND, 3), (FIRST, 1), (ADVICE, 1)]
    assert costliest(document, "mea") == found[:3]


def test_a_failure_gathers_its_sets() -> None:
    document = results(verdict(SECOND, "failed"), verdict(SECOND, "failed", entity="meetings", findings=(), total=7))

    (failure,) = failures(document, "mea")

    assert (failure.entities, failure.examined, failure.total) == (("decisions", "meetings"), 240, 8)


def test_beyond_the_cap_as_many_records_are_concerned_as_there_are_findings() -> None:
    document = results(verdict(SECOND, "failed", total=90), verdict(FIRST, "failed", total=900))

    assert {failure.requirement: failure.records for failure in failures(document, "mea")} == {SECOND: 90, FIRST: 120}


def test_what_waits_for_a_failure_is_named_with_it() -> None:
    effect, cause = _dependent()

    (failure,) = failures(results(verdict(effect, "failed"), verdict(cause, "failed")), "mea")

    assert (failure.requirement, failure.blocked) == (cause, (effect,))


def test_what_is_accepted_or_optional_is_not_to_be_mended_first() -> None:
    waived = verdict(SECOND, "failed", findings=(finding(waived=True),))
    document = results(waived, verdict(FIRST, "failed"))
    document["requirements"][FIRST]["obligation"] = "MAY"

    assert costliest(document, "mea") == ()


WAIVED = verdict(SECOND, "failed", findings=(finding(waived=True),))


@pytest.mark.parametrize(
    ("verdicts", "fail_on", "status"),
    [
        ([verdict()], "must", 0),
        ([verdict(SECOND, "failed")], "must", 1),
        ([verdict(SECOND, "failed")], "should", 1),
        ([verdict(SECOND, "failed"), verdict(FIRST)], "never", 0),
        ([verdict(ADVICE, "failed")], "must", 0),
        ([verdict(ADVICE, "failed")], "should", 1),
        ([WAIVED], "must", 0),
        ([verdict(SECOND, "cantTell"), verdict(FIRST)], "must", 3),
        ([verdict(SECOND, "cantTell"), verdict(FIRST)], "never", 3),
        ([verdict(SECOND, "cantTell"), verdict(FIRST, "failed")], "must", 1),
        ([verdict(SECOND, "cantTell", root=FIRST), verdict(FIRST)], "must", 0),
        ([verdict(ADVICE, "cantTell"), verdict(FIRST)], "must", 0),
        ([verdict(SECOND, "untested")], "must", 3),
        ([verdict(SECOND, "inapplicable")], "must", 3),
        ([], "must", 3),
    ],
)
def test_the_exit_status_says_what_came_out(verdicts: list[object], fail_on: FailOn, status: int) -> None:
    assert exit_status(results(*verdicts), fail_on) == status


@pytest.mark.parametrize("fail_on", ["must", "should", "never"])
def test_trouble_and_a_run_cut_short_are_not_conformant(fail_on: FailOn) -> None:
    assert exit_status(results(verdict(), trouble="got  no answer"), fail_on) == 3
    assert exit_status(results(verdict(), complete=False), fail_on) == 3


@given(st.lists(st.sampled_from([*Outcome]), min_size=1, max_size=6))
def test_a_roll_up_is_never_better_than_its_worst_part(outcomes: list[Outcome]) -> None:
    order = list(Outcome)

    rolled = outcome_of(verdict(FIRST, outcome) for outcome in outcomes)

    assert order.index(rolled) == min(order.index(outcome) for outcome in outcomes)


def test_every_pair_of_fail_on_and_outcome_has_a_known_status() -> None:
    known = {
        exit_status(results(verdict(name, outcome)), fail_on)
        for name, outcome, fail_on in itertools.product((SECOND, ADVICE), [*Outcome], ("must", "should", "never"))
    }

    assert known == {0, 1, 3}
