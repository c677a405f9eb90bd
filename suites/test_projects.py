"""Projects: identity, dates, status, relations."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("projects/required-properties")
def test_projects_carry_what_a_dashboard_needs(judged: Judged) -> None:
    """A project carries what a dashboard needs, and each part of it is complete."""
    judged.conforms()


@pytest.mark.requirement("projects/iati-properties")
def test_projects_for_iati_are_complete(judged: Judged) -> None:
    """In a set that goes to IATI, every project has an IATI identifier, a description and a sector."""
    judged.conforms()


@pytest.mark.requirement("projects/title-in-english")
def test_titles_of_projects_are_in_english(judged: Judged) -> None:
    """The title of a project has an entry in English."""
    judged.conforms()


@pytest.mark.requirement("projects/description-says-more")
def test_descriptions_of_projects_say_more_than_their_titles(judged: Judged) -> None:
    """The description of a project is not its title again."""
    judged.conforms()


@pytest.mark.requirement("projects/licence-stated")
def test_projects_state_their_licence(judged: Judged) -> None:
    """A project says under which terms it may be reused."""
    judged.conforms()


@pytest.mark.requirement("projects/identifiers-unique")
def test_identifiers_of_projects_are_unique(judged: Judged) -> None:
    """No two projects share an identifier of the same scheme."""
    judged.conforms()


@pytest.mark.requirement("projects/gef-number-form")
def test_gef_numbers_have_their_form(judged: Judged) -> None:
    """A GEF number is one to six digits without a leading zero."""
    judged.conforms()


@pytest.mark.requirement("projects/gef-page-agrees")
def test_gef_pages_belong_to_their_numbers(judged: Judged) -> None:
    """A page on the site of the GEF is the page of the project's own GEF number."""
    judged.conforms()


@pytest.mark.requirement("projects/source-named")
def test_projects_name_their_source(judged: Judged) -> None:
    """A record that carries another body's identifier names its source."""
    judged.conforms()


@pytest.mark.requirement("projects/probable-duplicate")
def test_projects_are_told_apart(judged: Judged) -> None:
    """No two projects agree in title, countries and grant."""
    judged.conforms()


@pytest.mark.requirement("projects/iati-identifier-form")
def test_iati_identifiers_have_their_form(judged: Judged) -> None:
    """An IATI identifier has a hyphen, no blanks, and none of the signs / & | ?."""
    judged.conforms()


@pytest.mark.requirement("projects/iati-identifier-prefix")
def test_iati_identifiers_begin_with_an_organisation(judged: Judged) -> None:
    """An IATI identifier begins with the id of an organisation of the project, and a hyphen."""
    judged.conforms()


@pytest.mark.requirement("projects/iati-identifier-not-organisation")
def test_iati_identifiers_are_no_organisation_ids(judged: Judged) -> None:
    """An IATI identifier of a project is not the id of an organisation."""
    judged.conforms()


@pytest.mark.requirement("projects/relations-mutual")
def test_relations_of_projects_are_mutual(judged: Judged) -> None:
    """A parent names its child, and a child its parent."""
    judged.conforms()


@pytest.mark.requirement("projects/hierarchy-without-cycles")
def test_hierarchies_of_projects_have_no_cycle(judged: Judged) -> None:
    """No project stands above itself."""
    judged.conforms()


@pytest.mark.requirement("projects/related-projects-exist")
def test_related_projects_exist(judged: Judged) -> None:
    """A related project that the publisher itself gave its identifier is part of the set."""
    judged.conforms()


@pytest.mark.requirement("projects/start-date")
def test_projects_have_a_start(judged: Judged) -> None:
    """A project has a planned or an actual start."""
    judged.conforms()


@pytest.mark.requirement("projects/start-date-for-iati")
def test_projects_for_iati_have_a_start(judged: Judged) -> None:
    """In a set that goes to IATI, every project has a planned or an actual start."""
    judged.conforms()


@pytest.mark.requirement("projects/planned-end-after-start")
def test_planned_ends_are_after_planned_starts(judged: Judged) -> None:
    """The planned end of a project is later than its planned start."""
    judged.conforms()


@pytest.mark.requirement("projects/actual-end-after-start")
def test_actual_ends_are_after_actual_starts(judged: Judged) -> None:
    """The actual end of a project is later than its actual start."""
    judged.conforms()


@pytest.mark.requirement("projects/past-dates-past")
def test_actual_dates_of_projects_are_past(judged: Judged) -> None:
    """Actual dates and milestones are not in the future."""
    judged.conforms()


@pytest.mark.requirement("projects/updated-not-in-future")
def test_last_changes_of_projects_are_past(judged: Judged) -> None:
    """The last change of a project is not in the future."""
    judged.conforms()


@pytest.mark.requirement("projects/created-before-updated")
def test_projects_are_made_before_they_are_changed(judged: Judged) -> None:
    """A project is not changed before its record is made."""
    judged.conforms()


@pytest.mark.requirement("projects/no-sentinel-dates")
def test_unknown_dates_of_projects_are_left_out(judged: Judged) -> None:
    """A date that is not known is left out; 1970-01-01 and the like do not stand for it."""
    judged.conforms()


@pytest.mark.requirement("projects/milestones-in-order")
def test_milestones_are_in_order(judged: Judged) -> None:
    """A project is received, then its concept approved, then the project, and then it is closed."""
    judged.conforms()


@pytest.mark.requirement("projects/approval-before-start")
def test_projects_are_approved_before_they_start(judged: Judged) -> None:
    """A project is approved before it starts."""
    judged.conforms()


@pytest.mark.requirement("projects/fiscal-year-agrees")
def test_fiscal_years_fit_the_approval(judged: Judged) -> None:
    """The fiscal year of the approval is the one that the date of the approval lies in; the GEF's begins in July."""
    judged.conforms()


@pytest.mark.requirement("projects/period-fits-fiscal-year")
def test_projects_of_gef_8_fit_its_years(judged: Judged) -> None:
    """A project of the GEF is approved in a fiscal year of its funding period, such as 2023 to 2026 for GEF-8."""
    judged.conforms()


@pytest.mark.requirement("projects/period-of-its-fund")
def test_periods_are_of_their_fund(judged: Judged) -> None:
    """The funding period, the trust funds and the identifiers of a project are of its own fund."""
    judged.conforms()


@pytest.mark.requirement("projects/status-given")
def test_projects_have_a_status(judged: Judged) -> None:
    """A project has a status."""
    judged.conforms()


@pytest.mark.requirement("projects/status-known")
def test_statuses_of_projects_are_known(judged: Judged) -> None:
    """The status of a project is a code from 1 to 6."""
    judged.conforms()


@pytest.mark.requirement("projects/status-decided")
def test_statuses_of_funded_projects_are_known(judged: Judged) -> None:
    """In a set that shows finance, the status of every project is a code from 1 to 6."""
    judged.conforms()


@pytest.mark.requirement("projects/status-fits-label")
def test_statuses_fit_their_labels(judged: Judged) -> None:
    """
    The code of the status is the one that the source's label stands for; a label that nobody knows stands for none.
    """
    judged.conforms()


@pytest.mark.requirement("projects/status-fits-dates")
def test_statuses_fit_the_dates(judged: Judged) -> None:
    """The dates of a project do not speak against its status."""
    judged.conforms()


@pytest.mark.requirement("projects/cancellation-dated")
def test_cancelled_projects_say_when(judged: Judged) -> None:
    """A cancelled project says when it was cancelled."""
    judged.conforms()


@pytest.mark.requirement("projects/no-payment-after-cancellation")
def test_cancelled_projects_are_not_paid(judged: Judged) -> None:
    """Nothing is disbursed to a project after it was cancelled."""
    judged.conforms()


@pytest.mark.requirement("projects/approval-agrees")
def test_approval_is_told_alike(judged: Judged) -> None:
    """The date of the approval is that of the milestone 'approved'."""
    judged.conforms()


@pytest.mark.requirement("projects/agency-manages")
def test_agencies_manage(judged: Judged) -> None:
    """In a project of the GEF the agency of the fund has the role 'managing'."""
    judged.conforms()
