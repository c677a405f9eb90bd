"""
One self-contained page: first what a data officer must know, then what a technician needs, then what was judged and how.

Everything that is printed goes through `_inert`, so that nothing a target served can act; the page holds no script, asks
for nothing, and says so in its content security policy.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from shlex import join

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from apitest.model import Outcome
from apitest.reports import funnel
from apitest.reports.costs import costs_told
from apitest.reports.language import current, day, direction, number, say, say_many
from apitest.reports.language import listed as comma
from apitest.reports.overview import LABELS, Overview, budget, example, extent, freed, overviews
from apitest.reports.remarks import about
from apitest.reports.wording import (
    MENDERS,
    OBLIGATIONS,
    OUTCOMES,
    SOURCES,
    class_title,
    counted,
    outcome_word,
    sentence,
    set_title,
    shown,
    size,
    visible,
)
from apitest.results import FindingRow, Results
from apitest.verdicts import Failure

_ROWS = 50
"""Records listed under a failed requirement."""

_EVERYTHING = 4_000
"""Characters of the longest text that is printed at all; a served value is cut much earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What became of a requirement at a target."""

    outcome: str
    sets: str
    """Entity sets, each with its outcome, where they differ; otherwise empty."""
    anchor: str
    """Where the page says more; empty: nowhere."""


def as_bytes(results: Results) -> bytes:
    """Write UTF-8 HTML."""
    views = overviews(results)
    anchors = _anchors(views)
    environment = _environment()
    style = environment.get_template("report.css").render()
    page = environment.get_template("report.html.jinja").render(
        results=results,
        language=current(),
        direction=direction(),
        run=results["run"],
        command=join(results["run"]["command"]),
        views=views,
        title=views[0].name if len(views) == 1 else counted(len(views), "target"),
        anchors=anchors,
        remarks_on=lambda target, failure: about(results, target, failure.requirement, failure.entities),
        cells=_cells(results, anchors),
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    return page.encode()


def _anchor(requirement: str) -> str:
    return requirement.replace("/", "--")


def _anchors(views: Sequence[Overview]) -> dict[tuple[str, str], str]:
    """Give each failure told on the page an id: the plain one to the first target that has it."""
    anchors: dict[tuple[str, str], str] = {}
    for place, view in enumerate(views, start=1):
        for failure in (*view.failed, *view.advised, *view.accepted):
            plain = _anchor(failure.requirement)
            taken = plain in anchors.values()
            anchors[view.row["id"], failure.requirement] = f"t{place}--{plain}" if taken else plain
    return anchors


def _cells(results: Results, anchors: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], _Cell]:
    """Roll the entity sets of each requirement and target into one cell, worst first."""
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for verdict in results["verdicts"]:
        key = (verdict["target"], verdict["requirement"])
        groups.setdefault(key, {})[verdict["entity"]] = verdict["outcome"]
    cells = {}
    for key, outcomes in groups.items():
        worst = min(outcomes.values(), key=_ORDER.index)
        differ = len(set(outcomes.values())) > 1
        sets = comma([f"{set_title(entity)}: {outcome_word(outcome)}" for entity, outcome in outcomes.items()])
        cells[key] = _Cell(outcome=worst, sets=sets if differ else "", anchor=anchors.get(key, ""))
    return cells


_ORDER = [outcome.value for outcome in Outcome]


def _listed(failure: Failure) -> tuple[FindingRow, ...]:
    return failure.findings[:_ROWS]


def _place(finding: FindingRow) -> str:
    """Where in the answer a finding was seen; with the request, unless that is listed by its number."""
    request, _, place = finding["where"].partition("  ")
    return place if finding["exchange"] is not None and finding["reproduce"] else f"{request} {place}".strip()


def _requests(failure: Failure) -> dict[int, str]:
    """The requests in which the listed findings were seen: number in the evidence → command that asks the same again."""
    found = {row["exchange"]: row["reproduce"] for row in _listed(failure) if row["exchange"] is not None}
    return {number: command for number, command in sorted(found.items()) if command}


def _inert(value: object) -> object:
    """Make a printed value visible and finite; Jinja escapes it afterwards. Markup is our own and passes."""
    return shown(value, _EVERYTHING) if isinstance(value, str) and not isinstance(value, Markup) else value


def _lines(text: str) -> str:
    """Keep the line breaks of an example of ours, and nothing else unseen."""
    return Markup("\n").join(visible(line) for line in text.splitlines())


@cache
def _environment() -> Environment:
    """Made when the first page is written: reading the templates costs a quick answer 60 ms that it need not pay."""
    environment = Environment(
        loader=PackageLoader("apitest.reports"),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        accepted_costs=funnel.costs,
        accepted_difference=funnel.difference,
        accepted_headline=funnel.headline,
        cost_named=funnel.named,
        field_name=funnel.field_name,
        plainly=funnel.plainly,
        cost_weight=funnel.weight,
        steps=funnel.steps,
        stop_sentence=funnel.stop_sentence,
        anchor=_anchor,
        budget=budget,
        costs_told=costs_told,
        comma=comma,
        day=day,
        freed=freed,
        number=number,
        class_title=class_title,
        counted=counted,
        cut=shown,
        example=example,
        extent=extent,
        lines=_lines,
        listed=_listed,
        place=_place,
        requests=_requests,
        sentence=sentence,
        set_title=set_title,
        size=size,
    )
    environment.globals.update(
        portal_assumption=funnel.ASSUMPTION,
        labels=LABELS,
        say=say,
        say_many=say_many,
        outcomes=OUTCOMES,
        obligations=OBLIGATIONS,
        menders=MENDERS,
        sources=SOURCES,
    )
    return environment
