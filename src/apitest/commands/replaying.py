"""`apitest replay`: a recording judged again, without a network, with the checks installed now."""

import json
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from apitest.commands.executing import judge_begun, judge_recorded
from apitest.commands.running import Wishes, fail_on_of, order_of, relative, said, stamp, workers_of
from apitest.contracts import load_contract
from apitest.errors import NOT_IN_RECORDING, RunDirectoryError, UsageError
from apitest.evidence import Evidence, copied, digest_of
from apitest.har import from_har
from apitest.results import Results
from apitest.runs import EVIDENCE, HEADER, PAGE, RESULTS, begin, prepare_directory, read_plan, read_results
from apitest.targets import target_of_url
from apitest.wire import without_persons_all

_INCOMPLETE = 3
_SHOWN = 10


def replay(recording: str, wishes: Wishes) -> int:
    """
    Judge a run directory, or an HTTP archive, in a new run directory; the recording itself is only read.

    Raises:
        UsageError: no recording, one that was altered, one of another version, or one of another target.
    """
    source = Path(recording)
    goal = Path(wishes.output or f"apitest-runs/{stamp()}-replay-{source.stem}").absolute()
    with _undone(goal):
        _copy_run(source, goal) if source.is_dir() else _read_archive(source, goal, wishes)
    if source.is_dir():
        results = judge_recorded(goal, workers=workers_of(wishes.workers))
        wishes = replace(wishes, fail_on=fail_on_of(read_plan(goal).order.fail_on))
    else:
        results = judge_begun(goal, workers=workers_of(wishes.workers))
    status = said(results, wishes, str(relative(goal / PAGE)))
    missing = _missing(results)
    if missing and not wishes.quiet:
        more = [f"and {len(missing) - _SHOWN} more"] if len(missing) > _SHOWN else []
        lines = "".join(f"  {line}\n" for line in [*missing[:_SHOWN], *more])
        sys.stderr.write(f"Not in the recording, so that what needs it is untested:\n{lines}")
    return status or (_INCOMPLETE if missing else 0)


@contextmanager
def _undone(goal: Path) -> Iterator[None]:
    """Leave no directory behind where the recording turns out to be none."""
    ours = not goal.exists()
    try:
        yield
    except BaseException:
        if ours:
            shutil.rmtree(goal, ignore_errors=True)
        raise


def _missing(results: Results) -> list[str]:
    """The questions that the recording does not answer, each once."""
    end = f": {NOT_IN_RECORDING}"
    reasons = (row["reason"] for row in results["verdicts"] if row["reason"].endswith(end))
    return list(dict.fromkeys(reason.removesuffix(end) for reason in reasons))


# --- a run --------------------------------------------------------------------------------------------------------


def _copy_run(source: Path, goal: Path) -> None:
    read_plan(source)
    if not (source / EVIDENCE).exists():
        raise _no_evidence(source, f"no {EVIDENCE}")
    stated = read_results(source)["run"]["digests"].get("evidence", "") if (source / RESULTS).exists() else ""
    prepare_directory(goal)
    try:
        copied(source / EVIDENCE, goal / EVIDENCE)
        evidence = Evidence(goal / EVIDENCE)
        try:
            found = evidence.content_digest()
        finally:
            evidence.close()
    except (OSError, sqlite3.Error, zlib.error, ValueError) as error:
        raise _no_evidence(source, str(error)) from error
    if stated and found != stated:
        raise RunDirectoryError(
            expected=f"the evidence that the results rest on, {stated}",
            got=f"evidence that was altered since, {found}",
            where=str(source / EVIDENCE),
            fix="Take the file as the run left it, or verify a bundle of the run.",
        )
    (goal / HEADER).write_bytes((source / HEADER).read_bytes())


def _no_evidence(source: Path, got: str) -> RunDirectoryError:
    return RunDirectoryError(
        expected="what a run has recorded",
        got=got,
        where=str(source / EVIDENCE),
        fix="Give the directory that 'apitest run' named, as it was left.",
    )


# --- an archive ---------------------------------------------------------------------------------------------------


def _read_archive(source: Path, goal: Path, wishes: Wishes) -> None:
    if wishes.url is None:
        raise UsageError(
            expected="the service root that the archive was recorded of",
            got="none",
            where=str(source),
            fix="Give it with --url.",
        )
    try:
        document = json.loads(source.read_bytes())
    except OSError as error:
        raise UsageError(expected="a recording", got=error.strerror or str(error), where=str(source)) from error
    except ValueError as error:
        fix = "Record again with 'save all as HAR with content'; a file that was cut short cannot be read."
        raise UsageError(expected="an HTTP archive (JSON)", got=str(error), where=str(source), fix=fix) from error
    archive = from_har(document, str(source))
    target = target_of_url(wishes.url, wishes.dialect)
    ours = [item for item in archive.exchanges if f"{item.query.url}/".startswith((f"{target.url}/", f"{target.url}?"))]
    if not ours:
        asked = sorted({item.query.url.partition("?")[0] for item in archive.exchanges})
        raise UsageError(
            expected=f"answers of {target.url}",
            got=f"{len(archive.exchanges)} of others, such as {asked[0]}",
            where=str(source),
            fix="Give the root of the service that was recorded with --url.",
        )
    prepare_directory(goal)
    evidence = Evidence(goal / EVIDENCE)
    evidence.use_up(target.id, len(ours))
    for item in without_persons_all(ours):
        evidence.keep(target.id, digest_of(target.id, item.query), item, item.query)
    evidence.seal()
    evidence.close()
    begin(order_of(wishes, (target,)), goal, load_contract(), started=archive.started)
    for line in () if wishes.quiet else archive.left_out:
        sys.stderr.write(f"left out  {line}\n")
