"""Files behind their addresses: what is asked, what is told, and what is left open."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import httpcore
import httpx
import pytest

from apitest.assessment import Bench
from apitest.checks import files
from apitest.checks.conversing import Conversation, Subject
from apitest.errors import ApitestError, CannotTell, NoAnswer
from apitest.evidence import Evidence
from apitest.model import Credentials, Departure, Depth, Exchange, Outcome, Politeness, Query, Record
from apitest.wire import Client
from apitest.wire.connecting import public_number
from conversing import harvest, subject
from making import CONTRACT, NOW, exchange, target

PDF = (("content-type", "application/pdf"), ("content-length", "20000"))
HOST = "https://documents.example.org"


def record(key: str, *addresses: str, **about: Any) -> Record:
    entries = [{"url": url, "mimeType": "application/pdf", "size": 20000, **about} for url in addresses]
    return Record(id=key, content={"files": entries}, index=0)


def about(*records: Record, most: int = 20, **changes: Any) -> Subject:
    polite = Politeness(rate=0, connections=0, max_files=most)
    found = subject(harvest(samples=records))
    return replace(found, target=replace(found.target, politeness=polite, **changes))


def said(status: int = 200, headers: tuple[tuple[str, str], ...] = PDF) -> Exchange:
    return exchange(b"", status=status, headers=headers)


def held(talk: Conversation, answers: Mapping[str, Exchange], asked: list[Query] | None = None) -> list[Departure]:
    """Hold a conversation; an address without an answer has none."""
    try:
        query = next(talk)
        while True:
            if asked is not None:
                asked.append(query)
            if query.url in answers:
                query = talk.send(replace(answers[query.url], query=query))
            else:
                query = talk.throw(NoAnswer(expected="an answer", got="no connection"))
    except StopIteration as end:
        return [*end.value]


ONE = record("1", f"{HOST}/a.pdf", f"{HOST}/b.pdf")


REACHABLE, SERVED, PLAUSIBLE = (
    files.files_are_reachable, files.media_types_are_as_served, files.sizes_are_plausible,
)  # fmt: skip
OK = "status 200 to HEAD"


@pytest.mark.parametrize(
    ("check", "answer", "told"),
    [
        (REACHABLE, said(404), ("url", OK, f"status 404 for {HOST}/b.pdf")),
        (REACHABLE, said(401), ("url", OK, f"status 401 for {HOST}/b.pdf")),
        (REACHABLE, said(500), ("url", OK, f"status 500 for {HOST}/b.pdf")),
        (REACHABLE, said(302, ()), ("url", OK, f"status 302 for {HOST}/b.pdf")),
        (
            SERVED,
            said(headers=(("content-type", "text/html; charset=utf-8"),)),
            ("mimeType", "'text/html', as the file is served", "'application/pdf'; the file is served as 'text/html'"),
        ),
        (PLAUSIBLE, said(headers=(("content-length", "0"),)), ("url", "a file with content", "a file of 0 bytes")),
        (
            PLAUSIBLE,
            said(headers=(("content-length", "17999"), ("content-encoding", "identity"))),
            ("size", "17999 bytes, as the file is served", "20000 bytes"),
        ),
        (
            PLAUSIBLE,
            said(headers=(("content-length", "23000"),)),
            ("size", "23000 bytes, as the file is served", "20000 bytes"),
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_record(
    check: Callable[[Subject], Conversation], answer: Exchange, told: tuple[str, str, str]
) -> None:
    name, expected, got = told

    departures = held(check(about(ONE)), {f"{HOST}/a.pdf": said(), f"{HOST}/b.pdf": answer})

    assert [(item.record, item.pointer, item.expected, item.got) for item in departures] == [
        ("1", f"/files/1/{name}", expected, got)
    ]
    assert departures[0].exchange.query.url == f"{HOST}/b.pdf"


@pytest.mark.parametrize(
    ("check", "left", "wrong"),
    [
        (REACHABLE, said(405), said(404)),
        (SERVED, said(404), said(headers=(("content-type", "text/html"),))),
        (PLAUSIBLE, said(404), said(headers=(("content-length", "1"),))),
        (PLAUSIBLE, said(headers=()), said(headers=(("content-length", "1"),))),
    ],
)
def test_a_file_behind_one_that_is_left_alone_is_told(
    check: Callable[[Subject], Conversation], left: Exchange, wrong: Exchange
) -> None:
    assert len(held(check(about(ONE)), {f"{HOST}/a.pdf": left, f"{HOST}/b.pdf": wrong})) == 1


@pytest.mark.parametrize(
    ("size", "served", "number"),
    [
        (20000, 18000, 0),
        (20000, 17999, 1),
        (1, 9, 1),
        (0, 9, 0),
        (-5, 9, 0),
        (True, 9, 0),
        ("20000", 9, 0),
        (None, 9, 0),
    ],
)
def test_sizes_may_differ_by_a_tenth(size: Any, served: int, number: int) -> None:
    talk = files.sizes_are_plausible(about(record("1", f"{HOST}/a.pdf", size=size)))

    assert len(held(talk, {f"{HOST}/a.pdf": said(headers=(("content-length", str(served)),))})) == number


def test_a_media_type_that_no_list_knows_is_compared_as_it_is() -> None:
    talk = files.media_types_are_as_served(about(record("1", f"{HOST}/a.zzz", mimeType="application/X-Odd")))

    assert held(talk, {f"{HOST}/a.zzz": said(headers=(("content-type", "application/x-odd"),))}) == []


def test_only_a_page_is_told_to_be_one() -> None:
    page, image = (
        held(SERVED(about(record("1", f"{HOST}/a.pdf"))), {f"{HOST}/a.pdf": said(headers=(("content-type", kind),))})
        for kind in ("text/html", "image/png")
    )

    assert ["page" in item.fix for item in (*page, *image)] == [True, False]


@pytest.mark.parametrize(
    "answer",
    [
        said(),
        said(405),
        said(429),
        said(501),
        said(503),
        said(headers=()),
        said(headers=(("content-type", "APPLICATION/PDF; x=y"), ("content-length", "19000"))),
        said(headers=(("content-type", "application/octet-stream"), ("content-length", "twenty"))),
        said(headers=(("content-type", "application/pdf"), ("content-length", "9"), ("content-encoding", "gzip"))),
    ],
)
@pytest.mark.parametrize("check", files.CONVERSATIONS.values())
def test_what_may_be_a_file_is_left_alone(check: Callable[[Subject], Conversation], answer: Exchange) -> None:
    assert held(check(about(ONE)), {f"{HOST}/a.pdf": said(), f"{HOST}/b.pdf": answer}) == []


@pytest.mark.parametrize(
    ("declared", "served"), [("pdf", "application/pdf"), ("application/msword", "application/msword")]
)
def test_names_of_one_media_type_are_one(declared: str, served: str) -> None:
    talk = files.media_types_are_as_served(about(record("1", f"{HOST}/a.pdf", mimeType=declared)))

    assert held(talk, {f"{HOST}/a.pdf": said(headers=(("content-type", served),))}) == []


@pytest.mark.parametrize(
    ("location", "got"),
    [
        ("http://10.0.0.1/a.pdf", "a redirection to 'http://10.0.0.1/a.pdf', which the public cannot reach"),
        ("http://localhost/a.pdf", "a redirection to 'http://localhost/a.pdf', which the public cannot reach"),
        ("ftp://h.example.org/a.pdf", "a redirection to 'ftp://h.example.org/a.pdf', which the public cannot reach"),
        ("/a.pdf", "more than 5 redirections"),
        ("https://gone.example.org/a.pdf", "no answer from https://gone.example.org/a.pdf: no connection"),
    ],
)
def test_redirections_that_lead_nowhere_are_told_and_not_followed_inside(location: str, got: str) -> None:
    asked: list[Query] = []
    moved = said(302, (("location", location),))

    departures = held(files.files_are_reachable(about(record("1", f"{HOST}/a.pdf"))), {f"{HOST}/a.pdf": moved}, asked)

    assert [item.got for item in departures] == [f"{got} for {HOST}/a.pdf"]
    assert not [query.url for query in asked if "10.0.0.1" in query.url or "localhost" in query.url]
    assert {(query.method, query.accept) for query in asked} == {("HEAD", "*/*")}
    assert len(asked) == (6 if location == "/a.pdf" else 2 if "gone" in location else 1)


def test_a_redirection_to_a_file_is_followed() -> None:
    moved = said(308, (("location", "https://other.example.com/x"),))
    answers = {f"{HOST}/a.pdf": moved, "https://other.example.com/x": said(headers=(("content-type", "text/html"),))}

    departures = held(files.media_types_are_as_served(about(record("1", f"{HOST}/a.pdf"))), answers)

    assert len(departures) == 1
    assert "page" in departures[0].fix


def test_hosts_inside_networks_are_not_asked_but_for_the_service_itself() -> None:
    asked: list[Query] = []
    addresses = ("http://127.0.0.1:8000/a.pdf", "http://127.0.0.1:9000/a.pdf", "http://intranet/a.pdf", "a.pdf")
    found = about(record("1", *addresses), url="http://127.0.0.1:8000/informea.svc")

    departures = held(files.files_are_reachable(found), {addresses[0]: said()}, asked)

    assert ([query.url for query in asked], departures) == ([addresses[0]], [])


@pytest.mark.parametrize("answer", [said(429), said(503)])
def test_a_busy_host_is_asked_once(answer: Exchange) -> None:
    asked: list[Query] = []
    found = about(record("1", f"{HOST}/a.pdf", f"{HOST}/b.pdf", "https://other.example.com/c.pdf"))

    held(files.files_are_reachable(found), {f"{HOST}/a.pdf": answer, "https://other.example.com/c.pdf": said()}, asked)

    assert [query.url for query in asked] == [f"{HOST}/a.pdf", "https://other.example.com/c.pdf"]


@pytest.mark.parametrize("answers", [{}, {f"{HOST}/a.pdf": said(405), f"{HOST}/b.pdf": said(405)}])
def test_where_no_host_says_anything_nobody_is_blamed(answers: dict[str, Exchange]) -> None:
    with pytest.raises(CannotTell) as raised:
        held(files.files_are_reachable(about(ONE)), answers)

    first = "status 405" if answers else f"no answer from {HOST}/a.pdf: no connection"
    told = (raised.value.expected, raised.value.got, raised.value.where)
    assert told == ("an answer to HEAD for at least one file", first, f"{HOST}/a.pdf")
    assert raised.value.fix == "Check that the hosts of the files can be reached from here."


def test_a_host_that_does_not_answer_is_told_once() -> None:
    found = about(record("1", f"{HOST}/a.pdf", f"{HOST}/b.pdf", "https://other.example.com/c.pdf"))

    departures = held(files.files_are_reachable(found), {"https://other.example.com/c.pdf": said()})

    assert [item.got for item in departures] == [f"no answer from {HOST}/a.pdf: no connection for {HOST}/a.pdf"]


def test_the_files_of_other_lists_are_found_and_what_is_no_file_is_not() -> None:
    content = {"documents": [{"url": f"{HOST}/d.pdf", "mimeType": "application/pdf"}], "url": f"{HOST}/page"}

    found = files.files_of(Record(id="1", content=content, index=0), CONTRACT.entities["projects"].shape)

    assert [(file.url, file.pointer) for file in found] == [(f"{HOST}/d.pdf", "/documents/0")]


def test_no_more_files_are_asked_for_than_allowed_and_each_address_once() -> None:
    asked: list[Query] = []
    records = [record(str(number), f"{HOST}/{number % 9}.pdf") for number in range(20)]

    held(
        files.files_are_reachable(about(*records, most=5)),
        {f"{HOST}/{number}.pdf": said() for number in range(9)},
        asked,
    )

    assert len({query.url for query in asked}) == len(asked) == 5


# --- the wire ---------------------------------------------------------------------------------------------------------


def asking(answer: Callable[[httpx.Request], httpx.Response], **changes: Any) -> Client:
    polite = Politeness(rate=0, connections=0, **changes)
    return Client(
        target(politeness=polite), Evidence(), transport=httpx.MockTransport(answer), sleep=lambda _seconds: None
    )


def test_another_host_is_asked_only_where_files_are_wished_for() -> None:
    client = asking(lambda _request: httpx.Response(200))

    with pytest.raises(ApitestError, match="an address of the target"):
        client.send(Query(url=f"{HOST}/a.pdf", method="HEAD"))


def test_another_host_halts_nothing_and_is_not_asked_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(503 if request.url.host == "documents.example.org" else 200, json={})

    client = asking(answer, max_files=1)
    busy = client.send(Query(url=f"{HOST}/a.pdf", method="HEAD"))
    after = client.send(Query(url="http://mea.example/informea.svc/Decisions"))

    assert (busy.status, after.status) == (503, 200)
    assert asked == ["documents.example.org", "mea.example"]


def test_another_host_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_TOKEN", "canary-token")
    asked: list[httpx.Request] = []
    found = target(
        politeness=Politeness(rate=0, connections=0, max_files=1),
        credentials=Credentials(type="bearer", token_env="MEA_TOKEN"),
    )
    answers = httpx.MockTransport(lambda request: asked.append(request) or httpx.Response(200))
    client = Client(found, Evidence(), transport=answers)

    client.send(Query(url=f"{HOST}/a.pdf", method="HEAD"))
    client.send(Query(url="http://mea.example/informea.svc/Decisions", method="HEAD"))

    assert ["canary-token" in repr(sorted(request.headers.items())) for request in asked] == [False, True]


def test_files_count_against_the_budget_of_the_target() -> None:
    client = asking(lambda _request: httpx.Response(200), max_files=9, max_requests=1)
    client.send(Query(url=f"{HOST}/a.pdf", method="HEAD"))

    with pytest.raises(ApitestError, match="used up"):
        client.send(Query(url=f"{HOST}/b.pdf", method="HEAD"))


@pytest.mark.parametrize("number", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: found)

    with pytest.raises(httpcore.ConnectError, match="lies inside a network"):
        public_number("documents.example.org", 443)


def test_a_public_name_is_connected_to_by_the_number_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: found)

    assert public_number("documents.example.org", 443) == "93.184.216.34"


def test_a_real_connection_inside_is_refused() -> None:
    polite = Politeness(rate=0, connections=0, max_files=1)
    client = Client(target(politeness=polite), Evidence(), sleep=lambda _seconds: None)

    with pytest.raises(NoAnswer, match="lies inside a network"):
        client.send(Query(url="http://localhost:9/a.pdf", method="HEAD"))


def test_without_the_wish_files_are_untested_and_nothing_is_asked() -> None:
    asked: list[httpx.Request] = []
    client = asking(lambda request: asked.append(request) or httpx.Response(200, json={}))
    bench = Bench(CONTRACT, client.target, client, now=NOW, seed=1, depth=Depth.STANDARD)

    verdict = bench.of("decisions").judge(CONTRACT.requirements["files/reachable"])

    assert (verdict.outcome, verdict.reason) == (Outcome.UNTESTED, "files are asked for where --files is given")
    assert asked == []
