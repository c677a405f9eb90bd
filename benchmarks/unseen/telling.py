"""All lies of the first round."""

from unseen import of_answers, of_carriage, of_decisions, of_meetings, of_projects, of_reports

FIRST = (
    *of_decisions.LIES,
    *of_meetings.LIES,
    *of_reports.LIES,
    *of_projects.LIES,
    *of_answers.LIES,
    *of_carriage.LIES,
)
