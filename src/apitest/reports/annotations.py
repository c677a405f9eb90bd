"""
GitHub's workflow commands: a failed requirement becomes an annotation of the job, at the line of the contract.

The verdict is a notice. GitHub shows ten of each level a step, so the most binding and widest come first and the rest is
counted. What a target served is escaped: nothing it says can begin a command of its own.
"""

from collections.abc import Iterator

from apitest.contracts import requirement_places
from apitest.reports.overview import Overview, example, extent, overviews
from apitest.reports.wording import sentence, shown
from apitest.results import Results
from apitest.verdicts import Failure

MOST = 10
"""Annotations of a level that GitHub shows."""
_LEVELS = {"MUST": "error", "SHOULD": "warning", "MAY": "notice"}


def as_bytes(results: Results) -> bytes:
    """Write one command a line, UTF-8."""
    commands: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for view in overviews(results):
        commands["notice"].append(_command("notice", "apitest", sentence(view.headline)))
        if view.trouble:
            told = "; ".join(f"{label} {text}" for label, text in view.trouble)
            commands["error"].append(_command("error", f"{view.name}: could not be assessed", told))
        for failure in (*view.failed, *view.advised):
            level = _LEVELS[failure.row["obligation"]]
            commands[level].append(_annotation(level, view, failure))
        for failure in view.accepted:
            commands["notice"].append(_annotation("notice", view, failure))
    if not results["targets"]:
        commands["notice"].append(_command("notice", "apitest", "Not assessed: the run has no target."))
    return "".join(line + "\n" for level, lines in commands.items() for line in _fitting(level, lines)).encode()


def _fitting(level: str, lines: list[str]) -> Iterator[str]:
    if len(lines) <= MOST:
        yield from lines
        return
    yield from lines[: MOST - 1]
    hidden = len(lines) - MOST + 1
    yield _command(level, "apitest", f"and {hidden:,} more; the full report holds them")


def _annotation(level: str, view: Overview, failure: Failure) -> str:
    row, record = failure.row, example(failure)
    parts = (
        "Accepted by a waiver." if failure.waived else "",
        sentence(row["sentence"]),
        f"Not so: {sentence(extent(failure))}",
        f"For example {sentence(record)}" if record else "",
        f"Mend: {sentence(row['fix'])}",
        *(f"Remark: {said}" for said in view.said_of(failure)),
        f"More: apitest explain {shown(failure.requirement)}",
    )
    place = requirement_places().get(failure.requirement)
    at = f"file={_property(place.path)},line={place.line}," if place else ""
    title = f"{failure.requirement} at {view.name}"
    return _command(level, title, "\n".join(filter(None, parts)), at)


def _command(level: str, title: str, message: str, at: str = "") -> str:
    return f"::{level} {at}title={_property(shown(title))}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
