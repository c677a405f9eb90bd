"""What came of the trials: requirement × dialect, with every hole and every false alarm named."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of one act in one dialect."""

    fault: str
    """Empty: the honest endpoint."""
    breaks: str
    dialect: str
    lie: bool
    """False: the near-miss, or the honest endpoint."""
    sentence: str
    failed: tuple[str, ...]
    """Requirements that failed, each once, consequences left out."""
    through: str = ""
    """The requirement that must fail in place of the bound one, which follows from it; empty: the bound one fails."""
    followed: tuple[str, ...] = ()
    """Requirements whose breach follows from another, each once."""
    idle: bool = False
    """The act changed nothing, so that the trial says nothing."""

    @property
    def detected(self) -> bool:
        """Whether the bound requirement failed, or follows from the one that it is broken through."""
        return self.breaks in (self.followed if self.through else self.failed)

    @property
    def strays(self) -> tuple[str, ...]:
        """Requirements that failed though nothing was wrong with them."""
        return tuple(name for name in self.failed if not (self.lie and name == (self.through or self.breaks)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The whole matrix."""

    trials: tuple[Trial, ...]
    unproved: tuple[tuple[str, str], ...] = ()
    """Requirement and dialect that no lie was tried on; only where everything was tried."""
    requirements: int = 0
    faults: int = 0
    dialects: tuple[str, ...] = field(default_factory=tuple)
    not_carried: tuple[tuple[str, str, str], ...] = ()
    """Fault, dialect that cannot carry it, and why."""
    narrowed: bool = False
    """Whether only some faults were tried."""

    @property
    def holes(self) -> tuple[str, ...]:
        """What the suite does not notice."""
        missed = [
            f"{t.breaks} does not notice {t.fault} in {t.dialect}" for t in self.trials if t.lie and not t.detected
        ]
        idle = [f"{_named(trial)} changes nothing in {trial.dialect}" for trial in self.trials if trial.idle]
        return (*missed, *idle, *(f"{name} has no lie in {dialect}" for name, dialect in self.unproved))

    @property
    def false_alarms(self) -> tuple[str, ...]:
        """What fails without a reason."""
        return tuple(
            f"{name} fails on {_named(trial)} in {trial.dialect}" for trial in self.trials for name in trial.strays
        )

    def as_text(self) -> str:
        """The matrix for a terminal: one line a fault, `✓` where the lie is noticed and the near-miss is not."""
        lines = [f"{'fault':<32} {'requirement':<40} " + "  ".join(f"{name:<16}" for name in self.dialects)]
        for name, trials in _by_fault(self.trials):
            cells = {trial.dialect: [other for other in trials if other.dialect == trial.dialect] for trial in trials}
            marks = [_cell(cells[dialect]) if dialect in cells else "does not bind" for dialect in self.dialects]
            lines.append(f"{name:<32} {trials[0].breaks:<40} " + "  ".join(f"{mark:<16}" for mark in marks))
        lines += _reasons(self.not_carried)
        lines += ["", f"{self.requirements} requirements, {self.faults} faults, {len(self.trials)} trials"]
        lines += [f"hole         {hole}" for hole in self.holes] + [
            f"false alarm  {alarm}" for alarm in self.false_alarms
        ]
        if not self.holes and not self.false_alarms:
            lines.append("no hole, no false alarm")
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def as_json(self) -> str:
        """The matrix as data."""
        rows = [{**asdict(trial), "detected": trial.detected, "strays": trial.strays} for trial in self.trials]
        document = {
            "trials": rows,
            "not-carried": [dict(zip(("fault", "dialect", "reason"), row, strict=True)) for row in self.not_carried],
            "holes": self.holes,
            "false-alarms": self.false_alarms,
        }
        return json.dumps(document, indent=2) + "\n"


def _reasons(not_carried: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Why faults do not bind, each reason once: the dialects, then the faults."""
    told: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for fault, dialect, reason in not_carried:
        dialects, faults = told.setdefault(reason, ({}, {}))
        dialects[dialect] = faults[fault] = None
    if told:
        yield ""
    for reason, (dialects, faults) in told.items():
        yield f"does not bind in {', '.join(dialects)}: {reason} ({', '.join(faults)})"


def _by_fault(trials: Iterable[Trial]) -> Iterator[tuple[str, list[Trial]]]:
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(trial.fault or "(none)", []).append(trial)
    yield from groups.items()


def _cell(trials: list[Trial]) -> str:
    if any(trial.lie and not trial.detected for trial in trials):
        return "✗ not noticed"
    if any(trial.idle for trial in trials):
        return "✗ idle"
    return "✗ false alarm" if any(trial.strays for trial in trials) else "✓"


def _named(trial: Trial) -> str:
    if not trial.fault:
        return "the honest endpoint"
    return trial.fault if trial.lie else f"the near-miss of {trial.fault}"
