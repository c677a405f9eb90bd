"""`apitest accept`: what the portal would make of a feed."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from apitest.acceptance.importing import Sink
from apitest.acceptance.portal import PROVIDERS, provider_of
from apitest.acceptance.rules import ASSUMPTION, load_rules
from apitest.acceptance.touches import Fate
from apitest.commands.running import Wishes, targets_of
from apitest.contracts import load_contract
from apitest.errors import CouldNotAssess, UnknownName, Unrecognised, UsageError
from apitest.evidence import Evidence
from apitest.model import Contract, Target
from apitest.rehearsal import READABLE, Rehearsal, Send, from_recording
from apitest.reports.funnel import as_text
from apitest.results import AcceptanceRow
from apitest.runs import EVIDENCE, HEADER, Order, Plan, begin, read_plan
from apitest.wire import Client

_FIX = "fix="


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed behind `accept`."""

    subject: str
    wishes: Wishes
    provider: str = ""
    portal: str = "2018"
    what_if: tuple[str, ...] = ()
    form: str = "text"
    fates: str | None = None
    quiet: bool = False


def accept(question: Question) -> int:
    """Say what the portal would make of the feed; 0 if every record would be stored, else 1."""
    contract = load_contract()
    mended = _mended(question.what_if)
    if question.provider and question.provider.replace("-", "_").lower() not in PROVIDERS:
        raise UnknownName.among("secretariat of the importer", question.provider, PROVIDERS, where="--provider")
    with ExitStack() as stack:
        plan, evidence, recorded = stack.enter_context(_opened(question, contract))
        stream = stack.enter_context(_fates_file(question.fates))
        documents = []
        for target in plan.order.targets:
            if target.id in plan.trouble:
                raise Unrecognised(expected="a feed that can be read", got=plan.trouble[target.id], where=target.url)
            if recorded:
                send: Send = from_recording(evidence, target.id)
            else:
                client = Client(target, evidence)
                stack.callback(client.close)
                send = client.send
            stage = _Stage(question, contract, target, send, evidence if recorded else None)
            documents.append(_told(stage, mended, stream))
    return _said(question, documents)


@dataclass(frozen=True, slots=True)
class _Stage:
    question: Question
    contract: Contract
    target: Target
    send: Send
    recording: Evidence | None

    def rehearsal(self, mended: frozenset[str] = frozenset(), stream: TextIO | None = None) -> Rehearsal:
        """The import, prepared."""
        return Rehearsal(
            self.contract,
            self.target,
            self.send,
            evidence=self.recording,
            provider=provider_of(self.target, self.question.provider),
            portal=self.question.portal,
            mended=mended,
            sink=(lambda entity: _writer(stream, self.target.id, entity)) if stream else None,
        )


@dataclass(frozen=True, slots=True)
class _Document:
    target: Target
    provider: str
    rows: list[AcceptanceRow]
    mended: list[AcceptanceRow]
    others: tuple[str, ...]


def _told(stage: _Stage, mended: frozenset[str], stream: TextIO | None) -> _Document:
    first = stage.rehearsal(stream=stream)
    wanted = first.sets
    rows = [first.row(name) for name in wanted]
    if all(not row["complete"] and not row["offered"] for row in rows) and rows:
        note = next((note for row in rows for note in row["notes"]), "")
        raise CouldNotAssess(expected="answers to the importer's questions", got=note or "none", where=stage.target.url)
    second = stage.rehearsal(mended) if mended else None
    return _Document(
        target=stage.target,
        provider=first.provider.name,
        rows=rows,
        mended=[second.row(name) for name in wanted] if second else [],
        others=tuple(name for name in stage.target.entities if name not in wanted),
    )


def _mended(what_if: Sequence[str]) -> frozenset[str]:
    rules = load_rules()
    names = [name for word in what_if for name in word.removeprefix(_FIX).split(",") if name]
    for name in names:
        if name not in rules:
            raise UnknownName.among("rule of the importer", name, rules, where="--what-if")
    return frozenset(names)


@contextmanager
def _opened(question: Question, contract: Contract) -> Iterator[tuple[Plan, Evidence, bool]]:
    """The targets as recognised, and where their answers are: in a run's recording, or asked for now."""
    directory = Path(question.subject)
    with ExitStack() as stack:
        if (directory / HEADER).exists():
            plan = read_plan(directory)
            evidence = Evidence(directory / EVIDENCE, reading=True)
            stack.callback(evidence.close)
            yield _narrowed(plan, question.wishes), evidence, True
            return
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="apitest-")))
        targets = stack.enter_context(targets_of(_wishes(question)))
        plan = begin(Order(targets=targets, command=("apitest", "accept")), temporary / "run", contract)
        evidence = Evidence(temporary / "run" / EVIDENCE)
        stack.callback(evidence.close)
        yield _narrowed(plan, question.wishes), evidence, False


def _wishes(question: Question) -> Wishes:
    """An address if it looks like one, else the name of a configured target."""
    address = "/" in question.subject or ":" in question.subject or "." in question.subject
    return (
        replace(question.wishes, url=question.subject)
        if address
        else replace(question.wishes, names=(question.subject,))
    )


def _narrowed(plan: Plan, wishes: Wishes) -> Plan:
    if not wishes.entities:
        return plan
    targets = tuple(
        replace(target, entities=tuple(name for name in target.entities if name in wishes.entities))
        for target in plan.order.targets
    )
    return replace(plan, order=replace(plan.order, targets=targets))


# --- saying it --------------------------------------------------------------------------------------------------------


def _said(question: Question, documents: Sequence[_Document]) -> int:
    if question.form == "json":
        sys.stdout.write(json.dumps(_as_json(question, documents), indent=2, ensure_ascii=False) + "\n")
    elif not question.quiet:
        width = min(os.get_terminal_size().columns, 100) if sys.stdout.isatty() else 100
        for document in documents:
            provider = document.provider or "a secretariat that the importer does not know by name"
            title = (
                f"What the portal would make of {document.target.name}, read as {provider} ({document.target.dialect})"
            )
            if document.target.dialect not in READABLE:
                title += f"\nThe importer does not read the form that this service speaks ({document.target.dialect})."
            sys.stdout.write(
                as_text(
                    document.rows,
                    title,
                    width=width,
                    mended=document.mended,
                    fixes=sorted(_mended(question.what_if)),
                    others=document.others,
                )
            )
    complete = all(row["stored"] == row["offered"] for document in documents for row in document.rows)
    return 0 if complete else 1


def _as_json(question: Question, documents: Sequence[_Document]) -> dict[str, object]:
    return {
        "assumption": ASSUMPTION,
        "portal": question.portal,
        "acceptance": [row for document in documents for row in document.rows],
        "what-if": {
            "fix": sorted(_mended(question.what_if)),
            "acceptance": [row for document in documents for row in document.mended],
        },
        "not-read": {document.target.id: list(document.others) for document in documents},
    }


@contextmanager
def _fates_file(path: str | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    try:
        with Path(path).open("w", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            expected="a file that can be written",
            got=error.strerror or str(error),
            where=path,
            fix="Give another file.",
        ) from error


def _writer(stream: TextIO, target: str, entity: str) -> Sink:
    """Write the fate of every record, a line each (NDJSON)."""

    def write(portal: str, fate: Fate) -> None:
        row = {"target": target, "entity": entity, "portal": portal, **fate._asdict()}
        row["touches"] = [touch._asdict() for touch in fate.touches]
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write
