"""
Lies in the export of the GEF's project database, which has projects only and its own keys.

Most are the lies of the other dialects, told about projects; those about texts are told in English, the one language of
the export, and those about values in its own wording.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from apitest.model import Json
from apitest.reference.faults import paging, service, transport
from apitest.reference.faults.acts import body, replaced, rows
from apitest.reference.lying import Act, Fault, RecordChange, at
from apitest.reference.service import Scene

_SETS = ("projects",)
_DIALECTS = ("gef-json",)
_PROJECT = 0
"""A project of the fund, which the export therefore has."""

_ALIKE = frozenset(
    {
        "page-is-html", "byte-order-mark", "labelled-html", "labelled-latin-1", "cookie",
        "listing-fails", "other-envelope",
        "pages-repeat", "order-changes", "record-vanishes",
    }
)  # fmt: skip
"""Lies that are the same whatever the records are."""


def _of_projects(fault: Fault) -> Fault:
    return replace(fault, name=f"export-{fault.name}", entities=_SETS, dialects=_DIALECTS)


def _fault(name: str, breaks: str, lie: Act, near_miss: Act) -> Fault:
    return Fault(name=f"export-{name}", breaks=breaks, entities=_SETS, lie=lie, near_miss=near_miss, dialects=_DIALECTS)


def _titled(change: Callable[[str], str]) -> RecordChange:
    """One project has another English title."""

    def changed(record: dict[str, Json]) -> dict[str, Json]:
        entries = [
            {**entry, "value": change(entry["value"])} if entry["language"] == "en" else entry
            for entry in record["title"]
        ]
        return record | {"title": entries}

    return at(_PROJECT, changed)


def _first(key: str, value: Json) -> Act:
    """The first project of the first page has another value under a key."""

    def changed(row: dict[str, Any], scene: Scene) -> None:
        number = scene.question.selection.page if scene.question else None
        if not number and row["GEFProjectID"] == _first_number(scene):
            row[key] = value

    return Act(f"a project has {key} = {value!r}", reply=rows(changed))


def _first_number(scene: Scene) -> str:
    """The number of the project that the export begins with."""
    entity = scene.contract.entities["projects"]
    question = scene.dialect.hear(scene.path, "page=0", scene.contract)
    selection = replace(question.selection, top=1, page=None)
    record = scene.service.store.rows(entity, selection, question.filter, 1).records[0]
    return str(record["identifiers"][0]["value"])


def _renumbered_again(row: dict[str, Any], scene: Scene) -> None:
    if scene.times % 2 == 0:
        row["GEFProjectID"] = f"9{row['GEFProjectID']}"


def _with_plain_number(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row["GEFProjectID"] = int(row["GEFProjectID"])


def _described_again(row: dict[str, Any], scene: Scene) -> None:
    if scene.times % 2 == 0:
        row["projectDescription"] += " Asked again."


FAULTS: tuple[Fault, ...] = (
    *(
        _of_projects(fault)
        for module in (transport, service, paging)
        for fault in module.FAULTS
        if fault.name in _ALIKE
    ),
    _fault(
        "record-twice",
        "paging/no-duplicate-ids",
        Act("a project comes twice on a later page", answer=paging.one_twice),
        Act("two projects have the same title", record=_titled(lambda _title: "Global Chemicals Monitoring Programme")),
    ),
    _fault(
        "ids-change",
        "paging/ids-stable",
        Act("asked again, all projects have new numbers", reply=rows(_renumbered_again)),
        Act("asked again, projects have another description", reply=rows(_described_again)),
    ),
    _fault(
        "description-as-number",
        "service/answers-fit-schema",
        _first("projectDescription", 17),
        Act("numbers of projects are numbers", reply=rows(_with_plain_number)),
    ),
    _fault(
        "latin-1",
        "transport/utf-8",
        Act("a sign is sent as one byte", reply=body(replaced(b"Test data", b"Test d\xe9ta", 1))),
        Act("a sign is sent as an escape", reply=body(replaced(b"Test data", rb"Test d\\u0061ta", 1))),
    ),
    _fault(
        "not-a-number",
        "transport/strict-json",
        Act("an amount is NaN", reply=body(replaced(rb'("CofinAmountLatest":)"\d+"', rb"\1NaN", 1))),
        Act("an amount is a number", reply=body(replaced(rb'("CofinAmountLatest":)"(\d+)"', rb"\1\2", 1))),
    ),
    _fault(
        "repeated-key",
        "transport/no-repeated-keys",
        Act("a project has its phase twice", reply=body(replaced(rb'("GEFPhase":"[^"]*")', rb"\1,\1", 1))),
        Act("a project has a key more", reply=body(replaced(rb'("GEFPhase":"[^"]*")', rb'\1,"NonGrant":"No"', 1))),
    ),
    _fault(
        "localised-date",
        "service/dates-in-dialect-form",
        _first("ApprovalFY", "03.11.2024"),
        _first("ApprovalFY", '<time class="datetime" datetime="2024-11-03T09:15:00+01:00">3 November 2024</time>'),
    ),
    _fault(
        "list-as-array",
        "service/collections-in-dialect-form",
        _first("implAgencies", ["UNEP", "UNDP"]),
        _first("implAgencies", "UNEP, UNDP"),
    ),
    _fault(
        "empty-entry",
        "service/no-placeholders",
        _first("field_country_code", "GH, , BF"),
        _first("field_country_code", "GH,BF"),
    ),
    _fault(
        "formatted-amount",
        "service/values-of-declared-type",
        _first("CofinAmountLatest", "$1,999,415"),
        _first("CofinAmountLatest", "1999415"),
    ),
    _fault(
        "key-in-small-letters",
        "service/property-names",
        Act("a project has its title under 'projectname'", reply=body(replaced(b'"ProjectName"', b'"projectname"', 1))),
        Act("a project has a key more", reply=body(replaced(b'"ProjectName"', b'"NonGrant":"No","ProjectName"', 1))),
    ),
    _fault(
        "never-changed",
        "projects/required-properties",
        _first("changed", '<time datetime="1970-01-01T00:00:00Z">1970-01-01</time>'),
        _first("CofinAmountLatest", ""),
    ),
    _fault(
        "status-empty",
        "projects/status-given",
        _first("LatestTimelineStatus", ""),
        _first("projectType", ""),
    ),
    _fault(
        "negative-amount",
        "projects/amount-not-negative",
        _first("CofinAmountLatest", "-5000"),
        _first("CofinAmountLatest", "5000"),
    ),
    _fault(
        "title-in-another-script",
        "text/script-fits-language",
        Act(
            "A title that stands for English is in Cyrillic.",
            record=_titled(lambda _title: "Проект по химическим веществам"),
        ),
        Act("A title quotes a Russian word.", record=_titled(lambda title: f"{title} (проект)")),
    ),
    _fault(
        "title-garbled",
        "text/no-garbled-characters",
        Act("A title was read in another encoding.", record=_titled(lambda title: f"{title} in CÃ´te d'Ivoire")),
        Act("A title has a letter with an accent.", record=_titled(lambda title: f"{title} in Côte d'Ivoire")),
    ),
    _fault(
        "title-with-tags",
        "text/no-html-in-plain-text",
        Act("A title has a tag.", record=_titled(lambda title: f"<em>{title}</em>")),
        Act("A title has a sign of comparison.", record=_titled(lambda title: f"{title}, mercury < 5 mg")),
    ),
    _fault(
        "title-with-control-character",
        "text/no-control-characters",
        Act("A title has a control character.", record=_titled(lambda title: f"{title}\x02 phase 2")),
        Act("A title has a number more.", record=_titled(lambda title: f"{title} phase 2")),
    ),
    _fault(
        "title-broken-off",
        "text/not-broken-off",
        Act("A title breaks off.", record=_titled(lambda title: f"{title} in the re...")),
        Act("A title has dots inside.", record=_titled(lambda title: f"{title}... in the region")),
    ),
    _fault(
        "title-doubled",
        "text/not-doubled",
        Act("A title comes twice over.", record=_titled(lambda title: f"{title} - {title}")),
        Act("A title has its first word twice.", record=_titled(lambda title: f"{title} - {title.split()[0]}")),
    ),
    _fault(
        "title-in-capitals",
        "text/not-in-capitals",
        Act("A title is in capitals.", record=_titled(lambda title: f"{title} in all countries of the region".upper())),
        Act("A title ends in capitals.", record=_titled(lambda title: f"{title} in countries of the OECD")),
    ),
    _fault(
        "title-with-soft-hyphen",
        "text/no-invisible-characters",
        Act("A title has a soft hyphen.", record=_titled(lambda title: f"{title} in sub\u00adregions")),
        Act("A title has a hyphen.", record=_titled(lambda title: f"{title} in sub-regions")),
    ),
    _fault(
        "title-decomposed",
        "text/normalised",
        Act("An accent is a character of its own.", record=_titled(lambda title: f"{title} in Co\u0302te d'Ivoire")),
        Act("An accent is part of its letter.", record=_titled(lambda title: f"{title} in Côte d'Ivoire")),
    ),
    _fault(
        "title-still-to-be-written",
        "text/no-stand-ins",
        Act("A title is still to be written.", record=_titled(lambda _title: "TBD")),
        Act("A title has a word more.", record=_titled(lambda title: f"TBD {title}")),
    ),
    _fault(
        "title-with-doubled-blank",
        "text/trimmed",
        Act("A title has two blanks.", record=_titled(lambda title: title.replace(" ", "  ", 1))),
        Act("A title has a word more.", record=_titled(lambda title: f"Test {title}")),
    ),
)
"""The lies of this dialect."""
