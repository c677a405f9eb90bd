"""What the results say of a set that was walked."""

from collections.abc import Mapping

from apitest.dialects import Dialect
from apitest.model import Harvest
from apitest.results import EntityRow


def row_of(harvest: Harvest, dialect: Dialect, languages: Mapping[str, int]) -> EntityRow:
    """How much of a set was seen; `languages`: records with a title in each."""
    row: EntityRow = {
        "records": len(set(harvest.ids)),
        "walked": harvest.ending,
        "requests": len(harvest.leaves) + int("count" in dialect.FEATURES),
    }
    return {**row, "languages": dict(languages)} if languages else row
