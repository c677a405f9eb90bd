"""Documents: a record at fault, one close to it, and values of any form."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks import documents
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

DOCUMENT: dict[str, Any] = {
    "id": "document-1",
    "treaty": "basel",
    "treaties": ["basel", "stockholm"],
    "title": [{"language": "en", "value": "Technical guideline"}],
    "types": [{"value": "guideline"}],
    "authors": [{"name": "Secretariat"}],
    "keywords": [{"literalForm": "waste"}],
    "tags": [{"value": "waste"}],
    "identifiers": [{"name": "UN number", "value": "UNEP/1"}],
    "referenceToEntities": [{"type": "meeting", "refId": "m-1"}],
    "files": [{"id": "f1", "url": "https://a.example/g.pdf", "mimeType": "application/pdf", "language": "en"}],
    "published": "2019-03-04T00:00:00Z",
    "updated": "2020-03-04T00:00:00Z",
}
CHECKS = documents.RECORDS
SETTING = Setting(contract=CONTRACT, target=target(treaties=("newest",)), entity=entity("documents"), now=NOW)


def found(name: str, content: Any, deferred: dict[str, str] | None = None) -> list[Departure]:
    return list(CHECKS[name](Record(id="1", content=content, index=0, deferred=deferred or {}), SETTING))


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("documents/id-given", {"id": " "}, "/id"),
    ("documents/treaty-named", {"treaty": "", "treaties": []}, "/treaty"),
    ("documents/title-in-english", {"title": [{"language": "fr", "value": "Directives"}]}, "/title"),
    ("documents/type-given", {"types": []}, "/types"),
    ("documents/author-given", {"authors": []}, "/authors"),
    ("documents/keyword-given", {"keywords": [], "tags": []}, "/keywords"),
    ("documents/file-given", {"files": []}, "/files"),
    ("documents/file-source-given", {"files": [{"id": "f"}]}, "/files/0"),
    (
        "documents/file-described",
        {"files": [{"id": "f", "url": "https://a.example/f.pdf", "language": " "}]},
        "/files/0",
    ),
    ("documents/type-value-given", {"types": [{"id": "7"}]}, "/types/0/value"),
    ("documents/author-named", {"authors": [{"name": " "}]}, "/authors/0/name"),
    ("documents/keyword-worded", {"keywords": [{"termURI": "https://a.example/7"}]}, "/keywords/0/literalForm"),
    ("documents/tag-worded", {"tags": [{"value": ""}]}, "/tags/0/value"),
    ("documents/names-fit-fields", {"authors": [{"name": "x" * 256}]}, "/authors/0/name"),
    ("documents/title-fits-field", {"title": [{"language": "ru", "value": "я" * 1025}]}, "/title/0/value"),
    ("documents/treaties-known", {"treaties": ["basel", "basle"]}, "/treaties/1"),
    ("documents/treaty-among-treaties", {"treaties": ["stockholm"]}, "/treaties"),
    ("documents/identifier-complete", {"identifiers": [{"name": None, "value": None}]}, "/identifiers/0"),
    ("documents/reference-complete", {"referenceToEntities": [{"type": "meeting"}]}, "/referenceToEntities/0"),
    (
        "documents/reference-complete",
        {"referenceToEntities": [{"type": "Documents", "refId": "1"}]},
        "/referenceToEntities/0/refId",
    ),
    ("documents/identifier-valid", {"identifiers": [{"name": "DOI", "value": "12345"}]}, "/identifiers/0/value"),
    (
        "documents/identifier-valid",
        {"identifiers": [{"name": "isbn", "value": "978-3-16-148410-1"}]},
        "/identifiers/0/value",
    ),
    (
        "documents/identifier-valid",
        {"identifiers": [{"name": "ISBN", "value": "0-306-40615-3"}]},
        "/identifiers/0/value",
    ),
    ("documents/identifier-valid", {"identifiers": [{"name": "ISSN", "value": "0378-5956"}]}, "/identifiers/0/value"),
    ("documents/published-given", {"published": None}, "/published"),
    ("documents/published-not-in-future", {"published": "2098-03-04T00:00:00Z"}, "/published"),
    ("documents/dates-real", {"published": "1970-01-01T00:00:00Z"}, "/published"),
    ("documents/updated-given", {"updated": ""}, "/updated"),
]
RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("documents/treaty-named", {"treaty": None}),
    ("documents/treaty-named", {"treaties": []}),
    ("documents/keyword-given", {"keywords": []}),
    ("documents/keyword-given", {"tags": []}),
    ("documents/file-source-given", {"files": [{"content": "JVBERi0="}]}),
    ("documents/names-fit-fields", {"authors": [{"name": "x" * 255}], "types": [{"value": "y" * 255}]}),
    ("documents/title-fits-field", {"title": [{"language": "ru", "value": "я" * 1024}]}),
    ("documents/treaties-known", {"treaties": ["Basel", "newest", ""]}),
    ("documents/treaty-among-treaties", {"treaty": "Basel"}),
    ("documents/treaty-among-treaties", {"treaties": []}),
    ("documents/published-not-in-future", {"published": None}),
    ("documents/reference-complete", {"referenceToEntities": [{"type": "meeting", "refId": "1"}]}),
    *(
        ("documents/identifier-valid", {"identifiers": [{"name": name, "value": value}]})
        for name, value in (
            ("DOI", "https://doi.org/10.5281/zenodo.1234"),
            ("doi", "10.1000/182"),
            ("ISBN", "ISBN-13: 978-3-16-148410-0"),
            ("ISBN", "0-306-40615-2"),
            ("ISBN", "0-8044-2957-X"),
            ("ISSN", "0378-5955"),
            ("ISBN", 7),
            ("DOI", " "),
            ("UN number", "UNEP/1"),
            (7, "x"),
        )
    ),
]


@pytest.mark.parametrize(("name", "changes", "pointer"), WRONG)
def test_a_departure_is_told_with_its_place(name: str, changes: dict[str, Any], pointer: str) -> None:
    (departure,) = found(name, DOCUMENT | changes)

    assert departure.pointer == pointer
    assert departure.expected
    assert departure.got


@pytest.mark.parametrize(("name", "changes"), [*((name, {}) for name in CHECKS), *RIGHT])
def test_a_record_that_conforms_is_left_alone(name: str, changes: dict[str, Any]) -> None:
    assert found(name, DOCUMENT | changes) == []


def test_every_check_has_an_example() -> None:
    assert {name for name, *_ in WRONG} == set(CHECKS)


def test_a_list_that_lies_behind_a_link_is_not_missing() -> None:
    bare = {name: value for name, value in DOCUMENT.items() if name not in ("types", "keywords", "tags")}
    links = {"/types": "https://a.example/types", "/tags": "https://a.example/tags"}

    assert found("documents/type-given", bare, links) == []
    assert found("documents/keyword-given", bare, links) == []


@pytest.mark.parametrize(
    ("covers", "told"),
    [
        (["https://a.example/7/cover.png", "https://a.example/8/cover.png"], 1),
        (["https://a.example/cover.png", "https://a.example/cover.png"], 0),
        (["https://a.example/7.png", None, 7, "https://a.example/8.png", ""], 0),
    ],
)
def test_covers_of_one_name_are_told(covers: list[Any], told: int) -> None:
    gathering = documents.GATHERINGS["documents/cover-names-distinct"]
    records = [Record(id=str(at), content={"thumbnailUrl": url}, index=at) for at, url in enumerate(covers)]

    notes = [note for record in records for note in gathering.note(record, SETTING)]

    assert told == len(list(gathering.judge(notes, SETTING)))


@given(
    st.sampled_from(sorted(CHECKS)),
    st.dictionaries(
        st.sampled_from(sorted(DOCUMENT)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), st.lists, max_leaves=4
        ),
        max_size=5,
    ),
)
@settings(deadline=None, max_examples=150)
def test_no_value_is_an_exception(name: str, content: dict[str, Any]) -> None:
    assert all(isinstance(item, Departure) for item in found(name, content))


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, DOCUMENT | changes)) for name, changes, *_ in WRONG)

    assert kept("documents", now) == now, RENEW
