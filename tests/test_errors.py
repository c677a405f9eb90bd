"""An error says four things, wherever it is shown, and survives the way between processes."""

import pickle

import pytest

from apitest.errors import (
    ApitestError,
    BudgetSpent,
    ConfigurationError,
    CouldNotAssess,
    NoAnswer,
    RunDirectoryError,
    UnknownName,
    UsageError,
)


def test_all_four_parts_are_told_in_this_order() -> None:
    error = NoAnswer(expected="an answer", got="none", where="GET /", fix="Ask again.")

    assert error.told() == "expected  an answer\ngot       none\nwhere     GET /\nfix       Ask again."
    assert str(error) == "GET /: expected an answer, got none.\nAsk again."


def test_parts_that_are_empty_are_left_out() -> None:
    error = UsageError(expected="a number", got="'x'")

    assert error.told() == "expected  a number\ngot       'x'"
    assert str(error) == "expected a number, got 'x'."


def test_an_error_comes_out_of_a_pickle_as_it_went_in() -> None:
    error = BudgetSpent(expected="a", got="b", where="c", fix="d")

    again = pickle.loads(pickle.dumps(error))

    assert (type(again), again.told()) == (BudgetSpent, error.told())


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("decision", "Did you mean 'decisions'?"),
        ("zzz", "Known: decisions, meetings."),
    ],
)
def test_an_unknown_name_gets_the_nearest_known_ones(name: str, fix: str) -> None:
    error = UnknownName.among("entity set", name, ["meetings", "decisions"], where="--entity")

    assert (error.expected, error.got, error.where, error.fix) == (
        "the name of a known entity set",
        repr(name),
        "--entity",
        fix,
    )


@pytest.mark.parametrize(
    ("kind", "status"),
    [(ApitestError, 4), (ConfigurationError, 2), (RunDirectoryError, 2), (CouldNotAssess, 3), (NoAnswer, 3)],
)
def test_each_kind_has_its_exit_status(kind: type[ApitestError], status: int) -> None:
    assert kind(expected="a", got="b").exit_status == status
