"""
Facts of the portal's documented importer: whom it reads, with which of its three readers, and what it asks for.

The names of the readers are the importer's own and are no version numbers of OData.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from apitest.dialects import Dialect
from apitest.model import EntitySet, Query, Selection, Target

PAGE = 100
"""Records a page, as the importer asks and counts (H-PAG-01)."""

SETS: Mapping[str, str] = {
    "meetings": "Meetings",
    "decisions": "Decisions",
    "national-reports": "CountryReports",
    "national-plans": "NationalPlans",
    "sites": "Sites",
    "documents": "Documents",
    "contacts": "Contacts",
}
"""Entity sets that it reads → their names in its addresses; meetings stand first, for decisions wait for them."""

PROVIDERS = (
    "stockholm", "basel", "rotterdam", "cites", "cms", "aewa", "ascobans", "eurobats", "cbd", "ozone", "plant_treaty",
    "whc", "montreal", "ramsar", "unfccc", "barcelona",
)  # fmt: skip
"""Secretariats as it names them."""
_WITHOUT_MEETINGS_FIRST = frozenset({"barcelona", "eurobats", "ozone", "plant_treaty"})
_WITHOUT_CONTENT = frozenset({"stockholm", "rotterdam", "basel"})
_READ_FROM: Mapping[str, tuple[str, str, frozenset[str]]] = {
    "national-plans": ("H-PLN-03", "national plans", frozenset({"stockholm", "cbd"})),
    "sites": ("H-SIT-03", "sites", frozenset({"whc", "ramsar"})),
}
_EXPANDED: Mapping[str, str] = {
    "meetings": "title,description",
    "decisions": "title,keywords,files,content,summary",
    "national-reports": "title,files",
    "national-plans": "title,files",
    "sites": "name",
    "contacts": "treaties",
}
_DOCUMENTS: Mapping[str, str] = {
    "2017": "authors,descriptions,files,identifiers,keywords,referenceToEntities,tags,titles,types",
    "2018": "authors,description,files,identifiers,keywords,referenceToEntities,tags,treaties,title,types",
}


class Reader(StrEnum):
    """The importer's three readers (H-REQ-05)."""

    COMMON = "V1"
    BIODIVERSITY = "V3"
    BASEL_DOCUMENTS = "V4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A secretariat as the importer knows it; without a name: one that it does not know, read as most are."""

    name: str = ""

    def reader(self, entity: str) -> Reader:
        """Which reader is used for a set."""
        if self.name == "cbd":
            return Reader.BIODIVERSITY
        return Reader.BASEL_DOCUMENTS if (self.name, entity) == ("basel", "documents") else Reader.COMMON

    @property
    def waits_for_meetings(self) -> bool:
        """Whether decisions are only read once all meetings are (H-REQ-08)."""
        return self.name not in _WITHOUT_MEETINGS_FIRST

    def unread(self, entity: str) -> str:
        """The rule by which a set of this secretariat is never asked for; empty: it is."""
        rule, _, names = _READ_FROM.get(entity, ("", "", frozenset({self.name})))
        return rule if self.name and self.name not in names else ""

    def expands(self, entity: str, portal: str) -> str:
        """The lists that are asked for inline (H-REQ-09)."""
        if entity == "documents":
            return _DOCUMENTS[portal]
        if entity == "contacts" and self.name == "cbd":
            return "treaties,roles"
        if entity == "decisions" and self.name in _WITHOUT_CONTENT:
            return "title,files,keywords,summary"
        return _EXPANDED[entity]

    def __str__(self) -> str:
        return self.name or "a secretariat that the importer does not know by name"


def provider_of(target: Target, name: str = "") -> Provider:
    """
    The secretariat behind a target: as named, else by the target's id, its treaties, its dialect or its address.

    The Biodiversity Convention is the only one in its dialect; a name that the importer does not know makes no provider.
    """
    wanted = name.replace("-", "_").lower()
    if wanted in PROVIDERS:
        return Provider(name=wanted)
    if target.dialect == "jaydata":
        return Provider(name="cbd")
    if target.dialect == "mfiles":
        return Provider(name="basel")
    words = [target.id, *target.treaties, *target.url.replace(".", "/").replace("-", "/").split("/")]
    known = (word.replace("-", "_").lower() for word in words)
    return Provider(name=next((word for word in known if word in PROVIDERS), ""))


def address_of(dialect: Dialect, base: str, entity: EntitySet) -> str:
    """Where the importer would ask for a set: the dialect's own address if it has the OData name, else one like it."""
    address = dialect.listing(base, entity, Selection(expand=())).url.partition("?")[0]
    return address if address.endswith(f"/{SETS[entity.name]}") else f"{base}/{SETS[entity.name]}"


def count_query(address: str) -> Query:
    """The first question for the number of records (H-CNT-01)."""
    return Query(url=f"{address}/$count", accept="*/*")


def second_count_query(address: str) -> Query:
    """The question that follows where the first gave nothing (H-CNT-02)."""
    return Query(url=f"{address}?$inlinecount=allpages", accept="*/*")


def page_query(address: str, skip: int, expands: str) -> Query:
    """The question for a page (H-REQ-09)."""
    options = f"$top={PAGE}&$skip={skip}&$expand={expands}&$orderby=updated%20desc,id"
    return Query(url=f"{address}?{options}")
