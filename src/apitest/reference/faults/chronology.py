"""Lies about dates that every set tells alike: stand-ins for unknown ones, changes to come, one day for all."""

from apitest.model import Json
from apitest.reference.faults.changes import given, without
from apitest.reference.lying import Act, Fault, RecordChange, at


def _never_submitted(position: int, updated: str) -> RecordChange:
    """One report says when it was changed, and not when it was sent."""
    return at(position, lambda record: without(record, "submission") | {"updated": updated})


def _all_submitted(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all records alike
    return record | {"submission": "2025-02-03T00:00:00Z"}


def _nearly_all_submitted(record: dict[str, Json], position: int) -> dict[str, Json]:
    return record | {"submission": f"2025-02-0{3 if position else 4}T00:00:00Z"}


def _all_published(record: dict[str, Json], position: int) -> dict[str, Json]:  # noqa: ARG001 - all records alike
    return record | {"published": "2025-02-03T00:00:00Z"}


def _nearly_all_published(record: dict[str, Json], position: int) -> dict[str, Json]:
    return record | {"published": f"2025-02-0{3 if position else 4}T00:00:00Z"}


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="changed-at-the-epoch",
        breaks="service/dates-real",
        entities=("sites", "contacts"),
        lie=Act("A record was changed in 1970.", record=given(10, updated="1970-01-01T00:00:00Z")),
        near_miss=Act("A record was changed in 1999.", record=given(10, updated="1999-01-01T00:00:00Z")),
    ),
    Fault(
        name="report-changed-at-the-epoch",
        breaks="service/dates-real",
        entities=("national-reports",),
        lie=Act("A report was changed in 1970.", record=_never_submitted(205, "1970-01-01T00:00:00Z")),
        near_miss=Act("A report was changed in 1999.", record=_never_submitted(205, "1999-01-01T00:00:00Z")),
    ),
    Fault(
        name="changed-in-the-future",
        breaks="service/updated-not-in-future",
        entities=("national-plans", "sites", "documents", "contacts"),
        lie=Act("A record was changed in 2052.", record=given(11, updated="2052-05-12T06:00:00Z")),
        near_miss=Act("A record was changed in May 2025.", record=given(11, updated="2025-05-13T06:00:00Z")),
    ),
    Fault(
        name="changed-before-it-was-sent",
        breaks="service/dates-in-order",
        entities=("national-plans",),
        lie=Act(
            "A plan was changed before it was sent.",
            record=given(12, submission="2025-08-04T00:00:00Z", updated="2025-06-02T06:00:00Z"),
        ),
        near_miss=Act(
            "A plan was changed on the day on which it was sent.",
            record=given(12, submission="2025-06-02T00:00:00Z", updated="2025-06-02T06:00:00Z"),
        ),
    ),
    Fault(
        name="changed-before-it-was-published",
        breaks="service/dates-in-order",
        entities=("documents",),
        lie=Act(
            "A document was changed before it was published.",
            record=given(13, published="2025-08-04T00:00:00Z", updated="2025-06-02T06:00:00Z"),
        ),
        near_miss=Act(
            "A document was changed on the day on which it was published.",
            record=given(13, published="2025-06-02T00:00:00Z", updated="2025-06-02T06:00:00Z"),
        ),
    ),
    Fault(
        name="plans-of-one-day",
        breaks="service/days-vary",
        entities=("national-plans",),
        lie=Act("All plans were sent on one day.", record=_all_submitted),
        near_miss=Act("All plans but one were sent on one day.", record=_nearly_all_submitted),
    ),
    Fault(
        name="documents-of-one-day",
        breaks="service/days-vary",
        entities=("documents",),
        lie=Act("All documents were published on one day.", record=_all_published),
        near_miss=Act("All documents but one were published on one day.", record=_nearly_all_published),
    ),
    Fault(
        name="reports-of-one-day",
        breaks="service/days-vary",
        entities=("national-reports",),
        lie=Act("All reports were sent on one day.", record=_all_submitted),
        near_miss=Act("All reports but one were sent on one day.", record=_nearly_all_submitted),
        dialects=("drupal-rest",),
    ),
)
