"""The OpenAPI documents are valid, fresh, strict, and true of what the reference endpoint answers."""

import json
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema_rs
import pytest
from openapi_spec_validator import validate
from openapi_spec_validator.readers import read_from_filename

from apitest.commands.exporting import export_openapi, openapi_files
from apitest.dialects import DIALECTS, offered, openapi_documents, openapi_form, unbound
from apitest.model import Condition, Exchange, Query, Selection
from apitest.reference.service import Service
from apitest.shipped import shipped
from making import CONTRACT

DOCUMENTS = openapi_documents(CONTRACT)
SETS = {dialect: offered(CONTRACT, DIALECTS[dialect]).entities for dialect in DOCUMENTS}
PAIRS = [(dialect, name) for dialect, sets in SETS.items() for name in sets]


@pytest.fixture(scope="module")
def client() -> httpx.Client:
    return httpx.Client(transport=httpx.WSGITransport(app=Service(CONTRACT)), base_url="http://reference.example")


def base_of(dialect: str) -> str:
    return f"http://reference.example/{dialect}/{DIALECTS[dialect].ROOT}".rstrip("/")


@cache
def validator_of(dialect: str, pointer: str) -> jsonschema_rs.Draft202012Validator:
    document = DOCUMENTS[dialect]
    schema = {"$ref": f"#{quote(pointer)}", "components": document["components"], "paths": document["paths"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def escaped(text: str) -> str:
    return text.replace("~", "~0").replace("/", "~1")


def wrong(dialect: str, path: str, media_type: str, value: Any) -> list[str]:
    pointer = f"/paths/{escaped(path)}/get/responses/200/content/{escaped(media_type)}/schema"
    return [f"{error.instance_path}: {error.message}" for error in validator_of(dialect, pointer).iter_errors(value)]


def test_the_documents_that_ship_are_fresh() -> None:
    folder = shipped("contracts", "openapi")

    assert openapi_files() == {path.name: path.read_bytes() for path in folder.glob("*.json")}, (
        "run python -m apitest.commands.exporting"
    )


def test_the_documents_are_written_where_asked(tmp_path: Any) -> None:
    written = export_openapi(tmp_path / "openapi")

    assert {path.stem for path in written} == set(DOCUMENTS)
    assert [json.loads(path.read_text("utf-8")) for path in written] == [*DOCUMENTS.values()]


@pytest.mark.parametrize("dialect", DOCUMENTS)
def test_a_document_is_valid_openapi(dialect: str) -> None:
    document, _ = read_from_filename(str(shipped("contracts", "openapi", f"{dialect}.json")))

    validate(document)


@pytest.mark.parametrize("dialect", DOCUMENTS)
def test_every_operation_is_named_once_and_told(dialect: str) -> None:
    operations = [item["get"] for item in DOCUMENTS[dialect]["paths"].values()]
    names = [operation["operationId"] for operation in operations]
    tags = {tag["name"] for tag in DOCUMENTS[dialect]["tags"]}

    form = openapi_form(dialect)
    assert form is not None
    sets = SETS[dialect].values()
    each = 1 + (form.item_path is not None) + (form.count_path is not None)
    lists = sum(len(entity.expandable) for entity in sets) if form.lists else 0
    services = len(form.services(offered(CONTRACT, DIALECTS[dialect])))
    assert len(names) == len(set(names)) == 2 * services + each * len(sets) + lists
    assert all(operation["summary"] and operation["description"] for operation in operations)
    assert all(set(operation["tags"]) <= tags for operation in operations)
    assert all({"200", "400", "404", "4XX"} == set(operation["responses"]) for operation in operations)


@pytest.mark.parametrize("dialect", DOCUMENTS)
def test_examples_fit_their_schemas(dialect: str) -> None:
    found = []
    for path, item in DOCUMENTS[dialect]["paths"].items():
        for media_type, content in item["get"]["responses"]["200"]["content"].items():
            if "example" in content:
                found += wrong(dialect, path, media_type, content["example"])
    for name, response in DOCUMENTS[dialect]["components"]["responses"].items():
        for content in response["content"].values():
            errors = validator_of(dialect, "/components/schemas/Error").iter_errors(content["example"])
            found += [f"{name}: {error.message}" for error in errors]

    assert found == []


@pytest.mark.parametrize("dialect", DOCUMENTS)
def test_every_component_is_used(dialect: str) -> None:
    text = json.dumps(DOCUMENTS[dialect])

    unused = [
        name
        for kind, members in DOCUMENTS[dialect]["components"].items()
        for name in members
        if f'"#/components/{kind}/{name}"' not in text
    ]

    assert unused == []


@pytest.mark.parametrize(("dialect", "name"), PAIRS)
def test_answers_of_the_reference_endpoint_fit(client: httpx.Client, dialect: str, name: str) -> None:
    spoken, entity, form = DIALECTS[dialect], SETS[dialect][name], openapi_form(dialect)
    assert form is not None
    base = base_of(dialect)
    filtered = Condition(property="updated", operator="ge", value="2025-01-01T00:00:00Z")
    selections = [Selection(), Selection(top=100, count=True), Selection(expand=()), Selection(conditions=(filtered,))]
    if "select" in spoken.FEATURES:
        selections.append(Selection(select=(entity.key, "updated"), expand=()))
    found = []

    for selection in selections:
        answer = client.get(spoken.listing(base, entity, selection).url)
        found += wrong(dialect, form.set_path(entity), form.media_type, answer.json())
        key = spoken.read_page(_exchange(answer, spoken.listing(base, entity, selection)), entity).records[0].id
    if form.item_path is not None:
        single = client.get(spoken.item(base, entity, str(key)).url)
        found += wrong(dialect, form.item_path(entity), form.media_type, single.json())
    if "count" in spoken.FEATURES:
        number = client.get(spoken.count(base, entity).url)
        value = number.json() if "json" in number.headers["content-type"] else number.text
        path = form.count_path or form.set_path
        found += wrong(dialect, path(entity), form.count_media_type or form.media_type, value)

    assert found == []


LINKING = [(dialect, name) for dialect, name in PAIRS if openapi_form(dialect).lists]  # type: ignore[union-attr]


@pytest.mark.parametrize(("dialect", "name"), LINKING)
def test_lists_behind_links_fit(client: httpx.Client, dialect: str, name: str) -> None:
    spoken, entity, form = DIALECTS[dialect], SETS[dialect][name], openapi_form(dialect)
    assert form is not None
    assert form.lists is not None
    query = spoken.listing(base_of(dialect), entity, Selection(top=3, expand=()))
    records = spoken.read_page(_exchange(client.get(query.url), query), entity).records
    found, followed = [], 0

    for record in records:
        for pointer, address in record.deferred.items():
            answer = client.get(address)
            path = form.lists.path(entity, form.lists.names.get(pointer[1:], pointer[1:]))
            found += wrong(dialect, path, form.media_type, answer.json())
            followed += 1

    assert (found, followed) == ([], 3 * len(entity.expandable))


@pytest.mark.parametrize("dialect", DOCUMENTS)
def test_service_document_and_errors_of_the_reference_endpoint_fit(client: httpx.Client, dialect: str) -> None:
    form, base = openapi_form(dialect), base_of(dialect)
    assert form is not None
    entity = next(iter(SETS[dialect].values()))
    refused = [Query(url=f"{base}/none"), *DIALECTS[dialect].malformed(base, entity).values()]
    if form.item_path is not None:
        refused.append(DIALECTS[dialect].item(base, entity, "none"))
    found = []

    for root, alone in form.services(offered(CONTRACT, DIALECTS[dialect])).items():
        about = SETS[dialect][alone] if alone else entity
        said = client.get(DIALECTS[dialect].service(base, about).url).json()
        found += wrong(dialect, f"{root}/", form.media_type, said)
    errors = [client.get(query.url) for query in refused]

    assert found == []
    assert [answer for answer in errors if not 400 <= answer.status_code < 500] == []
    assert {answer.headers["content-type"].partition(";")[0] for answer in errors} == {form.error_media_type}
    assert [
        error.message
        for answer in errors
        for error in validator_of(dialect, "/components/schemas/Error").iter_errors(
            answer.json() if "json" in form.error_media_type else answer.text
        )
    ] == []


def decision(dialect: str) -> dict[str, Any]:
    form = openapi_form(dialect)
    assert form is not None
    item = DOCUMENTS[dialect]["paths"][form.set_path(CONTRACT.entities["decisions"])]
    value: dict[str, Any] = item["get"]["responses"]["200"]["content"][form.media_type]["example"]
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]


def rows(page: dict[str, Any]) -> list[dict[str, Any]]:
    inner = page.get("d", page)
    found: list[dict[str, Any]] = inner if isinstance(inner, list) else inner.get("results") or inner["items"]
    return found


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", 7),
        ("status", "in force"),
        ("status", None),
        ("published", "9 May 2025"),
        ("title", "Decision"),
        ("displayOrder", "first"),
        ("link", "not an address at all"),
        ("colour", "green"),
    ],
)
def test_what_the_contract_forbids_does_not_fit(dialect: str, name: str, value: Any) -> None:
    page = decision(dialect)
    rows(page)[0][name] = value

    assert not validator_of(dialect, "/components/schemas/DecisionPage").is_valid(page)


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
def test_what_the_contract_allows_fits(dialect: str) -> None:
    page = decision(dialect)
    rows(page)[0]["meetingUrl"] = None
    del rows(page)[0]["displayOrder"]

    assert validator_of(dialect, "/components/schemas/DecisionPage").is_valid(page)


def test_a_whole_record_and_a_part_of_one_are_told_apart() -> None:
    page = decision("olingo2")
    del rows(page)[0]["status"]

    assert validator_of("olingo2", "/components/schemas/DecisionPart").is_valid(rows(page)[0])
    assert not validator_of("olingo2", "/components/schemas/Decision").is_valid(rows(page)[0])


def _exchange(answer: httpx.Response, query: Query) -> Exchange:
    headers = tuple(answer.headers.items())
    return Exchange(query=query, status=answer.status_code, headers=headers, body=answer.content)


@pytest.mark.parametrize("dialect", ["olingo2", "wcf-v1", "jaydata", "mea-json", "odata-v4"])
@pytest.mark.parametrize(
    ("size", "fits"),
    [(0, True), (-1, False), ("0", True), ("-1", False)],
    ids=["number", "negative-number", "text", "negative-text"],
)
def test_a_size_is_bounded_in_each_form(dialect: str, size: Any, fits: bool) -> None:
    schema = DOCUMENTS[dialect]["components"]["schemas"]["File"]["properties"]["size"]
    numbers_only = dialect in ("mea-json", "odata-v4")

    valid = jsonschema_rs.Draft202012Validator(schema).is_valid(size)

    assert valid == (fits and not (numbers_only and isinstance(size, str)))


def test_a_form_whose_json_nobody_has_seen_is_not_described() -> None:
    told = unbound(CONTRACT.requirements["service/answers-fit-schema"], DIALECTS["odata4j"])

    assert "odata4j" not in openapi_documents(CONTRACT)
    assert told == "No answer of toolkit 1.x in JSON is on record, so that no OpenAPI document describes one."
