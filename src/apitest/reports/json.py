"""The results document as JSON; the source of every other form."""

from apitest.reports.rows import as_json
from apitest.results import Results


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 JSON, indented, keys in the document's own order."""
    return as_json(results)
