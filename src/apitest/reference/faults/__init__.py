"""All lies of the reference endpoint, by name; one module a conformance class."""

from collections.abc import Mapping

from apitest.reference.faults import (
    decisions,
    meetings,
    national_reports,
    paging,
    projects,
    query,
    references,
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
        transport, service, wire_forms, query, paging, shapes,
        decisions, meetings, national_reports, projects,
        text, vocabulary, references,
    )
    for fault in module.FAULTS
}  # fmt: skip
