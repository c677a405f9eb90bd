"""
A short summary in GitHub's Markdown, for a job's page: verdict first, small tables, never beyond what is accepted.

Written from blocks (a heading, a table, a paragraph) that are taken whole or not at all, so that no table is cut.
"""

import re
from collections.abc import Iterator, Sequence

from apitest.reports.overview import Overview, example, extent, overviews
from apitest.reports.wording import MENDERS, OUTCOMES, SYMBOLS, class_title, sentence, size, visible
from apitest.results import Results
from apitest.verdicts import Failure

LIMIT = 1_000_000
"""Bytes; GitHub refuses a job summary beyond 1 MiB."""

_ROWS = 20
"""Rows of a table."""

_CUT = "\n_Cut here: the full report holds the rest._\n"


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 Markdown of at most `LIMIT` bytes."""
    told, room = b"", LIMIT - len(_CUT.encode())
    for block in _blocks(results):
        encoded = f"{block}\n\n".encode()
        if len(told) + len(encoded) > room:
            return told + _CUT.encode()
        told += encoded
    return told


def _blocks(results: Results) -> Iterator[str]:
    views = overviews(results)
    if len(views) > 1:
        rows = [(f"{SYMBOLS[view.row['outcome']]} {view.name}", f"{view.verdict}: {view.sentence}") for view in views]
        yield "### Conformance of several targets"
        yield from _tables(("Target", "Verdict"), rows)
    for view in views:
        yield from _target(view)
    run = results["run"]
    contracts = ", ".join(f"{family} {version}" for family, version in run["contracts"].items())
    facts = (
        f"apitest {run['apitest']}, contracts {contracts}, depth {run['depth']}, seed {run['seed']}, run {run['id']}."
    )
    yield f"<sub>{_safe(facts)}</sub>"


def _target(view: Overview) -> Iterator[str]:
    yield f"### {SYMBOLS[view.row['outcome']]} {_safe(view.headline)}"
    if view.notes:
        yield _safe(" ".join(view.notes))
    if view.trouble:
        yield "  \n".join(f"*{label}:* {_safe(text)}" for label, text in view.trouble)
    if view.row["classes"]:
        classes = [(class_title(name), f"{SYMBOLS[o]} {OUTCOMES[o]}") for name, o in view.row["classes"].items()]
        yield from _tables(("Conformance class", "Outcome"), classes)
    if view.first:
        yield "#### Mend first"
        yield from (_item(number, failure) for number, failure in enumerate(view.first, start=1))
    yield from _list("Failed", view.failed)
    yield from _list("Recommendations not followed", view.advised)
    yield from _list("Accepted by a waiver", view.accepted)
    if view.unjudged:
        yield "#### Not judged"
        rows = [
            (f"mend {g.root} first" if g.root else f"{OUTCOMES[g.outcome]}: {g.reason}", f"{len(g.requirements)}")
            for g in view.unjudged
        ]
        yield from _tables(("Why", "Requirements"), rows)
    spent = view.row
    yield _safe(f"{spent['requests']:,} requests, {size(spent['bytes'])}, {spent['seconds']:.1f} s.")


def _item(number: int, failure: Failure) -> str:
    row, record = failure.row, example(failure)
    lines = [f"{number}. **{_safe(sentence(row['sentence']))}** Not so: {_safe(sentence(extent(failure)))}"]
    if record:
        lines.append(f"   For example {_safe(record)}")
    lines.append(f"   *Cost:* {_safe(sentence(row['cost']))}")
    lines.append(f"   *Mend:* {_safe(sentence(row['fix']))} *Who:* {_safe(MENDERS.get(row['mender'], row['mender']))}")
    return "  \n".join(lines)


def _list(title: str, failures: Sequence[Failure]) -> Iterator[str]:
    if failures:
        yield f"#### {title}"
        yield from _tables(
            ("Requirement", "Obligation", "How many", "Example"),
            [(f.requirement, f.row["obligation"], extent(f), example(f)) for f in failures],
        )


def _tables(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    lines = [_row(head), _row(["---"] * len(head), escape=False), *(_row(row) for row in rows[:_ROWS])]
    yield "\n".join(lines)
    if len(rows) > _ROWS:
        yield f"_and {len(rows) - _ROWS:,} more_"


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(_safe(cell) if escape else cell for cell in cells)} |"


def _safe(text: str) -> str:
    """Take away from a text all that Markdown or HTML would act on."""
    plain = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]()!|~#@$])", r"\\\1", plain).replace("://", ":\u200b//").replace("www.", "www\u200b.")
