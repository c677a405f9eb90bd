"""
Lies about single records, tried many at a time, each in a record of its own.

What is found in that record must be the breach of the bound requirement and nothing else. Where a batch shows anything
that it cannot explain, it decides nothing.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apitest.model import Finding, Json, Outcome, Verdict
from apitest.reference.lying import Act, At, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lie of a batch stands."""

    fault: Fault
    entity: str
    position: int
    ids: frozenset[str | None]
    """The id of the record, before and after."""
    mentions: frozenset[str] = frozenset()
    """Texts of the record, before and after; other records that it refers to are among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """What a batch shows and cannot explain."""

    requirements: frozenset[str] = frozenset()
    """Those that fail."""
    records: frozenset[tuple[str, str | None]] = frozenset()
    """Entity set and id of each record in which one fails though no lie of the batch stands there."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.requirements)


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


def unexplained(verdicts: Iterable[Verdict], places: Sequence[Place]) -> Untold:
    """Failures that are not told record by record, or in records that the batch has not changed."""
    known = {(place.entity, identifier) for place in places for identifier in place.ids}
    requirements, records = set(), set()
    for verdict in verdicts:
        if verdict.outcome is Outcome.FAILED:
            others = {(verdict.entity, finding.record) for finding in verdict.findings} - known
            if others or verdict.total != len(verdict.findings):
                requirements.add(verdict.requirement)
                records |= others
    return Untold(requirements=frozenset(requirements), records=frozenset(records))


def parted(batch: Sequence[Fault], untold: Untold, near: Container[str]) -> tuple[Sequence[Fault], ...]:
    """
    What to try of a batch that shows what it cannot explain.

    It without the lies bound to break what is not explained, and without those, by name, that are `near` a record
    in which that fails; these by themselves. Where there are none, or nothing else, the halves; of a batch that is too
    small for that, nothing.
    """
    free = [fault for fault in batch if not untold.requirements & {fault.breaks, fault.through}]
    parts = [[fault for fault in free if (fault.name in near) is beside] for beside in (False, True)]
    if all(len(part) < len(batch) for part in parts):
        return tuple(part for part in parts if len(part) > 1)
    middle = len(batch) // 2
    return (batch[:middle], batch[middle:]) if middle > 1 else ()


def linked(places: Iterable[Place], records: Mapping[tuple[str, str | None], Json]) -> frozenset[str]:
    """Names of the faults that stand in a record that refers to one of these, by set and id, or is referred to there."""
    ids = {identifier for _, identifier in records}
    mentioned = {text for record in records.values() for text in texts_of(record)}
    return frozenset(place.fault.name for place in places if place.mentions & ids or place.ids & mentioned)


def texts_of(value: Json) -> Iterator[str]:
    """All texts in a JSON value, but for names of properties."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


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
