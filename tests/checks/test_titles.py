"""What titles and numbers say of their records, and titles in capitals."""

from typing import Any

import pytest

from apitest.checks.setting import Setting
from apitest.checks.titles import RECORDS, is_of_its_kind, titles_are_quiet
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

KIND, CAPITALS, YEARS = "decisions/type-fits-number", "text/not-in-capitals", "vocabulary/years-fit-title"
REPORTS = "national-reports"


def found(requirement: str, content: Any, entity_set: str) -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[requirement](Record(id="1", content=content, index=0), setting))


def titled(title: Any, **more: Any) -> dict[str, Any]:
    return {"title": [{"language": "en", "value": title}], **more}


WRONG: list[tuple[str, dict[str, Any], str, str, str]] = [
    (
        KIND,
        {"treaty": "cites", "number": "Conf. 11.17 (Rev. CoP18)", "type": "decision"},
        "decisions",
        "/type",
        "'decision'",
    ),
    (KIND, {"treaty": "ramsar", "number": "XII.2", "type": "Decision"}, "decisions", "/type", "'Decision'"),
    (KIND, {"treaty": "basel", "number": "BC-17/22", "type": "resolution"}, "decisions", "/type", "'resolution'"),
    (KIND, {"treaty": "cms", "number": "Resolution 12.5", "type": "decision"}, "decisions", "/type", "'decision'"),
    (KIND, {"treaty": "cms", "number": "Rec. 7.1", "type": "resolution"}, "decisions", "/type", "'resolution'"),
    (KIND, titled("Resolution 12.5: Financial matters", type="decision"), "decisions", "/type", "'decision'"),
    (
        CAPITALS,
        titled("MANAGEMENT OF HAZARDOUS WASTE FROM HOUSEHOLDS"),
        "decisions",
        "/title/0/value",
        "'MANAGEMENT OF HAZARDOUS WASTE FROM HOUSEHOLDS'",
    ),
    (
        CAPITALS,
        {"name": [{"language": "ru", "value": "ОЗЕРО БОЛЬШОЕ МЕЖДУ ВЫСОКИМИ ГОРАМИ"}]},
        "sites",
        "/name/0/value",
        "'ОЗЕРО БОЛЬШОЕ МЕЖДУ ВЫСОКИМИ ГОРАМИ'",
    ),
    (
        YEARS,
        titled("Workshop on waste, Nairobi, 5-9 May 2009", start="2024-05-06T00:00:00Z"),
        "meetings",
        "/title",
        "'Workshop on waste, Nairobi, 5-9 May 2009'",
    ),
    (YEARS, titled("Workshop (2030)", start="2024-05-06T00:00:00Z"), "meetings", "/title", "'Workshop (2030)'"),
    (
        YEARS,
        titled("Report for the period 1997-1998", period={"start": "2018-01-01", "end": "2018-12-31"}),
        REPORTS,
        "/title",
        "'Report for the period 1997-1998'",
    ),
    (
        YEARS,
        titled("Report for the year 2031", submission="2019-06-01T00:00:00Z"),
        REPORTS,
        "/title",
        "'Report for the year 2031'",
    ),
]
RIGHT: list[tuple[str, dict[str, Any], str]] = [
    (KIND, {"treaty": "cites", "number": "Conf. 11.17", "type": "Resolution"}, "decisions"),
    (KIND, {"treaty": "cites", "number": "20.104", "type": "decision"}, "decisions"),
    (KIND, {"treaty": "cms", "number": "12.5", "type": "resolution"}, "decisions"),
    (
        KIND,
        titled("Decision BC-17/22 of the Conference", treaty="basel", number="BC-17/22", type="decision"),
        "decisions",
    ),
    (KIND, titled("Resolution on financial matters", type="decision"), "decisions"),
    (KIND, titled("Decisions 1 to 7", type="resolution"), "decisions"),
    (KIND, titled("Resolution 12.5", type="outcome"), "decisions"),
    (KIND, titled(7, type=["decision"], number=4, treaty={}), "decisions"),
    (CAPITALS, titled("UNEP/CHW.17/INF/4 ADD.1"), "decisions"),
    (CAPITALS, titled("COP DECISION ON WASTE"), "decisions"),
    (CAPITALS, titled("关于化学品和废物的决定 与 报告 及其他 有关事项"), "decisions"),
    (CAPITALS, titled("Management of waste, UNEP and OECD"), "decisions"),
    (CAPITALS, titled(None), "contacts"),
    (YEARS, titled("Workshop on waste, Nairobi, 2022", start="2024-05-06T00:00:00Z"), "meetings"),
    (YEARS, titled("Workshop on the Agenda 2030", start="2024-05-06T00:00:00Z"), "meetings"),
    (YEARS, titled("Workshop on waste, Nairobi, 2009"), "meetings"),
    (
        YEARS,
        titled(
            "Report for 2021", period={"start": "2018-01-01", "end": "2018-12-31"}, submission="2020-06-01T00:00:00Z"
        ),
        REPORTS,
    ),
    (YEARS, titled("Report for 2017 to 2018", period={"start": "2018-01-01", "end": "2018-12-31"}), REPORTS),
    (YEARS, titled("Report on waste, 1998", period={"start": "2018-01-01", "end": "2018-12-31"}), REPORTS),
    (YEARS, titled("Report for 2031"), REPORTS),
    (YEARS, {"title": "2031", "period": [1], "submission": 7}, REPORTS),
]


@pytest.mark.parametrize(("requirement", "content", "entity_set", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, entity_set: str, pointer: str, got: str) -> None:
    departures = found(requirement, content, entity_set)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "content", "entity_set"), RIGHT)
def test_titles_that_fit_are_left_alone(requirement: str, content: Any, entity_set: str) -> None:
    assert found(requirement, content, entity_set) == []


@pytest.mark.parametrize(
    ("content", "kind", "quiet"),
    [
        (titled("Waste", type="decision"), True, True),
        (titled("Waste", type="decision", treaty="cites", number="Conf. 1.1"), False, True),
        (titled("WASTE", type="decision"), True, False),
    ],
)
def test_what_is_known_of_a_decision(content: Any, kind: bool, quiet: bool) -> None:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity("decisions"), now=NOW)

    assert is_of_its_kind(content, setting) is kind
    assert titles_are_quiet(content, setting) is quiet


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, content, entity_set)) for name, content, entity_set, *_ in WRONG)

    assert kept("titles", now) == now, RENEW
