"""Lies of values that contradict each other, or that records share which are to have their own."""

from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import first_given, given
from apitest.reference.faults.choosing import (
    BASEL,
    CHANNEL,
    NEWER,
    OBLIGATIONS,
    SINGLE,
    both,
    inside,
    pair_fault,
    places,
    single_fault,
)
from apitest.reference.faults.choosing import given as one_given
from apitest.reference.faults.project_changes import both as together
from apitest.reference.faults.project_changes import put
from apitest.reference.lying import Act, Fault, RecordChange, at
from apitest.reference.records.words import english

_PROJECTS = ("projects",)
_DECISION, _PROFILE, _DOCUMENT = (
    About("decision", "decisions"),
    About("profile", "country-profiles"),
    About("document", "documents"),
)


def _titled(position: int, title: str) -> RecordChange:
    """The English title of one record is another one."""

    def changed(record: dict[str, Json]) -> dict[str, Json]:
        entry: dict[str, Json] = {"language": "en", "value": title}
        return record | {"title": [entry, *(item for item in record["title"] if item["language"] != "en")]}

    return at(position, changed)


def _bound(day: str, **values: Json) -> RecordChange:
    """A treaty is in force for one country since a day."""
    return given(
        4, entryIntoForce=f"{day}T00:00:00Z", statusDate=f"{day}T00:00:00Z", entryIntoForceStatus="accession", **values
    )


def _numbered(isbn: str) -> RecordChange:
    """One document has this ISBN."""
    return first_given(45, "identifiers", name="ISBN", value=isbn)


_ANNUAL = places("reporting-obligations", lambda record: record["id"] == "basel-annual")[0]


def _decided(treaty: str, number: str) -> RecordChange:
    """One obligation stands on this decision."""
    return given(_ANNUAL, decisions=[{"treaty": treaty, "number": number}])


def _budget(year: str) -> dict[str, Json]:
    return {"/budgets/0/periodStart": f"{year}-01-01", "/budgets/0/periodEnd": f"{year}-12-31"}


# --- one record ---------------------------------------------------------------------------------------------------

_CITES = 13
"""A decision under this treaty."""
_DELETED, _PAID = 15, 22
"""Projects without relations to others; the second has a budget."""

_RECORDS: tuple[Fault, ...] = (
    _DECISION.lie(
        "of-conference-typed-otherwise",
        "type-fits-number",
        ("A resolution of CITES is typed as a decision.", given(_CITES, number="Conf. 20.12", type="decision")),
        ("A resolution of CITES is typed as one.", given(_CITES, number="Conf. 20.12", type="resolution")),
    ),
    Fault(
        name="title-of-another-year",
        breaks="vocabulary/years-fit-title",
        entities=("meetings",),
        lie=Act(
            "A meeting ends its title with another year.", record=_titled(0, "Synthetic talks on waste, Rome, 2009")
        ),
        near_miss=Act("A meeting was put off by a year.", record=_titled(0, "Synthetic talks on waste, Rome, 2020")),
    ),
    Fault(
        name="report-title-of-another-year",
        breaks="vocabulary/years-fit-title",
        entities=("national-reports",),
        lie=Act("A report is for a year to come.", record=_titled(BASEL[2], "Synthetic report for the year 2031")),
        near_miss=Act("A report is for its own year.", record=_titled(BASEL[2], "Synthetic report for the year 2018")),
    ),
    _PROFILE.lie(
        "in-force-before-its-treaty",
        "force-plausible",
        ("A treaty binds before it is in force.", _bound("1992-05-05", treaty="minamata")),
        ("A treaty binds from its first day on.", _bound("2017-08-16", treaty="minamata")),
    ),
    _PROFILE.lie(
        "in-force-though-signed-only",
        "force-plausible",
        ("A treaty binds a country that signed it.", given(3, entryIntoForceStatus="signatory")),
        ("A treaty binds a country that acceded.", given(3, entryIntoForceStatus="accession")),
    ),
    _DOCUMENT.lie(
        "with-wrong-isbn",
        "identifier-valid",
        ("The last digit of an ISBN is wrong.", _numbered("978-3-16-148410-1")),
        ("The last digit of an ISBN is right.", _numbered("978-3-16-148410-0")),
    ),
    Fault(
        name="project-budget-of-another-time",
        breaks="projects/money-plausible",
        entities=_PROJECTS,
        lie=Act("A budget is of 1999.", record=put(_PAID, _budget("1999"))),
        near_miss=Act("A budget is of 2026.", record=put(_PAID, _budget("2026"))),
    ),
    Fault(
        name="project-deleted-with-content",
        breaks="service/deleted-is-bare",
        entities=_PROJECTS,
        lie=Act("A project is marked as deleted and still there.", record=put(_DELETED, {"/deleted": True})),
        near_miss=Act("A project is marked as not deleted.", record=put(_DELETED, {"/deleted": False})),
    ),
    Fault(
        name="report-deleted-with-content",
        breaks="service/deleted-is-bare",
        entities=("national-reports",),
        lie=Act("A report is marked as deleted and still there.", record=given(SINGLE[9], deleted=True)),
        near_miss=Act("A report is marked as not deleted.", record=given(SINGLE[9], deleted=False)),
        dialects=("mea-json",),
    ),
    single_fault(
        "obligation-of-another-rhythm",
        "cycles-fit-frequency",
        OBLIGATIONS,
        _ANNUAL,
        inside("frequency", kind="every-n-years", value=4),
        one_given(article="13"),
    ),
    Fault(
        name="obligation-decided-elsewhere",
        breaks="vocabulary/related-treaty",
        entities=OBLIGATIONS,
        lie=Act("The decision behind an obligation is of another treaty.", record=_decided("cites", "Conf. 11.17")),
        near_miss=Act("It is of a treaty that meets with its own.", record=_decided("stockholm", "SC-1/22")),
    ),
    pair_fault(
        "of-another-first-day",
        "first-version-first",
        {NEWER[0]: lambda record: record | {"firstSubmission": record["submission"][:10]}},
        {NEWER[0]: CHANNEL},
    ),
)

# --- several records ----------------------------------------------------------------------------------------------

_BODY = english(
    "<p>Requests the Secretariat to prepare a synthetic report on the implementation of this decision, and to send it to "
    "all Parties before the next meeting.</p>"
)
_PURPOSE = english(
    "The synthetic project strengthens the ministries of the region in measuring mercury in the air and in the water, "
    "and trains those who read the instruments."
)
_FILE = {"url": "https://documents.example.org/reports/all.pdf", "filename": "all.pdf"}
_OF_MINAMATA, _OF_OTHERS = (0, 4), (0, 13)


def _one_file(record: dict[str, Json]) -> dict[str, Json]:
    return record | {"files": [record["files"][0] | _FILE]}


def _described(*numbers: int) -> RecordChange:
    return together(*(put(number, {"/description": _PURPOSE}) for number in numbers))


_SHARED: tuple[Fault, ...] = (
    Fault(
        name="decisions-of-one-text",
        breaks="service/values-own",
        entities=("decisions",),
        lie=Act("Two decisions have one text.", record=both(dict.fromkeys(_OF_MINAMATA, one_given(content=_BODY)))),
        near_miss=Act(
            "Decisions of two treaties have one text.",
            record=both(dict.fromkeys(_OF_OTHERS, one_given(content=_BODY))),
        ),
    ),
    Fault(
        name="reports-of-one-file",
        breaks="service/values-own",
        entities=("national-reports",),
        lie=Act("Four reports have one file.", record=both(dict.fromkeys(range(60, 64), _one_file))),
        near_miss=Act("Two reports have one file.", record=both(dict.fromkeys(range(60, 62), _one_file))),
    ),
    Fault(
        name="documents-of-one-file",
        breaks="service/values-own",
        entities=("documents",),
        lie=Act("Four documents have one file.", record=both(dict.fromkeys(range(60, 64), _one_file))),
        near_miss=Act("Two documents have one file.", record=both(dict.fromkeys(range(60, 62), _one_file))),
    ),
    Fault(
        name="projects-of-one-description",
        breaks="service/values-own",
        entities=_PROJECTS,
        lie=Act("Four projects are described alike.", record=_described(20, 21, 23, 25)),
        near_miss=Act("Two projects are described alike.", record=_described(20, 21)),
    ),
)

FAULTS: tuple[Fault, ...] = (*_RECORDS, *_SHARED)
