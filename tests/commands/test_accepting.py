"""`apitest accept`: of an address, of a recorded run, as if a cause were mended."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.dialects import DIALECTS
from apitest.reference.faults.paging import FAULTS
from apitest.reference.lying import Act
from apitest.reference.service import Service
from apitest.reference.serving import running
from making import CONTRACT

COUNTS = {"decisions": 30, "meetings": 20, "national-reports": 5, "projects": 2}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    lie = Act("no treaty", record=lambda record, place: record | {"treaty": "nowhere"} if place == 3 else record)
    with running(Service(CONTRACT, counts=COUNTS, acts=[(("national-reports",), lie)]), 0) as origin:
        yield f"{origin}/olingo2/informea.svc"


def said(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["accept", *words])
    return result.exit_code, result.output


def test_a_feed_is_told_set_by_set(address: str) -> None:
    status, screen = said(address, "--provider", "cms", "--dialect", "olingo2")

    assert status == 1
    assert "National reports: 4 of 5 would be in the portal, 1 would not." in screen
    assert "not public" in " ".join(screen.split())
    assert "The treaty is missing or unknown: 1 record not stored." in screen


def test_what_if_reckons_again(address: str, tmp_path: Path) -> None:
    fates = tmp_path / "fates.ndjson"
    words = (address, "--dialect", "olingo2", "--entity", "national-reports", "--format", "json")

    status, text = said(*words, "--what-if", "fix=H-TRT-03", "--fates", str(fates))

    document = json.loads(text)
    assert status == 1
    assert [row["stored"] for row in document["acceptance"]] == [4]
    assert [row["stored"] for row in document["what-if"]["acceptance"]] == [5]
    assert "not public" in document["assumption"]
    lines = [json.loads(line) for line in fates.read_text("utf-8").splitlines()]
    assert len(lines) == 10
    assert {line["lot"] for line in lines} == {"stored", "dropped"}


@pytest.mark.parametrize("words", [("--what-if", "fix=H-TTL-99"), ("--provider", "nobody"), ("--portal", "2016")])
def test_what_is_unknown_is_refused(address: str, words: tuple[str, str]) -> None:
    status, _ = said(address, *words)

    assert status == 2


@pytest.mark.parametrize("dialect", ["odata-v4", "mea-json"])
def test_records_are_offered_though_the_service_cannot_count(dialect: str) -> None:
    fault = next(fault for fault in FAULTS if fault.breaks == "paging/count-plain")
    counts = COUNTS | {"decisions": 130}
    with running(Service(CONTRACT, counts=counts, acts=[(("decisions",), fault.lie)]), 0) as origin:
        address = f"{origin}/{dialect}/{DIALECTS[dialect].ROOT}".rstrip("/")
        _, screen = said(address, "--dialect", dialect, "--entity", "decisions")

    assert "Decisions: none of 130 would be in the portal." in screen
