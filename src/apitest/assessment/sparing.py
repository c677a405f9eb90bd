"""Fewer looks for cycles among objects while many are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY_OBJECTS = 200_000
"""As many as some pages of records leave behind."""


@contextmanager
def few_collections() -> Iterator[None]:
    """
    Look for cycles among objects more seldom for a while.

    Pages hold none, so they go when they are forgotten; looking through what is kept of all records costs a fifth of a walk.
    """
    before = gc.get_threshold()
    gc.set_threshold(_MANY_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
