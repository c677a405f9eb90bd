"""All lies of the reference endpoint, by name; one module a conformance class."""

from collections.abc import Mapping

from apitest import packs
from apitest.reference.faults import (
    acceptance,
    agreement,
    chronology,
    combining,
    compatibility,
    contacts,
    contradictions,
    country_profiles,
    decision_files,
    decisions,
    describing,
    documents,
    efficiency,
    exports,
    extended_reports,
    files,
    meetings,
    mfiles,
    national_report_files,
    national_reports,
    paging,
    plans_and_sites,
    projects,
    query,
    references,
    report_series,
    reporting,
    service,
    shapes,
    text,
    transport,
    vocabulary,
    wire_forms,
)
from apitest.reference.lying import Fault

FAULTS: Mapping[str, Fault] = {
    fault.name: fault
    for module in (
        transport, service, describing, wire_forms, query, combining, paging, shapes, compatibility,
        decisions, decision_files, meetings, national_reports, national_report_files, extended_reports, report_series,
        reporting, projects, plans_and_sites, documents,
        contacts, country_profiles,
        text, chronology, agreement, contradictions, vocabulary, references, files, acceptance, exports, mfiles, efficiency,
    )
    for fault in module.FAULTS
} | {fault.name: fault for fault in packs.faults()}  # fmt: skip
