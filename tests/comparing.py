"""Runs to compare, made of a few findings and records."""

from collections.abc import Mapping
from typing import Any

from apitest.comparison.drift import SetDrift, set_drift
from apitest.comparison.findings import FindingChange, Seen, finding_changes, outcome_changes, slots_of, yardstick
from apitest.comparison.ledger import Ledger
from apitest.comparison.telling_runs import RunsCompared
from apitest.model import Record
from apitest.results import Results
from making import entity
from resulting import SECOND, finding, results, verdict

DECISIONS = entity("decisions")


def run(*records: str, waived: bool = False, **changes: Any) -> Results:
    """A run that found this of these records; none: the requirement was met."""
    found = (
        verdict(SECOND, "failed", findings=tuple(finding(record=name, waived=waived) for name in records))
        if records
        else verdict(SECOND)
    )
    document = results(found)
    document["run"] = {**document["run"], **changes}  # type: ignore[typeddict-item]
    return document


def compared(*documents: Results, same: bool | None = None) -> list[FindingChange]:
    slots = slots_of(documents)
    seen = [Seen(str(place), document, own) for place, (document, own) in enumerate(zip(documents, slots, strict=True))]
    return finding_changes(seen, yardstick(documents), lambda _slot, _entity, _record: same)


def ledger(*sides: Mapping[str, Mapping[str, Any]]) -> Ledger:
    made = Ledger(":memory:")
    for side, records in enumerate(sides):
        rows = [Record(id=key, content=content, index=0) for key, content in records.items()]
        made.add(side, "mea/decisions", rows)
    return made


def drift(*sides: Mapping[str, Mapping[str, Any]]) -> SetDrift:
    return set_drift(ledger(*sides), "mea", DECISIONS, ("complete",) * len(sides))


def whole(*documents: Results, sets: tuple[SetDrift, ...] = ()) -> RunsCompared:
    found = tuple(compared(*documents))
    seen = [Seen("r", document, {"mea": "mea"}) for document in documents]
    outcomes = tuple(outcome_changes(seen, found, []))
    facts: dict[str, Any] = {"names": ("one", "two"), "yardstick": (), "notes": (), "contract": ()}
    return RunsCompared(outcomes=outcomes, findings=found, sets=sets, **facts)
