"""`apitest run` and `apitest check`."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apitest.commands.executing import execute, resume
from apitest.commands.naming import subjects_of
from apitest.commands.watching import next_look, watch
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, dialect_of, offered
from apitest.errors import UnknownName, UsageError
from apitest.model import Depth, Politeness, Target
from apitest.reports.text import as_text
from apitest.results import Results
from apitest.runs import PAGE, Order, read_plan
from apitest.runs import merge as join
from apitest.targets import load_targets, pick, target_of_url
from apitest.verdicts import FailOn, exit_status
from apitest.waivers import Waiver, load_waivers
from apitest.wire import moment

_DEFAULT_CONFIG = Path("apitest.toml")
_INTERRUPTED = 130
_MOST_FILES = 20
"""Files of each entity set that --files asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was typed behind `run` or `check`."""

    names: tuple[str, ...] = ()
    config: str | None = None
    url: str | None = None
    dialect: str = "auto"
    entities: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    depth: Depth = Depth.STANDARD
    workers: str = "auto"
    max_requests: int | None = None
    max_bytes: int | None = None
    max_seconds: float | None = None
    timeout: float | None = None
    rate: str | None = None
    connections: int | None = None
    seed: int = 1
    output: str | None = None
    fail_on: FailOn = "must"
    quiet: bool = False
    shard: str | None = None
    resume: str | None = None
    waivers: str | None = None
    baseline: str | None = None
    files: bool = False
    watch: bool = False
    every: float | None = None
    command: str = "run"


def run(wishes: Wishes) -> int:
    """Judge the targets wished for; print the verdict; return the exit status."""
    if wishes.resume is not None:
        return _resumed(wishes, Path(wishes.resume).absolute())
    with targets_of(wishes) as targets:
        directory = Path(wishes.output or f"apitest-runs/{stamp()}-{_label(targets)}").absolute()
        results = execute(order_of(wishes, targets), directory, workers=workers_of(wishes.workers), quiet=wishes.quiet)
    return said(results, wishes, str(relative(directory / PAGE)))


def _resumed(wishes: Wishes, directory: Path) -> int:
    """Finish a run that broke off; what was answered then is not asked again."""
    results = resume(directory, workers=workers_of(wishes.workers), quiet=wishes.quiet)
    return said(results, wishes, str(relative(directory / PAGE)))


def check(wishes: Wishes) -> int:
    """Judge one address with few requests; print the verdict; return the exit status."""
    targets = _looked_at(wishes)
    results = _checked(wishes, targets)
    status = said(results, wishes, str(relative(Path(wishes.output).absolute() / PAGE)) if wishes.output else "")
    if not wishes.watch and wishes.every is None:
        return status
    try:
        return exit_status(watch(lambda: _checked(wishes, targets), results, next_look(wishes.every)), wishes.fail_on)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _checked(wishes: Wishes, targets: tuple[Target, ...]) -> Results:
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        directory = Path(wishes.output).absolute() if wishes.output else Path(temporary) / "run"
        return execute(
            order_of(wishes, targets),
            directory,
            workers=workers_of(wishes.workers),
            quiet=wishes.quiet,
            copied=wishes.output is None,
        )


def _looked_at(wishes: Wishes) -> tuple[Target, ...]:
    dialect_of(wishes.dialect, where="--dialect") if wishes.dialect != "auto" else None
    config = Path(wishes.config or _DEFAULT_CONFIG)
    found = subjects_of(wishes.url or "", config, wishes.dialect, wishes.entities)
    return tuple(polite(target, wishes) for target in found)


def merge(*, runs: tuple[str, ...], output: str, quiet: bool) -> int:
    """
    Join the parts of a run; print the verdict; return the exit status.

    Raises:
        RunDirectoryError: the parts do not belong together, or one is missing.
    """
    directory = Path(output).absolute()
    results = join([Path(run) for run in runs], directory, load_contract())
    wished = read_plan(directory).order.fail_on
    return said(results, Wishes(quiet=quiet, fail_on=fail_on_of(wished)), str(relative(directory / PAGE)))


def fail_on_of(word: str) -> FailOn:
    """What makes exit status 1, as a run was told."""
    return "should" if word == "should" else "never" if word == "never" else "must"


def said(results: Results, wishes: Wishes, report: str) -> int:
    """Print the verdict; the exit status."""
    if not wishes.quiet:
        terminal = sys.stdout.isatty()
        width = min(os.get_terminal_size().columns, 100) if terminal else 100
        colour = terminal and not os.environ.get("NO_COLOR")
        sys.stdout.write(as_text(results, width, colour=colour, report=report))
    return exit_status(results, wishes.fail_on)


@contextmanager
def targets_of(wishes: Wishes) -> Iterator[tuple[Target, ...]]:
    """The targets wished for; without any, the reference endpoint in two dialects, served while the block runs."""
    dialect_of(wishes.dialect, where="--dialect") if wishes.dialect != "auto" else None
    if wishes.url is not None:
        if wishes.names:
            raise _either_or()
        yield (polite(target_of_url(wishes.url, wishes.dialect), wishes),)
    elif wishes.names or wishes.config or _DEFAULT_CONFIG.exists():
        path = Path(wishes.config or _DEFAULT_CONFIG)
        yield tuple(polite(target, wishes) for target in pick(load_targets(path), wishes.names, where=str(path)))
    else:
        # Here because the reference endpoint costs 90 ms of start-up, which nobody else's answer need wait for.
        from apitest.reference.service import Service  # noqa: PLC0415
        from apitest.reference.serving import running  # noqa: PLC0415

        with running(Service(load_contract())) as origin:
            yield tuple(polite(target, wishes) for target in _reference(origin, wishes.dialect))


_SHOWN = ("olingo2", "mea-json")
"""Dialects that are judged where none is named: the one that most secretariats speak, and the native one."""


def _reference(origin: str, dialect: str) -> Iterator[Target]:
    contract = load_contract()
    for name, spoken in DIALECTS.items():
        if name == dialect or (dialect == "auto" and name in _SHOWN):
            yield Target(
                id=f"reference-{name}",
                name="reference endpoint",
                url=f"{origin}/{name}/{spoken.ROOT}".rstrip("/"),
                dialect=dialect,
                entities=tuple(offered(contract, spoken).entities),
                politeness=Politeness(rate=0, connections=0),
            )


def polite(target: Target, wishes: Wishes) -> Target:
    """A target with the limits and the dialect that were typed in place of its own."""
    own = target.politeness
    dialect = wishes.dialect if wishes.dialect != "auto" else target.dialect
    typed: dict[str, Any] = {
        "rate": None if wishes.rate is None else _rate(wishes.rate),
        "connections": wishes.connections,
        "max_requests": wishes.max_requests,
        "max_bytes": wishes.max_bytes,
        "max_seconds": wishes.max_seconds,
        "timeout": wishes.timeout,
        "max_files": _MOST_FILES if wishes.files else None,
        "deadline": None if wishes.timeout is None else max(own.deadline, wishes.timeout),
    }
    politeness = replace(own, **{name: value for name, value in typed.items() if value is not None})
    return replace(target, dialect=dialect, politeness=politeness)


def _rate(text: str) -> float:
    try:
        rate = float(text.removesuffix("/s"))
    except ValueError:
        rate = -1.0
    if rate <= 0:
        raise UsageError(
            expected="requests a second, such as 2/s", got=repr(text), where="--rate", fix="Give --rate 2/s."
        )
    return rate


def workers_of(text: str) -> int:
    """Processes beside the controlling one; one alone is no gain."""
    if text == "auto":
        return min(os.cpu_count() or 1, 8)
    if not text.isdecimal():
        raise UsageError(
            expected="a number of workers, or auto", got=repr(text), where="-n", fix="Give -n 2 or -n auto."
        )
    return int(text)


def order_of(wishes: Wishes, targets: tuple[Target, ...]) -> Order:
    """What was typed, as a run is ordered."""
    shard = _shard(wishes.shard)
    return Order(
        targets=tuple(_shared(target, shard[1]) for target in targets),
        shard=shard,
        page=wishes.command != "check" or wishes.output is not None,
        depth=wishes.depth,
        seed=wishes.seed,
        entities=wishes.entities,
        classes=wishes.classes,
        requirements=wishes.requirements,
        fail_on=wishes.fail_on,
        waivers=_waivers(wishes),
        command=tuple(_words(wishes)),
    )


def _waivers(wishes: Wishes) -> tuple[Waiver, ...]:
    """What --waivers and --baseline accept; each must name requirements that there are."""
    contract, found = load_contract(), list[Waiver]()
    for path in (wishes.waivers, wishes.baseline):
        for item in load_waivers(Path(path)) if path is not None else ():
            if item.requirement not in contract.requirements:
                raise UnknownName.among("requirement", item.requirement, contract.requirements, where=str(path))
            found.append(item)
    return tuple(found)


def _shard(text: str | None) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text or "1/1")
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(
            expected="a part of so many, such as 2/3",
            got=repr(text),
            where="--shard",
            fix="Give --shard 1/3, 2/3, 3/3.",
        )
    return int(match[1]), int(match[2])


def _shared(target: Target, parts: int) -> Target:
    """What a target allows, divided among the parts of a run, which know nothing of each other."""
    own = target.politeness
    divided = replace(
        own,
        rate=own.rate / parts,
        connections=own.connections and max(1, own.connections // parts),
        max_requests=own.max_requests and max(1, own.max_requests // parts),
        max_bytes=own.max_bytes and max(1, own.max_bytes // parts),
        max_seconds=own.max_seconds / parts,
    )
    return replace(target, politeness=divided)


def _words(wishes: Wishes) -> Iterator[str]:
    """The command line again, without what cannot change a result."""
    yield from ("apitest", wishes.command)
    if wishes.command == "check" and wishes.url:
        yield wishes.url
    yield from wishes.names
    options = {
        "--config": wishes.config,
        "--url": wishes.url if wishes.command != "check" else None,
        "--dialect": wishes.dialect if wishes.dialect != "auto" else None,
        "--depth": wishes.depth.value if wishes.command == "run" and wishes.depth is not Depth.STANDARD else None,
        "--max-requests": str(wishes.max_requests) if wishes.max_requests and wishes.command == "run" else None,
        "--max-bytes": str(wishes.max_bytes) if wishes.max_bytes else None,
        "--max-seconds": f"{wishes.max_seconds:g}" if wishes.max_seconds else None,
        "--timeout": f"{wishes.timeout:g}" if wishes.timeout else None,
        "--rate": wishes.rate,
        "--connections": str(wishes.connections) if wishes.connections else None,
        "--seed": str(wishes.seed) if wishes.seed != 1 else None,
        "--waivers": wishes.waivers,
        "--baseline": wishes.baseline,
        "--fail-on": wishes.fail_on if wishes.fail_on != "must" else None,
    }
    for option, value in options.items():
        if value is not None:
            yield from (option, value)
    for option, values in (
        ("--entity", wishes.entities),
        ("--class", wishes.classes),
        ("--requirement", wishes.requirements),
    ):
        for value in values:
            yield from (option, value)


def stamp() -> str:
    """The moment, for the name of a directory."""
    return f"{moment():%Y%m%dT%H%M%SZ}"


def _label(targets: tuple[Target, ...]) -> str:
    if all(target.id.startswith("reference-") for target in targets):
        return "reference"
    return targets[0].id if len(targets) == 1 else "several"


def relative(path: Path) -> Path:
    """A path as the user would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _either_or() -> UsageError:
    return UsageError(
        expected="either names of configured targets or --url",
        got="both",
        where="apitest run",
        fix="Leave one of them out.",
    )
