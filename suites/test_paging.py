"""The feed as a whole: pages partition it, its order is stable, the walk ends, counts are true."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("paging/walk-ends")
def test_paging_walk_ends(judged: Judged) -> None:
    """Going from page to page comes to an end."""
    judged.conforms()


@pytest.mark.requirement("paging/no-duplicate-ids")
def test_paging_no_duplicate_ids(judged: Judged) -> None:
    """No record comes twice in one walk."""
    judged.conforms()


@pytest.mark.requirement("paging/pages-join")
def test_paging_pages_join(judged: Judged) -> None:
    """Where one page ends the next begins, whatever the page size."""
    judged.conforms()


@pytest.mark.requirement("paging/count-plain")
def test_paging_count_plain(judged: Judged) -> None:
    """The service says how many records there are, as plain digits."""
    judged.conforms()


@pytest.mark.requirement("paging/count-equals-ids")
def test_paging_count_equals_ids(judged: Judged) -> None:
    """The number that the service gives is the number of distinct records in a full walk."""
    judged.conforms()


@pytest.mark.requirement("paging/pages-full")
def test_paging_pages_full(judged: Judged) -> None:
    """Every page but the last holds as many records as were asked for, up to 100."""
    judged.conforms()


@pytest.mark.requirement("paging/last-page-without-next")
def test_paging_last_page_without_next(judged: Judged) -> None:
    """A next link promises more records."""
    judged.conforms()


@pytest.mark.requirement("paging/order-stable")
def test_paging_order_stable(judged: Judged) -> None:
    """The same question gets the same records in the same order."""
    judged.conforms()


@pytest.mark.requirement("paging/ids-stable")
def test_paging_ids_stable(judged: Judged) -> None:
    """A record keeps its id."""
    judged.conforms()


@pytest.mark.requirement("paging/records-stay")
def test_records_stay(judged: Judged) -> None:
    """A record that was listed is listed again when the same question is asked again."""
    judged.conforms()


@pytest.mark.requirement("paging/past-the-end-empty")
def test_paging_past_the_end_empty(judged: Judged) -> None:
    """Behind the last record comes an empty page with status 200."""
    judged.conforms()


@pytest.mark.requirement("paging/next-on-origin")
def test_paging_next_on_origin(judged: Judged) -> None:
    """A next link leads to the service that gave it."""
    judged.conforms()


@pytest.mark.requirement("paging/next-keeps-options")
def test_paging_next_keeps_options(judged: Judged) -> None:
    """A next link keeps the filter, the order and the expansion."""
    judged.conforms()


@pytest.mark.requirement("paging/size-beyond-maximum")
def test_paging_size_beyond_maximum(judged: Judged) -> None:
    """A page size beyond the declared maximum gets a page of the maximum."""
    judged.conforms()
