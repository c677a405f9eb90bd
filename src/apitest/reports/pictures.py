"""
Figures as inline SVG: dots over a line, intervals, bars. Nothing but geometry; the words come in, translated.

Of our own, since pictures of a report must work in one file without a script or a style of another place, in light and dark
by the variables of the page, in every language, and with a text for who does not see them; chart libraries bring their own
scripts, styles and fonts for that. Every picture has a title and a description; no meaning lies in colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_WIDE, _LABEL, _TOLD = 720, 190, 150
_LEFT, _TOP, _HIGH = 64, 12, 190
_ROW = 30
_TICKS = 4
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said of a picture: its id on the page, its title, and all that it shows as a text."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One line of `spans`: a middle with its interval, and a high value; an end that is not known is None."""

    label: str
    told: str
    middle: float
    low: float | None
    high: float | None
    far: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of `bars`."""

    label: str
    told: str
    value: float


def bars(words: Words, rows: Sequence[Bar]) -> Markup:
    """Values as bars, each with what it says."""
    most = max((row.value for row in rows), default=0) or 1
    reach = _WIDE - _LABEL - 210
    drawn = [
        _label(row.label, place)
        + _rect("track", _LABEL, place, reach)
        + _rect("bar", _LABEL, place, max(2.0, reach * row.value / most))
        + _told(row.told, _LABEL + reach + 10, place)
        for place, row in enumerate(rows)
    ]
    return _svg(words, _ROW * len(rows) + 4, drawn)


def spans(words: Words, rows: Sequence[Span]) -> Markup:
    """Medians with their intervals as a thick line, 95th percentiles as a mark at the end of a thin one."""
    most = max((max(row.far, row.high or 0) for row in rows), default=0) or 1
    reach = _WIDE - _LABEL - _TOLD - 20

    def at(value: float) -> float:
        return _LABEL + reach * value / most

    drawn = []
    for place, row in enumerate(rows):
        y = place * _ROW + 15
        low, high = (
            at(row.low if row.low is not None else row.middle),
            at(row.high if row.high is not None else row.middle),
        )
        drawn += [
            _label(row.label, place),
            _line("thin", at(row.middle), y, at(row.far), y),
            _line("thin", at(row.far), y - 6, at(row.far), y + 6),
            _line("thick", low, y, high, y),
            _dot("dot", at(row.middle), y, 5),
            _told(row.told, _WIDE - _TOLD, place),
        ]
    return _svg(words, _ROW * len(rows) + 4, drawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What an axis shows, and how a value on it is written."""

    title: str
    ticks: Sequence[tuple[float, str]]


def curve(
    words: Words,
    dots: Sequence[tuple[float, float]],
    line: Sequence[tuple[float, float]],
    across: Axis,
    up: Axis,
    limit: tuple[float, str] | None = None,
) -> Markup:
    """Dots, a line through their medians, and a limit with its name as a dashed line."""
    widest = max([*(x for x, _ in dots), *(x for x, _ in across.ticks)], default=1) or 1
    highest = max([*(y for _, y in dots), *(y for y, _ in up.ticks), limit[0] if limit else 0], default=1) or 1
    reach = _WIDE - _LEFT - 20

    def place(x: float, y: float) -> tuple[float, float]:
        return _LEFT + reach * x / widest, _TOP + _HIGH * (1 - y / highest)

    drawn = []
    for value, told in up.ticks:
        _, y = place(0, value)
        drawn += [_line("grid", _LEFT, y, _WIDE - 20, y), _text("says end", _LEFT - 8, y + 4, told)]
    for value, told in across.ticks:
        x, _ = place(value, 0)
        drawn.append(_text("says middle", x, _TOP + _HIGH + 18, told))
    drawn += [_dot("dot faint", *place(x, y), 3) for x, y in dots]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in line))
    drawn.append(Markup('<polyline class="line" points="{}"/>').format(path))
    if limit is not None:
        _, y = place(0, limit[0])
        drawn += [_line("limit", _LEFT, y, _WIDE - 20, y), _text("says end", _WIDE - 22, max(10, y - 4), limit[1])]
    drawn.append(_text("says middle", _LEFT + reach / 2, _TOP + _HIGH + 36, across.title))
    return _svg(words, _TOP + _HIGH + 44, drawn)


def figure(title: str, picture: Markup) -> Markup:
    """A picture below its title, for who sees it."""
    return Markup("<figure><figcaption>{}</figcaption>{}</figure>").format(title, picture)


def ticks(most: float) -> list[float]:
    """A few round numbers from zero up to about a value."""
    if most <= 0:
        return [0.0]
    power = 10.0 ** _exponent(most / _TICKS)
    step = next(nice * power for nice in _NICE if nice * power * _TICKS >= most)
    return [step * place for place in range(_TICKS + 1) if step * (place - 1) < most]


def _exponent(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])


def _svg(words: Words, height: float, drawn: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="picture" viewBox="0 0 {wide} {high:.0f}" role="img" aria-labelledby="{key}-title {key}-text">'
        '<title id="{key}-title">{title}</title><desc id="{key}-text">{text}</desc>{drawn}</svg>'
    ).format(wide=_WIDE, high=height, key=words.key, title=words.title, text=words.text, drawn=Markup().join(drawn))


def _label(text: str, place: int) -> Markup:
    return _text("label", 0, place * _ROW + 20, text)


def _told(text: str, x: float, place: int) -> Markup:
    return _text("says", x, place * _ROW + 20, text)


def _text(kind: str, x: float, y: float, text: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(kind, x, y, escape(text))


def _rect(kind: str, x: float, place: int, wide: float) -> Markup:
    y = place * _ROW + 5
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="20" rx="4"/>').format(kind, x, y, wide)


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(kind, x, y, to_x, to_y)


def _dot(kind: str, x: float, y: float, size: float) -> Markup:
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(kind, x, y, size)
