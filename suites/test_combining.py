"""Query options together, and options that nobody would write."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("query/filters-combine")
def test_query_filters_combine(judged: Judged) -> None:
    """Records that fulfil two comparisons joined by 'and' are those that fulfil both."""
    judged.conforms()


@pytest.mark.requirement("query/small-page-begins-large")
def test_query_small_page_begins_large(judged: Judged) -> None:
    """With the same filter and order, a small page is the beginning of a large one."""
    judged.conforms()


@pytest.mark.requirement("query/descending-reverses")
def test_query_descending_reverses(judged: Judged) -> None:
    """A descending order is the ascending one reversed."""
    judged.conforms()


@pytest.mark.requirement("query/select-projects")
def test_query_select_projects(judged: Judged) -> None:
    """Selected properties have the values that they have in the whole record."""
    judged.conforms()


@pytest.mark.requirement("query/expand-alone")
def test_query_expand_alone(judged: Judged) -> None:
    """A list expanded alone has the same entries as when all lists are expanded."""
    judged.conforms()


@pytest.mark.requirement("query/count-filtered")
def test_query_count_filtered(judged: Judged) -> None:
    """The plain number of records under a filter is the number of records that fulfil it."""
    judged.conforms()


@pytest.mark.requirement("query/forbidden-input-refused")
def test_query_forbidden_input_refused(judged: Judged) -> None:
    """An option with a value that the OpenAPI document forbids is refused with a status from 400 to 499."""
    judged.conforms()


@pytest.mark.requirement("query/odd-input-answered")
def test_query_odd_input_answered(judged: Judged) -> None:
    """Unusual ids and options, malformed ones too, never make the service fail."""
    judged.conforms()


@pytest.mark.requirement("query/options-together")
def test_query_options_together(judged: Judged) -> None:
    """Options that are asked for together have the effects that each has alone."""
    judged.conforms()


@pytest.mark.requirement("query/records-as-listed")
def test_query_records_as_listed(judged: Judged) -> None:
    """A record is the same under a filter, and on a page of another size, as in the full list."""
    judged.conforms()


@pytest.mark.requirement("query/comparisons-exact")
def test_query_comparisons_exact(judged: Judged) -> None:
    """'gt' and 'lt' leave out what equals their bound, 'ge' and 'le' keep it, and 'ne' keeps all that is not equal."""
    judged.conforms()


@pytest.mark.requirement("query/nothing-found-empty")
def test_query_nothing_found_empty(judged: Judged) -> None:
    """Where no record fulfils a filter, an empty list comes with status 200."""
    judged.conforms()
