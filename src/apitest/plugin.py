"""
pytest: options, the mark, the pytest fixture `judged`, scheduling, and gathering verdicts from the workers.

The only room that knows pytest. A test of the suites asks for one requirement; it runs once for each entity set of each
target that the requirement binds. Trouble in asking is pytest's *error*, never its *failed*.
"""

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from apitest import runs
from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.errors import CannotRecord, UsageError
from apitest.model import Contract, Depth, Outcome, Requirement, Verdict
from apitest.reports.text import as_text
from apitest.results import CostRow, EntityRow
from apitest.targets import target_of_url
from apitest.verdicts import FailOn, exit_status
from apitest.wire import Client, moment, shared_evidence

_RUN, _VERDICT, _WALK, _COSTS = "apitest-run", "apitest-verdict", "apitest-walk", "apitest-costs"
_LOST, _HEAD = "apitest-lost", "apitest-head"
_EFFICIENCY = "efficiency"
_WHOLE = "service"
"""What stands in a node id for the service as a whole."""
_LOOK_SECONDS = 0.5
_PATIENCE = 10.0
"""Seconds for the suites of a run that was killed to notice that."""
_KILLED = 137
_STATE = pytest.StashKey["_State"]()
Triple = tuple[str, str, str]
"""Target id, entity set, requirement id."""


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


class _State:
    """What one process knows of the run it takes part in."""

    def __init__(self, directory: Path, *, controls: bool) -> None:
        self.directory, self.controls = directory, controls
        self.contract: Contract = load_contract()
        self.plan = runs.read_plan(directory)
        # A directory that goes with the command is nobody else's.
        alone = controls and self.plan.order.page
        self.hold = (
            runs.Hold(directory, runs.SUITES_LOCK, "the suites of apitest", patience=_PATIENCE) if alone else None
        )
        self.evidence = shared_evidence(directory / runs.EVIDENCE)
        self.stream = runs.Stream(directory, self.plan, self.contract) if controls else None
        self.asked: dict[str, list[tuple[str, str]]] = {}
        """Requirement → targets and entity sets that it is to be judged on."""
        for target, entity, item in self.plan.asked(self.contract):
            self.asked.setdefault(item.id, []).append((target.id, entity))
        self.benches: dict[str, Bench] = {}
        self.verdicts: dict[Triple, Verdict] = {}
        self.walks: dict[tuple[str, str], EntityRow] = {}
        self.costs: dict[tuple[str, str], CostRow] = {}
        self.collected: set[str] = set()
        """Node ids that this run set out to run."""
        self.reported: set[str] = set()
        self.others_failed = False
        """Whether a test failed that judges no requirement: one of somebody's own suite."""
        self.lost = ""
        """Why what was answered could not be kept."""
        self.summary = ""

    def bench(self, name: str) -> Bench:
        """The bench of a target, made when first needed."""
        if name not in self.benches:
            order = self.plan.order
            target = next(target for target in order.targets if target.id == name)
            client = Client(target, self.evidence, contact=order.contact)
            self.benches[name] = Bench(
                self.contract, target, client, now=self.plan.started, seed=order.seed, depth=order.depth
            )
        return self.benches[name]

    def close(self) -> None:
        """Close connections and files."""
        for bench in self.benches.values():
            bench.client.close()
        if self.stream:
            self.stream.close()
        self.evidence.close()

    def leave(self) -> None:
        """Let others into the run directory."""
        if self.hold:
            self.hold.release()


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


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark; begin a run if a target is given, or join the one that has been begun."""
    config.addinivalue_line("markers", "requirement(id): the requirement that a test of the suites judges")
    options = config.option
    options.apitest_run = getattr(config, "workerinput", {}).get(_RUN) or options.apitest_run
    if not (options.apitest_run or options.apitest_target) or options.collectonly:
        return
    if options.apitest_run:
        _die_with(int(getattr(config, "workerinput", {}).get(_HEAD) or os.environ.get(runs.PARENT, "0")))
    try:
        if not options.apitest_run:
            options.apitest_run = str(_begin(options))
        config.stash[_STATE] = _State(Path(options.apitest_run), controls=not hasattr(config, "workerinput"))
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - xdist is untyped
    """Tell a worker which run it takes part in: it sees only the command line, not what was made of it."""
    node.workerinput[_RUN] = node.config.option.apitest_run
    node.workerinput[_HEAD] = os.getpid()


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
    metafunc.parametrize("judged", asked, indirect=True, ids=[_label((*pair, name)) for pair in asked])


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
        key=lambda item: (_measures(item.nodeid), _scope(item.nodeid, places)),
    )


def _measures(nodeid: str) -> bool:
    """Whether a test asks questions only to time them: what a budget leaves is for them, and nothing else has to wait."""
    return f":{_EFFICIENCY}/" in _bracket(nodeid)


def _label(triple: Triple) -> str:
    """What stands in the brackets of a node id: `basel/decisions:paging/walk-ends`; all that a lost worker leaves."""
    target, entity, requirement = triple
    return f"{target}/{entity or _WHOLE}:{requirement}"


def _triple_of(nodeid: str) -> Triple | None:
    scope, colon, requirement = _bracket(nodeid).partition(":")
    target, slash, entity = scope.rpartition("/")
    return (target, "" if entity == _WHOLE else entity, requirement) if colon and slash else None


def _scope(nodeid: str, places: dict[str, int]) -> tuple[int, str]:
    scope = _bracket(nodeid).partition(":")[0]
    return places.get(scope.rpartition("/")[0], len(places)), scope


def _bracket(nodeid: str) -> str:
    return nodeid.rpartition("[")[2].rstrip("]") if nodeid.endswith("]") else ""


# --- judging ------------------------------------------------------------------------------------------------------


@pytest.fixture
def judged(request: pytest.FixtureRequest) -> Judged:
    """The requirement of this test, judged on one entity set; trouble in asking is an error here, not a failure there."""
    state = request.config.stash[_STATE]
    target, entity = request.param
    requirement = state.contract.requirements[_requirement_of(request.node)]
    properties = request.node.user_properties
    try:
        assessment = state.bench(target).of(entity)
        verdict = assessment.judge(requirement)
    except CannotRecord as error:
        properties.append((_LOST, error.told()))
        request.session.shouldstop = "what is answered cannot be kept"
        pytest.fail(str(error), pytrace=False)
    properties.append((_VERDICT, runs.verdict_as_json(verdict)))
    if assessment.seen is not None:
        properties.append((_WALK, json.dumps(assessment.seen)))
    if requirement.conformance_class == _EFFICIENCY and assessment.costs is not None:
        properties.append((_COSTS, json.dumps(assessment.costs)))
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
            return _bracket(nodeid).partition(":")[0] or nodeid

    return EntitySetScheduling(config, log)


# --- gathering ----------------------------------------------------------------------------------------------------


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the controlling process gather."""
    state = session.config.stash.get(_STATE, None)
    if state is not None and state.controls:
        session.config.pluginmanager.register(_Gatherer(state), "apitest-gatherer")


def _die_with(parent: int) -> None:
    """
    End when the process that waits for us has been killed: nobody would stop our asking, and a second run may follow.

    What was answered by then is kept, so that --resume goes on from there.
    """

    def watch() -> None:
        while os.getppid() == parent:
            over.wait(_LOOK_SECONDS)
        os._exit(_KILLED)

    over = threading.Event()
    if parent and os.getppid() != parent:
        os._exit(_KILLED)  # it was killed before we looked for the first time
    if parent:
        threading.Thread(target=watch, daemon=True).start()


class _Gatherer:
    """Takes verdicts off the reports of all workers."""

    def __init__(self, state: _State) -> None:
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
        triple = _triple_of(report.nodeid)
        self._state.others_failed |= triple is None and report.failed
        if triple is None or triple in self._state.verdicts or triple[2] not in self._state.contract.requirements:
            return
        target, entity, _ = triple
        if _LOST in carried:
            self._state.lost = str(carried[_LOST])
            return
        if _VERDICT in carried:
            verdict = runs.verdict_from_json(str(carried[_VERDICT]))
        elif report.failed:
            verdict = self._broken(triple, report)
        else:
            return
        if _WALK in carried:
            self._state.walks[target, entity] = json.loads(str(carried[_WALK]))
        if _COSTS in carried:
            self._state.costs[target, entity] = json.loads(str(carried[_COSTS]))
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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Conclude the run, and let its verdict be the exit status."""
    state = session.config.stash.get(_STATE, None)
    if state is None:
        return
    state.close()
    try:
        if state.controls:
            _conclude(state, session, exitstatus)
    except CannotRecord as error:
        state.lost = error.told()
    finally:
        state.leave()
    if state.lost:
        state.summary = state.lost
        session.exitstatus = runs.NOT_KEPT if runs.PARENT in os.environ else CannotRecord.exit_status


def _conclude(state: _State, session: pytest.Session, exitstatus: int) -> None:
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


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # noqa: ANN401 - not public
    """Say the verdict below pytest's own lines."""
    state = config.stash.get(_STATE, None)
    if state is not None and state.summary:
        terminalreporter.section("apitest")
        terminalreporter.write_line(state.summary)
