"""Commands that say what runs found: reports, a site, what changed, a bundle that others can verify."""

from typing import Any

import click

from apitest.cli.options import REMARKS, common


@click.command()
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
@REMARKS
@common
def report(
    runs: tuple[str, ...],
    *,
    form: str,
    output: str | None,
    remarks: str | None,
    language: str,
    quiet: bool,  # noqa: ARG001 - the same for every command
) -> None:
    """
    Render runs again in another form.

    \b
    apitest report apitest-runs/20260101T000000Z-basel --format junit -o junit.xml
    apitest report apitest-runs/20260101T000000Z-basel --format html --lang ar -o report.html
    """
    from apitest.commands.reporting import report  # noqa: PLC0415 - start-up

    report(runs, form, output, remarks, language)


@click.command()
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
@REMARKS
@click.option(
    "-n",
    "workers",
    default="auto",
    metavar="N|auto",
    show_default=True,
    help="Processes that read runs and write pages.",
)
@common
def publish(**typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Write a static site over many runs: who meets what, since when, what changed. A RUN may be a directory of runs.

    Runs that the site knows are not read again, and only what changed is written.

    \b
    apitest publish apitest-runs -o public
    apitest publish apitest-runs/20260101T000000Z-basel -o public --remarks remarks.toml
    """
    from apitest.commands.publishing import publish  # noqa: PLC0415 - start-up

    publish(**typed)


@click.command()
@click.argument("subjects", nargs=-1, required=True, metavar="OLD... NEW")
@click.option("--ignore", multiple=True, metavar="POINTER", help="Of services: leave this place out; repeat for more.")
@click.option("--drift", is_flag=True, help="Of runs: also what is sent beyond the contract, and what of it never is.")
@click.option("--dialect", default="auto", metavar="NAME", show_default=True, help="Of services: their wire form.")
@click.option("--entity", "entities", multiple=True, metavar="NAME", help="Of services: only this set; repeat.")
@click.option("--max-requests", type=click.IntRange(1), metavar="N", help="Of services: hard budget for each.")
@click.option("--rate", metavar="R/s", help="Of services: requests a second.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@common
@click.pass_context
def compare(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
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


@click.command()
@click.argument("run", metavar="RUN")
@click.option("-o", "output", required=True, metavar="FILE", help="Bundle to write, such as basel.zip.")
@click.option("--sign", metavar="KEY", help="Sign it with this private key (Ed25519, PEM).")
@common
def bundle(**typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Pack a run into one file that others can verify: results, evidence and report, personal data replaced.

    \b
    apitest bundle apitest-runs/20260101T000000Z-basel -o basel.zip --sign key.pem
    """
    from apitest.commands.bundling import bundle  # noqa: PLC0415 - start-up

    bundle(**typed)


@click.command()
@click.argument("path", metavar="BUNDLE")
@click.option("--key", metavar="KEY", help="Also check the signature with this public key (Ed25519, PEM).")
@click.option("--judge/--no-judge", "judging", default=True, show_default=True, help="Work out the verdicts again.")
@click.option(
    "-n", "workers", type=click.IntRange(0), default=0, metavar="N", show_default=True, help="Worker processes."
)
@common
@click.pass_context
def verify(ctx: click.Context, /, **typed: Any) -> None:  # noqa: ANN401 - options of many types
    """
    Say whether a bundle is what it says it is, without a network: digests, signature, and the verdicts worked out again.

    Exit status 0: it is. 1: it was altered; the file is named. 3: cannot be told with what is installed here.

    \b
    apitest verify basel.zip --key public.pem
    """
    from apitest.commands.verifying import verify  # noqa: PLC0415 - start-up

    ctx.exit(verify(**typed))
