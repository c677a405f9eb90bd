"""Lies about projects."""

from apitest.reference.lying import Fault

FAULTS: tuple[Fault, ...] = ()
"""The lies of this class."""
