"""`apitest compare RUN RUN…`: reads the run directories and puts together what `comparison` makes of them."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from apitest.comparison.drift import ContractDrift, SetDrift, contract_drift, set_drift
from apitest.comparison.findings import Seen, finding_changes, outcome_changes, slots_of, yardstick
from apitest.comparison.ledger import Ledger
from apitest.comparison.telling_runs import RunsCompared
from apitest.comparison.walking import take_run
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, lost
from apitest.evidence import Evidence
from apitest.model import Contract, Target
from apitest.results import Results
from apitest.runs import EVIDENCE, read_plan, read_results

Endings = dict[tuple[str, str], list[str]]
"""Slot and set → how the walk of each run ended; empty: it was not there."""


def compare_runs(names: Sequence[str]) -> RunsCompared:
    """
    What became of findings, outcomes and records from the first run to the last.

    Raises:
        RunDirectoryError: a directory that holds no run.
    """
    contract = load_contract()
    directories = [Path(name) for name in names]
    documents = [read_results(directory) for directory in directories]
    slots = slots_of(documents)
    runs = [Seen(name, document, own) for name, document, own in zip(names, documents, slots, strict=True)]
    changed = yardstick(documents)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="apitest-"))
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        stack.callback(ledger.close)
        endings, unsayable = _walked(ledger, directories, slots, contract)
        last = len(names) - 1

        def same(slot: str, entity: str, record: str) -> bool | None:
            key = f"{slot}/{entity}"
            old, new = ledger.tokens(key, 0, record), ledger.tokens(key, last, record)
            return None if old is None and new is None else old == new

        findings = finding_changes(runs, changed, same)
        known = [(slot, contract.entities[entity], tuple(ends)) for (slot, entity), ends in endings.items()]
        sets: list[SetDrift] = [set_drift(ledger, slot, entity, ends) for slot, entity, ends in known]
        drifts: list[ContractDrift] = [
            contract_drift(ledger, slot, entity, len(names), unsayable[slot, entity.name]) for slot, entity, _ in known
        ]
    return RunsCompared(
        names=tuple(names),
        yardstick=tuple(changed),
        notes=tuple(_notes(names, documents, slots)),
        outcomes=tuple(outcome_changes(runs, findings, changed)),
        findings=tuple(findings),
        sets=tuple(sets),
        contract=tuple(drifts),
    )


def _walked(
    ledger: Ledger, directories: Sequence[Path], slots: Sequence[Mapping[str, str]], contract: Contract
) -> tuple[Endings, dict[tuple[str, str], frozenset[str]]]:
    """Read every run into the ledger; how the walks ended, and what the dialects cannot carry."""
    endings: Endings = {}
    unsayable: dict[tuple[str, str], frozenset[str]] = {}
    for side, directory in enumerate(directories):
        evidence = Evidence(directory / EVIDENCE, reading=True)
        try:
            for target in read_plan(directory).order.targets:
                slot = slots[side].get(target.id)
                if slot is None or target.dialect not in DIALECTS:
                    continue
                for name, ending in take_run(ledger, side, evidence, target, contract, slot).items():
                    endings.setdefault((slot, name), [""] * len(directories))[side] = ending
                    unsayable[slot, name] = _unsayable(target, name, contract)
        finally:
            evidence.close()
    return endings, unsayable


def _unsayable(target: Target, entity: str, contract: Contract) -> frozenset[str]:
    return lost(contract, entity, DIALECTS[target.dialect])


def _notes(names: Sequence[str], documents: Sequence[Results], slots: Sequence[Mapping[str, str]]) -> list[str]:
    """What a reader must know of the runs themselves."""
    notes = []
    for name, document in zip(names, documents, strict=True):
        if not document["run"]["complete"]:
            notes.append(f"{name} was cut short: what it did not judge is not compared")
        notes += [f"{name}: {row['id']} could not be assessed" for row in document["targets"] if row["trouble"]]
    first, last = documents[0], documents[-1]
    if first["run"]["depth"] != last["run"]["depth"]:
        notes.append(f"the runs differ in depth ({first['run']['depth']}, {last['run']['depth']})")
    olds = {slots[0][row["id"]]: row for row in first["targets"]}
    for row in last["targets"]:
        old = olds.get(slots[-1][row["id"]])
        for field in ("url", "dialect"):
            if old is not None and old[field] != row[field]:
                notes.append(f"{row['id']}: another {field}, {old[field]} → {row[field]}")
    return notes
