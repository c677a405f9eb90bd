"""
The files of a site, each with what it was made from, so that only what changed is made again.

Pure: standings and the newest results in, bytes out. Every address is relative; nothing outside the site is referred to.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from apitest.model import Outcome
from apitest.reports import FOR_PEOPLE, FORMATS, render, translated
from apitest.reports.badge import badge_on, endpoint, picture
from apitest.reports.language import current, mark, speaking
from apitest.reports.overview import overviews
from apitest.reports.remarks import about, with_remarks
from apitest.reports.wording import class_title
from apitest.results import RemarkRow, Results
from apitest.site.contents import Leaf, Site, folder, slug
from apitest.site.feed import as_atom
from apitest.site.properties import sent
from apitest.site.standing import Standing, State
from apitest.site.writing import VERDICTS, verdict
from apitest.verdicts import Failure, failures

HISTORY = "history.sqlite"
TITLE = mark("Conformance of partner interfaces")
"""What a site is called where nothing else is said."""
DOWNLOADS = {
    "html": "html", "json": "json", "ndjson": "ndjson", "junit": "junit.xml", "markdown": "md", "text": "txt",
    "csv": "csv", "sarif": "sarif.json", "earl": "earl.jsonld", "ctrf": "ctrf.json",
}  # fmt: skip
"""Form → how its file ends; a form that is not known to the reports is left out."""
DOWNLOAD_NAMES = {
    "html": mark("The whole report (HTML)"),
    "json": mark("All results (JSON)"),
    "ndjson": mark("All results, a line each (NDJSON)"),
    "junit": mark("For build servers (JUnit)"),
    "markdown": mark("Summary (Markdown)"),
    "text": mark("Plain text"),
    "csv": mark("Table of verdicts (CSV)"),
    "sarif": mark("For code analysis (SARIF)"),
    "earl": mark("Linked data (EARL)"),
    "ctrf": mark("For test tools (CTRF)"),
}
"""What a reader is told of each."""

_OPEN = 60


def leaves(site: Site) -> Iterator[Leaf]:
    """Every file of the site."""
    yield Leaf(path="style.css", made_from=site.made_from(), write=partial(_style, site))
    yield from _targets(site)
    yield from _requirements(site)
    yield from _overviews(site)
    yield from _badges(site)


def _in_each(site: Site, leaf: Leaf) -> Iterator[Leaf]:
    """The page in each language of the site."""
    for language in site.languages:
        yield replace(leaf, path=f"{folder(language)}{leaf.path}", write=partial(_spoken, language, leaf.write))


def _spoken(language: str, write: Callable[[], bytes]) -> bytes:
    with speaking(language):
        return write()


# --- the pages of one target ------------------------------------------------------------------------------------------


def _targets(site: Site) -> Iterator[Leaf]:
    for standing in site.standings:
        said = [row for row in site.remarks if row["target"] == standing.id]
        made_from = site.made_from(standing.newest, standing.runs, said)
        known = _Once(partial(_told, site, standing.id, said))
        path = f"targets/{slug(standing.id)}.html"
        yield from _in_each(site, Leaf(path=path, made_from=made_from, write=partial(_target, site, standing, known)))
        for form, name in _downloads(standing.id).items():
            file = Leaf(path=name, made_from=made_from, write=partial(_download, form, known))
            yield from _in_each(site, file) if form in FOR_PEOPLE else (file,)


class _Once:
    """The newest results of a target, unpacked when the first file needs them."""

    def __init__(self, read: Callable[[], Results]) -> None:
        self._read = read

    @cached_property
    def results(self) -> Results:
        return self._read()


def _told(site: Site, target: str, remarks: Sequence[RemarkRow]) -> Results:
    return with_remarks(site.latest(target), remarks)


def _download(form: str, known: _Once) -> bytes:
    return render(known.results, form, current())


def _downloads(target: str) -> dict[str, str]:
    return {form: f"results/{slug(target)}.{ending}" for form, ending in DOWNLOADS.items() if form in FORMATS}


def _own_downloads(target: str) -> dict[str, str]:
    """Form → its address from the top, those for people in the language that is spoken."""
    tongue = folder(current())
    return {form: quote(f"{tongue}{path}" if form in FOR_PEOPLE else path) for form, path in _downloads(target).items()}


def _target(site: Site, standing: Standing, known: _Once) -> bytes:
    results = translated(known.results)
    (view,) = overviews(results)
    failed = [failure for failure in failures(results, standing.id) if failure.requirement in standing.states]
    told = {failure.requirement for failure in failed}

    def said_of(failure: Failure) -> list[RemarkRow]:
        return about(results, standing.id, failure.requirement, failure.entities)

    badge = badge_on(site.names[standing.id], standing.outcome, standing.newest.started)
    return site.page(
        "target",
        f"targets/{slug(standing.id)}.html",
        standing=standing,
        view=view,
        said_of=said_of,
        failures=failed[:_OPEN],
        left=len(failed[_OPEN:]),
        earlier=[name for name in standing.open if name not in told],
        downloads=_own_downloads(standing.id),
        forms=DOWNLOAD_NAMES,
        slug=quote(slug(standing.id)),
        badge=f"{badge.label}: {badge.message}",
    )


# --- the pages of the requirements ------------------------------------------------------------------------------------


def _requirements(site: Site) -> Iterator[Leaf]:
    for name, row in site.requirements.items():
        rows = [(standing, standing.states[name]) for standing in site.standings if name in standing.states]
        facts = [(site.names[s.id], site.addresses[s.id], state.letter, state.since) for s, state in rows]
        path = f"requirements/{name}.html"
        made_from = site.made_from(row, facts)
        yield from _in_each(site, Leaf(path=path, made_from=made_from, write=partial(_requirement, site, name, rows)))


def _requirement(site: Site, name: str, rows: Sequence[tuple[Standing, State]]) -> bytes:
    ordered = sorted(rows, key=lambda pair: (_ORDER.index(pair[1].outcome), site.names[pair[0].id].casefold()))
    totals = Counter(state.outcome for _, state in ordered)
    path = f"requirements/{name}.html"
    return site.page("requirement", path, name=name, rows=ordered, totals=totals, links=site.links)


_ORDER = [outcome.value for outcome in Outcome]


# --- the pages about all ----------------------------------------------------------------------------------------------


def _overviews(site: Site) -> Iterator[Leaf]:
    for path, write, *facts in _pages(site):
        made_from = site.made_from(*facts)
        yield from _in_each(site, Leaf(path=path, made_from=made_from, write=partial(write, site)))
    where = [(s.id, s.newest, s.outcome, s.since, s.runs, s.classes, s.open) for s in site.standings]
    yield Leaf(path="index.json", made_from=site.made_from(where), write=partial(_index_json, site))
    news = site.made_from(site.news, site.updated)
    yield Leaf(path="changes.json", made_from=news, write=partial(_changes_json, site))
    yield from _in_each(site, Leaf(path="feed.atom", made_from=news, write=partial(_feed, site)))


def _pages(site: Site) -> Iterator[tuple[Any, ...]]:
    """Path, how it is written, and all that it tells."""
    every = site.standings
    told = [(name, row["sentence"], row["obligation"]) for name, row in site.requirements.items()]
    named = [(s.id, s.name, s.newest.url, s.open, verdict(s)) for s in every]
    matrix = [(*row, s.outcome, s.since, s.classes, s.trend) for row, s in zip(named, every, strict=True)]
    yield "index.html", _index, site.runs, site.updated, matrix, site.news
    yield "requirements.html", _catalogue, told, _counts(site)
    yield "changes.html", partial(Site.page, template="changes", path="changes.html"), site.news, told
    yield "search.html", partial(Site.page, template="search", path="search.html"), named, told
    yield "properties.html", _properties, site.sent, site.addresses, site.names
    yield "data.html", _data, [(s.id, s.name, s.newest.started) for s in every]


def _index(site: Site) -> bytes:
    classes = dict.fromkeys(name for row in site.requirements for name in [row.partition("/")[0]])
    used = {name for standing in site.standings for name in standing.classes}
    totals = Counter(verdict(standing) for standing in site.standings)
    return site.page(
        "index",
        "index.html",
        classes=[name for name in classes if name in used],
        totals={outcome: totals[outcome] for outcome in VERDICTS},
        runs=site.runs,
        first=min((standing.first for standing in site.standings), default=""),
    )


def _catalogue(site: Site) -> bytes:
    groups: dict[str, list[tuple[str, int, int]]] = {}
    for name, met, missed in _counts(site):
        groups.setdefault(name.partition("/")[0], []).append((name, met, missed))
    return site.page("requirements", "requirements.html", groups=groups)


def _counts(site: Site) -> list[tuple[str, int, int]]:
    """Each requirement with the number of services that meet it and that do not."""
    met = Counter(name for standing in site.standings for name, state in standing.states.items() if state.letter == "p")
    missed = Counter(name for standing in site.standings for name in standing.open)
    return [(name, met[name], missed[name]) for name in site.requirements]


def _properties(site: Site) -> bytes:
    return site.page("properties", "properties.html", sets=sent(site.sent))


def _data(site: Site) -> bytes:
    forms = {form: words for form, words in DOWNLOAD_NAMES.items() if form in FORMATS}
    return site.page("data", "data.html", downloads=_own_downloads, forms=forms, history=HISTORY)


def _index_json(site: Site) -> bytes:
    targets = [
        {
            "id": standing.id,
            "name": standing.name,
            "url": standing.newest.url,
            "dialect": standing.newest.dialect,
            "outcome": verdict(standing),
            "since": standing.since,
            "assessed": standing.newest.started,
            "run": standing.newest.run,
            "assessments": standing.runs,
            "classes": dict(standing.classes),
            "open": [{"requirement": name, "since": standing.states[name].since} for name in standing.open],
            "page": site.addresses[standing.id],
            "downloads": {form: quote(path) for form, path in _downloads(standing.id).items()},
            "badge": f"badges/{quote(slug(standing.id))}.svg",
        }
        for standing in site.standings
    ]
    return _json({"form": "apitest-site/1", "title": site.title, "updated": site.updated, "targets": targets})


def _changes_json(site: Site) -> bytes:
    rows = [
        {
            "started": change.started,
            "run": change.run,
            "target": change.target,
            "requirement": change.requirement,
            "change": "mended" if change.better else "newly not met",
        }
        for change in site.changes
    ]
    return _json({"form": "apitest-changes/1", "changes": rows})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, indent=1).encode() + b"\n"


def _feed(site: Site) -> bytes:
    updated = site.updated or "1970-01-01T00:00:00Z"
    return as_atom(site.title, site.changes, site.names, site.addresses, site.spoken, updated)


def _badges(site: Site) -> Iterator[Leaf]:
    for standing in site.standings:
        name, day = site.names[standing.id], standing.newest.started[:10]
        every = {"": (name, verdict(standing))}
        every |= {f"--{key}": (f"{name}, {class_title(key)}", value) for key, value in standing.classes.items()}
        for suffix, (label, outcome) in every.items():
            path, badge = f"badges/{slug(standing.id)}{suffix}", badge_on(label, outcome, day)
            made_from = site.made_from(badge)
            for ending, write in (("svg", picture), ("json", endpoint)):
                yield Leaf(path=f"{path}.{ending}", made_from=made_from, write=partial(write, badge))


# --- how it is written ------------------------------------------------------------------------------------------------


def _style(site: Site) -> bytes:
    return b"\n".join(site.writing.get_template(name).render().encode() for name in ("report.css", "site.css"))
