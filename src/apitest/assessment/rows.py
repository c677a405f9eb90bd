"""What the results say of a set that was walked."""

from apitest.checks.examining import Examination
from apitest.dialects import Dialect
from apitest.model import EntitySet, Harvest
from apitest.results import EntityRow
from apitest.shelves import distinct

_MOST = 50
"""Unknown properties that are told; a service that makes up names for each record must not swell the results."""


def row_of(harvest: Harvest, examination: Examination, dialect: Dialect, entity: EntitySet) -> EntityRow:
    """How much of a set was seen, and what of its properties; those that the dialect cannot send are left out."""
    row: EntityRow = {
        "records": distinct(harvest.ids),
        "walked": harvest.ending,
        "requests": len(harvest.leaves) + int("count" in dialect.FEATURES),
        "filled": {
            name: examination.filled[name] for name in sorted(entity.shape.fields) if name not in dialect.UNSAYABLE
        },
        "unknown": dict(sorted(examination.unknown.items(), key=lambda item: (-item[1], item[0]))[:_MOST]),
    }
    return {**row, "languages": dict(examination.languages)} if examination.languages else row
