"""What a harvest costs: requests, bytes, and time where time can be told from noise."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("efficiency/requests-few")
def test_efficiency_requests_few(judged: Judged) -> None:
    """A full harvest takes no more requests than its records need at 100 a page."""
    judged.conforms()


@pytest.mark.requirement("efficiency/lists-inline")
def test_efficiency_lists_inline(judged: Judged) -> None:
    """The lists of a record come with it, without a request for each."""
    judged.conforms()


@pytest.mark.requirement("efficiency/deep-pages-as-fast")
def test_efficiency_deep_pages_as_fast(judged: Judged) -> None:
    """A page at the end of the list takes no longer than one at its beginning."""
    judged.conforms()


@pytest.mark.requirement("efficiency/compressed")
def test_efficiency_compressed(judged: Judged) -> None:
    """Pages come compressed where the client says that it can unpack them."""
    judged.conforms()


@pytest.mark.requirement("efficiency/validator-sent")
def test_efficiency_validator_sent(judged: Judged) -> None:
    """A page comes with an entity tag or the moment of its last change."""
    judged.conforms()


@pytest.mark.requirement("efficiency/validator-stable")
def test_efficiency_validator_stable(judged: Judged) -> None:
    """A page that has not changed keeps its entity tag and the moment of its last change."""
    judged.conforms()


@pytest.mark.requirement("efficiency/not-modified-answered")
def test_efficiency_not_modified_answered(judged: Judged) -> None:
    """Asked whether a page has changed that has not, the service says so without sending it again."""
    judged.conforms()


@pytest.mark.requirement("efficiency/not-modified-true")
def test_efficiency_not_modified_true(judged: Judged) -> None:
    """The service says that a page has not changed only where it has not."""
    judged.conforms()


@pytest.mark.requirement("efficiency/busy-says-when")
def test_efficiency_busy_says_when(judged: Judged) -> None:
    """A service that asks to be left alone says for how long."""
    judged.conforms()


@pytest.mark.requirement("efficiency/large-pages-as-fast")
def test_efficiency_large_pages_as_fast(judged: Judged) -> None:
    """A record takes no longer on a large page than on a small one."""
    judged.conforms()


@pytest.mark.requirement("efficiency/lists-as-fast")
def test_efficiency_lists_as_fast(judged: Judged) -> None:
    """The lists of a page come sooner with it than by a request for each of its records."""
    judged.conforms()


@pytest.mark.requirement("efficiency/changes-as-fast")
def test_efficiency_changes_as_fast(judged: Judged) -> None:
    """The records that changed since a moment come as fast as a page of as many others."""
    judged.conforms()
