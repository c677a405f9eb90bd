"""
What can go wrong with *us*, as a tree; nothing about targets.

What a target does wrong is a `model.Finding`, never an exception. An exception here means that apitest, its user or the
network kept us from judging, and says so as expected / got / where / fix.

    ApitestError                      exit status 4
    ├── UsageError                    2   the command line, a file of the user
    │   ├── ConfigurationError            apitest.toml, waivers
    │   ├── UnknownName                   a requirement, dialect, entity set that does not exist
    │   └── RunDirectoryError             a run directory that cannot be written or read
    ├── CannotRecord                  3   what is answered cannot be kept: a disk that is full, or gone
    └── CouldNotAssess                3   asking led to no verdict
        ├── NoAnswer                      no connection, no answer in time
        ├── BudgetSpent                   the request or byte budget is used up
        ├── NotRecorded                   a recording does not hold the answer
        ├── CannotTell                    the answers seen do not decide a requirement
        └── Unrecognised                  no dialect fits what the target answers
"""

from collections.abc import Iterable
from difflib import get_close_matches


class ApitestError(Exception):
    """Something kept apitest from doing its work; always the four parts a reader needs."""

    exit_status = 4

    def __init__(self, *, expected: str, got: str, where: str = "", fix: str = "") -> None:
        super().__init__(expected, got, where, fix)
        self.expected = expected
        self.got = got
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.where}: " if self.where else ""
        tail = f"\n{self.fix}" if self.fix else ""
        return f"{head}expected {self.expected}, got {self.got}.{tail}"

    def told(self) -> str:
        """The four parts for a reader, one a line; a part that is empty is left out."""
        parts = {"expected": self.expected, "got": self.got, "where": self.where, "fix": self.fix}
        return "\n".join(f"{label:<10}{text}" for label, text in parts.items() if text)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.expected, self.got, self.where, self.fix))


def _rebuilt(kind: type[ApitestError], expected: str, got: str, where: str, fix: str) -> ApitestError:
    return kind(expected=expected, got=got, where=where, fix=fix)


class UsageError(ApitestError):
    """The command line or a file of the user cannot be used as it is."""

    exit_status = 2


class ConfigurationError(UsageError):
    """`apitest.toml` or a waivers file breaks its schema."""


class UnknownName(UsageError):
    """A name that should be one of a known set is not."""

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str], *, where: str = "") -> "UnknownName":
        """Build the message with the nearest known name first, else all of them sorted."""
        names = sorted(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        fix = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"Known: {', '.join(names)}."
        return cls(expected=f"the name of a known {kind}", got=repr(name), where=where, fix=fix)


class RunDirectoryError(UsageError):
    """The run directory cannot be written, or what lies there is not a run."""


class CannotRecord(ApitestError):
    """What a target answers cannot be kept any more, so nothing more is asked; what was kept by then stays."""

    exit_status = 3


class CouldNotAssess(ApitestError):
    """Asking led to no verdict; nobody is blamed."""

    exit_status = 3


class NoAnswer(CouldNotAssess):
    """No connection, or no complete answer in time."""


class BudgetSpent(CouldNotAssess):
    """The request or byte budget of the target is used up."""


NOT_IN_RECORDING = "no answer in the recording"
"""What came of a question that a recording does not hold."""


class NotRecorded(CouldNotAssess):
    """A recording that is judged does not hold the answer to a question."""


class CannotTell(CouldNotAssess):
    """The answers seen do not decide a requirement."""


class Unrecognised(CouldNotAssess):
    """No dialect fits what the target answers."""
