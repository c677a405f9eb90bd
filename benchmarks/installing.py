"""
From `pip install` to the first verdict, and what is installed: apitest beside Schemathesis' command line, its nearest peer.

`python benchmarks/installing.py` writes the table of `docs/installing.md`. Each of the two is installed into an empty
environment, from the package index that pip is set up with and without pip's cache, and then asked about the same honest
reference endpoint: `apitest check URL`, `st run` on our OpenAPI document with default settings. Compiling is not counted
apart: the first start compiles, as it does for a user.
"""

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path

from apitest.contracts import load_contract
from apitest.reference.service import Service
from apitest.reference.serving import running

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "installing.md"
DOCUMENT = ROOT / "contracts" / "openapi" / "olingo2.json"
LARGE = 1_500_000
"""Bytes of a distribution that has a line of its own."""
CLEAN = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}


def timed(command: list[str], folder: Path) -> tuple[float, int]:
    """Seconds and exit status of a command."""
    start = time.perf_counter()
    done = subprocess.run(command, env=CLEAN, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603 - ours
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return time.perf_counter() - start, done.returncode


def size_of(folder: Path) -> int:
    """Bytes of the files that were installed, without what Python compiled of them."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def sizes_of(site: Path) -> dict[str, int]:
    """Distribution → bytes, without what Python compiled."""
    return {
        found.metadata["Name"]: sum(
            Path(str(file.locate())).stat().st_size
            for file in found.files or ()
            if file.suffix != ".pyc" and Path(str(file.locate())).is_file()
        )
        for found in distributions(path=[str(site)])
        if found.metadata["Name"].lower() not in ("pip", "setuptools")
    }


def parts(ours: Mapping[str, int], peers: Mapping[str, int]) -> list[str]:
    """What a user's disk is spent on, as a table, and how much of it the peer installs too."""
    rows = sorted(ours.items(), key=lambda row: -row[1])
    large = [(name, size) for name, size in rows if size >= LARGE]
    rest = rows[len(large) :]
    small = sum(size for _, size in rest)
    shared = [size for name, size in rows if name in peers]
    return [
        "| part | MB | with Schemathesis too |",
        "| --- | ---: | --- |",
        *(f"| `{name}` | {size / 1e6:.1f} | {'yes' if name in peers else 'no'} |" for name, size in large),
        f"| {len(rest)} others | {small / 1e6:.1f} | {sum(name in peers for name, _ in rest)} of them |",
        f"| all {len(rows)} | {sum(ours.values()) / 1e6:.1f} | {len(shared)} of them, {sum(shared) / 1e6:.1f} MB |",
    ]


def measured(folder: Path, requirement: str, first: list[str], work: Path) -> tuple[float, float, float, int, int]:
    """Seconds to install, to the first verdict and to the second; bytes; distributions."""
    venv.create(folder, with_pip=True, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    before, had = size_of(site), len(list(site.glob("*.dist-info")))
    installing, _ = timed([str(folder / "bin" / "pip"), "install", "--quiet", "--no-cache-dir", requirement], work)
    command = [str(folder / "bin" / first[0]), *first[1:]]
    one, _ = timed(command, work)
    two, _ = timed(command, work)
    return installing, one, two, size_of(site) - before, len(list(site.glob("*.dist-info"))) - had


def main() -> None:
    """Measure both and write the table."""
    rows = []
    with tempfile.TemporaryDirectory() as made, running(Service(load_contract())) as origin:
        work = Path(made)
        url = f"{origin}/olingo2/informea.svc"
        timed([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", made, str(ROOT)], work)
        (wheel,) = work.glob("apitest-*.whl")
        for name, requirement, first in (
            ("apitest", str(wheel), ["apitest", "check", url]),
            ("Schemathesis", "schemathesis", ["st", "run", str(DOCUMENT), "--url", url]),
        ):
            seconds = measured(work / name, requirement, first, work)
            rows.append((name, " ".join(first).replace(url, "URL").replace(str(DOCUMENT), "olingo2.json"), *seconds))
            print(rows[-1])
        ours, peers = (sizes_of(next((work / name).glob("lib/python*/site-packages"))) for name, *_ in rows)
        by_part = parts(ours, peers)
    lines = [
        "| | install, s | first verdict, s | second, s | MB installed | distributions |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| `{what}` | {a:.1f} | {b:.1f} | {c:.1f} | {size / 1e6:.0f} | {many} |"
        for _, what, a, b, c, size, many in rows
    ]
    lines += ["", "What of apitest is how large, without what Python compiles:", "", *by_part]
    about = f"Measured on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, "
    about += (
        f"Python {platform.python_version()}; load {os.getloadavg()[0]:.1f}. A load above the cores stretches seconds."
    )
    text = PAGE.read_text("utf-8")
    block = "\n".join(["<!-- measured -->", "", about, "", *lines, "", "<!-- end -->"])
    PAGE.write_text(re.sub(r"<!-- measured -->.*<!-- end -->", lambda _found: block, text, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    main()
