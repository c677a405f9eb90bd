"""
What is required, row by row, as a page: `python tests/covering.py` writes docs/coverage.md.

The rows of the published interface stand in docs/coverage.toml, those of our own documents in their `rules.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from apitest.shipped import shipped

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "coverage.md"
_HEAD = """# What is required, row by row

Every row of the published interface, of the vocabularies, of the deviations that were seen at real services, and of our own
documents of rules, with the requirements that have it; where none has, or not all of it, why. Made by
`python tests/covering.py` from `docs/coverage.toml` and the `rules.toml` beside our contracts; a test holds it to the
catalogue. `apitest explain ID` tells about a requirement.
"""


def chapters() -> list[Mapping[str, Any]]:
    """The chapters of docs/coverage.toml."""
    found: list[Mapping[str, Any]] = tomllib.loads((DOCS / "coverage.toml").read_text("utf-8"))["chapter"]
    return found


def rules(contract: str) -> Mapping[str, Mapping[str, Any]]:
    """The rules of a document of ours, by number."""
    return tomllib.loads(shipped("contracts", *contract.split("/"), "rules.toml").read_text("utf-8"))


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_chapters(), *_documents()])


def _chapters() -> Iterator[str]:
    for chapter in chapters():
        yield f"## {chapter['title']}\n"
        if chapter.get("note"):
            yield f"{chapter['note']}\n"
        yield from _table("row", ((row["what"], row) for row in chapter["row"]))


def _documents() -> Iterator[str]:
    for contract, title in (
        ("projects/1.0", "Rules of projects"),
        ("national-reports/1.0", "Rules of national reports"),
    ):
        yield f"## {title}\n"
        rows = (
            (f"{number}: {row['rule']}" if "rule" in row else number, row) for number, row in rules(contract).items()
        )
        yield from _table("rule", rows)


def _table(head: str, rows: Iterator[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    yield f"| {head} | requirements | why not, or not all of it |\n| --- | --- | --- |"
    for what, row in rows:
        ids = ", ".join(f"`{name}`" for name in row["requirements"])
        reason = row.get("reason") or row.get("note") or ""
        yield f"| {_cell(what)} | {ids or '–'} | {_cell(reason)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
