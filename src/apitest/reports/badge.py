"""
A badge of a result: as JSON for shields.io (endpoint schema 1), and as an SVG of our own that asks nobody.

It says verdict and day, never a percentage. Red is a breach, grey what is not known; a run that was cut short never shows
green.
"""

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape

from apitest.model import Outcome
from apitest.reports.wording import shown
from apitest.results import Results

LABEL = "data contract"
_COLOURS = {"conformant": "brightgreen", "not conformant": "red", "not assessed": "lightgrey"}
_PAINT = {"brightgreen": "#1a7f37", "red": "#b42318", "lightgrey": "#5c6570"}
"""Each with a contrast of at least 4.5 to white."""
_LONGEST = 60
_WIDE = 11.0
_NARROW = 6.6
_PADDING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a badge says."""

    message: str
    colour: str
    error: bool
    """Nothing can be claimed: not assessed, or cut short."""


def badge_of(results: Results) -> Badge:
    """Read the verdict of a run off all its targets."""
    run = results["run"]
    day = run["started"][:10]
    outcomes = Counter(_verdict(target["outcome"], complete=run["complete"]) for target in results["targets"])
    worst = next((name for name in ("not conformant", "not assessed", "conformant") if outcomes[name]), "not assessed")
    total = sum(outcomes.values())
    said = worst if total <= 1 else f"{outcomes['conformant']} of {total} conformant"
    message = shown(", ".join(filter(None, (said, day))), _LONGEST)
    return Badge(message=message, colour=_COLOURS[worst], error=worst == "not assessed")


def _verdict(outcome: str, *, complete: bool) -> str:
    if outcome == Outcome.FAILED:
        return "not conformant"
    return "conformant" if outcome == Outcome.PASSED and complete else "not assessed"


def as_bytes(results: Results) -> bytes:
    """Write the JSON that shields.io reads from an address of yours."""
    badge = badge_of(results)
    document = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": badge.message,
        "color": badge.colour,
        "isError": badge.error,
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def as_svg(results: Results) -> bytes:
    """Write a picture that stands alone: no font, script or address of others."""
    badge = badge_of(results)
    left, right = _width(LABEL), _width(badge.message)
    whole = left + right
    label, message, paint = escape(LABEL), escape(badge.message), _PAINT[badge.colour]
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" viewBox="0 0 {whole} 20" role="img" \
aria-label="{label}: {message}">
<title>{label}: {message}</title>
<clipPath id="c"><rect width="{whole}" height="20" rx="3"/></clipPath>
<g clip-path="url(#c)"><rect width="{left}" height="20" fill="#3b424b"/>\
<rect x="{left}" width="{right}" height="20" fill="{paint}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">\
<text x="{left / 2}" y="14" textLength="{left - _PADDING}" lengthAdjust="spacingAndGlyphs">{label}</text>\
<text x="{left + right / 2}" y="14" textLength="{right - _PADDING}" lengthAdjust="spacingAndGlyphs">{message}</text></g>
</svg>
""".encode()


def _width(text: str) -> int:
    # An estimate is enough: textLength makes the text fit whatever font the reader has.
    glyphs = sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _NARROW for sign in text)
    return round(glyphs) + _PADDING
