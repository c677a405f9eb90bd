"""What the proxy knows of four wire forms: where rows stand in an answer, and how a property, a list and a date are said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

SETS = {
    "Decisions": "decisions",
    "Meetings": "meetings",
    "CountryReports": "national-reports",
    "NationalPlans": "national-plans",
    "Projects": "projects",
    "Sites": "sites",
    "Documents": "documents",
    "Contacts": "contacts",
    "CountryProfiles": "country-profiles",
}
ROOTS = {
    "olingo2": "/olingo2/informea.svc",
    "odata-v4": "/odata-v4/informea.svc",
    "wcf-v2": "/wcf-v2",
    "mea-json": "/mea-json",
}
FORMS = tuple(ROOTS)
ODATA = ("olingo2", "odata-v4", "wcf-v2")
VERBOSE = ("olingo2", "wcf-v2")
NATIVE = ("mea-json",)
INLINE = ("odata-v4", "mea-json")
_KEYED = re.compile(r"^([A-Za-z]+)(?:\((?:guid)?'?(.*?)'?\))?$")
_TICKS = re.compile(r"^/Date\((-?\d+)(?:[+-]\d+)?\)/$")


@dataclass(slots=True)
class Ask:
    """A request on its way: of which set, and what for."""

    form: str
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    entity: str = ""
    kind: str = "other"  # list, item, count, part, metadata, service or other
    key: str = ""
    part: str = ""

    @property
    def target(self) -> str:
        """Path and query as sent on."""
        return self.path + ("?" + urlencode(self.query, quote_via=quote, safe="$',:()*/") if self.query else "")

    def of(self, *names: str) -> str | None:
        """The value of the first of some query options that is there."""
        return next((value for name, value in self.query if name in names), None)

    def put(self, name: str, value: str | None) -> None:
        """Set a query option, or leave it out."""
        self.query = [pair for pair in self.query if pair[0] != name] + ([(name, value)] if value is not None else [])


def read_ask(form: str, method: str, target: str, headers: dict[str, str]) -> Ask:
    """What a request is for."""
    path, _, query = target.partition("?")
    ask = Ask(form, method, path, parse_qsl(query, keep_blank_values=True), headers)
    below = path.removeprefix(ROOTS[form]).strip("/")
    parts = [unquote(part) for part in below.split("/")] if below else []
    if form == "wcf-v2" and parts and parts[0].endswith(".svc"):
        parts = parts[1:]
    if not parts:
        ask.kind = "service"
    elif form in NATIVE:
        _native(ask, parts)
    else:
        _odata(ask, parts)
    return ask


def _native(ask: Ask, parts: list[str]) -> None:
    ask.entity = parts[0]
    if parts[0] == "openapi.json":
        ask.entity, ask.kind = "", "metadata"
    elif len(parts) == 1:
        ask.kind = "list"
    elif parts[1] == "count":
        ask.kind = "count"
    else:
        ask.kind, ask.key = ("item" if len(parts) == 2 else "part"), parts[1]
        ask.part = parts[2] if len(parts) > 2 else ""


def _odata(ask: Ask, parts: list[str]) -> None:
    if parts[0] == "$metadata":
        ask.kind = "metadata"
        return
    match = _KEYED.match(parts[0])
    if not match or match[1] not in SETS:
        return
    ask.entity = SETS[match[1]]
    if match[2] is None:
        ask.kind = "count" if parts[1:] == ["$count"] else "list" if len(parts) == 1 else "other"
    else:
        ask.kind, ask.key = ("item" if len(parts) == 1 else "part"), match[2]
        ask.part = parts[1] if len(parts) > 1 else ""


def rows_of(form: str, document: Any) -> list[Any] | None:
    """The rows of a list, as they stand in the answer; changing it changes the answer."""
    if form in VERBOSE:
        document = document.get("d") if isinstance(document, dict) else None
        found = document.get("results") if isinstance(document, dict) else document
    else:
        found = document.get("value" if form == "odata-v4" else "items") if isinstance(document, dict) else None
    return found if isinstance(found, list) else None


@dataclass(slots=True)
class Row:
    """One record as it is served, with a way to change it that is the same in each wire form."""

    form: str
    entity: str
    key: str
    fields: dict[str, Any]
    lists: dict[str, list[Any]] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        """The value at a dotted path, or None."""
        holder, name = self._holder(path)
        return holder.get(name) if holder is not None else None

    def put(self, path: str, value: Any) -> None:
        """Change a value that is there."""
        holder, name = self._holder(path)
        if holder is not None and name in holder:
            holder[name] = value

    def add(self, path: str, value: Any) -> None:
        """Set a value, there or not."""
        holder, name = self._holder(path)
        if holder is not None:
            holder[name] = value

    def drop(self, path: str) -> None:
        """Leave a value out; the strict forms say null instead."""
        holder, name = self._holder(path)
        if holder is not None and name in holder:
            if self.form == "mea-json":
                del holder[name]
            else:
                holder[name] = None

    def _holder(self, path: str) -> tuple[dict[str, Any] | None, str]:
        *way, name = path.split(".")
        holder: Any = self.fields
        for step in way:
            holder = holder.get(step) if isinstance(holder, dict) else None
        return (holder if isinstance(holder, dict) else None), name

    def many(self, name: str) -> list[Any] | None:
        """A list of the record that is served here, or None: it was not asked for."""
        if name in self.lists:
            return self.lists[name]
        value = self.fields.get(name)
        if isinstance(value, dict):
            value = value.get("results")
        return value if isinstance(value, list) else None

    def each(self, name: str) -> Iterator[dict[str, Any]]:
        """The objects of a list that is served here."""
        return (entry for entry in self.many(name) or () if isinstance(entry, dict))

    def text(self, name: str, language: str) -> dict[str, Any] | None:
        """The entry of a text in a language."""
        return next((entry for entry in self.each(name) if entry.get("language") == language), None)

    def when(self, name: str) -> datetime | None:
        """A date as an instant."""
        value = self.get(name)
        if not isinstance(value, str):
            return None
        if ticks := _TICKS.match(value):
            return datetime.fromtimestamp(int(ticks[1]) / 1000, UTC)
        try:
            said = datetime.fromisoformat(value)
        except ValueError:
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    def put_when(self, name: str, instant: datetime, like: str | None = None) -> None:
        """A date in the form that the property, or another one, has here."""
        pattern = self.get(like or name)
        if isinstance(pattern, str) and (like or self.get(name) is not None):
            self.add(name, _said(pattern, instant))


def _said(pattern: str, instant: datetime) -> str:
    if _TICKS.match(pattern):
        return f"/Date({int(instant.timestamp()) * 1000})/"
    if len(pattern) == len("2020-01-01"):
        return instant.date().isoformat()
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def records_in(ask: Ask, document: Any) -> list[Row]:
    """The records that an answer speaks of, whole or in part."""
    if ask.kind == "list":
        rows = rows_of(ask.form, document) or []
        return [Row(ask.form, ask.entity, _key(row, ask.entity), row) for row in rows if isinstance(row, dict)]
    if ask.kind == "item":
        inner = document.get("d", document) if isinstance(document, dict) else None
        return [Row(ask.form, ask.entity, ask.key, inner)] if isinstance(inner, dict) else []
    if ask.kind == "part":
        rows = rows_of(ask.form, document)
        return [Row(ask.form, ask.entity, ask.key, {}, {ask.part: rows})] if rows is not None else []
    return []


def _key(row: dict[str, Any], entity: str) -> str:
    name = "country" if entity == "country-profiles" else "id"
    if isinstance(row.get(name), str):
        return str(row[name])
    address = (row.get("__metadata") or {}).get("uri", "") if isinstance(row.get("__metadata"), dict) else ""
    return unquote(address.rpartition("('")[2].removesuffix("')")) if address else ""
