"""Two services with so many records and 37 known differences: what is found, how long it takes, how much memory it needs."""

import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.reference.store import Store
from making import CONTRACT
from serving import NOTHING

CODE = """
import atexit, pathlib, sys
def told():
    rows = pathlib.Path("/proc/self/status").read_text().splitlines()
    print(next(row.split()[1] for row in rows if row.startswith("VmHWM")), file=sys.stderr)
atexit.register(told)
from apitest.cli import main
main()
"""
"""The program, which says at its end how much memory it had at most; the system's own count includes its parent's."""


def changed(store: Store, number: int) -> Store:
    """A store in which so many records have another title."""
    made = store.copy()
    records = made.listed("decisions")
    for place in range(number):
        record = records[place * (len(records) // (number + 1))]
        record["title"][0]["value"] += " (draft)"
        made.put("decisions", record["id"], record)
    return made


def measured(records: int) -> None:
    """Serve, compare in a process of its own, print."""
    old = Service(CONTRACT, counts={**NOTHING, "decisions": records})
    new = Service(CONTRACT, store=changed(old.store, 37))
    with running(old, port=0) as one, running(new, port=0) as other:
        command = [sys.executable, "-c", CODE, "compare", f"{one}/mea-json", f"{other}/mea-json"]
        begun = time.monotonic()
        command += ["--entity", "decisions", "--format", "json"]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own program
        seconds = time.monotonic() - begun
    found = json.loads(done.stdout)
    memory = int(done.stderr.split()[-1]) // 1024
    print(f"{records:,} records: {found['sets'][0]['differences']} differences, {seconds:.0f} s, {memory} MiB at most")


if __name__ == "__main__":
    measured(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
