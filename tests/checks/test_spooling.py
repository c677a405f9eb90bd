"""Notes that do not fit into memory come back as they were taken."""

from datetime import UTC, datetime

import pytest

from apitest.checks.properties import collisions, shared
from apitest.checks.setting import Note
from apitest.checks.spooling import Compared, Notes, key_of, repeated
from apitest.shelves import Shelf, itself

VALUES = ["a", ("b", None), 3, datetime(2026, 1, 1, tzinfo=UTC), "\ud800", ("c", "d"), "a"]
TAKEN = [Note(value=value, record=f"r{number}", pointer="/x") for number, value in enumerate(VALUES)]


def notes(at_once: int, taken: list[Note] = TAKEN, compared: Compared | None = None) -> Notes:
    kept = Notes(at_once, compared)
    for note in taken:
        kept.extend([note])
    return kept


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 100])
def test_notes_come_back_as_they_were_taken_and_as_often_as_asked(at_once: int) -> None:
    kept = notes(at_once)

    assert [list(kept), list(kept), len(kept)] == [TAKEN, TAKEN, len(TAKEN)]
    assert all(isinstance(note, Note) for note in kept)


def test_notes_are_taken_while_others_are_gone_through() -> None:
    kept = notes(2)
    going = iter(kept)
    first = next(going)

    kept.extend(TAKEN[:1])
    kept.extend(TAKEN[1:2])

    assert first == TAKEN[0]
    assert list(kept) == [*TAKEN, *TAKEN[:2]]


def test_a_note_is_found_by_its_place() -> None:
    kept = notes(2)

    assert [kept[0], kept[-1], kept[1:3]] == [TAKEN[0], TAKEN[-1], tuple(TAKEN[1:3])]
    with pytest.raises(IndexError):
        kept[7]


def test_notes_that_are_forgotten_are_gone() -> None:
    kept = notes(2)

    kept.close()

    assert (list(kept), len(kept)) == ([], 0)


PAIRS = [
    Note(value=pair, record=f"r{n}", pointer="/f")
    for n, pair in enumerate([("k", "u"), ("l", "u"), ("k", "u"), ("k", "v")])
]


@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_only_what_comes_again_is_held_against_others(at_once: int, remembered: bool) -> None:
    taken = [Note(value=value, record=f"r{n}", pointer="/x") for n, value in enumerate("abca")]
    said = notes(at_once, taken, itself if remembered else None)
    files = notes(at_once, PAIRS, key_of if remembered else None)

    assert [found.got for found in shared(said, "")] == ["'a', as in 1 other records, first in 'r0'"]
    assert [found.got for found in collisions(files, "")] == ["'k' for 'v', and in 'r0' for 'u'"]


@pytest.mark.parametrize("compared", [None, itself, key_of])
@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_what_is_remembered_of_notes_is_what_going_through_them_finds(at_once: int, compared: Compared | None) -> None:
    kept = notes(at_once, PAIRS, compared)

    found = [repeated(kept, itself), repeated(kept, key_of)]

    assert found == [frozenset({hash(("k", "u"))}), frozenset({hash("k")})]
    assert list(kept) == PAIRS


def test_notes_that_are_all_different_are_not_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    said = notes(2, [Note(value=value, record="r", pointer="/x") for value in "abcde"], itself)
    files = notes(2, [Note(value=(value, "u"), record="r", pointer="/f") for value in "abcde"], key_of)
    monkeypatch.delattr(Shelf, "__iter__")

    found = [*shared(said, ""), *collisions(files, "")]

    assert found == []
