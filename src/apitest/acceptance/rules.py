"""
The rules of the portal's documented importer, as data: what each does, to what, who can mend it and how.

They ship as `contracts/importer/1.0/rules.toml`. Two public versions of the importer are known, 2017 and 2018; today's
is not public.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from apitest.model import Mender
from apitest.shipped import shipped

PORTALS = ("2017", "2018")
"""Public versions of the importer, oldest first."""
ASSUMPTION = (
    "This is what two public versions of the portal's importer (2017 and 2018) do, by their rules; the importer that the "
    "portal runs today is not public. It is reckoned as a first import into an empty portal."
)


class Effect(StrEnum):
    """What a rule does to a record, worst first."""

    ABORT = "ABORT"
    DROP = "DROP"
    LOSE = "LOSE"
    ALTER = "ALTER"
    WARN = "WARN"
    NONE = "NONE"


class Judged(StrEnum):
    """Where a rule can be decided."""

    RECORD = "record"
    SET = "set"
    ALWAYS = "always"
    """Done to any feed, however good: it is counted and decides no fate."""
    PORTAL = "portal"
    """It depends on what only the portal knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the importer."""

    id: str
    effect: Effect
    """The worst that it does."""
    judged: Judged
    says: str
    cause: str = ""
    """What stands in a feed where it decides, in a few words; empty: it is told under another rule, or not judged."""
    fix: str = ""
    mender: Mender | None = None
    portals: tuple[str, ...] = PORTALS

    @property
    def decides(self) -> bool:
        """Whether it can decide the fate of a record."""
        return self.judged in (Judged.RECORD, Judged.SET)


@dataclass(frozen=True, slots=True)
class Aside:
    """Where a rule decides on a record that is not at fault: what stands in the feed, and what can be done."""

    cause: str
    fix: str
    mender: str


ASIDES: Mapping[str, Aside] = {
    "language": Aside(
        "a text is in a language that the portal does not know, beside one in English",
        "Nothing is wrong at the source: the portal keeps English, French, Spanish, Russian, Arabic and Chinese.",
        Mender.PORTAL.value,
    ),
    "file-language": Aside(
        "a file is in a language under which the portal keeps none",
        "Nothing is wrong at the source: the portal keeps files in English, French, Spanish, Russian and Arabic, and in "
        "Chinese under 'zh-hans'.",
        Mender.PORTAL.value,
    ),
    "treaty-of-meeting": Aside(
        "a decision names its meeting by a title that belongs to a meeting of another treaty",
        "Give the id of the meeting, or correct the treaty of the decision or of the meeting.",
        Mender.EDITOR.value,
    ),
}
"""Costs that no requirement is held to."""


@cache
def load_rules() -> Mapping[str, Rule]:
    """All rules, by id, in the order of their table."""
    table = tomllib.loads(shipped("contracts", "importer", "1.0", "rules.toml").read_text("utf-8"))
    return {
        name: Rule(
            id=name,
            effect=Effect(row["effect"]),
            judged=Judged(row["judged"]),
            says=row["says"],
            cause=row.get("cause", ""),
            fix=row.get("fix", ""),
            mender=Mender(row["mender"]) if "mender" in row else None,
            portals=tuple(row.get("portals", PORTALS)),
        )
        for name, row in table.items()
    }
