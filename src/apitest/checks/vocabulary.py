"""
Codes and the lists they come from: treaties, countries, enumerations, decision numbers, media types.

A code is compared in canonical form and shown as it was sent. What is missing is not judged here.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from apitest.checks.reading import objects_of, text_of
from apitest.checks.relations import KIN
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Kind, Record, Term, Vocabulary

_ENUMERATIONS: Mapping[str, Mapping[str, str]] = {
    "decisions": {"type": "decision-type", "status": "decision-status"},
    "meetings": {
        "type": "meeting-type",
        "kind": "meeting-kind",
        "access": "meeting-access",
        "status": "meeting-status",
        "repetition": "meeting-repetition",
    },
    "national-plans": {"type": "national-plan-type"},
    "sites": {"type": "site-type"},
}
"""Entity set → property → the list its codes come from."""
_COUNTRY_LISTS = {2: "countries", 3: "countries-alpha-3"}
"""Length of a country code → the list it comes from."""
_KINDS_OF_DECISION = re.compile(r"^(?:decision|resolution|recommendation|res\.)\s+", re.IGNORECASE)
_HYPHENS = re.compile("[\u2011-\u2015\u2212]")
_AROUND_MARKS = re.compile(r"\s*([/-])\s*")


# --- reading codes ------------------------------------------------------------------------------------------------


class Code(NamedTuple):
    """A code as it was sent."""

    pointer: str
    written: str
    holder: Mapping[str, Json]
    """The object that it was found in."""


def _codes(record: Record, setting: Setting, name: str) -> Iterator[Code]:
    """The codes under a property name: the record's own, and those of the objects in its lists."""
    yield from _own(record, setting, name)
    yield from _nested(record, setting, name)


def _own(record: Record, setting: Setting, name: str) -> Iterator[Code]:
    if name in setting.entity.shape.fields:
        yield from _code_in(record.content, "", name)


def _nested(record: Record, setting: Setting, name: str) -> Iterator[Code]:
    for outer, shape in setting.entity.shape.fields.items():
        if shape.kind is Kind.COLLECTION and name in shape.fields:
            items = record.content.get(outer)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, dict):
                    yield from _code_in(item, f"/{outer}/{index}", name)


def _code_in(holder: Mapping[str, Json], pointer: str, name: str) -> Iterator[Code]:
    written = holder.get(name)
    if isinstance(written, str) and written.strip():
        yield Code(pointer=f"{pointer}/{name}", written=written, holder=holder)


def _term_of(written: str, vocabulary: Vocabulary) -> Term | None:
    """The term that a code stands for, whatever its capitals and outer blanks."""
    exact = vocabulary.terms.get(written)
    if exact is not None:
        return exact
    folded = written.strip().lower()
    return next((term for term in vocabulary.terms.values() if term.code.lower() == folded), None)


def _treaty_of(written: str, setting: Setting) -> Term | None:
    """The treaty that a code stands for; those named in the target's configuration are known as well."""
    named = {code.lower(): code for code in setting.target.treaties}
    term = _term_of(written, setting.contract.vocabularies["treaties"])
    own = named.get(written.strip().lower())
    return term or (Term(code=own, label=own) if own else None)


def _country_of(written: str, setting: Setting) -> Term | None:
    """The country that a code stands for, in two or three letters, whatever their case."""
    name = _COUNTRY_LISTS.get(len(written))
    return setting.contract.vocabularies[name].terms.get(written.upper()) if name else None


def _listed(vocabulary: Vocabulary) -> str:
    codes = [repr(term.code) for term in vocabulary.terms.values() if term.status == "active"]
    return f"one of {', '.join(sorted(codes))}"


# --- treaties -----------------------------------------------------------------------------------------------------


def treaty_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The treaty is one that InforMEA knows, or that the target's configuration names."""
    yield from _unknown_treaties(_own(record, setting, "treaty"), setting)


def related_treaties_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """Treaties that a record refers to are known, and those of the decisions that it stands on its own."""
    yield from _unknown_treaties(_nested(record, setting, "treaty"), setting)
    own = _treaty_of(text_of(record.content, "treaty"), setting)
    if own is None:
        return
    for index, decision in objects_of(record.content, "decisions"):
        other = _treaty_of(text_of(decision, "treaty"), setting)
        codes = {term.same_as or term.code for term in (own, other or own)}
        if len(codes) > 1 and not any(codes <= kin for kin in KIN):
            expected = f"{own.code!r}, the treaty of the record, or one that meets with it"
            got = repr(text_of(decision, "treaty"))
            yield Departure(expected=expected, got=got, pointer=f"/decisions/{index}/treaty")


def _unknown_treaties(found: Iterator[Code], setting: Setting) -> Iterator[Departure]:
    known = setting.contract.vocabularies["treaties"].terms.values()
    for code in found:
        if _treaty_of(code.written, setting) is None:
            codes = [term.code for term in known if term.status == "active"]
            near = difflib.get_close_matches(code.written.strip().lower(), codes, 1)
            hint = f"Write {near[0]!r} if that is meant; name a new treaty in the configuration." if near else ""
            expected = "a known treaty identifier, such as 'basel'"
            yield Departure(expected=expected, got=repr(code.written), pointer=code.pointer, fix=hint)


def treaty_is_canonical(record: Record, setting: Setting) -> Iterator[Departure]:
    """A treaty goes by its own identifier, not by another name for it."""
    for code in _codes(record, setting, "treaty"):
        term = _treaty_of(code.written, setting)
        if term is not None and term.status == "alias":
            got = f"{code.written!r}: {term.label}"
            fix = f"Write {term.same_as!r}."
            yield Departure(expected=f"the identifier {term.same_as!r}", got=got, pointer=code.pointer, fix=fix)


# --- countries ----------------------------------------------------------------------------------------------------


def country_is_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The country is a code of two or three letters of ISO 3166-1."""
    for code in _own(record, setting, "country"):
        if _country_of(code.written, setting) is None:
            meant = _country_meant(code.written, setting)
            expected = "a country code of ISO 3166-1, such as 'KE' or 'KEN'"
            fix = f"Write {meant!r}." if meant else ""
            yield Departure(expected=expected, got=repr(code.written), pointer=code.pointer, fix=fix)


def _country_meant(written: str, setting: Setting) -> str:
    """The code that a writer had in mind, where blanks around it or a name in its place show it."""
    folded = " ".join(written.split()).lower()
    trimmed = _country_of(folded, setting)
    names = setting.contract.vocabularies["countries"].terms.values()
    return trimmed.code if trimmed else next((term.code for term in names if term.label.lower() == folded), "")


def country_is_current(record: Record, setting: Setting) -> Iterator[Departure]:
    """The country's code is in force: neither withdrawn nor another body's name for it."""
    for code in _own(record, setting, "country"):
        term = _country_of(code.written, setting)
        if term is not None and term.status != "active":
            alias = term.status == "alias"
            meant = _in_length(term.same_as, len(code.written), setting) if alias else ""
            expected = f"the code {meant!r}" if alias else "the code of a country of today"
            fix = f"Write {meant!r}." if alias else ""
            yield Departure(expected=expected, got=f"{code.written!r}: {term.label}", pointer=code.pointer, fix=fix)


def _in_length(code: str, length: int, setting: Setting) -> str:
    """A two-letter country code, or the three-letter code of the same country."""
    terms = setting.contract.vocabularies[_COUNTRY_LISTS[length]].terms
    same = (term.code for term in terms.values() if term.same_as == code and term.status == "active")
    return code if code in terms else next(same, code)


def country_is_upper_case(record: Record, setting: Setting) -> Iterator[Departure]:
    """Country codes are written in capitals."""
    for code in _own(record, setting, "country"):
        if _country_of(code.written, setting) is not None and not code.written.isupper():
            capital = code.written.upper()
            yield Departure(
                expected=repr(capital), got=repr(code.written), pointer=code.pointer, fix=f"Write {capital!r}."
            )


def _note_length_of_country(record: Record, setting: Setting) -> Iterator[Note]:
    for code in _own(record, setting, "country"):
        if _country_of(code.written, setting) is not None:
            yield Note(value=len(code.written), record=record.id, pointer=code.pointer)


def countries_have_one_form(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """All country codes of a set have two letters, or all have three."""
    lengths = Counter(note.value for note in notes)
    usual = max(lengths, key=lambda length: (lengths[length], -length), default=0)
    for note in notes:
        if note.value != usual:
            expected = f"{usual} letters, as in {lengths[usual]} other records"
            yield Departure(expected=expected, got=f"{note.value} letters", pointer=note.pointer, record=note.record)


# --- enumerations -------------------------------------------------------------------------------------------------


def decision_type_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The type of a decision is one of the list."""
    yield from _unlisted(record, setting, "type")


def decision_status_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The status of a decision is one of the list."""
    yield from _unlisted(record, setting, "status")


def meeting_type_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The type of a meeting is one of the list."""
    yield from _unlisted(record, setting, "type")


def meeting_kind_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The kind of a meeting is one of the list."""
    yield from _unlisted(record, setting, "kind")


def meeting_access_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The access to a meeting is one of the list."""
    yield from _unlisted(record, setting, "access")


def meeting_status_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The status of a meeting is one of the list."""
    yield from _unlisted(record, setting, "status")


def meeting_repetition_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The repetition of a meeting is one of the list."""
    yield from _unlisted(record, setting, "repetition")


def national_plan_type_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The type of a national plan is one of the list."""
    yield from _unlisted(record, setting, "type")


def site_type_is_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """The type of a site is one of the list."""
    yield from _unlisted(record, setting, "type")


def _unlisted(record: Record, setting: Setting, name: str) -> Iterator[Departure]:
    vocabulary = setting.contract.vocabularies[_ENUMERATIONS[setting.entity.name][name]]
    for code in _own(record, setting, name):
        if _term_of(code.written, vocabulary) is None:
            yield Departure(expected=_listed(vocabulary), got=repr(code.written), pointer=code.pointer)


def codes_are_written_as_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """Codes have the small letters of their list, and no blanks around them."""
    lists = _ENUMERATIONS.get(setting.entity.name, {})
    found = [(code, _treaty_of(code.written, setting)) for code in _codes(record, setting, "treaty")]
    for name, vocabulary in lists.items():
        terms = setting.contract.vocabularies[vocabulary]
        found += [(code, _term_of(code.written, terms)) for code in _own(record, setting, name)]
    for code, term in found:
        if term is not None and code.written != term.code:
            fix = f"Write {term.code!r}."
            yield Departure(expected=repr(term.code), got=repr(code.written), pointer=code.pointer, fix=fix)


# --- forms --------------------------------------------------------------------------------------------------------


def number_fits_treaty(record: Record, setting: Setting) -> Iterator[Departure]:
    """The number of a decision has a form that its treaty uses."""
    for treaty, number in _numbers(record, setting):
        pattern = setting.contract.vocabularies["decision-number"].patterns[treaty]
        if not re.fullmatch(pattern, _canonical_number(number.written)):
            expected = f"a number as {treaty!r} prints it"
            yield Departure(expected=expected, got=repr(number.written), pointer=number.pointer)


def number_is_canonical(record: Record, setting: Setting) -> Iterator[Departure]:
    """The number of a decision is written exactly as its treaty prints it."""
    for treaty, number in _numbers(record, setting):
        pattern = setting.contract.vocabularies["decision-number"].patterns[treaty]
        canonical = _canonical_number(number.written)
        if canonical != number.written and re.fullmatch(pattern, canonical):
            fix = f"Write {canonical!r}."
            yield Departure(expected=repr(canonical), got=repr(number.written), pointer=number.pointer, fix=fix)


def _numbers(record: Record, setting: Setting) -> Iterator[tuple[str, Code]]:
    """Decision numbers of a record, each with its treaty, where a pattern for it is known."""
    patterns = setting.contract.vocabularies["decision-number"].patterns
    for number in _codes(record, setting, "number"):
        written = number.holder.get("treaty")
        term = _treaty_of(written, setting) if isinstance(written, str) else None
        treaty = (term.same_as or term.code) if term else ""
        if treaty in patterns:
            yield treaty, number


def _canonical_number(written: str) -> str:
    """A number without the word for its kind, with plain blanks and hyphens; digits and numerals as printed."""
    plain = _KINDS_OF_DECISION.sub("", " ".join(_HYPHENS.sub("-", written).split()))
    return _AROUND_MARKS.sub(r"\1", plain)


def is_as_printed(number: str, treaty: str, setting: Setting) -> bool:
    """Whether a number beneath the identifier of a treaty is written as that prints it; True where nothing is known."""
    pattern = setting.contract.vocabularies["decision-number"].patterns.get(treaty)
    if pattern is None:
        return True
    if not re.fullmatch(pattern, number):
        return False
    return (number.isascii() and number.split() == [number]) or _canonical_number(number) == number


def media_type_has_its_form(record: Record, setting: Setting) -> Iterator[Departure]:
    """The media type of a file has the form type/subtype; a bare extension has not."""
    vocabulary = setting.contract.vocabularies["mime-type"]
    for code in _codes(record, setting, "mimeType"):
        if not re.fullmatch(vocabulary.patterns["media-type"], code.written):
            meant = _media_type_meant(code.written, vocabulary)
            expected = f"the media type {meant!r}" if meant else "a media type, such as 'application/pdf'"
            fix = f"Write {meant!r}." if meant else ""
            yield Departure(expected=expected, got=repr(code.written), pointer=code.pointer, fix=fix)


def _media_type_meant(written: str, vocabulary: Vocabulary) -> str:
    bare = written.partition(";")[0].strip().strip(".").lower()
    term = vocabulary.terms.get(bare)
    return (term.same_as or term.code) if term else ""


RECORDS: dict[str, RecordCheck] = {
    "vocabulary/treaty": treaty_is_known,
    "vocabulary/related-treaty": related_treaties_are_known,
    "vocabulary/treaty-canonical": treaty_is_canonical,
    "vocabulary/country": country_is_known,
    "vocabulary/country-current": country_is_current,
    "vocabulary/country-upper-case": country_is_upper_case,
    "vocabulary/decision-type": decision_type_is_listed,
    "vocabulary/decision-status": decision_status_is_listed,
    "vocabulary/decision-number": number_fits_treaty,
    "vocabulary/decision-number-canonical": number_is_canonical,
    "vocabulary/meeting-type": meeting_type_is_listed,
    "vocabulary/meeting-kind": meeting_kind_is_listed,
    "vocabulary/meeting-access": meeting_access_is_listed,
    "vocabulary/meeting-status": meeting_status_is_listed,
    "vocabulary/meeting-repetition": meeting_repetition_is_listed,
    "vocabulary/national-plan-type": national_plan_type_is_listed,
    "vocabulary/site-type": site_type_is_listed,
    "vocabulary/code-case": codes_are_written_as_listed,
    "vocabulary/media-type": media_type_has_its_form,
}

GATHERINGS: dict[str, Gathering] = {
    "vocabulary/one-country-form": Gathering(note=_note_length_of_country, judge=countries_have_one_form),
}
