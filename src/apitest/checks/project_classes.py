"""Projects: codes and their lists, focal areas, sectors, markers, topics, chemicals, organisations, documents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from apitest.checks.project_places import sharing
from apitest.checks.project_reading import Item, items, living, living_notes, word
from apitest.checks.setting import Gathering, Note, RecordCheck, Setting
from apitest.model import Departure, Json, Record, Vocabulary

_OWN_SECTORS, _OWN_MARKERS = ("98", "99"), ("99",)
_DAC_SECTORS = {"1": r"\d{5}", "2": r"\d{3}"}
"""Vocabulary → form of its codes."""
_ACTION_PROGRAMME, _DESERTIFICATION = "3", "8"
_REF = re.compile(r"[^\s/&|?]+")
_INFORMEA = re.compile(r"^https?://(?:www\.|leo\.)?informea\.org/", re.IGNORECASE)
_MINISTRY = re.compile(r"\b(?:ministry|government|ministère|ministerio)\b", re.IGNORECASE)
_FUNDS = frozenset(("gef", "gcf", "adaptation-fund", "mlf", "sip", "special-programme"))
"""Mechanisms whose projects an agency manages; where countries pay each other, one of them may."""
_UNION = "EU"
_CAS_PARTS = re.compile(r"[1-9]\d{1,6}-\d{2}-\d", re.ASCII)


# --- codes and their lists ----------------------------------------------------------------------------------------


class _Code(NamedTuple):
    """A code as it was sent, and the list that it comes from."""

    pointer: str
    written: str
    vocabulary: Vocabulary


def _codes(content: Mapping[str, Json], schema: Mapping[str, Json], pointer: str, setting: Setting) -> Iterator[_Code]:
    """Every code of a record whose list the schema names."""
    for name, inside in schema["properties"].items():
        place, value = f"{pointer}/{name}", content.get(name)
        item_schema = inside.get("items", {})
        if "x-vocabulary" in inside:
            vocabulary = setting.contract.vocabularies[inside["x-vocabulary"]]
            holders = [(place, value)] if not item_schema else [(i.pointer, i.content) for i in items(content, name)]
            for where, holder in holders:
                code = holder.get("code") if isinstance(holder, dict) else holder
                if isinstance(code, str) and code.strip():
                    yield _Code(f"{where}/code" if isinstance(holder, dict) else where, code, vocabulary)
        elif inside.get("type") == "object" and isinstance(value, dict):
            yield from _codes(value, inside, place, setting)
        elif "properties" in item_schema:
            for item in items(content, name):
                yield from _codes(item.content, item_schema, f"{pointer}{item.pointer}", setting)


def codes_of_closed_lists_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """A code of a closed list is on it."""
    for found in _codes(record.content, setting.entity.schema, "", setting):
        if not found.vocabulary.open:
            yield from _unlisted(found)


def codes_of_open_lists_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """A code of an open list is on it, or 'other' stands in its place."""
    for found in _codes(record.content, setting.entity.schema, "", setting):
        if found.vocabulary.open:
            yield from _unlisted(found)
    for item in items(record.content, "regions"):
        if word(item.content, "vocabulary") == "dac" and word(item.content, "code"):
            vocabulary = setting.contract.vocabularies["dac-region"]
            yield from _unlisted(_Code(f"{item.pointer}/code", word(item.content, "code"), vocabulary))


def _unlisted(found: _Code) -> Iterator[Departure]:
    vocabulary, written = found.vocabulary, found.written
    term = vocabulary.terms.get(written)
    patterns = vocabulary.patterns.values()
    if (term is not None and term.status == "active") or any(re.fullmatch(form, written) for form in patterns):
        return
    folded = written.strip().casefold()
    near = term or next((item for item in vocabulary.terms.values() if item.code.casefold() == folded), None)
    meant = (near.same_as or near.code) if near is not None and near.status != "withdrawn" else ""
    listed = ", ".join(repr(item.code) for item in vocabulary.terms.values() if item.status == "active")
    expected = f"one of {listed}" if len(listed) <= 160 else f"a code of the list {vocabulary.title!r}"  # noqa: PLR2004
    fix = f"Write {meant!r}." if meant else ""
    yield Departure(expected=expected, got=repr(written), pointer=found.pointer, fix=fix)


# --- focal areas, sectors, markers --------------------------------------------------------------------------------


def shares_of_classes_add_up(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Shares within treaties, focal areas, and each list of sectors, are given for all or none and add up to 100."""
    yield from sharing(list(items(record.content, "treaties")), "treaties")
    areas = list(items(record.content, "focalAreas"))
    single = [item for item in areas if item.content.get("code") != "multi-focal"]
    yield from sharing(single or areas, "focal areas")
    sectors: dict[str, list[Item]] = {}
    for item in items(record.content, "sectors"):
        sectors.setdefault(word(item.content, "vocabulary"), []).append(item)
    for group in sectors.values():
        yield from sharing(group, "sectors")


def gef_projects_have_a_focal_area(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project of the GEF has a focal area."""
    bare = record.content.get("focalAreas") in (None, []) and "/focalAreas" not in record.deferred
    if record.content.get("fundingMechanism") == "gef" and bare:
        yield Departure(expected="at least one focal area", got="none", pointer="/focalAreas")


def multi_focal_projects_name_their_areas(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """A multi-focal project names its focal areas."""
    areas = list(items(record.content, "focalAreas"))
    if areas and all(item.content.get("code") == "multi-focal" for item in areas):
        expected = "the focal areas, besides 'multi-focal' or in its place"
        yield Departure(expected=expected, got="'multi-focal' alone", pointer=f"{areas[0].pointer}/code")


def policy_markers_are_complete(record: Record, setting: Setting) -> Iterator[Departure]:
    """A policy marker of the OECD is on its list and has a significance that it allows."""
    terms = setting.contract.vocabularies["policy-marker"].terms
    for item in items(record.content, "policyMarkers"):
        if (word(item.content, "vocabulary") or "1") != "1":
            continue
        code, significance = word(item.content, "code"), word(item.content, "significance")
        if code not in terms and isinstance(item.content.get("code", ""), str):
            got = repr(code) if code else "no code"
            yield Departure(expected="a marker from '1' to '12'", got=got, pointer=f"{item.pointer}/code")
        elif item.content.get("significance") in (None, ""):
            expected = "a significance from '0' to '4'"
            yield Departure(expected=expected, got="none", pointer=f"{item.pointer}/significance")
        elif significance == _ACTION_PROGRAMME and code != _DESERTIFICATION:
            expected = "'0', '1', '2' or '4'; '3' is for desertification, marker 8"
            got = f"'3' for marker {code}"
            yield Departure(expected=expected, got=got, pointer=f"{item.pointer}/significance")


def own_codes_are_labelled(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A sector, marker or topic of the reporter's own list has a label."""
    own = [
        *(item for item in items(record.content, "sectors") if item.content.get("vocabulary") in _OWN_SECTORS),
        *(item for item in items(record.content, "policyMarkers") if item.content.get("vocabulary") in _OWN_MARKERS),
        *(item for item in items(record.content, "topics") if _is_foreign(word(item.content, "uri"))),
    ]
    for item in own:
        if item.content.get("label") is None or item.content.get("label") == "":
            yield Departure(expected="a label", got="none", pointer=f"{item.pointer}/label")


def _is_foreign(uri: str) -> bool:
    return bool(uri) and not _INFORMEA.match(uri)


def own_sectors_have_a_dac_sector(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Besides a sector of another list, a project has one of the OECD DAC."""
    sectors = list(items(record.content, "sectors"))
    vocabularies = {word(item.content, "vocabulary") for item in sectors} - {""}
    if vocabularies and vocabularies.isdisjoint(_DAC_SECTORS):
        got = f"sectors of vocabulary {', '.join(sorted(vocabularies))} only"
        yield Departure(expected="a sector of vocabulary '1' too", got=got, pointer=sectors[0].pointer)


def dac_sectors_have_their_form(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A sector of the OECD DAC has five digits, or three in the short list."""
    for item in items(record.content, "sectors"):
        form, code = _DAC_SECTORS.get(word(item.content, "vocabulary")), word(item.content, "code")
        if form and code and not re.fullmatch(form, code, re.ASCII):
            digits = "five" if "5" in form else "three"
            yield Departure(expected=f"a code of {digits} digits", got=repr(code), pointer=f"{item.pointer}/code")


def topics_are_terms_of_informea(record: Record, setting: Setting) -> Iterator[Departure]:
    """A topic is the address of a term of InforMEA."""
    pattern = setting.contract.vocabularies["forms"].patterns["term"]
    for item in items(record.content, "topics"):
        uri = word(item.content, "uri")
        if uri and not re.fullmatch(pattern, uri):
            expected = "an address such as 'http://www.informea.org/terms/mercury'"
            yield Departure(expected=expected, got=repr(uri), pointer=f"{item.pointer}/uri")


def targets_belong_to_their_goals(record: Record, setting: Setting) -> Iterator[Departure]:
    """A target of the Sustainable Development Goals has its form and belongs to the goal beside it."""
    pattern = setting.contract.vocabularies["forms"].patterns["sdg-target"]
    for item in items(record.content, "sdgs"):
        goal, target = item.content.get("goal"), word(item.content, "target")
        if target and not re.fullmatch(pattern, target, re.ASCII):
            yield Departure(expected="a target such as '12.4'", got=repr(target), pointer=f"{item.pointer}/target")
        elif target and isinstance(goal, int) and target.partition(".")[0] != str(goal):
            expected = f"a target of goal {goal}"
            yield Departure(expected=expected, got=repr(target), pointer=f"{item.pointer}/target")


def cas_numbers_are_right(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A CAS number has its form and its check digit."""
    for item in items(record.content, "chemicals"):
        number = word(item.content, "cas")
        if not number:
            continue
        if not _CAS_PARTS.fullmatch(number):
            expected = "a number such as '7439-97-6'"
            yield Departure(expected=expected, got=repr(number), pointer=f"{item.pointer}/cas")
            continue
        *digits, last = (int(digit) for digit in number if digit.isdigit())
        due = sum(place * digit for place, digit in enumerate(reversed(digits), 1)) % 10
        if due != last:
            expected = f"the check digit {due}"
            yield Departure(expected=expected, got=f"{number!r}, check digit {last}", pointer=f"{item.pointer}/cas")


# --- organisations and documents ----------------------------------------------------------------------------------


def organisations_are_named(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """An organisation has a name or an IATI id."""
    for item in items(record.content, "organisations"):
        if item.content.get("name") in (None, "") and item.content.get("ref") in (None, ""):
            yield Departure(expected="a name or a ref", got="neither", pointer=item.pointer)


def organisation_ids_have_their_form(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001
    """An IATI organisation id has no blanks and none of the signs / & | ?."""
    found = [(f"{item.pointer}/ref", word(item.content, "ref")) for item in items(record.content, "organisations")]
    publisher = record.content.get("publisher")
    found.append(("/publisher/ref", word(publisher, "ref") if isinstance(publisher, dict) else ""))
    for pointer, ref in found:
        if ref and not _REF.fullmatch(ref):
            yield Departure(expected="an id such as 'XM-DAC-41116'", got=repr(ref), pointer=pointer)


def _note_names(record: Record, setting: Setting) -> Iterator[Note]:  # noqa: ARG001 - a noter's form
    for item in items(record.content, "organisations"):
        name, ref = word(item.content, "name"), word(item.content, "ref")
        if name and ref:
            yield Note(value=[name, ref], record=record.id, pointer=f"{item.pointer}/ref")


def organisations_have_one_id(notes: Sequence[Note], setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a judge's form
    """An organisation goes by one IATI id throughout."""
    first: dict[str, str] = {}
    for note in notes:
        name, ref = note.value
        usual = first.setdefault(" ".join(name.split()).casefold(), ref)
        if ref != usual:
            expected = f"{usual!r}, as elsewhere for {name!r}"
            yield Departure(expected=expected, got=repr(ref), pointer=note.pointer, record=note.record)


def gef_projects_have_an_agency(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A project of the GEF names its agency."""
    listed = record.content.get("organisations")
    if record.content.get("fundingMechanism") != "gef" or not isinstance(listed, list) or not listed:
        return
    if not any(item.content.get("role") == "managing" for item in items(record.content, "organisations")):
        expected = "an organisation with the role 'managing'"
        yield Departure(expected=expected, got="none", pointer="/organisations")


def gef_agencies_are_known(record: Record, setting: Setting) -> Iterator[Departure]:
    """The agency of a project of the GEF goes by an acronym that the GEF uses."""
    if record.content.get("fundingMechanism") != "gef":
        return
    vocabulary = setting.contract.vocabularies["gef-agency"]
    for item in items(record.content, "organisations"):
        if item.content.get("role") == "managing" and word(item.content, "acronym"):
            yield from _unlisted(_Code(f"{item.pointer}/acronym", word(item.content, "acronym"), vocabulary))


def agencies_manage(record: Record, setting: Setting) -> Iterator[Departure]:
    """An agency manages a project, not a country or its ministry, and another body implements it."""
    mechanism = word(record.content, "fundingMechanism")
    if mechanism not in _FUNDS:
        return
    by_role: dict[str, list[Item]] = {}
    for item in items(record.content, "organisations"):
        by_role.setdefault(word(item.content, "role"), []).append(item)
    managing = by_role.get("managing", [])
    for item in managing:
        if word(item.content, "name").strip() in _countries(setting):
            got = f"'managing' for {word(item.content, 'name')!r}, a country"
            yield Departure(expected="the role of a country, or an agency", got=got, pointer=f"{item.pointer}/role")
    known = {term.code.casefold() for term in setting.contract.vocabularies["gef-agency"].terms.values()}
    exchanged = managing if mechanism == "gef" else [*filter(_is_ministry, managing)]
    if not exchanged or any(_is_agency(item, known) for item in managing):
        return
    for item in by_role.get("implementing", []):
        if _is_agency(item, known):
            got = f"'implementing' for {word(item.content, 'acronym')!r}, while another body is 'managing'"
            yield Departure(expected="the role 'managing' of an agency", got=got, pointer=f"{item.pointer}/role")


def _is_ministry(item: Item) -> bool:
    return _MINISTRY.search(word(item.content, "name")) is not None


def _countries(setting: Setting) -> frozenset[str]:
    terms = setting.contract.vocabularies["countries"].terms
    return setting.once(
        "countries by name",
        lambda: frozenset(term.label for term in terms.values() if term.status == "active" and term.code != _UNION),
    )


def _is_agency(item: Item, known: set[str]) -> bool:
    return word(item.content, "acronym").strip().casefold() in known


def documents_are_complete(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A document has an address, a media type, a language and a title."""
    for item in items(record.content, "documents"):
        missing = [
            name for name in ("url", "mimeType", "language", "title") if item.content.get(name) in (None, "", [])
        ]
        if missing:
            got = f"no {' and no '.join(missing)}"
            yield Departure(expected="url, mimeType, language and title", got=got, pointer=item.pointer)


RECORDS: dict[str, RecordCheck] = {
    name: living(check)
    for name, check in {
        "projects/closed-lists": codes_of_closed_lists_are_listed,
        "projects/open-lists": codes_of_open_lists_are_listed,
        "projects/class-shares-add-up": shares_of_classes_add_up,
        "projects/gef-focal-area": gef_projects_have_a_focal_area,
        "projects/multi-focal-named": multi_focal_projects_name_their_areas,
        "projects/policy-marker": policy_markers_are_complete,
        "projects/own-code-labelled": own_codes_are_labelled,
        "projects/dac-sector": own_sectors_have_a_dac_sector,
        "projects/dac-sector-form": dac_sectors_have_their_form,
        "projects/topic-of-informea": topics_are_terms_of_informea,
        "projects/sdg-target": targets_belong_to_their_goals,
        "projects/cas-number": cas_numbers_are_right,
        "projects/organisation-named": organisations_are_named,
        "projects/organisation-id-form": organisation_ids_have_their_form,
        "projects/gef-agency": gef_projects_have_an_agency,
        "projects/gef-agency-known": gef_agencies_are_known,
        "projects/agency-manages": agencies_manage,
        "projects/document-complete": documents_are_complete,
    }.items()
}

GATHERINGS: dict[str, Gathering] = {
    "projects/organisation-one-id": living_notes(Gathering(note=_note_names, judge=organisations_have_one_id)),
}
