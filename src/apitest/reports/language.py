"""
The language that a report is said in: one of the six of the United Nations, English unless another is asked for.

Strings of ours are written in English in the code and looked up in gettext catalogues (`locales/LANGUAGE/*.po`), which are
read as they are checked in: nothing has to be compiled, in a checkout or in a wheel. What is not in a catalogue is said in
English. What a service served, and expected, got, where and fix of a finding, are data and stay as they are.

`say` and `say_many` translate now; `mark` and `mark_many` name a string that is translated where it is used.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from apitest.errors import UnknownName

LANGUAGES = {
    "en": "English", "fr": "français", "es": "español", "ru": "русский", "ar": "العربية", "zh": "中文",
}  # fmt: skip
"""Code → the name of the language in itself."""
RIGHT_TO_LEFT = frozenset({"ar"})
DOMAINS = ("reports", "requirements")
"""Catalogues: the strings of reports, and the texts of requirements and of the importer's rules."""
LOCALES = Path(__file__).parent.parent / "locales"
_LOCALES = {"zh": "zh_Hans"}
_REMEMBERED = 4_096
"""Numbers and days that are kept as they were written: a page says the same ones again and again."""
_CURRENT: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """
    Say what is said inside in this language.

    Raises:
        UnknownName: it is none of the six.
    """
    if language not in LANGUAGES:
        raise UnknownName.among("language", language, LANGUAGES)
    before = _CURRENT.set(language)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def current() -> str:
    """Code of the language that is spoken now."""
    return _CURRENT.get()


def direction() -> str:
    """Where its lines run: `ltr` or `rtl`."""
    return "rtl" if current() in RIGHT_TO_LEFT else "ltr"


@cache
def _catalogue(language: str, domain: str) -> NullTranslations:
    path = LOCALES / language / f"{domain}.po"
    if language == "en" or not path.exists():
        return NullTranslations()
    # Here because English, which most runs speak, needs no catalogue and no locale data.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        catalogue = read_po(file, locale=_LOCALES.get(language, language))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def mark(text: str) -> str:
    """Name a string that is translated where it is used."""
    return text


def mark_many(one: str, many: str) -> tuple[str, str]:
    """Name a string with a number that is translated where it is used."""
    return one, many


def say(text: str, /, **values: object) -> str:
    """Translate a string of ours and fill in its `{name}`s."""
    said = _catalogue(current(), "reports").gettext(text) if text else ""
    return said.format(**values) if values else said


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Translate a string that depends on a number; `{number}` is that number as the language writes it."""
    said = _catalogue(current(), "reports").ngettext(one, many, count)
    return said.format(number=number(count), **values)


def told(text: str) -> str:
    """Translate a text of a requirement or rule; English where nobody has translated it."""
    return _catalogue(current(), "requirements").gettext(text) if text else ""


def number(value: float, digits: int = 0) -> str:
    """Write a number as the language does."""
    return f"{value:,.{digits}f}" if current() == "en" else _number(value, digits, current())


@lru_cache(_REMEMBERED)
def _number(value: float, digits: int, language: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_LOCALES.get(language, language))


def day(moment: str) -> str:
    """Write the day of a moment of the run as the language does; English: as ISO 8601."""
    return moment[:10] if current() == "en" else _day(moment[:10], current())


@lru_cache(_REMEMBERED)
def _day(text: str, language: str) -> str:
    from datetime import date  # noqa: PLC0415 - as above

    from babel.dates import format_date  # noqa: PLC0415

    try:
        return format_date(date.fromisoformat(text), format="long", locale=_LOCALES.get(language, language))
    except ValueError:
        return text


def full_stop() -> str:
    """The sign that ends a sentence."""
    return "。" if current() == "zh" else "."


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """Join parts by the comma of the language."""
    return {"zh": "、", "ar": "، "}.get(current(), ", ").join(parts)
