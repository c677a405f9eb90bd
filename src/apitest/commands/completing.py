"""Shell completion: the script that click makes, and the names that it completes."""

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.endpoints import load_providers
from apitest.errors import ApitestError
from apitest.targets import load_targets

SHELLS = ("bash", "zsh", "fish")


def script(shell: str, program: click.Command) -> str:
    """What a shell has to read so that it completes what is typed behind `apitest`."""
    kind = get_completion_class(shell)
    assert kind is not None
    return kind(program, {}, "apitest", "_APITEST_COMPLETE").source()


def names_of(kind: str, start: str) -> list[str]:
    """Names of a kind that begin so, in the order of the catalogue; nothing where nothing can be read."""
    try:
        return [name for name in _every(kind) if name.startswith(start)]
    except ApitestError:
        return []


def _every(kind: str) -> Iterable[str]:
    if kind == "dialect":
        return ("auto", *DIALECTS)
    if kind in ("target", "subject"):
        path = Path("apitest.toml")
        configured = [target.id for target in load_targets(path)] if path.exists() else []
        return [*configured, *(load_providers() if kind == "subject" else ())]
    contract = load_contract()
    if kind == "entity":
        return contract.entities
    if kind == "class":
        return dict.fromkeys(item.conformance_class for item in contract.requirements.values())
    return contract.requirements
