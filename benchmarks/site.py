"""
How long a site over many runs takes: whole, and with one more run.

    python benchmarks/site.py                 60 targets × 365 runs each, in a temporary directory (about 4 GB for a while)
    python benchmarks/site.py --runs 30       fewer runs
    python benchmarks/site.py --keep DIR      keep runs and site in DIR

The runs are made up, as large as real ones: every requirement of the contract on every set that it binds; a target differs
from itself on few days of a year.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from apitest.contracts import load_contract
from apitest.model import Depth, Finding, Outcome, Requirement, Target, Verdict
from apitest.verdicts import RunFacts, TargetFacts, results_of

CONTRACT = load_contract()
SETS = ("decisions", "meetings", "national-reports", "projects")
FIRST_DAY = datetime(2025, 1, 1, 6, tzinfo=UTC)


class Service:
    """A target that fails in a few ways, some of which come and go."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)  # noqa: S311 - no secret
        self.target = Target(
            id=f"service-{number:02}", name=f"Secretariat {number:02}", url=f"https://{number}.example/informea.svc",
            dialect="olingo2",
        )  # fmt: skip
        self.asked = [
            (requirement, entity)
            for requirement in CONTRACT.requirements.values()
            for entity in ((name for name in SETS if name in requirement.entities) if requirement.entities else ("",))
        ]
        self.failing = {place for place in range(len(self.asked)) if self.chance.random() < number % 10 / 200}

    def day(self) -> None:
        """Something is mended or broken on about one day in fifteen."""
        if self.chance.random() < 1 / 15:
            self.failing ^= {self.chance.randrange(len(self.asked))}

    def run(self, day: int) -> bytes:
        """The results of one day."""
        started = FIRST_DAY + timedelta(days=day)
        facts = RunFacts(
            id=f"{self.target.id}-{day:04}", started=f"{started:%Y-%m-%dT%H:%M:%SZ}",
            finished=f"{started + timedelta(minutes=3):%Y-%m-%dT%H:%M:%SZ}", seed=1, depth=Depth.STANDARD, complete=True,
            contracts=CONTRACT.versions, digests={"contracts": CONTRACT.digest, "suites": "0"},
            command=("apitest", "run", self.target.id), apitest="0.1.0",
        )  # fmt: skip
        seen = {name: {"records": 250, "walked": "complete"} for name in SETS}
        about = TargetFacts(
            target=self.target, dialect="olingo2", requests=160, bytes=2_000_000, seconds=90, entities=seen
        )
        verdicts = (self._verdict(place, *pair) for place, pair in enumerate(self.asked))
        return orjson.dumps(results_of(facts, [about], verdicts, {}, CONTRACT))

    def _verdict(self, place: int, requirement: Requirement, entity: str) -> Verdict:
        failed = place in self.failing
        found = tuple(self._finding(requirement, entity, number) for number in range(20 if failed else 0))
        return Verdict(
            requirement=requirement.id, obligation=requirement.obligation, target=self.target.id, entity=entity,
            outcome=Outcome.FAILED if failed else Outcome.PASSED, examined=250, findings=found, total=3 * len(found),
        )  # fmt: skip

    def _finding(self, requirement: Requirement, entity: str, number: int) -> Finding:
        return Finding(
            requirement=requirement.id, target=self.target.id, entity=entity, record=f"8fc906c1-{number:04}",
            pointer="/title", expected="a title in English", got="none", where=f"GET {self.target.url}/Decisions",
            fix="Enter a title.", exchange="", reproduce=f"curl -sS '{self.target.url}/Decisions'",
        )  # fmt: skip


def make(directory: Path, targets: int, days: int) -> None:
    """Write the runs; days without news differ in id and times alone, so the text of the day before is used again."""
    for number in range(targets):
        service, before, known = Service(number), None, b""
        for day in range(days):
            service.day()
            if before != service.failing:
                before, known, made = set(service.failing), service.run(day), day
            path = directory / f"{service.target.id}-{day:04}"
            path.mkdir(parents=True)
            (path / "results.json").write_bytes(_on(known, service.target.id, made, day))


def _on(body: bytes, target: str, made: int, day: int) -> bytes:
    old, new = (FIRST_DAY + timedelta(days=number) for number in (made, day))
    head, rest = body[:1000], body[1000:]
    for before, after in ((f"{target}-{made:04}", f"{target}-{day:04}"), (f"{old:%Y-%m-%d}", f"{new:%Y-%m-%d}")):
        head = head.replace(before.encode(), after.encode())
    return head + rest


def timed(*words: str) -> str:
    """Seconds that a command takes, its start included, and seconds of processor over all its processes."""
    began, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", "from apitest.cli import main; main()", *words], check=True)  # noqa: S603
    seconds, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{seconds:6.1f} s  (processor {used:.1f} s)"


def measure(directory: Path, targets: int, days: int) -> None:
    """Make, publish, add one run, publish again."""
    runs, site = directory / "runs", directory / "site"
    make(runs, targets, days)
    size = sum(path.stat().st_size for path in runs.rglob("results.json"))
    print(f"{targets} targets × {days} runs: {size / 1e9:.2f} GB of results")
    print(f"whole site       {timed('publish', str(runs), '-o', str(site))}")
    one = directory / "one-more"
    one.mkdir()
    service = Service(1)
    service.failing = {1, 2, 3}
    (one / "results.json").write_bytes(service.run(days + 1))
    print(f"one more run     {timed('publish', str(one), '-o', str(site))}")
    print(f"nothing new      {timed('publish', str(runs), '-o', str(site))}")
    largest = max(
        (path.stat().st_size, path.relative_to(site)) for path in site.rglob("*.html") if path.parent.name != "results"
    )
    files = sum(path.is_file() for path in site.rglob("*"))
    print(f"{files:,} files; largest page {largest[1]}, {largest[0] / 1000:.0f} kB")


def main() -> None:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--targets", type=int, default=60)
    reader.add_argument("--runs", type=int, default=365)
    reader.add_argument("--keep", type=Path)
    chosen = reader.parse_args()
    if chosen.keep:
        measure(chosen.keep, chosen.targets, chosen.runs)
        return
    with tempfile.TemporaryDirectory() as temporary:
        measure(Path(temporary), chosen.targets, chosen.runs)


if __name__ == "__main__":
    main()
