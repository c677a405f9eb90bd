"""The Nordic profile."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("nordic/title-without-exclamation-mark")
def test_titles_do_not_exclaim(judged: Judged) -> None:
    """A title of a decision holds no exclamation mark."""
    judged.conforms()
