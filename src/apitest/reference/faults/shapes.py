"""Lies about shapes."""

from apitest.reference.lying import Fault

FAULTS: tuple[Fault, ...] = ()
"""The lies of this class."""
