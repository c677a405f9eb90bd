"""How each JSON dialect is described in OpenAPI: its paths and its schemas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apitest.model import EntitySet, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenApiForm:
    """What is peculiar to a dialect in its OpenAPI document."""

    title: str
    service_paths: Mapping[str, Json]
    error_schemas: Mapping[str, Json]
    paths: Callable[[EntitySet], Mapping[str, Json]]
    schemas: Callable[[EntitySet], Mapping[str, Json]]


def _native_paths(entity: EntitySet) -> Mapping[str, Json]:
    page = {"type": "object", "properties": {"items": {"type": "array", "items": dict(entity.schema)}}}
    answer = {"description": "A page.", "content": {"application/json": {"schema": page}}}
    return {f"/{entity.name}": {"get": {"operationId": f"list-{entity.name}", "responses": {"200": answer}}}}


FORMS: Mapping[str, OpenApiForm] = {
    "mea-json": OpenApiForm(
        title="native JSON binding",
        service_paths={},
        error_schemas={},
        paths=_native_paths,
        schemas=lambda _entity: {},
    ),
}
