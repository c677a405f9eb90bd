"""How the pages of a site are written: the templates, and what they may use. Everything printed is made inert first."""

from functools import cache, lru_cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from apitest.reports.language import current, day, mark, number, say, say_many
from apitest.reports.language import listed as comma
from apitest.reports.overview import LABELS, extent, share_of
from apitest.reports.wording import (
    MENDERS,
    OBLIGATIONS,
    OUTCOMES,
    SOURCES,
    SYMBOLS,
    called,
    class_title,
    counted,
    sentence,
    shown,
    visible,
)
from apitest.site.drawing import chart, spark
from apitest.site.standing import Standing

VERDICTS = {"failed": mark("not conformant"), "passed": mark("conformant"), "cantTell": mark("not assessed")}
_EVERYTHING = 4_000
"""Characters of the longest text that is printed at all; a served value is cut much earlier."""


def verdict(standing: Standing) -> str:
    """The outcome of a target in one of three words: what is not known either way is not assessed."""
    return standing.outcome if standing.outcome in ("failed", "passed") else "cantTell"


def _inert(value: object) -> object:
    """Make a printed value visible and finite; Jinja escapes it afterwards. Markup is our own and passes."""
    return shown(value, _EVERYTHING) if isinstance(value, str) and not isinstance(value, Markup) else value


def _page_of(requirement: str) -> str:
    return f"requirements/{requirement}.html"


def _lines(text: str) -> str:
    return Markup("\n").join(visible(line) for line in text.splitlines())


@cache
def _icon(outcome: str) -> Markup:
    icon = '<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-{}"/></svg>'
    return Markup(icon).format(outcome)  # noqa: S704 - our own


def _state(outcome: str) -> Markup:
    """An outcome as a sign and a word."""
    return _stated(outcome, current())


@cache
def _stated(outcome: str, _language: str) -> Markup:
    said = say(OUTCOMES[outcome])
    return Markup('<span class="state {}">{}{}</span>').format(outcome, _icon(outcome), said)


def _dated(moment: str) -> Markup:
    """A moment as the day that the reader's language writes, and as it is."""
    return _timed(moment, current())


@lru_cache(4_096)
def _timed(moment: str, _language: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(visible(moment), visible(day(moment)))


def environment() -> Environment:
    """Templates of the site, and the style sheet of the reports beside them."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("apitest.site"), PackageLoader("apitest.reports")]),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        chart=lambda standing: chart(standing.trend),
        called=called,
        class_title=class_title,
        comma=comma,
        counted=counted,
        cut=shown,
        dated=_dated,
        day=day,
        extent=extent,
        icon=_icon,
        lines=_lines,
        number=number,
        page_of=_page_of,
        sentence=sentence,
        share=lambda row: share_of(row.many, row.records),
        state=_state,
        spark_path=lambda standing, width, height: spark(standing.trend, width, height),
        verdict=verdict,
    )
    made.globals.update(
        labels=LABELS,
        menders=MENDERS,
        obligations=OBLIGATIONS,
        outcomes=OUTCOMES,
        say=say,
        say_many=say_many,
        sources=SOURCES,
        symbols=SYMBOLS,
        verdicts=VERDICTS,
    )
    return made
