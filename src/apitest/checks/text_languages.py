"""Texts in the language that they claim, as far as that can be told with certainty."""

from collections.abc import Iterator

from apitest.checks import wording
from apitest.checks.detecting import told_apart
from apitest.checks.setting import RecordCheck, Setting
from apitest.checks.text import SCRIPT_OF, entries_of, script_of
from apitest.model import Departure, Record

_SHOWN = 60


def texts_are_in_their_language(record: Record, setting: Setting) -> Iterator[Departure]:
    """
    A text is written in the language that it claims.

    Silent where the script already tells, and on titles whose small words tell: other requirements have those.
    """
    known = setting.contract.vocabularies["languages"].terms
    by_words = f"{setting.entity.name}/title-language-plausible" in setting.contract.requirements
    for text in entries_of(record, setting):
        for index, entry in text.items:
            language, value = entry.get("language"), entry.get("value")
            if not isinstance(language, str) or not isinstance(value, str) or _has_other_script(language, value):
                continue
            if by_words and text.pointer == "/title" and not wording.may_be_of(language, value):
                continue
            told = told_apart(language, value)
            if told:
                name = known[told.language].label if told.language in known else told.language
                got = f"{name}, {told.language!r}, with a confidence of {told.confidence:.0%}: {_start(value)!r}"
                fix = f"Say {told.language!r}, or enter the text in {language!r}."
                pointer = f"{text.pointer}/{index}/value"
                yield Departure(expected=f"a text in {language!r}", got=got, pointer=pointer, fix=fix)


def _has_other_script(language: str, value: str) -> bool:
    return script_of(value) not in ("", SCRIPT_OF.get(language, script_of(value)))


def _start(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


RECORDS: dict[str, RecordCheck] = {"text/in-its-language": texts_are_in_their_language}
