"""
The commands, as they are typed. Each imports what it needs only when it is called, so that `--help` costs no start-up.

Exit status: 0 conformant, 1 not conformant, 2 usage, 3 could not assess, 4 a fault of apitest, 130 interrupted.
"""

from typing import Any

import click

from apitest import __version__
from apitest.cli import catalogue, desk, judging, rehearsing, saying, waiving
from apitest.cli.options import is_verbose
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
            if is_verbose(ctx):
                raise
            click.echo(
                f"A fault of apitest: {type(error).__name__}: {error}\nRun again with -v and report what it says.",
                err=True,
            )
            ctx.exit(_FAULT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="apitest")
def main() -> None:
    """
    Test the data-exchange interfaces of multilateral environmental agreements against their contracts.

    \b
    apitest run                          judge the embedded reference endpoint
    apitest check https://example.org    a quick answer on one address
    """


for _command in (
    *(judging.run, judging.check, judging.replay, judging.merge, judging.accept),
    *(desk.init, desk.doctor, desk.completion, desk.explain),
    *(rehearsing.serve, rehearsing.prove, rehearsing.load),
    *(saying.report, saying.publish, saying.compare, saying.bundle, saying.verify),
    *(waiving.baseline, catalogue.contracts),
):
    main.add_command(_command)
