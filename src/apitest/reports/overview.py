"""
What a reader wants to know of one target, in the order of wanting it; every report lays out the same overview.

Pure: results in, words and groups out. Knows no report form.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from apitest.model import Obligation, Outcome
from apitest.reports import funnel
from apitest.reports.language import listed, mark, number, say, say_many
from apitest.reports.reasons import reason_told
from apitest.reports.remarks import about
from apitest.reports.wording import WALKS, beside_the_walk, counted, language_name, set_title, shown, size, spent_on
from apitest.results import AcceptanceRow, LimitsRow, RemarkRow, Results, TargetRow, VerdictRow
from apitest.verdicts import Failure, costliest, failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """Requirements that were not judged for the same reason."""

    outcome: str
    reason: str
    in_english: bool
    """Of the reason: it is no other language's."""
    root: str
    """Of consequences: the failed requirement to mend first."""
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One target, told."""

    row: TargetRow
    name: str
    """The target's name, safe to show."""
    verdict: str
    """Two or three words: `Not conformant`."""
    sentence: str
    """What the verdict rests on, without its full stop: `2 of 118 requirements failed`."""
    notes: tuple[str, ...]
    """What limits the verdict: cut short, first pages only, recommendations not followed."""
    trouble: tuple[tuple[str, str], ...]
    """Why the target could not be assessed, or not to the end: pairs of label (expected, got, where, fix) and text."""
    first: tuple[Failure, ...]
    """What to mend first."""
    failed: tuple[Failure, ...]
    """All failed requirements (MUST) that no waiver accepts, those of `first` included."""
    advised: tuple[Failure, ...]
    """Recommendations and options not followed, those of `first` included."""
    accepted: tuple[Failure, ...]
    """Failed, and accepted by a waiver."""
    unjudged: tuple[Unjudged, ...]
    accepted_sets: tuple[AcceptanceRow, ...] = ()
    """What the portal would make of each set, where that was reckoned."""
    remarks: tuple[RemarkRow, ...] = ()
    """What the partner says of what failed, failure by failure."""

    def charge(self, failure: Failure, *, rules: bool = True) -> str:
        """What a failure costs at the portal, in records, and by which rules; empty: none."""
        return funnel.charge(self.accepted_sets, failure.row["portal-rules"], failure.entities, named=rules)

    def said_of(self, failure: Failure) -> tuple[str, ...]:
        """What the partner says of a failure, each remark on one line."""
        mine = [row for row in self.remarks if row["requirement"] == failure.requirement]
        return tuple(remark_line(row) for row in mine if not row["entity"] or row["entity"] in failure.entities)

    @property
    def headline(self) -> str:
        """The verdict in one line, with the target it is about."""
        return say(
            "{verdict}: {sentence} at {name} ({dialect})",
            verdict=self.verdict,
            sentence=self.sentence,
            name=self.name,
            dialect=shown(self.row["dialect"]),
        )


def overviews(results: Results) -> tuple[Overview, ...]:
    """Tell each target of a run, in the order of configuration."""
    return tuple(_overview(results, row) for row in results["targets"])


def _overview(results: Results, row: TargetRow) -> Overview:
    verdicts = [verdict for verdict in results["verdicts"] if verdict["target"] == row["id"]]
    found = failures(results, row["id"])
    failed = tuple(failure for failure in found if failure.row["obligation"] == Obligation.MUST)
    verdict, said = _verdict(row, verdicts, failed, complete=results["run"]["complete"])
    return Overview(
        row=row,
        name=shown(row["name"] or row["id"], 120),
        verdict=verdict,
        sentence=said,
        notes=tuple(_notes(results, row, verdicts)),
        trouble=tuple(_labelled(line) for line in row["trouble"].splitlines()),
        first=costliest(results, row["id"]),
        failed=tuple(failure for failure in failed if not failure.waived),
        advised=tuple(f for f in found if f.row["obligation"] != Obligation.MUST and not f.waived),
        accepted=tuple(failure for failure in found if failure.waived),
        unjudged=_unjudged(verdicts),
        remarks=tuple(line for line in results.get("remarks", ()) if line["target"] == row["id"]),
        accepted_sets=tuple(line for line in results["acceptance"] if line["target"] == row["id"]),
    )


def _verdict(
    row: TargetRow, verdicts: Sequence[VerdictRow], failed: Sequence[Failure], *, complete: bool
) -> tuple[str, str]:
    outcome = Outcome(row["outcome"])
    judged = _names(verdicts, Obligation.MUST, Outcome.PASSED, Outcome.FAILED)
    if outcome is Outcome.FAILED:
        accepted = all(failure.waived for failure in failed)
        words = say("Not conformant, accepted by waiver") if accepted and failed else say("Not conformant")
        return words, say_many(
            "{failed} of {number} requirement failed",
            "{failed} of {number} requirements failed",
            len(judged),
            failed=number(len(failed)),
        )
    if outcome is Outcome.CANT_TELL:
        untold = _names(verdicts, Obligation.MUST, Outcome.CANT_TELL)
        return say("Not assessed"), _untold(len(untold), len(judged), len(judged | untold))
    if outcome is Outcome.PASSED:
        return _passed(len(judged), complete=complete)
    return say("Not assessed"), say("nothing was judged")


def _untold(untold: int, judged: int, together: int) -> str:
    if untold:
        return say_many(
            "{untold} of {number} requirement could not be judged",
            "{untold} of {number} requirements could not be judged",
            together,
            untold=number(untold),
        )
    if not judged:
        return say("nothing could be judged")
    return say_many(
        "{number} requirement judged and met, but the rest could not be looked at",
        "{number} requirements judged and met, but the rest could not be looked at",
        judged,
    )


def _passed(judged: int, *, complete: bool) -> tuple[str, str]:
    if not complete:
        return say("Not fully assessed"), say_many(
            "no failure in {number} requirement judged before the run was cut short",
            "no failure in {number} requirements judged before the run was cut short",
            judged,
        )
    if not judged:
        return say("Conformant"), say("nothing binding was judged, nothing failed")
    return say("Conformant"), say_many(
        "the one requirement judged is met", "all {number} requirements judged are met", judged
    )


def _names(verdicts: Sequence[VerdictRow], obligation: Obligation, *outcomes: Outcome) -> set[str]:
    return {v["requirement"] for v in verdicts if v["obligation"] == obligation and v["outcome"] in outcomes}


def _notes(results: Results, row: TargetRow, verdicts: Sequence[VerdictRow]) -> list[str]:
    notes = []
    if not results["run"]["complete"]:
        notes.append(say("The run was cut short: this is what was known by then."))
    if row["entities"]:
        notes.append(say("Looked at: {sets}.", sets=_looked_at(row)))
        notes += _languages(row)
    advised = _names(verdicts, Obligation.SHOULD, Outcome.PASSED, Outcome.FAILED)
    if advised:
        ignored = len(_names(verdicts, Obligation.SHOULD, Outcome.FAILED))
        notes.append(_advice(ignored, len(advised)))
    if row["trouble"] and verdicts:
        notes.append(say("Not everything could be looked at, because:"))
    return notes


def _advice(ignored: int, judged: int) -> str:
    if not ignored:
        return say_many(
            "The one recommendation judged is followed.", "All {number} recommendations judged are followed.", judged
        )
    return say_many(
        "{ignored} of {number} recommendation not followed.",
        "{ignored} of {number} recommendations not followed.",
        judged,
        ignored=number(ignored),
    )


LABELS = {
    "expected": mark("expected"),
    "got": mark("got"),
    "where": mark("where"),
    "fix": mark("fix"),
    "trouble": mark("trouble"),
}
"""The parts of what is told of a trouble or a finding."""


def _labelled(line: str) -> tuple[str, str]:
    label, _, text = line.partition(" ")
    known = label in ("expected", "got", "where", "fix")
    return (label, shown(text.strip(), 600)) if known else ("trouble", shown(line, 600))


def _looked_at(row: TargetRow) -> str:
    parts = []
    for name, seen in row["entities"].items():
        walked = say(WALKS.get(seen["walked"], shown(seen["walked"])))
        parts.append(
            say("{set} {number} ({walked})", set=set_title(shown(name)), number=number(seen["records"]), walked=walked)
        )
    return listed(parts)


def _languages(row: TargetRow) -> list[str]:
    """In how many of all records there is a title in which language of the United Nations; by set in the results."""
    titled = [seen for seen in row["entities"].values() if seen.get("languages")]
    records, many = sum(seen["records"] for seen in titled), Counter[str]()
    for seen in titled:
        many.update(seen["languages"])
    shares = [f"{language_name(code)} {share_of(number_of, records)}" for code, number_of in many.items() if number_of]
    return [say("Languages of titles: {languages}.", languages=listed(shares))] if shares else []


def share_of(many: int, records: int) -> str:
    """A percentage that says 100 only of all, and 0 only of none."""
    share = 0 if not many else min(max(round(100 * many / records), 1), 99) if many < records else 100
    return say("{number} %", number=number(share)).replace(" ", "\N{NO-BREAK SPACE}")


def _unjudged(verdicts: Sequence[VerdictRow]) -> tuple[Unjudged, ...]:
    groups: dict[tuple[int, str, str], dict[str, None]] = {}
    for verdict in verdicts:
        if verdict["outcome"] not in _ORDER:
            continue
        reason = "" if verdict["root"] else verdict["reason"]
        key = (-1 if verdict["root"] else _ORDER.index(verdict["outcome"]), verdict["root"], reason)
        groups.setdefault(key, {})[verdict["requirement"]] = None
    ordered = sorted(groups.items(), key=lambda group: group[0][0])
    return tuple(
        Unjudged(
            outcome=_ORDER[max(rank, 0)],
            reason=said,
            in_english=said == reason,
            root=root,
            requirements=tuple(names),
        )
        for (rank, root, reason), names in ordered
        for said in (reason_told(reason),)
    )


_ORDER = ("cantTell", "untested", "inapplicable")


def remark_line(row: RemarkRow) -> str:
    """A remark on one line: who said it, when, what its status is, and the text."""
    head = [shown(row["by"], 120) if row["by"] else say("the partner"), row["date"], say(row["status"])]
    if row["record"] is not None:
        head.append(say("record {id}", id=shown(row["record"], 80)))
    return f"{listed(head)}: {shown(' '.join(row['text'].split()), 2000)}"


def replies(results: Results, verdict: VerdictRow) -> list[str]:
    """What the partner says of a verdict that failed, or of a record under it, each remark on one line."""
    said = about(results, verdict["target"], verdict["requirement"], (verdict["entity"],))
    return [remark_line(row) for row in said] if verdict["outcome"] == Outcome.FAILED else []


def extent(failure: Failure) -> str:
    """Say how much a failure concerns: `3 of 120 decisions`, or where it was seen if it is not about records."""
    sets = [set_title(entity) for entity in failure.entities]
    if not failure.records:
        return say_many("{sets}, seen once", "{sets}, seen {number} times", failure.total, sets=listed(sets))
    records, examined = number(failure.records), number(failure.examined)
    if failure.examined < failure.records:
        return say("{records} records ({sets})", records=records, sets=listed(sets))
    if len(sets) == 1 and failure.entities[0]:
        return say("{records} of {examined} {set}", records=records, examined=examined, set=sets[0])
    return say("{records} of {examined} records ({sets})", records=records, examined=examined, sets=listed(sets))


def example(failure: Failure) -> str:
    """Name one record concerned and what it holds; empty where the failure is not about records."""
    for finding in failure.findings:
        if finding["record"] is not None:
            return f"{shown(finding['record'], 80)}: {shown(finding['got'], 160)}"
    return ""


def freed(blocked: int) -> str:
    """What can be judged once a failure is mended; empty: nothing waits for it."""
    if not blocked:
        return ""
    return say_many("{number} more requirement can be judged", "{number} more requirements can be judged", blocked)


def budget(row: TargetRow) -> tuple[str, ...]:
    """What was spent on a target, against what it allows; older results do not say what it allowed."""
    limits = row.get("limits")
    spent = (
        counted(row["requests"], "request"),
        size(row["bytes"]),
        say("{number} s", number=number(row["seconds"], 1)),
    )
    if limits is None:
        return (listed(spent_on(row)),)
    most = (
        number(limits["requests"]) if limits["requests"] else "",
        size(limits["bytes"]) if limits["bytes"] else "",
        say("{number} s", number=number(limits["seconds"])) if limits["seconds"] else "",
    )
    used = [say("{spent} of at most {most}", spent=s, most=m) if m else s for s, m in zip(spent, most, strict=True)]
    unbound = "" if any(most) else say("no limit was set")
    used[1:1] = filter(None, [beside_the_walk(row)])
    return tuple(filter(None, (listed(used), unbound, _pace(limits))))


def _pace(limits: LimitsRow) -> str:
    together = say("requests at a time: {number} at most", number=number(limits["connections"]))
    if not limits["rate"]:
        return together if limits["connections"] else ""
    pace = say("requests a second: {number} at most", number=number(limits["rate"], 1))
    return listed([pace, together]) if limits["connections"] else pace
