"""Conversations held with a target: what one asks is sent, what comes back is told to it, to its end."""

from collections.abc import Callable, Sequence

from apitest.checks.beside import BESIDE
from apitest.checks.conversing import Conversation, NotAsAsked, Subject
from apitest.checks.examining import Examination
from apitest.checks.measuring import Asking, Survey
from apitest.errors import CouldNotAssess, NotRecorded
from apitest.model import Departure, Depth, Exchange, Outcome, Query, Requirement

Send = Callable[[Query], Exchange]
"""As `Client.send`."""


def talked(conversation: Conversation, send: Send) -> tuple[Sequence[Departure], int]:
    """
    What a conversation found, and how many questions it asked.

    Raises:
        NotOffered, Undecided: as the conversation says.
        CouldNotAssess: there is no answer, and the conversation ends with that.
    """
    asked = 0
    try:
        query: Query = next(conversation)
        while True:
            asked += 1
            query = _answered(conversation, query, send)
    except StopIteration as end:
        return end.value or (), asked
    except NotAsAsked as answer:
        return (answer.departure,), asked


def _answered(conversation: Conversation, query: Query, send: Send) -> Query:
    """
    What a conversation asks next, given the answer, or told why there is none.

    Most end with that; to one about files it is an answer of its kind, and a shared question is asked alone then.
    """
    try:
        exchange = send(query)
    except CouldNotAssess as trouble:
        return conversation.throw(trouble)
    return conversation.send(exchange)


def beside_the_walk(
    requirement: Requirement, seen: Examination, subject: Callable[[], Subject], send: Send
) -> list[Departure]:
    """What answers beside a walk break of what its pages must be; nothing is asked for it at depth quick."""
    if requirement.id not in BESIDE or seen.broken or not seen.examined or subject().depth is Depth.QUICK:
        return []
    return [*talked(BESIDE[requirement.id](subject()), send)[0]]


def surveyed(conversation: Asking[Survey], send: Send) -> Survey:
    """
    What a survey of the costs of a set came to.

    Raises:
        CouldNotAssess: there is no answer.
    """
    try:
        query = next(conversation)
        while True:
            query = conversation.send(send(query))
    except StopIteration as end:
        found: Survey = end.value
        return found


def outcome_of(trouble: CouldNotAssess) -> Outcome:
    """What trouble in asking amounts to: a recording that lacks an answer was not put to the test."""
    return Outcome.UNTESTED if isinstance(trouble, NotRecorded) else Outcome.CANT_TELL


def reason_of(trouble: CouldNotAssess) -> str:
    """What kept us from asking, and where."""
    return f"{trouble.where}: {trouble.got}" if trouble.where else trouble.got
