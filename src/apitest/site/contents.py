"""What a site tells, and where its files lie: the values that every page is made of. Pure."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from apitest.reports import told_rows
from apitest.reports.language import LANGUAGES, current, direction, say, speaking
from apitest.reports.wording import called
from apitest.results import RemarkRow, RequirementRow, Results
from apitest.site.properties import Sets
from apitest.site.standing import Change, Standing
from apitest.site.writing import environment

_CHANGES, _OWN_CHANGES, _FINDINGS = 300, 40, 3
"""How many a page shows of each."""


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
    sent: Mapping[str, Sets] = field(default_factory=dict)
    """Target → what its newest run saw of each of its sets."""
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
        return {standing.id: called(standing.name, 120) for standing in self.standings}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Target → its page."""
        return {standing.id: f"targets/{quote(slug(standing.id))}.html" for standing in self.standings}

    @cached_property
    def links(self) -> dict[str, Markup]:
        """Target → a link to its page from that of a requirement: thousands of pages have the same ones."""
        form = Markup('<a href="../../{}"><bdi>{}</bdi></a>')
        return {s.id: form.format(self.addresses[s.id], called(s.name)) for s in self.standings}

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

    @property
    def spoken(self) -> Mapping[str, RequirementRow]:
        """The requirements in the language that is spoken."""
        if current() not in self.told:
            self.told[current()] = told_rows(self.requirements)
        return self.told[current()]

    def prepare(self) -> None:
        """Read what every page needs, before processes that write them go their own ways."""
        for name in ("index", "requirements", "changes", "search", "data", "properties", "target", "requirement"):
            self.writing.get_template(f"{name}.html.jinja")
        for language in self.languages:
            with speaking(language):
                self.told[language] = told_rows(self.requirements)

    def page(self, template: str, path: str, **facts: Any) -> bytes:  # noqa: ANN401 - what a template needs
        """Render one page in the language that is spoken; `path`: where it lies in the folder of its language."""
        root = "../" * path.count("/")
        top = root if current() == "en" else f"../{root}"
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
                requirements=self.spoken,
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


def folder(language: str) -> str:
    """Where the pages of a language lie: English at the top, others in a folder of their code."""
    return "" if language == "en" else f"{language}/"


def slug(target: str) -> str:
    """The name of a target's files: its id where that is a plain file name, otherwise made from it and a digest."""
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", target):
        return target
    digest = hashlib.sha256(target.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return (re.sub(r"[^a-z0-9]+", "-", target.lower()).strip("-")[:60] or "target") + f"-{digest}"
