"""Query options: relations that must hold between two answers."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("query/page-size-honoured")
def test_query_page_size_honoured(judged: Judged) -> None:
    """No more records come than were asked for."""
    judged.conforms()


@pytest.mark.requirement("query/skip-honoured")
def test_query_skip_honoured(judged: Judged) -> None:
    """Asking to skip n records gives the records behind the n-th."""
    judged.conforms()


@pytest.mark.requirement("query/order-honoured")
def test_query_order_honoured(judged: Judged) -> None:
    """Records come in the order asked for."""
    judged.conforms()


@pytest.mark.requirement("query/order-total")
def test_query_order_total(judged: Judged) -> None:
    """The order by 'updated' and 'id', which the portal asks for, is kept over the whole set."""
    judged.conforms()


@pytest.mark.requirement("query/expand-honoured")
def test_query_expand_honoured(judged: Judged) -> None:
    """Lists asked for with $expand come inline."""
    judged.conforms()


@pytest.mark.requirement("query/select-honoured")
def test_query_select_honoured(judged: Judged) -> None:
    """Only the properties asked for come."""
    judged.conforms()


@pytest.mark.requirement("query/filter-answered")
def test_query_filter_answered(judged: Judged) -> None:
    """A listing can be asked for with a filter."""
    judged.conforms()


@pytest.mark.requirement("query/filter-sound")
def test_query_filter_sound(judged: Judged) -> None:
    """Every record that a filter returns fulfils it."""
    judged.conforms()


@pytest.mark.requirement("query/filter-complete")
def test_query_filter_complete(judged: Judged) -> None:
    """Every record that fulfils a filter is returned by it."""
    judged.conforms()


@pytest.mark.requirement("query/count-under-filter")
def test_query_count_under_filter(judged: Judged) -> None:
    """The number given with a filtered listing is the number of records that fulfil the filter."""
    judged.conforms()


@pytest.mark.requirement("query/inline-count-given")
def test_query_inline_count_given(judged: Judged) -> None:
    """A listing says how many records there are when it is asked to."""
    judged.conforms()


@pytest.mark.requirement("query/negative-page-size-refused")
def test_query_negative_page_size_refused(judged: Judged) -> None:
    """A page size below 0 is refused with a status from 400 to 499."""
    judged.conforms()


@pytest.mark.requirement("query/malformed-page-size-refused")
def test_query_malformed_page_size_refused(judged: Judged) -> None:
    """A page size that is no number is refused with a status from 400 to 499."""
    judged.conforms()


@pytest.mark.requirement("query/unknown-property-refused")
def test_query_unknown_property_refused(judged: Judged) -> None:
    """An order by a property that does not exist is refused with a status from 400 to 499."""
    judged.conforms()


@pytest.mark.requirement("query/unknown-option-refused")
def test_query_unknown_option_refused(judged: Judged) -> None:
    """A query option that does not exist is refused with a status from 400 to 499."""
    judged.conforms()


@pytest.mark.requirement("query/malformed-filter-refused")
def test_query_malformed_filter_refused(judged: Judged) -> None:
    """A filter that cannot be read is refused with a status from 400 to 499."""
    judged.conforms()
