"""Outputs that a user named: whole, or not at all."""

import os
from pathlib import Path

import pytest

from apitest.commands.saving import save
from apitest.errors import RunDirectoryError


def test_a_file_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    save(tmp_path / "report.json", b"{}")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.json", b"{}")]


def test_what_cannot_be_written_leaves_what_stood_there(tmp_path: Path) -> None:
    goal = tmp_path / "report.json"
    goal.write_bytes(b"before")
    (tmp_path / "report.json.part").mkdir()

    with pytest.raises(RunDirectoryError, match=r"report\.json"):
        save(goal, b"after")
    assert goal.read_bytes() == b"before"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"before")
    (tmp_path / "report.json").symlink_to("kept")

    save(tmp_path / "report.json", b"after")

    assert (tmp_path / "report.json").is_symlink()
    assert (tmp_path / "kept").read_bytes() == b"after"


def test_what_is_no_file_is_written_to() -> None:
    save(os.devnull, b"anything")

    assert Path(os.devnull).is_char_device()
