"""
apitest: API contract testing for the data-exchange interfaces of multilateral environmental agreements.

As a library, three functions; what they need is imported when they are called:

    import apitest

    results = apitest.check("https://staging.example.org/informea.svc")
    results["run"]["outcome"]               # "passed", "failed", "cantTell"
    apitest.report(results, "markdown")     # bytes
"""

from collections.abc import Sequence
from pathlib import Path

from apitest.errors import ApitestError
from apitest.results import Results

__all__ = ["ApitestError", "Results", "__version__", "check", "report", "run"]
__version__ = "0.1.0"


def check(
    url: str,
    *,
    dialect: str = "auto",
    entities: Sequence[str] = (),
    classes: Sequence[str] = (),
    requirements: Sequence[str] = (),
    max_requests: int = 150,
    seed: int = 1,
    output: str | Path | None = None,
) -> Results:
    """
    Judge one address with few requests, as `apitest check` does.

    Returns the results document, `apitest-results/1` (docs/reference/results.md). That an address could not be judged is a
    result too: `results["run"]["outcome"]` is `cantTell`, and each target's `trouble` says why.

    Raises:
        ApitestError: names that do not exist, a directory that cannot be written, a fault of ours; `exit_status` is the
            command's.
    """
    from apitest.library import check as checked  # noqa: PLC0415 - start-up

    return checked(
        url,
        dialect=dialect,
        entities=tuple(entities),
        classes=tuple(classes),
        requirements=tuple(requirements),
        max_requests=max_requests,
        seed=seed,
        output=output,
    )


def run(
    *names: str,
    output: str | Path,
    config: str | Path = "apitest.toml",
    depth: str = "standard",
    entities: Sequence[str] = (),
    classes: Sequence[str] = (),
    requirements: Sequence[str] = (),
    workers: int = 0,
    seed: int = 1,
) -> Results:
    """
    Judge configured targets, all of them if none is named, as `apitest run` does; leave a run directory.

    Raises:
        ApitestError: as `check`; also a configuration that cannot be used.
    """
    from apitest.library import run as ran  # noqa: PLC0415 - start-up

    return ran(
        names,
        output=output,
        config=config,
        depth=depth,
        entities=tuple(entities),
        classes=tuple(classes),
        requirements=tuple(requirements),
        workers=workers,
        seed=seed,
    )


def report(results: Results, form: str, *, language: str = "en") -> bytes:
    """
    Say results in a form, such as `html`, `markdown`, `junit` or `sarif`; forms for people in one of six languages.

    Raises:
        UnknownName: there is no such form or language.
    """
    from apitest.library import report as reported  # noqa: PLC0415 - start-up

    return reported(results, form, language=language)
