"""
The README shows what a run says in fact.

After a change of what is said, `WRITE_README=1 python -m pytest tests/test_readme.py -n 0` takes the sample anew.
"""

import os
import re
from pathlib import Path

from click.testing import CliRunner

from apitest.cli import main
from apitest.reference.records import DEFAULT_COUNTS
from serving import reference

README = Path(__file__).parent.parent / "README.md"
_SAMPLE = re.compile(r"(?<=^```\n)✗ Not conformant.*?(?=^```$)", re.MULTILINE | re.DOTALL)
_FAULT = "vocabulary-treaty-misspelt"


def said() -> str:
    """What `check` says of the lie, up to what it does not judge."""
    with reference(_FAULT, counts=DEFAULT_COUNTS) as native:
        origin = native.removesuffix("/mea-json")
        result = CliRunner().invoke(main, ["check", f"{origin}/olingo2/informea.svc"])
    assert result.exit_code == 1, result.output
    return result.output.replace(origin.removeprefix("http://"), "127.0.0.1:8042").partition("\nNot judged")[0]


def test_the_sample_is_what_is_said() -> None:
    text = README.read_text("utf-8")
    shown = _SAMPLE.search(text)
    assert shown
    now = said()
    if "WRITE_README" in os.environ:
        README.write_text(text.replace(shown[0], now), "utf-8")
        return

    assert _FAULT in text
    assert shown[0] == now
