"""`apitest contracts`: what ships."""

import click

from apitest.cli.options import common


@click.group()
def contracts() -> None:
    """
    Show the contracts, schemas, vocabularies and OpenAPI documents that ship.

    \b
    apitest contracts list
    apitest contracts show decisions
    """


@contracts.command("list")
@common
def contracts_list(*, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    List everything that ships.

    \b
    apitest contracts list
    """
    from apitest.commands.telling import listed  # noqa: PLC0415 - start-up

    click.echo(listed(), nl=False)


@contracts.command("show")
@click.argument("name")
@common
def contracts_show(name: str, *, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Show the schema of an entity set, a vocabulary, an OpenAPI document or a requirement.

    \b
    apitest contracts show treaties
    """
    from apitest.commands.telling import shown  # noqa: PLC0415 - start-up

    click.echo(shown(name), nl=False)


@contracts.command("export")
@click.option(
    "--format", "form", type=click.Choice(["html", "markdown", "csv", "json"]), default="html", show_default=True
)
@click.option("-o", "output", metavar="PATH", help="File to write; the terminal if not given.")
@common
def contracts_export(form: str, output: str | None, *, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Write the catalogue of requirements as a document; in HTML and Markdown each requirement has an anchor.

    \b
    apitest contracts export -o requirements.html
    apitest contracts export --format csv -o requirements.csv
    """
    from apitest.commands.linting import export  # noqa: PLC0415 - start-up

    export(form, output)


@contracts.command("lint")
@click.argument("folder", required=False)
@click.option("--lock", is_flag=True, help="First add new ids to requirements.lock; nothing is ever taken away.")
@common
@click.pass_context
def contracts_lint(ctx: click.Context, folder: str | None, *, lock: bool, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Hold every contract file against its rules, those that ship or those in FOLDER; 1 if one breaks them.

    \b
    apitest contracts lint
    """
    from apitest.commands.linting import lint as held  # noqa: PLC0415 - start-up

    ctx.exit(held(folder, lock=lock))
