"""What one process knows of the run that it takes part in, and how it ends with the process that waits for it."""

import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import pytest

from apitest import fuzzing, runs
from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.evidence import Evidence
from apitest.model import Contract, Depth, Verdict
from apitest.plugin.labels import Triple, measures, triple_of
from apitest.results import CostRow, EntityRow
from apitest.wire import Client, shared_evidence

LOOK_SECONDS = 0.5
_PATIENCE = 10.0
"""Seconds for the suites of a run that was killed to notice that."""
KILLED = 137


class State:
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
        self.stream = runs.Stream(directory, self.plan, self.contract) if controls else None
        self.asked: dict[str, list[tuple[str, str]]] = {}
        """Requirement → targets and entity sets that it is to be judged on."""
        for target, entity, item in self.plan.asked(self.contract):
            self.asked.setdefault(item.id, []).append((target.id, entity))
        self.benches: dict[str, Bench] = {}
        self.verdicts: dict[Triple, Verdict] = {}
        self.walks: dict[tuple[str, str], EntityRow] = {}
        self.costs: dict[tuple[str, str], CostRow] = {}
        self._measuring: set[tuple[str, str]] | None = None
        self.measured: set[tuple[str, str]] = set()
        """Targets and entity sets whose costs this process has told."""
        self.collected: set[str] = set()
        """Node ids that this run set out to run."""
        self.reported: set[str] = set()
        self.others_failed = False
        """Whether a test failed that judges no requirement: one of somebody's own suite."""
        self.lost = ""
        """Why what was answered could not be kept."""
        self.summary = ""

    @cached_property
    def evidence(self) -> Evidence:
        """The exchanges of the run; opened by the process that asks, since a copy of a process must not share it."""
        return shared_evidence(self.directory / runs.EVIDENCE)

    def make_ready(self, copies: int) -> None:
        """Have ready what each copy of this process would make for itself, if they are more than the processors."""
        drawn = self.asked.keys() & fuzzing.FUZZED.keys()
        if copies > len(os.sched_getaffinity(0)) and drawn and self.plan.order.depth is not Depth.QUICK:
            fuzzing.make_ready()

    def to_measure(self, items: Sequence[pytest.Item]) -> set[tuple[str, str]]:
        """Targets and entity sets whose costs are to be told: those that some test measures, whenever it is run."""
        if self._measuring is None:
            named = (triple_of(item.nodeid) for item in items if measures(item.nodeid))
            self._measuring = {triple[:2] for triple in named if triple is not None}
        return self._measuring - self.measured

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
        if "evidence" in self.__dict__:
            self.evidence.close()

    def leave(self) -> None:
        """Let others into the run directory."""
        if self.hold:
            self.hold.release()


def die_with(parent: int) -> None:
    """
    End when the process that waits for us has been killed: nobody would stop our asking, and a second run may follow.

    What was answered by then is kept, so that --resume goes on from there.
    """

    def watch() -> None:
        while os.getppid() == parent:
            over.wait(LOOK_SECONDS)
        os._exit(KILLED)

    over = threading.Event()
    if parent and os.getppid() != parent:
        os._exit(KILLED)  # it was killed before we looked for the first time
    if parent:
        threading.Thread(target=watch, daemon=True).start()
