"""How many requirements failed over time, as paths of an SVG: a small one for a table, a large one with its scale."""

from collections.abc import Sequence
from dataclasses import dataclass

Trend = Sequence[tuple[str, int]]

_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 740.0, 12.0, 142.0
_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The large drawing, in a box of 760 × 170."""

    line: str
    area: str
    end: tuple[float, float]
    grid: tuple[tuple[float, int], ...]
    """Height of each line of the scale, and the number that it stands for."""
    most: int
    least: int
    now: int


def chart(trend: Trend) -> Chart:
    """Draw a trend; a run in which nothing could be judged leaves the line where it was."""
    values = _known(trend)
    most = max(values)
    step = max(1, -(-most // _LINES))
    top = step * max(1, -(-most // step))
    points = _points(values, top, (_LEFT, _RIGHT), (_TOP, _BOTTOM))
    line = _steps(points)
    return Chart(
        line=line,
        area=f"{line}V{_BOTTOM:g}H{_LEFT:g}Z",
        end=points[-1],
        grid=tuple((round(_BOTTOM - (_BOTTOM - _TOP) * n / top, 1), n) for n in range(0, top + 1, step)),
        most=most,
        least=min(values),
        now=values[-1],
    )


def spark(trend: Trend, width: float, height: float) -> str:
    """Draw a trend small, from x = 1 on."""
    values = _known(trend)
    return _steps(_points(values, max(1, *values), (1.0, width), (2.0, height)))


def _known(trend: Trend) -> list[int]:
    values, before = [], 0
    for _, failed in trend:
        before = failed if failed >= 0 else before
        values.append(before)
    return values


def _points(
    values: Sequence[int], top: int, across: tuple[float, float], down: tuple[float, float]
) -> list[tuple[float, float]]:
    """Only where the value changes, and the end: a year of days is a short path."""
    wide = (across[1] - across[0]) / max(1, len(values) - 1)
    points, before = [], None
    for place, value in enumerate(values):
        if value != before or place == len(values) - 1:
            height = down[1] - (down[1] - down[0]) * value / top
            points.append((round(across[0] + wide * place, 1), round(height, 1)))
            before = value
    return points if len(points) > 1 else [*points, (across[1], points[0][1])]


def _steps(points: Sequence[tuple[float, float]]) -> str:
    (x, y), *rest = points
    return f"M{x:g} {y:g}" + "".join(f"H{right:g}V{height:g}" for right, height in rest)
