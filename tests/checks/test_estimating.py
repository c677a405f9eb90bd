"""Estimates with their intervals: right on figures whose answer is known, silent where figures do not say."""

import random

import pytest

from apitest.checks.estimating import Claim, Estimate, agreed, difference_of, noise_of, power_of, quantile, slope_of


def estimate(low: float | None, high: float | None) -> Estimate:
    return Estimate(value=0.0, low=low, high=high)


def test_the_median_of_few_figures_has_the_interval_of_the_sign_test() -> None:
    found = quantile([5, 1, 4, 2, 3, 6, 8, 7, 10, 9], 0.5)

    assert found == Estimate(value=5.5, low=2, high=9)


@pytest.mark.parametrize(("many", "bounded"), [(71, False), (72, True), (300, True)])
def test_the_upper_end_of_a_high_percentile_needs_many_figures(many: int, bounded: bool) -> None:
    found = quantile(range(many), 0.95)

    assert (found.high is not None) == bounded
    assert found.low is not None
    assert found.low < found.value


def test_one_figure_says_nothing_of_the_interval() -> None:
    assert quantile([3.0], 0.5) == Estimate(value=3.0, low=None, high=None)


def test_of_no_figures_there_is_no_quantile() -> None:
    with pytest.raises(ValueError, match="no figures"):
        quantile([], 0.5)


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_nineteen_intervals_of_twenty_hold_the_quantile(share: float) -> None:
    draw = random.Random(7)
    held = 0
    for _ in range(400):
        found = quantile([draw.expovariate(1.0) for _ in range(120)], share)
        truth = {0.5: 0.6931, 0.95: 2.9957}[share]
        held += (found.low or 0) <= truth <= (found.high or 99)

    assert held >= 370


def test_a_straight_line_has_its_slope() -> None:
    found = slope_of([(x, 2 * x + 1) for x in range(10)])

    assert (found.value, found.low, found.high) == (2, 2, 2)


def test_outliers_do_not_move_the_slope() -> None:
    points = [(x, 2.0 * x + (100 if x in (3, 15) else 0)) for x in range(20)]

    found = slope_of(points)

    assert found.value == pytest.approx(2.0)
    assert found.low is not None
    assert found.low > 0


def test_a_slope_of_chance_has_nothing_in_its_interval_but_chance() -> None:
    held = 0
    for seed in range(200):
        draw = random.Random(seed)
        found = slope_of([(x % 6, draw.lognormvariate(0, 1)) for x in range(24)])
        held += found.low is not None and found.high is not None and found.low <= 0 <= found.high

    assert held >= 184


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 3.0)]])
def test_without_two_places_nothing_is_known_of_the_slope(points: list[tuple[float, float]]) -> None:
    assert slope_of(points) == Estimate(value=0.0, low=None, high=None)


@pytest.mark.parametrize(("power", "noise"), [(1.0, 0.0), (2.0, 0.0), (1.0, 0.1), (2.0, 0.1)])
def test_the_power_of_a_growth_is_found(power: float, noise: float) -> None:
    draw = random.Random(3)
    groups = {
        float(x): [0.02 + (x / 1000) ** power + noise * draw.random() for _ in range(8)] for x in range(0, 1001, 200)
    }

    found = power_of(groups, "1")

    assert found.low is not None
    assert found.high is not None
    assert found.low <= power <= found.high
    assert found == power_of(groups, "1")


@pytest.mark.parametrize(
    ("many", "others", "cut"),
    [(3, 3, 0), (4, 4, 1), (4, 5, 2), (5, 5, 3), (8, 8, 14), (1, 9, 0), (2, 8, 1)],
)
def test_the_interval_of_a_difference_is_that_of_wilcoxons_table(many: int, others: int, cut: int) -> None:
    first, second = [float(2**place) for place in range(many)], [-float(3**place) for place in range(others)]
    differences = sorted(one - other for one in first for other in second)

    found = difference_of(first, second)

    ends = (differences[cut - 1], differences[-cut]) if cut else (None, None)
    assert (found.low, found.high) == ends


def test_a_difference_is_the_median_of_all() -> None:
    assert difference_of([3.0, 5.0, 9.0], [1.0]).value == 4.0
    assert difference_of([], [1.0]) == Estimate(value=0.0, low=None, high=None)


def test_nineteen_intervals_of_twenty_hold_the_difference() -> None:
    draw = random.Random(7)
    held = 0
    for _ in range(400):
        found = difference_of([2 + draw.gauss(0, 1) for _ in range(6)], [draw.gauss(0, 1) for _ in range(7)])
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 2 <= found.high

    assert held >= 370


def test_noise_is_a_share_of_the_median() -> None:
    assert noise_of([[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]) == 0
    assert noise_of([[0.9, 1.0, 1.1]]) == pytest.approx(0.148, abs=0.001)
    assert noise_of([[1.0, 2.0], [0.0, 0.0, 0.0]]) == 0


@pytest.mark.parametrize(
    ("low", "high", "claim"),
    [
        (2, 3, Claim.OVER),
        (0, 1, Claim.UNDER),
        (0, 2, Claim.UNCLEAR),
        (None, 0.5, Claim.UNDER),
        (0.5, None, Claim.UNCLEAR),
    ],
)
def test_a_claim_needs_all_of_the_interval_on_one_side(low: float | None, high: float | None, claim: Claim) -> None:
    assert estimate(low, high).against(1) is claim


@pytest.mark.parametrize(
    ("first", "second", "claim"),
    [
        (estimate(2, 3), estimate(2.5, 4), Claim.OVER),
        (estimate(0, 0.5), estimate(0.1, 0.9), Claim.UNDER),
        (estimate(2, 3), estimate(0, 0.5), Claim.UNCLEAR),
        (estimate(2, 3), estimate(0.5, 2), Claim.UNCLEAR),
        (estimate(2, 3), estimate(9, 10), Claim.UNCLEAR),
        (estimate(2, None), estimate(2, 3), Claim.UNCLEAR),
    ],
)
def test_two_measurements_must_agree(first: Estimate, second: Estimate, claim: Claim) -> None:
    assert agreed(first, second, 1) is claim
