"""Projects: what identifies one, what must be there, where it comes from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from apitest.checks.project_reading import (
    IATI,
    english,
    from_level,
    is_english,
    items,
    living,
    living_notes,
    part,
    shown,
    word,
)
from apitest.checks.reading import object_of
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record

_JUDGED_APART = frozenset(("/title", "/status", "/documents", "/policyMarkers"))
"""Properties that have a requirement of their own."""
_FOR_IATI = {
    "iatiIdentifier": "the IATI activity identifier",
    "description": "a description",
    "sectors": "at least one sector",
}
_OWNERS: Mapping[str, tuple[str, str]] = {
    "gef": ("Global Environment Facility", "thegef.org"),
    "gcf": ("Green Climate Fund", "greenclimate.fund"),
    "adaptation-fund": ("Adaptation Fund", "adaptation-fund.org"),
    "mlf": ("Multilateral Fund", "multilateralfund.org"),
    "minamata-sip": ("Minamata Convention", "minamataconvention.org"),
    "special-programme": ("United Nations Environment Programme", "unep.org"),
}
"""Scheme → who gives its identifiers out: name, and domain of its site."""
_GEF_PAGE = re.compile(r"^/(?:[a-z]{2}/)?projects-operations/projects/(\d+)/?$")


def _is_nothing(value: Json) -> bool:
    return value in (None, "", [], {}) or (isinstance(value, str) and not value.strip())


# --- what must be there -------------------------------------------------------------------------------------------


def required_properties_are_present(record: Record, setting: Setting) -> Iterator[Departure]:
    """A project carries what a dashboard needs, and each part of it is complete."""
    for content, schema, pointer in _objects(record.content, setting.entity.schema, ""):
        for name in schema.get("required", ()):
            place = f"{pointer}/{name}"
            path = "/".join(step for step in place.split("/")[1:] if not step.isdecimal())
            apart = (
                place in _JUDGED_APART or place in record.deferred or name == "currency" or path in setting.unsayable
            )
            if not apart and _is_nothing(content.get(name)):
                described = schema["properties"][name].get("description", "")
                yield Departure(expected=f"{name!r}: {described}", got="nothing", pointer=place)


_Object = tuple[Mapping[str, Json], Mapping[str, Json], str]
"""Content, schema and pointer of an object of the record."""


def _objects(content: Mapping[str, Json], schema: Mapping[str, Json], pointer: str) -> Iterator[_Object]:
    """The record and the objects inside it, but for those that have a requirement of their own."""
    yield content, schema, pointer
    for name, inside in schema["properties"].items():
        if f"{pointer}/{name}" in _JUDGED_APART:
            continue
        found, among = [], inside
        if inside.get("type") == "object" and object_of(content, name):
            found = [(f"/{name}", object_of(content, name))]
        elif "properties" in inside.get("items", {}) and inside["items"].get("title") != "LocalizedString":
            found, among = [(item.pointer, item.content) for item in items(content, name)], inside["items"]
        for place, value in found:
            yield from _objects(value, among, f"{pointer}{place}")


def iati_properties_are_present(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project that goes to IATI carries identifier, description and sectors."""
    for name, expected in _FOR_IATI.items():
        if f"/{name}" not in record.deferred and _is_nothing(record.content.get(name)):
            yield Departure(expected=expected, got="nothing", pointer=f"/{name}")


def title_is_in_english(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The title has an English entry."""
    title = record.content.get("title")
    if "/title" in record.deferred or not (title is None or isinstance(title, list)):
        return
    entries = [item.content for item in items(record.content, "title")]
    if len(entries) == len(title or ()) and not any(is_english(entry) for entry in entries):
        languages = sorted({word(entry, "language") for entry in entries} - {""})
        got = f"only {', '.join(map(repr, languages))}" if languages else "no title"
        yield Departure(expected="an entry with the language 'en'", got=got, pointer="/title")


def description_says_more_than_title(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The description is not the title again."""
    title = _folded(english(record.content, "title"))
    if title and title == _folded(english(record.content, "description")):
        got = repr(english(record.content, "description"))
        yield Departure(expected="a description that says more than the title", got=got, pointer="/description")


def _folded(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def licence_is_stated(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project says under which terms it may be reused."""
    if _is_nothing(record.content.get("licence")):
        yield Departure(expected="the address of a licence", got="nothing", pointer="/licence")


# --- identifiers --------------------------------------------------------------------------------------------------


def identifiers(content: Mapping[str, Json]) -> Iterator[tuple[str, str, str]]:
    """Pointer, scheme and value of each identifier."""
    for item in items(content, "identifiers"):
        scheme, value = word(item.content, "scheme"), word(item.content, "value")
        if scheme and value:
            yield item.pointer, scheme, value


def _note_identifiers(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a noter's form
    for pointer, scheme, value in identifiers(record.content):
        yield Note(value=[scheme, value], record=record.id, pointer=f"{pointer}/value")
    activity = word(record.content, "iatiIdentifier")
    if activity and ("iati", activity) not in {(scheme, value) for _, scheme, value in identifiers(record.content)}:
        yield Note(value=["iati", activity], record=record.id, pointer="/iatiIdentifier")


def identifiers_are_unique(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No two projects share an identifier of the same scheme."""
    first: dict[tuple[str, str], str | None] = {}
    for note in notes:
        scheme, value = note.value
        owner = first.setdefault((scheme, value), note.record)
        if owner != note.record:
            got = f"{scheme} {value!r} again, as in {owner!r}"
            yield Departure(expected="each identifier once", got=got, pointer=note.pointer, record=note.record)


def gef_numbers_have_their_form(record: Record, setting: Setting) -> Iterator[Departure]:
    """A GEF number is one to six digits without a leading zero."""
    pattern = setting.contract.vocabularies["forms"].patterns["gef-id"]
    for pointer, scheme, value in identifiers(record.content):
        if scheme == "gef" and not re.fullmatch(pattern, value, re.ASCII):
            digits = re.sub(r"\D", "", value, flags=re.ASCII).lstrip("0")
            fix = f"Write {digits!r}." if re.fullmatch(pattern, digits) else ""
            expected = "a number such as '11534'"
            yield Departure(expected=expected, got=repr(value), pointer=f"{pointer}/value", fix=fix)


def gef_page_agrees(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A page on the GEF's site is the page of the GEF number that the record gives."""
    numbers = [value for _, scheme, value in identifiers(record.content) if scheme == "gef"]
    parts = _split(word(record.content, "url"))
    page = _GEF_PAGE.match(parts[1]) if _within(parts[0], "thegef.org") else None
    if numbers and page and page[1] not in numbers:
        expected = f"the page of GEF project {numbers[0]}"
        yield Departure(expected=expected, got=f"the page of GEF project {page[1]}", pointer="/url")


def _split(address: str) -> tuple[str, str]:
    """Host and path of an address; empty: it has none."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", ""


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def source_is_named(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A record that carries another body's identifier names its source."""
    if record.content.get("source") not in (None, {}) or not object_of(record.content, "publisher"):
        return
    for pointer, scheme, _ in identifiers(record.content):
        if scheme in _OWNERS and not owns(record.content, scheme):
            expected = f"the source, as the publisher is not the {_OWNERS[scheme][0]}"
            yield Departure(expected=expected, got=f"no source for the {scheme} identifier", pointer=pointer)
            return


def owns(content: Mapping[str, Json], scheme: str) -> bool:
    """Whether the publisher of a record is the body that gives identifiers of a scheme out."""
    name, domain = _OWNERS.get(scheme, ("", ""))
    publisher = object_of(content, "publisher")
    named = bool(name) and name.casefold() in word(publisher, "name").casefold()
    return named or (bool(domain) and _within(_split(word(publisher, "url"))[0], domain))


def _note_likeness(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a noter's form
    title, grant = _folded(english(record.content, "title")), part(record.content, "grant")
    if title and grant is not None:
        countries = sorted(word(item.content, "code") for item in items(record.content, "countries"))
        value = [title, countries, shown(grant.value), grant.currency]
        yield Note(value=value, record=record.id, pointer="/title")


def likeness_is_explained(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """No two projects agree in title, countries and grant."""
    first: dict[str, str | None] = {}
    for note in notes:
        owner = first.setdefault(repr(note.value), note.record)
        if owner != note.record:
            expected = "another title, other countries or another grant"
            got = f"all three as in {owner!r}"
            yield Departure(expected=expected, got=got, pointer=note.pointer, record=note.record)


# --- IATI ---------------------------------------------------------------------------------------------------------


def _activity_ids(content: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Pointer and value of each IATI activity identifier."""
    if word(content, "iatiIdentifier"):
        yield "/iatiIdentifier", word(content, "iatiIdentifier")
    for pointer, scheme, value in identifiers(content):
        if scheme == "iati":
            yield f"{pointer}/value", value


def activity_ids_have_their_form(record: Record, setting: Setting) -> Iterator[Departure]:
    """An IATI activity identifier has a hyphen, no blanks, and none of the signs / & | ?."""
    pattern = setting.contract.vocabularies["forms"].patterns["iati-identifier"]
    for pointer, value in _activity_ids(record.content):
        if not re.fullmatch(pattern, value):
            expected = "an identifier such as 'XM-DAC-41317-FP049'"
            yield Departure(expected=expected, got=repr(value), pointer=pointer)


def activity_ids_begin_with_an_organisation(record: Record, setting: Setting) -> Iterator[Departure]:
    """The IATI activity identifier begins with the id of an organisation of the record, and a hyphen."""
    value = word(record.content, "iatiIdentifier")
    refs = _refs(record.content)
    pattern = setting.contract.vocabularies["forms"].patterns["iati-identifier"]
    named = isinstance(record.content.get("organisations"), list | None)
    if not named or value in refs or not re.fullmatch(pattern, value):
        return
    if not any(value.startswith(f"{ref}-") for ref in refs):
        known = f"one of {', '.join(map(repr, sorted(refs)))}" if refs else "the id of an organisation that is named"
        yield Departure(expected=f"{known} with a hyphen at the start", got=repr(value), pointer="/iatiIdentifier")


def _refs(content: Mapping[str, Json]) -> set[str]:
    """IATI ids of the organisations and the publisher of a record."""
    found = {word(item.content, "ref") for item in items(content, "organisations")}
    return (found | {word(object_of(content, "publisher"), "ref")}) - {""}


def activity_id_is_no_organisation_id(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The IATI activity identifier is not the id of an organisation."""
    value = word(record.content, "iatiIdentifier")
    if value and value in _refs(record.content):
        expected = "the organisation's id, a hyphen and a part of its own"
        got = f"{value!r}, the id of an organisation"
        yield Departure(expected=expected, got=got, pointer="/iatiIdentifier")


RECORDS: dict[str, RecordCheck] = {
    name: living(check)
    for name, check in {
        "projects/required-properties": required_properties_are_present,
        "projects/title-in-english": title_is_in_english,
        "projects/description-says-more": description_says_more_than_title,
        "projects/licence-stated": licence_is_stated,
        "projects/gef-number-form": gef_numbers_have_their_form,
        "projects/gef-page-agrees": gef_page_agrees,
        "projects/source-named": source_is_named,
        "projects/iati-identifier-form": activity_ids_have_their_form,
        "projects/iati-identifier-prefix": activity_ids_begin_with_an_organisation,
        "projects/iati-identifier-not-organisation": activity_id_is_no_organisation_id,
    }.items()
}

GATHERINGS: dict[str, Gathering] = {
    name: living_notes(gathering)
    for name, gathering in {
        "projects/iati-properties": from_level(IATI, iati_properties_are_present),
        "projects/identifiers-unique": Gathering(note=_note_identifiers, judge=identifiers_are_unique),
        "projects/probable-duplicate": Gathering(note=_note_likeness, judge=likeness_is_explained),
    }.items()
}
