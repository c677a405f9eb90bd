"""
Workers as copies of the process that collected: nothing is imported, read or collected twice.

xdist starts each worker from nothing, which costs a second of processor before it asks its first question, and has each
collect every test. Where the system can copy a process, the suites that a command runs are judged this way; xdist does it
elsewhere, and wherever somebody runs the suites with pytest.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from apitest.plugin.labels import bracket_of
from apitest.plugin.state import KILLED, LOOK_SECONDS

_CRASHES = 4
"""How many workers may be lost for each that was wished for, until the run is given up."""
_HEADS = ("terminalreporter", "apitest-gatherer")
"""Plugins that take reports in; in a copy nobody is there to read what they say."""


def run_in_copies(session: pytest.Session, many: int, begin: Callable[[], None], parent: int) -> None:
    """
    Run the tests of a session, each entity set of a target as a whole, in so many processes.

    `begin` is called in each of them, `parent` is the process that waits for this one.

    Raises:
        pytest.Session.Interrupted: what is answered cannot be kept, or one worker after the other is lost.
    """
    sys.stdout.flush()
    _Head(session, many, begin, parent).run()


class _Worker:
    """One copy of this process, and what it has in hand."""

    def __init__(self, number: int, session: pytest.Session, begin: Callable[[], None]) -> None:
        context = get_context("fork")
        self.name = f"copy {number}"
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, session, begin), daemon=True)
        self._process.start()
        theirs.close()
        self.sentinel = self._process.sentinel
        self.left: deque[pytest.Item] = deque()
        """Tests that are not judged yet."""

    def give(self, places: list[int], items: list[pytest.Item]) -> None:
        """Let it run these tests, in this order."""
        self.left = deque(items[place] for place in places)
        self.pipe.send(places)

    def end(self, *, at_once: bool) -> None:
        """Wait until it has ended, which it does when nothing is left, or at once."""
        if at_once:
            self._process.kill()
        self._process.join()
        self.pipe.close()


class _Head:
    """The process that hands out and takes in."""

    def __init__(self, session: pytest.Session, many: int, begin: Callable[[], None], parent: int) -> None:
        self._session, self._begin, self._parent = session, begin, parent
        self._groups = deque(_groups(session.items))
        self._many, self._started = min(many, len(self._groups)), 0
        self._workers: list[_Worker] = []

    def run(self) -> None:
        done = False
        try:
            for _ in range(self._many):
                self._start(self._groups.popleft())
            while self._workers:
                self._look()
            done = True
        finally:
            for worker in self._workers:
                worker.end(at_once=not done)

    def _start(self, places: list[int]) -> None:
        self._started += 1
        worker = _Worker(self._started, self._session, self._begin)
        self._workers.append(worker)
        worker.give(places, self._session.items)

    def _look(self) -> None:
        """Take what workers have to say, or notice that one has gone."""
        ready = set(wait([place for worker in self._workers for place in (worker.pipe, worker.sentinel)], LOOK_SECONDS))
        if self._parent and os.getppid() != self._parent:
            for worker in self._workers:
                worker.end(at_once=True)
            os._exit(KILLED)
        for worker in [worker for worker in self._workers if {worker.pipe, worker.sentinel} & ready]:
            try:
                while worker.pipe.poll():
                    self._take(worker, *worker.pipe.recv())
            except (EOFError, OSError):
                self._mourn(worker)

    def _take(self, worker: _Worker, kind: str, what: Any) -> None:  # noqa: ANN401 - a report as data, or a reason
        config = self._session.config
        if kind == "report":
            report = config.hook.pytest_report_from_serializable(config=config, data=what)
            config.hook.pytest_runtest_logreport(report=report)
        elif kind == "ran":
            worker.left.popleft()
        elif kind == "stop":
            raise self._session.Interrupted(what)
        elif self._groups:
            worker.give(self._groups.popleft(), self._session.items)
        else:
            worker.pipe.send(None)

    def _mourn(self, worker: _Worker) -> None:
        """Let another one go on where a worker was lost; what it was at is reported as lost with it."""
        worker.end(at_once=False)
        self._workers.remove(worker)
        if not worker.left:
            return
        lost = worker.left.popleft()
        self._session.config.hook.pytest_runtest_logreport(report=_lost(lost, worker.name))
        if self._started >= self._many * (1 + _CRASHES):
            raise self._session.Interrupted("too many workers were lost")
        places = [self._session.items.index(item) for item in worker.left]
        if places or self._groups:
            self._start(places or self._groups.popleft())


def _groups(items: Iterable[pytest.Item]) -> Iterator[list[int]]:
    """Places of the tests of each entity set, the most tests first."""
    found: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        found.setdefault(bracket_of(item.nodeid).partition(":")[0] or item.nodeid, []).append(place)
    yield from sorted(found.values(), key=len, reverse=True)


def _lost(item: pytest.Item, name: str) -> pytest.TestReport:
    told = f"worker '{name}' crashed while running {item.nodeid!r}"
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", told, "call")


# --- in a worker --------------------------------------------------------------------------------------------------


class _Sender:
    """Hands each report to the process that gathers."""

    def __init__(self, pipe: Connection, config: pytest.Config) -> None:
        self._pipe, self._config = pipe, config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Send a report, as data."""
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._pipe.send(("report", data))


def _work(pipe: Connection, session: pytest.Session, begin: Callable[[], None]) -> None:
    """Run what is handed out, until nothing more is."""
    begin()
    plugins = session.config.pluginmanager
    for name in _HEADS:
        plugins.unregister(name=name)
    plugins.register(_Sender(pipe, session.config))
    while (places := pipe.recv()) is not None:
        for place, following in zip(places, [*places[1:], None], strict=True):
            item, after = session.items[place], None if following is None else session.items[following]
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            pipe.send(("ran", None))
            if session.shouldstop:
                pipe.send(("stop", str(session.shouldstop)))
                return
        pipe.send(("done", None))
