"""
What the portal would make of a feed, told: a funnel for each entity set, the costliest causes, what to do at the source.

Pure: rows of the results document in, words out. The words are for a reader who knows the records and no HTTP.
"""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apitest.reports.wording import MENDERS, counted, sentence, set_title, shown
from apitest.results import AcceptanceRow, RuleRow

ASSUMPTION = (
    "Reckoned by the rules of two public versions of the portal's importer (2017 and 2018). The importer that the portal "
    "runs today is not public and may do better. Reckoned as a first import into an empty portal."
)
MOST = 5
"""Causes told; the rest are named."""
_BAR = 40
_NAMES = 3
_LABEL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a funnel."""

    name: str
    count: int
    says: str
    """What it means, and what was left behind since the step before."""


def steps(row: AcceptanceRow) -> tuple[Step, ...]:
    """Offered → reached → stored → as served."""
    offered, stored = row["offered"], row["stored"]
    reached = offered - row["unreached"]
    whole = stored - row["altered"] - row["partly-lost"]
    return (
        Step(name="offered", count=offered, says="records that the service offers"),
        Step(name="reached", count=reached, says=_left(row["unreached"], "never read", "all are read")),
        Step(name="stored", count=stored, says=_left(row["dropped"], "read and not stored", "all that are read")),
        Step(name="as served", count=whole, says=_changed(row)),
    )


def _left(number: int, words: str, none: str) -> str:
    return f"{number:,} {words}" if number else none


def _changed(row: AcceptanceRow) -> str:
    parts = [f"{row['partly-lost']:,} lose part of their content"] if row["partly-lost"] else []
    parts += [f"{row['altered']:,} are changed"] if row["altered"] else []
    return ", ".join(parts) or "all that are stored"


def headline(row: AcceptanceRow) -> str:
    """The answer in one line: how many records of the set would be in the portal."""
    noun = set_title(row["entity"])
    if not row["offered"]:
        return f"{noun.capitalize()}: the service offers none."
    missing = row["offered"] - row["stored"]
    if not row["stored"]:
        return f"{noun.capitalize()}: none of {row['offered']:,} would be in the portal."
    if not missing:
        return f"{noun.capitalize()}: all {row['offered']:,} would be in the portal."
    return (
        f"{noun.capitalize()}: {row['stored']:,} of {row['offered']:,} would be in the portal, {missing:,} would not."
    )


def stop_sentence(row: AcceptanceRow) -> str:
    """Where and why the reading ends early; empty: it does not."""
    stop = row["stop"]
    if stop is not None:
        name = f"record {shown(stop['record'], 60)}" if stop["record"] is not None else "a record without id"
        behind = (
            f"; the {counted(stop['behind'], 'record')} behind it {'is' if stop['behind'] == 1 else 'are'} never read"
        )
        return f"Reading stops at {name}, number {stop['position']:,} in the list{behind if stop['behind'] else ''}."
    if row["halted"] and row["unreached"]:
        rule = next((rule for rule in row["by-rule"] if rule["rule"] == row["halted"]), None)
        if rule is not None and row["unreached"] == row["offered"]:
            return f"Nothing of this set is read: {rule['cause']}."
        if rule is not None:
            return f"Reading ends before the end of the list: {rule['cause']}."
    return ""


def costs(row: AcceptanceRow) -> list[RuleRow]:
    """The causes that cost something, costliest first."""
    return [rule for rule in row["by-rule"] if rule["effect"] not in ("warn", "none")]


def weight(rule: RuleRow) -> str:
    """What a cause costs, in words."""
    if rule["unstored"]:
        return f"{counted(rule['unstored'], 'record')} not stored"
    if rule["effect"] == "lose":
        return f"{counted(rule['count'], 'record')} {'loses' if rule['count'] == 1 else 'lose'} content"
    return f"{counted(rule['count'], 'record')} changed"


def named(rule: RuleRow) -> str:
    """The first records of a cause and how many more; empty: none has a name."""
    first = [shown(name, 60) for name in rule["records"][:_NAMES]]
    more = rule["count"] - len(first)
    return ", ".join(first) + (f" and {more:,} more" if more and first else "")


def field_name(pointer: str) -> str:
    """Where in a record, for people: `/title/0/value` is the title, `/files/1/url` the url of file 2."""
    steps = [step for step in pointer.split("/") if step and step not in ("value", "results")]
    if len(steps) > 1 and steps[1].isdecimal():
        place = f"{steps[0]}, entry {int(steps[1]) + 1}"
        return f"{place}, {', '.join(steps[2:])}" if steps[2:] else place
    return ", ".join(steps)


def plainly(text: str) -> str:
    """A value that is told as JSON, for people: a text with its language, a list of them; cut JSON stays as it is."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, dict) and set(value) == {"language", "value"}:
        return f"“{value['value']}” ({value['language'] or 'no language'})"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items()) or "nothing in it"
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value) or "an empty list"
    return f"“{value}”" if isinstance(value, str) else str(value)


def difference(row: AcceptanceRow) -> str:
    """What the other public version does, beside this one."""
    other = row["other"]
    pairs = (
        ("stored", other["stored"], row["stored"]),
        ("changed", other["altered"], row["altered"]),
        ("losing content", other["partly-lost"], row["partly-lost"]),
        ("refused", other["dropped"], row["dropped"]),
        ("never read", other["unreached"], row["unreached"]),
    )
    differing = [f"{theirs:,} {word} (not {ours:,})" for word, theirs, ours in pairs if theirs != ours]
    if not differing:
        return f"The {other['portal']} version of the importer comes to the same numbers."
    return f"The {other['portal']} version of the importer differs: {', '.join(differing)}."


def charge(rows: Sequence[AcceptanceRow], rules: Sequence[str], entities: Sequence[str]) -> str:
    """What a failed requirement costs at the portal, by the rules that it triggers; empty: no record."""
    sets = [row for row in rows if not entities or "" in entities or row["entity"] in entities]
    struck = [rule for row in sets for rule in costs(row) if rule["rule"] in rules]
    missing = sum(rule["unstored"] for rule in struck)
    losing = sum(rule["count"] for rule in struck if rule["effect"] == "lose" and not rule["unstored"])
    changed = sum(rule["count"] for rule in struck if rule["effect"] == "alter")
    parts = (
        f"{counted(missing, 'record')} not stored" if missing else "",
        f"{counted(losing, 'record')} stored with a loss" if losing else "",
        f"{counted(changed, 'record')} changed" if changed else "",
    )
    told = ", ".join(filter(None, parts))
    return f"{told} ({', '.join(dict.fromkeys(rule['rule'] for rule in struck))})" if told else ""


def briefly(rows: Sequence[AcceptanceRow], width: int) -> Iterator[str]:
    """A few lines for the screen of a run: each set, what stops it, and its costliest cause."""
    if not rows:
        return
    yield "What the portal would make of it"
    for row in rows:
        causes = costs(row)
        first = f" First: {causes[0]['cause']} ({weight(causes[0])})." if causes else ""
        said = " ".join(filter(None, (headline(row), stop_sentence(row)))) + first
        yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
    yield from textwrap.wrap(
        "By two public versions of the portal's importer (2017, 2018); today's is not public. More: apitest accept RUN.",
        width,
        initial_indent="  ",
        subsequent_indent="  ",
    )


# --- the terminal -----------------------------------------------------------------------------------------------------


def as_text(
    rows: Sequence[AcceptanceRow],
    title: str,
    *,
    width: int = 100,
    mended: Sequence[AcceptanceRow] = (),
    fixes: Sequence[str] = (),
    others: Sequence[str] = (),
) -> str:
    """Lay out the screen; `mended`: the same sets as if `fixes` were mended, `others`: sets that are not read at all."""
    lines = [title, *textwrap.wrap(ASSUMPTION, width), ""]
    if fixes:
        lines += [*textwrap.wrap(f"As if mended: {', '.join(fixes)}. Numbers behind an arrow hold then.", width), ""]
    after = {row["entity"]: row for row in mended}
    for row in rows:
        lines += [*_set(row, after.get(row["entity"]), width), ""]
    if others:
        said = f"Not read by this importer at all: {', '.join(set_title(name) for name in others)}."
        lines += [*textwrap.wrap(said, width), ""]
    return "\n".join(line.rstrip() for line in lines)


def _set(row: AcceptanceRow, after: AcceptanceRow | None, width: int) -> Iterator[str]:
    yield headline(row)
    yield ""
    yield from _bars(row, after)
    stop = stop_sentence(row)
    if stop:
        yield from ("", *textwrap.wrap(stop, width))
    causes = costs(row)
    if causes:
        yield from ("", "What costs most")
        for place, rule in enumerate(causes[:MOST], start=1):
            yield from _cause(place, rule, width)
        rest = [f"{rule['cause']} ({weight(rule)}, {rule['rule']})" for rule in causes[MOST:]]
        if rest:
            yield from textwrap.wrap(f"Also: {'; '.join(rest)}.", width, initial_indent="  ", subsequent_indent="  ")
    yield from ("", *_remarks(row, width))


def _bars(row: AcceptanceRow, after: AcceptanceRow | None) -> Iterator[str]:
    then = steps(after) if after else ()
    for place, step in enumerate(steps(row)):
        bar = _bar(step.count, row["offered"])
        number = f"{step.count:,}" + (f" → {then[place].count:,}" if then else "")
        yield f"  {step.name:<10} {number:>{18 if then else 9}}  {bar:<{_BAR}}  {step.says}"


def _bar(count: int, offered: int) -> str:
    if not count or not offered:
        return "·"
    return "█" * max(1, count * _BAR // offered)


def _cause(place: int, rule: RuleRow, width: int) -> Iterator[str]:
    cause = rule["cause"][:1].upper() + rule["cause"][1:]
    yield from textwrap.wrap(
        f"{cause}: {weight(rule)}.", width, initial_indent=f"  {place}. ", subsequent_indent="     "
    )
    example = next(iter(rule["examples"]), None)
    facts = {
        "records": named(rule),
        "served": f"{field_name(example['pointer'])}: {shown(plainly(example['served'])) or 'nothing'}"
        if example
        else "",
        "stored": (shown(plainly(example["stored"])) or "nothing") if example and not rule["unstored"] else "",
        "why": f"{sentence(rule['says'])} ({rule['rule']})",
        "mend": rule["fix"],
        "who": MENDERS.get(rule["mender"], ""),
    }
    for label, text in facts.items():
        if text:
            indent = " " * (5 + _LABEL)
            yield from textwrap.wrap(
                text, width, initial_indent=f"     {label:<{_LABEL}}", subsequent_indent=indent, break_on_hyphens=False
            )


def _remarks(row: AcceptanceRow, width: int) -> Iterator[str]:
    always = [f"{rule['cause']} ({rule['count']:,})" for rule in row["always"] if rule["cause"]]
    if always:
        told = "; ".join(always)
        yield from textwrap.wrap(
            f"Done to any feed, nothing to mend at the source: {told}. Dates are kept in Zurich time.", width
        )
    yield from textwrap.wrap(difference(row), width)
    if not row["complete"]:
        yield from textwrap.wrap("Not followed to the end: what is said holds for the records seen.", width)
    for note in row["notes"][:MOST]:
        yield from textwrap.wrap(f"Not answered: {shown(note)}", width)
