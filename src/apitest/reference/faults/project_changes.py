"""How lies change a project: the one of a number, at JSON pointers; or every project of the set."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from apitest.model import Json
from apitest.reference.lying import At, RecordChange
from apitest.reference.records import records_of
from apitest.reference.records.projects import project
from apitest.reference.store import in_order

LEFT_OUT = object()
"""In place of a value: the property is taken away."""


class OfProject(At):
    """
    A change of one project, whatever its place: lies about projects need one of a certain status, fund or scope.

    Its position is the one that it has among as many records as are served by default.
    """

    def __call__(self, record: dict[str, Json], position: int) -> dict[str, Json] | None:  # noqa: ARG002 - as of `At`
        """Change the record if it is the one."""
        return self.change(record) if _places().get(record["id"]) == self.position else record


@cache
def _places() -> Mapping[str, int]:
    """Id → position, among the records served by default."""
    return {record["id"]: place for place, record in enumerate(in_order(records_of("projects")))}


def put(number: int, values: Mapping[str, Any]) -> RecordChange:
    """The project of a number has these values at these pointers; `/-` at the end adds to a list."""
    return OfProject(_places()[project(number)["id"]], lambda record: _changed(record, values))


def every(values: Mapping[str, Any]) -> RecordChange:
    """Every project has these values at these pointers."""
    return lambda record, _position: _changed(record, values)


def both(*changes: RecordChange) -> RecordChange:
    """One change after the other."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json] | None:
        found: dict[str, Json] | None = record
        for step in changes:
            found = step(found, position) if found is not None else None
        return found

    return change


def of(number: int, name: str) -> Json:
    """A property of the project of a number."""
    return project(number)[name]


def _changed(record: dict[str, Json], values: Mapping[str, Any]) -> dict[str, Json]:
    made = copy.deepcopy(record)
    for pointer, value in values.items():
        _place(made, pointer.split("/")[1:], value)
    return made


def _place(holder: Any, steps: list[str], value: Any) -> None:  # noqa: ANN401 - JSON
    *path, last = steps
    for step in path:
        holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
    if last == "-":
        holder.append(value)
    elif isinstance(holder, list):
        holder[int(last)] = value
    elif value is LEFT_OUT:
        holder.pop(last, None)
    else:
        holder[last] = value
