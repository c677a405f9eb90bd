"""Imports point one way: pyproject.toml has the list that ARCHITECTURE.md draws."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST = 400
"""Lines of a module; by then it has a second idea, and wants a second module."""
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]


def test_every_room_is_in_a_layer() -> None:
    rooms = {
        path.stem
        for path in (ROOT / "src" / "apitest").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert {room.strip() for layer in LAYERS for room in layer.split("|")} == rooms - {"__init__", "__main__"}


def test_the_architecture_draws_the_same_layers() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

    assert "\n".join(LAYERS) in page


def test_nothing_is_imported_for_types_alone() -> None:
    offenders = [path for path in (ROOT / "src").rglob("*.py") if "if TYPE_CHECKING" in path.read_text("utf-8")]

    assert offenders == []


def test_the_standard_library_opens_no_other_socket() -> None:
    forbidden = re.compile(r"^\s*(from|import) (urllib\.request|http\.client|socket)\b", re.MULTILINE)
    offenders = {path.stem for path in (ROOT / "src").rglob("*.py") if forbidden.search(path.read_text("utf-8"))}

    assert offenders == {"connecting", "serving", "probing"}


def test_no_module_is_longer_than_anybody_reads() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")}

    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > LONGEST} == {}
