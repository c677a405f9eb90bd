"""
What the history keeps of a run: one letter a requirement and target, and a few numbers.

Pure: results in, rows out. A run of any size shrinks to some hundred bytes a target, so that years of runs are read at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apitest.results import RequirementRow, Results, TargetRow, VerdictRow

LETTERS = "fwcbpui"
"""
Worst first: failed, failed and accepted by a waiver, cannot be told, cannot be told until another is mended (blocked),
passed, untested, inapplicable.
"""
NO_NEWS = "u."
"""Untested, not asked: what was known before stays known."""

OUTCOMES = {
    "f": "failed",
    "w": "failed",
    "c": "cantTell",
    "b": "cantTell",
    "p": "passed",
    "u": "untested",
    "i": "inapplicable",
    ".": "untested",
}
_RANK = {letter: rank for rank, letter in enumerate(f"{LETTERS}.")}
_LETTER = {"failed": "f", "cantTell": "c", "passed": "p", "untested": "u", "inapplicable": "i"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One target in one run."""

    target: str
    name: str
    url: str
    dialect: str
    trouble: bool
    records: int
    requests: int
    bytes: int
    seconds: float
    letters: Mapping[str, str]
    """Requirement → letter, the worst over its entity sets."""
    failed: int
    """Requirements (MUST) that failed and no waiver accepts."""
    judged: int
    """Requirements (MUST) that were judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One run."""

    run: str
    started: str
    finished: str
    apitest: str
    depth: str
    complete: bool
    contracts: Mapping[str, str]
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the verdicts of a run come to at one target."""

    letters: Mapping[str, str]
    """Requirement → letter, the worst over its entity sets."""
    failed: int
    """Requirements (MUST) that failed and no waiver accepts."""
    judged: int
    """Requirements (MUST) that were judged."""


_NOTHING = Judged(letters={}, failed=0, judged=0)


def judged_of(verdicts: Iterable[VerdictRow], requirements: Mapping[str, RequirementRow]) -> dict[str, Judged]:
    """Target → what its verdicts come to."""
    return {target: _judged(letters, requirements) for target, letters in _letters(verdicts).items()}


def _judged(letters: Mapping[str, str], requirements: Mapping[str, RequirementRow]) -> Judged:
    must = [letter for name, letter in letters.items() if requirements[name]["obligation"] == "MUST"]
    return Judged(letters=letters, failed=must.count("f"), judged=sum(letter in "fwp" for letter in must))


def reading_of(results: Results, known: Mapping[str, Judged] | None = None) -> Reading:
    """Shrink a run to what its history needs; `known`: what its verdicts come to, if that was worked out before."""
    run = results["run"]
    judged = judged_of(results["verdicts"], results["requirements"]) if known is None else known
    return Reading(
        run=run["id"],
        started=run["started"],
        finished=run["finished"],
        apitest=run["apitest"],
        depth=run["depth"],
        complete=run["complete"],
        contracts=run["contracts"],
        seen=tuple(_seen(row, judged.get(row["id"], _NOTHING)) for row in results["targets"]),
    )


def _letters(verdicts: Iterable[VerdictRow]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for verdict in verdicts:
        mine = found.setdefault(verdict["target"], {})
        name = verdict["requirement"]
        letter = _letter(verdict)
        if _RANK[letter] < _RANK[mine.get(name, ".")]:
            mine[name] = letter
    return found


def _letter(verdict: VerdictRow) -> str:
    letter = _LETTER[verdict["outcome"]]
    if letter == "c" and verdict["root"]:
        return "b"
    if letter == "f" and verdict["waived"] >= verdict["findings"]:
        return "w"
    return letter


def _seen(row: TargetRow, judged: Judged) -> Seen:
    return Seen(
        target=row["id"],
        name=row["name"],
        url=row["url"],
        dialect=row["dialect"],
        trouble=bool(row["trouble"]),
        records=sum(entity["records"] for entity in row["entities"].values()),
        requests=row["requests"],
        bytes=row["bytes"],
        seconds=row["seconds"],
        letters=judged.letters,
        failed=judged.failed,
        judged=judged.judged,
    )


def part_of(results: Results, target: str) -> Results:
    """The results of one target alone, as a document of its own."""
    mine = [verdict for verdict in results["verdicts"] if verdict["target"] == target]
    named = {verdict["requirement"] for verdict in mine}
    rows = [row for row in results["targets"] if row["id"] == target]
    part: Results = {
        **results,
        "run": {**results["run"], "outcome": rows[0]["outcome"]},
        "targets": rows,
        "requirements": {name: row for name, row in results["requirements"].items() if name in named},
        "verdicts": mine,
        "findings": [finding for finding in results["findings"] if finding["target"] == target],
        "acceptance": [row for row in results["acceptance"] if row["target"] == target],
    }
    return part
