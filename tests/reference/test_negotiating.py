"""In which form the reference endpoint answers: JSON unless Atom is asked for, by the dialects that have it."""

import pytest

from apitest.dialects import DIALECTS, says_atom
from apitest.reference.negotiating import form_wanted
from apitest.reference.service import Service
from apitest.reference.traits import TRAITS
from making import CONTRACT

COUNTS = dict.fromkeys(CONTRACT.entities, 2)
HONEST = Service(CONTRACT, counts=COUNTS)
BY_DEFAULT = Service(CONTRACT, counts=COUNTS, acts=[((), TRAITS["atom-by-default"].act)])
PATH = "/olingo2/informea.svc/Decisions"


@pytest.mark.parametrize(
    ("accept", "query", "wanted"),
    [
        ("application/json", "", "json"),
        ("application/atom+xml", "", "atom"),
        ("application/xml", "", "atom"),
        ("*/*", "", ""),
        ("", "", ""),
        ("application/atom+xml;q=0.5, application/json", "", "json"),
        ("application/atom+xml, application/json;q=0.9", "", "atom"),
        ("Application/Atom+XML ; q=high", "", ""),
        ("application/json", "$format=atom", "atom"),
        ("application/atom+xml", "$top=1&$format=json", "json"),
    ],
)
def test_the_form_that_is_wanted(accept: str, query: str, wanted: str) -> None:
    assert form_wanted(accept, query) == wanted


def kind(service: Service, accept: str, query: str = "", path: str = PATH) -> str:
    reply = service.answer(method="GET", origin="http://reference.example", path=path, query=query, accept=accept)
    return reply.content_type.partition(";")[0] if reply.status == 200 else str(reply.status)


def test_atom_comes_where_it_is_asked_for() -> None:
    assert kind(HONEST, "application/json") == kind(HONEST, "*/*") == "application/json"
    assert kind(HONEST, "application/atom+xml") == kind(HONEST, "*/*", "$format=atom") == "application/atom+xml"
    assert kind(HONEST, "application/atom+xml", path="/olingo2/informea.svc/") == "application/atomsvc+xml"
    assert kind(HONEST, "application/atom+xml", path=f"{PATH}/$count") == "text/plain"
    assert kind(HONEST, "*/*", "$format=sparql") == "400"


def test_some_services_answer_in_atom_by_default() -> None:
    assert kind(BY_DEFAULT, "*/*") == "application/atom+xml"
    assert kind(BY_DEFAULT, "application/json") == "application/json"


@pytest.mark.parametrize("spoken", [name for name, dialect in DIALECTS.items() if not says_atom(dialect)])
def test_other_dialects_know_no_atom(spoken: str) -> None:
    path = f"/{spoken}/{DIALECTS[spoken].ROOT}".rstrip("/") + "/"

    assert "xml" not in kind(HONEST, "application/atom+xml", path=path)


def test_caches_are_told_that_the_answer_depends_on_the_question() -> None:
    reply = HONEST.answer(method="GET", origin="http://reference.example", path=PATH, query="")

    assert ("Vary", "Accept") in reply.headers
