"""
Notes of a walk, kept where there is room: the last ones in memory, those before them in a file without a name.

A set of a million records leaves some ten million notes, and each is looked at once more when the walk is over. Nobody but
the checks sees the file, and it is gone with the notes.
"""

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from os import SEEK_END
from typing import IO, overload

from apitest.checks.setting import Note

_AT_ONCE = 5_000
"""Notes that are kept in memory, and written together."""


class Notes(Sequence[Note]):
    """Notes in the order in which they were taken; can be gone through as often as need be."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        """Begin without any; so many of them are kept in memory."""
        self._latest: list[Note] = []
        self._at_once, self._parts = at_once, 0
        self._file: IO[bytes] | None = None

    def append(self, note: Note) -> None:
        """Take a note."""
        self._latest.append(note)
        if len(self._latest) >= self._at_once:
            self._file = self._file or tempfile.TemporaryFile(prefix="apitest-")  # noqa: SIM115 - closed by `close`
            self._file.seek(0, SEEK_END)
            # As plain tuples, which are read back faster.
            pickle.dump([tuple(item) for item in self._latest], self._file, pickle.HIGHEST_PROTOCOL)
            self._parts += 1
            self._latest.clear()

    def __len__(self) -> int:
        return self._parts * self._at_once + len(self._latest)

    def __iter__(self) -> Iterator[Note]:
        place = 0
        for _ in range(self._parts):
            assert self._file is not None
            self._file.seek(place)
            part = pickle.load(self._file)  # noqa: S301 - our own file, which nobody else can open
            place = self._file.tell()
            yield from map(Note._make, part)
        yield from self._latest

    @overload
    def __getitem__(self, place: int) -> Note: ...

    @overload
    def __getitem__(self, place: slice) -> list[Note]: ...

    def __getitem__(self, place: int | slice) -> Note | list[Note]:
        if isinstance(place, slice):
            return list(self)[place]
        found = next(islice(self, place if place >= 0 else len(self) + place, None), None)
        if found is None:
            raise IndexError(place)
        return found

    def close(self) -> None:
        """Forget all of them."""
        self._latest.clear()
        self._parts = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        self.close()
