"""
Lies of the reference endpoint before Schemathesis' command line and before `apitest run`: found, requests, seconds.

    python benchmarks/schemathesis_beside_us.py [DIALECT] [--feed 7] [--shape 20]

Schemathesis runs with its default settings and a fixed seed on our OpenAPI document of the dialect; `apitest run` at its
default depth, in one process. The lies are not picked by hand: every n-th of those that change what surrounds the records,
or answers as a whole (feed), and of those that change records (shape). A lie counts as found if there is a failure that
the honest endpoint does not have too: for Schemathesis of any other kind (what it draws changes with what it is told, so
that one kind comes at other operations by chance; the honest endpoint is tried five times), for us of the requirement that
the lie breaks.
Writes the table of `docs/schemathesis.md`.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, Dialect
from apitest.proof import carries
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Fault, unchanged
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.shipped import shipped

PAGE = Path(__file__).parent.parent / "docs" / "schemathesis.md"
_BEGIN, _END = "<!-- measured -->", "<!-- end -->"
_OPERATION = re.compile(r"^_+ ((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|Stateful)\b.*?) _+$", re.MULTILINE)
_FAILURE = re.compile(r"^- (ST\d+ .+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tried:
    """What one tool made of one endpoint."""

    failures: frozenset[str]
    requests: int
    seconds: float


class Counting:
    """A WSGI application that counts what it is asked."""

    def __init__(self, service: Service) -> None:
        """Stand before a service."""
        self.service, self.requests = service, 0

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Count and pass on."""
        self.requests += 1
        return self.service(environ, start_response)


def tried(dialect: Dialect, fault: Fault | None, look: Callable[[str, Dialect], frozenset[str]]) -> Tried:
    """Let a tool look at the endpoint while it tells a lie, or none."""
    acts = [(fault.entities, fault.lie)] if fault else []
    app = Counting(Service(load_contract(), acts=acts))
    with running(app) as origin:  # type: ignore[arg-type]  # another application of the same form
        began = time.perf_counter()
        failures = look(f"{origin}/{dialect.NAME}/{dialect.ROOT}".rstrip("/"), dialect)
        return Tried(failures, app.requests, time.perf_counter() - began)


def honestly(dialect: Dialect, look: Callable[[str, Dialect], frozenset[str]], times: int) -> Tried:
    """What a tool makes of the honest endpoint: all that it said in any of some runs, and what the last one took."""
    runs = [tried(dialect, None, look) for _ in range(times)]
    return Tried(frozenset().union(*(run.failures for run in runs)), runs[-1].requests, runs[-1].seconds)


def schemathesis(url: str, dialect: Dialect) -> frozenset[str]:
    """What Schemathesis finds: kind of failure at operation."""
    document = str(shipped("contracts", "openapi", f"{dialect.NAME}.json"))
    command = [sys.executable, "-m", "schemathesis.cli", "run", document, "--url", url, "--seed", "1", "--no-color"]
    with tempfile.TemporaryDirectory() as folder:  # so that no run learns from the ones before
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    said = done.stdout
    parts = _OPERATION.split(said)[1:]
    if "Test Phases" not in said:
        raise SystemExit(said[-2000:])
    return frozenset(
        f"{kind} at {operation}"
        for operation, text in zip(parts[::2], parts[1::2], strict=True)
        for kind in _FAILURE.findall(text)
    )


def ourselves(url: str, dialect: Dialect) -> frozenset[str]:
    """What `apitest run` finds: requirements."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run"
        command = [
            sys.executable,
            "-c",
            "from apitest.cli import main; main()",
            "run",
            "--url",
            url,
            "--dialect",
            dialect.NAME,
        ]
        command += ["-n", "0", "-q", "--output", str(output)]
        subprocess.run(command, check=False)  # noqa: S603 - our own command
        verdicts = json.loads((output / "results.json").read_text("utf-8"))["verdicts"]
    return frozenset(verdict["requirement"] for verdict in verdicts if verdict["outcome"] == "failed")


def spread(faults: Sequence[Fault], many: int) -> list[Fault]:
    """So many of them, evenly over their order."""
    return [faults[index * len(faults) // many] for index in range(min(many, len(faults)))]


def sample(dialect: Dialect, feed: int, shape: int) -> list[tuple[str, Fault]]:
    """The lies to be told, each with its kind; those about files on other hosts are nobody's here."""
    contract = load_contract()
    carried = [f for f in FAULTS.values() if carries(contract, f, dialect) and f.lie.file is None]
    carried = [fault for fault in carried if not fault.breaks.startswith("acceptance/")]
    of_records = [fault for fault in carried if fault.lie.record is not unchanged]
    of_feeds = [fault for fault in carried if fault.lie.record is unchanged]
    return [*(("feed", f) for f in spread(of_feeds, feed)), *(("shape", f) for f in spread(of_records, shape))]


def row(kind: str, fault: Fault, honest: tuple[Tried, Tried], theirs: Tried, ours: Tried) -> dict[str, Any]:
    """One line of the table."""
    return {
        "kind": kind,
        "lie": fault.name,
        "requirement": fault.breaks,
        "theirs": sorted({_kind(failure) for failure in theirs.failures} - {_kind(old) for old in honest[0].failures}),
        "ours": fault.breaks in ours.failures - honest[1].failures,
        "requests": (theirs.requests, ours.requests),
        "seconds": (theirs.seconds, ours.seconds),
    }


def told(rows: Sequence[Mapping[str, Any]], honest: tuple[Tried, Tried], dialect: str) -> str:
    """The page's part that is measured."""
    machine = f"{platform.machine()}, Python {platform.python_version()}, schemathesis {version('schemathesis')}"
    lines = [
        f"Dialect `{dialect}`; {machine}.",
        f"The honest endpoint: Schemathesis {', '.join(sorted({_kind(item) for item in honest[0].failures})) or 'nothing'}",
        f"(five runs, each about {honest[0].requests} requests and {honest[0].seconds:.0f} s; not counted below),",
        f"apitest {len(honest[1].failures)} failures in {honest[1].requests} requests and {honest[1].seconds:.0f} s.",
        "",
        "| | lies | Schemathesis found | requests | seconds | apitest found | requests | seconds |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind in ("feed", "shape"):
        of_kind = [item for item in rows if item["kind"] == kind]
        if of_kind:
            lines.append(_summed(kind, of_kind))
    lines += ["", "Requests and seconds: of a run in the middle (median).", ""]
    lines += ["| lie | kind | breaks | Schemathesis | apitest |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{item['lie']}` | {item['kind']} | `{item['requirement']}` | {_cell(item['theirs'])} "
        f"| {'found' if item['ours'] else '–'} |"
        for item in rows
    ]
    return "\n".join(lines)


def _cell(failures: Sequence[str]) -> str:
    return ", ".join(failures) or "–"


def _kind(failure: str) -> str:
    return failure.partition(" at ")[0]


def _summed(kind: str, rows: Sequence[Mapping[str, Any]]) -> str:
    def middle(name: str, which: int) -> float:
        ordered = sorted(item[name][which] for item in rows)
        return float(ordered[len(ordered) // 2])

    found = sum(bool(item["theirs"]) for item in rows), sum(item["ours"] for item in rows)
    return (
        f"| {kind} | {len(rows)} | {found[0]} | {middle('requests', 0):.0f} | {middle('seconds', 0):.0f} "
        f"| {found[1]} | {middle('requests', 1):.0f} | {middle('seconds', 1):.0f} |"
    )


def main() -> None:
    """Try all, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("dialect", nargs="?", default="mea-json")
    parser.add_argument("--feed", type=int, default=7)
    parser.add_argument("--shape", type=int, default=20)
    options = parser.parse_args()
    dialect = DIALECTS[options.dialect]
    honest = honestly(dialect, schemathesis, 5), honestly(dialect, ourselves, 1)
    rows = []
    for kind, fault in sample(dialect, options.feed, options.shape):
        rows.append(row(kind, fault, honest, tried(dialect, fault, schemathesis), tried(dialect, fault, ourselves)))
        print(rows[-1], flush=True)
    head, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    tail = rest.partition(_END)[2]
    PAGE.write_text(f"{head}{_BEGIN}\n{told(rows, honest, options.dialect)}\n{_END}{tail}", "utf-8")


if __name__ == "__main__":
    main()
