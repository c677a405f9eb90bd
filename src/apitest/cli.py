"""
The commands, as they are typed. Each imports what it needs only when it is called, so that `--help` costs no start-up.

Exit status: 0 conformant, 1 not conformant, 2 usage, 3 could not assess, 4 a fault of apitest, 130 interrupted.
"""

import sys
from typing import Any

import click

from apitest import __version__
from apitest.errors import ApitestError

_FAULT, _INTERRUPTED = 4, 130


class _Commands(click.Group):
    """Turns what goes wrong into four lines and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt as stop:
            directory = getattr(stop, "directory", None)
            click.echo("Interrupted." + (f" What is known so far: {directory}" if directory else ""), err=True)
            ctx.exit(_INTERRUPTED)
        except ApitestError as error:
            click.echo(error.told(), err=True)
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            ctx.exit(0)
        except Exception as error:
            if _verbose(ctx):
                raise
            click.echo(
                f"A fault of apitest: {type(error).__name__}: {error}\nRun again with -v and report what it says.",
                err=True,
            )
            ctx.exit(_FAULT)


def _verbose(ctx: click.Context) -> bool:
    return bool(ctx.params.get("verbose")) or "-v" in sys.argv or "--verbose" in sys.argv


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="apitest")
def main() -> None:
    """
    Test the data-exchange interfaces of multilateral environmental agreements against their contracts.

    \b
    apitest run                          judge the embedded reference endpoint
    apitest check https://example.org    a quick answer on one address
    """


def _common(function: Any) -> Any:  # noqa: ANN401 - a click command
    function = click.option("-v", "--verbose", is_flag=True, help="Show the traceback of a fault of apitest.")(function)
    return click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")(function)


def _names(kind: str) -> Any:  # noqa: ANN401 - click's own signature
    """What the shell completes: names of a kind, read only when the shell asks."""

    def complete(_ctx: click.Context, _param: click.Parameter, start: str) -> list[str]:
        from apitest.commands.completing import names_of  # noqa: PLC0415 - start-up

        return names_of(kind, start)

    return complete


_ASKING = (
    click.option(
        "--dialect",
        default="auto",
        metavar="NAME",
        show_default=True,
        help="Wire form; auto recognises it.",
        shell_complete=_names("dialect"),
    ),
    click.option(
        "--entity",
        "entities",
        multiple=True,
        metavar="NAME",
        help="Only this entity set; repeat for more.",
        shell_complete=_names("entity"),
    ),
    click.option(
        "--class",
        "classes",
        multiple=True,
        metavar="NAME",
        help="Only this conformance class.",
        shell_complete=_names("class"),
    ),
    click.option(
        "--requirement",
        "requirements",
        multiple=True,
        metavar="ID",
        help="Only this requirement.",
        shell_complete=_names("requirement"),
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


def _asking(function: Any) -> Any:  # noqa: ANN401 - a click command
    for option in reversed(_ASKING):
        function = option(function)
    return _common(function)


@main.command()
@click.argument("targets", nargs=-1, shell_complete=_names("target"))
@click.option("--config", metavar="FILE", help="Configuration; apitest.toml if there is one.")
@click.option("--url", metavar="URL", help="One target without configuration.")
@click.option(
    "--depth",
    type=click.Choice(["quick", "standard", "full"]),
    default="standard",
    show_default=True,
    help="quick: first pages; standard: full walks, bounded property tests; full: everything.",
)
@click.option("-n", "workers", default="auto", metavar="N|auto", show_default=True, help="Worker processes.")
@click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Hard budget for each target.")
@click.option("--shard", metavar="I/N", help="Only this machine's part of the run; see merge.")
@click.option("--waivers", metavar="FILE", help="Accepted findings: requirement, target, reason, expiry.")
@click.option(
    "--baseline", metavar="FILE", help="Known findings, as 'apitest baseline update' wrote them; only new ones fail."
)
@click.option("--resume", metavar="RUN", help="Finish a run that broke off; what was answered is not asked again.")
@_asking
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
    typed.pop("verbose")
    ctx.exit(run(Wishes(names=typed.pop("targets"), depth=depth, **typed)))


@main.command()
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
@click.option("-n", "workers", default="auto", metavar="N|auto", show_default=True, help="Worker processes.")
@click.option("-o", "--output", metavar="DIR", help="Run directory to make; the recording is only read.")
@_common
@click.pass_context
def replay(ctx: click.Context, /, *, recording: str, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
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


@main.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option("-o", "output", required=True, metavar="DIR", help="Run directory to make.")
@_common
@click.pass_context
def merge(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Join the parts of one run that --shard divided, refusing what does not belong together.

    \b
    apitest merge part-1 part-2 part-3 -o whole
    """
    from apitest.commands.running import merge  # noqa: PLC0415 - start-up

    ctx.exit(merge(**typed))


@main.command()
@click.argument("url", metavar="URL|NAME", shell_complete=_names("subject"))
@click.option("--config", metavar="FILE", help="Configuration; apitest.toml if there is one.")
@click.option("--watch", is_flag=True, help="Check again on the return key, and say what is mended and what is new.")
@click.option(
    "--every", type=click.FloatRange(10), metavar="S", help="Check again after so many seconds; implies --watch."
)
@click.option("-n", "workers", default="0", metavar="N|auto", show_default=True, help="Worker processes.")
@click.option(
    "--max-requests", type=click.IntRange(1), default=150, metavar="N", show_default=True, help="Hard budget."
)
@_asking
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

    typed.pop("verbose")
    ctx.exit(check(Wishes(depth=Depth.QUICK, command="check", **typed)))


@main.command()
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
@_common
@click.pass_context
def init(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Write a commented apitest.toml, or add a target to the one that is there. The dialect is recognised.

    \b
    apitest init --url https://staging.example.org/informea.svc --name basel
    apitest init --ci github
    """
    from apitest.commands.starting import Start, init  # noqa: PLC0415 - start-up

    ctx.exit(init(Start(**typed)))


@main.command()
@click.argument("subjects", nargs=-1, metavar="[URL|TARGET]...", shell_complete=_names("target"))
@click.option("--config", metavar="FILE", help="Configuration; apitest.toml if there is one.")
@_common
@click.pass_context
def doctor(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Look for what would keep a run from its verdict: installation, proxies, certificates, names, clocks.

    Without an address nothing is asked; each address named is asked once. Exit status 3 if something is in the way.

    \b
    apitest doctor
    apitest doctor https://staging.example.org/informea.svc
    """
    from apitest.commands.examining import doctor  # noqa: PLC0415 - start-up

    ctx.exit(doctor(**typed))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@_common
def completion(shell: str, *, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Print what makes a SHELL complete commands, options and names.

    \b
    apitest completion bash > ~/.local/share/bash-completion/completions/apitest
    eval "$(apitest completion zsh)"
    """
    from apitest.commands.completing import script  # noqa: PLC0415 - start-up

    click.echo(script(shell, main))


@main.command()
@click.argument("url", metavar="URL")
@click.option(
    "--i-own-this-endpoint", "owned", is_flag=True, help="It is yours, and those who run it know of the test."
)
@click.option("--dialect", default="auto", metavar="NAME", show_default=True, help="Wire form; auto recognises it.")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Only this entity set; repeat for more.")
@click.option("--users", type=click.IntRange(1, 200), default=5, show_default=True, help="Importers at a time.")
@click.option("--seconds", type=click.IntRange(1, 900), default=30, show_default=True, help="How long.")
@click.option(
    "--workers", type=click.IntRange(0, 50), default=0, metavar="N", help="Wait for N other machines to help."
)
@click.option("--worker", default="", metavar="HOST", help="Help the machine HOST, which waits for workers.")
@click.option("--port", type=click.IntRange(1, 65535), default=5557, show_default=True, help="Of the waiting machine.")
@click.option("-o", "--output", default="", metavar="FILE", help="Write the figures to FILE, as JSON.")
@_common
@click.pass_context
def load(ctx: click.Context, /, *, quiet: bool, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Put load on an endpoint of your own, with Locust: more than politeness allows. Loopback needs no permission.

    \b
    apitest load http://127.0.0.1:8042/olingo2/informea.svc --users 20 --seconds 10
    apitest load https://staging.example.org/informea.svc --i-own-this-endpoint --workers 2
    apitest load https://staging.example.org/informea.svc --i-own-this-endpoint --worker 192.0.2.7
    """
    from apitest.commands.loading import Load, load  # noqa: PLC0415 - start-up

    ctx.exit(load(Load(**typed)))


@main.command()
@click.argument("subject", metavar="URL|TARGET|RUN")
@click.option("--config", metavar="FILE", help="Configuration; apitest.toml if there is one.")
@click.option("--dialect", default="auto", metavar="NAME", show_default=True, help="Wire form; auto recognises it.")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Only this entity set; repeat for more.")
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
@_common
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

    typed.pop("verbose")
    names = ("config", "dialect", "entities", "max_requests", "rate")
    wishes = Wishes(command="accept", **{name: typed.pop(name) for name in names})
    ctx.exit(accept(Question(wishes=wishes, **typed)))


@main.command()
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
@_common
def serve(*, list_faults: bool, list_traits: bool, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
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


@main.command()
@click.option("--dialect", "dialects", multiple=True, metavar="NAME", help="Only this dialect.")
@click.option("--fault", "faults", multiple=True, metavar="NAME", help="Only this fault.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@_common
@click.pass_context
def prove(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Prove the suite: each requirement against the reference endpoint, honest and lying.

    \b
    apitest prove
    apitest prove --fault walk-loops
    apitest prove --format html > proof.html
    """
    from apitest.commands.proving import prove_suite  # noqa: PLC0415 - start-up

    ctx.exit(prove_suite(**typed))


@main.command()
@click.argument("requirement", shell_complete=_names("requirement"))
@_common
def explain(requirement: str, *, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Explain a REQUIREMENT: what it says, where it comes from, what a breach costs, how to mend it.

    \b
    apitest explain paging/walk-ends
    """
    from apitest.commands.telling import explain  # noqa: PLC0415 - start-up

    click.echo(explain(requirement), nl=False)


@main.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "--format",
    "form",
    required=True,
    metavar="F",
    help="For people: html, text, markdown, pdf. For programs: json, ndjson, junit, sarif, ctrf, earl, csv, har, "
    "annotations, badge, badge-svg.",
)
@click.option("-o", "output", metavar="PATH", help="File to write; without it, the terminal.")
@click.option("--lang", "language", default="en", show_default=True, metavar="L", help="en, fr, es, ru, ar or zh.")
@click.option("--remarks", metavar="FILE", help="What partners say of findings, shown beside them (TOML or JSON).")
@_common
def report(
    runs: tuple[str, ...],
    *,
    form: str,
    output: str | None,
    remarks: str | None,
    language: str,
    quiet: bool,  # noqa: ARG001
    verbose: bool,  # noqa: ARG001
) -> None:
    """
    Render runs again in another form.

    \b
    apitest report apitest-runs/20260101T000000Z-basel --format junit -o junit.xml
    apitest report apitest-runs/20260101T000000Z-basel --format html --lang ar -o report.html
    """
    from apitest.commands.reporting import report  # noqa: PLC0415 - start-up

    report(runs, form, output, remarks, language)


@main.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.option(
    "-o", "output", required=True, metavar="DIR", help="Directory of the site; what is in it is brought up to date."
)
@click.option(
    "--title", default="Conformance of partner interfaces", metavar="TEXT", show_default=True, help="Name of the site."
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="L",
    help="Beside English only this language; repeat. Default: all six.",
)
@click.option("--remarks", metavar="FILE", help="What partners say of findings, shown beside them (TOML or JSON).")
@click.option(
    "-n",
    "workers",
    default="auto",
    metavar="N|auto",
    show_default=True,
    help="Processes that read runs and write pages.",
)
@_common
def publish(*, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Write a static site over many runs: who meets what, since when, what changed. A RUN may be a directory of runs.

    Runs that the site knows are not read again, and only what changed is written.

    \b
    apitest publish apitest-runs -o public
    apitest publish apitest-runs/20260101T000000Z-basel -o public --remarks remarks.toml
    """
    from apitest.commands.publishing import publish  # noqa: PLC0415 - start-up

    publish(**typed)


@main.command()
@click.argument("subjects", nargs=-1, required=True, metavar="OLD... NEW")
@click.option("--ignore", multiple=True, metavar="POINTER", help="Of services: leave this place out; repeat for more.")
@click.option("--drift", is_flag=True, help="Of runs: also what is sent beyond the contract, and what of it never is.")
@click.option("--dialect", default="auto", metavar="NAME", show_default=True, help="Of services: their wire form.")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Of services: only this set; repeat.")
@click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Of services: hard budget for each.")
@click.option("--rate", metavar="R/s", help="Of services: requests a second.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@_common
@click.pass_context
def compare(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Say what changed from OLD to NEW, and what of it breaks those who read the data.

    Contracts: a version that ships (informea/1.5, openapi/olingo2), a contract folder, a file or an address with JSON
    Schema, OpenAPI or EDMX ($metadata).

    Runs: two or more run directories, the oldest first: findings that are new, mended, lasting or flapping, requirements
    with another outcome, records that appeared, vanished or changed, and drift of the fields.

    Services: two addresses. Both are walked, records are joined by id, and the old one is asked twice, so that what it
    says otherwise each time is not held against the new one. Ends with: safe to switch, yes or no, and why.

    Exit status 0 if nothing breaks, 1 if something does, 3 if nobody can tell.

    \b
    apitest compare old-schema.json new-schema.json
    apitest compare apitest-runs/20260101T000000Z-basel apitest-runs/20260201T000000Z-basel --drift
    apitest compare https://www.example.org/informea.svc https://staging.example.org/informea.svc
    apitest compare metadata-of-last-year.xml 'https://example.org/informea.svc/$metadata'
    """
    from apitest.commands.comparing import Comparison, compare  # noqa: PLC0415 - start-up
    from apitest.commands.running import Wishes  # noqa: PLC0415 - start-up

    wishes = Wishes(
        command="compare", **{name: typed.pop(name) for name in ("dialect", "entities", "max_requests", "rate")}
    )
    ctx.exit(compare(Comparison(wishes=wishes, **typed)))


@main.group()
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
@_common
@click.pass_context
def baseline_update(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001
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
@_common
@click.pass_context
def baseline_prune(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001
    """
    Take away what a RUN shows to be mended.

    \b
    apitest baseline prune RUN -o baseline.toml
    """
    from apitest.commands.waiving import prune  # noqa: PLC0415 - start-up

    ctx.exit(prune(**typed))


@main.command()
@click.argument("run", metavar="RUN")
@click.option("-o", "output", required=True, metavar="FILE", help="Bundle to write, such as basel.zip.")
@click.option("--sign", metavar="KEY", help="Sign it with this private key (Ed25519, PEM).")
@_common
def bundle(*, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Pack a run into one file that others can verify: results, evidence and report, personal data replaced.

    \b
    apitest bundle apitest-runs/20260101T000000Z-basel -o basel.zip --sign key.pem
    """
    from apitest.commands.bundling import bundle  # noqa: PLC0415 - start-up

    bundle(**typed)


@main.command()
@click.argument("path", metavar="BUNDLE")
@click.option("--key", metavar="KEY", help="Also check the signature with this public key (Ed25519, PEM).")
@click.option("--judge/--no-judge", "judging", default=True, show_default=True, help="Work out the verdicts again.")
@click.option(
    "-n", "workers", type=click.IntRange(0), default=0, metavar="N", show_default=True, help="Worker processes."
)
@_common
@click.pass_context
def verify(ctx: click.Context, /, *, verbose: bool, **typed: Any) -> None:  # noqa: ANN401, ARG001 - options of many types
    """
    Say whether a bundle is what it says it is, without a network: digests, signature, and the verdicts worked out again.

    Exit status 0: it is. 1: it was altered; the file is named. 3: cannot be told with what is installed here.

    \b
    apitest verify basel.zip --key public.pem
    """
    from apitest.commands.verifying import verify  # noqa: PLC0415 - start-up

    ctx.exit(verify(**typed))


@main.group()
def contracts() -> None:
    """
    Show the contracts, schemas, vocabularies and OpenAPI documents that ship.

    \b
    apitest contracts list
    apitest contracts show decisions
    """


@contracts.command("list")
@_common
def contracts_list(*, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    List everything that ships.

    \b
    apitest contracts list
    """
    from apitest.commands.telling import listed  # noqa: PLC0415 - start-up

    click.echo(listed(), nl=False)


@contracts.command("show")
@click.argument("name")
@_common
def contracts_show(name: str, *, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
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
@_common
def contracts_export(form: str, output: str | None, *, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
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
@_common
@click.pass_context
def contracts_lint(ctx: click.Context, folder: str | None, *, lock: bool, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - the same for every command
    """
    Hold every contract file against its rules, those that ship or those in FOLDER; 1 if one breaks them.

    \b
    apitest contracts lint
    """
    from apitest.commands.linting import lint as held  # noqa: PLC0415 - start-up

    ctx.exit(held(folder, lock=lock))
