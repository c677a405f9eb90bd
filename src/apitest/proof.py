"""
The proof of the suite: every lie must break exactly the requirement it is bound to, every near-miss none.

The reference endpoint is asked in process, no socket; each requirement is judged as in a run. A *hole* is a lie that its
requirement does not notice, or a requirement without any lie; a *false alarm* is a failure that no lie explains.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field

import httpx

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, Dialect, offered
from apitest.evidence import Evidence
from apitest.model import Contract, Depth, Outcome, Politeness, Requirement, Target, Verdict
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Service
from apitest.verdicts import consequences
from apitest.wire import Client, moment

_HOST = "reference.example"


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

    @property
    def detected(self) -> bool:
        """Whether the bound requirement failed."""
        return self.breaks in self.failed

    @property
    def strays(self) -> tuple[str, ...]:
        """Requirements that failed though nothing was wrong with them."""
        return tuple(name for name in self.failed if not (self.lie and name == self.breaks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The whole matrix."""

    trials: tuple[Trial, ...]
    unproved: tuple[tuple[str, str], ...] = ()
    """Requirement and dialect that no lie was tried on; only where everything was tried."""
    requirements: int = 0
    faults: int = 0
    dialects: tuple[str, ...] = field(default_factory=tuple)

    @property
    def holes(self) -> tuple[str, ...]:
        """What the suite does not notice."""
        missed = [
            f"{t.breaks} does not notice {t.fault} in {t.dialect}" for t in self.trials if t.lie and not t.detected
        ]
        return (*missed, *(f"{name} has no lie in {dialect}" for name, dialect in self.unproved))

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
        return json.dumps({"trials": rows, "holes": self.holes, "false-alarms": self.false_alarms}, indent=2) + "\n"


def prove(
    contract: Contract | None = None,
    *,
    dialects: Iterable[str] = (),
    faults: Iterable[str] = (),
    report: Callable[[str], None] = lambda _line: None,
) -> Proof:
    """
    Try the honest endpoint, every lie and every near-miss, in every dialect that can carry it.

    `dialects`, `faults`: names to narrow it; empty: all. `report` is told what is being tried.
    """
    contract = contract or load_contract()
    wanted = tuple(faults)
    chosen = tuple(FAULTS[name] for name in wanted or FAULTS)
    spoken = tuple(DIALECTS[name] for name in dialects or DIALECTS)
    trials = []
    for dialect in spoken:
        report(f"honest in {dialect.NAME}")
        trials.append(_trial(contract, dialect, None, Act("nothing is wrong"), lie=False))
        for fault in chosen:
            if carries(contract, fault, dialect):
                report(f"{fault.name} in {dialect.NAME}")
                trials.append(_trial(contract, dialect, fault, fault.lie, lie=True))
                trials.append(_trial(contract, dialect, fault, fault.near_miss, lie=False))
    return Proof(
        trials=tuple(trials),
        unproved=() if wanted else tuple(_unproved(contract, spoken, chosen)),
        requirements=len(contract.requirements),
        faults=len(chosen),
        dialects=tuple(dialect.NAME for dialect in spoken),
    )


def carries(contract: Contract, fault: Fault, dialect: Dialect) -> bool:
    """Whether a dialect can carry a fault: its requirement binds there, and so does the fault."""
    carried = not fault.dialects or dialect.NAME in fault.dialects
    return carried and binds(contract, contract.requirements[fault.breaks], dialect)


def binds(contract: Contract, requirement: Requirement, dialect: Dialect) -> bool:
    """Whether a service of this dialect can fulfil or break a requirement at all."""
    if requirement.dialects and dialect.NAME not in requirement.dialects:
        return False
    sets = offered(contract, dialect).entities
    served = [name for name in requirement.entities if name in sets]
    if not requirement.where:
        return bool(served) or not requirement.entities
    return any(
        not contract.entities[name].bearing(requirement.where).isdisjoint(sets[name].shape.fields) for name in served
    )


def _unproved(contract: Contract, dialects: Iterable[Dialect], faults: Iterable[Fault]) -> Iterator[tuple[str, str]]:
    tried = [(fault, dialect.NAME) for dialect in dialects for fault in faults if carries(contract, fault, dialect)]
    proved = {(fault.breaks, name) for fault, name in tried}
    for dialect in dialects:
        for requirement in contract.requirements.values():
            if binds(contract, requirement, dialect) and (requirement.id, dialect.NAME) not in proved:
                yield requirement.id, dialect.NAME


def _trial(contract: Contract, dialect: Dialect, fault: Fault | None, act: Act, *, lie: bool) -> Trial:
    sets = fault.entities if fault else ()
    service = Service(contract, acts=[(sets, act)] if fault else ())
    verdicts = consequences(judged(contract, dialect, service, sets), contract)
    failed = dict.fromkeys(verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED)
    return Trial(
        fault=fault.name if fault else "",
        breaks=fault.breaks if fault else "",
        dialect=dialect.NAME,
        lie=lie,
        sentence=act.sentence,
        failed=tuple(failed),
    )


def judged(contract: Contract, dialect: Dialect, service: Service, entities: tuple[str, ...] = ()) -> list[Verdict]:
    """All verdicts on an endpoint asked in process; `entities` narrows what is judged, not what is served."""
    served = offered(contract, dialect).entities
    target = Target(
        id="reference",
        name="reference endpoint",
        url=f"http://{_HOST}/{dialect.NAME}/{dialect.ROOT}".rstrip("/"),
        dialect=dialect.NAME,
        entities=tuple(served),
        politeness=Politeness(rate=0, connections=0),
    )
    evidence = Evidence()
    client = Client(target, evidence, transport=httpx.WSGITransport(app=service))
    bench = Bench(contract, target, client, now=moment(), seed=1, depth=Depth.STANDARD)
    try:
        return [
            bench.of(entity).judge(requirement)
            for entity in ("", *(name for name in entities or served if name in served))
            for requirement in bench.requirements_of(entity)
        ]
    finally:
        client.close()
        evidence.close()


def _by_fault(trials: Iterable[Trial]) -> Iterator[tuple[str, list[Trial]]]:
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(trial.fault or "(none)", []).append(trial)
    yield from groups.items()


def _cell(trials: list[Trial]) -> str:
    if any(trial.lie and not trial.detected for trial in trials):
        return "✗ not noticed"
    return "✗ false alarm" if any(trial.strays for trial in trials) else "✓"


def _named(trial: Trial) -> str:
    if not trial.fault:
        return "the honest endpoint"
    return trial.fault if trial.lie else f"the near-miss of {trial.fault}"
