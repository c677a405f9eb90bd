"""The changes as an Atom feed (RFC 4287): one entry for each target and run that changed something."""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

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
    Write the feed; `changes` newest first, `names` and `addresses` (relative to the feed) of the targets.

    Ids are made of what does not change: the target, the run. A reader that has seen an entry does not see it again.
    """
    groups = [list(members) for _, members in groupby(changes, key=lambda change: (change.started, change.target))]
    entries = "".join(_entry(group, names, addresses, requirements) for group in groups[:_ENTRIES])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>{_urn(title)}</id>\n<title>{_safe(title)}: changes</title>\n<updated>{updated}</updated>\n"
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
    told = ", ".join(
        filter(None, (f"{len(broken)} newly not met" if broken else "", f"{len(mended)} mended" if mended else ""))
    )
    lines = [
        f"<li>{'Mended' if change.better else 'Newly not met'}: "
        f"{_safe(sentence(requirements[change.requirement]['sentence']))}</li>"
        for change in (*broken, *mended)[:_LISTED]
    ]
    more = f"<p>and {len(group) - _LISTED:,} more</p>" if len(group) > _LISTED else ""
    listed = escape("<ul>" + "".join(lines) + "</ul>" + more)
    return (
        f"<entry><id>{_urn(first.target, first.run)}</id><title>{_safe(names[first.target])}: {told}</title>"
        f'<updated>{first.started}</updated><link href="{escape(addresses[first.target])}"/>'
        f'<content type="html">{listed}</content></entry>\n'
    )


def _safe(text: str) -> str:
    return escape(shown(text))


def _urn(*parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
