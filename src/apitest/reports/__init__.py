"""
Says a result in the forms that readers and programs want; one pure module a form: results in, bytes out.

The forms for people are said in one of six languages (`language`); `render` chooses.

No report opens a file but those that ship beside it, asks the network or reads the clock: all it says is in the results.
"""

from collections.abc import Callable, Mapping
from typing import cast

from apitest.reports import annotations, badge, csv, ctrf, earl, html, json, junit, markdown, ndjson, pdf, sarif, text
from apitest.reports.language import speaking, told
from apitest.results import AcceptanceRow, RequirementRow, Results, RuleRow

FORMATS: dict[str, Callable[[Results], bytes]] = {
    "annotations": annotations.as_bytes,
    "badge": badge.as_bytes,
    "badge-svg": badge.as_svg,
    "csv": csv.as_bytes,
    "ctrf": ctrf.as_bytes,
    "earl": earl.as_bytes,
    "html": html.as_bytes,
    "json": json.as_bytes,
    "junit": junit.as_bytes,
    "markdown": markdown.as_bytes,
    "ndjson": ndjson.as_bytes,
    "pdf": pdf.as_bytes,
    "sarif": sarif.as_bytes,
    "text": text.as_bytes,
}
"""Name of a form → how to write it."""


FOR_PEOPLE = frozenset({"html", "markdown", "pdf", "text"})
"""Forms that are said in a language; the others are data and the same in all."""


def render(results: Results, form: str, language: str = "en") -> bytes:
    """
    Say a result in a form, one for people in one of the six languages.

    Raises:
        UnknownName: there is no such language.
    """
    with speaking(language if form in FOR_PEOPLE else "en"):
        return FORMATS[form](translated(results) if form in FOR_PEOPLE else results)


def translated(results: Results) -> Results:
    """The same results with the texts of requirements and of the importer's rules in the language that is spoken."""
    accepted = [cast("AcceptanceRow", {**row, **_causes(row)}) for row in results["acceptance"]]
    return {**results, "requirements": told_rows(results["requirements"]), "acceptance": accepted}


def _causes(row: AcceptanceRow) -> dict[str, list[RuleRow]]:
    parts = {"by-rule": row["by-rule"], "always": row["always"]}
    return {name: [_rule(rule) for rule in rules] for name, rules in parts.items()}


def _rule(rule: RuleRow) -> RuleRow:
    texts = {"cause": told(rule["cause"]), "says": told(rule["says"]), "fix": told(rule["fix"])}
    return cast("RuleRow", {**rule, **texts})


def told_rows(requirements: Mapping[str, RequirementRow]) -> dict[str, RequirementRow]:
    """Requirements with their texts in the language that is spoken."""
    return {
        name: cast("RequirementRow", {**row, **{part: told(row[part]) for part in ("sentence", "cost", "fix")}})
        for name, row in requirements.items()
    }
