"""What a service says of itself and its single records: each check right and wrong."""

from typing import Any

import pytest

from apitest.checks import service
from apitest.checks.conversing import NotOffered
from apitest.model import Exchange, Query, Record
from conversing import conversed, harvest, leaf, subject
from making import exchange

TITLED = {"id": "a", "number": "1", "title": [{"language": "en", "value": "T"}]}


def sample(**content: Any) -> Record:
    return Record(id="a", content={**TITLED, **content}, index=0)


def about(*samples: Record, dialect: str = "olingo2") -> Any:
    return subject(harvest(leaf("a"), samples=samples), dialect=dialect)


def item(**row: Any) -> Exchange:
    title = {"results": [{"language": "en", "value": "T"}]}
    return exchange({"d": {"id": "a", "number": "1", "title": title, **row}})


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        ({"d": {"EntitySets": ["Decisions"]}}, []),
        ({"d": {"EntitySets": ["Meetings"]}}, ["only 'meetings'"]),
        ({"d": {"EntitySets": []}}, ["none"]),
        (b"<html>", ["b'<html>'"]),
        (exchange(b"", status=500), ["status 500"]),
    ],
)
def test_the_service_document_names_the_set(answer: Any, got: list[str]) -> None:
    found = [item.got for item in conversed(service.service_document_lists_the_set(about()), answer)]

    assert len(found) == len(got)
    assert all(part.strip("b'") in text for part, text in zip(got, found, strict=True))


@pytest.mark.parametrize(("status", "found"), [(404, 0), (200, 1), (500, 1)])
def test_what_does_not_exist_is_404(status: int, found: int) -> None:
    answer = exchange(b"{}", status=status)

    assert len(conversed(service.unknown_key_is_not_found(about()), answer)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (exchange({"error": {"code": "", "message": {"lang": "en", "value": "There is none."}}}, status=404), 0),
        (exchange(b"<html>Not found", status=404), 1),
        (exchange(b"<html>", status=200), 0),
    ],
)
def test_an_error_has_the_form_of_the_dialect(answer: Exchange, found: int) -> None:
    assert len(conversed(service.errors_have_the_dialects_form(about()), answer)) == found


@pytest.mark.parametrize(("stated", "told"), [(404, False), (None, False), ("500", False), (500, True), (200, True)])
def test_an_error_that_names_a_status_names_that_of_its_answer(stated: Any, told: bool) -> None:
    body = {"type": "about:blank", "title": "There is none.", "status": stated}
    answer = exchange(body, status=404, headers=(("content-type", "application/problem+json"),))

    found = conversed(service.errors_have_the_dialects_form(subject(harvest(), dialect="mea-json")), answer)

    assert [departure.expected.partition(" in ")[0] for departure in found] == ["the status 404"] * told


def test_a_listed_record_is_found_by_its_id() -> None:
    asked: list[Query] = []

    assert conversed(service.item_is_found(about(sample())), item(), asked=asked) == ()
    assert "'a'" in asked[0].url
    assert conversed(service.item_is_found(about(sample())), item(id="b"))[0].got == "the record 'b'"
    assert len(conversed(service.item_is_found(about(sample())), exchange(b"<html>", status=404))) == 1


def test_a_record_without_an_id_is_not_asked_for() -> None:
    nameless = Record(id=None, content={}, index=0)

    assert conversed(service.item_is_found(about(nameless)), item()) == ()


def test_a_record_alone_is_as_it_was_listed() -> None:
    (found,) = conversed(service.item_equals_listing(about(sample())), item(number="2" * 100))

    assert conversed(service.item_equals_listing(about(sample())), item()) == ()
    assert (found.pointer, found.expected) == ("/number", "as listed: '1'")
    assert len(found.got) == 78
    assert conversed(service.item_equals_listing(about(sample())), item(id="b", number="2")) == ()


def test_an_empty_list_and_none_are_the_same() -> None:
    assert conversed(service.item_equals_listing(about(sample(documents=[]))), item()) == ()


LINK = {"__deferred": {"uri": "http://elsewhere.example/informea.svc/Decisions('a')/title"}}
TITLE = {"language": "en", "value": "T"}


def linking(behind: Any, *, title: Any = LINK, inline: Any = None) -> tuple[Any, list[str]]:
    """What is found where a record links to its titles, and the addresses asked."""
    whole = {"results": [TITLE]} if inline is None else inline
    asked: list[Query] = []

    def answer(query: Query) -> Any:
        if "$top" not in query.url:
            return behind
        return {"d": {"results": [{"id": "a", "title": whole if "$expand" in query.url else title}]}}

    found = conversed(service.deferred_lists_answer(about(sample())), answer, asked=asked)
    return found, [query.url for query in asked[2:]]


def test_a_link_to_a_list_leads_to_it() -> None:
    more = {"results": [{"value": "T", "language": "en", "Id": "t-1"}]}

    assert linking({"d": more})[0] == ()
    assert linking({"d": {"results": []}}, inline={"results": []})[0] == ()


@pytest.mark.parametrize(
    ("behind", "got"),
    [
        (exchange(b"<html>", status=404), "status 404: '<html>'"),
        ({"d": {"results": []}}, "[]"),
        ({"d": {"results": [{"language": "en", "value": "U"}]}}, "[{'language': 'en', 'value': 'U'}]"),
        ({"value": [TITLE]}, 'status 200: \'{"value": [{"language": "en", "value": "T"}]}\''),
        (7, "status 200: '7'"),
    ],
)
def test_a_link_that_does_not_lead_to_its_list_is_found(behind: Any, got: str) -> None:
    (found,), asked = linking(behind)

    assert (found.record, found.pointer, found.got) == ("a", "/title", got)
    assert asked == ["http://mea.example/informea.svc/Decisions('a')/title"]


def test_links_are_not_followed_where_the_list_is_another_requirements_breach() -> None:
    with pytest.raises(NotOffered):
        linking({"d": {"results": []}}, inline="T")


def test_without_links_there_is_nothing_to_follow() -> None:
    with pytest.raises(NotOffered):
        linking({"d": {"results": []}}, title={"results": [TITLE]})


def test_a_link_that_is_no_address_is_found() -> None:
    (found,), asked = linking({"d": {"results": [TITLE]}}, title={"__deferred": {"uri": "http://["}})

    assert (found.pointer, found.got, asked) == ("/title", "'http://[', which is no address", [])
