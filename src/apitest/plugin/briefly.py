"""
A test of the suites run without ceremony.

pytest gives each test a set-up, a call and a taking-down, and tells of each. A test that asks for nothing but a verdict
needs none of it, and there are thousands; where a command runs the suites, nobody reads what pytest would tell of them.
"""

from collections.abc import Callable
from typing import Any

import pytest


def needs_only(item: pytest.Item, fixture: str) -> bool:
    """Whether a test asks for one pytest fixture and for nothing else."""
    return isinstance(item, pytest.Function) and set(item.fixturenames) == {fixture, "request"}


def run_briefly(item: Any, fixture: str, make: Callable[[pytest.Item], Any]) -> None:  # noqa: ANN401 - pytest.Function
    """
    Run a test whose one pytest fixture `make` makes, and report once what came of it.

    As with pytest's own way, trouble while it is made is an error of the set-up, not a failure of the test.
    """
    made = pytest.CallInfo.from_call(lambda: make(item), when="setup", reraise=_REALLY)
    call = made if made.excinfo else _called(item, fixture, made.result)
    report = pytest.TestReport.from_item_and_call(item, call)
    item.ihook.pytest_runtest_logreport(report=report)


_REALLY = (KeyboardInterrupt, pytest.exit.Exception)
"""What ends the session, not the test."""


def _called(item: Any, fixture: str, value: Any) -> pytest.CallInfo[None]:  # noqa: ANN401 - as above
    return pytest.CallInfo.from_call(lambda: item.obj(**{fixture: value}), when="call", reraise=_REALLY)
