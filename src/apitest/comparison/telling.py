"""Changes of a contract as text, Markdown and JSON."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from apitest.comparison.forms import Promise
from apitest.comparison.rules import Change, Impact

HEADINGS = {
    Impact.BREAKING: "Breaking: readers fail or lose data",
    Impact.POTENTIALLY: "Potentially breaking: some readers may, on some records",
    Impact.COMPATIBLE: "Compatible: readers read on as before",
    Impact.EDITORIAL: "Editorial: only words changed",
}
_WIDTH = 100
_SHOWN = 160


def summary(changes: Sequence[Change]) -> str:
    """How many changes of each impact, in a sentence."""
    if not changes:
        return "Nothing changed."
    counts = Counter(item.impact for item in changes)
    parts = [f"{counts[impact]} {_word(impact)}" for impact in Impact if counts[impact]]
    return f"{len(changes)} change{'' if len(changes) == 1 else 's'}: {', '.join(parts)}."


def _word(impact: Impact) -> str:
    return "potentially breaking" if impact is Impact.POTENTIALLY else impact.value


def place_of(item: Change) -> str:
    """Set and place, as a reader says them."""
    return f"{item.offer} {item.pointer}".strip() or "the service"


def as_text(old: Promise, new: Promise, changes: Sequence[Change]) -> str:
    """For the terminal."""
    lines = [f"{_named(old)}\n  → {_named(new)}", summary(changes), ""]
    for impact, heading in HEADINGS.items():
        found = [item for item in changes if item.impact is impact]
        if found:
            lines += [heading, *(line for item in found for line in _lines(item)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _named(promise: Promise) -> str:
    return f"{promise.name} ({promise.kind}{', ' if promise.version else ''}{promise.version})"


def _lines(item: Change) -> Iterator[str]:
    yield f"  {place_of(item)}  [{item.rule}]"
    if item.old or item.new:
        yield from _wrapped(f"{_cut(item.old) or 'nothing'} → {_cut(item.new) or 'nothing'}")
    if item.impact in (Impact.BREAKING, Impact.POTENTIALLY):
        asked = "What readers may ask" if item.direction == "question" else "What readers receive"
        yield from _wrapped(f"{asked}: {item.reason}")
        if item.portal:
            yield from _wrapped(f"The portal's documented importer would feel it: {', '.join(item.portal)}.")
        if item.fix:
            yield from _wrapped(f"Fix: {item.fix}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="      ",
        subsequent_indent="        ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def as_markdown(old: Promise, new: Promise, changes: Sequence[Change]) -> str:
    """For a page or a merge request."""
    lines = [f"# {markdown_cell(old.name)} → {markdown_cell(new.name)}", "", summary(changes), ""]
    for impact, heading in HEADINGS.items():
        found = [item for item in changes if item.impact is impact]
        if found:
            lines += [
                f"## {heading}",
                "",
                "| Place | Rule | Old | New | Reason | Importer |",
                "|---|---|---|---|---|---|",
            ]
            lines += [f"| {' | '.join(map(markdown_cell, _cells(item)))} |" for item in found]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _cells(item: Change) -> tuple[str, ...]:
    return place_of(item), item.rule, _cut(item.old), _cut(item.new), item.reason, ", ".join(item.portal)


def markdown_cell(text: str) -> str:
    """Text that cannot end a cell, nor begin markup."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
    return escaped.replace("*", "\\*").replace("`", "\\`").replace("_", "\\_").replace("[", "\\[")


def as_document(old: Promise, new: Promise, changes: Sequence[Change]) -> dict[str, Any]:
    """For other programs."""
    counts = Counter(item.impact.value for item in changes)
    return {
        "schema": "apitest-compare/1",
        "compared": "contracts",
        "old": {"name": old.name, "kind": old.kind, "version": old.version},
        "new": {"name": new.name, "kind": new.kind, "version": new.version},
        "counts": {impact.value: counts[impact.value] for impact in Impact},
        "changes": [{**asdict(item), "portal": list(item.portal)} for item in changes],
    }
