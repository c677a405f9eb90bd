"""What a harvest costs, told and drawn: every figure in the text of its picture, nothing drawn that was not measured."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from apitest.reports import render
from apitest.reports.costs import costs_told, duration
from apitest.reports.pictures import Axis, Bar, Span, Words, bars, curve, spans, ticks
from apitest.results import CostRow, KindRow, SizeRow
from resulting import FIRST, departures, results, verdict

ACROSS, UP = Axis(title="x", ticks=[(10, "10")]), Axis(title="", ticks=[(4, "4")])
WORDS = Words(key="k", title="A <title>", text='What "it" shows')


def kind(name: str = "page", middle: float = 0.2, far: float = 0.9) -> KindRow:
    seconds = {
        f"{part}-{which}{end}": value if not end else None
        for part in ("first-byte", "total")
        for which, value in (("median", middle), ("p95", far))
        for end in ("", "-low", "-high")
    }
    return {"target": "mea", "kind": name, "requests": 3, "received": 10, "bytes": 20, "seconds": seconds}


def cost(claim: str = "over", **changes: Any) -> CostRow:
    at = [place * 100 for place in range(6) for _ in range(8)]
    row: CostRow = {
        "target": "mea", "entity": "decisions", "records": 1000, "requests": 100, "received": 500_000, "bytes": 500_000,
        "packed": 60_000, "deferred": 1, "refused": 2, "untold": 1, "validator": "etag",
        "depth": {
            "reach": 500,
            "at": at,
            "seconds": {
                "points": [0.1 + x / 1000 for x in at], "base": 0.1, "added-low": 0.45, "added-high": 0.55, "limit": 0.05,
                "claim": claim, "power": 1.0, "power-low": 0.9, "power-high": 1.1, "noise": 0.07,
            },
        },
        "sizes": [], "expanded": None, "bare": None, "changes": [],
        "harvest": [
            {"mend": "", "requests": 101, "bytes": 500_000, "seconds": 7300.0},
            {"mend": "efficiency/compressed", "requests": 101, "bytes": 60_000, "seconds": 7300.0},
        ],
    }  # fmt: skip
    return {**row, **changes}  # type: ignore[typeddict-item]


def document(*sets: CostRow, kinds: tuple[KindRow, ...] = (kind(),)) -> Any:
    made = results(verdict(FIRST))
    made["efficiency"] = {"kinds": list(kinds), "sets": list(sets)}
    return made


def test_what_is_measured_fits_the_schema_of_results() -> None:
    assert departures(document(cost())) == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0123, "12 ms"), (3.44, "3.4 s"), (600, "10 min"), (7300, "2.0 h"), (0, "0 ms")]
)
def test_a_time_has_the_unit_that_suits_it(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_a_set_is_told_in_sentences() -> None:
    told = costs_told(document(cost()), "mea")

    assert told is not None
    (part,) = told[1]
    assert part.sentences == (
        "1,000 records, 100 requests, 500.0 kB.",
        "Compressed it would be 60.0 kB.",
        "1 list must be fetched by itself.",
        "The service asked 2 times to be left alone.",
        "Behind 500 records a page takes 450 ms to 550 ms longer than at the beginning.",
        "Measured twice, 48 pages; times of the same page differ by 7 %.",
    )


def test_what_was_measured_without_a_verdict_is_told_with_its_interval() -> None:
    times = {"total-median": 0.2, "total-median-low": 0.1, "total-median-high": 0.3, "records-a-second": 500.0}
    sized: SizeRow = {"most": 100, "records": 100, "received": 30_000, "seconds": times}
    fast: SizeRow = {**sized, "seconds": {**times, "total-median": 0.05, "total-median-low": None}}

    told = costs_told(document(cost(depth=None, sizes=[sized], expanded=sized, bare=fast, changes=[sized])), "mea")

    assert told is not None
    assert told[1][0].sentences[-3:] == (
        "Records a second: 500 in pages of 100.",
        "A page takes 200 ms (100 ms – 300 ms) with its lists, 50 ms without.",
        "The latest 100 changes come in 200 ms (100 ms – 300 ms), 30.0 kB.",
    )


@pytest.mark.parametrize(("claim", "told"), [("under", "takes no longer"), ("unclear", "cannot be told")])
def test_what_is_not_claimed_is_not_told_as_if_it_were(claim: str, told: str) -> None:
    found = costs_told(document(cost(claim)), "mea")

    assert found is not None
    assert any(told in sentence for sentence in found[1][0].sentences)


def test_every_picture_says_in_words_what_it_shows() -> None:
    found = costs_told(document(cost(), kinds=(kind(), kind("count", 0.01, 0.02))), "mea")

    assert found is not None
    pictures = [found[0], *found[1][0].pictures]
    texts = [ET.fromstring(f"<div>{picture}</div>").findtext(".//desc") or "" for picture in pictures]
    assert (
        texts[0] == "first page: median 200 ms, 95 % within 900 ms; number of records: median 10 ms, 95 % within 20 ms"
    )
    assert texts[1] == "today: 2.0 h, 101 requests, 500.0 kB; compressed: 2.0 h, 101 requests, 60.0 kB"
    assert "450 ms to 550 ms longer" in texts[2]


def test_nothing_is_told_of_what_was_not_measured() -> None:
    assert costs_told(results(verdict(FIRST)), "mea") is None
    assert costs_told(document(cost()), "other") is None
    found = costs_told(document(cost(depth=None, harvest=[], packed=500_000, deferred=0, refused=0)), "mea")
    assert found is not None
    assert (found[1][0].sentences, found[1][0].pictures) == (("1,000 records, 100 requests, 500.0 kB.",), ())


def test_the_screen_of_a_run_tells_a_harvest_in_two_lines() -> None:
    plain = cost(harvest=cost()["harvest"][:1], target="mea", entity="meetings")

    text = render(document(cost(), plain), "text").decode()

    assert (
        "What a harvest costs\n  4.1 h, 202 requests, 1.0 MB\n  Once mended: 4.1 h, 202 requests, 560.0 kB.\n" in text
    )
    assert "Once mended" not in render(document(plain), "text").decode()
    assert "What a harvest costs" not in render(document(), "text").decode()


def test_the_page_shows_the_pictures() -> None:
    page = render(document(cost()), "html").decode()

    assert len(re.findall(r'<svg class="picture"', page)) == 3
    assert "What a harvest costs" in page


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_pictures_speak_the_language_of_the_page(language: str) -> None:
    page = render(document(cost()), "html", language).decode()

    assert "What a harvest costs" not in page
    assert len(re.findall(r'<svg class="picture"', page)) == 3


def test_pictures_are_well_formed_and_stay_inside_their_frame() -> None:
    drawn = [
        bars(WORDS, [Bar(label="<a>", told="1 & 2", value=3), Bar(label="b", told="", value=0)]),
        spans(WORDS, [Span(label="a", told="", middle=1, low=None, high=None, far=4)]),
        spans(WORDS, [Span(label="a", told="", middle=0, low=0, high=0, far=0)]),
        curve(WORDS, [(0, 0), (9, 3)], [(0, 0), (9, 3)], ACROSS, UP, (2, "limit")),
        curve(WORDS, [], [], Axis(title="x", ticks=[]), Axis(title="", ticks=[])),
    ]

    for picture in drawn:
        root = ET.fromstring(picture)
        _, _, wide, high = (float(part) for part in root.attrib["viewBox"].split())
        for part in root.iter():
            x = [float(part.attrib[name]) for name in ("x", "x1", "x2", "cx") if name in part.attrib]
            y = [float(part.attrib[name]) for name in ("y", "y1", "y2", "cy") if name in part.attrib]
            assert all(0 <= value <= wide for value in x)
            assert all(0 <= value <= high for value in y)


@pytest.mark.parametrize(
    ("most", "found"),
    [
        (0, [0]),
        (1, [0, 0.25, 0.5, 0.75, 1.0]),
        (900, [0, 250, 500, 750, 1000]),
        (0.0031, [0, 0.001, 0.002, 0.003, 0.004]),
    ],
)
def test_axes_have_round_numbers(most: float, found: list[float]) -> None:
    assert ticks(most) == pytest.approx(found)
