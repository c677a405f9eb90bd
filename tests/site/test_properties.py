"""What services send beside what the contract names, over all services."""

from typing import Any

import pytest

from apitest.site.properties import Property, sent


def row(records: int, filled: dict[str, int], **unknown: int) -> Any:
    return {"records": records, "walked": "complete", "filled": filled, "unknown": unknown}


def told(item: Property) -> tuple[str, tuple[str, ...], int, int, int]:
    return item.name, item.services, item.able, item.many, item.records


def test_what_nobody_sends_comes_first() -> None:
    (decisions,) = sent(
        {
            "one": {"decisions": row(10, {"id": 10, "number": 4, "summary": 0})},
            "two": {"decisions": row(30, {"id": 30, "number": 0, "summary": 0, "weight": 0})},
        }
    )

    assert (decisions.entity, decisions.services, decisions.records, decisions.unused) == ("decisions", 2, 40, 2)
    assert [told(item) for item in decisions.known] == [
        ("summary", (), 2, 0, 40),
        ("weight", (), 1, 0, 30),
        ("number", ("one",), 2, 4, 40),
        ("id", ("one", "two"), 2, 40, 40),
    ]


def test_what_most_send_beyond_the_contract_comes_first() -> None:
    (decisions,) = sent(
        {
            "one": {"decisions": row(10, {}, mood=1, brs=10)},
            "two": {"decisions": row(10, {}, mood=9)},
        }
    )

    assert [told(item) for item in decisions.unknown] == [
        ("mood", ("one", "two"), 2, 10, 20),
        ("brs", ("one",), 2, 10, 20),
    ]


@pytest.mark.parametrize("seen", [row(0, {"id": 0}), {"records": 5, "walked": "complete"}])
def test_sets_without_records_and_older_results_tell_nothing(seen: Any) -> None:
    assert sent({"one": {"decisions": seen}}) == []


def test_results_without_unknown_properties_are_read() -> None:
    (decisions,) = sent({"one": {"decisions": {"records": 5, "walked": "complete", "filled": {"id": 5}}}})

    assert (len(decisions.known), decisions.unknown) == (1, ())
