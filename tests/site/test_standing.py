"""Letters of runs read as states with a beginning; what a run did not ask about is no news."""

from collections.abc import Sequence

import pytest

from apitest.site.history import History
from apitest.site.reading import reading_of
from apitest.site.standing import Standing, rolled, standing_of
from apitest.verdicts import outcome_of
from resulting import ADVICE, FIRST, SECOND, finding, results, verdict


def on(day: int, *judged: str, complete: bool = True, trouble: str = "") -> dict:
    """A run of a day in January: the outcomes of the first and the second requirement."""
    names = (FIRST, SECOND)
    document = results(
        *(verdict(name, outcome) for name, outcome in zip(names, judged, strict=False) if outcome != "-"),
        complete=complete,
        trouble=trouble,
    )
    document["run"].update(id=f"run-{day}", started=f"2026-01-{day:02}T06:00:00Z")
    return document


def standing(*documents: dict) -> Standing:
    history = History()
    for document in documents:
        history.learn({name: (document["run"]["started"], row) for name, row in document["requirements"].items()})
        history.add([reading_of(document)])
    return standing_of("mea", history.sightings("mea"), history.requirements())


def test_a_state_begins_with_the_first_run_that_saw_it() -> None:
    found = standing(on(1, "passed", "failed"), on(2, "passed", "failed"), on(3, "failed", "failed"))

    assert (found.states[SECOND].letter, found.states[SECOND].since[:10]) == ("f", "2026-01-01")
    assert (found.states[FIRST].letter, found.states[FIRST].since[:10]) == ("f", "2026-01-03")
    assert (found.outcome, found.since[:10], found.runs) == ("failed", "2026-01-01", 3)


def test_runs_may_come_in_any_order() -> None:
    days = [on(1, "passed", "failed"), on(2, "failed", "passed"), on(3, "passed", "passed")]

    assert standing(*days).states == standing(*reversed(days)).states
    assert standing(*days).changes == standing(*reversed(days)).changes


def test_a_run_that_is_read_again_counts_once() -> None:
    found = standing(on(1, "passed", "failed"), on(1, "passed", "passed"))

    assert (found.runs, found.states[SECOND].letter) == (1, "p")


def test_breaking_and_mending_are_changes() -> None:
    found = standing(on(1, "passed", "passed"), on(2, "passed", "failed"), on(3, "passed", "passed"))

    assert [(change.started[8:10], change.requirement, change.better) for change in found.changes] == [
        ("03", SECOND, True),
        ("02", SECOND, False),
    ]


@pytest.mark.parametrize("second", ["cantTell", "inapplicable"])
def test_what_is_not_a_breach_before_or_after_is_no_change(second: str) -> None:
    assert standing(on(1, "passed", "passed"), on(2, "passed", second)).changes == ()


@pytest.mark.parametrize("silent", ["-", "untested"])
def test_a_run_that_did_not_ask_brings_no_news(silent: str) -> None:
    found = standing(on(1, "passed", "failed"), on(2, "passed", silent), on(3, "passed", "failed"))

    state = found.states[SECOND]
    assert (state.letter, state.since[:10], state.judged[:10]) == ("f", "2026-01-01", "2026-01-03")
    assert found.changes == ()
    assert standing(on(1, "passed", "failed"), on(2, "passed", silent)).states[SECOND].judged[:10] == "2026-01-01"


@pytest.mark.parametrize("limit", [{"complete": False}, {"trouble": "got  no answer"}])
def test_a_run_that_was_hindered_proves_no_conformance(limit: dict) -> None:
    assert standing(on(1, "passed", "passed", **limit)).outcome == "cantTell"
    assert standing(on(1, "passed", "failed", **limit)).outcome == "failed"


def test_the_trend_counts_binding_failures() -> None:
    found = standing(on(1, "passed", "failed"), on(2, "failed", "failed"), on(3))

    assert found.trend == (("2026-01-01T06:00:00Z", 1), ("2026-01-02T06:00:00Z", 2), ("2026-01-03T06:00:00Z", -1))


def test_an_accepted_failure_has_a_letter_of_its_own() -> None:
    document = results(verdict(SECOND, "failed", findings=(finding(waived=True),)), verdict(FIRST))

    assert reading_of(document).seen[0].letters == {FIRST: "p", SECOND: "w"}
    assert reading_of(document).seen[0].failed == 0


def test_what_waits_for_another_is_told_apart() -> None:
    document = results(verdict(SECOND, "failed"), verdict(FIRST))
    document["verdicts"][-1].update(outcome="cantTell", root=FIRST)

    assert reading_of(document).seen[0].letters == {FIRST: "p", SECOND: "b"}


@pytest.mark.parametrize(
    "outcomes",
    [
        ("passed", "passed"),
        ("failed", "passed"),
        ("cantTell", "passed"),
        ("inapplicable", "inapplicable"),
        ("untested",),
    ],
)
@pytest.mark.parametrize("advice", ["passed", "failed", "inapplicable"])
def test_the_roll_up_is_that_of_the_results(outcomes: Sequence[str], advice: str) -> None:
    judged = [verdict(name, outcome) for name, outcome in zip((FIRST, SECOND), outcomes, strict=False)]
    every = [*judged, verdict(ADVICE, advice)]
    letters = reading_of(results(*every)).seen[0].letters

    assert rolled((letters[item.requirement] for item in judged), letters.values()) == outcome_of(every)
