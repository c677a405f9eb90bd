"""Answers of national reports to their questionnaires, in the extended record, a proposal: typed, and each only once."""

import re
from collections.abc import Iterator, Mapping

from apitest.checks.reading import number_of, object_of, objects_of, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Json, Record

_FLAGS = ("notApplicable", "notAvailable", "confidential")
_CAS = re.compile(r"([1-9]\d{1,6})-(\d{2})-(\d)")
_IN_DIGITS = re.compile(r"-?[0-9][0-9 ,.]*")
_SHORT_FORM = 4
"""The short reports of the Minamata Convention answer so many questions of the full form."""

Answer = tuple[str, Mapping[str, Json]]
"""Where an answer stands in its record, and the answer."""


def _groups(record: Record) -> Iterator[list[Answer]]:
    """Answers of the report, and those of each section."""
    yield [(f"/answers/{index}", answer) for index, answer in objects_of(record.content, "answers")]
    for number, section in objects_of(record.content, "sections"):
        yield [(f"/sections/{number}/answers/{i}", answer) for i, answer in objects_of(section, "answers")]


def _answers(record: Record) -> Iterator[Answer]:
    return (answer for group in _groups(record) for answer in group)


def _raised(answer: Mapping[str, Json]) -> list[str]:
    return [name for name in _FLAGS if answer.get(name) is True]


def answer_is_complete(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """An answer is a value, or says why there is none; a confidential value is another requirement's matter."""
    for pointer, answer in _answers(record):
        given = (["value"] if answer.get("value") is not None else []) + _raised(answer)
        if len(given) != 1 and given != ["value", "confidential"]:
            expected = "either a value, or one of notApplicable, notAvailable, confidential"
            yield Departure(expected=expected, got=" and ".join(given) or "nothing", pointer=pointer)


def confidential_answer_has_no_value(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A confidential answer is not published."""
    for pointer, answer in _answers(record):
        if _raised(answer) == ["confidential"] and answer.get("value") is not None:
            # The value itself is not repeated: a report about a leak must not leak.
            yield Departure(expected="no value", got="a value, although confidential", pointer=f"{pointer}/value")


def counterparties_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The country that something came from or went to is a code of ISO 3166-1."""
    lists = setting.contract.vocabularies
    for pointer, answer in _answers(record):
        code = text_of(answer, "counterparty")
        term = lists["countries"].terms.get(code) or lists["countries-alpha-3"].terms.get(code)
        if code.strip() and (term is None or term.status != "active"):
            expected = "a country code of ISO 3166-1, such as 'KE'"
            yield Departure(expected=expected, got=repr(code), pointer=f"{pointer}/counterparty")


def answers_come_once(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A question is answered once, but for the rows of a table: substances, countries, targets."""
    for group in _groups(record):
        first: dict[tuple[str, ...], str] = {}
        for pointer, answer in group:
            substance, target = object_of(answer, "substance"), object_of(answer, "target")
            row = (text_of(substance, "name"), text_of(substance, "cas"), text_of(answer, "counterparty"))
            key = (text_of(answer, "question"), *row, text_of(target, "scheme"), text_of(target, "code"))
            if key[0] and first.setdefault(key, pointer) != pointer:
                got = f"{key[0]!r} again, as in {first[key]}"
                yield Departure(expected="each question once", got=got, pointer=f"{pointer}/question")


def number_has_a_unit(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A number has a unit."""
    for pointer, answer in _answers(record):
        number, unit = number_of(answer, "value"), text_of(answer, "unit").strip()
        if number is not None and not unit:
            yield Departure(expected="a unit, such as 't' or 'kg'", got=f"{number} without unit", pointer=pointer)
        elif unit and _IN_DIGITS.fullmatch(text_of(answer, "value").strip()):
            got = f"the text {text_of(answer, 'value')!r}, with the unit {unit!r}"
            yield Departure(expected="a number", got=got, pointer=f"{pointer}/value")


def quantity_is_not_negative(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A quantity is not below 0."""
    for pointer, answer in _answers(record):
        number = number_of(answer, "value")
        if number is not None and number < 0:
            yield Departure(expected="0 or more", got=str(number), pointer=f"{pointer}/value")


def registry_number_is_valid(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A CAS registry number has its form, and its last digit checks the others."""
    for pointer, answer in _answers(record):
        number = text_of(object_of(answer, "substance"), "cas")
        if number and not _is_registered(number):
            expected = "a CAS registry number with its check digit, such as '7439-97-6'"
            yield Departure(expected=expected, got=repr(number), pointer=f"{pointer}/substance/cas")


def _is_registered(number: str) -> bool:
    parts = _CAS.fullmatch(number)
    if not parts:
        return False
    digits = reversed(parts[1] + parts[2])
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(parts[3])


def short_report_is_short(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A short report under the Minamata Convention answers the questions of the short form only."""
    if (text_of(record.content, "treaty"), text_of(record.content, "reportType")) != ("minamata", "short"):
        return
    asked = {".".join(text_of(answer, "question").split(".")[:2]) for _, answer in _answers(record)} - {""}
    if len(asked) > _SHORT_FORM:
        expected = f"answers to {_SHORT_FORM} questions at most"
        yield Departure(expected=expected, got=f"answers to {len(asked)} questions", pointer="/answers")


RECORDS: dict[str, RecordCheck] = {
    "national-reports/counterparty-known": counterparties_are_known,
    "national-reports/answer-complete": answer_is_complete,
    "national-reports/confidential-without-value": confidential_answer_has_no_value,
    "national-reports/answers-once": answers_come_once,
    "national-reports/number-with-unit": number_has_a_unit,
    "national-reports/quantity-not-negative": quantity_is_not_negative,
    "national-reports/cas-check-digit": registry_number_is_valid,
    "national-reports/short-report-short": short_report_is_short,
}
