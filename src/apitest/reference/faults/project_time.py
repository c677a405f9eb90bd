"""Lies about the dates and the status of a project."""

from datetime import date, timedelta
from typing import Any

from apitest.model import Feature, Json
from apitest.reference.faults.project_changes import LEFT_OUT, both, every, of, put
from apitest.reference.lying import Act, Fault

_SETS = ("projects",)

_NO_START: dict[str, Any] = {"/plannedStart": LEFT_OUT, "/actualStart": LEFT_OUT}
_GEF_8: dict[str, Json] = {"code": "gef-8", "sourceValue": "GEF - 8"}
_NEW: dict[str, Json] = {"code": "unknown", "sourceValue": "Under Review"}


def _paid(day: str) -> dict[str, Json]:
    return {"type": "3", "date": day, "value": {"amount": 1000, "currency": "USD"}, "kind": "fund"}


def _eve(number: int) -> str:
    """The day before the approval of a project."""
    return (date.fromisoformat(of(number, "approvalDate")) - timedelta(days=1)).isoformat()


_IN_SEPTEMBER: dict[str, Json] = {
    "/approvalDate": "2023-09-01",
    "/milestones": [{"type": "approved", "date": "2023-09-01"}, {"type": "cancelled", "date": "2024-09-02"}],
}

FAULTS: tuple[Fault, ...] = (
    Fault(
        name="project-without-start-below-iati",
        breaks="projects/start-date",
        entities=_SETS,
        lie=Act(
            "In a set without sectors, a project has no start.",
            record=both(every({"/sectors": LEFT_OUT}), put(21, _NO_START)),
        ),
        near_miss=Act(
            "A set has no sectors, and a project no actual start.",
            record=both(every({"/sectors": LEFT_OUT}), put(21, {"/actualStart": LEFT_OUT})),
        ),
    ),
    Fault(
        name="project-without-start",
        breaks="projects/start-date-for-iati",
        entities=_SETS,
        lie=Act("A project has neither a planned nor an actual start.", record=put(21, _NO_START)),
        near_miss=Act(
            "A project has no planned start, but an actual one.", record=put(25, {"/plannedStart": LEFT_OUT})
        ),
    ),
    Fault(
        name="project-planned-end-before-start",
        breaks="projects/planned-end-after-start",
        entities=_SETS,
        lie=Act(
            "A project is planned to end before it starts.",
            record=put(21, {"/plannedStart": "2031-01-01", "/plannedEnd": "2030-01-01"}),
        ),
        near_miss=Act(
            "A project is planned to last a day.",
            record=put(21, {"/plannedStart": "2031-01-01", "/plannedEnd": "2031-01-02"}),
        ),
    ),
    Fault(
        name="project-actual-end-before-start",
        breaks="projects/actual-end-after-start",
        entities=_SETS,
        lie=Act(
            "A project ended before it started.",
            record=put(80, {"/actualEnd": "2019-06-01", "/actualStart": "2019-12-01"}),
        ),
        near_miss=Act(
            "A project lasted a day.", record=put(80, {"/actualStart": "2021-06-01", "/actualEnd": "2021-06-02"})
        ),
    ),
    Fault(
        name="project-started-in-the-future",
        breaks="projects/past-dates-past",
        entities=_SETS,
        lie=Act("An actual start lies in the future.", record=put(95, {"/actualStart": "2090-01-01"})),
        near_miss=Act("A planned end lies in the far future.", record=put(95, {"/plannedEnd": "2090-01-01"})),
    ),
    Fault(
        name="project-milestone-in-the-future",
        breaks="projects/past-dates-past",
        entities=_SETS,
        lie=Act(
            "A milestone lies in the future.",
            record=put(95, {"/milestones/-": {"type": "mid-term-review", "date": "2090-01-01"}}),
        ),
        near_miss=Act(
            "A milestone was reached a day ago.",
            record=put(95, {"/milestones/-": {"type": "mid-term-review", "date": "2025-06-01"}}),
        ),
    ),
    Fault(
        name="project-updated-in-the-future",
        breaks="projects/updated-not-in-future",
        entities=_SETS,
        lie=Act("A last change lies in the future.", record=put(33, {"/updated": "2090-01-01T00:00:00Z"})),
        near_miss=Act("A last change lies in the past.", record=put(33, {"/updated": "2025-06-01T00:00:00Z"})),
    ),
    Fault(
        name="project-changed-before-made",
        breaks="projects/created-before-updated",
        entities=_SETS,
        lie=Act("A project was changed before it was made.", record=put(73, {"/created": "2025-12-24T00:00:00Z"})),
        near_miss=Act(
            "A project was changed the moment that it was made.", record=put(73, {"/created": of(73, "updated")})
        ),
    ),
    Fault(
        name="project-epoch-date",
        breaks="projects/no-sentinel-dates",
        entities=_SETS,
        lie=Act("An end is 1970-01-01.", record=put(85, {"/plannedEnd": "1970-01-01"})),
        near_miss=Act("An end is not known.", record=put(85, {"/plannedEnd": LEFT_OUT})),
    ),
    Fault(
        name="project-milestones-swapped",
        breaks="projects/milestones-in-order",
        entities=_SETS,
        lie=Act(
            "A concept was approved before the project was received.",
            record=put(35, {"/milestones/1/date": "2001-01-01"}),
        ),
        near_miss=Act(
            "A concept was approved on the day on which the project was received.",
            record=put(35, {"/milestones/1/date": of(35, "milestones")[0]["date"]}),
        ),
    ),
    Fault(
        name="project-approved-after-start",
        breaks="projects/approval-before-start",
        entities=_SETS,
        lie=Act("A project was approved after it had started.", record=put(55, {"/actualStart": _eve(55)})),
        near_miss=Act(
            "A project was approved on the day of its start.", record=put(55, {"/actualStart": of(55, "approvalDate")})
        ),
    ),
    Fault(
        name="project-fiscal-year-of-calendar",
        breaks="projects/fiscal-year-agrees",
        entities=_SETS,
        lie=Act(
            "A fiscal year is that of the calendar.",
            record=put(5, _IN_SEPTEMBER | {"/approvalFiscalYear": 2023}),
        ),
        near_miss=Act(
            "A fiscal year begins in July.",
            record=put(5, _IN_SEPTEMBER | {"/approvalFiscalYear": 2024}),
        ),
    ),
    Fault(
        name="project-of-gef-8-too-early",
        breaks="projects/period-fits-fiscal-year",
        entities=_SETS,
        lie=Act("A project of GEF-8 was approved in the fiscal year 2019.", record=put(80, {"/fundingPeriod": _GEF_8})),
        near_miss=Act(
            "A project of GEF-8 was approved in the fiscal year 2023.",
            record=put(80, {"/fundingPeriod": _GEF_8, "/approvalDate": LEFT_OUT, "/approvalFiscalYear": 2023}),
        ),
    ),
    Fault(
        name="project-of-gef-8-of-another-fund",
        breaks="projects/period-of-its-fund",
        entities=_SETS,
        lie=Act("A project of another fund is in a period of the GEF.", record=put(7, {"/fundingPeriod": _GEF_8})),
        near_miss=Act(
            "A project of another fund is in a round of that fund.",
            record=put(7, {"/fundingPeriod": {"code": "sip-4"}}),
        ),
    ),
    Fault(
        name="project-without-status",
        breaks="projects/status-given",
        entities=_SETS,
        lie=Act("A project has no status.", record=put(1, {"/status": LEFT_OUT})),
        near_miss=Act("A status has no label.", record=put(1, {"/status": {"code": "2"}})),
        needs=(Feature.CODES,),
    ),
    Fault(
        name="project-status-unknown-on-dashboard",
        breaks="projects/status-known",
        entities=_SETS,
        lie=Act(
            "In a set without finance, a status is not known.",
            record=both(every({"/finance": LEFT_OUT}), put(25, {"/status": _NEW})),
        ),
        near_miss=Act("A set has no finance.", record=every({"/finance": LEFT_OUT})),
    ),
    Fault(
        name="project-status-unknown",
        breaks="projects/status-decided",
        entities=_SETS,
        lie=Act("A status is not known.", record=put(55, {"/status": _NEW})),
        near_miss=Act("A status is suspended.", record=put(55, {"/status": {"code": "6", "sourceValue": "Suspended"}})),
    ),
    Fault(
        name="project-status-against-label",
        breaks="projects/status-fits-label",
        entities=_SETS,
        lie=Act("A status is suspended, its label says approved.", record=put(25, {"/status/code": "6"})),
        near_miss=Act(
            "A completed project still has open accounts.",
            record=put(20, {"/status": {"code": "3", "sourceValue": "Completed"}}),
        ),
    ),
    Fault(
        name="project-status-guessed",
        breaks="projects/status-fits-label",
        entities=_SETS,
        lie=Act(
            "A label that nobody knows has a code.", record=put(25, {"/status/sourceValue": "Under Implementation"})
        ),
        near_miss=Act(
            "A label of another fund is not known.", record=put(19, {"/status/sourceValue": "Under Implementation"})
        ),
    ),
    Fault(
        name="project-in-pipeline-though-started",
        breaks="projects/status-fits-dates",
        entities=_SETS,
        lie=Act("A project in the pipeline has started.", record=put(81, {"/actualStart": "2025-05-01"})),
        near_miss=Act("A project in the pipeline is late.", record=put(81, {"/plannedStart": "2024-01-01"})),
    ),
    Fault(
        name="project-closed-without-end",
        breaks="projects/status-fits-dates",
        entities=_SETS,
        lie=Act("A closed project has no end.", record=put(80, {"/plannedEnd": LEFT_OUT, "/actualEnd": LEFT_OUT})),
        near_miss=Act("A closed project has no actual end.", record=put(80, {"/actualEnd": LEFT_OUT})),
    ),
    Fault(
        name="project-cancelled-without-date",
        breaks="projects/cancellation-dated",
        entities=_SETS,
        lie=Act(
            "A cancelled project does not say when it was cancelled.",
            record=put(5, {"/milestones": of(5, "milestones")[:-1]}),
        ),
        near_miss=Act(
            "A cancelled project has no milestone besides.", record=put(5, {"/milestones": of(5, "milestones")[-1:]})
        ),
    ),
    Fault(
        name="project-paid-after-cancellation",
        breaks="projects/no-payment-after-cancellation",
        entities=_SETS,
        lie=Act("A cancelled project was paid later.", record=put(5, {"/transactions": [_paid("2025-11-03")]})),
        near_miss=Act("A cancelled project was paid before.", record=put(5, {"/transactions": [_paid("2022-08-01")]})),
    ),
)
