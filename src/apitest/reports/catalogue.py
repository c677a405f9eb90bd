"""
The catalogue of requirements as a document: HTML with an anchor for each requirement, Markdown, CSV and JSON.

Pure, and the same bytes for the same contract, so that a published page changes only when the contract does.
"""

import csv
import hashlib
import io
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from apitest.dialects import DIALECTS, unbound
from apitest.model import Contract, Requirement
from apitest.reports.wording import MENDERS, SOURCES, class_title

Row = TypedDict(
    "Row",
    {
        "id": str,
        "class": str,
        "obligation": str,
        "sentence": str,
        "sourceKind": str,
        "document": str,
        "place": str,
        "cost": str,
        "fix": str,
        "mender": str,
        "entities": list[str],
        "dialects": list[str],
        "requires": list[str],
        "portalRules": list[str],
        "depth": str,
        "right": str,
        "wrong": str,
    },
)
"""One requirement as data."""


def anchor_of(requirement: str) -> str:
    """The anchor of a requirement on the page, the same as in a report: `meetings--id-given`."""
    return requirement.replace("/", "--")


def rows_of(contract: Contract) -> list[Row]:
    """Every requirement, in catalogue order."""
    return [_row(item) for item in contract.requirements.values()]


def _row(item: Requirement) -> Row:
    return {
        "id": item.id,
        "class": item.conformance_class,
        "obligation": item.obligation.value,
        "sentence": item.sentence,
        "sourceKind": item.source.kind.value,
        "document": item.source.document,
        "place": item.source.place,
        "cost": item.cost,
        "fix": item.fix,
        "mender": item.mender.value,
        "entities": list(item.entities),
        "dialects": [name for name, dialect in DIALECTS.items() if not unbound(item, dialect)],
        "requires": list(item.requires),
        "portalRules": list(item.portal_rules),
        "depth": item.depth.value,
        "right": item.right,
        "wrong": item.wrong,
    }


def as_json(contract: Contract) -> bytes:
    """The rows as data, with the digest of the contract that they were read from."""
    document = {"contract": dict(contract.versions), "digest": contract.digest, "requirements": rows_of(contract)}
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def as_csv(contract: Contract) -> bytes:
    """The rows as RFC 4180 lines; values of lists are parted by blanks."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(Row.__annotations__), lineterminator="\r\n")
    writer.writeheader()
    for row in rows_of(contract):
        writer.writerow({name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()})
    return text.getvalue().encode()


def as_markdown(contract: Contract) -> bytes:
    """One heading a class, one a requirement."""
    lines = ["# Requirements", "", f"{len(contract.requirements)} requirements, by conformance class."]
    last = ""
    for row in rows_of(contract):
        if row["class"] != last:
            last = row["class"]
            lines += ["", f"## {class_title(last)}"]
        lines += ["", f'<a id="{anchor_of(row["id"])}"></a>', "", f"### `{row['id']}`", ""]
        lines += [f"**{row['obligation']}** {row['sentence']}", ""]
        lines += [f"- {label}: {text}" for label, text in _facts(row).items() if text]
    return "\n".join(lines).encode() + b"\n"


def _facts(row: Row) -> Mapping[str, str]:
    place = f", {row['place']}" if row["place"] else ""
    return {
        "Source": f"{row['document']}{place} ({SOURCES[row['sourceKind']]})",
        "What a breach costs": row["cost"],
        "How to mend it": row["fix"],
        "Who mends it": MENDERS[row["mender"]],
        "Right": f"`{row['right']}`" if "\n" not in row["right"] else "",
        "Wrong": f"`{row['wrong']}`" if "\n" not in row["wrong"] else "",
        "About": ", ".join(row["entities"]) or "the service as a whole",
        "Binds in": ", ".join(row["dialects"]),
        "Cannot be judged while this fails": ", ".join(f"`{name}`" for name in row["requires"]),
        "Rules of the importer": ", ".join(row["portalRules"]),
        "Judged at depth": f"{row['depth']} and deeper",
    }


def as_html(contract: Contract) -> bytes:
    """One self-contained page without a script; each requirement has an anchor."""
    classes: dict[str, list[Row]] = {}
    for row in rows_of(contract):
        classes.setdefault(row["class"], []).append(row)
    return page_of("catalogue.html.jinja", classes=classes, contract=contract, menders=MENDERS, sources=SOURCES)


def page_of(template: str, **values: Any) -> bytes:  # noqa: ANN401 - whatever a template takes
    """A page in the look of the reports, with their style and no script; it loads nothing."""
    environment = Environment(
        loader=PackageLoader("apitest.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(anchor=anchor_of, class_title=class_title)
    style = environment.get_template("report.css").render()
    page = environment.get_template(template).render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **values,
    )
    return page.encode()


CATALOGUES: Mapping[str, Callable[[Contract], bytes]] = {
    "html": as_html,
    "markdown": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
"""The forms, by name."""
