"""
Long sequences, kept where there is room: the last items in memory, those before them in a file without a name.

A set of a million records leaves as many ids, moments and values to filter with, and some ten million notes. Nobody else
sees the file, and it is gone with the sequences in it. Where items are only held against each other, a hash of each lies in
the file before them: they are read back only if one comes more than once.
"""

import marshal
import pickle
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from os import SEEK_END
from typing import IO, Any, Generic, NamedTuple, TypeVar, overload

Item = TypeVar("Item")
AT_ONCE = 5_000
"""Items that are kept in memory until they are written together."""
_GROUPS = 64
_EDGES = [(number << 58) - (1 << 63) for number in range(1, _GROUPS)]
"""Where the groups of hashes, of 64 bits with their sign, meet."""
_MARKS = 1 << 22


def itself(value: Any) -> Hashable:  # noqa: ANN401 - whatever is kept
    """The whole of an item."""
    found: Hashable = value
    return found


class Store:
    """A file without a name, which begins with the first bytes that are put into it."""

    def __init__(self) -> None:
        """Prepare; there is no file yet."""
        self._file: IO[bytes] | None = None

    def put(self, content: bytes) -> int:
        """Write bytes, and say where they begin."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="apitest-")  # noqa: SIM115 - closed by `__del__`
        place = self._file.seek(0, SEEK_END)
        self._file.write(content)
        return place

    def get(self, place: int, size: int) -> bytes:
        """Read bytes again."""
        assert self._file is not None
        self._file.seek(place)
        return self._file.read(size)

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()


class _Part(NamedTuple):
    """Items in the file: how many come before, where they begin, their hashes in groups, and the bytes behind those."""

    first: int
    place: int
    groups: "array[int]"
    """Where each group of hashes begins and the next ends, in hashes."""
    size: int


class Shelf(Sequence[Item], Generic[Item]):
    """Items in the order in which they were taken; can be gone through as often as need be, or looked up by place."""

    def __init__(
        self,
        at_once: int | None = None,
        *,
        store: Store | None = None,
        compared: Callable[[Item], Hashable] | None = None,
    ) -> None:
        """
        Begin without any; about so many of them are kept in memory.

        `store`: the file, where several share one. `compared`: what of an item will be held against others.
        """
        self._latest: list[Item] = []
        self._at_once, self._away = at_once or AT_ONCE, 0
        self._parts: list[_Part] = []
        self._store = store or Store()
        self._opened: tuple[int, list[Item]] = (-1, [])
        self.compared = compared

    def extend(self, items: Iterable[Item]) -> None:
        """Take items."""
        self._latest += items
        if len(self._latest) >= self._at_once:
            self._put_away()

    def _put_away(self) -> None:
        ordered = self._hashes(self._latest)
        groups = array("I", [0, *(bisect_left(ordered, edge) for edge in _EDGES), len(ordered)] if ordered else [0])
        items = _packed(self._plain(self._latest))
        place = self._store.put(ordered.tobytes() + items)
        self._parts.append(_Part(self._away, place, groups, len(items)))
        self._away += len(self._latest)
        self._latest.clear()

    def _plain(self, items: list[Item]) -> list[Any]:
        """Items in a form that is written and read fast."""
        return items

    def _again(self, plain: list[Any]) -> list[Item]:
        """Items of that form."""
        return plain

    def _hashes(self, items: Iterable[Item]) -> "array[int]":
        return array("q", [] if self.compared is None else sorted(map(hash, map(self.compared, items))))

    def hashes(self) -> Iterator[list[int]]:
        """Hashes of what is compared, by groups: equal ones are in the same."""
        latest = self._hashes(self._latest)
        if not self._parts:
            yield list(latest)
            return
        ends = [0, *(bisect_left(latest, edge) for edge in _EDGES), len(latest)]
        for number in range(_GROUPS):
            found = latest[ends[number] : ends[number + 1]]
            for part in self._parts:
                start, end = part.groups[number], part.groups[number + 1]
                found.frombytes(self._store.get(part.place + start * found.itemsize, (end - start) * found.itemsize))
            yield list(found)

    def __len__(self) -> int:
        return self._away + len(self._latest)

    def __iter__(self) -> Iterator[Item]:
        for part in (*self._parts,):
            yield from self._read(part)
        yield from self._latest

    def _read(self, part: _Part) -> list[Item]:
        before = part.groups[-1] * array("q").itemsize
        return self._again(_unpacked(self._store.get(part.place + before, part.size)))

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(len(self))[place])
        index = range(len(self))[place]
        if index >= self._away:
            return self._latest[index - self._away]
        number = bisect_right(self._parts, index, key=lambda part: part.first) - 1
        opened, items = self._opened
        if opened != number:
            self._opened = _, items = number, self._read(self._parts[number])
        return items[index - self._parts[number].first]

    def settled(self) -> Sequence[Item]:
        """The items when no more will come: a tuple, where all of them are in memory."""
        return self if self._parts else tuple(self._latest)

    def close(self) -> None:
        """Forget all of them; the file goes with the last shelf that is in it."""
        self._latest.clear()
        self._parts.clear()
        self._away, self._opened = 0, (-1, [])
        self._store = Store()


def repeated(items: Sequence[Hashable]) -> frozenset[int]:
    """Hashes of items that come more than once, and perhaps of a little more: most comes once, and need not be kept."""
    if isinstance(items, Shelf) and items.compared is itself:
        return twice(items.hashes())
    return twice([map(hash, items)])


def twice(groups: Iterable[Iterable[int]]) -> frozenset[int]:
    """What comes more than once in a group."""
    ordered = (sorted(group) for group in groups)
    return frozenset(one for group in ordered for one, other in pairwise(group) if one == other)


def distinct(items: Sequence[Hashable]) -> int:
    """How many different ones there are."""
    again = repeated(items)
    often = [item for item in items if hash(item) in again] if again else []
    return len(items) - len(often) + len(set(often))


class Known:
    """
    Values that came before.

    A new one is told by a table of marks, in which its own is not set. Only where all are set, the others are gone through.
    """

    def __init__(self, marks: int = _MARKS) -> None:
        """Begin without any; `marks`: a power of two, best a few times as many as values."""
        self._marks, self._mask = bytearray(marks), marks - 1
        self._kept: Shelf[Hashable] = Shelf()

    def add(self, values: Sequence[Hashable]) -> bool:
        """Take values; whether any of them is new."""
        places = [hash(value) & self._mask for value in values]
        fresh = set(values)
        if fresh and all(map(self._marks.__getitem__, places)):
            fresh.difference_update(self._kept)
        for place in places:
            self._marks[place] = 1
        self._kept.extend(values)
        return bool(fresh)


_PLAIN, _OTHER = b"m", b"p"
_PLAIN_FORM = 4


def _packed(items: list[Any]) -> bytes:
    """Items as bytes; plain values, as nearly all are, in the interpreter's own form, which is the fastest."""
    try:
        return _PLAIN + marshal.dumps(items, _PLAIN_FORM)
    except ValueError:
        return _OTHER + pickle.dumps(items, pickle.HIGHEST_PROTOCOL)


def _unpacked(part: bytes) -> list[Any]:
    """Items again, from our own file, which nobody else can open."""
    load = marshal.loads if part.startswith(_PLAIN) else pickle.loads
    found: list[Any] = load(memoryview(part)[1:])
    return found
