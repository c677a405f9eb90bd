"""Which dialect a service speaks, from its own answers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from apitest.dialects import DIALECTS, offered
from apitest.dialects.recognition import Recognised, recognise
from apitest.errors import UnknownName, Unrecognised
from apitest.model import Query
from making import CONTRACT, exchange

BASE = "http://mea.example/svc"
HTML = b"<!DOCTYPE html><html>Welcome</html>"
NOTHING: Mapping[str, Any] = {}


def asked(answers: Mapping[str, Any], base: str = BASE, name: str = "auto") -> tuple[Recognised, list[str]]:
    """Drive a recognition with answers by the end of the address; what is not known is answered with 404."""
    conversation, urls = recognise(base, CONTRACT, name), []
    try:
        query: Query = next(conversation)
        while True:
            urls.append(query.url)
            path = query.url.removeprefix("http://mea.example/svc").partition("?")[0]
            known = path in answers
            query = conversation.send(exchange(answers.get(path, HTML), url=query.url, status=200 if known else 404))
    except StopIteration as end:
        return end.value, urls


@pytest.mark.parametrize("spoken", DIALECTS)
def test_a_service_document_tells(spoken: str) -> None:
    contract = offered(CONTRACT, DIALECTS[spoken])
    document = DIALECTS[spoken].say_service(contract, BASE).body

    found, urls = asked({"/": document})

    assert (found.dialect, found.root, found.entities) == (spoken, BASE, tuple(contract.entities))
    assert f"lists {len(contract.entities)} known entity sets" in found.because
    assert len(urls) <= len(DIALECTS)


def test_a_set_that_is_served_but_not_listed_is_found() -> None:
    answers = {"/": {"d": {"EntitySets": ["Meetings"]}}, "/Decisions": {"d": {"results": []}}}

    found, _ = asked(answers)

    assert found.entities == ("decisions", "meetings")


def test_a_first_page_tells_where_there_is_no_service_document() -> None:
    row = {"__metadata": {"type": "informea.CountryReport"}, "id": "1"}

    found, urls = asked({"/CountryReports": {"d": {"results": [row]}}})

    assert (found.dialect, found.entities) == ("olingo2", ("national-reports",))
    assert found.because == "its first page has 'd' with 'results' and records of type 'informea.CountryReport'"
    assert len(urls) < 20


def test_the_address_of_a_set_leads_to_the_service_root() -> None:
    found, _ = asked({"/decisions": {"items": []}}, base=f"{BASE}/decisions")

    assert (found.dialect, found.root, found.entities) == ("mea-json", BASE, ("decisions",))


def test_an_empty_page_of_the_envelope_tells() -> None:
    found, _ = asked({"/Decisions": {"d": {"results": []}}})

    assert found.because == "its first page has 'd' with 'results'"


@pytest.mark.parametrize(
    "page",
    [
        {"d": {"results": [{"__metadata": {"type": "Decision"}}]}},
        {"d": {"results": [{"__metadata": "x"}]}},
        {"d": {"results": ["x"]}},
        {"value": []},
        [],
    ],
)
def test_what_has_no_mark_is_not_recognised(page: Any) -> None:
    with pytest.raises(Unrecognised, match="status 200"):
        asked({"/Decisions": page})


def test_a_web_page_is_not_recognised_and_the_message_says_what_came() -> None:
    with pytest.raises(Unrecognised) as raised:
        asked({"/": HTML, "/Decisions": HTML})

    assert "<!DOCTYPE html>" in raised.value.got
    assert raised.value.where == BASE
    assert "--dialect" in raised.value.fix


def test_a_dialect_that_is_named_is_the_only_one_tried() -> None:
    document = json.loads(DIALECTS["olingo2"].say_service(CONTRACT, BASE).body)

    with pytest.raises(Unrecognised, match="expected a service that speaks mea-json"):
        asked({"/": document}, name="mea-json")


def test_a_dialect_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'olingo2'"):
        asked(NOTHING, name="olingo")
