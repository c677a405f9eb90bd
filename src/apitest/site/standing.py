"""
Where each target stands, since when, and what changed: the letters of its runs read as states with a beginning.

Pure: sightings in, standings out. A run that did not ask about a requirement (a narrowed run, one that was cut short)
brings no news of it: the state before stays, with the day it was last judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apitest.model import Outcome
from apitest.results import RequirementRow
from apitest.site.history import Sighting
from apitest.site.reading import NO_NEWS, OUTCOMES

_ORDER = [outcome.value for outcome in Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds of a requirement at a target."""

    letter: str
    since: str
    """The run (its beginning, UTC) in which it first was so."""
    judged: str
    """The newest run that looked at it."""

    @property
    def outcome(self) -> str:
        """The outcome that the letter stands for."""
        return OUTCOMES[self.letter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A requirement that came to be met, or no longer is."""

    started: str
    run: str
    target: str
    requirement: str
    before: str
    """A letter; so is `after`."""
    after: str

    @property
    def better(self) -> bool:
        """Whether a breach was mended."""
        return OUTCOMES[self.before] == Outcome.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One target, over all its runs."""

    id: str
    newest: Sighting
    runs: int
    first: str
    """When it was first judged."""
    states: Mapping[str, State]
    open: tuple[str, ...]
    """Requirements that are not met now."""
    classes: Mapping[str, str]
    """Conformance class → outcome."""
    outcome: str
    """Rolled up over the classes."""
    since: str
    """When the roll-up last changed."""
    trend: tuple[tuple[str, int], ...]
    """For each run its beginning and how many requirements failed; -1: nothing could be judged."""
    changes: tuple[Change, ...]
    """Newest first."""

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.newest.name or self.id


def standing_of(target: str, sightings: Iterable[Sighting], requirements: Mapping[str, RequirementRow]) -> Standing:
    """Read the history of one target; there is at least one sighting, the oldest first."""
    seen = tuple(sightings)
    track = _Track(target, requirements)
    for sighting in seen:
        track.take(sighting)
    judged = _judged(seen, len(track.letters))
    states = {
        name: State(letter=letter, since=since, judged=moment)
        for name, letter, since, moment in zip(requirements, track.letters, track.since, judged, strict=False)
        if letter != "."
    }
    return Standing(
        id=target,
        newest=seen[-1],
        runs=len(seen),
        first=seen[0].started,
        states=states,
        open=tuple(name for name, state in states.items() if state.outcome == Outcome.FAILED),
        classes=_classes(states, requirements),
        outcome=track.outcome,
        since=track.outcome_since,
        trend=tuple((sighting.started, sighting.failed if sighting.judged else -1) for sighting in seen),
        changes=tuple(reversed(track.changes)),
    )


class _Track:
    """What is known of a target while its runs are read, oldest first."""

    def __init__(self, target: str, requirements: Mapping[str, RequirementRow]) -> None:
        self._target, self._names = target, tuple(requirements)
        self._binding = [row["obligation"] == "MUST" for row in requirements.values()]
        self._before, self._rolled = "", ""
        self.letters: list[str] = []
        self.since: list[str] = []
        self.changes: list[Change] = []
        self.outcome = self.outcome_since = ""

    def take(self, sighting: Sighting) -> None:
        """Read one more run; most say what the one before said, and are done with at once."""
        if sighting.letters != self._before:
            self._before = sighting.letters
            more = len(sighting.letters) - len(self.letters)
            self.letters += ["."] * more
            self.since += [""] * more
            for place, letter in enumerate(sighting.letters):
                self._meet(place, letter, sighting)
            must = (letter for letter, binds in zip(self.letters, self._binding, strict=False) if binds)
            self._rolled = rolled(must, self.letters)
        now = _limited(self._rolled, sighting)
        if now != self.outcome:
            self.outcome, self.outcome_since = now, sighting.started

    def _meet(self, place: int, letter: str, sighting: Sighting) -> None:
        known = self.letters[place]
        if letter == known or (letter in NO_NEWS and known != "."):
            return
        failed = {OUTCOMES[known] == Outcome.FAILED, OUTCOMES[letter] == Outcome.FAILED}
        if known not in NO_NEWS and failed == {True, False}:
            self.changes.append(
                Change(
                    started=sighting.started,
                    run=sighting.run,
                    target=self._target,
                    requirement=self._names[place],
                    before=known,
                    after=letter,
                )
            )
        self.letters[place], self.since[place] = letter, sighting.started


def _judged(seen: Sequence[Sighting], width: int) -> list[str]:
    """When each requirement was last looked at; found at once for all that the newest run asked about."""
    found = [""] * width
    missing, before = set(range(width)), ""
    for sighting in reversed(seen):
        if not missing:
            break
        if sighting.letters != before:
            before = sighting.letters
            told = {place for place in missing if place < len(before) and before[place] not in NO_NEWS}
            for place in told:
                found[place] = sighting.started
            missing -= told
    return found


def rolled(must: Iterable[str], every: Iterable[str]) -> str:
    """Roll letters up as `verdicts.outcome_of` rolls up verdicts: only MUST decides, and what is blocked does not count."""
    asked = [letter for letter in must if letter != "."]
    deciding = {OUTCOMES[letter] for letter in asked if letter != "b"}
    if deciding:
        return _worst(deciding)
    if asked:
        return "cantTell"
    outcomes = {OUTCOMES[letter] for letter in every if letter != "."}
    return "passed" if outcomes & {"passed", "failed"} else _worst(outcomes)


def _worst(outcomes: Iterable[str]) -> str:
    return min(outcomes, key=_ORDER.index, default="untested")


def _limited(outcome: str, sighting: Sighting) -> str:
    """A run that met trouble or was cut short proves no conformance."""
    limited = sighting.trouble or not sighting.complete
    return "cantTell" if limited and outcome != Outcome.FAILED else outcome


def _classes(states: Mapping[str, State], requirements: Mapping[str, RequirementRow]) -> dict[str, str]:
    members: dict[str, list[str]] = {}
    for name in states:
        members.setdefault(name.partition("/")[0], []).append(name)
    return {
        title: rolled(
            (states[name].letter for name in names if requirements[name]["obligation"] == "MUST"),
            (states[name].letter for name in names),
        )
        for title, names in members.items()
    }
