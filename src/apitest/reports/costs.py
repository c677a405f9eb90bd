"""What a harvest costs, told and drawn: the time of answers, time against depth, a harvest today and once mended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from apitest.reports.language import listed, mark, number, say, say_many
from apitest.reports.pictures import Axis, Bar, Span, Words, bars, curve, figure, spans, ticks
from apitest.reports.wording import counted, set_title, size
from apitest.results import CostRow, DepthRow, HarvestRow, KindRow, Results, SizeRow

KINDS: Mapping[str, str] = {
    "service": mark("service document"),
    "description": mark("description"),
    "count": mark("number of records"),
    "page": mark("first page"),
    "later-page": mark("later page"),
    "filtered": mark("filtered page"),
    "record": mark("single record"),
    "conditional": mark("asked whether changed"),
    "refused": mark("refused"),
    "other": mark("other"),
}
MENDS: Mapping[str, str] = {
    "": mark("today"),
    "efficiency/requests-few": mark("in pages of 100"),
    "efficiency/lists-inline": mark("lists inline"),
    "efficiency/deep-pages-as-fast": mark("depth at no cost"),
    "efficiency/compressed": mark("compressed"),
    "all": mark("all of it mended"),
    "again": mark("again, nothing changed"),
    "changes": mark("latest changes only"),
}
_MINUTE, _HOUR = 60, 3600
_LONGEST = 2
_SHOWN = 1.5
"""A limit is drawn unless it lies higher than so many times the highest dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCosts:
    """One entity set, told."""

    title: str
    sentences: tuple[str, ...]
    pictures: tuple[Markup, ...]


def costs_told(results: Results, target: str) -> tuple[Markup, tuple[SetCosts, ...]] | None:
    """The time of answers as a picture, and each set of a target; None: nothing was measured."""
    measured = results.get("efficiency")
    if measured is None:
        return None
    kinds = [row for row in measured["kinds"] if row["target"] == target]
    sets = [row for row in measured["sets"] if row["target"] == target]
    if not kinds:
        return None
    return _times(kinds, target), tuple(_set(row) for row in sets)


def briefly(results: Results, target: str) -> tuple[str, ...]:
    """A line or two for the screen of a run: a harvest of all sets of a target as it is, and once mended; empty: unknown."""
    measured = results.get("efficiency")
    sets = [row["harvest"] for row in measured["sets"] if row["target"] == target] if measured else []
    whole = [(rows[0], _mended(rows)) for rows in sets if rows]
    if not whole:
        return ()
    today, mended = _sum([row for row, _ in whole]), _sum([row for _, row in whole])
    return (today,) if today == mended else (today, say("Once mended: {told}.", told=mended))


def _mended(rows: Sequence[HarvestRow]) -> HarvestRow:
    """The harvest without any breach: the one of all mends, or of the only one, or as it is."""
    mends = [row for row in rows[1:] if row["mend"] not in ("again", "changes")]
    return mends[-1] if mends else rows[0]


def _sum(rows: Sequence[HarvestRow]) -> str:
    requests, size_of = sum(row["requests"] for row in rows), sum(row["bytes"] for row in rows)
    return listed([duration(sum(row["seconds"] for row in rows)), counted(requests, "request"), size(size_of)])


def duration(seconds: float) -> str:
    """Say a time: `12 ms`, `3.4 s`, `12 min`, `5.5 h`."""
    if seconds < 1:
        return say("{number} ms", number=number(seconds * 1000))
    if seconds < _LONGEST * _MINUTE:
        return say("{number} s", number=number(seconds, 1))
    if seconds < _LONGEST * _HOUR:
        return say("{number} min", number=number(seconds / _MINUTE))
    return say("{number} h", number=number(seconds / _HOUR, 1))


def _times(rows: Sequence[KindRow], target: str) -> Markup:
    drawn = []
    for row in rows:
        times = {name: value for name, value in row["seconds"].items() if name.startswith("total-")}
        middle, far = times["total-median"] or 0.0, times["total-p95"] or 0.0
        told = f"{duration(middle)} · {duration(far)}"
        drawn.append(
            Span(
                label=say(KINDS[row["kind"]]),
                told=told,
                middle=middle,
                low=times["total-median-low"],
                high=times["total-median-high"],
                far=far,
            )
        )
    text = "; ".join(
        say(
            "{kind}: median {median}, 95 % within {far}",
            kind=row.label,
            median=duration(row.middle),
            far=duration(row.far),
        )
        for row in drawn
    )
    title = say("Time of an answer by kind of question: median with its interval, and 95th percentile")
    return spans(Words(key=f"times-{target}", title=title, text=text), drawn)


def _set(row: CostRow) -> SetCosts:
    pictures = [_harvest(row)] if row["harvest"] else []
    if row["depth"] is not None:
        pictures.append(_depth(row, row["depth"]))
    return SetCosts(title=set_title(row["entity"]), sentences=tuple(_sentences(row)), pictures=tuple(pictures))


def _sentences(row: CostRow) -> list[str]:
    said = [
        listed([counted(row["records"], "record"), counted(row["requests"], "request"), size(row["received"])]) + "."
    ]
    if row["packed"] < row["received"]:
        said.append(say("Compressed it would be {size}.", size=size(row["packed"])))
    if row["deferred"]:
        said.append(
            say_many(
                "{number} list must be fetched by itself.",
                "{number} lists must be fetched one by one.",
                row["deferred"],
            )
        )
    if row["refused"]:
        said.append(
            say_many(
                "The service asked {number} time to be left alone.",
                "The service asked {number} times to be left alone.",
                row["refused"],
            )
        )
    if row["depth"] is not None:
        said += _of_depth(row["depth"])
    return [*said, *_of_series(row)]


def _of_series(row: CostRow) -> Iterator[str]:
    """What was measured without a verdict: page size, expansion, changes."""
    rates = [(item["most"], item["seconds"].get("records-a-second")) for item in row["sizes"]]
    told = [say("{rate} in pages of {number}", rate=number(rate), number=number(most)) for most, rate in rates if rate]
    if told:
        yield say("Records a second: {rates}.", rates=listed(told))
    if row["expanded"] and row["bare"]:
        yield say(
            "A page takes {expanded} with its lists, {bare} without.",
            expanded=_middle(row["expanded"]),
            bare=_middle(row["bare"]),
        )
    for item in row["changes"][:1]:
        yield say(
            "The latest {number} changes come in {time}, {size}.",
            number=number(item["records"]),
            time=_middle(item),
            size=size(item["received"]),
        )


def _middle(row: SizeRow) -> str:
    """A median with its interval: `67 ms (60 ms – 81 ms)`."""
    times = row["seconds"]
    middle, low, high = (times[f"total-median{end}"] for end in ("", "-low", "-high"))
    told = duration(middle or 0.0)
    return told if low is None or high is None else f"{told} ({duration(low)} – {duration(high)})"


def _of_depth(row: DepthRow) -> list[str]:
    times = row["seconds"]
    low, high, noise = (_figure(times[name]) for name in ("added-low", "added-high", "noise"))
    if times["claim"] == "over":
        told = say(
            "Behind {number} records a page takes {low} to {high} longer than at the beginning.",
            number=number(row["reach"]),
            low=duration(low),
            high=duration(high),
        )
    elif times["claim"] == "under":
        told = say("A page at the end of the list takes no longer than one at its beginning.")
    else:
        told = say("Whether deep pages take longer cannot be told: times vary more than that.")
    points = len(row["at"])
    noisy = say(
        "Measured twice, {number} pages; times of the same page differ by {noise} %.",
        number=number(points),
        noise=number(noise * 100),
    )
    return [told, noisy]


def _figure(value: list[float] | float | str | None) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _depth(row: CostRow, depth: DepthRow) -> Markup:
    points = depth["seconds"]["points"]
    seconds = points if isinstance(points, list) else []
    dots = [(float(x), y) for x, y in zip(depth["at"], seconds, strict=False)]
    most = max((y for _, y in dots), default=0.0)
    across = Axis(
        title=say("records before the page"), ticks=[(value, number(value)) for value in ticks(float(depth["reach"]))]
    )
    up = Axis(title="", ticks=[(value, duration(value)) for value in ticks(most)])
    words = Words(
        key=f"depth-{row['target']}-{row['entity']}",
        title=say("Time against depth: {set}", set=set_title(row["entity"])),
        text=" ".join(_of_depth(depth)),
    )
    limit = _figure(depth["seconds"]["base"]) + _figure(depth["seconds"]["limit"])
    shown = (limit, say("limit")) if limit <= _SHOWN * max(most, 0.001) else None
    return figure(words.title, curve(words, dots, _medians(dots), across, up, shown))


def _medians(dots: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The medians of neighbouring dots, six groups from left to right."""
    ordered = sorted(dots)
    step = max(1, len(ordered) // 6)
    groups = [ordered[start : start + step] for start in range(0, len(ordered), step)]
    return [(median(x for x, _ in group), median(y for _, y in group)) for group in groups]


def _harvest(row: CostRow) -> Markup:
    drawn = [
        Bar(label=say(MENDS.get(item["mend"], item["mend"])), told=_told(item), value=item["seconds"])
        for item in row["harvest"]
    ]
    words = Words(
        key=f"harvest-{row['target']}-{row['entity']}",
        title=say("A harvest, today and once mended: {set}", set=set_title(row["entity"])),
        text="; ".join(f"{bar.label}: {bar.told}" for bar in drawn),
    )
    return figure(words.title, bars(words, drawn))


def _told(row: HarvestRow) -> str:
    return listed([duration(row["seconds"]), counted(row["requests"], "request"), size(row["bytes"])])
