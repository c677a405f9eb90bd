"""All lies, in rounds: each round was written before anything of it was tried."""

from unseen import (
    of_answers,
    of_carriage,
    of_decisions,
    of_fifth,
    of_fourth,
    of_meetings,
    of_projects,
    of_reports,
    of_second,
    of_third,
)

FIRST = (
    *of_decisions.LIES,
    *of_meetings.LIES,
    *of_reports.LIES,
    *of_projects.LIES,
    *of_answers.LIES,
    *of_carriage.LIES,
)
ROUNDS = {
    "first": FIRST,
    "second": of_second.SECOND,
    "third": of_third.THIRD,
    "fourth": of_fourth.FOURTH,
    "fifth": of_fifth.FIFTH,
}
LIES = {lie.name: lie for lies in ROUNDS.values() for lie in lies}
