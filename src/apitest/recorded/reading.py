"""The files of a run directory: what they are called, results read from them, a file written whole."""

import json
import os
from pathlib import Path
from typing import Any

import orjson

from apitest.errors import RunDirectoryError
from apitest.recorded.earlier import completed
from apitest.reports import ndjson
from apitest.results import SCHEMA, Results

HEADER, EVIDENCE, STREAM, RESULTS, PAGE = "run.json", "evidence.sqlite", "results.ndjson", "results.json", "report.html"


def read_results(directory: Path) -> Results:
    """
    Read the results of a run, whole or cut short.

    Raises:
        RunDirectoryError: the directory holds none that can be read.
    """
    name = RESULTS if (directory / RESULTS).exists() else STREAM
    try:
        body = (directory / name).read_bytes()
        document: Any = ndjson.read_lines(body.decode().splitlines()) if name == STREAM else _loaded(body)
        form = document.get("schema") if isinstance(document, dict) else None
        if form != SCHEMA:
            raise no_run(directory, f"a {name} of the form {form!r}")
        return completed(document)
    except FileNotFoundError as error:
        raise no_run(directory, f"neither {RESULTS} nor {STREAM}") from error
    except OSError as error:
        raise no_run(directory, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise no_run(directory, f"a {name} that is damaged ({error})") from error


def _loaded(body: bytes) -> Any:  # noqa: ANN401 - whatever a file holds
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # It does not read half surrogate pairs, which a service may have sent.
        return json.loads(body)


def no_run(directory: Path, got: str) -> RunDirectoryError:
    """What to say where a directory holds no run that can be read."""
    return RunDirectoryError(
        expected="the directory of a run",
        got=got,
        where=str(directory),
        fix="Give the directory that 'apitest run' named, such as apitest-runs/20260101T000000Z-basel.",
    )


def write_whole(path: Path, body: bytes, *, lasting: bool = False) -> None:
    """Write a file so that it is there whole or not at all; with `lasting` even if the power fails the next moment."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(body)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    part.replace(path)
