"""Records of national reporting, chosen by what they hold, and the ways in which the lies of the room change them."""

from collections.abc import Callable, Mapping
from typing import Any

from apitest.model import Json
from apitest.reference.lying import Act, Fault, RecordChange, at
from apitest.reference.records import records_of
from apitest.reference.store import in_order

REPORTS, OBLIGATIONS, STATUS = ("national-reports",), ("reporting-obligations",), ("reporting-status",)
ORDERED = {name: [*in_order(records_of(name))] for name in (*REPORTS, *OBLIGATIONS, *STATUS)}

Test = Callable[[Mapping[str, Any]], bool]
Change = Callable[[dict[str, Json]], dict[str, Json] | None]


# --- choosing records ---------------------------------------------------------------------------------------------


def places(entity: str, test: Test) -> list[int]:
    """Positions of the records of a set that pass a test."""
    return [position for position, record in enumerate(ORDERED[entity]) if test(record)]


def _single(record: Mapping[str, Any]) -> bool:
    """An extended report that is the only version, without sections."""
    return record.get("version") == 1 and "seriesId" not in record and "sections" not in record


def _is_pair(record: Mapping[str, Any]) -> bool:
    return any(other["id"] == record["supersedes"] for other in ORDERED["national-reports"])


SINGLE = places("national-reports", _single)
IN_PARTS = places("national-reports", lambda record: "sections" in record and "seriesId" not in record)
NUMBERED = places("national-reports", lambda record: _single(record) and record["reportType"] == "nr-6")
BASEL = places("national-reports", lambda record: _single(record) and record["treaty"] == "basel")
STOCKHOLM = places("national-reports", lambda record: _single(record) and record["treaty"] == "stockholm")
MINAMATA = places("national-reports", lambda record: _single(record) and record["treaty"] == "minamata")
NEWER = places("national-reports", lambda record: record.get("version") == 2 and _is_pair(record))


def older(newer: int) -> int:
    """The position of the version that another one replaced."""
    listed = ORDERED["national-reports"]
    return next(place for place, record in enumerate(listed) if record["id"] == listed[newer]["supersedes"])


# --- changing records ---------------------------------------------------------------------------------------------


def given(**values: Json) -> Change:
    """One record has these values."""
    return lambda record: record | values


def without(*names: str) -> Change:
    """One record lacks these properties."""
    return lambda record: {name: value for name, value in record.items() if name not in names}


def inside(name: str, **values: Json) -> Change:
    """The object under a property has these values."""
    return lambda record: record | {name: record.get(name, {}) | values}


def section(number: int, **values: Json) -> Change:
    """A section of one report has these values."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        sections = [*record["sections"]]
        sections[number] = sections[number] | values
        return record | {"sections": sections}

    return change


def cycle(number: int, without: str = "", **values: Json) -> Change:
    """A cycle of one obligation has these values, or lacks one."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        cycles = [*record["cycles"]]
        cycles[number] = {name: value for name, value in {**cycles[number], **values}.items() if name != without}
        return record | {"cycles": cycles}

    return change


def answer(**values: Json) -> Change:
    """A report has one more answer."""
    return lambda record: record | {"answers": [*record["answers"], values]}


def both(changes: Mapping[int, Change]) -> RecordChange:
    """Records at several positions are changed."""
    return lambda record, position: changes[position](record) if position in changes else record


def single_fault(
    name: str, breaks: str, entities: tuple[str, ...], place: int, lie: Change, near_miss: Change
) -> Fault:
    """A lie about one record; the sentences say no more than the name does."""
    said = name.replace("-", " ")
    return Fault(
        name=name,
        breaks=f"national-reports/{breaks}",
        entities=entities,
        lie=Act(f"{said}.", record=at(place, lie)),
        near_miss=Act(f"Close to: {said}.", record=at(place, near_miss)),
    )


def report_fault(name: str, breaks: str, place: int, lie: Change, near_miss: Change) -> Fault:
    """A lie about one report."""
    return single_fault(f"extended-report-{name}", breaks, REPORTS, place, lie, near_miss)


def pair_fault(name: str, breaks: str, lie: Mapping[int, Change], near_miss: Mapping[int, Change]) -> Fault:
    """A lie about several reports at once."""
    said = name.replace("-", " ")
    return Fault(
        name=f"extended-reports-{name}",
        breaks=f"national-reports/{breaks}",
        entities=REPORTS,
        lie=Act(f"extended reports {said}.", record=both(lie)),
        near_miss=Act(f"Close to: extended reports {said}.", record=both(near_miss)),
    )


CHANNEL = given(channel="paper")
"""A change that means nothing."""
