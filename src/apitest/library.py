"""
apitest for other programs: what `import apitest` offers, with all that it needs imported.

Nothing is printed. As with the commands, the suites run in a child process, so that neither the settings nor the plugins
of the program around change a verdict.
"""

import tempfile
from dataclasses import replace
from pathlib import Path

from apitest.commands.executing import execute
from apitest.errors import UnknownName
from apitest.model import Depth
from apitest.reports import FORMATS, render
from apitest.results import Results
from apitest.runs import Order
from apitest.targets import load_targets, pick, target_of_url


def check(
    url: str,
    *,
    dialect: str,
    entities: tuple[str, ...],
    classes: tuple[str, ...],
    requirements: tuple[str, ...],
    max_requests: int,
    seed: int,
    output: str | Path | None,
) -> Results:
    """Judge one address with few requests."""
    target = target_of_url(url, dialect)
    target = replace(target, politeness=replace(target.politeness, max_requests=max_requests))
    order = Order(
        targets=(target,),
        depth=Depth.QUICK,
        seed=seed,
        entities=entities,
        classes=classes,
        requirements=requirements,
        command=("apitest.check", url),
    )
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        directory = Path(output or Path(temporary) / "run").absolute()
        return execute(order, directory, workers=0, quiet=True)


def run(
    names: tuple[str, ...],
    *,
    output: str | Path,
    config: str | Path,
    depth: str,
    entities: tuple[str, ...],
    classes: tuple[str, ...],
    requirements: tuple[str, ...],
    workers: int,
    seed: int,
) -> Results:
    """Judge configured targets and leave a run directory."""
    if depth not in [*Depth]:
        raise UnknownName.among("depth", depth, [*Depth])
    order = Order(
        targets=pick(load_targets(Path(config)), names, where=str(config)),
        depth=Depth(depth),
        seed=seed,
        entities=entities,
        classes=classes,
        requirements=requirements,
        command=("apitest.run", *names),
    )
    return execute(order, Path(output).absolute(), workers=workers, quiet=True)


def report(results: Results, form: str, *, language: str) -> bytes:
    """Say results in a form."""
    if form not in FORMATS:
        raise UnknownName.among("form", form, FORMATS)
    return render(results, form, language)
