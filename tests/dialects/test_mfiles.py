"""`mfiles`: both services are read, recognised by themselves, and what nobody recorded is left open."""

import json
from typing import Any

import pytest

from apitest.dialects import mfiles
from apitest.dialects.marks import Seen
from apitest.dialects.recognition import Recognised, recognise
from apitest.dialects.speech import Refused
from apitest.model import Condition, Exchange, Query, Record, Selection
from apitest.shipped import shipped
from making import CONTRACT, entity, exchange

DOCUMENTS = entity("documents")
BASE = "http://h.example/mfilesInformea/MFilesMea.svc"
FIXTURES = ("informea", "capitals")


def served(name: str) -> bytes:
    return shipped("fixtures", "mfiles", f"{name}.json").read_bytes()


def read(body: Any) -> tuple[Record, list[str]]:
    page = mfiles.read_page(exchange(body), DOCUMENTS)
    return page.records[0], [item.requirement for item in page.departures]


def test_the_service_that_the_portal_reads_is_read() -> None:
    record, notes = read(served("informea"))

    assert record.content == {
        "id": "0d000000-0000-4000-8000-000000000003",
        "treaty": "basel",
        "treaties": ["basel", "stockholm"],
        "country": "KE",
        "title": [
            {"language": "en", "value": "Synthetic document"},
            {"language": "fr", "value": "Document synthétique"},
        ],
        "description": [],
        "types": [{"value": "guideline"}],
        "authors": [{"name": "Secretariat"}],
        "tags": [{"value": "waste"}],
        "files": [{"url": "http://h.example/x.pdf", "language": "en", "mimeType": "application/pdf"}],
        "published": "2014-05-01T00:00:00Z",
        "updated": "2014-05-02T06:30:00Z",
    }
    assert notes == ["service/no-unknown-properties"]


def test_the_service_with_names_in_capitals_is_read() -> None:
    record, notes = read(served("capitals"))

    assert record.id == "0d000000-0000-4000-8000-000000000003"
    assert record.content["identifiers"] == [{"name": "UN number", "value": "UNEP/EXAMPLE/1"}]
    assert record.content["files"] == [
        {"id": "2", "language": "en", "url": "http://h.example/x.pdf", "mimeType": "application/pdf", "size": 10}
    ]
    assert record.content["published"] == "2014-05-01T00:00:00Z"
    assert set(notes) == {"service/no-unknown-properties"}


@pytest.mark.parametrize("name", FIXTURES)
def test_the_number_of_records_is_text(name: str) -> None:
    assert mfiles.read_page(exchange(served(name)), DOCUMENTS).count == 1


def test_the_older_answer_is_read() -> None:
    rows = json.loads(served("informea"))["value"]
    page = mfiles.read_page(exchange({"d": {"results": rows, "__count": "7"}}), DOCUMENTS)

    assert (len(page.records), page.count, page.departures[0].requirement) == (1, 7, "service/no-unknown-properties")


@pytest.mark.parametrize("body", [{"results": [{}]}, {"d": [{}]}, [{}]])
def test_another_envelope_is_noted(body: Any) -> None:
    assert "service/envelope" in read(body)[1]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2014-05-01T00:00:00.5", "2014-05-01T00:00:00.500Z"),
        ("2014-05-01T02:00:00+02:00", "2014-05-01T00:00:00Z"),
        ("/Date(0)/", "1970-01-01T00:00:00Z"),
    ],
)
def test_dates_are_read(written: str, canonical: str) -> None:
    assert read({"value": [{"id": "a", "updated": written}]})[0].content["updated"] == canonical


def test_a_date_of_another_form_is_noted() -> None:
    assert read({"value": [{"id": "a", "updated": "01.05.2014"}]})[1] == ["service/dates-in-dialect-form"]


def test_lists_that_are_wrapped_are_noted() -> None:
    record, notes = read({"value": [{"id": "a", "tags": {"results": [{"value": "waste"}]}}]})

    assert (record.content["tags"], notes) == ([{"value": "waste"}], ["service/collections-in-dialect-form"])


@pytest.mark.parametrize("name", FIXTURES)
def test_it_is_recognised_by_its_listing(name: str) -> None:
    assert [mark.weight for mark in mfiles.marks(Seen(exchange(served(name))))] == [10, 10]


@pytest.mark.parametrize("name", FIXTURES)
def test_it_is_recognised_without_help(name: str) -> None:
    asked = 0
    talk = recognise(BASE, CONTRACT)
    query = next(talk)
    try:
        while True:
            asked += 1
            listed = "/Documents" in query.url
            answer = Exchange(
                query=query, status=200 if listed else 404, headers=(), body=served(name) if listed else b""
            )
            query = talk.send(answer)
    except StopIteration as end:
        found: Recognised = end.value

    assert (found.dialect, found.entities, asked <= 4) == ("mfiles", ("documents",), True)


def test_only_lists_that_are_known_are_asked_for() -> None:
    url = mfiles.listing(BASE, DOCUMENTS, Selection(top=5)).url

    assert "titles,descriptions" in url
    assert "referenceToEntities" not in url
    assert "schemaVersion" not in url


def test_what_it_asks_it_understands() -> None:
    condition = Condition(property="treaty", operator="eq", value="basel")
    selection = Selection(top=5, skip=10, order=(("updated", True),), conditions=(condition,), count=True)
    path, _, query = mfiles.listing(BASE, DOCUMENTS, selection).url.removeprefix(BASE).partition("?")

    question = mfiles.hear(path, query, CONTRACT)

    assert (question.selection.top, question.selection.skip, question.selection.count) == (5, 10, True)
    assert {"title", "files", "treaties"} <= set(question.selection.expand or ())
    assert question.filter == "treaty eq 'basel'"


@pytest.mark.parametrize("path", ["", "Decisions", "Documents(guid'0d')", "Documents/$links"])
def test_what_is_not_known_is_refused(path: str) -> None:
    with pytest.raises(Refused):
        mfiles.hear(path, "", CONTRACT)


def test_an_error_is_read_back() -> None:
    said = mfiles.say_error(404, "There is none.")

    assert mfiles.read_error(exchange(said.body, status=404)) == "There is none."
    assert mfiles.read_error(exchange(b"<html>", status=404)) is None


def test_a_service_document_would_be_read() -> None:
    body = {"odata.metadata": f"{BASE}/$metadata", "value": [{"name": "Documents", "url": "Documents"}, 7]}

    assert mfiles.read_service(exchange(body), CONTRACT) == ("documents",)
    assert mfiles.read_service(exchange({"value": []}), CONTRACT) is None


def test_there_are_no_single_records() -> None:
    asked = mfiles.item(BASE, DOCUMENTS, "a")

    assert isinstance(asked, Query)
    assert not mfiles.read_item(exchange(served("informea")), DOCUMENTS).readable
