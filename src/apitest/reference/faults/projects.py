"""Lies about projects, one module for each chapter of their rules."""

from apitest.reference.faults import project_classes, project_finance, project_identity, project_places, project_time
from apitest.reference.lying import Fault

FAULTS: tuple[Fault, ...] = (
    *project_identity.FAULTS,
    *project_time.FAULTS,
    *project_places.FAULTS,
    *project_classes.FAULTS,
    *project_finance.FAULTS,
)
"""The lies of this class."""
