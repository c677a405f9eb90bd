"""
Whether an answer has the form that the OpenAPI document of its dialect gives it.

A property of which another requirement speaks already (the dialect has noted it while reading, or a record check finds it)
is not told here again. Where every record differs, as they do when a service has a property of its own, that is seen from
the notes alone, or from the first records that differ in the same way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from apitest.checks import RECORDS
from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject
from apitest.checks.examining import CAP
from apitest.checks.service import ABSENT_KEY, drawn, odd_key
from apitest.dialects.body import read_json
from apitest.dialects.openapi import OpenApiForm, reference
from apitest.dialects.speech import Path, inside
from apitest.model import Departure, Depth, Exchange, Json, Page
from apitest.shapes.schemas import Difference, Misfit, Shape, Shapes, Step, Way, shapes_of

_OK = 200
_ERRORS = range(400, 600)
_ALIKE = 20
"""So many records that differ in the same way, all of it spoken of already, stand for all others that do."""
_Misfits = tuple[tuple[tuple[int, Sequence[Difference]], ...], tuple[Misfit, ...]]
"""Of a page: the rows that do not fit, each with where it differs, and how the rest differs."""


def answers_fit_their_schema(subject: Subject) -> Conversation:
    """Listings, single records, counts, errors and the service document fit their schemas; asks what others ask too."""
    shapes = shapes_of(subject.contract, subject.dialect.NAME)
    if shapes is None:
        raise NotOffered("the dialect does not speak JSON")
    found: list[Departure] = []
    spoken_of: Counter[Way] = Counter()
    for leaf in subject.harvest.leaves:
        exchange = yield leaf.exchange.query
        found += _of_page(subject, shapes, exchange, spoken_of)
        if len(found) >= CAP:
            return found
    for record in drawn(subject):
        exchange = yield subject.dialect.item(subject.base, subject.entity, str(record.id))
        found += _of_item(subject, shapes, exchange)
    absent = odd_key(subject) if subject.depth is Depth.STANDARD else ABSENT_KEY
    exchange = yield subject.dialect.item(subject.base, subject.entity, absent)
    found += _of_error(subject, shapes, exchange)
    exchange = yield subject.dialect.count(subject.base, subject.entity)
    if subject.dialect.read_count(exchange) is not None and "json" in shapes.form.count_media_type:
        found += _of_value(shapes.of(shapes.form.count_schema), exchange, shapes.form)
    exchange = yield subject.dialect.service(subject.base, subject.entity)
    if subject.dialect.read_service(exchange, subject.contract) is not None:
        found += _of_value(shapes.of(reference("ServiceDocument")), exchange, shapes.form)
    return found


def _of_page(subject: Subject, shapes: Shapes, exchange: Exchange, spoken_of: Counter[Way]) -> Iterator[Departure]:
    """
    What is wrong around the rows, and in each row.

    `spoken_of`: rows that differ in some way, of which nothing was left to tell; added to.
    """
    form, rows, name = shapes.form, subject.dialect.LAYOUT.rows, subject.entity.type_name
    if exchange.status != _OK:
        return
    about = ("misfits", subject.dialect.NAME, name, exchange.body)
    unfit, around = subject.recall(about, lambda: _misfits_on(exchange, shapes, name, rows))
    if unfit:
        page, items = subject.dialect.read_page(exchange, subject.entity), _rows_on(exchange, rows)
        notes = _noted_on(page)
        for index, differences in unfit:
            way = frozenset[tuple[str, ...]]().union(*(difference.rules for difference in differences))
            noted = notes.get(_id(page, index), frozenset())
            if spoken_of[way] >= _ALIKE or _all_spoken(differences, noted, form):
                continue
            misfits = shapes.of(reference(name)).misfits(items[index])
            spoken = noted | _found_in(subject, page, index)
            told = [*_untold(misfits, spoken, (*rows, index), exchange, _id(page, index), form)]
            spoken_of[way] += not told
            yield from told
    for misfit in around:
        yield _departure(misfit, (), exchange, form)


def _misfits_on(exchange: Exchange, shapes: Shapes, name: str, rows: Path) -> _Misfits:
    """How the rows of a page and what stands around them differ; nothing where there are no rows."""
    value = read_json(exchange).value
    listed = inside(value, rows)
    if not isinstance(listed, list):
        return (), ()
    row, around = shapes.of(reference(name)), shapes.of(shapes.form.page({}))
    unfit = tuple((index, row.differences(item)) for index, item in enumerate(listed) if not row.fits(item))
    return unfit, tuple(around.misfits(_replaced(value, rows, [])))


def _rows_on(exchange: Exchange, rows: Path) -> Sequence[Json]:
    listed = inside(read_json(exchange).value, rows)
    return listed if isinstance(listed, list) else []


def _of_item(subject: Subject, shapes: Shapes, exchange: Exchange) -> Iterator[Departure]:
    page = subject.dialect.read_item(exchange, subject.entity)
    row = inside(read_json(exchange).value, subject.dialect.LAYOUT.item)
    if exchange.status != _OK or not page.readable or not isinstance(row, dict):
        return
    misfits = shapes.of(reference(subject.entity.type_name)).misfits(row)
    spoken = _noted_on(page).get(_id(page, 0), frozenset()) | _found_in(subject, page, 0) if misfits else frozenset()
    yield from _untold(misfits, spoken, subject.dialect.LAYOUT.item, exchange, _id(page, 0), shapes.form)


def _of_error(subject: Subject, shapes: Shapes, exchange: Exchange) -> Iterator[Departure]:
    if exchange.status in _ERRORS and subject.dialect.read_error(exchange) is not None:
        yield from _of_value(shapes.of(reference("Error")), exchange, shapes.form)


def _of_value(shape: Shape, exchange: Exchange, form: OpenApiForm) -> Iterator[Departure]:
    reading = read_json(exchange)
    # What is said in Atom has no place in a schema of JSON.
    for misfit in shape.misfits(reading.value) if reading.readable else ():
        yield _departure(misfit, (), exchange, form)


def _untold(
    misfits: Sequence[Misfit],
    spoken: frozenset[str],
    path: tuple[Step, ...],
    exchange: Exchange,
    record: str | None,
    form: OpenApiForm,
) -> Iterator[Departure]:
    """Misfits of a row in places that no other requirement speaks of."""
    around = _around(spoken)
    for misfit in misfits:
        # A null says as little as a property that is missing.
        missing = not misfit.path or (len(misfit.path) == 1 and misfit.got == repr(None))
        missing_somewhere = missing and "" in spoken
        if not missing_somewhere and not all(
            _is_spoken(pointer, spoken, around) for pointer in _pointers(misfit, form)
        ):
            yield _departure(misfit, path, exchange, form, record)


def _all_spoken(differences: Iterable[Difference], spoken: frozenset[str], form: OpenApiForm) -> bool:
    """Whether something is said of every place where a row differs; where it lies deeper, that is not known."""
    around = _around(spoken)
    return all(
        not difference.composite and all(_is_spoken(pointer, spoken, around) for pointer in _pointers(difference, form))
        for difference in differences
    )


def _around(spoken: Iterable[str]) -> frozenset[str]:
    return frozenset(above for pointer in spoken if pointer for above in _steps_to(pointer))


def _pointers(misfit: Misfit | Difference, form: OpenApiForm) -> list[str]:
    """Where a misfit lies in the decoded record."""
    return [form.pointer((*misfit.path, name)) for name in sorted(misfit.names)] or [form.pointer(misfit.path)]


def _is_spoken(pointer: str, spoken: frozenset[str], around: frozenset[str]) -> bool:
    """Whether something is said of this place, of what it lies in, or of what lies in it (`around`: whatever does)."""
    return pointer in around or any(above in spoken for above in _steps_to(pointer) if above)


def _steps_to(pointer: str) -> Iterator[str]:
    """A pointer and all that it lies in: `/a/b`, `/a`, and the whole."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield ""


def _noted_on(page: Page) -> Mapping[str | None, frozenset[str]]:
    """Id → places in the record that the dialect has noted while reading."""
    found: dict[str | None, set[str]] = {}
    for item in page.departures:
        if item.pointer:
            found.setdefault(item.record, set()).add(item.pointer)
    return {record: frozenset(pointers) for record, pointers in found.items()}


def _found_in(subject: Subject, page: Page, index: int) -> frozenset[str]:
    """
    Places in a record that a record check finds wanting.

    A check that misses a property may speak of the record as a whole: an empty pointer.
    """
    if index >= len(page.records):
        return frozenset()
    return frozenset(
        item.pointer
        for name, check in RECORDS.items()
        if (requirement := subject.contract.requirements.get(name)) and subject.entity.name in requirement.entities
        for item in check(page.records[index], subject)
    )


def _departure(
    misfit: Misfit, path: tuple[Step, ...], exchange: Exchange, form: OpenApiForm, record: str | None = None
) -> Departure:
    steps = (*path, *misfit.path)
    return Departure(
        expected=misfit.expected,
        got=misfit.got,
        pointer=_pointers(misfit, form)[0] if path or record is not None else "",
        record=record,
        exchange=exchange,
        place="$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps),
    )


def _id(page: Page, index: int) -> str | None:
    return page.records[index].id if index < len(page.records) else None


def _replaced(value: Json, path: Sequence[str], new: Json) -> Json:
    if not path:
        return new
    return {**value, path[0]: _replaced(value[path[0]], path[1:], new)}


CONVERSATIONS: Mapping[str, ConversationCheck] = {"service/answers-fit-schema": answers_fit_their_schema}
"""Ask for more, as those of `checks` do."""
