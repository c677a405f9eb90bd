"""Commands about an endpoint of one's own: the reference endpoint that ships, the proof of the suite, load."""

from typing import Any

import click

from apitest.cli.options import DIALECT, ENTITY, common


@click.command()
@click.option(
    "--records", type=click.IntRange(0), metavar="N", help="Number of decisions; the other sets in proportion."
)
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Lie in this way; repeat for more.")
@click.option("--trait", "traits", multiple=True, metavar="NAME", help="Take up a habit of real services; repeat.")
@click.option("--latency", type=click.IntRange(0), default=0, metavar="MS", help="Wait before each answer.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8042, show_default=True, metavar="P", help="0: any free port."
)
@click.option("--list-faults", is_flag=True, help="List the faults and leave.")
@click.option("--list-traits", is_flag=True, help="List the habits and leave.")
@common
def serve(*, list_faults: bool, list_traits: bool, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Serve the embedded reference endpoint, every dialect under its own path.

    \b
    apitest serve
    apitest serve --fault walk-loops --fault count-too-large
    apitest serve --trait empty-is-404
    """
    from apitest.commands.proving import faults_listed, serve_reference, traits_listed  # noqa: PLC0415 - start-up

    if list_faults:
        click.echo(faults_listed(), nl=False)
        return
    if list_traits:
        click.echo(traits_listed(), nl=False)
        return
    serve_reference(**typed)


@click.command()
@click.option("--dialect", "dialects", multiple=True, metavar="NAME", help="Only this dialect.")
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Only this fault.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@common
@click.pass_context
def prove(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Prove the suite: each requirement against the reference endpoint, honest and lying.

    \b
    apitest prove
    apitest prove --fault walk-loops
    apitest prove --format html > proof.html
    """
    from apitest.commands.proving import prove_suite  # noqa: PLC0415 - start-up

    ctx.exit(prove_suite(**typed))


@click.command()
@click.argument("url", metavar="URL")
@click.option(
    "--i-own-this-endpoint", "owned", is_flag=True, help="It is yours, and those who run it know of the test."
)
@DIALECT
@ENTITY
@click.option("--users", type=click.IntRange(1, 200), default=5, show_default=True, help="Importers at a time.")
@click.option("--seconds", type=click.IntRange(1, 900), default=30, show_default=True, help="How long.")
@click.option(
    "--workers", type=click.IntRange(0, 50), default=0, metavar="N", help="Wait for N other machines to help."
)
@click.option("--worker", default="", metavar="HOST", help="Help the machine HOST, which waits for workers.")
@click.option("--port", type=click.IntRange(1, 65535), default=5557, show_default=True, help="Of the waiting machine.")
@click.option("-o", "--output", default="", metavar="FILE", help="Write the figures to FILE, as JSON.")
@common
@click.pass_context
def load(ctx: click.Context, /, *, quiet: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Put load on an endpoint of your own, with Locust: more than politeness allows. Loopback needs no permission.

    \b
    apitest load http://127.0.0.1:8042/olingo2/informea.svc --users 20 --seconds 10
    apitest load https://staging.example.org/informea.svc --i-own-this-endpoint --workers 2
    apitest load https://staging.example.org/informea.svc --i-own-this-endpoint --worker 192.0.2.7
    """
    from apitest.commands.loading import Load, load  # noqa: PLC0415 - start-up

    ctx.exit(load(Load(**typed)))
