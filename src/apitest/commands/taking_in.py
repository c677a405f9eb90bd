"""Runs into the history of a site: found, read as far as a history needs, in several processes where it is worth it."""

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import orjson

from apitest.errors import RunDirectoryError
from apitest.recorded import HEADER, RESULTS, STREAM, completed, read_results
from apitest.results import SCHEMA, RequirementRow, Results
from apitest.site.history import History
from apitest.site.reading import Judged, Reading, judged_of, reading_of

_BATCH, _WORTH = 64, 128
"""Runs that a process reads at a time; below how many one process is quicker."""
_REQUIREMENTS, _VERDICTS, _FINDINGS = b'"requirements":', b'"verdicts":', b'"findings":'
"""Where parts of a document begin; of the last, which names a number under a verdict, only that with a list behind it."""


def runs_in(runs: Iterable[str]) -> Iterator[Path]:
    """
    Each directory that was named, or, where it is no run itself, the runs in it.

    Raises:
        RunDirectoryError: there is none.
    """
    for run in runs:
        directory = Path(run)
        if any((directory / name).exists() for name in (RESULTS, STREAM, HEADER)) or not directory.is_dir():
            yield directory
            continue
        inside = [entry.path for entry in os.scandir(directory) if entry.is_dir()]
        held = sorted(Path(path) for path in inside if _file(path))
        if not held:
            raise RunDirectoryError(
                expected="a run, or a directory of runs",
                got="neither",
                where=run,
                fix="Give what 'apitest run' named, such as apitest-runs/20260101T000000Z-basel, or apitest-runs.",
            )
        yield from held


def take_in(history: History, found: Sequence[Path], processes: int) -> int:
    """
    Add the runs that the history does not know; how many.

    Raises:
        RunDirectoryError: one of them cannot be read.
    """
    known = history.sources()
    stamps = {str(path.absolute()): _stamp(str(path)) for path in found}
    fresh = [(path, stamp) for path, stamp in stamps.items() if not stamp or known.get(path) != stamp]
    for batch in _batches(fresh, processes):
        history.learn(batch.requirements)
        history.add(reading for _, _, reading in batch.readings)
        history.note_sources((path, stamp, reading.run) for path, stamp, reading in batch.readings)
    return len(fresh)


def _file(directory: str) -> str:
    """The file that holds the results of a run; empty: none."""
    paths = (f"{directory}/{name}" for name in (RESULTS, STREAM))
    return next((path for path in paths if os.path.exists(path)), "")  # noqa: PTH110 - twenty thousand of them


def _stamp(directory: str) -> str:
    path = _file(directory)
    if not path:
        return ""
    about = os.stat(path)  # noqa: PTH116 - as above
    return f"{about.st_size} {about.st_mtime_ns}"


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """What was read of some runs."""

    readings: tuple[tuple[str, str, Reading], ...]
    """Path, stamp, run."""
    requirements: dict[str, tuple[str, RequirementRow]]
    """Requirement → the beginning of the newest run that names it, and its words there."""


@dataclass(slots=True)
class _Known:
    """Parts of documents that were read before: most runs of a service say of most what the one before said."""

    requirements: dict[bytes, Any] = field(default_factory=dict)
    verdicts: dict[tuple[bytes, bytes], dict[str, Judged]] = field(default_factory=dict)


def _batches(fresh: Sequence[tuple[str, str]], processes: int) -> Iterator[_Batch]:
    parts = [fresh[place : place + _BATCH] for place in range(0, len(fresh), _BATCH)]
    if len(fresh) < _WORTH or processes == 1:
        yield from map(_read, parts)
        return
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(processes, mp_context=get_context(method)) as pool:
        yield from pool.map(_read, parts)


def _read(part: Sequence[tuple[str, str]]) -> _Batch:
    readings = []
    requirements: dict[str, tuple[str, RequirementRow]] = {}
    known = _Known()
    gc.disable()  # What is read is a tree that is dropped whole; looking for cycles in it is a third of the time.
    try:
        for path, stamp in part:
            reading, rows = _reading(Path(path), known)
            readings.append((path, stamp, reading))
            for name, row in rows.items():
                if name not in requirements or requirements[name][0] < reading.started:
                    requirements[name] = (reading.started, row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        got = f"a document that is damaged ({error!r})"
        raise RunDirectoryError(expected="results of apitest", got=got, where=path) from error
    finally:
        gc.enable()
    return _Batch(readings=tuple(readings), requirements=requirements)


def _reading(directory: Path, known: _Known) -> tuple[Reading, dict[str, RequirementRow]]:
    parts = _parts(directory / RESULTS)
    try:
        quick = _quick(*parts, known) if parts else None
    except orjson.JSONDecodeError:
        quick = None
    if quick:
        return quick
    results = read_results(directory)
    return reading_of(results), results["requirements"]


def _parts(path: Path) -> tuple[bytes, bytes, bytes] | None:
    """
    What a document says before its requirements, of them, and its verdicts; None: it is not laid out as ours are.

    What follows, the findings, is most of the file, and no history needs it. None of the keys can stand inside a string,
    where a quotation mark is escaped.
    """
    try:
        body = path.read_bytes()
    except OSError:
        return None
    begin, end = body.find(_REQUIREMENTS), body.find(_VERDICTS)
    spaced = body[begin + len(_REQUIREMENTS) : begin + len(_REQUIREMENTS) + 1] == b" "
    findings = body.find(_FINDINGS + (b" [" if spaced else b"["), end)
    if not 0 < begin < end < findings or not body.rstrip().endswith(b"}"):
        return None
    return body[:begin], body[begin:end], body[end:findings]


def _quick(
    head: bytes, requirements: bytes, verdicts: bytes, known: _Known
) -> tuple[Reading, dict[str, RequirementRow]] | None:
    if requirements not in known.requirements:
        known.requirements[requirements] = _object(requirements)
    document: Any = {**orjson.loads(_closed(head)), **known.requirements[requirements], "verdicts": [], "findings": []}
    if document.get("schema") != SCHEMA:
        return None
    results: Results = completed(document)
    if (requirements, verdicts) not in known.verdicts:
        whole = completed({**document, **_object(verdicts)})
        known.verdicts[requirements, verdicts] = judged_of(whole["verdicts"], whole["requirements"])
    return reading_of(results, known.verdicts[requirements, verdicts]), results["requirements"]


def _object(members: bytes) -> Any:  # noqa: ANN401 - whatever a file holds
    return orjson.loads(b"{" + _closed(members))


def _closed(members: bytes) -> bytes:
    """Members of an object without the comma behind them, and its end."""
    return members.rstrip(b" \t\r\n,") + b"}"
