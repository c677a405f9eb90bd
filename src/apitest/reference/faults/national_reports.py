"""Lies about national reports: properties left out, dates that cannot be true."""

from datetime import timedelta

from apitest.dialects.dates import canonical, moment_of
from apitest.model import Json
from apitest.reference.faults.about import About
from apitest.reference.faults.changes import given, left_out
from apitest.reference.lying import Act, Fault, RecordChange
from apitest.wire import moment

_SETS = ("national-reports",)
_REPORT = About("report", "national-reports")


def _title(*entries: tuple[str, str]) -> Json:
    return [{"language": language, "value": value} for language, value in entries]


def _twins(*submissions: str) -> RecordChange:
    """Two records agree in country, treaty and title; their days of submission are given."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position not in (20, 21):
            return record
        same = {"country": "KE", "treaty": "basel", "title": _title(("en", "National report of Kenya"))}
        return record | same | {"submission": submissions[position - 20]}

    return change


def _changed_since(minutes: int) -> RecordChange:
    """All records were changed within so many minutes before now."""
    now = moment()

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        before = timedelta(seconds=minutes * 60 * (position + 1) / 300)
        return record | {"updated": canonical((now - before).replace(microsecond=0))}

    return change


def _changed_at_once(but: int) -> RecordChange:
    """All records but one were changed at one moment."""
    return lambda record, position: record if position == but else record | {"updated": "2025-11-19T16:31:44Z"}


def _shifted(every: int) -> RecordChange:
    """The submission of every so-many-th record is midnight of Central Europe."""

    def change(record: dict[str, Json], position: int) -> dict[str, Json]:
        if position % every:
            return record
        return record | {"submission": canonical(moment_of(record["submission"]) - timedelta(hours=1))}

    return change


FAULTS: tuple[Fault, ...] = (
    _REPORT.without("id", "id-given", 4, ("An id is one letter.", given(4, id="a"))),
    _REPORT.without(
        "treaty", "treaty-given", 4, ("A treaty is one that is seldom seen.", given(4, treaty="lusakaagreement"))
    ),
    _REPORT.without("country", "country-given", 4, ("A country is a small one.", given(4, country="TV"))),
    _REPORT.lie(
        "without-protocolversion",
        "protocol-version-given",
        ("A report has no protocolVersion.", left_out(4, "protocolVersion")),
        ("The version is another one.", given(4, protocolVersion=2)),
    ),
    _REPORT.without("updated", "updated-given", 4, ("A change is long ago.", given(4, updated="2024-12-31T00:00:00Z"))),
    _REPORT.lie(
        "country-empty",
        "country-given",
        ("A country is an empty text.", given(5, country="")),
        ("The country is the European Union.", given(5, country="EU")),
    ),
    _REPORT.lie(
        "untitled",
        "title-in-english",
        ("A report has no title.", left_out(6, "title")),
        ("A title is one word.", given(6, title=_title(("en", "Report")))),
    ),
    _REPORT.lie(
        "titled-in-french-only",
        "title-in-english",
        ("A title is in French alone.", given(7, title=_title(("fr", "Rapport national du Kenya")))),
        (
            "A title is in French first.",
            given(7, title=_title(("fr", "Rapport national du Kenya"), ("en", "National report on waste"))),
        ),
    ),
    _REPORT.lie(
        "title-mislabelled",
        "title-language-plausible",
        ("A French title claims to be English.", given(8, title=_title(("en", "Rapport du Kenya")))),
        (
            "An English title names a place with a French name.",
            given(8, title=_title(("en", "National report: Côte d'Ivoire, Abidjan"))),
        ),
    ),
    _REPORT.lie(
        "submitted-in-1970",
        "submission-not-placeholder",
        ("A submission is the zero of the clock.", given(9, submission="1970-01-01T00:00:00Z")),
        ("A submission is of 1972.", given(9, submission="1972-06-16T00:00:00Z")),
    ),
    _REPORT.lie(
        "submitted-in-future",
        "submission-not-future",
        ("A submission is in another century.", given(10, submission="2201-12-20T00:00:00Z")),
        ("A submission is in the year of the change.", given(10, submission="2025-01-02T00:00:00Z")),
    ),
    _REPORT.lie(
        "changed-in-future",
        "updated-not-future",
        ("A change is in another century.", given(11, updated="2205-06-01T10:00:00Z")),
        ("A change is the latest of all.", given(11, updated="2026-01-01T00:00:00Z")),
    ),
    _REPORT.lie(
        "changed-before-submission",
        "submission-before-change",
        (
            "A report was changed before it was sent.",
            given(12, submission="2024-12-20T00:00:00Z", updated="2024-01-15T08:00:00Z"),
        ),
        (
            "A report was changed in the night before the day of its submission.",
            given(12, submission="2024-12-20T00:00:00Z", updated="2024-12-19T23:30:00Z"),
        ),
    ),
    _REPORT.lie(
        "under-parent-convention",
        "own-treaty-of-protocol",
        (
            "A report on a protocol goes under its convention.",
            given(13, treaty="cbd", title=_title(("en", "Interim national report on the Nagoya Protocol"))),
        ),
        (
            "A report on a convention speaks of its protocol too.",
            given(
                13,
                treaty="cbd",
                title=_title(("en", "Report on the Convention on Biological Diversity and the Nagoya Protocol")),
            ),
        ),
    ),
    _REPORT.lie(
        "union-as-ecuador",
        "union-not-ecuador",
        (
            "The European Union goes by EC.",
            given(14, country="EC", title=_title(("en", "National report of the European Union"))),
        ),
        ("Ecuador goes by EC.", given(14, country="EC", title=_title(("en", "National report of Ecuador")))),
    ),
    _REPORT.lie(
        "twice",
        "no-probable-duplicates",
        ("A report comes under two ids.", _twins("2021-12-20T00:00:00Z", "2021-12-20T00:00:00Z")),
        ("Two reports differ in their days alone.", _twins("2021-12-20T00:00:00Z", "2022-12-20T00:00:00Z")),
    ),
    Fault(
        name="reports-always-changed-now",
        breaks="national-reports/updated-not-always-now",
        entities=_SETS,
        lie=Act("Every report was changed just now.", record=_changed_since(10)),
        near_miss=Act("Every report was changed in the last three hours.", record=_changed_since(180)),
    ),
    Fault(
        name="reports-changed-at-once",
        breaks="national-reports/updated-tells-reports-apart",
        entities=_SETS,
        lie=Act("Every report was changed at one moment.", record=_changed_at_once(but=-1)),
        near_miss=Act("Every report but one was changed at one moment.", record=_changed_at_once(but=3)),
    ),
    Fault(
        name="reports-of-the-day-before",
        breaks="national-reports/days-not-shifted",
        entities=_SETS,
        lie=Act("Submissions are midnights of Central Europe.", record=_shifted(1)),
        near_miss=Act("Every third submission is an hour before midnight.", record=_shifted(3)),
    ),
)
