"""What it amounts to: outcomes, findings, verdicts."""

from dataclasses import dataclass
from enum import StrEnum

from apitest.model.contract import Obligation


class Outcome(StrEnum):
    """W3C EARL 1.0, worst first; a roll-up is the first of these present."""

    FAILED = "failed"
    CANT_TELL = "cantTell"
    PASSED = "passed"
    UNTESTED = "untested"
    INAPPLICABLE = "inapplicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One observed departure from a requirement, with all a reader needs to see it and to mend it."""

    requirement: str
    target: str
    entity: str
    """Empty: the service as a whole."""
    record: str | None
    pointer: str
    expected: str
    got: str
    where: str
    """Request and place in the answer: `GET …/Meetings?$skip=100  $.d.results[1].end`."""
    fix: str
    exchange: str
    """Digest of the exchange in the evidence; results give its number."""
    reproduce: str
    """A curl command."""
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A requirement's outcome on one entity set of one target."""

    requirement: str
    obligation: Obligation
    target: str
    entity: str
    outcome: Outcome
    examined: int
    """Records or answers looked at."""
    findings: tuple[Finding, ...] = ()
    """The first of them, up to the cap."""
    total: int = 0
    """How many there were in all."""
    reason: str = ""
    """Why cantTell, inapplicable or untested."""
    root: str = ""
    """Of a consequence: the requirement whose breach caused it."""
    waived: int = 0
    """How many of the findings a waiver accepts."""
