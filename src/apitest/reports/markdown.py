"""
A short summary in GitHub's Markdown, for a job's page: verdict first, small tables, never beyond what is accepted.

Written from blocks (a heading, a table, a paragraph) that are taken whole or not at all, so that no table is cut.
"""

import re
from collections.abc import Iterator, Sequence

from apitest.reports.language import listed, mark, number, say
from apitest.reports.overview import LABELS, Overview, example, extent, overviews
from apitest.reports.wording import (
    SYMBOLS,
    class_title,
    mender_sentence,
    outcome_word,
    sentence,
    spent_on,
    visible,
)
from apitest.results import Results
from apitest.verdicts import Failure

LIMIT = 1_000_000
"""Bytes; GitHub refuses a job summary beyond 1 MiB."""

_ROWS = 20
"""Rows of a table."""

_CUT = mark("Cut here: the full report holds the rest.")


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 Markdown of at most `LIMIT` bytes."""
    end = f"\n_{_safe(say(_CUT))}_\n".encode()
    told, room = b"", LIMIT - len(end)
    for block in _blocks(results):
        encoded = f"{block}\n\n".encode()
        if len(told) + len(encoded) > room:
            return told + end
        told += encoded
    return told


def _blocks(results: Results) -> Iterator[str]:
    views = overviews(results)
    if len(views) > 1:
        rows = [(f"{SYMBOLS[view.row['outcome']]} {view.name}", f"{view.verdict}: {view.sentence}") for view in views]
        yield f"### {say('Conformance of several targets')}"
        yield from _tables((say("Target"), say("Verdict")), rows)
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
        yield "  \n".join(f"*{say(LABELS[label])}:* {_safe(text)}" for label, text in view.trouble)
    if view.row["classes"]:
        classes = [(class_title(name), f"{SYMBOLS[o]} {outcome_word(o)}") for name, o in view.row["classes"].items()]
        yield from _tables((say("Conformance class"), say("Outcome")), classes)
    if view.first:
        yield f"#### {say('Mend first')}"
        yield from (_item(number, failure) for number, failure in enumerate(view.first, start=1))
    yield from _list(say("Failed"), view.failed)
    yield from _list(say("Recommendations not followed"), view.advised)
    yield from _list(say("Accepted by a waiver"), view.accepted)
    told = [
        (failure.requirement, line)
        for failure in (*view.failed, *view.advised, *view.accepted)
        for line in view.said_of(failure)
    ]
    if told:
        yield f"#### {say('Remarks')}"
        yield from _tables((say("Requirement"), say("Remark")), told)
    if view.unjudged:
        yield f"#### {say('Not judged')}"
        rows = [
            (
                say("mend {root} first", root=g.root) if g.root else f"{outcome_word(g.outcome)}: {g.reason}",
                number(len(g.requirements)),
            )
            for g in view.unjudged
        ]
        yield from _tables((say("Why"), say("Requirements")), rows)
    yield _safe(sentence(listed(spent_on(view.row))))


def _item(place: int, failure: Failure) -> str:
    row, record = failure.row, example(failure)
    lines = [
        f"{place}. **{_safe(sentence(row['sentence']))}** {_safe(say('Not so: {text}', text=sentence(extent(failure))))}"
    ]
    if record:
        lines.append(f"   {_safe(say('For example {text}', text=record))}")
    lines.append(f"   *{say('cost')}:* {_safe(sentence(row['cost']))}")
    who = _safe(mender_sentence(row["mender"]))
    lines.append(f"   *{say('mend')}:* {_safe(sentence(row['fix']))} *{say('who')}:* {who}")
    lines.append(f"   *{say('more')}:* apitest explain {_safe(failure.requirement)}")
    return "  \n".join(lines)


def _list(title: str, failures: Sequence[Failure]) -> Iterator[str]:
    if failures:
        yield f"#### {title}"
        yield from _tables(
            (say("Requirement"), say("Obligation"), say("How many"), say("Example")),
            [(f.requirement, f.row["obligation"], extent(f), example(f)) for f in failures],
        )


def _tables(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    lines = [_row(head), _row(["---"] * len(head), escape=False), *(_row(row) for row in rows[:_ROWS])]
    yield "\n".join(lines)
    if len(rows) > _ROWS:
        yield f"_{say('and {number} more', number=number(len(rows) - _ROWS))}_"


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(_safe(cell) if escape else cell for cell in cells)} |"


def _safe(text: str) -> str:
    """Take away from a text all that Markdown or HTML would act on."""
    plain = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]()!|~#@$])", r"\\\1", plain).replace("://", ":\u200b//").replace("www.", "www\u200b.")
