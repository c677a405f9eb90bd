"""`apitest init`: a commented `apitest.toml`, or one more target in the one that is there."""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from apitest.commands.pipelines import write_pipeline
from apitest.contracts import load_contract
from apitest.dialects.recognition import Recognised
from apitest.errors import ConfigurationError, CouldNotAssess, UsageError
from apitest.evidence import Evidence
from apitest.model import Target
from apitest.recorded import write_whole
from apitest.runs import EVIDENCE, recognised
from apitest.targets import load_targets, target_of_url
from apitest.wire import Client

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEAD = """\
# Targets that apitest judges: apitest run judges them all, apitest run NAME one of them.
# One table a target, [targets.NAME]; every key: apitest contracts show configuration; apitest says what is wrong.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What was typed behind `init`."""

    url: str | None = None
    name: str | None = None
    config: str | None = None
    yes: bool = False
    offline: bool = False
    quiet: bool = False
    ci: str | None = None
    parts: int = 1


def init(start: Start) -> int:
    """
    Write or extend the configuration, and a job for CI where one is wished for; return the exit status.

    Raises:
        UsageError: no address, a name that is taken, a file that cannot be written.
    """
    path = Path(start.config or "apitest.toml")
    if start.url or not (start.ci and path.exists()):
        _take_in(start, path)
    if start.ci:
        written = write_pipeline(start.ci, [target.id for target in load_targets(path)], start.parts, path.parent)
        if not start.quiet:
            sys.stdout.write(f"Wrote {written}\n")
    return 0


def _take_in(start: Start, path: Path) -> None:
    target, title = _asked(start)
    existing = _existing(path, target.id)
    found, trouble = (None, "") if start.offline else _recognised(target)
    text = f"{existing.rstrip()}\n\n" if existing else f"{_HEAD}\n"
    _write(path, text + "\n".join(_table(target, title, found)) + "\n", existing)
    if not start.quiet:
        sys.stdout.write("\n".join(_told(path, target, found, added=bool(existing))) + "\n")
    if trouble:
        sys.stderr.write(f"The dialect was not recognised, so that each run will try:\n{trouble}\n")


def _asked(start: Start) -> tuple[Target, str]:
    talk = not start.yes and sys.stdin.isatty()
    url = start.url or (click.prompt("Address of the service", err=True) if talk else None)
    if not url:
        raise UsageError(
            expected="the address of a service",
            got="none",
            where="apitest init",
            fix="Give it: apitest init --url https://staging.example.org/informea.svc",
        )
    target = target_of_url(str(url))
    name = start.name or (click.prompt("Short name for it", default=target.id, err=True) if talk else target.id)
    return target_named(target, str(name)), str(name)


def target_named(target: Target, name: str) -> Target:
    """A target under an id made of a name: lower case letters, digits and hyphens."""
    made = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    if not _ID.fullmatch(made):
        raise UsageError(
            expected="a name with letters or digits of the Latin alphabet",
            got=repr(name),
            where="--name",
            fix="Give a short one, such as basel; what readers see is the key 'name', which holds any text.",
        )
    return Target(id=made, name=name, url=target.url, dialect="auto", politeness=target.politeness)


def _existing(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    if any(target.id == name for target in load_targets(path)):
        raise UsageError(
            expected="a name that is not taken",
            got=repr(name),
            where=str(path),
            fix="Give another with --name, or edit the file.",
        )
    return path.read_text("utf-8")


def _recognised(target: Target) -> tuple[Recognised | None, str]:
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        evidence = Evidence(Path(temporary) / EVIDENCE)
        client = Client(target, evidence)
        try:
            return recognised(client, load_contract(), ()), ""
        except CouldNotAssess as error:
            return None, error.told()
        finally:
            client.close()
            evidence.close()


def _table(target: Target, title: str, found: Recognised | None) -> Iterator[str]:
    yield f"[targets.{target.id}]"
    yield "# What readers of reports call it."
    yield f"name = {_text(title)}"
    yield "# The service root; credentials never stand in it."
    yield f"url = {_text(found.root if found else target.url)}"
    if found:
        yield from (f"# {line}" for line in _because(found))
        yield f"dialect = {_text(found.dialect)}"
        yield "# Sets to judge; without the line, all that the service offers."
        yield f"# entities = {json.dumps(list(found.entities))}"
    else:
        yield "# The wire form; auto recognises it in each run, with four requests at the most."
        yield 'dialect = "auto"'
        yield '# entities = ["decisions", "meetings"]'
    yield "# Treaty identifiers that its records may carry; without the line, any that is known."
    yield '# treaties = ["basel"]'
    yield "# Politeness, over all workers together, and a hard budget for a run."
    yield f'rate = "{_rate(target)}/s"'
    yield f"connections = {target.politeness.connections or 4}"
    yield "# max-requests = 2000"
    yield "# Credentials stay outside: only names of environment variables or files stand here."
    variable = target.id.upper().replace("-", "_")
    names = f'username-env = "{variable}_USER", password-env = "{variable}_PASSWORD"'
    yield f'# auth = {{ type = "basic", {names} }}'


def _rate(target: Target) -> str:
    # On loopback nobody is disturbed.
    return f"{target.politeness.rate or 1000:g}"


def _because(found: Recognised) -> Iterator[str]:
    """The marks as comments, without anything that could end a comment."""
    words = " ".join("".join(char if char.isprintable() else " " for char in found.because).split())
    yield f"The wire form, recognised: {words[:300]}."


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str, existing: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UsageError(
            expected="a file that can be written",
            got=error.strerror or str(error),
            where=str(path),
            fix="Give another with --config.",
        ) from error
    try:
        load_targets(path)
    except ConfigurationError:
        # Nobody's file is left worse than it was.
        write_whole(path, existing.encode()) if existing else path.unlink()
        raise


def _told(path: Path, target: Target, found: Recognised | None, *, added: bool) -> Iterator[str]:
    yield f"{'Added to' if added else 'Wrote'} {path}: {target.id}"
    if found:
        yield f"  speaks {found.dialect}: {found.because}"
        yield f"  offers {', '.join(found.entities)}"
    yield f"Next: apitest run {target.id}"
