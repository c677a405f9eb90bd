"""OData 4.01 JSON as other services write it: metadata levels, names without prefix, links, keys, options."""

from typing import Any

import pytest

from apitest.dialects import odata_v4
from apitest.dialects.speech import Question, Refused, Rows
from apitest.model import Condition, Selection
from making import CONTRACT, entity, exchange

BASE = "http://mea.example/informea.svc"
URL = f"{BASE}/Decisions"
ROW: dict[str, Any] = {"id": "a", "updated": "2025-01-02T03:04:05Z", "title": [{"language": "en", "value": "Waste"}]}


def page(body: Any, url: str = URL) -> Any:
    return odata_v4.read_page(exchange(body, url=url), entity())


@pytest.mark.parametrize("level", ["minimal", "full", "none"])
def test_every_metadata_level_reads_the_same(level: str) -> None:
    question = Question(asked="page", entity="decisions")
    query = f"$format=application/json;odata.metadata={level}"

    reply = odata_v4.say_page(Rows(records=(ROW,)), question, entity(), BASE, query)

    found = page(reply.body)
    assert found.departures == ()
    assert {name: value for name, value in found.records[0].content.items() if value != []} == ROW
    assert f"odata.metadata={level}" in reply.content_type
    assert (b"@odata.context" in reply.body, b"@odata.editLink" in reply.body) == (level != "none", level == "full")


def test_control_information_is_read_without_its_prefix() -> None:
    found = page({"@context": "$metadata#Decisions", "@count": 7, "@nextLink": "Decisions?$skip=1", "value": [ROW]})

    assert (found.count, found.next, found.departures) == (7, f"{URL}?$skip=1", ())


@pytest.mark.parametrize(
    ("context", "link", "resolved"),
    [
        (f"{BASE}/$metadata#Decisions", "Decisions?$skip=1", f"{URL}?$skip=1"),
        (
            "http://other.example/v4/$metadata#Decisions",
            "Decisions?$skip=1",
            "http://other.example/v4/Decisions?$skip=1",
        ),
        ("$metadata#Decisions", "Decisions?$skip=1", f"{URL}?$skip=1"),
        (None, "Decisions?$skip=1", f"{URL}?$skip=1"),
        (None, "http://other.example/Decisions?$skip=1", "http://other.example/Decisions?$skip=1"),
    ],
)
def test_next_links_are_resolved_against_the_context(context: str | None, link: str, resolved: str) -> None:
    about = {"@odata.context": context} if context else {}

    assert page({**about, "value": [], "@odata.nextLink": link}).next == resolved


def test_large_counts_may_be_text() -> None:
    assert page({"value": [], "@odata.count": "12"}).count == 12


@pytest.mark.parametrize("body", [{"d": {"results": [ROW]}}, {"d": [ROW]}, {"items": [ROW]}, [ROW]])
def test_another_envelope_is_noted_and_read(body: Any) -> None:
    found = page(body)

    assert [departure.requirement for departure in found.departures] == ["service/envelope"]
    assert found.records[0].id == "a"


def test_no_envelope_ends_the_walk() -> None:
    found = page({"error": "x"})

    assert (found.readable, found.departures[0].requirement) == (False, "service/envelope")


@pytest.mark.parametrize(
    ("row", "requirement"),
    [
        ({"updated": "/Date(0)/"}, "service/dates-in-dialect-form"),
        ({"updated": "2025-01-02T03:04:05"}, "service/dates-in-dialect-form"),
        ({"title": {"results": []}}, "service/collections-in-dialect-form"),
        ({"longTitle": [{"@odata.type": "#informea.LocalizedString"}]}, "service/no-placeholders"),
        ({"displayOrder": "7"}, "service/numbers-are-numbers"),
        ({"brs": 1}, "service/no-unknown-properties"),
    ],
)
def test_departures_of_values_are_noted(row: dict[str, Any], requirement: str) -> None:
    assert [note.requirement for note in page({"value": [row]}).departures] == [requirement]


def test_a_listing_is_no_single_record() -> None:
    found = odata_v4.read_item(exchange({"value": [ROW]}), entity())

    assert found.departures[0].requirement == "service/item-envelope"


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "", "message": "x"}},
        {"error": {"code": None, "message": "x"}},
        {"error": {"code": "1", "message": {"lang": "en", "value": "x"}}},
        {"error": "x"},
        [],
    ],
)
def test_errors_in_another_form_are_none(body: Any) -> None:
    assert odata_v4.read_error(exchange(body, status=400)) is None


@pytest.mark.parametrize("body", [{"value": []}, {"@odata.context": "x"}, [], {"d": {"EntitySets": []}}])
def test_other_documents_are_no_service_document(body: Any) -> None:
    assert odata_v4.read_service(exchange(body), CONTRACT) is None


def test_a_service_document_may_give_absolute_addresses() -> None:
    document = {"@odata.context": f"{BASE}/$metadata", "value": [{"name": "X", "url": URL}, {"name": "Meetings"}, 3]}

    assert odata_v4.read_service(exchange(document), CONTRACT) == ("decisions", "meetings")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("Decisions('a')", "a"),
        ("Decisions(id='a')", "a"),
        ("Decisions(%27O%27%27Neill%27)", "O'Neill"),
        ("Decisions/a", "a"),
        ("Decisions('a%2Fb')", "a/b"),
    ],
)
def test_a_record_has_several_addresses(path: str, key: str) -> None:
    question = odata_v4.hear(path, "", CONTRACT)

    assert (question.asked, question.key) == ("item", key)


def test_an_item_is_asked_for_by_an_address_that_the_service_hears() -> None:
    query = odata_v4.item(BASE, entity(), "O'Neill/1")

    assert odata_v4.hear(query.url.removeprefix(BASE), "", CONTRACT).key == "O'Neill/1"


@pytest.mark.parametrize(
    "query", ["$top=3&$skip=4&$count=true", "top=3&skip=4&count=true", "$TOP=3&$Skip=4&COUNT=true"]
)
def test_options_may_come_without_sign_and_in_any_case(query: str) -> None:
    assert odata_v4.hear("Decisions", query, CONTRACT).selection == Selection(top=3, skip=4, count=True)


def test_options_of_the_clients_own_are_let_through() -> None:
    assert odata_v4.hear("Decisions", "trace=1&$select=id,*", CONTRACT).selection == Selection()


@pytest.mark.parametrize(
    "query",
    [
        "$top=-1",
        "$top=٣",
        "$skip=x",
        "$top=1&$top=2",
        "$top=1&top=2",
        "$count=1",
        "$format=atom",
        "$expand=title",
        "$orderby=nothing",
        "$orderby=title",
        "$orderby=id%20sideways",
        "$select=nothing",
        "$noSuchOption=1",
        "$filter=",
    ],
)
def test_what_is_malformed_is_refused(query: str) -> None:
    with pytest.raises(Refused) as raised:
        odata_v4.hear("Decisions", query, CONTRACT)

    assert raised.value.status == 400


@pytest.mark.parametrize("path", ["Nothing", "Decisions('a')/title", "Decisions/$count/1", "Decisions(a)"])
def test_what_is_not_there_is_404(path: str) -> None:
    with pytest.raises(Refused) as raised:
        odata_v4.hear(path, "", CONTRACT)

    assert raised.value.status == 404


def test_conditions_are_written_in_the_words_of_odata_4() -> None:
    conditions = (
        Condition(property="updated", operator="ge", value="2025-01-01T00:00:00Z"),
        Condition(property="treaty", operator="eq", value="o'x"),
        Condition(property="displayOrder", operator="eq", value=7),
        Condition(property="virtual", operator="eq", value=True),
    )

    query = odata_v4.listing(BASE, entity(), Selection(conditions=conditions, order=(("id", True),), select=("id",)))

    assert query.url == (
        f"{URL}?$orderby=id%20desc&$filter=updated%20ge%202025-01-01T00:00:00Z%20and%20treaty%20eq%20'o''x'"
        "%20and%20displayOrder%20eq%207%20and%20virtual%20eq%20true&$select=id"
    )


def test_a_next_link_carries_the_options_of_the_question() -> None:
    rows = Rows(records=(ROW,), next=Selection(top=5, skip=3))
    question = Question(asked="page", entity="decisions", selection=Selection(select=("id",)))

    reply = odata_v4.say_page(rows, question, entity(), BASE, "$top=8&$select=id&$skip=2")

    found = page(reply.body)
    assert found.next == f"{URL}?$select=id&$top=5&$skip=3"
    assert dict(found.records[0].content) == {"id": "a"}
    assert b"#Decisions(id)" in reply.body
