"""`apitest report`: runs rendered again, in any form."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import orjson

from apitest.commands.remarks import read_remarks
from apitest.commands.saving import save
from apitest.errors import RunDirectoryError, UnknownName, UsageError
from apitest.evidence import Evidence
from apitest.har import as_har
from apitest.recorded import EVIDENCE, read_results
from apitest.reports import FORMATS, render
from apitest.reports.language import LANGUAGES
from apitest.reports.remarks import idle, with_remarks

ARCHIVE = "har"
"""The one form that is made of the evidence, not of the results."""


def report(
    directories: tuple[str, ...], form: str, output: str | None, remarks: str | None = None, language: str = "en"
) -> None:
    """
    Render runs in one form, to a file or to the terminal; forms for people in one of the six languages.

    Raises:
        UnknownName: there is no such form or language.
        RunDirectoryError: a directory holds no run.
        UsageError: the file cannot be written.
    """
    if form not in FORMATS and form != ARCHIVE:
        raise UnknownName.among("form of report", form, (*FORMATS, ARCHIVE))
    if language not in LANGUAGES:
        raise UnknownName.among("language", language, LANGUAGES)
    if len(directories) > 1 and output:
        raise UsageError(expected="one run with -o", got=f"{len(directories)} runs", fix="Render them one by one.")
    said = read_remarks(remarks)
    documents = [read_results(Path(directory)) for directory in directories]
    for row in idle(documents, said):
        sys.stderr.write(f"A remark concerns nothing that failed: {row['requirement']} at {row['target']}.\n")
    for directory, document in zip(directories, documents, strict=True):
        body = archive(Path(directory)) if form == ARCHIVE else render(with_remarks(document, said), form, language)
        if output is None:
            sys.stdout.buffer.write(body)
        else:
            save(output, body)


def archive(directory: Path) -> bytes:
    """
    The exchanges of a run as an HTTP archive, numbered as its findings name them.

    Raises:
        RunDirectoryError: the directory holds no run, or not its evidence.
    """
    run = read_results(directory)["run"]
    if not (directory / EVIDENCE).is_file():
        raise RunDirectoryError(
            expected=f"the exchanges of the run in {EVIDENCE}",
            got="no such file",
            where=str(directory),
            fix="Give the whole run directory, as the run wrote it.",
        )
    evidence = Evidence(directory / EVIDENCE, reading=True)
    try:
        return orjson.dumps(as_har(evidence.numbered(), _moment(run["started"])), option=orjson.OPT_INDENT_2)
    finally:
        evidence.close()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
