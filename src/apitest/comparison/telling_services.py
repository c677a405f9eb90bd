"""The comparison of two services as text, Markdown and JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from apitest.comparison.endpoints import Difference, SetComparison
from apitest.comparison.telling import markdown_cell

_SHOWN = 12
_KINDS = {
    "missing": "records missing from the new service",
    "additional": "records that only the new service has",
    "lost": "values gone",
    "added": "values added",
    "changed": "values that differ",
}
VERDICTS = {
    "yes": "Safe to switch: yes, because",
    "no": "Safe to switch: no, because",
    "cannot tell": "Nobody can tell, because",
}


def services_as_text(
    names: tuple[str, str], sets: Sequence[SetComparison], verdict: str, reasons: Sequence[str]
) -> str:
    """For the terminal."""
    lines = [f"old  {names[0]}", f"new  {names[1]}", ""]
    for item in sets:
        lines += [*_set_lines(item), ""]
    return "\n".join([*lines, VERDICTS[verdict], *(f"  {reason}" for reason in reasons)]) + "\n"


def _set_lines(item: SetComparison) -> Iterator[str]:
    old, new = item.records
    yield f"{item.entity}: {old:,} records, {new:,} in the new service; {item.total:,} differences"
    for (kind, pattern), number in sorted(item.counts.items(), key=lambda entry: (-entry[1], entry[0])):
        yield f"  {number:>7,}  {_KINDS[kind]}{f' at {pattern}' if pattern else ''}"
    for found in item.shown[:_SHOWN]:
        yield f"           {_difference(found)}"
    if item.total > _SHOWN:
        yield f"           and {item.total - _SHOWN:,} more (--format json names {min(item.total, 200):,})"
    yield from (f"  {text}" for text in _asides(item))


def _difference(found: Difference) -> str:
    if not found.pointer:
        return f"{found.record}: {'not in the new service' if found.old else 'only in the new service'}"
    return f"{found.record} {found.pointer}: {found.old or 'nothing'} → {found.new or 'nothing'}"


def _asides(item: SetComparison) -> Iterator[str]:
    """What was left out of the count, and what else a reader should know."""
    noise = sum(item.noise.values())
    if noise:
        places = ", ".join(sorted(name or "whole records" for name in item.noise))
        yield f"left out as noise, because the old service differs from itself there: {places} ({noise:,} values)"
    if item.ignored:
        yield f"left out by --ignore: {', '.join(sorted(item.ignored))} ({sum(item.ignored.values()):,} values)"
    if item.unsayable:
        yield f"not compared, because one of the two dialects cannot carry it: {', '.join(item.unsayable)}"
    yield from item.notes


def services_as_markdown(
    names: tuple[str, str], sets: Sequence[SetComparison], verdict: str, reasons: Sequence[str]
) -> str:
    """For a page or a merge request."""
    lines = [f"# {markdown_cell(names[0])} → {markdown_cell(names[1])}", "", f"**{VERDICTS[verdict]}**", ""]
    lines += [*(f"- {markdown_cell(reason)}" for reason in reasons), ""]
    for item in sets:
        lines += [f"## {item.entity}", "", f"{item.records[0]:,} records, {item.records[1]:,} in the new service.", ""]
        lines += [f"- {markdown_cell(text)}" for text in _asides(item)]
        if item.shown:
            lines += ["", "| Record | Place | Old | New |", "|---|---|---|---|"]
            lines += [
                "| " + " | ".join(markdown_cell(text) for text in (f.record, f.pointer, f.old, f.new)) + " |"
                for f in item.shown
            ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def services_as_document(
    names: tuple[str, str], sets: Sequence[SetComparison], verdict: str, reasons: Sequence[str]
) -> dict[str, Any]:
    """For other programs."""
    return {
        "schema": "apitest-compare/1",
        "compared": "services",
        "old": names[0],
        "new": names[1],
        "safe-to-switch": verdict,
        "reasons": list(reasons),
        "sets": [
            {
                "entity": item.entity,
                "records": {"old": item.records[0], "new": item.records[1]},
                "walked": dict(zip(("old", "new", "again"), item.endings, strict=True)),
                "differences": item.total,
                "by-place": [
                    {"kind": kind, "place": pattern, "count": count}
                    for (kind, pattern), count in sorted(item.counts.items())
                ],
                "shown": [
                    {"kind": f.kind, "record": f.record, "pointer": f.pointer, "old": f.old, "new": f.new}
                    for f in item.shown
                ],
                "noise": dict(sorted(item.noise.items())),
                "ignored": dict(sorted(item.ignored.items())),
                "not-compared": list(item.unsayable),
                "notes": item.notes,
            }
            for item in sets
        ],
    }
