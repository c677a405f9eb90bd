"""Options that commands share, each with one name, one default and one sentence of help."""

from typing import Any

import click

_VERBOSE = "apitest.verbose"


def is_verbose(ctx: click.Context) -> bool:
    """Whether `-v` was typed, in whichever command."""
    return bool(ctx.meta.get(_VERBOSE))


def _remember(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own signature
    if value:
        ctx.meta[_VERBOSE] = True


def common(function: Any) -> Any:  # noqa: ANN401 - a click command
    """Options of every command."""
    function = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_remember,
        help="Show the traceback of a fault of apitest.",
    )(function)
    return click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")(function)


def names(kind: str) -> Any:  # noqa: ANN401 - click's own signature
    """What the shell completes: names of a kind, read only when the shell asks."""

    def complete(_ctx: click.Context, _param: click.Parameter, start: str) -> list[str]:
        from apitest.commands.completing import names_of  # noqa: PLC0415 - start-up

        return names_of(kind, start)

    return complete


CONFIG = click.option("--config", metavar="FILE", help="Configuration; apitest.toml if there is one.")
DIALECT = click.option(
    "--dialect",
    default="auto",
    metavar="NAME",
    show_default=True,
    help="Wire form; auto recognises it.",
    shell_complete=names("dialect"),
)
ENTITY = click.option(
    "--entity",
    "entities",
    multiple=True,
    metavar="NAME",
    help="Only this entity set; repeat for more.",
    shell_complete=names("entity"),
)
REMARKS = click.option(
    "--remarks", metavar="FILE", help="What partners say of findings, shown beside them (TOML or JSON)."
)
WORKERS = click.option("-n", "workers", default="auto", metavar="N|auto", show_default=True, help="Worker processes.")

_ASKING = (
    DIALECT,
    ENTITY,
    click.option(
        "--class",
        "classes",
        multiple=True,
        metavar="NAME",
        help="Only this conformance class.",
        shell_complete=names("class"),
    ),
    click.option(
        "--requirement",
        "requirements",
        multiple=True,
        metavar="ID",
        help="Only this requirement.",
        shell_complete=names("requirement"),
    ),
    click.option("--max-bytes", type=click.IntRange(1), metavar="N", help="Hard budget of bytes for each target."),
    click.option(
        "--max-seconds",
        type=click.FloatRange(0, min_open=True),
        metavar="S",
        help="Hard budget of seconds of waiting for answers.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0, 600, min_open=True),
        metavar="S",
        help="Seconds without a byte before a request is given up.",
    ),
    click.option(
        "--files",
        is_flag=True,
        help="Also ask for files, with HEAD, at most 20 of each entity set, on whichever public host they lie.",
    ),
    click.option("--rate", metavar="R/s", help="Requests a second, over all workers together."),
    click.option("--connections", type=click.IntRange(1, 16), metavar="N", help="Requests at one time."),
    click.option("--seed", type=int, default=1, metavar="N", show_default=True, help="Same seed, same requests."),
    click.option("--output", metavar="DIR", help="Run directory to make."),
    click.option(
        "--fail-on",
        type=click.Choice(["must", "should", "never"]),
        default="must",
        show_default=True,
        help="What makes exit status 1.",
    ),
)
"""Options of whatever asks a service, in the order of the help."""


def asking(function: Any) -> Any:  # noqa: ANN401 - a click command
    """Options of whatever asks a service, and those of every command."""
    for option in reversed(_ASKING):
        function = option(function)
    return common(function)
