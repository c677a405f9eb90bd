"""The contract files are held against their rules; an id that was published stays; the catalogue is a document."""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from apitest.commands.linting import LOCK, Fault, export, faults_of, lint, read_lock, write_lock
from apitest.errors import ConfigurationError, RunDirectoryError
from apitest.reports.catalogue import CATALOGUES, anchor_of, as_csv, as_html, as_json, as_markdown
from apitest.shipped import shipped
from making import CONTRACT

PAGING = "exchange/1.0/requirements/paging.toml"
TEXT = "exchange/1.0/requirements/text.toml"
LIST = "vocabularies/decision-status.json"
DECISION = "informea/1.5/schemas/decision.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(shipped("contracts"), tmp_path / "contracts")
    return tmp_path / "contracts"


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_no_published_id_vanishes_and_none_is_used_again() -> None:
    lock = read_lock(shipped("contracts"))

    assert lock.ids <= set(CONTRACT.requirements) | set(lock.retired)
    assert not set(lock.retired) & set(CONTRACT.requirements)
    assert not set(lock.retired) & lock.ids


def test_what_ships_breaks_no_rule(root: Path) -> None:
    write_lock(root)  # ids are locked when they are released; a new one is not wrong before

    assert list(faults_of(root)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (TEXT, '["text/entries-complete"]', '["text/Entries"]', f"{TEXT}, text/Entries: expected an id such as"),
        (PAGING, 'entities = ["*"]', 'entities = ["meeting"]', "expected 'entities' that exist, got 'meeting'"),
        (PAGING, 'portal-rules = ["H-', 'portal-rules = ["B-', "expected 'portal-rules' that exist, got 'B-"),
        (PAGING, 'kind = "clause"', 'kind = "proposal"', "expected a proposal in a document of our own"),
        (PAGING, 'kind = "proposal"', 'kind = "clause"', "expected the kind 'proposal' of a document of our own"),
        (LIST, '"source": "InforMEA', '"source": " ", "was": "InforMEA', f"{LIST}: expected the source"),
        (LIST, '"label": "draft"', '"label": "draft", "status": "alias"', f"{LIST}, draft: expected 'sameAs'"),
        (DECISION, '"type": "object"', '"type": "objekt"', f"{DECISION}: expected JSON Schema 2020-12"),
        (
            DECISION,
            '"number",\n    "treaty"',
            '"numbers",\n    "treaty"',
            "required properties that it has, got 'numbers'",
        ),
        (DECISION, "Position in lists.", "", f"{DECISION}, displayOrder: expected a description"),
    ],
)
def test_a_breach_is_told_with_file_and_table(root: Path, file: str, old: str, new: str, told: str) -> None:
    changed(root / file, old, new)

    assert any(told in str(fault) for fault in faults_of(root))


def test_an_id_in_two_files_is_told(root: Path) -> None:
    name = "informea/1.5/requirements/meetings.toml"
    table = re.search(r'\["paging/walk-ends"\].*?(?=\n\["|\Z)', (root / PAGING).read_text("utf-8"), re.DOTALL)
    assert table
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("\n" + table[0])

    expected = Fault(where=f"{PAGING}, paging/walk-ends", expected="an id of its own", got=f"one that {name} has too")

    assert expected in faults_of(root)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace('"paging/walk-ends"', '"paging/walks-end"'), "a requirement of this id"),
        (lambda text: text.replace('    "paging/walk-ends",\n', ""), "every id in the list"),
        (
            lambda text: text + '"paging/walk-ends" = { since = "1.1", instead = [], reason = "Not needed." }\n',
            "no requirement of a retired id",
        ),
        (
            lambda text: text + '"paging/old" = { since = "1.1", instead = ["paging/none"], reason = "Renamed." }\n',
            "since, instead (known ids) and reason",
        ),
    ],
)
def test_the_lock_tells_what_became_of_an_id(root: Path, change: Callable[[str], str], told: str) -> None:
    path = root / LOCK
    path.write_text(change(path.read_text("utf-8")), "utf-8")

    assert any(fault.expected.startswith(told) for fault in faults_of(root))


def test_the_lock_only_grows(root: Path) -> None:
    path = root / LOCK
    changed(path, "ids = [", 'ids = [\n    "paging/gone",')
    path.write_text(
        path.read_text("utf-8") + '"paging/old" = { since = "1.1", instead = [], reason = "Gone." }\n', "utf-8"
    )

    write_lock(root)

    assert "paging/gone" in read_lock(root).ids
    assert read_lock(root).retired == {"paging/old": {"since": "1.1", "instead": [], "reason": "Gone."}}


@pytest.mark.parametrize("text", ["", "ids", "other = 1"])
def test_a_broken_lock_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text, "utf-8")

    with pytest.raises(ConfigurationError, match="locked list"):
        read_lock(tmp_path)


def test_lint_says_how_much_it_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = lint(str(root), lock=False)

    assert status == 0
    assert "entity sets: no breaches of their rules" in capsys.readouterr().out


def test_lint_locks_and_tells(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(root / LIST, '"source": "InforMEA', '"source": " ", "was": "InforMEA')

    status = lint(str(root), lock=True)

    assert status == 1
    assert capsys.readouterr().out.startswith(f"{LIST}: expected the source that it is taken from, got none.\n")


def test_the_page_has_an_anchor_for_each_requirement_and_no_other_link() -> None:
    page = as_html(CONTRACT).decode()
    anchors = re.findall(r' id="([^"]+)"', page)

    assert len(anchors) == len(set(anchors))
    assert {anchor_of(name) for name in CONTRACT.requirements} <= set(anchors)
    assert {link.removeprefix("#") for link in re.findall(r'href="([^"]*)"', page)} <= set(anchors)
    assert "<script" not in page


def test_the_forms_hold_the_same_ids() -> None:
    ids = list(CONTRACT.requirements)

    assert [row["id"] for row in json.loads(as_json(CONTRACT))["requirements"]] == ids
    assert [row["id"] for row in csv.DictReader(io.StringIO(as_csv(CONTRACT).decode(), newline=""))] == ids
    assert re.findall(r"^### `(.*)`$", as_markdown(CONTRACT).decode(), re.MULTILINE) == ids


@pytest.mark.parametrize("form", CATALOGUES)
def test_a_document_is_the_same_each_time(form: str, tmp_path: Path) -> None:
    export(form, str(tmp_path / "catalogue"))

    assert CATALOGUES[form](CONTRACT) == (tmp_path / "catalogue").read_bytes()


def test_a_document_goes_to_the_terminal(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export("csv", None)

    assert capfdbinary.readouterr().out.startswith(b"id,class,obligation,sentence")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunDirectoryError, match="can be written"):
        export("json", str(tmp_path))
