"""`apitest compare`: two contracts, two or more runs, or two services."""

import json
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from apitest.commands.comparing_runs import compare_runs
from apitest.commands.running import Wishes, polite
from apitest.comparison import telling
from apitest.comparison.differences import differences, worst
from apitest.comparison.endpoints import AGAIN, NEW, OLD, SetComparison, compare_set, verdict_of
from apitest.comparison.forms import Offer, Promise
from apitest.comparison.ledger import Ledger
from apitest.comparison.reading import promise_like, promise_named, promise_of_bytes
from apitest.comparison.rules import Impact
from apitest.comparison.telling_runs import runs_as_document, runs_as_markdown, runs_as_text
from apitest.comparison.telling_services import services_as_document, services_as_markdown, services_as_text
from apitest.comparison.walking import take_walk
from apitest.contracts import load_contract
from apitest.dialects import dialect_of, lost
from apitest.errors import CouldNotAssess, Unrecognised, UsageError
from apitest.evidence import Evidence
from apitest.model import Query
from apitest.runs import EVIDENCE, HEADER, Order, Plan, begin
from apitest.targets import target_of_url
from apitest.wire import Client

_OK = 200
_ACCEPT = "application/json, application/xml;q=0.9, */*;q=0.5"
_DOCUMENTS = ("$metadata", ".json", ".xml", ".edmx", "/openapi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was typed behind `compare`."""

    subjects: tuple[str, ...]
    form: str = "text"
    quiet: bool = False
    ignore: tuple[str, ...] = ()
    drift: bool = False
    wishes: Wishes = field(default_factory=Wishes)


def compare(asked: Comparison) -> int:
    """
    Compare what was named; print it; return the exit status: 0 nothing breaking, 1 breaking.

    Raises:
        UsageError: the things named cannot be compared with one another.
        CouldNotAssess: an address does not answer with what was to be compared.
    """
    kinds = {_kind(name) for name in asked.subjects}
    if kinds == {"run"} and (len(asked.subjects) > 1 or asked.drift):
        return _runs(asked)
    if len(asked.subjects) == 2 and not kinds & {"run"}:  # noqa: PLR2004 - old and new
        return (_services if kinds == {"service"} else _contracts)(asked, *asked.subjects)
    raise _unlike(asked.subjects)


def _kind(name: str) -> str:
    if name.startswith(("http://", "https://")):
        path = name.partition("?")[0].rstrip("/")
        return "document" if path.endswith(_DOCUMENTS) else "service"
    return "run" if (Path(name) / HEADER).exists() else "contract"


def _unlike(names: tuple[str, ...]) -> UsageError:
    return UsageError(
        expected="two contracts, two or more runs, or two services",
        got=", ".join(f"{name} ({_kind(name)})" for name in names),
        where="apitest compare",
        fix="Name things of one kind, the old one first; see apitest compare --help.",
    )


def _runs(asked: Comparison) -> int:
    found = compare_runs(asked.subjects)
    _say(
        asked,
        {
            "text": lambda: runs_as_text(found, drift=asked.drift),
            "markdown": lambda: runs_as_markdown(found, drift=asked.drift),
            "json": lambda: _json(runs_as_document(found)),
        },
    )
    if found.breaking:
        return 1
    return 3 if any(note.startswith(asked.subjects[-1]) for note in found.notes) else 0


# --- contracts --------------------------------------------------------------------------------------------------------


def _contracts(asked: Comparison, first: str, second: str) -> int:
    old, new = _promise(first), _promise(second)
    if old.kind != new.kind and "contract" in (old.kind, new.kind):
        old, new = _said_alike(first, old, second, new)
    if old.kind != new.kind:
        raise UsageError(
            expected="two documents of one kind, or one of them a contract",
            got=f"{old.kind} and {new.kind}",
            where=f"{first}, {second}",
            fix="Compare a schema with a schema, a description with a description, or either with a contract.",
        )
    changes = differences(old, new)
    _say(
        asked,
        {
            "text": lambda: telling.as_text(old, new, changes),
            "markdown": lambda: telling.as_markdown(old, new, changes),
            "json": lambda: _json(telling.as_document(old, new, changes)),
        },
    )
    return 1 if worst(changes) is Impact.BREAKING else 0


def _said_alike(first: str, old: Promise, second: str, new: Promise) -> tuple[Promise, Promise]:
    """A contract beside a description of a service: the contract said as that service says it."""
    if "JSON Schema" in (old.kind, new.kind):
        single = old if old.kind == "JSON Schema" else new
        kept = [
            replace(p, kind=single.kind, offers=_shared(p, single), vocabularies={}, requirements={})
            for p in (old, new)
        ]
        return kept[0], kept[1]
    return (promise_like(first, new), new) if old.kind == "contract" else (old, promise_like(second, old))


def _shared(promise: Promise, single: Promise) -> Mapping[str, Offer]:
    """The sets that a schema is about, and of them the records alone."""
    return {
        name: replace(o, filters=frozenset(), orders=frozenset())
        for name, o in promise.offers.items()
        if name in single.offers
    }


def _promise(name: str) -> Promise:
    return promise_of_bytes(_fetched(name), name) if _kind(name) in ("document", "service") else promise_named(name)


def _fetched(url: str) -> bytes:
    """
    The document at an address.

    Raises:
        CouldNotAssess: there is none.
    """
    evidence = Evidence()
    client = Client(target_of_url(url, "auto"), evidence)
    try:
        answer = client.send(Query(url=url, accept=_ACCEPT))
    finally:
        client.close()
        evidence.close()
    if answer.status != _OK:
        raise CouldNotAssess(
            expected="a description of a service, with status 200",
            got=f"status {answer.status}",
            where=f"GET {url}",
            fix="Give the address of the document itself, such as https://…/$metadata.",
        )
    return answer.body


# --- services ---------------------------------------------------------------------------------------------------------


def _services(asked: Comparison, first: str, second: str) -> int:
    contract = load_contract()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="apitest-")))
        targets = tuple(
            replace(polite(target_of_url(url, asked.wishes.dialect), asked.wishes), id=side)
            for side, url in (("old", first), ("new", second))
        )
        order = Order(targets=targets, entities=asked.wishes.entities, command=("apitest", "compare"))
        plan = begin(order, folder / "run", contract)
        for target in plan.order.targets:
            if target.id in plan.trouble:
                raise Unrecognised(expected="a service that can be read", got=plan.trouble[target.id], where=target.url)
        ledger = Ledger(folder / "ledger.sqlite")
        stack.callback(ledger.close)
        sets, missing = _walked(asked, plan, folder / "run" / EVIDENCE, ledger)
    verdict, reasons = verdict_of(sets, missing)
    told = (first, second), sets, verdict, reasons
    _say(
        asked,
        {
            "text": lambda: services_as_text(*told),
            "markdown": lambda: services_as_markdown(*told),
            "json": lambda: _json(services_as_document(*told)),
        },
    )
    return {"yes": 0, "no": 1, "cannot tell": 3}[verdict]


def _walked(asked: Comparison, plan: Plan, path: Path, ledger: Ledger) -> tuple[list[SetComparison], list[str]]:
    """Walk both services, and the old one once more; the sets compared, and those that the new one lacks."""
    contract = load_contract()
    old, new = plan.order.targets
    common = [name for name in old.entities if name in new.entities]
    evidence = Evidence(path)
    clients = [Client(old, evidence), Client(new, evidence)]
    sets = []
    try:
        for name in common:
            endings = (
                take_walk(ledger, OLD, clients[0], name, contract),
                take_walk(ledger, NEW, clients[1], name, contract),
                take_walk(ledger, AGAIN, clients[0], name, contract, occasion=2),
            )
            unsayable = {field for target in (old, new) for field in lost(contract, name, dialect_of(target.dialect))}
            sets.append(compare_set(ledger, name, endings, ignore=asked.ignore, unsayable=unsayable))
    finally:
        for client in clients:
            client.close()
        evidence.close()
    return sets, [name for name in old.entities if name not in new.entities]


# --- saying it --------------------------------------------------------------------------------------------------------


def _say(asked: Comparison, forms: Mapping[str, Any]) -> None:
    if not (asked.quiet and asked.form == "text"):
        sys.stdout.write(forms[asked.form]())


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
