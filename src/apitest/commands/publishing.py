"""`apitest publish`: runs into the history of a site, and the files of the site that changed."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import orjson

from apitest.commands.remarks import read_remarks
from apitest.contracts import digest_of
from apitest.errors import RunDirectoryError, UnknownName, UsageError
from apitest.reports.language import LANGUAGES
from apitest.results import SCHEMA, RemarkRow, RequirementRow, Results
from apitest.runs import HEADER, RESULTS, STREAM, read_results
from apitest.runs.earlier import completed
from apitest.runs.planning import write_whole
from apitest.site.history import History
from apitest.site.pages import HISTORY, Leaf, Site, leaves
from apitest.site.reading import Reading, part_of, reading_of
from apitest.site.standing import standing_of

_BATCH, _WORTH = 64, 128
"""Runs that a process reads at a time; below how many one process is quicker."""
_PARTS = 6
"""Into how many parts the pages are cut for each process that writes them."""


def publish(
    runs: Sequence[str],
    output: str,
    *,
    title: str,
    languages: Sequence[str] = (),
    remarks: str | None,
    workers: str,
    quiet: bool,
) -> None:
    """
    Take runs into the history of the site in a directory, and write what changed.

    Raises:
        RunDirectoryError: a directory holds no run, or the site cannot be written.
        ConfigurationError: the remarks cannot be read.
        UnknownName: there is no such language.
    """
    said, tongues, processes = read_remarks(remarks), _languages(languages), _processes(workers)
    directory = Path(output)
    found = list(_found(runs))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        history = History(directory / HISTORY)
        try:
            news = _take_in(history, found, processes)
            site = _site(history, title, said, tongues)
            written = _write(history, directory, site, processes)
        except BaseException:
            history.forget()
            raise
        finally:
            history.close()
    except OSError as error:
        raise _unwritable(output, error) from error
    if not quiet:
        sys.stdout.write(
            f"{news:,} of {len(found):,} runs are new; {written:,} files written: {directory / 'index.html'}\n"
        )


# --- finding and reading runs -----------------------------------------------------------------------------------------


def _found(runs: Iterable[str]) -> Iterator[Path]:
    """Each directory that was named, or, where it is no run itself, the runs in it."""
    for run in runs:
        directory = Path(run)
        if any((directory / name).exists() for name in (RESULTS, STREAM, HEADER)) or not directory.is_dir():
            yield directory
            continue
        inside = [entry.path for entry in os.scandir(directory) if entry.is_dir()]
        held = sorted(Path(path) for path in inside if _file(Path(path)))
        if not held:
            raise RunDirectoryError(
                expected="a run, or a directory of runs",
                got="neither",
                where=run,
                fix="Give what 'apitest run' named, such as apitest-runs/20260101T000000Z-basel, or apitest-runs.",
            )
        yield from held


def _file(directory: Path) -> str:
    """The file that holds the results of a run; empty: none."""
    return next((str(path) for path in (directory / RESULTS, directory / STREAM) if path.exists()), "")


def _stamp(directory: Path) -> str:
    path = _file(directory)
    if not path:
        return ""
    about = os.stat(path)  # noqa: PTH116 - twenty thousand of them
    return f"{about.st_size} {about.st_mtime_ns}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """What was read of some runs."""

    readings: tuple[tuple[str, str, Reading], ...]
    """Path, stamp, run."""
    requirements: dict[str, tuple[str, RequirementRow]]
    """Requirement → the beginning of the newest run that names it, and its words there."""


def _take_in(history: History, found: Sequence[Path], processes: int) -> int:
    known = history.sources()
    stamps = {str(path.absolute()): _stamp(path) for path in found}
    fresh = [(path, stamp) for path, stamp in stamps.items() if not stamp or known.get(path) != stamp]
    for batch in _batches(fresh, processes):
        history.learn(batch.requirements)
        history.add(reading for _, _, reading in batch.readings)
        for path, stamp, reading in batch.readings:
            history.note_source(path, stamp, reading.run)
    return len(fresh)


def _batches(fresh: Sequence[tuple[str, str]], processes: int) -> Iterator[_Batch]:
    parts = [fresh[place : place + _BATCH] for place in range(0, len(fresh), _BATCH)]
    if len(fresh) < _WORTH or processes == 1:
        yield from map(_read, parts)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(_read, parts)


def _read(part: Sequence[tuple[str, str]]) -> _Batch:
    readings = []
    requirements: dict[str, tuple[str, RequirementRow]] = {}
    words: dict[bytes, Any] = {}
    gc.disable()  # What is read is a tree that is dropped whole; looking for cycles in it is a third of the time.
    try:
        for path, stamp in part:
            results = _results(Path(path), words)
            reading = reading_of(results)
            readings.append((path, stamp, reading))
            for name, row in results["requirements"].items():
                if name not in requirements or requirements[name][0] < reading.started:
                    requirements[name] = (reading.started, row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        got = f"a document that is damaged ({error!r})"
        raise RunDirectoryError(expected="results of apitest", got=got, where=path) from error
    finally:
        gc.enable()
    return _Batch(readings=tuple(readings), requirements=requirements)


def _results(directory: Path, words: dict[bytes, Any]) -> Results:
    """
    Read results; the words of the requirements, half of the file and the same in most runs, are parsed once.

    Neither key can stand inside a string, where a quotation mark is escaped.
    """
    path = directory / RESULTS
    body = path.read_bytes() if path.exists() else b""
    begin, end = body.find(b'"requirements":'), body.find(b'"verdicts":')
    if not 0 < begin < end:
        return read_results(directory)
    middle = body[begin:end]
    try:
        if middle not in words:
            words[middle] = orjson.loads(b"{" + middle.rstrip(b" \t\r\n,") + b"}")
        document: Any = {**orjson.loads(body[:begin] + body[end:]), **words[middle]}
    except orjson.JSONDecodeError:
        return read_results(directory)
    if document.get("schema") != SCHEMA:
        return read_results(directory)
    return completed(document)


def _processes(workers: str) -> int:
    if workers == "auto":
        return min(os.cpu_count() or 1, 8)
    if not workers.isdecimal() or workers == "0":
        raise UsageError(expected="a number of processes, or auto", got=repr(workers), where="-n", fix="Give -n 2.")
    return int(workers)


# --- writing ----------------------------------------------------------------------------------------------------------


def _languages(wanted: Sequence[str]) -> tuple[str, ...]:
    """English, and those that are asked for, or all, in their own order."""
    for name in wanted:
        if name not in LANGUAGES:
            raise UnknownName.among("language", name, LANGUAGES)
    return tuple(name for name in LANGUAGES if name == "en" or not wanted or name in wanted)


def _site(history: History, title: str, remarks: tuple[RemarkRow, ...], languages: tuple[str, ...]) -> Site:
    requirements = history.requirements()
    standings = [standing_of(target, history.sightings(target), requirements) for target in history.targets()]
    newest = {standing.id: standing.newest.run for standing in standings}
    _renew(history, newest)
    return Site(
        title=title,
        standings=tuple(sorted(standings, key=lambda standing: (standing.name.casefold(), standing.id))),
        requirements=requirements,
        latest=history.latest(),
        code=digest_of(Path(__file__).parent.parent),
        runs=history.count(),
        remarks=remarks,
        languages=languages,
    )


def _renew(history: History, newest: dict[str, str]) -> None:
    """Keep the newest results of each target; a file is read once, however many targets it is the newest of."""
    stale: dict[str, list[str]] = {}
    for target, run in history.stale(newest).items():
        stale.setdefault(run, []).append(target)
    for run, targets in stale.items():
        results = read_results(Path(history.source_of(run)))
        for target in targets:
            history.keep_latest(target, run, part_of(results, target))


def _write(history: History, directory: Path, site: Site, processes: int) -> int:
    """Write the files that are made from something else than before; how many."""
    before = history.written()
    stale = (
        leaf for leaf in leaves(site) if before.get(leaf.path) != leaf.made_from or not (directory / leaf.path).exists()
    )
    if processes == 1 or sys.platform == "darwin" or "fork" not in get_all_start_methods():
        return sum(_put(history, directory, leaf) for leaf in stale)
    return _write_together(history, directory, list(stale), processes)


def _put(history: History, directory: Path, leaf: Leaf) -> bool:
    _save(directory, leaf)
    history.note_written(leaf.path, leaf.made_from)
    return True


def _save(directory: Path, leaf: Leaf) -> None:
    path = directory / leaf.path
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, leaf.write())


_SHARED: list[tuple[Path, Sequence[Leaf]]] = []
"""What the processes that write find in their memory; how a page is written cannot be sent to them."""


def _write_together(history: History, directory: Path, stale: Sequence[Leaf], processes: int) -> int:
    size = max(1, -(-len(stale) // (processes * _PARTS)))
    _SHARED[:] = [(directory, stale[place : place + size]) for place in range(0, len(stale), size)]
    try:
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            list(pool.map(_write_part, range(len(_SHARED))))
    finally:
        _SHARED.clear()
    for leaf in stale:
        history.note_written(leaf.path, leaf.made_from)
    return len(stale)


def _write_part(number: int) -> None:
    directory, part = _SHARED[number]
    for leaf in part:
        _save(directory, leaf)


def _unwritable(output: str, error: OSError) -> RunDirectoryError:
    return RunDirectoryError(
        expected="a directory that can be written",
        got=error.strerror or str(error),
        where=output,
        fix="Give another directory with -o.",
    )
