"""The ways in which single records are changed, shared by the faults: properties set and left out, also of their files."""

from collections.abc import Callable

from apitest.model import Json
from apitest.reference.lying import RecordChange, at


def given(position: int, /, **values: Json) -> RecordChange:
    """One record has these values."""
    return at(position, lambda record: record | values)


def left_out(position: int, *names: str) -> RecordChange:
    """One record lacks these properties."""
    return at(position, lambda record: without(record, *names))


def first_given(position: int, name: str, /, **values: Json) -> RecordChange:
    """The first object in a list of one record has these values."""
    return _first(position, name, lambda item: item | values)


def first_left_out(position: int, name: str, *names: str) -> RecordChange:
    """The first object in a list of one record lacks these properties."""
    return _first(position, name, lambda item: without(item, *names))


def without(record: dict[str, Json], *names: str) -> dict[str, Json]:
    """All other properties."""
    return {name: value for name, value in record.items() if name not in names}


def _first(position: int, name: str, change: Callable[[dict[str, Json]], dict[str, Json]]) -> RecordChange:
    return at(position, lambda record: record | {name: [change(record[name][0]), *record[name][1:]]})
