"""`apitest check --watch`: looks again when told to, or after a while, and says what became of what was found."""

import select
import sys
import threading
from collections.abc import Callable, Iterator

from apitest.results import Results, VerdictRow

_IDLE = 60.0
"""Seconds between two looks where nobody sits at the terminal and none were named."""
Place = tuple[str, str, str]
"""Target, requirement, entity set."""


def watch(look: Callable[[], Results], first: Results, again: Callable[[], bool]) -> Results:
    """Look again as long as `again` says so; print what changed each time; the last results."""
    last = first
    while again():
        now = look()
        sys.stdout.write("\n".join(changes(last, now)) + "\n")
        sys.stdout.flush()
        last = now
    return last


def changes(old: Results, new: Results) -> Iterator[str]:
    """What a reader wants to know after mending something: what is gone, what came, what is left."""
    before, after = _failed(old), _failed(new)
    judged = {_place(row) for row in new["verdicts"] if row["outcome"] in ("passed", "inapplicable")}
    for place in before:
        if place in judged:
            yield f"✓ mended  {_words(place)}"
        elif place not in after:
            yield f"? untold  {_words(place)}"
    for place, many in after.items():
        known = before.get(place)
        if known is None:
            yield f"✗ new     {_words(place)}, {many} findings; apitest explain {place[1]}"
        elif known != many:
            yield f"✗ still   {_words(place)}, {many} findings, were {known}"
        else:
            yield f"✗ still   {_words(place)}, {many} findings"
    if not after:
        unjudged = new["run"]["outcome"] != "passed"
        yield "? nothing failed, but not everything could be judged" if unjudged else "✓ nothing is left to mend"


def _failed(results: Results) -> dict[Place, int]:
    return {_place(row): row["findings"] for row in results["verdicts"] if row["outcome"] == "failed"}


def _place(row: VerdictRow) -> Place:
    return row["target"], row["requirement"], row["entity"]


def _words(place: Place) -> str:
    target, requirement, entity = place
    return f"{requirement}" + (f" ({entity})" if entity else "") + f" at {target}"


def next_look(every: float | None) -> Callable[[], bool]:
    """
    Wait for the user, for so many seconds, or for whichever comes first.

    At a terminal the return key looks again and `q` ends; elsewhere only time does.
    """
    if not sys.stdin.isatty():
        pause = threading.Event()
        return lambda: not pause.wait(every or _IDLE)
    told = "Return checks again" + (f", and so do {every:g} s" if every else "") + "; q ends.\n"

    def wait() -> bool:
        sys.stderr.write(told)
        ready, _, _ = select.select([sys.stdin], [], [], every)
        line = sys.stdin.readline() if ready else "\n"
        return line.strip().lower() not in ("q", "quit") and line != ""

    return wait
