"""Projects: how they hang together, as parents, children and otherwise related."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from apitest.checks.project_identity import identifiers, owns
from apitest.checks.project_reading import items, living_notes, word
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Record

_PARENT, _CHILD = "1", "2"


def _note_relations(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a noter's form
    """A record's identifiers first, then each of its relations: type, target, whether the publisher owns the scheme."""
    own = [[scheme, value] for _, scheme, value in identifiers(record.content)]
    yield Note(value={"own": own}, record=record.id, pointer="")
    for item in items(record.content, "relatedProjects"):
        scheme, value = word(item.content, "scheme"), word(item.content, "value")
        if scheme and value:
            relation = {
                "type": word(item.content, "type"),
                "target": [scheme, value],
                "owned": owns(record.content, scheme),
            }
            yield Note(value=relation, record=record.id, pointer=item.pointer)


def _owners(notes: Sequence[Note]) -> dict[tuple[str, str], str | None]:
    """Identifier → the record that has it."""
    pairs = ((tuple(pair), note.record) for note in notes if "own" in note.value for pair in note.value["own"])
    return {(str(pair[0]), str(pair[1])): record for pair, record in pairs}


def _relations(notes: Sequence[Note]) -> Iterator[tuple[Note, str, str | None]]:
    """Each relation to a record of the set: note, type, the other record."""
    owners = _owners(notes)
    for note in notes:
        target = tuple(note.value.get("target", ()))
        if target in owners:
            yield note, note.value["type"], owners[target]


def relations_are_mutual(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """A parent names its child, and a child its parent."""
    found = {(note.record, kind, other) for note, kind, other in _relations(notes)}
    for note, kind, other in _relations(notes):
        back = {_PARENT: _CHILD, _CHILD: _PARENT}.get(kind)
        if back and other != note.record and (other, back, note.record) not in found:
            role = "child" if back == _CHILD else "parent"
            expected = f"{other!r} to name this project as its {role}"
            yield Departure(expected=expected, got="no such relation", pointer=note.pointer, record=note.record)


def hierarchy_has_no_cycle(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No project stands above itself."""
    above: dict[str | None, set[str | None]] = defaultdict(set)
    below: dict[str | None, set[str | None]] = defaultdict(set)
    places: dict[str | None, str] = {}
    for note, kind, other in _relations(notes):
        if kind in (_PARENT, _CHILD):
            child, parent = (note.record, other) if kind == _PARENT else (other, note.record)
            above[child].add(parent)
            below[parent].add(child)
            places.setdefault(note.record, note.pointer)
    reported: set[str | None] = set()
    for start in list(above):
        circle = _reached(start, above) & _reached(start, below)
        if circle and start not in reported:
            reported |= circle
            got = f"a circle: {', '.join(sorted(map(repr, circle)))}"
            yield Departure(expected="a hierarchy", got=got, pointer=places.get(start, ""), record=start)


def _reached(start: str | None, steps: Mapping[str | None, set[str | None]]) -> set[str | None]:
    """The projects that are reached from a project, step by step in one direction."""
    seen: set[str | None] = set()
    waiting = list(steps.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(steps.get(name, ()))
    return seen


def related_projects_exist(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """A related project that the publisher gave its identifier is part of the set."""
    owners = _owners(notes)
    for note in notes:
        target = tuple(note.value.get("target", ()))
        if target and note.value["owned"] and target not in owners:
            got = f"none with the {target[0]} identifier {target[1]!r}"
            yield Departure(expected="a project of this set", got=got, pointer=note.pointer, record=note.record)


RECORDS: dict[str, RecordCheck] = {}

GATHERINGS: dict[str, Gathering] = {
    name: living_notes(Gathering(note=_note_relations, judge=judge))
    for name, judge in {
        "projects/relations-mutual": relations_are_mutual,
        "projects/hierarchy-without-cycles": hierarchy_has_no_cycle,
        "projects/related-projects-exist": related_projects_exist,
    }.items()
}
