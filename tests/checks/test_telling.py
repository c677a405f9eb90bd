"""Measured times as a reader is told them."""

import pytest

from apitest.checks.telling import in_seconds, span


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.0, "0 ms"), (0.0126, "13 ms"), (0.999, "999 ms"), (1.0, "1.00 s"), (12.345, "12.35 s")]
)
def test_times_below_a_second_are_told_in_thousandths(seconds: float, told: str) -> None:
    assert in_seconds(seconds) == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.5, 2.0, "500 ms to 2.00 s"),
        (0.5, None, "over 500 ms"),
        (None, 2.0, "up to 2.00 s"),
        (None, None, "any time"),
        (0.0, 0.0, "0 ms to 0 ms"),
    ],
)
def test_an_interval_may_be_open(low: float | None, high: float | None, told: str) -> None:
    assert span(low, high) == told
