"""
pytest: options, the mark, the pytest fixture `judged`, scheduling, and gathering verdicts from the workers.

The only room that knows pytest. A test of the suites asks for one requirement; it runs once for each entity set of each
target that the requirement binds. Trouble in asking is pytest's *error*, never its *failed*.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from apitest import runs
from apitest.contracts import load_contract
from apitest.errors import CannotRecord, UsageError
from apitest.model import Depth, Outcome, Requirement, Verdict
from apitest.plugin.briefly import needs_only, run_briefly
from apitest.plugin.copies import run_in_copies
from apitest.plugin.faraway import refuse_unable
from apitest.plugin.gathering import COSTS, LOST, VERDICT, WALK, Gatherer, conclude
from apitest.plugin.labels import bracket_of, label, measures, scope_of
from apitest.plugin.state import State, die_with
from apitest.targets import target_of_url
from apitest.wire import moment

_RUN, _HEAD = "apitest-run", "apitest-head"
"""Names of what a worker is told by the process that controls it."""
_STATE = pytest.StashKey[State]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A requirement that has been judged on one entity set of one target."""

    verdict: Verdict
    requirement: Requirement

    def conforms(self) -> None:
        """Pass, fail with the findings, or skip with the reason."""
        if self.verdict.outcome is Outcome.FAILED:
            pytest.fail(_told(self.verdict, self.requirement), pytrace=False)
        if self.verdict.outcome in (Outcome.INAPPLICABLE, Outcome.UNTESTED):
            pytest.skip(self.verdict.reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of a run; without any of them the plugin is idle."""
    group = parser.getgroup("apitest", "conformance of data-exchange interfaces")
    group.addoption("--target", dest="apitest_target", metavar="URL", help="service root to judge")
    group.addoption(
        "--dialect", dest="apitest_dialect", default="auto", metavar="NAME", help="wire form (default: auto)"
    )
    group.addoption("--depth", dest="apitest_depth", default="standard", choices=[*Depth], help="how much to ask")
    for name, what in (("entity", "entity set"), ("class", "conformance class"), ("requirement", "requirement")):
        group.addoption(
            f"--{name}", dest=f"apitest_{name}", action="append", default=[], metavar="NAME", help=f"only this {what}"
        )
    group.addoption("--seed", dest="apitest_seed", type=int, default=1, help="same seed, same requests")
    group.addoption("--fail-on", dest="apitest_fail_on", default="must", choices=("must", "should", "never"))
    group.addoption("--output", dest="apitest_output", metavar="DIR", help="run directory to make")
    group.addoption("--apitest-run", dest="apitest_run", metavar="DIR", help="run directory that has been begun")
    group.addoption(
        "--apitest-copies",
        dest="apitest_copies",
        type=int,
        default=0,
        metavar="N",
        help="copies of this process to judge",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark; begin a run if a target is given, or join the one that has been begun."""
    config.addinivalue_line("markers", "requirement(id): the requirement that a test of the suites judges")
    options = config.option
    options.apitest_run = getattr(config, "workerinput", {}).get(_RUN) or options.apitest_run
    if not (options.apitest_run or options.apitest_target) or options.collectonly:
        return
    if options.apitest_run and not options.apitest_copies:
        die_with(int(getattr(config, "workerinput", {}).get(_HEAD) or _parent()))
    try:
        if not options.apitest_run:
            options.apitest_run = str(_begin(options))
        config.stash[_STATE] = State(Path(options.apitest_run), controls=not hasattr(config, "workerinput"))
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error


def _parent() -> int:
    """The command that waits for these suites; 0: somebody runs them with pytest."""
    return int(os.environ.get(runs.PARENT, "0"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - xdist is untyped
    """Tell a worker which run it takes part in: it sees only the command line, not what was made of it."""
    node.workerinput[_RUN] = node.config.option.apitest_run
    node.workerinput[_HEAD] = os.getpid()
    if node.config.option.apitest_run and not node.gateway.spec.popen:
        refuse_unable(node, Path(node.config.option.apitest_run) / runs.HEADER)
        node.workerinput[_HEAD] = 0  # it is no child of ours, and ends when the connection ends


def _begin(options: Any) -> Path:  # noqa: ANN401 - argparse's namespace
    started = f"{moment():%Y%m%dT%H%M%SZ}"
    target = target_of_url(options.apitest_target, options.apitest_dialect)
    directory = Path(options.apitest_output or f"apitest-runs/{started}-{target.id}").absolute()
    order = runs.Order(
        targets=(target,),
        depth=Depth(options.apitest_depth),
        seed=options.apitest_seed,
        entities=tuple(options.apitest_entity),
        classes=tuple(options.apitest_class),
        requirements=tuple(options.apitest_requirement),
        fail_on=options.apitest_fail_on,
        command=("pytest", "suites", "--target", options.apitest_target),
    )
    runs.begin(order, directory, load_contract())
    return directory


# --- collecting ---------------------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each entity set of each target that the requirement binds."""
    if "judged" not in metafunc.fixturenames:
        return
    state = metafunc.config.stash.get(_STATE, None)
    name = _requirement_of(metafunc.definition)
    asked = state.asked.get(name, []) if state is not None else []
    metafunc.parametrize("judged", asked, indirect=True, ids=[label((*pair, name)) for pair in asked])


def _requirement_of(node: Any) -> str:  # noqa: ANN401 - FunctionDefinition is not public
    mark = node.get_closest_marker("requirement")
    return str(mark.args[0]) if mark else ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Drop tests without anything to judge, and do one entity set after the other.

    In somebody's own suite, tests of other things run without a target; those that judge are skipped and say so.

    Raises:
        UsageError: there is no target and nothing else to do: all tests would be skipped, which looks like success.
    """
    state = config.stash.get(_STATE, None)
    if state is None:
        judging = [item for item in items if "judged" in getattr(item, "fixturenames", ())]
        if judging and len(judging) == len(items) and not config.option.collectonly:
            raise pytest.UsageError("expected a target to judge, got none.\nGive its service root with --target URL.")
        for item in judging:
            # In front, since pytest has a reason of its own: nothing to judge is an empty set of parameters.
            reason = "no target to judge; give its service root with --target URL"
            item.add_marker(pytest.mark.skip(reason=reason), append=False)
        return
    idle = [item for item in items if "judged" in getattr(item, "fixturenames", ()) and "[NOTSET]" in item.name]
    if idle:
        config.hook.pytest_deselected(items=idle)
    places = {target.id: place for place, target in enumerate(state.plan.order.targets)}
    items[:] = sorted(
        (item for item in items if item not in idle),
        key=lambda item: (measures(item.nodeid), scope_of(item.nodeid, places)),
    )


# --- judging ------------------------------------------------------------------------------------------------------


@pytest.fixture
def judged(request: pytest.FixtureRequest) -> Judged:
    """The requirement of this test, judged on one entity set; trouble in asking is an error here, not a failure there."""
    return _judged(request.node, *request.param)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run a test of the suites without ceremony where a command waits for them."""
    if not _parent() or not needs_only(item, "judged") or item.config.stash.get(_STATE, None) is None:
        return None
    run_briefly(item, "judged", lambda test: _judged(test, *test.callspec.params["judged"]))  # type: ignore[attr-defined]
    return True


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Print no sign for a test where a command waits: progress is told by what the stream of the run holds."""
    return (report.outcome, "", "") if _parent() else None


def _judged(item: Any, target: str, entity: str) -> Judged:  # noqa: ANN401 - pytest.Function
    state = item.config.stash[_STATE]
    requirement = state.contract.requirements[_requirement_of(item)]
    properties = item.user_properties
    try:
        assessment = state.bench(target).of(entity)
        verdict = assessment.judge(requirement)
    except CannotRecord as error:
        properties.append((LOST, error.told()))
        item.session.shouldstop = "what is answered cannot be kept"
        pytest.fail(str(error), pytrace=False)
    properties.append((VERDICT, runs.verdict_as_json(verdict)))
    if assessment.seen is not None:
        properties.append((WALK, json.dumps(assessment.seen)))
    # At full depth measuring asks more, for which other requirements need not wait; at others it asks nothing.
    in_turn = measures(item.nodeid) or state.plan.order.depth is not Depth.FULL
    if in_turn and (target, entity) in state.to_measure(item.session.items) and assessment.costs is not None:
        properties.append((COSTS, json.dumps(assessment.costs)))
        state.measured.add((target, entity))
    if verdict.outcome is Outcome.CANT_TELL:
        pytest.fail(f"cannot tell: {verdict.reason}", pytrace=False)
    return Judged(verdict=verdict, requirement=requirement)


def _told(verdict: Verdict, requirement: Requirement) -> str:
    lines = [f"{requirement.id} ({requirement.obligation}, {requirement.source}): {verdict.total} findings"]
    for finding in verdict.findings[:3]:
        record = f"record {finding.record}  " if finding.record else ""
        lines += [
            f"    expected  {finding.expected}",
            f"    got       {finding.got}",
            f"    where     {record}{finding.where}",
            f"    fix       {finding.fix}",
        ]
    lines.append(f"    more      apitest explain {requirement.id}")
    return "\n".join(lines)


# --- scheduling ---------------------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Let copies of this process judge, if that is wished for."""
    state = session.config.stash.get(_STATE, None)
    copies = session.config.option.apitest_copies
    if state is None or not copies or session.testsfailed:
        return None
    head = os.getpid()
    state.make_ready(copies)
    run_in_copies(session, copies, lambda: die_with(head), _parent())
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # noqa: ANN401 - xdist is untyped
    """Give each worker whole entity sets: what was walked once is judged where it was walked."""
    if config.stash.get(_STATE, None) is None:
        return None
    # Here because xdist is only there when it is asked for.
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415

    class EntitySetScheduling(LoadScopeScheduling):
        """`loadscope` by what stands in the brackets: target and entity set."""

        def _split_scope(self, nodeid: str) -> str:
            return bracket_of(nodeid).partition(":")[0] or nodeid

    return EntitySetScheduling(config, log)


# --- gathering ----------------------------------------------------------------------------------------------------


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the controlling process gather."""
    state = session.config.stash.get(_STATE, None)
    if state is not None and state.controls:
        session.config.pluginmanager.register(Gatherer(state), "apitest-gatherer")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Conclude the run, and let its verdict be the exit status."""
    state = session.config.stash.get(_STATE, None)
    if state is None:
        return
    state.close()
    try:
        if state.controls:
            conclude(state, session, exitstatus)
    except CannotRecord as error:
        state.lost = error.told()
    finally:
        state.leave()
    if state.lost:
        state.summary = state.lost
        session.exitstatus = runs.NOT_KEPT if runs.PARENT in os.environ else CannotRecord.exit_status


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # noqa: ANN401 - not public
    """Say the verdict below pytest's own lines."""
    state = config.stash.get(_STATE, None)
    if state is not None and state.summary:
        terminalreporter.section("apitest")
        terminalreporter.write_line(state.summary)
