"""Fewer looks for cycles among objects while many are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY_OBJECTS = 50_000
"""As many as two or three pages of records hold; of a page, answers that are forgotten leave about a hundred in cycles."""


@contextmanager
def few_collections() -> Iterator[None]:
    """
    Look for cycles among objects more seldom for a while.

    Records hold none, so they go when they are forgotten; to look as often as the interpreter does costs a fifth of a walk.
    """
    before = gc.get_threshold()
    gc.set_threshold(_MANY_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
