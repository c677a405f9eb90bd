"""
Says a result in the forms that readers and programs want; one pure module a form: results in, bytes out.

No report opens a file but those that ship beside it, asks the network or reads the clock: all it says is in the results.
"""

from collections.abc import Callable

from apitest.reports import annotations, badge, csv, ctrf, earl, html, json, junit, markdown, ndjson, pdf, sarif, text
from apitest.results import Results

FORMATS: dict[str, Callable[[Results], bytes]] = {
    "annotations": annotations.as_bytes,
    "badge": badge.as_bytes,
    "badge-svg": badge.as_svg,
    "csv": csv.as_bytes,
    "ctrf": ctrf.as_bytes,
    "earl": earl.as_bytes,
    "html": html.as_bytes,
    "json": json.as_bytes,
    "junit": junit.as_bytes,
    "markdown": markdown.as_bytes,
    "ndjson": ndjson.as_bytes,
    "pdf": pdf.as_bytes,
    "sarif": sarif.as_bytes,
    "text": text.as_bytes,
}
"""Name of a form → how to write it."""
