"""`apitest load`: more questions at a time than politeness allows, put by Locust to an endpoint of one's own."""

import ipaddress
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from apitest.commands.saving import save
from apitest.contracts import load_contract
from apitest.dialects import dialect_of
from apitest.errors import ApitestError, UsageError
from apitest.evidence import Evidence
from apitest.model import Contract, Query, Selection, Target
from apitest.runs.beginning import recognised
from apitest.targets import target_of_url
from apitest.wire import PAGE_SIZE, Client

MOST_USERS, MOST_SECONDS = 200, 900
"""Beyond this a test of load needs a plan of its own, and people who watch."""
_DEPTHS = (0, 1, 2, 5, 10)
"""Pages that are asked for, counted from the first."""
_REST = (0.1, 0.5)
_GRACE = 60
_UNANSWERED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was typed."""

    url: str
    owned: bool
    dialect: str
    entities: tuple[str, ...]
    users: int
    seconds: int
    workers: int
    """Machines to wait for; 0: all users run here."""
    worker: str
    """Of a machine that only helps: the host that it helps; empty: none."""
    port: int
    output: str


def load(wanted: Load) -> int:
    """
    Put load on an endpoint and say how it answered; the exit status.

    Raises:
        UsageError: the endpoint is somebody else's as far as we know, or Locust is not installed.
        CouldNotAssess: its dialect could not be recognised.
        ApitestError: Locust broke down.
    """
    target = target_of_url(wanted.url, wanted.dialect)
    _refuse_what_is_not_owned(target, owned=wanted.owned)
    _refuse_without_locust()
    questions = questions_of(_known(target, wanted.entities), load_contract())
    with tempfile.TemporaryDirectory(prefix="apitest-load-") as folder:
        plan = Path(folder) / "plan.json"
        parts = urlsplit(target.url)
        host = f"{parts.scheme}://{parts.netloc}"
        plan.write_text(json.dumps({"host": host, "rest": _REST, "questions": questions}), "utf-8")
        printed = run_locust(command_of(wanted), plan, wanted.seconds + _GRACE)
    if wanted.worker:
        return 0
    rows = rows_of(printed, wanted.seconds)
    if wanted.output:
        document = {"target": target.url, "users": wanted.users, "kinds": rows}
        save(wanted.output, json.dumps(document, indent=2).encode())
    click.echo(told_rows(rows, wanted), nl=False)
    return 0 if any(row["answered"] for row in rows) else _UNANSWERED


def _refuse_what_is_not_owned(target: Target, *, owned: bool) -> None:
    if owned or is_loopback(urlsplit(target.url).hostname or ""):
        return
    raise UsageError(
        expected="an endpoint of your own, or one on this machine",
        got=target.url,
        where="load",
        fix="Add --i-own-this-endpoint if it is yours and those who run it know of the test; measure politely with "
        "apitest run --depth full if it is not.",
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or its address; names are not looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_without_locust() -> None:
    if find_spec("locust") is None:
        raise UsageError(
            expected="Locust, which puts the load",
            got="no such package",
            where="load",
            fix="Install it with pip install 'apitest[load]'.",
        )


def _known(target: Target, entities: tuple[str, ...]) -> Target:
    """The target with its dialect and entity sets; asked for politely, four questions at the most."""
    evidence = Evidence()
    client = Client(target, evidence)
    try:
        found = recognised(client, load_contract(), entities)
    finally:
        client.close()
        evidence.close()
    return replace(target, dialect=found.dialect, entities=entities or tuple(found.entities))


def questions_of(target: Target, contract: Contract) -> list[tuple[str, str]]:
    """Pairs of kind and address, as an importer asks: the number of records, then pages of 100, also deep ones."""
    dialect = dialect_of(target.dialect)
    asked: list[tuple[str, Query]] = []
    for name in target.entities:
        entity = contract.entities[name]
        if "count" in dialect.FEATURES:
            asked.append((f"{name}: count", dialect.count(target.url, entity)))
        for depth in _DEPTHS if "skip" in dialect.FEATURES else _DEPTHS[:1]:
            selection = Selection(
                top=PAGE_SIZE,
                skip=depth * PAGE_SIZE if "skip" in dialect.FEATURES else None,
                page=0 if dialect.FEATURES.isdisjoint({"skip", "next-link"}) else None,
                order=entity.newest_first if "order" in dialect.FEATURES else (),
            )
            asked.append((f"{name}: page {depth + 1}", dialect.listing(target.url, entity, selection)))
    return [(kind, query.url) for kind, query in asked]


def command_of(wanted: Load) -> list[str]:
    """How Locust is started; by itself, as the master of other machines, or as one of these."""
    users = Path(__file__).with_name("load_users.py")
    command = [sys.executable, "-m", "locust", "--locustfile", str(users), "--headless", "--loglevel", "WARNING"]
    if wanted.worker:
        return [*command, "--worker", "--master-host", wanted.worker, "--master-port", str(wanted.port)]
    command += ["--users", str(wanted.users), "--spawn-rate", str(wanted.users)]
    command += ["--run-time", f"{wanted.seconds}s", "--stop-timeout", "5", "--json", "--exit-code-on-error", "0"]
    if wanted.workers:
        command += ["--master", "--expect-workers", str(wanted.workers), "--master-bind-port", str(wanted.port)]
    return command


def run_locust(command: Sequence[str], plan: Path, seconds: float) -> str:
    """
    Run Locust to its end; what it printed.

    Raises:
        ApitestError: it broke down, or did not end.
    """
    environment = {**os.environ, "APITEST_LOAD": str(plan), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own words and numbers
            command, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise _broken(f"nothing after {late.timeout:g} s", command) from late
    if ended.returncode:
        last = (ended.stderr or ended.stdout).strip().splitlines()
        raise _broken(last[-1] if last else f"status {ended.returncode}", command)
    return ended.stdout


def _broken(got: str, command: Sequence[str]) -> ApitestError:
    return ApitestError(
        expected="a test of load that runs to its end",
        got=got,
        where=" ".join(command[1:3]),
        fix="Look whether the other machines are there, and whether the port is free; then try again.",
    )


def rows_of(printed: str, seconds: float) -> list[dict[str, Any]]:
    """
    What Locust counted, by kind of question: times in seconds.

    Raises:
        ApitestError: it printed something else.
    """
    start = printed.find("[")
    try:
        entries = json.loads(printed[max(0, start) :])
        return [_row(entry, seconds) for entry in sorted(entries, key=lambda entry: str(entry["name"]))]
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(f"figures that cannot be read ({error})", ("", "-m", "locust")) from error


def _row(entry: dict[str, Any], seconds: float) -> dict[str, Any]:
    times = sorted((float(time), int(many)) for time, many in entry["response_times"].items())
    asked, failed = int(entry["num_requests"]), int(entry["num_failures"])
    return {
        "kind": str(entry["name"]),
        "asked": asked,
        "answered": asked - failed,
        "failed": failed,
        "median": _share(times, 0.5),
        "p95": _share(times, 0.95),
        "slowest": times[-1][0] / 1000 if times else None,
        "per-second": round(asked / seconds, 1),
    }


def _share(times: Sequence[tuple[float, int]], share: float) -> float | None:
    """The time, in seconds, that a share of the answers did not exceed; times come counted, in milliseconds."""
    rank, seen = math.ceil(share * sum(many for _, many in times)), 0
    for time, many in times:
        seen += many
        if seen >= rank:
            return time / 1000
    return None


def told_rows(rows: Sequence[dict[str, Any]], wanted: Load) -> str:
    """The figures as a table."""
    head = (
        f"{'kind of question':<32}{'asked':>8}{'failed':>8}{'a second':>10}{'median':>10}{'95 %':>10}{'slowest':>10}\n"
    )
    lines = [
        f"{row['kind'][:31]:<32}{row['asked']:>8,}{row['failed']:>8,}{_told(row['per-second'], ''):>10}"
        f"{_told(row['median'], ' s'):>10}{_told(row['p95'], ' s'):>10}{_told(row['slowest'], ' s'):>10}\n"
        for row in rows
    ]
    users = "1 user" if wanted.users == 1 else f"{wanted.users} users"
    note = f"\n{users} for {wanted.seconds} s, each resting {_REST[0]} to {_REST[1]} s between two questions.\n"
    return head + "".join(lines) + note


def _told(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value:.3g}{unit}"
