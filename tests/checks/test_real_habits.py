"""What real services were seen to do is found, each habit by the requirements that it breaks and by no others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from apitest.checks import GATHERINGS, RECORDS
from apitest.checks.setting import Setting
from apitest.dialects.dates import canonical
from apitest.model import Record
from making import CONTRACT, NOW, entity, target

MEETING: dict[str, Any] = {
    "protocolVersion": 1,
    "treaty": "basel",
    "title": [{"language": "en", "value": "Sixteenth meeting of the Conference of the Parties"}],
    "start": "2023-05-01T00:00:00Z",
    "end": "2023-05-12T00:00:00Z",
    "type": "cop",
    "kind": "official",
    "access": "public",
    "status": "over",
    "city": "Geneva",
    "country": "CH",
    "location": "International Conference Centre",
    "latitude": 46.2,
    "longitude": 6.1,
}
DECISION: dict[str, Any] = {
    "protocolVersion": 1,
    "title": [{"language": "en", "value": "Technical guidelines"}],
    "type": "decision",
    "status": "active",
    "treaty": "basel",
    "published": "2023-05-12T00:00:00Z",
    "meetingId": "m",
    "keywords": [{"term": "waste", "namespace": "http://www.informea.org/terms"}],
}


def records(entity_set: str, changes: dict[str, Any]) -> Iterator[Record]:
    """Six records without fault but for these changes, which may depend on the position."""
    for index in range(6):
        if entity_set == "meetings":
            numbered = {"url": f"https://example.org/m/{index}", "start": f"2023-05-0{index + 1}T00:00:00Z"}
            plain = MEETING | numbered
        else:
            name = f"{index}-en.pdf"
            file = {"id": f"f-{index}", "url": f"https://example.org/{name}", "mimeType": "application/pdf"}
            numbered = {"number": f"BC-16/{index + 1}", "link": f"https://example.org/d/{index}"}
            plain = DECISION | numbered | {"files": [file | {"language": "en", "filename": name}]}
        plain |= {"id": f"{entity_set}-{index}", "updated": canonical(NOW - timedelta(days=index + 1))}
        changed = {key: value(index) if callable(value) else value for key, value in changes.items()}
        content = {key: value for key, value in (plain | changed).items() if value is not None}
        yield Record(id=content.get("id"), content=content, index=index)


def broken(entity_set: str, changes: dict[str, Any]) -> set[str]:
    """Requirements that the records break."""
    where = Setting(
        contract=CONTRACT,
        target=target(url="https://example.org"),
        entity=entity(entity_set),
        now=NOW,
        facts_of=lambda other, name: {"m": MEETING[name]} if other == "meetings" else None,
    )
    binding = {name for name, item in CONTRACT.requirements.items() if entity_set in item.entities}
    served = list(records(entity_set, changes))
    found = {name for name in RECORDS.keys() & binding for record in served for _ in RECORDS[name](record, where)}
    for name in GATHERINGS.keys() & binding:
        notes = [note for record in served for note in GATHERINGS[name].note(record, where)]
        found |= {name for _ in GATHERINGS[name].judge(notes, where)}
    return found


def file(**changes: Any) -> Any:
    """One file for each record."""

    def files(index: int) -> list[dict[str, Any]]:
        name = f"{index}-en.pdf"
        usual = {"id": f"f-{index}", "url": f"https://example.org/{name}", "mimeType": "application/pdf"}
        made = usual | {"language": "en"} | {k: v(index) if callable(v) else v for k, v in changes.items()}
        return [{key: value for key, value in made.items() if value is not None}]

    return files


def text(*languages: str) -> list[dict[str, str]]:
    return [{"language": language, "value": "Notes."} for language in languages]


HABITS = [
    ("files have the id of their decision", "decisions", {"files": file(id=lambda i: f"decisions-{i}")},
     {"decisions/file-id-own"}),
    ("summaries come in other languages than contents", "decisions",
     {"content": text("en", "es", "ar"), "summary": text("en", "ar")}, {"decisions/summary-matches-content"}),
    ("files without address, media type and language", "decisions",
     {"files": file(url=None, mimeType=None, language=None)},
     {"decisions/file-obtainable", "decisions/file-media-type-given", "decisions/file-language-given"}),
    ("numbers of a protocol under its convention", "decisions",
     {"treaty": "cbd", "number": lambda i: f"NP-1/{i + 1}", "meetingId": None, "meetingTitle": MEETING["title"][0]["value"]},
     {"vocabulary/decision-number"}),
    ("the status has a capital", "decisions", {"status": "Adopted"}, {"vocabulary/code-case"}),
    ("the type is a category of documents", "decisions", {"type": "official_document"}, {"vocabulary/decision-type"}),
    ("the language of files is 'und'", "decisions", {"files": file(language="und")}, {"decisions/file-language-known"}),
    ("file ids are made of language and page", "decisions", {"files": file(id="en-1778")},
     {"decisions/file-ids-distinct"}),
    ("published is when the web page was made", "decisions", {"published": "2024-02-10T15:44:25Z"},
     {"decisions/published-is-a-day", "references/published-soon-after-meeting"}),
    ("no keywords", "decisions", {"keywords": []}, {"decisions/keyword-given"}),
    ("keywords without their vocabulary", "decisions", {"keywords": [{"term": "waste"}]},
     {"decisions/keywords-complete"}),
    ("titles have languages without words", "decisions",
     {"title": [*DECISION["title"], {"language": "ru"}, {"language": "zh"}]}, {"text/entries-complete"}),
    ("relative addresses of files", "decisions", {"files": file(url=lambda i: f"/doc/{i}-en.pdf")},
     {"references/links-absolute"}),
    ("links to the developer's machine", "decisions", {"link": lambda i: f"http://localhost:8180/{i}"},
     {"references/links-public"}),
    ("the media type is an extension", "decisions", {"files": file(mimeType="pdf")}, {"vocabulary/media-type"}),
    ("a file of another language than its name tells", "decisions",
     {"files": file(language="fr", filename=lambda i: f"English-{i}.pdf", url=lambda i: f"https://example.org/f/{i}")},
     {"decisions/file-language-fits-name"}),
    ("the treaty is a provider", "decisions", {"treaty": "ozone", "number": lambda i: f"XXX/{i + 1}"},
     {"vocabulary/treaty"}),
    ("the meeting is one of another service", "decisions", {"meetingId": "52000000cbd0050000001595"},
     {"references/meeting-exists"}),
    ("no city, no country", "meetings", {"city": None, "country": ""},
     {"meetings/city-given", "meetings/country-given"}),
    ("coordinates of 0 and 0", "meetings", {"latitude": 0, "longitude": 0}, {"meetings/coordinates-not-zero"}),
    ("codes with a capital", "meetings", {"access": "Public", "type": "MOP"}, {"vocabulary/code-case"}),
    ("one page for all meetings", "meetings", {"url": "https://example.org/calendar"}, {"meetings/pages-distinct"}),
    ("type empty, updated never sent", "meetings", {"type": "", "updated": None},
     {"meetings/type-given", "meetings/updated-given"}),
    ("all changed in one export", "meetings", {"updated": "2013-11-19T16:31:44Z"}, {"meetings/updated-differs"}),
    ("'nodate' without a date", "meetings", {"status": "nodate", "start": None, "end": None},
     {"meetings/start-for-the-portal"}),
    ("the treaty is a number", "meetings", {"treaty": "255"}, {"vocabulary/treaty"}),
    ("two forms of country code", "meetings", {"country": lambda i: "CHE" if i else "CH"},
     {"vocabulary/one-country-form"}),
    ("English text tagged as French", "meetings",
     {"title": [*MEETING["title"], {"language": "fr", "value": "French meeting of the Parties"}]},
     {"meetings/title-language-plausible"}),
    ("country and coordinates at odds", "meetings", {"country": "RO", "latitude": 12, "longitude": 21},
     {"meetings/coordinates-in-country"}),
    ("a picture of another secretariat", "meetings",
     {"imageUrl": "http://synergies.pops.int/logo.jpg", "imageCopyright": "BRS"}, {"references/image-of-own-site"}),
    ("nothing unusual about meetings", "meetings", {}, set()),
    ("nothing unusual about decisions", "decisions", {}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("habit", "entity_set", "changes", "expected"), HABITS, ids=[row[0] for row in HABITS])
def test_habit_is_found(habit: str, entity_set: str, changes: dict[str, Any], expected: set[str]) -> None:
    assert expected == broken(entity_set, changes)
