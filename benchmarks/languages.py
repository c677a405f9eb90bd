"""
How right the detectors of languages are, and what they cost: `python benchmarks/languages.py`, for `docs/languages.md`.

Texts whose language is known, of 60 characters or more (of Chinese 15): the sentences of our own catalogues, and those that
the catalogues of Sphinx (the extra `docs`) have in these languages and their neighbours. Each is put to a detector as a text
of its own language, where nothing must be told, then as one of another language in the same script. Only what is doubted
counts, as in a run.
"""

import resource
import time
from pathlib import Path

import sphinx
from babel.messages.pofile import read_po

from apitest.checks import detectors
from apitest.checks.detecting import FEWEST_SIGNS, Told, is_doubted, told_by
from apitest.contracts import load_contract
from apitest.reports.language import LOCALES

OWN = ("fr", "es", "ru", "ar", "zh")
OTHERS = {
    "fr": "fr",
    "es": "es",
    "ru": "ru",
    "zh": "zh_CN",
    "pt": "pt_BR",
    "fa": "fa",
    "ca": "ca",
    "sv": "sv",
    "id": "id",
}
CLAIMED = {
    "en": ("fr", "es"),
    "fr": ("en", "es"),
    "es": ("en", "fr", "pt"),
    "pt": ("es", "en"),
    "ca": ("es",),
    "ru": ("uk",),
    "ar": ("fa",),
    "fa": ("ar",),
}


def sentences(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [entry.string for entry in read_po(file) if entry.id and isinstance(entry.string, str)]


def texts() -> dict[str, list[str]]:
    """Language → texts."""
    found = {name: sentences(LOCALES / name / "requirements.po") for name in OWN}
    found["en"] = [
        text for item in load_contract().requirements.values() for text in (item.sentence, item.cost, item.fix)
    ]
    locale = Path(sphinx.__file__).parent / "locale"
    for name, folder in OTHERS.items():
        found.setdefault(name, []).extend(sentences(locale / folder / "LC_MESSAGES" / "sphinx.po"))
    least = {"zh": FEWEST_SIGNS // 4}
    return {name: [text for text in some if len(text) >= least.get(name, FEWEST_SIGNS)] for name, some in found.items()}


def measured(name: str, known: dict[str, list[str]]) -> None:
    def told(claimed: str, text: str) -> Told | None:
        return told_by(asked, claimed, text) if is_doubted(claimed, text) else None

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    asked = getattr(detectors, name)()
    asked.shares("The first text that is asked for, since some load only then")
    loading = time.perf_counter() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    start = time.perf_counter()
    wrong = [(own, told(own, text)) for own, some in known.items() for text in some]
    mistaken = [(own, said.language) for own, said in wrong if said]
    doubted = sum(is_doubted(own, text) for own, some in known.items() for text in some)
    each = (time.perf_counter() - start) / doubted
    print(f"{name}: loaded in {loading:.2f} s, {memory:.0f} MB of memory, {each * 1e6:.0f} µs a text that is doubted")
    print(
        f"  taken for another language: {len(mistaken)} of {sum(map(len, known.values()))} ({doubted} doubted) {mistaken}"
    )
    for own, others in CLAIMED.items():
        for other in others:
            said = [item.language for text in known[own] if (item := told(other, text))]
            share = len(said) / len(known[own])
            print(f"  {own} as {other}: {share:.0%} told, {len(said) - said.count(own)} with a wrong name")


if __name__ == "__main__":
    every = texts()
    for which in ("cld3", "py3langid"):
        measured(which, every)
