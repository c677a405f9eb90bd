"""Files behind their addresses; asked for with --files only."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("files/reachable")
def test_files_are_reachable(judged: Judged) -> None:
    """The address of a file leads to a file."""
    judged.conforms()


@pytest.mark.requirement("files/media-type-served")
def test_files_are_served_as_their_records_say(judged: Judged) -> None:
    """A file is served as the media type that its record says."""
    judged.conforms()


@pytest.mark.requirement("files/size-plausible")
def test_files_are_as_large_as_their_records_say(judged: Judged) -> None:
    """A file is not empty, and about as large as its record says."""
    judged.conforms()
