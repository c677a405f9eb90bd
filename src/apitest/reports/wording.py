"""
The words that all reports share, and how a value that somebody served is shown without doing anything.

A served value is hostile until shown: control characters, marks that turn the direction of writing and characters that
nobody sees are spelled out; what is long is cut. Each report adds the escaping of its own form.
"""

import unicodedata

from apitest.reports.language import full_stop, mark, mark_many, number, say, say_many
from apitest.results import TargetRow

VALUE_LIMIT = 300
"""Characters of a served value that a report shows."""

SYMBOLS = {"failed": "✗", "cantTell": "?", "passed": "✓", "untested": "–", "inapplicable": "·"}

OUTCOMES = {
    "failed": mark("not met"),
    "cantTell": mark("could not be judged"),
    "passed": mark("met"),
    "untested": mark("not tested"),
    "inapplicable": mark("does not apply"),
}

OBLIGATIONS = {"MUST": mark("requirement"), "SHOULD": mark("recommendation"), "MAY": mark("option")}

MENDERS = {
    "content editor": mark("The content editors: it is mended by editing the records."),
    "vendor": mark("The supplier of the API software."),
    "toolkit": mark("The makers of the InforMEA toolkit, not the secretariat."),
    "portal": mark("The portal team, not the secretariat."),
    "contract": mark("The authors of the contract, not the secretariat."),
}

SOURCES = {
    "clause": mark("clause of the contract"),
    "portal behaviour": mark("measured behaviour of the portal"),
    "proposal": mark("proposal, not yet agreed"),
}

CLASSES = {
    "transport": mark("Connection and encoding"),
    "service": mark("Form of the answers"),
    "query": mark("Searching and sorting"),
    "paging": mark("Reading page by page"),
    "text": mark("Texts and languages"),
    "vocabulary": mark("Agreed terms"),
    "references": mark("Links between records"),
    "files": mark("Files to download"),
    "acceptance": mark("Acceptance by the portal"),
    "compatibility": mark("Stability between versions"),
    "efficiency": mark("Speed and size"),
}

WALKS = {
    "complete": mark("all"),
    "limited": mark("the first pages only"),
    "looped": mark("until the listing began to repeat itself"),
    "undecodable": mark("until a page that cannot be read"),
    "budget": mark("until the allowance of requests was used up"),
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
    return f"{visible(value[:limit])}… ({say_many('{number} character', '{number} characters', len(value))})"


def called(name: str, limit: int = 80) -> str:
    """A name that somebody gave, on one line and no longer than a table bears."""
    said = visible(" ".join(name.split()))
    return said if len(said) <= limit else f"{said[: limit - 1].rstrip()}…"


_NOUNS = {
    "record": mark_many("{number} record", "{number} records"),
    "finding": mark_many("{number} finding", "{number} findings"),
    "request": mark_many("{number} request", "{number} requests"),
    "requirement": mark_many("{number} requirement", "{number} requirements"),
    "recommendation": mark_many("{number} recommendation", "{number} recommendations"),
    "target": mark_many("{number} target", "{number} targets"),
    "service": mark_many("{number} service", "{number} services"),
    "assessment": mark_many("{number} assessment", "{number} assessments"),
    "change": mark_many("{number} change", "{number} changes"),
    "byte": mark_many("{number} byte", "{number} bytes"),
}


def counted(count: int, noun: str) -> str:
    """Say a number with its noun: `1 record`, `1,200 records`."""
    one, many = _NOUNS.get(noun, (f"{{number}} {noun}", f"{{number}} {noun}s"))
    return say_many(one, many, count)


def beside_the_walk(row: TargetRow) -> str:
    """Say how many requests of a target were none of the walks of its sets; empty: older results do not say so."""
    walks = [seen.get("requests") for seen in row["entities"].values()]
    if not walks or None in walks:
        return ""
    beside = row["requests"] - sum(walk or 0 for walk in walks)
    return say("{number} of them beside the walk", number=number(max(0, beside)))


def spent_on(row: TargetRow) -> list[str]:
    """Say what a target was asked: requests, those beside the walk where that is known, bytes and seconds."""
    seconds = say("{number} s", number=number(row["seconds"], 1))
    told = [counted(row["requests"], "request"), beside_the_walk(row), size(row["bytes"]), seconds]
    return [part for part in told if part]


_SETS = {
    "": mark("the service as a whole"),
    "decisions": mark("decisions"),
    "meetings": mark("meetings"),
    "national-reports": mark("national reports"),
    "national-plans": mark("national plans"),
    "projects": mark("projects"),
    "sites": mark("sites"),
    "documents": mark("documents"),
    "contacts": mark("contacts"),
    "country-profiles": mark("country profiles"),
    "treaties": mark("treaties"),
    "reporting-obligations": mark("reporting obligations"),
    "reporting-status": mark("reporting status"),
}


def set_title(entity: str) -> str:
    """Name an entity set in running text."""
    return say(_SETS[entity]) if entity in _SETS else entity.replace("-", " ")


def class_title(name: str) -> str:
    """Name a conformance class for readers who are not technicians."""
    if name in CLASSES:
        return say(CLASSES[name])
    said = set_title(name)
    return visible(said[:1].upper() + said[1:])


def sentence(text: str) -> str:
    """Put a text on one line and end it with a full stop."""
    line = visible(" ".join(text.split()))
    return (
        line if not line or line.endswith((".", "!", "?", "…", ")", "。", "！", "？", "؟")) else f"{line}{full_stop()}"
    )


_LANGUAGES = {
    "en": mark("English"),
    "fr": mark("French"),
    "es": mark("Spanish"),
    "ru": mark("Russian"),
    "ar": mark("Arabic"),
    "zh": mark("Chinese"),
}


def language_name(code: str) -> str:
    """Name a language of the United Nations; others by their code."""
    return say(_LANGUAGES[code]) if code in _LANGUAGES else shown(code, 20)


def size(count: int) -> str:
    """Say a number of bytes: `812 bytes`, `12.3 kB`, `4.1 MB`."""
    kilo, mega = 1000, 1_000_000
    if count < kilo:
        return counted(count, "byte")
    if count < mega:
        return say("{number} kB", number=number(count / kilo, 1))
    return say("{number} MB", number=number(count / mega, 1))


def outcome_word(outcome: str) -> str:
    """Say an outcome in words."""
    return say(OUTCOMES[outcome])


def mender_sentence(mender: str) -> str:
    """Say who can mend."""
    return say(MENDERS.get(mender, mender))
