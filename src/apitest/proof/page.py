"""The proof as a page to be published: requirement × dialect × honest endpoint, lies, near-misses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apitest.dialects import DIALECTS, unbound
from apitest.model import Contract, Requirement
from apitest.proof.matrix import Proof, Trial
from apitest.reports.catalogue import page_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What came of the trials of one kind, in a few words."""

    well: bool
    sign: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One requirement in one dialect."""

    marks: tuple[Mark, ...] = ()
    """The honest endpoint, the lies, the near-misses; none: nothing was tried."""
    reason: str = ""
    """Why nothing was tried."""
    bad: bool = False
    """Whether something should have been tried, and was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One requirement in all dialects."""

    requirement: Requirement
    cells: tuple[Cell, ...]
    lies: tuple[tuple[str, str, str], ...]
    """Name of each fault that was tried, what its lie does, and what its near-miss does."""


def as_html(proof: Proof, contract: Contract) -> bytes:
    """One self-contained page without a script; each requirement has the anchor that it has in the catalogue."""
    classes: dict[str, list[Row]] = {}
    for row in _rows(proof, contract):
        classes.setdefault(row.requirement.conformance_class, []).append(row)
    return page_of("proof.html.jinja", classes=classes, contract=contract, proof=proof)


def _rows(proof: Proof, contract: Contract) -> Iterable[Row]:
    trials: dict[tuple[str, str], list[Trial]] = {}
    for trial in proof.trials:
        trials.setdefault((trial.breaks, trial.dialect), []).append(trial)
    honest = {trial.dialect: trial.failed for trial in proof.trials if not trial.fault}
    unproved = frozenset(proof.unproved)
    for name, requirement in contract.requirements.items():
        tried = {dialect: trials.get((name, dialect), []) for dialect in proof.dialects}
        if any(tried.values()) or not proof.narrowed:
            cells = (
                _cell(tried[dialect], name in honest[dialect])
                if tried[dialect]
                else Cell(
                    reason=_reason(requirement, dialect, (name, dialect) in unproved),
                    bad=(name, dialect) in unproved,
                )
                for dialect in proof.dialects
            )
            yield Row(requirement=requirement, cells=tuple(cells), lies=_lies(tried))


def _cell(trials: Sequence[Trial], alarm: bool) -> Cell:  # noqa: FBT001 - one of two states
    lies, others = ([trial for trial in trials if trial.lie is lie] for lie in (True, False))
    noticed = sum(trial.detected and not trial.strays and not trial.idle for trial in lies)
    silent = sum(not trial.strays and not trial.idle for trial in others)
    return Cell(
        marks=(
            Mark(well=not alarm, sign="✗" if alarm else "✓", words=f"honest: {'fails' if alarm else 'holds'}"),
            _counted(noticed, len(lies), "lies", "noticed"),
            _counted(silent, len(others), "near-misses", "silent"),
        )
    )


def _counted(well: int, many: int, what: str, how: str) -> Mark:
    sign = f"{well}" if well == many else f"{well}/{many}"
    return Mark(well=well == many, sign=sign, words=f"{what}: {well} of {many} {how}")


def _reason(requirement: Requirement, dialect: str, unproved: bool) -> str:  # noqa: FBT001 - one of two states
    if unproved:
        return "no lie"
    return unbound(requirement, DIALECTS[dialect]) or "no lie of those tried can be told in this dialect"


def _lies(tried: Mapping[str, Sequence[Trial]]) -> tuple[tuple[str, str, str], ...]:
    found: dict[str, dict[bool, str]] = {}
    for trials in tried.values():
        for trial in trials:
            found.setdefault(trial.fault, {})[trial.lie] = trial.sentence
    return tuple((name, sentences.get(True, ""), sentences.get(False, "")) for name, sentences in found.items())
