"""Adding a dialect is one module, one line in a table and one folder of fixtures: a toy is added that way, and all works."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOY = Path(__file__).parent.parent / "toy"
ROOT = TOY.parent.parent
IMPORT, LINE = "    odata4j,\n", '    "mea-json": cast("Dialect", mea_json),\n'


def test_a_module_a_line_and_a_folder_are_enough(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "src" / "apitest", tmp_path / "src" / "apitest", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    for name in ("contracts", "suites"):
        (tmp_path / name).symlink_to(ROOT / name)

    shutil.copy(TOY / "toy_json.py", tmp_path / "src" / "apitest" / "dialects")
    shutil.copytree(TOY / "fixtures", tmp_path / "fixtures", dirs_exist_ok=True)
    table = tmp_path / "src" / "apitest" / "dialects" / "__init__.py"
    before = table.read_text("utf-8")
    after = before.replace(IMPORT, f"{IMPORT}    toy_json,\n", 1)
    after = after.replace(LINE, f'{LINE}    "toy-json": cast("Dialect", toy_json),\n', 1)
    table.write_text(after, "utf-8")

    done = subprocess.run(
        [sys.executable, str(TOY / "trying.py")],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert len(after.splitlines()) == len(before.splitlines()) + 2
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("passed") > 50
    assert found == {"departures": 0, "loop": True, "recognised": "toy-json", "failed": [], "told": True}
