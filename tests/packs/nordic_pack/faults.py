"""A lie about the Nordic profile, and its near-miss."""

from apitest.model import Json
from apitest.reference.lying import Act, Fault, RecordChange, at


def _ending(position: int, end: str) -> RecordChange:
    def change(record: dict[str, Json]) -> dict[str, Json]:
        first, *others = record["title"]
        return record | {"title": [first | {"value": first["value"] + end}, *others]}

    return at(position, change)


FAULTS = (
    Fault(
        name="nordic-title-exclaims",
        breaks="nordic/title-without-exclamation-mark",
        entities=("decisions",),
        lie=Act("One title ends in an exclamation mark.", record=_ending(3, "!")),
        near_miss=Act("One title ends in a question mark.", record=_ending(3, "?")),
    ),
)
