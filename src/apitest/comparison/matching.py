"""Which name of the new contract stands for which of the old, where names or places changed; always an inference."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from apitest.comparison.forms import Form, Offer, walked

_ALIKE = 0.6
"""From this likeness of names on, two properties of one form are taken for one (0: nothing in common, 1: equal)."""
_MOST_FIELDS = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A property that only one side has."""

    pointer: str
    form: Form
    required: bool

    @property
    def name(self) -> str:
        """The last step of the pointer."""
        return self.pointer.rpartition("/")[2]

    @property
    def owner(self) -> str:
        """The pointer of the object it is in."""
        return self.pointer.rpartition("/")[0]


Pair = tuple[Loose, Loose]
Likeness = Callable[[Loose, Loose], float]


def paired(gone: Sequence[Loose], come: Sequence[Loose]) -> tuple[list[Pair], list[Pair]]:
    """Pairs that were renamed in their object, and pairs that were moved to another place; the likeliest first."""
    renamed = _best(gone, come, _renamed)
    used = {id(item) for pair in renamed for item in pair}
    moved = _best(
        [item for item in gone if id(item) not in used], [item for item in come if id(item) not in used], _moved
    )
    return renamed, moved


def _best(gone: Iterable[Loose], come: Sequence[Loose], likeness: Likeness) -> list[Pair]:
    ranked = sorted(
        ((likeness(old, new), old, new) for old in gone for new in come),
        key=lambda entry: (-entry[0], entry[1].pointer, entry[2].pointer),
    )
    pairs: list[Pair] = []
    used: set[int] = set()
    for score, old, new in ranked:
        if score > 0 and used.isdisjoint({id(old), id(new)}):
            pairs.append((old, new))
            used |= {id(old), id(new)}
    return pairs


def _renamed(old: Loose, new: Loose) -> float:
    if old.owner != new.owner or not alike(old.form, new.form):
        return 0.0
    described = old.form.notes.get("description")
    if described and described == new.form.notes.get("description"):
        return 1.0
    names = SequenceMatcher(None, _bare(old.name), _bare(new.name)).ratio()
    return names if names >= _ALIKE else 0.0


def _moved(old: Loose, new: Loose) -> float:
    return 1.0 if old.name == new.name and old.owner != new.owner and alike(old.form, new.form) else 0.0


def _bare(name: str) -> str:
    """A name without case and separators: `meeting_id` and `MeetingId` are one name."""
    return name.replace("_", "").replace("-", "").lower()


def alike(old: Form, new: Form) -> bool:
    """Whether two forms have the same build: types, formats and the names inside."""
    return _build(old) == _build(new)


def _build(form: Form) -> tuple[object, ...]:
    return form.plain, form.format, form.edm, tuple(sorted(form.fields)), _build(form.item) if form.item else ()


def sets_renamed(gone: Mapping[str, Offer], come: Mapping[str, Offer]) -> list[tuple[str, str]]:
    """Sets under another name: most of the fields are the same."""
    pairs, left = [], dict(come)
    for name, offer in gone.items():
        scored = sorted(((_shared(offer.answer, other.answer), key) for key, other in left.items()), reverse=True)
        if scored and scored[0][0] >= _MOST_FIELDS:
            pairs.append((name, scored[0][1]))
            del left[scored[0][1]]
    return pairs


def _shared(old: Form, new: Form) -> float:
    ours, theirs = ({pointer for pointer, _ in walked(form)} for form in (old, new))
    return len(ours & theirs) / len(ours | theirs)


def alternatives(old: Sequence[Form], new: Sequence[Form]) -> tuple[list[tuple[Form, Form]], list[Form], list[Form]]:
    """Alternatives that belong together, those gone and those come: by name, else by build, else by common fields."""
    left, pairs, gone = list(new), [], []
    for option in old:
        found = next((other for test in _TESTS for other in left if test(option, other)), None)
        if found is None:
            gone.append(option)
        else:
            pairs.append((option, found))
            left.remove(found)
    return pairs, gone, left


def _same_title(old: Form, new: Form) -> bool:
    return bool(old.name) and old.name == new.name and old.plain == new.plain


def _related(old: Form, new: Form) -> bool:
    if old.plain != new.plain or "object" not in old.plain:
        return old.plain == new.plain and old.format == new.format and old.codes == new.codes
    return bool(old.fields) and _shared(old, new) >= _MOST_FIELDS / 2


_TESTS = (_same_title, lambda old, new: old == new, alike, _related)
