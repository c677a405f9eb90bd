"""
The files of a site, each with what it was made from, so that only what changed is made again.

Pure: standings and the newest results in, bytes out. Every address is relative; nothing outside the site is referred to.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from apitest.model import Outcome
from apitest.reports import FORMATS, told_rows, translated
from apitest.reports.badge import badge_on, endpoint, picture
from apitest.reports.language import LANGUAGES, current, direction, mark, say, speaking
from apitest.reports.overview import overviews
from apitest.reports.remarks import about, with_remarks
from apitest.reports.wording import class_title, shown
from apitest.results import RemarkRow, RequirementRow, Results
from apitest.site.feed import as_atom
from apitest.site.standing import Change, Standing, State
from apitest.site.writing import VERDICTS, environment, verdict
from apitest.verdicts import Failure, failures

HISTORY = "history.sqlite"
TITLE = mark("Conformance of partner interfaces")
"""What a site is called where nothing else is said."""
DOWNLOADS = {
    "html": "html", "json": "json", "ndjson": "ndjson", "junit": "junit.xml", "markdown": "md", "text": "txt",
    "csv": "csv", "sarif": "sarif.json", "earl": "earl.jsonld", "ctrf": "ctrf.json",
}  # fmt: skip
"""Form → how its file ends; a form that is not known to the reports is left out."""

_CHANGES, _OWN_CHANGES, _OPEN, _FINDINGS = 300, 40, 60, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One file of the site."""

    path: str
    made_from: str
    """The same for the same content."""
    write: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Site:
    """All that the pages tell."""

    title: str
    standings: tuple[Standing, ...]
    """In the order of their names."""
    requirements: Mapping[str, RequirementRow]
    latest: Callable[[str], Results]
    """Of a target: the results of its newest run."""
    code: str
    """Digest of what writes the pages."""
    runs: int
    remarks: tuple[RemarkRow, ...] = ()
    languages: tuple[str, ...] = ("en",)
    """English, whose pages lie at the top, and others, each in a folder of its own."""
    writing: Environment = field(default_factory=environment)

    @cached_property
    def changes(self) -> list[Change]:
        """Of all targets, newest first."""
        every = [change for standing in self.standings for change in standing.changes]
        return sorted(every, key=lambda change: (change.started, change.target), reverse=True)

    @cached_property
    def news(self) -> str:
        """The same for the same changes, told with the same names."""
        return self.made_from(self.changes, self.names)

    @cached_property
    def names(self) -> dict[str, str]:
        """Target → its name, safe to show."""
        return {standing.id: shown(standing.name, 120) for standing in self.standings}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Target → its page."""
        return {standing.id: f"targets/{quote(slug(standing.id))}.html" for standing in self.standings}

    @cached_property
    def links(self) -> dict[str, Markup]:
        """Target → a link to its page from that of a requirement: thousands of pages have the same ones."""
        form = Markup('<a href="../../{}"><bdi>{}</bdi></a>')
        return {s.id: form.format(self.addresses[s.id], shown(s.name, 80)) for s in self.standings}

    @property
    def updated(self) -> str:
        """When the newest run began; empty: there is none."""
        return max((standing.newest.started for standing in self.standings), default="")

    @cached_property
    def script(self) -> str:
        """The one script: it filters what is on a page."""
        return self.writing.get_template("find.js").render()

    @cached_property
    def told(self) -> dict[str, Mapping[str, RequirementRow]]:
        """Language → the requirements in it, as far as they were needed."""
        return {}

    def prepare(self) -> None:
        """Read what every page needs, before processes that write them go their own ways."""
        for name in ("index", "requirements", "changes", "search", "data", "target", "requirement"):
            self.writing.get_template(f"{name}.html.jinja")
        for language in self.languages:
            with speaking(language):
                self.told[language] = told_rows(self.requirements)

    def page(self, template: str, path: str, **facts: Any) -> bytes:  # noqa: ANN401 - what a template needs
        """Render one page in the language that is spoken; `path`: where it lies in the folder of its language."""
        root = "../" * path.count("/")
        top = root if current() == "en" else f"../{root}"
        if current() not in self.told:
            self.told[current()] = told_rows(self.requirements)
        return (
            self.writing.get_template(f"{template}.html.jinja")
            .render(
                site=say(self.title),
                root=root,
                top=top,
                here=path,
                language=current(),
                direction=direction(),
                switch=[(code, LANGUAGES[code], f"{top}{folder(code)}{quote(path)}") for code in self.languages],
                names=self.names,
                addresses=self.addresses,
                requirements=self.told[current()],
                standings=self.standings,
                changes=self.changes,
                updated=self.updated,
                script=Markup(self.script),  # noqa: S704 - our own file
                script_digest=b64encode(hashlib.sha256(self.script.encode()).digest()).decode(),
                most_changes=_CHANGES if "/" not in path else _OWN_CHANGES,
                most_findings=_FINDINGS,
                **facts,
            )
            .encode("utf-8", "replace")
        )

    def made_from(self, *facts: object) -> str:
        """The digest of facts and of what writes the page."""
        return hashlib.sha256(
            repr((self.code, self.title, self.languages, *facts)).encode("utf-8", "replace")
        ).hexdigest()


def leaves(site: Site) -> Iterator[Leaf]:
    """Every file of the site."""
    yield Leaf(path="style.css", made_from=site.made_from(), write=partial(_style, site))
    yield from _targets(site)
    yield from _requirements(site)
    yield from _overviews(site)
    yield from _badges(site)


def folder(language: str) -> str:
    """Where the pages of a language lie: English at the top, others in a folder of their code."""
    return "" if language == "en" else f"{language}/"


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
            yield Leaf(path=name, made_from=made_from, write=partial(_download, form, known))


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
    return FORMATS[form](known.results)


def _downloads(target: str) -> dict[str, str]:
    return {form: f"results/{slug(target)}.{ending}" for form, ending in DOWNLOADS.items() if form in FORMATS}


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
        downloads={form: quote(path) for form, path in _downloads(standing.id).items()},
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
    for path, write in (("changes.json", _changes_json), ("feed.atom", _feed)):
        yield Leaf(path=path, made_from=site.made_from(site.news, site.updated), write=partial(write, site))


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


def _data(site: Site) -> bytes:
    def downloads(target: str) -> dict[str, str]:
        return {form: quote(path) for form, path in _downloads(target).items()}

    return site.page("data", "data.html", downloads=downloads, history=HISTORY)


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
    return as_atom(site.title, site.changes, site.names, site.addresses, site.requirements, updated)


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


def slug(target: str) -> str:
    """The name of a target's files: its id where that is a plain file name, otherwise made from it and a digest."""
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", target):
        return target
    digest = hashlib.sha256(target.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return (re.sub(r"[^a-z0-9]+", "-", target.lower()).strip("-")[:60] or "target") + f"-{digest}"


def _style(site: Site) -> bytes:
    return b"\n".join(site.writing.get_template(name).render().encode() for name in ("report.css", "site.css"))
