"""`apitest compare`: two contracts, two or more runs, or two services."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apitest.comparison import telling
from apitest.comparison.differences import differences, worst
from apitest.comparison.forms import Promise
from apitest.comparison.reading import promise_named, promise_of_bytes
from apitest.comparison.rules import Impact
from apitest.errors import CouldNotAssess, UsageError
from apitest.evidence import Evidence
from apitest.model import Query
from apitest.runs import HEADER
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


def compare(asked: Comparison) -> int:
    """
    Compare what was named; print it; return the exit status: 0 nothing breaking, 1 breaking.

    Raises:
        UsageError: the things named cannot be compared with one another.
        CouldNotAssess: an address does not answer with what was to be compared.
    """
    kinds = {_kind(name) for name in asked.subjects}
    if len(asked.subjects) == 2 and not kinds & {"run"}:  # noqa: PLR2004 - old and new
        return _contracts(asked, *asked.subjects)
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


# --- contracts --------------------------------------------------------------------------------------------------------


def _contracts(asked: Comparison, first: str, second: str) -> int:
    old, new = _promise(first), _promise(second)
    if old.kind != new.kind and "EDMX" in (old.kind, new.kind):
        raise UsageError(
            expected="two documents of one kind",
            got=f"{old.kind} and {new.kind}",
            where=f"{first}, {second}",
            fix="Compare a description of OData with the one that apitest serve gives for the dialect, or with another.",
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


# --- saying it --------------------------------------------------------------------------------------------------------


def _say(asked: Comparison, forms: Mapping[str, Any]) -> None:
    if not (asked.quiet and asked.form == "text"):
        sys.stdout.write(forms[asked.form]())


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
