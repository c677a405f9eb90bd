"""
The results document, as types: what `results.json` holds and all that a report may look at.

Field by field it is described in contracts/results/apitest-results-1.schema.json. Types only; `verdicts` builds it.
"""

from typing import NotRequired, TypedDict

SCHEMA = "apitest-results/1"


class RunRow(TypedDict):
    """The run as a whole."""

    id: str
    apitest: str
    started: str
    finished: str
    seed: int
    depth: str
    complete: bool
    outcome: str
    contracts: dict[str, str]
    digests: dict[str, str]
    command: list[str]
    shard: str


class EntityRow(TypedDict):
    """How much of an entity set was seen."""

    records: int
    walked: str
    languages: NotRequired[dict[str, int]]
    """Language of the United Nations → records with a title in it; left out where titles name no language."""
    requests: NotRequired[int]
    """What the walk cost; results of earlier versions do not say so."""
    filled: NotRequired[dict[str, int]]
    """Property of the contract that the dialect can send → records with a value of it; 0: nobody sends it."""
    unknown: NotRequired[dict[str, int]]
    """Property that no contract knows → records that have it, the most frequent ones."""


class LimitsRow(TypedDict):
    """What a target allowed, over all workers together; 0: no limit."""

    requests: int
    bytes: int
    seconds: float
    rate: float
    connections: int


class TargetRow(TypedDict):
    """One target and what was made of it."""

    id: str
    name: str
    url: str
    dialect: str
    recognition: str
    outcome: str
    trouble: str
    requests: int
    bytes: int
    seconds: float
    entities: dict[str, EntityRow]
    classes: dict[str, str]
    limits: NotRequired[LimitsRow]


RequirementRow = TypedDict(
    "RequirementRow",
    {
        "obligation": str,
        "sentence": str,
        "source": str,
        "source-kind": str,
        "cost": str,
        "fix": str,
        "mender": str,
        "portal-rules": list[str],
        "right": str,
        "wrong": str,
    },
)


class VerdictRow(TypedDict):
    """A requirement's outcome on one entity set of one target; `findings` is the true total, `waived` the part accepted."""

    requirement: str
    obligation: str
    target: str
    entity: str
    outcome: str
    examined: int
    findings: int
    reason: str
    root: str
    waived: int


class ExcerptRow(TypedDict):
    """What a finding was seen in: status and type of the answer, and the part of its text that shows it."""

    status: int
    type: str
    text: str


class FindingRow(TypedDict):
    """One departure; `exchange` is its number in the evidence, None if it is not there."""

    requirement: str
    target: str
    entity: str
    record: str | None
    pointer: str
    expected: str
    got: str
    where: str
    fix: str
    exchange: int | None
    reproduce: str
    fingerprint: str
    waived: bool
    excerpt: NotRequired[ExcerptRow]


class ExampleRow(TypedDict):
    """A record under a rule: what was served and what would be stored, as JSON text; empty: nothing."""

    record: str | None
    pointer: str
    served: str
    stored: str


class RuleRow(TypedDict):
    """What one rule of the portal's importer did to which records; `count` is the true number of records."""

    rule: str
    effect: str
    count: int
    unstored: int
    records: list[str]
    cause: str
    says: str
    fix: str
    mender: str
    examples: list[ExampleRow]


class StopRow(TypedDict):
    """The record at which the import stops, and how many lie behind it."""

    record: str | None
    position: int
    rule: str
    behind: int


OtherRow = TypedDict(
    "OtherRow", {"portal": str, "stored": int, "altered": int, "partly-lost": int, "dropped": int, "unreached": int}
)
"""The same counts in the other public version of the importer."""


AcceptanceRow = TypedDict(
    "AcceptanceRow",
    {
        "target": str,
        "entity": str,
        "portal": str,
        "provider": str,
        "offered": int,
        "stored": int,
        "altered": int,
        "partly-lost": int,
        "dropped": int,
        "unreached": int,
        "aborted": bool,
        "halted": str,
        "stop": StopRow | None,
        "by-rule": list[RuleRow],
        "always": list[RuleRow],
        "other": OtherRow,
        "complete": bool,
        "notes": list[str],
    },
)


class RemarkRow(TypedDict):
    """What a partner says of a finding; it stands beside it and takes nothing away from it."""

    target: str
    requirement: str
    entity: str
    record: str | None
    text: str
    date: str
    status: str
    by: str


Seconds = dict[str, float | None]
"""
Measured times by name, in seconds; None: the figures do not bound it. They stand under the key `seconds`, and only there,
so that whoever compares two runs can leave out what no two runs have in common.
"""


class KindRow(TypedDict):
    """Answers of one kind over the whole run: `first-byte` and `total`, each as `median`, `p95` and their ends."""

    target: str
    kind: str
    requests: int
    received: int
    bytes: int
    seconds: Seconds


class SizeRow(TypedDict):
    """Pages of one size, or of records changed since a moment: `most` asked for, `records` and bytes of one answer."""

    most: int
    records: int
    received: int
    seconds: Seconds


class HarvestRow(TypedDict):
    """A full harvest as it is (`mend` is empty), with one requirement mended, with `all`, `again` or of `changes` only."""

    mend: str
    requests: int
    bytes: int
    seconds: float


class DepthRow(TypedDict):
    """Time against depth: records before the deepest page; each point is a page, `at` records before it."""

    reach: int
    at: list[int]
    seconds: dict[str, list[float] | float | str | None]


class CostRow(TypedDict):
    """What a harvest of one entity set costs; what was not measured at this depth is None or empty."""

    target: str
    entity: str
    records: int
    requests: int
    received: int
    bytes: int
    packed: int
    deferred: int
    refused: int
    untold: int
    validator: str
    depth: DepthRow | None
    sizes: list[SizeRow]
    expanded: SizeRow | None
    bare: SizeRow | None
    changes: list[SizeRow]
    harvest: list[HarvestRow]


class EfficiencyRow(TypedDict):
    """What a harvest costs, as recorded."""

    kinds: list[KindRow]
    sets: list[CostRow]


class Results(TypedDict):
    """Everything a run found; all a report needs."""

    schema: str
    run: RunRow
    targets: list[TargetRow]
    requirements: dict[str, RequirementRow]
    verdicts: list[VerdictRow]
    findings: list[FindingRow]
    acceptance: list[AcceptanceRow]
    efficiency: NotRequired[EfficiencyRow]
    remarks: NotRequired[list[RemarkRow]]
