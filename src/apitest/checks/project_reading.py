"""
How the checks of projects read a record: what has the form of the contract is given, anything else is left out.

What is left out here is judged elsewhere: types and dates in class `service`, languages and blanks in class `text`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apitest.checks.reading import number_of, object_of, objects_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record

SENTINELS = frozenset(("1970-01-01", "0001-01-01", "1900-01-01", "9999-12-31"))
"""Days that stand for "no date" in some systems."""
DASHBOARD, FINANCE, IATI = (), ("finance",), ("iatiIdentifier", "sectors")
"""What a set shows of its level: L1; L2: one record carries finance; L3: one carries an IATI id and sectors together."""
_PARTS = ("grant", "cofinancing", "agencyFee", "preparationGrant", "total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An object in a list of the record."""

    pointer: str
    content: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of money."""

    pointer: str
    """Of the object that holds amount and currency."""
    name: str
    """`grant`, …, `budgets` or `transactions`."""
    value: Decimal
    currency: str
    """Empty: none given."""
    dated: bool
    """Whether it has a day of exchange of its own."""


def living(check: RecordCheck) -> RecordCheck:
    """A check that leaves tombstones alone: a withdrawn project has nothing but its identity."""

    def checked(record: Record, setting: Setting) -> Iterator[Departure]:
        return check(record, setting) if record.content.get("deleted") is not True else iter(())

    return checked


def living_notes(gathering: Gathering) -> Gathering:
    """The same for a check across records."""

    def noted(record: Record, setting: Setting) -> Iterator[Note]:
        return gathering.note(record, setting) if record.content.get("deleted") is not True else iter(())

    return Gathering(note=noted, judge=gathering.judge)


def from_level(shown_by: Sequence[str], check: RecordCheck) -> Gathering:
    """A check that binds all records of a set once one of them shows the level: it carries these properties together."""

    def note(record: Record, setting: Setting) -> Iterator[Note]:
        if all(record.content.get(name) not in (None, "", [], {}) for name in shown_by):
            yield Note(value=None, record=record.id, pointer="")
        for departure in check(record, setting):
            told = [departure.expected, departure.got, departure.fix]
            yield Note(value=told, record=record.id, pointer=departure.pointer)

    def judge(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
        if any(note.value is None for note in notes):
            for note in notes:
                if note.value is not None:
                    expected, got, fix = note.value
                    yield Departure(expected=expected, got=got, fix=fix, pointer=note.pointer, record=note.record)

    return Gathering(note=note, judge=judge)


def items(content: Mapping[str, Json], name: str) -> Iterator[Item]:
    """The objects in a list."""
    return (Item(pointer=f"/{name}/{index}", content=item) for index, item in objects_of(content, name))


def word(content: Mapping[str, Json], name: str) -> str:
    """A text that is not blank; empty: there is none."""
    value = content.get(name)
    return value if isinstance(value, str) and value.strip() else ""


def code(content: Mapping[str, Json], name: str) -> str:
    """The code of a code reference; empty: there is none."""
    return word(object_of(content, name), "code")


def english(content: Mapping[str, Json], name: str) -> str:
    """The English entry of a localised text; empty: there is none."""
    entries = (item.content for item in items(content, name))
    return next((word(entry, "value") for entry in entries if is_english(entry)), "")


def is_english(entry: Mapping[str, Json]) -> bool:
    """Whether an entry of a localised text is in English, however its tag is written."""
    return word(entry, "language").strip().lower().replace("_", "-").partition("-")[0] in ("en", "eng", "english")


def day(content: Mapping[str, Json], name: str) -> date | None:
    """A day that is no sentinel."""
    value = content.get(name)
    if not isinstance(value, str) or value in SENTINELS or len(value) != len("2025-01-31"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def moment(content: Mapping[str, Json], name: str) -> datetime | None:
    """A moment with its offset that is no sentinel."""
    value = content.get(name)
    if not isinstance(value, str) or value[:10] in SENTINELS:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def milestones(content: Mapping[str, Json], kind: str) -> list[tuple[str, date]]:
    """Pointer and day of each milestone of a kind, in the order of the record."""
    found = []
    for item in items(content, "milestones"):
        when = day(item.content, "date")
        if when is not None and item.content.get("type") == kind:
            found.append((f"{item.pointer}/date", when))
    return found


def part(content: Mapping[str, Json], name: str) -> Amount | None:
    """One part of `finance`."""
    return _amount(object_of(content, "finance").get(name), name, f"/finance/{name}", dated=False)


def parts(content: Mapping[str, Json]) -> list[Amount]:
    """All parts of `finance` that are given."""
    return [found for found in (part(content, name) for name in _PARTS) if found is not None]


def amounts(content: Mapping[str, Json]) -> Iterator[Amount]:
    """Every amount of a record."""
    yield from parts(content)
    for name in ("budgets", "transactions"):
        for item in items(content, name):
            dated = day(item.content, "valueDate") is not None
            found = _amount(item.content.get("value"), name, f"{item.pointer}/value", dated=dated)
            if found is not None:
                yield found


def _amount(value: Json, name: str, pointer: str, *, dated: bool) -> Amount | None:
    if not isinstance(value, dict):
        return None
    found = number_of(value, "amount")
    if found is None:
        return None
    return Amount(
        pointer=pointer,
        name=name,
        value=Decimal(repr(found)),
        currency=word(value, "currency"),
        dated=dated or day(value, "valueDate") is not None,
    )


def shown(value: Decimal) -> str:
    """An amount as a reader writes it: without exponent."""
    return f"{value:f}"


Judge = Callable[[Sequence[Note], Setting], Iterator[Departure]]
