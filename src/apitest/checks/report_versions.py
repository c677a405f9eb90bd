"""Versions of national reports and the reports of one country, in the extended record, a proposal."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from apitest.checks.conversing import Subject
from apitest.checks.extended_reports import is_live, period_of
from apitest.checks.reading import day_of, object_of, text_of, texts_of, whole_of
from apitest.checks.setting import Gathering, Note, Setting
from apitest.model import Departure, Json, Record

_NOT_CURRENT = ("superseded", "withdrawn", "recalled")

Chain = Callable[[Note, Note], Iterator[Departure]]
"""An older version and the newer one that it names, in; departures out."""


def cycle_key(content: Mapping[str, Json]) -> str:
    """A cycle by its number, or else by its label."""
    cycle = object_of(content, "cycle")
    number = whole_of(cycle, "number")
    return str(number) if number is not None else text_of(cycle, "label").casefold()


def _note(record: Record, setting: Setting) -> Iterator[Note]:
    if is_live(record, setting) and record.id is not None:
        content = record.content
        facts: dict[str, Json] = {
            name: text_of(content, name)
            for name in ("treaty", "country", "obligationId", "status", "supersedes", "supersededBy", "seriesId")
        }
        facts["subject"] = text_of(object_of(content, "subject"), "id")
        facts["cycle"], facts["version"] = cycle_key(content), whole_of(content, "version")
        facts["number"] = whole_of(object_of(content, "cycle"), "number")
        facts["period"], facts["sent"] = period_of(content), day_of(content, "submission")
        facts["first"] = day_of(content, "firstSubmission")
        facts["again"] = any(flag == "resubmission" for _, flag in texts_of(content, "flags"))
        yield Note(value=facts, record=record.id, pointer="")


# --- chains -------------------------------------------------------------------------------------------------------


def _circling(notes: Sequence[Note]) -> frozenset[str | None]:
    """Ids of the reports whose successors lead back to them."""
    following = {note.record: note.value["supersededBy"] for note in notes}
    found = set()
    for start, successor in following.items():
        path, current = {start}, successor
        while current in following and current not in path:
            path.add(current)
            current = following[current]
        if current == start:
            found.add(start)
    return frozenset(found)


def _linked(judge: Chain, *, circles: bool = False) -> Callable[[Sequence[Note], Setting], Iterator[Departure]]:
    """Judge each version with its successor, where both are served."""

    def judged(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
        by_id = {note.record: note for note in notes}
        left_out = frozenset() if circles else _circling(notes)
        for note in notes:
            newer = by_id.get(note.value["supersededBy"])
            if newer is not None and note.record not in left_out:
                yield from judge(note, newer)

    return judged


def _reciprocal(older: Note, newer: Note) -> Iterator[Departure]:
    if newer.value["supersedes"] != older.record:
        got = repr(newer.value["supersedes"]) if newer.value["supersedes"] else "none"
        expected = f"{older.record!r}, which names this report as its successor"
        yield Departure(expected=expected, got=got, pointer="/supersedes", record=newer.record)


def _increasing(older: Note, newer: Note) -> Iterator[Departure]:
    before, after = older.value["version"], newer.value["version"]
    if before is not None and after is not None and after <= before:
        expected = f"more than {before}, the version of {older.record!r}"
        yield Departure(expected=expected, got=str(after), pointer="/version", record=newer.record)


def _newer(older: Note, newer: Note) -> Iterator[Departure]:
    before, after = older.value["sent"], newer.value["sent"]
    if before is not None and after is not None and after < before:
        expected = f"{before.isoformat()} or later, when {older.record!r} was sent"
        yield Departure(expected=expected, got=after.isoformat(), pointer="/submission", record=newer.record)


def _of_one_report(older: Note, newer: Note) -> Iterator[Departure]:
    for name in ("treaty", "country", "obligationId", "period", "seriesId"):
        one, other = older.value[name], newer.value[name]
        if one and other and one != other:
            expected = f"{_shown(one)}, as in {older.record!r}"
            yield Departure(expected=expected, got=_shown(other), pointer=f"/{name}", record=newer.record)


def _shown(value: Json) -> str:
    return f"{value[0].isoformat()} to {value[1].isoformat()}" if isinstance(value, tuple) else repr(value)


def chains_do_not_circle(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No report is replaced, in the end, by itself."""
    circling = _circling(notes)
    for note in notes:
        if note.record in circling:
            got = f"{note.value['supersededBy']!r}, which leads back here"
            yield Departure(expected="a newer version", got=got, pointer="/supersededBy", record=note.record)


def successors_are_served(subject: Subject) -> Iterator[Departure]:
    """The report that replaced a superseded one is served too."""
    ids = frozenset(subject.harvest.ids)
    if not subject.harvest.complete:
        return
    named = dict(zip(subject.harvest.ids, subject.harvest.columns["supersededBy"], strict=True))
    for leaf_ids, exchange in ((leaf.ids, leaf.exchange) for leaf in subject.harvest.leaves):
        for key in leaf_ids:
            successor = named.get(key)
            if isinstance(successor, str) and successor and successor not in ids:
                got = f"{successor!r}, which is not served"
                expected = "the id of a report that is served"
                yield Departure(expected=expected, got=got, pointer="/supersededBy", record=key, exchange=exchange)


def series_are_of_one_report(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """Reports of one series have the same country and treaty; those that are linked are another requirement's matter."""
    first: dict[str, Note] = {}
    for note in notes:
        series = note.value["seriesId"]
        other = first.setdefault(series, note)
        linked = {note.value["supersedes"], note.value["supersededBy"]} - {""}
        if not series or other is note or linked:
            continue
        for name in ("country", "treaty"):
            one, same = other.value[name], note.value[name]
            if one and same and one != same:
                expected = f"{one!r}, as in {other.record!r} of the series {series!r}"
                yield Departure(expected=expected, got=repr(same), pointer=f"/{name}", record=note.record)


def versions_begin_with_the_first(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """Version 1 replaces no other and is not sent again; every later one tells its day as the first submission."""
    by_id = {note.record: note for note in notes}
    circling = _circling(notes)
    for note in notes:
        facts = note.value
        if facts["version"] == 1 and facts["supersedes"] and facts["supersedes"] not in by_id:
            got = f"version 1, which replaces {facts['supersedes']!r}"
            yield Departure(expected="2 or more, or nothing replaced", got=got, pointer="/version", record=note.record)
        elif facts["version"] == 1 and facts["again"]:
            got = "'resubmission' of version 1"
            yield Departure(expected="2 or more, or no such flag", got=got, pointer="/flags", record=note.record)
        newer = by_id.get(facts["supersededBy"])
        if newer is not None and note.record not in circling:
            yield from _first_told_otherwise(note, newer)


def _first_told_otherwise(older: Note, newer: Note) -> Iterator[Departure]:
    """What a newer version tells as first submission, if it is not what the older one tells, or the day of that."""
    first = older.value["first"] or (older.value["sent"] if older.value["version"] == 1 else None)
    told, sent = newer.value["first"], newer.value["sent"]
    in_order = sent is not None and older.value["sent"] is not None and sent >= older.value["sent"]
    if first is not None and told is not None and in_order and abs((told - first).days) > 1:
        expected = f"{first.isoformat()}, the first submission as {older.record!r} tells it"
        yield Departure(expected=expected, got=told.isoformat(), pointer="/firstSubmission", record=newer.record)


# --- reports of one country ---------------------------------------------------------------------------------------


def current_reports_are_single(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """A country has one current report for an obligation, a cycle and a subject."""
    first: dict[tuple[str, ...], Note] = {}
    for note in notes:
        key = tuple(note.value[name] for name in ("treaty", "obligationId", "cycle", "country", "subject"))
        current = note.value["status"] not in _NOT_CURRENT and not note.value["supersededBy"]
        if not current or not all(key[:4]):
            continue
        other = first.setdefault(key, note)
        if other.record != note.record:
            got = f"{other.record!r} is current too"
            yield Departure(expected="one current report for this obligation and cycle", got=got, record=note.record)


def periods_follow(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """The periods of successive cycles of one country touch without overlap."""
    groups: dict[tuple[str, ...], list[Note]] = {}
    for note in notes:
        key = tuple(note.value[name] for name in ("obligationId", "country", "subject"))
        if note.value["number"] is not None and note.value["period"] and not note.value["supersededBy"]:
            groups.setdefault(key, []).append(note)
    for group in groups.values():
        for before, after in pairwise(sorted(group, key=lambda note: (note.value["number"], note.record or ""))):
            follows = after.value["number"] == before.value["number"] + 1
            expected = before.value["period"][1] + timedelta(days=1)
            if follows and after.value["period"][0] != expected:
                yield Departure(
                    expected=f"{expected.isoformat()}, the day after the period of {before.record!r}",
                    got=after.value["period"][0].isoformat(),
                    pointer="/period/start",
                    record=after.record,
                )


GATHERINGS: dict[str, Gathering] = {
    "national-reports/one-current-report": Gathering(note=_note, judge=current_reports_are_single),
    "national-reports/chain-reciprocal": Gathering(note=_note, judge=_linked(_reciprocal, circles=True)),
    "national-reports/chain-ends": Gathering(note=_note, judge=chains_do_not_circle),
    "national-reports/versions-increase": Gathering(note=_note, judge=_linked(_increasing)),
    "national-reports/chain-of-one-report": Gathering(note=_note, judge=_linked(_of_one_report)),
    "national-reports/series-of-one-report": Gathering(note=_note, judge=series_are_of_one_report),
    "national-reports/first-version-first": Gathering(note=_note, judge=versions_begin_with_the_first),
    "national-reports/successor-newer": Gathering(note=_note, judge=_linked(_newer)),
    "national-reports/periods-follow": Gathering(note=_note, judge=periods_follow),
}

HARVESTS: dict[str, Callable[[Subject], Iterator[Departure]]] = {
    "national-reports/successor-served": successors_are_served,
}
