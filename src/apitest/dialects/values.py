"""
Values between a wire form and the canonical record, driven by the shape of the contract.

A wire form differs from the canonical one in how it writes dates, numbers and collections, and in what it adds to an
object. A `Form` says how; everything else is common to all dialects. Reading never fails: a value that cannot be read
stays as served and is noted.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from apitest.dialects.trusting import BOUNDS, Wire, short_way
from apitest.model import Departure, EntitySet, Json, Kind, Record, Shape

Note = Callable[[str, str, str, str], None]
"""Called with requirement id, pointer, expected, got."""

VALUE_TYPES = "service/values-of-declared-type"
DATES = "service/dates-in-dialect-form"
NUMBERS = "service/numbers-are-numbers"
COLLECTIONS = "service/collections-in-dialect-form"
EXPANDED = "query/expand-honoured"
NAMES = "service/property-names"
UNKNOWN = "service/no-unknown-properties"
PLACEHOLDER = "service/no-placeholders"

_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.BOOLEAN: (bool,),
    Kind.INTEGER: (int,),
    Kind.LONG: (int,),
    Kind.NUMBER: (int, float),
}
_WORDS: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "a whole number",
    Kind.LONG: "a whole number",
    Kind.NUMBER: "a number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is peculiar to a wire form."""

    read_moment: Callable[[str], str]
    """Wire → canonical date-time; raises ValueError."""
    read_day: Callable[[str], str]
    """Wire → full-date; raises ValueError."""
    moment_form: str
    """What a date looks like here, for messages."""
    unwrap: Callable[[Json], tuple[list[Json] | None, str]]
    """
    The items of a collection and what is wrong with its envelope (empty: nothing); None: no collection at all.
    """
    unwrap_item: Callable[[Json], Json] = lambda item: item
    """An item of a LIST → its scalar."""
    reserved: Container[str] = frozenset()
    """Keys that belong to the wire form, not to the record."""
    deferred: Callable[[Json], str] = lambda _value: ""
    """The address behind a collection that was not sent inline; empty: it was."""
    placeholder: Callable[[Mapping[str, Json]], bool] = lambda _item: False
    """Whether an item of a collection only holds a place."""
    long_as_text: bool = False
    """Whether 64-bit integers are written as strings by rule."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of a property on the wire → its canonical name, where the two differ."""
    wire: Wire | None = None
    """The same for rows that are beyond doubt; None: every row is read value by value."""


@dataclass(slots=True)
class Reader:
    """Reads the values of one record and collects what is noted on the way."""

    form: Form
    notes: list[Departure] = field(default_factory=list)
    extras: dict[str, Json] = field(default_factory=dict)
    deferred: dict[str, str] = field(default_factory=dict)

    def read_object(self, shape: Shape, value: Mapping[str, Json], path: str) -> dict[str, Json]:
        """An object's known properties in canonical form; nulls are left out, unknown properties set aside."""
        form, fields = self.form, shape.fields
        found: dict[str, Json] = {}
        for name, item in value.items():
            known = fields.get(name)
            if known is None:
                if name not in form.reserved:
                    self._read_stranger(shape, value, name, path, found)
            elif item is not None:
                self._read_property(known, name, item, path, found)
        return found

    def _read_stranger(
        self, shape: Shape, value: Mapping[str, Json], name: str, path: str, found: dict[str, Json]
    ) -> None:
        """A name that the contract does not know: the dialect's own, one written otherwise, or one to set aside."""
        own = self.form.names.get(name, "")
        other = own if own in shape.fields else _written_otherwise(shape, name)
        if not other or value.get(other) is not None or other in found:
            self._set_aside(path, name, value[name])
            return
        if not own:
            self._note(NAMES, f"{path}/{other}", f"the property {other!r}", f"the property {name!r}")
        if value[name] is not None:
            self._read_property(shape.fields[other], other, value[name], path, found)

    def _read_property(self, shape: Shape, name: str, item: Json, path: str, found: dict[str, Json]) -> None:
        if shape.kind is Kind.TEXT and type(item) is str:
            found[name] = item
            return
        pointer = f"{path}/{name}"
        address = self.form.deferred(item)
        if address and shape.kind in (Kind.COLLECTION, Kind.LIST):
            self.deferred[pointer] = address
        else:
            found[name] = self.read_value(shape, item, pointer)

    def read_value(self, shape: Shape, value: Json, pointer: str) -> Json:
        """One value in canonical form, or as served with a note."""
        kind = shape.kind
        if kind in (Kind.COLLECTION, Kind.LIST):
            return self._read_collection(shape, value, pointer)
        if kind is Kind.OBJECT:
            if isinstance(value, dict):
                return self.read_object(shape, value, pointer)
            self._note(VALUE_TYPES, pointer, "an object", _shown(value))
            return value
        if kind is Kind.ANY:
            return value
        if kind in (Kind.DATE, Kind.DATE_TIME):
            return self._read_date(kind, value, pointer)
        return self._read_scalar(kind, value, pointer)

    def _read_date(self, kind: Kind, value: Json, pointer: str) -> Json:
        read = self.form.read_day if kind is Kind.DATE else self.form.read_moment
        if isinstance(value, str):
            try:
                return read(value)
            except ValueError:
                pass
        self._note(DATES, pointer, self.form.moment_form if kind is Kind.DATE_TIME else "a day", _shown(value))
        return value

    def _read_scalar(self, kind: Kind, value: Json, pointer: str) -> Json:
        if isinstance(value, _TYPES[kind]) and isinstance(value, bool) == (kind is Kind.BOOLEAN):
            self._within_bounds(kind, value, pointer)
            return value
        if isinstance(value, str) and kind in (Kind.INTEGER, Kind.LONG, Kind.NUMBER):
            number = _number(value, whole=kind is not Kind.NUMBER)
            if number is not None:
                if self._within_bounds(kind, number, pointer) and not (kind is Kind.LONG and self.form.long_as_text):
                    self._note(NUMBERS, pointer, _WORDS[kind], f"the text {value!r}")
                return number
        if kind is Kind.INTEGER and isinstance(value, float) and value.is_integer():
            self._within_bounds(kind, int(value), pointer)
            return int(value)
        self._note(VALUE_TYPES, pointer, _WORDS[kind], _shown(value))
        return value

    def _within_bounds(self, kind: Kind, number: Json, pointer: str) -> bool:
        """Whether a number can be of its declared type; it is noted where it cannot."""
        bounds = BOUNDS.get(kind)
        if bounds is None or number in bounds:
            return True
        expected = f"a whole number from {bounds.start} to {bounds.stop - 1}"
        self._note(VALUE_TYPES, pointer, expected, _shown(number))
        return False

    def _read_collection(self, shape: Shape, value: Json, pointer: str) -> Json:
        items, wrong = self.form.unwrap(value)
        if wrong:
            self._note(COLLECTIONS, pointer, wrong, _shown(value))
        if items is None:
            return value
        return [item for i, raw in enumerate(items) for item in self._read_item(shape, raw, f"{pointer}/{i}")]

    def _read_item(self, shape: Shape, raw: Json, pointer: str) -> tuple[Json, ...]:
        if shape.kind is Kind.LIST and shape.item is not None:
            return (self.read_value(shape.item, self.form.unwrap_item(raw), pointer),)
        if not isinstance(raw, dict):
            self._note(VALUE_TYPES, pointer, "an object", _shown(raw))
            return (raw,)
        if self.form.placeholder(raw):
            self._note(PLACEHOLDER, pointer, "an entry with content, or no entry", "an entry that only holds a place")
            return ()
        return (self.read_object(shape, raw, pointer),)

    def _set_aside(self, path: str, name: str, item: Json) -> None:
        pointer = f"{path}/{name}"
        self.extras[pointer] = item
        self._note(UNKNOWN, pointer, "only properties of the contract", f"the property {name!r}")

    def _note(self, requirement: str, pointer: str, expected: str, got: str) -> None:
        self.notes.append(Departure(requirement=requirement, pointer=pointer, expected=expected, got=got))


def read_records(form: Form, entity: EntitySet, rows: Iterable[Json]) -> Iterator[tuple[Record, list[Departure]]]:
    """
    The rows of a listing → each canonical record and what was noted; a row that is no object yields an empty record.

    A row may become part of its record.
    """
    short = short_way(form.wire, entity)
    for index, row in enumerate(rows):
        if short is not None and short.fits(row):
            yield short.record(row, index), []
        else:
            yield _read_by_value(form, entity, row, index)


def read_record(form: Form, entity: EntitySet, row: Json) -> tuple[Record, list[Departure]]:
    """A single record; as `read_records`."""
    return next(read_records(form, entity, (row,)))


def _read_by_value(form: Form, entity: EntitySet, row: Json, index: int) -> tuple[Record, list[Departure]]:
    reader = Reader(form)
    if isinstance(row, dict):
        content = reader.read_object(entity.shape, row, "")
    else:
        content = {}
        reader.notes.append(
            Departure(requirement=VALUE_TYPES, expected="a record as an object", got=_shown(row)),
        )
    identifier = content.get(entity.key)
    record = Record(
        id=identifier if isinstance(identifier, str) else None if identifier is None else str(identifier),
        content=content,
        index=index,
        extras=reader.extras,
        deferred=reader.deferred,
    )
    return record, reader.notes


def _written_otherwise(shape: Shape, name: str) -> str:
    """The property of the contract that differs from a name in capitals only, as `id` from `Id`; empty: none."""
    lower = name.lower()
    return next((known for known in shape.fields if known.lower() == lower), "")


def _number(text: str, *, whole: bool) -> int | float | None:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None  # noqa: PLR0124 - NaN differs from itself


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"  # noqa: PLR2004 - one line of a message
