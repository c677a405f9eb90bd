"""The changes as an Atom feed (RFC 4287) in a language: one entry for each target and run that changed something."""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from apitest.reports.language import current, number, say
from apitest.reports.language import listed as comma
from apitest.reports.wording import sentence, shown
from apitest.results import RequirementRow
from apitest.site.standing import Change

_ENTRIES = 100
_LISTED = 25


def as_atom(
    title: str,
    changes: Sequence[Change],
    names: Mapping[str, str],
    addresses: Mapping[str, str],
    requirements: Mapping[str, RequirementRow],
    updated: str,
) -> bytes:
    """
    Write the feed in the language that is spoken.

    `changes` newest first, `names` and `addresses` (relative to the feed) of the targets, `requirements` in that language.

    Ids are made of what does not change: the target, the run, the language unless it is English. A reader that has seen an
    entry does not see it again.
    """
    groups = [list(members) for _, members in groupby(changes, key=lambda change: (change.started, change.target))]
    entries = "".join(_entry(group, names, addresses, requirements) for group in groups[:_ENTRIES])
    called = say("{title}: changes", title=say(title))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="'
        f'{current()}">\n<id>{_urn(title, *_tongue())}</id>\n<title>{_safe(called)}</title>\n'
        f"<updated>{updated}</updated>\n"
        '<author><name>apitest</name></author>\n<link rel="self" href="feed.atom"/>\n<link href="changes.html"/>\n'
        f"{entries}</feed>\n"
    ).encode("utf-8", "replace")


def _entry(
    group: Sequence[Change],
    names: Mapping[str, str],
    addresses: Mapping[str, str],
    requirements: Mapping[str, RequirementRow],
) -> str:
    first = group[0]
    mended = [change for change in group if change.better]
    broken = [change for change in group if not change.better]
    told = comma([_counted(part, better=part is mended) for part in (broken, mended) if part])
    lines = [f"<li>{_safe(_told(change, requirements))}</li>" for change in (*broken, *mended)[:_LISTED]]
    hidden = len(group) - _LISTED
    more = f"<p>{say('and {number} more', number=number(hidden))}</p>" if hidden > 0 else ""
    listed = escape("<ul>" + "".join(lines) + "</ul>" + more)
    return (
        f"<entry><id>{_urn(first.target, first.run, *_tongue())}</id><title>{_safe(names[first.target])}: {told}</title>"
        f'<updated>{first.started}</updated><link href="{escape(addresses[first.target])}"/>'
        f'<content type="html">{listed}</content></entry>\n'
    )


def _counted(group: Sequence[Change], *, better: bool) -> str:
    many = number(len(group))
    return say("mended: {number}", number=many) if better else say("newly not met: {number}", number=many)


def _told(change: Change, requirements: Mapping[str, RequirementRow]) -> str:
    said = sentence(requirements[change.requirement]["sentence"])
    return (
        say("Mended: {sentence}", sentence=said) if change.better else say("Newly not met: {sentence}", sentence=said)
    )


def _tongue() -> tuple[str, ...]:
    return () if current() == "en" else (current(),)


def _safe(text: str) -> str:
    return escape(shown(text))


def _urn(*parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
