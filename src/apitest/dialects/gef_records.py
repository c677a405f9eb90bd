"""
Projects of `gef-json`: the export's own keys and labels on one side, the project contract on the other.

Labels keep their words in `sourceValue`; one that the tables do not know becomes `other` (of a status: `unknown`). What
the export does not say is not made up: no currency, no scope, no treaty, no start.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping

from apitest.dialects.dates import from_rfc3339
from apitest.dialects.values import COLLECTIONS, DATES, NAMES, PLACEHOLDER, VALUE_TYPES
from apitest.model import Departure, EntitySet, Json

KEYS = (
    "GEFProjectID", "ProjectName", "projectDescription", "field_country_code", "LatestTimelineStatus",
    "implAgencies", "ExecutingAgencies", "trustFundName", "GEFPhase", "projectType",
    "focalAreas", "GEFAmountLatest", "CofinAmountLatest", "ApprovalFY", "changed",
)  # fmt: skip
"""The keys of every item, as the harvester behind convention dashboards reads them."""
PAGE = "https://www.thegef.org/projects-operations/projects"
"""Where the page of a project stands, behind its number."""
_LISTS = frozenset({"field_country_code", "implAgencies", "focalAreas"})
POINTERS: Mapping[str, str] = {
    "GEFProjectID": "/id", "ProjectName": "/title", "projectDescription": "/description",
    "field_country_code": "/countries", "LatestTimelineStatus": "/status", "implAgencies": "/organisations",
    "ExecutingAgencies": "/organisations", "trustFundName": "/trustFunds", "GEFPhase": "/fundingPeriod",
    "projectType": "/projectType", "focalAreas": "/focalAreas",
}  # fmt: skip
"""Keys with a text → the property that is made of it."""

STATUS: Mapping[str, str] = {
    "Received by GEF Secretariat": "1",
    "Concept Proposed": "1",
    "Concept Approved": "1",
    "Project Approved": "2",
    "Completed": "4",
    "Cancelled": "5",
    "Suspended": "6",
}
FOCAL_AREAS: Mapping[str, str] = {
    "Biodiversity": "biodiversity",
    "Climate Change": "climate-change",
    "Land Degradation": "land-degradation",
    "International Waters": "international-waters",
    "Chemicals and Waste": "chemicals-and-waste",
    "POPs": "pops",
    "Persistent Organic Pollutants": "pops",
    "Ozone Depleting Substances": "ozone",
    "Ozone Layer Depletion": "ozone",
    "Multi Focal Area": "multi-focal",
}
TYPES: Mapping[str, str] = {
    "Full-size Project": "full-size",
    "Medium-size Project": "medium-size",
    "Enabling Activity": "enabling-activity",
    "PFD": "programme",
    "GBFF": "gbff",
}
TRUST_FUNDS: Mapping[str, str] = {
    "GEF Trust Fund": "gef-tf",
    "Global Biodiversity Framework Fund": "gbff",
    "Least Developed Countries Fund (LDCF)": "ldcf",
    "Special Climate Change Fund (SCCF)": "sccf",
    "CBIT Trust Fund": "cbit",
    "Capacity-building Initiative for Transparency": "cbit",
    "NPIF": "npif",
    "Nagoya Protocol Implementation Fund": "npif",
    "Multi Trust Fund": "multi",
}
_PERIOD = re.compile(r"GEF\s*-\s*(\d{1,2})", re.ASCII)
_TIME = re.compile(r"<time\b[^>]*\bdatetime=[\"']([^\"']*)[\"'][^>]*>", re.IGNORECASE)
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,2})?", re.ASCII)
_NOTHING = "1970-01-01"


# --- reading ------------------------------------------------------------------------------------------------------


def turned(entity: EntitySet, row: Json) -> tuple[Json, list[Departure]]:  # noqa: ARG001 - projects are the only set
    """An item of the export → a project under the contract's names; what cannot be read stays as served, with a note."""
    if not isinstance(row, dict):
        return row, []
    row, notes = _named(row)
    notes += _ill_formed(row)
    text = {key: _plain(row.get(key)) for key in KEYS}
    number = text["GEFProjectID"]
    found: dict[str, Json] = {
        "id": number or None,
        "identifiers": [{"scheme": "gef", "value": number}] if number else [],
        "url": f"{PAGE}/{number}" if number else None,
        "title": _english(text["ProjectName"]),
        "description": _english(text["projectDescription"]),
        "fundingMechanism": "gef",
        "countries": [{"code": code} for code in _listed(row, "field_country_code")],
        "status": _coded(text["LatestTimelineStatus"], STATUS, other="unknown"),
        "projectType": _coded(text["projectType"], TYPES),
        "fundingPeriod": _period(text["GEFPhase"]),
        "focalAreas": [_coded(label, FOCAL_AREAS) for label in _listed(row, "focalAreas")],
        "trustFunds": [_coded(label, TRUST_FUNDS) for label in [text["trustFundName"]] if label],
        "organisations": [
            *({"role": "managing", "name": name} for name in _listed(row, "implAgencies")),
            *({"role": "implementing", "name": name} for name in [text["ExecutingAgencies"]] if name),
        ],
        "finance": _finance(row, notes),
        "approvalFiscalYear": _year(row.get("ApprovalFY"), notes),
        "updated": _moment(row.get("changed"), "/updated", notes),
    }
    return {name: value for name, value in found.items() if value not in (None, [], {})}, notes


def _named(row: Mapping[str, Json]) -> tuple[Mapping[str, Json], list[Departure]]:
    """An item under the export's keys; one that differs in small and capital letters is read, with a note."""
    meant = {key.casefold(): key for key in KEYS}
    named, notes = dict(row), list[Departure]()
    for written in row:
        key = meant.get(written.casefold(), written)
        if key != written and key not in row:
            named[key] = named.pop(written)
            pointer, expected, got = f"/{written}", f"the key {key!r}", f"the key {written!r}"
            notes.append(Departure(requirement=NAMES, pointer=pointer, expected=expected, got=got))
    return named, notes


def _ill_formed(row: Mapping[str, Json]) -> Iterator[Departure]:
    """Keys whose value is no text, and lists with an entry that is empty."""
    for key, pointer in POINTERS.items():
        value = row.get(key)
        if isinstance(value, (list, dict, bool)):
            listed, got = key in _LISTS, repr(value)[:80]
            expected = "a text, its entries divided by commas" if listed else "a text"
            yield Departure(
                requirement=COLLECTIONS if listed else VALUE_TYPES, pointer=pointer, expected=expected, got=got
            )
        elif key in _LISTS and isinstance(value, str) and value.strip() and "" in map(str.strip, value.split(",")):
            expected, got = "entries with content between the commas", repr(value)[:80]
            yield Departure(requirement=PLACEHOLDER, pointer=pointer, expected=expected, got=got)


def _plain(value: Json) -> str:
    """Text without character references and outer blanks; a number as its digits; anything else as nothing."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _listed(row: Mapping[str, Json], key: str) -> list[str]:
    """The entries of a text with commas; those of an array, which is noted elsewhere."""
    value = row.get(key)
    parts = map(_plain, value) if isinstance(value, list) else _plain(value).split(",")
    return [part.strip() for part in parts if part.strip()]


def _english(text: str) -> list[Json]:
    return [{"language": "en", "value": text}] if text else []


def _coded(label: str, codes: Mapping[str, str], *, other: str = "other") -> Json:
    return {"code": codes.get(label, other), "sourceValue": label} if label else None


def _period(label: str) -> Json:
    match = _PERIOD.fullmatch(label)
    code = f"gef-{match[1]}" if match else "gef-pilot" if label == "Pilot Phase" else "other"
    return {"code": code, "sourceValue": label} if label else None


def _finance(row: Mapping[str, Json], notes: list[Departure]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, key in (("grant", "GEFAmountLatest"), ("cofinancing", "CofinAmountLatest")):
        value = row.get(key)
        text = _plain(value)
        if _AMOUNT.fullmatch(text):
            found[name] = {"amount": float(text) if "." in text else int(text)}
        elif text:
            expected = "an amount in digits"
            notes.append(
                Departure(
                    requirement=VALUE_TYPES, pointer=f"/finance/{name}/amount", expected=expected, got=repr(value)[:80]
                )
            )
    return found


def _year(value: Json, notes: list[Departure]) -> Json:
    moment = _moment(value, "/approvalFiscalYear", notes)
    return int(moment[:4]) if isinstance(moment, str) else None


def _moment(value: Json, pointer: str, notes: list[Departure]) -> Json:
    """The moment in a `<time datetime="…">` element; the epoch stands for none."""
    if value in (None, ""):
        return None
    match = _TIME.search(value) if isinstance(value, str) else None
    try:
        moment = from_rfc3339(match[1]) if match else ""
    except ValueError:
        moment = ""
    if not moment:
        expected = 'a moment in <time datetime="…">'
        notes.append(Departure(requirement=DATES, pointer=pointer, expected=expected, got=repr(value)[:80]))
    return None if not moment or moment.startswith(_NOTHING) else moment


# --- saying -------------------------------------------------------------------------------------------------------


def said(record: Mapping[str, Json]) -> dict[str, Json]:
    """A project as an item of the export: every key, nothing as an empty text."""
    finance = _inner(record, "finance")
    return {
        "GEFProjectID": gef_number(record),
        "ProjectName": html.escape(_in_english(record.get("title"))),
        "projectDescription": html.escape(_in_english(record.get("description"))),
        "field_country_code": ", ".join(_each(record, "countries", "code")),
        "LatestTimelineStatus": _label(record.get("status")),
        "implAgencies": ", ".join(_names(record, "managing", _short)),
        "ExecutingAgencies": html.escape("; ".join(_names(record, "implementing", _name))),
        "trustFundName": next(iter(_each(record, "trustFunds", "sourceValue")), ""),
        "GEFPhase": _label(record.get("fundingPeriod")),
        "projectType": _label(record.get("projectType")),
        "focalAreas": ", ".join(_each(record, "focalAreas", "sourceValue")),
        "GEFAmountLatest": _amount(finance, "grant"),
        "CofinAmountLatest": _amount(finance, "cofinancing"),
        "ApprovalFY": _time(record.get("approvalFiscalYear")),
        "changed": _time(record.get("updated")),
    }


def sayable(record: Mapping[str, Json]) -> dict[str, Json]:
    """What of a project comes through: what the export has a key for, in English, under the fund's own number."""
    number, finance = gef_number(record), _inner(record, "finance")
    kept: dict[str, Json] = {
        "id": number,
        "identifiers": [{"scheme": "gef", "value": number}],
        "url": f"{PAGE}/{number}",
        "fundingMechanism": "gef",
        "organisations": [
            *({"role": "managing", "name": name} for name in _names(record, "managing", _short)),
            *(
                {"role": "implementing", "name": name}
                for name in ["; ".join(_names(record, "implementing", _name))]
                if name
            ),
        ],
        "finance": {
            name: {"amount": money["amount"]}
            for name in ("grant", "cofinancing")
            if isinstance(money := finance.get(name), dict) and "amount" in money
        },
    }
    for name in ("title", "description"):
        kept[name] = _english(_in_english(record.get(name)))
    for name in ("countries", "focalAreas", "trustFunds"):
        wanted = ("code",) if name == "countries" else ("code", "sourceValue")
        entries = record.get(name) or []
        kept[name] = [{key: item[key] for key in wanted if key in item} for item in entries]
    kept["trustFunds"] = kept["trustFunds"][:1]
    for name in ("status", "projectType", "fundingPeriod", "approvalFiscalYear", "updated"):
        kept[name] = record.get(name)
    return {name: value for name, value in kept.items() if value not in (None, [], {})}


def gef_number(record: Mapping[str, Json]) -> str:
    """The fund's number of a project; its id where none is told."""
    entries = record.get("identifiers")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("scheme") == "gef":
            return str(entry.get("value", ""))
    return str(record.get("id", ""))


def _inner(record: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _in_english(entries: Json) -> str:
    found = (entry for entry in entries or () if isinstance(entry, dict) and entry.get("language") == "en")
    return str(next(found, {}).get("value", "")) if isinstance(entries, list) else ""


def _each(record: Mapping[str, Json], name: str, key: str) -> list[str]:
    entries = record.get(name)
    return (
        [str(entry[key]) for entry in entries if isinstance(entry, dict) and key in entry]
        if isinstance(entries, list)
        else []
    )


def _names(record: Mapping[str, Json], role: str, name: Callable[[Mapping[str, Json]], str]) -> Iterator[str]:
    entries = record.get("organisations")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("role") == role and name(entry):
            yield name(entry)


def _short(organisation: Mapping[str, Json]) -> str:
    return str(organisation.get("acronym") or organisation.get("name") or "")


def _name(organisation: Mapping[str, Json]) -> str:
    return str(organisation.get("name") or "")


def _label(coded: Json) -> str:
    return str(coded.get("sourceValue", "")) if isinstance(coded, dict) else ""


def _amount(finance: Mapping[str, Json], name: str) -> str:
    money = finance.get(name)
    amount = money.get("amount") if isinstance(money, dict) else None
    return "" if amount is None else str(amount)


def _time(value: Json) -> str:
    """A moment, or the beginning of a year, in the export's own wrapping; the epoch stands for none."""
    if isinstance(value, int):
        value = f"{value:04d}-01-01T00:00:00Z"
    value = f"{_NOTHING}T00:00:00Z" if value is None else value
    return f'<time datetime="{value}">{str(value)[:10]}</time>'
