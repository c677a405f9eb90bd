"""Each query once, within rate, connections and budget; and a walk that always ends."""

import gzip
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import respx

from apitest.dialects import DIALECTS
from apitest.errors import ApitestError, BudgetSpent, ConfigurationError, NoAnswer
from apitest.evidence import Evidence, Limits, digest_of
from apitest.model import Credentials, Politeness, Query
from apitest.wire import Client, Walk, on_origin, stopwatch
from making import CONTRACT, entity, target

URL = "http://mea.example/informea.svc/Decisions"


@pytest.fixture
def evidence() -> Iterator[Evidence]:
    store = Evidence()
    yield store
    store.close()


def asking(evidence: Evidence, answer: Callable[[httpx.Request], httpx.Response], **changes: object) -> Client:
    return Client(target(**changes), evidence, transport=httpx.MockTransport(answer), sleep=lambda _seconds: None)


def test_a_query_is_sent_once(evidence: Evidence) -> None:
    asked = []
    client = asking(evidence, lambda request: asked.append(request) or httpx.Response(200, json={}))

    first, second = client.send(Query(url=URL)), client.send(Query(url=URL))

    assert (first.body, len(asked)) == (second.body, 1)


def test_another_occasion_is_sent_again(evidence: Evidence) -> None:
    asked = []
    client = asking(evidence, lambda request: asked.append(request) or httpx.Response(200, json={}))

    client.send(Query(url=URL))
    client.send(Query(url=URL, occasion=2))

    assert len(asked) == 2


def test_two_threads_send_a_query_once(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []
    gate = threading.Barrier(2)

    def ask() -> None:
        store = Evidence(tmp_path / "evidence.sqlite")
        client = asking(store, lambda request: asked.append(request) or httpx.Response(200, json={}))
        gate.wait()
        client.send(Query(url=URL))
        store.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(asked) == 1


def test_only_reading_methods_are_sent(evidence: Evidence) -> None:
    client = asking(evidence, lambda _request: httpx.Response(200))

    with pytest.raises(ApitestError, match="expected GET or HEAD, got POST"):
        client.send(Query(url=URL, method="POST"))


def test_the_budget_is_never_exceeded(evidence: Evidence) -> None:
    asked = []
    client = asking(
        evidence,
        lambda request: asked.append(request) or httpx.Response(200, json={}),
        politeness=Politeness(rate=0, connections=0, max_requests=2),
    )
    client.send(Query(url=URL))
    client.send(Query(url=URL, occasion=2))

    with pytest.raises(BudgetSpent, match="within 2 requests"):
        client.send(Query(url=URL, occasion=3))
    assert len(asked) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_asks_not_to_be_asked_is_left_alone(evidence: Evidence, status: int) -> None:
    asked = []
    client = asking(
        evidence, lambda request: asked.append(request) or httpx.Response(status, headers={"Retry-After": "60"})
    )
    client.send(Query(url=URL))

    with pytest.raises(NoAnswer, match=f"status {status}, the service asks not to be asked for 60 s"):
        client.send(Query(url=URL, occasion=2))
    assert len(asked) == 1


def in_turn(
    *answers: httpx.Response | Exception,
) -> tuple[list[httpx.Request], Callable[[httpx.Request], httpx.Response]]:
    """Give these answers one after the other, the last one for ever; also the list of what was asked."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        now = answers[min(len(asked), len(answers)) - 1]
        if isinstance(now, Exception):
            raise now
        return now

    return asked, answer


@pytest.mark.parametrize("headers", [{"Retry-After": "3"}, {}, {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}])
def test_a_busy_service_is_asked_again_after_the_pause_it_wants(evidence: Evidence, headers: dict[str, str]) -> None:
    asked, answer = in_turn(httpx.Response(503, headers=headers), httpx.Response(200, json={}))
    client = asking(evidence, answer)

    got = client.send(Query(url=URL))

    assert (got.status, len(asked), evidence.meter("mea").requests) == (200, 2, 2)


def test_all_wait_while_a_service_wants_a_pause(evidence: Evidence) -> None:
    waits: list[float] = []
    _, answer = in_turn(httpx.Response(429, headers={"Retry-After": "25"}), httpx.Response(200, json={}))
    client = Client(target(), evidence, transport=httpx.MockTransport(answer), sleep=waits.append)

    client.send(Query(url=URL))

    assert [round(seconds) for seconds in waits] == [25]


def test_a_service_that_stays_busy_is_left_alone(evidence: Evidence) -> None:
    asked, answer = in_turn(httpx.Response(503, headers={"Retry-After": "1"}))
    client = asking(evidence, answer)

    assert client.send(Query(url=URL)).status == 503
    with pytest.raises(NoAnswer, match="asks not to be asked for 1 s"):
        client.send(Query(url=URL, occasion=2))
    assert len(asked) == 3


def test_a_connection_that_breaks_once_is_made_again(evidence: Evidence) -> None:
    asked, answer = in_turn(
        httpx.Response(200, json={}), httpx.RemoteProtocolError("closed"), httpx.Response(200, json=[])
    )
    client = asking(evidence, answer)
    client.send(Query(url=URL))

    assert client.send(Query(url=URL, occasion=2)).body == b"[]"
    assert (len(asked), evidence.meter("mea").requests) == (3, 3)


def test_tries_count_towards_the_budget(evidence: Evidence) -> None:
    asked, answer = in_turn(httpx.Response(200, json={}), httpx.ReadError("reset"))
    client = asking(evidence, answer, politeness=Politeness(rate=0, connections=0, max_requests=2))
    client.send(Query(url=URL))

    with pytest.raises(BudgetSpent, match="within 2 requests"):
        client.send(Query(url=URL, occasion=2))
    assert len(asked) == 2


def test_the_budget_of_bytes_holds(evidence: Evidence) -> None:
    asked, answer = in_turn(httpx.Response(200, content=b"x" * 10))
    client = asking(evidence, answer, politeness=Politeness(rate=0, connections=0, max_bytes=10))
    client.send(Query(url=URL))

    with pytest.raises(BudgetSpent, match="within 10 bytes"):
        client.send(Query(url=URL, occasion=2))
    assert len(asked) == 1


def test_what_a_dead_worker_had_taken_on_is_free(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    dead, living = Evidence(path, owner=1), Evidence(path, owner=2, alive=lambda owner: owner != 1)
    digest = digest_of("mea", Query(url=URL))
    dead.claim(digest, now=0, until=1e12)
    dead.admit("mea", digest, Limits(connections=1), now=0, until=1e12)
    client = asking(living, lambda _request: httpx.Response(200, json={}), politeness=Politeness(rate=0, connections=1))

    got = client.send(Query(url=URL))
    dead.close()
    living.close()

    assert got.status == 200


def packed_answer(encoding: str, content: bytes) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=httpx.ByteStream(content))


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(b"plain", mtime=0)),
        ("x-gzip", gzip.compress(b"plain", mtime=0)),
        ("deflate", zlib.compress(b"plain")),
        ("identity", b"plain"),
    ],
)
def test_a_packed_body_is_unpacked_and_kept(evidence: Evidence, encoding: str, content: bytes) -> None:
    client = asking(evidence, lambda _request: packed_answer(encoding, content))

    sent = client.send(Query(url=URL)).body
    kept = client.send(Query(url=URL)).body

    assert (sent, kept) == (b"plain", b"plain")
    assert evidence.meter("mea").bytes == len(content)


@pytest.mark.parametrize(
    ("encoding", "content", "why"),
    [
        ("gzip", b"plain", "cannot be undone"),
        ("gzip", gzip.compress(b"plain", mtime=0)[:-6], "it breaks off"),
        ("br", b"plain", "'br' was not asked for"),
        ("gzip", gzip.compress(bytes(10_000), mtime=0), "a body over"),
    ],
)
def test_a_badly_packed_body_is_no_answer(evidence: Evidence, encoding: str, content: bytes, why: str) -> None:
    polite = Politeness(rate=0, connections=0, max_body=1000)
    client = asking(evidence, lambda _request: packed_answer(encoding, content), politeness=polite)

    with pytest.raises(NoAnswer, match=why):
        client.send(Query(url=URL))


def test_an_unreachable_service_is_tried_once(evidence: Evidence) -> None:
    asked = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("refused")

    client = asking(evidence, refuse)

    for occasion in (1, 2):
        with pytest.raises(NoAnswer, match="no connection"):
            client.send(Query(url=URL, occasion=occasion))
    assert len(asked) == 1


def test_a_body_without_end_is_cut(evidence: Evidence) -> None:
    polite = Politeness(rate=0, connections=0, max_body=10)
    client = asking(evidence, lambda _request: httpx.Response(200, content=b"x" * 11), politeness=polite)

    with pytest.raises(NoAnswer, match="a body over"):
        client.send(Query(url=URL))


@respx.mock
def test_secrets_are_sent_and_not_kept(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_USER", "harvester")
    monkeypatch.setenv("MEA_PASSWORD", "open-sesame")
    route = respx.get(URL).respond(200, headers={"Set-Cookie": "SESSION=open-sesame"}, json={})
    credentials = Credentials(type="basic", username_env="MEA_USER", password_env="MEA_PASSWORD")
    client = Client(target(credentials=credentials), evidence)

    kept = client.send(Query(url=URL))
    again = evidence.find(digest_of("mea", Query(url=URL)))
    client.close()

    assert route.calls.last.request.headers["Authorization"].startswith("Basic ")
    assert "open-sesame" not in repr(again)
    assert kept.status == 200


@respx.mock
def test_a_token_is_sent(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEA_TOKEN", "abc")
    route = respx.get(URL).respond(200, json={})
    client = Client(
        target(credentials=Credentials(type="bearer", token_env="MEA_TOKEN")), evidence, contact="ops@un.example"
    )

    client.send(Query(url=URL))
    client.close()

    sent = route.calls.last.request.headers
    assert sent["Authorization"] == "Bearer abc"
    assert sent["User-Agent"].endswith("(API conformance test; ops@un.example)")


def test_a_secret_that_is_not_set_is_a_usage_error(evidence: Evidence) -> None:
    with pytest.raises(ConfigurationError, match="MEA_TOKEN_UNSET"):
        Client(target(credentials=Credentials(type="bearer", token_env="MEA_TOKEN_UNSET")), evidence)


def test_a_link_elsewhere_is_followed_on_the_targets_origin() -> None:
    assert on_origin("http://localhost:8080/x?$skip=1", "https://mea.example/svc") == "https://mea.example/x?$skip=1"


def test_the_stopwatch_does_not_go_back() -> None:
    assert stopwatch() <= stopwatch()


# --- walks --------------------------------------------------------------------------------------------------------


def served(pages: dict[str, dict[str, object]]) -> Callable[[httpx.Request], httpx.Response]:
    """Answer by what a query contains; the first part that fits."""

    def answer(request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        return next(httpx.Response(200, json=page) for part, page in pages.items() if part in url)

    return answer


def rows(start: int, many: int) -> list[dict[str, str]]:
    return [{"id": f"d{number}"} for number in range(start, start + many)]


def ending(
    evidence: Evidence, pages: dict[str, dict[str, object]], dialect: str = "olingo2", **how: int
) -> tuple[str, int]:
    walk = Walk(asking(evidence, served(pages)), DIALECTS[dialect], entity(), **how)
    number = sum(len(page.records) for _, page in walk)
    return walk.ending, number


def test_a_walk_by_offset_ends_at_the_total(evidence: Evidence) -> None:
    pages = {"skip=100": {"d": {"results": rows(100, 20)}}, "skip=0": {"d": {"results": rows(0, 100)}}}

    assert ending(evidence, pages, total=120) == ("complete", 120)


def test_a_walk_without_a_total_ends_at_an_empty_page(evidence: Evidence) -> None:
    pages = {
        "skip=120": {"d": {"results": []}},
        "skip=100": {"d": {"results": rows(100, 20)}},
        "skip=0": {"d": {"results": rows(0, 100)}},
    }

    assert ending(evidence, pages) == ("complete", 120)


def test_a_walk_over_an_empty_set_is_complete(evidence: Evidence) -> None:
    assert ending(evidence, {"": {"d": {"results": []}}}, total=0) == ("complete", 0)


def test_a_walk_whose_service_ignores_the_offset_loops(evidence: Evidence) -> None:
    assert ending(evidence, {"": {"d": {"results": rows(0, 100)}}}) == ("looped", 200)


def test_a_walk_that_is_limited_stops(evidence: Evidence) -> None:
    pages = {"skip=100": {"d": {"results": rows(100, 100)}}, "skip=0": {"d": {"results": rows(0, 100)}}}

    assert ending(evidence, pages, most_pages=1) == ("limited", 100)


def test_a_walk_stops_at_what_cannot_be_read(evidence: Evidence) -> None:
    assert ending(evidence, {"": {"error": {}}}) == ("undecodable", 0)


def test_a_walk_follows_links(evidence: Evidence) -> None:
    pages = {"cursor=b": {"items": rows(2, 1)}, "": {"items": rows(0, 2), "next": "decisions?cursor=b"}}

    assert ending(evidence, pages, "mea-json") == ("complete", 3)


def test_a_link_to_the_same_page_loops(evidence: Evidence) -> None:
    pages = {
        "cursor=b": {"items": rows(2, 1), "next": "decisions?cursor=b"},
        "": {"items": rows(0, 2), "next": "decisions?cursor=b"},
    }

    assert ending(evidence, pages, "mea-json")[0] == "looped"


def numbered(request: httpx.Request) -> httpx.Response:
    """A service of 1,234 records that counts them off."""
    start, size = int(request.url.params["$skip"]), int(request.url.params["$top"])
    return httpx.Response(200, json={"d": {"results": rows(start, max(0, min(size, 1234 - start)))}})


@pytest.mark.parametrize("connections", [0, 1, 3])
def test_pages_in_flight_are_read_in_order(evidence: Evidence, connections: int) -> None:
    client = asking(evidence, numbered, politeness=Politeness(rate=0, connections=connections))

    walk = Walk(client, DIALECTS["olingo2"], entity(), total=1234)
    ids = [record.id for _, page in walk for record in page.records]

    assert ids == [f"d{number}" for number in range(1234)]
    assert (walk.ending, evidence.meter("mea").requests) == ("complete", 13)


def test_pages_are_in_flight_together(evidence: Evidence) -> None:
    together = threading.Barrier(3)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["$skip"] in ("100", "200", "300"):
            together.wait(timeout=30)
        return numbered(request)

    client = asking(evidence, answer, politeness=Politeness(rate=0, connections=3))

    assert sum(len(page.records) for _, page in Walk(client, DIALECTS["olingo2"], entity(), total=1234)) == 1234


def test_a_short_page_in_flight_loses_nothing(evidence: Evidence) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["$skip"])
        size = 50 if start == 300 else 100
        return httpx.Response(200, json={"d": {"results": rows(start, max(0, min(size, 600 - start)))}})

    client = asking(evidence, answer, politeness=Politeness(rate=0, connections=2))

    walk = Walk(client, DIALECTS["olingo2"], entity(), total=600)
    ids = [record.id for _, page in walk for record in page.records]

    assert ids == [f"d{number}" for number in range(600)]
    assert walk.ending == "complete"


def test_trouble_in_flight_is_told_in_its_turn(evidence: Evidence) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["$skip"] == "300":
            raise httpx.ReadError("reset")
        return numbered(request)

    client = asking(evidence, answer, politeness=Politeness(rate=0, connections=4))
    seen = []

    with pytest.raises(NoAnswer, match="reset"):
        seen.extend(len(page.records) for _, page in Walk(client, DIALECTS["olingo2"], entity(), total=1234))
    assert seen == [100, 100, 100]


def test_a_second_walk_asks_again(evidence: Evidence) -> None:
    asked = []
    client = asking(evidence, lambda request: asked.append(request) or httpx.Response(200, json={"items": rows(0, 1)}))

    for occasion in (1, 2):
        list(Walk(client, DIALECTS["mea-json"], CONTRACT.entities["decisions"], occasion=occasion))

    assert len(asked) == 2


def test_an_answer_says_how_long_it_took_and_what_came_over_the_wire(evidence: Evidence) -> None:
    seconds = iter(range(100))
    body = gzip.compress(b"{}" + b" " * 1000)
    client = Client(
        target(),
        evidence,
        transport=httpx.MockTransport(
            lambda _request: httpx.Response(200, content=body, headers={"Content-Encoding": "gzip"})
        ),
        clock=lambda: float(next(seconds)),
    )

    got = client.send(Query(url=URL))

    assert (got.first_byte, got.seconds, got.received, len(got.body)) == (1.0, 2.0, len(body), 1002)


def test_conditions_are_sent(evidence: Evidence) -> None:
    asked: list[httpx.Request] = []
    client = asking(evidence, lambda request: asked.append(request) or httpx.Response(304))

    client.send(Query(url=URL, headers=(("if-none-match", '"a"'), ("accept-encoding", "identity"))))

    assert [asked[0].headers[name] for name in ("If-None-Match", "Accept-Encoding")] == ['"a"', "identity"]


def test_an_answer_tells_how_often_it_was_refused_before(evidence: Evidence) -> None:
    _, answer = in_turn(
        httpx.Response(429, headers={"Retry-After": "3"}), httpx.Response(503), httpx.Response(200, json={})
    )
    client = asking(evidence, answer)

    got = client.send(Query(url=URL))

    assert [(refusal.status, refusal.after) for refusal in got.refusals] == [(429, "3"), (503, "")]
    assert client.send(Query(url=URL)) == got
