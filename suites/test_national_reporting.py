"""National reporting: the extended record of a report, its obligations and their status; a proposal."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("national-reports/obligation-named")
def test_obligation_named(judged: Judged) -> None:
    """An extended report names the obligation that it answers."""
    judged.conforms()


@pytest.mark.requirement("national-reports/type-given")
def test_type_given(judged: Judged) -> None:
    """An extended report says of which type it is."""
    judged.conforms()


@pytest.mark.requirement("national-reports/status-given")
def test_status_given(judged: Judged) -> None:
    """An extended report says in which state it is."""
    judged.conforms()


@pytest.mark.requirement("national-reports/version-given")
def test_version_given(judged: Judged) -> None:
    """An extended report says which version it is."""
    judged.conforms()


@pytest.mark.requirement("national-reports/languages-given")
def test_languages_given(judged: Judged) -> None:
    """An extended report says in which languages it exists."""
    judged.conforms()


@pytest.mark.requirement("national-reports/extended-updated-given")
def test_extended_updated_given(judged: Judged) -> None:
    """An extended report says when it was last changed."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-given")
def test_submission_is_given(judged: Judged) -> None:
    """An extended report says when it was sent, unless it was withdrawn."""
    judged.conforms()


@pytest.mark.requirement("national-reports/period-given")
def test_period_is_given(judged: Judged) -> None:
    """An extended report says which period it covers, unless it is due on an event."""
    judged.conforms()


@pytest.mark.requirement("national-reports/series-given")
def test_series_is_given(judged: Judged) -> None:
    """A report that is not its first version names the series of its versions."""
    judged.conforms()


@pytest.mark.requirement("national-reports/status-listed")
def test_status_is_listed(judged: Judged) -> None:
    """The status of a report is one of submitted, under-review, accepted, recalled, withdrawn, superseded."""
    judged.conforms()


@pytest.mark.requirement("national-reports/no-drafts")
def test_no_draft_is_published(judged: Judged) -> None:
    """No report or section is published that its country has not sent yet."""
    judged.conforms()


@pytest.mark.requirement("national-reports/codes-listed")
def test_codes_are_listed(judged: Judged) -> None:
    """Party status, flags, channel and roles of files come from their lists."""
    judged.conforms()


@pytest.mark.requirement("national-reports/type-of-treaty")
def test_type_belongs_to_treaty(judged: Judged) -> None:
    """The report type is one that the treaty has."""
    judged.conforms()


@pytest.mark.requirement("national-reports/on-behalf-of-known")
def test_represented_countries_are_known(judged: Judged) -> None:
    """Countries and territories that a report also covers are codes of ISO 3166-1."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycle-numbered")
def test_cycle_is_numbered(judged: Judged) -> None:
    """A report of a numbered type has the number of its cycle."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycle-agrees")
def test_cycle_agrees(judged: Judged) -> None:
    """Number and label of a cycle, and the number in the report type, say the same."""
    judged.conforms()


@pytest.mark.requirement("national-reports/counted-from-one")
def test_counting_begins_at_one(judged: Judged) -> None:
    """Versions and cycles are counted from 1."""
    judged.conforms()


@pytest.mark.requirement("national-reports/period-in-order")
def test_period_is_in_order(judged: Judged) -> None:
    """A reporting period does not end before it begins."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-not-before-period")
def test_submission_is_not_before_period(judged: Judged) -> None:
    """A report is not sent before its period begins."""
    judged.conforms()


@pytest.mark.requirement("national-reports/submission-after-period")
def test_submission_is_after_period(judged: Judged) -> None:
    """A report is sent when its period is over."""
    judged.conforms()


@pytest.mark.requirement("national-reports/deadline-after-period")
def test_deadline_is_after_period(judged: Judged) -> None:
    """A report is due after the end of its period."""
    judged.conforms()


@pytest.mark.requirement("national-reports/extension-after-deadline")
def test_extension_is_after_deadline(judged: Judged) -> None:
    """An extended deadline is later than the original one."""
    judged.conforms()


@pytest.mark.requirement("national-reports/section-deadlines-not-earlier")
def test_deadlines_of_sections_are_not_earlier(judged: Judged) -> None:
    """No section of a report is due before the report."""
    judged.conforms()


@pytest.mark.requirement("national-reports/first-submission-not-later")
def test_first_submission_is_not_later(judged: Judged) -> None:
    """The first version of a report was not sent after this one."""
    judged.conforms()


@pytest.mark.requirement("national-reports/first-version-first-sent")
def test_first_version_is_first_submission(judged: Judged) -> None:
    """The submission of version 1 is the first submission."""
    judged.conforms()


@pytest.mark.requirement("national-reports/languages-tagged")
def test_languages_are_tagged(judged: Judged) -> None:
    """Languages of a report are tags of BCP 47."""
    judged.conforms()


@pytest.mark.requirement("national-reports/languages-admitted")
def test_languages_are_admitted(judged: Judged) -> None:
    """A report is in languages that its treaty admits."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-languages-listed")
def test_languages_of_files_are_listed(judged: Judged) -> None:
    """The languages of a report's files are among its languages."""
    judged.conforms()


@pytest.mark.requirement("national-reports/original-language-listed")
def test_original_language_is_listed(judged: Judged) -> None:
    """The original language of a report is among its languages."""
    judged.conforms()


@pytest.mark.requirement("national-reports/superseded-names-successor")
def test_superseded_report_names_successor(judged: Judged) -> None:
    """A report is superseded if, and only if, it names the report that replaced it."""
    judged.conforms()


@pytest.mark.requirement("national-reports/partial-has-open-section")
def test_partial_report_has_open_section(judged: Judged) -> None:
    """A report that is marked as partial has a section that was not sent."""
    judged.conforms()


@pytest.mark.requirement("national-reports/one-current-report")
def test_current_reports_are_single(judged: Judged) -> None:
    """A country has one current report for each obligation, cycle and subject."""
    judged.conforms()


@pytest.mark.requirement("national-reports/chain-reciprocal")
def test_chain_reciprocal(judged: Judged) -> None:
    """The report that replaced another one says so."""
    judged.conforms()


@pytest.mark.requirement("national-reports/chain-ends")
def test_chains_do_not_circle(judged: Judged) -> None:
    """No report is replaced, in the end, by itself."""
    judged.conforms()


@pytest.mark.requirement("national-reports/versions-increase")
def test_versions_increase(judged: Judged) -> None:
    """A version that replaced another one has a higher number."""
    judged.conforms()


@pytest.mark.requirement("national-reports/chain-of-one-report")
def test_chain_of_one_report(judged: Judged) -> None:
    """All versions of a report have the same treaty, country, obligation, period and series."""
    judged.conforms()


@pytest.mark.requirement("national-reports/successor-served")
def test_successors_are_served(judged: Judged) -> None:
    """The report that replaced another one is served too."""
    judged.conforms()


@pytest.mark.requirement("national-reports/successor-newer")
def test_successor_newer(judged: Judged) -> None:
    """A version that replaced another one was sent later."""
    judged.conforms()


@pytest.mark.requirement("national-reports/periods-follow")
def test_periods_follow(judged: Judged) -> None:
    """The periods of successive cycles of one obligation and country touch without overlap."""
    judged.conforms()


@pytest.mark.requirement("national-reports/answer-complete")
def test_answer_is_complete(judged: Judged) -> None:
    """An answer is either a value, or one of not applicable, not available and confidential."""
    judged.conforms()


@pytest.mark.requirement("national-reports/confidential-without-value")
def test_confidential_answer_has_no_value(judged: Judged) -> None:
    """A confidential answer has no value."""
    judged.conforms()


@pytest.mark.requirement("national-reports/answers-once")
def test_answers_come_once(judged: Judged) -> None:
    """A question is answered once, or once for each substance, country and target."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-hash-of-the-file")
def test_hashes_are_of_their_files(judged: Judged) -> None:
    """Files of different sizes have different hashes."""
    judged.conforms()


@pytest.mark.requirement("national-reports/number-with-unit")
def test_number_has_a_unit(judged: Judged) -> None:
    """A number has a unit, and is no text."""
    judged.conforms()


@pytest.mark.requirement("national-reports/quantity-not-negative")
def test_quantity_is_not_negative(judged: Judged) -> None:
    """A quantity is not below 0."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cas-check-digit")
def test_registry_number_is_valid(judged: Judged) -> None:
    """A CAS registry number is valid: its last digit checks the others."""
    judged.conforms()


@pytest.mark.requirement("national-reports/short-report-short")
def test_short_report_is_short(judged: Judged) -> None:
    """A short report under the Minamata Convention answers the four questions of the short form only."""
    judged.conforms()


@pytest.mark.requirement("national-reports/obligation-exists")
def test_obligations_exist(judged: Judged) -> None:
    """The obligation that a report names is served."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycle-of-obligation")
def test_cycles_of_reports_are_known(judged: Judged) -> None:
    """The cycle of a report is one of the obligation that it names."""
    judged.conforms()


@pytest.mark.requirement("national-reports/obligation-matches")
def test_obligations_match(judged: Judged) -> None:
    """A report has the treaty and the type of the obligation that it names."""
    judged.conforms()


@pytest.mark.requirement("national-reports/deadline-of-obligation")
def test_deadline_of_obligation(judged: Judged) -> None:
    """The deadline in a report is that of its obligation."""
    judged.conforms()


@pytest.mark.requirement("national-reports/period-fits-frequency")
def test_period_fits_frequency(judged: Judged) -> None:
    """The length of a period fits the rhythm of the obligation."""
    judged.conforms()


@pytest.mark.requirement("national-reports/non-party-admitted")
def test_non_party_admitted(judged: Judged) -> None:
    """A State that is no Party reports only where the obligation admits it."""
    judged.conforms()


@pytest.mark.requirement("national-reports/obligation-complete")
def test_obligation_is_complete(judged: Judged) -> None:
    """An obligation has an id, a treaty, a report type, an English name and a frequency."""
    judged.conforms()


@pytest.mark.requirement("national-reports/obligation-treaty-known")
def test_treaty_of_obligation_is_known(judged: Judged) -> None:
    """The treaty of an obligation is a known one."""
    judged.conforms()


@pytest.mark.requirement("national-reports/frequency-listed")
def test_frequency_is_listed(judged: Judged) -> None:
    """A frequency is annual, every-n-years, before-meeting, event or once; never free text."""
    judged.conforms()


@pytest.mark.requirement("national-reports/frequency-counted")
def test_frequency_is_counted(judged: Judged) -> None:
    """A frequency in years, or in days before a meeting, says how many."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycles-dated")
def test_cycles_are_dated(judged: Judged) -> None:
    """Each cycle of an obligation has a label and a deadline."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycle-deadlines-in-order")
def test_deadlines_of_cycles_are_in_order(judged: Judged) -> None:
    """A cycle is due after its period, and its extension and its sections no earlier than the cycle."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycles-do-not-overlap")
def test_cycles_do_not_overlap(judged: Judged) -> None:
    """No two cycles of an obligation cover the same day."""
    judged.conforms()


@pytest.mark.requirement("national-reports/validity-in-order")
def test_validity_is_in_order(judged: Judged) -> None:
    """An obligation does not end before it begins to apply."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-complete")
def test_cell_is_complete(judged: Judged) -> None:
    """A cell of the status says obligation, cycle, country, whether a report is due, status, and since when."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-codes-listed")
def test_codes_of_cells_are_listed(judged: Judged) -> None:
    """Status and timeliness of a cell come from their lists."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-country-known")
def test_country_of_cell_is_known(judged: Judged) -> None:
    """The country of a cell is a code of ISO 3166-1."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-reason-given")
def test_exemption_has_a_reason(judged: Judged) -> None:
    """Where no report is due, the cell says why."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-due-agrees")
def test_due_agrees_with_status(judged: Judged) -> None:
    """A cell is without obligation if, and only if, its status says so."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-names-report")
def test_met_cell_names_its_report(judged: Judged) -> None:
    """A cell names a report if, and only if, one was sent."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-fits-deadline")
def test_status_fits_deadline(judged: Judged) -> None:
    """A report is awaited until its deadline, and overdue after it."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-not-of-future")
def test_cell_is_not_of_the_future(judged: Judged) -> None:
    """A status is not known in advance."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-once")
def test_cells_come_once(judged: Judged) -> None:
    """There is one cell for each obligation, cycle and country."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-obligation-exists")
def test_obligations_of_cells_exist(judged: Judged) -> None:
    """The obligation of a cell is served."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-cycle-of-obligation")
def test_cycles_of_cells_are_known(judged: Judged) -> None:
    """The cycle of a cell is one of the obligation that it names."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-report-exists")
def test_reports_of_cells_exist(judged: Judged) -> None:
    """The report that a cell names is served."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-report-matches")
def test_reports_of_cells_match(judged: Judged) -> None:
    """The report that a cell names is of its obligation and its country."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-timeliness-agrees")
def test_timeliness_agrees(judged: Judged) -> None:
    """A report is late if, and only if, its first version was sent after the deadline."""
    judged.conforms()


@pytest.mark.requirement("national-reports/current-report-in-a-cell")
def test_current_reports_have_a_cell(judged: Judged) -> None:
    """Each current report under an obligation is in one cell of the status."""
    judged.conforms()


@pytest.mark.requirement("national-reports/counterparty-known")
def test_counterparties_are_known(judged: Judged) -> None:
    """The counterparty of an answer is a country, by its code of ISO 3166-1."""
    judged.conforms()


@pytest.mark.requirement("national-reports/file-hash-form")
def test_hashes_have_their_form(judged: Judged) -> None:
    """The hash of a file names its algorithm and has the length that this one makes."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-not-ahead")
def test_cells_are_not_ahead_of_reports(judged: Judged) -> None:
    """A cell is accepted only where the report that it names is, and tells of none that is gone or not yet sent."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cell-deadline-of-obligation")
def test_deadlines_of_cells_agree(judged: Judged) -> None:
    """The deadline of a cell is that of the cycle of its obligation, or the extended one."""
    judged.conforms()


@pytest.mark.requirement("national-reports/series-of-one-report")
def test_series_are_of_one_report(judged: Judged) -> None:
    """Reports of one series have the same country and the same treaty."""
    judged.conforms()


@pytest.mark.requirement("national-reports/cycles-fit-frequency")
def test_cycles_fit_frequencies(judged: Judged) -> None:
    """The cycles of an obligation follow its frequency, lie in its validity, and are numbered in order."""
    judged.conforms()


@pytest.mark.requirement("national-reports/first-version-first")
def test_first_versions_come_first(judged: Judged) -> None:
    """Version 1 of a report replaces no other, and every later version tells its day as the first submission."""
    judged.conforms()
