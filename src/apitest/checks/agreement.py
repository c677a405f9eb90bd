"""What a record says twice, and must say alike: labels beside codes, entries of lists, languages, titles beside codes."""

import json
import re
from collections.abc import Iterator, Mapping

from apitest.checks.reading import english_of, object_of, objects_of, text_of, texts_of
from apitest.checks.relations import KIN, PARENTS
from apitest.checks.setting import RecordCheck, Setting
from apitest.model import Departure, Json, Kind, Record, Shape, Vocabulary

_LABELLED = ("projectType", "fundingPeriod", "status")
"""What a project is called by a label of its source."""
_LABELS = ("label", "sourceValue")
_TOLD_ELSEWHERE = frozenset(("/status/sourceValue",))
_UNION = "EU"
"""Whose reports go by other codes too, which another requirement tells."""
_AMBIGUOUS = frozenset(("Congo",))
"""The end of the name of another country too."""
_CODED: Mapping[str, tuple[str, ...]] = {
    "countries": ("code",),
    "focalAreas": ("code",),
    "identifiers": ("scheme", "value"),
    "policyMarkers": ("vocabulary", "code"),
    "regions": ("vocabulary", "code"),
    "sectors": ("vocabulary", "code"),
    "treaties": ("treaty",),
    "trustFunds": ("code",),
}
"""List of a project → what tells its entries apart."""
_OF_WHOM = r"(?:^|(?<!Gulf )\b(?:of|for|by|from) (?:the )?)"
_MAY_REPEAT = frozenset(("transactions", "budgets", "answers"))
"""Two payments may be alike; answers have a requirement of their own."""


# --- labels -------------------------------------------------------------------------------------------------------


def labels_fit_codes(record: Record, setting: Setting) -> Iterator[Departure]:
    """The label beside a code is not that of another code of the same list."""
    for pointer, code, vocabulary, holder in _coded(record.content, setting.entity.schema, "", setting):
        own = vocabulary.terms.get(code)
        for name in _LABELS:
            meant = _meanings(vocabulary, setting).get(_folded(text_of(holder, name)), frozenset())
            if own is None or not meant or {own.code, own.same_as} & meant or f"{pointer}/{name}" in _TOLD_ELSEWHERE:
                continue
            got = f"{holder[name]!r}, which stands for {' or '.join(map(repr, sorted(meant)))}"
            yield Departure(expected=f"a label of {code!r}", got=got, pointer=f"{pointer}/{name}")
    seen: dict[str, str] = {}
    for name in _LABELLED:
        label = text_of(object_of(record.content, name), "sourceValue")
        before = seen.setdefault(_folded(label), name) if label else name
        if before != name:
            got = f"{label!r}, the label of {before!r}"
            yield Departure(expected="a label of its own", got=got, pointer=f"/{name}/sourceValue")


def _coded(
    content: Mapping[str, Json], schema: Mapping[str, Json], pointer: str, setting: Setting
) -> Iterator[tuple[str, str, Vocabulary, Mapping[str, Json]]]:
    """Place and code of each object that has a label beside a code of a list, with the list and the object."""
    for name, inside in schema["properties"].items():
        value, place, listed = content.get(name), f"{pointer}/{name}", inside.get("x-vocabulary")
        holders: list[tuple[str, Mapping[str, Json]]] = [(place, value)] if isinstance(value, dict) else []
        holders += [(f"{place}/{index}", item) for index, item in objects_of(content, name)]
        below = inside.get("items", inside)
        for where, holder in holders:
            code = text_of(holder, "code")
            if listed and code:
                yield where, code, setting.contract.vocabularies[listed], holder
            elif "properties" in below:
                yield from _coded(holder, below, where, setting)
        if listed and isinstance(value, str):
            yield pointer, value, setting.contract.vocabularies[listed], content


def _meanings(vocabulary: Vocabulary, setting: Setting) -> Mapping[str, frozenset[str]]:
    """Label, without capitals, blanks and marks → the codes that it stands for."""

    def work() -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for term in vocabulary.terms.values():
            for label in (term.code, term.label):
                folded = _folded(label)
                found[folded] = found.get(folded, frozenset()) | {term.same_as or term.code}
        return found

    return setting.once(f"labels of {vocabulary.name}", work)


def _folded(label: str) -> str:
    return "".join(re.findall(r"[^\W_]+", label.casefold()))


# --- lists --------------------------------------------------------------------------------------------------------


def entries_come_once(record: Record, setting: Setting) -> Iterator[Departure]:
    """No entry of a list comes twice in it, the same in all its parts."""
    yield from _repeated(record.content, setting.entity.shape, "")


def _repeated(content: Mapping[str, Json], shape: Shape, pointer: str) -> Iterator[Departure]:
    for name, inside in shape.fields.items():
        value = content.get(name)
        if isinstance(value, dict) and inside.kind is Kind.OBJECT:
            yield from _repeated(value, inside, f"{pointer}/{name}")
        if not isinstance(value, list) or inside.kind not in (Kind.COLLECTION, Kind.LIST):
            continue
        place = f"{pointer}/{name}"
        if len(value) > 1 and name not in _MAY_REPEAT and inside.type_name != "LocalizedString":
            yield from _again(value, place, _CODED.get(name, ()) if "fundingMechanism" in shape.fields else ())
        for index, item in objects_of(content, name) if inside.kind is Kind.COLLECTION else ():
            yield from _repeated(item, inside, f"{place}/{index}")


def _again(entries: list[Json], pointer: str, key: tuple[str, ...] = ()) -> Iterator[Departure]:
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        coded = [entry.get(name) for name in key] if isinstance(entry, dict) else []
        same = coded if coded and None not in coded else entry
        if same in (None, "", {}, []):
            continue
        before = first.setdefault(json.dumps(same, sort_keys=True), index)
        if before != index:
            got = f"the same as entry {before + 1}: {str(same)[:60]}"
            yield Departure(expected="each entry once", got=got, pointer=f"{pointer}/{index}")


# --- languages ----------------------------------------------------------------------------------------------------


def languages_are_tags(record: Record, setting: Setting) -> Iterator[Departure]:
    """The languages of a project and of its documents, and those of the files and tags of a document, are known codes."""
    known = setting.contract.vocabularies["languages"].terms
    places = [(f"/languages/{index}", tag) for index, tag in texts_of(record.content, "languages")]
    for outer in ("documents", "files", "tags"):
        found = objects_of(record.content, outer)
        places += [(f"/{outer}/{index}/language", text_of(item, "language")) for index, item in found]
    for pointer, tag in places:
        term = known.get(tag.partition("-")[0])
        if tag.strip() and (term is None or term.status != "active"):
            yield Departure(expected="a code of ISO 639-1, such as 'en'", got=repr(tag), pointer=pointer)


# --- titles -------------------------------------------------------------------------------------------------------


def country_fits_title(record: Record, setting: Setting) -> Iterator[Departure]:
    """Where a title names the country that a report or plan is of, it is the country of the record."""
    title = english_of(record.content, "title")
    named = _country_in(title, setting) if title else ""
    own = text_of(record.content, "country").strip().upper()
    own = _two_letters(setting).get(own, own)
    if named and own and named not in (own, _UNION):
        label = setting.contract.vocabularies["countries"].terms[named].label
        got = f"{record.content['country']!r} for {title!r}"
        yield Departure(expected=f"{named!r}, which is {label}, as the title says", got=got, pointer="/country")


def _country_in(title: str, setting: Setting) -> str:
    """The code of the country of which a title says it is; empty: it names none, or several."""
    found = _names_of_countries(setting)["pattern"].search(title.strip(" ."))
    other = _names_of_countries(setting)["any"].findall(title)
    return _names_of_countries(setting)["codes"].get(found["name"], "") if found and len(set(other)) == 1 else ""


def _names_of_countries(setting: Setting) -> Mapping[str, Json]:
    def work() -> Mapping[str, Json]:
        terms = setting.contract.vocabularies["countries"].terms.values()
        codes = {
            term.label.partition(" (")[0]: term.code
            for term in terms
            if term.status == "active" and "," not in term.label and term.label not in _AMBIGUOUS
        }
        names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
        return {
            "codes": codes,
            "any": re.compile(rf"(?<![\w-])(?:{names})(?![\w-])"),
            "pattern": re.compile(rf"{_OF_WHOM}(?P<name>{names})(?:$|(?=[:,(–]| [-–(]))"),
        }

    return setting.once("names of countries", work)


def _two_letters(setting: Setting) -> Mapping[str, str]:
    terms = setting.contract.vocabularies["countries-alpha-3"].terms.values()
    return setting.once("two letters", lambda: {term.code: term.same_as for term in terms if term.same_as})


def treaty_fits_title(record: Record, setting: Setting) -> Iterator[Departure]:
    """Where a title says to which treaty a record belongs, it is the treaty of the record, or one of its kin."""
    title, own = english_of(record.content, "title"), text_of(record.content, "treaty").strip().lower()
    terms = setting.contract.vocabularies["treaties"].terms
    if not title or own not in terms:
        return
    own = terms[own].same_as or own
    found = [code for name, code in _names_of_treaties(setting).items() if f"the {name}" in title]
    beneath = bool(found) and setting.entity.name == "meetings" and PARENTS.get(found[0]) == own
    kin = bool(found) and not beneath and any({own, found[0]} <= one for one in KIN)
    if found and own not in found and not kin and _names_one(title, found, setting):
        got = f"{record.content['treaty']!r} for {title!r}"
        yield Departure(expected=f"{found[0]!r}, as the title says", got=got, pointer="/treaty")


def _names_of_treaties(setting: Setting) -> Mapping[str, str]:
    terms = setting.contract.vocabularies["treaties"].terms.values()
    return setting.once(
        "names of treaties",
        lambda: {
            term.label.partition(" (")[0]: term.code
            for term in terms
            if term.status == "active" and re.search(r"\w (?:Convention|Protocol|Agreement)\b", term.label)
        },
    )


def _names_one(title: str, found: list[str], setting: Setting) -> bool:
    """Whether a title names one treaty, as that whose report or meeting it is."""
    names = [name for name, code in _names_of_treaties(setting).items() if code in found]
    return (
        len(found) == 1 and re.search(rf"(?:Parties to|under|report to) the {re.escape(names[0])}", title) is not None
    )


RECORDS: dict[str, RecordCheck] = {
    "vocabulary/labels-fit-codes": labels_fit_codes,
    "service/entries-once": entries_come_once,
    "vocabulary/languages-known": languages_are_tags,
    "vocabulary/country-fits-title": country_fits_title,
    "vocabulary/treaty-fits-title": treaty_fits_title,
}
