"""Runs of successive days, as a site takes them in."""

import json
from pathlib import Path

from apitest.results import Results
from resulting import FIRST, SECOND, results, verdict


def of_day(day: int, *outcomes: str, target: str = "mea") -> Results:
    """A run of a day in January 2026: the outcomes of two requirements at one target."""
    text = json.dumps(
        results(*(verdict(name, outcome) for name, outcome in zip((FIRST, SECOND), outcomes, strict=True)))
    )
    document: Results = json.loads(text.replace('"mea"', json.dumps(target)))
    document["run"].update(id=f"{target}-{day}", started=f"2026-01-{day:02}T06:00:00Z")
    document["targets"][0]["entities"]["decisions"] |= {
        "filled": {"id": 120, "number": 100, "summary": 0},
        "unknown": {"<b>odd": 7, f"own_of_{target}": 120},
    }
    document["targets"][0]["name"] = "MEA" if target == "mea" else f"Service {target}"
    return document


def keep(folder: Path, document: Results) -> Path:
    """Write a run into a folder of runs; the path of its results."""
    run = folder / f"run-{document['run']['started'][:10]}-{len(document['run']['id'])}"
    run.mkdir(parents=True, exist_ok=True)
    path = run / "results.json"
    path.write_text(json.dumps(document), "utf-8")
    return path
