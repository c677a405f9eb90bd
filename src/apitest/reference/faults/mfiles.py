"""
Lies in the form of `mfiles`, which has documents only.

Most are the lies of the other dialects, told about documents; the others are told in the words of this form.
"""

from dataclasses import replace
from typing import Any

from apitest.dialects.dates import to_ticks
from apitest.dialects.speech import Reply
from apitest.model import Json
from apitest.reference.faults import combining, efficiency, paging, query, service, shapes, text, transport, wire_forms
from apitest.reference.faults.acts import body, header, replaced, rows, unprocessable
from apitest.reference.faults.changes import first_given, given
from apitest.reference.faults.paging import at_most
from apitest.reference.faults.shapes import otherwise_refused
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("documents",)
_DIALECTS = ("mfiles",)
_SITE = "https://www.secretariat.example.org"
_ALIKE = frozenset(
    {
        "page-is-html", "latin-1", "byte-order-mark", "repeated-key", "labelled-html", "labelled-latin-1", "cookie",
        "listing-fails", "other-envelope", "local-date", "id-in-capitals", "page-breaks-off",
        "page-size-ignored", "skip-ignored", "order-ignored", "ties-reversed", "filter-fails", "filter-ignored",
        "filter-exclusive", "total-ignores-filter", "total-missing", "second-comparison-ignored",
        "small-page-backwards", "descending-ignored", "count-ignores-filter", "skip-ignored-under-filter",
        "number-of-small-page", "nothing-found-refused",
        "second-page-again", "record-twice", "gap-between-pages", "count-in-other-form", "count-too-large",
        "pages-capped", "order-changes", "ids-change", "record-vanishes", "text-stand-in", "nothing-behind-the-end",
        "depth-squared", "pages-unpacked", "no-validator", "tag-changes", "conditions-ignored", "always-unchanged",
        "busy-without-end",
        "text-entry-without-value", "text-entry-without-language", "text-language-by-name",
        "text-language-undetermined", "text-language-twice", "text-script-of-another-language",
        "text-in-another-language", "text-garbled", "text-character-lost", "text-tags-in-title",
        "text-references-in-title", "text-control-character", "text-decomposed", "text-doubled-blank",
        "text-line-break-in-title", "text-soft-hyphen", "text-broken-off", "text-doubled", "text-in-capitals",
        "text-stand-in-description", "text-runs", "text-markup-cut",
    }
)  # fmt: skip
"""Lies that are the same whatever the records are."""


def _of_documents(fault: Fault) -> Fault:
    return replace(fault, name=f"mfiles-{fault.name}", entities=_SETS, dialects=_DIALECTS)


def _fault(name: str, breaks: str, lie: Act, near_miss: Act) -> Fault:
    return Fault(name=f"mfiles-{name}", breaks=breaks, entities=_SETS, lie=lie, near_miss=near_miss, dialects=_DIALECTS)


def _wrapped(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    if isinstance(row.get("titles"), list):
        row["titles"] = {"results": row["titles"]}


def _with_null(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row.setdefault("country", None)


def _empty_entry(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    if isinstance(row.get("tags"), list):
        row["tags"].append({})


def _another_entry(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    if isinstance(row.get("tags"), list):
        row["tags"].append({"value": "another"})


def _in_ticks(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row["updated"] = to_ticks(f"{row['updated']}Z")


def _in_utc(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row["updated"] = f"{row['updated']}Z"


def _failing(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - whatever was refused
    return scene.dialect.say_error(500, "The options cannot be read.")


def _links(name: str, breaks: str, position: int, lie: tuple[str, str], near_miss: tuple[str, str]) -> Fault:
    """The fault that the address of a file is one that it should not be: sentence and address."""
    return _fault(
        f"link-{name}",
        f"references/{breaks}",
        Act(lie[0], record=first_given(position, "files", url=lie[1])),
        Act(near_miss[0], record=first_given(position, "files", url=near_miss[1])),
    )


def _told(name: str, breaks: str, position: int, lie: dict[str, Json], near_miss: dict[str, Json]) -> Fault:
    return _fault(
        name,
        breaks,
        Act(f"a document has {lie!r}", record=given(position, **lie)),
        Act(f"a document has {near_miss!r}", record=given(position, **near_miss)),
    )


_FORMS: tuple[Fault, ...] = (
    _fault(
        "not-a-number",
        "transport/strict-json",
        Act("a score is NaN", reply=body(replaced(rb'"treaty":', b'"score":NaN,"treaty":', 1))),
        Act("a score is a fraction", reply=body(replaced(rb'"treaty":', b'"score":0.5,"treaty":', 1))),
    ),
    replace(
        _fault(
            "property-not-declared",
            "service/description-agrees",
            Act(
                "the country is not declared",
                reply=body(replaced(rb'<Property Name="country"[^>]*/>', b""), "description"),
            ),
            Act(
                "a property is declared that is never sent",
                reply=body(
                    replaced(rb'(<Property Name="country"[^>]*/>)', rb'\1<Property Name="note" Type="Edm.String" />'),
                    "description",
                ),
            ),
        ),
        entities=(),
    ),
    _fault(
        "list-wrapped",
        "service/collections-in-dialect-form",
        Act("titles come wrapped, which the importer does not open", reply=rows(_wrapped)),
        Act("a country that is not known is sent as null", reply=rows(_with_null)),
    ),
    _fault(
        "placeholder",
        "service/no-placeholders",
        Act("lists of tags end in an empty entry", reply=rows(_empty_entry)),
        Act("lists of tags have another entry", reply=rows(_another_entry)),
    ),
    _told("number-for-text", "service/values-of-declared-type", 3, {"country": 17}, {"country": "KE"}),
    _fault(
        "ticks",
        "service/answers-fit-schema",
        Act("the last change is a number of milliseconds", reply=rows(_in_ticks)),
        Act("the last change is told with its zone", reply=rows(_in_utc)),
    ),
    _fault(
        "odd-option-fails",
        "query/odd-input-answered",
        Act("malformed options make the service fail", reply=otherwise_refused(_failing)),
        Act("malformed options are refused with status 422", reply=otherwise_refused(unprocessable)),
    ),
    replace(
        _fault(
            "harvest-in-small-pages",
            "efficiency/requests-few",
            at_most(50),
            Act("pages carry a warning", reply=header("Warning", '199 - "synthetic"')),
        ),
        through="paging/pages-full",
    ),
)
_QUERIES: tuple[Fault, ...] = (
    _fault(
        "filter-from-stale-index",
        "query/records-as-listed",
        Act(
            "under a filter documents have another country", answer=combining.otherwise_under_a_filter("country", "KE")
        ),
        Act("filtered listings say so in a header", reply=combining.filters_told),
    ),
)
_CODES: tuple[Fault, ...] = (
    _told("treaty-misspelt", "vocabulary/treaty", 4, {"treaty": "carthagena", "treaties": []},
          {"treaty": "cartagena", "treaties": []}),
    _told("treaty-alias", "vocabulary/treaty-canonical", 5, {"treaty": "plant_treaty", "treaties": ["plant_treaty"]},
          {"treaty": "plant-treaty", "treaties": ["plant-treaty"]}),
    _told("treaty-capitalised", "vocabulary/code-case", 6, {"treaty": "Basel", "treaties": ["basel"]},
          {"treaty": "basel", "treaties": ["basel"]}),
    _told("country-by-name", "vocabulary/country", 7, {"country": "Kenya"}, {"country": "KE"}),
    _told("country-alias", "vocabulary/country-current", 9, {"country": "UK"}, {"country": "GB"}),
    _told("country-lower-case", "vocabulary/country-upper-case", 11, {"country": "ec"}, {"country": "EC"}),
    _told("country-forms", "vocabulary/one-country-form", 13, {"country": "KEN"}, {"country": "PW"}),
    _fault(
        "media-type-misspelt",
        "vocabulary/media-type",
        Act("An extension is one that nobody knows.", record=first_given(15, "files", mimeType="pdfx")),
        Act("A file is a document of another program.", record=first_given(15, "files", mimeType="application/msword")),
    ),
)  # fmt: skip
_ADDRESSES: tuple[Fault, ...] = (
    _links("relative", "links-absolute", 16, ("A link lacks its host.", "/records/16.pdf"),
           ("A link has a port.", f"{_SITE}:8443/16.pdf")),
    _links("two-in-one", "links-well-formed", 17, ("Two links stand in one.", f"{_SITE}/17.pdf; {_SITE}/18.pdf"),
           ("A link holds a semicolon.", f"{_SITE}/17;18.pdf")),
    _links("to-localhost", "links-public", 18, ("A link leads to the machine itself.", "http://localhost:8080/18.pdf"),
           ("A link leads to a host with an odd name.", "https://localhost.example.org/18.pdf")),
    _links("to-staging", "links-not-of-trials", 19,
           ("A link leads to a system for trials.", "https://staging.example.org/19.pdf"),
           ("A link leads to a host that resembles one.", "https://stages.example.org/19.pdf")),
    _links("with-token", "links-without-secrets", 20, ("A link holds a token.", f"{_SITE}/20.pdf?token=a1b2c3"),
           ("A link holds a session of a meeting.", f"{_SITE}/20.pdf?session=17")),
)  # fmt: skip

FAULTS: tuple[Fault, ...] = (
    *(
        _of_documents(fault)
        for module in (transport, service, wire_forms, query, combining, paging, shapes, efficiency, text)
        for fault in module.FAULTS
        if fault.name in _ALIKE
    ),
    *_FORMS,
    *_QUERIES,
    *_CODES,
    *_ADDRESSES,
)
"""The lies of this form."""
