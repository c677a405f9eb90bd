"""What a harvest costs: each check on a service that conforms and on one that does not, by times that are given."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from apitest.checks import efficiency
from apitest.checks.conversing import Conversation, NotOffered, Subject, Undecided
from apitest.errors import NoAnswer
from apitest.model import Departure, Exchange, Leaf, Query, Record, Refusal
from conversing import conversed, harvest, leaf, rows, subject
from making import exchange

BODY = b'{"d": {"results": []}}' + b" " * 4000
LATE = "Sat, 01 Aug 2026 00:00:00 GMT"


def walked(records: int, page: int = 100, **facts: object) -> Subject:
    ids = [f"{number:05}" for number in range(records)]
    pages = [leaf(*ids[start : start + page]) for start in range(0, records, page)]
    return subject(harvest(*pages, **facts))


def skipped(query: Query) -> int:
    return int(parse_qs(urlsplit(query.url).query).get("$skip", ["0"])[0])


def taking(seconds: Callable[[Query], float]) -> Callable[[Query], Exchange]:
    return lambda query: replace(exchange(rows(), url=query.url), seconds=seconds(query))


# --- requests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "page", "got"),
    [
        (260, 100, []),
        (260, 10, ["26 requests, 10 records each"]),
        (90, 10, []),
        (260, 70, []),
        (260, 50, ["6 requests, 43 records each"]),
    ],
)
def test_a_harvest_takes_the_requests_that_its_records_need(records: int, page: int, got: list[str]) -> None:
    assert [found.got for found in efficiency.requests_are_few(walked(records, page))] == got


def test_a_walk_that_broke_off_says_nothing_of_requests() -> None:
    assert list(efficiency.requests_are_few(walked(260, 10, ending="broken-off"))) == []


def test_lists_that_must_be_fetched_are_counted() -> None:
    inline = Record(id="a", content={}, index=0)
    apart = Record(id="b", content={}, index=1, deferred={"/files": "…", "/unknown": "…"})

    assert list(efficiency.lists_come_inline(walked(200, samples=(inline,)))) == []
    (found,) = efficiency.lists_come_inline(walked(200, samples=(inline, apart)))
    assert (found.record, found.got) == ("b", "addresses in place of '/files': 100 requests more")


# --- depth --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("power", "words"), [(1, "in step with depth (power 1.0"), (2, "with the square of depth (power 2.0")]
)
def test_time_that_grows_with_depth_is_told_with_its_power(power: int, words: str) -> None:
    talk = efficiency.deep_pages_are_as_fast(walked(1000))

    (found,) = conversed(talk, taking(lambda query: 0.1 + 2 * (skipped(query) / 1000) ** power))

    assert words in found.got
    assert "48 pages timed in two rounds that agree, noise" in found.got


def test_time_that_does_not_grow_is_no_departure() -> None:
    draw = random.Random(1)

    assert (
        conversed(efficiency.deep_pages_are_as_fast(walked(1000)), taking(lambda _query: 0.1 + draw.random() / 50))
        == ()
    )


def test_where_noise_covers_the_growth_nothing_is_claimed() -> None:
    draw = random.Random(1)
    talk = efficiency.deep_pages_are_as_fast(walked(1000))

    with pytest.raises(Undecided, match=r"two measurements say .* times of the same page differ by \d+%"):
        conversed(talk, taking(lambda query: 0.1 + skipped(query) / 15_000 + draw.expovariate(5)))


def test_growth_in_one_of_two_measurements_is_not_claimed() -> None:
    asked: list[Query] = []
    talk = efficiency.deep_pages_are_as_fast(walked(1000))

    with pytest.raises(Undecided):
        conversed(talk, taking(lambda query: skipped(query) / 500 if len(asked) <= 24 else 0.1), asked=asked)


def test_questions_about_depth_are_asked_alone_and_in_no_order() -> None:
    asked: list[Query] = []

    conversed(efficiency.deep_pages_are_as_fast(walked(1000)), taking(lambda _query: 0.1), asked=asked)

    skips = [skipped(query) for query in asked]
    assert all(query.alone and query.occasion > 1 for query in asked)
    assert (len(skips), len(set(skips)), max(skips)) == (48, 48, 989)
    assert skips != sorted(skips)


def test_a_deep_page_that_is_not_answered_decides_nothing() -> None:
    with pytest.raises(Undecided, match="status 500"):
        conversed(efficiency.deep_pages_are_as_fast(walked(1000)), exchange(b"", status=500))


@pytest.mark.parametrize("facts", [{"records": 199}, {"records": 1000, "ending": "broken-off"}])
def test_depth_does_not_show_in_few_records(facts: dict[str, object]) -> None:
    with pytest.raises(NotOffered, match="too few"):
        conversed(efficiency.deep_pages_are_as_fast(walked(**facts)), b"")  # type: ignore[arg-type]


# --- bytes --------------------------------------------------------------------------------------------------------


def received(many: int, body: bytes = BODY) -> Exchange:
    return replace(exchange(body), received=many)


def test_a_page_that_is_not_compressed_is_told() -> None:
    (found,) = conversed(efficiency.pages_are_compressed(walked(10)), received(len(BODY)))

    assert found.got == f"{len(BODY)} bytes, no Content-Encoding"
    assert conversed(efficiency.pages_are_compressed(walked(10)), received(300)) == ()


def test_what_does_not_get_smaller_need_not_be_compressed() -> None:
    body = random.Random(1).randbytes(4000)

    assert conversed(efficiency.pages_are_compressed(walked(10)), received(len(body), body)) == ()


@pytest.mark.parametrize("answer", [received(0), received(10, b"x" * 10)])
def test_small_pages_and_recordings_without_sizes_say_nothing_of_compression(answer: Exchange) -> None:
    with pytest.raises(NotOffered):
        conversed(efficiency.pages_are_compressed(walked(10)), answer)


def test_of_an_empty_set_nothing_is_asked() -> None:
    with pytest.raises(NotOffered, match="no records"):
        conversed(efficiency.a_validator_is_sent(walked(0)), b"")


# --- asking again -------------------------------------------------------------------------------------------------


class Page:
    """A page that changes when it is told to, and how its service answers conditions."""

    def __init__(self, *, tag: str = '"{body}"', modified: str = "", honest: bool = True, heeds: bool = True) -> None:
        self.tag, self.modified, self.honest, self.heeds = tag, modified, honest, heeds
        self.asked = 0
        self.bodies = [b"page"]

    def __call__(self, query: Query) -> Exchange:
        self.asked += 1
        body = self.bodies[min(self.asked, len(self.bodies)) - 1]
        tag = self.tag.format(body=body.decode(), asked=self.asked)
        headers = [("etag", tag)] if tag else []
        headers += [("last-modified", self.modified)] if self.modified else []
        known = dict(query.headers)
        same = known.get("if-none-match") == tag or known.get("if-modified-since") == self.modified
        told = bool(known) and self.heeds and (same or not self.honest)
        return Exchange(query=query, status=304 if told else 200, headers=tuple(headers), body=b"" if told else body)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (Page(), 0),
        (Page(tag="", modified=LATE), 0),
        (Page(tag=""), 1),
        (Page(tag='W/"a,b"'), 0),
        (Page(tag="5f3a9c"), 1),
        (Page(tag="W/5f3a9c", modified=LATE), 1),
    ],
)
def test_a_page_can_be_known_again(page: Page, found: int) -> None:
    assert len(conversed(efficiency.a_validator_is_sent(walked(10)), page)) == found


@pytest.mark.parametrize(("page", "found"), [(Page(), 0), (Page(tag="", modified=LATE), 0), (Page(tag='"{asked}"'), 1)])
def test_a_tag_stays_while_the_page_does(page: Page, found: int) -> None:
    assert len(conversed(efficiency.the_validator_is_stable(walked(10)), page)) == found


@pytest.mark.parametrize("check", [efficiency.the_validator_is_stable, efficiency.an_unchanged_page_is_not_sent_again])
def test_a_page_without_a_tag_gives_no_occasion_to_ask(check: Callable[[Subject], object]) -> None:
    with pytest.raises(NotOffered):
        conversed(check(walked(10)), Page(tag=""))  # type: ignore[arg-type]


@pytest.mark.parametrize("check", [efficiency.the_validator_is_stable, efficiency.an_unchanged_page_is_not_sent_again])
def test_a_page_that_really_changes_decides_nothing(check: Callable[[Subject], object]) -> None:
    page = Page()
    page.bodies = [b"one", b"two"]

    with pytest.raises(Undecided, match="changed between"):
        conversed(check(walked(10)), page)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (Page(), 0),
        (Page(tag="", modified=LATE), 0),
        (Page(heeds=False), 1),
        (Page(tag="", modified=LATE, heeds=False), 1),
    ],
)
def test_what_has_not_changed_is_not_sent_again(page: Page, found: int) -> None:
    assert len(conversed(efficiency.an_unchanged_page_is_not_sent_again(walked(10)), page)) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (Page(), 0),
        (Page(tag=""), 0),
        (Page(honest=False), 1),
        (Page(heeds=False), 0),
        (Page(tag="", modified=LATE, honest=False), 1),
    ],
)
def test_not_modified_is_said_only_where_it_is_true(page: Page, found: int) -> None:
    assert len(conversed(efficiency.not_modified_is_true(walked(10)), page)) == found


def test_a_tag_that_stays_while_the_page_changes_is_a_lie() -> None:
    page = Page(tag='"always"')
    page.bodies = [b"one", b"one", b"one", b"two"]

    (found,) = conversed(efficiency.not_modified_is_true(walked(10)), page)

    assert found.got == "status 304, and another page of 3 bytes under the same tag"


# --- patience -----------------------------------------------------------------------------------------------------


def refused(*after: str) -> Leaf:
    found = leaf("a")
    refusals = tuple(Refusal(status=429, after=said) for said in after)
    return replace(found, exchange=replace(found.exchange, refusals=refusals))


@pytest.mark.parametrize(
    ("after", "found"), [(("5",), 0), (("5", ""), 1), (("2", "soon"), 1), (("Mon, 01 Jan 1990 00:00:00 GMT",), 0)]
)
def test_who_is_busy_says_until_when(after: tuple[str, ...], found: int) -> None:
    talk = efficiency.who_is_busy_says_when(subject(harvest(leaf("b"), refused(*after))))

    assert len(conversed(talk, rows())) == found


@pytest.mark.parametrize(("after", "found"), [("5", 0), ("a while", 1), ("", 1)])
def test_who_is_busy_beside_the_walk_says_until_when(after: str, found: int) -> None:
    busy = exchange(b"", status=429, headers=(("retry-after", after),))

    assert len(conversed(efficiency.who_is_busy_says_when(walked(3)), busy)) == found


def unanswered(talk: Conversation) -> Sequence[Departure]:
    """What a conversation finds that gets no answer any more."""
    try:
        while True:
            talk.throw(NoAnswer(expected="an answer", got="none"))
    except StopIteration as end:
        found: Sequence[Departure] = end.value
        return found


def test_what_gets_no_answer_beside_the_walk_is_told_by_others() -> None:
    talk = efficiency.who_is_busy_says_when(subject(harvest(leaf("b"), refused(""))))
    next(talk)
    talk.send(exchange(rows()))

    assert [found.got for found in unanswered(talk)] == ["status 429 without it"]


def test_who_was_never_busy_is_not_asked() -> None:
    with pytest.raises(NotOffered):
        conversed(efficiency.who_is_busy_says_when(walked(10)), rows())


def test_intervals_are_told_with_the_ends_that_they_have() -> None:
    told = [efficiency.span(*ends) for ends in ((0.1, 2.0), (None, 1.5), (0.02, None), (None, None))]

    assert told == ["100 ms to 2.00 s", "up to 1.50 s", "over 20 ms", "any time"]
