"""
The records of the reference endpoint: known facts first, then as many synthetic ones as are wanted.

Record k of a set is the same on every machine and whatever the number of records, so any number can be streamed. The
facts are those of the joint report of the Basel, Rotterdam, Stockholm and Minamata secretariats on their cooperation;
everything else is generated and says so in its title.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice

from apitest.model import Json
from apitest.reference.records.contacts import contact
from apitest.reference.records.country_profiles import countries, country_profile
from apitest.reference.records.decisions import decision
from apitest.reference.records.documents import document
from apitest.reference.records.meetings import CONFERENCES, meeting
from apitest.reference.records.national_reports import national_report
from apitest.reference.records.plans_and_sites import national_plan, site
from apitest.reference.records.projects import project
from apitest.reference.records.reporting import OBLIGATIONS, reporting_obligation, reporting_status, status_cells

_REPORTS = 210
DEFAULT_COUNTS: Mapping[str, int] = {
    "decisions": 260,
    "meetings": 120,
    "national-reports": _REPORTS,
    "national-plans": 45,
    "sites": 45,
    "documents": 260,
    "contacts": 45,
    "country-profiles": 45,
    "reporting-obligations": OBLIGATIONS,
    "reporting-status": status_cells(_REPORTS),
    "projects": 130,
}
_MAKERS: Mapping[str, Callable[[int], dict[str, Json]]] = {
    "decisions": decision,
    "meetings": meeting,
    "national-reports": national_report,
    "national-plans": national_plan,
    "sites": site,
    "documents": document,
    "contacts": contact,
    "country-profiles": country_profile,
    "reporting-obligations": reporting_obligation,
    "reporting-status": reporting_status,
    "projects": project,
}


def records_of(entity: str, number: int | None = None) -> Iterator[dict[str, Json]]:
    """The first records of a set, canonical, one after the other; without a number, as many as by default."""
    return islice(map(_MAKERS[entity], count()), DEFAULT_COUNTS[entity] if number is None else number)


def counts_for(records: int | None) -> dict[str, int]:
    """
    Entity set → number of records for that many decisions; the others in proportion, None: the default.

    Every meeting that a decision of this many names is among them, every obligation that a report answers, and the status
    of exactly these reports; there are no more country profiles than countries.
    """
    if records is None:
        return dict(DEFAULT_COUNTS)
    decisions = DEFAULT_COUNTS["decisions"]
    counts = {name: max(min(records, 1), records * number // decisions) for name, number in DEFAULT_COUNTS.items()}
    reports = counts["national-reports"]
    return {
        **counts,
        "meetings": max(counts["meetings"], min(records, len(CONFERENCES))),
        "country-profiles": min(counts["country-profiles"], len(countries())),
        "reporting-obligations": OBLIGATIONS if reports else 0,
        "reporting-status": status_cells(reports),
    }
