"""What a title, or a number, says of its record, held against the rest of it; and how a title is written."""

import re
from collections.abc import Iterator, Mapping

from apitest.checks.reading import day_of, english_of, object_of, objects_of, text_of
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Json, Record

_KINDS = ("decision", "resolution", "recommendation")
_WORD = re.compile(r"(decision|resolution|recommendation|dec\.|res\.|rec\.)(?![a-z])[\s:.-]*(?=\S*\d)", re.IGNORECASE)
_BY_NUMBER: Mapping[str, tuple[re.Pattern[str], str]] = {
    **dict.fromkeys(("basel", "rotterdam", "stockholm", "minamata"), (re.compile(r"[BRSM]C(\.Ex)?-"), "decision")),
    "cites": (re.compile(r"Conf\. "), "resolution"),
    "ramsar": (re.compile(r"[IVXL]+\."), "resolution"),
}
"""Treaty → how the numbers begin that only one kind of its decisions has."""
_TITLES = ("title", "longTitle", "shortTitle", "name")
_A_WORD = re.compile(r"[^\W\d_]{4,}")
_FEW = 3
"""So many words in capitals are an acronym with its explanation, or a symbol."""
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = r"(?:19|20)\d\d"
_HELD = re.compile(rf"(?:[,(]|\b(?:{_MONTH}))\s*(?P<first>{_YEAR})\)?\.?$")
_COVERED = re.compile(
    rf"\b(?:for|covering)(?: the)?(?: (?:reporting |calendar )?(?:period|year|years|biennium))?:? (?P<first>{_YEAR})"
    rf"(?:\s*(?:-|–|/|to)\s*(?P<last>{_YEAR}))?\.?$",
)
_POSTPONED = 2
"""Years by which a meeting may have been put off without a new title."""


# --- kinds of decisions -------------------------------------------------------------------------------------------


def kind_told(content: Mapping[str, Json]) -> tuple[str, str]:
    """The kind that number, or title, of a decision says that it is, and where; empty: neither says one."""
    number = text_of(content, "number").strip()
    form, kind = _BY_NUMBER.get(text_of(content, "treaty"), (None, ""))
    if form is not None and form.match(number):
        return kind, f"the number {number!r}"
    title = english_of(content, "title")
    for told, value in (("number", number), ("title", title)):
        found = _WORD.match(value)
        if found:
            begun = found[1].lower().rstrip(".")
            return next(kind for kind in _KINDS if kind.startswith(begun)), f"the {told} {value[:60]!r}"
    return "", ""


def type_fits_number(record: Record, _setting: Setting) -> Iterator[Departure]:
    """The type of a decision is the kind that its number, or its title, says."""
    written = text_of(record.content, "type").strip().lower()
    kind, said = kind_told(record.content) if written in _KINDS else ("", "")
    if kind and kind != written:
        yield Departure(expected=f"{kind!r}, as {said} says", got=repr(record.content["type"]), pointer="/type")


def is_of_its_kind(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether neither number nor title of a decision says another kind than its type."""
    return kind_told(content)[0] in ("", content["type"])


# --- capitals -----------------------------------------------------------------------------------------------------


def is_shouted(value: str) -> bool:
    """Whether a title of several words is written in capitals throughout."""
    return value.isupper() and len(_A_WORD.findall(value)) > _FEW


def titles_are_not_shouted(record: Record, setting: Setting) -> Iterator[Departure]:
    """A title is not written in capitals throughout."""
    for name in _TITLES:
        if name not in setting.entity.shape.fields:
            continue
        for index, entry in objects_of(record.content, name):
            value = text_of(entry, "value")
            if is_shouted(value):
                expected = "capitals where the language has them"
                yield Departure(expected=expected, got=repr(value[:60]), pointer=f"/{name}/{index}/value")


def titles_are_quiet(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether no title of a decision is written in capitals throughout."""
    return not any(entry["value"].isupper() for name in _TITLES[:2] for entry in content.get(name) or ())


# --- years --------------------------------------------------------------------------------------------------------


def years_fit_title(record: Record, setting: Setting) -> Iterator[Departure]:
    """The year that ends a title, as that of a meeting or of what a report covers, is one of the record."""
    title = english_of(record.content, "title").strip()
    meeting = setting.entity.name == "meetings"
    found = (_HELD if meeting else _COVERED).search(title)
    spans = _years_of_meeting(record.content) if meeting else _years_of_report(record.content)
    if not found or spans is None:
        return
    first = int(found["first"])
    last = first if meeting else int(found["last"] or first)
    if last < spans[0] or first > spans[1]:
        known = f"{spans[0]}" if spans[0] == spans[1] else f"{spans[0]} to {spans[1]}"
        expected = f"a year that fits the dates of the record: {known}"
        yield Departure(expected=expected, got=repr(title[-60:]), pointer="/title")


def _years_of_meeting(content: Mapping[str, Json]) -> tuple[int, int] | None:
    start = day_of(content, "start")
    return (start.year - _POSTPONED, start.year + _POSTPONED) if start is not None else None


def _years_of_report(content: Mapping[str, Json]) -> tuple[int, int] | None:
    """The years that a report may be of: those of its period up to its submission, or up to that alone."""
    period, sent = object_of(content, "period"), day_of(content, "submission")
    start, end = day_of(period, "start"), day_of(period, "end")
    if start is not None and end is not None:
        return start.year, max(end.year, sent.year if sent is not None else end.year) + 1
    return (0, sent.year + 1) if sent is not None else None


RECORDS: dict[str, RecordCheck] = {
    "decisions/type-fits-number": type_fits_number,
    "text/not-in-capitals": titles_are_not_shouted,
    "vocabulary/years-fit-title": years_fit_title,
}
