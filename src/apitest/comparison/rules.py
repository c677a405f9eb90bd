"""
The rules of compatibility as data: what each change means to a reader, and what the portal's importer would feel.

They ship as `contracts/compatibility/1.0/`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from apitest.acceptance.rules import Effect
from apitest.acceptance.rules import load_rules as importer_rules
from apitest.shipped import shipped


class Impact(StrEnum):
    """What a change means to whoever reads the data, worst first."""

    BREAKING = "breaking"
    POTENTIALLY = "potentially"
    COMPATIBLE = "compatible"
    EDITORIAL = "editorial"


WORST = {impact: place for place, impact in enumerate(Impact)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRule:
    """One kind of change."""

    id: str
    impact: Impact
    direction: str
    """`answer`: what a reader receives; `question`: what a reader may ask."""
    says: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two contracts."""

    rule: str
    impact: Impact
    direction: str
    offer: str
    """Set or operation; empty: the contract as a whole."""
    pointer: str
    """Place in the record or answer; `*` stands for every entry of a list."""
    old: str
    new: str
    reason: str
    fix: str = ""
    suggested: bool = False
    """Inferred: that two names mean the same thing."""
    portal: tuple[str, ...] = ()
    """Rules of the portal's documented importer that the change can trigger."""


_FEELS: Mapping[str, str] = {
    "property-removed": "missing", "required-property-removed": "missing", "became-optional": "missing",
    "became-nullable": "missing", "property-renamed": "missing", "property-moved": "missing",
    "became-navigation": "missing", "set-removed": "missing", "set-renamed": "missing", "operation-removed": "missing",
    "type-changed": "form", "type-widened": "form", "format-changed": "form", "format-freed": "form",
    "edm-type-changed": "form", "alternative-added": "form",
    "code-added": "codes", "codes-freed": "codes", "vocabulary-changed": "codes", "vocabulary-dropped": "codes",
    "vocabulary-opened": "codes", "limit-loosened": "longer", "order-removed": "asked",
    "key-changed": "key", "key-type-changed": "key", "protocol-changed": "protocol",
}  # fmt: skip
"""Change → what the importer would find; other changes it does not feel (it passes over what it does not know)."""


@cache
def load_change_rules() -> Mapping[str, ChangeRule]:
    """The kinds of changes, by id."""
    table = tomllib.loads(shipped("contracts", "compatibility", "1.0", "rules.toml").read_text("utf-8"))
    return {
        name: ChangeRule(
            id=name,
            impact=Impact(row["impact"]),
            direction=row["direction"],
            says=row["says"],
            fix=row.get("fix", ""),
        )
        for name, row in table.items()
    }


@cache
def _portal() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    rows = tomllib.loads(shipped("contracts", "compatibility", "1.0", "portal.toml").read_text("utf-8"))["feels"]
    return {(row["entity"], row["pointer"], when): tuple(row["rules"]) for row in rows for when in row["when"]}


SETS = ("decisions", "meetings", "national-reports", "national-plans", "sites", "documents", "contacts")
"""Sets that the importer reads."""


def felt(rule: str, entity: str, pointer: str) -> tuple[str, ...]:
    """The importer's rules that a change can trigger, those of the place itself."""
    when = _FEELS.get(rule, "")
    if not when or entity not in SETS:
        return ()
    place = canonical_pointer(pointer)
    own = _portal().get((entity, place, when), ())
    return own or _portal().get(("*", place, when), ())


def canonical_pointer(pointer: str) -> str:
    """A place in the canonical record, where an answer of OData wraps its lists: `/d/results/*/title` → `/title`."""
    steps = pointer.split("/")[1:]
    if steps[:1] == ["d"]:
        steps = steps[1:]
    if steps[:2] in (["results", "*"], ["value", "*"], ["items", "*"]):
        steps = steps[2:]
    kept = [
        step for place, step in enumerate(steps) if not (step == "results" and steps[place + 1 : place + 2] == ["*"])
    ]
    return "".join(f"/{step}" for step in kept)


def change(
    rule: str, *, offer: str, entity: str, pointer: str, old: str = "", new: str = "", suggested: bool = False
) -> Change:
    """
    A change under its rule. What the importer drops or stops at is breaking, whatever the rule says of readers at large.

    Only what a rule leaves open is made graver so; a change that is compatible for every reader stays compatible.
    """
    about = load_change_rules()[rule]
    portal = felt(rule, entity, pointer)
    effects = {importer_rules()[name].effect for name in portal}
    graver = about.impact is Impact.POTENTIALLY and effects & {Effect.ABORT, Effect.DROP}
    return Change(
        rule=rule,
        impact=Impact.BREAKING if graver else about.impact,
        direction=about.direction,
        offer=offer,
        pointer=pointer,
        old=old,
        new=new,
        reason=about.says,
        fix=about.fix,
        suggested=suggested,
        portal=portal,
    )
