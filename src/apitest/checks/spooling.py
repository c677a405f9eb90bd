"""
Notes of a walk, kept where there is room: the last ones in memory, those before them in a file without a name.

A set of a million records leaves some ten million notes. Nobody but the checks sees the file, and it is gone with the
notes. Where notes are only held against each other, a hash of each lies in the file before them: they are read back only if
one comes more than once.
"""

import marshal
import pickle
import tempfile
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from operator import itemgetter
from os import SEEK_END
from typing import IO, NamedTuple, overload

from apitest.checks.setting import Note
from apitest.model import Json

_AT_ONCE = 5_000
"""Notes that are kept in memory until they are written together."""
Compared = Callable[[Json], Hashable]
"""Value of a note → what of it is held against others."""
key_of: Compared = itemgetter(0)
"""The first of several things that a note holds."""


def itself(value: Json) -> Hashable:
    """The whole value of a note."""
    found: Hashable = value
    return found


class _Part(NamedTuple):
    """Notes in the file: where they begin, and the bytes of their hashes and of themselves behind those."""

    place: int
    hashes: int
    notes: int


class Notes(Sequence[Note]):
    """Notes in the order in which they were taken; can be gone through as often as need be."""

    def __init__(self, at_once: int = _AT_ONCE, compared: Compared | None = None) -> None:
        """Begin without any; about so many of them are kept in memory. `compared`: what will be held against others."""
        self._latest: list[Note] = []
        self._at_once, self._away = at_once, 0
        self._parts: list[_Part] = []
        self._file: IO[bytes] | None = None
        self.compared = compared

    def extend(self, notes: Iterable[Note]) -> None:
        """Take notes."""
        self._latest += notes
        if len(self._latest) >= self._at_once:
            self._put_away()

    def _put_away(self) -> None:
        self._file = self._file or tempfile.TemporaryFile(prefix="apitest-")  # noqa: SIM115 - closed by `close`
        place = self._file.seek(0, SEEK_END)
        hashes = b"" if self.compared is None else _hashes(self._latest, self.compared).tobytes()
        # As plain tuples, which are read back faster.
        notes = _packed([tuple(note) for note in self._latest])
        self._file.write(hashes)
        self._file.write(notes)
        self._parts.append(_Part(place, len(hashes), len(notes)))
        self._away += len(self._latest)
        self._latest.clear()

    def hashes(self) -> "array[int]":
        """Hashes of what is compared, in the order of the notes."""
        assert self.compared is not None
        found = array("q")
        for part in self._parts:
            found.frombytes(self._read(part.place, part.hashes))
        return found + _hashes(self._latest, self.compared)

    def __len__(self) -> int:
        return self._away + len(self._latest)

    def __iter__(self) -> Iterator[Note]:
        for part in (*self._parts,):
            yield from map(Note._make, _unpacked(self._read(part.place + part.hashes, part.notes)))
        yield from self._latest

    def _read(self, place: int, size: int) -> bytes:
        assert self._file is not None
        self._file.seek(place)
        return self._file.read(size)

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
        self._parts.clear()
        self._away = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def __del__(self) -> None:
        self.close()


def repeated(notes: Sequence[Note], compared: Compared) -> frozenset[int]:
    """
    Hashes of what is said by more than one note, and perhaps of a little more: most comes once, and need not be kept.

    `compared`: as the notes were told to remember it; otherwise they are gone through.
    """
    remembered = isinstance(notes, Notes) and notes.compared is compared
    ordered = sorted(notes.hashes() if isinstance(notes, Notes) and remembered else _hashes(notes, compared))
    return frozenset(one for one, other in pairwise(ordered) if one == other)


def _hashes(notes: Iterable[Note], compared: Compared) -> "array[int]":
    return array("q", [hash(compared(note.value)) for note in notes])


_PLAIN, _OTHER = b"m", b"p"
_PLAIN_FORM = 4


def _packed(notes: list[tuple[Json, ...]]) -> bytes:
    """Notes as bytes; those of plain values, as nearly all are, in the interpreter's own form, which is the fastest."""
    try:
        return _PLAIN + marshal.dumps(notes, _PLAIN_FORM)
    except ValueError:
        return _OTHER + pickle.dumps(notes, pickle.HIGHEST_PROTOCOL)


def _unpacked(part: bytes) -> list[tuple[Json, ...]]:
    """Notes again, from our own file, which nobody else can open."""
    load = marshal.loads if part.startswith(_PLAIN) else pickle.loads
    found: list[tuple[Json, ...]] = load(memoryview(part)[1:])
    return found
