"""REST exports of Drupal sites: bare arrays, texts by language, pages by number."""

from typing import Any

import pytest

from apitest.dialects import drupal_rest
from apitest.dialects.drupal_records import alpha_3
from apitest.dialects.speech import Question, Refused, Rows
from apitest.model import Condition, Selection
from making import CONTRACT, entity, exchange

BASE = "http://site.example/api"
ROW: dict[str, Any] = {
    "id": "17",
    "title": {"en": "Decision on wetlands", "fr": "Décision sur les zones humides"},
    "summary": [],
    "type": "decision",
    "link": None,
    "treaty": "ramsar",
    "treaties": ["ramsar"],
    "published": "2022-11-13",
    "updated": "1668297600",
    "files": [{"id": "9", "url": "https://h.example/x.pdf", "content": None, "mimeType": "application/pdf"}],
    "keywords": [{"term": "Wetlands", "uri": "https://h.example/term/4"}],
    "displayOrder": 999999,
}


def read(name: str = "decisions", **changes: Any) -> Any:
    return drupal_rest.read_page(exchange([{**ROW, **changes}], url=f"{BASE}/{name}"), entity(name))


def test_a_row_becomes_a_record() -> None:
    page = read()

    assert page.departures == ()
    assert dict(page.records[0].content) == {
        "id": "17",
        "title": [
            {"language": "en", "value": "Decision on wetlands"},
            {"language": "fr", "value": "Décision sur les zones humides"},
        ],
        "summary": [],
        "type": "decision",
        "treaty": "ramsar",
        "published": "2022-11-13T00:00:00Z",
        "updated": "2022-11-13T00:00:00Z",
        "files": [{"id": "9", "url": "https://h.example/x.pdf", "mimeType": "application/pdf"}],
        "keywords": [{"term": "Wetlands"}],
        "displayOrder": 999999,
    }


@pytest.mark.parametrize(("codes", "country"), [(["KEN"], "KEN"), (["KEN", "UGA"], "KEN"), ([], None)])
def test_the_first_country_stands_for_the_record(codes: list[str], country: str | None) -> None:
    row = {"id": "1", "countries": codes}
    page = drupal_rest.read_page(exchange([row]), entity("meetings"))

    assert (page.records[0].content.get("country"), page.departures) == (country, ())


@pytest.mark.parametrize(
    ("changes", "requirement"),
    [
        ({"updated": "2022-11-13T00:00:00Z"}, "service/dates-in-dialect-form"),
        ({"updated": 1668297600}, "service/dates-in-dialect-form"),
        ({"updated": "99999999999"}, None),
        ({"updated": "-99999999999"}, "service/dates-in-dialect-form"),
        ({"published": "13.11.2022"}, "service/dates-in-dialect-form"),
        ({"title": [{"language": "en", "value": "x"}]}, "service/collections-in-dialect-form"),
        ({"title": {"results": [{"language": "en", "value": "x"}]}}, "service/collections-in-dialect-form"),
        ({"title": "x"}, "service/collections-in-dialect-form"),
        ({"title": {"en": 17}}, "service/values-of-declared-type"),
        ({"keywords": [{}]}, "service/no-placeholders"),
        ({"brs": 1}, "service/no-unknown-properties"),
    ],
)
def test_what_departs_is_noted(changes: dict[str, Any], requirement: str | None) -> None:
    notes = read(**changes).departures

    assert [note.requirement for note in notes] == [requirement] * (requirement is not None)


@pytest.mark.parametrize("body", [{"d": {"results": [ROW]}}, {"d": [ROW]}, {"rows": [ROW]}, {"value": [ROW]}])
def test_another_envelope_is_noted_and_read(body: Any) -> None:
    page = drupal_rest.read_page(exchange(body), entity())

    assert ([note.requirement for note in page.departures], page.records[0].id) == (["service/envelope"], "17")


@pytest.mark.parametrize("body", [{"message": "x"}, 7])
def test_no_rows_end_the_walk(body: Any) -> None:
    assert drupal_rest.read_page(exchange(body), entity()).readable is False


@pytest.mark.parametrize(
    ("name", "pointer", "place"),
    [
        ("decisions", "/title/1/value", "$[3].title"),
        ("decisions", "/files/0/url", "$[3].files[0].url"),
        ("meetings", "/country", "$[3].countries[0]"),
        ("decisions", "", "$[3]"),
    ],
)
def test_a_finding_is_shown_where_it_lies(name: str, pointer: str, place: str) -> None:
    assert drupal_rest.place(entity(name), 3, pointer) == place


@pytest.mark.parametrize(
    ("selection", "query"),
    [
        (Selection(), "_format=json"),
        (Selection(top=100, page=0), "items_per_page=100&_format=json"),
        (Selection(top=100, page=2), "page=2&items_per_page=100&_format=json"),
        (Selection(top=50, skip=150), "page=3&items_per_page=50&_format=json"),
    ],
)
def test_pages_go_by_number(selection: Selection, query: str) -> None:
    assert drupal_rest.listing(BASE, entity(), selection).url == f"{BASE}/decisions?{query}"


def test_the_number_of_records_is_asked_for_in_exactly_these_words() -> None:
    condition = Condition(property="treaty", operator="eq", value="basel")
    query = drupal_rest.count(BASE, entity(), (condition,)).url.partition("?")[2]

    assert drupal_rest.hear("decisions", query, CONTRACT).asked == "count"
    assert drupal_rest.hear("decisions", "$count=TRUE", CONTRACT).asked == "page"


@pytest.mark.parametrize(
    ("query", "size", "number"),
    [
        ("", drupal_rest.PAGE_CAP, 0),
        ("items_per_page=-1&page=x", drupal_rest.PAGE_CAP, 0),
        ("items_per_page=0", drupal_rest.PAGE_CAP, 0),
        ("items_per_page=100&page=2&other=1", 100, 2),
        ("items_per_page=5000", drupal_rest.PAGE_MAXIMUM, 0),
    ],
)
def test_what_is_not_understood_is_ignored(query: str, size: int, number: int) -> None:
    assert drupal_rest.hear("decisions", query, CONTRACT).selection == Selection(top=size, page=number)


@pytest.mark.parametrize("path", ["", "nothing", "decisions/17"])
def test_what_is_not_there_is_404(path: str) -> None:
    with pytest.raises(Refused) as raised:
        drupal_rest.hear(path, "", CONTRACT)

    assert raised.value.status == 404


def test_what_the_form_lacks_is_answered_with_nothing() -> None:
    question = Question(asked="service")

    assert drupal_rest.malformed(BASE, entity()) == {}
    assert drupal_rest.item(BASE, entity(), "1") == drupal_rest.listing(BASE, entity(), Selection())
    assert drupal_rest.service(BASE, entity()) == drupal_rest.description(BASE, entity())
    assert drupal_rest.read_item(exchange([ROW]), entity()).readable is False
    assert drupal_rest.read_service(exchange([]), CONTRACT) is None
    assert drupal_rest.say_description(CONTRACT, BASE, question).status == 404
    assert drupal_rest.say_item({"id": "1"}, question, entity(), BASE).body.startswith(b'[{"protocolVersion"')


@pytest.mark.parametrize("body", [{"count": True}, {"count": "7"}, 7, [7]])
def test_another_form_of_the_number_is_none(body: Any) -> None:
    assert drupal_rest.read_count(exchange(body)) is None


@pytest.mark.parametrize("body", [{"message": " "}, {"message": 1}, []])
def test_errors_in_another_form_are_none(body: Any) -> None:
    assert drupal_rest.read_error(exchange(body, status=404)) is None


@pytest.mark.parametrize(
    ("code", "three"), [("KE", "KEN"), ("KEN", "KEN"), ("EU", "EUR"), ("ke", "ke"), (17, 17), (None, None)]
)
def test_countries_are_written_in_three_letters(code: Any, three: Any) -> None:
    assert alpha_3(code) == three


def test_what_cannot_be_formatted_is_said_as_it_is() -> None:
    record: dict[str, Any] = {"updated": "yesterday", "published": 7, "title": "text", "files": ["x"], "summary": [1]}

    reply = drupal_rest.say_page(
        Rows(records=(record,)), Question(asked="page", entity="decisions"), entity(), BASE, ""
    )

    said = drupal_rest.read_page(exchange(reply.body), entity()).records[0].content
    assert {name: said[name] for name in record} == {**record, "summary": []}
