"""
Says a result in the forms that readers and programs want; one pure module a form: results in, bytes out.

No report opens a file, asks the network or reads the clock: all it says is in the results.
"""

from collections.abc import Callable

from apitest.reports import html, json, junit, markdown, ndjson, text
from apitest.results import Results

FORMATS: dict[str, Callable[[Results], bytes]] = {
    "html": html.as_bytes,
    "json": json.as_bytes,
    "junit": junit.as_bytes,
    "markdown": markdown.as_bytes,
    "ndjson": ndjson.as_bytes,
    "text": text.as_bytes,
}
"""Name of a form → how to write it."""
