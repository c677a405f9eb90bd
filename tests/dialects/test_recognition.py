"""Which dialect a service speaks, from its own answers."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from apitest.dialects import DIALECTS, offered
from apitest.dialects.recognition import MOST_REQUESTS, Recognised, Recognition, recognise
from apitest.dialects.speech import Question
from apitest.errors import UnknownName, Unrecognised
from apitest.model import Exchange, Query, Selection
from apitest.reference.service import Service
from making import CONTRACT, exchange

BASE = "http://mea.example/svc"
ORIGIN = "http://reference.example"
SERVICE = Service(CONTRACT)
HTML = b"<!DOCTYPE html><html>Welcome</html>"
NOTHING: Mapping[str, Any] = {}


def driven(conversation: Recognition, answer: Callable[[Query], Exchange]) -> tuple[Recognised, list[str]]:
    """Drive a recognition; also gives the addresses that were asked for."""
    urls = []
    try:
        query = next(conversation)
        while True:
            urls.append(query.url)
            query = conversation.send(answer(query))
    except StopIteration as end:
        return end.value, urls


def asked(answers: Mapping[str, Any], base: str = BASE, name: str = "auto") -> tuple[Recognised, list[str]]:
    """Drive a recognition with answers by the end of the address; what is not known is answered with 404."""

    def answer(query: Query) -> Exchange:
        path = query.url.removeprefix(BASE).partition("?")[0]
        return exchange(answers.get(path, HTML), url=query.url, status=200 if path in answers else 404)

    return driven(recognise(base, CONTRACT, name), answer)


def served(path: str, name: str = "auto", wanted: tuple[str, ...] = ()) -> tuple[Recognised, list[str]]:
    """Drive a recognition with the answers of the reference endpoint to a path."""

    def answer(query: Query) -> Exchange:
        parts = urlsplit(query.url)
        reply = SERVICE.answer(method="GET", origin=ORIGIN, path=parts.path, query=parts.query)
        headers = (("content-type", reply.content_type),)
        return exchange(reply.body, url=query.url, status=reply.status, headers=headers)

    return driven(recognise(f"{ORIGIN}/{path}".rstrip("/"), CONTRACT, name, wanted), answer)


def root_of(spoken: str) -> str:
    return f"{spoken}/{DIALECTS[spoken].ROOT}".rstrip("/")


@pytest.mark.parametrize("spoken", DIALECTS)
def test_every_dialect_is_recognised_from_its_service_root(spoken: str) -> None:
    found, urls = served(root_of(spoken))

    assert (found.dialect, found.root) == (spoken, f"{ORIGIN}/{root_of(spoken)}")
    assert set(found.entities) <= set(offered(CONTRACT, DIALECTS[spoken]).entities)
    assert found.because
    assert len(urls) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", DIALECTS)
def test_all_sets_are_found_where_a_document_lists_them(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    found, _ = served(root_of(spoken))

    if "service-document" in dialect.FEATURES and spoken != "wcf-v2":
        assert found.entities == tuple(offered(CONTRACT, dialect).entities)
    else:
        assert next(iter(offered(CONTRACT, dialect).entities)) in found.entities


@pytest.mark.parametrize("spoken", DIALECTS)
def test_every_dialect_is_recognised_from_the_address_of_a_set(spoken: str) -> None:
    dialect = DIALECTS[spoken]
    entity = list(offered(CONTRACT, dialect).entities.values())[-1]
    path = dialect.listing(f"{ORIGIN}/{root_of(spoken)}", entity, Selection()).url.partition("?")[0]

    found, urls = served(path.removeprefix(f"{ORIGIN}/"))

    assert (found.dialect, entity.name in found.entities) == (spoken, True)
    assert len(urls) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", DIALECTS)
def test_a_dialect_that_is_named_is_confirmed(spoken: str) -> None:
    wanted = next(iter(offered(CONTRACT, DIALECTS[spoken]).entities))
    found, urls = served(root_of(spoken), spoken, (wanted,))

    assert (found.dialect, found.entities != ()) == (spoken, True)
    assert len(urls) <= MOST_REQUESTS


def test_a_set_that_is_described_but_not_listed_is_found() -> None:
    metadata = (
        DIALECTS["olingo2"]
        .say_description(offered(CONTRACT, DIALECTS["olingo2"]), BASE, Question(asked="description"))
        .body
    )
    answers = {"/": {"d": {"EntitySets": ["Meetings"]}}, "/$metadata": metadata}

    found, _ = asked(answers)

    assert "decisions" in found.entities


def test_a_first_page_tells_where_there_is_no_service_document() -> None:
    row = {"__metadata": {"type": "informea.Decision", "id": "x"}, "id": "1"}

    found, urls = asked({"/informea.svc/Decisions": {"d": {"results": [row]}}}, base=f"{BASE}/informea.svc")

    assert (found.dialect, found.entities) == ("olingo2", ("decisions",))
    assert "its records have a type 'informea.Decision'" in found.because
    assert len(urls) <= MOST_REQUESTS


def test_the_address_of_a_set_leads_to_the_service_root() -> None:
    found, _ = asked({"/decisions": {"items": []}}, base=f"{BASE}/decisions")

    assert (found.dialect, found.root, found.entities) == ("mea-json", BASE, ("decisions",))


ABOUT = {"uri": f"{BASE}/Decisions('1')", "id": f"{BASE}/Decisions('1')"}
FORMS = [
    ("olingo2", {"d": {"results": [{"__metadata": {**ABOUT, "type": "informea.Decision"}, "id": "1"}]}}),
    ("wcf-v1", {"d": [{"__metadata": {"uri": "x", "type": "Decisions.Decision"}, "id": "1"}]}),
    ("wcf-v2", {"d": {"results": [{"__metadata": {"uri": "x", "type": "ScDecisionsModel.Decisions"}, "id": "1"}]}}),
    (
        "jaydata",
        {
            "d": {
                "results": [
                    {"__metadata": {**ABOUT, "type": "Decision"}, "id": "1", "summary": [{"__metadata": ABOUT}]},
                ]
            }
        },
    ),
]


@pytest.mark.parametrize(("spoken", "page"), FORMS)
def test_one_page_under_the_address_of_its_set_is_enough(spoken: str, page: Any) -> None:
    found, urls = asked({"/Decisions": page}, base=f"{BASE}/Decisions")

    assert (found.dialect, found.root, found.entities) == (spoken, BASE, ("decisions",))
    assert len(urls) <= MOST_REQUESTS


def test_a_service_without_any_set_of_the_contract_is_told() -> None:
    page = {"d": {"results": [{"__metadata": {**ABOUT, "type": "informea.Thing"}, "id": "1"}]}}

    with pytest.raises(Unrecognised) as raised:
        asked({"/": page}, base=BASE)

    assert "none of these sets" in raised.value.got
    assert "informea.Thing" in raised.value.got


def test_empty_sets_carry_no_mark_and_what_was_tried_is_said() -> None:
    with pytest.raises(Unrecognised) as raised:
        asked({"/": {"d": {"EntitySets": ["Decisions"]}}, "/Decisions": {"d": {"results": []}}})

    assert "/Decisions?$top=1 → status 200" in raised.value.got
    assert "--dialect" in raised.value.fix


@pytest.mark.parametrize(
    "page",
    [
        {"d": {"results": [{"__metadata": {"type": ""}}]}},
        {"d": {"results": [{"__metadata": "x"}]}},
        {"d": {"results": ["x"]}},
        {"value": []},
        [],
    ],
)
def test_what_has_no_mark_is_not_recognised(page: Any) -> None:
    with pytest.raises(Unrecognised, match="status 200"):
        asked({"/informea.svc/Decisions": page}, base=f"{BASE}/informea.svc")


def test_a_web_page_is_not_recognised_and_the_message_says_what_came() -> None:
    with pytest.raises(Unrecognised) as raised:
        asked({"/": HTML, "/Decisions": HTML})

    assert "<!DOCTYPE html>" in raised.value.got
    assert raised.value.where == BASE
    assert "--dialect" in raised.value.fix


def test_a_dialect_that_is_named_is_the_only_one_tried() -> None:
    document = json.loads(DIALECTS["olingo2"].say_service(CONTRACT, BASE, Question(asked="service")).body)

    with pytest.raises(Unrecognised, match="expected a service that speaks mea-json"):
        asked({"/": document}, name="mea-json")


def test_a_dialect_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'olingo2'"):
        asked(NOTHING, name="olingo")


def test_what_there_was_no_request_left_for_is_told() -> None:
    def nothing(query: Query) -> Exchange:
        return exchange(b"", status=404, url=query.url)

    with pytest.raises(Unrecognised) as raised:
        driven(recognise("http://mea.example/api", CONTRACT), nothing)

    assert "http://mea.example/api/Documents (mfiles)" in raised.value.fix
    assert "http://mea.example/api/Decisions (olingo2, wcf-v1, jaydata, odata4j, odata-v4)" in raised.value.fix
    assert "http://mea.example/api/decisions " not in raised.value.fix
    assert "--entity" in raised.value.fix
    assert "--dialect" in raised.value.fix


@pytest.mark.parametrize("path", ["BrsDocuments/MFiles.svc", "mfilesInformea/MFilesMea.svc"])
def test_known_paths_are_tried_first(path: str) -> None:
    asked: list[str] = []

    def documents(query: Query) -> Exchange:
        asked.append(query.url)
        body = {"odata.count": "1", "value": [{"DocumentId": "a"}]}
        found = "/Documents" in query.url
        return exchange(body if found else b"", status=200 if found else 404, url=query.url)

    found, _ = driven(recognise(f"http://mea.example/{path}", CONTRACT), documents)

    assert (found.dialect, len(asked) <= 4) == ("mfiles", True)
