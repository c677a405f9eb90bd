"""
What can be said of figures that vary: pure statistics, each with its interval, none of which trusts a single figure.

Times of answers are skewed and have outliers, so nothing here rests on a normal distribution: medians and quantiles by
order statistics, slopes after Theil and Sen, the power of a growth by resampling. The same figures give the same estimate,
on every machine.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist, median

_CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(1 - (1 - _CONFIDENCE) / 2)
_EXACT = 200
"""So many figures are counted exactly; more by the normal approximation, which is then as good."""
_POWERS = tuple(step / 10 for step in range(5, 31))
_DRAWS = 200
_LEAST = 3
_TO_SIGMA = 1.4826
"""From a median absolute deviation to what would be a standard deviation."""


class Claim(StrEnum):
    """What an interval says of a limit."""

    OVER = "over"
    UNDER = "under"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with the interval that holds it with 95 % confidence; an end that the figures do not bound is None."""

    value: float
    low: float | None
    high: float | None

    def against(self, limit: float) -> Claim:
        """Whether all of the interval lies on one side of a limit."""
        if self.low is not None and self.low > limit:
            return Claim.OVER
        return Claim.UNDER if self.high is not None and self.high <= limit else Claim.UNCLEAR


def quantile(values: Sequence[float], share: float) -> Estimate:
    """
    The value that a share of the figures does not exceed; its interval by order statistics, whatever the distribution.

    Of few figures the ends of the interval are not known: the 95th percentile has an upper end from 72 figures on.

    Raises:
        ValueError: there is no figure.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no figures")
    many = len(ordered)
    low, high = _ranks(many, share)
    return Estimate(
        value=median(ordered) if share == 0.5 else ordered[max(0, math.ceil(share * many) - 1)],  # noqa: PLR2004
        low=ordered[low - 1] if low else None,
        high=ordered[high - 1] if high <= many else None,
    )


def _ranks(many: int, share: float) -> tuple[int, int]:
    """Ranks, from 1, of the figures that bound a quantile; 0 and `many + 1`: none does."""
    tail = (1 - _CONFIDENCE) / 2
    if many > _EXACT:
        reach = _Z * math.sqrt(many * share * (1 - share))
        return max(0, math.floor(many * share - reach)), min(many + 1, math.ceil(many * share + reach) + 1)
    below, low, high = 0.0, 0, many + 1
    for rank in range(many + 1):
        below += math.comb(many, rank) * share**rank * (1 - share) ** (many - rank)
        if below <= tail:
            low = rank + 1
        if below >= 1 - tail:
            high = rank + 1
            break
    return (low if low <= many else 0), high


def slope_of(points: Sequence[tuple[float, float]]) -> Estimate:
    """
    How much y grows with x: the median of the slopes of all pairs (Theil 1950), its interval after Sen (1968).

    Outliers, up to a quarter of the points, do not move it. Without two different x: nothing is known of it.
    """
    slopes = sorted(
        (second[1] - first[1]) / (second[0] - first[0])
        for place, first in enumerate(points)
        for second in points[place + 1 :]
        if first[0] != second[0]
    )
    if not slopes:
        return Estimate(value=0.0, low=None, high=None)
    reach = _Z * math.sqrt(_variance([point[0] for point in points]))
    low, high = math.floor((len(slopes) - reach) / 2) - 1, math.ceil((len(slopes) + reach) / 2)
    return Estimate(
        value=median(slopes),
        low=slopes[low] if low >= 0 else None,
        high=slopes[high] if high < len(slopes) else None,
    )


def _variance(xs: Sequence[float]) -> float:
    """Of Kendall's S where x has ties."""

    def part(number: int) -> int:
        return number * (number - 1) * (2 * number + 5)

    ties = (xs.count(x) for x in set(xs))
    return (part(len(xs)) - sum(map(part, ties))) / 18


def power_of(groups: Mapping[float, Sequence[float]], seed: str) -> Estimate:
    """
    The p of y = a + b·x^p, fitted to the median of each group of y over one x; its interval by resampling the groups.

    1 is growth in step with x, 2 growth with its square. p is looked for from 0.5 to 3. `seed` makes the resampling the
    same everywhere.
    """
    fitted = _fitted({x: median(ys) for x, ys in groups.items()})
    draw = random.Random(seed)  # noqa: S311 - not a secret
    fits = sorted(_fitted({x: median(draw.choices(ys, k=len(ys))) for x, ys in groups.items()}) for _ in range(_DRAWS))
    cut = round(_DRAWS * (1 - _CONFIDENCE) / 2)
    return Estimate(value=fitted, low=fits[cut], high=fits[-1 - cut])


def _fitted(points: Mapping[float, float]) -> float:
    widest = max(points, default=0) or 1
    scaled = [(x / widest, y) for x, y in points.items()]
    return min(_POWERS, key=lambda power: _residue([(x**power, y) for x, y in scaled]))


def _residue(points: Sequence[tuple[float, float]]) -> float:
    """Sum of squares that the best straight line leaves."""
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
    return math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)


def difference_of(first: Sequence[float], second: Sequence[float]) -> Estimate:
    """
    How much greater the first figures are than the second: the median of all differences (Hodges and Lehmann 1963).

    Its interval by the ranks of the differences, exactly; with fewer than four figures on each side it has no ends.
    """
    differences = sorted(one - other for one in first for other in second)
    if not differences:
        return Estimate(value=0.0, low=None, high=None)
    cut = _beyond(len(first), len(second))
    return Estimate(
        value=median(differences), low=differences[cut - 1] if cut else None, high=differences[-cut] if cut else None
    )


def _beyond(many: int, others: int) -> int:
    """How many differences at each end may be wrong by chance (the distribution of Mann and Whitney's U)."""
    ways = [1] + [0] * (many * others)
    for place in range(1, many + 1):
        for total in range(many * others, others + place - 1, -1):
            ways[total] -= ways[total - others - place]
        for total in range(place, many * others + 1):
            ways[total] += ways[total - place]
    allowed, below = math.comb(many + others, many) * (1 - _CONFIDENCE) / 2, 0
    for cut, number in enumerate(ways):
        below += number
        if below > allowed:
            return cut
    return 0


def noise_of(groups: Sequence[Sequence[float]]) -> float:
    """How far figures that should be alike lie apart, as a share of their median; 0: not at all, or nothing is known."""
    apart = [
        _TO_SIGMA * median(abs(value - middle) for value in group) / middle
        for group in groups
        if len(group) >= _LEAST and (middle := median(group)) > 0
    ]
    return median(apart) if apart else 0.0


def agreed(first: Estimate, second: Estimate, limit: float) -> Claim:
    """What two measurements, one after the other, both say; unclear where they say different things or lie too far apart."""
    claim = first.against(limit)
    if claim is not second.against(limit):
        return Claim.UNCLEAR
    if first.low is None or second.low is None or first.high is None or second.high is None:
        return Claim.UNCLEAR
    gap = max(first.low, second.low) - min(first.high, second.high)
    return claim if gap <= limit else Claim.UNCLEAR
