"""What tests of projects share: a check run over projects, and a project that conforms."""

import copy
from typing import Any

from apitest.checks.projects import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from apitest.reference.records.projects import project
from making import CONTRACT, NOW, entity, target

SETTING = Setting(contract=CONTRACT, target=target(), entity=entity("projects"), now=NOW)
CHECKS = sorted({**RECORDS, **GATHERINGS})


def found(requirement: str, *contents: Any, deferred: tuple[str, ...] = ()) -> list[Departure]:
    """What a check finds in projects; without an id of its own, a project goes by its place: `p0`, `p1`."""
    addresses = dict.fromkeys(deferred, "https://example.org/list")
    records = [
        Record(id=content.get("id", f"p{index}"), content=content, index=index, deferred=addresses)
        for index, content in enumerate(contents)
    ]
    name = f"projects/{requirement.removeprefix('projects/')}"
    if name in RECORDS:
        return [departure for record in records for departure in RECORDS[name](record, SETTING)]
    gathering = GATHERINGS[name]
    notes = [note for record in records for note in gathering.note(record, SETTING)]
    return list(gathering.judge(notes, SETTING))


def whole(number: int = 25, **changes: Any) -> dict[str, Any]:
    """A complete project with some properties changed; None leaves one out."""
    made = copy.deepcopy(project(number)) | changes
    return {name: value for name, value in made.items() if value is not None}


def english(text: str) -> list[dict[str, str]]:
    """A text in English."""
    return [{"language": "en", "value": text}]


def related(kind: str, value: str, own: str, scheme: str = "gef") -> dict[str, Any]:
    """A project related to another."""
    return {
        "identifiers": [{"scheme": "gef", "value": own}],
        "relatedProjects": [{"type": kind, "scheme": scheme, "value": value}],
    }


def money(amount: Any, currency: str = "USD") -> dict[str, Any]:
    """An amount with its currency."""
    return {"amount": amount, "currency": currency}


def finance(**parts: Any) -> dict[str, Any]:
    """Parts of the finance, in dollars where only a number is given."""
    return {
        "finance": {name: money(value) if isinstance(value, int | float) else value for name, value in parts.items()}
    }


def status(code: str, label: str = "", **more: Any) -> dict[str, Any]:
    """A status with its label."""
    return {"status": {"code": code} | ({"sourceValue": label} if label else {}), **more}


def milestones(**days: str) -> dict[str, Any]:
    """Milestones, each with its day."""
    return {"milestones": [{"type": kind.replace("_", "-"), "date": day} for kind, day in days.items()]}


def countries(*codes: str, share: Any = None) -> dict[str, Any]:
    """Countries, each with the same share or none."""
    return {"countries": [{"code": code} | ({"share": share} if share is not None else {}) for code in codes]}


def shares(*values: Any, name: str = "countries", **more: Any) -> dict[str, Any]:
    """Shares of countries, or of other items; None: none."""
    given = [{"code": "GH", **more} | ({"share": value} if value is not None else {}) for value in values]
    return {name: given}


def paid(*rows: tuple[str, Any], kind: str = "fund", **more: Any) -> dict[str, Any]:
    """Transactions: type and amount."""
    return {"transactions": [{"type": code, "value": money(amount), "kind": kind, **more} for code, amount in rows]}
