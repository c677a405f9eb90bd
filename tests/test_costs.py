"""What a harvest costs: figures from recorded answers alone, and the harvest as it would be once mended."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from apitest.assessment import Assessment, Bench
from apitest.checks.conversing import Subject
from apitest.checks.measuring import Probe, Survey, deep_pages
from apitest.costs import costs_of, spread
from apitest.dialects import DIALECTS
from apitest.evidence import Evidence, Timing
from apitest.model import Depth, Exchange, Leaf, Politeness, Query, Record
from apitest.reference.faults import FAULTS
from apitest.reference.pace import StandInClock
from apitest.reference.service import Service
from apitest.results import HarvestRow
from apitest.runs.timing import kinds_of
from apitest.wire import Client
from conversing import BASE, harvest, leaf, subject
from making import CONTRACT, NOW, exchange, target

BODY = b'{"title": "the same again"}' * 400


def page(*ids: str, seconds: float = 0.5, received: int = 1000, size: int = 10_000) -> Leaf:
    found = leaf(*ids)
    return replace(found, size=size, exchange=replace(found.exchange, seconds=seconds, received=received))


def walked(*leaves: Leaf, rate: float = 0, **facts: object) -> Subject:
    made = subject(harvest(*leaves, **facts))
    return replace(made, target=target(url=BASE, politeness=Politeness(rate=rate)))


def by_mend(rows: list[HarvestRow]) -> dict[str, tuple[int, int, float]]:
    return {row["mend"]: (row["requests"], row["bytes"], row["seconds"]) for row in rows}


def ids(many: int, start: int = 0) -> list[str]:
    return [f"{number:05}" for number in range(start, start + many)]


def test_a_harvest_as_it_is_takes_its_pages_at_the_rate_of_the_target() -> None:
    leaves = (page(*ids(100)), page(*ids(60, 100), seconds=3))

    fast, slow = (by_mend(costs_of(walked(*leaves, rate=rate), Survey())["harvest"])[""] for rate in (0, 0.5))

    assert fast == (3, 2000, 0.5 + 3 + 1.75)
    assert slow == (3, 2000, 2 + 3 + 2)


def test_each_mend_takes_away_what_its_breach_costs() -> None:
    apart = Record(id="a", content={}, index=0, deferred={"/files": "…"})
    leaves = [page(*ids(10, 10 * place), received=10_000) for place in range(30)]
    first = exchange(BODY)

    told = by_mend(costs_of(walked(*leaves, samples=(apart,)), Survey(first=first))["harvest"])

    assert {mend: row[0] for mend, row in told.items()} == {
        "": 331,
        "efficiency/requests-few": 304,
        "efficiency/lists-inline": 31,
        "efficiency/compressed": 331,
        "all": 4,
    }
    assert told["efficiency/compressed"][1] == told["all"][1] < 300_000 / 20


def test_a_set_that_was_not_read_to_its_end_has_no_projection() -> None:
    assert costs_of(walked(page(*ids(10)), ending="broken-off"), Survey())["harvest"] == []
    assert costs_of(walked(), Survey())["harvest"] == []


def test_time_that_grows_with_depth_is_among_the_mends() -> None:
    leaves = [page(*ids(100, 100 * place), seconds=0.1 + place) for place in range(10)]
    made = walked(*leaves)

    def answer(query: Query) -> Exchange:
        skip = int(parse_qs(urlsplit(query.url).query)["$skip"][0])
        return replace(exchange(BODY, url=query.url), seconds=0.1 + skip / 100)

    row = costs_of(made, Survey(depth=driven(deep_pages(made), answer)))

    assert row["depth"] is not None
    assert (row["depth"]["reach"], row["depth"]["seconds"]["claim"], row["depth"]["seconds"]["power"]) == (
        989,
        "over",
        1.0,
    )
    assert by_mend(row["harvest"])["efficiency/deep-pages-as-fast"][2] == pytest.approx(1.0 + 0.18, abs=0.1)


def driven(conversation: object, answer: Callable[[Query], Exchange]) -> tuple[Probe, ...]:
    try:
        query = next(conversation)  # type: ignore[call-overload]
        while True:
            query = conversation.send(answer(query))  # type: ignore[attr-defined]
    except StopIteration as end:
        found: tuple[Probe, ...] = end.value
        return found


def test_what_was_refused_and_what_was_deferred_is_counted() -> None:
    row = costs_of(walked(page("a", "b")), Survey(first=exchange(BODY)))

    assert (row["records"], row["requests"], row["refused"], row["untold"], row["deferred"], row["validator"]) == (
        2, 1, 0, 0, 0, "",
    )  # fmt: skip
    assert (row["received"], row["bytes"], row["packed"]) == (1000, 10_000, 1000)


def test_a_spread_names_median_and_percentile_with_their_ends() -> None:
    assert spread("total", [1.0, 2.0, 3.0]) == {
        "total-median": 2.0, "total-median-low": None, "total-median-high": None,
        "total-p95": 3.0, "total-p95-low": 2.0, "total-p95-high": None,
    }  # fmt: skip


def timing(path: str, **facts: object) -> Timing:
    known = {"conditional": False, "status": 200, "seconds": 0.2, "first_byte": 0.1, "received": 10, "size": 100}
    return Timing(url=f"{BASE}/{path}", **{**known, **facts})  # type: ignore[arg-type]


def test_answers_are_told_apart_by_the_kind_of_question() -> None:
    asked = [
        timing("Decisions?$top=100&$skip=0"),
        timing("Decisions?$top=100&$skip=100"),
        timing("Decisions?$filter=updated%20ge%20datetime'2020-01-01T00:00:00'"),
        timing("Decisions('a')"),
        timing("Decisions/$count"),
        timing("$metadata"),
        timing(""),
        timing("Decisions?$top=x", status=400),
        timing("Decisions?$top=100", conditional=True, status=304),
        replace(timing(""), url="http://elsewhere.example/nothing"),
    ]

    rows = kinds_of(target(url=BASE), CONTRACT, asked)

    assert [(row["kind"], row["requests"]) for row in rows] == [
        ("service", 1), ("description", 1), ("count", 1), ("page", 1), ("later-page", 1), ("filtered", 1), ("record", 1),
        ("conditional", 1), ("refused", 1), ("other", 1),
    ]  # fmt: skip
    assert rows[0]["seconds"]["first-byte-median"] == 0.1


def test_the_evidence_tells_what_was_measured() -> None:
    store = Evidence()
    query = Query(url=BASE, headers=(("if-none-match", '"a"'),))
    store.keep("mea", "d", Exchange(query=query, status=304, headers=(), body=b"", seconds=0.5, first_byte=0.25), query)

    assert store.timings("mea") == [
        Timing(url=BASE, conditional=True, status=304, seconds=0.5, first_byte=0.25, received=0, size=0)
    ]
    assert store.timings("other") == []


def assessed(depth: Depth, *faults: str, dialect: str = "olingo2") -> Assessment:
    clock = StandInClock()
    acts = [(FAULTS[name].entities, FAULTS[name].lie) for name in faults]
    service = Service(CONTRACT, acts=acts, latency=0.02, pause=clock.wait, dialects={dialect: DIALECTS[dialect]})
    root = f"http://reference.example/{dialect}/{DIALECTS[dialect].ROOT}".rstrip("/")
    about = target(url=root, dialect=dialect, politeness=Politeness(rate=5, connections=1))
    client = Client(about, Evidence(), transport=httpx.WSGITransport(app=service), sleep=clock.wait, clock=clock.now)
    return Bench(CONTRACT, about, client, now=NOW, seed=1, depth=depth).of("decisions")


def test_at_full_depth_everything_is_measured() -> None:
    assessment = assessed(Depth.FULL, "depth-squared")
    assert assessment.harvest.complete

    row = assessment.costs

    assert row is not None
    assert row["depth"] is not None
    assert (row["depth"]["seconds"]["power"], row["validator"]) == (2.0, "etag")
    assert [size["records"] for size in row["sizes"]] == [10, 100]
    assert row["expanded"] is not None
    assert row["bare"] is not None
    assert row["expanded"]["received"] > row["bare"]["received"]
    assert [size["records"] for size in row["changes"]] == [10, 100]
    assert [harvested["mend"] for harvested in row["harvest"]] == [
        "",
        "efficiency/deep-pages-as-fast",
        "again",
        "changes",
    ]


def test_at_standard_depth_nothing_more_is_asked() -> None:
    assessment = assessed(Depth.STANDARD, "pages-unpacked")
    assert assessment.harvest.complete
    asked = assessment._bench.client.evidence.meter("mea").requests

    row = assessment.costs

    assert row is not None
    assert (row["depth"], row["sizes"], row["changes"]) == (None, [], [])
    assert row["packed"] < row["received"] == row["bytes"]
    assert assessment._bench.client.evidence.meter("mea").requests == asked


@pytest.mark.parametrize("dialect", ["gef-json", "mea-json", "odata-v4", "drupal-rest"])
def test_what_a_dialect_does_not_offer_is_not_measured(dialect: str) -> None:
    assessment = assessed(Depth.FULL, dialect=dialect)._bench.of("projects" if dialect == "gef-json" else "decisions")
    assert assessment.harvest.complete

    row = assessment.costs

    assert row is not None
    assert (row["depth"] is None) == (dialect != "odata-v4")
    assert row["expanded"] is None


@pytest.mark.parametrize("depth", [Depth.QUICK, Depth.FULL])
def test_what_was_not_walked_to_be_judged_costs_nothing(depth: Depth) -> None:
    assert assessed(depth).costs is None
