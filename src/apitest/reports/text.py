"""
The screen of a data officer: verdict first, what to mend, what it costs, who can; technical detail below.

Plain text by itself; colour, by rich, only when asked for.
"""

import textwrap
from collections.abc import Iterator, Sequence
from io import StringIO

from apitest.reports import funnel
from apitest.reports.overview import Overview, Unjudged, example, extent, overviews
from apitest.reports.wording import MENDERS, OBLIGATIONS, OUTCOMES, SYMBOLS, class_title, counted, sentence, shown, size
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
        yield from _detail("Failed in detail", view.failed, width)
        yield from _detail("Recommendations not followed", view.advised, width)
        yield from _detail("Accepted by a waiver", view.accepted, width)
        yield from _unjudged(view, width)
        spent = view.row
        asked = f"{counted(spent['requests'], 'request')}, {size(spent['bytes'])}, {spent['seconds']:.1f} s"
        yield from _row("Asked", asked, width)
        yield ()
    if not results["targets"]:
        yield (("Not assessed: the run has no target.", "bold"),)
    if report:
        yield from _row("Report", shown(report), width)
    yield (("apitest explain ID", "bold"), (" tells more about a requirement.", ""))


def _first_screen(view: Overview, width: int) -> Iterator[Line]:
    outcome = view.row["outcome"]
    style = _STYLES.get(outcome, "bold")
    yield from _wrapped(f"{SYMBOLS[outcome]} {view.headline}", width, style=style, hang=2)
    for note in view.notes:
        yield from _wrapped(note, width, indent=2, style="dim")
    for label, text in view.trouble:
        yield from _row(label, text, width, indent=2)
    yield ()
    yield from _classes(view, width)
    if view.first:
        yield (("Mend first", "bold"),)
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
    tag = "" if row["obligation"] == "MUST" else f" ({OBLIGATIONS[row['obligation']]})"
    yield from _wrapped(f"{number}. {sentence(row['sentence'])}{tag}", width, indent=2, hang=3, style="bold")
    facts = {
        "not so": extent(failure),
        "example": record,
        "cost": sentence(row["cost"]),
        "portal": view.charge(failure),
        "mend": sentence(row["fix"]),
        "who": MENDERS.get(row["mender"], row["mender"]),
        "then": f"{counted(len(failure.blocked), 'more requirement')} can be judged" if failure.blocked else "",
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


def _detail(title: str, failures: Sequence[Failure], width: int) -> Iterator[Line]:
    if failures:
        yield ((title, "bold"),)
    for failure in failures:
        row = failure.row
        head = f"  ({row['obligation']}, {shown(row['source'])})"
        style = _STYLES["failed"] if row["obligation"] == "MUST" else _STYLES["cantTell"]
        yield (("  failed  ", style), (shown(failure.requirement), "bold"), (head, "dim"))
        for finding in failure.findings[:1]:
            yield from _finding(finding, width)
        if failure.total > 1:
            yield from _row("and", f"{failure.total - 1:,} more like it", width, indent=6)
        yield ()


def _finding(finding: FindingRow, width: int) -> Iterator[Line]:
    record = "" if finding["record"] is None else f"record {shown(finding['record'])} "
    parts = (
        ("expected", finding["expected"]),
        ("got", finding["got"]),
        ("where", finding["where"]),
        ("fix", finding["fix"]),
    )
    if record or finding["pointer"]:
        yield from _row("in", f"{record}{shown(finding['pointer'])}".strip(), width, indent=6)
    for label, text in parts:
        yield from _row(label, shown(text), width, indent=6)
    if finding["reproduce"]:
        yield from _row("again", shown(finding["reproduce"], 2000), width, indent=6)


def _unjudged(view: Overview, width: int) -> Iterator[Line]:
    if not view.unjudged:
        return
    yield (("Not judged", "bold"),)
    idle = [group for group in view.unjudged if group.outcome == "inapplicable"]
    folded = idle if len(idle) > _FEW_REASONS else []
    if folded:
        number = counted(sum(len(group.requirements) for group in folded), "requirement")
        words = f"{SYMBOLS['inapplicable']} {number}: {OUTCOMES['inapplicable']}; the report says of each why"
        yield from _wrapped(words, width, indent=2, hang=2)
    for group in view.unjudged:
        if group in folded:
            continue
        yield from _wrapped(_why(group), width, indent=2, hang=2)
        yield from _wrapped(_some(group.requirements), width, indent=6, style="dim")
    yield ()


def _why(group: Unjudged) -> str:
    number = counted(len(group.requirements), "requirement")
    if group.root:
        return f"{SYMBOLS['cantTell']} {number}: mend {shown(group.root)} first, they follow from it"
    words = f"{SYMBOLS[group.outcome]} {number}: {OUTCOMES[group.outcome]}"
    return f"{words}, {shown(group.reason)}" if group.reason else words


def _some(names: Sequence[str], most: int = 4) -> str:
    hidden = len(names) - most
    return ", ".join(map(shown, names[:most])) + (f" and {hidden} more" if hidden > 0 else "")


def _row(label: str, text: str, width: int, indent: int = 0) -> Iterator[Line]:
    start = " " * indent + label.ljust(_LABEL)
    pieces = _broken(text, width - len(start))
    yield ((start, "dim"), (pieces[0], ""))
    for piece in pieces[1:]:
        yield ((" " * len(start) + piece, ""),)


def _wrapped(text: str, width: int, *, indent: int = 0, hang: int = 0, style: str = "") -> Iterator[Line]:
    pieces = _broken(text, width - indent - hang)
    for number, piece in enumerate(pieces):
        yield ((" " * (indent + (hang if number else 0)) + piece, style),)


def _broken(text: str, width: int) -> list[str]:
    # Ids, addresses and commands stay in one piece, to be copied.
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""]
