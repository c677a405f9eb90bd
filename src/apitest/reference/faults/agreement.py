"""Lies of records that contradict themselves: labels beside codes, entries twice, titles beside codes, pages for all."""

from collections.abc import Callable, Mapping

from apitest.model import Json
from apitest.reference.faults.changes import without
from apitest.reference.faults.choosing import ORDERED, REPORTS, SINGLE, STATUS, answer, given, places
from apitest.reference.faults.project_changes import both as together
from apitest.reference.faults.project_changes import put
from apitest.reference.lying import Act, Fault, RecordChange, at
from apitest.reference.records import records_of
from apitest.reference.store import in_order

_PROJECTS = ("projects",)
_DASHBOARD = "https://sip.example.org/dashboard"


def _titled(position: int, value: str) -> RecordChange:
    """One record has this title in English, and no other."""
    return at(position, lambda record: record | {"title": [{"language": "en", "value": value}]})


def _twice(position: int, name: str) -> RecordChange:
    """The first entry of a list of one record comes twice."""
    return at(position, lambda record: record | {name: [record[name][0], *record[name]]})


def _twin(entity: str, position: int, other: int, more: str = "") -> RecordChange:
    """One record tells of itself what another one does, but for its id, and for what is added to its title."""
    names = ("treaty", "treaties", "country", "type", "submission", "published", "title", "name")
    model = [*in_order(records_of(entity))][position]
    same = {name: model[name] for name in names if name in model}

    def change(record: dict[str, Json]) -> dict[str, Json]:
        title = "name" if "name" in same else "title"
        english = next(entry["value"] for entry in same[title] if entry["language"] == "en")
        own = without(record, *names, "latitude", "longitude")
        return own | same | {title: [{"language": "en", "value": f"{english}{more}"}]}

    return at(other, change)


def _page_of_another(position: int) -> RecordChange:
    return at(position, lambda record: record | {"url": f"{record['url'].rpartition('/')[0]}/overview"})


def _page_of_two(first: int, second: int) -> RecordChange:
    """Two records have one page."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position not in (first, second):
            return record
        return record | {"url": f"{record['url'].rpartition('/')[0]}/overview"}

    return change


def _first_file(position: int, change: Callable[[dict[str, Json]], dict[str, Json]]) -> RecordChange:
    return at(position, lambda record: record | {"files": [change(record["files"][0]), *record["files"][1:]]})


def _fetched_by(position: int, scheme: str) -> RecordChange:
    """The first file of one record is fetched in this way."""
    return _first_file(position, lambda file: file | {"url": f"{scheme}{file['url'].partition(':')[2]}"})


def _awaits_acceptance(record: Mapping[str, Json]) -> bool:
    """Whether a cell and the report that it names are submitted and not yet accepted."""
    reports = {report["id"]: report for report in ORDERED["national-reports"]}
    status = reports.get(record.get("reportId"), {}).get("status")
    return bool(record["status"] == status == "submitted")


_SUBMITTED = places("reporting-status", _awaits_acceptance)
_DUE = places("reporting-status", lambda record: "reportId" in record and record["timeliness"] == "on-time")
_LOCATED: dict[str, Json] = {"name": "Reference site (test data)", "countryCode": "KE"}
_MINISTRY: dict[str, Json] = {"name": "Reference ministry (test data)"}
_UNEP: dict[str, Json] = {"name": "UNEP", "acronym": "UNEP", "ref": "XM-DAC-41116"}


def _organised(managing: dict[str, Json], implementing: dict[str, Json]) -> RecordChange:
    """One project of the GEF is managed by the one and implemented by the other."""
    organisations = [managing | {"role": "managing"}, implementing | {"role": "implementing"}]
    return at(6, lambda record: record | {"organisations": [record["organisations"][0], *organisations]})


def _shared(one: str, other: str) -> list[dict[str, Json]]:
    """Two countries with their shares."""
    return [{"code": one, "share": 60}, {"code": other, "share": 40}]


def _approved(month: str) -> RecordChange:
    """One project that was approved says so of another day of the same fiscal year in its milestone."""

    def change(record: dict[str, Json]) -> dict[str, Json]:
        return record | {"milestones": [{"type": "approved", "date": f"{record['approvalDate'][:-2]}{month}"}]}

    return at(6, change)


_OF_PROJECTS: tuple[Fault, ...] = (
    Fault(
        name="project-label-of-another-code",
        breaks="vocabulary/labels-fit-codes",
        entities=_PROJECTS,
        lie=Act(
            "A full-size project is labelled as an enabling activity.",
            record=at(2, given(projectType={"code": "full-size", "sourceValue": "Enabling Activity"})),
        ),
        near_miss=Act(
            "A full-size project is labelled so, in another way.",
            record=at(2, given(projectType={"code": "full-size", "sourceValue": "FULL SIZE PROJECT"})),
        ),
    ),
    Fault(
        name="project-country-twice",
        breaks="service/entries-once",
        entities=_PROJECTS,
        lie=Act(
            "A project names a country twice.",
            record=at(8, given(countries=_shared("GH", "GH"), regions=[], scope="multi-country")),
        ),
        near_miss=Act(
            "A project names two countries.",
            record=at(8, given(countries=_shared("GH", "BF"), regions=[], scope="multi-country")),
        ),
    ),
    Fault(
        name="project-language-by-name",
        breaks="vocabulary/languages-known",
        entities=_PROJECTS,
        lie=Act("A project names a language in full.", record=at(3, given(languages=["English"]))),
        near_miss=Act("A project is in a language that few use.", record=at(3, given(languages=["en", "se"]))),
    ),
    Fault(
        name="project-agency-implements",
        breaks="projects/agency-manages",
        entities=_PROJECTS,
        lie=Act("An agency implements what a ministry manages.", record=_organised(_MINISTRY, _UNEP)),
        near_miss=Act("A ministry implements what an agency manages.", record=_organised(_UNEP, _MINISTRY)),
    ),
    Fault(
        name="project-approved-twice",
        breaks="projects/approval-agrees",
        entities=_PROJECTS,
        lie=Act("A project was approved on two days.", record=_approved("28")),
        near_miss=Act("A project was approved on two days that a time zone lies between.", record=_approved("09")),
    ),
    Fault(
        name="project-place-elsewhere",
        breaks="projects/place-in-country",
        entities=_PROJECTS,
        lie=Act(
            "Latitude and longitude of a place are exchanged.",
            record=at(4, given(locations=[_LOCATED | {"point": {"lat": 36.8, "lon": -1.25}}])),
        ),
        near_miss=Act(
            "A place lies in its country.",
            record=at(4, given(locations=[_LOCATED | {"point": {"lat": -1.25, "lon": 36.8}}])),
        ),
    ),
    Fault(
        name="project-of-unknown-obligation",
        breaks="references/obligation-of-project-exists",
        entities=_PROJECTS,
        lie=Act(
            "A project pays for the report under an obligation that is not published.",
            record=at(5, given(reportingSupport=[{"treaty": "minamata", "obligationId": "minamata-art22"}])),
        ),
        near_miss=Act(
            "A project pays for the report under one that is.",
            record=at(5, given(reportingSupport=[{"treaty": "minamata", "obligationId": "minamata-art21-short"}])),
        ),
    ),
)

_OF_REPORTS: tuple[Fault, ...] = (
    Fault(
        name="report-of-unknown-project",
        breaks="references/project-of-report-exists",
        entities=REPORTS,
        lie=Act(
            "A report was paid for by a project that is not published.",
            record=at(SINGLE[0], given(supportingProjects=[{"scheme": "gef", "value": "999998"}])),
        ),
        near_miss=Act(
            "A report was paid for by a project of another fund, of which none is published.",
            record=at(SINGLE[0], given(supportingProjects=[{"scheme": "mlf", "value": "999998"}])),
        ),
    ),
    Fault(
        name="report-counterparty-in-words",
        breaks="national-reports/counterparty-known",
        entities=REPORTS,
        lie=Act(
            "Something went to 'various' countries.",
            record=at(SINGLE[1], answer(question="C.1", value=1.5, unit="t", counterparty="various")),
        ),
        near_miss=Act(
            "Something went to Kenya.",
            record=at(SINGLE[1], answer(question="C.1", value=1.5, unit="t", counterparty="KEN")),
        ),
    ),
    Fault(
        name="report-hash-cut",
        breaks="national-reports/file-hash-form",
        entities=REPORTS,
        lie=Act(
            "A hash is cut.",
            record=_first_file(SINGLE[2], lambda file: file | {"hash": {"alg": "sha-256", "value": "0f" * 20}}),
        ),
        near_miss=Act(
            "A hash is one of another algorithm.",
            record=_first_file(SINGLE[2], lambda file: file | {"hash": {"alg": "SHA1", "value": "0F" * 20}}),
        ),
    ),
    Fault(
        name="cell-further-than-its-report",
        breaks="national-reports/cell-not-ahead",
        entities=STATUS,
        lie=Act("A cell is accepted before its report.", record=at(_SUBMITTED[0], given(status="accepted"))),
        near_miss=Act("A cell says who computed it.", record=at(_SUBMITTED[0], given(reason="computed"))),
    ),
    Fault(
        name="cell-with-another-deadline",
        breaks="national-reports/cell-deadline-of-obligation",
        entities=STATUS,
        lie=Act("A cell has a later deadline than its cycle.", record=at(_DUE[0], given(deadline="2035-12-31"))),
        near_miss=Act("A cell says who computed it.", record=at(_DUE[0], given(reason="computed"))),
    ),
)

_OF_ANY: tuple[Fault, ...] = (
    Fault(
        name="keyword-twice",
        breaks="service/entries-once",
        entities=("decisions", "documents"),
        lie=Act("A keyword comes twice.", record=_twice(30, "keywords")),
        near_miss=Act(
            "Two keywords are of one vocabulary.",
            record=at(
                30,
                lambda record: record | {"keywords": [*record["keywords"], _another(record["keywords"][0])]},
            ),
        ),
    ),
    Fault(
        name="title-of-another-country",
        breaks="vocabulary/country-fits-title",
        entities=("national-reports", "national-plans"),
        lie=Act("The title is that of Iceland.", record=_titled(31, "Synthetic record 31: the waste of Iceland")),
        near_miss=Act(
            "The title names Iceland.", record=_titled(31, "Synthetic record 31: the trade in waste with Iceland")
        ),
    ),
    Fault(
        name="title-of-another-treaty",
        breaks="vocabulary/treaty-fits-title",
        entities=("national-reports", "national-plans"),
        lie=Act(
            "The title names another treaty.", record=_titled(32, "Synthetic record 32 under the Lusaka Agreement")
        ),
        near_miss=Act(
            "The title names another treaty beside its own.",
            record=_titled(32, "Synthetic record 32 on cooperation with the Lusaka Agreement"),
        ),
    ),
    Fault(
        name="meeting-title-of-another-treaty",
        breaks="vocabulary/treaty-fits-title",
        entities=("meetings",),
        lie=Act(
            "The title names another treaty.",
            record=_titled(110, "Consultation of the Parties to the Lusaka Agreement on synthetic records"),
        ),
        near_miss=Act(
            "The title names another treaty beside its own.",
            record=_titled(110, "Consultation on cooperation with the Lusaka Agreement and synthetic records"),
        ),
    ),
    Fault(
        name="page-of-two-records",
        breaks="references/pages-distinct",
        entities=("national-reports", "national-plans", "sites"),
        lie=Act("Two records have one page.", record=_page_of_two(33, 34)),
        near_miss=Act("A record has another page.", record=_page_of_another(33)),
    ),
    Fault(
        name="project-page-of-two",
        breaks="references/pages-distinct",
        entities=("projects",),
        lie=Act(
            "Two projects have one page.",
            record=together(put(7, {"/url": _DASHBOARD}), put(17, {"/url": _DASHBOARD})),
        ),
        near_miss=Act("A project has the page of a list.", record=put(7, {"/url": _DASHBOARD})),
    ),
    *(
        Fault(
            name=f"{entity}-under-two-ids",
            breaks="service/no-twins",
            entities=(entity,),
            lie=Act("Two records are one.", record=_twin(entity, 38, 39)),
            near_miss=Act("Two records differ in their titles.", record=_twin(entity, 38, 39, " (part two)")),
        )
        for entity in ("national-plans", "sites", "documents")
    ),
    Fault(
        name="file-without-encryption",
        breaks="references/files-encrypted",
        entities=("decisions", "national-reports", "national-plans"),
        lie=Act("A file is fetched by http, the page by https.", record=_fetched_by(35, "http:")),
        near_miss=Act("The scheme of a file has capitals.", record=_fetched_by(35, "HTTPS:")),
    ),
    Fault(
        name="document-file-without-id",
        breaks="documents/file-described",
        entities=("documents",),
        lie=Act(
            "A file has no id.",
            record=_first_file(36, lambda file: {name: value for name, value in file.items() if name != "id"}),
        ),
        near_miss=Act("A file has an id of one letter.", record=_first_file(36, lambda file: file | {"id": "x"})),
    ),
    Fault(
        name="document-file-language-by-name",
        breaks="vocabulary/languages-known",
        entities=("documents",),
        lie=Act(
            "A file names its language in full.",
            record=_first_file(37, lambda file: file | {"language": "English"}),
        ),
        near_miss=Act(
            "A file is in a language that few use.", record=_first_file(37, lambda file: file | {"language": "se"})
        ),
    ),
    Fault(
        name="contact-role-of-another-treaty",
        breaks="contacts/role-treaty-own",
        entities=("contacts",),
        lie=Act(
            "A role is for a treaty that the contact is not for.",
            record=at(14, given(treaties=[{"value": "cbd"}], roles=[{"treaty": "cms", "roles": ["Xxxxx xxxxx"]}])),
        ),
        near_miss=Act(
            "A role is for the treaty of the contact.",
            record=at(14, given(treaties=[{"value": "cbd"}], roles=[{"treaty": "cbd", "roles": ["Xxxxx xxxxx"]}])),
        ),
    ),
)


def _another(keyword: dict[str, Json]) -> dict[str, Json]:
    name = "term" if "term" in keyword else "literalForm"
    return {key: value for key, value in keyword.items() if key != "id"} | {name: "synthetic records"}


FAULTS: tuple[Fault, ...] = (*_OF_ANY, *_OF_REPORTS, *_OF_PROJECTS)
"""The lies about agreement."""
