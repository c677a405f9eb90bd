"""
Whether an answer has the form that the OpenAPI document of its dialect gives it.

jsonschema_rs decides, once compiled, in microseconds; jsonschema explains the few values that do not fit, and is imported
when there is one, because it costs 60 ms; a test holds the two to the same verdicts. A property of which another
requirement speaks already (the dialect has noted it while reading, or a record check finds it) is not told here again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jsonschema_rs
import orjson

from apitest.checks import RECORDS
from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject
from apitest.checks.examining import CAP
from apitest.checks.service import ABSENT_KEY, drawn, odd_key
from apitest.dialects import openapi_document, openapi_form
from apitest.dialects.body import read_json
from apitest.dialects.openapi import OpenApiForm, reference
from apitest.dialects.speech import Path, inside
from apitest.model import Contract, Departure, Depth, Exchange, Json, Page

_OK = 200
_ERRORS = range(400, 600)
_FORMATS = ("date", "date-time", "uri", "uri-reference")
_LENGTH = 80
Step = str | int
_Misfits = tuple[tuple[tuple[int, Sequence["Misfit"]], ...], tuple["Misfit", ...]]
"""Of a page: the rows that do not fit, each with how it differs, and how the rest differs."""


# --- schemas ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """One way in which a value differs from its schema."""

    path: tuple[Step, ...]
    """From the value that was judged to where it differs."""
    names: frozenset[str]
    """Properties that are missing or unknown there; empty: the value there is at fault itself."""
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema, compiled, and the same to explain with."""

    decides: Any
    """A validator of jsonschema_rs."""
    whole: Json
    """The schema with its components."""

    @property
    def explains(self) -> Any:  # noqa: ANN401 - jsonschema is imported when it is needed
        """A validator of jsonschema."""
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - see above

        return Draft202012Validator(self.whole, format_checker=_formats())

    def fits(self, value: Json) -> bool:
        """Whether a value fits."""
        return bool(self.decides.is_valid(value))

    def misfits(self, value: Json) -> list[Misfit]:
        """How a value differs; empty: it fits."""
        if self.fits(value):
            return []
        # jsonschema tells each property that is missing by itself; one misfit names them all.
        explained = dict.fromkeys(_explained(error) for error in self.explains.iter_errors(value))
        return list(explained) or [
            Misfit(
                path=tuple(error.instance_path), names=frozenset(), expected="the form of its schema", got=error.message
            )
            for error in self.decides.iter_errors(value)
        ]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The schemas of one dialect's OpenAPI document; compiled when they are needed."""

    form: OpenApiForm
    components: Mapping[str, Json]
    _made: dict[bytes, Shape] = field(default_factory=dict)

    def of(self, schema: Json) -> Shape:
        """A schema that may refer to the components."""
        key = orjson.dumps(schema)
        if key not in self._made:
            whole = {**schema, "components": self.components}
            self._made[key] = Shape(jsonschema_rs.Draft202012Validator(whole, validate_formats=True), whole)
        return self._made[key]


_KNOWN: dict[tuple[str, str], Shapes | None] = {}


def shapes_of(contract: Contract, dialect: str) -> Shapes | None:
    """The schemas of a dialect, made once; None: it does not speak JSON."""
    key = (contract.digest, dialect)
    if key not in _KNOWN:
        form, document = openapi_form(dialect), openapi_document(contract, dialect)
        _KNOWN[key] = Shapes(form, document["components"]) if form and document else None
    return _KNOWN[key]


@cache
def _formats() -> Any:  # noqa: ANN401 - jsonschema is imported when it is needed
    """Formats as jsonschema_rs knows them: jsonschema knows few, and which depends on what else is installed."""
    from jsonschema import FormatChecker  # noqa: PLC0415 - see above

    checker = FormatChecker(formats=())
    for name in _FORMATS:
        known = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
        checker.checks(name)(known.is_valid)
    return checker


def _explained(error: Any) -> Misfit:  # noqa: ANN401 - a ValidationError of jsonschema
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - see above

    deepest = best_match([error])
    path, names = tuple(deepest.absolute_path), frozenset[str]()
    if isinstance(deepest.instance, dict):
        if deepest.validator == "required":
            names = frozenset(deepest.validator_value) - frozenset(deepest.instance)
        if deepest.validator == "additionalProperties":
            remarks = re.compile("|".join(deepest.schema.get("patternProperties", ())) or "(?!)")
            unknown = frozenset(deepest.instance) - frozenset(deepest.schema.get("properties", ()))
            names = frozenset(name for name in unknown if not remarks.search(name))
    expected, got = _words(deepest, sorted(names))
    return Misfit(path=path, names=names, expected=expected, got=got)


def _words(error: Any, names: Sequence[str]) -> tuple[str, str]:  # noqa: ANN401 - as above
    """What a misfit lacks, and what is there, in words."""
    limit, listed = error.validator_value, ", ".join(repr(name) for name in names)
    got = _short(error.instance)
    words = {
        "required": (f"the property {listed}", "nothing"),
        "additionalProperties": ("only properties of the contract", f"the property {listed}"),
        "type": (" or ".join(map(str, limit)) if isinstance(limit, list) else str(limit), got),
        "enum": (f"one of {_short(limit)}", got),
        "const": (repr(limit), got),
        "format": (f"a value of the form '{limit}'", got),
        "pattern": (f"text that matches {limit}", got),
        "minimum": (f"{limit} or more", got),
        "maximum": (f"{limit} or less", got),
        "minLength": ("text that is not empty", got),
    }
    return words.get(str(error.validator), ("the form that the OpenAPI document gives it", got))


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"


# --- answers ------------------------------------------------------------------------------------------------------


def answers_fit_their_schema(subject: Subject) -> Conversation:
    """Listings, single records, counts, errors and the service document fit their schemas; asks what others ask too."""
    shapes = shapes_of(subject.contract, subject.dialect.NAME)
    if shapes is None:
        raise NotOffered("the dialect does not speak JSON")
    found: list[Departure] = []
    for leaf in subject.harvest.leaves:
        exchange = yield leaf.exchange.query
        found += _of_page(subject, shapes, exchange)
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


def _of_page(subject: Subject, shapes: Shapes, exchange: Exchange) -> Iterator[Departure]:
    """What is wrong around the rows, and in each row."""
    form, rows, name = shapes.form, subject.dialect.LAYOUT.rows, subject.entity.type_name
    if exchange.status != _OK:
        return
    about = ("misfits", subject.dialect.NAME, name, exchange.body)
    unfit, around = subject.recall(about, lambda: _misfits_on(exchange, shapes, name, rows))
    page = subject.dialect.read_page(exchange, subject.entity) if unfit else None
    for index, misfits in unfit:
        yield from _untold(misfits, _spoken_of(subject, page, index), (*rows, index), exchange, _id(page, index), form)
    for misfit in around:
        yield _departure(misfit, (), exchange, form)


def _misfits_on(exchange: Exchange, shapes: Shapes, name: str, rows: Path) -> _Misfits:
    """How the rows of a page and what stands around them differ; nothing where there are no rows."""
    value = read_json(exchange).value
    listed = inside(value, rows)
    if not isinstance(listed, list):
        return (), ()
    row, around = shapes.of(reference(name)), shapes.of(shapes.form.page({}))
    unfit = tuple((index, row.misfits(item)) for index, item in enumerate(listed) if not row.fits(item))
    return unfit, tuple(around.misfits(_replaced(value, rows, [])))


def _of_item(subject: Subject, shapes: Shapes, exchange: Exchange) -> Iterator[Departure]:
    page = subject.dialect.read_item(exchange, subject.entity)
    row = inside(read_json(exchange).value, subject.dialect.LAYOUT.item)
    if exchange.status != _OK or not page.readable or not isinstance(row, dict):
        return
    misfits = shapes.of(reference(subject.entity.type_name)).misfits(row)
    spoken = _spoken_of(subject, page, 0) if misfits else frozenset()
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
    around = frozenset(above for pointer in spoken if pointer for above in _steps_to(pointer))
    for misfit in misfits:
        # A null says as little as a property that is missing.
        missing = not misfit.path or (len(misfit.path) == 1 and misfit.got == repr(None))
        missing_somewhere = missing and "" in spoken
        if not missing_somewhere and not all(
            _is_spoken(pointer, spoken, around) for pointer in _pointers(misfit, form)
        ):
            yield _departure(misfit, path, exchange, form, record)


def _pointers(misfit: Misfit, form: OpenApiForm) -> list[str]:
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


def _spoken_of(subject: Subject, page: Page | None, index: int) -> frozenset[str]:
    """
    Places in a record that the dialect has noted while reading, or that a record check finds wanting.

    A check that misses a property may speak of the record as a whole: an empty pointer.
    """
    if page is None or index >= len(page.records):
        return frozenset()
    record, entity = page.records[index], subject.entity
    pointers = [item.pointer for item in page.departures if item.record == record.id and item.pointer]
    for name, check in RECORDS.items():
        requirement = subject.contract.requirements.get(name)
        if requirement is not None and entity.name in requirement.entities:
            pointers += [item.pointer for item in check(record, subject)]
    return frozenset(pointers)


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


def _id(page: Page | None, index: int) -> str | None:
    return page.records[index].id if page is not None and index < len(page.records) else None


def _replaced(value: Json, path: Sequence[str], new: Json) -> Json:
    if not path:
        return new
    return {**value, path[0]: _replaced(value[path[0]], path[1:], new)}


CONVERSATIONS: Mapping[str, ConversationCheck] = {"service/answers-fit-schema": answers_fit_their_schema}
"""Ask for more, as those of `checks` do."""
