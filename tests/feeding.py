"""A feed on paper: rows served as the importer asks for them, and what the rehearsal makes of them; no socket."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from apitest.acceptance.answers import Silence
from apitest.acceptance.importing import Asking, Outcome, SetImport
from apitest.acceptance.portal import Provider, count_query, page_query, second_count_query
from apitest.acceptance.touches import Fate, Meetings, scene_of
from apitest.model import Exchange, Query
from making import CONTRACT

ADDRESS = "http://mea.example/informea.svc/Set"
MISSING = object()


def texts(*pairs: tuple[Any, Any]) -> dict[str, Any]:
    """A wrapped list of texts: language and words."""
    return {"results": [{"language": language, "value": value} for language, value in pairs]}


def wrapped(*entries: Any) -> dict[str, Any]:
    """A wrapped list."""
    return {"results": list(entries)}


def file(name: str = "a.pdf", **changes: Any) -> dict[str, Any]:
    """A file that the portal takes as it is."""
    whole = {"url": f"https://files.example/{name}", "language": "en", "filename": name, "mimeType": "application/pdf"}
    return {key: value for key, value in {**whole, **changes}.items() if value is not MISSING}


_PLAIN: dict[str, Callable[[int], dict[str, Any]]] = {
    "decisions": lambda n: {
        "title": texts(("en", f"Decision {n}")),
        "treaty": "cms",
        "type": "decision",
        "status": "adopted",
        "number": f"{n}.1",
        "published": "/Date(1700000000000)/",
        "meetingId": "m-1",
        "keywords": wrapped({"term": "waste", "namespace": "http://www.informea.org/terms"}),
        "files": wrapped(file(f"decision-{n}.pdf")),
    },
    "meetings": lambda n: {
        "title": texts(("en", f"Meeting {n}")),
        "treaty": "cms",
        "start": "/Date(1700000000000)/",
        "end": "/Date(1700100000000)/",
        "country": "KE",
        "city": "Nairobi",
        "location": "Gigiri",
        "type": "cop",
        "url": f"https://meetings.example/{n}",
    },
    "national-reports": lambda n: {
        "title": texts(("en", f"Report {n}")),
        "treaty": "cms",
        "country": "KEN",
        "submission": "/Date(1700000000000)/",
        "files": wrapped(file(f"report-{n}.pdf")),
    },
    "national-plans": lambda n: {
        "title": texts(("en", f"Plan {n}")),
        "treaty": "stockholm",
        "country": "KE",
        "type": "nip",
        "files": wrapped(file(f"plan-{n}.pdf")),
    },
    "sites": lambda n: {"name": texts(("en", f"Site {n}")), "treaty": "whc", "country": "KE"},
    "documents": lambda n: {
        "title": texts(("en", f"Document {n}")),
        "titles": texts(("en", f"Document {n}")),
        "treaty": "cms",
        "treaties": wrapped({"value": "cms"}),
        "types": wrapped({"value": "guideline"}),
        "authors": wrapped({"value": "An author"}),
        "tags": wrapped({"value": "waste"}),
        "files": wrapped(file(f"document-{n}.pdf")),
    },
    "contacts": lambda n: {
        "lastName": "Placeholder",
        "country": "KE",
        "treaties": wrapped({"value": "cms"}),
    },
}


def row(entity: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A record that the portal stores as served, with changes; MISSING takes a property out."""
    plain = {
        "id": f"{entity}-{number}",
        "updated": f"/Date({1700000000000 + number * 1000})/",
        **_PLAIN[entity](number),
        **changes,
    }
    return {key: value for key, value in plain.items() if value is not MISSING}


MEETING = Meetings(
    stored={"m-1": (("2017", "2018"), "/Date(1700000000000)/")},
    titles={("first meeting", "cms"): "/Date(1700000000000)/"},
    refused={"m-refused"},
)


@dataclass
class Service:
    """Answers the importer's questions from a list of rows."""

    rows: list[Any]
    count: Any = None
    """Body of the first answer about the number; None: the true one."""
    second: Any = b""
    """Body of the answer to the second question."""
    envelope: Callable[[list[Any]], Any] = lambda page: {"d": {"results": page}}
    cap: int = 10**9
    """Most rows on a page."""
    ignores: frozenset[str] = frozenset()
    """Of `top`, `skip`."""
    fails: dict[int, Any] = field(default_factory=dict)
    """Records to skip → what is answered to that page instead."""
    links: dict[str, Any] = field(default_factory=dict)
    asked: list[Query] = field(default_factory=list)

    def answer(self, query: Query) -> Exchange | Silence:
        """One answer."""
        self.asked.append(query)
        if query.url in self.links:
            return _exchange(query, self.links[query.url])
        if query.url.endswith("/$count"):
            return _exchange(query, str(len(self.rows)).encode() if self.count is None else self.count)
        if query.url.endswith("allpages"):
            return _exchange(query, self.second)
        found = re.search(r"\$skip=(\d+)", query.url)
        assert found is not None
        skip = int(found[1])
        if skip in self.fails:
            return _exchange(query, self.fails[skip])
        begin = 0 if "skip" in self.ignores else skip
        top = 10**9 if "top" in self.ignores else 100
        return _exchange(query, self.envelope(self.rows[begin : begin + min(top, self.cap)]))


def _exchange(query: Query, answer: Any) -> Exchange | Silence:
    if isinstance(answer, Silence):
        return answer
    if isinstance(answer, tuple):
        status, headers, body = answer
        return Exchange(query=query, status=status, headers=headers, body=body)
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Exchange(query=query, status=200, headers=(), body=body)


def imported(
    entity: str,
    rows: list[Any] | Service,
    *,
    provider: str = "cms",
    meetings: Meetings = MEETING,
    mended: tuple[str, ...] = (),
    known: int = 0,
    fates: list[tuple[str, Fate]] | None = None,
) -> Outcome:
    """What the portal makes of rows."""
    service = rows if isinstance(rows, Service) else Service(rows)
    secretariat = Provider(name=provider)
    asking = Asking(
        count=count_query(ADDRESS),
        second_count=second_count_query(ADDRESS),
        page=lambda skip, _follows: page_query(ADDRESS, skip, secretariat.expands(entity, "2018")),
        known=known,
    )
    kept: list[tuple[str, Fate]] = [] if fates is None else fates
    scene = scene_of(CONTRACT, entity, secretariat, meetings)
    talk = SetImport(
        scene, asking, mended=frozenset(mended), sink=lambda portal, fate: kept.append((portal, fate))
    ).talk()
    answer: Any = None
    try:
        while True:
            answer = service.answer(talk.send(answer))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def lots(outcome: Outcome, portal: str = "2018") -> dict[str, int]:
    """Fate → number of records."""
    return {lot.value: number for lot, number in outcome.ledgers[portal].lots.items() if number}


def causes(outcome: Outcome, portal: str = "2018") -> dict[str, int]:
    """Rule → number of records."""
    return {cause.rule: cause.count for cause in outcome.ledgers[portal].ranked()}
