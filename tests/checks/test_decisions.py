"""Checks of decisions: a record at fault, a record close to it, and values of any form."""

from typing import Any

import pytest

from apitest.checks.decisions import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

SETTING = Setting(contract=CONTRACT, target=target(), entity=entity("decisions"), now=NOW)


def found(requirement: str, content: Any, **record: Any) -> list[Departure]:
    return list(RECORDS[requirement](Record(id="1", content=content, index=0, **record), SETTING))


def gathered(requirement: str, *contents: Any) -> list[Departure]:
    gathering = GATHERINGS[requirement]
    records = [Record(id=str(index), content=content, index=index) for index, content in enumerate(contents)]
    notes = [note for record in records for note in gathering.note(record, SETTING)]
    return list(gathering.judge(notes, SETTING))


def titled(*languages: Any) -> dict[str, Any]:
    return {"title": [{"language": language, "value": "x"} for language in languages]}


def texts(*languages: Any) -> list[Any]:
    return [{"language": language, "value": "x"} for language in languages]


def filed(**file: Any) -> dict[str, Any]:
    return {"id": "d", "link": "https://mea.example/d", "files": [file]}


PUBLISHED, UPDATED = "2025-05-09T00:00:00Z", "2025-06-01T08:30:00Z"

WRONG = [
    ("protocol-version-given", {}, "/protocolVersion", "nothing"),
    ("id-given", {}, "/id", "nothing"),
    ("id-given", {"id": " "}, "/id", "' '"),
    ("id-without-blanks", {"id": "a b"}, "/id", "'a b'"),
    ("id-without-blanks", {"id": "a\u00a0"}, "/id", "'a\\xa0'"),
    ("title-in-english", {}, "/title", "no title"),
    ("title-in-english", {"title": []}, "/title", "no title"),
    ("title-in-english", titled("fr", "es"), "/title", "a title in 'fr' and 'es' only"),
    ("english-title-first", titled("fr", "en"), "/title", "'fr' first, 'en' in place 2"),
    (
        "title-language-plausible",
        {"title": [{"language": "fr", "value": "Workshop on waste"}]},
        "/title/0/value",
        "'Workshop on waste', with 'on' of the language 'en'",
    ),
    ("type-given", {"type": ""}, "/type", "''"),
    ("status-given", {}, "/status", "nothing"),
    ("number-given", {"treaty": "basel"}, "/number", "nothing"),
    ("number-given", {"treaty": "espoo", "number": "N/A"}, "/number", "'N/A'"),
    ("number-given", {"number": "-"}, "/number", "'-'"),
    ("treaty-given", {}, "/treaty", "nothing"),
    ("published-given", {}, "/published", "nothing"),
    ("updated-given", {}, "/updated", "nothing"),
    ("meeting-named", {}, "/meetingId", "nothing, and nothing as title"),
    ("meeting-named", {"meetingId": "", "meetingTitle": " "}, "/meetingId", "'', and ' ' as title"),
    ("text-offered", {"link": "", "files": []}, "/files", "none of them"),
    ("keyword-given", {}, "/keywords", "no list"),
    ("keyword-given", {"keywords": []}, "/keywords", "an empty list"),
    ("keywords-complete", {"keywords": [{"term": "mercury"}]}, "/keywords/0/namespace", "nothing"),
    ("keywords-complete", {"keywords": [{"namespace": "http://x", "term": ""}]}, "/keywords/0/term", "''"),
    ("keywords-single", {"keywords": [{}, {"term": "a|b"}]}, "/keywords/1/term", "'a|b'"),
    ("summary-matches-content", {"content": texts("en", "fr"), "summary": texts("fr", "en")}, "/summary", "fr, en"),
    ("texts-fit-fields", {"number": "1" * 256}, "/number", f"256 characters: {'1' * 40!r}…"),
    ("texts-fit-fields", {"title": [{}, {"value": "w" * 2049}]}, "/title/1/value", f"2049 characters: {'w' * 40!r}…"),
    ("dates-real", {"published": "1970-01-01T12:00:00Z"}, "/published", "1970-01-01"),
    ("dates-real", {"published": "0001-01-01T00:00:00Z"}, "/published", "0001-01-01"),
    ("dates-real", {"updated": "9999-12-31T00:00:00Z"}, "/updated", "9999-12-31"),
    ("published-not-in-future", {"published": "2026-01-03T00:00:00Z"}, "/published", "2026-01-03"),
    ("updated-not-in-future", {"updated": "2026-01-02T00:00:01Z"}, "/updated", "2026-01-02"),
    ("published-not-after-updated", {"published": UPDATED, "updated": PUBLISHED}, "/published", "2025-06-01"),
    ("published-is-a-day", {"published": "2015-02-10T15:44:25Z"}, "/published", "2015-02-10T15:44:25Z, to the second"),
    ("published-is-a-day", {"published": "2015-02-10T00:00:00.120Z"}, "/published",
     "2015-02-10T00:00:00.120Z, to the second"),
    ("file-obtainable", filed(id="d"), "/files/0/url", "neither"),
    ("file-address-given", filed(content="JVBERg=="), "/files/0/url", "its content alone"),
    ("file-id-given", filed(), "/files/0/id", "nothing"),
    ("file-media-type-given", filed(mimeType=" "), "/files/0/mimeType", "' '"),
    ("file-language-given", filed(), "/files/0/language", "nothing"),
    ("file-language-known", filed(language="und"), "/files/0/language", "'und'"),
    ("file-language-known", filed(language="EN"), "/files/0/language", "'EN'"),
    ("file-content-base64", filed(content="The Conference,"), "/files/0/content", "'The Conference,'"),
    ("file-content-base64", filed(content="JVBERg"), "/files/0/content", "'JVBERg'"),
    ("file-id-own", filed(id="d"), "/files/0/id", "'d'"),
    ("file-not-page", filed(url="https://mea.example/d"), "/files/0/url",
     "the page of the decision: 'https://mea.example/d'"),
    ("file-addresses-once", {"files": [{"url": "u"}, {"url": "u"}]}, "/files/1/url", "'u' again, as in file 1"),
    ("file-not-jpeg", filed(mimeType="Image/JPEG"), "/files/0/mimeType", "'Image/JPEG'"),
    ("file-language-fits-name", filed(language="en", filename="a-fr.pdf"), "/files/0/language", "'en'"),
    ("file-language-fits-name", filed(language="en", url="https://x/senegal_fr_mop4_0.pdf"), "/files/0/language",
     "'en'"),
    ("file-language-fits-name", filed(language="fr", filename="English.pdf"), "/files/0/language", "'fr'"),
    ("file-language-fits-name", filed(language="es", filename="a-es.pdf", url="https://x/a-en.pdf"),
     "/files/0/language", "'es'"),
    ("file-media-type-fits-name", filed(mimeType="application/pdf", filename="a.DOCX"), "/files/0/mimeType",
     "'application/pdf'"),
    ("file-media-type-fits-name", filed(mimeType="text/html", url="https://x/a%20b.pdf?v=1"), "/files/0/mimeType",
     "'text/html'"),
]  # fmt: skip

RIGHT = [
    ("protocol-version-given", {"protocolVersion": 1}),
    ("id-given", {"id": "0"}),
    ("id-without-blanks", {"id": "a.b-c/d"}),
    ("id-without-blanks", {"id": " "}),
    ("title-in-english", titled("fr", "en")),
    ("title-in-english", titled("fr", "EN")),
    ("title-in-english", titled("und")),
    ("title-in-english", titled("")),
    ("english-title-first", titled("en", "fr")),
    ("english-title-first", titled("fr", "es")),
    ("english-title-first", titled("English", "en")),
    ("title-language-plausible", {"title": [{"language": "fr", "value": "Atelier sur les déchets"}, {"value": "of"}]}),
    ("type-given", {"type": "decision"}),
    ("status-given", {"status": "draft"}),
    ("number-given", {"number": "BC-17/22"}),
    ("number-given", {"treaty": "Basel", "number": "n/a"}),
    ("treaty-given", {"treaty": "basel"}),
    ("published-given", {"published": PUBLISHED}),
    ("updated-given", {"updated": UPDATED}),
    ("meeting-named", {"meetingId": "1"}),
    ("meeting-named", {"meetingTitle": "COP"}),
    ("text-offered", {"link": "https://mea.example/d"}),
    ("text-offered", {"files": [{}]}),
    ("keyword-given", {"keywords": [{"term": "mercury"}]}),
    ("keywords-complete", {"keywords": [{"term": "mercury", "namespace": "http://x"}]}),
    ("keywords-single", {"keywords": [{"term": "trade, illegal"}]}),
    ("summary-matches-content", {"content": texts("en", "fr"), "summary": texts("en", "fr")}),
    ("summary-matches-content", {"summary": texts("en")}),
    ("summary-matches-content", {"content": texts("en", None), "summary": texts("en")}),
    ("texts-fit-fields", {"id": "i" * 255, "title": [{"value": "w" * 2048}]}),
    ("dates-real", {"published": "1972-06-05T00:00:00Z", "updated": "yesterday"}),
    ("dates-real", {"published": "1946-01-01T00:00:00Z", "updated": "2099-12-31T23:59:59Z"}),
    ("published-not-in-future", {"published": "2026-01-02T00:00:00Z"}),
    ("published-not-in-future", {"published": "9999-12-31T00:00:00Z"}),
    ("updated-not-in-future", {"updated": "2026-01-01T12:00:00Z"}),
    ("published-not-after-updated", {"published": PUBLISHED, "updated": UPDATED}),
    ("published-not-after-updated", {"published": "2025-05-09T18:00:00Z", "updated": PUBLISHED}),
    ("published-not-after-updated", {"published": "2052-05-09T00:00:00Z", "updated": PUBLISHED}),
    ("published-not-after-updated", {"published": "2025-05-10T00:00:00Z", "updated": PUBLISHED}),
    ("published-is-a-day", {"published": "2025-05-08T22:00:00Z"}),
    ("file-obtainable", filed(content="JVBERg==")),
    ("file-obtainable", filed(url="https://x")),
    ("file-address-given", filed(url="https://x", content="JVBERg==")),
    ("file-address-given", filed()),
    ("file-id-given", filed(id="1")),
    ("file-media-type-given", filed(mimeType="pdf")),
    ("file-language-given", filed(language="und")),
    ("file-language-known", filed(language="se")),
    ("file-language-known", filed(language="")),
    ("file-content-base64", filed(content="JVBE\nRg==")),
    ("file-content-base64", filed(content="")),
    ("file-id-own", filed(id="d-1")),
    ("file-not-page", filed(url="https://mea.example/d.pdf")),
    ("file-addresses-once", {"files": [{"url": "u"}, {"url": "v"}]}),
    ("file-not-jpeg", filed(mimeType="image/png")),
    ("file-language-fits-name", filed(language="fr", filename="a-fr.pdf")),
    ("file-language-fits-name", filed(language="en", filename="es-a.pdf")),
    ("file-language-fits-name", filed(language="en", filename="es.pdf")),
    ("file-language-fits-name", filed(language="eng", filename="a-en.pdf")),
    ("file-language-fits-name", filed(language="en", filename="a-es-b.pdf")),
    ("file-language-fits-name", filed(language="pt", filename="a-fr.pdf")),
    ("file-language-fits-name", filed(language="en", filename="a-fr-zh.pdf")),
    ("file-language-fits-name", filed(language="en", url="https://[x/a-fr.pdf")),
    ("file-media-type-fits-name", filed(mimeType="application/pdf", filename="a.PDF")),
    ("file-media-type-fits-name", filed(mimeType="application/octet-stream", filename="a.pdf")),
    ("file-media-type-fits-name", filed(mimeType="application/pdf", url="https://x/get.php?id=7")),
]

HOSTILE: list[dict[str, Any]] = [
    dict.fromkeys(entity("decisions").shape.fields, value)
    for value in (7, True, {"a": "b"}, [7, "a", None, ["en"]], "x\u0000")
] + [
    {"id": "d", "type": "d", "status": "s", "number": "n", "treaty": "t", "published": "yesterday", "updated": "today",
     "protocolVersion": "1", "meetingId": 7, "link": 7, "keywords": [{"term": 7, "namespace": 7}],
     "title": [{"language": 7, "value": ["a"]}, 7], "summary": [{"language": 7}], "content": [{"language": {}}],
     "files": [{"id": 7, "url": 7, "content": 7, "mimeType": 7, "language": 7, "filename": 7}, 7]},
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(name: str, content: Any, pointer: str, got: str) -> None:
    departures = found(f"decisions/{name}", content)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("name", "content"), RIGHT)
def test_conforming_record_is_left_alone(name: str, content: Any) -> None:
    assert found(f"decisions/{name}", content) == []


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


@pytest.mark.parametrize("name", ["title", "keywords", "files"])
def test_list_behind_a_link_is_not_missing(name: str) -> None:
    deferred = {f"/{name}": "https://mea.example"}
    requirements = ("decisions/title-in-english", "decisions/keyword-given", "decisions/text-offered")
    missed = {"title": 0, "keywords": 1, "files": 2}

    silent = [requirement for requirement in requirements if not found(requirement, {}, deferred=deferred)]

    assert silent == [requirements[missed[name]]]


def numbered(number: Any, treaty: Any = "basel", kind: Any = "decision") -> dict[str, Any]:
    return {"treaty": treaty, "type": kind, "number": number}


def with_file(**file: Any) -> dict[str, Any]:
    return {"id": "d", "files": [file]}


TOGETHER: list[Any] = [
    ("numbers-distinct", (numbered("BC-1/1"), numbered("bc-1/1 ")),
     [("1", "/number", "'bc-1/1' again, as in '0', under 'basel'")]),
    ("numbers-distinct", (numbered("I/1"), numbered("I/1", "cbd"), numbered("I/1", "basel", "resolution")), []),
    ("numbers-distinct", (numbered("n/a"), numbered("n/a"), numbered(7), numbered("", None), {}), []),
    ("links-distinct", ({"link": "a"}, {"link": "b"}, {"link": "a"}),
     [("2", "/link", "'a', as in 1 other records, first in '0'")]),
    ("links-distinct", ({"link": ""}, {"link": ""}, {"link": 7}, {"link": 7}), []),
    ("updated-differs", 5 * ({"updated": UPDATED},), [("0", "/updated", f"{UPDATED} in all 5 records")]),
    ("updated-differs", 4 * ({"updated": UPDATED},), []),
    ("updated-differs", (*5 * ({"updated": UPDATED},), {"updated": PUBLISHED}), []),
    ("updated-differs", 5 * ({"updated": 7},), []),
    ("file-ids-distinct", (with_file(id="en-1", url="a"), with_file(id="en-1", url="b")),
     [("1", "/files/0/id", "'en-1' for 'b', and in '0' for 'a'")]),
    ("file-ids-distinct", (with_file(id="en-1", url="a"), with_file(id="en-1", url="a")), []),
    ("file-ids-distinct", (with_file(id="d", url="a"), with_file(id="d", url="b"), with_file(id=7), {}), []),
    ("file-names-distinct", (with_file(filename="a.pdf", url="x/1"), with_file(filename="a.pdf", url="x/2")),
     [("1", "/files/0/filename", "'a.pdf' for 'x/2', and in '0' for 'x/1'")]),
    ("file-names-distinct", (with_file(url="x/get.php?id=1"), with_file(url="x/get.php?id=2")),
     [("1", "/files/0/filename", "'get.php' for 'x/get.php?id=2', and in '0' for 'x/get.php?id=1'")]),
    ("file-names-distinct", (with_file(url="x/a.pdf"), with_file(url="x/b.pdf"), with_file(url="https://x/"),
                             with_file(url="https://y/"), with_file(url=7), with_file(filename="a.pdf")), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "contents", "expected"), TOGETHER)
def test_records_are_compared(name: str, contents: tuple[Any, ...], expected: list[Any]) -> None:
    departures = gathered(f"decisions/{name}", *contents)

    assert expected == [(item.record, item.pointer, item.got) for item in departures]


@pytest.mark.parametrize("requirement", sorted(GATHERINGS))
def test_values_of_any_type_are_not_compared(requirement: str) -> None:
    twice = [content for content in HOSTILE[:4] for _ in range(6)]

    assert gathered(requirement, *twice) == []


def test_record_that_comes_twice_is_not_at_odds_with_itself() -> None:
    gathering = GATHERINGS["decisions/numbers-distinct"]
    record = Record(id="1", content=numbered("BC-1/1"), index=0)
    notes = [*gathering.note(record, SETTING), *gathering.note(record, SETTING)]

    assert list(gathering.judge(notes, SETTING)) == []


def test_every_check_has_both_examples() -> None:
    names = {requirement.partition("/")[2] for requirement in RECORDS}

    assert names == {row[0] for row in WRONG} == {row[0] for row in RIGHT}


@pytest.mark.parametrize("entity_set", ["decisions", "meetings"])
def test_what_a_dialect_cannot_say_does_not_bind_there(entity_set: str) -> None:
    bound = CONTRACT.requirements[f"{entity_set}/protocol-version-given"].dialects
    mute = {name for name, dialect in DIALECTS.items() if "protocolVersion" in dialect.UNSAYABLE}

    assert mute.isdisjoint(bound)
    assert mute


def test_findings_are_worded_as_they_were() -> None:
    alone = ((name, found(f"decisions/{name}", content)) for name, content, *_ in WRONG)
    together = ((name, gathered(f"decisions/{name}", *contents)) for name, contents, expected in TOGETHER if expected)

    now = worded((*alone, *together))

    assert kept("decisions", now) == now, RENEW
