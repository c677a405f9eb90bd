"""A thousand records a set with twenty mixed causes: every fate as a second opinion has it, and as the order demands."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from apitest.acceptance.portal import Provider
from apitest.acceptance.rules import Effect
from apitest.acceptance.touches import Fate, Lot
from apitest.evidence import Evidence
from apitest.reference.lying import Act
from apitest.reference.service import Service
from apitest.rehearsal import Rehearsal
from apitest.wire import Client
from making import CONTRACT, target
from oracle import Oracle

SETS = ("meetings", "decisions", "national-reports")
COUNTS = {"decisions": 1000, "meetings": 1000, "national-reports": 1000, "projects": 1}
BASE = "http://reference.example/olingo2/informea.svc"
Record = dict[str, Any]


def text(*pairs: tuple[str, str]) -> list[Record]:
    return [{"language": language, "value": value} for language, value in pairs]


def filed(record: Record, **changes: Any) -> Record:
    files = record.get("files") or []
    return record | {"files": [{**entry, **changes} for entry in files[:1]] + files[1:]}


CAUSES: tuple[Callable[[Record], Record], ...] = (
    lambda r: r | {"title": text(("fr", "Titre"), ("EN", "Title"))},
    lambda r: r | {"title": text(("en", "  "), ("fr", "Titre"))},
    lambda r: r | {"title": text(("pt", "Um"), ("en", "One"), ("en", "Two"))},
    lambda r: r | {"title": text(("en", "A <i>title</i> &amp; more"), ("und", "Sans langue"))},
    lambda r: r | {"title": text(("en", "n" * 2100))},
    lambda r: r | {"treaty": "nowhere"},
    lambda r: r | {"country": "UK"},
    lambda r: r | {"type": "accord", "status": "done"},
    lambda r: {key: value for key, value in r.items() if key not in ("start", "end", "meetingId")},
    lambda r: {key: value for key, value in r.items() if key not in ("end", "meetingId", "meetingTitle")},
    lambda r: r | {"start": "1970-01-01T00:00:00Z", "meetingId": "no-such-meeting"},
    lambda r: r | {"content": text(("en", '<p style="x"><a href="https://a.example">a</a></p>'))},
    lambda r: r | {"content": text(("en", "<p>Body</p>")), "summary": text(("fr", "R"))},
    lambda r: r | {"content": text(("en", "A"), ("es", "B"), ("ar", "C")), "summary": text(("en", "S"), ("es", "R"))},
    lambda r: r | {"content": [], "summary": text(("en", "S"))},
    lambda r: filed(r, url="https://files.example/a%20b.pdf"),
    lambda r: filed(r, url="https://files.example/same.pdf?n=" + str(r["id"]), filename="same.pdf"),
    lambda r: filed(r, language="zh", mimeType="image/jpeg"),
    lambda r: filed(r, url=""),
    lambda r: r | {"number": "n" * 300, "location": "n" * 300, "latitude": 0, "longitude": 0, "treaty": "255"},
    lambda r: r | {"keywords": [{"namespace": "http://www.informea.org/terms"}], "submission": "2024-05-01T10:00:00.500Z"},
)  # fmt: skip
STRIDE = 3


def lying(record: Record, position: int) -> Record:
    turn, rest = divmod(position, STRIDE)
    return CAUSES[turn % len(CAUSES)](record) if rest == 0 else record


def stopping(record: Record, position: int) -> Record:
    """One record near the middle has a title that the importer cannot step over."""
    changed = lying(record, position)
    return changed | {"title": [{"language": "en", "value": ["Title"]}]} if position == 640 else changed


def whole_list(service: Service, name: str, expand: str) -> list[Record]:
    """The listing as a plain client sees it."""
    rows: list[Record] = []
    with httpx.Client(transport=httpx.WSGITransport(app=service)) as client:
        while True:
            options = f"$top=200&$skip={len(rows)}&$expand={expand}&$orderby=updated desc,id"
            page = orjson.loads(client.get(f"{BASE}/{name}?{options}").content)["d"]["results"]
            if not page:
                return rows
            rows += page


def rules_of(fate: Fate) -> list[str]:
    """The rules that decide; of a record that is not stored, the first."""
    if fate.lot in (Lot.DROPPED, Lot.UNREACHED):
        return [fate.touches[0].rule]
    return sorted({touch.rule for touch in fate.touches if touch.effect is not Effect.WARN})


def rehearsed(service: Service) -> dict[tuple[str, str], list[Fate]]:
    """Set and version → the fates of its records, in order."""
    fates: dict[tuple[str, str], list[Fate]] = {}
    evidence = Evidence()
    client = Client(target(url=BASE, entities=SETS), evidence, transport=httpx.WSGITransport(app=service))
    rehearsal = Rehearsal(
        CONTRACT,
        client.target,
        client.send,
        provider=Provider(name="cms"),
        sink=lambda entity: lambda portal, fate: fates.setdefault((entity, portal), []).append(fate),
    )
    for entity in SETS:
        rehearsal.of(entity)
    client.close()
    evidence.close()
    return fates


@pytest.mark.parametrize("change", [lying, stopping])
def test_every_fate_is_as_the_oracle_has_it(change: Callable[[Record, int], Record]) -> None:
    sets = ("meetings", "decisions", "national-reports") if change is lying else ("decisions", "national-reports")
    service = Service(CONTRACT, counts=COUNTS, acts=[(sets, Act("twenty causes", record=change))])
    lists = {
        "meetings": whole_list(service, "Meetings", "title,description"),
        "decisions": whole_list(service, "Decisions", "title,keywords,files,content,summary"),
        "national-reports": whole_list(service, "CountryReports", "title,files"),
    }

    fates = rehearsed(service)

    for portal in ("2017", "2018"):
        oracle = Oracle(portal)
        for entity in SETS:
            wanted = oracle.judge(entity, lists[entity])
            got = [(fate.record, fate.lot.value, rules_of(fate)) for fate in fates[entity, portal]]
            assert [pair for pair in zip(wanted, got, strict=True) if pair[0] != pair[1]] == []
            seen = Counter(fate for _, fate, _ in wanted)
            assert len(wanted) == 1000
            assert {"stored", "altered", "partly-lost", "dropped"} <= set(seen) or change is stopping
            assert ("unreached" in seen) is (change is stopping and entity in sets)
