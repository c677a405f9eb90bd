"""The OpenAPI 3.1 document of a JSON dialect, generated from the contract; checked in, and proved fresh by a test."""

from apitest.dialects.openapi_forms import FORMS
from apitest.model import Contract, Json


def document(contract: Contract, dialect: str) -> dict[str, Json]:
    """The OpenAPI document of a dialect; the same input gives the same document."""
    form = FORMS[dialect]
    paths: dict[str, Json] = {}
    schemas: dict[str, Json] = {}
    for entity in contract.entities.values():
        paths |= form.paths(entity)
        schemas |= form.schemas(entity)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Multilateral environmental agreements: {form.title}",
            "version": "+".join(f"{name}-{version}" for name, version in sorted(contract.versions.items())),
            "summary": f"What a service that speaks {dialect} answers.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "The service root; replace it by the target's."}],
        "security": [],
        "tags": [{"name": entity.name, "description": f"The {entity.title}."} for entity in contract.entities.values()],
        "paths": {**form.service_paths, **paths},
        "components": {"schemas": {**form.error_schemas, **schemas}},
    }
