"""
The words that all reports share, and how a value that somebody served is shown without doing anything.

A served value is hostile until shown: control characters, marks that turn the direction of writing and characters that
nobody sees are spelled out; what is long is cut. Each report adds the escaping of its own form.
"""

import unicodedata

VALUE_LIMIT = 300
"""Characters of a served value that a report shows."""

SYMBOLS = {"failed": "✗", "cantTell": "?", "passed": "✓", "untested": "–", "inapplicable": "·"}

OUTCOMES = {
    "failed": "not met",
    "cantTell": "could not be judged",
    "passed": "met",
    "untested": "not tested",
    "inapplicable": "does not apply",
}

OBLIGATIONS = {"MUST": "requirement", "SHOULD": "recommendation", "MAY": "option"}

MENDERS = {
    "content editor": "The content editors: it is mended by editing the records.",
    "vendor": "The supplier of the API software.",
    "toolkit": "The makers of the InforMEA toolkit, not the secretariat.",
    "portal": "The portal team, not the secretariat.",
    "contract": "The authors of the contract, not the secretariat.",
}

SOURCES = {
    "clause": "clause of the contract",
    "portal behaviour": "measured behaviour of the portal",
    "proposal": "proposal, not yet agreed",
}

CLASSES = {
    "transport": "Connection and encoding",
    "service": "Form of the answers",
    "query": "Searching and sorting",
    "paging": "Reading page by page",
    "text": "Texts and languages",
    "vocabulary": "Agreed terms",
    "references": "Links between records",
    "files": "Files to download",
    "acceptance": "Acceptance by the portal",
    "compatibility": "Stability between versions",
    "efficiency": "Speed and size",
}

WALKS = {
    "complete": "all",
    "limited": "the first pages only",
    "looped": "until the listing began to repeat itself",
    "undecodable": "until a page that cannot be read",
    "budget": "until the allowance of requests was used up",
}

_JOINERS = "\u200c\u200d"
"""Persian, Indic scripts and emoji are written with them."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """Spell out each character that is not seen or that turns the direction of writing: `‹U+202E›`."""
    if text.isprintable():
        return text
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN and character not in _JOINERS:
        return f"‹U+{ord(character):04X}›"
    return character


def shown(value: str, limit: int = VALUE_LIMIT) -> str:
    """Cut a served value to what a reader can take in, and make what is left visible."""
    if len(value) <= limit:
        return visible(value)
    return f"{visible(value[:limit])}… ({len(value):,} characters)"


def counted(number: int, noun: str) -> str:
    """Say a number with its noun: `1 record`, `1,200 records`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def set_title(entity: str) -> str:
    """Name an entity set in running text."""
    return entity.replace("-", " ") or "the service as a whole"


def class_title(name: str) -> str:
    """Name a conformance class for readers who are not technicians."""
    return CLASSES.get(name, visible(name.replace("-", " ").capitalize()))


def sentence(text: str) -> str:
    """Put a text on one line and end it with a full stop."""
    line = visible(" ".join(text.split()))
    return line if not line or line.endswith((".", "!", "?", "…", ")")) else f"{line}."


def size(number: int) -> str:
    """Say a number of bytes: `812 bytes`, `12.3 kB`, `4.1 MB`."""
    kilo, mega = 1000, 1_000_000
    if number < kilo:
        return counted(number, "byte")
    return f"{number / kilo:,.1f} kB" if number < mega else f"{number / mega:,.1f} MB"
