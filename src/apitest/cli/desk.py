"""Commands of the desk: begin a configuration, look for what is in the way, read what a requirement means."""

from typing import Any

import click

from apitest.cli.options import CONFIG, common, names


@click.command()
@click.option("--url", metavar="URL", help="Address of the service; asked for at a terminal.")
@click.option("--name", metavar="NAME", help="What to call it; made of the address if not given.")
@click.option("--config", metavar="FILE", help="File to write or to extend; apitest.toml if not given.")
@click.option("--yes", is_flag=True, help="Ask nobody anything; take what is proposed.")
@click.option("--offline", is_flag=True, help="Send no request; the first run recognises the dialect.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "jenkins"]),
    help="Also write a job that judges every night and publishes; alone, of the targets that are configured.",
)
@click.option(
    "--parts",
    type=click.IntRange(1, 32),
    default=1,
    metavar="N",
    show_default=True,
    help="Of the job: machines that share a target.",
)
@common
@click.pass_context
def init(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Write a commented apitest.toml, or add a target to the one that is there. The dialect is recognised.

    \b
    apitest init --url https://staging.example.org/informea.svc --name basel
    apitest init --ci github
    """
    from apitest.commands.starting import Start, init  # noqa: PLC0415 - start-up

    ctx.exit(init(Start(**typed)))


@click.command()
@click.argument("subjects", nargs=-1, metavar="[URL|TARGET]...", shell_complete=names("target"))
@CONFIG
@common
@click.pass_context
def doctor(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Look for what would keep a run from its verdict: installation, proxies, certificates, names, clocks.

    Without an address nothing is asked; each address named is asked once. Exit status 3 if something is in the way.

    \b
    apitest doctor
    apitest doctor https://staging.example.org/informea.svc
    """
    from apitest.commands.examining import doctor  # noqa: PLC0415 - start-up

    ctx.exit(doctor(**typed))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@common
@click.pass_context
def completion(ctx: click.Context, shell: str, *, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Print what makes a SHELL complete commands, options and names.

    \b
    apitest completion bash > ~/.local/share/bash-completion/completions/apitest
    eval "$(apitest completion zsh)"
    """
    from apitest.commands.completing import script  # noqa: PLC0415 - start-up

    click.echo(script(shell, ctx.find_root().command))


@click.command()
@click.argument("requirement", shell_complete=names("requirement"))
@common
def explain(requirement: str, *, quiet: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Explain a REQUIREMENT: what it says, where it comes from, what a breach costs, how to mend it.

    \b
    apitest explain paging/walk-ends
    """
    from apitest.commands.telling import explain  # noqa: PLC0415 - start-up

    click.echo(explain(requirement), nl=False)
