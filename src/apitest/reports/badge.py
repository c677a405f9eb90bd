"""
Badges of a run, and of a target or one of its conformance classes on a site.

As JSON for shields.io (endpoint schema 1), and as an SVG of our own that asks nobody. A badge says verdict and day, never a
percentage. Red is a breach, grey what is not known; a run that was cut short never shows green.
"""

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape

from apitest.model import Outcome
from apitest.reports.wording import visible
from apitest.results import Results

LABEL = "data contract"
_WORDS = {Outcome.FAILED.value: "not conformant", Outcome.PASSED.value: "conformant"}
_NOT_KNOWN = "not assessed"
_COLOURS = {"conformant": "brightgreen", "not conformant": "red", _NOT_KNOWN: "lightgrey"}
_PAINT = {"conformant": "#1a7f37", "not conformant": "#b42318", _NOT_KNOWN: "#5c6570"}
"""Each with a contrast of at least 4.5 to white."""
_LONGEST = 40
"""Characters of a label."""
_WIDE, _NARROW, _PADDING = 11.0, 6.6, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a badge says."""

    label: str
    message: str
    verdict: str
    """`conformant`, `not conformant` or `not assessed`: nothing can be claimed."""


def badge_of(results: Results) -> Badge:
    """The badge of a run: the verdict on all its targets."""
    run = results["run"]
    known = [
        Outcome.CANT_TELL if target["outcome"] == Outcome.PASSED and not run["complete"] else target["outcome"]
        for target in results["targets"]
    ]
    verdicts = Counter(_WORDS.get(outcome, _NOT_KNOWN) for outcome in known)
    worst = next((name for name in ("not conformant", _NOT_KNOWN, "conformant") if verdicts[name]), _NOT_KNOWN)
    said = worst if len(known) <= 1 else f"{verdicts['conformant']} of {len(known)} conformant"
    return Badge(label=LABEL, message=_dated(said, run["started"]), verdict=worst)


def badge_on(label: str, outcome: str, moment: str) -> Badge:
    """The badge of one outcome at a moment, such as that of a conformance class."""
    verdict = _WORDS.get(outcome, _NOT_KNOWN)
    return Badge(label=visible(label)[:_LONGEST], message=_dated(verdict, moment), verdict=verdict)


def _dated(said: str, moment: str) -> str:
    return ", ".join(filter(None, (said, visible(moment[:10]))))


def as_bytes(results: Results) -> bytes:
    """Write the JSON that shields.io reads from an address of yours."""
    return endpoint(badge_of(results))


def as_svg(results: Results) -> bytes:
    """Write a picture that stands alone."""
    return picture(badge_of(results))


def endpoint(badge: Badge) -> bytes:
    """What shields.io reads from an address of yours."""
    document = {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": _COLOURS[badge.verdict],
        "isError": badge.verdict == _NOT_KNOWN,
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def picture(badge: Badge) -> bytes:
    """An SVG that stands alone: no font, script or address of others."""
    left, right = _width(badge.label), _width(badge.message)
    whole = left + right
    label, message, paint = escape(badge.label), escape(badge.message), _PAINT[badge.verdict]
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
""".encode("utf-8", "replace")


def _width(text: str) -> int:
    # An estimate is enough: textLength makes the text fit whatever font the reader has.
    glyphs = sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _NARROW for sign in text)
    return round(glyphs) + _PADDING
