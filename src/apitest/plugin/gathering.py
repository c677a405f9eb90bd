"""Verdicts of all workers, taken off the reports of their tests; from them, the end of the run."""

import json

import pytest

from apitest import runs
from apitest.errors import CannotRecord
from apitest.model import Outcome, Verdict
from apitest.plugin.labels import Triple, triple_of
from apitest.plugin.state import State
from apitest.reports.text import as_text
from apitest.verdicts import FailOn, exit_status

VERDICT, WALK, COSTS, LOST = "apitest-verdict", "apitest-walk", "apitest-costs", "apitest-lost"
"""Names of what a test carries to the controlling process."""


class Gatherer:
    """Takes verdicts off the reports of all workers."""

    def __init__(self, state: State) -> None:
        self._state = state

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Remember what is to be run, to be held against what was run."""
        self._state.collected.update(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Remember what is to be run, as a worker collected it."""
        self._state.collected.update(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the verdict of a test that has been judged, or what kept it from being judged."""
        self._state.reported.add(report.nodeid)
        carried = dict(report.user_properties)
        triple = triple_of(report.nodeid)
        self._state.others_failed |= triple is None and report.failed
        if triple is None or triple in self._state.verdicts or triple[2] not in self._state.contract.requirements:
            return
        target, entity, _ = triple
        if LOST in carried:
            self._state.lost = str(carried[LOST])
            return
        if VERDICT in carried:
            verdict = runs.verdict_from_json(str(carried[VERDICT]))
        elif report.failed:
            verdict = self._broken(triple, report)
        else:
            return
        if WALK in carried:
            self._state.walks[target, entity] = json.loads(str(carried[WALK]))
        if COSTS in carried:
            self._state.costs[target, entity] = json.loads(str(carried[COSTS]))
        self._state.verdicts[triple] = verdict
        self._write(verdict)

    def _write(self, verdict: Verdict) -> None:
        if self._state.stream and not self._state.lost:
            try:
                self._state.stream.add(verdict)
            except CannotRecord as error:
                self._state.lost = error.told()

    def _broken(self, triple: Triple, report: pytest.TestReport) -> Verdict:
        target, entity, name = triple
        crash = getattr(report.longrepr, "reprcrash", None)
        last = str(crash.message if crash else report.longrepr).strip().splitlines()
        return Verdict(
            requirement=name,
            obligation=self._state.contract.requirements[name].obligation,
            target=target,
            entity=entity,
            outcome=Outcome.CANT_TELL,
            examined=0,
            reason=f"a fault of apitest, not of the target: {last[0] if last else 'unknown'}",
        )


def conclude(state: State, session: pytest.Session, exitstatus: int) -> None:
    """Make the results of what was judged, and the exit status of what they say."""
    interrupted = exitstatus in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)
    planned = {(*pair, name) for name, pairs in state.asked.items() for pair in pairs}
    unfinished = not planned <= {*state.verdicts}
    missing = ""
    if unfinished and (interrupted or state.lost):
        missing = runs.CUT_SHORT
    elif unfinished and not state.collected <= state.reported:
        missing = "its test was collected but never run, which is a fault of apitest or of a plugin of pytest"
    results = runs.finish(
        state.directory, state.plan, state.contract, state.verdicts.values(), state.walks, state.costs, missing=missing
    )
    if not unfinished:
        state.lost = ""
    state.summary = as_text(results, report=str(state.directory / runs.PAGE))
    if not interrupted:
        judged = exit_status(results, _fail_on(state.plan.order.fail_on))
        session.exitstatus = judged or (pytest.ExitCode.TESTS_FAILED if state.others_failed else 0)


def _fail_on(word: str) -> FailOn:
    return "should" if word == "should" else "never" if word == "never" else "must"
