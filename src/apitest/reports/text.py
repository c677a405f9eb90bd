"""
The screen of a data officer: verdict first, what to mend, what it costs, who can; technical detail below.

Plain text by itself; colour, by rich, only when asked for.
"""

import textwrap
from collections.abc import Iterator, Sequence
from io import StringIO

from apitest.reports import costs, funnel
from apitest.reports.language import listed, number, say, say_many
from apitest.reports.overview import LABELS, Overview, Unjudged, example, extent, freed, overviews
from apitest.reports.wording import (
    OBLIGATIONS,
    SYMBOLS,
    class_title,
    counted,
    mender_sentence,
    outcome_word,
    sentence,
    shown,
    spent_on,
)
from apitest.results import FindingRow, Results
from apitest.verdicts import Failure

Line = tuple[tuple[str, str], ...]
"""Spans of text, each with its style as rich names it; empty: none."""

_STYLES = {"failed": "bold red", "passed": "bold green", "cantTell": "bold yellow"}
_FEW_REASONS = 3
"""More reasons why something does not apply are told in the report alone."""
_LABEL = 10
"""Columns of a finding's labels: expected, got, where, fix."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 text, 100 columns, without colour."""
    return as_text(results).encode()


def as_text(results: Results, width: int = 100, *, colour: bool = False, report: str = "") -> str:
    """
    Lay the result out for a terminal.

    `report`: where the full report lies, if one was written.
    """
    lines = list(_lines(results, width, report))
    if not colour:
        return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
    return _coloured(lines)


def _coloured(lines: Sequence[Line]) -> str:
    # Here because rich costs 50 ms of start-up, which a plain screen need not pay.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    screen = StringIO()
    console = Console(file=screen, force_terminal=True, color_system="standard", width=10_000, legacy_windows=False)
    for line in lines:
        console.print(Text.assemble(*line), highlight=False, no_wrap=True)
    return screen.getvalue()


def _lines(results: Results, width: int, report: str) -> Iterator[Line]:
    for view in overviews(results):
        yield from _first_screen(view, width)
        yield from _portal(view, width)
        yield from _harvest(results, view, width)
        yield from _detail(say("Failed in detail"), view, view.failed, width)
        yield from _detail(say("Recommendations not followed"), view, view.advised, width)
        yield from _detail(say("Accepted by a waiver"), view, view.accepted, width)
        yield from _unjudged(view, width)
        yield from _row(say("Asked"), listed(spent_on(view.row)), width)
        yield ()
    if not results["targets"]:
        yield ((say("Not assessed: the run has no target."), "bold"),)
    if report:
        yield from _row(say("Report"), shown(report), width)
    yield ((say("apitest explain ID tells more about a requirement."), ""),)


def _first_screen(view: Overview, width: int) -> Iterator[Line]:
    outcome = view.row["outcome"]
    style = _STYLES.get(outcome, "bold")
    yield from _wrapped(f"{SYMBOLS[outcome]} {view.headline}", width, style=style, hang=2)
    for note in view.notes:
        yield from _wrapped(note, width, indent=2, style="dim")
    for label, text in view.trouble:
        yield from _row(say(LABELS[label]), text, width, indent=2)
    yield ()
    yield from _classes(view, width)
    if view.first:
        yield ((say("Mend first"), "bold"),)
        for number, failure in enumerate(view.first, start=1):
            yield from _mend(number, failure, view, width)


def _classes(view: Overview, width: int) -> Iterator[Line]:
    cells = [(f"{SYMBOLS[o]} {class_title(name)}", _STYLES.get(o, "dim")) for name, o in view.row["classes"].items()]
    if not cells:
        return
    column = max(len(text) for text, _ in cells) + 3
    a_line = max(1, (width - 2) // column)
    for start in range(0, len(cells), a_line):
        yield (("  ", ""), *((text.ljust(column), style) for text, style in cells[start : start + a_line]))
    yield ()


def _mend(number: int, failure: Failure, view: Overview, width: int) -> Iterator[Line]:
    row, record = failure.row, example(failure)
    tag = "" if row["obligation"] == "MUST" else f" ({say(OBLIGATIONS[row['obligation']])})"
    yield from _wrapped(f"{number}. {sentence(row['sentence'])}{tag}", width, indent=2, hang=3, style="bold")
    facts = {
        say("not so"): extent(failure),
        say("example"): record,
        say("cost"): sentence(row["cost"]),
        say("portal"): view.charge(failure),
        say("mend"): sentence(row["fix"]),
        say("who"): mender_sentence(row["mender"]),
        say("then"): freed(len(failure.blocked)),
    }
    for label, text in facts.items():
        if text:
            yield from _row(label, text, width, indent=5)
    yield ()


def _portal(view: Overview, width: int) -> Iterator[Line]:
    lines = list(funnel.briefly(view.accepted_sets, width))
    if lines:
        yield ((lines[0], "bold"),)
        for line in lines[1:]:
            yield ((line, ""),)
        yield ()


def _harvest(results: Results, view: Overview, width: int) -> Iterator[Line]:
    told = costs.briefly(results, view.row["id"])
    if told:
        yield ((say("What a harvest costs"), "bold"),)
        for line in told:
            yield from _wrapped(line, width, indent=2)
        yield ()


def _detail(title: str, view: Overview, failures: Sequence[Failure], width: int) -> Iterator[Line]:
    if failures:
        yield ((title, "bold"),)
    for failure in failures:
        row = failure.row
        head = f"  ({row['obligation']}, {shown(row['source'])})"
        style = _STYLES["failed"] if row["obligation"] == "MUST" else _STYLES["cantTell"]
        yield ((f"  {say('failed')}  ", style), (shown(failure.requirement), "bold"), (head, "dim"))
        for finding in failure.findings[:1]:
            yield from _finding(finding, width)
        for line in view.said_of(failure):
            yield from _row(say("remark"), line, width, indent=6)
        if failure.total > 1:
            yield from _row(say("and"), say("{number} more like it", number=number(failure.total - 1)), width, indent=6)
        yield from _row(say("more"), f"apitest explain {shown(failure.requirement)}", width, indent=6)
        yield ()


def _finding(finding: FindingRow, width: int) -> Iterator[Line]:
    record = "" if finding["record"] is None else say("record {id}", id=shown(finding["record"])) + " "
    parts = (
        ("expected", finding["expected"]),
        ("got", finding["got"]),
        ("where", finding["where"]),
        ("fix", finding["fix"]),
    )
    if record or finding["pointer"]:
        yield from _row(say("in"), f"{record}{shown(finding['pointer'])}".strip(), width, indent=6)
    for label, text in parts:
        yield from _row(say(LABELS[label]), shown(text), width, indent=6)
    if finding["reproduce"]:
        yield from _row(say("again"), shown(finding["reproduce"], 2000), width, indent=6)


def _unjudged(view: Overview, width: int) -> Iterator[Line]:
    if not view.unjudged:
        return
    yield ((say("Not judged"), "bold"),)
    idle = [group for group in view.unjudged if group.outcome == "inapplicable"]
    folded = idle if len(idle) > _FEW_REASONS else []
    if folded:
        words = say_many(
            "{number} requirement: does not apply; the report says why",
            "{number} requirements: do not apply; the report says of each why",
            sum(len(group.requirements) for group in folded),
        )
        yield from _wrapped(f"{SYMBOLS['inapplicable']} {words}", width, indent=2, hang=2)
    for group in view.unjudged:
        if group in folded:
            continue
        yield from _wrapped(_why(group), width, indent=2, hang=2)
        yield from _wrapped(_some(group.requirements), width, indent=6, style="dim")
    yield ()


def _why(group: Unjudged) -> str:
    if group.root:
        words = say_many(
            "{number} requirement: mend {root} first, it follows from it",
            "{number} requirements: mend {root} first, they follow from it",
            len(group.requirements),
            root=shown(group.root),
        )
        return f"{SYMBOLS['cantTell']} {words}"
    many = counted(len(group.requirements), "requirement")
    words = f"{SYMBOLS[group.outcome]} {many}: {outcome_word(group.outcome)}"
    return f"{words}, {shown(group.reason)}" if group.reason else words


def _some(names: Sequence[str], most: int = 4) -> str:
    hidden = len(names) - most
    told = ", ".join(map(shown, names[:most]))
    return say("{names} and {more} more", names=told, more=number(hidden)) if hidden > 0 else told


def _row(label: str, text: str, width: int, indent: int = 0) -> Iterator[Line]:
    start = " " * indent + label.ljust(max(_LABEL, len(label) + 1))
    pieces = _broken(text, width - len(start))
    yield ((start, "dim"), (pieces[0], ""))
    for piece in pieces[1:]:
        yield ((" " * len(start) + piece, ""),)


def _wrapped(text: str, width: int, *, indent: int = 0, hang: int = 0, style: str = "") -> Iterator[Line]:
    pieces = _broken(text, width - indent - hang)
    for line, piece in enumerate(pieces):
        yield ((" " * (indent + (hang if line else 0)) + piece, style),)


def _broken(text: str, width: int) -> list[str]:
    # Ids, addresses and commands stay in one piece, to be copied.
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""]
