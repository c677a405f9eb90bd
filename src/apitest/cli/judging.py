"""Commands that judge: a service, a recording, a feed as the portal would take it."""

from typing import Any

import click

from apitest.cli.options import CONFIG, DIALECT, ENTITY, WORKERS, asking, common, names


@click.command()
@click.argument("targets", nargs=-1, shell_complete=names("target"))
@CONFIG
@click.option("--url", metavar="URL", help="One target without configuration.")
@click.option(
    "--depth",
    type=click.Choice(["quick", "standard", "full"]),
    default="standard",
    show_default=True,
    help="quick: first pages; standard: full walks, bounded property tests; full: everything.",
)
@WORKERS
@click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Hard budget for each target.")
@click.option("--shard", metavar="I/N", help="Only this machine's part of the run; see merge.")
@click.option("--waivers", metavar="FILE", help="Accepted findings: requirement, target, reason, expiry.")
@click.option(
    "--baseline", metavar="FILE", help="Known findings, as 'apitest baseline update' wrote them; only new ones fail."
)
@click.option("--resume", metavar="RUN", help="Finish a run that broke off; what was answered is not asked again.")
@asking
@click.pass_context
def run(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Full conformance run of configured TARGETS, of --url, or of the embedded reference endpoint.

    \b
    apitest run
    apitest run basel stockholm --depth full
    apitest run --url https://staging.example.org/informea.svc --fail-on should
    """
    from apitest.commands.running import Wishes, run  # noqa: PLC0415 - start-up
    from apitest.model import Depth  # noqa: PLC0415 - start-up

    depth = Depth(typed.pop("depth"))
    ctx.exit(run(Wishes(names=typed.pop("targets"), depth=depth, **typed)))


@click.command()
@click.argument("url", metavar="URL|NAME", shell_complete=names("subject"))
@CONFIG
@click.option("--watch", is_flag=True, help="Check again on the return key, and say what is mended and what is new.")
@click.option(
    "--every", type=click.FloatRange(10), metavar="S", help="Check again after so many seconds; implies --watch."
)
@click.option("-n", "workers", default="0", metavar="N|auto", show_default=True, help="Worker processes.")
@click.option(
    "--max-requests", type=click.IntRange(1), default=150, metavar="N", show_default=True, help="Hard budget."
)
@asking
@click.pass_context
def check(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Quick answer on one URL: no configuration, few requests, words to act on.

    NAME is a target of apitest.toml, or a provider whose historic addresses are known, such as basel: they are shown
    before anything is asked (apitest contracts show endpoints).

    \b
    apitest check https://odata.example.org/informea.svc
    apitest check http://127.0.0.1:8042/olingo2/informea.svc --watch
    apitest check basel
    """
    from apitest.commands.running import Wishes, check  # noqa: PLC0415 - start-up
    from apitest.model import Depth  # noqa: PLC0415 - start-up

    ctx.exit(check(Wishes(depth=Depth.QUICK, command="check", **typed)))


@click.command()
@click.argument("recording", metavar="RUN|FILE.har")
@click.option("--url", metavar="URL", help="Of an archive: the service root that it was recorded of.")
@click.option("--dialect", default="auto", metavar="NAME", show_default=True, help="Of an archive: its wire form.")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Of an archive: only this entity set.")
@click.option(
    "--depth",
    type=click.Choice(["quick", "standard", "full"]),
    default="standard",
    show_default=True,
    help="Of an archive: how much to judge.",
)
@WORKERS
@click.option("-o", "--output", metavar="DIR", help="Run directory to make; the recording is only read.")
@common
@click.pass_context
def replay(ctx: click.Context, /, *, recording: str, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Judge a recording again without a network, with the checks installed now: a run, or an archive of a browser or proxy.

    What the recording does not answer is untested, with the question that is missing; exit status 3 then.

    \b
    apitest replay apitest-runs/20260101T000000Z-basel
    apitest replay basel.har --url https://staging.example.org/informea.svc
    """
    from apitest.commands.replaying import replay  # noqa: PLC0415 - start-up
    from apitest.commands.running import Wishes  # noqa: PLC0415 - start-up
    from apitest.model import Depth  # noqa: PLC0415 - start-up

    ctx.exit(replay(recording, Wishes(depth=Depth(typed.pop("depth")), command="replay", **typed)))


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("-o", "output", required=True, metavar="DIR", help="Run directory to make.")
@common
@click.pass_context
def merge(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Join the parts of one run that --shard divided, refusing what does not belong together.

    \b
    apitest merge part-1 part-2 part-3 -o whole
    """
    from apitest.commands.running import merge  # noqa: PLC0415 - start-up

    ctx.exit(merge(**typed))


@click.command()
@click.argument("subject", metavar="URL|TARGET|RUN")
@CONFIG
@DIALECT
@ENTITY
@click.option("--provider", default="", metavar="NAME", help="The secretariat as the portal names it, such as cms.")
@click.option(
    "--portal",
    type=click.Choice(["2017", "2018"]),
    default="2018",
    show_default=True,
    help="Public version of the portal's importer.",
)
@click.option(
    "--what-if",
    multiple=True,
    metavar="fix=RULE",
    help="Reckon again as if this were mended; repeat, or join by commas.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--fates", metavar="FILE", help="Write the fate of every record to FILE, a line of JSON each.")
@click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Hard budget for each target.")
@click.option("--rate", metavar="R/s", help="Requests a second.")
@common
@click.pass_context
def accept(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Say what the portal would make of a feed, record by record: of an address, a configured target, or a recorded run.

    Exit status 0 if every record would be stored, 1 if not.

    \b
    apitest accept https://odata.example.org/informea.svc --provider cms
    apitest accept apitest-runs/20260101T000000Z-basel --what-if fix=H-TTL-03,H-GEN-05
    """
    from apitest.commands.accepting import Question, accept  # noqa: PLC0415 - start-up
    from apitest.commands.running import Wishes  # noqa: PLC0415 - start-up

    names = ("config", "dialect", "entities", "max_requests", "rate")
    wishes = Wishes(command="accept", **{name: typed.pop(name) for name in names})
    ctx.exit(accept(Question(wishes=wishes, **typed)))
