"""Lies about single records of one entity set, put together: what most faults of most sets have the shape of."""

from dataclasses import dataclass

from apitest.reference.faults.changes import left_out
from apitest.reference.lying import Act, Fault, RecordChange

Told = tuple[str, RecordChange]
"""What the endpoint does, as a sentence, and how it does it."""


@dataclass(frozen=True, slots=True)
class About:
    """The records of an entity set, to be lied about."""

    one: str
    """What one of them is called: `decision`; names of the faults begin so."""
    entity: str
    """The entity set, which is also the class of the requirements: `decisions`."""

    def lie(self, name: str, breaks: str, lie: Told, near_miss: Told) -> Fault:
        """The fault `decision-NAME`, which breaks `decisions/BREAKS`."""
        return Fault(
            name=f"{self.one}-{name}",
            breaks=f"{self.entity}/{breaks}",
            entities=(self.entity,),
            lie=Act(lie[0], record=lie[1]),
            near_miss=Act(near_miss[0], record=near_miss[1]),
        )

    def without(
        self, missing: str, breaks: str, position: int, near_miss: Told, change: RecordChange | None = None
    ) -> Fault:
        """The fault that a property is missing from one record, which is changed in another way too if need be."""
        lie = f"A {self.one} has no {missing}.", change or left_out(position, missing)
        return self.lie(f"without-{breaks.removesuffix('-given')}", breaks, lie, near_miss)
