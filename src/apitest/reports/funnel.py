"""
What the portal would make of a feed, told: a funnel for each entity set, the costliest causes, what to do at the source.

Pure: rows of the results document in, words out. The words are for a reader who knows the records and no HTTP.
"""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apitest.reports.language import listed, mark, number, say, say_many
from apitest.reports.wording import MENDERS, sentence, set_title, shown
from apitest.results import AcceptanceRow, RuleRow

ASSUMPTION = mark(
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
        Step(name=say("offered"), count=offered, says=say("records that the service offers")),
        Step(name=say("reached"), count=reached, says=_never_read(row["unreached"])),
        Step(name=say("stored"), count=stored, says=_not_stored(row["dropped"])),
        Step(name=say("as served"), count=whole, says=_changed(row)),
    )


def _never_read(count: int) -> str:
    return say_many("{number} never read", "{number} never read", count) if count else say("all are read")


def _not_stored(count: int) -> str:
    if not count:
        return say("all that are read")
    return say_many("{number} read and not stored", "{number} read and not stored", count)


def _changed(row: AcceptanceRow) -> str:
    lost, changed = row["partly-lost"], row["altered"]
    parts = (
        [say_many("{number} loses part of its content", "{number} lose part of their content", lost)] if lost else []
    )
    parts += [say_many("{number} is changed", "{number} are changed", changed)] if changed else []
    return listed(parts) or say("all that are stored")


def headline(row: AcceptanceRow) -> str:
    """The answer in one line: how many records of the set would be in the portal."""
    noun = set_title(row["entity"])
    noun = noun[:1].upper() + noun[1:]
    offered, stored = number(row["offered"]), number(row["stored"])
    missing = row["offered"] - row["stored"]
    if not row["offered"]:
        return say("{set}: the service offers none.", set=noun)
    if not row["stored"]:
        return say("{set}: none of {offered} would be in the portal.", set=noun, offered=offered)
    if not missing:
        return say("{set}: all {offered} would be in the portal.", set=noun, offered=offered)
    return say(
        "{set}: {stored} of {offered} would be in the portal, {missing} would not.",
        set=noun,
        stored=stored,
        offered=offered,
        missing=number(missing),
    )


def stop_sentence(row: AcceptanceRow) -> str:
    """Where and why the reading ends early; empty: it does not."""
    stop = row["stop"]
    if stop is not None:
        record = stop["record"]
        name = say("a record without id") if record is None else say("record {id}", id=shown(record, 60))
        position = number(stop["position"])
        if not stop["behind"]:
            return say("Reading stops at {record}, number {position} in the list.", record=name, position=position)
        return say_many(
            "Reading stops at {record}, number {position} in the list; the {number} record behind it is never read.",
            "Reading stops at {record}, number {position} in the list; the {number} records behind it are never read.",
            stop["behind"],
            record=name,
            position=position,
        )
    if row["halted"] and row["unreached"]:
        rule = next((rule for rule in row["by-rule"] if rule["rule"] == row["halted"]), None)
        if rule is not None and row["unreached"] == row["offered"]:
            return say("Nothing of this set is read: {cause}.", cause=rule["cause"])
        if rule is not None:
            return say("Reading ends before the end of the list: {cause}.", cause=rule["cause"])
    return ""


def costs(row: AcceptanceRow) -> list[RuleRow]:
    """The causes that cost something, costliest first."""
    return [rule for rule in row["by-rule"] if rule["effect"] not in ("warn", "none")]


def weight(rule: RuleRow) -> str:
    """What a cause costs, in words."""
    if rule["unstored"]:
        return say_many("{number} record not stored", "{number} records not stored", rule["unstored"])
    if rule["effect"] == "lose":
        return say_many("{number} record loses content", "{number} records lose content", rule["count"])
    return say_many("{number} record changed", "{number} records changed", rule["count"])


def named(rule: RuleRow) -> str:
    """The first records of a cause and how many more; empty: none has a name."""
    first = [shown(name, 60) for name in rule["records"][:_NAMES]]
    more = rule["count"] - len(first)
    if not more or not first:
        return listed(first)
    return say("{names} and {more} more", names=listed(first), more=number(more))


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
        (mark("{theirs} stored (not {ours})"), other["stored"], row["stored"]),
        (mark("{theirs} changed (not {ours})"), other["altered"], row["altered"]),
        (mark("{theirs} losing content (not {ours})"), other["partly-lost"], row["partly-lost"]),
        (mark("{theirs} refused (not {ours})"), other["dropped"], row["dropped"]),
        (mark("{theirs} never read (not {ours})"), other["unreached"], row["unreached"]),
    )
    differing = [
        say(words, theirs=number(theirs), ours=number(ours)) for words, theirs, ours in pairs if theirs != ours
    ]
    if not differing:
        return say("The {year} version of the importer comes to the same numbers.", year=other["portal"])
    return say(
        "The {year} version of the importer differs: {differences}.",
        year=other["portal"],
        differences=listed(differing),
    )


def charge(rows: Sequence[AcceptanceRow], rules: Sequence[str], entities: Sequence[str], *, named: bool = True) -> str:
    """What a failed requirement costs at the portal, by the rules that it triggers, `named` or not; empty: no record."""
    sets = [row for row in rows if not entities or "" in entities or row["entity"] in entities]
    struck = [rule for row in sets for rule in costs(row) if rule["rule"] in rules]
    missing = sum(rule["unstored"] for rule in struck)
    losing = sum(rule["count"] for rule in struck if rule["effect"] == "lose" and not rule["unstored"])
    changed = sum(rule["count"] for rule in struck if rule["effect"] == "alter")
    parts = (
        say_many("{number} record not stored", "{number} records not stored", missing) if missing else "",
        say_many("{number} record stored with a loss", "{number} records stored with a loss", losing) if losing else "",
        say_many("{number} record changed", "{number} records changed", changed) if changed else "",
    )
    told = listed([part for part in parts if part])
    return f"{told} ({', '.join(dict.fromkeys(rule['rule'] for rule in struck))})" if told and named else told


def briefly(rows: Sequence[AcceptanceRow], width: int) -> Iterator[str]:
    """A few lines for the screen of a run: each set, what stops it, and its costliest cause."""
    if not rows:
        return
    yield say("What the portal would make of it")
    for row in rows:
        causes = costs(row)
        first = causes and say("First: {cause} ({weight}).", cause=causes[0]["cause"], weight=weight(causes[0]))
        said = " ".join(filter(None, (headline(row), stop_sentence(row), first or "")))
        yield from textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
    yield from textwrap.wrap(
        say(
            "By two public versions of the portal's importer (2017, 2018); today's is not public. "
            "More: apitest accept RUN."
        ),
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
    lines = [title, *textwrap.wrap(say(ASSUMPTION), width), ""]
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
        counts = f"{step.count:,}" + (f" → {then[place].count:,}" if then else "")
        yield f"  {step.name:<10} {counts:>{18 if then else 9}}  {bar:<{_BAR}}  {step.says}"


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
