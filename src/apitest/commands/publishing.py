"""`apitest publish`: runs into the history of a site, and the files of the site that changed."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from apitest.commands.remarks import read_remarks
from apitest.commands.taking_in import runs_in, take_in
from apitest.contracts import digest_of
from apitest.errors import RunDirectoryError, UnknownName, UsageError
from apitest.recorded import read_results, write_whole
from apitest.reports.language import LANGUAGES
from apitest.results import RemarkRow
from apitest.site.contents import Leaf, Site
from apitest.site.history import History
from apitest.site.pages import HISTORY, leaves
from apitest.site.reading import part_of
from apitest.site.standing import standing_of

_FEW, _PARTS = 64, 6
"""Below how many pages one process is quicker; into how many parts they are cut for each process that writes them."""


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
    found = list(runs_in(runs))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        history = History(directory / HISTORY)
        try:
            news = take_in(history, found, processes)
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


# --- what was asked for -----------------------------------------------------------------------------------------------


def _processes(workers: str) -> int:
    if workers == "auto":
        return min(os.cpu_count() or 1, 8)
    if not workers.isdecimal() or workers == "0":
        raise UsageError(expected="a number of processes, or auto", got=repr(workers), where="-n", fix="Give -n 2.")
    return int(workers)


def _languages(wanted: Sequence[str]) -> tuple[str, ...]:
    """English, and those that are asked for, or all, in their own order."""
    for name in wanted:
        if name not in LANGUAGES:
            raise UnknownName.among("language", name, LANGUAGES)
    return tuple(name for name in LANGUAGES if name == "en" or not wanted or name in wanted)


# --- writing ----------------------------------------------------------------------------------------------------------


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
        sent=history.sent(),
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
    before, there = history.written(), _there(directory)
    stale = [leaf for leaf in leaves(site) if before.get(leaf.path) != leaf.made_from or leaf.path not in there]
    for folder in {(directory / leaf.path).parent for leaf in stale}:
        folder.mkdir(parents=True, exist_ok=True)
    if len(stale) < _FEW or processes == 1 or sys.platform == "darwin" or "fork" not in get_all_start_methods():
        for leaf in stale:
            write_whole(directory / leaf.path, leaf.write())
    else:
        _write_together(directory, site, stale, processes)
    history.note_written((leaf.path, leaf.made_from) for leaf in stale)
    return len(stale)


def _there(directory: Path) -> set[str]:
    """Every file in the folder of the site, as addresses are written."""
    root = str(directory)
    return {
        os.path.join(folder, name)[len(root) + 1 :].replace(os.sep, "/")  # noqa: PTH118 - thousands of them
        for folder, _, names in os.walk(root)
        for name in names
    }


_SHARED: list[tuple[Path, Sequence[Leaf]]] = []
"""What the processes that write find in their memory; how a page is written cannot be sent to them."""


def _write_together(directory: Path, site: Site, stale: Sequence[Leaf], processes: int) -> None:
    site.prepare()
    size = max(1, -(-len(stale) // (processes * _PARTS)))
    _SHARED[:] = [(directory, stale[place : place + size]) for place in range(0, len(stale), size)]
    try:
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            list(pool.map(_write_part, range(len(_SHARED))))
    finally:
        _SHARED.clear()


def _write_part(number: int) -> None:
    directory, part = _SHARED[number]
    for leaf in part:
        write_whole(directory / leaf.path, leaf.write())


def _unwritable(output: str, error: OSError) -> RunDirectoryError:
    return RunDirectoryError(
        expected="a directory that can be written",
        got=error.strerror or str(error),
        where=output,
        fix="Give another directory with -o.",
    )
