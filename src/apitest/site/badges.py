"""
Badges of a target and of its conformance classes: an SVG of our own that asks nobody, and JSON for shields.io.

A badge says a verdict and its day, never a percentage.
"""

import json
from html import escape

from apitest.reports.wording import visible

_WORDS = {"failed": "not conformant", "passed": "conformant", "cantTell": "not assessed"}
_COLOURS = {"failed": "red", "passed": "brightgreen"}
_PAINT = {"failed": "#a8201a", "passed": "#17683a"}
"""Each with a contrast of more than 4.5 to white."""
_NEUTRAL = "#515b6b"
_SIGN, _PADDING = 6.7, 12
"""Width of a character of 11 pixels, roughly; `textLength` makes it fit whatever the font."""
_LONGEST = 40


def message(outcome: str, day: str) -> str:
    """What a badge says: `conformant, 2026-01-31`."""
    return f"{_WORDS.get(outcome, 'not assessed')}, {day}"


def as_json(label: str, outcome: str, day: str) -> bytes:
    """What shields.io reads from an address of yours (endpoint, schema 1)."""
    document = {
        "schemaVersion": 1,
        "label": visible(label)[:_LONGEST],
        "message": message(outcome, day),
        "color": _COLOURS.get(outcome, "lightgrey"),
        "isError": outcome not in _COLOURS,
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def as_svg(label: str, outcome: str, day: str) -> bytes:
    """A picture that stands alone."""
    left, right = visible(label)[:_LONGEST], message(outcome, day)
    wide, more = (round(len(text) * _SIGN) + _PADDING for text in (left, right))
    said, paint = escape(f"{left}: {right}"), _PAINT.get(outcome, _NEUTRAL)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide + more}" height="20" role="img" aria-label="{said}">'
        f'<title>{said}</title><rect width="{wide + more}" height="20" rx="3" fill="#323b49"/>'
        f'<path d="M{wide} 0h{more - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{more - 3}z" fill="{paint}"/>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{wide / 2}" y="14" textLength="{wide - _PADDING}">{escape(left)}</text>'
        f'<text x="{wide + more / 2}" y="14" textLength="{more - _PADDING}">{escape(right)}</text></g></svg>\n'
    ).encode("utf-8", "replace")
