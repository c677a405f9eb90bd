"""What is peculiar to each dialect of OData 1 and 2, with records invented for these tests."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from click.testing import CliRunner

from apitest.checks.service import dates_in_seconds, first_dates_of
from apitest.checks.setting import Setting
from apitest.cli import main
from apitest.dialects import DIALECTS, Dialect, offered, says_atom
from apitest.dialects.speech import Question, Refused
from apitest.model import Page, Record, Selection
from making import CONTRACT, entity, exchange, target

BASE = "http://mea.example/feed"
GUID = "0b000000-0000-4000-8000-000000000001"
DECISIONS, MEETINGS, REPORTS = entity("decisions"), entity("meetings"), entity("national-reports")
WCF_1, WCF_2, JAYDATA, TOOLKIT_1, OLINGO = (
    DIALECTS[name] for name in ("wcf-v1", "wcf-v2", "jaydata", "odata4j", "olingo2")
)


def read(dialect: Dialect, row: dict[str, Any]) -> Page:
    rows = [{"id": "1", **row}]
    return dialect.read_page(exchange({"d": rows if dialect is WCF_1 else {"results": rows}}), DECISIONS)


def noted(page: Page) -> list[tuple[str, str]]:
    return [(departure.requirement, departure.place) for departure in page.departures]


TITLE = [{"__metadata": {"type": "LocalizableString"}, "language": "en", "value": "Wastes"}]
PARENT = {"__metadata": {"id": f"{BASE}/Decisions('1')", "uri": f"{BASE}/Decisions('1')", "type": "Decision"}}


@pytest.mark.parametrize(
    ("dialect", "row"),
    [
        (WCF_1, {"title": TITLE, "keywords": {"__deferred": {"uri": f"{BASE}/k"}}}),
        (WCF_2, {"title": {"results": TITLE}, "files": {"results": [{"id": "f", "fileName": "SC-1-1.English"}]}}),
        (WCF_2, {"title": {"results": TITLE}, "files": {"results": [{"id": "f", "filename": "SC-1-1.English"}]}}),
        (JAYDATA, {"title": TITLE, "files": [{"__metadata": {"type": "File"}, "id": "f"}]}),
        (TOOLKIT_1, {"title": {"results": TITLE}, "documents": {"results": [{"id": "f", "content": "aGk="}]}}),
        (OLINGO, {"title": {"results": TITLE}, "updated": "/Date(1762128000000)/"}),
    ],
)
def test_the_own_form_is_read_without_a_note(dialect: Dialect, row: dict[str, Any]) -> None:
    page = read(dialect, row)

    assert noted(page) == []
    assert page.records[0].content["title"] == [{"language": "en", "value": "Wastes"}]
    assert "documents" not in page.records[0].content


@pytest.mark.parametrize(
    ("dialect", "row", "requirement", "place"),
    [
        (WCF_1, {"title": {"results": TITLE}}, "service/collections-in-dialect-form", "$.d[0].title"),
        (WCF_2, {"title": TITLE}, "service/collections-in-dialect-form", "$.d.results[0].title"),
        (
            WCF_2,
            {"title": {"results": {"results": TITLE}}},
            "service/collections-in-dialect-form",
            "$.d.results[0].title",
        ),
        (JAYDATA, {"title": {"results": TITLE}}, "service/collections-in-dialect-form", "$.d.results[0].title"),
        (
            JAYDATA,
            {"title": {"__deferred": {"uri": "x"}}},
            "service/collections-in-dialect-form",
            "$.d.results[0].title",
        ),
        (JAYDATA, {"summary": [PARENT]}, "service/no-placeholders", "$.d.results[0].summary[0]"),
        (JAYDATA, {"files": [{**PARENT, "id": "1"}]}, "service/no-placeholders", "$.d.results[0].files[0]"),
        (OLINGO, {"Number": "BC-1/1"}, "service/property-names", "$.d.results[0].number"),
        (OLINGO, {"files": {"results": [{"Id": "f"}]}}, "service/property-names", "$.d.results[0].files.results[0].id"),
        (OLINGO, {"Id": "2"}, "service/no-unknown-properties", "$.d.results[0].Id"),
    ],
)
def test_another_form_is_noted_and_placed(dialect: Dialect, row: dict[str, Any], requirement: str, place: str) -> None:
    assert noted(read(dialect, row)) == [(requirement, place)]


def test_an_id_in_capitals_is_still_the_id() -> None:
    page = OLINGO.read_page(exchange({"d": {"results": [{"Id": "7"}]}}), DECISIONS)

    assert (page.records[0].id, noted(page)) == ("7", [("service/property-names", "$.d.results[0].id")])


@pytest.mark.parametrize(
    ("dialect", "body"),
    [
        (OLINGO, {"d": {"results": {"results": [], "__count": "3"}}}),
        (WCF_2, {"d": []}),
        (WCF_1, {"d": {"results": [], "__count": "3"}}),
        (JAYDATA, {"value": []}),
    ],
)
def test_another_envelope_is_noted_and_read(dialect: Dialect, body: Any) -> None:
    page = dialect.read_page(exchange(body), DECISIONS)

    assert [departure.requirement for departure in page.departures] == ["service/envelope"]
    assert (page.readable, page.count) == (True, 3 if "__count" in str(body) else None)


def test_guids_are_keys_of_decisions_only() -> None:
    urls = [WCF_2.item(BASE, item, GUID).url.partition("?")[0] for item in (DECISIONS, MEETINGS)]

    assert urls == [f"{BASE}/Decisions.svc/Decisions(guid'{GUID}')", f"{BASE}/Meetings.svc/Meetings('{GUID}')"]


def test_the_address_of_one_service_is_used_as_it_is() -> None:
    assert WCF_2.listing(f"{BASE}/bcDecisions.svc", DECISIONS, Selection(top=1, expand=())).url == (
        f"{BASE}/bcDecisions.svc/Decisions?$top=1"
    )


def test_a_key_is_heard_in_its_own_form_alone() -> None:
    heard = WCF_2.hear(f"Decisions.svc/Decisions(guid'{GUID}')", "", CONTRACT)

    assert (heard.asked, heard.key) == ("item", GUID)
    for path in (f"Decisions.svc/Decisions('{GUID}')", f"Meetings.svc/Meetings(guid'{GUID}')"):
        with pytest.raises(Refused):
            WCF_2.hear(path, "", CONTRACT)


@pytest.mark.parametrize("path", ["Decisions.svc/Meetings", "Other.svc/", "Decisions"])
def test_a_service_has_its_own_set_alone(path: str) -> None:
    with pytest.raises(Refused):
        WCF_2.hear(path, "", CONTRACT)


def test_not_found_in_jaydata_is_a_listing_without_records_only_in_its_own_words() -> None:
    pages = [JAYDATA.read_page(exchange(body, status=404), DECISIONS) for body in (b"No record found", b"Not here")]

    assert [(page.readable, page.records) for page in pages] == [(True, ()), (False, ())]


def test_errors_in_jaydata_are_numbers() -> None:
    bodies: list[Any] = [{"statusCode": 500}, b"No record found", {"error": {}}, [], b"<html>"]

    assert [JAYDATA.read_error(exchange(body, status=500)) for body in bodies] == [
        "status code 500",
        "No record found",
        None,
        None,
        None,
    ]


def test_toolkit_1_calls_files_of_decisions_documents_and_ignores_orders() -> None:
    url = TOOLKIT_1.listing(BASE, DECISIONS, Selection(expand=("files",), order=(("id", False),))).url
    heard = TOOLKIT_1.hear("Decisions", url.partition("?")[2], CONTRACT)

    assert "$expand=documents" in url
    assert (heard.selection.expand, heard.selection.order) == (("files",), ())


def judged(moments: list[str]) -> list[str]:
    setting = Setting(contract=CONTRACT, target=target(), entity=REPORTS, now=datetime(2026, 1, 1, tzinfo=UTC))
    records = [Record(id=str(i), content={"submission": text}, index=i) for i, text in enumerate(moments)]
    notes = [note for record in records for note in first_dates_of(record, setting)]
    return [departure.pointer for departure in dates_in_seconds(notes, setting)]


def test_dates_that_all_lie_in_the_first_weeks_of_1970_count_seconds() -> None:
    assert judged(["1970-01-21T09:28:48Z", "1970-01-20T00:00:00Z"]) == ["/submission"]


@pytest.mark.parametrize(
    "moments",
    [
        ["1970-01-21T09:28:48Z"],
        ["1970-01-21T09:28:48Z", "2025-11-03T00:00:00Z"],
        ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
        ["1969-12-31T00:00:00Z", "1970-05-01T00:00:00Z"],
        [],
    ],
)
def test_dates_that_may_be_meant_are_left_alone(moments: list[str]) -> None:
    assert judged(moments) == []


@pytest.mark.parametrize("spoken", ["wcf-v1", "wcf-v2", "jaydata", "odata4j"])
def test_the_description_calls_things_as_the_answers_do(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    question = Question(asked="description", entity="decisions")

    body = dialect.say_description(CONTRACT, BASE, question).body

    assert all(wire.encode() in body for wire in dialect.LAYOUT.names.values())


def test_all_dialects_are_told_with_what_they_lack() -> None:
    told = CliRunner().invoke(main, ["contracts", "show", "dialects"]).output

    assert all(f"{name}  {dialect.TITLE}" in told for name, dialect in DIALECTS.items())
    assert "lacks next-link" in told
    assert told.count("also says         Atom") == sum(map(says_atom, DIALECTS.values()))
    assert "Properties lost between one dialect (row) and another (column)" in told


@pytest.mark.parametrize("spoken", [name for name in DIALECTS if name not in ("drupal-rest", "gef-json", "mea-json")])
def test_whatever_a_client_encodes_is_understood(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    contract = offered(CONTRACT, dialect)
    for one in contract.entities.values():
        selection = Selection(top=5, order=(("updated", True), (one.key, False)))
        path, _, query = dialect.listing(BASE, one, selection).url.removeprefix(BASE).partition("?")
        encoded = "&".join(f"{quote(name)}={quote_plus(value)}" for name, value in parse_qsl(query))

        assert "%2C" in encoded
        assert dialect.hear(path, encoded, contract) == dialect.hear(path, query, contract)
