"""Files that depart as recorded answers do are recognised, and their findings are those that the page names, no others."""

import re
from collections.abc import Iterator

import pytest

from apitest.checks import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS, unbound
from apitest.dialects.recognition import recognise
from apitest.model import Exchange, Page, Query
from apitest.shipped import shipped
from making import CONTRACT, NOW, entity, exchange, target

PAGE = (shipped("fixtures").parent / "docs" / "habits.md").read_text("utf-8")
SETS = {"national-reports": "olingo2", "sites": "olingo2"} | dict.fromkeys(
    ("decisions", "meetings", "national-plans"), "jaydata"
)
Place = tuple[str, str, str]
"""Record, pointer, requirement; an empty requirement: nothing tells it."""


def rows(name: str) -> Iterator[Place]:
    """What the page says of a file."""
    part = PAGE.partition(f"File `{name}.json`")[2].partition("\n## ")[0]
    for line in part.splitlines():
        cells = line.strip("| ").split(" | ")
        if not line.startswith("| `"):
            continue
        records, places, told = (re.findall(r"`([^`]+)`", cells[number]) for number in (0, 1, 3))
        yield from ((record, place, told[0] if told else "") for record in records for place in places)


def served(name: str, query: Query | None = None) -> Exchange:
    body = shipped("fixtures", "habits", f"{name}.json").read_bytes()
    return exchange(body, url=query.url if query else f"http://mea.example/informea.svc/{entity(name).wire_name}")


def page_of(name: str) -> Page:
    return DIALECTS[SETS[name]].read_page(served(name), entity(name))


def found(name: str) -> Iterator[Place]:
    """What is found in a file; decisions are seen beside the meetings."""
    meetings = {str(record.id): record.content for record in page_of("meetings").records}
    setting = Setting(
        contract=CONTRACT,
        target=target(dialect=SETS[name]),
        entity=entity(name),
        now=NOW,
        facts_of=lambda other, fact: (
            {key: content.get(fact) for key, content in meetings.items()} if other == "meetings" else None
        ),
    )
    binding = {
        requirement.id
        for requirement in CONTRACT.requirements.values()
        if name in requirement.entities and not unbound(requirement, DIALECTS[SETS[name]])
    }
    page = page_of(name)
    yield from ((str(note.record), note.pointer, note.requirement) for note in page.departures)
    for check in RECORDS.keys() & binding:
        for record in page.records:
            yield from ((str(record.id), note.pointer, check) for note in RECORDS[check](record, setting))
    for check in GATHERINGS.keys() & binding:
        notes = [note for record in page.records for note in GATHERINGS[check].note(record, setting)]
        yield from ((str(note.record), note.pointer, check) for note in GATHERINGS[check].judge(notes, setting))


@pytest.mark.parametrize("name", SETS)
def test_findings_are_those_of_the_page(name: str) -> None:
    promised = {row for row in rows(name) if row[2]}

    assert set(found(name)) == promised
    assert promised


@pytest.mark.parametrize("name", SETS)
def test_what_nothing_tells_is_really_not_told(name: str) -> None:
    told = {row[:2] for row in rows(name) if row[2]}
    silent = {row[:2] for row in rows(name) if not row[2]} - told

    assert silent
    assert {place[:2] for place in found(name)} & silent == set()


@pytest.mark.parametrize("name", SETS)
def test_each_file_is_recognised_without_help(name: str) -> None:
    base = f"http://mea.example/informea.svc/{entity(name).wire_name}"
    conversation, asked = recognise(base, CONTRACT), 0

    try:
        query = next(conversation)
        while True:
            asked += 1
            listing = query.url.partition("?")[0] == base
            query = conversation.send(served(name, query) if listing else exchange(b"", url=query.url, status=404))
    except StopIteration as end:
        recognised = end.value

    assert (recognised.dialect, recognised.entities) == (SETS[name], (name,))
    assert asked <= 4
