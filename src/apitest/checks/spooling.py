"""Notes of a walk on a shelf, where they wait until they are held against each other."""

from collections.abc import Callable, Hashable, Sequence
from operator import itemgetter
from typing import Any

from apitest.checks.setting import Note
from apitest.model import Json
from apitest.shelves import Shelf, Store, twice

Compared = Callable[[Json], Hashable]
"""Value of a note → what of it is held against others."""
key_of: Compared = itemgetter(0)
"""The first of several things that a note holds."""


class Notes(Shelf[Note]):
    """Notes in the order in which they were taken; can be gone through as often as need be."""

    def __init__(
        self, at_once: int | None = None, compared: Compared | None = None, store: Store | None = None
    ) -> None:
        """Begin without any. `compared`: what of their values will be held against others; the rest as for a shelf."""
        own = None if compared is None else lambda note: compared(note.value)
        super().__init__(at_once, store=store, compared=own)
        self.told = compared

    def _plain(self, items: list[Note]) -> list[Any]:
        """Plain tuples, which are read back faster."""
        return [tuple(note) for note in items]

    def _again(self, plain: list[Any]) -> list[Note]:
        return [*map(Note._make, plain)]


def repeated(notes: Sequence[Note], compared: Compared) -> frozenset[int]:
    """
    Hashes of what is said by more than one note, and perhaps of a little more: most comes once, and need not be kept.

    `compared`: as the notes were told to remember it; otherwise they are gone through.
    """
    if isinstance(notes, Notes) and notes.told is compared:
        return twice(notes.hashes())
    return twice([[hash(compared(note.value)) for note in notes]])
