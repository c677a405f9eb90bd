"""`apitest baseline`: a file of known findings."""

from typing import Any

import click

from apitest.cli.options import common


@click.group()
def baseline() -> None:
    """
    Keep a file of known findings, so that a run fails only on new ones.

    \b
    apitest baseline update apitest-runs/20260101T000000Z-basel -o baseline.toml
    apitest run --baseline baseline.toml
    """


@baseline.command("update")
@click.argument("run")
@click.option("-o", "output", required=True, metavar="FILE", help="The baseline; what it holds already stays.")
@click.option(
    "--reason",
    default="Known when the baseline was made.",
    show_default=True,
    metavar="TEXT",
    help="Why they are accepted.",
)
@click.option("--expires", metavar="DATE", help="Last day on which the new entries hold; half a year after the run.")
@common
@click.pass_context
def baseline_update(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Accept the findings of a RUN that the file does not accept yet, and renew those that expired.

    \b
    apitest baseline update RUN -o baseline.toml --reason "Ticket 42" --expires 2027-06-30
    """
    from apitest.commands.waiving import update  # noqa: PLC0415 - start-up

    ctx.exit(update(**typed))


@baseline.command("prune")
@click.argument("run")
@click.option("-o", "output", required=True, metavar="FILE", help="The baseline, which is written again.")
@common
@click.pass_context
def baseline_prune(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Take away what a RUN shows to be mended.

    \b
    apitest baseline prune RUN -o baseline.toml
    """
    from apitest.commands.waiving import prune  # noqa: PLC0415 - start-up

    ctx.exit(prune(**typed))
