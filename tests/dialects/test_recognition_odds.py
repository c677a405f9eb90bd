"""Recognition of services that lack something: four requests at the most, counted at the server; what was tried is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from apitest.dialects import DIALECTS, Dialect, offered, says_atom
from apitest.dialects.recognition import MOST_REQUESTS, Recognised, recognise
from apitest.dialects.speech import Reply
from apitest.errors import Unrecognised
from apitest.model import Exchange, Query
from apitest.reference.service import Service
from apitest.reference.traits import TRAITS
from making import CONTRACT

ORIGIN = "http://reference.example"
ELSEWHERE = f"{ORIGIN}/api"
FULL = Service(CONTRACT, counts=dict.fromkeys(CONTRACT.entities, 2))
EMPTY = Service(CONTRACT, counts=dict.fromkeys(CONTRACT.entities, 0))
ATOM = Service(CONTRACT, counts=dict.fromkeys(CONTRACT.entities, 2), acts=[((), TRAITS["atom-only"].act)])
ROOTS: Mapping[str, Reply | None] = {
    "document": None,
    "not found": Reply(status=404, content_type="text/plain", body=b"Not Found"),
    "web page": Reply(status=200, content_type="text/html", body=b"<!DOCTYPE html><html>Welcome</html>"),
}
"""What stands at the service root; None: what the dialect has there."""
SILENT = {("olingo2", False), ("jaydata", True), ("jaydata", False)}
"""Dialects that nothing but a record tells, with and without a description: where every set is empty, nobody knows."""


@dataclass
class Server:
    """The reference endpoint, perhaps at an address that tells nothing, without some of what it has; counts requests."""

    spoken: str
    service: Service = FULL
    root: Reply | None = None
    described: bool = True
    base: str = ""
    own_errors: bool = False
    asked: list[str] = field(default_factory=list)

    @property
    def dialect(self) -> Dialect:
        return DIALECTS[self.spoken]

    @property
    def home(self) -> str:
        return f"{ORIGIN}/{self.spoken}/{self.dialect.ROOT}".rstrip("/")

    def answer(self, query: Query) -> Exchange:
        self.asked.append(query.url)
        parts = urlsplit(query.url.replace(self.base, self.home, 1) if self.base else query.url)
        below = parts.path.removeprefix(urlsplit(self.home).path).strip("/")
        reply = self.service.answer(
            method="GET", origin=ORIGIN, path=parts.path, query=parts.query, accept=query.accept
        )
        if re.fullmatch(r"(\w+\.svc)?", below) and self.root:
            reply = self.missing(self.root)
        if re.search(r"\$metadata$|openapi", below) and not self.described:
            reply = self.missing(ROOTS["not found"])
        headers = (("content-type", reply.content_type),)
        return Exchange(query=query, status=reply.status, headers=headers, body=reply.body)

    def missing(self, instead: Reply | None) -> Reply:
        if self.own_errors or instead is None:
            return self.dialect.say_error(404, "There is nothing.")
        return instead

    def found(self, name: str = "auto", wanted: tuple[str, ...] = ()) -> Recognised:
        """
        What recognition comes to.

        Raises:
            Unrecognised: nothing.
        """
        conversation = recognise(self.base or self.home, CONTRACT, name, wanted)
        try:
            query = next(conversation)
            while True:
                query = conversation.send(self.answer(query))
        except StopIteration as end:
            value: Recognised = end.value
            return value

    def recognised(self, name: str = "auto") -> str:
        return self.found(name).dialect


@pytest.mark.parametrize("described", [True, False], ids=["described", "undescribed"])
@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("spoken", DIALECTS)
def test_a_record_tells_at_a_known_address_whatever_else_is_missing(spoken: str, root: str, described: bool) -> None:
    server = Server(spoken, root=ROOTS[root], described=described)

    assert server.recognised() == spoken
    assert len(server.asked) <= MOST_REQUESTS == 4


@pytest.mark.parametrize("described", [True, False], ids=["described", "undescribed"])
@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("spoken", [name for name, dialect in DIALECTS.items() if says_atom(dialect)])
def test_so_does_an_entry_of_a_feed(spoken: str, root: str, described: bool) -> None:
    server = Server(spoken, service=ATOM, root=ROOTS[root], described=described)

    assert server.recognised() == spoken
    assert len(server.asked) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", [name for name in DIALECTS if name != "gef-json"])
def test_errors_in_a_dialects_own_form_lead_to_it_at_any_address(spoken: str) -> None:
    server = Server(spoken, root=ROOTS["not found"], described=False, base=ELSEWHERE, own_errors=True)

    assert server.recognised() == spoken
    assert len(server.asked) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", [name for name in DIALECTS if name != "gef-json"])
@pytest.mark.parametrize("root", ROOTS)
def test_a_description_leads_to_a_dialect_at_any_address(spoken: str, root: str) -> None:
    server = Server(spoken, root=ROOTS[root], base=ELSEWHERE)

    assert server.recognised() == spoken
    assert len(server.asked) <= MOST_REQUESTS


@pytest.mark.parametrize(
    ("header", "value", "first"),
    [
        ("x-generator", "Drupal 10 (https://www.drupal.org)", "/decisions?"),
        ("server", "Microsoft-IIS/10.0", "/Decisions.svc/Decisions?"),
        ("server", "Apache-Coyote/1.1", "/Decisions?"),
        ("dataserviceversion", "2.0", "/Decisions.svc/Decisions?"),
        ("odata-version", "4.0", "/Decisions?"),
        ("x-powered-by", "Express", "/Decisions?"),
    ],
)
def test_the_program_that_answers_says_where_to_look_first(header: str, value: str, first: str) -> None:
    conversation, asked = recognise(ELSEWHERE, CONTRACT), []

    def drive() -> None:
        query = next(conversation)
        while True:
            asked.append(query.url)
            query = conversation.send(Exchange(query=query, status=404, headers=((header, value),), body=b"no"))

    with pytest.raises(Unrecognised):
        drive()

    pages = [url for url in asked[1:] if "$metadata" not in url]
    assert pages[0].startswith(f"{ELSEWHERE}{first}")
    assert len(asked) == MOST_REQUESTS


@pytest.mark.parametrize("described", [True, False], ids=["described", "undescribed"])
@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("spoken", DIALECTS)
def test_empty_sets_are_recognised_or_the_answer_is_clear(spoken: str, root: str, described: bool) -> None:
    server = Server(spoken, service=EMPTY, root=ROOTS[root], described=described)

    if (spoken, described) not in SILENT:
        assert server.recognised() == spoken
    else:
        with pytest.raises(Unrecognised) as raised:
            server.recognised()
        assert "Serve at least one record, since empty sets carry no mark of their dialect" in raised.value.fix
        assert "--dialect" in raised.value.fix
        assert all(f"GET {url}" in raised.value.got for url in server.asked)
    assert len(server.asked) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", DIALECTS)
def test_empty_sets_do_when_the_dialect_is_named(spoken: str) -> None:
    server = Server(spoken, service=EMPTY)

    assert server.recognised(spoken) == spoken
    assert len(server.asked) <= MOST_REQUESTS


@pytest.mark.parametrize("spoken", ["olingo2", "odata4j"])
def test_what_cannot_be_found_in_four_requests_names_what_was_not_asked(spoken: str) -> None:
    """No document, no description, an address and errors that tell nothing."""
    server = Server(spoken, root=ROOTS["not found"], described=False, base=ELSEWHERE)

    with pytest.raises(Unrecognised) as raised:
        server.recognised()

    assert all(f"GET {url}" in raised.value.got for url in server.asked)
    assert f"Not asked for want of requests: {ELSEWHERE}/Decisions " in raised.value.fix
    assert len(server.asked) == MOST_REQUESTS


@pytest.mark.parametrize("spoken", [name for name, dialect in DIALECTS.items() if says_atom(dialect)])
def test_the_evidence_says_that_the_service_answers_in_atom(spoken: str) -> None:
    server = Server(spoken, service=ATOM)

    assert "it answers in Atom, as OData 1 to 3 write it" in server.found().because


def test_the_sets_that_are_wanted_are_looked_at_first() -> None:
    server = Server("drupal-rest", root=ROOTS["not found"])
    wanted = tuple(offered(CONTRACT, server.dialect).entities)[-1]

    assert server.found(wanted=(wanted,)).entities == (wanted,)
