"""Checks of projects over values of any form, tombstones, lists not sent inline; what a fix says; levels."""

from typing import Any

import pytest

from apitest.reference.records import records_of
from projecting import CHECKS, countries, finance, found, money, status, whole

_ID = {"identifiers": [{"scheme": "gef", "value": "11534"}]}


@pytest.mark.parametrize("requirement", CHECKS)
def test_projects_of_the_reference_endpoint_conform(requirement: str) -> None:
    assert found(requirement, *records_of("projects", 400)) == []


@pytest.mark.parametrize("requirement", CHECKS)
@pytest.mark.parametrize("number", [20, 25, 22])
def test_value_of_another_type_is_left_to_others(requirement: str, number: int) -> None:
    names = [name for name in whole(number) if name not in ("id", "approvalFiscalYear")]
    changed = [whole(number, **{name: value}) for name in names for value in (True, 7)]

    assert [item for content in changed for item in found(requirement, content)] == []


@pytest.mark.parametrize("requirement", CHECKS)
@pytest.mark.parametrize(
    "value", [[7, None, "x", [1], {}], {"code": 7, "a": [{}]}, [{"code": [], "share": "x"}], "\u0000"]
)
def test_no_value_makes_a_check_stumble(requirement: str, value: Any) -> None:
    changed = [whole(22, **{name: value}) for name in whole(22) if name != "id"]

    for content in changed:
        assert isinstance(found(requirement, content, whole(20)), list)


@pytest.mark.parametrize("requirement", [name for name in CHECKS if name != "projects/updated-not-in-future"])
def test_tombstone_is_held_to_its_identity_alone(requirement: str) -> None:
    stone = {"id": "x", "deleted": True, "updated": "2025-01-01T00:00:00Z"}

    assert found(requirement, stone | _ID, stone | _ID) == []


@pytest.mark.parametrize(
    ("requirement", "content"),
    [
        ("title-in-english", whole(title=None)),
        ("required-properties", whole(organisations=None)),
        ("gef-focal-area", whole(focalAreas=None)),
        ("scope-fits-places", whole(countries=None)),
        ("cancellation-dated", whole(5, milestones=None)),
    ],
)
def test_list_that_was_not_sent_inline_is_not_missed(requirement: str, content: Any) -> None:
    lists = ("/title", "/organisations", "/focalAreas", "/countries", "/milestones")

    assert found(requirement, content, deferred=lists) == []


@pytest.mark.parametrize(
    ("requirement", "content", "fix"),
    [
        ("country-code", countries("Ghana"), "Write 'GH'."),
        ("country-code", countries("Africa"), "Name it under 'regions': m49 '002'."),
        ("country-code", countries("Global"), "Leave it out, and write 'global' as the scope."),
        ("gef-number-form", {"identifiers": [{"scheme": "gef", "value": "none"}]}, ""),
        ("country-code", countries("Atlantis"), ""),
        ("country-two-capitals", countries("EUR"), "Write 'EU'."),
        ("country-current", countries("el"), "Write 'GR'."),
        ("region-code", {"regions": [{"vocabulary": "m49", "code": "africa"}]}, "Write '002'."),
        ("gef-number-form", {"identifiers": [{"scheme": "gef", "value": "GEF-10,125"}]}, "Write '10125'."),
        ("open-lists", {"focalAreas": [{"code": "Persistent Organic Pollutants"}]}, "Write 'pops'."),
        ("open-lists", {"fundingPeriod": {"code": "GEF-8"}}, "Write 'gef-8'."),
        ("closed-lists", {"scope": "Global"}, "Write 'global'."),
        ("closed-lists", {"scope": "worldwide"}, ""),
        ("currency-listed", finance(grant=money(5, "usd")), "Write 'USD'."),
        ("status-fits-label", status("2", "Completed"), "Write '4'."),
    ],
)  # fmt: skip
def test_fix_names_what_was_meant(requirement: str, content: Any, fix: str) -> None:
    (departure,) = found(requirement, content)

    assert fix == departure.fix


def test_a_level_binds_all_projects_once_one_shows_it() -> None:
    below, shown = whole(plannedStart=None, actualStart=None, sectors=None), whole()

    before, after = found("start-date-for-iati", below), found("start-date-for-iati", below, shown)

    assert ([], [below["id"]]) == (before, [item.record for item in after])
