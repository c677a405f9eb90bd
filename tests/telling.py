"""
What findings say, word for word, and what is asked before: `tests/checks/findings/NAME.txt` holds it, so that a change of
words is seen in review.

Any run of these tests with the variable `WRITE_FINDINGS=1` and `-n 0` writes what they hold anew; look at the difference
before you keep it.
"""

import ast
import os
from collections.abc import Iterable
from pathlib import Path

from apitest.model import Departure, Query

FOLDER = Path(__file__).parent / "checks" / "findings"
RENEW = "If the words are meant: run this test again with WRITE_FINDINGS=1 and -n 0, and check the file in."


ASKED: list[Query] = []
"""What the conversations of a test have asked, in order."""


def asked() -> str:
    """Those questions, one a line."""
    return "".join(f"    {query.method:<9} {query.url!r}\n" for query in ASKED)


def told(departures: Iterable[Departure]) -> str:
    """Departures as a person reads them, with everything that a check says."""
    rows = (
        (("breaks", item.requirement), ("expected", item.expected), ("got", item.got), ("where", item.pointer),
         ("record", item.record or ""), ("place", item.place), ("fix", item.fix),
         ("seen in", item.exchange.query.url if item.exchange else ""))
        for item in departures
    )  # fmt: skip
    return "".join("".join(f"    {name:<9} {value!r}\n" for name, value in row if value != "") + "\n" for row in rows)


def worded(examples: Iterable[tuple[str, Iterable[Departure]]]) -> str:
    """What is found in examples, each with the name of the requirement that it breaks."""
    return "".join(f"{name}\n{told(departures)}" for name, departures in examples)


def kept(name: str, text: str) -> str:
    """What the file of a name holds; `text` is written to it first where that is wished."""
    path = FOLDER / f"{name}.txt"
    if "WRITE_FINDINGS" in os.environ:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return path.read_text("utf-8")


def section(name: str, part: str, text: str) -> str:
    """What the file of a name holds of a part, such as a test; `text` is written there first where that is wished."""
    path = FOLDER / f"{name}.txt"
    parts = _parts(path)
    if "WRITE_FINDINGS" in os.environ:
        parts = {**parts, part: text}
        said = (f"{title!r}\n{parts[title]}" for title in sorted(parts) if parts[title])
        path.write_text("".join(said), "utf-8", newline="\n")
    return parts.get(part, "")


def _parts(path: Path) -> dict[str, str]:
    parts: dict[str, str] = {}
    title = ""
    for line in path.read_text("utf-8").splitlines(keepends=True) if path.exists() else ():
        if line.startswith(("'", '"')):
            title = ast.literal_eval(line)
        parts[title] = parts.get(title, "") + ("" if line.startswith(("'", '"')) else line)
    return parts
