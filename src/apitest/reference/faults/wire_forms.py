"""Lies about wire forms: envelopes twice over, names in capitals, dates in seconds, placeholders as they are really sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from apitest.dialects import DIALECTS
from apitest.dialects.dates import canonical, moment_of
from apitest.dialects.speech import inside
from apitest.model import Json
from apitest.reference.faults.acts import body, document, listed, rows
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRAPPED = tuple(name for name, dialect in DIALECTS.items() if dialect.LAYOUT.rows[-1:] == ("results",))
_WRAPPED_LISTS = tuple(name for name, dialect in DIALECTS.items() if dialect.LAYOUT.lists)


def _seconds_for_milliseconds(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all alike
    """The time of change as a reader sees it."""
    return {**record, "updated": canonical(_EPOCH + (moment_of(record["updated"]) - _EPOCH) / 1000)}


def _half_a_second_later(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all alike
    return {**record, "updated": canonical(moment_of(record["updated"]) + timedelta(milliseconds=500))}


def _id_in_capitals(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every dialect
    if "id" in row:
        row["Id"] = row.pop("id")


def _backwards(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every dialect
    pairs = list(row.items())
    row.clear()
    row.update(reversed(pairs))


def _results_twice(value: Any, scene: Scene) -> Json:  # noqa: ARG001, ANN401 - JSON
    value["d"]["results"] = {"results": value["d"]["results"]}
    return value


def _results_last(value: Any, scene: Scene) -> Json:  # noqa: ARG001, ANN401 - JSON
    value["d"]["notice"] = "synthetic"
    value["d"]["results"] = value["d"].pop("results")
    return value


def _address_of_the_first(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    first, *others = listed(value, scene) or [{}]
    for row in others[:1]:
        row["__metadata"] = dict(first["__metadata"])
    return value


def _addresses_with_slash(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for row in listed(value, scene):
        row["__metadata"]["uri"] += "/"
    return value


def _lists_twice(row: dict[str, Any], scene: Scene) -> None:
    if isinstance(inside(row.get("title"), scene.dialect.LAYOUT.lists), list):
        row["title"] = {"results": row["title"]}


def _entries_backwards(row: dict[str, Any], scene: Scene) -> None:
    for entry in inside(row.get("title"), scene.dialect.LAYOUT.lists) or ():
        _backwards(entry, scene)


def _parent_for_entries(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for row in listed(value, scene):
        if "title" in row:
            row["longTitle"] = row.get("longTitle") or [{"__metadata": dict(row["__metadata"])}]
    return value


def _parent_as_metadata(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for row in listed(value, scene):
        for entry in row.get("title", ()):
            entry["__metadata"] = dict(row["__metadata"])
    return value


FAULTS = (
    Fault(
        name="dates-in-seconds",
        breaks="service/dates-in-milliseconds",
        entities=_SETS,
        lie=Act("all times of change count seconds", record=_seconds_for_milliseconds),
        near_miss=Act("times of change have a fraction of a second", record=_half_a_second_later),
    ),
    Fault(
        name="id-in-capitals",
        breaks="service/property-names",
        entities=_SETS,
        lie=Act("records have an 'Id' for an 'id'", reply=rows(_id_in_capitals)),
        near_miss=Act("records have their properties backwards", reply=rows(_backwards)),
    ),
    Fault(
        name="results-twice",
        breaks="service/envelope",
        entities=_SETS,
        lie=Act("the records stand under 'results' within 'results'", reply=document(_results_twice)),
        near_miss=Act("the records stand last in their envelope, behind a notice", reply=document(_results_last)),
        dialects=_WRAPPED,
    ),
    Fault(
        name="list-twice-wrapped",
        breaks="service/collections-in-dialect-form",
        entities=_SETS,
        lie=Act("titles stand under 'results' within 'results'", reply=rows(_lists_twice)),
        near_miss=Act("the entries of titles have their properties backwards", reply=rows(_entries_backwards)),
        dialects=_WRAPPED_LISTS,
    ),
    Fault(
        name="parent-as-placeholder",
        breaks="service/no-placeholders",
        entities=_SETS,
        lie=Act(
            "long titles that do not exist are an entry with the address of the record",
            reply=document(_parent_for_entries, "page", "item"),
        ),
        near_miss=Act(
            "titles have the address of the record in '__metadata'",
            reply=document(_parent_as_metadata, "page", "item"),
        ),
        dialects=("jaydata",),
    ),
    Fault(
        name="address-of-another",
        breaks="service/own-address",
        entities=_SETS,
        lie=Act("the second record has the address of the first", reply=document(_address_of_the_first)),
        near_miss=Act("addresses end in a slash", reply=document(_addresses_with_slash)),
        dialects=("olingo2", "wcf-v1", "wcf-v2", "odata4j"),
    ),
    Fault(
        name="page-breaks-off",
        breaks="transport/json-body",
        entities=_SETS,
        lie=Act("pages break off in the middle", reply=body(lambda text: text[: len(text) // 2])),
        near_miss=Act("pages end in blank lines", reply=body(lambda text: text + b"\r\n\r\n")),
    ),
)
"""The lies of this kind."""
