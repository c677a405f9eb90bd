"""`apitest baseline`: a file of known findings, brought up to date from a run."""

import datetime as dt
from pathlib import Path

import click

from apitest.commands.saving import save
from apitest.errors import RunDirectoryError, UsageError
from apitest.model import Verdict
from apitest.runs import read_results, verdicts_of
from apitest.waivers import as_toml, load_waivers, pruned, updated

_HOLDS = dt.timedelta(days=182)


def update(*, run: str, output: str, reason: str, expires: str | None, quiet: bool) -> int:
    """
    Write into the file what the run found and the file does not accept yet.

    Raises:
        UsageError: a day that is none, a run or a file that cannot be read.
    """
    day, verdicts = _read(run)
    last = _day(expires) if expires else day + _HOLDS
    before = load_waivers(Path(output)) if Path(output).exists() else ()
    after = updated(before, verdicts, reason=reason, expires=last.isoformat(), day=day)
    save(output, as_toml(after).encode())
    fresh = sum(item not in before for item in after)
    if not quiet:
        click.echo(f"{output}: {len(after)} entries, {fresh} of them new, until {last.isoformat()}.")
    return 0


def prune(*, run: str, output: str, quiet: bool) -> int:
    """
    Write the file without what the run shows to be mended.

    Raises:
        UsageError: a run or a file that cannot be read; a run that was cut short, which shows nothing to be mended.
    """
    _, verdicts = _read(run)
    kept, gone = pruned(load_waivers(Path(output)), verdicts)
    save(output, as_toml(kept).encode())
    if not quiet:
        for item in gone:
            click.echo(f"mended: {item.requirement} at {item.target} {item.record or ''} {item.pointer or ''}".rstrip())
        click.echo(f"{output}: {len(kept)} entries, {len(gone)} taken away.")
    return 0


def _read(run: str) -> tuple[dt.date, tuple[Verdict, ...]]:
    """The day on which the run began, and its verdicts."""
    results = read_results(Path(run))
    if not results["run"]["complete"]:
        raise RunDirectoryError(
            expected="a run that was judged to its end",
            got="one that was cut short",
            where=run,
            fix=f"Finish it with 'apitest run --resume {run}'.",
        )
    return dt.datetime.fromisoformat(results["run"]["started"]).date(), tuple(verdicts_of(results))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            expected="a day such as 2027-12-31", got=repr(text), where="--expires", fix="Give year, month and day."
        ) from error
