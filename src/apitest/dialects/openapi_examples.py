"""Records for the examples of OpenAPI documents, made from the contract's schemas; invented throughout."""

from collections.abc import Mapping

from apitest.model import Contract, EntitySet, Json

_TEXTS: Mapping[str, str] = {
    "id": "record-1",
    "language": "en",
    "mimeType": "application/pdf",
    "filename": "report-en.pdf",
    "content": "VGV4dA==",
    "number": "BC-17/22",
    "term": "mercury",
    "currency": "USD",
    "treaty": "basel",
    "cas": "7439-97-6",
    "city": "Geneva",
    "iatiIdentifier": "XM-EXAMPLE-1",
    "significance": "2",
    "code": "1",
}
"""Property → a text that a reader recognises; others say their own description."""
_FORMS: Mapping[str, str] = {
    "date-time": "2026-01-31T00:00:00Z",
    "date": "2026-01-31",
    "uri": "https://www.example.org/1",
    "email": "someone@example.org",
}


def example_record(contract: Contract, entity: EntitySet) -> dict[str, Json]:
    """A canonical record with every property of the contract."""
    return {name: _example(contract, name, schema) for name, schema in entity.schema["properties"].items()}


def _example(contract: Contract, name: str, schema: Mapping[str, Json]) -> Json:
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    kind = schema.get("type")
    if kind is None:
        return True
    if kind == "object":
        return {key: _example(contract, key, child) for key, child in schema["properties"].items()}
    if kind == "array":
        return [_example(contract, name, schema["items"])]
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return False if kind == "boolean" else _text(contract, name, schema)


def _text(contract: Contract, name: str, schema: Mapping[str, Json]) -> str:
    vocabulary = contract.vocabularies.get(schema.get("x-vocabulary", ""))
    known = [term.code for term in vocabulary.terms.values() if term.status == "active"] if vocabulary else []
    if known:
        return _TEXTS[name] if _TEXTS.get(name) in known else known[0]
    return _FORMS.get(schema.get("format", "")) or _TEXTS.get(name) or str(schema.get("description", "Text."))
