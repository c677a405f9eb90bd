"""Runs held against each other: findings, outcomes, records and fields, and what made them change."""

from pathlib import Path
from typing import Any

import pytest

from apitest.comparison.drift import contract_drift
from apitest.comparison.findings import Seen, outcome_changes, slots_of
from apitest.comparison.ledger import Ledger
from apitest.comparison.telling_runs import RunsCompared, runs_as_document, runs_as_markdown, runs_as_text
from apitest.model import Depth
from apitest.recorded import EVIDENCE
from apitest.results import Results
from apitest.runs import Order, begin
from apitest.runs.concluding import finish
from apitest.shipped import shipped
from comparing import DECISIONS, compared, drift, ledger, run, whole
from making import CONTRACT
from resulting import SECOND, finding, results, verdict

ENDS = ("complete", "complete")


UNJUDGED = results(verdict(SECOND, "untested"))


@pytest.mark.parametrize(
    ("documents", "states"),
    [
        ((run(), run("a")), {"a": "new"}),
        ((run("a"), run()), {"a": "mended"}),
        ((run("a"), run("a", "b")), {"a": "lasting", "b": "new"}),
        ((run("a"), UNJUDGED), {"a": "untold"}),
        ((run("a"), run(), run("a")), {"a": "flapping"}),
        ((run(), run("a"), run()), {"a": "flapping"}),
        ((run(), run("a"), run("a")), {"a": "new"}),
        ((run("a"), UNJUDGED, run("a")), {"a": "lasting"}),
        ((run("a"), UNJUDGED, run()), {"a": "mended"}),
        ((UNJUDGED, run("a")), {"a": "new"}),
    ],
)
def test_what_becomes_of_findings(documents: tuple[Results, ...], states: dict[str, str]) -> None:
    assert states == {str(item.record): item.state for item in compared(*documents)}


def test_what_lies_beyond_the_findings_kept_is_not_called_mended() -> None:
    capped = results(verdict(SECOND, "failed", findings=(finding(record="b"),), total=70))

    found = {item.record: item.state for item in compared(run("a"), capped)}

    assert found == {"a": "untold", "b": "new"}


@pytest.mark.parametrize(
    ("changes", "same", "cause"),
    [
        ({}, None, "partner"),
        ({"digests": {"contracts": "c1", "suites": "5e"}}, True, "yardstick"),
        ({"digests": {"contracts": "c1", "suites": "5e"}}, False, "partner"),
        ({"apitest": "0.2.0"}, None, "unknown"),
    ],
)
def test_a_changed_yardstick_is_told_apart_from_a_changed_partner(
    changes: dict[str, Any], same: bool | None, cause: str
) -> None:
    (found,) = compared(run(), run("a", **changes), same=same)

    assert cause == found.cause


def test_a_requirement_that_was_not_asked_before_is_a_new_yardstick() -> None:
    (found,) = compared(results(verdict("transport/json-body")), run("a"))

    assert (found.state, found.cause) == ("new", "yardstick")


def test_outcomes_that_changed_are_told() -> None:
    documents = (run(), run("a"))
    seen = [Seen("r", document, {"mea": "mea"}) for document in documents]

    (found,) = outcome_changes(seen, compared(*documents), [])

    assert (found.requirement, found.outcomes, found.cause) == (SECOND, ("passed", "failed"), "partner")


def test_one_target_is_the_same_whatever_its_id() -> None:
    other = run("a")
    other["targets"][0]["id"] = "elsewhere"

    assert slots_of([run(), other]) == [{"mea": "mea"}, {"elsewhere": "mea"}]


def test_records_that_appeared_vanished_and_changed() -> None:
    found = drift(
        {"1": {"number": "a"}, "2": {}, "3": {"number": "x"}}, {"1": {"number": "b"}, "3": {"number": "x"}, "4": {}}
    )

    assert (found.appeared, found.vanished, found.changed) == (["4"], ["2"], 1)
    assert dict(found.by_place) == {("changed", "/number"): 1}


def test_fields_that_no_contract_names_are_drift_and_others_growth() -> None:
    found = drift({"1": {"number": "a"}}, {"1": {"number": "a"}, "2": {"link": "u", "mood": "good"}})

    assert (found.unknown, found.first_used) == (["/mood"], ["/link"])


def test_a_field_is_gone_only_if_a_record_lost_it() -> None:
    lost = drift({"1": {"number": "a"}}, {"1": {"type": "b"}})
    left = drift({"1": {"number": "a"}, "2": {"type": "b"}}, {"2": {"type": "b"}})

    assert (lost.gone, left.gone) == (["/number"], [])


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ({"displayOrder": 1}, {"displayOrder": "1"}, ["/displayOrder"]),
        ({"displayOrder": 1}, {"displayOrder": 1.5}, []),
        ({"mood": 1}, {"mood": 1.5}, ["/mood"]),
        ({"number": "a"}, {"number": "b"}, []),
    ],
)
def test_other_kinds_of_values_are_drift(old: dict[str, Any], new: dict[str, Any], places: list[str]) -> None:
    assert places == list(drift({"1": old}, {"1": new}).widened)


def test_drift_from_the_contract_goes_both_ways() -> None:
    seen = ledger({"1": {"id": "1", "mood": "good", "title": [{"language": "en", "value": "x"}]}}, {"1": {"id": "1"}})

    found = contract_drift(seen, "mea", DECISIONS, 2, frozenset({"protocolVersion"}))

    assert dict(found.unknown) == {"/mood": (1, ("string",))}
    assert {"/summary", "/files", "/number"} <= set(found.unused)
    assert not {"/id", "/title", "/title/*/value", "/protocolVersion"} & set(found.unused)


@pytest.mark.parametrize(
    ("found", "many"),
    [
        (whole(run(), run("a")), 2),
        (whole(run("a"), run()), 0),
        (whole(run(), run("a", waived=True)), 0),
        (whole(run("a"), run("a")), 0),
        (whole(run(), run("a"), run()), 0),
        (whole(run(), run(), sets=(drift({"1": {"number": "a"}}, {"1": {"type": "b"}}),)), 1),
        (whole(run(), run(), sets=(drift({"1": {"number": "a"}}, {"1": {"number": "a"}, "2": {}}),)), 0),
    ],
)
def test_what_is_breaking(found: RunsCompared, many: int) -> None:
    assert many == len(found.breaking)


def test_every_form_says_what_is_new() -> None:
    found = whole(run(), run("a"), sets=(drift({"1": {"number": "a"}}, {"1": {"number": "b"}}),))

    said = (runs_as_text(found, drift=True), runs_as_markdown(found, drift=True), str(runs_as_document(found)))

    assert [SECOND in text for text in said] == [True, True, True]


def test_a_record_of_two_runs_is_read_again_out_of_their_evidence(tmp_path: Path) -> None:
    from apitest.commands.comparing_runs import compare_runs
    from serving import reference

    assert shipped("contracts").exists()
    with reference(counts={**dict.fromkeys(CONTRACT.entities, 0), "decisions": 7}) as url:
        for name in ("one", "two"):
            recorded(url, tmp_path / name)

    found = compare_runs([str(tmp_path / "one"), str(tmp_path / "two")])

    (decisions,) = found.sets
    assert (decisions.records, decisions.changed, decisions.whole, found.breaking) == ((7, 7), 0, True, [])


def recorded(url: str, directory: Path) -> None:
    """A run that walked the decisions and judged nothing."""
    from apitest.comparison.walking import take_walk
    from apitest.evidence import Evidence
    from apitest.targets import target_of_url
    from apitest.wire import Client

    order = Order(targets=(target_of_url(url),), entities=("decisions",), depth=Depth.QUICK)
    plan = begin(order, directory, CONTRACT)
    evidence = Evidence(directory / EVIDENCE)
    client = Client(plan.order.targets[0], evidence)
    take_walk(Ledger(":memory:"), 0, client, "decisions", CONTRACT)
    client.close()
    evidence.close()
    finish(directory, plan, CONTRACT, [], {})
