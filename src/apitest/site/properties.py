"""What services send beside what the contract names, over the newest run of each: what its next version can learn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apitest.results import EntityRow

Sets = Mapping[str, EntityRow]
"""Entity set → how much of it was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of an entity set, over all services."""

    name: str
    services: tuple[str, ...]
    """Ids of those that send it."""
    able: int
    """Services with records of the set that could send it."""
    many: int
    """Records with a value of it."""
    records: int
    """Of all records of those services."""

    @property
    def share(self) -> float:
        """Of the records with a value."""
        return self.many / self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One entity set: the properties that the contract knows, those that nobody sends first, and those that it does not."""

    entity: str
    services: int
    records: int
    known: tuple[Property, ...]
    unknown: tuple[Property, ...]

    @property
    def unused(self) -> int:
        """Properties of the contract that nobody sends."""
        return sum(not item.services for item in self.known)


def sent(told: Mapping[str, Sets]) -> list[Sent]:
    """What all services together send (`told`: target → its sets), one entry an entity set with records."""
    names = sorted({name for sets in told.values() for name in sets})
    made = [_set(name, {target: sets[name] for target, sets in told.items() if name in sets}) for name in names]
    return [item for item in made if item.records]


def _set(entity: str, told: Mapping[str, EntityRow]) -> Sent:
    seen = {target: row for target, row in told.items() if row["records"] and "filled" in row}
    return Sent(
        entity=entity,
        services=len(seen),
        records=sum(row["records"] for row in seen.values()),
        known=tuple(sorted(_properties(seen, "filled"), key=lambda item: (len(item.services), item.share, item.name))),
        unknown=tuple(
            sorted(_properties(seen, "unknown"), key=lambda item: (-len(item.services), -item.share, item.name))
        ),
    )


def _properties(seen: Mapping[str, EntityRow], kind: str) -> Iterator[Property]:
    counted = {target: row["filled"] if kind == "filled" else row.get("unknown", {}) for target, row in seen.items()}
    for name in sorted({name for counts in counted.values() for name in counts}):
        able = [target for target, counts in counted.items() if name in counts or kind == "unknown"]
        yield Property(
            name=name,
            services=tuple(sorted(target for target in able if counted[target].get(name))),
            able=len(able),
            many=sum(counted[target].get(name, 0) for target in able),
            records=sum(seen[target]["records"] for target in able),
        )
