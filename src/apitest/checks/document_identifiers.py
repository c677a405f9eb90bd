"""Identifiers of documents that others give out, and that can be checked: DOI, ISBN, ISSN."""

import re
from collections.abc import Callable, Iterator, Mapping

from apitest.checks.reading import objects_of, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Record

_DOI = re.compile(r"(?:(?:https?://(?:dx\.)?doi\.org/|doi: ?))?10\.\d{4,9}/\S+", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:urn:)?(?:isbn|issn)(?:-1[03])?[: ]*", re.IGNORECASE)
_LONG_ISBN = re.compile(r"97[89]\d{10}")
_SHORT_ISBN = re.compile(r"\d{9}[\dX]")
_ISSN = re.compile(r"\d{7}[\dX]")


def is_doi(value: str) -> bool:
    """Whether a value is a DOI, with or without its resolver (ISO 26324)."""
    return _DOI.fullmatch(value.strip()) is not None


def is_isbn(value: str) -> bool:
    """Whether a value is an ISBN of ten or thirteen signs whose last one checks the others (ISO 2108)."""
    bare = _bare(value)
    if _LONG_ISBN.fullmatch(bare):
        return sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(bare)) % 10 == 0
    return _SHORT_ISBN.fullmatch(bare) is not None and _weighed(bare)


def is_issn(value: str) -> bool:
    """Whether a value is an ISSN whose last sign checks the others (ISO 3297)."""
    bare = _bare(value)
    return _ISSN.fullmatch(bare) is not None and _weighed(bare)


def _bare(value: str) -> str:
    return re.sub(r"[\s‐-―-]", "", _BEFORE.sub("", value.strip())).upper()


def _weighed(bare: str) -> bool:
    """Whether the sum of the digits, each times its place from the end, is divisible by eleven; X is ten."""
    digits = [10 if sign == "X" else int(sign) for sign in bare]
    return sum(digit * (len(digits) - place) for place, digit in enumerate(digits)) % 11 == 0


_KINDS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "doi": (is_doi, "a DOI, such as '10.5281/zenodo.1234'"),
    "isbn": (is_isbn, "an ISBN whose last digit checks the others"),
    "issn": (is_issn, "an ISSN whose last digit checks the others"),
}


def identifiers_are_valid(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A DOI, an ISBN and an ISSN of a document have their form, and their check digit."""
    for index, item in objects_of(record.content, "identifiers"):
        value = text_of(item, "value")
        valid, expected = _KINDS.get(text_of(item, "name").strip().lower(), (None, ""))
        if valid is not None and value.strip() and not valid(value):
            yield Departure(expected=expected, got=repr(value), pointer=f"/identifiers/{index}/value")


RECORDS: dict[str, RecordCheck] = {"documents/identifier-valid": identifiers_are_valid}
