"""The export of the GEF's project database: its keys, its wrappings, its labels."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apitest.dialects import gef_json
from apitest.dialects.gef_records import FOCAL_AREAS, KEYS, STATUS, TRUST_FUNDS, TYPES, sayable
from apitest.dialects.speech import Question, Refused, Rows
from apitest.model import Condition, Selection
from making import CONTRACT, entity, exchange

BASE = "http://gef.example/projects-operations/database"
PROJECTS = entity("projects")
ITEM: dict[str, Any] = {
    "GEFProjectID": "10125",
    "ProjectName": "C&ocirc;te d&#039;Ivoire: mercury",
    "projectDescription": "Gold &amp; mercury",
    "field_country_code": "CI, GH",
    "LatestTimelineStatus": "Project Approved",
    "implAgencies": "UNEP, UNIDO",
    "ExecutingAgencies": "Ministry of Mines, Abidjan",
    "trustFundName": "GEF Trust Fund",
    "GEFPhase": "GEF - 7",
    "projectType": "Full-size Project",
    "focalAreas": "Chemicals and Waste, Biodiversity",
    "GEFAmountLatest": "1999415",
    "CofinAmountLatest": "",
    "ApprovalFY": '<time datetime="2021-01-01T12:00:00Z">2021</time>',
    "changed": '<time class="datetime" datetime="2025-11-03T09:15:00+01:00">3 November 2025</time>',
}


def read(**changes: Any) -> Any:
    row = {name: value for name, value in {**ITEM, **changes}.items() if value is not ...}
    return gef_json.read_page(exchange([row], url=f"{BASE}/export/json?page=0"), PROJECTS)


def content(**changes: Any) -> dict[str, Any]:
    return dict(read(**changes).records[0].content)


def test_the_harvester_reads_fifteen_keys() -> None:
    assert tuple(ITEM) == KEYS
    assert len(KEYS) == 15


def test_an_item_becomes_a_project() -> None:
    page = read()

    assert page.departures == ()
    assert dict(page.records[0].content) == {
        "id": "10125",
        "identifiers": [{"scheme": "gef", "value": "10125"}],
        "url": "https://www.thegef.org/projects-operations/projects/10125",
        "title": [{"language": "en", "value": "Côte d'Ivoire: mercury"}],
        "description": [{"language": "en", "value": "Gold & mercury"}],
        "fundingMechanism": "gef",
        "countries": [{"code": "CI"}, {"code": "GH"}],
        "status": {"code": "2", "sourceValue": "Project Approved"},
        "projectType": {"code": "full-size", "sourceValue": "Full-size Project"},
        "fundingPeriod": {"code": "gef-7", "sourceValue": "GEF - 7"},
        "focalAreas": [
            {"code": "chemicals-and-waste", "sourceValue": "Chemicals and Waste"},
            {"code": "biodiversity", "sourceValue": "Biodiversity"},
        ],
        "trustFunds": [{"code": "gef-tf", "sourceValue": "GEF Trust Fund"}],
        "organisations": [
            {"role": "managing", "name": "UNEP"},
            {"role": "managing", "name": "UNIDO"},
            {"role": "implementing", "name": "Ministry of Mines, Abidjan"},
        ],
        "finance": {"grant": {"amount": 1999415}},
        "approvalFiscalYear": 2021,
        "updated": "2025-11-03T08:15:00Z",
    }


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"changed": '<time datetime="1970-01-01T00:00:00Z">1970</time>'}, "updated", None),
        ({"changed": None}, "updated", None),
        ({"ApprovalFY": ""}, "approvalFiscalYear", None),
        ({"GEFAmountLatest": "", "CofinAmountLatest": None}, "finance", None),
        (
            {"GEFAmountLatest": "0", "CofinAmountLatest": 7.5},
            "finance",
            {"grant": {"amount": 0}, "cofinancing": {"amount": 7.5}},
        ),
        ({"LatestTimelineStatus": "Under review"}, "status", {"code": "unknown", "sourceValue": "Under review"}),
        ({"projectType": "Loan"}, "projectType", {"code": "other", "sourceValue": "Loan"}),
        ({"GEFPhase": "Pilot Phase"}, "fundingPeriod", {"code": "gef-pilot", "sourceValue": "Pilot Phase"}),
        ({"GEFPhase": "GEF-8"}, "fundingPeriod", {"code": "gef-8", "sourceValue": "GEF-8"}),
        ({"GEFPhase": "Ninth"}, "fundingPeriod", {"code": "other", "sourceValue": "Ninth"}),
        ({"focalAreas": "POPs"}, "focalAreas", [{"code": "pops", "sourceValue": "POPs"}]),
        ({"field_country_code": ""}, "countries", None),
        ({"GEFProjectID": 10125}, "id", "10125"),
        ({"GEFProjectID": ...}, "id", None),
    ],
)
def test_what_is_missing_is_absent_and_labels_keep_their_words(changes: dict[str, Any], name: str, value: Any) -> None:
    assert content(**changes).get(name) == value
    assert read(**changes).departures == ()


@pytest.mark.parametrize(
    ("changes", "requirement", "pointer"),
    [
        ({"changed": "03.11.2025"}, "service/dates-in-dialect-form", "/updated"),
        ({"changed": '<time datetime="soon">soon</time>'}, "service/dates-in-dialect-form", "/updated"),
        ({"ApprovalFY": 2021}, "service/dates-in-dialect-form", "/approvalFiscalYear"),
        ({"GEFAmountLatest": "$1,999,415"}, "service/values-of-declared-type", "/finance/grant/amount"),
        ({"CofinAmountLatest": "1e6"}, "service/values-of-declared-type", "/finance/cofinancing/amount"),
        ({"implAgencies": ["UNEP"]}, "service/collections-in-dialect-form", "/organisations"),
        ({"ProjectName": {"en": "x"}}, "service/values-of-declared-type", "/title"),
        ({"field_country_code": "GH,,BF"}, "service/no-placeholders", "/countries"),
    ],
)
def test_what_cannot_be_read_is_noted(changes: dict[str, Any], requirement: str, pointer: str) -> None:
    notes = read(**changes).departures

    assert [(note.requirement, note.pointer) for note in notes] == [(requirement, pointer)]


def test_more_keys_are_allowed() -> None:
    assert read(nonGrant="No").departures == ()


@pytest.mark.parametrize("body", [{"items": [ITEM]}, {"data": [ITEM]}])
def test_another_envelope_is_noted(body: Any) -> None:
    page = gef_json.read_page(exchange(body), PROJECTS)

    assert [note.requirement for note in page.departures] == ["service/envelope"]


def test_a_row_that_is_no_object_is_noted() -> None:
    page = gef_json.read_page(exchange(["x"]), PROJECTS)

    assert [note.requirement for note in page.departures] == ["service/values-of-declared-type"]


def test_an_error_page_is_no_listing() -> None:
    page = gef_json.read_page(exchange(b"<html>", status=500), PROJECTS)

    assert (page.readable, page.departures[0].requirement) == (False, "service/listing-answers")


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/title/0/value", "$[3].ProjectName"),
        ("/finance/cofinancing/amount", "$[3].CofinAmountLatest"),
        ("/finance/grant/amount", "$[3].GEFAmountLatest"),
        ("", "$[3]"),
    ],
)
def test_a_finding_is_shown_under_the_key_it_was_read_from(pointer: str, place: str) -> None:
    assert gef_json.place(PROJECTS, 3, pointer) == place


def test_pages_go_by_number_and_the_address_of_the_export_is_a_root() -> None:
    for base in (BASE, f"{BASE}/export/json"):
        assert gef_json.listing(base, PROJECTS, Selection(top=100, page=2)).url == f"{BASE}/export/json?page=2"
        assert gef_json.service(base, PROJECTS).url == f"{BASE}/export/json?page=0"


def test_what_the_form_lacks_is_answered_with_nothing() -> None:
    condition = Condition(property="fundingMechanism", operator="eq", value="gef")

    assert gef_json.malformed(BASE, PROJECTS) == {}
    assert gef_json.item(BASE, PROJECTS, "1") == gef_json.count(BASE, PROJECTS, (condition,))
    assert gef_json.read_item(exchange([ITEM]), PROJECTS).readable is False
    assert gef_json.read_count(exchange(b"7")) is None
    assert gef_json.read_error(exchange({})) is None
    assert gef_json.read_service(exchange([]), CONTRACT) is None


@pytest.mark.parametrize("path", ["", "export", "export/json/1"])
def test_what_is_not_there_is_404(path: str) -> None:
    with pytest.raises(Refused) as raised:
        gef_json.hear(path, "", CONTRACT)

    assert raised.value.status == 404


@pytest.mark.parametrize("query", ["", "page=0", "page=x", "page=-1", "per_page=200"])
def test_what_is_not_understood_is_the_first_page(query: str) -> None:
    assert gef_json.hear("export/json", query, CONTRACT).selection.page == 0


_WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


def _labelled(table: Any) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from(sorted(table)).map(lambda label: {"code": table[label], "sourceValue": label})


_PROJECT = st.fixed_dictionaries(
    {
        "identifiers": st.integers(1, 999999).map(lambda number: [{"scheme": "gef", "value": str(number)}]),
        "title": st.lists(_WORDS, min_size=1, max_size=1).map(lambda words: [{"language": "en", "value": words[0]}]),
    },
    optional={
        "description": st.text(max_size=12).map(lambda text: [{"language": "en", "value": f"x{text}x"}]),
        "countries": st.lists(
            st.sampled_from(["GH", "BF", "KE"]).map(lambda code: {"code": code, "share": 1}), min_size=1
        ),
        "status": _labelled(STATUS),
        "projectType": _labelled(TYPES),
        "fundingPeriod": st.integers(0, 12).map(lambda n: {"code": f"gef-{n}", "sourceValue": f"GEF - {n}"}),
        "focalAreas": st.lists(_labelled(FOCAL_AREAS), min_size=1, max_size=3),
        "trustFunds": st.lists(_labelled(TRUST_FUNDS), min_size=1, max_size=2),
        "organisations": st.lists(
            st.fixed_dictionaries(
                {"role": st.sampled_from(["managing", "implementing", "funding"]), "name": _WORDS},
                optional={"acronym": _WORDS},
            ),
            max_size=4,
        ),
        "finance": st.fixed_dictionaries(
            {},
            optional={
                name: st.integers(0, 10**12).map(lambda amount: {"amount": amount, "currency": "USD"})
                for name in ("grant", "cofinancing", "total")
            },
        ),
        "approvalFiscalYear": st.integers(1991, 2100),
        "updated": st.datetimes().map(
            lambda moment: f"{moment.year + 2000 if moment.year < 1971 else moment.year:04d}-06-01T08:00:00Z"
        ),
        "scope": st.just("global"),
    },
)


@given(record=_PROJECT)
def test_what_is_said_is_read_back(record: dict[str, Any]) -> None:
    reply = gef_json.say_page(Rows(records=(record,)), Question(asked="page", entity="projects"), PROJECTS, BASE, "")

    page = gef_json.read_page(exchange(reply.body), PROJECTS)

    assert page.departures == ()
    assert dict(page.records[0].content) == sayable(record)


def test_a_key_in_other_letters_is_read_and_noted() -> None:
    page = read(ProjectName=..., projectname="Mercury")

    assert page.records[0].content["title"] == [{"language": "en", "value": "Mercury"}]
    assert [(note.requirement, note.got) for note in page.departures] == [
        ("service/property-names", "the key 'projectname'")
    ]


def test_a_list_as_array_is_read_and_noted() -> None:
    page = read(implAgencies=["UNEP", " UNIDO ", ""])

    managing = [item["name"] for item in page.records[0].content["organisations"] if item["role"] == "managing"]
    assert managing == ["UNEP", "UNIDO"]
    assert [note.requirement for note in page.departures] == ["service/collections-in-dialect-form"]


def test_a_negative_amount_is_an_amount() -> None:
    assert content(CofinAmountLatest="-5000")["finance"]["cofinancing"] == {"amount": -5000}
