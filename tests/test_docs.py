"""The documentation says what is there: everything is documented, links lead somewhere, commands are commands."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from apitest.cli import main
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.errors import ApitestError
from apitest.reference.faults import FAULTS
from apitest.reports import FORMATS
from apitest.shipped import shipped
from serving import reference

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import referring  # noqa: E402 - found by the line above

CONTRACT = load_contract()
REFERENCE = referring.pages()
WRITTEN = {
    path: path.read_text("utf-8")
    for path in sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
    if not {"reference", "_build"} & set(path.relative_to(ROOT).parts)
}
"""The pages that are written by hand, with those that scripts of the tests and benchmarks write."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- everything is documented -----------------------------------------------------------------------------------------


def test_every_requirement_is_documented_on_the_page_of_its_class() -> None:
    missing = [
        item.id
        for item in CONTRACT.requirements.values()
        if f"## `{item.id}`" not in REFERENCE[f"requirements/{item.conformance_class}"]
        or item.sentence not in REFERENCE[f"requirements/{item.conformance_class}"]
    ]

    assert missing == []


def test_every_command_and_option_is_documented() -> None:
    page = REFERENCE["commands"]
    chapters = dict(re.findall(r"^## (apitest [a-z -]+)\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL))
    missing = [
        f"{' '.join(words)} {option}"
        for words, command in referring.every_command()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option not in chapters[f"apitest {' '.join(words)}"]
    ]

    assert missing == []


def test_every_dialect_entity_set_vocabulary_form_and_lie_is_documented() -> None:
    assert [name for name in DIALECTS if f"## `{name}`" not in REFERENCE["dialects"]] == []
    assert [name for name in CONTRACT.entities if f"| `{name}` |" not in REFERENCE["contracts"]] == []
    assert [name for name in CONTRACT.vocabularies if f"| `{name}` |" not in REFERENCE["contracts"]] == []
    assert [name for name in FORMATS if f"`{name}`" not in REFERENCE["commands"]] == []
    assert [name for name in FAULTS if f"| `{name}` |" not in REFERENCE["faults"]] == []


def every_error(kind: type[ApitestError] = ApitestError) -> Iterator[type[ApitestError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from every_error(child)


def test_every_error_is_documented_with_its_exit_status() -> None:
    kinds = [kind for kind in every_error() if kind.__module__ == "apitest.errors"]

    assert len(kinds) > 5
    assert [kind for kind in kinds if f"| `{kind.__name__}` | {kind.exit_status} |" not in REFERENCE["errors"]] == []


def keys_of(schema: Any) -> Iterator[str]:
    """Every property that a schema names, wherever."""
    if isinstance(schema, Mapping):
        for name, child in schema.get("properties", {}).items():
            if isinstance(child, Mapping):
                yield name
        for child in schema.values():
            yield from keys_of(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from keys_of(child)


@pytest.mark.parametrize("name", referring.SCHEMAS)
def test_every_key_of_a_file_is_documented(name: str) -> None:
    schema = json.loads(shipped("contracts", *referring.SCHEMAS[name][0].split("/")).read_text("utf-8"))

    missing = [key for key in keys_of(schema) if not re.search(rf"[`.]{re.escape(key)}`", REFERENCE[name])]

    assert missing == []


def test_every_page_is_reached_from_the_first() -> None:
    first = (DOCS / "index.md").read_text("utf-8")
    trees = "\n".join(re.findall(r"```\{toctree\}.*?```", first, flags=re.DOTALL)).split()
    by_hand = [path.relative_to(DOCS).with_suffix("").as_posix() for path in WRITTEN if path.is_relative_to(DOCS)]

    beside = referring.unnamed_pages()
    assert [name for name in by_hand if name not in (*trees, *beside, "index")] == []
    assert all(f"../{name}" in REFERENCE["index"] for name in beside)


# --- links lead somewhere ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"```.*?```", "", WRITTEN[path], flags=re.DOTALL)):
        if "://" in link or link.startswith("mailto:"):
            continue
        place = (path.parent / link).resolve()
        made = (
            place.is_relative_to(DOCS / "reference")
            and place.relative_to(DOCS / "reference").with_suffix("").as_posix()
        )
        if not place.exists() and made not in REFERENCE:
            broken.append(link)

    assert broken == []


def test_ids_that_are_named_exist() -> None:
    """A requirement that a page names in code is one that there is, or one that is said to be retired."""
    classes = {item.conformance_class for item in CONTRACT.requirements.values()}
    named = {
        (name_of(path), name)
        for path, text in WRITTEN.items()
        for name in re.findall(r"(?:explain |`)([a-z-]+/[a-z0-9-]+)(?=[`\s])", text)
        if name.partition("/")[0] in classes
    }

    assert named != set()
    assert [pair for pair in sorted(named) if pair[1] not in CONTRACT.requirements] == []


# --- commands are commands --------------------------------------------------------------------------------------------


def commands() -> list[tuple[str, str]]:
    """Page and command line, of all that stand in a block of their own."""
    found = []
    for path, text in WRITTEN.items():
        for language, block in re.findall(r"^```([^\n]*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
            lines = block.replace("\\\n", " ").splitlines() if language in ("", "console", "sh", "bash") else []
            found += [(name_of(path), line.strip().removeprefix("$ ")) for line in lines]
    return [(page, line) for page, line in found if re.match(r"(\.venv/bin/)?apitest ", line)]


EVERY = commands()


def test_there_are_commands_in_the_pages() -> None:
    assert len(EVERY) > 40


@pytest.mark.parametrize(("page", "line"), sorted(set(EVERY)))
def test_a_command_in_the_pages_is_one_that_there_is(page: str, line: str) -> None:
    words = shlex.split(line.replace("…", "x"), comments=True)
    words = words[: words.index(">")] if ">" in words else words

    parsed(main, words[1:])


def parsed(command: click.Command, words: list[str]) -> None:
    """Read a command line as the program would, without doing it."""
    if isinstance(command, click.Group):
        assert words[0] in command.commands, words
        parsed(command.commands[words[0]], words[1:])
    else:
        command.make_context("apitest", list(words))


# --- commands do what they say ----------------------------------------------------------------------------------------

NARROW = ("--requirement", "paging/walk-ends", "--entity", "meetings", "-n", "0")
"""What is typed behind each command that judges, so that it is quick."""
BLOCKING = ("serve --fault", "apitest load ", "prove", "--watch", "--every")
"""Commands that go on until they are stopped, or for long, or need another program; they are tested elsewhere."""
RUN = re.compile(r"(apitest-runs/\d{8}T\d{6}Z-\w+|\bRUN(-[A-Z]+)?\b)")


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with reference() as native:
        yield native.removesuffix("/mea-json")


@pytest.fixture(scope="module")
def recorded(service: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run, as pages take one for granted."""
    run = tmp_path_factory.mktemp("recorded") / "run"
    typed = CliRunner().invoke(main, ["run", "--url", f"{service}/mea-json", *NARROW, "-q", "--output", str(run)])
    assert typed.exit_code == 0, typed.output
    return run


def furnish(folder: Path, service: str, recorded: Path) -> None:
    """What lies in the folder of a reader who has followed other pages before."""
    (folder / "apitest.toml").write_text(
        "".join(f'[targets.{name}]\nurl = "{service}/mea-json"\nrate = "1000/s"\n' for name in ("basel", "ours")),
        "utf-8",
    )
    shutil.copytree(recorded, folder / "apitest-runs" / "recorded")
    (folder / "remarks.toml").write_text(
        '[[remark]]\ntarget = "basel"\nrequirement = "paging/walk-ends"\ntext = "It does."\ndate = 2026-01-01\n',
        "utf-8",
    )
    for name in ("metadata.xml", "metadata-2025.xml"):
        (folder / name).write_text(httpx.get(f"{service}/olingo2/informea.svc/$metadata").text, "utf-8")
    for name in ("old-schema.json", "new-schema.json"):
        (folder / name).write_text(json.dumps(CONTRACT.entities["meetings"].schema), "utf-8")
    key = Ed25519PrivateKey.generate()
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "public.pem").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    for words in (
        ["bundle", str(recorded), "-o", str(folder / "basel.zip"), "--sign", str(folder / "key.pem"), "-q"],
        ["baseline", "update", str(recorded), "-o", str(folder / "baseline.toml"), "-q"],
        ["report", str(recorded), "--format", "har", "-o", str(folder / "basel.har")],
        ["report", str(recorded), "--format", "har", "-o", str(folder / "basel.har")],
    ):
        assert CliRunner().invoke(main, words).exit_code == 0


def meant(line: str, service: str) -> list[str]:
    """The words of a command with what a reader would put in place of our examples."""
    line = RUN.sub("apitest-runs/recorded", line)
    line = line.replace(
        "https://staging.example.org/openapi.json", str(shipped("contracts", "openapi", "olingo2.json"))
    )
    line = line.replace("https://example.org/informea.svc/$metadata", f"{service}/olingo2/informea.svc/$metadata")
    line = re.sub(r"https?://[a-z0-9.:]+/(olingo2/informea\.svc|[A-Za-z/]*\.svc)(?!/)", f"{service}/mea-json", line)
    words = shlex.split(line, comments=True)[1:]
    narrowed = words[0] in ("check", "run") and "--resume" not in words
    return [*words, *(NARROW if narrowed else ())]


def kind_of(line: str) -> tuple[str, ...]:
    """What kind of use a command is: its words and options, whatever their values."""
    return tuple(
        word for word in shlex.split(line, comments=True)[1:] if re.fullmatch(r"-.*|[a-z]+|https?:.*|\d/\d", word)
    )


def flows() -> dict[str, list[str]]:
    """Page → its commands; what two pages use alike is done on one of them."""
    seen, found = set(), dict[str, list[str]]()
    for page, line in EVERY:
        if page != "docs/tutorial.md" and not any(mark in line for mark in BLOCKING) and kind_of(line) not in seen:
            seen.add(kind_of(line))
            found.setdefault(page, []).append(line)
    return found


FLOWS = flows()


@pytest.mark.parametrize("page", FLOWS)
def test_the_commands_of_a_page_do_what_it_says(
    page: str, service: str, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(tmp_path, service, recorded)
    monkeypatch.chdir(tmp_path)
    ended = {}

    for line in FLOWS[page]:
        words = meant(line.partition(" > ")[0], service)
        if words[0] == "init":
            (tmp_path / "apitest.toml").unlink()
        ended[line] = CliRunner().invoke(main, words)

    # 1 is an answer too: something departs, or is lost, or breaks. So is 3 of a part that has no set in it, and of a
    # recording that does not hold everything.
    parts = ("--shard", ".har")
    assert {
        line: done.output
        for line, done in ended.items()
        if done.exit_code not in (0, 1, 3 if any(part in line for part in parts) else 0)
    } == {}


# --- the tutorial -----------------------------------------------------------------------------------------------------

TUTORIAL = re.findall(r"^\$ (.*)$", (DOCS / "tutorial.md").read_text("utf-8"), flags=re.MULTILINE)
PROGRAMS = {
    # What is installed is here; and a run is narrowed to one requirement, which finds what is wrong.
    "pip": 'echo "$@" > "$PIP_LOG"',
    "python3": 'mkdir -p "$3/bin" && touch "$3/bin/activate"',
    "apitest": """
if [ "$1" = run ]; then set -- "$@" --requirement vocabulary/treaty --entity decisions -n 0; fi
exec "$REAL_PYTHON" -c 'from apitest.cli import main; main(prog_name="apitest")' "$@"
""",
}


def test_the_tutorial_leads_from_an_empty_folder_to_a_site_with_two_targets(tmp_path: Path) -> None:
    folder, programs = tmp_path / "empty", tmp_path / "programs"
    for place in (folder, programs):
        place.mkdir()
    for name, body in PROGRAMS.items():
        (programs / name).write_text(f"#!/bin/bash\n{body}\n", "utf-8")
        (programs / name).chmod(0o755)
    surroundings = {
        **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "REAL_PYTHON": sys.executable,
        "PIP_LOG": str(tmp_path / "pip.log"), "HOME": str(tmp_path),
    }  # fmt: skip

    statuses = []
    with reference("vocabulary-treaty-misspelt") as native:
        origin = native.removesuffix("/mea-json")
        for line in TUTORIAL:
            done = subprocess.run(
                ["bash", "-c", line.replace("http://127.0.0.1:8042", origin)],
                cwd=folder, env=surroundings, capture_output=True, text=True, check=False,
            )  # fmt: skip
            statuses.append((done.returncode, line))

    pages = "\n".join(path.read_text("utf-8") for path in (folder / "public").rglob("*.html"))
    assert len(TUTORIAL) == 5
    assert [status for status, _ in statuses] == [0, 0, 0, 1, 0], statuses
    assert (tmp_path / "pip.log").read_text("utf-8") == f"install {tmp_path}/apitest\n"
    assert all(name in pages for name in ("basel", "stockholm", "vocabulary/treaty"))


# --- the site ---------------------------------------------------------------------------------------------------------


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """Every page is read and every reference resolved; `tox -e docs` writes the pages too, which takes as long again."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", "dummy", str(DOCS), str(tmp_path / "site")],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
