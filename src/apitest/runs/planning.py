"""What a run is ordered to do, what became of the order at its beginning, and both as run.json keeps them."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from apitest import __version__
from apitest.errors import RunDirectoryError
from apitest.model import (
    Contract,
    Credentials,
    Depth,
    Politeness,
    Requirement,
    Target,
)
from apitest.packs import packs
from apitest.recorded import HEADER, no_run, write_whole
from apitest.shipped import shipped
from apitest.waivers import Waiver

LOG = "pytest.log"
NOT_KEPT = 74
"""Exit status of suites that ended because what was answered could not be kept."""
PARENT = "APITEST_PARENT"
"""Environment variable that tells the suites which process waits for them."""
_FORM = "apitest-run/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is asked to do."""

    targets: tuple[Target, ...]
    depth: Depth = Depth.STANDARD
    seed: int = 1
    entities: tuple[str, ...] = ()
    """Entity sets to judge; empty: those of the target."""
    classes: tuple[str, ...] = ()
    """Conformance classes to judge; empty: all."""
    requirements: tuple[str, ...] = ()
    """Requirements to judge; empty: all."""
    fail_on: str = "must"
    contact: str = ""
    """Where the operator of a target can reach us; part of the User-Agent."""
    command: tuple[str, ...] = ()
    """What was typed, without what cannot change a result (workers, output, shard)."""
    waivers: tuple[Waiver, ...] = ()
    """Findings that are accepted; those that had expired when the run began accept nothing."""
    page: bool = True
    """Whether a report for people is left in the run directory; a quick answer leaves no directory."""
    shard: tuple[int, int] = (1, 1)
    """Which part of the run this is, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run that has begun."""

    id: str
    order: Order
    """With each target's dialect, root and entity sets as recognised."""
    started: datetime
    trouble: Mapping[str, str]
    """Target id → why it cannot be assessed; targets without trouble are not in it."""
    recognition: Mapping[str, str]
    """Target id → what its dialect was recognised by."""
    versions: Mapping[str, str]
    """Contract family → version."""
    digests: Mapping[str, str]
    """`contracts`, `suites` → SHA-256."""

    def asked(self, contract: Contract) -> Iterator[tuple[Target, str, Requirement]]:
        """Everything to be judged: target, entity set (empty: the service as a whole), requirement."""
        ours = self._shard()
        for target in self.order.targets:
            if target.id not in self.trouble:
                for requirement in wanted(self.order, contract):
                    for entity in sets_of(requirement, target):
                        if (target.id, entity) in ours:
                            yield target, entity, requirement

    def _shard(self) -> frozenset[tuple[str, str]]:
        """The entity sets of this part of the run, dealt out in turn: whole sets, so that each is walked once."""
        part, parts = self.order.shard
        every = [(target.id, entity) for target in self.order.targets for entity in ("", *target.entities)]
        return frozenset(every[part - 1 :: parts])


def wanted(order: Order, contract: Contract) -> Iterator[Requirement]:
    """The requirements that an order selects, in catalogue order."""
    for requirement in contract.requirements.values():
        of_class = not order.classes or requirement.conformance_class in order.classes
        if of_class and (not order.requirements or requirement.id in order.requirements):
            yield requirement


def sets_of(requirement: Requirement, target: Target) -> tuple[str, ...]:
    """The entity sets of a target that a requirement binds; one empty name if it binds the service as a whole."""
    return tuple(name for name in target.entities if name in requirement.entities) if requirement.entities else ("",)


def read_plan(directory: Path) -> Plan:
    """
    Read run.json back.

    Raises:
        RunDirectoryError: there is none, or it is of another version.
    """
    path = directory / HEADER
    try:
        about = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise no_run(directory, _words(error)) from error
    form = about.get("form") if isinstance(about, dict) else None
    if form != _FORM:
        raise no_run(directory, f"a {HEADER} of the form {form!r}")
    try:
        return Plan(
            id=about["id"],
            order=_order(about["order"]),
            started=datetime.fromisoformat(about["started"]),
            trouble=about["trouble"],
            recognition=about["recognition"],
            versions=about["versions"],
            digests=about["digests"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise no_run(directory, f"a {HEADER} that is damaged ({error!r})") from error


def _words(error: Exception) -> str:
    missing = isinstance(error, FileNotFoundError)
    return f"no {HEADER}" if missing else getattr(error, "strerror", None) or f"a {HEADER} that is damaged ({error})"


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """What run.json holds."""
    return {"form": _FORM, "apitest": __version__, **asdict(plan), "started": plan.started.isoformat()}


def _order(row: Mapping[str, Any]) -> Order:
    return Order(
        targets=tuple(_target(item) for item in row["targets"]),
        depth=Depth(row["depth"]),
        seed=row["seed"],
        entities=tuple(row["entities"]),
        classes=tuple(row["classes"]),
        requirements=tuple(row["requirements"]),
        fail_on=row["fail_on"],
        contact=row["contact"],
        command=tuple(row["command"]),
        waivers=tuple(Waiver(**item) for item in row.get("waivers", ())),
        page=row.get("page", True),
        shard=tuple(row["shard"]),
    )


def _target(row: Mapping[str, Any]) -> Target:
    secret = row["credentials"]
    return Target(
        id=row["id"],
        name=row["name"],
        url=row["url"],
        dialect=row["dialect"],
        entities=tuple(row["entities"]),
        treaties=tuple(row["treaties"]),
        politeness=Politeness(**row["politeness"]),
        credentials=Credentials(**secret) if secret else None,
        ca_file=row.get("ca_file", ""),
        certificate_file=row.get("certificate_file", ""),
        certificate_key_file=row.get("certificate_key_file", ""),
    )


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file, whole or not at all."""
    write_whole(path, json.dumps(value, indent=2).encode(), lasting=True)


def unwritable(directory: Path, error: OSError) -> RunDirectoryError:
    """What to say where a run directory cannot be written."""
    return RunDirectoryError(
        expected="a directory that can be written",
        got=error.strerror or str(error),
        where=str(directory),
        fix="Give another directory with --output.",
    )


def suite_command(directory: Path, workers: int) -> list[str]:
    """The child process that runs the suites on a run that has begun; the run directory says what is asked."""
    # A system that copies processes without ado spares each worker a second of preparation.
    many = [f"--apitest-copies={workers}"] if sys.platform == "linux" else ["-p", "xdist", "-n", str(workers)]
    parallel = many if workers else []
    # With its settings named, and the directory behind an equals sign: else pytest takes it for a path to be collected and
    # looks for settings in whatever project lies above both.
    added = [str(pack.folder / "suites") for pack in packs() if (pack.folder / "suites").is_dir()]
    settings = ["-c", str(shipped("suites", "pytest.toml")), "--rootdir", str(shipped("suites"))]
    return [
        *(sys.executable, "-m", "pytest", *settings, str(shipped("suites")), *added),
        *(f"--apitest-run={directory}", "-q", *parallel),
    ]
