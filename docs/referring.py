"""
The reference as Markdown: `python docs/referring.py` writes docs/reference; the site does so each time it is built.

Nothing in it is written by hand, so nothing in it can be stale: requirements come from the catalogue, options from the
commands, fields from the schemas, dialects and errors from the code.
"""

import inspect
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from apitest import errors
from apitest.cli import main
from apitest.commands.wire_forms import dialects_told
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, openapi_form
from apitest.endpoints import load_providers
from apitest.reference.faults import FAULTS
from apitest.reference.traits import TRAITS
from apitest.reports import FORMATS
from apitest.reports.catalogue import CATALOGUES
from apitest.shipped import shipped

ROOT = Path(__file__).parent.parent
MADE = "*This page is made of {source}; do not edit it.*\n"
HOUSE = {"architecture": "ARCHITECTURE.md", "contributing": "CONTRIBUTING.md", "changelog": "CHANGELOG.md"}
"""Pages of the house that the site shows too."""
SCHEMAS = {
    "configuration": ("config/apitest-config-1.schema.json", "apitest.toml"),
    "waivers": ("config/apitest-waivers-1.schema.json", "Waivers and baselines"),
    "results": ("results/apitest-results-1.schema.json", "results.json"),
    "site-index": ("results/apitest-site-1.schema.json", "index.json of a site"),
    "site-changes": ("results/apitest-changes-1.schema.json", "changes.json of a site"),
    "comparison": ("results/apitest-compare-1.schema.json", "compare --format json"),
}


def write_reference(folder: Path) -> None:
    """Write all pages of the reference into a folder, in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages().items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """Name of a page → its Markdown."""
    made = {
        "commands": commands_page(),
        "contracts": contracts_page(),
        "dialects": dialects_page(),
        "endpoints": endpoints_page(),
        "errors": errors_page(),
        "faults": faults_page(),
        **{name: schema_page(*about) for name, about in SCHEMAS.items()},
        **dict(requirement_pages()),
        **{name: house_page(file) for name, file in HOUSE.items()},
    }
    return {"index": index_page(made), **made}


def index_page(made: Mapping[str, str]) -> str:
    """All pages of the reference."""
    own = [*(name for name in made if "/" not in name), *(f"../{name}" for name in unnamed_pages())]
    lines = [
        "# Reference\n",
        MADE.format(source="the catalogue, the commands and the schemas"),
        "```{toctree}",
        ":maxdepth: 1\n",
    ]
    return "\n".join([*lines, *own, "```", ""])


def unnamed_pages() -> list[str]:
    """Pages beside the first that it does not name: a new page is in the menu by itself."""
    folder = Path(__file__).parent
    named = (folder / "index.md").read_text("utf-8").split()
    return [path.stem for path in sorted(folder.glob("*.md")) if path.stem not in ("index", *named)]


# --- requirements -----------------------------------------------------------------------------------------------------


def requirement_pages() -> Iterator[tuple[str, str]]:
    """One page a conformance class, and one that lists them."""
    text = CATALOGUES["markdown"](load_contract()).decode()
    head, *chapters = re.split(r"^## ", text, flags=re.MULTILINE)
    names = []
    for chapter in chapters:
        title, _, body = chapter.partition("\n")
        found = re.search(r"^### `([a-z0-9-]+)/", body, flags=re.MULTILINE)
        assert found is not None
        names.append(found[1])
        yield f"requirements/{found[1]}", f"# {title}\n\n{_lifted(body)}"
    listing = "\n".join(["```{toctree}", *names, "```", ""])
    yield "requirements/index", f"{head.strip()}\n\n{MADE.format(source='the contracts')}\n{listing}"


def _lifted(body: str) -> str:
    return re.sub(r"^### ", "## ", body, flags=re.MULTILINE)


# --- commands ---------------------------------------------------------------------------------------------------------


def every_command(group: click.Group = main, *words: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that are typed for it."""
    for name, command in group.commands.items():
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, *words, name)


def commands_page() -> str:
    """Every command with its own help."""
    parts = ["# Commands\n", MADE.format(source="the commands' own help")]
    parts += [
        "Exit status: 0 conformant, 1 not conformant, 2 usage, 3 could not assess, 4 a fault of ours, 130 interrupted.\n",
    ]
    for words, command in every_command():
        # With the settings that commands inherit when they are typed: click keeps the names of the help option.
        context = click.Context(command, info_name=f"apitest {' '.join(words)}", **main.context_settings)
        parts.append(f"## apitest {' '.join(words)}\n\n```text\n{command.get_help(context)}\n```\n")
    forms = ", ".join(f"`{name}`" for name in sorted((*FORMATS, "har")))
    parts.append(f"## Forms of reports\n\n{forms}\n")
    return "\n".join(parts)


# --- schemas ----------------------------------------------------------------------------------------------------------


def schema_page(file: str, title: str) -> str:
    """A JSON Schema as tables, one an object."""
    schema = json.loads(shipped("contracts", *file.split("/")).read_text("utf-8"))
    parts = [f"# {title}\n", MADE.format(source=f"`contracts/{file}`"), f"{schema.get('description', '')}\n"]
    parts += _table("The whole", schema)
    for name, definition in schema.get("$defs", {}).items():
        if "properties" in definition:
            parts += _table(name, definition)
        else:
            parts.append(f"## {name}\n\n{_words(definition)}\n")
    return "\n".join(parts)


def _table(title: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    if schema.get("description") and title != "The whole":
        yield f"{_cell(schema['description'])}\n"
    yield "| key | what | |\n| --- | --- | --- |"
    yield from _rows(schema, "")
    yield ""


def _rows(schema: Mapping[str, Any], above: str) -> Iterator[str]:
    needed = schema.get("required", ())
    for name, child in schema.get("properties", {}).items():
        if isinstance(child, dict):
            yield f"| `{above}{name}` | {_words(child)} | {'required' if name in needed else ''} |"
            inner = child.get("items", child)
            if isinstance(inner, dict) and "properties" in inner:
                yield from _rows(inner, f"{above}{name}{'[]' if 'items' in child else ''}.")
            each = child.get("additionalProperties")
            if isinstance(each, dict) and "properties" in each:
                yield from _rows(each, f"{above}{name}.*.")


def _words(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "")
    told = [", ".join(kind) if isinstance(kind, list) else str(kind)]
    inner = schema.get("items") or schema.get("additionalProperties") or {}
    reference = schema.get("$ref") or (inner.get("$ref") if isinstance(inner, dict) else None)
    if reference:
        told.append(f"see {reference.rpartition('/')[2]}")
    if "enum" in schema:
        told.append("one of " + ", ".join(f"`{value}`" for value in schema["enum"]))
    elif "const" in schema:
        told.append(f"`{schema['const']}`")
    return _cell(
        "; ".join(part for part in told if part) + (f". {schema['description']}" if "description" in schema else "")
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ").strip("; .") + (
        "." if text.strip("; .") else ""
    )


# --- what else there is -----------------------------------------------------------------------------------------------


def contracts_page() -> str:
    """Contract families, entity sets and vocabularies."""
    contract = load_contract()
    parts = ["# Contracts\n", MADE.format(source="`contracts/`"), "## Entity sets\n"]
    parts.append(
        "| name | on the wire | family | version | what | properties |\n| --- | --- | --- | --- | --- | ---: |"
    )
    parts += [
        f"| `{item.name}` | `{item.wire_name}` | {item.family} | {contract.versions[item.family]} | {item.title} "
        f"| {len(item.shape.fields)} |"
        for item in contract.entities.values()
    ]
    parts.append("\n## Vocabularies\n\n| name | what | terms | | source |\n| --- | --- | ---: | --- | --- |")
    parts += [
        f"| `{item.name}` | {item.title} | {len(item.terms) or len(item.patterns)} | {'open' if item.open else 'closed'} "
        f"| {_cell(item.source)} |"
        for item in contract.vocabularies.values()
    ]
    return "\n".join([*parts, ""])


def dialects_page() -> str:
    """The wire forms: what they lack, and what is lost in them."""
    parts = ["# Dialects\n", MADE.format(source="`src/apitest/dialects`")]
    for name, dialect in DIALECTS.items():
        parts.append(f"## `{name}`\n\n{dialect.TITLE}.\n")
        described = openapi_form(name) is not None
        parts.append(
            f"OpenAPI document: {f'`apitest contracts show {name}`' if described else 'none, it does not speak JSON'}.\n"
        )
        if dialect.LACKS:
            parts.append("\n".join(f"- `{feature}`: {reason}" for feature, reason in dialect.LACKS.items()) + "\n")
    parts.append(f"## Side by side\n\n```text\n{dialects_told(load_contract())}```\n")
    return "\n".join(parts)


def endpoints_page() -> str:
    """The registry of historic addresses."""
    parts = ["# Known endpoints\n", MADE.format(source="`contracts/endpoints.toml`")]
    parts.append("All historic; asked only if you name the provider: `apitest check NAME`.\n")
    parts.append("| provider | address | entity sets | wire form | |\n| --- | --- | --- | --- | --- |")
    for provider in load_providers().values():
        parts += [
            f"| `{provider.id}` | `{item.url}` | {', '.join(item.entities)} | {item.dialect} ({item.by}) | {item.private} |"
            for item in provider.services
        ]
    return "\n".join([*parts, ""])


def every_error() -> list[type[errors.ApitestError]]:
    """The classes of errors, as the module has them."""
    known = (item for _, item in inspect.getmembers(errors, inspect.isclass))
    return sorted((item for item in known if issubclass(item, errors.ApitestError)), key=lambda item: item.exit_status)


def errors_page() -> str:
    """What can go wrong with us, by exit status."""
    parts = ["# Errors\n", MADE.format(source="`src/apitest/errors.py`")]
    parts.append(
        "What a target does wrong is a finding, never an error. An error says that apitest, its user or the network kept us "
        "from judging; on the terminal it is told as expected / got / where / fix.\n"
    )
    parts.append("| error | exit status | what |\n| --- | ---: | --- |")
    parts += [
        f"| `{item.__name__}` | {item.exit_status} | {_cell(inspect.getdoc(item) or '')} |" for item in every_error()
    ]
    return "\n".join([*parts, ""])


def faults_page() -> str:
    """The lies of the reference endpoint, and its habits."""
    parts = ["# Lies and habits of the reference endpoint\n", MADE.format(source="`src/apitest/reference`")]
    parts.append("`apitest serve --fault NAME` lies so; `apitest prove --fault NAME` proves that it is found.\n")
    parts.append("| lie | breaks | what it does | near-miss |\n| --- | --- | --- | --- |")
    parts += [
        f"| `{item.name}` | `{item.breaks}` | {_cell(item.lie.sentence)} | {_cell(item.near_miss.sentence)} |"
        for item in FAULTS.values()
    ]
    parts.append("\n## Habits\n\n`apitest serve --trait NAME` takes one up; none of them breaks a requirement.\n")
    parts += [f"- `{name}`: {_cell(item.sentence)}" for name, item in TRAITS.items()]
    return "\n".join([*parts, ""])


def house_page(file: str) -> str:
    """A page of the house, with its links to files of the repository as text."""
    text = (ROOT / file).read_text("utf-8")
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)", r"\1", text)


if __name__ == "__main__":
    write_reference(Path(__file__).parent / "reference")
