"""Every row of the interface has requirements that exist, or a reason; the page says what the data say."""

from typing import Any

import pytest

from covering import PAGE, chapters, page
from making import CONTRACT

ROWS = [(chapter["title"], row) for chapter in chapters() for row in chapter["row"]]
SETS = {
    "Decisions": "decisions",
    "Meetings": "meetings",
    "National reports (CountryReports)": "national-reports",
    "National plans": "national-plans",
    "Sites": "sites",
    "Contacts": "contacts",
    "Country profiles": "country-profiles",
}
_INTERFACE = ("decisions", "meetings", "national-plans", "sites", "contacts", "country-profiles", "files")


@pytest.mark.parametrize(("title", "row"), ROWS, ids=lambda item: item if isinstance(item, str) else item["what"])
def test_a_row_has_requirements_that_exist_or_a_reason(title: str, row: dict[str, Any]) -> None:
    assert [name for name in row["requirements"] if name not in CONTRACT.requirements] == []
    assert row["requirements"] or row["reason"].endswith(".")
    assert len(row["requirements"]) == len(set(row["requirements"])), title


@pytest.mark.parametrize(("title", "name"), SETS.items())
def test_every_property_of_the_published_interface_has_its_row(title: str, name: str) -> None:
    told = {part for chapter, row in ROWS if chapter == title for part in row["what"].split(", ")}
    entity = CONTRACT.entities[name]

    assert [item for item in entity.shape.fields if item not in told and item not in entity.extension] == []


def test_every_requirement_of_the_interface_has_its_row() -> None:
    told = {name for _, row in ROWS for name in row["requirements"]}

    untold = [
        item.id
        for item in CONTRACT.requirements.values()
        if item.conformance_class in _INTERFACE and item.id not in told
    ]

    assert untold == []


def test_the_page_is_fresh() -> None:
    """`python tests/covering.py` makes it."""
    assert PAGE.read_text("utf-8") == page()
