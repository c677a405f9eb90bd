"""
Lies about single records, tried many at a time, each in a record of its own.

What is found in that record must be the breach of the bound requirement and nothing else. Where a batch shows anything
that it cannot explain, it decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from apitest.model import Finding, Outcome, Verdict
from apitest.reference.lying import Act, At, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lie of a batch stands."""

    fault: Fault
    entity: str
    position: int
    ids: frozenset[str | None]
    """The id of the record, before and after."""


def batches_of(faults: Iterable[Fault]) -> list[list[Fault]]:
    """Faults that change one record only, so grouped that no two of a batch change the same one."""
    batches: list[tuple[set[tuple[str, int]], list[Fault]]] = []
    for fault in faults:
        if not (_changes_one_record(fault.lie) and _changes_one_record(fault.near_miss) and fault.entities):
            continue
        taken = {(entity, position_of(act)) for act in (fault.lie, fault.near_miss) for entity in fault.entities}
        for used, batch in batches:
            if not used & taken:
                used.update(taken)
                batch.append(fault)
                break
        else:
            batches.append((taken, [fault]))
    return [batch for _, batch in batches if len(batch) > 1]


def _changes_one_record(act: Act) -> bool:
    return isinstance(act.record, At) and act.hear is None and act.answer is None and act.reply is None


def position_of(act: Act) -> int:
    """Where an act that changes one record does so."""
    assert isinstance(act.record, At)
    return act.record.position


def unexplained(verdicts: Iterable[Verdict], places: Sequence[Place]) -> frozenset[str]:
    """Requirements whose failure is not told record by record, or in records that the batch has not changed."""
    known = {(place.entity, identifier) for place in places for identifier in place.ids}
    return frozenset(
        verdict.requirement
        for verdict in verdicts
        if verdict.outcome is Outcome.FAILED
        and (
            verdict.total != len(verdict.findings)
            or any((verdict.entity, finding.record) not in known for finding in verdict.findings)
        )
    )


def parted(batch: Sequence[Fault], untold: frozenset[str]) -> tuple[Sequence[Fault], ...]:
    """
    What to try of a batch in which failures of some requirements are not explained: it without the lies bound to break them.

    Where there is none, or nothing else, its halves; of a batch that is too small for that, nothing.
    """
    others = [fault for fault in batch if not untold & {fault.breaks, fault.through}]
    if 1 < len(others) < len(batch):
        return (others,)
    middle = len(batch) // 2
    return (batch[:middle], batch[middle:]) if middle > 1 else ()


def found_at(fault: Fault, places: Iterable[Place], verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts as they would be if only one lie of the batch had been told."""
    here = {(place.entity, identifier) for place in places if place.fault is fault for identifier in place.ids}

    def concerns(verdict: Verdict, finding: Finding) -> bool:
        return (verdict.entity, finding.record) in here

    return [
        replace(verdict, findings=findings, total=len(findings))
        for verdict in verdicts
        if verdict.outcome is Outcome.FAILED
        for findings in [tuple(finding for finding in verdict.findings if concerns(verdict, finding))]
        if findings
    ]
