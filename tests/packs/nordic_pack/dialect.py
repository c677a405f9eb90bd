"""A dialect of somebody else's: the native one under another name, and never recognised by itself."""

from collections.abc import Iterator

from apitest.dialects.marks import Mark, Seen
from apitest.dialects.mea_json import *  # noqa: F403

NAME = "nordic-json"
TITLE = "The native JSON as the Nordic register speaks it"


def marks(_seen: Seen) -> Iterator[Mark]:
    """Nothing speaks for it: it has to be named."""
    yield from ()
