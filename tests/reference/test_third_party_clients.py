"""Clients that others wrote read the reference endpoint as any service: they list, count, filter, follow and fetch."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyodata
import pytest
import requests
from odata import ODataService

from apitest.dialects import DIALECTS, offered
from apitest.reference.service import Service
from apitest.reference.serving import running
from making import CONTRACT

RECORDS = 450
"""More than two pages of what the service sends by itself."""
SINCE = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(CONTRACT, records=RECORDS)


@pytest.fixture(scope="module")
def origin(service: Service) -> Iterator[str]:
    with running(service, 0) as address:
        yield address


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.trust_env = False
        yield opened


@pytest.fixture(scope="module")
def modern(origin: str, session: requests.Session) -> ODataService:
    """`python-odata`, which speaks OData 4."""
    return ODataService(f"{origin}/odata-v4/informea.svc/", reflect_entities=True, session=session, quiet_progress=True)


@pytest.fixture(scope="module")
def classic(origin: str, session: requests.Session) -> Any:
    """`pyodata`, which speaks OData 2."""
    return pyodata.Client(f"{origin}/olingo2/informea.svc/", session)


def stored(service: Service, where: str = "", name: str = "decisions") -> int:
    """How many records there are, asked of the store itself."""
    return service.store.count(CONTRACT.entities[name], where)


# --- python-odata -------------------------------------------------------------------------------------------------


def test_python_odata_finds_every_set_and_its_key(modern: ODataService) -> None:
    keys = {
        name: [key for key, _ in kind.__new__(kind).__odata__.primary_key_properties]
        for name, kind in modern.entities.items()
    }

    assert keys == {
        entity.wire_name: [entity.key] for entity in offered(CONTRACT, DIALECTS["odata-v4"]).entities.values()
    }


def test_python_odata_follows_next_links_to_the_end(modern: ODataService) -> None:
    decisions = modern.query(modern.entities["Decisions"]).all()

    assert len({decision.id for decision in decisions}) == len(decisions) == RECORDS


def test_python_odata_counts(modern: ODataService, service: Service) -> None:
    kind = modern.entities["Decisions"]

    assert modern.query(kind).count() == RECORDS
    assert modern.query(kind).filter(kind.treaty == "basel").count() == stored(service, "treaty eq 'basel'")


def test_python_odata_filters_in_parentheses_and_by_moments_with_offset(modern: ODataService, service: Service) -> None:
    kind = modern.entities["Decisions"]
    query = modern.query(kind).filter(kind.updated >= SINCE).filter((kind.treaty == "basel") | (kind.treaty == "cbd"))

    found = query.all()

    where = "updated ge 2025-03-01T00:00:00Z and (treaty eq 'basel' or treaty eq 'cbd')"
    assert 0 < len(found) == stored(service, where)
    assert all(decision.updated >= SINCE and decision.treaty in ("basel", "cbd") for decision in found)


def test_python_odata_asks_for_parts_of_text(modern: ODataService) -> None:
    kind = modern.entities["Decisions"]

    found = modern.query(kind).filter(kind.number.contains("C-17/2")).all()

    assert [decision.number for decision in found] == ["BC-17/22"]


def test_python_odata_asks_for_a_window_in_its_order(modern: ODataService) -> None:
    kind = modern.entities["Meetings"]

    found = modern.query(kind).order_by(kind.id.desc()).limit(5).offset(2).all()

    ids = [meeting.id for meeting in found]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 5


def test_python_odata_fetches_a_record_by_its_key(modern: ODataService) -> None:
    kind = modern.entities["Decisions"]

    decision = modern.query(kind).get("bc-17-22")

    assert (decision.number, decision.treaty, decision.published.tzinfo is not None) == ("BC-17/22", "basel", True)
    assert {entry["language"] for entry in decision.title} >= {"en"}


def test_python_odata_reads_a_selection(modern: ODataService) -> None:
    kind = modern.entities["Decisions"]

    row = modern.query(kind).select(kind.id, kind.number).first()

    assert set(row) == {"id", "number"}


def test_python_odata_understands_a_refusal(modern: ODataService) -> None:
    kind = modern.entities["Decisions"]

    with pytest.raises(Exception, match=r"HTTP 400 \| 400 \| The property 'noSuchProperty'"):
        modern.query(kind).raw({"$orderby": "noSuchProperty"})


# --- pyodata ------------------------------------------------------------------------------------------------------


def test_pyodata_builds_itself_from_the_description(classic: Any) -> None:
    declared = {kind.name for kind in classic.schema.entity_sets}

    assert {entity.wire_name for entity in offered(CONTRACT, DIALECTS["olingo2"]).entities.values()} <= declared
    kind = classic.schema.entity_type("Decision")
    assert {item.name for item in kind.nav_proprties} == set(CONTRACT.entities["decisions"].expandable)


def test_pyodata_follows_next_links_to_the_end(classic: Any) -> None:
    seen: list[str] = []
    request = classic.entity_sets.Decisions.get_entities()

    while True:
        page = request.execute()
        seen += [decision.id for decision in page]
        if page.next_url is None:
            break
        request = classic.entity_sets.Decisions.get_entities().next_url(page.next_url)

    assert len(set(seen)) == len(seen) == RECORDS


def test_pyodata_counts(classic: Any, service: Service) -> None:
    sets = classic.entity_sets

    assert sets.Decisions.get_entities().count().execute() == RECORDS
    inline = sets.Decisions.get_entities().filter("treaty eq 'basel'").count(inline=True).execute()
    assert inline.total_count == len(inline) == stored(service, "treaty eq 'basel'")


def test_pyodata_filters_with_plus_signs_for_blanks(classic: Any, service: Service) -> None:
    query = classic.entity_sets.Decisions.get_entities()

    found = query.filter("treaty eq 'basel' and updated ge datetime'2025-03-01T00:00:00'").execute()

    assert 0 < len(found) == stored(service, "treaty eq 'basel' and updated ge 2025-03-01T00:00:00Z")


def test_pyodata_fetches_a_record_with_its_lists(classic: Any) -> None:
    decision = classic.entity_sets.Decisions.get_entity("bc-17-22").expand("title,files").execute()

    assert (decision.number, decision.treaty) == ("BC-17/22", "basel")
    assert {entry.language for entry in decision.title} >= {"en"}
    assert decision.files


def test_pyodata_asks_for_a_window_in_its_order(classic: Any) -> None:
    found = classic.entity_sets.Meetings.get_entities().order_by("id desc").top(5).skip(2).select("id").execute()

    ids = [meeting.id for meeting in found]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 5
