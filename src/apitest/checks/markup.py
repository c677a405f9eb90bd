"""Markup in texts that may hold it: nothing in it runs, and what it opens it closes."""

import re
from collections import Counter
from collections.abc import Iterator

from apitest.checks.setting import RecordCheck, Setting
from apitest.checks.text import Text, around, is_plain, prose
from apitest.model import Departure, Record

_RUNNING = re.compile(
    r"<\s*(?:/\s*)?(?:script|iframe|frame|object|embed|applet|form|meta|base|svg)\b[^<>]*"
    r"|<[a-z][^<>]*?[\s\"'/]on[a-z]{3,}\s*=[^<>]*"
    r"|<[a-z][^<>]*?\b(?:href|src|action)\s*=\s*(?:[\"']\s*)?(?:javascript|vbscript|data\s*:\s*text/html)[^<>]*",
    re.IGNORECASE,
)
"""Elements that run or load something, handlers of events, and addresses that are programs."""
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>abbr|a|b|big|blockquote|center|cite|code|div|em|font|h[1-6]|i|li|ol|pre|p|small|span|strike"
    r"|strong|style|sub|sup|table|tbody|td|tfoot|thead|th|tr|ul|u)(?=[\s/>]|$)(?P<rest>[^<>]*)(?P<close>>?)",
    re.IGNORECASE,
)
_MAY_STAY_OPEN = frozenset(("li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"))
"""Elements whose end HTML allows to leave out."""
_PLAIN = re.compile(r"{0}(?:<(p|b|i|em|strong|h[1-6])>{0}</\1>{0})*".format("[^<]*(?:<br ?/?>[^<]*)*"))


def is_plainly_laid_out(text: str) -> bool:
    """Whether a text has no elements but paragraphs, headings and the like, bare, none in another: no check speaks."""
    return _PLAIN.fullmatch(text) is not None


def _marked_up(record: Record, setting: Setting) -> Iterator[Text]:
    """The texts that may hold markup, and do."""
    return (text for text in prose(record, setting) if "<" in text.value and not is_plain(text, setting))


def nothing_runs(record: Record, setting: Setting) -> Iterator[Departure]:
    """A text holds no script, and no markup that runs or loads one."""
    for text in _marked_up(record, setting):
        found = _RUNNING.search(text.value)
        if found:
            got = f"{found.group()[:40]!r} in {around(text.value, *found.span())[:80]}"
            yield Departure(expected="text, and markup that only lays it out", got=got, pointer=text.pointer)


def markup_is_balanced(record: Record, setting: Setting) -> Iterator[Departure]:
    """Each element of a text that is opened is closed, inside the one that it was opened in."""
    for text in _marked_up(record, setting):
        flaw = _flaw_of(without_comments(text.value))
        if flaw:
            yield Departure(expected="elements that are opened and closed", got=flaw, pointer=text.pointer)


def without_comments(markup: str) -> str:
    """A text without what stands in comments that end; step by step, since a pattern looks for each end to the last sign."""
    kept, place = list[str](), 0
    while (start := markup.find("<!--", place)) >= 0 and (end := markup.find("-->", start + len("<!--"))) >= 0:
        kept.append(markup[place:start])
        place = end + len("-->")
    return "".join((*kept, markup[place:]))


def _flaw_of(markup: str) -> str:
    """What is wrong with the elements of a text; empty: nothing."""
    opened: list[str] = []
    among = Counter[str]()
    for tag in _TAG.finditer(markup):
        name, shown = tag["name"].lower(), tag.group()[:40]
        if not tag["close"]:
            return f"the tag {shown!r}, which does not end"
        if not tag["end"]:
            if not tag["rest"].endswith("/"):
                opened.append(name)
                among[name] += 1
        elif not among[name]:
            if name not in _MAY_STAY_OPEN:
                return f"{shown!r}, which closes nothing"
        elif not _close(opened, among, name):
            return f"{shown!r}, where <{opened[-1]}> is still open"
    left = [name for name in opened if name not in _MAY_STAY_OPEN]
    return f"<{left[-1]}>, which is not closed" if left else ""


def _close(opened: list[str], among: Counter[str], name: str) -> bool:
    """Close an element, and those in it that may stay open; False: another one is still open in it."""
    while opened[-1] == name or opened[-1] in _MAY_STAY_OPEN:
        last = opened.pop()
        among[last] -= 1
        if last == name:
            return True
    return False


RECORDS: dict[str, RecordCheck] = {
    "text/nothing-runs": nothing_runs,
    "text/markup-balanced": markup_is_balanced,
}
