"""The results document as JSON; the source of every other form."""

import json

from apitest.results import Results


def as_bytes(results: Results) -> bytes:
    """
    Write UTF-8 JSON, indented, keys in the document's own order.

    Half a surrogate pair, which a target can serve but UTF-8 cannot hold, is written as its JSON escape.
    """
    text = json.dumps(results, ensure_ascii=False, allow_nan=False, indent=2)
    return text.encode("utf-8", "backslashreplace") + b"\n"
