"""The reference endpoint answers as its dialects promise, malformed questions included."""

from typing import Any

import httpx
import pytest

from apitest.dialects import DIALECTS
from apitest.dialects.declared_types import declarations
from apitest.reference.lying import Act
from apitest.reference.pace import StandInClock
from apitest.reference.service import Service
from making import CONTRACT


@pytest.fixture(scope="module")
def client() -> httpx.Client:
    return httpx.Client(transport=httpx.WSGITransport(app=Service(CONTRACT)), base_url="http://reference.example")


SETS = {"Decisions": "decisions", "Meetings": "meetings", "CountryReports": "national-reports", "Projects": "projects"}


def listed(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/olingo2/informea.svc/{path}").json()["d"]["results"]
    return found


def test_the_front_page_lists_the_dialects(client: httpx.Client) -> None:
    listed = client.get("/").json()

    assert list(listed) == list(DIALECTS)
    assert listed["olingo2"] == "http://reference.example/olingo2/informea.svc"
    assert listed["mea-json"] == "http://reference.example/mea-json"


@pytest.mark.parametrize(
    "path", ["/nothing", "/olingo2/other.svc/", "/olingo2/informea.svc/Nothing", "/mea-json/nothing"]
)
def test_what_is_not_there_is_404(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_writing_is_refused(client: httpx.Client) -> None:
    answer = client.post("/mea-json/decisions")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_head_has_no_body(client: httpx.Client) -> None:
    answer = client.head("/mea-json/decisions")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("name", SETS)
def test_the_description_declares_what_is_served(client: httpx.Client, name: str) -> None:
    declared = declarations(client.get("/olingo2/informea.svc/$metadata").content)
    kind = declared.type_of(name) if declared else None
    properties = {item.name for item in kind.properties} if kind else set()
    served = {key for row in listed(client, f"{name}?$top=50") for key in row if key != "__metadata"}

    assert served <= properties
    assert "protocolVersion" not in properties


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("$top=3", 3),
        ("$top=0", 0),
        ("$skip=258", 2),
        ("$top=10&$skip=255", 5),
        ("$filter=treaty%20eq%20'minamata'%20and%20number%20eq%20'MC-5/19'", 1),
        ("$filter=substringof('MC-5/1',number)", None),
        ("$filter=startswith(number,'BC-17')%20or%20endswith(number,'/22')", None),
        ("$filter=updated%20gt%20datetime'2999-01-01T00:00:00'", 0),
        ("$filter=not%20(updated%20lt%20datetime'2999-01-01T00:00:00')", 0),
        ("$filter=link%20ne%20null%20and%20displayOrder%20ge%200", None),
        ("$filter=length(tolower(number))%20gt%2099", 0),
        ("$filter=displayOrder%20eq%20999999L", 0),
    ],
)
def test_options_are_honoured(client: httpx.Client, query: str, number: int | None) -> None:
    found = len(listed(client, f"Decisions?{query}"))

    assert found == number if number is not None else found > 0


@pytest.mark.parametrize(
    "query",
    [
        "$top=-1",
        "$top=many",
        "$skip=x",
        "$orderby=nothing",
        "$orderby=title",
        "$orderby=id%20sideways",
        "$expand=nothing",
        "$select=nothing",
        "$inlinecount=some",
        "$other=1",
        "$filter=treaty%20eq",
        "$filter=nothing%20eq%201",
        "$filter=)",
        "$filter=startswith(number)",
        "$filter=treaty%20eq%20duration'P1D'",
    ],
)
def test_malformed_options_are_refused_in_the_dialects_form(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/olingo2/informea.svc/Decisions?{query}")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]["value"]


@pytest.mark.parametrize(
    "query",
    ["limit=-1", "limit=0", "limit=x", "total=maybe", "cursor=%FF", "cursor=x", "updatedSince=yesterday", "other=1"],
)
def test_malformed_parameters_are_refused_as_problems(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/mea-json/decisions?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_cursor_leads_through_the_whole_set(client: httpx.Client) -> None:
    ids: list[str] = []
    link = "decisions?limit=90&total=true"
    while link:
        page = client.get(f"/mea-json/{link}").json()
        ids += [item["id"] for item in page["items"]]
        link = page.get("next", "")

    assert len(ids) == len(set(ids)) == page["total"] == 260


def test_links_of_the_service_lead_through_the_whole_set(client: httpx.Client) -> None:
    ids: list[str] = []
    link = "/olingo2/informea.svc/Decisions?$orderby=id&$select=id"
    while link:
        page = client.get(link).json()["d"]
        ids += [item["id"] for item in page["results"]]
        link = page.get("__next", "")

    assert len(ids) == 260
    assert ids == sorted(ids)


def test_expansion_is_by_request(client: httpx.Client) -> None:
    plain, expanded = listed(client, "Decisions?$top=1")[0], listed(client, "Decisions?$top=1&$expand=title")[0]

    assert (list(plain["title"]), list(expanded["title"])) == (["__deferred"], ["results"])


def test_counts_agree(client: httpx.Client) -> None:
    inline = client.get("/olingo2/informea.svc/Decisions?$top=1&$inlinecount=allpages").json()["d"]["__count"]

    assert inline == client.get("/olingo2/informea.svc/Decisions/$count").text == "260"
    assert client.get("/mea-json/decisions/count").json() == {"count": 260}


def test_large_answers_are_packed_when_asked(client: httpx.Client) -> None:
    packed = client.get("/mea-json/decisions", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/mea-json/decisions", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content


def test_a_page_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    path = "/mea-json/decisions"
    tag = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": tag})
    other = client.get(path, headers={"If-None-Match": 'W/"another"'})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert (other.status_code, other.headers["ETag"]) == (200, tag)


def test_the_service_waits_by_the_clock_that_it_is_given() -> None:
    clock = StandInClock()
    slow = Act("pages take a second more", seconds=lambda scene: 1.0 if scene.asked == "page" else 0.0)
    service = Service(CONTRACT, records=5, latency=0.5, acts=[((), slow)], pause=clock.wait)
    client = httpx.Client(transport=httpx.WSGITransport(app=service), base_url="http://reference.example")

    client.get("/mea-json/decisions")
    client.get("/mea-json/decisions/count")

    assert clock.now() == 2.0
